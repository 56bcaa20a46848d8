"""DDL of the agency's own profile: how it places tone marks, and abbreviations of its own."""

PROFILE = """
ALTER TABLE agency ADD COLUMN tone_placement TEXT NOT NULL DEFAULT ''
    CHECK (tone_placement IN ('', 'old', 'new'));

CREATE TABLE own_abbreviation (
    id INTEGER PRIMARY KEY,
    type_name TEXT NOT NULL DEFAULT '',
    unit_id INTEGER REFERENCES unit (id),
    symbol TEXT NOT NULL DEFAULT '',
    since TEXT NOT NULL CHECK (since GLOB '[0-9][0-9][0-9][0-9]-[0-9][0-9]-[0-9][0-9]'),
    noted_by INTEGER NOT NULL REFERENCES person (id),
    noted_at TEXT NOT NULL,
    CHECK ((type_name = '') = (unit_id IS NOT NULL))
) STRICT;

CREATE TRIGGER own_abbreviation_is_never_changed
BEFORE UPDATE ON own_abbreviation
BEGIN
    SELECT RAISE(ABORT, 'own_abbreviation: append only');
END;

CREATE TRIGGER own_abbreviation_is_never_deleted
BEFORE DELETE ON own_abbreviation
BEGIN
    SELECT RAISE(ABORT, 'own_abbreviation: append only');
END;
"""
