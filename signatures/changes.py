"""Thay đổi từ khi giao — what was appended since the file was handed out (or first signed):
only filled fields, signatures, evidence and time stamps are harmless."""

from dataclasses import dataclass
from enum import StrEnum
from io import BytesIO
from typing import Any

from pyhanko.pdf_utils.generic import NullObject
from pyhanko.pdf_utils.reader import PdfFileReader
from pyhanko.sign.diff_analysis import (
    DEFAULT_DIFF_POLICY,
    ModificationLevel,
    SuspiciousModification,
)

from signatures.geometry import Box
from signatures.tree import MAX_NODES, dictionary, entry, page_references


class Change(StrEnum):
    """How far the file went from its base."""

    HARMLESS = "harmless"
    SUSPICIOUS = "suspicious"
    REWRITTEN = "rewritten"  # the base is not the beginning of the file


@dataclass(frozen=True, slots=True)
class Widget:
    """A form field as it stands on a page (counted from 0; -1: on none)."""

    name: str
    kind: str
    page: int
    box: Box
    value: str | None

    @property
    def visible(self) -> bool:
        return self.page >= 0 and self.box.width > 0 and self.box.height > 0


@dataclass(frozen=True, slots=True)
class Changes:
    change: Change
    changed_fields: frozenset[str]


def since(base: bytes, upload: bytes, reader: Any, first: tuple[int, Any] | None) -> Changes:
    """Compare with the bytes that were handed out.

    `first` is the revision (counted from 0) and the finished review of the earliest signature:
    what came after it was reviewed against it, so only what came up to it is reviewed here.
    """
    if not upload.startswith(base):
        return Changes(Change.REWRITTEN, frozenset())
    start = PdfFileReader(BytesIO(base)).xrefs.total_revisions - 1
    if first is None or first[0] <= start:
        return since_revision(reader, start)
    revision, review = first
    changed: set[str] = set()
    for number in range(start + 1, revision + 1):
        try:
            result = DEFAULT_DIFF_POLICY.apply(
                reader.get_historical_resolver(start), reader.get_historical_resolver(number)
            )
        except SuspiciousModification:
            return Changes(Change.SUSPICIOUS, frozenset())
        if result.modification_level > ModificationLevel.FORM_FILLING:
            return Changes(Change.SUSPICIOUS, frozenset())
        changed |= result.changed_form_fields
    later = _judged(review)
    return Changes(later.change, later.changed_fields | changed)


def since_revision(reader: Any, revision: int) -> Changes:
    """Compare with a revision (counted from 0) of the file itself."""
    return _judged(DEFAULT_DIFF_POLICY.review_file(reader, revision))


def _judged(result: Any) -> Changes:
    if isinstance(result, SuspiciousModification):
        return Changes(Change.SUSPICIOUS, frozenset())
    harmless = result.modification_level <= ModificationLevel.FORM_FILLING
    change = Change.HARMLESS if harmless else Change.SUSPICIOUS
    return Changes(change, frozenset(result.changed_form_fields))


def widgets(reader: Any) -> dict[str, Widget]:
    """The form's fields by full name; fields without a widget of their own have no box."""
    pages = {
        reference.reference: index for index, reference in enumerate(page_references(reader.root))
    }
    found: dict[str, Widget] = {}
    waiting = [(field, "") for field in entry(dictionary(reader.root, "/AcroForm"), "/Fields", ())]
    for _ in range(MAX_NODES):
        if not waiting:
            return found
        reference, prefix = waiting.pop()
        field = reference.get_object()
        name = f"{prefix}{field['/T']}" if "/T" in field else prefix.rstrip(".")
        kids = [kid for kid in entry(field, "/Kids", ()) if "/T" in kid.get_object()]
        waiting.extend((kid, f"{name}.") for kid in kids)
        if not kids:
            found[name] = _widget(name, field, pages)
    raise ValueError("form too large or running in a circle")


def _widget(name: str, field: Any, pages: dict[Any, int]) -> Widget:
    box = Box(*(float(value) for value in entry(field, "/Rect", (0, 0, 0, 0))))
    page = pages.get(field.raw_get("/P").reference, -1) if "/P" in field else -1
    kind = str(entry(field, "/FT", ""))
    return Widget(name, kind, page, box, _value(field, kind))


def _value(field: Any, kind: str) -> str | None:
    """Empty for a signature: reading it whole is left to those who judge it."""
    if kind == "/Sig":
        signed = "/V" in field and not isinstance(field.raw_get("/V"), NullObject)
        return "" if signed else None
    value = entry(field, "/V")
    return None if value is None else str(value)
