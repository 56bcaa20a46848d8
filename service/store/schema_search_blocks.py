"""DDL of the search index's blocks: which papers have which word, as sets of bits."""

SEARCH_BLOCKS = """
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
"""
