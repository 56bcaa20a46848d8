"""Xóa dữ liệu hết hạn giữ: personal data out of cases, keys out of files, and a record of each."""

from datetime import datetime

from service.domain.eligibility.cases import DataDeletion
from service.store.db import Database
from service.store.moments import from_text, to_json, to_text

_KEPT_ANSWERS = "'{}'"
_GONE = "Hồ sơ đã xóa dữ liệu"
_NOTHING_GIVEN = {"given": {}, "providers": []}


def delete_cases(db: Database, state: str, before: datetime, now: datetime) -> list[DataDeletion]:
    """Empty cases of a state that nobody touched since `before`; their rows stay, without data."""
    rows = db.query(
        """
        SELECT id FROM provider_case
        WHERE state = :state AND updated_at < :before AND deleted_at IS NULL
        ORDER BY id
        """,
        {"state": state, "before": to_text(before)},
    )
    deleted = []
    for row in rows:
        one = {"id": row["id"], "now": to_text(now)}
        for table in ("provider_staff", "provider_equipment"):
            db.execute(f"DELETE FROM {table} WHERE case_id = :id", {"id": row["id"]})
        db.execute(
            """
            UPDATE provider_attachment SET key_cipher = NULL, deleted_at = :now
            WHERE case_id = :id AND deleted_at IS NULL
            """,
            one,
        )
        db.execute("UPDATE provider_link SET revoked_at = :now WHERE case_id = :id", one)
        db.execute(
            f"""
            UPDATE provider_case
            SET answers = {_KEPT_ANSWERS}, search = '', id_cipher = NULL, id_shown = '',
                id_hash = '', close_reason = '', deleted_at = :now
            WHERE id = :id
            """,
            one,
        )
        _forget_in_runs(db, row["id"])
        topic = f"provider_case/{row['id']}"
        deleted.append(_record(db, topic, "application, staff, equipment, files", state, now))
    return deleted


def _forget_in_runs(db: Database, case_id: int) -> None:
    """A run of many papers calls its rows by the applicants' names."""
    db.execute(
        """
        UPDATE bulk_row
        SET label = :gone, given = :given,
            message = CASE state WHEN 'failed' THEN :gone ELSE '' END
        WHERE case_id = :id
        """,
        {"id": case_id, "gone": _GONE, "given": to_json({**_NOTHING_GIVEN, "cases": [case_id]})},
    )


def delete_removed_files(db: Database, before: datetime, now: datetime) -> list[DataDeletion]:
    """Destroy the keys of files that were taken out of a case before `before`."""
    rows = db.query(
        """
        UPDATE provider_attachment SET key_cipher = NULL, deleted_at = :now
        WHERE removed_at < :before AND deleted_at IS NULL
        RETURNING case_id, id
        """,
        {"before": to_text(before), "now": to_text(now)},
    )
    return [
        _record(
            db, f"provider_case/{row['case_id']}", f"file {row['id']}", "removed_attachment", now
        )
        for row in rows
    ]


def _record(db: Database, topic: str, what: str, rule: str, now: datetime) -> DataDeletion:
    deletion_id = db.insert(
        "provider_deletion", {"topic": topic, "what": what, "rule": rule, "at": to_text(now)}
    )
    return DataDeletion(deletion_id, topic, what, rule, now)


def records(db: Database) -> tuple[DataDeletion, ...]:
    """Every deletion ever made, oldest first."""
    rows = db.query("SELECT id, topic, what, rule, at FROM provider_deletion ORDER BY id")
    return tuple(DataDeletion(**{**row, "at": from_text(row["at"])}) for row in rows)
