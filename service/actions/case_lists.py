"""Danh mục hồ sơ — the list of the year: begun, copied, filled, issued (NĐ 30/2020, Điều 28)."""

from dataclasses import replace
from datetime import datetime

from service.actions.office import Office
from service.domain.case_files import CaseList, ListHeading, PlannedFile
from service.domain.documents import Person
from service.domain.errors import NotFound, Refused, WrongState
from service.domain.numbering import padded
from service.domain.vietnamese import clean_line
from service.domain.workflow import Role
from service.store import case_lists, events, people


def start(
    office: Office,
    year: int,
    *,
    by_heading: bool,
    copy_of: int | None = None,
    by: Person,
    now: datetime,
) -> CaseList:
    """Begin a year's list, empty or as a copy of another year's headings and lines.

    The agency's identifier (OrganId) comes from its profile. Numbers run through the whole list,
    or within each big heading (Phụ lục V, I.2).
    """
    by.require(Role.CLERK)
    if not 1945 <= year <= 9999:
        raise Refused("Hãy ghi năm của danh mục, ví dụ 2026.", field="year")
    with office.db.write():
        if case_lists.find(office.db, year) is not None:
            raise WrongState(f"Năm {year} đã có danh mục hồ sơ.")
        earlier = case_lists.find(office.db, copy_of) if copy_of is not None else None
        if copy_of is not None and earlier is None:
            raise Refused(f"Năm {copy_of} không có danh mục để chép.", field="copy_of")
        organ = office.agency().organ_id or (earlier.organ_id if earlier else "")
        case_lists.start(office.db, year, by_heading=by_heading, organ_id=organ, by=by, now=now)
        if earlier is not None:
            _copy(office, earlier, year)
        events.add(office.db, "case_list_start", by, now, topic=_topic(year), copied=copy_of)
    return get(office, year)


def get(office: Office, year: int) -> CaseList:
    found = case_lists.find(office.db, year)
    if found is None:
        raise NotFound(f"Năm {year} chưa có danh mục hồ sơ.")
    return found


def add_heading(
    office: Office,
    year: int,
    name: str,
    *,
    symbol: str,
    parent_id: int | None,
    by: Person,
    now: datetime,
) -> CaseList:
    """A big heading with its symbol, or a small one under `parent_id` (Phụ lục V, I.1)."""
    by.require(Role.CLERK)
    words, letters = clean_line(name), clean_line(symbol).replace(" ", "")
    if not words:
        raise Refused("Hãy ghi tên đề mục.", field="name")
    with office.db.write():
        listed = _unissued(office, year)
        big = {one.id for one in listed.headings if one.parent_id is None}
        if parent_id is not None and parent_id not in big:
            raise Refused("Hãy chọn đề mục lớn trong danh mục này.", field="parent")
        if parent_id is None and not letters:
            raise Refused("Đề mục lớn cần chữ viết tắt, ví dụ VP.", field="symbol")
        own = letters if parent_id is None else ""
        case_lists.add_heading(office.db, year, words, symbol=own, parent_id=parent_id)
        events.add(office.db, "case_list_save", by, now, topic=_topic(year), heading=words)
    return get(office, year)


def plan_file(
    office: Office,
    year: int,
    heading_id: int,
    title: str,
    *,
    retention_years: int | None,
    keeper_id: int,
    note: str = "",
    by: Person,
    now: datetime,
) -> CaseList:
    """Add a line; its number and symbol follow from the list (Phụ lục V, I.2)."""
    by.require(Role.CLERK)
    words = clean_line(title)
    if not words:
        raise Refused("Hãy ghi tiêu đề hồ sơ.", field="title")
    if people.find(office.db, keeper_id) is None:
        raise Refused("Hãy chọn người lập hồ sơ.", field="keeper")
    with office.db.write():
        listed = _unissued(office, year)
        if heading_id not in {one.id for one in listed.headings}:
            raise Refused("Hãy chọn đề mục trong danh mục này.", field="heading")
        _add(
            office,
            listed,
            PlannedFile(
                id=0,
                year=year,
                heading_id=heading_id,
                number=0,
                notation="",
                title=words,
                retention_years=retention_years,
                keeper_id=keeper_id,
                keeper_name="",
                note=clean_line(note),
            ),
        )
        events.add(office.db, "case_list_save", by, now, topic=_topic(year), title=words)
    return get(office, year)


def drop(office: Office, year: int, plan_id: int, *, by: Person, now: datetime) -> CaseList:
    """Take a line off that no file was opened from; numbers of others stay."""
    by.require(Role.CLERK)
    with office.db.write():
        listed = _unissued(office, year)
        plan = next((one for one in listed.plans if one.id == plan_id), None)
        if plan is None:
            raise NotFound("Không có hồ sơ này trong danh mục.")
        if plan.case_id is not None:
            raise WrongState(f"Hồ sơ {plan.notation} đã được mở nên không bỏ khỏi danh mục được.")
        case_lists.drop_plan(office.db, plan_id)
        events.add(office.db, "case_list_save", by, now, topic=_topic(year), dropped=plan.title)
    return get(office, year)


def issue(office: Office, year: int, decision: str, *, by: Person, now: datetime) -> CaseList:
    """Note the decision the list was issued by (Điều 28); from then on its lines stay."""
    by.require(Role.CLERK)
    words = clean_line(decision)
    if not words:
        raise Refused("Hãy ghi số, ngày quyết định ban hành danh mục.", field="decision")
    with office.db.write():
        if not _unissued(office, year).plans:
            raise Refused("Danh mục chưa có hồ sơ nào.", field="decision")
        case_lists.decide(office.db, year, words)
        events.add(office.db, "case_list_issue", by, now, topic=_topic(year), decision=words)
    return get(office, year)


def _topic(year: int) -> str:
    return f"case_list/{year}"


def _unissued(office: Office, year: int) -> CaseList:
    listed = get(office, year)
    if listed.decision:
        raise WrongState(
            f"Danh mục đã ban hành theo {listed.decision} nên không sửa nữa; hồ sơ ngoài danh mục "
            "được mở riêng (Điều 29, khoản 2, điểm c NĐ 30/2020)."
        )
    return listed


def _copy(office: Office, earlier: CaseList, year: int) -> None:
    places: dict[int, int] = {}
    for heading in sorted(earlier.headings, key=lambda one: one.parent_id is not None):
        parent = places[heading.parent_id] if heading.parent_id is not None else None
        places[heading.id] = case_lists.add_heading(
            office.db, year, heading.name, symbol=heading.symbol, parent_id=parent
        )
    for plan in earlier.plans:
        copied = replace(plan, year=year, heading_id=places[plan.heading_id])
        _add(office, get(office, year), copied)


def _add(office: Office, listed: CaseList, planned: PlannedFile) -> None:
    """Number a line after the last of the list, or of its big heading."""
    big = _big(listed, planned.heading_id)
    rivals = [
        one.number
        for one in listed.plans
        if not listed.by_heading or _big(listed, one.heading_id).id == big.id
    ]
    number = max(rivals, default=0) + 1
    notation = f"{padded(number)}.{big.symbol}"
    if notation in {one.notation for one in listed.plans}:
        raise Refused(f"Danh mục đã có hồ sơ {notation}; hai đề mục trùng chữ viết tắt.")
    case_lists.add_plan(office.db, replace(planned, number=number, notation=notation))


def _big(listed: CaseList, heading_id: int) -> ListHeading:
    by_id = {one.id: one for one in listed.headings}
    heading = by_id[heading_id]
    return heading if heading.parent_id is None else by_id[heading.parent_id]
