"""Công điện — NĐ 30/2020, Phụ lục III, Mẫu 1.6."""

from typing import Any

from forms import annexes
from forms.annexes import ANNEXED, AnnexedForm
from forms.base import (
    ABOUT,
    BODY_ADVICE,
    BODY_LIMIT,
    LINE_LIMIT,
    SENT,
    SIGNED,
    SUBJECT_LIMIT,
    Section,
    recipient_rows,
)
from forms.composing import body_of, common, list_of, punctuates, text_of
from forms.fields import Line, Text, at_most, required
from forms.ordering import head_of
from service.domain.abbreviations import symbol_of
from service.domain.agency import Agency
from service.domain.kinds import Answers, Context, DocumentKind
from service.domain.looks import TEXT_WIDTH_MM
from service.domain.numbering import IssueMark
from service.domain.presentation import centred, list_items, punctuated, title

TYPE_NAME = "Công điện"
SYMBOL = symbol_of(TYPE_NAME)


class TelegramForm(AnnexedForm):
    SECTIONS = (
        Section("Về việc gì", ABOUT),
        Section("Ai điện, điện ai", ("sender", "addressees")),
        Section("Nội dung", ("body",), "Mỗi đoạn một dòng."),
        SIGNED,
        SENT,
        ANNEXED,
    )
    CARRIED = (*AnnexedForm.CARRIED, "sender")
    UNPRINTED = ("unit",)

    subject = Line(
        "Trích yếu",
        [required("Chưa ghi trích yếu: công điện về việc gì?"), at_most(SUBJECT_LIMIT)],
        description="Ví dụ “Về việc ứng phó bão số 5”.",
    )
    sender = Line(
        "Ai điện",
        [required("Chưa ghi cơ quan hoặc chức danh gửi công điện."), at_most(LINE_LIMIT)],
        description="Tên cơ quan, tổ chức hoặc chức danh của người đứng đầu; in trước chữ “điện:”.",
    )
    addressees = recipient_rows(
        "Nơi nhận điện",
        "Thêm nơi nhận điện",
        "Mỗi nơi một dòng.",
        validators=[required("Chưa ghi nơi nhận điện.")],
    )
    body = Text(
        "Nội dung",
        [required("Chưa ghi nội dung công điện."), at_most(BODY_LIMIT, BODY_ADVICE)],
        render_kw={"rows": 14},
    )

    @classmethod
    def starting_answers(cls, agency: Agency, **context: Any) -> dict[str, Any]:
        return {"sender": head_of(agency)} | super().starting_answers(agency, **context)

    @classmethod
    def first_recipients(cls, agency: Agency, unit: str) -> list[str]:
        return super().first_recipients(agency, unit)[1:]


def notation(answers: Answers, agency: Agency) -> str:
    return text_of(answers, "notation") or f"{agency.type_symbol(TYPE_NAME)}-{agency.symbol}"


def compose(answers: Answers, agency: Agency, mark: IssueMark) -> Context:
    subject, profile = text_of(answers, "subject"), agency.size_profile
    sign = notation(answers, agency)
    return (
        common(answers, agency, mark, notation=sign, title=subject)
        | title(subject, profile)
        | {
            "sender": centred("LoiDan", text_of(answers, "sender"), profile, TEXT_WIDTH_MM - 20),
            "addressees": punctuated(
                list_items(list_of(answers, "addressees")), punctuate=punctuates(answers)
            ),
            "body": body_of(
                text_of(answers, "body"),
                TEXT_WIDTH_MM,
                field="body",
                punctuate=punctuates(answers),
                before_foot=True,
            ),
            "annexes": annexes.composed(answers, agency, mark, type_name=TYPE_NAME, notation=sign),
        }
    )


SAMPLE = {
    "subject": "Về việc ứng phó với mưa lớn, lũ quét, sạt lở đất",
    "unit": "VP",
    "sender": "CHỦ TỊCH ỦY BAN NHÂN DÂN XÃ HÒA BÌNH",
    "addressees": ["Trưởng Công an xã", "Chỉ huy trưởng Ban Chỉ huy quân sự xã", "Trưởng các thôn"],
    "body": "Từ ngày 24 đến ngày 26 tháng 11 năm 2026, trên địa bàn xã có mưa to. Để chủ động ứng "
    "phó, Chủ tịch Ủy ban nhân dân xã yêu cầu:\n"
    "1. Rà soát, sơ tán các hộ có tên tại Phụ lục kèm theo trước 17 giờ 00, ngày 24 tháng 11 năm "
    "2026.\n"
    "2. Trực ban 24/24 giờ, báo cáo kịp thời tình huống phát sinh.",
    "annexes": [{"title": "Danh sách hộ cần sơ tán", "body": "STT\tThôn\tSố hộ\n1\tThôn Đông\t7"}],
    "recipients": ["Ủy ban nhân dân tỉnh", "Thường trực Đảng ủy xã", "Lưu: VT, VP"],
    "signatory": {"choice": "other", "lines": ["CHỦ TỊCH"], "name": "Phạm Quốc Hùng"},
    "month": "11/2026",
    "urgency": "express",
}

KINDS = [
    DocumentKind(
        code="telegram",
        name=TYPE_NAME,
        symbol=SYMBOL,
        article="NĐ 30/2020, Phụ lục III, Mẫu 1.6",
        template="telegram.docx",
        form=TelegramForm,
        compose=compose,
        notation=notation,
        sample=SAMPLE,
        group="Điện, thư, biên bản",
        rank=1,
    )
]
