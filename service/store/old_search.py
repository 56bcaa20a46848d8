"""Tìm văn bản cũ: words, filters with counts and ranges among papers of earlier years."""

from dataclasses import dataclass
from datetime import date, datetime

from service.domain.documents import Person
from service.domain.errors import Refused
from service.domain.old_papers import OldPaper
from service.domain.old_searching import OldFilters, OldHit, OldPage
from service.domain.searching import Facets
from service.domain.workflow import Role
from service.store import old_facets, old_ranking
from service.store.db import Database, Row
from service.store.moments import to_json, to_text
from service.store.old_index import ANY_PAPER, DAY_SPAN, EVERYTHING, range_words, value_word
from service.store.old_rows import SELECT, VISIBLE, access, paper
from service.store.search_marks import marked, snippet
from service.store.search_query import Query, parse

PER_PAGE = 20

COUNTED = 4_000
"""So many of the newest matches are counted one by one, value by value."""

LISTED = 10_000
"""The longest list of a result that is made to be kept. Matches of words are told no further
either, filters alone are counted exactly."""

LAST_NUMBER = 999_999
EARLIEST_DAY, LATEST_DAY = date(1900, 1, 1), date.max
YEARS_NAMED = 40

ANY = OldFilters()


@dataclass(frozen=True, slots=True)
class Scope:
    """What may match: filters and visibility as an index expression, and the ids of the days.

    `counted` is the scope of the kept counts that tells the same; None when none does.
    """

    match: str
    low: int
    high: int
    counted: int | None


@dataclass(frozen=True, slots=True)
class Found:
    """The newest matches as places in the index (of words as far as LISTED), and their counts.

    `total` is exact unless `more`; `counted` of the newest are in the `facets`.
    """

    match: str
    scope: Scope
    places: list[int]
    total: int
    more: bool
    counted: int
    facets: Facets

    @property
    def bounds(self) -> Row:
        return {"match": self.match, "low": self.scope.low, "high": self.scope.high}


NOTHING = Found("", Scope("", 0, -1, None), [], 0, False, 0, {})


def search(
    db: Database,
    person: Person,
    query: str,
    filters: OldFilters = ANY,
    *,
    order: str = "relevance",
    page: int = 1,
    per_page: int = PER_PAGE,
) -> OldPage:
    """Papers with every word of the query, of those the person may see, with counts.

    The query is that of the papers' own search. By relevance: số và ký hiệu first, then the
    subject before the text, as typed before otherwise, newer before older. ``order="date"``:
    newest first, and so without words. Raises Refused for a range that goes back.
    """
    asked, page = parse(query), max(page, 1)
    found = _found(db, person, asked, filters) if asked or not query.strip() else NOTHING
    places = _on_page(db, asked, found, order, start=(page - 1) * per_page, length=per_page)
    hits = tuple(_hit(row, asked) for row in _rows(db, person, places))
    return OldPage(hits, found.total, found.more, found.counted, page, per_page, found.facets)


def _on_page(
    db: Database, asked: Query, found: Found, order: str, *, start: int, length: int
) -> list[int]:
    places = found.places
    if order != "date" and asked.terms:
        places = old_ranking.ranked(db, asked, places, found.bounds)
    elif start + length > len(places):
        return _places(db, found.match, found.scope, length, start) if found.total else []
    return places[start : start + length]


def listed(
    db: Database,
    person: Person,
    query: str,
    filters: OldFilters = ANY,
    *,
    order: str = "relevance",
) -> tuple[list[OldPaper], int, bool]:
    """The whole result (at most LISTED) as `search` has it, how many match, whether yet more."""
    asked = parse(query)
    if query.strip() and not asked:
        return [], 0, False
    found = _found(db, person, asked, filters)
    places = found.places
    if len(places) < min(found.total, LISTED):
        places = _places(db, found.match, found.scope, LISTED)
    if order != "date" and asked.terms:
        places = old_ranking.ranked(db, asked, places, found.bounds)[:LISTED]
    rows = _rows(db, person, places)
    return [paper(row) for row in rows], found.total, found.more


def count(db: Database, person: Person, query: str, filters: OldFilters = ANY) -> tuple[int, bool]:
    """How many papers a search finds, and whether there are more than that."""
    asked = parse(query)
    _check(filters)
    scope = _scope(db, person, filters)
    if scope is None or (query.strip() and not asked):
        return 0, False
    match = _match(asked, scope)
    if scope.counted is not None and not asked:
        return old_facets.kept_total(db, scope.counted), False
    if not asked.terms:
        return _total(db, match, scope), False
    places = _places(db, match, scope, LISTED + 1)
    return min(len(places), LISTED), len(places) > LISTED


def arrived(db: Database, person: Person, query: str, filters: OldFilters, since: datetime) -> int:
    """How many of the papers that a search finds were taken over after a moment."""
    asked, scope = parse(query), _scope(db, person, filters)
    if scope is None or (query.strip() and not asked):
        return 0
    # Papers get their ids in the order in which they are taken over.
    first = db.tuples(
        "SELECT id FROM old_paper WHERE created_at > :since ORDER BY created_at, id LIMIT 1",
        {"since": to_text(since)},
    )
    if not first:
        return 0
    ((total,),) = db.tuples(
        f"""
        SELECT COUNT(*) FROM search_old
        WHERE search_old MATCH :match AND rowid BETWEEN :low AND :high
            AND rowid % {DAY_SPAN} >= :first
        """,
        {
            "match": _match(asked, scope),
            "low": scope.low,
            "high": scope.high,
            "first": first[0][0],
        },
    )
    return int(total)


def scope_value(db: Database, person: Person) -> int | None:
    """Whose papers a person may see, as a scope of the kept counts; None for nobody's."""
    if person.may(Role.CLERK, Role.SIGNATORY):
        return EVERYTHING
    if person.may(Role.DRAFTER) and person.unit_id is not None:
        return old_facets.coded(db, "unit", str(person.unit_id))
    return None


def _found(db: Database, person: Person, asked: Query, filters: OldFilters) -> Found:
    _check(filters)
    scope = _scope(db, person, filters)
    if scope is None:
        return NOTHING
    match = _match(asked, scope)
    if scope.counted is not None and not asked:
        total, facets = old_facets.kept_counts(db, scope.counted)
        return Found(match, scope, [], total, False, total, facets)
    most = LISTED if asked.terms else COUNTED
    places = _places(db, match, scope, most + 1)
    total, more = min(len(places), most), len(places) > most
    if more and not asked.terms:
        total, more = _total(db, match, scope), False
    places, counted = places[:most], places[:COUNTED]
    facets = old_facets.counts(db, counted)
    return Found(match, scope, places, total, more, len(counted), facets)


def _scope(db: Database, person: Person, filters: OldFilters) -> Scope | None:
    """None when nothing at all can match."""
    seen = scope_value(db, person)
    if seen is None:
        return None
    words = [ANY_PAPER if seen == EVERYTHING else value_word(seen)]
    chosen = []
    for field, text in filters.values.items():
        ids = old_facets.called(db, field, text)
        if not ids:
            return None
        chosen.append(ids)
        words.append(old_facets.expression(field, text, ids))
    for letter, low, high in (
        ("n", filters.number_from, filters.number_to),
        ("p", filters.pages_from, filters.pages_to),
    ):
        if low is not None or high is not None:
            last = min(LAST_NUMBER if high is None else high, LAST_NUMBER)
            named = range_words(letter, low or 0, last)
            words.append(f"({' OR '.join(named)})")
    first, last_place = _span(filters)
    if filters.since or filters.until:
        words += _years(db, first, last_place)
    counted = _kept_scope(seen, chosen, filters)
    return Scope(f"({{facets}} : ({' AND '.join(words)}))", first, last_place, counted)


def _kept_scope(seen: int, chosen: list[list[int]], filters: OldFilters) -> int | None:
    """The scope whose kept counts are those of the filters: with one leading value at most."""
    if filters.has_ranges or len(chosen) > 1:
        return None
    if not chosen:
        return seen
    (ids,) = chosen
    alone = seen == EVERYTHING and len(ids) == 1 and old_facets.leads(ids[0])
    return ids[0] if alone else None


def _match(asked: Query, scope: Scope) -> str:
    match = f"({asked.matches}) AND {scope.match}" if asked.terms else scope.match
    return f"({match}) NOT ({asked.forbids})" if asked.unwanted else match


def _total(db: Database, match: str, scope: Scope) -> int:
    ((total,),) = db.tuples(
        """
        SELECT COUNT(*) FROM search_old
        WHERE search_old MATCH :match AND rowid BETWEEN :low AND :high
        """,
        {"match": match, "low": scope.low, "high": scope.high},
    )
    return int(total)


def _places(db: Database, match: str, scope: Scope, limit: int, offset: int = 0) -> list[int]:
    """So many of the matches, newest first, as places in the index."""
    rows = db.tuples(
        """
        SELECT rowid FROM search_old
        WHERE search_old MATCH :match AND rowid BETWEEN :low AND :high
        ORDER BY rowid DESC
        LIMIT :limit OFFSET :offset
        """,
        {"match": match, "low": scope.low, "high": scope.high, "limit": limit, "offset": offset},
    )
    return [place for (place,) in rows]


def _check(filters: OldFilters) -> None:
    if filters.since and filters.until and filters.since > filters.until:
        raise Refused("Khoảng ngày ngược: “từ ngày” phải trước “đến ngày”.", field="since")
    for low, high, field, sentence in (
        (filters.number_from, filters.number_to, "number_from", "Khoảng số ngược"),
        (filters.pages_from, filters.pages_to, "pages_from", "Khoảng số trang ngược"),
    ):
        if low is not None and high is not None and low > high:
            raise Refused(f"{sentence}: số đầu phải nhỏ hơn số cuối.", field=field)


def _span(filters: OldFilters) -> tuple[int, int]:
    """The index ids that the dates allow; a month without its day counts from its first."""
    since, until = filters.since or EARLIEST_DAY, filters.until or LATEST_DAY
    day = 0 if since.day == 1 else since.day
    month = 0 if since.day == 1 and since.month == 1 else since.month
    low = (since.year * 10_000 + month * 100 + day) * DAY_SPAN
    high = (until.year * 10_000 + until.month * 100 + until.day + 1) * DAY_SPAN - 1
    return low, high


def _years(db: Database, low: int, high: int) -> list[str]:
    """The span's years as index words, so that the index reads no further than them."""
    first, last = (place // DAY_SPAN // 10_000 for place in (low, high))
    named = old_facets.years(db, first, last)
    return [f"({' OR '.join(map(value_word, named))})"] if 0 < len(named) <= YEARS_NAMED else []


def _rows(db: Database, person: Person, places: list[int]) -> list[Row]:
    """Rows of papers in the order of their places; who may see them is asked again."""
    if not places:
        return []
    rows = db.query(
        f"{SELECT} WHERE old_paper.id IN (SELECT value FROM json_each(:ids)) AND {VISIBLE}",
        {"ids": to_json([place % DAY_SPAN for place in places]), **access(person)},
    )
    by_id = {row["id"]: row for row in rows}
    return [by_id[place % DAY_SPAN] for place in places if place % DAY_SPAN in by_id]


def _hit(row: Row, asked: Query) -> OldHit:
    found = paper(row)
    people = "\n".join((found.details.signer_name, *found.details.recipients))
    texts = (row["body"], found.details.note, people)
    return OldHit(
        paper=found,
        subject_marks=marked(found.details.subject, asked),
        snippet=snippet(texts, asked) if asked.terms else (),
    )
