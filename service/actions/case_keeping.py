"""Giữ lại hồ sơ đến hạn nộp lưu — listed by its unit, agreed by the head in writing, two years at
most, undone when it is no longer needed (NĐ 30/2020, Điều 31, khoản 3, điểm d)."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date, datetime

from service.actions import case_printing
from service.actions.case_files import KEEPERS, READERS, kept_case, topic_of
from service.actions.case_printing import Printed
from service.actions.office import Office
from service.actions.reviewing import required_reason
from service.domain.case_files import CaseFile, CaseFileState, is_due_soon
from service.domain.case_keeping import Keeping, KeptFile, keeping_term, last_day_kept
from service.domain.case_keeping_prints import KeptLine, keeping_sheet
from service.domain.documents import Person
from service.domain.errors import Refused, WrongState
from service.domain.numbering import office_date
from service.domain.vietnamese import clean_line, short_date
from service.store import case_files, case_keepings, events

NONE_CHOSEN = "Hãy chọn ít nhất một hồ sơ đến hạn nộp lưu."
NEEDED = (
    ("allowed_by", "Hãy ghi họ tên người đứng đầu cơ quan đã đồng ý."),
    ("consent", "Hãy ghi văn bản đồng ý: số, ký hiệu, ngày (phải đồng ý bằng văn bản)."),
    ("reason", "Hãy ghi lý do giữ lại."),
)


def offered(office: Office, by: Person, today: date) -> tuple[CaseFile, ...]:
    """Files this person looks after that are due, or will be within 30 days, and may be kept."""
    if not by.may(*KEEPERS):
        return ()
    closed = case_files.listed(office.db, by, state=CaseFileState.CLOSED)
    return tuple(one for one in closed if is_due_soon(one, today) and _may_be_kept(one, today))


def keep_back(
    office: Office, case_ids: Sequence[int], told: Keeping, *, by: Person, now: datetime
) -> Keeping:
    """Giữ lại: closed files stay with their unit beyond their day, one act for all of them.

    Refused (fields ``cases``, ``allowed_by``, ``consent``, ``reason``, ``kept_until``), also
    beyond the law's limit; WrongState for a file that is not waiting for its hand-over;
    NotFound, NotAllowed.
    """
    by.require(*KEEPERS)
    told = _checked(told)
    chosen = tuple(dict.fromkeys(case_ids))
    if not chosen:
        raise Refused(NONE_CHOSEN, field="cases")
    db, today = office.db, office_date(now)
    with db.write():
        cases = [kept_case(office, one, by) for one in chosen]
        due = [_due_day(case, told.kept_until, today) for case in cases]
        keeping_id = case_keepings.add(db, told, by=by, now=now)
        for case, day in zip(cases, due, strict=True):
            case_keepings.keep(db, keeping_id, case.id, day)
            until, about = short_date(told.kept_until), topic_of(case.id)
            reason = f"đến {until}, {told.allowed_by} đồng ý ({told.consent}); {told.reason}"
            events.add(db, "case_file_keep", by, now, topic=about, reason=reason)
    return replace(told, id=keeping_id, maker=by.name, made_at=now)


def end_keeping(office: Office, case_id: int, reason: str, *, by: Person, now: datetime) -> None:
    """Thôi giữ lại: the file falls due on its day by law again. WrongState when it is not kept."""
    why = required_reason(reason, "Hãy ghi vì sao thôi giữ lại hồ sơ.")
    with office.db.write():
        kept_case(office, case_id, by)
        if not case_keepings.end(office.db, case_id, why, by=by, now=now):
            raise WrongState("Hồ sơ này không còn được giữ lại; hãy tải lại trang.")
        events.add(office.db, "case_file_keep_end", by, now, topic=topic_of(case_id), reason=why)


def acts(
    office: Office, by: Person
) -> tuple[tuple[Keeping, tuple[tuple[KeptFile, CaseFile], ...]], ...]:
    """Every act with those of its files that this person may see, the newest first."""
    seen = {one.id: one for one in case_files.listed(office.db, by)}
    found = []
    for keeping_id in case_keepings.acts(office.db):
        every = case_keepings.in_act(office.db, keeping_id)
        kept = tuple((one, seen[one.case_id]) for one in every if one.case_id in seen)
        if kept:
            found.append((kept[0][0].keeping, kept))
    return tuple(found)


def print_kept(
    office: Office, keeping_id: int, ending: str, *, by: Person, now: datetime
) -> Printed:
    """Danh mục hồ sơ, tài liệu giữ lại of one act, for Lưu trữ cơ quan.

    NotFound also when a file in it is not this person's to see.
    """
    by.require(*READERS)
    kept = case_keepings.in_act(office.db, keeping_id)
    cases = [case_files.get(office.db, one.case_id, by) for one in kept]
    lines = [KeptLine(case, one) for case, one in zip(cases, kept, strict=True)]
    sheet = keeping_sheet(kept[0].keeping, lines, office.agency(), now)
    topic = f"case_keeping/{keeping_id}"
    return case_printing.made(office, sheet, ending, topic, by=by, now=now)


def _checked(told: Keeping) -> Keeping:
    cleaned = replace(
        told,
        allowed_by=clean_line(told.allowed_by),
        allowed_post=clean_line(told.allowed_post),
        consent=clean_line(told.consent),
        reason=clean_line(told.reason),
    )
    errors = {name: text for name, text in NEEDED if not getattr(cleaned, name)}
    if errors:
        raise Refused("Còn mục chưa ghi.", errors=errors)
    return cleaned


def _may_be_kept(case: CaseFile, today: date) -> bool:
    due = case.due_by_law
    return due is not None and last_day_kept(due) > max(today, case.kept_until or date.min)


def _due_day(case: CaseFile, until: date, today: date) -> date:
    """The file's day by law, when it may be kept back until then."""
    due = case.due_by_law
    if case.state is not CaseFileState.CLOSED:
        raise WrongState(f"Hồ sơ {case.name} không chờ nộp lưu; hãy tải lại trang.")
    if due is None:
        raise Refused(f"Hồ sơ {case.name} không phải nộp lưu nên không cần giữ lại.", "cases")
    if not is_due_soon(case, today):
        day = short_date(case.due_on or due)
        raise Refused(
            f"Hồ sơ {case.name} đến {day} mới đến hạn; giữ lại được từ 30 ngày trước hạn.", "cases"
        )
    last, article = last_day_kept(due), keeping_term(due).article
    if until > last:
        raise Refused(
            f"Hồ sơ {case.name} đến hạn nộp lưu ngày {short_date(due)} nên giữ lại được đến hết "
            f"ngày {short_date(last)} là cùng ({article}).",
            field="kept_until",
        )
    if until <= max(today, case.due_on or due):
        day = short_date(max(today, case.due_on or due))
        raise Refused(
            f"Ngày giữ lại đến của hồ sơ {case.name} phải sau ngày {day}.", field="kept_until"
        )
    return due
