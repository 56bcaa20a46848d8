"""Người dùng, vai trò, mật khẩu đã băm, và những lần đăng nhập sai."""

from collections.abc import Iterable
from datetime import datetime, timedelta

from service.domain.documents import Person
from service.domain.errors import NotFound
from service.domain.workflow import Role
from service.store.db import Database, Row
from service.store.moments import from_text, to_text

FORGOTTEN_AFTER = timedelta(days=1)

_SELECT = """
    SELECT id, name, login, unit_id, active, must_change_password, session_stamp,
        (SELECT group_concat(role) FROM person_role WHERE person_id = person.id) AS roles
    FROM person
"""


def get(db: Database, person_id: int) -> Person:
    """Raises NotFound."""
    row = db.one(f"{_SELECT} WHERE id = :id", {"id": person_id})
    if row is None:
        raise NotFound("Không có người dùng này.")
    return _person(row)


def find(db: Database, person_id: int) -> Person | None:
    """The person or None, for a session that may be older than the account."""
    row = db.one(f"{_SELECT} WHERE id = :id", {"id": person_id})
    return None if row is None else _person(row)


def everyone(db: Database) -> tuple[Person, ...]:
    return tuple(_person(row) for row in db.query(f"{_SELECT} ORDER BY id"))


def holding(db: Database, role: Role) -> tuple[Person, ...]:
    """Active people with a role."""
    return tuple(person for person in everyone(db) if person.may(role))


def add(db: Database, person: Person, password_hash: str) -> Person:
    """Insert a person (id 0); raises sqlite's integrity error when the login is taken."""
    person_id = db.insert("person", {**_columns(person), "password_hash": password_hash})
    put_roles(db, person_id, person.roles)
    return get(db, person_id)


def update(db: Database, person: Person) -> Person:
    """Write name, unit, activity and roles; a new session stamp ends the person's sessions."""
    db.execute(
        """
        UPDATE person
        SET name = :name, login = :login, unit_id = :unit_id, active = :active,
            must_change_password = :must_change_password, session_stamp = :session_stamp
        WHERE id = :id
        """,
        {**_columns(person), "id": person.id},
    )
    put_roles(db, person.id, person.roles)
    return get(db, person.id)


def put_roles(db: Database, person_id: int, roles: Iterable[Role]) -> None:
    db.execute("DELETE FROM person_role WHERE person_id = :id", {"id": person_id})
    for role in sorted(set(roles)):
        db.insert("person_role", {"person_id": person_id, "role": role.value})


def login_taken(db: Database, login: str, *, besides: int = 0) -> bool:
    return bool(
        db.query(
            "SELECT 1 FROM person WHERE login = :login AND id <> :besides",
            {"login": login, "besides": besides},
        )
    )


def credentials(db: Database, login: str) -> tuple[Person, str] | None:
    """The person of a login with the hash of the password, or None."""
    row = db.one("SELECT id, password_hash FROM person WHERE login = :login", {"login": login})
    return None if row is None else (get(db, row["id"]), row["password_hash"])


def password_hash(db: Database, person_id: int) -> str:
    return str(
        db.query("SELECT password_hash FROM person WHERE id = :id", {"id": person_id})[0][
            "password_hash"
        ]
    )


def put_password(
    db: Database, person_id: int, password_hash: str, *, must_change: bool, end_sessions: bool
) -> None:
    db.execute(
        """
        UPDATE person
        SET password_hash = :password_hash, must_change_password = :must_change,
            session_stamp = session_stamp + :ended
        WHERE id = :id
        """,
        {
            "id": person_id,
            "password_hash": password_hash,
            "must_change": int(must_change),
            "ended": int(end_sessions),
        },
    )


def note_wrong_try(db: Database, login: str, address: str, now: datetime) -> None:
    db.execute(
        "DELETE FROM login_attempt WHERE at < :before", {"before": to_text(now - FORGOTTEN_AFTER)}
    )
    db.insert("login_attempt", {"login": login, "address": address, "at": to_text(now)})


def wrong_tries(
    db: Database, *, since: datetime, login: str | None = None, address: str | None = None
) -> tuple[datetime, ...]:
    """When wrong passwords were given for a login, or from an address, oldest first."""
    column, value = ("login", login) if login is not None else ("address", address)
    rows = db.query(
        f"SELECT at FROM login_attempt WHERE {column} = :value AND at > :since ORDER BY at",
        {"value": value, "since": to_text(since)},
    )
    return tuple(from_text(row["at"]) for row in rows)


def forget_wrong_tries(db: Database, login: str) -> None:
    """After a right password, or a new one."""
    db.execute("DELETE FROM login_attempt WHERE login = :login", {"login": login})


def _columns(person: Person) -> Row:
    return {
        "name": person.name,
        "login": person.login,
        "unit_id": person.unit_id,
        "active": int(person.active),
        "must_change_password": int(person.must_change_password),
        "session_stamp": person.session_stamp,
    }


def _person(row: Row) -> Person:
    roles = frozenset(Role(role) for role in (row["roles"] or "").split(",") if role)
    return Person(
        id=row["id"],
        name=row["name"],
        login=row["login"],
        unit_id=row["unit_id"],
        roles=roles,
        active=bool(row["active"]),
        must_change_password=bool(row["must_change_password"]),
        session_stamp=row["session_stamp"],
    )
