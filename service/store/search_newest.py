"""Kết quả mới nhất: the newest papers that a question finds, from blocks and full-text index."""

from dataclasses import asdict, dataclass

from service.store import search_blocks
from service.store.db import Database
from service.store.search_blocks import Piece, Span, pieces
from service.store.search_index import DAY_SPAN, NO_DATE, facet, newest_dated
from service.store.search_keys import Test, keys_of
from service.store.search_words import Wanted

YEARS_NAMED = 30

LOOKED_AT = 2_000
"""Of so many papers with the right words, the texts are read to see whether they match."""


@dataclass(frozen=True, slots=True)
class Question:
    """One question as each index is asked it.

    `table` and `match` are a full-text index and its expression, `facets` what stands there
    before words that are facets. `words` is what a block is asked; of the papers that have them,
    those match that pass the `test`, or all when there is none.
    """

    table: str
    match: str
    facets: str
    words: Wanted
    test: Test | None = None


def newest(db: Database, question: Question, span: Span, most: int) -> list[int]:
    """Index ids, newest first, of the newest `most` papers of a span that match."""
    if question.test is not None:
        return _newest_tested(db, question, question.test, span, most)
    found: list[int] = []
    for piece in pieces(db, span):
        if len(found) < most:
            found += _in_piece(db, question, piece, most - len(found))
    return found


def _newest_tested(
    db: Database, question: Question, test: Test, span: Span, most: int
) -> list[int]:
    """Where words are not enough; the index is asked when too many papers have the words."""
    sure: list[int] = []
    likely: list[int] = []
    for piece in pieces(db, span):
        if piece.block is None:
            sure += _in_index(db, question, piece, most)
        else:
            likely += _in_piece(db, question, piece, LOOKED_AT + 1 - len(likely))
        if len(likely) > LOOKED_AT:
            return _in_index(db, question, Piece(span), most)
    sure += (place for place, keys in keys_of(db, likely).items() if test(keys))
    return sorted(sure, reverse=True)[:most]


def _in_piece(db: Database, question: Question, piece: Piece, most: int) -> list[int]:
    if piece.block is None:
        return _in_index(db, question, piece, most)
    return search_blocks.newest(db, question.words, piece.block, piece.span, most)


def _in_index(db: Database, question: Question, piece: Piece, most: int) -> list[int]:
    match, years = question.match, _years(db, piece.span)
    if years:
        match = f"({match}) AND {question.facets}({years})"
    # Upwards, the index reads from the last block on; downwards, past it into all older papers.
    upwards = piece.newest and piece.span.high >= newest_dated(db)
    rows = db.tuples(
        f"""
        SELECT rowid
        FROM {question.table}
        WHERE {question.table} MATCH :match AND rowid BETWEEN :low AND :high
        ORDER BY rowid {"ASC" if upwards else "DESC"}
        LIMIT :most
        """,
        {"match": match, **asdict(piece.span), "most": -1 if upwards else most},
    )
    found = [place for (place,) in rows]
    return found[: -most - 1 : -1] if upwards else found


def _years(db: Database, span: Span) -> str:
    """The years of a span as index words, or nothing when they are too many.

    The index looks at the bounds only when everything else matches: without this it would read
    on to the archive's other end where nothing more matches.
    """
    first, last = _year(span.low), _year(min(span.high, newest_dated(db)))
    if not first or last - first > YEARS_NAMED:
        return ""
    undated = () if span.high < NO_DATE * DAY_SPAN else (0,)
    years = (*range(first, last + 1), *undated)
    return " OR ".join(facet("year", year) for year in years)


def _year(place: int) -> int:
    return place // DAY_SPAN // 10_000
