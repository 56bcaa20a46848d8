"""DDL of what the post office says of a sending: its number of the consignment, the envelopes."""

POST_HANDOVERS = """
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
"""
"""The latest row of a sending counts; a wrong number is written down anew, not over."""
