"""Phụ lục — NĐ 30/2020, Phụ lục I, phần I, III.1; Phụ lục III, Mẫu 2.1, 2.2."""

from collections.abc import Iterator
from typing import Any, ClassVar

from wtforms.validators import ValidationError

from forms.base import (
    BODY_ADVICE,
    BODY_LIMIT,
    SUBJECT_LIMIT,
    DocumentForm,
    Section,
    VietnameseForm,
)
from forms.composing import body_of, list_of, punctuates, text_of
from forms.fields import Check, Group, Line, Rows, Text, at_most
from service.domain.agency import Agency
from service.domain.kinds import Answers
from service.domain.looks import TEXT_WIDTH_MM, TITLE_SIDE_MM, TURNED_WIDTH_MM
from service.domain.numbering import IssueMark, padded
from service.domain.numbers import grouped
from service.domain.presentation import (
    BLANK_DAY,
    BLANK_NUMBER,
    Rule,
    centred,
    lines_of,
)
from service.domain.presentation import Section as PaperSection
from service.domain.vietnamese import date_in_words, fold, month_in_words

ANNEX_LIMIT = 50
SHORT_RULE_MM = 25
UNFILLED = "…"
"""What stands for number and date where an electronic paper need not fill them (III.1.c)."""


def own_file() -> Check:
    """The choice between the same file and a file of its own (II.8.b, III.1.d)."""
    return Check(
        "Tách thành tệp riêng",
        description="Tệp Word và PDF riêng, số trang riêng; cơ quan ký số từng tệp ở góc trên, bên "
        "phải trang đầu (Phụ lục I, III.1.d). Để trống thì in liền sau văn bản.",
    )


class AnnexForm(VietnameseForm):
    title = Line("Tiêu đề phụ lục", [at_most(SUBJECT_LIMIT)])
    body = Text(
        "Nội dung phụ lục",
        [at_most(BODY_LIMIT, "Hãy tách thành nhiều phụ lục.")],
        description="Dán bảng từ bảng tính: dòng đầu là tiêu đề cột.",
        render_kw={"rows": 8},
    )
    landscape = Check("Trang nằm ngang", description="Cho bảng nhiều cột.")
    apart = own_file()


class AnnexedForm(DocumentForm):
    """A kind of paper that may carry annexes."""

    CARRIED: ClassVar[tuple[str, ...]] = (*DocumentForm.CARRIED, "on_paper")

    annexes = Rows(
        Group(AnnexForm, "Phụ lục"),
        "Phụ lục",
        add_label="Thêm phụ lục",
        limit=ANNEX_LIMIT,
        advice="Hãy gộp các bảng cùng loại vào một phụ lục.",
        min_entries=0,
    )
    on_paper = Check(
        "Ban hành bản giấy",
        description="Chọn để in đủ số, ngày ở dòng “(Kèm theo …)”. Trên văn bản điện tử, các chỗ "
        "đó không phải điền (Phụ lục I, III.1.c).",
    )

    def validate_annexes(self, field: Rows) -> None:
        refuse_long(field, [text_of(annex, "body") for annex in field.answer()])

    def advice(self) -> dict[str, str]:
        found = super().advice()
        answers = self.answers()
        annexes = answers.pop("annexes")
        told = fold(" ".join(texts_in(answers)))
        if annexes and not any(word in told for word in ("phu luc", "danh sach", "kem theo")):
            found["annexes"] = (
                "Nội dung chưa nhắc đến phụ lục: văn bản có phụ lục thì phải có chỉ dẫn về phụ lục "
                "đó (Phụ lục I, III.1.a)."
            )
        return found | self._about_own_files()

    def _about_own_files(self) -> dict[str, str]:
        """A paper sheet has no files: what is set apart is for electronic papers."""
        answers = self.answers()
        if not answers.get("on_paper"):
            return {}
        return {
            name: "Bản giấy in kèm mọi phần; “Tách thành tệp riêng” chỉ dùng cho văn bản điện tử."
            for name in ("annexes", "attached")
            if any(one.get("apart") for one in answers.get(name) or ())
        }


def texts_in(answer: Any) -> Iterator[str]:
    """Every text of an answer, at any depth."""
    if isinstance(answer, str):
        yield answer
    elif isinstance(answer, dict | list):
        for part in answer.values() if isinstance(answer, dict) else answer:
            yield from texts_in(part)


ANNEXED = Section("Phụ lục", ("annexes", "on_paper"), "Để trống nếu văn bản không có phụ lục.")


def refuse_long(field: Rows, texts: list[str]) -> None:
    """All parts together may not be longer than one body."""
    total = sum(map(len, texts))
    if total > BODY_LIMIT:
        raise ValidationError(
            f"{field.label.text} dài quá {grouped(BODY_LIMIT)} ký tự. {BODY_ADVICE}"
        )


def composed(
    answers: Answers, agency: Agency, mark: IssueMark, *, type_name: str, notation: str
) -> list[dict[str, Any]]:
    """One entry per annex, with roman numbers when there are several (III.1.b)."""
    annexes = list_of(answers, "annexes")
    reference = enclosed_with(answers, agency, mark, type_name=type_name, notation=notation)
    made: list[dict[str, Any]] = []
    for position, annex in enumerate(annexes, start=1):
        width = annex_width_mm(annex)
        label = f"Phụ lục {roman(position)}" if len(annexes) > 1 else "Phụ lục"
        made.append(
            {
                "section": section_of(annex, label, bool(annex.get("landscape"))),
                "label": label,
                "title": centred(
                    "TieuDePhuLuc",
                    text_of(annex, "title"),
                    agency.size_profile,
                    width - 2 * TITLE_SIDE_MM,
                ),
                "reference": centred("KemTheo", reference, agency.size_profile, width),
                "rule": Rule(SHORT_RULE_MM, width, gap_pt=4, after_pt=8, keep_next=True),
                "body": body_of(
                    text_of(annex, "body"),
                    width,
                    field=f"annexes-{position - 1}-body",
                    punctuate=punctuates(answers),
                ),
            }
        )
    return made


def section_of(answer: Answers, name: str, landscape: bool = False) -> PaperSection:
    """The start of an annex or attached text, in the paper's file or in one of its own."""
    if not answer.get("apart"):
        return PaperSection(landscape)
    told = text_of(answer, "title")
    return PaperSection(landscape, name, f"{name}: {told}" if told else name)


def annex_width_mm(annex: Answers) -> float:
    return TURNED_WIDTH_MM if annex.get("landscape") else TEXT_WIDTH_MM


def enclosed_with(
    answers: Answers, agency: Agency, mark: IssueMark, *, type_name: str, notation: str
) -> str:
    """``(Kèm theo Quyết định số 05/QĐ-UBND ngày … của …)``: filled on paper only (III.1.c)."""
    told = cited(notation, mark) if answers.get("on_paper") else unfilled(notation)
    return f"(Kèm theo {type_name} {told} của {issuer(answers, agency)})"


def unfilled(notation: str) -> str:
    return f"số {UNFILLED}/{notation} ngày {UNFILLED} tháng {UNFILLED} năm {UNFILLED}"


def cited(notation: str, mark: IssueMark) -> str:
    """``số 05/QĐ-UBND ngày 08 tháng 01 năm 2021``, blank where not known yet."""
    number = padded(mark.number) if mark.number is not None else BLANK_NUMBER
    if mark.issued_on is not None:
        return f"số {number}/{notation} {date_in_words(mark.issued_on)}"
    month = month_in_words(mark.month) if mark.month else BLANK_DAY
    return f"số {number}/{notation} ngày {BLANK_DAY} tháng {month} năm {mark.year or BLANK_DAY}"


def issuer(answers: Answers, agency: Agency) -> str:
    """``Chủ tịch Ủy ban nhân dân xã Hòa Bình``: the authority line as running text."""
    authority = text_of(answers, "authority").upper()
    name = " ".join(lines_of(agency.name)).upper()
    post = authority.removesuffix(name).strip() if authority.endswith(name) else ""
    return f"{post.capitalize()} {agency.full_name}" if post else agency.full_name


def roman(number: int) -> str:
    """1 → I, 14 → XIV."""
    signs = ((50, "L"), (40, "XL"), (10, "X"), (9, "IX"), (5, "V"), (4, "IV"), (1, "I"))
    written = ""
    for value, sign in signs:
        written += sign * (number // value)
        number %= value
    return written
