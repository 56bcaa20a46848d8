"""DDL of the trust store: certificates and revocation lists with who installed and withdrew
them, hosts that may be asked; the level of new signatures; later revisions of signed files."""

TRUST = """
CREATE TABLE trust_item (
    id INTEGER PRIMARY KEY,
    kind TEXT NOT NULL CHECK (kind IN ('anchor', 'intermediate', 'list')),
    sha256 TEXT NOT NULL REFERENCES file (sha256),
    facts TEXT NOT NULL CHECK (json_valid(facts)),
    installed_by INTEGER NOT NULL REFERENCES person (id),
    installed_at TEXT NOT NULL,
    withdrawn_by INTEGER REFERENCES person (id),
    withdrawn_at TEXT,
    reason TEXT NOT NULL DEFAULT '',
    CHECK ((withdrawn_at IS NULL) = (withdrawn_by IS NULL)),
    CHECK ((withdrawn_at IS NULL) = (reason = ''))
) STRICT;

CREATE UNIQUE INDEX trust_item_in_use ON trust_item (sha256) WHERE withdrawn_at IS NULL;

CREATE TRIGGER trust_item_is_only_withdrawn
BEFORE UPDATE ON trust_item
WHEN OLD.withdrawn_at IS NOT NULL
    OR (OLD.id, OLD.kind, OLD.sha256, OLD.facts, OLD.installed_by, OLD.installed_at)
    IS NOT (NEW.id, NEW.kind, NEW.sha256, NEW.facts, NEW.installed_by, NEW.installed_at)
BEGIN
    SELECT RAISE(ABORT, 'trust_item: append only');
END;

CREATE TRIGGER trust_item_is_never_deleted
BEFORE DELETE ON trust_item
BEGIN
    SELECT RAISE(ABORT, 'trust_item: append only');
END;

CREATE TABLE trust_hosts (
    id INTEGER PRIMARY KEY CHECK (id = 1),
    hosts TEXT NOT NULL CHECK (json_valid(hosts))
) STRICT;

ALTER TABLE signing_policy ADD COLUMN level TEXT NOT NULL DEFAULT 'B-B'
    CHECK (level IN ('B-B', 'B-T', 'B-LT', 'B-LTA'));
ALTER TABLE signing_policy ADD COLUMN timestamp_url TEXT NOT NULL DEFAULT ''
    CHECK (level = 'B-B' OR timestamp_url <> '');

CREATE TABLE signed_revision (
    file_id INTEGER PRIMARY KEY REFERENCES document_file (id),
    replaces_id INTEGER NOT NULL UNIQUE REFERENCES document_file (id),
    why TEXT NOT NULL CHECK (why IN ('strengthened', 'renewed', 'corrected')),
    reason TEXT NOT NULL DEFAULT '',
    made_by INTEGER REFERENCES person (id),
    made_at TEXT NOT NULL,
    CHECK ((why = 'corrected') = (made_by IS NOT NULL)),
    CHECK ((why = 'corrected') = (reason <> ''))
) STRICT;

CREATE TRIGGER signed_revision_is_never_changed
BEFORE UPDATE ON signed_revision
BEGIN
    SELECT RAISE(ABORT, 'signed_revision: append only');
END;

CREATE TRIGGER signed_revision_is_never_deleted
BEFORE DELETE ON signed_revision
BEGIN
    SELECT RAISE(ABORT, 'signed_revision: append only');
END;
"""
