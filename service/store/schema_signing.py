"""DDL of signing: the agency's order, signatures as rows of their own, signatures under way
elsewhere with their one-time links, and keys that the service keeps."""

SIGNING = """
CREATE TABLE signing_policy (
    id INTEGER PRIMARY KEY CHECK (id = 1),
    number_order TEXT NOT NULL CHECK (number_order IN ('number_first', 'sign_first')),
    digital INTEGER NOT NULL CHECK (digital IN (0, 1))
) STRICT;

ALTER TABLE document ADD COLUMN number_order TEXT NOT NULL DEFAULT 'number_first'
    CHECK (number_order IN ('number_first', 'sign_first'));

CREATE TABLE signature (
    id INTEGER PRIMARY KEY,
    document_id INTEGER NOT NULL REFERENCES document (id),
    step TEXT NOT NULL CHECK (step IN ('person', 'seal')),
    method TEXT NOT NULL CHECK (method IN (
        'stored-key', 'token', 'remote', 'desktop', 'external', 'wet-ink'
    )),
    base_file_id INTEGER NOT NULL REFERENCES document_file (id),
    parent_sha256 TEXT NOT NULL REFERENCES file (sha256),
    sha256 TEXT NOT NULL REFERENCES file (sha256),
    facts TEXT NOT NULL CHECK (json_valid(facts)),
    verdict TEXT NOT NULL CHECK (verdict IN ('valid', 'review', 'ink')),
    reason TEXT NOT NULL DEFAULT '',
    signed_by INTEGER NOT NULL REFERENCES person (id),
    signed_at TEXT NOT NULL,
    UNIQUE (base_file_id, step),
    CHECK (verdict <> 'review' OR reason <> ''),
    CHECK ((verdict = 'ink') = (method = 'wet-ink'))
) STRICT;

CREATE INDEX signature_of_document ON signature (document_id, step);

CREATE TRIGGER signature_is_never_changed
BEFORE UPDATE ON signature
BEGIN
    SELECT RAISE(ABORT, 'signature: append only');
END;

CREATE TRIGGER signature_is_never_deleted
BEFORE DELETE ON signature
BEGIN
    SELECT RAISE(ABORT, 'signature: append only');
END;

CREATE TABLE signing_session (
    id INTEGER PRIMARY KEY,
    document_id INTEGER NOT NULL REFERENCES document (id),
    step TEXT NOT NULL CHECK (step IN ('person', 'seal')),
    method TEXT NOT NULL CHECK (method IN ('remote', 'desktop')),
    state TEXT NOT NULL CHECK (state IN ('prepared', 'waiting', 'finished', 'failed', 'expired')),
    parent_sha256 TEXT NOT NULL REFERENCES file (sha256),
    pdf_sha256 TEXT NOT NULL REFERENCES file (sha256),
    row TEXT NOT NULL CHECK (json_valid(row)),
    service_order TEXT NOT NULL DEFAULT '',
    message TEXT NOT NULL DEFAULT '',
    begun_by INTEGER NOT NULL REFERENCES person (id),
    begun_at TEXT NOT NULL,
    expires_at TEXT NOT NULL,
    ended_at TEXT,
    CHECK ((state IN ('prepared', 'waiting')) = (ended_at IS NULL))
) STRICT;

CREATE UNIQUE INDEX signing_session_open ON signing_session (document_id, step)
    WHERE state IN ('prepared', 'waiting');

CREATE TABLE tool_link (
    token_sha256 TEXT PRIMARY KEY CHECK (length(token_sha256) = 64),
    session_id INTEGER NOT NULL REFERENCES signing_session (id),
    purpose TEXT NOT NULL CHECK (purpose IN ('download', 'upload')),
    expires_at TEXT NOT NULL,
    used_at TEXT
) STRICT;

CREATE TABLE held_key (
    id INTEGER PRIMARY KEY,
    person_id INTEGER REFERENCES person (id),
    data TEXT,
    facts TEXT NOT NULL CHECK (json_valid(facts)),
    added_by INTEGER NOT NULL REFERENCES person (id),
    added_at TEXT NOT NULL,
    removed_by INTEGER REFERENCES person (id),
    removed_at TEXT,
    CHECK ((data IS NULL) = (removed_at IS NOT NULL))
) STRICT;

CREATE UNIQUE INDEX held_key_of_owner ON held_key (COALESCE(person_id, 0))
    WHERE removed_at IS NULL;

CREATE TABLE wrong_passphrase (
    id INTEGER PRIMARY KEY,
    key_id INTEGER NOT NULL REFERENCES held_key (id),
    person_id INTEGER NOT NULL REFERENCES person (id),
    at TEXT NOT NULL
) STRICT;

CREATE INDEX wrong_passphrase_of_key ON wrong_passphrase (key_id, at);
"""
