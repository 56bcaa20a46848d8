"""DDL of the search among old papers: filters with counts, ranges, newest first.

The index made before had neither filters nor an order by date; `old_index.complete` fills this one.
"""

OLD_SEARCH = """
DROP TABLE search_old;

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
"""
