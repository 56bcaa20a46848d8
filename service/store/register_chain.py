"""Chuỗi băm của sổ — every line and every change of its state, each bound to the one before.

A link keeps the whole line as it stood, as JSON with sorted keys, and the SHA-256 of the previous
link's hash and that text. Who alters a line must alter its link, and then every link after it;
the last hash stands on the closing page of each printed register.
"""

import hashlib
import json

from sqlite_utils import Database as Connection

from service.store.db import Database, Row

FIRST = "0" * 64
"""What the first link follows."""


def record_of(row: Row) -> str:
    """One line of the register as the text that is hashed."""
    return json.dumps(row, ensure_ascii=False, sort_keys=True, separators=(",", ":"))


def digest(previous: str, record: str) -> str:
    """SHA-256, in hexadecimal, of the previous hash, a line feed and the record, in UTF-8."""
    return hashlib.sha256(f"{previous}\n{record}".encode()).hexdigest()


def last_hash(db: Database) -> str:
    """The hash of the newest link; `FIRST` for an empty register."""
    row = db.one("SELECT sha256 FROM register_link ORDER BY id DESC LIMIT 1")
    return FIRST if row is None else str(row["sha256"])


def bind(db: Database, entry_id: int) -> None:
    """Append the line as it stands now; call after every change of it, inside `write()`."""
    (row,) = db.query("SELECT * FROM register_entry WHERE id = :id", {"id": entry_id})
    previous, record = last_hash(db), record_of(row)
    db.insert(
        "register_link",
        {
            "entry_id": entry_id,
            "record": record,
            "previous": previous,
            "sha256": digest(previous, record),
        },
    )


def bind_all(connection: Connection) -> None:
    """Bind the lines of a register that had no chain yet, as they stand, in their order."""
    rows = connection.query("SELECT * FROM register_entry ORDER BY id")
    previous, links = FIRST, []
    for row in rows:
        record = record_of(row)
        links.append((row["id"], record, previous, digest(previous, record)))
        previous = links[-1][-1]
    connection.conn.executemany(
        "INSERT INTO register_link (entry_id, record, previous, sha256) VALUES (?, ?, ?, ?)", links
    )
