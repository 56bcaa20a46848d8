"""Chữ viết tắt riêng của cơ quan — a tên loại or a unit abbreviated its own way from a day on.

Phụ lục I, phần I, II.3.b: the abbreviations of agencies and units are the agency's to fix. Rows
are only added; the last that has begun holds, and an empty symbol goes back to the usual one.
"""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date

from service.domain.abbreviations import symbol_of, type_names
from service.domain.agency import Agency

COPIES = frozenset({"Bản sao y", "Bản sao lục", "Bản trích sao"})
"""Their abbreviations tell the forms of copying apart and are the decree's alone."""


@dataclass(frozen=True, slots=True)
class OwnAbbreviation:
    """One row, of a tên loại or (`unit_id` other than 0) of a unit; holds from `since` on."""

    id: int
    type_name: str
    unit_id: int
    symbol: str
    since: date
    noted_by: str = ""


def namable() -> tuple[str, ...]:
    """Every tên loại that stands in a ký hiệu and may be abbreviated another way."""
    return tuple(name for name in type_names() if symbol_of(name) and name not in COPIES)


def holding(rows: Iterable[OwnAbbreviation], day: date) -> list[OwnAbbreviation]:
    """The row of each name that holds on `day`; of two that began together the later written."""
    last: dict[tuple[str, int], OwnAbbreviation] = {}
    for row in sorted(rows, key=lambda one: (one.since, one.id)):
        if row.since <= day:
            last[row.type_name, row.unit_id] = row
    return [row for row in last.values() if row.symbol]


def applied(agency: Agency, rows: Iterable[OwnAbbreviation], day: date) -> Agency:
    """The agency as it abbreviates on `day`."""
    held = holding(rows, day)
    of_units = {row.unit_id: row.symbol for row in held if row.unit_id}
    return replace(
        agency,
        type_symbols=tuple((row.type_name, row.symbol) for row in held if row.type_name),
        units=tuple(
            replace(unit, symbol=of_units.get(unit.id, unit.symbol)) for unit in agency.units
        ),
    )
