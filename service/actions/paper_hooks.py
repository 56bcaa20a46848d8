"""Văn bản thuộc một thủ tục — the two moments at which a procedure has its say about a paper."""

from datetime import date, datetime

from service.actions.office import Office
from service.domain.documents import Document, Person

# The verbs of a procedure use those of a paper's life: asked for only when a paper moves, so that
# neither has to be loaded before the other.


def require_lawful(office: Office, document: Document, *, on: date) -> None:
    """Raise Refused when the paper may not be submitted or numbered on this day."""
    from service.actions import provider_effects  # noqa: PLC0415 - see above

    provider_effects.require_lawful(office, document, on=on)


def take_effect(office: Office, document: Document, *, by: Person, now: datetime) -> None:
    """What the issued paper changes; inside the transaction of its issue."""
    from service.actions import provider_effects  # noqa: PLC0415 - see above

    provider_effects.take_effect(office, document, by=by, now=now)
