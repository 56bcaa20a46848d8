"""Các mẫu nhập trên trang hồ sơ — one small form for each step; every field has its own prefix,
so that all of them stand on one page."""

from collections.abc import Iterable
from datetime import date
from typing import Any

from wtforms import SelectMultipleField
from wtforms.fields.choices import SelectChoice
from wtforms.validators import ValidationError
from wtforms.widgets import CheckboxInput, ListWidget

from forms.base import VietnameseForm
from forms.fields import Choice, Day, Line, Lines, Text, at_most
from service.domain.citations import parse_reference
from service.domain.documents import Document
from service.domain.eligibility.cases import CasePaper
from service.domain.eligibility.states import PAPER_PURPOSES
from service.domain.errors import OfficeError, Refused
from service.store import documents, provider_lookups
from service.web.allow import person
from service.web.errors import show_on
from service.web.frame import office
from service.web.typed import filled, whole

DAY = {"class": "short", "autocomplete": "off", "inputmode": "numeric"}


class Ticks(SelectMultipleField):
    """Several of a list, each with a box."""

    widget = ListWidget(prefix_label=False)
    option_widget = CheckboxInput()

    def offer(self, choices: Iterable[tuple[str, str]]) -> None:
        self.choices = [SelectChoice(*pair) for pair in choices]


class PaperForm(VietnameseForm):
    """A paper of the office: one drafted from here, or any other by its number."""

    paper = Choice("Văn bản", description="Văn bản đã soạn từ hồ sơ này.", open_ended=True)
    reference = Line(
        "Hoặc số, ký hiệu",
        [at_most(60)],
        description="Văn bản đã cấp số, ví dụ 05/QĐ-CAT.",
        render_kw={"class": "medium", "autocomplete": "off"},
    )

    def offer(self, papers: Iterable[CasePaper], *purposes: str) -> None:
        """List the papers that were made for these purposes, the newest first."""
        found = [("", "—")]
        for one in reversed(tuple(papers)):
            if not purposes or one.purpose in purposes:
                document = _visible(one.document_id)
                if document is not None:
                    found.append((str(document.id), _shown(document, one.purpose)))
        self.paper.offer(list(dict(found).items()))
        if self.paper.data is None and len(self.paper.choices or ()) > 1:
            self.paper.data = list(self.paper.choices or ())[1].value

    def document_id(self) -> int | None:
        """What was chosen, a typed number before the list; Refused (``reference``) for none."""
        typed = self.reference.answer()
        return numbered_paper_of(typed) if typed else whole(self.paper.answer(), 0) or None

    def needed_document(self) -> int:
        """`document_id`; Refused (``paper``) when none was chosen."""
        found = self.document_id()
        if found is None:
            raise Refused("Hãy chọn văn bản đã cấp số, hoặc ghi số và ký hiệu của nó.", "paper")
        return found


def numbered_paper_of(typed: str) -> int:
    """A numbered paper of the office by its số, ký hiệu; Refused (``reference``)."""
    known = parse_reference(typed)
    number = int(known.number) if known and known.number.isdigit() else 0
    found = known and provider_lookups.numbered_id(office().db, number, known.notation, known.year)
    if not found:
        raise Refused(
            f"Không có văn bản đã cấp số “{typed[:60]}”. Ghi đủ số và ký hiệu, ví dụ 05/QĐ-CAT.",
            "reference",
        )
    return found


def _visible(document_id: int) -> Document | None:
    try:
        return documents.get(office().db, document_id, person())
    except OfficeError:
        return None


def _shown(document: Document, purpose: str) -> str:
    reference = document.reference or "chưa cấp số"
    return f"{PAPER_PURPOSES[purpose]}: {reference} – {document.subject}"[:160]


class ReceiveForm(VietnameseForm):
    on = Day(
        "Ngày nhận đủ hồ sơ hợp lệ",
        description="Để trống thì lấy hôm nay. Thời hạn tính từ ngày làm việc kế tiếp.",
        render_kw=DAY,
    )


class ReasonForm(VietnameseForm):
    reason = Text("Lý do", [filled("Hãy ghi lý do."), at_most(2000)], render_kw={"rows": 2})


class SupplementForm(PaperForm):
    items = Lines(
        "Thành phần phải bổ sung, sửa",
        [filled("Hãy ghi từng thứ cần bổ sung.")],
        description="Mỗi thứ một dòng.",
        render_kw={"rows": 4},
    )
    reason = Line("Lý do", [at_most(500)])
    due_on = Day("Hạn bổ sung", render_kw=DAY)


class ReturnForm(VietnameseForm):
    note = Line("Đã nhận", [at_most(500)], description="Nhận những gì, bằng cách nào.")


class AppraisalForm(PaperForm):
    on = Day("Ngày biên bản", description="Để trống thì lấy hôm nay.", render_kw=DAY)
    note = Text(
        "Kết luận của biên bản",
        [at_most(4000)],
        description="Thành phần tham gia, kết luận chung, ý kiến khác nếu có.",
        render_kw={"rows": 3},
    )


class ProposeForm(PaperForm):
    scope = Ticks("Giai đoạn đề nghị công bố")

    def validate_scope(self, field: Ticks) -> None:
        if not field.data:
            raise ValidationError("Hãy chọn ít nhất một giai đoạn.")


class ApologyForm(PaperForm):
    """Only the paper, if there is one."""


class TransitionForm(VietnameseForm):
    note = Text(
        "Ý kiến chuyển tiếp và cơ sở",
        [filled("Hãy ghi ý kiến và cơ sở giải quyết tiếp."), at_most(2000)],
        render_kw={"rows": 3},
    )


class IdentityForm(VietnameseForm):
    who = Choice("Số giấy tờ của", open_ended=True)
    reason = Line(
        "Lý do xem",
        [filled("Hãy ghi lý do; lý do được lưu cùng tên bạn."), at_most(500)],
        description="Lý do được lưu cùng tên bạn và giờ xem.",
    )


def day_of(field: Day) -> date | None:
    return date.fromisoformat(field.answer()) if field.answer() else None


def show_prefixed(form: Any, prefix: str, error: OfficeError) -> None:
    """Put a verb's sentences at the fields of a form whose names carry a prefix; those of no
    field stand above all."""
    names = {field.name for field in form}
    at = {f"{prefix}{name}": sentence for name, sentence in error.errors.items()}
    if at and set(at) <= names:
        show_on(form, Refused(error.message, errors=at))
        return
    known = {name: sentence for name, sentence in at.items() if name in names}
    if known:
        show_on(form, Refused(error.message, errors=known))
    rest = [one for name, one in at.items() if name not in names] or [error.message]
    form.form_errors.extend(one for one in rest if one not in known.values())
