"""DDL of copies: what was found in the file that a copy is made of, and public check pages."""

COPIES = """
CREATE TABLE copy_source (
    file_id INTEGER PRIMARY KEY REFERENCES document_file (id),
    origin_id INTEGER REFERENCES document (id),
    facts TEXT NOT NULL CHECK (json_valid(facts)),
    verdict TEXT NOT NULL CHECK (verdict IN ('', 'valid', 'review', 'invalid')),
    report TEXT NOT NULL CHECK (json_valid(report)),
    checked_by INTEGER NOT NULL REFERENCES person (id),
    checked_at TEXT NOT NULL,
    CHECK ((verdict = '') = (report = '{}'))
) STRICT;

CREATE TRIGGER copy_source_is_never_changed
BEFORE UPDATE ON copy_source
BEGIN
    SELECT RAISE(ABORT, 'copy_source: append only');
END;

CREATE TRIGGER copy_source_is_never_deleted
BEFORE DELETE ON copy_source
BEGIN
    SELECT RAISE(ABORT, 'copy_source: append only');
END;

CREATE TABLE check_page (
    token TEXT PRIMARY KEY CHECK (length(token) = 12),
    document_id INTEGER NOT NULL UNIQUE REFERENCES document (id),
    opened_by INTEGER NOT NULL REFERENCES person (id),
    opened_at TEXT NOT NULL
) STRICT;

CREATE TRIGGER check_page_is_never_changed
BEFORE UPDATE ON check_page
BEGIN
    SELECT RAISE(ABORT, 'check_page: append only');
END;

CREATE TRIGGER check_page_is_never_deleted
BEFORE DELETE ON check_page
BEGIN
    SELECT RAISE(ABORT, 'check_page: append only');
END;
"""
