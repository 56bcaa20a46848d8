"""`service migrate` and `service worker`: the processes a process manager runs."""

from argparse import Namespace

from service.settings import Settings
from service.store.db import open_database
from service.store.migrations import migrate as apply_migrations


def migrate(args: Namespace, settings: Settings) -> int:
    """Apply pending migrations and name them."""
    steps = migrate_database(settings)
    for step in steps:
        print(f"Đã thực hiện: {step}")
    if not steps:
        print("Cơ sở dữ liệu đã đúng phiên bản này.")
    return 0


def migrate_database(settings: Settings) -> tuple[str, ...]:
    db = open_database(settings.database)
    try:
        return apply_migrations(db)
    finally:
        db.close()
