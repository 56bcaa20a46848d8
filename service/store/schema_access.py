"""DDL of access beyond the usual: papers shown to further units or people."""

ACCESS = """
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
"""
