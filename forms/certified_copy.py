"""Bản sao: sao y, sao lục, trích sao — NĐ 30/2020, Điều 25–27; Phụ lục III, Mẫu 3.1."""

from forms.base import SUBJECT_LIMIT, DocumentForm, Section, recipient_rows
from forms.composing import common, list_of, punctuates, text_of
from forms.fields import Choice, Line, at_most, required
from service.domain.abbreviations import symbol_of
from service.domain.agency import Agency
from service.domain.kinds import Answers, Context, DocumentKind
from service.domain.numbering import IssueMark, Register
from service.domain.presentation import addressees, styling

COPY_KINDS = {
    symbol_of("Bản sao y"): "SAO Y",
    symbol_of("Bản sao lục"): "SAO LỤC",
    symbol_of("Bản trích sao"): "TRÍCH SAO",
}
"""Symbol → hình thức sao; the three share one series of numbers (Phụ lục I, phần II)."""
FIRST_COPY_KIND = next(iter(COPY_KINDS))


class CertifiedCopyForm(DocumentForm):
    SECTIONS = (
        Section("Bản sao", ("copy_kind", "subject", "unit", "notation", "month")),
        Section("Gửi ai", ("addressees",), "Không bắt buộc."),
        Section("Người ký", ("signatory",)),
        Section("Nơi nhận", ("recipients", "punctuate")),
    )
    # The block of a copy has none of these; what it copies may have.
    urgency = None  # type: ignore[assignment]
    circulation = None  # type: ignore[assignment]
    drafter_mark = None  # type: ignore[assignment]
    show_address = None  # type: ignore[assignment]
    UNPRINTED = ("unit",)
    CARRIED = (*DocumentForm.CARRIED, "copy_kind")

    copy_kind = Choice(
        "Hình thức sao",
        choices=[
            ("SY", "Sao y – toàn bộ bản gốc hoặc bản chính"),
            ("SL", "Sao lục – toàn bộ bản sao y"),
            ("TrS", "Trích sao – một phần bản gốc hoặc bản chính"),
        ],
        default=FIRST_COPY_KIND,
    )
    subject = Line(
        "Văn bản được sao",
        [
            required("Chưa ghi văn bản được sao: số, ký hiệu, ngày tháng và trích yếu."),
            at_most(SUBJECT_LIMIT),
        ],
        description="Ghi vào sổ đăng ký bản sao, không in trên bản sao.",
    )
    addressees = recipient_rows(
        "Kính gửi",
        "Thêm nơi kính gửi",
        "Chỉ khi bản sao gửi kèm lời Kính gửi.",
    )

    @classmethod
    def first_recipients(cls, agency: Agency, unit: str) -> list[str]:
        return super().first_recipients(agency, unit)[1:]


def notation(answers: Answers, agency: Agency) -> str:
    """``SL-SNN`` (Phụ lục I, phần II, II.1.c)."""
    symbol = text_of(answers, "copy_kind") or FIRST_COPY_KIND
    return text_of(answers, "notation") or f"{symbol}-{agency.symbol}"


def compose(answers: Answers, agency: Agency, mark: IssueMark) -> Context:
    context = common(
        answers,
        agency,
        mark,
        notation=notation(answers, agency),
        title=text_of(answers, "subject"),
        with_superior=False,
    )
    kinh_gui, indents = addressees(
        list_of(answers, "addressees"), agency.size_profile, punctuate=punctuates(answers)
    )
    unused = (
        *("superior_lines", "national_name", "motto", "motto_rule"),
        *("urgency_stamp", "circulation_stamp", "contact_lines"),
    )
    kept = {name: value for name, value in context.items() if name not in unused}
    return (
        kept
        | kinh_gui
        | {
            "copy_kind": COPY_KINDS.get(text_of(answers, "copy_kind"), COPY_KINDS[FIRST_COPY_KIND]),
            "styling": styling(agency, context["place_and_date"], indents),
        }
    )


SAMPLE = {
    "copy_kind": "SL",
    "subject": "Công văn số 99/UBND-VX ngày 08/01/2026 của UBND tỉnh về công tác văn thư",
    "addressees": ["Các đơn vị trực thuộc."],
    "recipients": ["Như trên", "Lưu: VT, VP"],
    "unit": "VP",
    "signatory": {
        "choice": "other",
        "lines": ["TL. CHỦ TỊCH", "CHÁNH VĂN PHÒNG"],
        "name": "Lê Thị Lan",
    },
    "month": "12/2026",
}

KINDS = [
    DocumentKind(
        code="certified_copy",
        name="Bản sao",
        symbol=symbol_of("Bản sao y"),
        article="NĐ 30/2020, Phụ lục III, Mẫu 3.1",
        template="certified_copy.docx",
        form=CertifiedCopyForm,
        compose=compose,
        notation=notation,
        sample=SAMPLE,
        register=Register.COPIES,
        needs_source=True,
        group="Bản sao",
    )
]
