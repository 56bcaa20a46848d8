"""Giấy nghỉ phép — NĐ 30/2020, Phụ lục III, Mẫu 1.10."""

from datetime import date
from typing import Any

from wtforms.validators import ValidationError

from forms.base import LINE_LIMIT, NAME_LIMIT, SENT, SIGNED, SUBJECT_LIMIT, DocumentForm, Section
from forms.composing import UNSAID, body_of, common, day_of, day_said, literal, said, text_of
from forms.fields import Check, Day, Line, at_most, required
from forms.introduction import HONORIFICS, honorific
from forms.quantities import Count
from service.domain.abbreviations import symbol_of
from service.domain.agency import Agency
from service.domain.kinds import Answers, Context, DocumentKind
from service.domain.looks import TEXT_WIDTH_MM
from service.domain.numbering import IssueMark
from service.domain.presentation import title_rule

TYPE_NAME = "Giấy nghỉ phép"
SYMBOL = symbol_of(TYPE_NAME)
LEAVES = (
    "nghỉ hằng năm có hưởng lương",
    "nghỉ việc riêng mà vẫn hưởng nguyên lương",
    "nghỉ không hưởng lương",
)
"""Bộ luật Lao động 2019, Điều 113, 115."""


class LeavePermitForm(DocumentForm):
    SECTIONS = (
        Section("Ai nghỉ", ("honorific", "person", "post", "applied_on")),
        Section("Nghỉ thế nào", ("days", "first_day", "last_day", "place", "leave")),
        Section("Số, ký hiệu", ("subject", "unit", "notation", "urgency", "circulation", "month")),
        SIGNED,
        Section(SENT.title, (*SENT.fields, "confirmation")),
    )
    CARRIED = (*DocumentForm.CARRIED, "leave", "confirmation")
    UNPRINTED = ("unit",)

    honorific = honorific()
    person = Line(
        "Họ và tên",
        [required("Chưa ghi họ tên người được cấp giấy."), at_most(NAME_LIMIT)],
    )
    post = Line(
        "Chức vụ",
        [required("Chưa ghi chức vụ."), at_most(LINE_LIMIT)],
        description="Chức vụ và đơn vị công tác.",
    )
    applied_on = Day("Ngày viết đơn đề nghị", [required("Chưa ghi ngày của đơn đề nghị.")])
    days = Count("Số ngày nghỉ", [required("Chưa ghi số ngày nghỉ.")])
    first_day = Day("Nghỉ từ ngày", [required("Chưa ghi ngày bắt đầu nghỉ.")])
    last_day = Day("Đến hết ngày", [required("Chưa ghi ngày cuối cùng của đợt nghỉ.")])
    place = Line("Nơi nghỉ phép", [required("Chưa ghi nơi nghỉ phép."), at_most(LINE_LIMIT)])
    leave = Line(
        "Tính vào thời gian",
        [required("Chưa ghi số ngày nghỉ được tính vào thời gian nào."), at_most(LINE_LIMIT)],
        suggestions=LEAVES,
        default=LEAVES[0],
        description="Thời gian nghỉ theo Bộ luật Lao động.",
    )
    confirmation = Check(
        "Có phần xác nhận của nơi nghỉ phép",
        description="Cho cơ quan hoặc chính quyền địa phương nơi nghỉ phép xác nhận, nếu cần.",
    )
    subject = Line(
        "Trích yếu để vào sổ",
        [at_most(SUBJECT_LIMIT)],
        description="Không in trên giấy. Để trống thì ghi “Nghỉ phép của …”.",
    )

    def validate_last_day(self, field: Day) -> None:
        first, last = self.first_day.answer(), field.answer()
        if first and last and first > last:
            raise ValidationError("Ngày cuối phải từ ngày bắt đầu nghỉ trở đi.")

    def advice(self) -> dict[str, str]:
        found = super().advice()
        span, days = span_of(self.answers()), self.days.answer()
        if span and days.isdecimal() and int(days) > span:
            found["days"] = f"Từ ngày đến ngày chỉ có {span} ngày, ít hơn {int(days)} ngày nghỉ."
        return found

    def answers(self) -> dict[str, Any]:
        answers = super().answers()
        return answers | {"subject": answers["subject"] or registered(answers)}

    @classmethod
    def first_recipients(cls, agency: Agency, unit: str) -> list[str]:
        """Whoever is given the permit, instead of Như trên (Mẫu 1.10, note 8)."""
        return ["Người được cấp giấy nghỉ phép;", *super().first_recipients(agency, unit)[1:]]


def registered(answers: Answers) -> str:
    """``Nghỉ phép của ông Trần Văn Minh``, for the register."""
    person = text_of(answers, "person")
    title = (text_of(answers, "honorific") or HONORIFICS[-1]).lower()
    return f"Nghỉ phép của {title} {person}" if person else ""


def span_of(answers: Answers) -> int:
    """Days from the first to the last, both counted; 0 when one is not known."""
    first, last = day_of(answers, "first_day"), day_of(answers, "last_day")
    return _days(first, last) if first and last else 0


def _days(first: date, last: date) -> int:
    return max(0, (last - first).days + 1)


def notation(answers: Answers, agency: Agency) -> str:
    return text_of(answers, "notation") or f"{agency.type_symbol(TYPE_NAME)}-{agency.symbol}"


def permit_text(answers: Answers, agency: Agency) -> str:
    title = text_of(answers, "honorific") or HONORIFICS[-1]
    days = literal(text_of(answers, "days")) or UNSAID
    return "\n".join(
        [
            (
                f"Xét Đơn đề nghị nghỉ phép {day_said(answers, 'applied_on')} của {title.lower()} "
                f"{said(answers, 'person')}, {agency.full_name} cấp cho:"
            ),
            f"{title}: {said(answers, 'person')}",
            f"Chức vụ: {said(answers, 'post')}",
            (
                f"Được nghỉ phép trong thời gian {days} ngày "
                f"kể từ {day_said(answers, 'first_day')} đến hết {day_said(answers, 'last_day')} "
                f"tại {said(answers, 'place')}."
            ),
            f"Số ngày nghỉ phép nêu trên được tính vào thời gian {said(answers, 'leave')}",
        ]
    )


def compose(answers: Answers, agency: Agency, mark: IssueMark) -> Context:
    return common(
        answers,
        agency,
        mark,
        notation=notation(answers, agency),
        title=text_of(answers, "subject") or registered(answers),
    ) | {
        "title_rule": title_rule(TYPE_NAME.upper(), agency.size_profile, after_pt=12),
        "body": body_of(
            permit_text(answers, agency),
            TEXT_WIDTH_MM,
            field="person",
            punctuate=True,
            before_foot=True,
        ),
        "confirmation": bool(answers.get("confirmation")),
    }


SAMPLE = {
    "honorific": "Ông",
    "person": "Trần Văn Minh",
    "post": "Chuyên viên Phòng Văn hóa - Xã hội",
    "applied_on": "2026-11-20",
    "days": "05",
    "first_day": "2026-12-07",
    "last_day": "2026-12-11",
    "place": "thôn Đông, xã Hòa Bình",
    "leave": LEAVES[0],
    "confirmation": True,
    "subject": "Nghỉ phép năm 2026 của ông Trần Văn Minh",
    "unit": "VP",
    "recipients": ["Ông Trần Văn Minh", "Lưu: VT, VP"],
    "signatory": {
        "choice": "other",
        "lines": ["TL. CHỦ TỊCH", "CHÁNH VĂN PHÒNG"],
        "name": "Lê Thị Lan",
    },
    "month": "11/2026",
}

KINDS = [
    DocumentKind(
        code="leave_permit",
        name=TYPE_NAME,
        symbol=SYMBOL,
        article="NĐ 30/2020, Phụ lục III, Mẫu 1.10",
        template="leave_permit.docx",
        form=LeavePermitForm,
        compose=compose,
        notation=notation,
        sample=SAMPLE,
        group="Giấy, phiếu",
        rank=2,
    )
]
