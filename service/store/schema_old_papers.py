"""DDL of papers of earlier years, their own search, and the runs that take them over."""

OLD_PAPERS = """
CREATE TABLE old_paper (
    id INTEGER PRIMARY KEY,
    direction TEXT NOT NULL CHECK (direction IN ('outgoing', 'incoming')),
    superior TEXT NOT NULL DEFAULT '',
    agency TEXT NOT NULL CHECK (agency <> ''),
    code_number TEXT NOT NULL DEFAULT '',
    notation TEXT NOT NULL DEFAULT '',
    issued TEXT NOT NULL CHECK (issued GLOB '[0-9][0-9][0-9][0-9]*'),
    place TEXT NOT NULL DEFAULT '',
    kind TEXT NOT NULL DEFAULT '',
    subject TEXT NOT NULL CHECK (subject <> ''),
    urgency TEXT NOT NULL DEFAULT '',
    addressees TEXT NOT NULL DEFAULT '[]' CHECK (json_valid(addressees)),
    recipients TEXT NOT NULL DEFAULT '[]' CHECK (json_valid(recipients)),
    signer_authority TEXT NOT NULL DEFAULT '[]' CHECK (json_valid(signer_authority)),
    signer_post TEXT NOT NULL DEFAULT '',
    signer_name TEXT NOT NULL DEFAULT '',
    page_count INTEGER NOT NULL DEFAULT 0 CHECK (page_count >= 0),
    medium TEXT NOT NULL DEFAULT 'electronic' CHECK (medium IN ('electronic', 'paper')),
    note TEXT NOT NULL DEFAULT '',
    unit_id INTEGER REFERENCES unit (id),
    origin TEXT NOT NULL CHECK (origin IN ('spreadsheet', 'read', 'typed')),
    paper_key TEXT NOT NULL DEFAULT '',
    body TEXT NOT NULL DEFAULT '',
    created_by INTEGER NOT NULL REFERENCES person (id),
    created_at TEXT NOT NULL
) STRICT;

CREATE UNIQUE INDEX old_paper_once ON old_paper (paper_key) WHERE paper_key <> '';
CREATE INDEX old_paper_by_day ON old_paper (issued, id);

CREATE TRIGGER old_paper_is_never_deleted
BEFORE DELETE ON old_paper
BEGIN
    SELECT RAISE(ABORT, 'old_paper: never deleted');
END;

CREATE TABLE old_paper_file (
    id INTEGER PRIMARY KEY,
    old_paper_id INTEGER NOT NULL REFERENCES old_paper (id),
    sha256 TEXT NOT NULL REFERENCES file (sha256),
    name TEXT NOT NULL CHECK (name <> ''),
    signed INTEGER NOT NULL DEFAULT 0 CHECK (signed IN (0, 1)),
    created_at TEXT NOT NULL,
    UNIQUE (old_paper_id, sha256)
) STRICT;

CREATE INDEX old_paper_file_by_hash ON old_paper_file (sha256);

CREATE TRIGGER old_paper_file_is_never_changed
BEFORE UPDATE ON old_paper_file
BEGIN
    SELECT RAISE(ABORT, 'old_paper_file: append only');
END;

CREATE TRIGGER old_paper_file_is_never_deleted
BEFORE DELETE ON old_paper_file
BEGIN
    SELECT RAISE(ABORT, 'old_paper_file: append only');
END;

CREATE VIRTUAL TABLE search_old USING fts5(
    reference, subject, people, body,
    subject_marked, people_marked, body_marked,
    spelling,
    tokenize = "unicode61 remove_diacritics 0"
);

CREATE TABLE import_run (
    id INTEGER PRIMARY KEY,
    name TEXT NOT NULL CHECK (name <> ''),
    source TEXT NOT NULL,
    uploaded INTEGER NOT NULL CHECK (uploaded IN (0, 1)),
    direction TEXT NOT NULL CHECK (direction IN ('outgoing', 'incoming')),
    unit_id INTEGER REFERENCES unit (id),
    has_sheet INTEGER NOT NULL CHECK (has_sheet IN (0, 1)),
    convert_codes INTEGER NOT NULL DEFAULT 0 CHECK (convert_codes IN (0, 1)),
    stopped INTEGER NOT NULL DEFAULT 0 CHECK (stopped IN (0, 1)),
    created_by INTEGER NOT NULL REFERENCES person (id),
    created_at TEXT NOT NULL
) STRICT;

CREATE TABLE import_row (
    id INTEGER PRIMARY KEY,
    run_id INTEGER NOT NULL REFERENCES import_run (id),
    place INTEGER NOT NULL CHECK (place >= 1),
    cells TEXT NOT NULL DEFAULT '{}' CHECK (json_valid(cells)),
    members TEXT NOT NULL DEFAULT '[]' CHECK (json_valid(members)),
    kept TEXT NOT NULL DEFAULT '[]' CHECK (json_valid(kept)),
    from_sheet INTEGER NOT NULL CHECK (from_sheet IN (0, 1)),
    confirmed INTEGER NOT NULL DEFAULT 0 CHECK (confirmed IN (0, 1)),
    state TEXT NOT NULL DEFAULT 'waiting'
        CHECK (state IN ('waiting', 'done', 'error', 'skipped')),
    message TEXT NOT NULL DEFAULT '',
    errors TEXT NOT NULL DEFAULT '{}' CHECK (json_valid(errors)),
    old_paper_id INTEGER REFERENCES old_paper (id),
    settled_at TEXT,
    UNIQUE (run_id, place),
    CHECK (state <> 'done' OR old_paper_id IS NOT NULL),
    CHECK (state NOT IN ('error', 'skipped') OR message <> '')
) STRICT;

CREATE INDEX import_row_by_state ON import_row (run_id, state, place);

CREATE TRIGGER import_run_is_never_deleted
BEFORE DELETE ON import_run
BEGIN
    SELECT RAISE(ABORT, 'import_run: never deleted');
END;

CREATE TRIGGER import_row_is_never_deleted
BEFORE DELETE ON import_row
BEGIN
    SELECT RAISE(ABORT, 'import_row: never deleted');
END;
"""
