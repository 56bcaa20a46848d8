"""DDL of signed annexes: a further role of a paper's files, several in turn for one number.

Two roles that nothing ever wrote go. Papers that went out before annexes could be signed are
written down: nobody has to sign theirs afterwards.
"""

SIGNED_ANNEXES = """
PRAGMA defer_foreign_keys = ON;

CREATE TEMP TABLE document_file_kept AS SELECT * FROM document_file;

DROP TABLE document_file;

CREATE TABLE document_file (
    id INTEGER PRIMARY KEY,
    document_id INTEGER NOT NULL REFERENCES document (id),
    role TEXT NOT NULL CHECK (role IN (
        'docx', 'pdf', 'source', 'to_sign', 'signed', 'scan', 'annex_docx', 'annex_pdf',
        'annex_signed'
    )),
    part INTEGER NOT NULL DEFAULT 0 CHECK (part >= 0),
    revision INTEGER NOT NULL CHECK (revision >= 1),
    sha256 TEXT NOT NULL REFERENCES file (sha256),
    name TEXT NOT NULL,
    entry_id INTEGER REFERENCES register_entry (id),
    created_at TEXT NOT NULL,
    turn INTEGER NOT NULL DEFAULT 0 CHECK (turn >= 0),
    UNIQUE (document_id, role, part, revision),
    UNIQUE (entry_id, role, part, turn),
    CHECK (role NOT IN ('annex_docx', 'annex_pdf', 'annex_signed') OR entry_id IS NOT NULL),
    CHECK (role = 'annex_signed' OR turn = 0)
) STRICT;

INSERT INTO document_file
    (id, document_id, role, part, revision, sha256, name, entry_id, created_at)
SELECT id, document_id, role, part, revision, sha256, name, entry_id, created_at
FROM document_file_kept;

DROP TABLE document_file_kept;

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

-- Whose annexes went out unsigned, before the service could sign them.
CREATE TABLE annexes_left_unsigned (
    document_id INTEGER PRIMARY KEY REFERENCES document (id)
) STRICT;

INSERT INTO annexes_left_unsigned (document_id)
SELECT DISTINCT document_id
FROM document_file
JOIN document ON document.id = document_id
WHERE role = 'annex_pdf' AND document.state IN ('issued', 'archived');

CREATE TRIGGER annexes_left_unsigned_is_never_changed
BEFORE UPDATE ON annexes_left_unsigned
BEGIN
    SELECT RAISE(ABORT, 'annexes_left_unsigned: append only');
END;

CREATE TRIGGER annexes_left_unsigned_is_never_deleted
BEFORE DELETE ON annexes_left_unsigned
BEGIN
    SELECT RAISE(ABORT, 'annexes_left_unsigned: append only');
END;
"""
