"""JSON của kết quả đọc — the stable shape for other programs, described in docs/reading.md.

Keys are only ever added; `VERSION` rises when one changes its meaning.
"""

from typing import Any

from service.domain.citations import Form
from service.domain.written_dates import WrittenDate
from service.reading.findings import (
    CopyBlock,
    Found,
    FoundCitation,
    FoundDeadline,
    Reading,
    Signatory,
    Spot,
    Task,
)
from service.reading.geometry import Box
from service.reading.rows import Sheet

VERSION = 1


def to_json(reading: Reading) -> dict[str, Any]:
    """JSON-safe, NFC; days as ISO 8601 (``2024-12`` for a blank day), boxes in pt and shares."""
    shape = _Shape({sheet.number: sheet for sheet in reading.sheets})
    return {
        "version": VERSION,
        "source": reading.source.value,
        "state": reading.state.value,
        "message": reading.message,
        "encoding": reading.encoding.value,
        "warnings": list(reading.warnings),
        "pages": [
            {"number": sheet.number, "width_pt": sheet.width, "height_pt": sheet.height}
            for sheet in reading.sheets
        ],
        "page_count": reading.total_pages,
        "fields": shape.fields(reading),
        "signatory": shape.signatory(reading.fields.signatory),
        "other_signatories": [shape.signatory(one) for one in reading.fields.other_signatories],
        "addressees": [shape.found(one) for one in reading.fields.addressees],
        "recipients": [shape.found(one) for one in reading.fields.recipients],
        "tasks": [shape.task(task) for task in reading.tasks],
        "deadlines": [shape.deadline(one) for one in reading.deadlines],
        "citations": [shape.citation(one) for one in reading.citations],
        "copies": [shape.copy(copy) for copy in reading.copies],
        "signatures": [
            {**shape.required(stamp.found), "signer": stamp.signer, "at": stamp.at}
            for stamp in reading.stamps
        ],
    }


class _Shape:
    """Findings as dicts; knows the pages, so that boxes can be told as shares of them."""

    def __init__(self, sheets: dict[int, Sheet]) -> None:
        self._sheets = sheets

    def fields(self, reading: Reading) -> dict[str, Any]:
        fields = reading.fields
        return {
            "superior": self.found(fields.superior),
            "agency": self.found(fields.agency),
            "number": self.found(fields.number),
            "notation": self.found(fields.notation),
            "reference": str(reading.reference) if reading.reference and fields.number else None,
            "place": self.found(fields.place),
            "issued": self.found(fields.issued),
            "kind": self.found(fields.kind),
            "subject": self.found(fields.subject),
            "urgency": self.found(fields.urgency),
            "secrecy": self.found(fields.secrecy),
            "circulation": self.found(fields.circulation),
            "filed": self.found(fields.filed),
        }

    def found(self, found: Found[Any] | None) -> dict[str, Any] | None:
        return None if found is None else self.required(found)

    def required(self, found: Found[Any]) -> dict[str, Any]:
        return {
            "text": found.text,
            "value": _value(found.value),
            "confidence": round(found.confidence, 2),
            "reason": found.reason,
            "where": [self._spot(spot) for spot in found.where],
        }

    def signatory(self, signatory: Signatory | None) -> dict[str, Any] | None:
        if signatory is None:
            return None
        return {
            "authority": self.found(signatory.authority),
            "capacity": signatory.capacity,
            "post": self.found(signatory.post),
            "name": self.found(signatory.name),
            "remark": self.found(signatory.remark),
        }

    def task(self, task: Task) -> dict[str, Any]:
        return {
            **self.required(task.found),
            "number": task.number,
            "units": list(task.units),
            "deadlines": list(task.deadlines),
        }

    def deadline(self, one: FoundDeadline) -> dict[str, Any]:
        deadline = one.deadline
        term = deadline.term
        return {
            **self.required(one.found),
            "action": deadline.action,
            "at": deadline.at.isoformat("minutes") if deadline.at else None,
            "strictly_before": deadline.strictly_before,
            "precision": deadline.precision.value,
            "term": None if term is None else {"amount": term.amount, "unit": term.unit.value},
            "counted_from": deadline.counted_from.value if term else None,
            "repeats": deadline.repeats,
            "units": list(one.units),
            "task": one.task,
        }

    def citation(self, one: FoundCitation) -> dict[str, Any]:
        citation = one.citation
        reference = citation.reference
        return {
            "text": citation.text,
            "kind": citation.kind,
            "reference": None if reference is None else str(reference),
            "form": (Form.NAMED if reference is None else reference.form).value,
            "number": "" if reference is None else reference.number,
            "notation": "" if reference is None else reference.notation,
            "year": None if reference is None else reference.year,
            "issued": _value(citation.issued),
            "issuer": citation.issuer,
            "title": citation.title,
            "key": citation.key,
            "is_basis": one.is_basis,
            "mentions": one.mentions,
            "where": [self._spot(spot) for spot in one.where],
        }

    def copy(self, copy: CopyBlock) -> dict[str, Any]:
        return {
            "form": self.required(copy.form),
            "agency": self.found(copy.agency),
            "number": self.found(copy.number),
            "notation": self.found(copy.notation),
            "place": self.found(copy.place),
            "issued": self.found(copy.issued),
            "addressees": [self.required(one) for one in copy.addressees],
            "recipients": [self.required(one) for one in copy.recipients],
            "signatory": self.signatory(copy.signatory),
        }

    def _spot(self, spot: Spot) -> dict[str, Any]:
        if spot.box is None:
            return {"page": None, "paragraph": spot.paragraph, "box_pt": None, "box": None}
        sheet = self._sheets[spot.page]
        share = spot.box.share_of(sheet.width, sheet.height)
        return {
            "page": spot.page,
            "paragraph": None,
            "box_pt": _edges(spot.box, 1),
            "box": _edges(share, 4),
        }


def _edges(box: Box, digits: int) -> list[float]:
    """[left, top, right, bottom]."""
    return [round(edge, digits) for edge in (box.left, box.top, box.right, box.bottom)]


def _value(value: Any) -> Any:
    if isinstance(value, WrittenDate):
        return value.iso()
    if isinstance(value, tuple):
        return list(value)
    return value.isoformat() if hasattr(value, "isoformat") else value
