"""DDL of exports of whole case files, of files kept back beyond their day (NĐ 30/2020, Điều 31,
khoản 3, điểm d), and of the agency's identifier (Phụ lục VI, OrganId)."""

CASE_EXPORTS = """
CREATE TABLE case_export (
    id INTEGER PRIMARY KEY,
    case_id INTEGER NOT NULL REFERENCES case_file (id),
    asked_by INTEGER NOT NULL REFERENCES person (id),
    asked_at TEXT NOT NULL,
    total INTEGER NOT NULL CHECK (total >= 1),
    done INTEGER NOT NULL DEFAULT 0 CHECK (done >= 0),
    name TEXT NOT NULL DEFAULT '',
    mark TEXT NOT NULL DEFAULT '' CHECK (mark = '' OR length(mark) = 64),
    topics TEXT NOT NULL DEFAULT '[]' CHECK (json_valid(topics)),
    sha256 TEXT REFERENCES file (sha256),
    made_at TEXT,
    CHECK ((sha256 IS NULL) = (made_at IS NULL)),
    CHECK ((sha256 IS NULL) = (mark = ''))
) STRICT;

CREATE INDEX case_export_by_case ON case_export (case_id, id);
CREATE UNIQUE INDEX case_export_one_unmade ON case_export (case_id) WHERE sha256 IS NULL;

CREATE TRIGGER case_export_is_made_once
BEFORE UPDATE ON case_export
WHEN OLD.sha256 IS NOT NULL OR OLD.id <> NEW.id OR OLD.case_id <> NEW.case_id
BEGIN
    SELECT RAISE(ABORT, 'case_export: made once');
END;

CREATE TRIGGER case_export_is_never_deleted
BEFORE DELETE ON case_export
BEGIN
    SELECT RAISE(ABORT, 'case_export: append only');
END;

CREATE TABLE case_keeping (
    id INTEGER PRIMARY KEY,
    allowed_by TEXT NOT NULL CHECK (allowed_by <> ''),
    allowed_post TEXT NOT NULL DEFAULT '',
    consent TEXT NOT NULL CHECK (consent <> ''),
    reason TEXT NOT NULL CHECK (reason <> ''),
    kept_until TEXT NOT NULL
        CHECK (kept_until GLOB '[0-9][0-9][0-9][0-9]-[0-9][0-9]-[0-9][0-9]'),
    made_by INTEGER NOT NULL REFERENCES person (id),
    made_at TEXT NOT NULL
) STRICT;

CREATE TRIGGER case_keeping_is_never_changed
BEFORE UPDATE ON case_keeping
BEGIN
    SELECT RAISE(ABORT, 'case_keeping: append only');
END;

CREATE TRIGGER case_keeping_is_never_deleted
BEFORE DELETE ON case_keeping
BEGIN
    SELECT RAISE(ABORT, 'case_keeping: append only');
END;

CREATE TABLE case_kept (
    id INTEGER PRIMARY KEY,
    keeping_id INTEGER NOT NULL REFERENCES case_keeping (id),
    case_id INTEGER NOT NULL REFERENCES case_file (id),
    due_on TEXT NOT NULL CHECK (due_on GLOB '[0-9][0-9][0-9][0-9]-[0-9][0-9]-[0-9][0-9]'),
    ended_by INTEGER REFERENCES person (id),
    ended_at TEXT,
    end_reason TEXT NOT NULL DEFAULT '',
    UNIQUE (keeping_id, case_id),
    CHECK ((ended_at IS NULL) = (ended_by IS NULL)),
    CHECK ((ended_at IS NULL) = (end_reason = ''))
) STRICT;

CREATE INDEX case_kept_by_case ON case_kept (case_id) WHERE ended_at IS NULL;

CREATE TRIGGER case_kept_is_for_a_closed_file
BEFORE INSERT ON case_kept
WHEN (SELECT state FROM case_file WHERE id = NEW.case_id) <> 'closed'
    OR (SELECT kept_until FROM case_keeping WHERE id = NEW.keeping_id) <= NEW.due_on
BEGIN
    SELECT RAISE(ABORT, 'case_kept: only closed files, beyond their day');
END;

CREATE TRIGGER case_kept_only_ends
BEFORE UPDATE ON case_kept
WHEN OLD.ended_at IS NOT NULL OR NEW.ended_at IS NULL OR OLD.id <> NEW.id
    OR OLD.keeping_id <> NEW.keeping_id OR OLD.case_id <> NEW.case_id OR OLD.due_on <> NEW.due_on
BEGIN
    SELECT RAISE(ABORT, 'case_kept: append only');
END;

CREATE TRIGGER case_kept_is_never_deleted
BEFORE DELETE ON case_kept
BEGIN
    SELECT RAISE(ABORT, 'case_kept: append only');
END;
"""

ORGAN_ID = """
ALTER TABLE agency ADD COLUMN organ_id TEXT NOT NULL DEFAULT '' CHECK (length(organ_id) <= 35);
"""
