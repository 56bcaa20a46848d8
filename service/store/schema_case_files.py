"""DDL of case files: the list of the year, files, what lies in them, closing, hand-over
(NĐ 30/2020, Điều 28–31, Phụ lục V)."""

CASE_FILES = """
CREATE TABLE case_list (
    year INTEGER PRIMARY KEY CHECK (year BETWEEN 1945 AND 9999),
    by_heading INTEGER NOT NULL DEFAULT 0 CHECK (by_heading IN (0, 1)),
    organ_id TEXT NOT NULL DEFAULT '',
    decision TEXT NOT NULL DEFAULT '',
    created_by INTEGER NOT NULL REFERENCES person (id),
    created_at TEXT NOT NULL
) STRICT;

CREATE TABLE case_heading (
    id INTEGER PRIMARY KEY,
    year INTEGER NOT NULL REFERENCES case_list (year),
    parent_id INTEGER REFERENCES case_heading (id),
    place INTEGER NOT NULL CHECK (place >= 1),
    name TEXT NOT NULL CHECK (name <> ''),
    symbol TEXT NOT NULL DEFAULT '',
    CHECK ((parent_id IS NULL) = (symbol <> ''))
) STRICT;

CREATE INDEX case_heading_by_year ON case_heading (year, place);

CREATE TABLE case_plan (
    id INTEGER PRIMARY KEY,
    year INTEGER NOT NULL REFERENCES case_list (year),
    heading_id INTEGER NOT NULL REFERENCES case_heading (id),
    number INTEGER NOT NULL CHECK (number >= 1),
    notation TEXT NOT NULL CHECK (notation <> ''),
    title TEXT NOT NULL CHECK (title <> ''),
    retention_years INTEGER CHECK (retention_years BETWEEN 1 AND 70),
    keeper_id INTEGER NOT NULL REFERENCES person (id),
    note TEXT NOT NULL DEFAULT '',
    UNIQUE (year, notation)
) STRICT;

CREATE TABLE case_handover (
    id INTEGER PRIMARY KEY,
    handed_on TEXT NOT NULL,
    giver TEXT NOT NULL CHECK (giver <> ''),
    giver_post TEXT NOT NULL DEFAULT '',
    receiver TEXT NOT NULL CHECK (receiver <> ''),
    receiver_post TEXT NOT NULL DEFAULT '',
    ground TEXT NOT NULL DEFAULT '',
    condition TEXT NOT NULL DEFAULT '',
    made_by INTEGER NOT NULL REFERENCES person (id),
    made_at TEXT NOT NULL
) STRICT;

CREATE TABLE case_file (
    id INTEGER PRIMARY KEY,
    organ_id TEXT NOT NULL DEFAULT '',
    year INTEGER NOT NULL CHECK (year BETWEEN 1945 AND 9999),
    notation TEXT NOT NULL CHECK (notation <> ''),
    title TEXT NOT NULL CHECK (title <> ''),
    retention_years INTEGER CHECK (retention_years BETWEEN 1 AND 70),
    rights TEXT NOT NULL DEFAULT '',
    creator TEXT NOT NULL CHECK (creator <> ''),
    keeper_id INTEGER REFERENCES person (id),
    unit_id INTEGER NOT NULL REFERENCES unit (id),
    plan_id INTEGER UNIQUE REFERENCES case_plan (id),
    language TEXT NOT NULL DEFAULT 'Tiếng Việt',
    note TEXT NOT NULL DEFAULT '',
    construction INTEGER NOT NULL DEFAULT 0 CHECK (construction IN (0, 1)),
    started_on TEXT NOT NULL
        CHECK (started_on GLOB '[0-9][0-9][0-9][0-9]-[0-9][0-9]-[0-9][0-9]'),
    ended_on TEXT CHECK (ended_on GLOB '[0-9][0-9][0-9][0-9]-[0-9][0-9]-[0-9][0-9]'),
    state TEXT NOT NULL DEFAULT 'open' CHECK (state IN ('open', 'closed', 'handed_over')),
    handover_id INTEGER REFERENCES case_handover (id),
    imported_sha256 TEXT NOT NULL DEFAULT '',
    created_by INTEGER NOT NULL REFERENCES person (id),
    created_at TEXT NOT NULL,
    UNIQUE (organ_id, year, notation),
    CHECK ((state = 'handed_over') = (handover_id IS NOT NULL)),
    CHECK (state = 'open' OR ended_on IS NOT NULL),
    CHECK (ended_on IS NULL OR ended_on >= started_on)
) STRICT;

CREATE INDEX case_file_by_year ON case_file (year, notation);
CREATE INDEX case_file_by_unit ON case_file (unit_id, state);

CREATE TRIGGER case_file_is_frozen_when_closed
BEFORE UPDATE ON case_file
WHEN OLD.id <> NEW.id OR OLD.organ_id <> NEW.organ_id OR OLD.created_at <> NEW.created_at
    OR (OLD.state <> 'open' AND (
        OLD.year <> NEW.year OR OLD.notation <> NEW.notation OR OLD.title <> NEW.title
        OR OLD.retention_years IS NOT NEW.retention_years OR OLD.rights <> NEW.rights
        OR OLD.creator <> NEW.creator OR OLD.keeper_id IS NOT NEW.keeper_id
        OR OLD.language <> NEW.language OR OLD.note <> NEW.note
        OR OLD.started_on <> NEW.started_on
    ))
    OR (OLD.state = 'handed_over')
BEGIN
    SELECT RAISE(ABORT, 'case_file: closed');
END;

CREATE TRIGGER case_file_is_never_deleted
BEFORE DELETE ON case_file
BEGIN
    SELECT RAISE(ABORT, 'case_file: append only');
END;

CREATE TABLE case_item (
    id INTEGER PRIMARY KEY,
    case_id INTEGER NOT NULL REFERENCES case_file (id),
    topic TEXT NOT NULL CHECK (topic GLOB '[a-z]*/[0-9]*'),
    dated TEXT NOT NULL DEFAULT '',
    described TEXT CHECK (described IS NULL OR json_valid(described)),
    added_by INTEGER NOT NULL REFERENCES person (id),
    added_at TEXT NOT NULL,
    removed_by INTEGER REFERENCES person (id),
    removed_at TEXT,
    removed_reason TEXT NOT NULL DEFAULT '',
    CHECK ((removed_at IS NULL) = (removed_by IS NULL)),
    CHECK ((removed_at IS NULL) = (removed_reason = ''))
) STRICT;

CREATE UNIQUE INDEX case_item_once ON case_item (case_id, topic) WHERE removed_at IS NULL;
CREATE INDEX case_item_by_topic ON case_item (topic);

CREATE TRIGGER case_item_joins_an_open_file
BEFORE INSERT ON case_item
WHEN (SELECT state FROM case_file WHERE id = NEW.case_id) <> 'open'
BEGIN
    SELECT RAISE(ABORT, 'case_item: the file is closed');
END;

CREATE TRIGGER case_item_only_leaves_an_open_file
BEFORE UPDATE ON case_item
WHEN OLD.id <> NEW.id OR OLD.case_id <> NEW.case_id OR OLD.topic <> NEW.topic
    OR OLD.dated <> NEW.dated OR OLD.described IS NOT NEW.described
    OR OLD.added_by <> NEW.added_by OR OLD.added_at <> NEW.added_at
    OR OLD.removed_at IS NOT NULL
    OR (SELECT state FROM case_file WHERE id = OLD.case_id) <> 'open'
BEGIN
    SELECT RAISE(ABORT, 'case_item: only leaves an open file');
END;

CREATE TRIGGER case_item_is_never_deleted
BEFORE DELETE ON case_item
BEGIN
    SELECT RAISE(ABORT, 'case_item: append only');
END;

CREATE TABLE case_closing (
    id INTEGER PRIMARY KEY,
    case_id INTEGER NOT NULL REFERENCES case_file (id),
    contents TEXT NOT NULL CHECK (json_valid(contents)),
    closed_by INTEGER NOT NULL REFERENCES person (id),
    closed_at TEXT NOT NULL,
    reopened_by INTEGER REFERENCES person (id),
    reopened_at TEXT,
    reason TEXT NOT NULL DEFAULT '',
    CHECK ((reopened_at IS NULL) = (reopened_by IS NULL)),
    CHECK ((reopened_at IS NULL) = (reason = ''))
) STRICT;

CREATE UNIQUE INDEX case_closing_one_live ON case_closing (case_id) WHERE reopened_at IS NULL;

CREATE TRIGGER case_closing_only_reopens
BEFORE UPDATE ON case_closing
WHEN OLD.reopened_at IS NOT NULL OR NEW.reopened_at IS NULL OR OLD.id <> NEW.id
    OR OLD.case_id <> NEW.case_id OR OLD.contents <> NEW.contents
    OR OLD.closed_by <> NEW.closed_by OR OLD.closed_at <> NEW.closed_at
BEGIN
    SELECT RAISE(ABORT, 'case_closing: append only');
END;

CREATE TRIGGER case_closing_is_never_deleted
BEFORE DELETE ON case_closing
BEGIN
    SELECT RAISE(ABORT, 'case_closing: append only');
END;

CREATE TABLE case_grant (
    id INTEGER PRIMARY KEY,
    case_id INTEGER NOT NULL REFERENCES case_file (id),
    unit_id INTEGER NOT NULL REFERENCES unit (id),
    granted_by INTEGER NOT NULL REFERENCES person (id),
    granted_at TEXT NOT NULL,
    revoked_by INTEGER REFERENCES person (id),
    revoked_at TEXT,
    CHECK ((revoked_at IS NULL) = (revoked_by IS NULL))
) STRICT;

CREATE UNIQUE INDEX case_grant_once ON case_grant (case_id, unit_id) WHERE revoked_at IS NULL;
"""
