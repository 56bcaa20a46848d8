"""DDL of the office's own Word templates: append-only, like everything that explains a paper."""

WORD_TEMPLATES = """
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
"""
