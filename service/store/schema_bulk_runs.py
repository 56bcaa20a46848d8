"""DDL of what a paper of the procedure will do, and of runs that make many papers at once."""

PROVIDER_ACTS = """
CREATE TABLE provider_act (
    id INTEGER PRIMARY KEY,
    document_id INTEGER NOT NULL REFERENCES document (id),
    purpose TEXT NOT NULL CHECK (purpose <> ''),
    case_id INTEGER REFERENCES provider_case (id),
    provider_id INTEGER REFERENCES provider (id),
    detail TEXT NOT NULL DEFAULT '{}' CHECK (json_valid(detail)),
    created_at TEXT NOT NULL,
    settled_at TEXT,
    CHECK ((case_id IS NULL) <> (provider_id IS NULL))
) STRICT;

CREATE UNIQUE INDEX provider_act_once
ON provider_act (document_id, purpose, COALESCE(case_id, 0), COALESCE(provider_id, 0));

CREATE TRIGGER provider_act_is_settled_once
BEFORE UPDATE ON provider_act
WHEN OLD.settled_at IS NOT NULL OR NEW.settled_at IS NULL OR OLD.id <> NEW.id
    OR OLD.document_id <> NEW.document_id OR OLD.purpose <> NEW.purpose
    OR OLD.case_id IS NOT NEW.case_id OR OLD.provider_id IS NOT NEW.provider_id
    OR OLD.detail <> NEW.detail OR OLD.created_at <> NEW.created_at
BEGIN
    SELECT RAISE(ABORT, 'provider_act: append only');
END;

CREATE TRIGGER provider_act_is_never_deleted
BEFORE DELETE ON provider_act
BEGIN
    SELECT RAISE(ABORT, 'provider_act: append only');
END;
"""

BULK_RUNS = """
CREATE TABLE bulk_run (
    id INTEGER PRIMARY KEY,
    purpose TEXT NOT NULL CHECK (purpose <> ''),
    title TEXT NOT NULL,
    given TEXT NOT NULL DEFAULT '{}' CHECK (json_valid(given)),
    law_day TEXT NOT NULL,
    stopped INTEGER NOT NULL DEFAULT 0 CHECK (stopped IN (0, 1)),
    created_by INTEGER NOT NULL REFERENCES person (id),
    unit_id INTEGER NOT NULL REFERENCES unit (id),
    created_at TEXT NOT NULL
) STRICT;

CREATE TABLE bulk_row (
    id INTEGER PRIMARY KEY,
    run_id INTEGER NOT NULL REFERENCES bulk_run (id),
    place INTEGER NOT NULL CHECK (place >= 1),
    label TEXT NOT NULL,
    case_id INTEGER REFERENCES provider_case (id),
    provider_id INTEGER REFERENCES provider (id),
    given TEXT NOT NULL DEFAULT '{}' CHECK (json_valid(given)),
    state TEXT NOT NULL DEFAULT 'waiting' CHECK (state IN ('waiting', 'done', 'failed')),
    message TEXT NOT NULL DEFAULT '',
    document_id INTEGER REFERENCES document (id),
    docx_sha256 TEXT REFERENCES file (sha256),
    pdf_sha256 TEXT REFERENCES file (sha256),
    settled_at TEXT,
    UNIQUE (run_id, place),
    CHECK (state <> 'done' OR (document_id IS NOT NULL AND pdf_sha256 IS NOT NULL)),
    CHECK (state <> 'failed' OR message <> '')
) STRICT;

CREATE INDEX bulk_row_by_state ON bulk_row (run_id, state, place);

CREATE TRIGGER bulk_run_is_never_deleted
BEFORE DELETE ON bulk_run
BEGIN
    SELECT RAISE(ABORT, 'bulk_run: never deleted');
END;

CREATE TRIGGER bulk_row_is_never_deleted
BEFORE DELETE ON bulk_row
BEGIN
    SELECT RAISE(ABORT, 'bulk_row: never deleted');
END;
"""
