"""Opening the office for a command: what must be there first, and what to do when it is not."""

from collections.abc import Iterator
from contextlib import contextmanager

from service.app import Office, build_office
from service.cli.data import NoData, require_data
from service.domain.documents import Person
from service.domain.errors import Refused
from service.domain.workflow import ROLE_NAMES, Role
from service.settings import Settings
from service.store import people
from service.store.db import Database


@contextmanager
def opened_office(settings: Settings) -> Iterator[Office]:
    """The office over an existing, migrated database; raises NoData. Starts no LibreOffice."""
    require_data(settings)
    office = build_office(settings)
    try:
        yield office
    finally:
        office.close()


def person_called(db: Database, login: str, *, option: str) -> Person:
    """The active person of a login; raises Refused naming the option."""
    found = people.credentials(db, login.strip().casefold())
    if found is None or not found[0].active:
        raise Refused(f"Không có người dùng “{login}” đang hoạt động.", field=option)
    return found[0]


def administrator(db: Database, login: str | None) -> Person:
    """Who answers for the change in the history: the named person, else the first administrator.

    The verb itself refuses a person who is no administrator.
    """
    if login is not None:
        return person_called(db, login, option="--by")
    active = people.holding(db, Role.ADMINISTRATOR)
    if not active:
        raise NoData(
            f"Chưa có ai là {ROLE_NAMES[Role.ADMINISTRATOR].lower()}; hãy mở trang web để "
            "thiết lập cơ quan trước."
        )
    return active[0]
