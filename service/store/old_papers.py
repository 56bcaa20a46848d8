"""Văn bản cũ: rows to `OldPaper` and back, who may see which, doubles, search."""

from dataclasses import dataclass
from datetime import datetime

from service.domain.documents import Person
from service.domain.errors import NotFound
from service.domain.incoming import IncomingDetails
from service.domain.old_papers import Direction, OldFile, OldPaper, Origin, paper_key
from service.domain.workflow import Role
from service.store.db import Database, Row
from service.store.incoming_rows import details_of
from service.store.moments import from_text, to_json, to_text
from service.store.search_index import TEXTS, index_keys, number_words
from service.store.search_query import parse

PER_PAGE = 20
GONE = "Không có văn bản cũ này, hoặc văn bản không thuộc đơn vị của bạn."

VISIBLE = "(:sees_all OR (:is_drafter AND old_paper.unit_id = :unit_id))"
"""Who may see an old paper, as SQL; needs `access(person)`: clerks and leaders all of them, units
their own, administrators by that role none."""

_SELECT = """
    SELECT old_paper.*, COALESCE(unit.name, '') AS unit_name
    FROM old_paper LEFT JOIN unit ON unit.id = old_paper.unit_id
"""


@dataclass(frozen=True, slots=True)
class OldPage:
    """One page of a search; `total` counts all pages' papers."""

    papers: tuple[OldPaper, ...]
    total: int
    page: int
    per_page: int = PER_PAGE

    @property
    def pages(self) -> int:
        return max(1, -(-self.total // self.per_page))


def access(person: Person) -> Row:
    """The parameters that VISIBLE asks for."""
    return {
        "sees_all": int(person.may(Role.CLERK, Role.SIGNATORY)),
        "is_drafter": int(person.may(Role.DRAFTER)),
        "unit_id": person.unit_id,
    }


def get(db: Database, old_paper_id: int, person: Person) -> OldPaper:
    """The paper; raises NotFound also when the person may not know of it."""
    row = db.one(
        f"{_SELECT} WHERE old_paper.id = :id AND {VISIBLE}",
        {"id": old_paper_id, **access(person)},
    )
    if row is None:
        raise NotFound(GONE)
    return _paper(row)


def for_office(db: Database, old_paper_id: int) -> OldPaper:
    """The paper, whoever asks: for jobs. NotFound."""
    row = db.one(f"{_SELECT} WHERE old_paper.id = :id", {"id": old_paper_id})
    if row is None:
        raise NotFound(GONE)
    return _paper(row)


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
    db.insert("search_old", {"rowid": number, **keys})
    return number


def save(db: Database, old_paper_id: int, details: IncomingDetails, unit_id: int | None) -> None:
    """Write corrected details and index them, inside `write()`; the file's text stays."""
    columns = {**_columns(details), "unit_id": unit_id}
    changes = ", ".join(f"{name} = :{name}" for name in columns)
    db.execute(f"UPDATE old_paper SET {changes} WHERE id = :id", {**columns, "id": old_paper_id})
    (row,) = db.query("SELECT body FROM old_paper WHERE id = :id", {"id": old_paper_id})
    _index(db, old_paper_id, search_keys(details, row["body"]))


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


def _index(db: Database, old_paper_id: int, keys: Row) -> None:
    changes = ", ".join(f"{name} = :{name}" for name in keys)
    db.execute(f"UPDATE search_old SET {changes} WHERE rowid = :id", {**keys, "id": old_paper_id})


def search_keys(details: IncomingDetails, body: str) -> Row:
    """The index columns; made outside any transaction, since keys of a long text take a while."""
    texts = {
        "subject": f"{details.kind} {details.subject}",
        "people": "\n".join(
            (
                *(details.agency, details.superior, details.signer_name),
                *(*details.addressees, *details.recipients),
            )
        ),
        "body": "\n".join(filter(None, (details.note, body))),
    }
    assert tuple(texts) == TEXTS
    return {**index_keys(texts), "reference": number_words(details.reference)}


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


def search(
    db: Database, person: Person, query: str, *, page: int = 1, per_page: int = PER_PAGE
) -> OldPage:
    """Papers with every word of the query, of those the person may see; newest first.

    The query is that of the papers' own search; without words, all of them.
    """
    asked, page = parse(query), max(page, 1)
    if query.strip() and not asked:
        return OldPage((), 0, page, per_page)
    where, parameters = VISIBLE, access(person)
    if asked.terms:
        where += " AND old_paper.id IN (SELECT rowid FROM search_old WHERE search_old MATCH :match)"
        parameters["match"] = asked.matches
    if asked.unwanted:
        where += (
            " AND old_paper.id NOT IN"
            " (SELECT rowid FROM search_old WHERE search_old MATCH :unwanted)"
        )
        parameters["unwanted"] = asked.forbids
    (count,) = db.query(f"SELECT COUNT(*) AS total FROM old_paper WHERE {where}", parameters)
    rows = db.query(
        f"{_SELECT} WHERE {where} ORDER BY issued DESC, old_paper.id DESC"
        " LIMIT :limit OFFSET :offset",
        {**parameters, "limit": per_page, "offset": (page - 1) * per_page},
    )
    return OldPage(tuple(map(_paper, rows)), count["total"], page, per_page)


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


def _paper(row: Row) -> OldPaper:
    return OldPaper(
        id=row["id"],
        direction=Direction(row["direction"]),
        details=details_of(row),
        unit_id=row["unit_id"],
        unit_name=row["unit_name"],
        origin=Origin(row["origin"]),
        created_by=row["created_by"],
        created_at=from_text(row["created_at"]),
    )
