"""Soạn hàng loạt — the rows of a run: from a selection or a spreadsheet, each judged before any
paper is made."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from typing import Any

from service.domain.vietnamese import clean_line, fold

MOST_ROWS = 1000
REVIEW_LETTER = "review_letter"

BULK_PURPOSES = (
    "publication",
    "republication",
    "assignment",
    "refusal",
    "supplement",
    "apology",
    "appraisal",
    "submission",
    "communes",
    REVIEW_LETTER,
)
"""What may be made for many at once; the rest (a suspension) is about one provider's own acts."""

LIST_PURPOSES = ("publication", "submission", "communes", "report")
"""What may also be one paper for all the chosen, with their list; a report is nothing else."""

COLUMNS: Mapping[str, str] = {
    "receipt": "Số biên nhận",
    "name": "Tên cơ sở, cá nhân",
    "commune": "Xã, phường",
    "price": "Giá",
    "scope": "Giai đoạn",
    "items": "Nội dung bổ sung",
    "due_on": "Hạn bổ sung",
    "again_on": "Ngày hẹn lại",
    "reason": "Lý do",
    "unit": "Đơn vị",
    "work": "Việc phải làm",
    "due": "Hạn",
}
"""What a column may tell, with the head it has in our own examples."""

_HEADS: Mapping[str, tuple[str, ...]] = {
    "receipt": ("so bien nhan", "bien nhan"),
    "name": ("ten co so", "ten to chuc", "ten ca nhan", "co so"),
    "commune": ("xa", "dia ban"),
    "price": ("gia",),
    "scope": ("giai doan", "pham vi"),
    "items": ("noi dung bo sung", "can bo sung"),
    "due_on": ("han bo sung", "bo sung truoc"),
    "again_on": ("ngay hen lai", "hen lai"),
    "reason": ("ly do",),
    "unit": ("don vi",),
    "work": ("viec phai lam", "nhiem vu", "viec"),
    "due": ("han", "thoi han"),
}
NAMING = ("receipt", "name", "commune", "unit")


@dataclass(frozen=True, slots=True)
class BulkLine:
    """Một dòng: `row` as the list or spreadsheet counts it, `label` what a person calls it.

    `case_ids` and `provider_ids` are what its paper is about, `given` its own answers.
    """

    row: int
    label: str
    case_ids: tuple[int, ...] = ()
    provider_ids: tuple[int, ...] = ()
    given: Mapping[str, Any] = field(default_factory=dict)


def column_of(head: str) -> str | None:
    """What a column tells by its head; the longest beginning wins: “hạn bổ sung” before “hạn”."""
    said = fold(clean_line(head))
    fitting = [
        (len(start), name)
        for name, starts in _HEADS.items()
        for start in starts
        if said == start or said.startswith((f"{start} ", f"{start},"))
    ]
    return max(fitting)[1] if fitting else None


def is_head(found: Collection[str]) -> bool:
    """Whether these columns make a row the heads: at least one says whom a line is about."""
    return any(name in found for name in NAMING)


def row_answers(cells: Mapping[str, str]) -> dict[str, Any]:
    """A line's own answers; stages as codes (``a, c``), blank cells left to the run's answers."""
    given: dict[str, Any] = {
        name: text.strip()
        for name, text in cells.items()
        if name not in ("receipt", "name") and text.strip()
    }
    if "scope" in given:
        codes = given["scope"].replace(";", ",").replace(" ", ",").lower().split(",")
        given["scope"] = [code for code in codes if code]
    if "items" in given:
        given["items"] = [one.strip() for one in given["items"].split(";") if one.strip()]
    return given
