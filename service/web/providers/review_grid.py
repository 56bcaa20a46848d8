"""Dòng của bảng thẩm định — a condition (of a stage) with what holds, and with what was typed."""

from collections.abc import Mapping
from dataclasses import dataclass

from service.actions.provider_sheet import CaseSheet
from service.domain.eligibility.cases import CaseFinding
from service.domain.eligibility.checklist import CheckRow
from service.domain.vietnamese import clean
from service.store import provider_parts
from service.store.db import Database
from service.web.typed import whole

MOST_LETTERS = 4000


@dataclass(slots=True)
class GridRow:
    """One row on the page. `found` is the verdict that holds, `seen` the id of the one that was
    read (0: none); `hints` say what the application itself shows."""

    place: int
    check: CheckRow
    found: CaseFinding | None
    hints: tuple[str, ...]
    verdict: str = ""
    evidence: str = ""
    note: str = ""
    attachment_id: int | None = None
    seen: int = 0
    changed: bool = False
    error: str = ""
    conflict: bool = False

    @property
    def look(self) -> str:
        return self.found.verdict if self.found else "open"

    @property
    def said(self) -> str:
        """The error with the row it belongs to."""
        stage = f", giai đoạn {self.check.stage}" if self.check.stage else ""
        return f"Điều kiện {self.check.condition.id}{stage}: {self.error}"


def grid_of(sheet: CaseSheet) -> list[GridRow]:
    """Every row with what holds now."""
    rows = []
    for place, (check, found) in enumerate(sheet.rows):
        row = GridRow(place, check, found, hints_of(sheet, check))
        if found is not None:
            row.verdict, row.evidence, row.note = found.verdict, found.evidence, found.note
            row.attachment_id, row.seen = found.attachment_id, found.id
        rows.append(row)
    return rows


def typed_grid(sheet: CaseSheet, posted: Mapping[str, str], db: Database) -> list[GridRow]:
    """The rows as posted; `changed` compares them with the verdict that stood on the page, not
    with one that came meanwhile. An empty basis with a file named takes that file's title."""
    known = {one.id: one for one in provider_parts.findings(db, sheet.case.id, every=True)}
    rows = []
    for row in grid_of(sheet):
        prefix = f"row-{row.place}-"
        own = (posted.get(f"{prefix}condition"), posted.get(f"{prefix}stage", ""))
        if own != row.check.key:
            continue
        seen = whole(posted.get(f"{prefix}seen"), 0)
        base = known.get(seen)
        row.seen = seen
        row.verdict = posted.get(f"{prefix}verdict", "")[:20]
        row.evidence = _text(posted.get(f"{prefix}evidence", ""))
        row.note = _text(posted.get(f"{prefix}note", ""))
        row.attachment_id = whole(posted.get(f"{prefix}file"), 0) or None
        row.changed = _facts(row) != _base(base)
        if row.changed and not row.evidence and row.attachment_id:
            row.evidence = _title_of(sheet, row.attachment_id)
        rows.append(row)
    return rows


def _facts(row: GridRow) -> tuple[str, str, str, int | None]:
    return row.verdict, row.evidence, row.note, row.attachment_id


def _base(found: CaseFinding | None) -> tuple[str, str, str, int | None]:
    if found is None:
        return "", "", "", None
    return found.verdict, found.evidence, found.note, found.attachment_id


def _text(typed: str) -> str:
    return clean(typed).replace("\r\n", "\n").strip()[:MOST_LETTERS]


def _title_of(sheet: CaseSheet, attachment_id: int) -> str:
    titles = {one.code: one.text for one in sheet.dossier}
    for file in sheet.attachments:
        if file.id == attachment_id:
            return f"{titles.get(file.item, 'Tệp kèm theo')} ({file.name})"
    return ""


def hints_of(sheet: CaseSheet, check: CheckRow) -> tuple[str, ...]:
    """What staff, rooms and equipment of the application say about a condition."""
    kind, stage = check.condition.check, check.stage
    if kind == "rooms":
        return tuple(f"{room.text}: {room.found}" for room in sheet.rooms)
    if kind == "equipment":
        own = [one for one in sheet.equipment_states if one.stage == stage]
        return tuple(f"{one.name}: có {one.present}, cần {one.required}" for one in own) or (
            "Chưa kê thiết bị nào.",
        )
    if kind == "staff":
        for one in sheet.staffing:
            if one.stage == stage:
                return _people(one.people)
    return ()


def _people(people: tuple[tuple[str, bool, str], ...]) -> tuple[str, ...]:
    if not people:
        return ("Chưa phân công ai cho giai đoạn này.",)
    return tuple(
        f"{name}: {'đáp ứng' if met else lacks[0].lower() + lacks[1:]}"
        for name, met, lacks in people
    )
