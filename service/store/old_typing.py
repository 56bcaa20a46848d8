"""Gợi ý khi gõ among old papers: whose number or subject goes on from what was typed so far.

Asked at every key stroke, so only the index's own words of subject and number are read, the last
one as the beginning of a word, and only the newest candidates are looked at.
"""

from collections.abc import Sequence

from service.domain.documents import Person
from service.domain.old_papers import OldPaper
from service.domain.vietnamese import clean_line, fold, tone_key
from service.store.db import Database
from service.store.moments import to_json
from service.store.old_index import (
    ANY_PAPER,
    DAY_SPAN,
    EVERYTHING,
    reference_word,
    subject_word,
    value_word,
)
from service.store.old_rows import SELECT, VISIBLE, access, paper
from service.store.old_search import scope_value
from service.store.search_index import OWN, number_words
from service.store.search_query import MAX_QUERY, words_in

LIMIT = 8
LOOKED_AT = 40
"""Newest candidates whose accents are compared with what was typed."""


def suggest_old(
    db: Database, person: Person, typed: str, *, limit: int = LIMIT
) -> tuple[OldPaper, ...]:
    """Papers the person may see whose number or subject has every word typed, the last one begun.

    The number as typed first (``99`` before ``990``), then subjects with the accents as typed,
    then newer before older. Nothing for a single letter, which tells too little apart.
    """
    words = words_in(clean_line(typed)[:MAX_QUERY].replace(OWN, " "))
    if len(words) > 1 and fold(words[0]) == "so" and words[1].isdecimal():
        words = words[1:]
    scope = scope_value(db, person)
    if scope is None or not words or (len(words[0]) == 1 and not words[0].isdecimal()):
        return ()
    seen = ANY_PAPER if scope == EVERYTHING else value_word(scope)
    numbers: list[int] = []
    if words[0].isdecimal():
        numbers = _newest(db, f"{_number(words)} AND {seen}", limit)
    titles = _newest(db, f"{_begun(words)} AND {seen}", LOOKED_AT)
    papers = _papers(db, person, [*numbers, *titles])
    if len(words[-1]) == 1:
        titles = [one for one in titles if one in papers and _goes_on(papers[one], words[-1])]
    exact = [place for place in titles if place in papers and _as_typed(papers[place], words)]
    order = dict.fromkeys([*numbers, *exact, *titles])
    return tuple(papers[place] for place in order if place in papers)[:limit]


def _number(words: Sequence[str]) -> str:
    """The first word as a whole number (99 is not 990), the others begun in its ký hiệu."""
    first, *others = number_words(" ".join(words)).split()
    parts = [reference_word(word) for word in (first, *others)]
    return f"({' AND '.join(parts)}{'*' if others else ''})"


def _begun(words: Sequence[str]) -> str:
    """Every word in the subject or the number, the last one as the beginning of a word.

    A single letter begins too many words to ask for; the candidates are looked at instead.
    """
    *whole, last = (fold(word) for word in words)
    parts = [f"({subject_word(word)} OR {reference_word(word)})" for word in whole]
    if len(last) > 1 or not whole:
        parts.append(f"({subject_word(last)}* OR {reference_word(last)}*)")
    return f"({' AND '.join(parts)})"


def _newest(db: Database, words: str, limit: int) -> list[int]:
    rows = db.tuples(
        """
        SELECT rowid FROM search_old WHERE search_old MATCH :match ORDER BY rowid DESC LIMIT :limit
        """,
        {"match": f"{{facets}} : ({words})", "limit": limit},
    )
    return [place for (place,) in rows]


def _papers(db: Database, person: Person, places: Sequence[int]) -> dict[int, OldPaper]:
    """By their places; who may see them is asked again of the papers themselves."""
    rows = db.query(
        f"{SELECT} WHERE old_paper.id IN (SELECT value FROM json_each(:ids)) AND {VISIBLE}",
        {"ids": to_json([place % DAY_SPAN for place in places]), **access(person)},
    )
    by_id = {row["id"]: paper(row) for row in rows}
    return {one: by_id[one % DAY_SPAN] for one in places if one % DAY_SPAN in by_id}


def _goes_on(found: OldPaper, letter: str) -> bool:
    """Whether a word of the subject or the number begins with the letter, whatever its accents."""
    text = fold(f"{found.details.subject} {found.details.reference}")
    return any(word.startswith(fold(letter)) for word in words_in(text))


def _as_typed(found: OldPaper, words: Sequence[str]) -> bool:
    """Whether the subject has the words with the accents typed; the last may be unfinished."""
    subject = set(words_in(tone_key(found.details.subject)))
    return all(tone_key(word) in subject for word in words[:-1]) and (
        words[-1].casefold() in found.details.subject.casefold()
    )
