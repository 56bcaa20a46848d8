"""The data folder, as every command and the web process must find it."""

from collections.abc import Iterator
from contextlib import contextmanager

from service.domain.errors import OfficeError
from service.settings import Settings
from service.store.db import Database, open_database
from service.store.migrations import pending


class NoData(OfficeError):
    """The data folder has no database, or one of another release."""


@contextmanager
def opened_database(settings: Settings) -> Iterator[Database]:
    """The existing, migrated database alone; raises NoData."""
    require_data(settings)
    db = open_database(settings.database)
    try:
        yield db
    finally:
        db.close()


def require_data(settings: Settings) -> None:
    """Raise NoData with what to do, before anything else trips over a missing table."""
    if not settings.database.exists():
        raise NoData(
            f"Chưa có dữ liệu tại {settings.data}; hãy đặt SERVICE_DATA đúng thư mục "
            "hoặc chạy service migrate."
        )
    db = open_database(settings.database)
    try:
        missing = pending(db)
    finally:
        db.close()
    if missing:
        raise NoData("Cơ sở dữ liệu còn ở phiên bản cũ; hãy chạy service migrate.")
