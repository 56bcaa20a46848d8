"""Hồ sơ — opened, filled, closed, reopened, shown and handed over (NĐ 30/2020, Điều 29–31)."""

from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import date, datetime

from service.actions import case_papers
from service.actions.access import ONE_LOOK
from service.actions.office import Office
from service.actions.reviewing import required_reason
from service.domain.case_files import (
    CaseDetails,
    CaseFile,
    CaseFileState,
    CaseItem,
    FiledPaper,
    HandOver,
    in_order,
    is_due_soon,
)
from service.domain.documents import Person
from service.domain.errors import NotAllowed, NotFound, OfficeError, Refused, WrongState
from service.domain.numbering import office_date
from service.domain.vietnamese import clean, clean_line, short_date
from service.domain.workflow import Role
from service.store import agency as agencies
from service.store import case_files, case_grants, case_keepings, case_lists, events, people

READERS = (Role.DRAFTER, Role.SIGNATORY, Role.CLERK)
KEEPERS = (Role.DRAFTER, Role.CLERK)
CLOSED = "đã kết thúc nên không thêm bớt được nữa; muốn sửa, hãy mở lại và ghi lý do."


def topic_of(case_id: int) -> str:
    """The name under which a file's history is kept."""
    return f"case_file/{case_id}"


def may_keep(case: CaseFile, person: Person) -> bool:
    """Clerks all files; drafters those of their unit and those they keep (Điều 29, khoản 2)."""
    if person.may(Role.CLERK):
        return True
    return person.may(Role.DRAFTER) and (
        case.unit_id == person.unit_id or case.keeper_id == person.id
    )


def open_file(
    office: Office,
    details: CaseDetails,
    *,
    year: int | None = None,
    plan_id: int | None = None,
    by: Person,
    now: datetime,
) -> CaseFile:
    """Mở hồ sơ: from a line of the list (`plan_id`), or besides it (Điều 29, khoản 2).

    `year` defaults to that of the list, else of the day it starts. Refused (fields ``notation``,
    ``title``, ``started_on``); WrongState when the line has its file already.
    """
    by.require(*KEEPERS)
    told = _checked(details, office_date(now))
    with office.db.write():
        keeper, unit, of_year = by.id, by.unit_id, year or told.started_on.year
        if plan_id is not None:
            plan = case_lists.plan(office.db, plan_id)
            if plan.case_id is not None:
                raise WrongState("Hồ sơ này trong danh mục đã được mở.")
            of_year, keeper = plan.year, plan.keeper_id
            if not by.may(Role.CLERK) and keeper != by.id:
                raise NotAllowed(f"Danh mục giao hồ sơ này cho {plan.keeper_name} lập.")
            unit = people.get(office.db, keeper).unit_id
        listed = case_lists.find(office.db, of_year)
        organ_id = (listed.organ_id if listed else "") or office.agency().organ_id
        _require_free(office, organ_id, of_year, told.notation)
        case_id = case_files.add(
            office.db,
            told,
            organ_id=organ_id,
            year=of_year,
            keeper_id=keeper,
            unit_id=unit,
            plan_id=plan_id,
            by=by,
            now=now,
        )
        events.add(office.db, "case_file_open", by, now, topic=topic_of(case_id))
    return case_files.for_office(office.db, case_id)


def save(
    office: Office, case_id: int, details: CaseDetails, *, by: Person, now: datetime
) -> CaseFile:
    """Correct an open file's fields (Điều 29, khoản 4, điểm b)."""
    told = _checked(details, office_date(now))
    with office.db.write():
        case = _open_case(office, case_id, by)
        if told.notation != case.details.notation:
            _require_free(office, case.organ_id, case.year, told.notation)
        case_files.save(office.db, case_id, told)
        events.add(office.db, "case_file_save", by, now, topic=topic_of(case_id))
    return case_files.for_office(office.db, case_id)


def put(
    office: Office, case_ids: Iterable[int], topic: str, *, by: Person, now: datetime
) -> tuple[CaseFile, ...]:
    """Đưa văn bản vào hồ sơ: one paper into several files, as a reference and never a copy.

    Files that hold it already are left as they are. Refused (field ``cases``) when none is named;
    NotFound, WrongState for a paper that cannot go into a file, or a closed file.
    """
    chosen = tuple(dict.fromkeys(case_ids))
    if not chosen:
        raise Refused("Hãy chọn ít nhất một hồ sơ.", field="cases")
    with office.db.write():
        paper = case_papers.read(office, topic, by)
        cases = tuple(_open_case(office, one, by) for one in chosen)
        for case in cases:
            if case_files.holds(office.db, case.id, topic):
                continue
            case_files.put(office.db, case.id, paper, by=by, now=now)
            name = paper.reference or paper.subject
            about = topic_of(case.id)
            events.add(office.db, "case_file_put", by, now, topic=about, paper=name, of=topic)
    return cases


def take_out(
    office: Office, case_id: int, item_id: int, reason: str, *, by: Person, now: datetime
) -> None:
    """Loại văn bản trùng, nhầm ra khỏi hồ sơ; the paper itself stays where it is."""
    why = required_reason(reason, "Hãy ghi vì sao đưa văn bản này ra khỏi hồ sơ.")
    with office.db.write():
        _open_case(office, case_id, by)
        if not case_files.take_out(office.db, case_id, item_id, why, by=by, now=now):
            raise NotFound("Văn bản này không còn trong hồ sơ.")
        events.add(office.db, "case_file_take_out", by, now, topic=topic_of(case_id), reason=why)


def close(office: Office, case_id: int, ended_on: date, *, by: Person, now: datetime) -> CaseFile:
    """Kết thúc hồ sơ: the contents list is frozen; nothing goes in or out afterwards.

    Refused (field ``ended_on``) for an empty file, a day in the future or before its start.
    """
    with office.db.write():
        case = _open_case(office, case_id, by)
        if ended_on > office_date(now) or ended_on < case.details.started_on:
            start = short_date(case.details.started_on)
            raise Refused(f"Ngày kết thúc phải từ {start} đến hôm nay.", field="ended_on")
        papers = [one.paper for one in _current(office, case)]
        if not papers:
            raise Refused("Hồ sơ chưa có văn bản nào nên chưa kết thúc được.", field="ended_on")
        case_files.close(office.db, case_id, papers, by=by, now=now)
        case_files.move(
            office.db,
            case_id,
            CaseFileState.OPEN,
            state=CaseFileState.CLOSED.value,
            ended_on=ended_on.isoformat(),
        )
        events.add(
            office.db, "case_file_close", by, now, topic=topic_of(case_id), papers=len(papers)
        )
    return case_files.for_office(office.db, case_id)


def reopen(office: Office, case_id: int, reason: str, *, by: Person, now: datetime) -> CaseFile:
    """Mở lại hồ sơ: with a reason, by whoever keeps it; WrongState once it was handed over."""
    why = required_reason(reason, "Hãy ghi vì sao mở lại hồ sơ.")
    with office.db.write():
        case = kept_case(office, case_id, by)
        if case.state is not CaseFileState.CLOSED:
            raise WrongState("Chỉ mở lại được hồ sơ đã kết thúc, chưa nộp lưu; hãy tải lại trang.")
        case_files.reopen(office.db, case_id, why, by=by, now=now)
        if case_keepings.end(office.db, case_id, "Mở lại hồ sơ", by=by, now=now):
            again = "mở lại hồ sơ"
            events.add(
                office.db, "case_file_keep_end", by, now, topic=topic_of(case_id), reason=again
            )
        moved = {"state": CaseFileState.OPEN.value, "ended_on": None}
        case_files.move(office.db, case_id, CaseFileState.CLOSED, **moved)
        events.add(office.db, "case_file_reopen", by, now, topic=topic_of(case_id), reason=why)
    return case_files.for_office(office.db, case_id)


def show_to(office: Office, case_id: int, unit_id: int, *, by: Person, now: datetime) -> None:
    """Cho đơn vị khác xem hồ sơ; papers in it keep their own rights. Twice is harmless."""
    with office.db.write():
        case = kept_case(office, case_id, by)
        units = {unit.id: unit.name for unit in agencies.units(office.db)}
        if unit_id not in units or unit_id == case.unit_id:
            raise Refused("Hãy chọn một đơn vị khác với đơn vị lập hồ sơ.", field="unit")
        if any(one.unit_id == unit_id for one in case_grants.grants(office.db, case_id)):
            return
        case_grants.grant(office.db, case_id, unit_id, by=by, now=now)
        about, holder = topic_of(case_id), units[unit_id]
        events.add(office.db, "case_file_grant", by, now, topic=about, holder=holder)


def hide_from(office: Office, case_id: int, grant_id: int, *, by: Person, now: datetime) -> None:
    with office.db.write():
        kept_case(office, case_id, by)
        if case_grants.revoke(office.db, case_id, grant_id, by=by, now=now):
            events.add(office.db, "case_file_revoke", by, now, topic=topic_of(case_id))


def hand_over(
    office: Office, case_ids: Sequence[int], told: HandOver, *, by: Person, now: datetime
) -> HandOver:
    """Nộp lưu: closed files go to Lưu trữ cơ quan in one act with its minutes (Điều 30).

    Refused (fields ``cases``, ``giver``, ``receiver``, ``handed_on``).
    """
    by.require(Role.CLERK)
    chosen = tuple(dict.fromkeys(case_ids))
    if not chosen:
        raise Refused("Hãy chọn ít nhất một hồ sơ đã kết thúc.", field="cases")
    if told.handed_on > office_date(now):
        raise Refused("Ngày giao nhận không được sau hôm nay.", field="handed_on")
    for name, words in (("giver", told.giver), ("receiver", told.receiver)):
        if not clean_line(words):
            raise Refused("Hãy ghi họ tên.", field=name)
    with office.db.write():
        handover_id = case_files.add_handover(office.db, told, by=by, now=now)
        for case_id in chosen:
            case = case_files.get(office.db, case_id, by)
            moved = {"state": CaseFileState.HANDED_OVER.value, "handover_id": handover_id}
            if case.ended_on is None or case.ended_on > told.handed_on:
                raise Refused(f"Hồ sơ {case.name} chưa kết thúc vào ngày đó.", field="cases")
            if not case_files.move(office.db, case_id, CaseFileState.CLOSED, **moved):
                raise WrongState(f"Hồ sơ {case.name} không còn chờ nộp lưu; hãy tải lại trang.")
            events.add(office.db, "case_file_hand_over", by, now, topic=topic_of(case_id))
    return replace(told, id=handover_id)


def note_view(office: Office, case: CaseFile, *, by: Person, now: datetime) -> None:
    """Write down that a person looked at a file; looking again at once is the same look."""
    about = topic_of(case.id)
    for event in reversed(events.of_topic(office.db, about)):
        if event.at <= now - ONE_LOOK:
            break
        if event.verb == "case_file_view" and event.person_id == by.id:
            return
    with office.db.write():
        events.add(office.db, "case_file_view", by, now, topic=about)


def contents(office: Office, case: CaseFile, by: Person) -> tuple[CaseItem, ...]:
    """Mục lục văn bản: as frozen at closing, else as it is now, in order of time; `hidden` marks
    papers that the person may not open."""
    return tuple(
        replace(one, hidden=not case_papers.sees(office, one.paper.topic, by))
        for one in _current(office, case)
    )


def waiting_for_hand_over(office: Office, by: Person, today: date) -> tuple[CaseFile, ...]:
    """Closed files of this person's reach that fall due within 30 days or are overdue."""
    if not by.may(*READERS):
        return ()
    closed = case_files.listed(office.db, by, state=CaseFileState.CLOSED)
    due = [one for one in closed if is_due_soon(one, today)]
    return tuple(sorted(due, key=lambda one: one.due_on or date.max))


def kept_case(office: Office, case_id: int, by: Person) -> CaseFile:
    """The file, for somebody who looks after it; NotFound, NotAllowed."""
    case = case_files.get(office.db, case_id, by)
    if not may_keep(case, by):
        raise NotAllowed("Chỉ văn thư và đơn vị lập hồ sơ được sửa hồ sơ này.")
    return case


def _open_case(office: Office, case_id: int, by: Person) -> CaseFile:
    case = kept_case(office, case_id, by)
    if case.state is not CaseFileState.OPEN:
        raise WrongState(f"Hồ sơ {case.name}: {CLOSED}")
    return case


def _current(office: Office, case: CaseFile) -> list[CaseItem]:
    every = case_files.items(office.db, case.id)
    frozen = case_files.contents(office.db, case.id)
    found: list[tuple[int, FiledPaper]] = []
    closed = {one.topic: one for one in frozen or ()}
    for item_id, topic, described in every:
        paper = closed.get(topic) or described
        try:
            found.append((item_id, paper or case_papers.read(office, topic)))
        except OfficeError:  # an incoming paper whose number was struck out after it was put in
            continue
    order = in_order([paper for _, paper in found])
    ids = {paper.topic: item_id for item_id, paper in found}
    return [CaseItem(ids[one.topic], place, one) for place, one in enumerate(order, 1)]


def _checked(details: CaseDetails, today: date) -> CaseDetails:
    told = replace(
        details,
        notation=clean_line(details.notation),
        title=clean_line(details.title),
        creator=clean_line(details.creator),
        rights=clean_line(details.rights),
        language=clean_line(details.language),
        note=clean(details.note).strip(),
    )
    for name, words, sentence in (
        ("notation", told.notation, "Hãy ghi số và ký hiệu hồ sơ, ví dụ 01.VP."),
        ("title", told.title, "Hãy ghi tiêu đề hồ sơ."),
        ("creator", told.creator, "Hãy ghi người lập hồ sơ."),
    ):
        if not words:
            raise Refused(sentence, field=name)
    if told.started_on > today:
        raise Refused("Ngày bắt đầu không được sau hôm nay.", field="started_on")
    return told


def _require_free(office: Office, organ_id: str, year: int, notation: str) -> None:
    ours = office.agency().organ_id
    if case_files.by_code(office.db, organ_id, year, notation, ours=ours) is not None:
        raise Refused(
            f"Năm {year} đã có hồ sơ {notation}; hãy ghi số, ký hiệu khác.", field="notation"
        )
