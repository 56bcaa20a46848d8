"""Chọn dòng cho lần soạn hàng loạt — from ticked cases, from communes, or from a spreadsheet."""

from collections import defaultdict
from collections.abc import Callable, Mapping, Sequence
from datetime import datetime
from typing import Any

from service.actions.office import Office
from service.actions.provider_papers import draft_paper
from service.domain.documents import Document, Person
from service.domain.eligibility.bulk import MOST_ROWS, REVIEW_LETTER, BulkLine, row_answers
from service.domain.eligibility.cases import CaseLine, Provider
from service.domain.eligibility.paper_making import RECIPES
from service.domain.eligibility.states import CaseState, ProviderState
from service.domain.errors import Refused
from service.domain.takeover import TypedLine
from service.domain.vietnamese import clean_line, fold
from service.domain.workflow import Role
from service.store import provider_cases, provider_lookups, provider_register

_C = CaseState
_DECIDED_IN = (_C.APPRAISING,)
STATES: Mapping[str, tuple[CaseState, ...]] = {
    "supplement": (_C.FILED, _C.VALID, _C.APPRAISING),
    "apology": (_C.VALID, _C.APPRAISING),
}
"""In which states a case may have such a paper; all others while it is appraised."""

COMMUNES, REPORT = "communes", "report"
TOLD = (ProviderState.PUBLISHED, ProviderState.ASSIGNED)


def candidates(office: Office, purpose: str, *, by: Person) -> tuple[BulkLine, ...]:
    """What may be ticked for this paper: cases in a fitting state, or communes with providers."""
    by.require(Role.DRAFTER)
    if purpose == REVIEW_LETTER:
        return ()
    if purpose == REPORT:
        return tuple(
            BulkLine(place, one.name, provider_ids=(one.id,))
            for place, one in enumerate(_providers(office, by), start=1)
        )
    if purpose == COMMUNES:
        return tuple(
            _of_commune(place, name, ids)
            for place, (name, ids) in enumerate(_communes(office, by).values(), start=1)
        )
    found = (line for line in _cases(office, by) if _fits(purpose, line))
    return tuple(_of_case(place, line) for place, line in enumerate(found, start=1))


def draft_list(
    office: Office,
    purpose: str,
    lines: Sequence[BulkLine],
    given: Mapping[str, Any],
    *,
    by: Person,
    now: datetime,
) -> Document:
    """One paper for all the lines, with their list in its annex.

    Refused (``file``) where lines have answers of their own, which one paper could not keep.
    """
    if any(set(line.given) - {"commune"} for line in lines):
        raise Refused(
            "Văn bản chung không dùng được cột riêng của từng dòng (giá, giai đoạn …); hãy bỏ các "
            "cột ấy hoặc soạn mỗi dòng một văn bản.",
            "file",
        )
    return draft_paper(
        office,
        purpose,
        case_ids=[one for line in lines for one in line.case_ids],
        provider_ids=[one for line in lines for one in line.provider_ids],
        given=given,
        by=by,
        now=now,
    )


def _cases(office: Office, by: Person) -> tuple[CaseLine, ...]:
    """Every case that the person may see: an office has thousands at most."""
    return provider_cases.page(office.db, by, per_page=100_000).lines


def _fits(purpose: str, line: CaseLine) -> bool:
    states = STATES.get(purpose, _DECIDED_IN)
    return line.state in states and RECIPES[purpose].fits(line.request, line.path)


def _of_case(row: int, line: CaseLine) -> BulkLine:
    receipt = f" ({line.receipt_no})" if line.receipt_no else ""
    return BulkLine(row, f"{line.name}{receipt}", case_ids=(line.id,))


def _communes(office: Office, by: Person) -> dict[str, tuple[str, list[int]]]:
    """Folded name → the commune as written and the providers that serve there."""
    found: dict[str, tuple[str, list[int]]] = {}
    for one in _providers(office, by):
        if one.commune and one.state in TOLD:
            found.setdefault(_key(one.commune), (one.commune, []))[1].append(one.id)
    return found


def _providers(office: Office, by: Person) -> tuple[Provider, ...]:
    seen = provider_lookups.seen_by(office.db, by)
    every = provider_register.providers(office.db)
    return tuple(one for one in every if seen is None or one.id in seen)


def _of_commune(row: int, name: str, ids: Sequence[int]) -> BulkLine:
    return BulkLine(row, name, provider_ids=tuple(ids), given={"commune": name})


def lines_of_table(
    office: Office, purpose: str, table: Sequence[TypedLine], *, by: Person
) -> tuple[tuple[BulkLine, ...], dict[int, str]]:
    """The lines of a spreadsheet, and line number → sentence for those that name nobody.

    Refused (field ``file``) for more rows than one run takes.
    """
    by.require(Role.DRAFTER)
    if len(table) > MOST_ROWS:
        raise Refused(f"Mỗi lần nhiều nhất {MOST_ROWS} dòng; hãy chia nhỏ bảng.", "file")
    find = _finder(office, purpose, by)
    lines: list[BulkLine] = []
    wrong: dict[int, str] = {}
    for one in table:
        try:
            if one.formulas:
                raise Refused("Dòng có công thức; hãy dán lại dưới dạng giá trị.")
            lines.append(find(one))
        except Refused as refusal:
            wrong[one.row] = refusal.message
    return tuple(lines), wrong


_Finder = Callable[[TypedLine], BulkLine]


def _finder(office: Office, purpose: str, by: Person) -> _Finder:
    if purpose == REVIEW_LETTER:
        return _unit_line
    if purpose == COMMUNES:
        known = _communes(office, by)
        return lambda line: _commune_line(line, known)
    cases = [line for line in _cases(office, by) if _fits(purpose, line)]
    by_receipt = {line.receipt_no: line for line in cases if line.receipt_no}
    by_name: dict[str, list[CaseLine]] = defaultdict(list)
    for line in cases:
        by_name[_key(line.name)].append(line)
    return lambda line: _case_line(line, by_receipt, by_name)


def _unit_line(line: TypedLine) -> BulkLine:
    name = _cell(line, "unit") or _cell(line, "commune")
    if not name:
        raise Refused("Chưa ghi đơn vị nhận công văn.")
    return BulkLine(line.row, name, given=row_answers(line.cells))


def _commune_line(line: TypedLine, known: Mapping[str, tuple[str, list[int]]]) -> BulkLine:
    name = _cell(line, "commune")
    if _key(name) not in known:
        raise Refused(
            f"Xã “{name}” chưa có cơ sở nào đang được công bố." if name else "Chưa ghi xã."
        )
    written, ids = known[_key(name)]
    made = _of_commune(line.row, written, ids)
    return BulkLine(
        line.row, made.label, provider_ids=made.provider_ids, given=row_answers(line.cells)
    )


def _case_line(
    line: TypedLine,
    by_receipt: Mapping[str, CaseLine],
    by_name: Mapping[str, Sequence[CaseLine]],
) -> BulkLine:
    receipt, name = _cell(line, "receipt"), _cell(line, "name")
    if receipt:
        found = [by_receipt[receipt]] if receipt in by_receipt else []
        asked = f"số biên nhận {receipt}"
    else:
        found, asked = list(by_name.get(_key(name), ())), f"tên “{name}”"
    if not receipt and not name:
        raise Refused("Chưa ghi số biên nhận hoặc tên cơ sở.")
    if not found:
        raise Refused(f"Không có hồ sơ nào với {asked} đang ở bước này.")
    if len(found) > 1:
        raise Refused(f"Có {len(found)} hồ sơ với {asked}; hãy ghi số biên nhận.")
    made = _of_case(line.row, found[0])
    return BulkLine(line.row, made.label, case_ids=made.case_ids, given=row_answers(line.cells))


def _cell(line: TypedLine, name: str) -> str:
    return clean_line(line.cells.get(name, ""))


def _key(text: str) -> str:
    return fold(clean_line(text))
