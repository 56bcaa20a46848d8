"""Tìm kiếm: number, subject, addressees, signatory and full text, with or without accents."""

from datetime import date

from service.domain.documents import Person, SearchHit, SearchPage
from service.domain.errors import Refused
from service.domain.workflow import Role
from service.store.db import Database, Row
from service.store.documents import VISIBLE, access
from service.store.lists import LINE, line
from service.store.search_index import DAY_SPAN, NO_DATE, day_start, facet
from service.store.search_marks import marked, snippet
from service.store.search_query import Query, parse

PER_PAGE = 20

RANKED = 1000
"""A word that nearly every paper has tells nothing apart: only the newest so many matches are
ranked and counted, which keeps the answer quick in an archive of any size."""

YEARS_NAMED = 30

FIRST_DAY = date(1945, 9, 2)


def search(
    db: Database,
    person: Person,
    query: str,
    *,
    kind: str | None = None,
    year: int | None = None,
    since: date | None = None,
    until: date | None = None,
    signatory: int | None = None,
    order: str = "relevance",
    page: int = 1,
    per_page: int = PER_PAGE,
) -> SearchPage:
    """Papers that hold every word of the query, of those the person may see.

    By relevance: số và ký hiệu first, then the subject before the text, as typed (accents, order)
    before otherwise, newer before older. ``order="date"``: newest first. Without words, what
    the filters leave, newest first. `signatory` is the id of a signatory. Drafts are not in here.
    """
    if since and until and since > until:
        raise Refused("Khoảng ngày ngược: “từ ngày” phải trước “đến ngày”.", field="since")
    asked = parse(query)
    page = max(page, 1)
    scope = _scope(person, kind=kind, signatory=signatory)
    if scope is None or (query.strip() and not asked.terms):
        return SearchPage((), 0, False, page, per_page)
    low, high = _span(year, since, until)
    bounds = {"low": low, "high": high}
    if year is not None or since is not None or until is not None:
        scope = f"{scope}{_years(low, high)}"
    match = f"({asked.matches}) AND {scope}" if asked.terms else scope
    total, floor = _newest(db, match, bounds)
    bounds["low"] = max(low, floor)
    if not total:
        return SearchPage((), 0, False, page, per_page)
    places = {"limit": per_page, "offset": (page - 1) * per_page}
    if order == "date" or not asked.terms:
        positions = _by_date(db, match, {**bounds, **places})
    else:
        positions = _by_relevance(db, asked, match, scope, {**bounds, **places})
    hits = _hits(db, person, asked, positions)
    return SearchPage(hits, min(total, RANKED), total > RANKED, page, per_page)


def _scope(person: Person, *, kind: str | None, signatory: int | None) -> str | None:
    """Filters and visibility as index words; None when the person can see nothing at all."""
    seen = []
    if person.may(Role.CLERK):
        seen = [facet("any", 1)]
    else:
        if person.may(Role.DRAFTER):
            seen.append(facet("unit", person.unit_id))
        if person.may(Role.SIGNATORY):
            seen += [facet("issued", 1), facet("approver", person.id)]
    if not seen:
        return None
    words = [f"({' OR '.join(seen)})"]
    if kind is not None:
        words.append(facet("kind", kind))
    if signatory is not None:
        words.append(facet("signatory", signatory))
    return f"({{facets}} : ({' AND '.join(words)}))"


def _span(year: int | None, since: date | None, until: date | None) -> tuple[int, int]:
    """The index ids that the dates allow, both included; papers without a date need no filter."""
    if year is None and since is None and until is None:
        return 0, (NO_DATE + 1) * DAY_SPAN
    first, last = since or FIRST_DAY, until or date.max
    if year is not None:
        first, last = max(first, date(year, 1, 1)), min(last, date(year, 12, 31))
    return day_start(first), min(day_start(last) + DAY_SPAN, NO_DATE * DAY_SPAN) - 1


def _years(low: int, high: int) -> str:
    """The span's years as index words.

    The index looks at the bounds only when everything else matches: without this it would read
    on to the archive's other end where nothing more matches.
    """
    first, last = (place // DAY_SPAN // 10_000 for place in (low, high))
    if last - first > YEARS_NAMED:
        return ""
    words = " OR ".join(facet("year", year) for year in range(first, last + 1))
    return f" AND {{facets}} : ({words})"


def _newest(db: Database, match: str, bounds: Row) -> tuple[int, int]:
    """How many match (at most RANKED + 1), and the id of the oldest of those."""
    row = db.query(
        """
        SELECT COUNT(*) AS total, COALESCE(MIN(rowid), 0) AS floor
        FROM (
            SELECT rowid
            FROM search_index
            WHERE search_index MATCH :match AND rowid BETWEEN :low AND :high
            ORDER BY rowid DESC
            LIMIT :limit
        )
        """,
        {"match": match, **bounds, "limit": RANKED + 1},
    )[0]
    return row["total"], row["floor"]


def _by_date(db: Database, match: str, parameters: Row) -> list[int]:
    rows = db.query(
        """
        SELECT rowid
        FROM search_index
        WHERE search_index MATCH :match AND rowid BETWEEN :low AND :high
        ORDER BY rowid DESC
        LIMIT :limit OFFSET :offset
        """,
        {"match": match, **parameters},
    )
    return [row["rowid"] for row in rows]


def _by_relevance(db: Database, asked: Query, match: str, scope: str, parameters: Row) -> list[int]:
    """Add up the weights of what holds for each match; ties go to the newer paper."""
    features = _features(asked, scope)
    parts = ["SELECT rowid AS place, 0 AS weight FROM search_index WHERE search_index MATCH :match"]
    texts: Row = {"match": match}
    for number, (weight, expression) in enumerate(features):
        parts.append(
            f"SELECT rowid, {weight} FROM search_index WHERE search_index MATCH :feature_{number}"
        )
        texts[f"feature_{number}"] = expression
    union = "\nUNION ALL ".join(f"{part} AND rowid BETWEEN :low AND :high" for part in parts)
    rows = db.query(
        f"""
        SELECT place
        FROM ({union})
        GROUP BY place
        ORDER BY SUM(weight) DESC, place DESC
        LIMIT :limit OFFSET :offset
        """,
        {**texts, **parameters},
    )
    return [row["place"] for row in rows]


def _features(asked: Query, scope: str) -> list[tuple[int, str]]:
    """(weight, index expression) of what makes a match better; every one implies a match."""
    subject, anywhere = ("subject",), ("subject", "people", "body")
    whole = asked.whole
    features = [
        (100, asked.matches_in(subject, exact=False)),
        (40, asked.matches_in(anywhere, exact=True)),
    ]
    if len(whole.words) > 1:
        features += [
            (60, whole.in_columns(subject)),
            (30, whole.in_columns(("body", "people"))),
            (20, whole.in_columns(anywhere, exact=True)),
        ]
    if asked.numbers:
        features.append((1000, f"({asked.matches}) AND {asked.numbers}"))
    if asked.spellings:
        features.append((5, f"({asked.matches}) AND {asked.spellings}"))
    return [(weight, f"({expression}) AND {scope}") for weight, expression in features]


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
