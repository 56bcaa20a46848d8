"""DDL for who may sign: every saving of a signatory is kept, so are the papers that give the
right to sign; and for the pictures of signatures and seals.

A signatory that was there before gets the authority its capacity presumes, without a last day.
"""

_RANKS = (
    "'head', 'acting-head', 'deputy', 'deputy-in-charge', 'unit-head', 'unit-deputy', "
    "'subordinate-head', 'other'"
)
_DATE = "'[0-9][0-9][0-9][0-9]-[0-9][0-9]-[0-9][0-9]'"

AUTHORITIES = f"""
ALTER TABLE signatory ADD COLUMN unit_head_post TEXT NOT NULL DEFAULT '';
ALTER TABLE signatory ADD COLUMN remark TEXT NOT NULL DEFAULT '';

CREATE TABLE signing_paper (
    id INTEGER PRIMARY KEY,
    type TEXT NOT NULL CHECK (type IN ('regulation', 'delegation'))
) STRICT;

CREATE TABLE signing_paper_version (
    id INTEGER PRIMARY KEY,
    paper_id INTEGER NOT NULL REFERENCES signing_paper (id),
    title TEXT NOT NULL CHECK (title <> ''),
    number TEXT NOT NULL CHECK (number <> ''),
    dated TEXT NOT NULL CHECK (dated GLOB {_DATE}),
    since TEXT NOT NULL CHECK (since GLOB {_DATE}),
    until TEXT CHECK (until GLOB {_DATE}),
    giver_id INTEGER REFERENCES signatory (id),
    giver_name TEXT NOT NULL DEFAULT '',
    given_by TEXT CHECK (given_by IN ({_RANKS})),
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
    rank TEXT NOT NULL CHECK (rank IN ({_RANKS})),
    regime TEXT NOT NULL CHECK (regime IN ('chief', 'collective')),
    since TEXT CHECK (since GLOB {_DATE}),
    until TEXT CHECK (until GLOB {_DATE}),
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

INSERT INTO authority
    (signatory_id, name, post, capacity, body, head_post, active, rank, regime, at)
SELECT id, name, post, capacity, body, head_post, active,
    CASE capacity
        WHEN 'Q.' THEN 'acting-head' WHEN 'KT.' THEN 'deputy' WHEN 'TL.' THEN 'unit-head'
        WHEN 'TUQ.' THEN 'subordinate-head' ELSE 'head'
    END,
    CASE WHEN body <> '' THEN 'collective' ELSE 'chief' END,
    COALESCE(
        (SELECT MAX(at) FROM event
         WHERE verb = 'save_signatory' AND json_extract(detail, '$.signatory') = signatory.id),
        strftime('%Y-%m-%dT%H:%M:%S.000000+00:00', 'now')
    )
FROM signatory;

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
"""

SPECIMENS = """
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
"""
