"""Một dòng của đợt nhập — its files into the archive, its details judged, its paper entered."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from service.actions.import_planning import NO_FILE, NO_LINE
from service.actions.media import DOCX_TYPE, PDF_TYPE
from service.actions.office import Office
from service.actions.old_papers import topic
from service.domain.errors import OfficeError, Refused
from service.domain.incoming import IncomingDetails
from service.domain.numbering import office_date
from service.domain.old_papers import Direction, Origin, details_from
from service.reading.bundle import GONE, Bundle
from service.reading.old_cells import PDF, is_signed, kind_of, read_cells, require_open
from service.store import documents, events, import_runs, old_papers, people
from service.store.import_runs import ImportRow, ImportRun, RowState

TYPES = {PDF: PDF_TYPE, "docx": DOCX_TYPE}


@dataclass(frozen=True, slots=True)
class Taken:
    """A file of the row: its bytes, kept under `sha256`."""

    data: bytes
    name: str
    sha256: str
    kind: str


@dataclass(frozen=True, slots=True)
class Told:
    """What is known of the paper before anything is written."""

    cells: Mapping[str, str]
    origin: Origin
    body: str = ""


class _Stopped(Exception):
    """The row cannot become a paper now; `cells` are what was read so far."""

    def __init__(
        self,
        state: RowState,
        message: str,
        *,
        errors: Mapping[str, str] | None = None,
        cells: Mapping[str, str] | None = None,
        old_paper_id: int | None = None,
    ) -> None:
        super().__init__(message)
        self.state, self.message, self.errors = state, message, errors
        self.cells, self.old_paper_id = cells, old_paper_id


def enter_row(
    office: Office, run: ImportRun, row: ImportRow, bundle: Bundle | None, *, now: datetime
) -> None:
    """Make the paper of a waiting row, or write at the row why not. Slow work comes first, then
    one transaction. Raises only Busy and StorageFault, after which the row still waits."""
    taken: list[Taken] = []
    try:
        _take(office, row, bundle, taken)
        _enter(office, run, row, taken, now)
    except _Stopped as stopped:
        kept = [(one.sha256, one.name) for one in taken] or row.kept
        with office.db.write():
            for one in taken:
                _note(office, one, now)
            import_runs.settle(
                office.db,
                row.id,
                stopped.state,
                now,
                message=stopped.message,
                errors=stopped.errors,
                old_paper_id=stopped.old_paper_id,
                kept=kept,
                cells=stopped.cells,
            )


def _take(office: Office, row: ImportRow, bundle: Bundle | None, taken: list[Taken]) -> None:
    """Put the row's files into the archive, each looked at by its bytes."""
    for sha256, name in row.kept:
        data = office.files.get(sha256)
        taken.append(Taken(data, name, sha256, _kind(data, row)))
    if row.kept:
        return
    for member in row.members:
        if bundle is None:
            raise _Stopped(RowState.ERROR, GONE, errors={"file": GONE})
        try:
            data = bundle.read(member)
        except Refused as refusal:
            error = {"file": refusal.message}
            raise _Stopped(RowState.ERROR, refusal.message, errors=error) from refusal
        kind = _kind(data, row)
        name = member.rpartition("/")[2][-200:] or "tệp"
        taken.append(Taken(data, name, office.files.put(data), kind))


def _kind(data: bytes, row: ImportRow) -> str:
    try:
        return kind_of(data)
    except Refused as refusal:
        # What no line tells of and is no document was put there for something else.
        state = RowState.ERROR if row.from_sheet or row.confirmed else RowState.SKIPPED
        error = {"file": refusal.message}
        raise _Stopped(state, refusal.message, errors=error) from refusal


def _enter(
    office: Office, run: ImportRun, row: ImportRow, taken: list[Taken], now: datetime
) -> None:
    for one in taken:
        _require_new_file(office, one)
    if not taken and not row.cells.get("no_file"):
        raise _Stopped(RowState.ERROR, NO_FILE, errors={"file": NO_FILE})
    if row.errors:
        raise _Stopped(RowState.ERROR, row.message, errors=row.errors)
    told = _told(run, row, taken, now)
    agency = office.agency().full_name if run.direction is Direction.OUTGOING else ""
    try:
        details = details_from(told.cells, today=office_date(now), agency=agency)
    except Refused as refusal:
        raise _wrong(refusal, told.cells) from refusal
    _write(office, run, row, taken=taken, told=told, details=details, now=now)


def _write(
    office: Office,
    run: ImportRun,
    row: ImportRow,
    *,
    taken: list[Taken],
    told: Told,
    details: IncomingDetails,
    now: datetime,
) -> None:
    """The paper, its files, its search keys, the row and the history, all or nothing."""
    keys = old_papers.search_keys(details, told.body)
    db = office.db
    with db.write():
        _require_new_paper(office, details, told.cells)
        old_paper_id = old_papers.add(
            db,
            details,
            keys,
            direction=run.direction,
            unit_id=run.unit_id,
            origin=told.origin,
            body=told.body,
            by_id=run.created_by,
            now=now,
        )
        settled = import_runs.settle(
            db, row.id, RowState.DONE, now, old_paper_id=old_paper_id, cells=told.cells
        )
        if not settled:
            # Another process was first with this row: this transaction is undone.
            raise _Stopped(RowState.DONE, "", old_paper_id=old_paper_id)
        _attach(office, run, old_paper_id, taken, now)


def _attach(
    office: Office, run: ImportRun, old_paper_id: int, taken: list[Taken], now: datetime
) -> None:
    """The files of a paper that was just entered, and the line of its history."""
    for one in taken:
        _note(office, one, now)
        signed = is_signed(one.data)
        old_papers.add_file(office.db, old_paper_id, one.sha256, one.name, signed=signed, now=now)
    events.add(
        office.db,
        "import_old_paper",
        people.get(office.db, run.created_by),
        now,
        topic=topic(old_paper_id),
        run=run.id,
        files=[one.sha256 for one in taken],
    )


def _told(run: ImportRun, row: ImportRow, taken: list[Taken], now: datetime) -> Told:
    """The cells as they were typed, else what the first file says of itself."""
    if row.confirmed:
        return Told(row.cells, Origin.SPREADSHEET if row.from_sheet else Origin.TYPED)
    try:
        if row.from_sheet:
            for one in taken:
                require_open(one.data)
            return Told(row.cells, Origin.SPREADSHEET)
        read = read_cells(taken[0].data, convert=run.convert_codes, today=office_date(now))
    except Refused as refusal:
        error = {"file": refusal.message}
        raise _Stopped(RowState.ERROR, refusal.message, errors=error) from refusal
    cells = {**read.cells, "file": row.cells.get("file", "")}
    if read.message:
        raise _Stopped(RowState.ERROR, read.message, errors={"file": read.message}, cells=cells)
    if row.cells.get("unlisted"):
        raise _Stopped(RowState.ERROR, NO_LINE, errors={"file": NO_LINE}, cells=cells)
    if read.doubts:
        message = " ".join(read.doubts.values())
        raise _Stopped(RowState.ERROR, message, errors=read.doubts, cells=cells)
    return Told(cells, Origin.READ, read.text)


def _wrong(refusal: OfficeError, cells: Mapping[str, str]) -> _Stopped:
    message = " ".join(refusal.errors.values()) or refusal.message
    return _Stopped(RowState.ERROR, message, errors=refusal.errors, cells=cells)


def _require_new_file(office: Office, one: Taken) -> None:
    earlier = old_papers.same_file(office.db, one.sha256)
    if earlier is not None:
        raise _Stopped(
            RowState.SKIPPED, f"Tệp {one.name} đã có trong văn bản cũ.", old_paper_id=earlier
        )
    elsewhere = old_papers.held_elsewhere(office.db, one.sha256)
    if elsewhere:
        raise _Stopped(RowState.SKIPPED, f"Tệp {one.name} đã có ở {elsewhere}.")


def _require_new_paper(office: Office, details: IncomingDetails, cells: Mapping[str, str]) -> None:
    earlier = old_papers.same_paper(office.db, details)
    if earlier is not None:
        raise _Stopped(
            RowState.SKIPPED,
            f"Đã có văn bản cũ {details.reference} ngày {details.issued_text} của "
            f"{details.agency}; tệp khác với tệp đã có thì hãy đối chiếu.",
            old_paper_id=earlier,
            cells=cells,
        )


def _note(office: Office, one: Taken, now: datetime) -> None:
    documents.note_file(office.db, one.sha256, len(one.data), TYPES[one.kind], now)
