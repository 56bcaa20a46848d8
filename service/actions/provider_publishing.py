"""Danh sách công khai và tệp danh sách — what leaves the office about providers.

The public list goes through a guard of its own: whatever reads like an identity number in a name,
an address or a price is held back, and the register says so.
"""

from collections.abc import Sequence
from datetime import datetime
from functools import lru_cache
from typing import Any

from service.actions.office import Office
from service.domain.documents import Person
from service.domain.eligibility.cases import Provider
from service.domain.eligibility.personal import PUBLIC_FIELDS, without_identity_numbers
from service.domain.eligibility.stage_map import (
    ProviderTable,
    map_table,
    stage_map,
    standing,
    standing_table,
)
from service.domain.eligibility.states import PROVIDER_STATE_NAMES
from service.domain.errors import Refused
from service.domain.vietnamese import short_date
from service.domain.workflow import Role
from service.rendering.providers_xlsx import providers_xlsx
from service.store import events, provider_register

READERS = (Role.DRAFTER, Role.SIGNATORY, Role.CLERK)


def public_rows(office: Office) -> tuple[dict[str, Any], ...]:
    """Just the PUBLIC_FIELDS of every provider, guarded; what is held back is empty."""
    return tuple(
        {name: _guarded(row[name]) for name in PUBLIC_FIELDS}
        for row in provider_register.public_list(office.db, office.law)
    )


def _guarded(value: Any) -> Any:
    return (
        [_guarded_text(one) for one in value] if isinstance(value, list) else _guarded_text(value)
    )


@lru_cache(maxsize=20_000)
def _guarded_text(text: str) -> str:
    """Remembered, since every reader of the public list asks about the same few texts."""
    try:
        return without_identity_numbers(text)
    except Refused:
        return ""


def held_back(office: Office) -> tuple[str, ...]:
    """Names of providers of whom something is held back from the public list."""
    rows = provider_register.public_list(office.db, office.law)
    return tuple(
        str(_guarded(row["name"]) or "(tên bị giữ lại)")
        for row in rows
        if any(_guarded(row[name]) != row[name] for name in PUBLIC_FIELDS)
    )


def export_register(
    office: Office,
    providers: Sequence[Provider],
    stages: Sequence[str],
    *,
    by: Person,
    now: datetime,
) -> bytes:
    """The register as a spreadsheet: the list, then by commune and stage, then by standing."""
    by.require(*READERS)
    tables = (
        _list_table(office, providers),
        map_table(stage_map(providers, stages)),
        standing_table(standing(providers)),
    )
    made = providers_xlsx(office.agency().full_name, tables, now)
    with office.db.write():
        events.add(
            office.db, "provider_export", by, now, topic="providers", providers=len(providers)
        )
    return made


_HEADS = (
    ("STT", 10.0),
    ("Tên tổ chức, cá nhân", 50.0),
    ("Người đại diện, chức danh", 40.0),
    ("Địa chỉ cung cấp dịch vụ", 50.0),
    ("Xã, phường", 30.0),
    ("Điện thoại, thư điện tử", 36.0),
    ("Phạm vi dịch vụ", 60.0),
    ("Loại hình", 22.0),
    ("Giá (dự kiến)", 30.0),
    ("Quyết định", 26.0),
    ("Ngày", 20.0),
    ("Tình trạng", 30.0),
)


def _list_table(office: Office, providers: Sequence[Provider]) -> ProviderTable:
    rows = []
    for place, one in enumerate(providers, 1):
        regime = office.law.regime(one.regime)
        decision = provider_register.last_publication(office.db, one.id)
        until = f" đến {short_date(one.suspended_until)}" if one.suspended_until else ""
        rows.append(
            (
                str(place),
                one.name,
                ", ".join(filter(None, (one.representative, one.representative_title))),
                one.service_address,
                one.commune,
                ", ".join(filter(None, (one.phone, one.email))),
                regime.stage_names(one.scope),
                ", ".join(regime.modes[mode] for mode in one.modes),
                one.price,
                decision.reference if decision else "",
                short_date(decision.decided_on) if decision else "",
                PROVIDER_STATE_NAMES[one.state] + until,
            )
        )
    return ProviderTable("Danh sách cơ sở", _HEADS, tuple(rows))
