"""DDL of a year's first arrival number: an office that begins here in March has some already."""

INCOMING_START = """
ALTER TABLE incoming_year ADD COLUMN first_number INTEGER NOT NULL DEFAULT 1
    CHECK (first_number >= 1);

CREATE TRIGGER incoming_year_begins_where_it_began
BEFORE UPDATE OF first_number ON incoming_year
WHEN NEW.first_number <> OLD.first_number
BEGIN
    SELECT RAISE(ABORT, 'incoming_year: the first number is fixed');
END;

DROP TRIGGER incoming_follows_the_last;

CREATE TRIGGER incoming_follows_the_last
BEFORE INSERT ON incoming
WHEN NEW.number <> COALESCE(
    (SELECT MAX(number) + 1 FROM incoming WHERE year = NEW.year),
    (SELECT first_number FROM incoming_year WHERE year = NEW.year)
)
BEGIN
    SELECT RAISE(ABORT, 'incoming: number out of order');
END;
"""
