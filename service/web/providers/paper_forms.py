"""Câu hỏi trước khi soạn văn bản — one small form for each paper, of what its recipe asks."""

from typing import Any

from forms.base import LINE_LIMIT, VietnameseForm
from forms.fields import Choice, Day, Group, Line, Rows, Text, at_most
from service.domain.eligibility.law import ProviderRegime
from service.domain.eligibility.paper_making import QUESTIONS, PaperRecipe
from service.domain.eligibility.papers_review import DUE, DUE_WORDS, MOST_TASKS, SUBJECT
from service.web.providers.application_rows_form import Ticked

DAY = {"class": "short", "autocomplete": "off", "inputmode": "numeric"}
_TEXTS = ("items", "acts", "measures", "reasons", "addressees", "proposals")
_DAYS = ("due_on", "again_on", "found_on", "starts_on", "received_on")
MOST_TEXT = 20_000


def question_form(recipe: PaperRecipe, regime: ProviderRegime) -> type[VietnameseForm]:
    """The form of one paper by the law of the day; without questions it has no field."""
    fields = {name: _field(name, regime) for name in recipe.asks}
    return type("QuestionForm", (VietnameseForm,), fields)


def _field(name: str, regime: ProviderRegime) -> Any:
    label = QUESTIONS[name]
    if name == "scope":
        stages = {one.code: f"{one.code}) {one.name}" for one in regime.stages}
        return Ticked(label, choices=stages, description="Để trống thì lấy phạm vi đã đề nghị.")
    if name == "ground":
        return Choice(label, choices=[("", "—"), *regime.grounds.items()])
    if name == "months":
        low, high = regime.suspension_months
        told = f"{low} tháng." if low == high else f"Từ {low} đến {high} tháng."
        return Line(label, [at_most(2)], description=told, default=str(low), render_kw=DAY)
    if name in _TEXTS:
        return Text(label, [at_most(MOST_TEXT)], render_kw={"rows": 4})
    if name in _DAYS:
        return Day(label, render_kw=DAY)
    return Line(label, [at_most(LINE_LIMIT)])


def given_of(form: Any) -> dict[str, Any]:
    """What was answered; blank answers leave the paper to the case."""
    return {name: one for name, one in form.answers().items() if one}


class TaskForm(VietnameseForm):
    unit = Line("Đơn vị", [at_most(LINE_LIMIT)])
    work = Text(
        "Việc phải làm",
        [at_most(MOST_TEXT)],
        description=f"Viết tiếp sau tên đơn vị. Ghi {DUE} ở chỗ nêu hạn; không ghi thì hạn đứng "
        "cuối.",
        render_kw={"rows": 3},
    )
    due = Day("Hạn", render_kw=DAY)
    words = Line("Lời ghi hạn", [at_most(80)], default=DUE_WORDS, render_kw={"class": "medium"})


class ReviewLetterForm(VietnameseForm):
    """Công văn rà soát: opening, each unit with its task and its day, the report."""

    subject = Line("Trích yếu", [at_most(LINE_LIMIT)], default=SUBJECT)
    opening = Text(
        "Mở đầu",
        [at_most(MOST_TEXT)],
        description="Căn cứ chỉ đạo, mục đích; kết thúc bằng “… yêu cầu:”.",
        render_kw={"rows": 5},
    )
    tasks = Rows(
        Group(TaskForm, "Đơn vị"),
        "Việc của từng đơn vị",
        add_label="Thêm đơn vị",
        limit=MOST_TASKS,
        description="Mỗi đơn vị một việc, một hạn; đơn vị không ghi hạn thì lấy hạn báo cáo.",
    )
    report_due = Day("Hạn báo cáo chung", render_kw=DAY)
    report_to = Line("Báo cáo về", [at_most(LINE_LIMIT)])
    closing = Text("Kết thúc", [at_most(MOST_TEXT)], render_kw={"rows": 2})
