"""DDL of the number ledger: numbers without a paper of ours, and the chain over every line.

The register's table is emptied, made anew under its name and filled again; the deferred foreign
keys of those who refer to it hold once its rows are back.
"""

NUMBER_LEDGER = """
PRAGMA defer_foreign_keys = ON;

CREATE TEMP TABLE register_entry_kept AS SELECT * FROM register_entry;

DROP TABLE register_entry;

CREATE TABLE register_entry (
    id INTEGER PRIMARY KEY,
    series_id INTEGER NOT NULL REFERENCES series (id),
    year INTEGER NOT NULL,
    number INTEGER NOT NULL CHECK (number >= 1),
    notation TEXT NOT NULL,
    dated TEXT NOT NULL CHECK (dated GLOB '[0-9][0-9][0-9][0-9]-[0-9][0-9]-[0-9][0-9]'),
    origin TEXT NOT NULL DEFAULT 'paper' CHECK (origin IN ('paper', 'reserved', 'outside')),
    document_id INTEGER REFERENCES document (id),
    state TEXT NOT NULL DEFAULT 'taken' CHECK (state IN ('reserved', 'taken', 'issued', 'void')),
    reason TEXT NOT NULL DEFAULT '',
    subject TEXT NOT NULL,
    kind_name TEXT NOT NULL DEFAULT '',
    signer_name TEXT NOT NULL DEFAULT '',
    recipients TEXT NOT NULL DEFAULT '',
    file_sha256 TEXT REFERENCES file (sha256),
    taken_by INTEGER NOT NULL REFERENCES person (id),
    taken_at TEXT NOT NULL,
    UNIQUE (series_id, year, number),
    CHECK (CAST(substr(dated, 1, 4) AS INTEGER) = year),
    CHECK ((state = 'void') = (reason <> '')),
    CHECK (notation <> '' OR state IN ('reserved', 'void')),
    CHECK (origin <> 'paper' OR document_id IS NOT NULL),
    CHECK (state <> 'reserved' OR (origin = 'reserved' AND document_id IS NULL)),
    CHECK (state <> 'taken' OR document_id IS NOT NULL),
    CHECK (origin <> 'outside' OR (document_id IS NULL AND state IN ('issued', 'void'))),
    CHECK (origin = 'outside' OR (kind_name = '' AND file_sha256 IS NULL))
) STRICT;

INSERT INTO register_entry
    (id, series_id, year, number, notation, dated, document_id, state, reason, subject,
     taken_by, taken_at)
SELECT id, series_id, year, number, notation, dated, document_id, state, reason, subject,
    taken_by, taken_at
FROM register_entry_kept;

DROP TABLE register_entry_kept;

CREATE UNIQUE INDEX register_entry_one_reference_a_year
ON register_entry (year, number, notation) WHERE notation <> '';

CREATE UNIQUE INDEX register_entry_one_live_number_per_document
ON register_entry (document_id) WHERE state <> 'void';

CREATE INDEX register_entry_reserved ON register_entry (dated) WHERE state = 'reserved';

CREATE TRIGGER register_entry_follows_the_last
BEFORE INSERT ON register_entry
WHEN NEW.number <> COALESCE(
    (SELECT MAX(number) + 1 FROM register_entry
     WHERE series_id = NEW.series_id AND year = NEW.year),
    (SELECT first_number FROM series_year WHERE series_id = NEW.series_id AND year = NEW.year)
) AND NOT (NEW.origin = 'outside' AND NEW.number = (
    SELECT MIN(number) - 1 FROM register_entry
    WHERE series_id = NEW.series_id AND year = NEW.year
))
BEGIN
    SELECT RAISE(ABORT, 'register_entry: number out of order');
END;

CREATE TRIGGER register_entry_is_dated_in_order
BEFORE INSERT ON register_entry
WHEN NEW.dated < (
    SELECT dated FROM register_entry
    WHERE series_id = NEW.series_id AND year = NEW.year AND number < NEW.number
    ORDER BY number DESC
    LIMIT 1
) OR NEW.dated > (
    SELECT dated FROM register_entry
    WHERE series_id = NEW.series_id AND year = NEW.year AND number > NEW.number
    ORDER BY number
    LIMIT 1
)
BEGIN
    SELECT RAISE(ABORT, 'register_entry: date out of order');
END;

CREATE TRIGGER register_entry_only_changes_its_state
BEFORE UPDATE ON register_entry
WHEN OLD.id <> NEW.id OR OLD.series_id <> NEW.series_id OR OLD.year <> NEW.year
    OR OLD.number <> NEW.number OR OLD.dated <> NEW.dated OR OLD.origin <> NEW.origin
    OR OLD.kind_name <> NEW.kind_name OR OLD.signer_name <> NEW.signer_name
    OR OLD.recipients <> NEW.recipients OR OLD.file_sha256 IS NOT NEW.file_sha256
    OR OLD.taken_by <> NEW.taken_by OR OLD.taken_at <> NEW.taken_at
    OR NOT (
        OLD.state = 'taken' AND NEW.state IN ('issued', 'void')
        AND OLD.notation = NEW.notation AND OLD.document_id IS NEW.document_id
        AND OLD.subject = NEW.subject
        OR OLD.state = 'reserved' AND NEW.state = 'taken'
        OR OLD.state = 'reserved' AND NEW.state = 'void'
        AND NEW.notation = '' AND NEW.document_id IS NULL AND OLD.subject = NEW.subject
    )
BEGIN
    SELECT RAISE(ABORT, 'register_entry: append only');
END;

CREATE TRIGGER register_entry_is_never_deleted
BEFORE DELETE ON register_entry
BEGIN
    SELECT RAISE(ABORT, 'register_entry: append only');
END;

CREATE TABLE register_link (
    id INTEGER PRIMARY KEY,
    entry_id INTEGER NOT NULL REFERENCES register_entry (id),
    record TEXT NOT NULL CHECK (json_valid(record)),
    previous TEXT NOT NULL CHECK (length(previous) = 64),
    sha256 TEXT NOT NULL UNIQUE CHECK (length(sha256) = 64)
) STRICT;

CREATE INDEX register_link_of_entry ON register_link (entry_id, id);

CREATE TRIGGER register_link_follows_the_last
BEFORE INSERT ON register_link
WHEN NEW.previous <> COALESCE(
    (SELECT sha256 FROM register_link ORDER BY id DESC LIMIT 1),
    '0000000000000000000000000000000000000000000000000000000000000000'
)
BEGIN
    SELECT RAISE(ABORT, 'register_link: out of order');
END;

CREATE TRIGGER register_link_is_never_changed
BEFORE UPDATE ON register_link
BEGIN
    SELECT RAISE(ABORT, 'register_link: append only');
END;

CREATE TRIGGER register_link_is_never_deleted
BEFORE DELETE ON register_link
BEGIN
    SELECT RAISE(ABORT, 'register_link: append only');
END;

CREATE TABLE register_check (
    id INTEGER PRIMARY KEY,
    at TEXT NOT NULL,
    asked_by INTEGER REFERENCES person (id),
    lines INTEGER NOT NULL CHECK (lines >= 0),
    last_sha256 TEXT NOT NULL,
    findings TEXT NOT NULL CHECK (json_valid(findings))
) STRICT;

CREATE TRIGGER register_check_is_never_changed
BEFORE UPDATE ON register_check
BEGIN
    SELECT RAISE(ABORT, 'register_check: append only');
END;

CREATE TABLE copy_use (
    id INTEGER PRIMARY KEY,
    used_on TEXT NOT NULL CHECK (used_on GLOB '[0-9][0-9][0-9][0-9]-[0-9][0-9]-[0-9][0-9]'),
    user_name TEXT NOT NULL CHECK (user_name <> ''),
    reference TEXT NOT NULL CHECK (reference <> ''),
    subject TEXT NOT NULL CHECK (subject <> ''),
    file_code TEXT NOT NULL DEFAULT '',
    allowed_by TEXT NOT NULL CHECK (allowed_by <> ''),
    note TEXT NOT NULL DEFAULT '',
    returned_on TEXT CHECK (
        returned_on GLOB '[0-9][0-9][0-9][0-9]-[0-9][0-9]-[0-9][0-9]' AND returned_on >= used_on
    ),
    noted_by INTEGER NOT NULL REFERENCES person (id),
    noted_at TEXT NOT NULL
) STRICT;

CREATE TRIGGER copy_use_only_notes_the_return
BEFORE UPDATE ON copy_use
WHEN OLD.returned_on IS NOT NULL OR NEW.returned_on IS NULL
    OR OLD.id <> NEW.id OR OLD.used_on <> NEW.used_on OR OLD.user_name <> NEW.user_name
    OR OLD.reference <> NEW.reference OR OLD.subject <> NEW.subject
    OR OLD.file_code <> NEW.file_code OR OLD.allowed_by <> NEW.allowed_by OR OLD.note <> NEW.note
    OR OLD.noted_by <> NEW.noted_by OR OLD.noted_at <> NEW.noted_at
BEGIN
    SELECT RAISE(ABORT, 'copy_use: append only');
END;

CREATE TRIGGER copy_use_is_never_deleted
BEFORE DELETE ON copy_use
BEGIN
    SELECT RAISE(ABORT, 'copy_use: append only');
END;
"""
