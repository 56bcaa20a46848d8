"""Văn bản giao quyền ký: regulations and delegations; every saving is kept, the newest holds."""

from dataclasses import replace
from datetime import date, datetime

from service.domain.authority import Rank
from service.domain.documents import Person
from service.domain.errors import NotFound
from service.domain.signing_papers import SigningPaper, SigningPaperType, SigningPaperVersion
from service.store.db import Database, Row
from service.store.moments import from_json, from_text, maybe_date, to_json, to_text

_SELECT = """
    SELECT signing_paper_version.*, signing_paper.type, person.name AS recorded_by
    FROM signing_paper_version
    JOIN signing_paper ON signing_paper.id = signing_paper_version.paper_id
    JOIN person ON person.id = signing_paper_version.person_id
"""


def current(db: Database) -> tuple[SigningPaper, ...]:
    """All papers as they are now, the newest first."""
    rows = db.query(
        f"""
        {_SELECT}
        WHERE signing_paper_version.id IN (
            SELECT MAX(id) FROM signing_paper_version GROUP BY paper_id
        )
        ORDER BY dated DESC, paper_id DESC
        """
    )
    return tuple(_paper(row) for row in rows)


def get(db: Database, paper_id: int) -> SigningPaper:
    """One paper as it is now; raises NotFound."""
    for paper in current(db):
        if paper.id == paper_id:
            return paper
    raise NotFound("Không có văn bản giao quyền ký này.")


def history(db: Database, paper_id: int) -> tuple[SigningPaperVersion, ...]:
    """Every saving of a paper, newest first."""
    rows = db.query(
        f"{_SELECT} WHERE paper_id = :id ORDER BY signing_paper_version.id DESC", {"id": paper_id}
    )
    return tuple(
        SigningPaperVersion(_paper(row), from_text(row["at"]), row["recorded_by"]) for row in rows
    )


def put(db: Database, paper: SigningPaper, *, by: Person, now: datetime) -> SigningPaper:
    """Append a saving of a new paper (id 0) or of one there is; returns it with its id."""
    paper_id = paper.id or db.insert("signing_paper", {"type": paper.type.value})
    db.insert(
        "signing_paper_version",
        {
            "paper_id": paper_id,
            "title": paper.title,
            "number": paper.number,
            "dated": paper.dated.isoformat(),
            "since": paper.since.isoformat(),
            "until": paper.until and paper.until.isoformat(),
            "giver_id": paper.giver_id,
            "giver_name": paper.giver_name,
            "given_by": paper.given_by and paper.given_by.value,
            "delegate": paper.delegate,
            "contents": to_json(list(paper.contents)),
            "at": to_text(now),
            "person_id": by.id,
        },
    )
    return replace(paper, id=paper_id)


def _paper(row: Row) -> SigningPaper:
    return SigningPaper(
        id=row["paper_id"],
        type=SigningPaperType(row["type"]),
        title=row["title"],
        number=row["number"],
        dated=date.fromisoformat(row["dated"]),
        since=date.fromisoformat(row["since"]),
        until=maybe_date(row["until"]),
        giver_id=row["giver_id"],
        giver_name=row["giver_name"],
        given_by=Rank(row["given_by"]) if row["given_by"] else None,
        delegate=row["delegate"],
        contents=tuple(from_json(row["contents"])),
    )
