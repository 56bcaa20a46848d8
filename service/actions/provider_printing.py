"""In hồ sơ — the application to sign, and the receipt slip; made when asked for, never kept."""

from collections.abc import Mapping
from datetime import datetime

from service.actions import provider_links as links
from service.actions.office import Office
from service.actions.provider_sheet import sheet_of
from service.actions.provider_sheets import (
    APPLICANT,
    Printed,
    application_parts,
    receipt_part,
)
from service.actions.reviewing import required_reason
from service.domain.documents import Person
from service.domain.eligibility.cases import ProviderCase
from service.domain.eligibility.states import COUNTER
from service.domain.errors import WrongState
from service.domain.numbering import office_date
from service.domain.workflow import Role
from service.rendering.application_docx import sheets_docx
from service.store import events, provider_cases, provider_parts


def application_docx(office: Office, case_id: int, *, by: Person, now: datetime) -> bytes:
    """The application with its annexes as Word, identity numbers left to be written by hand."""
    by.require(Role.CLERK, Role.DRAFTER, Role.SIGNATORY)
    case = provider_cases.get(office.db, case_id, by)
    return _application(office, case, {}, now)


def whole_application_docx(
    office: Office, case_id: int, *, reason: str, by: Person, now: datetime
) -> bytes:
    """The same with every identity number, for a stated reason (field ``reason``) that is kept."""
    by.require(*COUNTER)
    reason = required_reason(reason, "Hãy ghi lý do in số giấy tờ đầy đủ; lý do được lưu lại.")
    db, vault = office.db, office.vault
    with db.write():
        case = provider_cases.get(db, case_id, by)
        numbers: dict[str | int, str] = {APPLICANT: provider_cases.identity(db, vault, case_id)}
        for one in provider_parts.staff(db, case_id):
            numbers[one.id] = provider_cases.identity(db, vault, case_id, one.id)
        events.add(
            db,
            "case_print_identity",
            by,
            now,
            topic=case.topic,
            reason=reason,
            count=sum(1 for number in numbers.values() if number),
        )
    return _application(office, case, numbers, now)


def application_by_link(office: Office, token: str, *, now: datetime) -> bytes:
    """The applicant's own print: a link that fell into other hands tells no identity number."""
    return _application(office, links.case_of_link(office, token, now=now), {}, now)


def receipt_docx(office: Office, case_id: int, *, by: Person, now: datetime) -> bytes:
    """Giấy tiếp nhận hồ sơ và hẹn trả kết quả; WrongState before the dossier was taken in."""
    by.require(Role.CLERK, Role.DRAFTER, Role.SIGNATORY)
    case = provider_cases.get(office.db, case_id, by)
    return _receipt(office, case, now)


def receipt_by_link(office: Office, token: str, *, now: datetime) -> bytes:
    return _receipt(office, links.case_of_link(office, token, now=now), now)


def _application(
    office: Office, case: ProviderCase, numbers: Mapping[str | int, str], now: datetime
) -> bytes:
    printed = Printed(sheet_of(office, case, now=now), office.agency(), numbers)
    return sheets_docx("Đơn đề nghị công bố", application_parts(printed))


def _receipt(office: Office, case: ProviderCase, now: datetime) -> bytes:
    taken = next(
        (
            event
            for event in reversed(events.of_topic(office.db, case.topic))
            if event.verb == "case_receive"
        ),
        None,
    )
    if taken is None or not case.receipt_no:
        raise WrongState("Hồ sơ chưa được tiếp nhận nên chưa có giấy tiếp nhận.")
    printed = Printed(sheet_of(office, case, now=now), office.agency(), {})
    part = receipt_part(printed, taken.person_name, office_date(taken.at))
    return sheets_docx("Giấy tiếp nhận hồ sơ và hẹn trả kết quả", (part,))
