"""Thẩm quyền ký: every saving is a row of its own, the newest of a signatory holds."""

from dataclasses import replace
from datetime import datetime

from service.domain.agency import Signatory, SigningCapacity
from service.domain.authority import (
    Authority,
    AuthorityVersion,
    Council,
    Rank,
    Regime,
    presumed,
)
from service.domain.documents import Person
from service.domain.signing_papers import SigningPaper
from service.store import agency as agencies
from service.store import signing_papers
from service.store.db import Database, Row
from service.store.moments import from_json, from_text, maybe_date, to_json, to_text

_COUNCILS = {"own": False, "agency-seal": True}

_SELECT = """
    SELECT authority.*, COALESCE(person.name, '') AS recorded_by
    FROM authority
    LEFT JOIN person ON person.id = authority.person_id
"""


def current(db: Database) -> tuple[Authority, ...]:
    """The authority of every signatory, in the agency's order."""
    rows = db.query(
        f"{_SELECT} WHERE authority.id IN (SELECT MAX(id) FROM authority GROUP BY signatory_id)"
    )
    by_signatory = {row["signatory_id"]: row for row in rows}
    papers = {paper.id: paper for paper in signing_papers.current(db)}
    return tuple(
        _authority(by_signatory[one.id], papers, one) if one.id in by_signatory else presumed(one)
        for one in agencies.signatories(db)
    )


def of(db: Database, signatory_id: int) -> Authority | None:
    """The authority of one signatory as it is now; None when there is no such signatory."""
    signatory = agencies.signatory(db, signatory_id)
    if signatory is None:
        return None
    row = db.one(
        f"{_SELECT} WHERE signatory_id = :id ORDER BY authority.id DESC LIMIT 1",
        {"id": signatory_id},
    )
    if row is None:
        return presumed(signatory)
    cited = {row["regulation_id"], row["delegation_id"]} - {None}
    papers = {one.id: one for one in signing_papers.current(db)} if cited else {}
    return _authority(row, papers, signatory)


def history(db: Database, signatory_id: int) -> tuple[AuthorityVersion, ...]:
    """Every saving, newest first, with name, post and capacity as they were."""
    rows = db.query(
        f"{_SELECT} WHERE signatory_id = :id ORDER BY authority.id DESC", {"id": signatory_id}
    )
    papers = {paper.id: paper for paper in signing_papers.current(db)}
    return tuple(
        AuthorityVersion(_authority(row, papers), from_text(row["at"]), row["recorded_by"])
        for row in rows
    )


def add(db: Database, authority: Authority, *, by: Person, now: datetime) -> int:
    """Append a saving of the signatory `authority.signatory.id`; returns the row's id."""
    signatory, council = authority.signatory, authority.council
    return db.insert(
        "authority",
        {
            "signatory_id": signatory.id,
            "name": signatory.name,
            "post": signatory.post,
            "capacity": signatory.capacity.value,
            "body": signatory.body,
            "head_post": signatory.head_post,
            "active": int(signatory.active),
            "rank": authority.rank.value,
            "regime": authority.regime.value,
            "since": authority.since and authority.since.isoformat(),
            "until": authority.until and authority.until.isoformat(),
            "kinds": to_json(sorted(authority.kinds)),
            "units": to_json(sorted(authority.units)),
            "fields": to_json(sorted(authority.fields)),
            "regulation_id": authority.regulation and authority.regulation.paper_id,
            "clause": authority.regulation.clause if authority.regulation else "",
            "delegation_id": authority.delegation and authority.delegation.paper_id,
            "unit_head_post": authority.unit_head_post,
            "council": _council_text(council),
            "agency_post": council.agency_post if council else "",
            "titles_allowed": int(authority.titles_allowed),
            "at": to_text(now),
            "person_id": by.id,
        },
    )


def _authority(
    row: Row, papers: dict[int, SigningPaper], signatory: Signatory | None = None
) -> Authority:
    """One saving; with `signatory` its current row instead of what was kept beside it."""
    regulation = papers.get(row["regulation_id"] or 0)
    delegation = papers.get(row["delegation_id"] or 0)
    council = _COUNCILS.get(row["council"])
    authority = Authority(
        signatory or _signatory(row),
        Rank(row["rank"]),
        Regime(row["regime"]),
        kinds=frozenset(from_json(row["kinds"])),
        units=frozenset(from_json(row["units"])),
        fields=frozenset(from_json(row["fields"])),
        since=maybe_date(row["since"]),
        until=maybe_date(row["until"]),
        delegation=delegation.delegation if delegation else None,
        regulation=regulation.regulation(row["clause"]) if regulation else None,
        unit_head_post=row["unit_head_post"],
        titles_allowed=bool(row["titles_allowed"]),
    )
    if council is None:
        return authority
    return replace(authority, council=Council(council, row["agency_post"]))


def _signatory(row: Row) -> Signatory:
    return Signatory(
        row["signatory_id"],
        row["name"],
        row["post"],
        SigningCapacity(row["capacity"]),
        row["body"],
        row["head_post"],
        active=bool(row["active"]),
    )


def _council_text(council: Council | None) -> str:
    if council is None:
        return ""
    return next(text for text, seal in _COUNCILS.items() if seal is council.uses_agency_seal)
