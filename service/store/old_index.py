"""Chỉ mục văn bản cũ: where an old paper stands in its index, and what it is counted by.

The index row's id is the paper's date followed by its own id, so that the newest matches come
straight out of the index. Each value of a filter has a number, whose last four bits tell the
field; a paper carries the numbers of its values, and counts are kept for all papers and for
those of each value that leaves many of them.
"""

import struct
from collections.abc import Iterable, Mapping

from service.domain.incoming import IncomingDetails
from service.domain.old_papers import Direction, Origin
from service.domain.old_searching import CODED, COUNTED_FIELDS, MAY_LACK, OldFacts
from service.domain.vietnamese import clean_line, fold, tone_key
from service.store.db import Database, Row
from service.store.incoming_rows import details_of
from service.store.moments import to_json
from service.store.search_facets import places_of
from service.store.search_index import OWN, TEXTS, index_keys, number_words, words_of

DAY_SPAN = 10**9
"""Room for paper ids under one day of the index row's id."""

FIELD_BITS = 4
FIELD_PLACES = {name: place for place, name in enumerate(COUNTED_FIELDS)}

EVERYTHING = 0
"""The scope of the counts of all papers; every other scope is the number of a value."""

LEADING = ("direction", "kind", "year", "urgency", "unit")
"""Fields whose values leave so many papers that counts are kept for each of them."""

STEPS = (1, 10, 100, 1000, 10_000, 100_000)
"""Numbers are indexed alone and by their ten, hundred …, for ranges."""

ANY_PAPER = f"{OWN}any"
AT_ONCE = 50

_BODIES = (("ủy ban nhân dân", "ubnd"), ("hội đồng nhân dân", "hđnd"))
_BODIES_MARKED = tuple((words_of(tone_key(full)), tone_key(short)) for full, short in _BODIES)
_BODIES_PLAIN = tuple((fold(full), fold(short)) for full, short in _BODIES)


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


def put(db: Database, old_paper_id: int, facts: OldFacts, keys: Row) -> None:
    """Index a paper by these keys, inside `write()`; what was indexed of it before goes."""
    _leave(db, old_paper_id)
    values = values_of(facts)
    every = sorted({one for name, texts in values.items() for one in _value_ids(db, name, texts)})
    words = [*_words(facts.details, every, keys), *_words_of_values(values)]
    place = day_start(facts.details.issued) + old_paper_id
    db.insert("search_old", {"rowid": place, **keys, "facets": " ".join(words)})
    db.insert(
        "old_facet",
        {"position": place, "old_paper_id": old_paper_id, "value_ids": packed(every)},
    )
    titles = {name: keys[name] for name in ("reference", "subject", "subject_marked")}
    db.insert("old_title", {"position": place, **titles})
    _count(db, every, 1)


def _leave(db: Database, old_paper_id: int) -> None:
    for row in db.query(
        "DELETE FROM old_facet WHERE old_paper_id = :id RETURNING position, value_ids",
        {"id": old_paper_id},
    ):
        place = {"position": row["position"]}
        db.execute("DELETE FROM search_old WHERE rowid = :position", place)
        db.execute("DELETE FROM old_title WHERE position = :position", place)
        _count(db, unpacked([row["value_ids"]]), -1)


def complete(db: Database, *, at_once: int = AT_ONCE) -> int:
    """Index the papers that are not, newest first; returns how many.

    So stands every paper after the step that made the index anew. In short transactions, so that
    others may write and a stop loses nothing.
    """
    (counts,) = db.tuples(
        "SELECT (SELECT COUNT(*) FROM old_paper), (SELECT COUNT(*) FROM old_facet)"
    )
    if counts[0] == counts[1]:
        return 0
    missing = "NOT EXISTS (SELECT 1 FROM old_facet AS f WHERE f.old_paper_id = old_paper.id)"
    return _renew_all(db, missing, at_once)


def rebuild(db: Database, *, at_once: int = AT_ONCE) -> int:
    """Make every key anew from the stored texts. Safe while others work."""
    return _renew_all(db, "1", at_once)


def _renew_all(db: Database, which: str, at_once: int) -> int:
    done, last = 0, 2**63 - 1
    while rows := db.query(
        f"SELECT * FROM old_paper WHERE id < :last AND {which} ORDER BY id DESC LIMIT :limit",
        {"last": last, "limit": at_once},
    ):
        made = [(row, search_keys(details_of(row), row["body"])) for row in rows]
        with db.write():
            for row, keys in made:
                # Whoever corrected the paper meanwhile has indexed it.
                if db.one("SELECT * FROM old_paper WHERE id = :id", {"id": row["id"]}) == row:
                    put(db, row["id"], facts_of(row), keys)
        done += len(rows)
        last = rows[-1]["id"]
    return done


def facts_of(row: Row) -> OldFacts:
    return OldFacts(
        details_of(row), Direction(row["direction"]), row["unit_id"], Origin(row["origin"])
    )


def values_of(facts: OldFacts) -> dict[str, tuple[str, ...]]:
    """What a paper is counted by: by field, the values as they are written."""
    told = facts.details
    return {
        "direction": (facts.direction.value,),
        "kind": (told.kind,),
        "year": (told.issued[:4],),
        "agency": (told.agency,),
        "recipient": places_of({"addressees": told.addressees, "recipients": told.recipients}),
        "signer": (told.signer_name,),
        "notation": (told.notation,),
        "urgency": (told.urgency,),
        "superior": (told.superior,),
        "place": (told.place,),
        "post": (told.signer_post,),
        "authority": told.signer_authority,
        "unit": ("" if facts.unit_id is None else str(facts.unit_id),),
        "origin": (facts.origin.value,),
    }


def value_key(field: str, text: str) -> str:
    """The same for two spellings of one value: K2, with the short forms of agencies."""
    if field in CODED:
        return text
    return _shortened(words_of(tone_key(text)), _BODIES_MARKED)


def plain_key(text: str) -> str:
    """As `value_key` of a text, without accents."""
    return _shortened(words_of(fold(text)), _BODIES_PLAIN)


def _shortened(key: str, forms: Iterable[tuple[str, str]]) -> str:
    for full, short in forms:
        key = key.replace(full, short)
    return key


def _value_ids(db: Database, field: str, names: Iterable[str]) -> list[int]:
    """The numbers of a paper's values; a value that is new gets one."""
    found = []
    for name in map(clean_line, names):
        key = value_key(field, name)
        if not key and field not in MAY_LACK:
            continue
        row = db.one(
            "SELECT id FROM old_value WHERE field = :field AND key = :key",
            {"field": field, "key": key},
        )
        found.append(row["id"] if row else _new_value(db, field, key, name))
    return found


def _new_value(db: Database, field: str, key: str, name: str) -> int:
    (row,) = db.query("SELECT COALESCE(MAX(id), 0) AS last FROM old_value")
    number = ((row["last"] >> FIELD_BITS) + 1 << FIELD_BITS) | FIELD_PLACES[field]
    plain = plain_key(name)
    return db.insert(
        "old_value", {"id": number, "field": field, "key": key, "plain": plain, "name": name}
    )


def _count(db: Database, values: Iterable[int], change: int) -> None:
    """Count a paper's values in or out, in every scope that the paper belongs to."""
    values = list(values)
    leading = {FIELD_PLACES[name] for name in LEADING}
    scopes = [EVERYTHING, *(one for one in values if field_place(one) in leading)]
    db.execute(
        """
        INSERT INTO old_count (scope, value_id, papers)
        SELECT scope.value, counted.value, MAX(:change, 0)
        FROM json_each(:scopes) AS scope CROSS JOIN json_each(:values) AS counted
        WHERE true
        ON CONFLICT DO UPDATE SET papers = papers + :change
        """,
        {"scopes": to_json(scopes), "values": to_json(values), "change": change},
    )


def _words(details: IncomingDetails, values: Iterable[int], keys: Row) -> list[str]:
    """What filters and visibility are answered from inside the index, as words of their own.

    So are the words of subject and number: nearly every text has ``ubnd``, few subjects have.
    """
    words = [ANY_PAPER, *map(value_word, values)]
    subject = {word for word in keys["subject"].split() if not word.startswith(OWN)}
    words += [subject_word(word) for word in sorted(subject)]
    words += [reference_word(word) for word in keys["reference"].split()]
    digits = details.number[: len(details.number) - len(details.number.lstrip("0123456789"))]
    if digits:
        words += _number_words("n", int(digits))
    if details.page_count:
        words += _number_words("p", details.page_count)
    return words


def _words_of_values(values: Mapping[str, Iterable[str]]) -> list[str]:
    """The words that stand in the values of text fields, for whoever filters by a part."""
    found = {
        word_in(field, word)
        for field, texts in values.items()
        if field not in CODED
        for text in texts
        for word in plain_key(text).split()
    }
    return sorted(found)


def word_in(field: str, word: str) -> str:
    return f"{OWN}w{FIELD_PLACES[field]}x{word}"


def value_word(value_id: int) -> str:
    return f"{OWN}v{value_id}"


def subject_word(word: str) -> str:
    return f"{OWN}s{word}"


def reference_word(word: str) -> str:
    return f"{OWN}r{word}"


def range_words(letter: str, first: int, last: int) -> tuple[str, ...]:
    """Index words, any of which a paper has whose number (n) or pages (p) are in the range.

    Whole tens, hundreds and so on stand for their numbers, so a range is a few dozen words.
    """
    found: list[str] = []
    while first <= last:
        step = max(step for step in STEPS if first % step == 0 and first + step - 1 <= last)
        found.append(f"{OWN}{letter}{step}x{first // step}")
        first += step
    return tuple(found)


def _number_words(letter: str, number: int) -> list[str]:
    return [f"{OWN}{letter}{step}x{number // step}" for step in STEPS]


def day_start(issued: str) -> int:
    """The smallest index id of papers of a day; of a month or year whose day is not told, less."""
    year, month, day = (*issued.split("-"), "0", "0")[:3]
    return (int(year) * 10_000 + int(month) * 100 + int(day)) * DAY_SPAN


def field_place(value_id: int) -> int:
    return value_id & (1 << FIELD_BITS) - 1


def packed(values: Iterable[int]) -> bytes:
    """Numbers of values as four bytes each, the smallest byte first."""
    every = tuple(values)
    return struct.pack(f"<{len(every)}I", *every)


def unpacked(rows: Iterable[bytes]) -> tuple[int, ...]:
    whole = b"".join(rows)
    return struct.unpack(f"<{len(whole) // 4}I", whole)
