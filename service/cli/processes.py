"""`service migrate` and `service worker`: the processes a process manager runs."""

import os
from argparse import Namespace

from service.log import start_logging
from service.settings import PRIVATE, Settings
from service.store.db import open_database
from service.store.migrations import migrate as apply_migrations


def migrate(args: Namespace, settings: Settings) -> int:
    """Apply pending migrations and name them."""
    keep_private()
    steps = migrate_database(settings)
    for step in steps:
        print(f"Đã thực hiện: {step}")
    if not steps:
        print("Cơ sở dữ liệu đã đúng phiên bản này.")
    return 0


def keep_private() -> None:
    """What this process writes into the data folder is for its own user: it holds papers."""
    os.umask(PRIVATE)


def migrate_database(settings: Settings) -> tuple[str, ...]:
    db = open_database(settings.database)
    try:
        return apply_migrations(db)
    finally:
        db.close()


def worker(args: Namespace, settings: Settings) -> int:
    """Work until SIGTERM, or with `--once` until nothing is waiting."""
    # Imported here alone: `service dev` migrates through this module and must not wait a second
    # for the libraries of a worker.
    from service import worker as loop  # noqa: PLC0415
    from service.actions.trusting import lay_out  # noqa: PLC0415
    from service.cli.opening import opened_office  # noqa: PLC0415

    keep_private()
    start_logging(settings.log)
    with opened_office(settings) as office:
        lay_out(office, settings.trust_folder)
        if args.once:
            count = loop.work_off(office)
            print(f"Đã làm {count} việc.")
        else:
            office.converter.warm()
            loop.run(office)
    return 0
