"""`service search`: the archive's search for scripts and other programs."""

from argparse import Namespace
from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any

from service.cli.data import opened_database
from service.cli.opening import person_called
from service.cli.output import print_json
from service.domain.documents import Person, SearchHit, SearchPage
from service.domain.errors import Refused
from service.domain.numbers import grouped
from service.domain.old_papers import OldPaper
from service.domain.searching import FacetCount, Filters
from service.domain.vietnamese import fold, parse_date
from service.domain.workflow import STATE_NAMES, Role
from service.settings import Settings
from service.store import agency as agencies
from service.store import old_index, old_papers, search_blocks, search_facets, search_index
from service.store.db import Database
from service.store.search import search

# Whoever can read the data folder could read every paper in it. What the command shows without
# `--as` is what a records clerk is there to see: everything but drafts.
CLERK = Person(0, "Dòng lệnh", "", 0, frozenset({Role.CLERK}))


def run(args: Namespace, settings: Settings) -> int:
    with opened_database(settings) as db:
        person = person_called(db, args.login, option="--as") if args.login else CLERK
        if args.old:
            return _old(db, person, args)
        page = search(
            db,
            person,
            args.query,
            _filters(db, args),
            order=args.order,
            page=args.page,
        )
    if args.json:
        print_json(page_object(args.query, page))
    else:
        _show(page, counts=args.counts)
    return 0


def _old(db: Database, person: Person, args: Namespace) -> int:
    """Papers of earlier years, the best match first; without words, the newest."""
    if _filters(db, args) != Filters() or args.counts:
        raise Refused("--old không dùng chung với các điều kiện lọc.", field="--old")
    found = old_papers.search(db, person, args.query, page=args.page)
    if args.json:
        papers = [_old_object(paper) for paper in found.papers]
        print_json(
            {
                "query": args.query,
                "total": found.total,
                "page": found.page,
                "pages": found.pages,
                "papers": papers,
            }
        )
        return 0
    for paper in found.papers:
        details = paper.details
        print(f"{details.reference or '—'}\t{details.issued_text}\t{details.subject}")
    print(f"{grouped(found.total)} văn bản cũ; trang {found.page}/{found.pages}.")
    return 0


def _old_object(paper: OldPaper) -> dict[str, Any]:
    details = paper.details
    return {
        "id": paper.id,
        "direction": paper.direction.value,
        "reference": details.reference,
        "issued": details.issued,
        "kind": details.kind,
        "subject": details.subject,
        "agency": details.agency,
        "signer": details.signer_name,
        "unit": paper.unit_name,
    }


def reindex(args: Namespace, settings: Settings) -> int:
    """Make the search index anew from the stored texts, while the service runs or not."""
    with opened_database(settings) as db:
        papers, old = search_index.rebuild(db), old_index.rebuild(db)
        search_blocks.seal(db)
    if args.json:
        print_json({"papers": papers, "old_papers": old})
    else:
        print(
            f"Đã lập lại chỉ mục tìm kiếm của {grouped(papers)} văn bản "
            f"và {grouped(old)} văn bản cũ."
        )
    return 0


def page_object(query: str, page: SearchPage) -> dict[str, Any]:
    """The stable JSON form of a page of results; `total` is a lower bound when `more`."""
    return {
        "query": query,
        "total": page.total,
        "more": page.more,
        "page": page.page,
        "pages": page.pages,
        "hits": [hit_object(hit) for hit in page.hits],
        "counts": {name: _counts(values) for name, values in page.facets.items()},
    }


def _counts(values: Iterable[FacetCount]) -> list[dict[str, Any]]:
    return [
        {"value": one.value, "papers": one.papers, **({"name": one.name} if one.name else {})}
        for one in values
    ]


def hit_object(hit: SearchHit) -> dict[str, Any]:
    line = hit.line
    return {
        "id": line.id,
        "kind": line.kind,
        "state": line.state.value,
        "reference": line.reference,
        "issued_on": line.issued_on.isoformat() if line.issued_on else None,
        "subject": line.subject,
        "signer": line.signer_name,
        "unit": line.unit_symbol,
        "subject_marks": _marks(hit.subject_marks),
        "snippet": _marks(hit.snippet),
    }


def _marks(parts: Iterable[tuple[str, bool]]) -> list[dict[str, Any]]:
    return [{"text": text, "match": match} for text, match in parts]


def _day(text: str | None, option: str) -> date | None:
    if text is None:
        return None
    try:
        return parse_date(text)
    except Refused as refusal:
        raise Refused(refusal.message, field=option) from refusal


def _filters(db: Database, args: Namespace) -> Filters:
    return Filters(
        kind=args.kind,
        year=args.year,
        since=_day(args.since, "--since"),
        until=_day(args.until, "--until"),
        signatory=_signatory(db, args.signatory),
        unit=_unit(db, args.unit),
        series=_series(db, args.series),
        state=args.state,
        notation=args.notation,
        urgency="" if args.urgency == "none" else args.urgency,
        circulation=args.circulation,
        recipient=_recipient(db, args.recipient),
        number_from=args.number_from,
        number_to=args.number_to,
    )


def _unit(db: Database, symbol: str | None) -> int | None:
    return _one(symbol, {one.symbol: one.id for one in agencies.units(db)}, "một đơn vị", "--unit")


def _series(db: Database, name: str | None) -> int | None:
    return _one(name, {one.name: one.id for one in agencies.series(db)}, "một sổ", "--series")


def _recipient(db: Database, name: str | None) -> int | None:
    """A place written the same up to accents and case; one that never received matches nothing."""
    return None if name is None else search_facets.recipient_called(db, name) or 0


def _one(text: str | None, known: Mapping[str, int], what: str, option: str) -> int | None:
    if text is None:
        return None
    found = [number for name, number in known.items() if fold(name) == fold(text)]
    if len(found) != 1:
        raise Refused(f"“{text}” phải chỉ đúng {what}; có: {', '.join(known)}.", field=option)
    return found[0]


def _signatory(db: Database, name: str | None) -> int | None:
    if name is None:
        return None
    wanted = fold(name)
    found = [one for one in agencies.signatories(db) if wanted and wanted in fold(one.name)]
    if len(found) != 1:
        known = ", ".join(one.name for one in agencies.signatories(db))
        raise Refused(f"“{name}” phải chỉ đúng một người ký; có: {known}.", field="--signatory")
    return found[0].id


def _show(page: SearchPage, *, counts: bool) -> None:
    for hit in page.hits:
        line = hit.line
        day = f"{line.issued_on:%d/%m/%Y}" if line.issued_on else STATE_NAMES[line.state]
        print(f"{line.reference or '—'}\t{day}\t{line.subject}")
    count = f"hơn {page.total}" if page.more else str(page.total)
    print(f"{count} văn bản; trang {page.page}/{page.pages}.")
    for name, values in page.facets.items() if counts else ():
        shown = ", ".join(f"{one.name or one.value} ({one.papers})" for one in values)
        print(f"--{name}: {shown}" if shown else f"--{name}: —")
