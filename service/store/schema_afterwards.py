"""DDL of what happens after a paper went out: sendings, recalls, links to later papers, citations.

A recalled paper is frozen: nothing more is sent, no file is added to it.
"""

AFTERWARDS = """
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

-- Whose citations were looked for, so that a text without any is not read again.
CREATE TABLE cited_topic (
    topic TEXT PRIMARY KEY,
    at TEXT NOT NULL
) STRICT;
"""

FROZEN_FILES = """
CREATE TRIGGER document_file_of_a_recalled_paper_is_frozen
BEFORE INSERT ON document_file
WHEN EXISTS (SELECT 1 FROM recall WHERE document_id = NEW.document_id)
BEGIN
    SELECT RAISE(ABORT, 'document_file: recalled');
END;
"""
