"""DDL of filters with counts, results while typing and saved searches."""

SEARCH_FACETS = """
DROP TABLE search_index;

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
"""
