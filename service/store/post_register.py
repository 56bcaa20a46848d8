"""Sổ gửi văn bản đi bưu điện: the sendings by post, with the consignment that was noted last."""

from datetime import date, datetime

from service.domain.errors import NotFound
from service.domain.numbering import office_date
from service.domain.post_register import PostFilter, PostLine
from service.store.db import Database, Row
from service.store.moments import from_text, maybe_date, to_text

_LINES = """
    SELECT dispatch.*, document.number, document.notation, recall.recalled_at,
        handover.consignment, COALESCE(handover.envelopes, 1) AS envelopes
    FROM dispatch
    JOIN document ON document.id = dispatch.document_id
    LEFT JOIN recall ON recall.document_id = dispatch.document_id
    LEFT JOIN post_handover AS handover ON handover.id = (
        SELECT max(id) FROM post_handover WHERE dispatch_id = dispatch.id
    )
    WHERE dispatch.way = 'post'
"""


def lines(db: Database, wanted: PostFilter) -> tuple[PostLine, ...]:
    """A year's sendings in the order of their days, then as they were written down."""
    rows = db.query(
        f"""{_LINES}
            AND dispatch.sent_on BETWEEN :first AND :last
            AND (:open <> 'receipt' OR dispatch.received_on IS NULL)
            AND (:open <> 'consignment' OR COALESCE(handover.consignment, '') = '')
        ORDER BY dispatch.sent_on, dispatch.id
        """,
        {
            "first": max(
                f"{wanted.year:04d}-01-01", wanted.since.isoformat() if wanted.since else ""
            ),
            "last": min(
                f"{wanted.year:04d}-12-31",
                wanted.until.isoformat() if wanted.until else "9999-12-31",
            ),
            "open": wanted.open,
        },
    )
    return tuple(map(_line, rows))


def get(db: Database, dispatch_id: int) -> PostLine:
    """One line; NotFound for a sending that is none by post."""
    row = db.one(f"{_LINES} AND dispatch.id = :id", {"id": dispatch_id})
    if row is None:
        raise NotFound("Không có lần gửi này trong sổ gửi bưu điện.")
    return _line(row)


def note(
    db: Database,
    dispatch_id: int,
    *,
    consignment: str,
    envelopes: int,
    person_id: int,
    now: datetime,
) -> None:
    """Write down what the post office's receipt says; inside `write()`. The last one counts."""
    db.insert(
        "post_handover",
        {
            "dispatch_id": dispatch_id,
            "consignment": consignment,
            "envelopes": envelopes,
            "noted_by": person_id,
            "noted_at": to_text(now),
        },
    )


def _line(row: Row) -> PostLine:
    recalled = row["recalled_at"]
    return PostLine(
        dispatch_id=row["id"],
        document_id=row["document_id"],
        sent_on=date.fromisoformat(row["sent_on"]),
        reference=f"{row['number']:02d}/{row['notation']}",
        recipient=row["recipient"],
        envelopes=row["envelopes"],
        consignment=row["consignment"] or "",
        note=row["note"],
        received_on=maybe_date(row["received_on"]),
        received_by=row["received_by"],
        recalled_on=office_date(from_text(recalled)) if recalled else None,
    )
