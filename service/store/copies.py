"""Bản sao trong sổ — what copies are made of, who got how many, and public check pages."""

from collections.abc import Mapping
from dataclasses import asdict, dataclass
from datetime import date, datetime
from typing import Any

from service.domain.copying import CopySource, ScanPage
from service.domain.documents import DocumentFile, FileRole, Person
from service.domain.numbering import reference
from service.domain.sent_places import sent_places
from service.store import documents
from service.store.db import Database, Row
from service.store.lists import named_in
from service.store.moments import from_json, from_text, to_json, to_text


@dataclass(frozen=True, slots=True)
class CopyLine:
    """Sổ đăng ký bản sao, one line; `quantity` is empty where nobody said how many."""

    document_id: int
    number: int
    reference: str
    dated: date
    form: str
    medium: str
    subject: str
    signer_name: str
    recipients: tuple[str, ...]
    unit_symbol: str
    quantity: str
    issued_at: datetime | None
    void_reason: str
    answers: Mapping[str, Any]


def add_source(
    db: Database,
    file: DocumentFile,
    facts: Mapping[str, Any],
    *,
    verdict: str,
    report: Mapping[str, Any],
    origin_id: int | None,
    by: Person,
    now: datetime,
) -> None:
    """Keep what was found in an attached file, in the transaction that attached it."""
    db.insert(
        "copy_source",
        {
            "file_id": file.id,
            "origin_id": origin_id,
            "facts": to_json(facts),
            "verdict": verdict,
            "report": to_json(report),
            "checked_by": by.id,
            "checked_at": to_text(now),
        },
    )


def facts_of(page_count: int, version: str, pages: tuple[ScanPage, ...], not_archival: str) -> Row:
    """What `add_source` keeps of the file itself."""
    return {
        "page_count": page_count,
        "pdf_version": version,
        "pages": [asdict(page) for page in pages],
        "not_archival": not_archival,
    }


def source_of(db: Database, document_id: int) -> CopySource | None:
    """What was found in the file that a copy is made of; None before one is attached."""
    file = documents.current_file(db, document_id, FileRole.SOURCE)
    row = file and db.one(
        """
        SELECT origin_id, facts, verdict, report, checked_at, person.name AS checked_by
        FROM copy_source
        JOIN person ON person.id = checked_by
        WHERE file_id = :id
        """,
        {"id": file.id},
    )
    if file is None or row is None:
        return None
    facts = from_json(row["facts"])
    return CopySource(
        sha256=file.sha256,
        origin_id=row["origin_id"],
        page_count=facts["page_count"],
        pdf_version=facts["pdf_version"],
        pages=tuple(ScanPage(**page) for page in facts["pages"]),
        not_archival=facts["not_archival"],
        verdict=row["verdict"],
        report=from_json(row["report"]),
        checked_by=row["checked_by"],
        checked_at=from_text(row["checked_at"]),
    )


def register_lines(
    db: Database, year: int, *, form: str = "", medium: str = "", words: str = ""
) -> tuple[CopyLine, ...]:
    """The copies of a year in the order of their numbers; struck numbers stay with their reason.

    `words` must all stand in what was copied or among the recipients, whatever their case.
    """
    rows = db.query(
        """
        SELECT document_id, register_entry.number, register_entry.notation, dated,
            register_entry.state, register_entry.reason, register_entry.subject,
            document.answers, document.signer_name, document.issued_at,
            unit.symbol AS unit_symbol
        FROM register_entry
        JOIN series ON series.id = series_id
        JOIN document ON document.id = document_id
        JOIN unit ON unit.id = document.unit_id
        WHERE series.register = 'copies' AND year = :year
        ORDER BY series_id, register_entry.number
        """,
        {"year": year},
    )
    lines = map(_line, rows)
    wanted = words.casefold().split()
    return tuple(
        line
        for line in lines
        if form in ("", line.form)
        and medium in ("", line.medium)
        and all(word in _said(line) for word in wanted)
    )


def _said(line: CopyLine) -> str:
    return "\n".join((line.reference, line.subject, *line.recipients)).casefold()


def _line(row: Row) -> CopyLine:
    answers, void = from_json(row["answers"]), row["state"] == "void"
    sent = None if void or row["issued_at"] is None else from_text(row["issued_at"])
    return CopyLine(
        document_id=row["document_id"],
        number=row["number"],
        reference=reference(row["number"], row["notation"]),
        dated=date.fromisoformat(row["dated"]),
        form=str(answers.get("copy_kind") or ""),
        medium=str(answers.get("copy_medium") or ""),
        subject=row["subject"],
        signer_name=row["signer_name"],
        recipients=sent_places(named_in(answers)),
        unit_symbol=row["unit_symbol"],
        quantity=str(answers.get("quantity") or ""),
        issued_at=sent,
        void_reason=row["reason"] if void else "",
        answers=answers,
    )


def copies_of(db: Database, document_id: int) -> tuple[int, ...]:
    """Ids of the numbered copies made of one of our papers, oldest first."""
    rows = db.query(
        """
        SELECT DISTINCT document.id
        FROM copy_source
        JOIN document_file ON document_file.id = file_id
        JOIN document ON document.id = document_file.document_id
        WHERE origin_id = :id AND document.number IS NOT NULL
        ORDER BY document.id
        """,
        {"id": document_id},
    )
    return tuple(row["id"] for row in rows)


def open_check_page(
    db: Database, document_id: int, token: str, *, by: Person, now: datetime
) -> None:
    db.insert(
        "check_page",
        {"token": token, "document_id": document_id, "opened_by": by.id, "opened_at": to_text(now)},
    )


def check_token(db: Database, document_id: int) -> str:
    """The address of a paper's check page; empty while it has none."""
    row = db.one("SELECT token FROM check_page WHERE document_id = :id", {"id": document_id})
    return "" if row is None else str(row["token"])


def checked_paper(db: Database, token: str) -> int | None:
    """The paper of a check page."""
    row = db.one("SELECT document_id FROM check_page WHERE token = :token", {"token": token})
    return None if row is None else int(row["document_id"])
