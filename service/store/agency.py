"""Cơ quan, đơn vị, người ký, sổ số: the one agency of this database."""

from dataclasses import asdict
from typing import Any

from service.domain.agency import Agency, Signatory, SigningCapacity, SizeProfile, Unit
from service.domain.documents import Series
from service.domain.errors import NotFound
from service.domain.numbering import Register
from service.domain.tones import TonePlacement
from service.store.db import Database, Row
from service.store.moments import from_json, to_json

_TEXT_COLUMNS = (
    "name",
    "full_name",
    "place",
    "symbol",
    "superior",
    "national_name",
    "address",
    "phone",
    "email",
    "website",
    "organ_id",
)


def exists(db: Database) -> bool:
    """Whether the agency has been set up."""
    return bool(db.query("SELECT 1 FROM agency"))


def load(db: Database) -> Agency:
    """The agency with its units and signatories; raises NotFound before it is set up."""
    row = db.one("SELECT * FROM agency")
    if row is None:
        raise NotFound("Cơ quan chưa được thiết lập.")
    return Agency(
        **{name: row[name] for name in _TEXT_COLUMNS},
        size_profile=SizeProfile(row["size_profile"]),
        tone_placement=TonePlacement(row["tone_placement"]),
        default_recipients=tuple(from_json(row["default_recipients"])),
        units=units(db),
        signatories=signatories(db),
    )


def save(db: Database, agency: Agency) -> None:
    """Write the agency's own row; its units and signatories have verbs of their own."""
    record: Row = {name: getattr(agency, name) for name in _TEXT_COLUMNS}
    record["size_profile"] = agency.size_profile.value
    record["tone_placement"] = agency.tone_placement.value
    record["default_recipients"] = to_json(list(agency.default_recipients))
    columns = ", ".join(record)
    values = ", ".join(f":{name}" for name in record)
    changes = ", ".join(f"{name} = excluded.{name}" for name in record)
    db.execute(
        f"""
        INSERT INTO agency (id, {columns})
        VALUES (1, {values})
        ON CONFLICT (id) DO UPDATE SET {changes}
        """,
        record,
    )


def units(db: Database) -> tuple[Unit, ...]:
    rows = db.query("SELECT id, name, symbol, active FROM unit ORDER BY id")
    return tuple(Unit(row["id"], row["name"], row["symbol"], bool(row["active"])) for row in rows)


def put_unit(db: Database, unit: Unit) -> Unit:
    """Insert (id 0) or update; returns it with its id."""
    return Unit(_put(db, "unit", unit.id, _columns(unit)), unit.name, unit.symbol, unit.active)


_SIGNATORY = """
    SELECT id, name, post, capacity, body, head_post, person_id, active, unit_head_post, remark
    FROM signatory
"""


def signatories(db: Database) -> tuple[Signatory, ...]:
    return tuple(_signatory(row) for row in db.query(f"{_SIGNATORY} ORDER BY id"))


def signatory(db: Database, signatory_id: int) -> Signatory | None:
    row = db.one(f"{_SIGNATORY} WHERE id = :id", {"id": signatory_id})
    return None if row is None else _signatory(row)


def put_signatory(db: Database, signatory: Signatory) -> Signatory:
    """Insert (id 0) or update; returns it with its id."""
    columns = _columns(signatory)
    new_id = _put(db, "signatory", signatory.id, columns)
    return Signatory(**{**asdict(signatory), "id": new_id})


def series(db: Database) -> tuple[Series, ...]:
    rows = db.query("SELECT id, register, body, name, kinds, active FROM series ORDER BY id")
    return tuple(
        Series(
            id=row["id"],
            register=Register(row["register"]),
            body=row["body"],
            name=row["name"],
            kinds=tuple(from_json(row["kinds"])),
            active=bool(row["active"]),
        )
        for row in rows
    )


def put_series(db: Database, one: Series) -> Series:
    """Insert (id 0) or update; returns it with its id."""
    columns = {
        "register": one.register.value,
        "body": one.body,
        "name": one.name,
        "kinds": to_json(list(one.kinds)),
        "active": int(one.active),
    }
    new_id = _put(db, "series", one.id, columns)
    return Series(new_id, one.register, one.body, one.name, one.kinds, one.active)


def to_snapshot(agency: Agency) -> str:
    """The agency as JSON, frozen beside a paper when it is approved."""
    return to_json(asdict(agency))


def from_snapshot(text: str) -> Agency:
    """What `to_snapshot` wrote."""
    values: dict[str, Any] = from_json(text)
    values["size_profile"] = SizeProfile(values["size_profile"])
    values["tone_placement"] = TonePlacement(values.get("tone_placement", ""))
    values["type_symbols"] = tuple(map(tuple, values.get("type_symbols", ())))
    values["default_recipients"] = tuple(values["default_recipients"])
    values["units"] = tuple(Unit(**unit) for unit in values["units"])
    values["signatories"] = tuple(
        Signatory(**{**one, "capacity": SigningCapacity(one["capacity"])})
        for one in values["signatories"]
    )
    return Agency(**values)


def _columns(value: Unit | Signatory) -> Row:
    columns = asdict(value)
    del columns["id"]
    columns["active"] = int(value.active)
    return {name: str(item) if isinstance(item, str) else item for name, item in columns.items()}


def _put(db: Database, table: str, row_id: int, columns: Row) -> int:
    if not row_id:
        return db.insert(table, columns)
    changes = ", ".join(f"{name} = :{name}" for name in columns)
    if not db.execute(f"UPDATE {table} SET {changes} WHERE id = :id", {**columns, "id": row_id}):
        raise NotFound("Không còn mục này; hãy tải lại trang.")
    return row_id


def _signatory(row: Row) -> Signatory:
    values = {
        **row,
        "capacity": SigningCapacity(row["capacity"]),
        "active": bool(row["active"]),
    }
    return Signatory(**values)
