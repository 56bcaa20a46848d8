"""Thư công — NĐ 30/2020, Điều 7; the decree draws no form: the frame of Mẫu 1.4, as is usual."""

from forms.base import ABOUT, SENT, SIGNED, Section
from forms.composing import text_of
from forms.fields import Line, at_most, required
from forms.named_form import TitledForm, named_context
from forms.official_letter import notation
from service.domain.abbreviations import symbol_of
from service.domain.agency import Agency
from service.domain.kinds import Answers, Context, DocumentKind
from service.domain.numbering import IssueMark

TYPE_NAME = "Thư công"
HEADINGS = ("Thư công", "Thư chúc mừng", "Thư khen", "Thư cảm ơn", "Thư thăm hỏi", "Thư ngỏ")


class PublicLetterForm(TitledForm):
    SECTIONS = (
        Section("Thư gì, về việc gì", ("heading", *ABOUT)),
        Section("Gửi ai", ("addressees",)),
        Section("Nội dung", ("body",), "Mỗi đoạn một dòng."),
        SIGNED,
        SENT,
    )
    heading = Line(
        "Tên thư",
        [required("Chưa ghi tên thư."), at_most(60)],
        default=TYPE_NAME,
        suggestions=HEADINGS,
        description="In hoa ở đầu thư.",
    )


def compose(answers: Answers, agency: Agency, mark: IssueMark) -> Context:
    heading = text_of(answers, "heading") or TYPE_NAME
    return named_context(
        answers, agency, mark, type_name=heading, notation=notation(answers, agency)
    )


SAMPLE = {
    "heading": "Thư chúc mừng",
    "subject": "Nhân dịp năm mới 2027",
    "unit": "VP",
    "addressees": ["Cán bộ, công chức và Nhân dân xã Hòa Bình"],
    "body": "Nhân dịp năm mới 2027, Ủy ban nhân dân xã Hòa Bình gửi tới toàn thể cán bộ, công chức "
    "và Nhân dân trong xã lời chúc sức khỏe, hạnh phúc và thành công.\n"
    "Ủy ban nhân dân xã cảm ơn sự đồng hành của Nhân dân trong năm qua.",
    "recipients": ["Như trên", "Đài Truyền thanh xã", "Lưu: VT, VP"],
    "signatory": {"choice": "other", "lines": ["CHỦ TỊCH"], "name": "Phạm Quốc Hùng"},
    "month": "12/2026",
    "show_address": True,
}

KINDS = [
    DocumentKind(
        code="public_letter",
        name=TYPE_NAME,
        symbol=symbol_of(TYPE_NAME),
        article="NĐ 30/2020, Điều 7; không có mẫu riêng, theo khung Mẫu 1.4 và thông lệ",
        template="named_document.docx",
        form=PublicLetterForm,
        compose=compose,
        notation=notation,
        sample=SAMPLE,
        group="Điện, thư, biên bản",
        rank=3,
    )
]
