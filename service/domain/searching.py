"""Điều kiện lọc, số đếm và tìm kiếm đã lưu: what a search asks for besides words."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime


@dataclass(frozen=True, slots=True)
class Filters:
    """Điều kiện lọc: fields of Phụ lục VI that the office holds of its own papers.

    None means any. `state`, `urgency`, `circulation` and `kind` are codes; an urgency of ``""``
    means papers without one. Dates and numbers include both ends.
    """

    kind: str | None = None
    year: int | None = None
    since: date | None = None
    until: date | None = None
    signatory: int | None = None
    unit: int | None = None
    series: int | None = None
    state: str | None = None
    notation: str | None = None
    urgency: str | None = None
    circulation: str | None = None
    recipient: int | None = None
    number_from: int | None = None
    number_to: int | None = None


COUNTED_FIELDS = (
    "kind",
    "year",
    "state",
    "unit",
    "series",
    "signatory",
    "notation",
    "urgency",
    "circulation",
    "recipient",
)
"""The filters that show how many papers each of their values would leave, in the page's order."""


@dataclass(frozen=True, slots=True)
class FacetCount:
    """One value of a filter and how many of the result have it; `name` only for recipients."""

    value: str | int
    papers: int
    name: str = ""


Facets = Mapping[str, tuple[FacetCount, ...]]


@dataclass(frozen=True, slots=True)
class Suggestion:
    """Gợi ý khi gõ: a paper whose number or subject goes on from what was typed so far."""

    document_id: int
    reference: str
    subject: str
    issued_on: date | None


OF_OLD_PAPERS = "among=old&"


@dataclass(frozen=True, slots=True)
class SavedSearch:
    """Tìm kiếm đã lưu: one person's query under a name.

    `address` is the query string of the search page, `seen_at` when it was last opened. That of
    a search among old papers begins with OF_OLD_PAPERS.
    """

    id: int
    person_id: int
    name: str
    address: str
    seen_at: datetime

    @property
    def of_old_papers(self) -> bool:
        return self.address.startswith(OF_OLD_PAPERS)

    @property
    def query(self) -> str:
        """The query string as its own page takes it."""
        return self.address.removeprefix(OF_OLD_PAPERS)
