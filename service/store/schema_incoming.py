"""DDL of incoming papers, their tasks and calendar addresses (NĐ 30/2020, Điều 20–24)."""

INCOMING = """
CREATE TABLE incoming_year (
    year INTEGER PRIMARY KEY CHECK (year BETWEEN 1945 AND 9999),
    last_number INTEGER NOT NULL CHECK (last_number >= 1)
) STRICT;

CREATE TRIGGER incoming_year_only_counts_on
BEFORE UPDATE ON incoming_year
WHEN NEW.year <> OLD.year OR NEW.last_number <> OLD.last_number + 1
BEGIN
    SELECT RAISE(ABORT, 'incoming_year: counts on by one');
END;

CREATE TRIGGER incoming_year_is_never_deleted
BEFORE DELETE ON incoming_year
BEGIN
    SELECT RAISE(ABORT, 'incoming_year: append only');
END;

CREATE TABLE incoming (
    id INTEGER PRIMARY KEY,
    year INTEGER NOT NULL REFERENCES incoming_year (year),
    number INTEGER NOT NULL CHECK (number >= 1),
    arrived_on TEXT NOT NULL
        CHECK (arrived_on GLOB '[0-9][0-9][0-9][0-9]-[0-9][0-9]-[0-9][0-9]'),
    arrived_at TEXT NOT NULL,
    state TEXT NOT NULL DEFAULT 'registered'
        CHECK (state IN ('registered', 'assigned', 'done', 'void')),
    superior TEXT NOT NULL DEFAULT '',
    agency TEXT NOT NULL CHECK (agency <> ''),
    code_number TEXT NOT NULL DEFAULT '',
    notation TEXT NOT NULL DEFAULT '',
    issued TEXT NOT NULL DEFAULT '',
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
    medium TEXT NOT NULL CHECK (medium IN ('electronic', 'paper')),
    note TEXT NOT NULL DEFAULT '',
    due_on TEXT CHECK (due_on GLOB '[0-9][0-9][0-9][0-9]-[0-9][0-9]-[0-9][0-9]'),
    duplicate_key TEXT NOT NULL DEFAULT '',
    duplicate_of INTEGER REFERENCES incoming (id),
    duplicate_reason TEXT NOT NULL DEFAULT '',
    void_reason TEXT NOT NULL DEFAULT '',
    result TEXT NOT NULL DEFAULT '',
    done_at TEXT,
    search_key TEXT NOT NULL,
    created_by INTEGER NOT NULL REFERENCES person (id),
    created_at TEXT NOT NULL,
    UNIQUE (year, number),
    CHECK (CAST(substr(arrived_on, 1, 4) AS INTEGER) = year),
    CHECK ((state = 'void') = (void_reason <> '')),
    CHECK ((state = 'done') = (done_at IS NOT NULL)),
    CHECK ((duplicate_of IS NULL) = (duplicate_reason = ''))
) STRICT;

CREATE INDEX incoming_by_duplicate_key ON incoming (duplicate_key) WHERE duplicate_key <> '';
CREATE INDEX incoming_by_state ON incoming (state, due_on);
CREATE INDEX incoming_by_arrival ON incoming (arrived_on);

CREATE TRIGGER incoming_follows_the_last
BEFORE INSERT ON incoming
WHEN NEW.number <> COALESCE((SELECT MAX(number) + 1 FROM incoming WHERE year = NEW.year), 1)
BEGIN
    SELECT RAISE(ABORT, 'incoming: number out of order');
END;

CREATE TRIGGER incoming_does_not_arrive_before_the_last
BEFORE INSERT ON incoming
WHEN NEW.arrived_on < (
    SELECT arrived_on FROM incoming WHERE year = NEW.year ORDER BY number DESC LIMIT 1
)
BEGIN
    SELECT RAISE(ABORT, 'incoming: date out of order');
END;

CREATE TRIGGER incoming_keeps_its_number
BEFORE UPDATE ON incoming
WHEN OLD.id <> NEW.id OR OLD.year <> NEW.year OR OLD.number <> NEW.number
    OR OLD.arrived_on <> NEW.arrived_on OR OLD.arrived_at <> NEW.arrived_at
    OR OLD.created_by <> NEW.created_by OR OLD.created_at <> NEW.created_at
    OR OLD.state = 'void'
BEGIN
    SELECT RAISE(ABORT, 'incoming: number and arrival are fixed');
END;

CREATE TRIGGER incoming_is_never_deleted
BEFORE DELETE ON incoming
BEGIN
    SELECT RAISE(ABORT, 'incoming: append only');
END;

CREATE TABLE incoming_file (
    id INTEGER PRIMARY KEY,
    incoming_id INTEGER NOT NULL REFERENCES incoming (id),
    sha256 TEXT NOT NULL REFERENCES file (sha256),
    name TEXT NOT NULL CHECK (name <> ''),
    signed INTEGER NOT NULL CHECK (signed IN (0, 1)),
    proposal TEXT NOT NULL DEFAULT '{}' CHECK (json_valid(proposal)),
    created_at TEXT NOT NULL,
    UNIQUE (incoming_id, sha256)
) STRICT;

CREATE INDEX incoming_file_by_hash ON incoming_file (sha256);

CREATE TRIGGER incoming_file_is_never_changed
BEFORE UPDATE ON incoming_file
BEGIN
    SELECT RAISE(ABORT, 'incoming_file: append only');
END;

CREATE TRIGGER incoming_file_is_never_deleted
BEFORE DELETE ON incoming_file
BEGIN
    SELECT RAISE(ABORT, 'incoming_file: append only');
END;

CREATE TABLE incoming_assignment (
    id INTEGER PRIMARY KEY,
    incoming_id INTEGER NOT NULL REFERENCES incoming (id),
    part TEXT NOT NULL CHECK (part IN ('lead', 'cooperate')),
    unit_id INTEGER NOT NULL REFERENCES unit (id),
    person_id INTEGER REFERENCES person (id),
    assigned_by INTEGER NOT NULL REFERENCES person (id),
    assigned_at TEXT NOT NULL,
    ended_at TEXT
) STRICT;

CREATE INDEX incoming_assignment_by_paper ON incoming_assignment (incoming_id);
CREATE INDEX incoming_assignment_by_unit ON incoming_assignment (unit_id, incoming_id);
CREATE UNIQUE INDEX incoming_assignment_one_lead
ON incoming_assignment (incoming_id) WHERE part = 'lead' AND ended_at IS NULL;

CREATE TRIGGER incoming_assignment_only_ends
BEFORE UPDATE ON incoming_assignment
WHEN OLD.ended_at IS NOT NULL OR NEW.ended_at IS NULL OR OLD.id <> NEW.id
    OR OLD.incoming_id <> NEW.incoming_id OR OLD.part <> NEW.part OR OLD.unit_id <> NEW.unit_id
    OR OLD.person_id IS NOT NEW.person_id OR OLD.assigned_by <> NEW.assigned_by
    OR OLD.assigned_at <> NEW.assigned_at
BEGIN
    SELECT RAISE(ABORT, 'incoming_assignment: append only');
END;

CREATE TRIGGER incoming_assignment_is_never_deleted
BEFORE DELETE ON incoming_assignment
BEGIN
    SELECT RAISE(ABORT, 'incoming_assignment: append only');
END;

CREATE TABLE incoming_step (
    id INTEGER PRIMARY KEY,
    incoming_id INTEGER NOT NULL REFERENCES incoming (id),
    kind TEXT NOT NULL CHECK (kind IN ('leader', 'unit', 'proposal', 'progress', 'result')),
    text TEXT NOT NULL CHECK (text <> ''),
    due_on TEXT,
    person_id INTEGER NOT NULL REFERENCES person (id),
    at TEXT NOT NULL
) STRICT;

CREATE INDEX incoming_step_by_paper ON incoming_step (incoming_id, id);

CREATE TRIGGER incoming_step_is_never_changed
BEFORE UPDATE ON incoming_step
BEGIN
    SELECT RAISE(ABORT, 'incoming_step: append only');
END;

CREATE TRIGGER incoming_step_is_never_deleted
BEFORE DELETE ON incoming_step
BEGIN
    SELECT RAISE(ABORT, 'incoming_step: append only');
END;

CREATE TABLE incoming_answer (
    incoming_id INTEGER NOT NULL REFERENCES incoming (id),
    document_id INTEGER NOT NULL REFERENCES document (id),
    linked_by INTEGER NOT NULL REFERENCES person (id),
    linked_at TEXT NOT NULL,
    PRIMARY KEY (incoming_id, document_id)
) STRICT;

CREATE INDEX incoming_answer_by_document ON incoming_answer (document_id);

CREATE TABLE task (
    id INTEGER PRIMARY KEY,
    incoming_id INTEGER REFERENCES incoming (id),
    document_id INTEGER REFERENCES document (id),
    text TEXT NOT NULL CHECK (text <> ''),
    unit_name TEXT NOT NULL DEFAULT '',
    unit_id INTEGER REFERENCES unit (id),
    due_on TEXT CHECK (due_on GLOB '[0-9][0-9][0-9][0-9]-[0-9][0-9]-[0-9][0-9]'),
    done_at TEXT,
    done_by INTEGER REFERENCES person (id),
    done_note TEXT NOT NULL DEFAULT '',
    created_by INTEGER REFERENCES person (id),
    created_at TEXT NOT NULL,
    CHECK (incoming_id IS NULL OR document_id IS NULL),
    CHECK ((done_at IS NULL) = (done_by IS NULL))
) STRICT;

CREATE INDEX task_open ON task (due_on) WHERE done_at IS NULL;
CREATE INDEX task_by_incoming ON task (incoming_id) WHERE incoming_id IS NOT NULL;
CREATE INDEX task_by_document ON task (document_id) WHERE document_id IS NOT NULL;

CREATE TRIGGER task_is_never_deleted
BEFORE DELETE ON task
BEGIN
    SELECT RAISE(ABORT, 'task: append only');
END;

CREATE TABLE calendar_address (
    id INTEGER PRIMARY KEY,
    person_id INTEGER NOT NULL REFERENCES person (id),
    secret_hash TEXT NOT NULL UNIQUE CHECK (length(secret_hash) = 64),
    created_at TEXT NOT NULL,
    revoked_at TEXT
) STRICT;

CREATE UNIQUE INDEX calendar_address_one_live_per_person
ON calendar_address (person_id) WHERE revoked_at IS NULL;
"""
