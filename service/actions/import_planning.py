"""Ghép bảng tính với tệp — which line of the spreadsheet tells of which files."""

from collections.abc import Iterable, Mapping, Sequence

from service.domain.errors import OfficeError
from service.domain.old_papers import FIELDS, field_of, name_words
from service.domain.takeover import TypedLine
from service.domain.vietnamese import clean_line, fold
from service.reading.bundle import Bundle, Member
from service.reading.spreadsheet import Columns, read_spreadsheet
from service.store.import_runs import ImportRow, NewRow, RowState

OLD_PAPERS = Columns(
    field_of,
    lambda found: "subject" in found and bool({"file", "reference", "number"} & found),
    tuple(FIELDS.values()),
)
SHEETS = (".xlsx", ".csv")
FORMULA = "Ô này là công thức; hãy ghi giá trị."
NO_LINE = "Bảng tính không có dòng cho tệp này; hãy đối chiếu những gì máy đọc được."
NO_FILE = "Dòng này chưa có tệp: bảng tính không ghi tên tệp và không tệp nào mang số, ký hiệu này."


def sheet_inside(bundle: Bundle, members: Sequence[Member]) -> tuple[str, bytes] | None:
    """Name and bytes of the spreadsheet that lies among the papers, when there is exactly one."""
    sheets = [one for one in members if one.label.lower().endswith(SHEETS) and not one.refusal]
    if len(sheets) != 1:
        return None
    return sheets[0].label, bundle.read(sheets[0].label)


def read_lines(name: str, data: bytes, *, convert: bool) -> tuple[TypedLine, ...]:
    """The lines of a spreadsheet of old papers. Refused (field ``sheet``)."""
    try:
        return read_spreadsheet(data, name, OLD_PAPERS, convert=convert)
    except OfficeError as refusal:
        refusal.errors = {"sheet": refusal.message}
        raise


def plan(members: Sequence[Member], lines: Sequence[TypedLine], *, sheet: str = "") -> list[NewRow]:
    """One row for each line, then one for each file that no line tells of."""
    papers = [one for one in members if one.label != sheet]
    named, by_words = _names(papers), _by_words(papers)
    used: set[str] = set()
    rows = []
    for line in lines:
        found, missing = _files_of(line, named, by_words, used)
        used.update(one.label for one in found)
        rows.append(_of_line(line, found, missing))
    return rows + [_of_file(one, bool(lines)) for one in papers if one.label not in used]


def match_lines(
    lines: Sequence[TypedLine], rows: Sequence[ImportRow]
) -> list[tuple[ImportRow, dict[str, str]]]:
    """Corrected lines with the rows they correct: by ``Mã dòng``, else by the file's name."""
    by_place = {str(row.place): row for row in rows}
    by_file = {_plain(row.cells.get("file", "")): row for row in rows if row.cells.get("file")}
    found: dict[int, tuple[ImportRow, dict[str, str]]] = {}
    for line in lines:
        if line.formulas:
            continue
        place = clean_line(line.cells.get("row", ""))
        row = by_place.get(place) or by_file.get(_plain(line.cells.get("file", "")))
        if row is not None:
            told = {name: text for name, text in line.cells.items() if name in FIELDS}
            found[row.id] = (row, told)
    return list(found.values())


def kept_of(
    row: ImportRow, cells: Mapping[str, str], rows: Sequence[ImportRow]
) -> tuple[tuple[str, str], ...] | None:
    """The file of another row that a corrected name now fits; None when the row has its own."""
    wanted = _plain(cells.get("file", ""))
    if row.kept or row.members or not wanted:
        return None
    for other in rows:
        for sha256, name in other.kept:
            if wanted in (_plain(name), _plain(other.cells.get("file", ""))):
                return ((sha256, name),)
    return None


def _of_line(line: TypedLine, found: Sequence[Member], missing: Sequence[str]) -> NewRow:
    cells = {name: line.cells.get(name, "") for name in FIELDS}
    errors = {name: FORMULA for name in line.formulas}
    refusals = [one.refusal for one in found if one.refusal]
    if missing:
        errors["file"] = f"Không có tệp “{missing[0]}” trong gói."
    elif refusals:
        errors["file"] = refusals[0]
    elif not found:
        errors["file"] = NO_FILE
    members = tuple(one.label for one in found if not one.refusal)
    if errors:
        message = next(iter(errors.values()))
        # Files are taken into the archive first, so that a line to be mended keeps them.
        state = RowState.WAITING if members else RowState.ERROR
        return NewRow(cells, members, True, message, state, errors)
    return NewRow(cells, members, True)


def _of_file(member: Member, beside_sheet: bool) -> NewRow:
    cells = {"file": member.label}
    if member.refusal:
        return NewRow(cells, (), False, member.refusal, RowState.ERROR, {"file": member.refusal})
    # A file that its spreadsheet forgot is read, and a person looks at what was read.
    return NewRow({**cells, "unlisted": "1"} if beside_sheet else cells, (member.label,), False)


def _files_of(
    line: TypedLine,
    named: dict[str, Member],
    by_words: dict[tuple[str, ...], list[Member]],
    used: set[str],
) -> tuple[list[Member], list[str]]:
    """The files of a line and the names that no file has."""
    asked = [part for one in line.cells.get("file", "").split(";") if (part := clean_line(one))]
    found, missing = [], []
    for name in asked:
        member = named.get(_plain(name))
        if member is None:
            missing.append(name)
        elif member not in found:
            found.append(member)
    if asked:
        return found, missing
    words = name_words(_reference(line))
    fitting = [one for one in by_words.get(words, ()) if one.label not in used] if words else []
    return fitting[:1], []


def _reference(line: TypedLine) -> str:
    cells = line.cells
    if cells.get("reference"):
        return cells["reference"]
    return f"{cells.get('number', '')} {cells.get('notation', '')}"


def _names(members: Iterable[Member]) -> dict[str, Member]:
    """How a line may name a file: its path or its last part, with or without its ending."""
    found: dict[str, Member] = {}
    for member in members:
        path = _plain(member.label)
        last = path.rpartition("/")[2]
        for name in (path, last, path.rpartition(".")[0], last.rpartition(".")[0]):
            if name:
                found.setdefault(name, member)
    return found


def _plain(name: str) -> str:
    return clean_line(name).replace("\\", "/").removeprefix("./").casefold()


def _by_words(members: Iterable[Member]) -> dict[tuple[str, ...], list[Member]]:
    """Files by what their name begins with: ``05-QĐ-UBND giao chỉ tiêu.pdf`` by 5, qd, ubnd."""
    found: dict[tuple[str, ...], list[Member]] = {}
    for member in members:
        stem = fold(member.label.rpartition("/")[2]).rpartition(".")[0]
        words = name_words(stem)
        if words and not words[0][:1].isdigit():
            # ``CV 99-UBND-VP``, ``so 05 QD-UBND``: the number comes after a word or two.
            words = next((words[n:] for n in (1, 2) if words[n : n + 1] and words[n].isdigit()), ())
        for length in range(2, min(len(words), 7) + 1):
            found.setdefault(words[:length], []).append(member)
    return found
