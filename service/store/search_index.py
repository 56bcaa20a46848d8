"""Chỉ mục tìm kiếm: what the full-text index holds of a paper, and in which order.

Two keys of every text are indexed: K3 (no accents, đ = d) and K2 (accents count, the place of
the tone does not). The index row's id is the paper's date followed by its own id, so that date
order, date ranges and "the newest N" come straight out of the index, however many match.
"""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from service.domain.documents import Document
from service.domain.vietnamese import fold, tone_key
from service.domain.workflow import State
from service.store import search_facets
from service.store.db import Database, Row
from service.store.documents import get_for_office
from service.store.lists import texts

DAY_SPAN = 10**9
"""Room for document ids under one day of the index row's id."""

_NOT_PROSE = frozenset({"signatory", "notation", "unit", "month", "urgency"})
"""Answers that are choices, not text of the paper."""

MOST_ID = 2**63 - 1

NO_DATE = 99991231
"""Papers without a date yet stand before (newer than) all others."""

NUMBER_STEPS = (1, 10, 100, 1000, 10_000, 100_000)
"""A paper's number is indexed alone and by its ten, hundred …, for ranges of numbers."""

REBUILT_AT_ONCE = 50

OWN = "ħ"
"""Begins the index's own words: a letter that no Vietnamese word has, so nobody types them."""

TEXTS = ("subject", "people", "body")

_WORD = re.compile(r"[^\W_]+")
_TWO_SPELLINGS = re.compile(r"(?:oa|oe|uy)\d$")


@dataclass(frozen=True, slots=True)
class IndexText:
    """A paper's texts and their keys; made outside any transaction, since keys take a while."""

    text: Mapping[str, str]
    keys: Mapping[str, str]


def index_text(document: Document, body: str | None = None) -> IndexText:
    """The texts to index; until the finished file's text is known, the body is its answers."""
    if body is None:
        typed = {name: value for name, value in document.answers.items() if name not in _NOT_PROSE}
        body = "\n".join(texts(typed))
    text = {
        "subject": document.subject,
        "people": "\n".join(people_of(document.answers, document.signer_name)),
        "body": body,
    }
    return IndexText(text, index_keys(text))


def put(db: Database, document: Document, prepared: IndexText) -> None:
    """Index a paper with these texts, inside `write()`; what was indexed of it before goes."""
    remove(db, document.id)
    place = position(document.issued_on, document.id)
    reference = document.reference or document.notation
    db.insert(
        "search_text",
        {
            "document_id": document.id,
            "position": place,
            "reference": reference,
            **prepared.text,
        },
    )
    _enter(db, document, place, prepared.keys)


def refresh(db: Database, document: Document) -> None:
    """Bring number, date and state up to date, inside `write()`; the texts stay as they are."""
    old = db.one(
        "SELECT position, subject, people, body FROM search_text WHERE document_id = :id",
        {"id": document.id},
    )
    if old is None:
        return
    keys = db.one(
        """
        SELECT subject, people, body, subject_marked, people_marked, body_marked, spelling
        FROM search_index
        WHERE rowid = :position
        """,
        old,
    ) or index_keys({name: old[name] for name in TEXTS})
    _leave(db, old["position"])
    place = position(document.issued_on, document.id)
    db.execute(
        """
        UPDATE search_text
        SET position = :position, reference = :reference
        WHERE document_id = :id
        """,
        {
            "id": document.id,
            "position": place,
            "reference": document.reference or document.notation,
        },
    )
    _enter(db, document, place, keys)


def remove(db: Database, document_id: int) -> None:
    """Forget a paper that went back to its drafter; harmless when it is not indexed."""
    rows = db.query(
        "DELETE FROM search_text WHERE document_id = :id RETURNING position", {"id": document_id}
    )
    for row in rows:
        _leave(db, row["position"])


def _enter(db: Database, document: Document, place: int, keys: Mapping[str, str]) -> None:
    """The paper's rows in the indexes of texts and of titles, and its place among the counts."""
    _change_block(db, place)
    counted = search_facets.enter(db, document, place)
    found = {
        "rowid": place,
        "reference": number_words(document.reference or document.notation),
        "facets": " ".join([facets(document, counted), *_shown_to(db, document.id)]),
    }
    db.insert("search_index", {**keys, **found})
    numbers = " ".join(title_number(word) for word in found["reference"].split())
    subject = " ".join(word for word in keys["subject"].split() if not word.startswith(OWN))
    words = f"{subject} {numbers} {found['facets']}"
    db.insert("search_title", {"rowid": place, "words": words})


def _shown_to(db: Database, document_id: int) -> list[str]:
    """Index words for whom a paper is shown to besides those who usually may see it."""
    rows = db.query(
        """
        SELECT person_id, unit_id
        FROM access_grant
        WHERE document_id = :id AND revoked_at IS NULL
        """,
        {"id": document_id},
    )
    return [
        facet("shownperson", row["person_id"])
        if row["unit_id"] is None
        else facet("shownunit", row["unit_id"])
        for row in rows
    ]


def _leave(db: Database, place: int) -> None:
    _change_block(db, place)
    for table in ("search_index", "search_title"):
        db.execute(f"DELETE FROM {table} WHERE rowid = :place", {"place": place})
    search_facets.leave(db, place)


def _change_block(db: Database, place: int) -> None:
    """The block of old papers that this place belongs to is out of date and not asked any more."""
    db.execute(
        "UPDATE search_block SET changes = changes + 1 WHERE first <= :place AND last >= :place",
        {"place": place},
    )


def complete(db: Database, *, at_once: int = REBUILT_AT_ONCE) -> int:
    """Index what has texts but no place among the counts, newest first; returns how many papers.

    So stands every paper after a step that made the index anew. In short transactions outside
    that step: an archive of a hundred thousand takes minutes, in which others may write, search
    finds what is done, and a stop loses nothing, since the next start goes on.
    """
    missing = "NOT EXISTS (SELECT 1 FROM search_facet AS f WHERE f.position = search_text.position)"
    (counts,) = db.tuples(
        "SELECT (SELECT COUNT(*) FROM search_text), (SELECT COUNT(*) FROM search_facet)"
    )
    if counts[0] == counts[1]:
        return 0
    done, last = 0, MOST_ID
    while rows := _texts(
        db, f"document_id < :last AND {missing} ORDER BY document_id DESC", last, at_once
    ):
        done += _renewed(db, rows)
        last = rows[-1]["document_id"]
    return done


def rebuild(db: Database, *, at_once: int = REBUILT_AT_ONCE) -> int:
    """Make every key anew from the stored texts; returns how many papers. Safe while others work.

    Needed after the rules of the keys changed. Goes through the papers in short transactions,
    so that nobody waits long to write; each paper is found all the while, by old or new keys.
    """
    done, last = 0, -1
    while rows := _texts(db, "document_id > :last ORDER BY document_id", last, at_once):
        done += _renewed(db, rows)
        last = rows[-1]["document_id"]
    return done


def _texts(db: Database, which: str, last: int, limit: int) -> list[Row]:
    return db.query(
        f"""
        SELECT document_id, subject, people, body, position
        FROM search_text
        WHERE {which}
        LIMIT :limit
        """,
        {"last": last, "limit": limit},
    )


def _renewed(db: Database, rows: list[Row]) -> int:
    """Make these keys anew, outside the transaction that enters them; returns how many.

    A paper that changed meanwhile is left to its own change, which makes its keys by the new
    rules anyway.
    """
    made = [(row, index_keys({name: row[name] for name in TEXTS})) for row in rows]
    with db.write():
        return sum(_renew(db, row, keys) for row, keys in made)


def _renew(db: Database, row: Row, keys: Mapping[str, str]) -> int:
    now = db.one("SELECT * FROM search_text WHERE document_id = :id", {"id": row["document_id"]})
    if now is None or any(now[name] != row[name] for name in TEXTS):
        return 0
    _leave(db, now["position"])
    _enter(db, get_for_office(db, row["document_id"]), now["position"], keys)
    return 1


def index_keys(text: Mapping[str, str]) -> dict[str, str]:
    """The index columns of subject, people and body: words with one blank between them."""
    plain = {name: words_of(fold(value)) for name, value in text.items()}
    marked = {f"{name}_marked": words_of(tone_key(value)) for name, value in text.items()}
    return {**plain, **marked, "spelling": " ".join(_two_spelled(text.values()))}


def words_of(key: str) -> str:
    """A search key as the words of the index, in order."""
    return " ".join(_WORD.findall(key))


def facets(document: Document, counted: Mapping[str, Any]) -> str:
    """What filters and visibility are answered from inside the index, as words of their own.

    `counted` is what `search_facets.enter` keeps of the paper.
    """
    words = [facet("any", 1)]
    words += [facet(name, value) for name, value in counted.items() if name != "recipients"]
    words += [facet("recipient", number) for number in counted["recipients"]]
    if document.state in (State.ISSUED, State.ARCHIVED):
        words.append(facet("issued", 1))
    if document.number is not None:
        words += [facet(f"number{step}", document.number // step) for step in NUMBER_STEPS]
    return " ".join(words)


def title_number(word: str) -> str:
    """A word of số và ký hiệu as the index of titles has it, apart from the same word in subjects.

    That index is one bag of words: nearly every paper's number has ``ubnd``, few subjects have.
    """
    return f"{OWN}0{word}"


def number_range(first: int, last: int) -> tuple[str, ...]:
    """Index words, any of which a paper with a number from `first` to `last` has.

    Whole tens, hundreds and so on stand for their numbers, so a range is a few dozen words.
    """
    found: list[str] = []
    while first <= last:
        step = max(step for step in NUMBER_STEPS if first % step == 0 and first + step - 1 <= last)
        found.append(facet(f"number{step}", first // step))
        first += step
    return tuple(found)


def facet(name: str, value: object) -> str:
    """One index word; letters and digits only, so that no tokenizer splits it."""
    return f"{OWN}{name}x{str(value).encode().hex()}"


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


def newest_dated(db: Database) -> int:
    """The id of the newest paper that has a date; 0 when there is none."""
    ((place,),) = db.tuples(
        "SELECT MAX(position) FROM search_facet WHERE position < :undated",
        {"undated": NO_DATE * DAY_SPAN},
    )
    return place or 0


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
