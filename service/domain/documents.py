"""Văn bản, bản thảo và lịch sử — a paper, its files and everything that happened to it."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from enum import StrEnum
from typing import Any

from service.domain.errors import NotAllowed
from service.domain.numbering import IssueMark, Register, reference
from service.domain.searching import Facets
from service.domain.verbs import VERB_NAMES
from service.domain.workflow import ROLE_NAMES, Role, State


@dataclass(frozen=True, slots=True)
class Person:
    """Người dùng. `session_stamp` changes when a password does, so that old sessions end."""

    id: int
    name: str
    login: str
    unit_id: int
    roles: frozenset[Role]
    active: bool = True
    must_change_password: bool = False
    session_stamp: int = 0

    def may(self, *roles: Role) -> bool:
        return self.active and not self.roles.isdisjoint(roles)

    def require(self, *roles: Role) -> None:
        """Raise NotAllowed unless the person is active and holds one of the roles."""
        if not self.active:
            raise NotAllowed("Tài khoản này đã ngừng hoạt động.")
        if not self.may(*roles):
            names = " hoặc ".join(ROLE_NAMES[role].lower() for role in roles)
            raise NotAllowed(f"Việc này chỉ dành cho {names}.")


@dataclass(frozen=True, slots=True)
class Document:
    """Văn bản, with every answer its form was given.

    `answers` do not change while the paper is submitted or further; `template_sha256` is set
    when it is approved.
    `version` grows with every save: whoever saves names the version that was read.
    `return_reason` is the leader's or the clerk's, while the paper is back with its drafter.
    """

    id: int
    kind: str
    state: State
    answers: Mapping[str, Any]
    version: int
    form_version: int
    subject: str
    notation: str
    unit_id: int
    created_by: int
    created_at: datetime
    updated_by: int
    updated_at: datetime
    signatory_id: int | None = None
    signer_name: str = ""
    approver_id: int | None = None
    submitted_at: datetime | None = None
    approved_at: datetime | None = None
    return_reason: str = ""
    number: int | None = None
    issued_on: date | None = None
    numbered_at: datetime | None = None
    issued_at: datetime | None = None
    archived_at: datetime | None = None
    template_sha256: str | None = None
    copied_from: int | None = None
    number_order: str = "number_first"
    """`NumberOrder` of its approval; a change of the agency's order leaves it alone."""

    @property
    def reference(self) -> str:
        """``05/QĐ-UBND``; empty before the number is taken."""
        return reference(self.number, self.notation) if self.number is not None else ""

    @property
    def mark(self) -> IssueMark:
        """What numbering added: blank on a draft."""
        return IssueMark(number=self.number, issued_on=self.issued_on)


class FileRole(StrEnum):
    """What a stored file is to its paper."""

    DOCX = "docx"
    PDF = "pdf"
    SOURCE = "source"  # bản cần sao, uploaded
    TO_SIGN = "to_sign"  # tệp trình ký: number and date still blank
    SIGNED = "signed"  # tệp đã ký: the file handed out plus signatures
    SCAN = "scan"  # bản chụp của bản giấy đã ký
    ANNEX_DOCX = "annex_docx"  # phụ lục là tệp riêng; `part` tells which
    ANNEX_PDF = "annex_pdf"
    ANNEX_SIGNED = "annex_signed"  # the file of its own plus the agency's signature


@dataclass(frozen=True, slots=True)
class DocumentFile:
    """One revision of one file; a later revision is a new row, the bytes of both stay."""

    id: int
    document_id: int
    role: FileRole
    revision: int
    sha256: str
    name: str
    media_type: str
    size: int
    created_at: datetime
    part: int = 0
    """Which of several files of one role; 0 is the only or the first one."""


@dataclass(frozen=True, slots=True)
class SignedFile:
    """Tệp đã ký, with the verdict it was taken with: ``valid``, or ``review`` with a `reason`.

    `report` is the whole verdict as JSON: SHA-256, signers, times and every reason.
    `checked_by` names who took it.
    """

    file: DocumentFile
    verdict: str
    report: Mapping[str, Any]
    reason: str
    checked_by: str
    checked_at: datetime


@dataclass(frozen=True, slots=True)
class Event:
    """Lịch sử: who did what, when, to which paper. `person_name` is empty for the office itself."""

    id: int
    at: datetime
    verb: str
    person_id: int | None
    person_name: str
    document_id: int | None
    detail: Mapping[str, Any]
    topic: str = ""
    """What it is about when that is no outgoing paper: ``incoming/12``."""

    @property
    def verb_name(self) -> str:
        return VERB_NAMES[self.verb]


@dataclass(frozen=True, slots=True)
class SideCopy:
    """Bản sửa song song: answers typed over a version that somebody else had saved meanwhile."""

    document_id: int
    person_id: int
    person_name: str
    answers: Mapping[str, Any]
    base_version: int
    at: datetime


@dataclass(frozen=True, slots=True)
class DocumentLine:
    """One row of a list: enough to choose a paper by, without its answers."""

    id: int
    kind: str
    state: State
    subject: str
    reference: str
    issued_on: date | None
    unit_id: int
    unit_symbol: str
    created_by: int
    creator_name: str
    approver_name: str
    signer_name: str
    updated_at: datetime
    return_reason: str


@dataclass(frozen=True, slots=True)
class DocumentPage:
    """One page of a list; `total` counts all pages' rows."""

    lines: tuple[DocumentLine, ...]
    total: int
    page: int
    per_page: int

    @property
    def pages(self) -> int:
        return max(1, -(-self.total // self.per_page))


@dataclass(frozen=True, slots=True)
class FailedJob:
    """A background job that gave up; `message` says to people what is wrong."""

    job_id: int
    name: str
    message: str
    line: DocumentLine


@dataclass(frozen=True, slots=True)
class Waiting:
    """What waits for whom, for the first page of one person."""

    drafts: tuple[DocumentLine, ...] = ()
    returned: tuple[DocumentLine, ...] = ()
    submitted: tuple[DocumentLine, ...] = ()  # mine, now with the leader
    to_approve: tuple[DocumentLine, ...] = ()
    to_number: tuple[DocumentLine, ...] = ()
    to_issue: tuple[DocumentLine, ...] = ()
    failed: tuple[FailedJob, ...] = ()


@dataclass(frozen=True, slots=True)
class RegisterLine:
    """Sổ đăng ký văn bản đi, one line (Phụ lục IV). A void number keeps its line and its reason.

    A number that is `kept` has no paper yet; a paper from `outside` has a `kind_name` of its own
    instead of a kind.
    """

    number: int
    reference: str
    issued_on: date
    kind: str
    subject: str
    signer_name: str
    recipients: tuple[str, ...]
    unit_symbol: str
    dispatched_on: date | None
    document_id: int | None
    void_reason: str
    kind_name: str = ""
    entry_id: int = 0
    series_name: str = ""
    kept: bool = False
    outside: bool = False
    copies: int | None = None
    received_by: str = ""
    issued: bool = False
    has_file: bool = False


@dataclass(frozen=True, slots=True)
class Series:
    """Sổ số: one run of numbers each year; `kinds` empty means every kind no other series names.

    `body` tells apart series of one register; empty for the agency's general one.
    """

    id: int
    register: Register
    body: str
    name: str
    kinds: tuple[str, ...] = ()
    active: bool = True


@dataclass(frozen=True, slots=True)
class HeldForm:
    """A form posted after its session had ended: `path` it went to, `body` as the browser sent."""

    token: str
    path: str
    body: str
    at: datetime


@dataclass(frozen=True, slots=True)
class SearchHit:
    """A found paper; `snippet` and `subject_marks` are (text, is a match) in reading order."""

    line: DocumentLine
    subject_marks: tuple[tuple[str, bool], ...]
    snippet: tuple[tuple[str, bool], ...]


@dataclass(frozen=True, slots=True)
class SearchPage:
    """One page of hits. `total` is exact up to its limit; beyond it `more` is True.

    `facets` count the same papers by the values of each filter.
    """

    hits: tuple[SearchHit, ...]
    total: int
    more: bool
    page: int
    per_page: int
    facets: Facets = field(default_factory=dict)

    @property
    def pages(self) -> int:
        return max(1, -(-self.total // self.per_page))
