"""DDL of signed files: a further role of a paper's files, and the verdict each was taken with.

SQLite cannot widen a CHECK in place: the table is made anew and its rows are carried over, ids
and all.
"""

SIGNED_FILES = """
CREATE TABLE document_file_wider (
    id INTEGER PRIMARY KEY,
    document_id INTEGER NOT NULL REFERENCES document (id),
    role TEXT NOT NULL CHECK (role IN ('docx', 'pdf', 'source', 'signed')),
    revision INTEGER NOT NULL CHECK (revision >= 1),
    sha256 TEXT NOT NULL REFERENCES file (sha256),
    name TEXT NOT NULL,
    entry_id INTEGER REFERENCES register_entry (id),
    created_at TEXT NOT NULL,
    UNIQUE (document_id, role, revision),
    UNIQUE (entry_id, role),
    CHECK (role <> 'signed' OR entry_id IS NOT NULL)
) STRICT;

INSERT INTO document_file_wider
    (id, document_id, role, revision, sha256, name, entry_id, created_at)
SELECT id, document_id, role, revision, sha256, name, entry_id, created_at
FROM document_file;

DROP TABLE document_file;

ALTER TABLE document_file_wider RENAME TO document_file;

CREATE TRIGGER document_file_is_never_changed
BEFORE UPDATE ON document_file
BEGIN
    SELECT RAISE(ABORT, 'document_file: append only');
END;

CREATE TRIGGER document_file_is_never_deleted
BEFORE DELETE ON document_file
BEGIN
    SELECT RAISE(ABORT, 'document_file: append only');
END;

CREATE TABLE signed_file (
    file_id INTEGER PRIMARY KEY REFERENCES document_file (id),
    verdict TEXT NOT NULL CHECK (verdict IN ('valid', 'review')),
    report TEXT NOT NULL CHECK (json_valid(report)),
    reason TEXT NOT NULL DEFAULT '',
    checked_by INTEGER NOT NULL REFERENCES person (id),
    checked_at TEXT NOT NULL,
    CHECK (verdict <> 'review' OR reason <> '')
) STRICT;

CREATE TRIGGER signed_file_is_never_changed
BEFORE UPDATE ON signed_file
BEGIN
    SELECT RAISE(ABORT, 'signed_file: append only');
END;

CREATE TRIGGER signed_file_is_never_deleted
BEFORE DELETE ON signed_file
BEGIN
    SELECT RAISE(ABORT, 'signed_file: append only');
END;
"""
