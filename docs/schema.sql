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
, tone_placement TEXT NOT NULL DEFAULT ''
    CHECK (tone_placement IN ('', 'old', 'new')), organ_id TEXT NOT NULL DEFAULT '' CHECK (length(organ_id) <= 35)) STRICT;

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
, unit_head_post TEXT NOT NULL DEFAULT '', remark TEXT NOT NULL DEFAULT '') STRICT;

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
    copied_from INTEGER REFERENCES document (id), number_order TEXT NOT NULL DEFAULT 'number_first'
    CHECK (number_order IN ('number_first', 'sign_first')),
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

CREATE TABLE own_abbreviation (
    id INTEGER PRIMARY KEY,
    type_name TEXT NOT NULL DEFAULT '',
    unit_id INTEGER REFERENCES unit (id),
    symbol TEXT NOT NULL DEFAULT '',
    since TEXT NOT NULL CHECK (since GLOB '[0-9][0-9][0-9][0-9]-[0-9][0-9]-[0-9][0-9]'),
    noted_by INTEGER NOT NULL REFERENCES person (id),
    noted_at TEXT NOT NULL,
    CHECK ((type_name = '') = (unit_id IS NOT NULL))
) STRICT;

CREATE TRIGGER own_abbreviation_is_never_changed
BEFORE UPDATE ON own_abbreviation
BEGIN
    SELECT RAISE(ABORT, 'own_abbreviation: append only');
END;

CREATE TRIGGER own_abbreviation_is_never_deleted
BEFORE DELETE ON own_abbreviation
BEGIN
    SELECT RAISE(ABORT, 'own_abbreviation: append only');
END;

CREATE TABLE signing_paper (
    id INTEGER PRIMARY KEY,
    type TEXT NOT NULL CHECK (type IN ('regulation', 'delegation'))
) STRICT;

CREATE TABLE signing_paper_version (
    id INTEGER PRIMARY KEY,
    paper_id INTEGER NOT NULL REFERENCES signing_paper (id),
    title TEXT NOT NULL CHECK (title <> ''),
    number TEXT NOT NULL CHECK (number <> ''),
    dated TEXT NOT NULL CHECK (dated GLOB '[0-9][0-9][0-9][0-9]-[0-9][0-9]-[0-9][0-9]'),
    since TEXT NOT NULL CHECK (since GLOB '[0-9][0-9][0-9][0-9]-[0-9][0-9]-[0-9][0-9]'),
    until TEXT CHECK (until GLOB '[0-9][0-9][0-9][0-9]-[0-9][0-9]-[0-9][0-9]'),
    giver_id INTEGER REFERENCES signatory (id),
    giver_name TEXT NOT NULL DEFAULT '',
    given_by TEXT CHECK (given_by IN ('head', 'acting-head', 'deputy', 'deputy-in-charge', 'unit-head', 'unit-deputy', 'subordinate-head', 'other')),
    delegate TEXT NOT NULL DEFAULT '',
    contents TEXT NOT NULL DEFAULT '[]' CHECK (json_valid(contents)),
    at TEXT NOT NULL,
    person_id INTEGER NOT NULL REFERENCES person (id),
    CHECK (until >= since),
    CHECK ((giver_id IS NULL) = (given_by IS NULL))
) STRICT;

CREATE INDEX signing_paper_version_by_paper ON signing_paper_version (paper_id, id);

CREATE TRIGGER signing_paper_version_is_never_changed
BEFORE UPDATE ON signing_paper_version
BEGIN
    SELECT RAISE(ABORT, 'signing_paper_version: append only');
END;

CREATE TRIGGER signing_paper_version_is_never_deleted
BEFORE DELETE ON signing_paper_version
BEGIN
    SELECT RAISE(ABORT, 'signing_paper_version: append only');
END;

CREATE TABLE authority (
    id INTEGER PRIMARY KEY,
    signatory_id INTEGER NOT NULL REFERENCES signatory (id),
    name TEXT NOT NULL,
    post TEXT NOT NULL,
    capacity TEXT NOT NULL CHECK (capacity IN ('', 'TM.', 'Q.', 'KT.', 'TL.', 'TUQ.')),
    body TEXT NOT NULL,
    head_post TEXT NOT NULL,
    active INTEGER NOT NULL CHECK (active IN (0, 1)),
    rank TEXT NOT NULL CHECK (rank IN ('head', 'acting-head', 'deputy', 'deputy-in-charge', 'unit-head', 'unit-deputy', 'subordinate-head', 'other')),
    regime TEXT NOT NULL CHECK (regime IN ('chief', 'collective')),
    since TEXT CHECK (since GLOB '[0-9][0-9][0-9][0-9]-[0-9][0-9]-[0-9][0-9]'),
    until TEXT CHECK (until GLOB '[0-9][0-9][0-9][0-9]-[0-9][0-9]-[0-9][0-9]'),
    kinds TEXT NOT NULL DEFAULT '[]' CHECK (json_valid(kinds)),
    units TEXT NOT NULL DEFAULT '[]' CHECK (json_valid(units)),
    fields TEXT NOT NULL DEFAULT '[]' CHECK (json_valid(fields)),
    regulation_id INTEGER REFERENCES signing_paper (id),
    clause TEXT NOT NULL DEFAULT '',
    delegation_id INTEGER REFERENCES signing_paper (id),
    unit_head_post TEXT NOT NULL DEFAULT '',
    council TEXT NOT NULL DEFAULT '' CHECK (council IN ('', 'own', 'agency-seal')),
    agency_post TEXT NOT NULL DEFAULT '',
    titles_allowed INTEGER NOT NULL DEFAULT 0 CHECK (titles_allowed IN (0, 1)),
    at TEXT NOT NULL,
    person_id INTEGER REFERENCES person (id),
    CHECK (until >= since)
) STRICT;

CREATE INDEX authority_by_signatory ON authority (signatory_id, id);

CREATE TRIGGER authority_is_never_changed
BEFORE UPDATE ON authority
BEGIN
    SELECT RAISE(ABORT, 'authority: append only');
END;

CREATE TRIGGER authority_is_never_deleted
BEFORE DELETE ON authority
BEGIN
    SELECT RAISE(ABORT, 'authority: append only');
END;

CREATE TABLE specimen (
    id INTEGER PRIMARY KEY,
    kind TEXT NOT NULL CHECK (kind IN ('person', 'seal')),
    person_id INTEGER REFERENCES person (id),
    sha256 TEXT NOT NULL REFERENCES file (sha256),
    width INTEGER NOT NULL CHECK (width >= 1),
    height INTEGER NOT NULL CHECK (height >= 1),
    seal_mm REAL CHECK (seal_mm > 0),
    added_at TEXT NOT NULL,
    added_by INTEGER NOT NULL REFERENCES person (id),
    withdrawn_at TEXT,
    withdrawn_by INTEGER REFERENCES person (id),
    reason TEXT NOT NULL DEFAULT '',
    CHECK ((kind = 'person') = (person_id IS NOT NULL)),
    CHECK ((kind = 'seal') = (seal_mm IS NOT NULL)),
    CHECK ((withdrawn_at IS NULL) = (withdrawn_by IS NULL)),
    CHECK ((withdrawn_at IS NULL) = (reason = ''))
) STRICT;

CREATE UNIQUE INDEX specimen_one_in_use
ON specimen (kind, COALESCE(person_id, 0)) WHERE withdrawn_at IS NULL;

CREATE TRIGGER specimen_is_only_withdrawn
BEFORE UPDATE ON specimen
WHEN OLD.withdrawn_at IS NOT NULL OR NEW.withdrawn_at IS NULL
    OR OLD.id <> NEW.id OR OLD.kind <> NEW.kind OR OLD.person_id IS NOT NEW.person_id
    OR OLD.sha256 <> NEW.sha256 OR OLD.width <> NEW.width OR OLD.height <> NEW.height
    OR OLD.seal_mm IS NOT NEW.seal_mm OR OLD.added_at <> NEW.added_at
    OR OLD.added_by <> NEW.added_by
BEGIN
    SELECT RAISE(ABORT, 'specimen: only withdrawn');
END;

CREATE TRIGGER specimen_is_never_deleted
BEFORE DELETE ON specimen
BEGIN
    SELECT RAISE(ABORT, 'specimen: never deleted');
END;

CREATE TABLE signing_policy (
    id INTEGER PRIMARY KEY CHECK (id = 1),
    number_order TEXT NOT NULL CHECK (number_order IN ('number_first', 'sign_first')),
    digital INTEGER NOT NULL CHECK (digital IN (0, 1))
, level TEXT NOT NULL DEFAULT 'B-B'
    CHECK (level IN ('B-B', 'B-T', 'B-LT', 'B-LTA')), timestamp_url TEXT NOT NULL DEFAULT ''
    CHECK (level = 'B-B' OR timestamp_url <> '')) STRICT;

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

CREATE TABLE copy_source (
    file_id INTEGER PRIMARY KEY REFERENCES document_file (id),
    origin_id INTEGER REFERENCES document (id),
    facts TEXT NOT NULL CHECK (json_valid(facts)),
    verdict TEXT NOT NULL CHECK (verdict IN ('', 'valid', 'review', 'invalid')),
    report TEXT NOT NULL CHECK (json_valid(report)),
    checked_by INTEGER NOT NULL REFERENCES person (id),
    checked_at TEXT NOT NULL,
    CHECK ((verdict = '') = (report = '{}'))
) STRICT;

CREATE TRIGGER copy_source_is_never_changed
BEFORE UPDATE ON copy_source
BEGIN
    SELECT RAISE(ABORT, 'copy_source: append only');
END;

CREATE TRIGGER copy_source_is_never_deleted
BEFORE DELETE ON copy_source
BEGIN
    SELECT RAISE(ABORT, 'copy_source: append only');
END;

CREATE TABLE check_page (
    token TEXT PRIMARY KEY CHECK (length(token) = 12),
    document_id INTEGER NOT NULL UNIQUE REFERENCES document (id),
    opened_by INTEGER NOT NULL REFERENCES person (id),
    opened_at TEXT NOT NULL
) STRICT;

CREATE TRIGGER check_page_is_never_changed
BEFORE UPDATE ON check_page
BEGIN
    SELECT RAISE(ABORT, 'check_page: append only');
END;

CREATE TRIGGER check_page_is_never_deleted
BEFORE DELETE ON check_page
BEGIN
    SELECT RAISE(ABORT, 'check_page: append only');
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

CREATE TABLE incoming_year (
    year INTEGER PRIMARY KEY CHECK (year BETWEEN 1945 AND 9999),
    last_number INTEGER NOT NULL CHECK (last_number >= 1)
, first_number INTEGER NOT NULL DEFAULT 1
    CHECK (first_number >= 1)) STRICT;

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

CREATE TABLE provider_law (
    sha256 TEXT PRIMARY KEY CHECK (length(sha256) = 64),
    text TEXT NOT NULL,
    noted_at TEXT NOT NULL
) STRICT;

CREATE TABLE provider (
    id INTEGER PRIMARY KEY,
    state TEXT NOT NULL CHECK (state IN (
        'published', 'suspended', 'republishing', 'withdrawn', 'assigned'
    )),
    state_before TEXT NOT NULL DEFAULT '',
    kind TEXT NOT NULL CHECK (kind IN ('organisation', 'individual', 'public_unit')),
    path TEXT NOT NULL CHECK (path IN ('ordinary', 'short', 'assignment')),
    name TEXT NOT NULL CHECK (name <> ''),
    representative TEXT NOT NULL DEFAULT '',
    representative_title TEXT NOT NULL DEFAULT '',
    service_address TEXT NOT NULL DEFAULT '',
    phone TEXT NOT NULL DEFAULT '',
    email TEXT NOT NULL DEFAULT '',
    scope TEXT NOT NULL CHECK (json_valid(scope)),
    modes TEXT NOT NULL CHECK (json_valid(modes)),
    price TEXT NOT NULL DEFAULT '',
    commune TEXT NOT NULL DEFAULT '',
    regime TEXT NOT NULL,
    law_version TEXT NOT NULL REFERENCES provider_law (sha256),
    id_hash TEXT NOT NULL DEFAULT '',
    enterprise_code TEXT NOT NULL DEFAULT '',
    published_on TEXT NOT NULL CHECK (published_on GLOB '[0-9][0-9][0-9][0-9]-[0-9][0-9]-[0-9][0-9]'),
    suspended_until TEXT CHECK (suspended_until GLOB '[0-9][0-9][0-9][0-9]-[0-9][0-9]-[0-9][0-9]'),
    last_service_on TEXT CHECK (last_service_on GLOB '[0-9][0-9][0-9][0-9]-[0-9][0-9]-[0-9][0-9]'),
    search TEXT NOT NULL,
    updated_at TEXT NOT NULL,
    CHECK ((state = 'suspended') <= (suspended_until IS NOT NULL))
) STRICT;

CREATE INDEX provider_by_state ON provider (state, name);

CREATE INDEX provider_by_id_hash ON provider (id_hash) WHERE id_hash <> '';

CREATE TABLE provider_case (
    id INTEGER PRIMARY KEY,
    state TEXT NOT NULL CHECK (state IN (
        'draft', 'filed', 'awaiting', 'valid', 'appraising', 'published', 'assigned', 'refused',
        'declined', 'cancelled'
    )),
    state_before TEXT NOT NULL DEFAULT '',
    kind TEXT NOT NULL CHECK (kind IN ('organisation', 'individual', 'public_unit')),
    path TEXT NOT NULL CHECK (path IN ('ordinary', 'short', 'assignment')),
    request TEXT NOT NULL CHECK (request IN ('first', 'again')),
    regime TEXT NOT NULL,
    law_version TEXT NOT NULL REFERENCES provider_law (sha256),
    filed_on TEXT NOT NULL CHECK (filed_on GLOB '[0-9][0-9][0-9][0-9]-[0-9][0-9]-[0-9][0-9]'),
    unit_id INTEGER NOT NULL REFERENCES unit (id),
    provider_id INTEGER REFERENCES provider (id),
    answers TEXT NOT NULL DEFAULT '{}' CHECK (json_valid(answers)),
    version INTEGER NOT NULL DEFAULT 1 CHECK (version >= 1),
    id_cipher BLOB,
    id_shown TEXT NOT NULL DEFAULT '',
    id_hash TEXT NOT NULL DEFAULT '',
    search TEXT NOT NULL DEFAULT '',
    receipt_no TEXT NOT NULL DEFAULT '',
    valid_on TEXT CHECK (valid_on GLOB '[0-9][0-9][0-9][0-9]-[0-9][0-9]-[0-9][0-9]'),
    due TEXT CHECK (due GLOB '[0-9][0-9][0-9][0-9]-[0-9][0-9]-[0-9][0-9]'),
    appraised_on TEXT CHECK (appraised_on GLOB '[0-9][0-9][0-9][0-9]-[0-9][0-9]-[0-9][0-9]'),
    appraisal_note TEXT NOT NULL DEFAULT '',
    proposed_scope TEXT NOT NULL DEFAULT '[]' CHECK (json_valid(proposed_scope)),
    transition_note TEXT NOT NULL DEFAULT '',
    transition_by TEXT NOT NULL DEFAULT '',
    apology_on TEXT CHECK (apology_on GLOB '[0-9][0-9][0-9][0-9]-[0-9][0-9]-[0-9][0-9]'),
    close_reason TEXT NOT NULL DEFAULT '',
    notice_version TEXT NOT NULL DEFAULT '',
    created_by INTEGER NOT NULL REFERENCES person (id),
    created_at TEXT NOT NULL,
    updated_at TEXT NOT NULL,
    submitted_at TEXT,
    deleted_at TEXT,
    CHECK (state NOT IN ('valid', 'appraising', 'published', 'assigned', 'refused')
        OR (valid_on IS NOT NULL AND receipt_no <> '')),
    CHECK (deleted_at IS NULL OR (id_cipher IS NULL AND id_hash = '' AND id_shown = ''))
) STRICT;

CREATE INDEX provider_case_by_state ON provider_case (state, updated_at);

CREATE INDEX provider_case_by_id_hash ON provider_case (id_hash) WHERE id_hash <> '';

CREATE UNIQUE INDEX provider_case_receipt ON provider_case (receipt_no) WHERE receipt_no <> '';

CREATE TABLE provider_staff (
    id INTEGER PRIMARY KEY,
    case_id INTEGER NOT NULL REFERENCES provider_case (id),
    row INTEGER NOT NULL,
    facts TEXT NOT NULL CHECK (json_valid(facts)),
    id_cipher BLOB,
    id_shown TEXT NOT NULL DEFAULT '',
    id_hash TEXT NOT NULL DEFAULT '',
    UNIQUE (case_id, row)
) STRICT;

CREATE TABLE provider_equipment (
    id INTEGER PRIMARY KEY,
    case_id INTEGER NOT NULL REFERENCES provider_case (id),
    row INTEGER NOT NULL,
    code TEXT NOT NULL DEFAULT '',
    name TEXT NOT NULL,
    stage TEXT NOT NULL,
    required INTEGER NOT NULL DEFAULT 0 CHECK (required >= 0),
    present INTEGER NOT NULL DEFAULT 0 CHECK (present >= 0),
    note TEXT NOT NULL DEFAULT '',
    UNIQUE (case_id, row)
) STRICT;

CREATE TABLE provider_attachment (
    id INTEGER PRIMARY KEY,
    case_id INTEGER NOT NULL REFERENCES provider_case (id),
    item TEXT NOT NULL CHECK (item <> ''),
    name TEXT NOT NULL,
    media_type TEXT NOT NULL,
    size INTEGER NOT NULL CHECK (size > 0),
    sha256 TEXT NOT NULL REFERENCES file (sha256),
    key_cipher BLOB,
    added_at TEXT NOT NULL,
    removed_at TEXT,
    deleted_at TEXT,
    CHECK ((deleted_at IS NULL) = (key_cipher IS NOT NULL))
) STRICT;

CREATE INDEX provider_attachment_of_case ON provider_attachment (case_id);

CREATE TABLE provider_finding (
    id INTEGER PRIMARY KEY,
    case_id INTEGER NOT NULL REFERENCES provider_case (id),
    condition TEXT NOT NULL,
    stage TEXT NOT NULL DEFAULT '',
    verdict TEXT NOT NULL CHECK (verdict IN ('met', 'unmet', 'pending')),
    evidence TEXT NOT NULL,
    note TEXT NOT NULL DEFAULT '',
    attachment_id INTEGER REFERENCES provider_attachment (id),
    reviewer_id INTEGER NOT NULL REFERENCES person (id),
    at TEXT NOT NULL
) STRICT;

CREATE INDEX provider_finding_of_case ON provider_finding (case_id, condition, stage, id);

CREATE TRIGGER provider_finding_is_never_changed
BEFORE UPDATE ON provider_finding
BEGIN
    SELECT RAISE(ABORT, 'provider_finding: append only');
END;

CREATE TRIGGER provider_finding_is_never_deleted
BEFORE DELETE ON provider_finding
BEGIN
    SELECT RAISE(ABORT, 'provider_finding: append only');
END;

CREATE TABLE provider_supplement (
    id INTEGER PRIMARY KEY,
    case_id INTEGER NOT NULL REFERENCES provider_case (id),
    items TEXT NOT NULL CHECK (json_valid(items)),
    reason TEXT NOT NULL,
    asked_on TEXT NOT NULL CHECK (asked_on GLOB '[0-9][0-9][0-9][0-9]-[0-9][0-9]-[0-9][0-9]'),
    due_on TEXT CHECK (due_on GLOB '[0-9][0-9][0-9][0-9]-[0-9][0-9]-[0-9][0-9]'),
    received_on TEXT CHECK (received_on GLOB '[0-9][0-9][0-9][0-9]-[0-9][0-9]-[0-9][0-9]'),
    note TEXT NOT NULL DEFAULT '',
    document_id INTEGER REFERENCES document (id),
    CHECK (received_on IS NULL OR received_on >= asked_on)
) STRICT;

CREATE UNIQUE INDEX provider_supplement_open ON provider_supplement (case_id)
WHERE received_on IS NULL;

CREATE TABLE provider_paper (
    id INTEGER PRIMARY KEY,
    purpose TEXT NOT NULL CHECK (purpose <> ''),
    document_id INTEGER NOT NULL REFERENCES document (id),
    case_id INTEGER REFERENCES provider_case (id),
    provider_id INTEGER REFERENCES provider (id),
    at TEXT NOT NULL,
    CHECK (case_id IS NOT NULL OR provider_id IS NOT NULL)
) STRICT;

CREATE UNIQUE INDEX provider_paper_once
ON provider_paper (purpose, document_id, COALESCE(case_id, 0), COALESCE(provider_id, 0));

CREATE TABLE provider_decision (
    id INTEGER PRIMARY KEY,
    act TEXT NOT NULL CHECK (act IN (
        'publication', 'republication', 'assignment', 'refusal', 'violation', 'suspension',
        'remedy', 'resumption', 'withdrawal', 'communes'
    )),
    case_id INTEGER REFERENCES provider_case (id),
    provider_id INTEGER REFERENCES provider (id),
    document_id INTEGER REFERENCES document (id),
    reference TEXT NOT NULL DEFAULT '',
    decided_on TEXT NOT NULL CHECK (decided_on GLOB '[0-9][0-9][0-9][0-9]-[0-9][0-9]-[0-9][0-9]'),
    authority TEXT NOT NULL DEFAULT '',
    regime TEXT NOT NULL,
    scope TEXT NOT NULL DEFAULT '[]' CHECK (json_valid(scope)),
    modes TEXT NOT NULL DEFAULT '[]' CHECK (json_valid(modes)),
    price TEXT NOT NULL DEFAULT '',
    since TEXT CHECK (since GLOB '[0-9][0-9][0-9][0-9]-[0-9][0-9]-[0-9][0-9]'),
    until TEXT CHECK (until GLOB '[0-9][0-9][0-9][0-9]-[0-9][0-9]-[0-9][0-9]'),
    replaces INTEGER REFERENCES provider_decision (id),
    detail TEXT NOT NULL DEFAULT '{}' CHECK (json_valid(detail)),
    by_id INTEGER NOT NULL REFERENCES person (id),
    at TEXT NOT NULL,
    CHECK (case_id IS NOT NULL OR provider_id IS NOT NULL)
) STRICT;

CREATE INDEX provider_decision_of_provider ON provider_decision (provider_id, id);

CREATE INDEX provider_decision_of_case ON provider_decision (case_id, id);

CREATE TRIGGER provider_decision_is_never_changed
BEFORE UPDATE ON provider_decision
BEGIN
    SELECT RAISE(ABORT, 'provider_decision: append only');
END;

CREATE TRIGGER provider_decision_is_never_deleted
BEFORE DELETE ON provider_decision
BEGIN
    SELECT RAISE(ABORT, 'provider_decision: append only');
END;

CREATE TABLE provider_link (
    id INTEGER PRIMARY KEY,
    case_id INTEGER NOT NULL REFERENCES provider_case (id),
    token_hash TEXT NOT NULL UNIQUE CHECK (length(token_hash) = 64),
    expires_at TEXT NOT NULL,
    revoked_at TEXT,
    created_by INTEGER NOT NULL REFERENCES person (id),
    created_at TEXT NOT NULL
) STRICT;

CREATE TABLE provider_deletion (
    id INTEGER PRIMARY KEY,
    topic TEXT NOT NULL,
    what TEXT NOT NULL,
    rule TEXT NOT NULL,
    at TEXT NOT NULL
) STRICT;

CREATE TRIGGER provider_deletion_is_never_changed
BEFORE UPDATE ON provider_deletion
BEGIN
    SELECT RAISE(ABORT, 'provider_deletion: append only');
END;

CREATE TRIGGER provider_deletion_is_never_deleted
BEFORE DELETE ON provider_deletion
BEGIN
    SELECT RAISE(ABORT, 'provider_deletion: append only');
END;

CREATE VIRTUAL TABLE search_index USING fts5(
    reference, subject, people, body,
    subject_marked, people_marked, body_marked,
    spelling, facets,
    tokenize = "unicode61 remove_diacritics 0"
);

CREATE VIRTUAL TABLE search_title USING fts5(
    words,
    detail = none, prefix = "1 2 3 4",
    tokenize = "unicode61 remove_diacritics 0"
);

CREATE TABLE search_group (
    id INTEGER PRIMARY KEY,
    kind TEXT NOT NULL,
    year INTEGER NOT NULL,
    state TEXT NOT NULL,
    unit INTEGER NOT NULL,
    series INTEGER NOT NULL,
    signatory INTEGER NOT NULL,
    notation TEXT NOT NULL,
    urgency TEXT NOT NULL,
    circulation TEXT NOT NULL,
    approver INTEGER NOT NULL,
    papers INTEGER NOT NULL DEFAULT 0 CHECK (papers >= 0),
    UNIQUE (
        kind, year, state, unit, series, signatory, notation, urgency, circulation, approver
    )
) STRICT;

CREATE TABLE search_recipient (
    id INTEGER PRIMARY KEY,
    key TEXT NOT NULL UNIQUE CHECK (key <> ''),
    name TEXT NOT NULL
) STRICT;

CREATE TABLE search_facet (
    position INTEGER PRIMARY KEY,
    group_id INTEGER NOT NULL REFERENCES search_group (id),
    recipients TEXT NOT NULL
) STRICT;

CREATE TABLE saved_search (
    id INTEGER PRIMARY KEY,
    person_id INTEGER NOT NULL REFERENCES person (id),
    name TEXT NOT NULL CHECK (name <> ''),
    address TEXT NOT NULL,
    seen_at TEXT NOT NULL,
    UNIQUE (person_id, name)
) STRICT;

CREATE TABLE recall (
    document_id INTEGER PRIMARY KEY REFERENCES document (id),
    reason TEXT NOT NULL CHECK (reason <> ''),
    decided_by TEXT NOT NULL CHECK (decided_by <> ''),
    recalled_by INTEGER NOT NULL REFERENCES person (id),
    recalled_at TEXT NOT NULL
) STRICT;

CREATE TRIGGER recall_is_of_an_issued_paper
BEFORE INSERT ON recall
WHEN (SELECT state FROM document WHERE id = NEW.document_id) NOT IN ('issued', 'archived')
BEGIN
    SELECT RAISE(ABORT, 'recall: not issued');
END;

CREATE TRIGGER recall_is_never_changed
BEFORE UPDATE ON recall
BEGIN
    SELECT RAISE(ABORT, 'recall: append only');
END;

CREATE TRIGGER recall_is_never_deleted
BEFORE DELETE ON recall
BEGIN
    SELECT RAISE(ABORT, 'recall: append only');
END;

CREATE TABLE dispatch (
    id INTEGER PRIMARY KEY,
    document_id INTEGER NOT NULL REFERENCES document (id),
    recipient TEXT NOT NULL CHECK (recipient <> ''),
    way TEXT NOT NULL CHECK (way IN ('axis', 'system', 'email', 'post', 'hand')),
    copies INTEGER NOT NULL DEFAULT 1 CHECK (copies BETWEEN 1 AND 9999),
    sent_on TEXT NOT NULL CHECK (sent_on GLOB '[0-9][0-9][0-9][0-9]-[0-9][0-9]-[0-9][0-9]'),
    note TEXT NOT NULL DEFAULT '',
    sent_by INTEGER NOT NULL REFERENCES person (id),
    received_on TEXT
        CHECK (received_on GLOB '[0-9][0-9][0-9][0-9]-[0-9][0-9]-[0-9][0-9]'),
    received_by TEXT NOT NULL DEFAULT '',
    given_back_on TEXT
        CHECK (given_back_on GLOB '[0-9][0-9][0-9][0-9]-[0-9][0-9]-[0-9][0-9]'),
    CHECK (received_on IS NULL OR received_on >= sent_on),
    CHECK (given_back_on IS NULL OR given_back_on >= sent_on)
) STRICT;

CREATE INDEX dispatch_by_document ON dispatch (document_id, id);

CREATE TRIGGER dispatch_is_of_an_issued_paper
BEFORE INSERT ON dispatch
WHEN (SELECT state FROM document WHERE id = NEW.document_id) NOT IN ('issued', 'archived')
    OR EXISTS (SELECT 1 FROM recall WHERE document_id = NEW.document_id)
BEGIN
    SELECT RAISE(ABORT, 'dispatch: not issued, or recalled');
END;

CREATE TRIGGER dispatch_only_hears_back
BEFORE UPDATE ON dispatch
WHEN OLD.id <> NEW.id OR OLD.document_id <> NEW.document_id OR OLD.recipient <> NEW.recipient
    OR OLD.way <> NEW.way OR OLD.copies <> NEW.copies OR OLD.sent_on <> NEW.sent_on
    OR OLD.note <> NEW.note OR OLD.sent_by <> NEW.sent_by
    OR (OLD.received_on IS NOT NULL AND OLD.received_on IS NOT NEW.received_on)
    OR (OLD.given_back_on IS NOT NULL AND OLD.given_back_on IS NOT NEW.given_back_on)
BEGIN
    SELECT RAISE(ABORT, 'dispatch: append only');
END;

CREATE TRIGGER dispatch_is_never_deleted
BEFORE DELETE ON dispatch
BEGIN
    SELECT RAISE(ABORT, 'dispatch: append only');
END;

CREATE TABLE paper_link (
    id INTEGER PRIMARY KEY,
    later_id INTEGER NOT NULL REFERENCES document (id),
    relation TEXT NOT NULL CHECK (relation IN ('corrects', 'amends', 'replaces', 'recalls')),
    earlier_id INTEGER NOT NULL REFERENCES document (id),
    reason TEXT NOT NULL DEFAULT '',
    made_by INTEGER NOT NULL REFERENCES person (id),
    made_at TEXT NOT NULL,
    UNIQUE (later_id, earlier_id),
    CHECK (later_id <> earlier_id)
) STRICT;

CREATE INDEX paper_link_by_earlier ON paper_link (earlier_id);

CREATE TRIGGER paper_link_is_never_changed
BEFORE UPDATE ON paper_link
BEGIN
    SELECT RAISE(ABORT, 'paper_link: append only');
END;

CREATE TRIGGER paper_link_is_never_deleted
BEFORE DELETE ON paper_link
BEGIN
    SELECT RAISE(ABORT, 'paper_link: append only');
END;

CREATE TABLE citation (
    id INTEGER PRIMARY KEY,
    topic TEXT NOT NULL,
    key TEXT NOT NULL CHECK (key <> ''),
    text TEXT NOT NULL,
    kind TEXT NOT NULL DEFAULT '',
    number INTEGER,
    notation TEXT NOT NULL DEFAULT '',
    year INTEGER,
    dated TEXT NOT NULL DEFAULT '',
    issuer TEXT NOT NULL DEFAULT '',
    UNIQUE (topic, key, dated)
) STRICT;

CREATE INDEX citation_by_number ON citation (number, notation);

CREATE TABLE cited_topic (
    topic TEXT PRIMARY KEY,
    at TEXT NOT NULL
) STRICT;

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

CREATE TABLE access_grant (
    id INTEGER PRIMARY KEY,
    document_id INTEGER NOT NULL REFERENCES document (id),
    unit_id INTEGER REFERENCES unit (id),
    person_id INTEGER REFERENCES person (id),
    files INTEGER NOT NULL CHECK (files IN (0, 1)),
    reason TEXT NOT NULL CHECK (reason <> ''),
    granted_by INTEGER NOT NULL REFERENCES person (id),
    granted_at TEXT NOT NULL,
    revoked_by INTEGER REFERENCES person (id),
    revoked_at TEXT,
    CHECK ((unit_id IS NULL) <> (person_id IS NULL)),
    CHECK ((revoked_by IS NULL) = (revoked_at IS NULL))
) STRICT;

CREATE UNIQUE INDEX access_grant_once_to_a_unit
ON access_grant (unit_id, document_id) WHERE revoked_at IS NULL AND unit_id IS NOT NULL;

CREATE UNIQUE INDEX access_grant_once_to_a_person
ON access_grant (person_id, document_id) WHERE revoked_at IS NULL AND person_id IS NOT NULL;

CREATE INDEX access_grant_by_document ON access_grant (document_id);

CREATE TRIGGER access_grant_only_ends
BEFORE UPDATE ON access_grant
WHEN OLD.revoked_at IS NOT NULL OR NEW.revoked_at IS NULL OR OLD.id <> NEW.id
    OR OLD.document_id <> NEW.document_id OR OLD.unit_id IS NOT NEW.unit_id
    OR OLD.person_id IS NOT NEW.person_id OR OLD.files <> NEW.files OR OLD.reason <> NEW.reason
    OR OLD.granted_by <> NEW.granted_by OR OLD.granted_at <> NEW.granted_at
BEGIN
    SELECT RAISE(ABORT, 'access_grant: append only');
END;

CREATE TRIGGER access_grant_is_never_deleted
BEFORE DELETE ON access_grant
BEGIN
    SELECT RAISE(ABORT, 'access_grant: append only');
END;

CREATE INDEX event_of_views ON event (document_id, person_id, at)
WHERE verb IN ('view', 'download');

CREATE TRIGGER incoming_year_begins_where_it_began
BEFORE UPDATE OF first_number ON incoming_year
WHEN NEW.first_number <> OLD.first_number
BEGIN
    SELECT RAISE(ABORT, 'incoming_year: the first number is fixed');
END;

CREATE TRIGGER incoming_follows_the_last
BEFORE INSERT ON incoming
WHEN NEW.number <> COALESCE(
    (SELECT MAX(number) + 1 FROM incoming WHERE year = NEW.year),
    (SELECT first_number FROM incoming_year WHERE year = NEW.year)
)
BEGIN
    SELECT RAISE(ABORT, 'incoming: number out of order');
END;

CREATE VIRTUAL TABLE search_old USING fts5(
    reference, subject, people, body,
    subject_marked, people_marked, body_marked,
    spelling, facets,
    tokenize = "unicode61 remove_diacritics 0"
);

CREATE TABLE old_value (
    id INTEGER PRIMARY KEY,
    field TEXT NOT NULL CHECK (field <> ''),
    key TEXT NOT NULL,
    plain TEXT NOT NULL,
    name TEXT NOT NULL,
    UNIQUE (field, key)
) STRICT;

CREATE INDEX old_value_by_plain ON old_value (field, plain);

CREATE TABLE old_facet (
    position INTEGER PRIMARY KEY,
    old_paper_id INTEGER NOT NULL UNIQUE REFERENCES old_paper (id),
    value_ids BLOB NOT NULL
) STRICT;

CREATE TABLE old_title (
    position INTEGER PRIMARY KEY,
    reference TEXT NOT NULL,
    subject TEXT NOT NULL,
    subject_marked TEXT NOT NULL
) STRICT;

CREATE TABLE old_count (
    scope INTEGER NOT NULL,
    value_id INTEGER NOT NULL REFERENCES old_value (id),
    papers INTEGER NOT NULL CHECK (papers >= 0),
    PRIMARY KEY (scope, value_id)
) STRICT, WITHOUT ROWID;

CREATE INDEX old_paper_by_arrival ON old_paper (created_at, id);

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

CREATE TABLE annexes_left_unsigned (
    document_id INTEGER PRIMARY KEY REFERENCES document (id)
) STRICT;

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

CREATE TRIGGER document_file_of_a_recalled_paper_is_frozen
BEFORE INSERT ON document_file
WHEN EXISTS (SELECT 1 FROM recall WHERE document_id = NEW.document_id)
BEGIN
    SELECT RAISE(ABORT, 'document_file: recalled');
END;

CREATE TABLE post_handover (
    id INTEGER PRIMARY KEY,
    dispatch_id INTEGER NOT NULL REFERENCES dispatch (id),
    consignment TEXT NOT NULL DEFAULT '',
    envelopes INTEGER NOT NULL DEFAULT 1 CHECK (envelopes BETWEEN 1 AND 999),
    noted_by INTEGER NOT NULL REFERENCES person (id),
    noted_at TEXT NOT NULL
) STRICT;

CREATE INDEX post_handover_by_dispatch ON post_handover (dispatch_id, id);

CREATE INDEX dispatch_by_post ON dispatch (sent_on, id) WHERE way = 'post';

CREATE TRIGGER post_handover_is_of_a_sending_by_post
BEFORE INSERT ON post_handover
WHEN (SELECT way FROM dispatch WHERE id = NEW.dispatch_id) IS NOT 'post'
BEGIN
    SELECT RAISE(ABORT, 'post_handover: not sent by post');
END;

CREATE TRIGGER post_handover_is_never_changed
BEFORE UPDATE ON post_handover
BEGIN
    SELECT RAISE(ABORT, 'post_handover: append only');
END;

CREATE TRIGGER post_handover_is_never_deleted
BEFORE DELETE ON post_handover
BEGIN
    SELECT RAISE(ABORT, 'post_handover: append only');
END;

CREATE TABLE search_block (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    first INTEGER NOT NULL,
    last INTEGER NOT NULL,
    changes INTEGER NOT NULL DEFAULT 1 CHECK (changes >= 0),
    CHECK (first <= last)
) STRICT;

CREATE TABLE search_block_word (
    block INTEGER NOT NULL REFERENCES search_block (id),
    word TEXT NOT NULL,
    papers BLOB NOT NULL,
    PRIMARY KEY (block, word)
) STRICT, WITHOUT ROWID;
