"""Gợi ý khi gõ: papers whose number or subject goes on from what was typed so far.

Asked at every key stroke, so only the small index of titles is read, its last word as the
beginning of a word, and only the newest candidates are looked at.
"""

from service.domain.documents import Person
from service.domain.numbering import reference
from service.domain.searching import Suggestion
from service.domain.vietnamese import clean_line, fold, tone_key
from service.store.db import Database, Row
from service.store.documents import VISIBLE, access
from service.store.moments import maybe_date, to_json
from service.store.search import scope_of
from service.store.search_index import OWN, number_words, title_number
from service.store.search_query import MAX_QUERY, words_in
from service.store.search_words import expression

LIMIT = 8
LOOKED_AT = 60
"""Newest candidates whose accents are compared with what was typed."""


def suggest(db: Database, person: Person, typed: str, *, limit: int = LIMIT) -> list[Suggestion]:
    """Papers the person may see whose number or subject has every word typed, the last one begun.

    The number as typed first (``99`` before ``990``), then subjects with the accents as typed,
    then newer before older. Nothing for less than one letter or digit.
    """
    words = words_in(clean_line(typed)[:MAX_QUERY].replace(OWN, " "))
    if len(words) > 1 and fold(words[0]) == "so" and words[1].isdecimal():
        words = words[1:]
    seen = scope_of(person)
    if not words or seen is None:
        return []
    scope = expression(seen)
    numbers: list[int] = []
    if words[0].isdecimal():
        numbers = _newest(db, f"{_number(words)} AND {scope}", limit)
    titles = _newest(db, f"{_begun(words)} AND {scope}", LOOKED_AT)
    rows = _rows(db, person, [*numbers, *titles])
    wanted = f" {tone_key(' '.join(words[:-1]))} ".lstrip()
    exact = [place for place in titles if place in rows and _as_typed(rows[place], words, wanted)]
    order = dict.fromkeys([*numbers, *exact, *titles])
    return [_suggestion(rows[place]) for place in order if place in rows][:limit]


def _number(words: tuple[str, ...]) -> str:
    """The first word as a whole number (99 is not 990), the others begun in its ký hiệu."""
    first, *others = number_words(" ".join(words)).split()
    parts = [f'"{title_number(word)}"' for word in (first, *others)]
    return f"({' AND '.join(parts)}{' *' if others else ''})"


def _begun(words: tuple[str, ...]) -> str:
    """Every word in the subject or the number, the last one as the beginning of a word."""
    *whole, last = (fold(word) for word in words)
    parts = [f'("{word}" OR "{title_number(word)}")' for word in whole]
    return f"({' AND '.join([*parts, _last(last)])})"


def _last(word: str) -> str:
    return f'("{word}" * OR "{title_number(word)}" *)'


def _newest(db: Database, match: str, limit: int) -> list[int]:
    rows = db.tuples(
        """
        SELECT rowid
        FROM search_title
        WHERE search_title MATCH :match
        ORDER BY rowid DESC
        LIMIT :limit
        """,
        {"match": match, "limit": limit},
    )
    return [place for (place,) in rows]


def _rows(db: Database, person: Person, places: list[int]) -> dict[int, Row]:
    """Visibility is asked again of the papers themselves."""
    rows = db.query(
        f"""
        SELECT text.position, document.id, document.subject, document.number,
            document.notation, document.issued_on
        FROM search_text AS text
        JOIN document ON document.id = text.document_id
        WHERE text.position IN (SELECT value FROM json_each(:places)) AND {VISIBLE}
        """,
        {"places": to_json(places), **access(person)},
    )
    return {row["position"]: row for row in rows}


def _as_typed(row: Row, words: tuple[str, ...], whole: str) -> bool:
    """Whether the subject has the words with the accents typed; the last may be unfinished."""
    subject = tone_key(row["subject"])
    return all(f"{word}" in subject for word in whole.split()) and (
        words[-1].casefold() in row["subject"].casefold()
    )


def _suggestion(row: Row) -> Suggestion:
    number = row["number"]
    return Suggestion(
        document_id=row["id"],
        reference="" if number is None else reference(number, row["notation"]),
        subject=row["subject"],
        issued_on=maybe_date(row["issued_on"]),
    )
