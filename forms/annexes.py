"""Phụ lục — NĐ 30/2020, Phụ lục I, phần I, III; Phụ lục III, Mẫu 2.1."""

from typing import Any

from forms.composing import body_of, list_of, punctuates, text_of
from service.domain.agency import Agency
from service.domain.kinds import Answers
from service.domain.looks import PAGE_MM, TEXT_WIDTH_MM
from service.domain.numbering import IssueMark, padded
from service.domain.presentation import BLANK_DAY, BLANK_NUMBER, Rule, Section, lines_of
from service.domain.vietnamese import date_in_words, month_in_words

SHORT_RULE_MM = 25


def composed(
    answers: Answers, agency: Agency, mark: IssueMark, *, kind: str, notation: str
) -> list[dict[str, Any]]:
    """One entry per annex, with roman numbers when there are several (III.1.b)."""
    annexes = list_of(answers, "annexes")
    reference = f"(Kèm theo {kind} {cited(notation, mark)} của {issuer(answers, agency)})"
    return [
        {
            "section": Section(landscape=bool(annex.get("landscape"))),
            "label": f"Phụ lục {roman(position)}" if len(annexes) > 1 else "Phụ lục",
            "title": text_of(annex, "title"),
            "reference": reference,
            "rule": Rule(SHORT_RULE_MM, annex_width_mm(annex), gap_pt=4, after_pt=8),
            "body": body_of(
                text_of(annex, "body"),
                annex_width_mm(annex),
                field=f"annexes-{position - 1}-body",
                punctuate=punctuates(answers),
            ),
        }
        for position, annex in enumerate(annexes, start=1)
    ]


def annex_width_mm(annex: Answers) -> float:
    """A turned page keeps its four margins' places on the sheet of paper."""
    return PAGE_MM[1] - (PAGE_MM[0] - TEXT_WIDTH_MM) if annex.get("landscape") else TEXT_WIDTH_MM


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
