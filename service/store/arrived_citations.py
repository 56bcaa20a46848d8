"""Viện dẫn và văn bản đến — papers that came in, cited by ours, or citing ours."""

from dataclasses import dataclass

from service.domain.documents import Person
from service.store import incoming_rows
from service.store.db import Database, Row
from service.store.paper_links import SAME_PAPER, folded_agency

MOST = 100


@dataclass(frozen=True, slots=True)
class ArrivedPaper:
    """An incoming paper as a link: its id and what it is called."""

    id: int
    title: str


_ARRIVED = """
    SELECT incoming.id, incoming.kind, incoming.code_number, incoming.notation, incoming.agency
    FROM incoming
"""


def cited_arrivals(db: Database, person: Person, topic: str) -> dict[str, ArrivedPaper]:
    """By the text that cites it, each incoming paper that a text cites and the person may see.

    Number, symbol and day must agree, and the issuer where the citation names one.
    """
    rows = db.query(
        f"""
        SELECT citation.text, citation.issuer, arrived.*
        FROM citation
        JOIN ({_ARRIVED} WHERE {incoming_rows.VISIBLE} AND state <> 'void') AS arrived
            ON CAST(arrived.code_number AS INTEGER) = citation.number
            AND arrived.notation = citation.notation
        JOIN incoming ON incoming.id = arrived.id
        WHERE citation.topic = :topic AND citation.dated <> ''
            AND incoming.issued = citation.dated AND :topic <> 'incoming/' || arrived.id
        ORDER BY arrived.id DESC
        """,
        {**incoming_rows.access(person), "topic": topic},
    )
    return {row["text"]: _paper(row) for row in rows if _same_agency(row)}


def citing_arrivals(
    db: Database, person: Person, document_id: int, *, agency: str
) -> tuple[ArrivedPaper, ...]:
    """Incoming papers that cite this paper of ours, newest first."""
    rows = db.query(
        f"""
        {_ARRIVED}
        WHERE {incoming_rows.VISIBLE} AND incoming.state <> 'void' AND incoming.id IN (
            SELECT CAST(substr(citation.topic, length('incoming/') + 1) AS INTEGER)
            FROM citation
            JOIN register_entry
                ON register_entry.number = citation.number
                AND register_entry.notation = citation.notation
            WHERE register_entry.document_id = :cited AND register_entry.state <> 'void'
                AND citation.topic LIKE 'incoming/%' AND {SAME_PAPER}
        )
        ORDER BY incoming.id DESC
        LIMIT :most
        """,
        {
            **incoming_rows.access(person),
            "cited": document_id,
            "agency": folded_agency(agency),
            "most": MOST,
        },
    )
    return tuple(_paper(row) for row in rows)


def _same_agency(row: Row) -> bool:
    return not row["issuer"] or folded_agency(row["agency"]) in row["issuer"]


def _paper(row: Row) -> ArrivedPaper:
    reference = "/".join(part for part in (row["code_number"], row["notation"]) if part)
    kind = row["kind"] or "Văn bản"
    return ArrivedPaper(row["id"], f"{kind} {reference} của {row['agency']}".replace("  ", " "))
