"""Sao văn bản — which copies may be made of what (NĐ 30/2020, Điều 3 khoản 8–12, Điều 25–26).

The tables are the decree's lists; `ruling` reads them. What they do not hold is not offered,
and the ruling says why and what to do instead.
"""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from typing import Any

from service.domain.errors import Refused

SINCE = date(2020, 3, 5)
"""The day from which these tables hold (NĐ 30/2020, Điều 37)."""

MOST_PAGE = 500


class Medium(StrEnum):
    """Văn bản giấy, văn bản điện tử."""

    PAPER = "paper"
    ELECTRONIC = "electronic"


class SourceStanding(StrEnum):
    """What the copied document itself is (Điều 3 khoản 8–10)."""

    ORIGINAL = "original"  # bản gốc
    MASTER = "master"  # bản chính: of paper only
    CERTIFIED = "certified"  # bản sao y


class CopyForm(StrEnum):
    """Hình thức sao; the value is the symbol of Phụ lục III."""

    FULL = "SY"  # sao y
    OF_COPY = "SL"  # sao lục
    EXTRACT = "TrS"  # trích sao


MEDIUM_NAMES = {Medium.PAPER: "văn bản giấy", Medium.ELECTRONIC: "văn bản điện tử"}
STANDING_NAMES = {
    SourceStanding.ORIGINAL: "bản gốc",
    SourceStanding.MASTER: "bản chính",
    SourceStanding.CERTIFIED: "bản sao y",
}
FORM_NAMES = {CopyForm.FULL: "sao y", CopyForm.OF_COPY: "sao lục", CopyForm.EXTRACT: "trích sao"}

_PAPER, _ELECTRONIC = Medium.PAPER, Medium.ELECTRONIC

STANDINGS = {
    Medium.PAPER: (SourceStanding.ORIGINAL, SourceStanding.MASTER, SourceStanding.CERTIFIED),
    Medium.ELECTRONIC: (SourceStanding.ORIGINAL, SourceStanding.CERTIFIED),
}
"""What there is of each medium: “bản chính” is defined for paper alone (Điều 3 khoản 9)."""

SOURCES = {
    CopyForm.FULL: (SourceStanding.ORIGINAL, SourceStanding.MASTER),
    CopyForm.OF_COPY: (SourceStanding.CERTIFIED,),
    CopyForm.EXTRACT: (SourceStanding.ORIGINAL, SourceStanding.MASTER),
}
"""What a copy is made from (Điều 3 khoản 10–12)."""

DIRECTIONS: Mapping[CopyForm, Mapping[tuple[Medium, Medium], str]] = {
    CopyForm.FULL: {
        (_PAPER, _PAPER): "điểm a khoản 1 Điều 25",
        (_ELECTRONIC, _PAPER): "điểm b khoản 1 Điều 25",
        (_PAPER, _ELECTRONIC): "điểm c khoản 1 Điều 25",
    },
    CopyForm.OF_COPY: {
        (_PAPER, _PAPER): "khoản 2 Điều 25",
        (_PAPER, _ELECTRONIC): "khoản 2 Điều 25",
        (_ELECTRONIC, _PAPER): "khoản 2 Điều 25",
    },
    CopyForm.EXTRACT: {(source, copy): "khoản 3 Điều 25" for source in Medium for copy in Medium},
}
"""From what to what each form goes, with the place that says so."""

DEPARTURES = frozenset(
    {
        (CopyForm.OF_COPY, SourceStanding.ORIGINAL),
        (CopyForm.OF_COPY, SourceStanding.MASTER),
        (CopyForm.EXTRACT, SourceStanding.CERTIFIED),
    }
)
"""What offices do although Điều 25 does not list it: only with a named person's reason. A
direction that is not listed is no practice but a file without value, and is never made."""

_WRONG_SOURCE = {
    CopyForm.FULL: "Sao y làm từ bản gốc hoặc bản chính (khoản 10 Điều 3). "
    "Từ bản sao y, hãy làm sao lục.",
    CopyForm.OF_COPY: "Sao lục làm từ bản sao y (điểm b khoản 2 Điều 25). "
    "Từ bản gốc hoặc bản chính, hãy làm sao y.",
    CopyForm.EXTRACT: "Trích sao lấy từ bản gốc hoặc bản chính (khoản 12 Điều 3). "
    "Từ bản sao y, hãy sao lục toàn bộ hoặc mượn bản gốc để trích.",
}
_NO_MASTER = (
    "Bản chính chỉ có ở văn bản giấy (khoản 9 Điều 3). Văn bản điện tử đã ký số là bản gốc."
)
_FORWARD = (
    "Tệp đã ký số có giá trị như bản gốc văn bản giấy (Điều 5): hãy gửi chính tệp đó, không sao. "
    "Cần bản giấy thì {form} sang giấy."
)


@dataclass(frozen=True, slots=True)
class Ruling:
    """What the decree says to one copy: `basis` where it lists it, else `why_not`.

    `may_depart`: practice knows it all the same; a named person may decide so with a reason.
    """

    form: CopyForm
    medium: Medium
    lawful: bool
    basis: str = ""
    why_not: str = ""
    may_depart: bool = False

    @property
    def name(self) -> str:
        """``sao y sang văn bản giấy``."""
        return f"{FORM_NAMES[self.form]} sang {MEDIUM_NAMES[self.medium]}"


def ruling(form: CopyForm, source: Medium, standing: SourceStanding, copy: Medium) -> Ruling:
    """Whether a copy of this form may be made of such a source, and why not."""
    if standing not in STANDINGS[source]:
        return Ruling(form, copy, lawful=False, why_not=_NO_MASTER)
    basis = DIRECTIONS[form].get((source, copy))
    if basis is None:
        return Ruling(form, copy, lawful=False, why_not=_no_direction(form, source, copy))
    if standing not in SOURCES[form]:
        return Ruling(
            form,
            copy,
            lawful=False,
            why_not=_WRONG_SOURCE[form],
            may_depart=(form, standing) in DEPARTURES,
        )
    return Ruling(form, copy, lawful=True, basis=basis)


def rulings(source: Medium, standing: SourceStanding) -> tuple[Ruling, ...]:
    """Every copy that could be asked for of a source, in the decree's order."""
    return tuple(ruling(form, source, standing, copy) for form in CopyForm for copy in Medium)


def _no_direction(form: CopyForm, source: Medium, copy: Medium) -> str:
    name = FORM_NAMES[form]
    return (
        f"Điều 25 không có {name} từ {MEDIUM_NAMES[source]} sang {MEDIUM_NAMES[copy]}. "
        + _FORWARD.format(form=name)
    )


@dataclass(frozen=True, slots=True)
class CopyPlan:
    """What is to be made of the source: on paper a block under it, else a file to be signed.

    `pages` (from 1) are the chosen ones, empty for all. `extract` is the context of an extract
    that was typed, for the template of this name; it then stands in place of the source's pages.
    `digitised`: a paper becomes a file, which Phụ lục I, phần II, I.2 sets conditions for.
    """

    medium: Medium = Medium.PAPER
    pages: tuple[int, ...] = ()
    extract: Mapping[str, Any] | None = None
    extract_template: str = ""
    digitised: bool = False


@dataclass(frozen=True, slots=True)
class CopySource:
    """What was found in the file that a copy is made of, when it was attached.

    `verdict` is that on its digital signatures, empty when it has none; `report` the whole of
    it as JSON. `origin_id` is our own paper whose archived bytes these are. `not_archival` says
    why copies of its pages cannot be PDF/A; empty when they can.
    """

    sha256: str
    origin_id: int | None
    page_count: int
    pdf_version: str
    pages: tuple["ScanPage", ...]
    not_archival: str
    verdict: str
    report: Mapping[str, Any]
    checked_by: str
    checked_at: datetime

    @property
    def is_signed(self) -> bool:
        return bool(self.verdict)

    @property
    def shows_no_signature(self) -> bool:
        """Neither signed digitally nor a scan: a print of it shows nobody's signature."""
        return not self.is_signed and not any(page.dpi for page in self.pages)


def source_faults(plan: CopyPlan, source: CopySource) -> dict[str, str]:
    """Why the copy that is planned cannot be made of this file: by field, empty when it can."""
    if plan.digitised and source.is_signed:
        return {"source": _SIGNED_STAYS}
    if plan.digitised:
        chosen = [source.pages[page - 1] for page in plan.pages if page <= len(source.pages)]
        faults = scan_faults(source.pdf_version, tuple(chosen) or source.pages)
        if faults:
            return {"source": " ".join(faults)}
    if plan.extract is None and any(page > source.page_count for page in plan.pages):
        return {"pages": f"Bản cần sao chỉ có {source.page_count} trang."}
    return {}


_SIGNED_STAYS = (
    "Tệp này đã ký số nên không phải bản quét của văn bản giấy, và sửa tệp sẽ làm mất chữ ký. "
    "Tệp đã ký có giá trị như bản gốc (Điều 5): hãy gửi chính tệp đó, hoặc sao sang giấy."
)


def signed_by_agency_alone(answers: Mapping[str, Any]) -> bool:
    """A copy of a paper as a file has the agency's signature and nobody else's (ô số 14)."""
    return answers.get("copy_medium") == Medium.ELECTRONIC


def corner_text(answers: Mapping[str, Any], agency: str, moment: datetime) -> str:
    """What the agency's signature shows on an electronic copy (Phụ lục III, Mẫu 3.2):
    ``SAO Y; Ủy ban nhân dân xã X; 05/03/2026; 14:30:15+07:00``."""
    form = FORM_NAMES[CopyForm(str(answers.get("copy_kind") or CopyForm.FULL))].upper()
    zone = f"{moment:%z}"
    return f"{form}; {agency}; {moment:%d/%m/%Y}; {moment:%H:%M:%S}{zone[:3]}:{zone[3:]}"


def remark(answers: Mapping[str, Any]) -> str:
    """Ghi chú of the register: who let a copy depart from Điều 25, and why; else empty."""
    told = answers.get("departure") or {}
    if not (told.get("by") and told.get("reason")):
        return ""
    return f"Làm khác Điều 25: {told['reason']} ({told['by']} cho phép)."


_RANGE = re.compile(r"^(\d{1,4})(?:\s*[-–]\s*(\d{1,4}))?$")


def parse_pages(text: str) -> tuple[int, ...]:
    """``1, 3-5`` → (1, 3, 4, 5), in order, each once; Refused with what to write instead."""
    pages: set[int] = set()
    for part in filter(None, (one.strip() for one in text.replace(";", ",").split(","))):
        found = _RANGE.match(part)
        first, last = (int(found[1]), int(found[2] or found[1])) if found else (0, 0)
        if not 1 <= first <= last <= MOST_PAGE:
            raise Refused(f"“{part}” không phải là trang; hãy ghi như 1, 3-5.")
        pages.update(range(first, last + 1))
    return tuple(sorted(pages))


@dataclass(frozen=True, slots=True)
class ScanPage:
    """One page of a scan: `dpi` of the picture that covers it (0 where none does), whether it
    is in colour, and the size as shown in mm."""

    dpi: float
    coloured: bool
    width_mm: float
    height_mm: float


LEAST_VERSION = "1.4"
LEAST_DPI = 200
_SHEETS_MM = {"A3": (297, 420), "A4": (210, 297), "A5": (148, 210)}
_SIZE_OFF_MM = 8  # scanners crop and pad
_DPI_OFF = 2  # 199,6 is what 200 comes out as


def scan_faults(version: str, pages: tuple[ScanPage, ...]) -> tuple[str, ...]:
    """What of a digitised paper misses Phụ lục I, phần II, I.2: one sentence for each fault."""
    found = []
    if tuple(map(int, version.split("."))) < tuple(map(int, LEAST_VERSION.split("."))):
        found.append(
            f"Tệp là PDF {version}; cần PDF {LEAST_VERSION} trở lên. Hãy lưu lại bằng phần mềm mới."
        )
    checks: tuple[tuple[Callable[[ScanPage], bool], str, str], ...] = (
        (lambda page: page.dpi == 0, "không phải ảnh quét", "Hãy quét văn bản giấy, không in ra."),
        (
            lambda page: 0 < page.dpi < LEAST_DPI - _DPI_OFF,
            f"quét dưới {LEAST_DPI} dpi",
            "Hãy quét lại ở 200–300 dpi.",
        ),
        (
            lambda page: page.dpi > 0 and not page.coloured,
            "quét đen trắng hoặc xám",
            "Hãy quét lại ở chế độ màu (Color).",
        ),
        (
            lambda page: not _is_full_size(page),
            "không đúng khổ giấy A3, A4 hay A5",
            "Hãy quét lại ở tỷ lệ 100%.",
        ),
    )
    for wrong, said, mend in checks:
        numbers = [number for number, page in enumerate(pages, 1) if wrong(page)]
        if numbers:
            found.append(f"{_page_names(numbers)} {said}. {mend}")
    return tuple(found)


def _is_full_size(page: ScanPage) -> bool:
    narrow, wide = sorted((page.width_mm, page.height_mm))
    return any(
        abs(narrow - sheet[0]) <= _SIZE_OFF_MM and abs(wide - sheet[1]) <= _SIZE_OFF_MM
        for sheet in _SHEETS_MM.values()
    )


def _page_names(numbers: list[int]) -> str:
    shown = ", ".join(map(str, numbers[:8])) + (", …" if len(numbers) > 8 else "")
    return f"Trang {shown}"
