"""Kết quả đọc — what was found: each value with its text, place, certainty and reason."""

from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum
from typing import Generic, TypeVar

from service.domain.citations import Citation, Form, Reference, parse_reference
from service.domain.deadlines import Deadline
from service.domain.written_dates import WrittenDate
from service.reading.geometry import Box
from service.reading.rows import Sheet, Source

T = TypeVar("T")


class State(StrEnum):
    """How far the file could be read."""

    READ = "read"
    PARTLY = "partly"  # some pages are pictures, or the file is not a letter of the decree
    NO_TEXT = "no_text"  # a scan
    WRONG_TEXT = "wrong_text"  # the text layer does not say what the page shows


class Encoding(StrEnum):
    UNICODE = "unicode"
    DECOMPOSED = "decomposed"  # NFD, as macOS writes
    TCVN3 = "tcvn3"
    VNI = "vni"
    MOJIBAKE = "mojibake"  # UTF-8 read as Windows-1252
    BROKEN = "broken"


@dataclass(frozen=True, slots=True)
class Spot:
    """Where something stands. A Word file knows the paragraph only (`page` 0, no box)."""

    page: int
    box: Box | None
    paragraph: int | None = None


@dataclass(frozen=True, slots=True)
class Found(Generic[T]):
    """One proposed value: `text` as written, `value` normalised."""

    text: str
    value: T
    where: tuple[Spot, ...]
    confidence: float
    reason: str


@dataclass(frozen=True, slots=True)
class Signatory:
    """Người ký. `authority` are the lines over the signature (``KT. CHỦ TỊCH``, ``PHÓ CHỦ
    TỊCH``), `capacity` the mark (``KT.``), `post` the signer's own post, `remark` what stands
    above the name (ô 7b)."""

    authority: Found[tuple[str, ...]] | None
    capacity: str
    post: Found[str] | None
    name: Found[str] | None
    remark: Found[str] | None = None


@dataclass(frozen=True, slots=True)
class Task:
    """What one unit is told to do. `units` are names as the addressees write them, if they do;
    empty units mean all addressees. `deadlines` index `Reading.deadlines`."""

    units: tuple[str, ...]
    number: str
    found: Found[str]
    deadlines: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True)
class FoundDeadline:
    """A deadline with its place; `units` as in the task it belongs to. `due` is computed from a
    term when its start is known. `sentence` says what the limit is for where no task does."""

    deadline: Deadline
    found: Found[date | None]
    units: tuple[str, ...]
    task: int | None
    sentence: str = ""


@dataclass(frozen=True, slots=True)
class FoundCitation:
    """A cited paper with every place that mentions it; the fullest mention is kept."""

    citation: Citation
    where: tuple[Spot, ...]
    mentions: int
    is_basis: bool


@dataclass(frozen=True, slots=True)
class Stamp:
    """The text of a visible signature: who signed and when, as printed (not verified)."""

    found: Found[str]
    signer: str
    at: str


@dataclass(frozen=True, slots=True)
class CopyBlock:
    """A certified copy's block under the original, or the line at the top right of page 1."""

    form: Found[str]
    agency: Found[str] | None = None
    number: Found[str] | None = None
    notation: Found[str] | None = None
    place: Found[str] | None = None
    issued: Found[WrittenDate] | None = None
    addressees: tuple[Found[str], ...] = ()
    recipients: tuple[Found[str], ...] = ()
    signatory: Signatory | None = None


@dataclass(frozen=True, slots=True)
class Fields:
    """What a clerk registers. None: not found."""

    superior: Found[str] | None = None
    agency: Found[str] | None = None
    number: Found[str] | None = None
    notation: Found[str] | None = None
    place: Found[str] | None = None
    issued: Found[WrittenDate] | None = None
    kind: Found[str] | None = None
    subject: Found[str] | None = None
    urgency: Found[str] | None = None
    secrecy: Found[str] | None = None
    circulation: Found[str] | None = None
    addressees: tuple[Found[str], ...] = ()
    recipients: tuple[Found[str], ...] = ()
    filed: Found[str] | None = None
    signatory: Signatory | None = None
    other_signatories: tuple[Signatory, ...] = ()


@dataclass(frozen=True, slots=True)
class Reading:
    """Everything read from one file. `message` is a Vietnamese sentence when `state` is not
    READ; `warnings` are sentences for the clerk."""

    source: Source
    state: State
    encoding: Encoding
    message: str = ""
    sheets: tuple[Sheet, ...] = ()
    total_pages: int = 0
    fields: Fields = field(default_factory=Fields)
    deadlines: tuple[FoundDeadline, ...] = ()
    tasks: tuple[Task, ...] = ()
    citations: tuple[FoundCitation, ...] = ()
    copies: tuple[CopyBlock, ...] = ()
    stamps: tuple[Stamp, ...] = ()
    warnings: tuple[str, ...] = ()
    text: str = ""

    @property
    def reference(self) -> Reference | None:
        """Số, ký hiệu of the original; None when either is missing."""
        number, notation = self.fields.number, self.fields.notation
        if notation is None:
            return None
        party = "/" in notation.value and not notation.value[0].isdigit()
        written = number.value if number else ""
        known = parse_reference(f"{written}{'-' if party else '/'}{notation.value}")
        form = Form.PARTY if party else Form.ADMINISTRATIVE
        return known or Reference(written, notation.value, form=form)
