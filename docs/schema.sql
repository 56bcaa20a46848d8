CREATE TABLE agency (
    id INTEGER PRIMARY KEY CHECK (id = 1),
    name TEXT NOT NULL CHECK (name <> ''),
    full_name TEXT NOT NULL CHECK (full_name <> ''),
    place TEXT NOT NULL CHECK (place <> ''),
    symbol TEXT NOT NULL CHECK (symbol <> ''),
    superior TEXT NOT NULL DEFAULT '',
    national_name TEXT NOT NULL,
    size_profile TEXT NOT NULL CHECK (size_profile IN ('small', 'large')),
    address TEXT NOT NULL DEFAULT '',
    phone TEXT NOT NULL DEFAULT '',
    email TEXT NOT NULL DEFAULT '',
    website TEXT NOT NULL DEFAULT '',
    default_recipients TEXT NOT NULL DEFAULT '[]' CHECK (json_valid(default_recipients))
) STRICT;

CREATE TABLE unit (
    id INTEGER PRIMARY KEY,
    name TEXT NOT NULL CHECK (name <> ''),
    symbol TEXT NOT NULL UNIQUE CHECK (symbol <> ''),
    active INTEGER NOT NULL DEFAULT 1 CHECK (active IN (0, 1))
) STRICT;

CREATE TABLE person (
    id INTEGER PRIMARY KEY,
    name TEXT NOT NULL CHECK (name <> ''),
    login TEXT NOT NULL UNIQUE CHECK (login <> ''),
    password_hash TEXT NOT NULL,
    unit_id INTEGER NOT NULL REFERENCES unit (id),
    active INTEGER NOT NULL DEFAULT 1 CHECK (active IN (0, 1)),
    must_change_password INTEGER NOT NULL DEFAULT 0 CHECK (must_change_password IN (0, 1)),
    session_stamp INTEGER NOT NULL DEFAULT 0
) STRICT;

CREATE TABLE person_role (
    person_id INTEGER NOT NULL REFERENCES person (id),
    role TEXT NOT NULL CHECK (role IN ('drafter', 'signatory', 'clerk', 'administrator')),
    PRIMARY KEY (person_id, role)
) STRICT;

CREATE TABLE signatory (
    id INTEGER PRIMARY KEY,
    name TEXT NOT NULL,
    post TEXT NOT NULL,
    capacity TEXT NOT NULL CHECK (capacity IN ('', 'TM.', 'Q.', 'KT.', 'TL.', 'TUQ.')),
    body TEXT NOT NULL DEFAULT '',
    head_post TEXT NOT NULL DEFAULT '',
    person_id INTEGER REFERENCES person (id),
    active INTEGER NOT NULL DEFAULT 1 CHECK (active IN (0, 1))
) STRICT;

CREATE TABLE series (
    id INTEGER PRIMARY KEY,
    register TEXT NOT NULL CHECK (register IN ('outgoing', 'copies')),
    body TEXT NOT NULL DEFAULT '',
    name TEXT NOT NULL CHECK (name <> ''),
    kinds TEXT NOT NULL DEFAULT '[]' CHECK (json_valid(kinds)),
    active INTEGER NOT NULL DEFAULT 1 CHECK (active IN (0, 1)),
    UNIQUE (register, body)
) STRICT;

CREATE TABLE series_year (
    series_id INTEGER NOT NULL REFERENCES series (id),
    year INTEGER NOT NULL CHECK (year BETWEEN 1945 AND 9999),
    first_number INTEGER NOT NULL DEFAULT 1 CHECK (first_number >= 1),
    last_number INTEGER NOT NULL,
    PRIMARY KEY (series_id, year),
    CHECK (last_number >= first_number - 1)
) STRICT;

CREATE TABLE file (
    sha256 TEXT PRIMARY KEY CHECK (length(sha256) = 64),
    size INTEGER NOT NULL CHECK (size >= 0),
    media_type TEXT NOT NULL,
    created_at TEXT NOT NULL
) STRICT;

CREATE TABLE document (
    id INTEGER PRIMARY KEY,
    kind TEXT NOT NULL,
    state TEXT NOT NULL CHECK (state IN (
        'draft', 'submitted', 'returned', 'approved', 'numbered', 'issued', 'archived', 'discarded'
    )),
    answers TEXT NOT NULL CHECK (json_valid(answers)),
    version INTEGER NOT NULL DEFAULT 1 CHECK (version >= 1),
    form_version INTEGER NOT NULL,
    subject TEXT NOT NULL,
    notation TEXT NOT NULL,
    unit_id INTEGER NOT NULL REFERENCES unit (id),
    signatory_id INTEGER REFERENCES signatory (id),
    signer_name TEXT NOT NULL DEFAULT '',
    approver_id INTEGER REFERENCES person (id),
    created_by INTEGER NOT NULL REFERENCES person (id),
    created_at TEXT NOT NULL,
    updated_by INTEGER NOT NULL REFERENCES person (id),
    updated_at TEXT NOT NULL,
    submitted_at TEXT,
    approved_at TEXT,
    return_reason TEXT NOT NULL DEFAULT '',
    number INTEGER CHECK (number >= 1),
    issued_on TEXT CHECK (issued_on GLOB '[0-9][0-9][0-9][0-9]-[0-9][0-9]-[0-9][0-9]'),
    numbered_at TEXT,
    issued_at TEXT,
    archived_at TEXT,
    template_sha256 TEXT REFERENCES file (sha256),
    agency TEXT CHECK (agency IS NULL OR json_valid(agency)),
    copied_from INTEGER REFERENCES document (id),
    CHECK ((state IN ('numbered', 'issued', 'archived')) = (number IS NOT NULL)),
    CHECK ((number IS NULL) = (issued_on IS NULL)),
    CHECK (state NOT IN ('approved', 'numbered', 'issued', 'archived')
        OR (template_sha256 IS NOT NULL AND agency IS NOT NULL AND approved_at IS NOT NULL)),
    CHECK (state <> 'submitted' OR (approver_id IS NOT NULL AND submitted_at IS NOT NULL))
) STRICT;

CREATE INDEX document_by_state ON document (state, updated_at);

CREATE INDEX document_by_creator ON document (created_by, kind, updated_at);

CREATE INDEX document_by_issue_date ON document (issued_on);

CREATE INDEX document_by_change
ON document (updated_at, state, unit_id, approver_id, kind, issued_on, created_by);

CREATE TRIGGER document_moves_along_its_life
BEFORE UPDATE OF state ON document
WHEN OLD.state <> NEW.state AND NOT EXISTS (
    SELECT 1
    FROM (VALUES
        ('draft', 'submitted'), ('returned', 'submitted'), ('submitted', 'draft'),
        ('submitted', 'returned'), ('submitted', 'approved'), ('approved', 'numbered'),
        ('approved', 'returned'), ('numbered', 'approved'), ('numbered', 'returned'),
        ('numbered', 'issued'), ('issued', 'archived'), ('draft', 'discarded'),
        ('returned', 'discarded')
    ) AS move
    WHERE move.column1 = OLD.state AND move.column2 = NEW.state
)
BEGIN
    SELECT RAISE(ABORT, 'document: no such move');
END;

CREATE TRIGGER document_is_frozen_once_submitted
BEFORE UPDATE OF kind, answers, version, form_version, subject, notation, unit_id, signatory_id,
    signer_name, created_by, created_at, copied_from ON document
WHEN OLD.state NOT IN ('draft', 'returned') AND (
    OLD.kind <> NEW.kind OR OLD.answers <> NEW.answers OR OLD.version <> NEW.version
    OR OLD.form_version <> NEW.form_version OR OLD.subject <> NEW.subject
    OR OLD.notation <> NEW.notation OR OLD.unit_id <> NEW.unit_id
    OR OLD.signatory_id IS NOT NEW.signatory_id OR OLD.signer_name <> NEW.signer_name
    OR OLD.created_by <> NEW.created_by OR OLD.created_at <> NEW.created_at
    OR OLD.copied_from IS NOT NEW.copied_from
)
BEGIN
    SELECT RAISE(ABORT, 'document: frozen');
END;

CREATE TRIGGER document_keeps_its_number_once_issued
BEFORE UPDATE ON document
WHEN OLD.state IN ('issued', 'archived') AND (
    OLD.number IS NOT NEW.number OR OLD.issued_on IS NOT NEW.issued_on
    OR OLD.template_sha256 IS NOT NEW.template_sha256 OR OLD.agency IS NOT NEW.agency
    OR OLD.approver_id IS NOT NEW.approver_id OR OLD.issued_at IS NOT NEW.issued_at
)
BEGIN
    SELECT RAISE(ABORT, 'document: issued');
END;

CREATE TRIGGER document_is_never_deleted
BEFORE DELETE ON document
BEGIN
    SELECT RAISE(ABORT, 'document: never deleted');
END;

CREATE TABLE side_copy (
    document_id INTEGER NOT NULL REFERENCES document (id),
    person_id INTEGER NOT NULL REFERENCES person (id),
    answers TEXT NOT NULL CHECK (json_valid(answers)),
    base_version INTEGER NOT NULL,
    at TEXT NOT NULL,
    PRIMARY KEY (document_id, person_id)
) STRICT;

CREATE TABLE event (
    id INTEGER PRIMARY KEY,
    at TEXT NOT NULL,
    person_id INTEGER REFERENCES person (id),
    verb TEXT NOT NULL,
    document_id INTEGER REFERENCES document (id),
    detail TEXT NOT NULL DEFAULT '{}' CHECK (json_valid(detail))
, topic TEXT NOT NULL DEFAULT '') STRICT;

CREATE INDEX event_by_document ON event (document_id, id);

CREATE TRIGGER event_is_never_changed
BEFORE UPDATE ON event
BEGIN
    SELECT RAISE(ABORT, 'event: append only');
END;

CREATE TRIGGER event_is_never_deleted
BEFORE DELETE ON event
BEGIN
    SELECT RAISE(ABORT, 'event: append only');
END;

CREATE TABLE held_form (
    token TEXT PRIMARY KEY,
    path TEXT NOT NULL,
    body TEXT NOT NULL,
    at TEXT NOT NULL
) STRICT;

CREATE TABLE login_attempt (
    id INTEGER PRIMARY KEY,
    login TEXT NOT NULL,
    address TEXT NOT NULL,
    at TEXT NOT NULL
) STRICT;

CREATE INDEX login_attempt_by_login ON login_attempt (login, at);

CREATE INDEX login_attempt_by_address ON login_attempt (address, at);

CREATE TABLE last_answers (
    person_id INTEGER NOT NULL REFERENCES person (id),
    kind TEXT NOT NULL,
    answers TEXT NOT NULL CHECK (json_valid(answers)),
    at TEXT NOT NULL,
    PRIMARY KEY (person_id, kind)
) STRICT;

CREATE TABLE search_text (
    document_id INTEGER PRIMARY KEY REFERENCES document (id),
    position INTEGER NOT NULL UNIQUE,
    reference TEXT NOT NULL,
    subject TEXT NOT NULL,
    people TEXT NOT NULL,
    body TEXT NOT NULL
) STRICT;

CREATE VIRTUAL TABLE search_index USING fts5(
    reference, subject, people, body,
    subject_marked, people_marked, body_marked,
    spelling, facets,
    tokenize = "unicode61 remove_diacritics 0"
);

CREATE TABLE word_template (
    id INTEGER PRIMARY KEY,
    kind TEXT NOT NULL CHECK (kind <> ''),
    sha256 TEXT NOT NULL REFERENCES file (sha256),
    name TEXT NOT NULL CHECK (name <> ''),
    uploaded_by INTEGER NOT NULL REFERENCES person (id),
    uploaded_at TEXT NOT NULL,
    UNIQUE (kind, sha256)
) STRICT;

CREATE TRIGGER word_template_is_never_changed
BEFORE UPDATE ON word_template
BEGIN
    SELECT RAISE(ABORT, 'word_template: append only');
END;

CREATE TRIGGER word_template_is_never_deleted
BEFORE DELETE ON word_template
BEGIN
    SELECT RAISE(ABORT, 'word_template: append only');
END;

CREATE TABLE template_choice (
    id INTEGER PRIMARY KEY,
    kind TEXT NOT NULL CHECK (kind <> ''),
    template_id INTEGER REFERENCES word_template (id),
    active_from TEXT NOT NULL
        CHECK (active_from GLOB '[0-9][0-9][0-9][0-9]-[0-9][0-9]-[0-9][0-9]'),
    reason TEXT NOT NULL DEFAULT '',
    chosen_by INTEGER NOT NULL REFERENCES person (id),
    chosen_at TEXT NOT NULL
) STRICT;

CREATE INDEX template_choice_by_kind ON template_choice (kind, id);

CREATE TRIGGER template_choice_is_of_its_kind
BEFORE INSERT ON template_choice
WHEN NEW.template_id IS NOT NULL
    AND NEW.kind IS NOT (SELECT kind FROM word_template WHERE id = NEW.template_id)
BEGIN
    SELECT RAISE(ABORT, 'template_choice: template of another kind');
END;

CREATE TRIGGER template_choice_is_never_changed
BEFORE UPDATE ON template_choice
BEGIN
    SELECT RAISE(ABORT, 'template_choice: append only');
END;

CREATE TRIGGER template_choice_is_never_deleted
BEFORE DELETE ON template_choice
BEGIN
    SELECT RAISE(ABORT, 'template_choice: append only');
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

CREATE INDEX event_by_topic ON event (topic, id) WHERE topic <> '';

CREATE TABLE "job" (
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

CREATE INDEX job_to_run ON job (run_after) WHERE state = 'waiting';

CREATE INDEX job_running ON job (worker) WHERE state = 'running';

CREATE INDEX job_failed ON job (document_id) WHERE state = 'failed';

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

CREATE TABLE register_entry (
    id INTEGER PRIMARY KEY,
    series_id INTEGER NOT NULL REFERENCES series (id),
    year INTEGER NOT NULL,
    number INTEGER NOT NULL CHECK (number >= 1),
    notation TEXT NOT NULL,
    dated TEXT NOT NULL CHECK (dated GLOB '[0-9][0-9][0-9][0-9]-[0-9][0-9]-[0-9][0-9]'),
    origin TEXT NOT NULL DEFAULT 'paper' CHECK (origin IN ('paper', 'reserved', 'outside')),
    document_id INTEGER REFERENCES document (id),
    state TEXT NOT NULL DEFAULT 'taken' CHECK (state IN ('reserved', 'taken', 'issued', 'void')),
    reason TEXT NOT NULL DEFAULT '',
    subject TEXT NOT NULL,
    kind_name TEXT NOT NULL DEFAULT '',
    signer_name TEXT NOT NULL DEFAULT '',
    recipients TEXT NOT NULL DEFAULT '',
    file_sha256 TEXT REFERENCES file (sha256),
    taken_by INTEGER NOT NULL REFERENCES person (id),
    taken_at TEXT NOT NULL,
    UNIQUE (series_id, year, number),
    CHECK (CAST(substr(dated, 1, 4) AS INTEGER) = year),
    CHECK ((state = 'void') = (reason <> '')),
    CHECK (notation <> '' OR state IN ('reserved', 'void')),
    CHECK (origin <> 'paper' OR document_id IS NOT NULL),
    CHECK (state <> 'reserved' OR (origin = 'reserved' AND document_id IS NULL)),
    CHECK (state <> 'taken' OR document_id IS NOT NULL),
    CHECK (origin <> 'outside' OR (document_id IS NULL AND state IN ('issued', 'void'))),
    CHECK (origin = 'outside' OR (kind_name = '' AND file_sha256 IS NULL))
) STRICT;

CREATE UNIQUE INDEX register_entry_one_reference_a_year
ON register_entry (year, number, notation) WHERE notation <> '';

CREATE UNIQUE INDEX register_entry_one_live_number_per_document
ON register_entry (document_id) WHERE state <> 'void';

CREATE INDEX register_entry_reserved ON register_entry (dated) WHERE state = 'reserved';

CREATE TRIGGER register_entry_follows_the_last
BEFORE INSERT ON register_entry
WHEN NEW.number <> COALESCE(
    (SELECT MAX(number) + 1 FROM register_entry
     WHERE series_id = NEW.series_id AND year = NEW.year),
    (SELECT first_number FROM series_year WHERE series_id = NEW.series_id AND year = NEW.year)
) AND NOT (NEW.origin = 'outside' AND NEW.number = (
    SELECT MIN(number) - 1 FROM register_entry
    WHERE series_id = NEW.series_id AND year = NEW.year
))
BEGIN
    SELECT RAISE(ABORT, 'register_entry: number out of order');
END;

CREATE TRIGGER register_entry_is_dated_in_order
BEFORE INSERT ON register_entry
WHEN NEW.dated < (
    SELECT dated FROM register_entry
    WHERE series_id = NEW.series_id AND year = NEW.year AND number < NEW.number
    ORDER BY number DESC
    LIMIT 1
) OR NEW.dated > (
    SELECT dated FROM register_entry
    WHERE series_id = NEW.series_id AND year = NEW.year AND number > NEW.number
    ORDER BY number
    LIMIT 1
)
BEGIN
    SELECT RAISE(ABORT, 'register_entry: date out of order');
END;

CREATE TRIGGER register_entry_only_changes_its_state
BEFORE UPDATE ON register_entry
WHEN OLD.id <> NEW.id OR OLD.series_id <> NEW.series_id OR OLD.year <> NEW.year
    OR OLD.number <> NEW.number OR OLD.dated <> NEW.dated OR OLD.origin <> NEW.origin
    OR OLD.kind_name <> NEW.kind_name OR OLD.signer_name <> NEW.signer_name
    OR OLD.recipients <> NEW.recipients OR OLD.file_sha256 IS NOT NEW.file_sha256
    OR OLD.taken_by <> NEW.taken_by OR OLD.taken_at <> NEW.taken_at
    OR NOT (
        OLD.state = 'taken' AND NEW.state IN ('issued', 'void')
        AND OLD.notation = NEW.notation AND OLD.document_id IS NEW.document_id
        AND OLD.subject = NEW.subject
        OR OLD.state = 'reserved' AND NEW.state = 'taken'
        OR OLD.state = 'reserved' AND NEW.state = 'void'
        AND NEW.notation = '' AND NEW.document_id IS NULL AND OLD.subject = NEW.subject
    )
BEGIN
    SELECT RAISE(ABORT, 'register_entry: append only');
END;

CREATE TRIGGER register_entry_is_never_deleted
BEFORE DELETE ON register_entry
BEGIN
    SELECT RAISE(ABORT, 'register_entry: append only');
END;

CREATE TABLE register_link (
    id INTEGER PRIMARY KEY,
    entry_id INTEGER NOT NULL REFERENCES register_entry (id),
    record TEXT NOT NULL CHECK (json_valid(record)),
    previous TEXT NOT NULL CHECK (length(previous) = 64),
    sha256 TEXT NOT NULL UNIQUE CHECK (length(sha256) = 64)
) STRICT;

CREATE INDEX register_link_of_entry ON register_link (entry_id, id);

CREATE TRIGGER register_link_follows_the_last
BEFORE INSERT ON register_link
WHEN NEW.previous <> COALESCE(
    (SELECT sha256 FROM register_link ORDER BY id DESC LIMIT 1),
    '0000000000000000000000000000000000000000000000000000000000000000'
)
BEGIN
    SELECT RAISE(ABORT, 'register_link: out of order');
END;

CREATE TRIGGER register_link_is_never_changed
BEFORE UPDATE ON register_link
BEGIN
    SELECT RAISE(ABORT, 'register_link: append only');
END;

CREATE TRIGGER register_link_is_never_deleted
BEFORE DELETE ON register_link
BEGIN
    SELECT RAISE(ABORT, 'register_link: append only');
END;

CREATE TABLE register_check (
    id INTEGER PRIMARY KEY,
    at TEXT NOT NULL,
    asked_by INTEGER REFERENCES person (id),
    lines INTEGER NOT NULL CHECK (lines >= 0),
    last_sha256 TEXT NOT NULL,
    findings TEXT NOT NULL CHECK (json_valid(findings))
) STRICT;

CREATE TRIGGER register_check_is_never_changed
BEFORE UPDATE ON register_check
BEGIN
    SELECT RAISE(ABORT, 'register_check: append only');
END;

CREATE TABLE copy_use (
    id INTEGER PRIMARY KEY,
    used_on TEXT NOT NULL CHECK (used_on GLOB '[0-9][0-9][0-9][0-9]-[0-9][0-9]-[0-9][0-9]'),
    user_name TEXT NOT NULL CHECK (user_name <> ''),
    reference TEXT NOT NULL CHECK (reference <> ''),
    subject TEXT NOT NULL CHECK (subject <> ''),
    file_code TEXT NOT NULL DEFAULT '',
    allowed_by TEXT NOT NULL CHECK (allowed_by <> ''),
    note TEXT NOT NULL DEFAULT '',
    returned_on TEXT CHECK (
        returned_on GLOB '[0-9][0-9][0-9][0-9]-[0-9][0-9]-[0-9][0-9]' AND returned_on >= used_on
    ),
    noted_by INTEGER NOT NULL REFERENCES person (id),
    noted_at TEXT NOT NULL
) STRICT;

CREATE TRIGGER copy_use_only_notes_the_return
BEFORE UPDATE ON copy_use
WHEN OLD.returned_on IS NOT NULL OR NEW.returned_on IS NULL
    OR OLD.id <> NEW.id OR OLD.used_on <> NEW.used_on OR OLD.user_name <> NEW.user_name
    OR OLD.reference <> NEW.reference OR OLD.subject <> NEW.subject
    OR OLD.file_code <> NEW.file_code OR OLD.allowed_by <> NEW.allowed_by OR OLD.note <> NEW.note
    OR OLD.noted_by <> NEW.noted_by OR OLD.noted_at <> NEW.noted_at
BEGIN
    SELECT RAISE(ABORT, 'copy_use: append only');
END;

CREATE TRIGGER copy_use_is_never_deleted
BEFORE DELETE ON copy_use
BEGIN
    SELECT RAISE(ABORT, 'copy_use: append only');
END;
