"""Liên hệ giữa các văn bản — what a paper corrects or replaces, what it cites, what cites it."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime

from service.domain.afterwards import Relation
from service.domain.citations import Citation
from service.domain.documents import DocumentLine, Person
from service.domain.vietnamese import fold
from service.store.db import Database, Row
from service.store.documents import VISIBLE, access
from service.store.lists import LINE, line
from service.store.moments import to_text

MOST_CITATIONS = 300
"""A paper that cites more is a list; its page shows so many."""


@dataclass(frozen=True, slots=True)
class PaperLink:
    """One tie to another paper of the office, seen from the paper whose page it is on."""

    relation: Relation
    other: DocumentLine
    reason: str


@dataclass(frozen=True, slots=True)
class CitedPaper:
    """What a text cites: `inside` is the paper of the archive it is, when it is one of ours."""

    text: str
    inside: DocumentLine | None = None


def topic_of(document_id: int) -> str:
    """The name under which a paper's citations are kept."""
    return f"document/{document_id}"


def add_link(
    db: Database,
    later_id: int,
    relation: Relation,
    earlier_id: int,
    *,
    reason: str,
    by: Person,
    now: datetime,
) -> None:
    db.insert(
        "paper_link",
        {
            "later_id": later_id,
            "relation": relation.value,
            "earlier_id": earlier_id,
            "reason": reason,
            "made_by": by.id,
            "made_at": to_text(now),
        },
    )


def earlier_papers(db: Database, person: Person, document_id: int) -> tuple[PaperLink, ...]:
    """What this paper corrects, amends, replaces or recalls, as far as the person may see."""
    return _linked(db, person, "earlier_id", "later_id", document_id)


def later_papers(db: Database, person: Person, document_id: int) -> tuple[PaperLink, ...]:
    """What corrects, amends, replaces or recalls this paper; drafts thrown away do not count."""
    return _linked(db, person, "later_id", "earlier_id", document_id)


def live_relations(db: Database, earlier_id: int) -> frozenset[Relation]:
    """In which ways papers that were not thrown away go back to this one."""
    rows = db.query(
        """
        SELECT DISTINCT relation
        FROM paper_link
        JOIN document ON document.id = later_id
        WHERE earlier_id = :id AND state <> 'discarded'
        """,
        {"id": earlier_id},
    )
    return frozenset(Relation(row["relation"]) for row in rows)


def note_citations(
    db: Database, topic: str, citations: Iterable[Citation], *, now: datetime
) -> int:
    """Keep what a text cites, each paper once; what was kept of it before goes."""
    db.execute("DELETE FROM citation WHERE topic = :topic", {"topic": topic})
    count = 0
    for one in citations:
        row = _row(one)
        count += db.execute(
            """
            INSERT INTO citation
                (topic, key, text, kind, number, notation, year, dated, issuer)
            VALUES (:topic, :key, :text, :kind, :number, :notation, :year, :dated, :issuer)
            ON CONFLICT (topic, key, dated) DO NOTHING
            """,
            {"topic": topic, **row},
        )
    db.execute(
        """
        INSERT INTO cited_topic (topic, at)
        VALUES (:topic, :at)
        ON CONFLICT (topic) DO UPDATE SET at = excluded.at
        """,
        {"topic": topic, "at": to_text(now)},
    )
    return count


def uncited(db: Database, *, limit: int) -> tuple[int, ...]:
    """Numbered papers whose text was not yet searched for citations."""
    rows = db.query(
        """
        SELECT search_text.document_id AS id
        FROM search_text
        JOIN document ON document.id = search_text.document_id
        WHERE document.state IN ('issued', 'archived')
            AND NOT EXISTS (
                SELECT 1 FROM cited_topic WHERE topic = 'document/' || search_text.document_id
            )
        ORDER BY search_text.document_id
        LIMIT :limit
        """,
        {"limit": limit},
    )
    return tuple(row["id"] for row in rows)


def text_of(db: Database, document_id: int) -> str:
    """The whole text of a paper as the archive has it; empty when it was never indexed."""
    row = db.one("SELECT body FROM search_text WHERE document_id = :id", {"id": document_id})
    return "" if row is None else str(row["body"])


def cited_by(db: Database, person: Person, topic: str, *, agency: str) -> tuple[CitedPaper, ...]:
    """What a text cites, in the order it does; papers of `agency` in our archive are found."""
    rows = db.query(
        "SELECT * FROM citation WHERE topic = :topic ORDER BY id LIMIT :limit",
        {"topic": topic, "limit": MOST_CITATIONS},
    )
    return tuple(
        CitedPaper(
            text=row["text"],
            inside=_ours(db, person, row, agency, topic),
        )
        for row in rows
    )


def citing(db: Database, person: Person, document_id: int, *, agency: str) -> list[DocumentLine]:
    """Papers of the office that cite this one, newest first, as far as the person may see."""
    rows = db.query(
        f"""
        {LINE}
        WHERE {VISIBLE} AND document.id IN (
            SELECT CAST(substr(citation.topic, length('document/') + 1) AS INTEGER)
            FROM citation
            JOIN register_entry
                ON register_entry.number = citation.number
                AND register_entry.notation = citation.notation
            WHERE register_entry.document_id = :cited AND register_entry.state <> 'void'
                AND citation.topic LIKE 'document/%'
                AND {SAME_PAPER}
        )
        ORDER BY document.issued_on DESC, document.id DESC
        LIMIT :limit
        """,
        {
            **access(person),
            "cited": document_id,
            "agency": folded_agency(agency),
            "limit": MOST_CITATIONS,
        },
    )
    return [line(row) for row in rows]


SAME_PAPER = """
    (citation.issuer IN ('', :agency))
    AND (citation.dated = '' OR citation.dated = register_entry.dated)
    AND (citation.year IS NULL OR citation.year = register_entry.year)
    AND (citation.dated <> '' OR citation.year IS NOT NULL OR citation.issuer <> '')
"""
"""Another office may have the same number and sign: day or year must agree, and who issued it."""


def folded_agency(agency: str) -> str:
    """One spelling of an agency's name: ``UBND xã Hòa Bình`` is ``Ủy ban nhân dân xã Hòa Bình``."""
    words = fold(agency).split()
    wide = {"ubnd": "uy ban nhan dan", "hdnd": "hoi dong nhan dan"}
    return " ".join(wide.get(word, word) for word in words)


def _ours(db: Database, person: Person, row: Row, agency: str, topic: str) -> DocumentLine | None:
    found = db.query(
        f"""
        {LINE}
        WHERE {VISIBLE} AND :topic <> 'document/' || document.id AND document.id IN (
            SELECT register_entry.document_id
            FROM citation
            JOIN register_entry
                ON register_entry.number = citation.number
                AND register_entry.notation = citation.notation
            WHERE citation.id = :id AND register_entry.state <> 'void' AND {SAME_PAPER}
        )
        ORDER BY document.issued_on DESC
        LIMIT 1
        """,
        {**access(person), "id": row["id"], "topic": topic, "agency": folded_agency(agency)},
    )
    return line(found[0]) if found else None


def _linked(
    db: Database, person: Person, other: str, this: str, document_id: int
) -> tuple[PaperLink, ...]:
    rows = db.query(
        f"""
        SELECT paper_link.relation, paper_link.reason, shown.*
        FROM ({LINE} WHERE {VISIBLE} AND document.state <> 'discarded') AS shown
        JOIN paper_link ON paper_link.{other} = shown.id
        WHERE paper_link.{this} = :paper
        ORDER BY paper_link.id
        """,
        {**access(person), "paper": document_id},
    )
    return tuple(PaperLink(Relation(row["relation"]), line(row), row["reason"]) for row in rows)


def _row(one: Citation) -> Row:
    reference, issued = one.reference, one.issued
    exact = issued.exact if issued else None
    number = reference.number if reference else ""
    return {
        "key": one.key,
        "text": " ".join(one.text.split()),
        "kind": one.kind,
        "number": int(number) if number.isdecimal() else None,
        "notation": reference.notation if reference else "",
        "year": (reference.year if reference else None) or (issued.year if issued else None),
        "dated": exact.isoformat() if isinstance(exact, date) else "",
        "issuer": folded_agency(one.issuer),
    }
