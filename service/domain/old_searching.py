"""Lọc văn bản cũ: what a search among papers of earlier years asks for besides words."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from service.domain.incoming import IncomingDetails
from service.domain.old_papers import Direction, OldPaper, Origin
from service.domain.searching import Facets

COUNTED_FIELDS: Mapping[str, str] = {
    "direction": "Đi, đến",
    "kind": "Loại văn bản",
    "year": "Năm",
    "agency": "Cơ quan ban hành",
    "recipient": "Nơi nhận",
    "signer": "Người ký",
    "notation": "Ký hiệu",
    "urgency": "Độ khẩn",
    "superior": "Cơ quan chủ quản",
    "place": "Địa danh",
    "post": "Chức vụ người ký",
    "authority": "Quyền hạn ký",
    "unit": "Đơn vị được xem",
    "origin": "Nguồn thông tin",
}
"""The filters that show how many papers each value would leave, in the page's order.

A field's place here is part of the numbers that the index gives its values: append only.
"""

CODED = ("direction", "year", "unit", "origin")
"""Fields whose values are codes, compared as they are; the others are texts, by search keys."""

MAY_LACK = ("urgency", "unit")
"""Fields in which having no value is a choice as well."""

RANGES = ("since", "until", "number_from", "number_to", "pages_from", "pages_to")


@dataclass(frozen=True, slots=True)
class OldFilters:
    """Điều kiện lọc: fields of Phụ lục VI that are told of old papers.

    None means any. A text is a value as it is written, or words of it, with or without accents;
    an urgency or a unit of ``""`` means papers without one. Ranges include both ends.
    """

    direction: str | None = None
    kind: str | None = None
    year: str | None = None
    agency: str | None = None
    recipient: str | None = None
    signer: str | None = None
    notation: str | None = None
    urgency: str | None = None
    superior: str | None = None
    place: str | None = None
    post: str | None = None
    authority: str | None = None
    unit: str | None = None
    origin: str | None = None
    since: date | None = None
    until: date | None = None
    number_from: int | None = None
    number_to: int | None = None
    pages_from: int | None = None
    pages_to: int | None = None

    @property
    def values(self) -> dict[str, str]:
        """The chosen values by field."""
        chosen = {name: getattr(self, name) for name in COUNTED_FIELDS}
        return {name: value for name, value in chosen.items() if value is not None}

    @property
    def has_ranges(self) -> bool:
        return any(getattr(self, name) is not None for name in RANGES)


@dataclass(frozen=True, slots=True)
class OldFacts:
    """What an old paper is found and counted by, besides its text."""

    details: IncomingDetails
    direction: Direction
    unit_id: int | None
    origin: Origin


@dataclass(frozen=True, slots=True)
class OldHit:
    """A paper found; the subject and a passage of its text as (piece, is a match)."""

    paper: OldPaper
    subject_marks: tuple[tuple[str, bool], ...] = ()
    snippet: tuple[tuple[str, bool], ...] = ()


@dataclass(frozen=True, slots=True)
class OldPage:
    """One page of a search; `total` counts all pages' papers, unless there are `more`.

    `counted` is how many of them, the newest, the numbers beside the filters were counted on.
    """

    hits: tuple[OldHit, ...]
    total: int
    more: bool
    counted: int
    page: int
    per_page: int
    facets: Facets

    @property
    def papers(self) -> tuple[OldPaper, ...]:
        return tuple(hit.paper for hit in self.hits)

    @property
    def pages(self) -> int:
        return max(1, -(-self.total // self.per_page))
