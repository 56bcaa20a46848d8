"""Chữ viết tắt riêng: an administrator lets a tên loại or a unit be abbreviated another way."""

import re
from datetime import datetime

from service.actions.office import Office
from service.domain.documents import Person
from service.domain.errors import Refused
from service.domain.own_abbreviations import OwnAbbreviation, namable
from service.domain.workflow import Role
from service.store import abbreviations, events
from service.store import agency as agencies

_SYMBOL = re.compile(r"[^\W\d_][\w&.]{0,19}")


def save_abbreviation(office: Office, row: OwnAbbreviation, *, by: Person, now: datetime) -> int:
    """Let a row hold from its day on; an empty symbol goes back to the usual abbreviation.

    Refused (field ``name`` or ``symbol``) for what is unknown, ill-formed or another's already.
    Papers that are approved keep theirs.
    """
    by.require(Role.ADMINISTRATOR)
    if row.symbol and not _SYMBOL.fullmatch(row.symbol):
        raise Refused(
            "Chữ viết tắt viết liền, bắt đầu bằng chữ cái, nhiều nhất 20 ký tự.", field="symbol"
        )
    units = agencies.units(office.db)
    known = row.type_name in namable() if row.type_name else row.unit_id in {u.id for u in units}
    if not known:
        raise Refused("Hãy chọn một tên loại hoặc một đơn vị.", field="name")
    for unit in units:
        if row.unit_id and unit.id != row.unit_id and unit.symbol == row.symbol:
            raise Refused(f"Đơn vị “{unit.name}” đã dùng chữ viết tắt này.", field="symbol")
    with office.db.write():
        saved = abbreviations.add(office.db, row, by=by, now=now)
        events.add(
            office.db,
            "save_abbreviation",
            by,
            now,
            name=row.type_name or next(unit.name for unit in units if unit.id == row.unit_id),
            symbol=row.symbol,
            since=row.since.isoformat(),
        )
    return saved
