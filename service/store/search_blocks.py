"""Khối chỉ mục: papers of old, many thousand to a block, as one set of bits for each word.

The full-text index walks every paper of each word; in an archive of a million, several words that
are each in many papers but rarely together take a hundred milliseconds. Of a block, the same
answer is the AND of a few whole numbers. Only papers that hardly change any more are in blocks. A
block of which one does is not asked any more until the next night makes it anew. All that is in no
block is asked of the full-text index, as in an archive that is too small to have any.
"""

import re
from array import array
from bisect import bisect_left, bisect_right
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import asdict, dataclass
from datetime import date, timedelta
from functools import partial
from itertools import islice
from typing import TypeAlias
from weakref import WeakKeyDictionary

from service.store.db import Database
from service.store.moments import to_json
from service.store.search_index import DAY_SPAN, day_start, newest_dated
from service.store.search_words import Papers, Wanted, having, named, paper_words

SIZE = 32_768
"""Papers in a block; at most twice as many, whose numbers still fit in two bytes."""

LEAST = 4_096
"""Fewer papers are not worth a block, nor worth making the newest block anew."""

SETTLED_DAYS = 31
"""How much older than the newest a paper is, that will hardly change any more."""

AT_ONCE = 1_000
"""Rows read or written at once; a write of so many takes some hundredths of a second."""

_PLACES = ""
"""The word under which a block keeps the index ids of its papers, oldest first."""

Numbers: TypeAlias = "array[int]"

_KNOWN = 64
_PLACES_OF: WeakKeyDictionary[Database, dict[int, Numbers]] = WeakKeyDictionary()

_BITS, _LIST = b"b", b"l"
_LONGEST_LIST = 128
_ONE = re.compile("1")


@dataclass(frozen=True, slots=True)
class Span:
    """Papers with index ids from `low` to `high`, both included."""

    low: int
    high: int


@dataclass(frozen=True, slots=True)
class Piece:
    """Part of a span: of the `block` of this id, or, without one, of the full-text index;
    `newest` after all blocks."""

    span: Span
    block: int | None = None
    newest: bool = False


def pieces(db: Database, span: Span) -> Iterator[Piece]:
    """The span cut into pieces, newest first. A block of which a paper changed is none."""
    rows = db.tuples(
        """
        SELECT id, first, last
        FROM search_block
        WHERE changes = 0 AND first <= :high AND last >= :low
        ORDER BY first DESC
        """,
        {"low": span.low, "high": span.high},
    )
    high = span.high
    for block, first, last in rows:
        if last < high:
            yield Piece(Span(last + 1, high), newest=high == span.high)
        yield Piece(Span(max(span.low, first), min(high, last)), block)
        high = first - 1
    if span.low <= high:
        yield Piece(Span(span.low, high))


def newest(db: Database, wanted: Wanted, block: int, span: Span, most: int) -> list[int]:
    """Index ids of a block's newest papers, so many at most, that have the wanted words."""
    rows = db.tuples(
        """
        SELECT word, papers
        FROM search_block_word
        WHERE block = :block AND word IN (SELECT value FROM json_each(:words))
        """,
        {"block": block, "words": to_json(sorted({*named(wanted)}))},
    )
    found = having(wanted, {word: _unpack(papers) for word, papers in rows})
    if not found:
        return []
    places = _places(db, block)
    start, end = bisect_left(places, span.low), bisect_right(places, span.high)
    found = (found & ((1 << end) - 1)) >> start
    top = start + found.bit_length() - 1
    # As text, the newest paper's bit is the first letter.
    ones = _ONE.finditer(f"{found:b}") if found else iter(())
    return [places[top - one.start()] for one in islice(ones, most)]


def seal(db: Database, *, size: int = SIZE, least: int = LEAST) -> int:
    """Make blocks of what is old enough, and anew those out of date; returns how many were made.

    In short transactions, outside of which a block is read; it is not asked when a paper of it
    changes meanwhile, and made again the next night. Safe to stop at any time.
    """
    for (block,) in db.tuples("SELECT id FROM search_block WHERE changes > 0"):
        _forget(db, block)
    span = Span(0, _settled(db))
    newest, *older = [*pieces(db, span), Piece(span)]
    if newest.block is None and len(_indexed(db, newest.span)) < least:
        span = Span(0, newest.span.low - 1)
    elif newest.block is None and older[0].block and len(_places(db, older[0].block)) < size:
        _forget(db, older[0].block)
    gaps = [piece.span for piece in pieces(db, span) if piece.block is None]
    return sum(_make(db, part) for gap in gaps for part in _parts(db, gap, size, least))


def _parts(db: Database, span: Span, size: int, least: int) -> Iterator[Span]:
    """A span in parts of one block each; a rest that is not worth one joins the last."""
    places = _indexed(db, span)
    ends = places[size - 1 :: size]
    if ends and len(places) % size < least:
        ends.pop()
    low = span.low
    for high in [*ends, span.high] if places else ():
        yield Span(low, high)
        low = high + 1


def _settled(db: Database) -> int:
    """The last index id of a paper that is old enough."""
    newest_day = newest_dated(db) // DAY_SPAN
    if not newest_day:
        return 0
    day = date.fromisoformat(str(newest_day))
    return day_start(day - timedelta(days=SETTLED_DAYS)) - 1


def _indexed(db: Database, span: Span) -> list[int]:
    """Index ids of all papers of a span, oldest first."""
    rows = db.tuples(
        "SELECT position FROM search_facet WHERE position BETWEEN :low AND :high ORDER BY position",
        asdict(span),
    )
    return [place for (place,) in rows]


def _forget(db: Database, block: int) -> None:
    """Delete a block, which from the first step on is neither asked nor made ready any more."""
    with db.write():
        db.execute("UPDATE search_block SET changes = changes + 1 WHERE id = :id", {"id": block})
    deleted = 1
    while deleted:
        with db.write():
            deleted = db.execute(
                """
                DELETE FROM search_block_word
                WHERE block = :block AND word IN (
                    SELECT word FROM search_block_word WHERE block = :block LIMIT :most
                )
                """,
                {"block": block, "most": AT_ONCE},
            )
            if not deleted:
                db.execute("DELETE FROM search_block WHERE id = :block", {"block": block})


def _make(db: Database, span: Span) -> bool:
    """Make one block; whether no paper of it changed meanwhile, so that it is asked from now on.

    Another that makes blocks at the same time may be first, or may forget this one.
    """
    with db.write():
        if _has_block(db, span):
            return False
        number = db.insert("search_block", {"first": span.low, "last": span.high})
    words = sorted(_packed(db, span).items())
    for start in range(0, len(words), AT_ONCE):
        with db.write():
            if not _is_unchanged(db, number):
                return False
            for word, papers in words[start : start + AT_ONCE]:
                row = {"block": number, "word": word, "papers": papers}
                db.insert("search_block_word", row)
    with db.write():
        made = db.execute(
            "UPDATE search_block SET changes = 0 WHERE id = :id AND changes = 1", {"id": number}
        )
    return bool(made)


def _has_block(db: Database, span: Span) -> bool:
    sql = "SELECT 1 FROM search_block WHERE first <= :high AND last >= :low LIMIT 1"
    return bool(db.tuples(sql, asdict(span)))


def _is_unchanged(db: Database, block: int) -> bool:
    sql = "SELECT 1 FROM search_block WHERE id = :block AND changes = 1"
    return bool(db.tuples(sql, {"block": block}))


def _packed(db: Database, span: Span) -> dict[str, bytes]:
    """Every word of the papers of a span, and which of them have it."""
    having_it: defaultdict[str, Numbers] = defaultdict(partial(array, "H"))
    places = array("q")
    low = span.low
    while rows := db.query(
        """
        SELECT rowid AS place, reference, subject, people, body,
            subject_marked, people_marked, body_marked, facets
        FROM search_index
        WHERE rowid BETWEEN :low AND :last
        ORDER BY rowid
        LIMIT :most
        """,
        {"low": low, "last": span.high, "most": AT_ONCE},
    ):
        for row in rows:
            for word in paper_words(row):
                having_it[word].append(len(places))
            places.append(row["place"])
        low = places[-1] + 1
    papers = {word: _pack(numbers) for word, numbers in having_it.items()}
    return {**papers, _PLACES: places.tobytes()}


def _pack(numbers: Numbers) -> bytes:
    """Papers as bits, or as a list of their numbers when they are few."""
    if len(numbers) <= _LONGEST_LIST:
        return _LIST + numbers.tobytes()
    return _BITS + _bits(numbers)


def _unpack(packed: bytes) -> Papers:
    kept = packed[1:]
    return int.from_bytes(
        kept if packed.startswith(_BITS) else _bits(array("H", kept)), byteorder="little"
    )


def _bits(numbers: Numbers) -> bytes:
    bits = bytearray(numbers[-1] // 8 + 1)
    for number in numbers:
        bits[number >> 3] |= 1 << (number & 7)
    return bytes(bits)


def _places(db: Database, block: int) -> Numbers:
    """Index ids of a block's papers, oldest first; they never change, and are read once."""
    known = _PLACES_OF.setdefault(db, {})
    places = known.get(block)
    if places is None:
        # Threads share this: between two looks another may have cleared it.
        if len(known) >= _KNOWN:
            known.clear()
        places = known[block] = _read_places(db, block)
    return places


def _read_places(db: Database, block: int) -> Numbers:
    ((packed,),) = db.tuples(
        "SELECT papers FROM search_block_word WHERE block = :block AND word = :word",
        {"block": block, "word": _PLACES},
    )
    return array("q", packed)
