"""Thẩm định — a verdict with evidence for each condition, the record, and the proposal."""

from collections.abc import Sequence
from datetime import date, datetime
from typing import Any

from service.actions.office import Office
from service.actions.provider_cases import regime_of
from service.actions.reviewing import required_reason
from service.domain.documents import Person
from service.domain.eligibility.cases import ProviderCase
from service.domain.eligibility.checklist import CheckRow, checklist, covered, scope_trouble
from service.domain.eligibility.decision_checks import VERDICTS
from service.domain.eligibility.states import COUNTER, OFFICER, CaseState
from service.domain.errors import EditConflict, Refused, WrongState
from service.domain.numbering import office_date
from service.domain.vietnamese import clean, short_date
from service.domain.workflow import Role
from service.store import documents, events, provider_cases, provider_parts

REVIEWED = (CaseState.VALID, CaseState.APPRAISING)


def rows_of(office: Office, case: ProviderCase) -> tuple[CheckRow, ...]:
    """Every condition × stage that this case must meet."""
    return checklist(
        regime_of(office, case),
        kind=case.kind,
        path=case.path,
        scope=case.scope,
        modes=case.modes,
    )


def begin_appraisal(office: Office, case_id: int, *, by: Person, now: datetime) -> ProviderCase:
    """Twice is harmless."""
    by.require(*OFFICER)
    with office.db.write():
        case = provider_cases.get(office.db, case_id, by)
        if case.state is CaseState.APPRAISING:
            return case
        case = provider_cases.move(office.db, case, "begin_appraisal", now)
        events.add(office.db, "case_appraise", by, now, topic=case.topic)
    return case


def record_finding(
    office: Office,
    case_id: int,
    condition: str,
    stage: str = "",
    *,
    verdict: str,
    evidence: str,
    note: str = "",
    attachment_id: int | None = None,
    seen: int | None = None,
    by: Person,
    now: datetime,
) -> ProviderCase:
    """Judge one condition (of one stage); a later verdict stands beside the earlier, and holds.

    `seen` is the id of the verdict that stood on the reviewer's page (0: none): EditConflict when
    somebody judged the row meanwhile. Refused: a row this case has not (``condition``), no such
    verdict (``verdict``), no evidence (``evidence``), or ``unmet`` and ``pending`` without a note
    (``note``).
    """
    by.require(*OFFICER)
    evidence, note = clean(evidence).strip(), clean(note).strip()
    _require_told(verdict, evidence, note)
    db = office.db
    with db.write():
        case = provider_cases.get(db, case_id, by)
        _require_row(office, case, (condition, stage), attachment_id)
        if seen is not None:
            _require_unmoved(office, case_id, (condition, stage), seen)
        provider_parts.add_finding(
            db,
            case_id,
            condition,
            stage,
            verdict=verdict,
            evidence=evidence,
            note=note,
            attachment_id=attachment_id,
            by=by,
            now=now,
        )
        told: dict[str, Any] = {"condition": condition, "stage": stage, "verdict": verdict}
        events.add(db, "case_finding", by, now, topic=case.topic, **told)
    return case


def _require_unmoved(office: Office, case_id: int, key: tuple[str, str], seen: int) -> None:
    held = {(one.condition, one.stage): one for one in provider_parts.findings(office.db, case_id)}
    found = held.get(key)
    if found is not None and found.id != seen:
        raise EditConflict(
            f"{found.reviewer} vừa kết luận “{VERDICTS[found.verdict]}” ({found.evidence}). Hãy "
            "xem kết luận ấy; nếu vẫn khác ý, bấm lưu lần nữa.",
            version=found.id,
        )


def _require_told(verdict: str, evidence: str, note: str) -> None:
    if verdict not in VERDICTS:
        raise Refused("Hãy chọn đạt, không đạt hoặc chờ xác minh.", "verdict")
    if not evidence:
        raise Refused("Hãy ghi căn cứ đã xem: giấy tờ, tra cứu, kiểm tra thực tế.", "evidence")
    if verdict != "met" and not note:
        raise Refused("Hãy ghi rõ điều chưa đạt hoặc còn phải xác minh.", "note")


def _require_row(
    office: Office, case: ProviderCase, key: tuple[str, str], attachment_id: int | None
) -> None:
    if case.state not in REVIEWED:
        raise WrongState("Chỉ kết luận khi hồ sơ đã hợp lệ và chưa quyết định.")
    if key not in {row.key for row in rows_of(office, case)}:
        raise Refused("Điều kiện này không áp dụng cho hồ sơ; hãy tải lại trang.", "condition")
    known = {one.id for one in provider_parts.attachments(office.db, case.id)}
    if attachment_id is not None and attachment_id not in known:
        raise Refused("Tệp làm căn cứ không thuộc hồ sơ này.", "attachment_id")


def record_appraisal(
    office: Office,
    case_id: int,
    *,
    on: date | None = None,
    note: str = "",
    document_id: int | None = None,
    by: Person,
    now: datetime,
) -> ProviderCase:
    """Note the appraisal record (biên bản thẩm định) and its day.

    Refused (``on``) before the dossier was valid or in the future; (``findings``) while a
    condition has no verdict.
    """
    by.require(*OFFICER)
    db, day = office.db, on or office_date(now)
    with db.write():
        case = provider_cases.get(db, case_id, by)
        if case.state is not CaseState.APPRAISING or case.valid_on is None:
            raise WrongState("Chỉ lập biên bản khi hồ sơ đang thẩm định.")
        if not case.valid_on <= day <= office_date(now):
            raise Refused(
                f"Ngày biên bản phải từ {short_date(case.valid_on)} (ngày hồ sơ hợp lệ) đến hôm "
                "nay.",
                "on",
            )
        verdicts = provider_parts.verdicts(db, case_id)
        left = [row for row in rows_of(office, case) if row.key not in verdicts]
        if left:
            raise Refused(f"Còn {len(left)} điều kiện chưa kết luận.", "findings")
        if document_id is not None:
            documents.get(db, document_id, by)
            provider_parts.link_paper(db, "appraisal", document_id, now, case_id=case_id)
        case = provider_cases.note(
            db, case_id, now, appraised_on=day.isoformat(), appraisal_note=clean(note).strip()
        )
        events.add(db, "case_appraisal", by, now, topic=case.topic, on=day.isoformat())
    return case


def propose(
    office: Office,
    case_id: int,
    scope: Sequence[str],
    *,
    document_id: int | None = None,
    by: Person,
    now: datetime,
) -> ProviderCase:
    """Propose the stages to publish (tờ trình); Refused (``scope``) beyond what was asked for or
    what staff and equipment carry."""
    by.require(*OFFICER)
    db = office.db
    with db.write():
        case = provider_cases.get(db, case_id, by)
        case = provider_cases.move(db, case, "propose", now)
        trouble = scope_trouble(
            regime_of(office, case),
            published=scope,
            requested=case.scope,
            carried=covered_by(office, case, office_date(now)),
        )
        if trouble:
            raise Refused(trouble, "scope")
        if document_id is not None:
            documents.get(db, document_id, by)
            provider_parts.link_paper(db, "submission", document_id, now, case_id=case_id)
        case = provider_cases.note(db, case_id, now, proposed_scope=list(scope))
        events.add(db, "case_propose", by, now, topic=case.topic, scope=list(scope))
    return case


def covered_by(office: Office, case: ProviderCase, day: date) -> frozenset[str]:
    """The stages that the case's staff and equipment carry by the standards of a day."""
    return covered(
        regime_of(office, case),
        kind=case.kind,
        path=case.path,
        scope=case.scope,
        day=day,
        staff=provider_parts.staff(office.db, case.id),
        equipment=provider_parts.equipment(office.db, case.id),
    )


def note_transition(
    office: Office, case_id: int, note: str, *, by: Person, now: datetime
) -> ProviderCase:
    """A named officer's decision on a case begun under one law and ended under the next: the law
    says nothing, so the service must not either."""
    by.require(Role.SIGNATORY, *OFFICER)
    note = required_reason(note, "Hãy ghi ý kiến và cơ sở để giải quyết tiếp hồ sơ chuyển tiếp.")
    with office.db.write():
        case = provider_cases.get(office.db, case_id, by)
        case = provider_cases.note(
            office.db, case_id, now, transition_note=note, transition_by=by.name
        )
        events.add(office.db, "case_transition", by, now, topic=case.topic, note=note)
    return case


def note_apology(
    office: Office,
    case_id: int,
    *,
    document_id: int | None = None,
    by: Person,
    now: datetime,
) -> ProviderCase:
    """The slip that says sorry and names a new day went out, as it must when a case is late."""
    by.require(*COUNTER)
    db = office.db
    with db.write():
        case = provider_cases.get(db, case_id, by)
        if document_id is not None:
            documents.get(db, document_id, by)
            provider_parts.link_paper(db, "apology", document_id, now, case_id=case_id)
        case = provider_cases.note(db, case_id, now, apology_on=office_date(now).isoformat())
        events.add(db, "case_apology", by, now, topic=case.topic)
    return case
