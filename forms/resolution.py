"""Nghị quyết (cá biệt) — NĐ 30/2020, Phụ lục III, Mẫu 1.1."""

from wtforms.validators import ValidationError

from forms.annexes import ANNEXED
from forms.base import ABOUT, BODY_ADVICE, BODY_LIMIT, SENT, SIGNED, Section
from forms.composing import text_of
from forms.fields import Rows, Text, at_most
from forms.ordering import GROUNDS, OrderingForm, article_rows, issued_by, ordering_context, settled
from service.domain.abbreviations import symbol_of
from service.domain.agency import Agency
from service.domain.kinds import Answers, Context, DocumentKind
from service.domain.numbering import IssueMark
from service.domain.presentation import lines_of

TYPE_NAME = "Nghị quyết"
SYMBOL = symbol_of(TYPE_NAME)


class ResolutionForm(OrderingForm):
    SECTIONS = (
        Section("Về việc gì", ABOUT),
        GROUNDS,
        Section("Nội dung", ("body", "articles"), "Có thể chia điều hoặc không."),
        SIGNED,
        SENT,
        ANNEXED,
    )

    body = Text(
        "Nội dung không chia điều",
        [at_most(BODY_LIMIT, BODY_ADVICE)],
        description="In ngay sau chữ “QUYẾT NGHỊ:”, trước các điều.",
        render_kw={"rows": 6},
    )
    articles = article_rows("")

    def validate_articles(self, field: Rows) -> None:
        super().validate_articles(field)
        if not field.answer() and not self.body.answer():
            raise ValidationError("Chưa ghi nội dung nghị quyết.")

    @classmethod
    def first_authority(cls, agency: Agency) -> str:
        # A resolution is the will of a body, not of its head (Mẫu 1.1).
        return " ".join(lines_of(agency.name)).upper()


def notation(answers: Answers, agency: Agency) -> str:
    return text_of(answers, "notation") or f"{agency.type_symbol(TYPE_NAME)}-{agency.symbol}"


def compose(answers: Answers, agency: Agency, mark: IssueMark) -> Context:
    return ordering_context(
        answers, agency, mark, type_name=TYPE_NAME, notation=notation(answers, agency)
    )


SAMPLE = {
    "subject": "Về nhiệm vụ phát triển kinh tế - xã hội năm 2027 của xã Hòa Bình",
    "unit": "VP",
    "authority": "HỘI ĐỒNG NHÂN DÂN XÃ HÒA BÌNH",
    "legal_bases": [
        "Căn cứ Luật Tổ chức chính quyền địa phương ngày 16 tháng 6 năm 2025",
        (
            "Xét Tờ trình số 12/TTr-UBND ngày 20 tháng 11 năm 2026 của Ủy ban nhân dân xã về "
            "nhiệm vụ phát triển kinh tế - xã hội năm 2027"
        ),
    ],
    "body": "Thông qua nhiệm vụ phát triển kinh tế - xã hội năm 2027 với các chỉ tiêu sau:",
    "articles": [
        (
            "Các chỉ tiêu chủ yếu\n1. Tổng giá trị sản xuất tăng từ 8% trở lên.\n"
            "2. Tỷ lệ hộ nghèo giảm 0,5%.\n3. Các chỉ tiêu khác tại Phụ lục kèm theo."
        ),
        "Ủy ban nhân dân xã tổ chức thực hiện Nghị quyết này.",
        "Nghị quyết này có hiệu lực kể từ ngày ký.",
    ],
    "annexes": [
        {
            "title": "Chỉ tiêu phát triển kinh tế - xã hội năm 2027",
            "body": "STT\tChỉ tiêu\tĐơn vị\tKế hoạch\n1\tTrồng rừng\tha\t120\n"
            "2\tHộ dùng nước sạch\t%\t96,5",
        }
    ],
    "recipients": ["Như Điều 2", "Thường trực Đảng ủy xã", "Lưu: VT, VP"],
    "signatory": {"choice": "other", "lines": ["CHỦ TỊCH"], "name": "Phạm Quốc Hùng"},
    "month": "12/2026",
    "on_paper": True,
}

KINDS = [
    DocumentKind(
        code="resolution",
        name=TYPE_NAME,
        symbol=SYMBOL,
        article="NĐ 30/2020, Phụ lục III, Mẫu 1.1",
        template="resolution.docx",
        form=ResolutionForm,
        compose=compose,
        notation=notation,
        issued_by=issued_by,
        settled=settled,
        sample=SAMPLE,
        group="Nghị quyết, quyết định, chỉ thị",
        rank=1,
    )
]
