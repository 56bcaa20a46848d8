"""Văn bản: rows to `Document` and back, and who may see which."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from service.domain.agency import Agency
from service.domain.documents import Document, DocumentFile, FileRole, Person, SideCopy
from service.domain.errors import NotFound, WrongState
from service.domain.workflow import STATE_NAMES, Role, State, Transition
from service.store.agency import from_snapshot
from service.store.db import Database, Row
from service.store.moments import from_json, from_text, maybe_date, maybe_moment, to_json, to_text

_MOMENTS = ("submitted_at", "approved_at", "numbered_at", "issued_at", "archived_at")

USUAL = """(
    (:is_clerk AND document.state NOT IN ('draft', 'returned', 'discarded'))
    OR (:is_drafter AND document.unit_id = :unit_id)
    OR (:is_signatory AND (
        document.state IN ('issued', 'archived')
        OR (document.approver_id = :person_id AND document.state NOT IN ('draft', 'discarded'))
    ))
)"""
"""Who may see a paper by role and unit, as SQL; needs `access(person)` among the parameters.

Administrators see none by that role; clerks what was submitted or went further; signatories what
was submitted to them and everything issued; drafters the papers of their own unit.
"""


VISIBLE = f"""({USUAL} OR (
    document.state NOT IN ('draft', 'returned', 'discarded') AND document.id IN (
        SELECT document_id FROM access_grant
        WHERE revoked_at IS NULL AND (person_id = :person_id OR unit_id = :unit_id)
    )
))"""
"""Who may see a paper: whoever usually may, and whom it was shown to besides."""


def access(person: Person) -> Row:
    """The parameters that VISIBLE asks for."""
    return {
        "is_clerk": int(person.may(Role.CLERK)),
        "is_drafter": int(person.may(Role.DRAFTER)),
        "is_signatory": int(person.may(Role.SIGNATORY)),
        "person_id": person.id,
        "unit_id": person.unit_id,
    }


def get(db: Database, document_id: int, person: Person) -> Document:
    """The paper; raises NotFound also when the person may not know of it."""
    row = db.one(
        f"SELECT * FROM document WHERE id = :id AND {VISIBLE}",
        {"id": document_id, **access(person)},
    )
    if row is None:
        raise NotFound(_why_not_seen(db, document_id, person))
    return _document(row)


def _why_not_seen(db: Database, document_id: int, person: Person) -> str:
    """Whoever was asked to approve a paper knows of it, and is told where it went."""
    asked = db.one(
        "SELECT 1 FROM document WHERE id = :id AND state = 'draft' AND approver_id = :person_id",
        {"id": document_id, "person_id": person.id},
    )
    if asked is None or not person.may(Role.SIGNATORY):
        return "Không có văn bản này, hoặc văn bản không thuộc phạm vi của bạn."
    return (
        "Người soạn đã rút văn bản này về để sửa. Khi được trình lại, văn bản hiện ở Việc cần làm."
    )


def get_for_office(db: Database, document_id: int) -> Document:
    """The paper for the office's own jobs, which serve nobody in particular."""
    row = db.one("SELECT * FROM document WHERE id = :id", {"id": document_id})
    if row is None:
        raise NotFound("Không có văn bản này.")
    return _document(row)


def add(db: Database, columns: Mapping[str, Any], *, by: Person, now: datetime) -> Document:
    """Insert a draft of the person's unit; `columns` come from `draft_columns`."""
    document_id = db.insert(
        "document",
        {
            **columns,
            "state": State.DRAFT.value,
            "unit_id": by.unit_id,
            "created_by": by.id,
            "created_at": to_text(now),
            "updated_by": by.id,
            "updated_at": to_text(now),
        },
    )
    return get_for_office(db, document_id)


def draft_columns(
    kind: str,
    form_version: int,
    answers: Mapping[str, Any],
    *,
    subject: str,
    notation: str,
    signatory_id: int | None,
    signer_name: str,
) -> Row:
    """The columns a form's answers fill."""
    return {
        "kind": kind,
        "form_version": form_version,
        "answers": to_json(answers),
        "subject": subject,
        "notation": notation,
        "signatory_id": signatory_id,
        "signer_name": signer_name,
    }


def as_stored(answers: Mapping[str, Any]) -> Any:
    """The answers as they come back from the database."""
    return from_json(to_json(answers))


def save_answers(
    db: Database,
    document_id: int,
    columns: Mapping[str, Any],
    *,
    version: int,
    by: Person,
    now: datetime,
) -> bool:
    """Write a draft over exactly this version; False when the version or state is another."""
    changes = ", ".join(f"{name} = :{name}" for name in columns)
    changed = db.execute(
        f"""
        UPDATE document
        SET {changes}, version = version + 1, updated_by = :by, updated_at = :now
        WHERE id = :id AND version = :version AND state IN ('draft', 'returned')
        """,
        {**columns, "id": document_id, "version": version, "by": by.id, "now": to_text(now)},
    )
    return changed == 1


def move(
    db: Database,
    document_id: int,
    transition: Transition,
    now: datetime,
    *,
    by: Person | None = None,
    version: int | None = None,
    **columns: Any,
) -> Document:
    """Change a paper's state by one conditional update; raises WrongState when it has moved on.

    With `version`, also when the paper was saved again since it was looked at. `by` is written
    down as who touched it last.
    """
    states = ", ".join(f"'{state.value}'" for state in transition.origins)
    changes = "".join(f", {name} = :{name}" for name in columns)
    changed = db.execute(
        f"""
        UPDATE document
        SET state = :target, updated_at = :now, updated_by = COALESCE(:by, updated_by){changes}
        WHERE id = :id AND state IN ({states}) AND (:version IS NULL OR version = :version)
        """,
        {
            **columns,
            "id": document_id,
            "target": transition.target.value,
            "now": to_text(now),
            "by": None if by is None else by.id,
            "version": version,
        },
    )
    document = get_for_office(db, document_id)
    if changed != 1:
        raise moved_on(document, transition.origins)
    return document


def moved_on(document: Document, origins: tuple[State, ...]) -> WrongState:
    """The refusal for a paper that is not, or no longer, where a verb needs it."""
    if document.state in origins:
        return WrongState("Văn bản vừa được sửa thêm; hãy tải lại trang và xem lại trước khi làm.")
    wanted = " hoặc ".join(f"“{STATE_NAMES[state]}”" for state in origins)
    return WrongState(
        f"Văn bản đang ở trạng thái “{STATE_NAMES[document.state]}”, việc này cần {wanted}; "
        "hãy tải lại trang."
    )


def frozen_agency(db: Database, document_id: int) -> Agency | None:
    """The agency as it was when the paper was approved; None before."""
    row = db.one("SELECT agency FROM document WHERE id = :id", {"id": document_id})
    return None if row is None or row["agency"] is None else from_snapshot(row["agency"])


# Files


def note_file(db: Database, sha256: str, size: int, media_type: str, now: datetime) -> None:
    """Record stored bytes; harmless when they are known."""
    db.execute(
        """
        INSERT INTO file (sha256, size, media_type, created_at)
        VALUES (:sha256, :size, :media_type, :now)
        ON CONFLICT (sha256) DO NOTHING
        """,
        {"sha256": sha256, "size": size, "media_type": media_type, "now": to_text(now)},
    )


def link_file(
    db: Database,
    document_id: int,
    role: FileRole,
    sha256: str,
    *,
    name: str,
    now: datetime,
    entry_id: int | None = None,
    part: int = 0,
) -> bool:
    """Add the next revision; False when this number already has this part of this role."""
    if entry_id is not None and db.query(
        "SELECT 1 FROM document_file WHERE entry_id = :entry AND role = :role AND part = :part",
        {"entry": entry_id, "role": role.value, "part": part},
    ):
        return False
    db.execute(
        """
        INSERT INTO document_file
            (document_id, role, part, revision, sha256, name, entry_id, created_at)
        VALUES (
            :id, :role, :part,
            COALESCE((SELECT MAX(revision) FROM document_file
                      WHERE document_id = :id AND role = :role AND part = :part), 0) + 1,
            :sha256, :name, :entry_id, :now
        )
        """,
        {
            "id": document_id,
            "role": role.value,
            "part": part,
            "sha256": sha256,
            "name": name,
            "entry_id": entry_id,
            "now": to_text(now),
        },
    )
    return True


def files(db: Database, document_id: int) -> tuple[DocumentFile, ...]:
    """Every revision of every file of a paper, oldest first."""
    rows = db.query(
        """
        SELECT document_file.id, document_id, role, part, revision, document_file.sha256, name,
            media_type, size, document_file.created_at
        FROM document_file
        JOIN file ON file.sha256 = document_file.sha256
        WHERE document_id = :id
        ORDER BY document_file.id
        """,
        {"id": document_id},
    )
    return tuple(
        DocumentFile(
            **{
                **row,
                "role": FileRole(row["role"]),
                "created_at": from_text(row["created_at"]),
            }
        )
        for row in rows
    )


def current_file(db: Database, document_id: int, role: FileRole) -> DocumentFile | None:
    """The newest revision of a role; for a numbered paper's DOCX and PDF, of its live number."""
    if role is not FileRole.SOURCE:
        rows = db.query(
            """
            SELECT document_file.id
            FROM document_file
            JOIN register_entry ON register_entry.id = document_file.entry_id
            WHERE document_file.document_id = :id AND role = :role AND state <> 'void'
            """,
            {"id": document_id, "role": role.value},
        )
        live = {row["id"] for row in rows}
        return next((one for one in reversed(files(db, document_id)) if one.id in live), None)
    return next((one for one in reversed(files(db, document_id)) if one.role is role), None)


# Side copies and memory


def put_side_copy(
    db: Database,
    document_id: int,
    person_id: int,
    answers: Mapping[str, Any],
    *,
    base_version: int,
    now: datetime,
) -> None:
    db.execute(
        """
        INSERT INTO side_copy (document_id, person_id, answers, base_version, at)
        VALUES (:document_id, :person_id, :answers, :base_version, :at)
        ON CONFLICT (document_id, person_id) DO UPDATE
        SET answers = excluded.answers, base_version = excluded.base_version, at = excluded.at
        """,
        {
            "document_id": document_id,
            "person_id": person_id,
            "answers": to_json(answers),
            "base_version": base_version,
            "at": to_text(now),
        },
    )


def side_copies(db: Database, document_id: int) -> tuple[SideCopy, ...]:
    """Answers kept beside a draft, one per person at most, newest first."""
    rows = db.query(
        """
        SELECT document_id, person_id, person.name AS person_name, answers, base_version, at
        FROM side_copy
        JOIN person ON person.id = person_id
        WHERE document_id = :id
        ORDER BY at DESC
        """,
        {"id": document_id},
    )
    return tuple(
        SideCopy(**{**row, "answers": from_json(row["answers"]), "at": from_text(row["at"])})
        for row in rows
    )


def drop_side_copy(db: Database, document_id: int, person_id: int) -> bool:
    return bool(
        db.execute(
            "DELETE FROM side_copy WHERE document_id = :id AND person_id = :person_id",
            {"id": document_id, "person_id": person_id},
        )
    )


def remember_answers(
    db: Database, person_id: int, kind: str, answers: Mapping[str, Any], now: datetime
) -> None:
    """Keep what a person last sent for approval in a kind, for the next form's defaults."""
    db.execute(
        """
        INSERT INTO last_answers (person_id, kind, answers, at)
        VALUES (:person_id, :kind, :answers, :at)
        ON CONFLICT (person_id, kind) DO UPDATE SET answers = excluded.answers, at = excluded.at
        """,
        {"person_id": person_id, "kind": kind, "answers": to_json(answers), "at": to_text(now)},
    )


def last_answers(db: Database, person_id: int, kind: str) -> dict[str, Any] | None:
    """What `remember_answers` kept, or None."""
    row = db.one(
        "SELECT answers FROM last_answers WHERE person_id = :id AND kind = :kind",
        {"id": person_id, "kind": kind},
    )
    return None if row is None else from_json(row["answers"])


def _document(row: Row) -> Document:
    values = {name: row[name] for name in Document.__slots__ if name in row}
    values["state"] = State(row["state"])
    values["answers"] = from_json(row["answers"])
    values["created_at"] = from_text(row["created_at"])
    values["updated_at"] = from_text(row["updated_at"])
    values["issued_on"] = maybe_date(row["issued_on"])
    for name in _MOMENTS:
        values[name] = maybe_moment(row[name])
    return Document(**values)
