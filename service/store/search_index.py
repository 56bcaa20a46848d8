"""Chỉ mục tìm kiếm: what the full-text index holds of a paper, and in which order.

Two keys of every text are indexed: K3 (no accents, đ = d) and K2 (accents count, the place of
the tone does not). The index row's id is the paper's date followed by its own id, so that date
order, date ranges and "the newest N" come straight out of the index, however many match.
"""

import re
from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any

from service.domain.documents import Document
from service.domain.vietnamese import fold, tone_key
from service.domain.workflow import State
from service.store.db import Database, Row
from service.store.documents import get_for_office
from service.store.lists import texts

DAY_SPAN = 10**9
"""Room for document ids under one day of the index row's id."""

NO_DATE = 99991231
"""Papers without a date yet stand before (newer than) all others."""

_WORD = re.compile(r"[^\W_]+")
_TWO_SPELLINGS = re.compile(r"(?:oa|oe|uy)\d$")


def put(db: Database, document: Document, body: str | None = None) -> None:
    """Index a paper anew, inside `write()`. `body` None keeps the body that is indexed already.

    Until the finished file's text is known, the body is what the form was given.
    """
    old = db.one("SELECT position, body FROM search_text WHERE document_id = :id", _id(document))
    if body is None:
        body = old["body"] if old else "\n".join(texts(document.answers))
    text = {
        "reference": document.reference or document.notation,
        "subject": document.subject,
        "people": "\n".join(people_of(document.answers, document.signer_name)),
        "body": body,
    }
    place = position(document.issued_on, document.id)
    if old:
        db.execute("DELETE FROM search_index WHERE rowid = :position", old)
    db.execute(
        """
        INSERT INTO search_text (document_id, position, reference, subject, people, body)
        VALUES (:document_id, :position, :reference, :subject, :people, :body)
        ON CONFLICT (document_id) DO UPDATE SET position = excluded.position,
            reference = excluded.reference, subject = excluded.subject,
            people = excluded.people, body = excluded.body
        """,
        {"document_id": document.id, "position": place, **text},
    )
    db.insert("search_index", {"rowid": place, **index_row(text), "facets": facets(document)})


def remove(db: Database, document_id: int) -> None:
    """Forget a paper that went back to its drafter; harmless when it is not indexed."""
    rows = db.query(
        "DELETE FROM search_text WHERE document_id = :id RETURNING position", {"id": document_id}
    )
    for row in rows:
        db.execute("DELETE FROM search_index WHERE rowid = :position", row)


def rebuild(db: Database) -> int:
    """Index everything anew from the stored texts, inside `write()`; returns how many papers.

    Needed after the search keys changed.
    """
    db.execute("DELETE FROM search_index")
    rows = db.query("SELECT document_id, body FROM search_text")
    db.execute("DELETE FROM search_text")
    for row in rows:
        put(db, get_for_office(db, row["document_id"]), row["body"])
    return len(rows)


def index_row(text: Mapping[str, str]) -> Row:
    """The index columns of a paper's texts."""
    marked = {name: tone_key(text[name]) for name in ("subject", "people", "body")}
    return {
        "reference": number_words(text["reference"]),
        "subject": fold(text["subject"]),
        "people": fold(text["people"]),
        "body": fold(text["body"]),
        "subject_marked": marked["subject"],
        "people_marked": marked["people"],
        "body_marked": marked["body"],
        "spelling": " ".join(_two_spelled(text.values())),
    }


def facets(document: Document) -> str:
    """What filters and visibility are answered from inside the index, as words of their own."""
    words = [facet("kind", document.kind), facet("unit", document.unit_id)]
    if document.approver_id is not None:
        words.append(facet("approver", document.approver_id))
    if document.signatory_id is not None:
        words.append(facet("signatory", document.signatory_id))
    if document.state in (State.ISSUED, State.ARCHIVED):
        words.append(facet("issued", 1))
    return " ".join(words)


def facet(name: str, value: object) -> str:
    """One index word; letters and digits only, so that no tokenizer splits it."""
    return f"x{name}x{str(value).encode().hex()}"


def number_words(text: str) -> str:
    """``05/QĐ-UBND`` → ``5 qd ubnd``: numbers without leading zeros, words without accents."""
    words = _WORD.findall(fold(text))
    return " ".join(str(int(word)) if word.isdecimal() else word for word in words)


def position(issued_on: date | None, document_id: int) -> int:
    """The index row's id: the day, then the paper."""
    return day_start(issued_on) + document_id


def day_start(day: date | None) -> int:
    """The smallest id a paper of this day can have."""
    number = NO_DATE if day is None else day.year * 10_000 + day.month * 100 + day.day
    return number * DAY_SPAN


def spelling(word: str) -> str:
    """K1 of a word that has an old and a new tone place (hòa, hoà), as an index word; else ''."""
    return f"k{word.casefold().encode().hex()}" if _TWO_SPELLINGS.search(tone_key(word)) else ""


def people_of(answers: Mapping[str, Any], signer_name: str) -> tuple[str, ...]:
    """Addressees, recipients and who signs."""
    rows = (*texts(answers.get("addressees")), *texts(answers.get("recipients")))
    return (*rows, signer_name) if signer_name else rows


def _two_spelled(parts: Iterable[str]) -> list[str]:
    found = {key for part in parts for word in _WORD.findall(part) if (key := spelling(word))}
    return sorted(found)


def _id(document: Document) -> Row:
    return {"id": document.id}
