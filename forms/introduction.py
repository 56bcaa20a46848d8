"""Giấy giới thiệu — NĐ 30/2020, Phụ lục III, Mẫu 1.8."""

from forms.base import (
    LINE_LIMIT,
    NAME_LIMIT,
    SENT,
    SIGNED,
    SUBJECT_LIMIT,
    DocumentForm,
    Section,
)
from forms.composing import body_of, common, day_said, said, text_of
from forms.fields import Choice, Day, Line, at_most, required
from service.domain.abbreviations import symbol_of
from service.domain.agency import Agency
from service.domain.kinds import Answers, Context, DocumentKind
from service.domain.looks import TEXT_WIDTH_MM
from service.domain.numbering import IssueMark
from service.domain.presentation import title_rule

TYPE_NAME = "Giấy giới thiệu"
SYMBOL = symbol_of(TYPE_NAME)
HONORIFICS = ("Ông", "Bà", "Ông (bà)")
REQUEST = "Đề nghị Quý cơ quan tạo điều kiện để {person} có tên ở trên hoàn thành nhiệm vụ."


def honorific() -> Choice:
    return Choice("Xưng gọi", choices=[(word, word) for word in HONORIFICS], default=HONORIFICS[0])


class IntroductionForm(DocumentForm):
    SECTIONS = (
        Section("Giới thiệu ai", ("honorific", "person", "post")),
        Section("Đến đâu, về việc gì", ("destination", "subject", "valid_until")),
        Section("Số, ký hiệu", ("unit", "notation", "urgency", "circulation", "month")),
        SIGNED,
        SENT,
    )
    UNPRINTED = ("unit",)

    honorific = honorific()
    person = Line(
        "Họ và tên",
        [required("Chưa ghi họ tên người được giới thiệu."), at_most(NAME_LIMIT)],
    )
    post = Line(
        "Chức vụ",
        [required("Chưa ghi chức vụ."), at_most(LINE_LIMIT)],
        description="Chức vụ và đơn vị công tác.",
    )
    destination = Line(
        "Được cử đến",
        [required("Chưa ghi nơi được cử đến."), at_most(LINE_LIMIT)],
        description="Tên cơ quan, tổ chức được giới thiệu tới làm việc.",
    )
    subject = Line("Về việc", [required("Chưa ghi về việc gì."), at_most(SUBJECT_LIMIT)])
    valid_until = Day("Có giá trị đến hết ngày", [required("Chưa ghi ngày hết giá trị.")])


def notation(answers: Answers, agency: Agency) -> str:
    return text_of(answers, "notation") or f"{agency.type_symbol(TYPE_NAME)}-{agency.symbol}"


def introduction_text(answers: Answers) -> str:
    """The lines of Mẫu 1.8 below “trân trọng giới thiệu:”."""
    title = text_of(answers, "honorific") or HONORIFICS[-1]
    return "\n".join(
        [
            f"{title} {said(answers, 'person')}",
            f"Chức vụ: {said(answers, 'post')}",
            f"Được cử đến: {said(answers, 'destination')}",
            f"Về việc: {said(answers, 'subject')}",
            REQUEST.format(person=title.lower()),
            f"Giấy này có giá trị đến hết {day_said(answers, 'valid_until')}",
        ]
    )


def compose(answers: Answers, agency: Agency, mark: IssueMark) -> Context:
    return common(
        answers,
        agency,
        mark,
        notation=notation(answers, agency),
        title=text_of(answers, "subject"),
    ) | {
        "title_rule": title_rule(TYPE_NAME.upper(), agency.size_profile),
        # The form itself ends in “./.”: that is no list of the drafter's to be left alone.
        "body": body_of(
            introduction_text(answers),
            TEXT_WIDTH_MM,
            field="subject",
            punctuate=True,
            before_foot=True,
        ),
    }


SAMPLE = {
    "honorific": "Ông",
    "person": "Trần Văn Minh",
    "post": "Chuyên viên Phòng Văn hóa - Xã hội",
    "destination": "Sở Nội vụ tỉnh Hòa Bình",
    "subject": "liên hệ nhận tài liệu tập huấn công tác văn thư",
    "valid_until": "2026-12-05",
    "unit": "VP",
    "recipients": ["Như trên", "Lưu: VT"],
    "signatory": {
        "choice": "other",
        "lines": ["TL. CHỦ TỊCH", "CHÁNH VĂN PHÒNG"],
        "name": "Lê Thị Lan",
    },
    "month": "11/2026",
}

KINDS = [
    DocumentKind(
        code="introduction",
        name=TYPE_NAME,
        symbol=SYMBOL,
        article="NĐ 30/2020, Phụ lục III, Mẫu 1.8",
        template="introduction.docx",
        form=IntroductionForm,
        compose=compose,
        notation=notation,
        sample=SAMPLE,
        group="Giấy, phiếu",
        rank=1,
    )
]
