"""A database of an earlier release that holds the rows of an office of today."""

from service.store.db import open_database
from service.store.migrations import MIGRATIONS


def database_before(step, office, path):
    """A new database at `path` as it was before `step`, with what it could hold of `office`.

    Whole tables are carried over, column by column where both have it; the caller closes it.
    """
    db = open_database(path)
    MIGRATIONS.apply(db.connection, stop_before=step)
    old, today = db.connection.conn, office.db.connection.conn
    old.execute("PRAGMA foreign_keys = OFF")
    for table in ordinary_tables(old):
        columns = [name for name in columns_of(old, table) if name in columns_of(today, table)]
        if not columns:
            continue
        names, marks = ", ".join(columns), ", ".join("?" * len(columns))
        rows = today.execute(f"SELECT {names} FROM {table}").fetchall()
        old.executemany(f"INSERT INTO {table} ({names}) VALUES ({marks})", rows)
    old.execute("PRAGMA foreign_keys = ON")
    return db


def ordinary_tables(connection):
    rows = connection.execute(
        "SELECT name FROM sqlite_schema WHERE type = 'table' AND name NOT LIKE 'search_index%'"
        " AND name NOT LIKE 'search_title%' AND name NOT LIKE 'search_old%'"
        " AND name NOT LIKE 'sqlite_%' AND name <> '_sqlite_migrations' ORDER BY rowid"
    )
    return [row[0] for row in rows]


def columns_of(connection, table):
    return [row[1] for row in connection.execute(f"PRAGMA table_info({table})")]
