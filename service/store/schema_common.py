"""DDL for things that are no outgoing paper: their jobs and events; and further files of a paper.

A table that others refer to is emptied, made anew under its name and filled again; the deferred
foreign keys hold once its rows are back.
"""

JOBS_AND_TOPICS = """
ALTER TABLE event ADD COLUMN topic TEXT NOT NULL DEFAULT '';

CREATE INDEX event_by_topic ON event (topic, id) WHERE topic <> '';

CREATE TABLE job_wider (
    id INTEGER PRIMARY KEY,
    name TEXT NOT NULL,
    key TEXT NOT NULL UNIQUE,
    document_id INTEGER REFERENCES document (id),
    entry_id INTEGER REFERENCES register_entry (id),
    payload TEXT NOT NULL DEFAULT '{}' CHECK (json_valid(payload)),
    state TEXT NOT NULL DEFAULT 'waiting' CHECK (state IN ('waiting', 'running', 'done', 'failed')),
    attempts INTEGER NOT NULL DEFAULT 0,
    run_after TEXT NOT NULL,
    worker TEXT,
    message TEXT NOT NULL DEFAULT '',
    created_at TEXT NOT NULL,
    finished_at TEXT,
    CHECK ((state = 'running') = (worker IS NOT NULL))
) STRICT;

INSERT INTO job_wider
    (id, name, key, document_id, entry_id, state, attempts, run_after, worker, message,
     created_at, finished_at)
SELECT id, name, key, document_id, entry_id, state, attempts, run_after, worker, message,
    created_at, finished_at
FROM job;

DROP TABLE job;

ALTER TABLE job_wider RENAME TO job;

CREATE INDEX job_to_run ON job (run_after) WHERE state = 'waiting';
CREATE INDEX job_running ON job (worker) WHERE state = 'running';
CREATE INDEX job_failed ON job (document_id) WHERE state = 'failed';
"""

FILES_OF_A_PAPER = """
PRAGMA defer_foreign_keys = ON;

CREATE TEMP TABLE document_file_kept AS SELECT * FROM document_file;

DROP TABLE document_file;

CREATE TABLE document_file (
    id INTEGER PRIMARY KEY,
    document_id INTEGER NOT NULL REFERENCES document (id),
    role TEXT NOT NULL CHECK (role IN (
        'docx', 'pdf', 'source', 'to_sign', 'signed', 'sealed', 'scan', 'evidence',
        'annex_docx', 'annex_pdf'
    )),
    part INTEGER NOT NULL DEFAULT 0 CHECK (part >= 0),
    revision INTEGER NOT NULL CHECK (revision >= 1),
    sha256 TEXT NOT NULL REFERENCES file (sha256),
    name TEXT NOT NULL,
    entry_id INTEGER REFERENCES register_entry (id),
    created_at TEXT NOT NULL,
    UNIQUE (document_id, role, part, revision),
    UNIQUE (entry_id, role, part),
    CHECK (role NOT IN ('sealed', 'annex_docx', 'annex_pdf') OR entry_id IS NOT NULL)
) STRICT;

INSERT INTO document_file
    (id, document_id, role, revision, sha256, name, entry_id, created_at)
SELECT id, document_id, role, revision, sha256, name, entry_id, created_at
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
"""
