"""Tìm kiếm: number, subject, addressees, signatory and full text, with or without accents."""

from dataclasses import asdict, dataclass
from datetime import date
from typing import Any

from service.domain.documents import DocumentLine, Person, SearchHit, SearchPage
from service.domain.errors import Refused
from service.domain.searching import Facets, Filters
from service.domain.workflow import Role
from service.store import search_facets
from service.store.db import Database, Row
from service.store.documents import VISIBLE, access
from service.store.lists import LINE, line
from service.store.moments import to_json
from service.store.search_blocks import Span
from service.store.search_index import DAY_SPAN, NO_DATE, day_start, facet, number_range
from service.store.search_keys import matching
from service.store.search_marks import marked, snippet
from service.store.search_newest import Question, newest
from service.store.search_query import Query, parse
from service.store.search_ranking import ranked
from service.store.search_words import All, Either, Wanted, asked_words, expression, is_exact

PER_PAGE = 20

COUNTED = 4_000
"""A word that nearly every paper has tells nothing apart: only the newest so many matches are
counted, which keeps the answer quick in an archive of any size. Filters alone count exactly."""

LISTED = 10_000
"""The longest list of a result that is made to be kept."""

FACETS = "{facets} : "
"""Before index words that stand among the facets of a paper, not in its texts."""

FIRST_DAY = date(1945, 9, 2)
LAST_NUMBER = 999_999

ANY = Filters()

_RANGES = ("since", "until", "number_from", "number_to")


@dataclass(frozen=True, slots=True)
class Found:
    """The newest matches (at most COUNTED), as places in the index, and the counts over them.

    `total` is exact unless `more`. `scope` and `span` are the filters and visibility as the
    index is asked for them; None when nothing can match.
    """

    places: list[int]
    total: int
    more: bool
    facets: Facets
    scope: All
    span: Span


NOTHING = Found([], 0, False, {}, All(()), Span(0, 0))


def search(
    db: Database,
    person: Person,
    query: str,
    filters: Filters = ANY,
    *,
    order: str = "relevance",
    page: int = 1,
    per_page: int = PER_PAGE,
) -> SearchPage:
    """Papers that hold every word of the query, of those the person may see, with counts.

    By relevance: số và ký hiệu first, then the subject before the text, as typed (accents, order)
    before otherwise, newer before older. ``order="date"``: newest first. Without words, what
    the filters leave, newest first. Drafts are not in here. Raises Refused for a range that
    goes back.
    """
    page = max(page, 1)
    asked = parse(query)
    with db.snapshot():
        found = _found(db, person, asked, filters) if asked or not query.strip() else NOTHING
        places = found.places
        if order != "date" and asked.terms and places:
            places = ranked(db, asked, found.scope, places, found.span)
        hits = _hits(db, person, asked, places[(page - 1) * per_page : page * per_page])
    return SearchPage(hits, found.total, found.more, page, per_page, found.facets)


def listed(
    db: Database, person: Person, query: str, filters: Filters = ANY, *, order: str = "relevance"
) -> tuple[list[tuple[DocumentLine, str]], int, bool]:
    """Lines of the whole result (at most LISTED) with their places of receipt, as `search` has it.

    Also how many match in all, and whether that is only a lower bound.
    """
    asked = parse(query)
    with db.snapshot():
        found = NOTHING
        if asked or not query.strip():
            found = _found(db, person, asked, filters, most=LISTED)
        places = found.places
        if order != "date" and asked.terms and places:
            places = ranked(db, asked, found.scope, places, found.span)[:LISTED]
        rows = db.query(
            f"""
            SELECT found.*, text.position, facet.recipients
            FROM search_text AS text
            JOIN search_facet AS facet ON facet.position = text.position
            JOIN ({LINE} WHERE {VISIBLE}) AS found ON found.id = text.document_id
            WHERE text.position IN (SELECT value FROM json_each(:places))
            """,
            {"places": to_json(places), **access(person)},
        )
    ids = {int(one) for row in rows for one in row["recipients"].split()}
    names = search_facets.recipient_names(db, ids)
    lines = {
        row["position"]: (
            line(row),
            "; ".join(names[int(one)] for one in row["recipients"].split()),
        )
        for row in rows
    }
    return [lines[place] for place in places if place in lines], found.total, found.more


def matches(db: Database, person: Person, query: str, filters: Filters = ANY) -> list[int]:
    """Ids of the newest papers (at most COUNTED) that a search finds, newest first."""
    asked = parse(query)
    if query.strip() and not asked:
        return []
    with db.snapshot():
        return [place % DAY_SPAN for place in _found(db, person, asked, filters).places]


def scope_of(person: Person, filters: Filters = ANY) -> All | None:
    """Filters and visibility as index words; None when the person can see nothing at all."""
    seen = tuple(facet(name, value) for name, value in _seen(person))
    if not seen:
        return None
    parts: list[Wanted] = [Either(seen)]
    for name, value in asdict(filters).items():
        if value is not None and name not in _RANGES:
            parts.append(facet(name, value))
    if filters.number_from is not None or filters.number_to is not None:
        first, last = filters.number_from or 0, filters.number_to or LAST_NUMBER
        parts.append(Either(number_range(first, min(last, LAST_NUMBER))))
    return All(tuple(parts))


def _found(
    db: Database, person: Person, asked: Query, filters: Filters, *, most: int | None = None
) -> Found:
    _check(filters)
    most = COUNTED if most is None else most
    scope = scope_of(person, filters)
    if scope is None:
        return NOTHING
    span = _span(filters)
    places = newest(db, _question(asked, scope), span, most + 1)
    more = len(places) > most
    del places[most:]
    facets = search_facets.count(db, places)
    total = len(places)
    plain = not asked and not any(getattr(filters, name) is not None for name in _RANGES)
    if more and plain and not _is_shown_more(db, person):
        exactly, exact = _count_groups(db, person, filters)
        if filters.recipient is None:
            total, facets, more = exactly, {**facets, **exact}, False
    return Found(places, total, more, facets, scope, span)


def _question(asked: Query, scope: All) -> Question:
    """The question as the index of texts and its blocks are asked."""
    match = f"{FACETS}{expression(scope)}"
    if asked.terms:
        match = f"({asked.matches}) AND {match}"
    if asked.unwanted:
        match = f"({match}) NOT ({asked.forbids})"
    test = None if is_exact(asked) else matching(asked)
    return Question("search_index", match, FACETS, asked_words(asked, scope), test)


def _seen(person: Person) -> list[tuple[str, Any]]:
    """What marks the papers that a person may see; of several marks any will do."""
    if person.may(Role.CLERK):
        return [("any", 1)]
    seen: list[tuple[str, Any]] = []
    if person.may(Role.DRAFTER):
        seen.append(("unit", person.unit_id))
    if person.may(Role.SIGNATORY):
        seen += [("issued", 1), ("approver", person.id)]
    if seen:
        seen += [("shownperson", person.id), ("shownunit", person.unit_id)]
    return seen


def _is_shown_more(db: Database, person: Person) -> bool:
    """Whether papers are shown to a person besides the usual ones, which groups know nothing of."""
    return not person.may(Role.CLERK) and bool(
        db.tuples(
            """
            SELECT 1
            FROM access_grant
            WHERE revoked_at IS NULL AND (person_id = :person_id OR unit_id = :unit_id)
            LIMIT 1
            """,
            {"person_id": person.id, "unit_id": person.unit_id},
        )
    )


def _check(filters: Filters) -> None:
    if filters.since and filters.until and filters.since > filters.until:
        raise Refused("Khoảng ngày ngược: “từ ngày” phải trước “đến ngày”.", field="since")
    first, last = filters.number_from, filters.number_to
    if first is not None and last is not None and first > last:
        raise Refused("Khoảng số ngược: “từ số” phải nhỏ hơn “đến số”.", field="number_from")


def _span(filters: Filters) -> Span:
    """The index ids that the dates allow, both included; papers without a date need no filter."""
    year, since, until = filters.year, filters.since, filters.until
    if year is None and since is None and until is None:
        return Span(0, (NO_DATE + 1) * DAY_SPAN)
    first, last = since or FIRST_DAY, until or date.max
    if year is not None:
        first, last = max(first, date(year, 1, 1)), min(last, date(year, 12, 31))
    return Span(day_start(first), min(day_start(last) + DAY_SPAN, NO_DATE * DAY_SPAN) - 1)


def _count_groups(db: Database, person: Person, filters: Filters) -> tuple[int, Facets]:
    """The exact counts of filters alone, for more papers than are read one by one."""
    conditions = {
        "any": "1",
        "unit": "unit = :seen_unit",
        "issued": "state IN ('issued', 'archived')",
        "approver": "approver = :seen_approver",
    }
    seen = [(name, value) for name, value in _seen(person) if name in conditions]
    wanted = {
        name: value
        for name, value in asdict(filters).items()
        if value is not None and name in search_facets.GROUPED
    }
    scope = " OR ".join(conditions[name] for name, _ in seen)
    where = " AND ".join([f"({scope})", *(f"{name} = :{name}" for name in wanted)])
    values = {f"seen_{name}": value for name, value in seen}
    return search_facets.count_all(db, where, {**values, **wanted})


def _hits(
    db: Database, person: Person, asked: Query, positions: list[int]
) -> tuple[SearchHit, ...]:
    """The rows of one page, in order. Visibility is asked again of the papers themselves."""
    if not positions:
        return ()
    places = ", ".join(str(int(place)) for place in positions)
    rows = db.query(
        f"""
        SELECT found.*, text.position, text.people, text.body
        FROM search_text AS text
        JOIN ({LINE} WHERE {VISIBLE}) AS found ON found.id = text.document_id
        WHERE text.position IN ({places})
        """,
        access(person),
    )
    by_place = {row["position"]: row for row in rows}
    return tuple(_hit(by_place[place], asked) for place in positions if place in by_place)


def _hit(row: Row, asked: Query) -> SearchHit:
    return SearchHit(
        line=line(row),
        subject_marks=marked(row["subject"], asked),
        snippet=snippet((row["body"], row["people"]), asked),
    )
