"""Giao bưu điện — what the post office's receipt says of a sending (Phụ lục IV, III)."""

from datetime import datetime

from service.actions.office import Office
from service.domain.documents import Person
from service.domain.errors import Refused
from service.domain.post_register import MOST_ENVELOPES, PostLine, consignment_number
from service.domain.workflow import Role
from service.store import events, post_register


def note_consignment(
    office: Office,
    dispatch_id: int,
    consignment: str,
    envelopes: int = 1,
    *,
    by: Person,
    now: datetime,
) -> PostLine:
    """Write down the consignment's number and how many envelopes went; again to mend it.

    Refused (fields ``consignment``, ``envelopes``); NotFound for a sending that is none by post.
    The same twice is one line of the history.
    """
    by.require(Role.CLERK)
    number = consignment_number(consignment)
    if not 1 <= envelopes <= MOST_ENVELOPES:
        raise Refused(f"Số lượng bì là số từ 1 đến {MOST_ENVELOPES}.", field="envelopes")
    db = office.db
    with db.write():
        before = post_register.get(db, dispatch_id)
        if (before.consignment, before.envelopes) == (number, envelopes):
            return before
        post_register.note(
            db,
            dispatch_id,
            consignment=number,
            envelopes=envelopes,
            person_id=by.id,
            now=now,
        )
        events.add(
            db,
            "note_consignment",
            by,
            now,
            before.document_id,
            recipient=before.recipient,
            consignment=number,
            envelopes=envelopes,
        )
        return post_register.get(db, dispatch_id)
