"""Thẩm quyền ký — what lets one signatory sign (NĐ 30/2020, Điều 13; Phụ lục I, phần I, II.7).

Nothing here knows where authorities are kept; `service.domain.signing_rules` judges them.
"""

from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum

from service.domain.agency import Signatory, SigningCapacity
from service.domain.errors import Refused


class Rank(StrEnum):
    """Chức vụ lãnh đạo chính thức, seen from the head of the agency."""

    HEAD = "head"  # người đứng đầu
    ACTING_HEAD = "acting-head"  # được giao quyền cấp trưởng
    DEPUTY = "deputy"  # cấp phó của người đứng đầu
    DEPUTY_IN_CHARGE = "deputy-in-charge"  # cấp phó được giao phụ trách, điều hành
    UNIT_HEAD = "unit-head"  # người đứng đầu đơn vị thuộc cơ quan
    UNIT_DEPUTY = "unit-deputy"  # cấp phó của người đứng đầu đơn vị
    SUBORDINATE_HEAD = "subordinate-head"  # đứng đầu cơ quan, tổ chức thuộc cơ cấu
    OTHER = "other"


class NotLawful(Refused):
    """422 at the paper's signatory; `part` names what is wrong among what is kept of one."""

    def __init__(self, message: str, part: str) -> None:
        super().__init__(message, field="signatory")
        self.part = part


class Regime(StrEnum):
    """Chế độ làm việc under which the paper is issued (Điều 13, khoản 1 và 2)."""

    CHIEF = "chief"  # chế độ thủ trưởng
    COLLECTIVE = "collective"  # chế độ tập thể


@dataclass(frozen=True, slots=True)
class Delegation:
    """Văn bản ủy quyền for TUQ.: in writing, limited in time and content (Điều 13, khoản 3).

    `paper` is how one cites it (``Văn bản số 12/UQ-UBND``). `given_by` is the rank of the
    person who delegated: anyone but the head would be passing on what was given to them.
    """

    paper: str
    delegate: str
    given_by: Rank
    since: date | None
    until: date | None
    contents: tuple[str, ...]
    paper_id: int = 0


@dataclass(frozen=True, slots=True)
class Regulation:
    """Quy chế làm việc hoặc quy chế công tác văn thư that lays down TL. (Điều 13, khoản 4)."""

    paper: str
    clause: str
    since: date
    until: date | None = None
    paper_id: int = 0


@dataclass(frozen=True, slots=True)
class Council:
    """Tổ chức tư vấn (hội đồng, ban, tổ) whose paper this is (Phụ lục I, II.7.c).

    With the agency's seal the signer's post in the agency (`agency_post`) stands above the
    name; without it only the post in the council is written.
    """

    uses_agency_seal: bool
    agency_post: str = ""


@dataclass(frozen=True, slots=True)
class Authority:
    """Thẩm quyền ký of one signatory.

    `kinds` (codes of papers), `units` (ids of drafting units) and `fields` (lĩnh vực) limit what
    may be signed; empty means everything. `since` and `until` are the first and the last day in
    the post. `unit_head_post` is the post after KT. where the deputy of a unit signs under TL.
    `titles_allowed` is for armed forces and education, health or science units whose ministry
    lets them (II.7.c).
    """

    signatory: Signatory
    rank: Rank
    regime: Regime = Regime.CHIEF
    kinds: frozenset[str] = frozenset()
    fields: frozenset[str] = frozenset()
    units: frozenset[int] = frozenset()
    since: date | None = None
    until: date | None = None
    delegation: Delegation | None = None
    regulation: Regulation | None = None
    unit_head_post: str = ""
    council: Council | None = None
    titles_allowed: bool = False


@dataclass(frozen=True, slots=True)
class AuthorityVersion:
    """One saving of an authority; the papers behind it are as they are now."""

    authority: Authority
    at: datetime
    recorded_by: str


_PRESUMED = {
    SigningCapacity.ACTING: Rank.ACTING_HEAD,
    SigningCapacity.FOR_HEAD: Rank.DEPUTY,
    SigningCapacity.BY_ORDER: Rank.UNIT_HEAD,
    SigningCapacity.BY_DELEGATION: Rank.SUBORDINATE_HEAD,
}


def presumed(signatory: Signatory) -> Authority:
    """What the capacity alone tells of a signatory of whom nothing else is recorded."""
    rank = _PRESUMED.get(signatory.capacity, Rank.HEAD)
    return Authority(signatory, rank, Regime.COLLECTIVE if signatory.body else Regime.CHIEF)
