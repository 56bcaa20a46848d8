"""Liên kết của người nộp — an applicant without an account fills in his own case, and no other.

The token is shown once and kept as a hash; it says nothing about the case or the person. It ends
by its day, by the clerk, or with the case.
"""

import hashlib
import secrets
from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta
from typing import Any

from service.actions import provider_cases as cases
from service.actions.office import Office
from service.actions.provider_closing import cancel_case
from service.actions.provider_files import attach_file, remove_file
from service.actions.provider_supplements import take_supplement
from service.domain.documents import Person
from service.domain.eligibility.cases import CaseAttachment, ProviderCase
from service.domain.eligibility.personal import NOTICE
from service.domain.eligibility.states import COUNTER, CaseState
from service.domain.errors import NotFound, Refused
from service.store import events, provider_access, provider_cases

TOKEN_BYTES = 32
MOST_DAYS = 180
UNKNOWN = "Liên kết không đúng hoặc đã hết hạn. Hãy liên hệ cơ quan để được cấp liên kết mới."


def hand_out_link(
    office: Office, case_id: int, *, days: int = 30, by: Person, now: datetime
) -> str:
    """A new token for the applicant, 43 letters, shown only now; earlier ones of the case end.

    Refused (field ``days``) beyond 180 days.
    """
    by.require(*COUNTER)
    if not 1 <= days <= MOST_DAYS:
        raise Refused(f"Liên kết dùng được từ 1 đến {MOST_DAYS} ngày.", "days")
    token = secrets.token_urlsafe(TOKEN_BYTES)
    with office.db.write():
        case = provider_cases.get(office.db, case_id, by)
        provider_access.revoke(office.db, case_id, now)
        provider_access.add(
            office.db, case_id, _hash(token), now + timedelta(days=days), by=by, now=now
        )
        events.add(office.db, "case_link", by, now, topic=case.topic, days=days)
    return token


def revoke_link(office: Office, case_id: int, *, by: Person, now: datetime) -> None:
    """Twice is harmless."""
    by.require(*COUNTER)
    with office.db.write():
        case = provider_cases.get(office.db, case_id, by)
        if provider_access.revoke(office.db, case_id, now):
            events.add(office.db, "case_revoke_link", by, now, topic=case.topic)


def case_of_link(office: Office, token: str, *, now: datetime) -> ProviderCase:
    """The one case of a token; NotFound with the same sentence whatever is wrong with it."""
    case_id = provider_access.case_of(office.db, _hash(token), now)
    if case_id is None:
        raise NotFound(UNKNOWN)
    case = provider_cases.for_office(office.db, case_id)
    if case.deleted_at is not None:
        raise NotFound(UNKNOWN)
    return case


def see_notice(office: Office, token: str, *, now: datetime) -> ProviderCase:
    """Note which notice on personal data was shown before the first field, and when."""
    case = case_of_link(office, token, now=now)
    if case.notice_version == NOTICE.version:
        return case
    with office.db.write():
        case = provider_cases.note(office.db, case.id, now, notice_version=NOTICE.version)
        events.add(office.db, "case_notice", None, now, topic=case.topic, version=NOTICE.version)
    return case


def save_by_link(
    office: Office,
    token: str,
    answers: Mapping[str, Any],
    *,
    staff: Sequence[Mapping[str, Any]] | None = None,
    equipment: Sequence[Mapping[str, Any]] | None = None,
    version: int,
    now: datetime,
) -> ProviderCase:
    """As `save_application`; Refused until the notice on personal data was shown."""
    case = case_of_link(office, token, now=now)
    if not case.notice_version:
        raise Refused("Hãy đọc thông báo về dữ liệu cá nhân trước khi khai.")
    return cases.save_case(
        office, case, answers, staff=staff, equipment=equipment, version=version, by=None, now=now
    )


def submit_by_link(office: Office, token: str, *, now: datetime) -> ProviderCase:
    """Hand in, or hand in what was asked for."""
    case = case_of_link(office, token, now=now)
    if case.state is CaseState.AWAITING:
        return take_supplement(office, case, note="", by=None, now=now)
    return cases.submit_case(office, case, by=None, now=now)


def attach_by_link(
    office: Office, token: str, item: str, name: str, data: bytes, *, now: datetime
) -> CaseAttachment:
    case = case_of_link(office, token, now=now)
    return attach_file(office, case, item, name, data, by=None, now=now)


def remove_by_link(office: Office, token: str, attachment_id: int, *, now: datetime) -> None:
    case = case_of_link(office, token, now=now)
    remove_file(office, case, attachment_id, by=None, now=now)


def cancel_by_link(office: Office, token: str, reason: str, *, now: datetime) -> ProviderCase:
    """Take the dossier back; Refused (field ``reason``) without a reason. Twice is harmless."""
    return cancel_case(office, case_of_link(office, token, now=now), reason, by=None, now=now)


def link_ends(office: Office, case_id: int, *, by: Person, now: datetime) -> datetime | None:
    """When the case's living link ends by itself; None when there is none."""
    provider_cases.get(office.db, case_id, by)
    return provider_access.ends_at(office.db, case_id, now)


def _hash(token: str) -> str:
    return hashlib.sha256(token.encode()).hexdigest()
