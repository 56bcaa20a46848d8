"""Những phần của hồ sơ: staff, equipment, attachments, findings, supplements, papers."""

from collections.abc import Mapping, Sequence
from datetime import date, datetime
from typing import Any

from service.domain.documents import Person
from service.domain.eligibility.cases import (
    CaseAttachment,
    CaseFinding,
    CasePaper,
    EquipmentItem,
    StaffMember,
    Supplement,
)
from service.domain.eligibility.limits import Pause
from service.domain.eligibility.personal import is_masked, masked
from service.domain.errors import NotFound
from service.store.db import Database, Row
from service.store.identity_vault import Vault
from service.store.moments import from_json, from_text, maybe_date, maybe_moment, to_json, to_text

_TUPLES = ("trainings", "stages")


# Staff and equipment


def put_staff(db: Database, vault: Vault, case_id: int, rows: Sequence[Mapping[str, Any]]) -> None:
    """Write the whole list anew; a masked number keeps the one stored for the same name."""
    kept = {
        (from_json(row["facts"])["name"], row["id_shown"]): row
        for row in db.query("SELECT * FROM provider_staff WHERE case_id = :id", {"id": case_id})
    }
    db.execute("DELETE FROM provider_staff WHERE case_id = :id", {"id": case_id})
    for number, given in enumerate(rows):
        facts = dict(given)
        id_no = facts.pop("id_no", "")
        columns: Row = {"id_cipher": None, "id_shown": "", "id_hash": ""}
        if is_masked(id_no):
            old = kept.get((facts["name"], id_no))
            columns = {name: old[name] for name in columns} if old else columns
        elif id_no:
            columns = locked_id(vault, case_id, id_no)
        db.insert(
            "provider_staff",
            {"case_id": case_id, "row": number, "facts": to_json(facts), **columns},
        )


def locked_id(vault: Vault, case_id: int, id_no: str) -> Row:
    """The three columns of one identity number."""
    return {
        "id_cipher": vault.lock(id_no.encode(), f"provider_case/{case_id}"),
        "id_shown": masked(id_no),
        "id_hash": vault.fingerprint(id_no),
    }


def staff(db: Database, case_id: int) -> tuple[StaffMember, ...]:
    """The staff list (Mẫu số 03), with masked identity numbers."""
    rows = db.query(
        "SELECT id, facts, id_shown FROM provider_staff WHERE case_id = :id ORDER BY row",
        {"id": case_id},
    )
    members = []
    for row in rows:
        facts = from_json(row["facts"])
        facts |= {name: tuple(facts.get(name) or ()) for name in _TUPLES}
        members.append(StaffMember(id=row["id"], masked_id=row["id_shown"], **facts))
    return tuple(members)


def put_equipment(db: Database, case_id: int, rows: Sequence[Mapping[str, Any]]) -> None:
    """Write the whole list anew."""
    db.execute("DELETE FROM provider_equipment WHERE case_id = :id", {"id": case_id})
    for number, row in enumerate(rows):
        db.insert("provider_equipment", {"case_id": case_id, "row": number, **row})


def equipment(db: Database, case_id: int) -> tuple[EquipmentItem, ...]:
    rows = db.query(
        """
        SELECT id, name, stage, present, required, code, note
        FROM provider_equipment WHERE case_id = :id ORDER BY row
        """,
        {"id": case_id},
    )
    return tuple(EquipmentItem(**row) for row in rows)


# Attachments


def files_ever(db: Database, case_id: int) -> int:
    """How many files the case ever had, for the next plain name."""
    rows = db.query(
        "SELECT COUNT(*) AS files FROM provider_attachment WHERE case_id = :id", {"id": case_id}
    )
    return int(rows[0]["files"])


def add_attachment(db: Database, case_id: int, item: str, *, now: datetime, **columns: Any) -> int:
    """`columns`: name, media_type, size, sha256 (of the locked bytes) and key_cipher."""
    return db.insert(
        "provider_attachment",
        {"case_id": case_id, "item": item, "added_at": to_text(now), **columns},
    )


def attachments(db: Database, case_id: int) -> tuple[CaseAttachment, ...]:
    """What is attached now; removed files are not among them."""
    rows = db.query(
        """
        SELECT id, case_id, item, name, media_type, size, added_at, deleted_at
        FROM provider_attachment
        WHERE case_id = :id AND removed_at IS NULL AND deleted_at IS NULL
        ORDER BY id
        """,
        {"id": case_id},
    )
    return tuple(_attachment(row) for row in rows)


def attachment(db: Database, attachment_id: int) -> tuple[CaseAttachment, str, bytes]:
    """The attachment, the SHA-256 of its locked bytes and its locked key; raises NotFound."""
    row = db.one(
        """
        SELECT id, case_id, item, name, media_type, size, added_at, deleted_at, sha256, key_cipher
        FROM provider_attachment WHERE id = :id AND removed_at IS NULL AND deleted_at IS NULL
        """,
        {"id": attachment_id},
    )
    if row is None:
        raise NotFound("Không có tệp đính kèm này, hoặc tệp đã được gỡ.")
    sha256, key = row.pop("sha256"), row.pop("key_cipher")
    return _attachment(row), sha256, key


def _attachment(row: Row) -> CaseAttachment:
    return CaseAttachment(
        **{
            **row,
            "added_at": from_text(row["added_at"]),
            "deleted_at": maybe_moment(row["deleted_at"]),
        }
    )


def remove_attachment(db: Database, attachment_id: int, now: datetime) -> None:
    db.execute(
        "UPDATE provider_attachment SET removed_at = :now WHERE id = :id",
        {"id": attachment_id, "now": to_text(now)},
    )


# Findings


def add_finding(
    db: Database,
    case_id: int,
    condition: str,
    stage: str,
    *,
    verdict: str,
    evidence: str,
    note: str,
    attachment_id: int | None,
    by: Person,
    now: datetime,
) -> int:
    return db.insert(
        "provider_finding",
        {
            "case_id": case_id,
            "condition": condition,
            "stage": stage,
            "verdict": verdict,
            "evidence": evidence,
            "note": note,
            "attachment_id": attachment_id,
            "reviewer_id": by.id,
            "at": to_text(now),
        },
    )


def findings(db: Database, case_id: int, *, every: bool = False) -> tuple[CaseFinding, ...]:
    """The verdicts that hold now, one for each condition and stage; with `every`, all ever."""
    rows = db.query(
        """
        SELECT provider_finding.id, condition, stage, verdict, evidence, note, attachment_id, at,
            person.name AS reviewer
        FROM provider_finding
        JOIN person ON person.id = reviewer_id
        WHERE case_id = :id AND (:every OR provider_finding.id IN (
            SELECT MAX(id) FROM provider_finding WHERE case_id = :id GROUP BY condition, stage
        ))
        ORDER BY provider_finding.id
        """,
        {"id": case_id, "every": int(every)},
    )
    return tuple(CaseFinding(**{**row, "at": from_text(row["at"])}) for row in rows)


def verdicts(db: Database, case_id: int) -> dict[tuple[str, str], str]:
    return {(one.condition, one.stage): one.verdict for one in findings(db, case_id)}


# Supplements


def ask_supplement(
    db: Database,
    case_id: int,
    items: Sequence[str],
    *,
    reason: str,
    asked_on: date,
    due_on: date | None,
    document_id: int | None,
) -> int:
    return db.insert(
        "provider_supplement",
        {
            "case_id": case_id,
            "items": to_json(list(items)),
            "reason": reason,
            "asked_on": asked_on.isoformat(),
            "due_on": due_on.isoformat() if due_on else None,
            "document_id": document_id,
        },
    )


def take_supplement(db: Database, case_id: int, received_on: date, note: str) -> None:
    db.execute(
        """
        UPDATE provider_supplement SET received_on = :day, note = :note
        WHERE case_id = :id AND received_on IS NULL
        """,
        {"id": case_id, "day": received_on.isoformat(), "note": note},
    )


def supplements(db: Database, case_id: int) -> tuple[Supplement, ...]:
    rows = db.query(
        """
        SELECT id, items, reason, asked_on, due_on, received_on, note, document_id
        FROM provider_supplement WHERE case_id = :id ORDER BY id
        """,
        {"id": case_id},
    )
    found = []
    for row in rows:
        days = {name: maybe_date(row[name]) for name in ("asked_on", "due_on", "received_on")}
        found.append(Supplement(**{**row, **days, "items": tuple(from_json(row["items"]))}))
    return tuple(found)


def pauses(db: Database, case_id: int) -> tuple[Pause, ...]:
    return tuple((one.asked_on, one.received_on) for one in supplements(db, case_id))


# Papers


def link_paper(
    db: Database,
    purpose: str,
    document_id: int,
    now: datetime,
    *,
    case_id: int | None = None,
    provider_id: int | None = None,
) -> bool:
    """Twice is harmless; returns whether it was new."""
    return bool(
        db.execute(
            """
            INSERT INTO provider_paper (purpose, document_id, case_id, provider_id, at)
            VALUES (:purpose, :document, :case, :provider, :now)
            ON CONFLICT DO NOTHING
            """,
            {
                "purpose": purpose,
                "document": document_id,
                "case": case_id,
                "provider": provider_id,
                "now": to_text(now),
            },
        )
    )


def papers(
    db: Database, *, case_id: int | None = None, provider_id: int | None = None
) -> tuple[CasePaper, ...]:
    """The office's papers about a case or a provider, oldest first."""
    rows = db.query(
        """
        SELECT id, purpose, document_id, case_id, provider_id, at
        FROM provider_paper
        WHERE case_id = :case OR provider_id = :provider
        ORDER BY id
        """,
        {"case": case_id, "provider": provider_id},
    )
    return tuple(CasePaper(**{**row, "at": from_text(row["at"])}) for row in rows)
