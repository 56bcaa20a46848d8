"""Các phần của đơn trên trang — one line of the staff list (Mẫu 03), of the curriculum vitae
(Mẫu 04) and of the equipment, and the kinds of fields they are made of."""

from collections.abc import Mapping
from typing import Any

from wtforms import SelectMultipleField
from wtforms.fields.choices import SelectChoice
from wtforms.widgets import CheckboxInput, ListWidget

from forms.base import LINE_LIMIT, NAME_LIMIT, VietnameseForm
from forms.fields import Check, Choice, Day, Group, Line, Pairs, Rows, at_most
from service.domain.eligibility.checklist import (
    LEVEL_NAMES,
    LICENCE_FIELD_NAMES,
    PROFESSION_NAMES,
    TRAINING_NAMES,
)

SHORT = {"class": "short", "autocomplete": "off"}
NUMERIC = {**SHORT, "inputmode": "numeric"}
# Numbers of identity papers are not left behind in a browser or a held form.
IDENTITY = {**SHORT, "data-private": "", "spellcheck": "false"}
GENDERS = (("", "—"), ("Nam", "Nam"), ("Nữ", "Nữ"))


def needed(form: Any, field: Any) -> None:
    """Marks a field that the law asks for. A draft may leave it open: the sentence comes from the
    verb that hands it in."""


needed.required = True  # type: ignore[attr-defined]


class Ticked(SelectMultipleField):
    """Ticked choices of a list, answered as a list of codes."""

    widget = ListWidget(prefix_label=False)
    option_widget = CheckboxInput()

    def __init__(self, *args: Any, choices: Mapping[str, str], **kwargs: Any) -> None:
        offered = [SelectChoice(*pair) for pair in choices.items()]
        # The check at the field says what a code of another period of law means.
        super().__init__(*args, choices=offered, validate_choice=False, **kwargs)

    def answer(self) -> list[str]:
        return list(self.data or ())

    @staticmethod
    def wire(name: str, answer: Any) -> Pairs:
        return [(name, str(one)) for one in answer or ()]


class TypedDay(Day):
    """A day that is kept as it is read, day/month/year, right or wrong."""

    def answer(self) -> str:
        return self.data or ""


def coded(names: Mapping[str, str]) -> list[tuple[str, str]]:
    return [("", "—"), *((code, name[0].upper() + name[1:]) for code, name in names.items())]


class HistoryForm(VietnameseForm):
    period = Line("Từ tháng, năm đến tháng, năm", [at_most(60)], render_kw=SHORT)
    place = Line("Nơi học tập, làm việc", [at_most(LINE_LIMIT)])
    position = Line("Ngành học, chức vụ", [at_most(NAME_LIMIT)])


class CourseForm(VietnameseForm):
    name = Line("Tên khóa tập huấn", [at_most(LINE_LIMIT)])
    institution = Line("Cơ sở tập huấn", [at_most(NAME_LIMIT)])
    date = Line("Thời gian", [at_most(60)], render_kw=SHORT)
    certificate = Line("Số chứng chỉ", [at_most(60)], render_kw=SHORT)


class CvForm(VietnameseForm):
    """What Mẫu 04 asks besides name, papers of identity and addresses."""

    other_name = Line("Tên gọi khác", [at_most(NAME_LIMIT)])
    current_address = Line("Nơi ở hiện nay", [at_most(LINE_LIMIT)])
    education = Line("Trình độ đào tạo cao nhất", [at_most(NAME_LIMIT)])
    history = Rows(
        Group(HistoryForm, "Giai đoạn"),
        "Quá trình học tập, làm việc",
        add_label="Thêm giai đoạn",
        limit=50,
    )
    courses = Rows(
        Group(CourseForm, "Khóa"),
        "Tập huấn về công tác cai nghiện",
        add_label="Thêm khóa",
        limit=50,
    )


class StaffForm(VietnameseForm):
    """One line of Mẫu 03. What the paper's own columns are is still to be confirmed."""

    name = Line("Họ và tên", [needed, at_most(NAME_LIMIT)], render_kw={"autocomplete": "off"})
    birth_date = TypedDay("Ngày sinh", render_kw=NUMERIC)
    gender = Choice("Giới tính", choices=GENDERS, open_ended=True)
    id_no = Line("Số giấy tờ", [at_most(40)], render_kw=IDENTITY)
    title = Line("Chức danh", [at_most(120)])
    level = Choice("Trình độ", choices=coded({k: v for k, v in LEVEL_NAMES.items() if k != "none"}))
    profession = Choice("Chuyên môn", choices=coded(PROFESSION_NAMES))
    licence_no = Line(
        "Số giấy phép hành nghề",
        [at_most(60)],
        description="Bác sĩ, y sĩ.",
        render_kw=SHORT,
    )
    licence_field = Choice("Phạm vi hành nghề", choices=coded(LICENCE_FIELD_NAMES))
    trainings = Ticked("Đã tập huấn", choices=TRAINING_NAMES)
    is_head = Check("Là người đứng đầu, chịu trách nhiệm chính")
    note = Line("Văn bằng, chứng chỉ, ghi chú", [at_most(LINE_LIMIT)])
