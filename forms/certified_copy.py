"""Bản sao: sao y, sao lục, trích sao — NĐ 30/2020, Điều 25–27; Phụ lục III, Mẫu 3.1."""

import re
from typing import Any

from wtforms.validators import ValidationError

from forms.base import (
    NAME_LIMIT,
    SUBJECT_LIMIT,
    DocumentForm,
    Section,
    VietnameseForm,
    recipient_rows,
)
from forms.composing import common, list_of, punctuates, text_of
from forms.extracts import ExtractForm, extract_context, missing
from forms.fields import Choice, Group, Line, Text, at_most, required
from service.domain.abbreviations import symbol_of
from service.domain.agency import Agency
from service.domain.copying import (
    CopyForm,
    CopyPlan,
    Medium,
    Ruling,
    SourceStanding,
    parse_pages,
    ruling,
    rulings,
)
from service.domain.errors import Refused
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
MOST_REASON = 1000


class DepartureForm(VietnameseForm):
    """Who decided to copy otherwise than Điều 25 lists, and why."""

    by = Line("Người cho phép", [at_most(NAME_LIMIT)], description="Họ tên, chức vụ.")
    reason = Text("Lý do", [at_most(MOST_REASON)], render_kw={"rows": 2})


class CertifiedCopyForm(DocumentForm):
    SECTIONS = (
        Section(
            "Sao từ gì, sang gì",
            ("source_medium", "source_standing", "copy_kind", "copy_medium"),
            "Điều 25 NĐ 30/2020 quy định từ gì được sao sang gì.",
        ),
        Section("Văn bản được sao", ("subject", "unit", "notation", "month", "quantity")),
        Section("Gửi ai", ("addressees",), "Không bắt buộc."),
        Section("Người ký", ("signatory",)),
        Section("Nơi nhận", ("recipients", "punctuate")),
        Section("Phần trích sao", ("pages", "extract"), "Chỉ dùng khi trích sao."),
        Section("Làm khác Điều 25", ("departure",), "Để trống khi sao đúng quy định."),
    )
    # The block of a copy has none of these; what it copies may have.
    urgency = None  # type: ignore[assignment]
    circulation = None  # type: ignore[assignment]
    drafter_mark = None  # type: ignore[assignment]
    show_address = None  # type: ignore[assignment]
    UNPRINTED = (
        *("unit", "source_medium", "source_standing", "copy_medium", "departure", "quantity"),
        *("pages", "extract"),  # printed before the block, not in it
    )
    CARRIED = (*DocumentForm.CARRIED, "copy_kind")
    QUOTED = ("subject", "extract")

    source_medium = Choice(
        "Văn bản cần sao là",
        choices=[
            ("", "— Chọn —"),
            (Medium.PAPER, "Văn bản giấy (đã quét)"),
            (Medium.ELECTRONIC, "Văn bản điện tử (đã ký số)"),
        ],
    )
    source_standing = Choice(
        "Đó là",
        choices=[
            ("", "— Chọn —"),
            (SourceStanding.ORIGINAL, "Bản gốc"),
            (SourceStanding.MASTER, "Bản chính (của văn bản giấy)"),
            (SourceStanding.CERTIFIED, "Bản sao y"),
        ],
    )
    copy_medium = Choice(
        "Bản sao sẽ là",
        choices=[
            (Medium.PAPER, "Giấy"),
            (Medium.ELECTRONIC, "Điện tử, cơ quan ký số"),
        ],
        default=Medium.PAPER.value,
    )
    departure = Group(DepartureForm, "Làm khác Điều 25")
    quantity = Line(
        "Số lượng bản",
        [at_most(4)],
        description="Ghi vào sổ đăng ký bản sao.",
        render_kw={"inputmode": "numeric"},
    )
    pages = Line(
        "Trang được trích",
        [at_most(100)],
        description="Ví dụ 1, 3-5. Nên có trang đầu và trang ký để đủ thể thức.",
    )
    extract = Group(
        ExtractForm,
        "Gõ lại phần trích",
        description="Khi không lấy nguyên trang. Trình bày lại đủ thể thức của văn bản gốc.",
    )
    copy_kind = Choice(
        "Hình thức sao",
        choices=[
            ("SY", "Sao y (toàn bộ)"),
            ("SL", "Sao lục (từ bản sao y)"),
            ("TrS", "Trích sao (một phần)"),
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
    def answers_about(
        cls, agency: Agency, *, subject: str, signed: bool, certified: bool
    ) -> dict[str, Any]:
        """A new copy of a paper of our own, on paper: what the archive knows is filled in."""
        return cls.starting_answers(agency) | {
            "subject": subject,
            "source_medium": str(Medium.ELECTRONIC if signed else Medium.PAPER),
            "source_standing": str(
                SourceStanding.CERTIFIED if certified else SourceStanding.ORIGINAL
            ),
            "copy_kind": str(CopyForm.OF_COPY if certified else CopyForm.FULL),
            "copy_medium": str(Medium.PAPER),
        }

    @classmethod
    def first_recipients(cls, agency: Agency, unit: str) -> list[str]:
        return super().first_recipients(agency, unit)[1:]

    def ruling(self) -> Ruling | None:
        """What Điều 25 says to this copy; None while the source is not described."""
        source, standing = self.source_medium.answer(), self.source_standing.answer()
        if not source or not standing:
            return None
        medium = self.copy_medium.answer() or Medium.PAPER
        return ruling(
            CopyForm(self.copy_kind.answer()),
            Medium(source),
            SourceStanding(standing),
            Medium(medium),
        )

    def validate_copy_kind(self, field: Choice) -> None:
        try:
            found = self.ruling()
        except ValueError:  # a choice that the list does not hold has its own sentence
            return
        if found is None or found.lawful:
            return
        told = self.departure.answer()
        if not found.may_depart:
            raise ValidationError(found.why_not)
        if not (told.get("by") and told.get("reason")):
            raise ValidationError(
                f"{found.why_not} Nếu vẫn làm, hãy ghi người cho phép và lý do ở mục “Làm khác "
                "Điều 25”."
            )

    def validate_quantity(self, field: Line) -> None:
        if field.data and not re.fullmatch(r"[1-9][0-9]{0,3}", field.data):
            raise ValidationError("Số lượng bản là một số từ 1 đến 9999.")

    def validate_pages(self, field: Line) -> None:
        try:
            parse_pages(field.data or "")
        except Refused as refused:
            raise ValidationError(refused.message) from refused

    def left_open(self) -> dict[str, str]:
        found = super().left_open()
        if not self.source_medium.answer():
            found["source_medium"] = "Chưa chọn văn bản cần sao là giấy hay điện tử."
        if not self.source_standing.answer():
            found["source_standing"] = "Chưa chọn bản gốc, bản chính hay bản sao y."
        if self.copy_kind.answer() == CopyForm.EXTRACT:
            extract = self.extract.answer()
            if not extract and not self.pages.answer():
                found["pages"] = "Trích sao: hãy ghi trang được trích, hoặc gõ lại phần trích."
            found |= {f"extract-{name}": said for name, said in missing(extract).items()}
        return found

    def advice(self) -> dict[str, str]:
        return super().advice() | self._offers() | self._about_extract()

    def _offers(self) -> dict[str, str]:
        """What may be made of the source that is described, said beside it."""
        source, standing = self.source_medium.answer(), self.source_standing.answer()
        try:
            found = rulings(Medium(source), SourceStanding(standing))
        except ValueError:
            return {}
        offered = [one.name for one in found if one.lawful]
        if not offered:
            return {"source_standing": found[0].why_not}
        advice = {"source_standing": f"Điều 25 cho: {'; '.join(offered)}."}
        chosen = self.ruling()
        if chosen is not None and not chosen.lawful:
            advice["copy_kind"] = chosen.why_not
        return advice

    def _about_extract(self) -> dict[str, str]:
        whole = self.copy_kind.answer() != CopyForm.EXTRACT
        if whole and (self.pages.answer() or self.extract.answer()):
            return {"pages": "Phần trích chỉ dùng khi hình thức sao là trích sao."}
        return {}


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


def plan(answers: Answers, agency: Agency) -> CopyPlan:
    """What is to be made of the uploaded file."""
    medium = Medium(text_of(answers, "copy_medium") or Medium.PAPER)
    digitised = medium is Medium.ELECTRONIC and text_of(answers, "source_medium") == Medium.PAPER
    if text_of(answers, "copy_kind") != CopyForm.EXTRACT:
        return CopyPlan(medium, digitised=digitised)
    extract: dict[str, Any] = dict(answers.get("extract") or {})
    if extract.get("body"):
        template, context = extract_context(extract, agency)
        return CopyPlan(medium, extract=context, extract_template=template)
    try:
        pages = parse_pages(text_of(answers, "pages"))
    except Refused:  # an unfinished draft is shown whole
        pages = ()
    return CopyPlan(medium, pages, digitised=digitised)


SAMPLE = {
    "source_medium": "paper",
    "source_standing": "original",
    "copy_medium": "paper",
    "copy_kind": "SY",
    "quantity": "5",
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
        plan=plan,
        group="Bản sao",
    )
]
