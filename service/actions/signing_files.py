"""Nhận các tệp đã ký — the files of one paper come back from a tool of the office's own, all at
once or one by one: the paper itself, and its annexes that are files of their own.

Which file is which is told by its bytes: a signed file begins with the one that was handed out.
Where a tool wrote the file anew, its name tells.
"""

import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from service.actions.annex_signing import accept_annex
from service.actions.office import Office
from service.actions.signing import FIELD, SignedFileRefused, accept_person, accept_signed
from service.actions.signing_order import annex_label
from service.domain.documents import Document, FileRole, Person
from service.domain.errors import OfficeError, Refused, WrongState
from service.domain.signing import SigningStep
from service.domain.vietnamese import fold
from service.domain.workflow import Role
from service.store import annex_files, documents, signing

THE_PAPER = "văn bản"
MOST_FILES = 50
ONLY_THE_PAPER = (
    "Văn bản kèm theo do cơ quan ký số, văn thư nộp (Điều 32, khoản 2.d). Bạn chỉ nộp tệp của "
    "chính văn bản; chưa tệp nào được nhận."
)


@dataclass(frozen=True, slots=True)
class Handed:
    """A file as it came: its name, and its bytes, which nobody vouches for."""

    name: str
    data: bytes


@dataclass(frozen=True, slots=True)
class _Place:
    """Where a file may belong: the paper itself (`part` 0) or an annex, by what was handed out."""

    part: int
    label: str
    stem: str
    base: bytes
    signed: bool


def accept_files(
    office: Office,
    document_id: int,
    handed: Sequence[Handed],
    *,
    trust_folder: Path,
    reason: str = "",
    whole: bool = False,
    by: Person,
    now: datetime,
) -> tuple[str, ...]:
    """Take the signed files of a paper, the paper's own first; returns the labels of what was
    taken (``văn bản``, ``Phụ lục I``).

    Good files are kept even when others are refused: SignedFileRefused (field ``signed``) then
    says of each refused one by its name why, and what was taken. One file alone is refused as
    `accept_person`, `accept_signed` and `accept_annex` do. `whole` wants the paper's own file
    with every signature.
    """
    if len(handed) > MOST_FILES:
        raise Refused(f"Mỗi lần nhận tối đa {MOST_FILES} tệp.", field=FIELD)
    document = documents.get(office.db, document_id, by)
    taken: list[str] = []
    refused: list[tuple[Handed, OfficeError]] = []
    terms = _Terms(trust_folder, reason, whole, by, now)
    placed = _placed(office, document, handed)
    if any(place.part for place, _ in placed) and not by.may(Role.CLERK):
        raise Refused(ONLY_THE_PAPER, field=FIELD)
    for place, one in placed:
        try:
            _take(office, document, place.part, one.data, terms)
            taken.append(place.label)
        except (Refused, WrongState) as error:
            if len(handed) == 1:
                raise
            refused.append((one, error))
    if refused:
        raise _refusal(taken, refused)
    return tuple(taken)


@dataclass(frozen=True, slots=True)
class _Terms:
    """What is the same for every file of one handing-in."""

    trust_folder: Path
    reason: str
    whole: bool
    by: Person
    now: datetime


def _take(office: Office, document: Document, part: int, data: bytes, terms: _Terms) -> None:
    """One file; the paper's own with one signature, or in the order “số trước” both at once."""
    trust, reason, by, now = terms.trust_folder, terms.reason, terms.by, terms.now
    if part:
        accept_annex(
            office, document.id, part, data, trust_folder=trust, reason=reason, by=by, now=now
        )
        return
    awaits_person = signing.standing(office.db, document).step is SigningStep.PERSON
    alone = (
        awaits_person
        and not terms.whole
        and accept_person(
            office, document.id, data, trust_folder=trust, reason=reason, by=by, now=now
        )
    )
    if not alone:
        accept_signed(office, document.id, data, trust_folder=trust, reason=reason, by=by, now=now)


def _placed(
    office: Office, document: Document, handed: Sequence[Handed]
) -> list[tuple[_Place, Handed]]:
    """Each file with its place, the paper's own first. Refused (field ``signed``) for a file
    that is none of this paper's, and for two files of one place."""
    places = _places(office, document)
    found: dict[int, tuple[_Place, Handed]] = {}
    for one in handed:
        place = _place_of(one, places, alone=len(handed) == 1)
        if place is None:
            raise Refused(
                f"Chưa rõ “{one.name}” là tệp nào của văn bản này; hãy ký chính tệp đã tải về và "
                "giữ nguyên tên tệp.",
                field=FIELD,
            )
        if place.part in found:
            before = found[place.part][1].name
            raise Refused(
                f"“{before}” và “{one.name}” cùng là tệp {place.label}; mỗi tệp chỉ nộp một lần.",
                field=FIELD,
            )
        found[place.part] = (place, one)
    return [found[part] for part in sorted(found)]


def _places(office: Office, document: Document) -> list[_Place]:
    db = office.db
    stand = signing.standing(db, document)
    numbered = documents.current_file(db, document.id, FileRole.PDF)
    signed = documents.current_file(db, document.id, FileRole.SIGNED) is not None
    first = numbered.sha256 if numbered else stand.current
    stem = (document.reference or document.notation).replace("/", "-")
    base = office.files.get(first) if first else b""
    places = [_Place(0, THE_PAPER, _plain(stem), base, signed)]
    unsigned = {one.part for one in annex_files.unsigned(db, document.id)}
    for annex in annex_files.annex_files(db, document.id, FileRole.ANNEX_PDF):
        places.append(
            _Place(
                annex.part,
                annex_label(document, annex),
                _plain(annex.name.removesuffix(".pdf")),
                office.files.get(annex.sha256),
                annex.part not in unsigned,
            )
        )
    return places


def _place_of(one: Handed, places: Sequence[_Place], *, alone: bool) -> _Place | None:
    by_bytes = next((p for p in places if p.base and one.data.startswith(p.base)), None)
    if by_bytes is not None:
        return by_bytes
    # “Phụ lục I” begins “Phụ lục II” too: the longest name that fits is meant.
    name = _plain(one.name)
    fitting = [p for p in places if p.stem and name.startswith(p.stem)]
    if fitting:
        return max(fitting, key=lambda p: len(p.stem))
    waiting = [p for p in places if not p.signed]
    if alone and (len(waiting) == 1 or places[0] in waiting):
        return waiting[0]
    return places[0] if len(places) == 1 else None


def _plain(name: str) -> str:
    """Without marks, case and the many ways of writing a gap: tools rename files."""
    words = "".join(letter if letter.isalnum() else " " for letter in fold(_nfc(name)))
    return " ".join(words.split())


def _nfc(name: str) -> str:
    return unicodedata.normalize("NFC", name)


def _refusal(taken: Sequence[str], refused: Sequence[tuple[Handed, OfficeError]]) -> OfficeError:
    """All that was refused, by name; the reason is asked for where it would help."""
    sentences = [f"“{one.name}”: {_why(error)}" for one, error in refused]
    if taken:
        sentences.insert(0, f"Đã nhận {', '.join(taken)}.")
    errors = {FIELD: " ".join(sentences)}
    for _, error in refused:
        if isinstance(error, Refused):
            errors = {**error.errors, **errors}
    return SignedFileRefused(tuple(sentences), errors)


def _why(error: OfficeError) -> str:
    return error.errors.get(FIELD, error.message) if isinstance(error, Refused) else error.message
