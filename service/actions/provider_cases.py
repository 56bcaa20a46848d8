"""Hồ sơ đề nghị công bố — opened, filled in, handed in, received, supplemented or called off.

The counter's verbs take `by`; the applicant's own come through `provider_links`, which proves the
link and calls the same steps with nobody as `by`.
"""

from collections.abc import Mapping, Sequence
from datetime import date, datetime
from typing import Any

from service.actions.office import Office
from service.domain.documents import Person
from service.domain.eligibility import application, limits
from service.domain.eligibility.cases import Provider, ProviderCase
from service.domain.eligibility.law import ProviderLaw, ProviderRegime
from service.domain.eligibility.personal import is_masked, normal_id
from service.domain.eligibility.states import (
    CASE_STATE_NAMES,
    COUNTER,
    CaseState,
    ProviderState,
)
from service.domain.errors import EditConflict, Refused, WrongState
from service.domain.holidays import VIETNAM_CALENDAR
from service.domain.numbering import office_date
from service.domain.vietnamese import clean, clean_line, short_date
from service.store import (
    events,
    provider_cases,
    provider_law,
    provider_parts,
    provider_register,
)
from service.store.moments import to_text

EDITABLE = (CaseState.DRAFT, CaseState.AWAITING)


def law_of(office: Office, case: ProviderCase) -> ProviderLaw:
    """The text of law that the case began with, whatever the office uses now."""
    return provider_law.version(office.db, case.law_version)


def regime_of(office: Office, case: ProviderCase) -> ProviderRegime:
    return law_of(office, case).regime(case.regime)


def open_case(
    office: Office,
    *,
    kind: str,
    path: str = "ordinary",
    request: str = "first",
    provider_id: int | None = None,
    filed_on: date | None = None,
    by: Person,
    now: datetime,
) -> ProviderCase:
    """Begin a case under the law of its day; it keeps that text of law.

    `filed_on` is the day a paper dossier came in, else today and, for a draft, the day it is
    handed in. Refused: a day without law or in the future (``filed_on``), a kind that the path
    is not for (``kind``), a second request without its provider (``provider_id``).
    """
    by.require(*COUNTER)
    day = filed_on or office_date(now)
    _require_past(day, now, "filed_on")
    law = office.law
    regime = law.on(day)
    _require_openable(regime, kind, path, request)
    answers: dict[str, Any] = {}
    with office.db.write():
        if request == "again":
            answers = _answers_of(_to_publish_again(office, provider_id, regime))
        provider_law.note(office.db, law, now)
        case = provider_cases.add(
            office.db,
            {
                "kind": kind,
                "path": path,
                "request": request,
                "regime": regime.code,
                "law_version": law.version,
                "filed_on": day.isoformat(),
                "provider_id": provider_id if request == "again" else None,
            },
            by=by,
            now=now,
        )
        if answers:
            provider_cases.save(office.db, case.id, answers, {}, version=1, now=now)
        events.add(office.db, "case_open", by, now, topic=case.topic, regime=regime.code)
    return provider_cases.for_office(office.db, case.id)


def _require_openable(regime: ProviderRegime, kind: str, path: str, request: str) -> None:
    if kind not in regime.path(path).kinds:
        raise Refused(f"“{regime.path(path).name}” không dành cho loại này; hãy chọn lại.", "kind")
    if request not in ("first", "again"):
        raise Refused("Hãy chọn đề nghị công bố hoặc công bố lại.", "request")


def _to_publish_again(office: Office, provider_id: int | None, regime: ProviderRegime) -> Provider:
    if provider_id is None:
        raise Refused("Công bố lại phải chọn cơ sở đã được công bố.", "provider_id")
    provider = provider_register.get(office.db, provider_id)
    if provider.state is ProviderState.SUSPENDED and "suspension" not in regime.again_reasons:
        raise WrongState(
            f"{regime.name}: cơ sở đang bị đình chỉ nộp báo cáo khắc phục, không đề nghị công bố "
            "lại."
        )
    if provider.state not in (ProviderState.PUBLISHED, ProviderState.SUSPENDED):
        raise WrongState("Cơ sở này không ở trạng thái có thể công bố lại; hãy xem lại danh sách.")
    return provider


def _answers_of(provider: Provider) -> dict[str, Any]:
    return {
        "provider_name": provider.name,
        "rep_name": provider.representative,
        "rep_title": provider.representative_title,
        "service_address": provider.service_address,
        "phone": provider.phone,
        "email": provider.email,
        "scope": list(provider.scope),
        "modes": list(provider.modes),
        "price": provider.price,
        "commune": provider.commune,
    }


def save_application(
    office: Office,
    case_id: int,
    answers: Mapping[str, Any],
    *,
    staff: Sequence[Mapping[str, Any]] | None = None,
    equipment: Sequence[Mapping[str, Any]] | None = None,
    version: int,
    by: Person,
    now: datetime,
) -> ProviderCase:
    """Keep what was typed so far, complete or not; without `staff` or `equipment` those stay.

    EditConflict when somebody saved over `version`; WrongState once it was handed in.
    """
    by.require(*COUNTER)
    case = provider_cases.get(office.db, case_id, by)
    return save_case(
        office, case, answers, staff=staff, equipment=equipment, version=version, by=by, now=now
    )


def save_case(
    office: Office,
    case: ProviderCase,
    answers: Mapping[str, Any],
    *,
    staff: Sequence[Mapping[str, Any]] | None,
    equipment: Sequence[Mapping[str, Any]] | None,
    version: int,
    by: Person | None,
    now: datetime,
) -> ProviderCase:
    """`save_application` once it is known who may: the applicant has no `by`."""
    db = office.db
    kept = application.kept_answers(answers)
    columns = {**_identity_columns(office, case, answers), **_day_columns(office, case, now)}
    with db.write():
        current = provider_cases.for_office(db, case.id)
        if current.state not in EDITABLE:
            raise WrongState(
                f"Hồ sơ đang ở trạng thái “{CASE_STATE_NAMES[current.state]}” nên không sửa được."
            )
        if not provider_cases.save(db, case.id, kept, columns, version=version, now=now):
            raise EditConflict(
                "Có người vừa lưu hồ sơ này; hãy tải lại trang rồi ghi tiếp phần của bạn.",
                version=current.version,
            )
        if staff is not None:
            rows = [application.staff_row(row) for row in staff[: application.MOST_ROWS]]
            provider_parts.put_staff(db, office.vault, case.id, [_with_id(row) for row in rows])
        if equipment is not None:
            items = [application.equipment_row(row) for row in equipment[: application.MOST_ROWS]]
            provider_parts.put_equipment(db, case.id, items)
        events.add(db, "case_save", by, now, topic=case.topic, applicant=by is None)
    return provider_cases.for_office(db, case.id)


def _with_id(row: dict[str, Any]) -> dict[str, Any]:
    return {**row, "id_no": _as_normal(row["id_no"])}


def _as_normal(text: str) -> str:
    """The number in its one spelling, else as typed: the check at the field says what is wrong."""
    try:
        return text if is_masked(text) or not text else normal_id(text)
    except Refused:
        return text


def _identity_columns(
    office: Office, case: ProviderCase, answers: Mapping[str, Any]
) -> dict[str, Any]:
    """Columns for a number that was typed; a mask that came back changes nothing."""
    if "id_no" not in answers:
        return {}
    typed = _as_normal(clean_line(str(answers["id_no"] or "")))
    if is_masked(typed):
        return {}
    if not typed:
        return {"id_cipher": None, "id_shown": "", "id_hash": ""}
    return provider_parts.locked_id(office.vault, case.id, typed)


def _day_columns(office: Office, case: ProviderCase, now: datetime) -> dict[str, Any]:
    """A draft without a day of its own moves with the calendar, and its law with it."""
    today = office_date(now)
    if case.state is not CaseState.DRAFT or case.filed_on < office_date(case.created_at):
        return {}
    regime = law_of(office, case).on(today)
    return {"filed_on": today.isoformat(), "regime": regime.code}


def submit_application(office: Office, case_id: int, *, by: Person, now: datetime) -> ProviderCase:
    """Hand in; Refused with every field's sentence in `errors` when it is not complete, or when
    the same applicant has another case that is still being dealt with."""
    by.require(*COUNTER)
    return submit_case(office, provider_cases.get(office.db, case_id, by), by=by, now=now)


def submit_case(
    office: Office, case: ProviderCase, *, by: Person | None, now: datetime
) -> ProviderCase:
    """`submit_application` once it is known who may. Twice is harmless."""
    db = office.db
    with db.write():
        current = provider_cases.for_office(db, case.id)
        if current.state is CaseState.FILED:
            return current
        days = _day_columns(office, current, now)
        regime = law_of(office, current).regime(days.get("regime", current.regime))
        _require_complete(office, current, regime, now)
        _require_only_one(office, current, by)
        moved = provider_cases.move(db, current, "submit", now, submitted_at=to_text(now), **days)
        if moved.request == "again" and moved.provider_id is not None:
            provider = provider_register.get(db, moved.provider_id)
            provider_register.move(db, provider, "apply_again", now)
        events.add(db, "case_submit", by, now, topic=case.topic, applicant=by is None)
    return moved


def missing_in(
    office: Office, case: ProviderCase, regime: ProviderRegime, now: datetime
) -> dict[str, str]:
    """Field → sentence for all that is missing or wrong in the application."""
    return application.application_errors(
        regime,
        kind=case.kind,
        path=case.path,
        request=case.request,
        answers=case.answers,
        id_no=provider_cases.identity(office.db, office.vault, case.id),
        staff=provider_parts.staff(office.db, case.id),
        equipment=provider_parts.equipment(office.db, case.id),
        attachments=provider_parts.attachments(office.db, case.id),
        today=office_date(now),
    )


def _require_complete(
    office: Office, case: ProviderCase, regime: ProviderRegime, now: datetime
) -> None:
    if errors := missing_in(office, case, regime, now):
        raise Refused(f"Hồ sơ còn {len(errors)} chỗ phải bổ sung hoặc sửa.", errors=errors)


def _require_only_one(office: Office, case: ProviderCase, by: Person | None) -> None:
    id_hash = provider_cases.id_hash(office.db, case.id)
    code = str(case.answers.get("enterprise_code") or "")
    twin = provider_cases.open_twin(office.db, case, id_hash, code)
    if twin is not None:
        which = f" (hồ sơ số {twin.receipt_no or twin.id})" if by is not None else ""
        raise Refused(
            f"Người đề nghị này đang có hồ sơ khác được giải quyết{which}. Hãy bổ sung hồ sơ ấy "
            "hoặc rút nó trước khi nộp hồ sơ mới.",
            "id_no",
        )
    known = provider_register.of_applicant(office.db, id_hash, code)
    if known and case.request == "first" and set(case.scope) <= set(known.scope):
        raise Refused(
            "Người đề nghị này đã được công bố với phạm vi ấy. Nếu thay đổi người đứng đầu hoặc "
            "địa điểm, hãy chọn “công bố lại”.",
            "id_no",
        )


def receive(
    office: Office, case_id: int, *, on: date | None = None, by: Person, now: datetime
) -> ProviderCase:
    """Take a complete dossier in: it is valid, has its receipt number and the limit runs.

    `due` of the answer is the day for the slip. Twice is harmless. Refused for a day before it
    was filed or in the future (``on``), or when the calendar of the year is missing.
    """
    by.require(*COUNTER)
    db, day = office.db, on or office_date(now)
    with db.write():
        case = provider_cases.get(db, case_id, by)
        if case.state is CaseState.VALID:
            return case
        _require_past(day, now, "on")
        if day < case.filed_on:
            raise Refused(
                f"Hồ sơ nộp ngày {short_date(case.filed_on)}; ngày hợp lệ không thể sớm hơn.", "on"
            )
        # A number once given stays with the case through every supplement.
        receipt = case.receipt_no or provider_cases.next_receipt(db, day.year)
        due = limits.due(regime_of(office, case), case.limit_code, day, VIETNAM_CALENDAR)
        case = provider_cases.move(
            db,
            case,
            "receive",
            now,
            receipt_no=receipt,
            valid_on=day.isoformat(),
            due=due.day.isoformat(),
        )
        events.add(
            db,
            "case_receive",
            by,
            now,
            topic=case.topic,
            receipt=receipt,
            valid_on=day.isoformat(),
            due=due.day.isoformat(),
        )
    return case


def _require_past(day: date, now: datetime, field: str) -> None:
    if day > office_date(now):
        raise Refused("Ngày này chưa tới; hãy xem lại.", field)


def clean_items(items: Sequence[str]) -> list[str]:
    """The lines of a list without blanks; Refused (field ``items``) when none is left."""
    kept = [clean(item).strip() for item in items if clean(item).strip()]
    if not kept:
        raise Refused("Hãy ghi rõ từng thứ cần bổ sung.", "items")
    return kept
