"""Danh sách cơ sở được công bố: providers, the decisions about them, and what falls due."""

from collections.abc import Mapping, Sequence
from datetime import date, datetime, timedelta
from typing import Any

from service.domain.documents import Document, Person
from service.domain.eligibility.cases import Provider, ProviderDecision
from service.domain.eligibility.law import ProviderLaw
from service.domain.eligibility.states import (
    PROVIDER_MOVES,
    PROVIDER_STATE_NAMES,
    ProviderState,
)
from service.domain.errors import NotFound, WrongState
from service.domain.vietnamese import fold
from service.domain.working_days import months_after
from service.store.db import Database, Row
from service.store.moments import from_json, from_text, maybe_date, to_json, to_text

SOON = timedelta(days=30)
_PLAIN = (
    "id",
    "kind",
    "path",
    "name",
    "representative",
    "representative_title",
    "service_address",
    "phone",
    "email",
    "price",
    "commune",
    "regime",
)


def get(db: Database, provider_id: int) -> Provider:
    """Raises NotFound."""
    row = db.one("SELECT * FROM provider WHERE id = :id", {"id": provider_id})
    if row is None:
        raise NotFound("Không có cơ sở này.")
    return _provider(row)


def law_version(db: Database, provider_id: int) -> str:
    row = db.one("SELECT law_version FROM provider WHERE id = :id", {"id": provider_id})
    return str(row["law_version"]) if row else ""


def add(db: Database, columns: Mapping[str, Any], now: datetime) -> Provider:
    return get(db, db.insert("provider", {**_stored(columns), "updated_at": to_text(now)}))


def change(db: Database, provider_id: int, now: datetime, **columns: Any) -> Provider:
    values = {**_stored(columns), "updated_at": to_text(now)}
    sets = ", ".join(f"{name} = :{name}" for name in values)
    db.execute(f"UPDATE provider SET {sets} WHERE id = :id", {**values, "id": provider_id})
    return get(db, provider_id)


def _stored(columns: Mapping[str, Any]) -> Row:
    values = dict(columns)
    for name in ("scope", "modes"):
        if name in values:
            values[name] = to_json(list(values[name]))
    if "name" in values:
        values["search"] = fold(f"{values['name']} {values.get('service_address', '')}")
    for name, value in values.items():
        if isinstance(value, date):
            values[name] = value.isoformat()
    return values


def move(
    db: Database,
    provider: Provider,
    verb: str,
    now: datetime,
    *,
    target: ProviderState | None = None,
    **columns: Any,
) -> Provider:
    """Take a provider one step on; WrongState when it stands elsewhere."""
    step = PROVIDER_MOVES[verb]
    if provider.state not in step.origins:
        raise WrongState(
            f"Cơ sở đang ở trạng thái “{PROVIDER_STATE_NAMES[provider.state]}” nên không làm được "
            "việc này. Hãy tải lại trang."
        )
    return change(
        db,
        provider.id,
        now,
        state=(target or step.target).value,
        state_before=provider.state.value,
        **columns,
    )


def of_applicant(db: Database, id_hash: str, enterprise_code: str) -> Provider | None:
    """The provider that the same person or enterprise already is, withdrawn ones left out."""
    row = db.one(
        """
        SELECT * FROM provider
        WHERE state <> 'withdrawn'
          AND ((:id_hash <> '' AND id_hash = :id_hash)
            OR (:code <> '' AND enterprise_code = :code))
        ORDER BY id DESC LIMIT 1
        """,
        {"id_hash": id_hash, "code": enterprise_code},
    )
    return None if row is None else _provider(row)


def providers(
    db: Database,
    *,
    state: ProviderState | None = None,
    stage: str = "",
    commune: str = "",
    text: str = "",
) -> tuple[Provider, ...]:
    """The register by name, filtered."""
    rows = db.query(
        """
        SELECT * FROM provider
        WHERE (:state = '' OR state = :state)
          AND (:commune = '' OR commune = :commune)
          AND (:stage = '' OR EXISTS (SELECT 1 FROM json_each(scope) WHERE value = :stage))
          AND (:text = '' OR instr(search, :text) > 0)
        ORDER BY name, id
        """,
        {
            "state": state.value if state else "",
            "stage": stage,
            "commune": commune,
            "text": fold(text).strip(),
        },
    )
    return tuple(_provider(row) for row in rows)


def add_decision(
    db: Database,
    act: str,
    *,
    decided_on: date,
    regime: str,
    by: Person,
    now: datetime,
    scope: Sequence[str] = (),
    modes: Sequence[str] = (),
    detail: Mapping[str, Any] | None = None,
    **columns: Any,
) -> int:
    """Append one act; `columns` are case_id, provider_id, document_id, reference, authority,
    price, since, until and replaces."""
    values = {
        name: value.isoformat() if isinstance(value, date) else value
        for name, value in columns.items()
    }
    return db.insert(
        "provider_decision",
        {
            **values,
            "act": act,
            "decided_on": decided_on.isoformat(),
            "regime": regime,
            "scope": to_json(list(scope)),
            "modes": to_json(list(modes)),
            "detail": to_json(detail or {}),
            "by_id": by.id,
            "at": to_text(now),
        },
    )


def decisions(
    db: Database, *, provider_id: int | None = None, case_id: int | None = None
) -> tuple[ProviderDecision, ...]:
    """Every act about a provider or a case, oldest first."""
    rows = db.query(
        """
        SELECT id, act, case_id, provider_id, document_id, reference, decided_on, authority,
            regime, scope, modes, price, since, until, replaces, detail
        FROM provider_decision
        WHERE provider_id = :provider OR case_id = :case
        ORDER BY id
        """,
        {"provider": provider_id, "case": case_id},
    )
    return tuple(_decision(row) for row in rows)


def last_publication(db: Database, provider_id: int) -> ProviderDecision | None:
    """The decision that holds: the newest publication, re-publication or assignment."""
    made = [
        one
        for one in decisions(db, provider_id=provider_id)
        if one.act in ("publication", "republication", "assignment")
    ]
    return made[-1] if made else None


def last_act(db: Database, provider_id: int, act: str) -> ProviderDecision | None:
    made = [one for one in decisions(db, provider_id=provider_id) if one.act == act]
    return made[-1] if made else None


def public_list(db: Database, law: ProviderLaw | None = None) -> tuple[dict[str, Any], ...]:
    """Just what may be published of each provider: the keys of PUBLIC_FIELDS, no others.

    With the law, stages and modes are its names instead of codes.
    """
    rows = []
    for one in providers(db):
        decision = last_publication(db, one.id)
        rows.append(
            {
                "name": one.name,
                "representative_title": one.representative_title,
                "service_address": one.service_address,
                "phone": one.phone,
                "email": one.email,
                "scope": _names(one, law, "scope"),
                "modes": _names(one, law, "modes"),
                "price": one.price,
                "decision": decision.reference if decision else "",
                "decided_on": decision.decided_on.isoformat() if decision else "",
                "state": one.state.value,
            }
        )
    return tuple(rows)


def _names(provider: Provider, law: ProviderLaw | None, field: str) -> list[str]:
    codes: list[str] = list(getattr(provider, field))
    if law is None:
        return codes
    regime = law.regime(provider.regime)
    names = {one.code: one.name for one in regime.stages} if field == "scope" else regime.modes
    return [names.get(code, code) for code in codes]


def due_soon(
    db: Database, today: date, *, idle_months: int = 6
) -> tuple[tuple[Provider, str, date], ...]:
    """(provider, what, day): suspensions that end within 30 days, and providers without any
    service for `idle_months` by then. `what` is ``suspension_ends`` or ``idle``."""
    found: list[tuple[Provider, str, date]] = []
    for one in providers(db):
        if one.state is ProviderState.SUSPENDED and one.suspended_until:
            if one.suspended_until <= today + SOON:
                found.append((one, "suspension_ends", one.suspended_until))
        elif one.state is ProviderState.PUBLISHED:
            ends = months_after(one.last_service_on or one.published_on, idle_months)
            if ends <= today + SOON:
                found.append((one, "idle", ends))
    return tuple(sorted(found, key=lambda each: (each[2], each[0].id)))


def _provider(row: Row) -> Provider:
    published_on = maybe_date(row["published_on"])
    assert published_on is not None
    return Provider(
        **{name: row[name] for name in _PLAIN},
        state=ProviderState(row["state"]),
        state_before=ProviderState(row["state_before"]) if row["state_before"] else None,
        scope=tuple(from_json(row["scope"])),
        modes=tuple(from_json(row["modes"])),
        published_on=published_on,
        suspended_until=maybe_date(row["suspended_until"]),
        last_service_on=maybe_date(row["last_service_on"]),
        updated_at=from_text(row["updated_at"]),
    )


def _decision(row: Row) -> ProviderDecision:
    days = {name: maybe_date(row[name]) for name in ("decided_on", "since", "until")}
    lists = {name: tuple(from_json(row[name])) for name in ("scope", "modes")}
    return ProviderDecision(**{**row, **days, **lists, "detail": from_json(row["detail"])})


def number_taken(db: Database, document: Document) -> bool:
    """Whether another living paper of the year has the same number and notation."""
    return bool(
        db.query(
            """
            SELECT 1 FROM document
            WHERE id <> :id AND number = :number AND notation = :notation
              AND substr(issued_on, 1, 4) = :year
            """,
            {
                "id": document.id,
                "number": document.number,
                "notation": document.notation,
                "year": str(document.issued_on.year) if document.issued_on else "",
            },
        )
    )
