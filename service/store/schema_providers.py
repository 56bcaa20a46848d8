"""DDL of the eligibility of providers: cases, their parts, the register, links and deletions.

Identity numbers stand in columns that end in `_cipher` (AES-GCM, key outside this database) and,
for "the same applicant twice", `_hash` (keyed). Findings, decisions and deletions are append-only.
"""

_DAY = "GLOB '[0-9][0-9][0-9][0-9]-[0-9][0-9]-[0-9][0-9]'"

PROVIDERS = f"""
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
    published_on TEXT NOT NULL CHECK (published_on {_DAY}),
    suspended_until TEXT CHECK (suspended_until {_DAY}),
    last_service_on TEXT CHECK (last_service_on {_DAY}),
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
    filed_on TEXT NOT NULL CHECK (filed_on {_DAY}),
    unit_id INTEGER NOT NULL REFERENCES unit (id),
    provider_id INTEGER REFERENCES provider (id),
    answers TEXT NOT NULL DEFAULT '{{}}' CHECK (json_valid(answers)),
    version INTEGER NOT NULL DEFAULT 1 CHECK (version >= 1),
    id_cipher BLOB,
    id_shown TEXT NOT NULL DEFAULT '',
    id_hash TEXT NOT NULL DEFAULT '',
    search TEXT NOT NULL DEFAULT '',
    receipt_no TEXT NOT NULL DEFAULT '',
    valid_on TEXT CHECK (valid_on {_DAY}),
    due TEXT CHECK (due {_DAY}),
    appraised_on TEXT CHECK (appraised_on {_DAY}),
    appraisal_note TEXT NOT NULL DEFAULT '',
    proposed_scope TEXT NOT NULL DEFAULT '[]' CHECK (json_valid(proposed_scope)),
    transition_note TEXT NOT NULL DEFAULT '',
    transition_by TEXT NOT NULL DEFAULT '',
    apology_on TEXT CHECK (apology_on {_DAY}),
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
    asked_on TEXT NOT NULL CHECK (asked_on {_DAY}),
    due_on TEXT CHECK (due_on {_DAY}),
    received_on TEXT CHECK (received_on {_DAY}),
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
    decided_on TEXT NOT NULL CHECK (decided_on {_DAY}),
    authority TEXT NOT NULL DEFAULT '',
    regime TEXT NOT NULL,
    scope TEXT NOT NULL DEFAULT '[]' CHECK (json_valid(scope)),
    modes TEXT NOT NULL DEFAULT '[]' CHECK (json_valid(modes)),
    price TEXT NOT NULL DEFAULT '',
    since TEXT CHECK (since {_DAY}),
    until TEXT CHECK (until {_DAY}),
    replaces INTEGER REFERENCES provider_decision (id),
    detail TEXT NOT NULL DEFAULT '{{}}' CHECK (json_valid(detail)),
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
"""
