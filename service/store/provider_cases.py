"""Hồ sơ đề nghị công bố: rows to `ProviderCase` and back, and who may see which."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from service.domain.documents import Person
from service.domain.eligibility.cases import CaseLine, CasePage, ProviderCase
from service.domain.eligibility.states import (
    CASE_MOVES,
    CASE_STATE_NAMES,
    OPEN_STATES,
    CaseState,
)
from service.domain.errors import NotFound, WrongState
from service.domain.vietnamese import fold
from service.domain.workflow import Role
from service.store.db import Database, Row
from service.store.identity_vault import Vault
from service.store.moments import from_json, from_text, maybe_date, maybe_moment, to_json, to_text

PER_PAGE = 50

VISIBLE = """(
    :is_clerk
    OR (:is_drafter AND provider_case.unit_id = :unit_id)
    OR (:is_signatory AND provider_case.state NOT IN ('draft', 'cancelled'))
)"""
"""Who may see a case, as SQL: clerks (they sit at the counter) every one, drafters those of their
own unit, signatories what was handed in; administrators none by that role."""

_DATES = ("valid_on", "due", "appraised_on", "apology_on")
_TEXTS = (
    "kind",
    "path",
    "request",
    "regime",
    "law_version",
    "unit_id",
    "version",
    "provider_id",
    "created_by",
    "receipt_no",
    "appraisal_note",
    "transition_note",
    "transition_by",
    "close_reason",
    "notice_version",
)


def access(person: Person) -> Row:
    """The parameters that VISIBLE asks for."""
    return {
        "is_clerk": int(person.may(Role.CLERK)),
        "is_drafter": int(person.may(Role.DRAFTER)),
        "is_signatory": int(person.may(Role.SIGNATORY)),
        "unit_id": person.unit_id,
    }


def get(db: Database, case_id: int, person: Person) -> ProviderCase:
    """The case; raises NotFound also when the person may not know of it."""
    row = db.one(
        f"SELECT * FROM provider_case WHERE id = :id AND {VISIBLE}",
        {"id": case_id, **access(person)},
    )
    if row is None:
        raise NotFound("Không có hồ sơ này, hoặc hồ sơ không thuộc phạm vi của bạn.")
    return _case(row)


def for_office(db: Database, case_id: int) -> ProviderCase:
    """The case for the office's own work, or for the applicant whose link was checked."""
    row = db.one("SELECT * FROM provider_case WHERE id = :id", {"id": case_id})
    if row is None:
        raise NotFound("Không có hồ sơ này.")
    return _case(row)


def add(db: Database, columns: Mapping[str, Any], *, by: Person, now: datetime) -> ProviderCase:
    case_id = db.insert(
        "provider_case",
        {
            **columns,
            "state": CaseState.DRAFT.value,
            "unit_id": by.unit_id,
            "created_by": by.id,
            "created_at": to_text(now),
            "updated_at": to_text(now),
        },
    )
    return for_office(db, case_id)


def save(
    db: Database,
    case_id: int,
    answers: Mapping[str, Any],
    columns: Mapping[str, Any],
    *,
    version: int,
    now: datetime,
) -> bool:
    """Write the answers over exactly this version; False when it is another, or not editable."""
    values = {
        **columns,
        "answers": to_json(answers),
        "search": fold(str(answers.get("provider_name") or "")),
        "updated_at": to_text(now),
    }
    sets = ", ".join(f"{name} = :{name}" for name in values)
    return bool(
        db.execute(
            f"""
            UPDATE provider_case SET {sets}, version = version + 1
            WHERE id = :id AND version = :version AND state IN ('draft', 'awaiting')
            """,
            {**values, "id": case_id, "version": version},
        )
    )


def move(
    db: Database,
    case: ProviderCase,
    verb: str,
    now: datetime,
    *,
    target: CaseState | None = None,
    **columns: Any,
) -> ProviderCase:
    """Take a case one step on, with what the step adds; WrongState when it stands elsewhere."""
    step = CASE_MOVES[verb]
    if case.state not in step.origins:
        raise WrongState(
            f"Hồ sơ đang ở trạng thái “{CASE_STATE_NAMES[case.state]}” nên không làm được việc "
            "này. Hãy tải lại trang để xem bước hiện tại."
        )
    values = {
        **columns,
        "state": (target or step.target).value,
        "state_before": case.state.value,
        "updated_at": to_text(now),
    }
    sets = ", ".join(f"{name} = :{name}" for name in values)
    changed = db.execute(
        f"UPDATE provider_case SET {sets} WHERE id = :id AND state = :was",
        {**values, "id": case.id, "was": case.state.value},
    )
    if not changed:
        raise WrongState("Có người vừa xử lý hồ sơ này; hãy tải lại trang.")
    return for_office(db, case.id)


def note(db: Database, case_id: int, now: datetime, **columns: Any) -> ProviderCase:
    """Write columns of a case that stays in its state; lists are kept as JSON."""
    stored = {k: to_json(v) if isinstance(v, list) else v for k, v in columns.items()}
    values = {**stored, "updated_at": to_text(now)}
    sets = ", ".join(f"{name} = :{name}" for name in values)
    db.execute(f"UPDATE provider_case SET {sets} WHERE id = :id", {**values, "id": case_id})
    return for_office(db, case_id)


def state_before(db: Database, case_id: int) -> CaseState:
    row = db.one("SELECT state_before FROM provider_case WHERE id = :id", {"id": case_id})
    return CaseState(row["state_before"]) if row and row["state_before"] else CaseState.DRAFT


def next_receipt(db: Database, year: int) -> str:
    """``0007/2026/TN``: one run each year, taken in the transaction of the receipt."""
    row = db.one(
        "SELECT COUNT(*) AS taken FROM provider_case WHERE receipt_no LIKE :ending",
        {"ending": f"%/{year}/TN"},
    )
    return f"{(row['taken'] if row else 0) + 1:04d}/{year}/TN"


def open_twin(
    db: Database, case: ProviderCase, id_hash: str, enterprise_code: str
) -> ProviderCase | None:
    """Another case of the same applicant that is still being dealt with."""
    states = ", ".join(f"'{state.value}'" for state in OPEN_STATES)
    row = db.one(
        f"""
        SELECT * FROM provider_case
        WHERE id <> :id AND state IN ({states})
          AND ((:id_hash <> '' AND id_hash = :id_hash)
            OR (:code <> '' AND json_extract(answers, '$.enterprise_code') = :code))
        ORDER BY id LIMIT 1
        """,
        {"id": case.id, "id_hash": id_hash, "code": enterprise_code},
    )
    return None if row is None else _case(row)


def identity(db: Database, vault: Vault, case_id: int, staff_id: int | None = None) -> str:
    """The whole identity number; only for the verb that notes who looked, and for checks."""
    if staff_id is None:
        row = db.one("SELECT id_cipher FROM provider_case WHERE id = :id", {"id": case_id})
    else:
        row = db.one(
            "SELECT id_cipher FROM provider_staff WHERE id = :staff AND case_id = :id",
            {"id": case_id, "staff": staff_id},
        )
    if row is None or row["id_cipher"] is None:
        return ""
    return vault.unlock(row["id_cipher"], f"provider_case/{case_id}").decode()


def id_hash(db: Database, case_id: int) -> str:
    row = db.one("SELECT id_hash FROM provider_case WHERE id = :id", {"id": case_id})
    return str(row["id_hash"]) if row else ""


def page(
    db: Database,
    person: Person,
    *,
    state: CaseState | None = None,
    text: str = "",
    page: int = 1,
    per_page: int = PER_PAGE,
) -> CasePage:
    """Cases that a person may see, those that wait longest first."""
    where = f"""
        FROM provider_case
        WHERE {VISIBLE} AND deleted_at IS NULL
          AND (:state = '' OR state = :state)
          AND (:text = '' OR instr(search, :text) > 0 OR instr(receipt_no, :raw) > 0)
    """
    parameters = {
        **access(person),
        "state": state.value if state else "",
        "text": fold(text).strip(),
        "raw": text.strip(),
    }
    total = db.query(f"SELECT COUNT(*) AS total {where}", parameters)[0]["total"]
    rows = db.query(
        f"""
        SELECT id, state, kind, path, request, regime, receipt_no, filed_on, due, updated_at,
            COALESCE(json_extract(answers, '$.provider_name'), '') AS name
        {where}
        ORDER BY due IS NULL, due, updated_at DESC, id DESC LIMIT :limit OFFSET :offset
        """,
        {**parameters, "limit": per_page, "offset": (max(1, page) - 1) * per_page},
    )
    return CasePage(tuple(_line(row) for row in rows), total, max(1, page), per_page)


def _line(row: Row) -> CaseLine:
    return CaseLine(
        **{
            **row,
            "state": CaseState(row["state"]),
            "filed_on": maybe_date(row["filed_on"]),
            "due": maybe_date(row["due"]),
            "updated_at": from_text(row["updated_at"]),
        }
    )


def _case(row: Row) -> ProviderCase:
    filed_on = maybe_date(row["filed_on"])
    assert filed_on is not None
    return ProviderCase(
        id=row["id"],
        state=CaseState(row["state"]),
        filed_on=filed_on,
        answers=from_json(row["answers"]),
        masked_id=row["id_shown"],
        created_at=from_text(row["created_at"]),
        updated_at=from_text(row["updated_at"]),
        submitted_at=maybe_moment(row["submitted_at"]),
        proposed_scope=tuple(from_json(row["proposed_scope"])),
        deleted_at=maybe_moment(row["deleted_at"]),
        **{name: row[name] for name in _TEXTS},
        **{name: maybe_date(row[name]) for name in _DATES},
    )
