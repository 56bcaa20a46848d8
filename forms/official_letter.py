"""Công văn — NĐ 30/2020, Phụ lục III, Mẫu 1.5."""

import re

from forms import annexes
from forms.annexes import ANNEXED, AnnexedForm
from forms.base import (
    ABOUT,
    BODY_ADVICE,
    BODY_LIMIT,
    SENT,
    SIGNED,
    SUBJECT_LIMIT,
    Section,
    recipient_rows,
)
from forms.composing import body_of, common, list_of, punctuates, styled, text_of
from forms.fields import Line, Text, at_most, required
from service.domain.abbreviations import symbol_of
from service.domain.agency import Agency
from service.domain.kinds import Answers, Context, DocumentKind
from service.domain.looks import TEXT_WIDTH_MM
from service.domain.numbering import IssueMark
from service.domain.presentation import addressees, letter_subject
from service.domain.vietnamese import clean_line

_SUBJECT_WORD = re.compile(r"^(?:V/v|Về việc)\s*:?\s+", re.IGNORECASE)


class LetterSubject(Line):
    """Trích yếu công văn, without the “V/v” that the template prints."""

    @staticmethod
    def spelling(text: str) -> str:
        return _SUBJECT_WORD.sub("", clean_line(text))


class OfficialLetterForm(AnnexedForm):
    SECTIONS = (
        Section("Về việc gì", ABOUT),
        Section("Gửi ai", ("addressees",)),
        Section("Nội dung", ("body",), "Mỗi đoạn một dòng."),
        SIGNED,
        SENT,
        ANNEXED,
    )

    subject = LetterSubject(
        "Trích yếu",
        [
            required("Chưa ghi trích yếu: công văn về việc gì?"),
            at_most(SUBJECT_LIMIT),
        ],
        description="In sau chữ “V/v”. Một câu ngắn hoặc cụm từ nêu khái quát nội dung.",
    )
    addressees = recipient_rows(
        "Kính gửi",
        "Thêm nơi kính gửi",
        "Một nơi thì in cùng dòng với “Kính gửi:”; từ hai nơi trở lên mỗi nơi một dòng.",
        validators=[required("Chưa ghi nơi kính gửi.")],
    )
    body = Text(
        "Nội dung",
        [required("Chưa ghi nội dung công văn."), at_most(BODY_LIMIT, BODY_ADVICE)],
        description="Nhận ra: “1.” khoản, “a)” điểm, “-” gạch đầu dòng, “I.” đề mục, bảng dán từ "
        "bảng tính; **đậm**, *nghiêng*. Gạch chéo ngược “\\” đầu dòng để in nguyên văn.",
        render_kw={"rows": 18},
    )

    def advice(self) -> dict[str, str]:
        found = super().advice()
        if "CV" in self.notation.answer().split("-"):
            found["notation"] = (
                "Công văn không có chữ viết tắt tên loại: ký hiệu thường là tên cơ quan và đơn vị "
                "soạn thảo, ví dụ UBND-VX (Phụ lục I, II.3)."
            )
        return found


def notation(answers: Answers, agency: Agency) -> str:
    """``UBND-VX``: agency and drafting unit (Phụ lục I, II.3.b)."""
    parts = (agency.symbol, text_of(answers, "unit"))
    return text_of(answers, "notation") or "-".join(part for part in parts if part)


def compose(answers: Answers, agency: Agency, mark: IssueMark) -> Context:
    subject, profile = text_of(answers, "subject"), agency.size_profile
    sign = notation(answers, agency)
    context = common(answers, agency, mark, notation=sign, title=subject)
    kinh_gui, indents = addressees(
        list_of(answers, "addressees"), profile, punctuate=punctuates(answers)
    )
    return (
        context
        | kinh_gui
        | {
            "subject_line": letter_subject(subject, profile),
            "body": body_of(
                text_of(answers, "body"),
                TEXT_WIDTH_MM,
                field="body",
                punctuate=punctuates(answers),
                before_foot=True,
            ),
            "annexes": annexes.composed(answers, agency, mark, type_name="Công văn", notation=sign),
            "styling": styled(answers, agency, context, indents),
        }
    )


SAMPLE = {
    "subject": "triển khai chuẩn hóa thể thức văn bản điện tử",
    "unit": "VP",
    "addressees": ["Các đơn vị trực thuộc", "Trưởng các thôn trên địa bàn xã"],
    "body": (
        "Thực hiện Nghị định số 30/2020/NĐ-CP ngày 05 tháng 3 năm 2020 của Chính phủ về công tác "
        "văn thư, Ủy ban nhân dân xã đề nghị các đơn vị thực hiện các nội dung sau:\n"
        "1. Rà soát mẫu văn bản đang dùng\n"
        "a) Cỡ chữ, kiểu chữ theo *Phụ lục I*;\n"
        "b) Số, ký hiệu và **nơi nhận** của từng loại văn bản.\n"
        "2. Báo cáo kết quả\n"
        "- Báo cáo gửi về Văn phòng trước ngày 20 tháng 12 năm 2026;\n"
        "- Số liệu lập theo bảng sau:\n"
        "STT\tLoại văn bản\tSố lượng\tGhi chú\n"
        "1\tCông văn\t1.250\tTính từ đầu năm\n"
        "2\tQuyết định\t86\t\n"
        "Danh mục mẫu văn bản tại Phụ lục kèm theo. Trong quá trình thực hiện, nếu có vướng mắc, "
        "đề nghị phản ánh về Văn phòng để tổng hợp."
    ),
    "annexes": [
        {
            "title": "Danh mục mẫu văn bản hành chính",
            "body": "STT\tMẫu\tTên loại\n1\tMẫu 1.4\tVăn bản có tên loại\n2\tMẫu 1.5\tCông văn",
        }
    ],
    "recipients": ["Như trên", "Chủ tịch, các Phó Chủ tịch", "Lưu: VT, VP"],
    "signatory": {
        "choice": "other",
        "lines": ["KT. CHỦ TỊCH", "PHÓ CHỦ TỊCH"],
        "name": "Trần Văn Hùng",
    },
    "month": "12/2026",
    "urgency": "urgent",
    "drafter_mark": "NV.(20)",
    "show_address": True,
}

KINDS = [
    DocumentKind(
        code="official_letter",
        name="Công văn",
        symbol=symbol_of("Công văn"),
        article="NĐ 30/2020, Phụ lục III, Mẫu 1.5",
        template="official_letter.docx",
        form=OfficialLetterForm,
        compose=compose,
        notation=notation,
        sample=SAMPLE,
        group="Thường dùng",
        rank=1,
    )
]
