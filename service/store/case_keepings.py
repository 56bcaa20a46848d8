"""Giữ lại hồ sơ: acts, the files in them, what was undone."""

from datetime import date, datetime

from service.domain.case_keeping import Keeping, KeptFile
from service.domain.documents import Person
from service.domain.errors import NotFound
from service.store.db import Database, Row
from service.store.moments import from_text, maybe_moment, to_text

_SELECT = """
    SELECT case_kept.*, allowed_by, allowed_post, consent, reason, kept_until, made_at,
        maker.name AS maker, COALESCE(ender.name, '') AS ender
    FROM case_kept
    JOIN case_keeping ON case_keeping.id = keeping_id
    JOIN person AS maker ON maker.id = made_by
    LEFT JOIN person AS ender ON ender.id = ended_by
"""


def add(db: Database, told: Keeping, *, by: Person, now: datetime) -> int:
    """A new act, still without files. Inside `write()`."""
    names = ("allowed_by", "allowed_post", "consent", "reason")
    record: Row = {name: getattr(told, name) for name in names}
    record |= {"kept_until": told.kept_until.isoformat(), "made_by": by.id}
    return db.insert("case_keeping", {**record, "made_at": to_text(now)})


def keep(db: Database, keeping_id: int, case_id: int, due_on: date) -> None:
    """Put a closed file under the act; `due_on` is its day by law."""
    db.insert(
        "case_kept",
        {"keeping_id": keeping_id, "case_id": case_id, "due_on": due_on.isoformat()},
    )


def end(db: Database, case_id: int, reason: str, *, by: Person, now: datetime) -> int:
    """Undo every act that still keeps this file back; returns how many did."""
    return db.execute(
        "UPDATE case_kept SET ended_by = :by, ended_at = :now, end_reason = :reason"
        " WHERE case_id = :id AND ended_at IS NULL",
        {"id": case_id, "by": by.id, "now": to_text(now), "reason": reason},
    )


def of_case(db: Database, case_id: int) -> tuple[KeptFile, ...]:
    """Every act about a file, the newest first, undone ones too."""
    rows = db.query(f"{_SELECT} WHERE case_id = :id ORDER BY case_kept.id DESC", {"id": case_id})
    return tuple(map(_kept, rows))


def in_act(db: Database, keeping_id: int) -> tuple[KeptFile, ...]:
    """The files of one act in the order they were listed; NotFound for an unknown one."""
    rows = db.query(f"{_SELECT} WHERE keeping_id = :id ORDER BY case_kept.id", {"id": keeping_id})
    if not rows:
        raise NotFound("Không có lần giữ lại hồ sơ này.")
    return tuple(map(_kept, rows))


def acts(db: Database) -> tuple[int, ...]:
    """Ids of all acts, the newest first."""
    return tuple(row["id"] for row in db.query("SELECT id FROM case_keeping ORDER BY id DESC"))


def _kept(row: Row) -> KeptFile:
    keeping = Keeping(
        id=row["keeping_id"],
        allowed_by=row["allowed_by"],
        allowed_post=row["allowed_post"],
        consent=row["consent"],
        reason=row["reason"],
        kept_until=date.fromisoformat(row["kept_until"]),
        maker=row["maker"],
        made_at=from_text(row["made_at"]),
    )
    return KeptFile(
        id=row["id"],
        keeping=keeping,
        case_id=row["case_id"],
        due_on=date.fromisoformat(row["due_on"]),
        ended_at=maybe_moment(row["ended_at"]),
        ender=row["ender"],
        end_reason=row["end_reason"],
    )
