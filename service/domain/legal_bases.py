"""Căn cứ ban hành, viện dẫn — legal papers with the days they hold, cited as the decree says.

NĐ 30/2020, Phụ lục I, phần I, II.6.a–b. The papers themselves are in
`service.domain.legal_catalogue`; nothing here decides what is law, it only reads those dates.
"""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from service.domain.abbreviations import DECREE_30
from service.domain.vietnamese import date_in_figures, date_in_words, fold


class Citing(StrEnum):
    """Where a paper is named."""

    BASIS = "basis"  # căn cứ ban hành
    FIRST = "first"  # viện dẫn lần đầu
    LATER = "later"  # các lần viện dẫn tiếp theo


@dataclass(frozen=True, slots=True)
class LegalBasis:
    """A paper that others are based on, in force from `since` up to and with `until`.

    `title` is the name of a law (``Phòng, chống ma túy``) or the subject of another paper
    (``về công tác văn thư``). `unsure` names, in Vietnamese, what was not read in the paper
    itself; whoever cites it is told to check. `replaced_by` is the code of its successor.
    """

    code: str
    type_name: str
    title: str
    issued_on: date
    since: date
    until: date | None = None
    number: str = ""
    issuer: str = ""
    replaced_by: str = ""
    unsure: tuple[str, ...] = ()
    note: str = ""

    def holds(self, day: date) -> bool:
        return self.since <= day and (self.until is None or day <= self.until)


@dataclass(frozen=True, slots=True)
class CitationStyle:
    """How papers of these types are named; without types, every other one."""

    type_names: tuple[str, ...]
    basis: str
    first: str
    later: str
    since: date = DECREE_30


STYLES = (
    # Luật, Pháp lệnh: no number and no issuer (II.6.a); later ones only by name (II.6.b).
    CitationStyle(
        ("Luật", "Bộ luật", "Pháp lệnh", "Hiến pháp"),
        basis="Căn cứ {type_name} {title} {dated}",
        first="{type_name} {title}",
        later="{type_name} {title}",
    ),
    CitationStyle(
        (),
        basis="Căn cứ {type_name} số {number} {dated} của {issuer} {title}",
        first="{type_name} số {number} {dated} của {issuer} {title}",
        later="{type_name} số {number}",
    ),
)


def style_of(type_name: str, day: date | None = None) -> CitationStyle:
    """The style for this type by the rules of `day`, or the newest."""
    known = [style for style in STYLES if day is None or style.since <= day]
    own = [style for style in known if type_name in style.type_names]
    return (own or [style for style in known if not style.type_names])[-1]


def cite(basis: LegalBasis, citing: Citing, day: date | None = None) -> str:
    """``Căn cứ Nghị định số 30/2020/NĐ-CP ngày 05 tháng 3 năm 2020 của Chính phủ về công tác
    văn thư``; as `Citing.LATER` only ``Nghị định số 30/2020/NĐ-CP``."""
    pattern: str = getattr(style_of(basis.type_name, day), citing)
    return pattern.format(
        type_name=basis.type_name,
        title=basis.title,
        number=basis.number,
        issuer=basis.issuer,
        dated=date_in_words(basis.issued_on),
    )


def in_force(catalogue: Iterable[LegalBasis], day: date) -> list[LegalBasis]:
    return [basis for basis in catalogue if basis.holds(day)]


def named_in(text: str, catalogue: Iterable[LegalBasis]) -> list[LegalBasis]:
    """The papers that a line of text means: by number, or a law by its name and date or year."""
    folded = fold(text)
    return [basis for basis in catalogue if _is_named(basis, text, folded)]


def _is_named(basis: LegalBasis, text: str, folded: str) -> bool:
    if basis.number and re.search(rf"(?<![\w/]){re.escape(fold(basis.number))}(?![\w/-])", folded):
        return True
    if not is_named(basis):
        return False
    name = fold(f"{basis.type_name} {basis.title}")
    return name in folded and _dated(text, basis.issued_on)


def _dated(text: str, day: date) -> bool:
    figures = rf"(?<!\d)0?{day.day}\s*[/.-]\s*0?{day.month}\s*[/.-]\s*{day.year}(?!\d)"
    words = rf"ngày\s+0?{day.day}\s+tháng\s+0?{day.month}\s+năm\s+{day.year}(?!\d)"
    only_year = rf"(?<!tháng \d )(?<!tháng \d\d )năm\s+{day.year}(?!\d)"
    return bool(re.search(f"{figures}|{words}|{only_year}", text))


_FULL_WITHIN = 24
"""How far behind its number the day of a paper may stand."""


def short_first_mentions(
    text: str, catalogue: Iterable[LegalBasis]
) -> tuple[list[LegalBasis], list[LegalBasis]]:
    """Papers known by number whose first mention lacks the day, and all that are mentioned."""
    short: list[LegalBasis] = []
    mentioned: list[LegalBasis] = []
    for basis in catalogue:
        if is_named(basis):
            continue
        found = re.search(rf"(?<![\w/]){re.escape(basis.number)}(?![\w/-])", text, re.IGNORECASE)
        if found:
            mentioned.append(basis)
            if "ngày" not in text[found.end() : found.end() + _FULL_WITHIN]:
                short.append(basis)
    return short, mentioned


def trouble_with(
    basis: LegalBasis, first: date, last: date, catalogue: Sequence[LegalBasis]
) -> str:
    """A sentence when a paper dated `first` to `last` cannot rest on `basis`, or should be
    checked; empty when all is well."""
    name = _named(basis)
    if basis.until is not None and basis.until < first:
        later = next((one for one in catalogue if one.code == basis.replaced_by), None)
        instead = f" Hiện nay là {_named(later)}." if later else ""
        return f"{name} không còn hiệu lực sau {date_in_figures(basis.until)}.{instead}"
    if basis.since > last:
        return f"{name} chỉ có hiệu lực từ {date_in_figures(basis.since)}."
    if basis.unsure:
        return f"{name}: cần kiểm tra lại {', '.join(basis.unsure)}."
    return ""


def _named(basis: LegalBasis) -> str:
    """As cited later; laws share names, so that their day must tell them apart."""
    name = cite(basis, Citing.LATER)
    return f"{name} ngày {date_in_figures(basis.issued_on)}" if is_named(basis) else name


def is_named(basis: LegalBasis) -> bool:
    """Whether papers of its type are cited by name and not by number."""
    return bool(style_of(basis.type_name).type_names)
