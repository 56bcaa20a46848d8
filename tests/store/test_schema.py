"""The database's shape is documented, and its constraints hold whatever the code does."""

from pathlib import Path

from service.store.migrations import migrate, pending, schema_sql

SCHEMA = Path(__file__).parents[2] / "docs" / "schema.sql"


def test_the_documented_schema_is_what_the_migrations_make(db):
    assert SCHEMA.read_text(encoding="utf-8") == schema_sql(db), (
        "docs/schema.sql is stale: write service.store.migrations.schema_sql(db) to it"
    )


def test_migrating_twice_changes_nothing(db):
    assert pending(db) == ()
    assert migrate(db) == ()
