"""Văn bản cũ: rows to `OldPaper` and back, who may see which, doubles."""

from datetime import datetime

from service.domain.documents import Person
from service.domain.errors import NotFound
from service.domain.incoming import IncomingDetails
from service.domain.old_papers import Direction, OldFile, OldPaper, Origin, paper_key
from service.domain.old_searching import OldFacts
from service.store import old_index
from service.store.db import Database, Row
from service.store.incoming_rows import details_of
from service.store.moments import from_text, to_json, to_text
from service.store.old_index import search_keys
from service.store.old_rows import SELECT, VISIBLE, access, paper
from service.store.old_search import search

__all__ = ("access", "search", "search_keys")

GONE = "Không có văn bản cũ này, hoặc văn bản không thuộc đơn vị của bạn."


def get(db: Database, old_paper_id: int, person: Person) -> OldPaper:
    """The paper; raises NotFound also when the person may not know of it."""
    row = db.one(
        f"{SELECT} WHERE old_paper.id = :id AND {VISIBLE}",
        {"id": old_paper_id, **access(person)},
    )
    if row is None:
        raise NotFound(GONE)
    return paper(row)


def for_office(db: Database, old_paper_id: int) -> OldPaper:
    """The paper, whoever asks: for jobs. NotFound."""
    row = db.one(f"{SELECT} WHERE old_paper.id = :id", {"id": old_paper_id})
    if row is None:
        raise NotFound(GONE)
    return paper(row)


def add(
    db: Database,
    details: IncomingDetails,
    keys: Row,
    *,
    direction: Direction,
    unit_id: int | None,
    origin: Origin,
    body: str,
    by_id: int,
    now: datetime,
) -> int:
    """Enter a paper and index it by `keys` (of `search_keys`), inside `write()`; returns its id."""
    number = db.insert(
        "old_paper",
        {
            **_columns(details),
            "direction": direction.value,
            "unit_id": unit_id,
            "origin": origin.value,
            "body": body,
            "created_by": by_id,
            "created_at": to_text(now),
        },
    )
    old_index.put(db, number, OldFacts(details, direction, unit_id, origin), keys)
    return number


def save(db: Database, old_paper_id: int, details: IncomingDetails, unit_id: int | None) -> None:
    """Write corrected details and index them, inside `write()`; the file's text stays."""
    columns = {**_columns(details), "unit_id": unit_id}
    changes = ", ".join(f"{name} = :{name}" for name in columns)
    db.execute(f"UPDATE old_paper SET {changes} WHERE id = :id", {**columns, "id": old_paper_id})
    _index(db, old_paper_id, None)


def without_text(db: Database, run_id: int, after: int, *, limit: int) -> tuple[int, ...]:
    """Papers of a run whose files' text is not known, from the one after `after` on."""
    rows = db.query(
        """
        SELECT DISTINCT old_paper.id
        FROM import_row JOIN old_paper ON old_paper.id = old_paper_id
        WHERE run_id = :run AND state = 'done' AND old_paper.id > :after AND body = ''
        ORDER BY old_paper.id
        LIMIT :limit
        """,
        {"run": run_id, "after": after, "limit": limit},
    )
    return tuple(row["id"] for row in rows)


def put_text(db: Database, old_paper_id: int, body: str, keys: Row) -> None:
    """Keep the files' text and index it by `keys` (of `search_keys`), inside `write()`."""
    db.execute(
        "UPDATE old_paper SET body = :body WHERE id = :id", {"id": old_paper_id, "body": body}
    )
    _index(db, old_paper_id, keys)


def _index(db: Database, old_paper_id: int, keys: Row | None) -> None:
    (row,) = db.query("SELECT * FROM old_paper WHERE id = :id", {"id": old_paper_id})
    if keys is None:
        keys = search_keys(details_of(row), row["body"])
    old_index.put(db, old_paper_id, old_index.facts_of(row), keys)


def same_paper(db: Database, details: IncomingDetails) -> int | None:
    """The paper with this number, notation, agency and date, if there is one."""
    key = paper_key(details)
    row = db.one("SELECT id FROM old_paper WHERE paper_key = :key AND :key <> ''", {"key": key})
    return None if row is None else int(row["id"])


def same_file(db: Database, sha256: str) -> int | None:
    """The paper that has exactly this file."""
    row = db.one(
        "SELECT old_paper_id AS id FROM old_paper_file WHERE sha256 = :sha256 ORDER BY id LIMIT 1",
        {"sha256": sha256},
    )
    return None if row is None else int(row["id"])


def held_elsewhere(db: Database, sha256: str) -> str:
    """Which register has exactly this file already, as a sentence's end; empty when none has."""
    # Bytes that are new to the archive are nobody's, however large it is.
    if db.one("SELECT 1 FROM file WHERE sha256 = :sha256", {"sha256": sha256}) is None:
        return ""
    row = db.one(
        """
        SELECT number, year FROM incoming_file JOIN incoming ON incoming.id = incoming_id
        WHERE sha256 = :sha256 AND state <> 'void' ORDER BY incoming.id LIMIT 1
        """,
        {"sha256": sha256},
    )
    if row is not None:
        return f"văn bản đến số {row['number']:02d} năm {row['year']}"
    row = db.one(
        """
        SELECT subject FROM document_file JOIN document ON document.id = document_id
        WHERE sha256 = :sha256 LIMIT 1
        """,
        {"sha256": sha256},
    )
    return f"văn bản đi “{row['subject']}”" if row is not None else ""


def add_file(
    db: Database, old_paper_id: int, sha256: str, name: str, *, signed: bool, now: datetime
) -> None:
    """Tie a stored file to its paper. Inside `write()`."""
    db.insert(
        "old_paper_file",
        {
            "old_paper_id": old_paper_id,
            "sha256": sha256,
            "name": name,
            "signed": int(signed),
            "created_at": to_text(now),
        },
    )


def files(db: Database, old_paper_id: int) -> tuple[OldFile, ...]:
    rows = db.query(
        """
        SELECT one.id, sha256, one.name, media_type, size, signed, one.created_at
        FROM old_paper_file AS one JOIN file USING (sha256)
        WHERE old_paper_id = :id ORDER BY one.id
        """,
        {"id": old_paper_id},
    )
    return tuple(
        OldFile(
            **{**row, "signed": bool(row["signed"]), "created_at": from_text(row["created_at"])}
        )
        for row in rows
    )


def _columns(details: IncomingDetails) -> Row:
    return {
        "superior": details.superior,
        "agency": details.agency,
        "code_number": details.number,
        "notation": details.notation,
        "issued": details.issued,
        "place": details.place,
        "kind": details.kind,
        "subject": details.subject,
        "urgency": details.urgency,
        "addressees": to_json(details.addressees),
        "recipients": to_json(details.recipients),
        "signer_authority": to_json(details.signer_authority),
        "signer_post": details.signer_post,
        "signer_name": details.signer_name,
        "page_count": details.page_count,
        "medium": details.medium.value,
        "note": details.note,
        "paper_key": paper_key(details),
    }
