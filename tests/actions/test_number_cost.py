"""Cấp số: what is done while nobody else may write stays small, however long the register is."""

import re
from datetime import date, timedelta

from service.actions import issuing
from service.domain.workflow import State
from tests.builders import NOW, a_document

LATER = NOW + timedelta(hours=1)
DAY = date(2026, 3, 2)

GROWING = re.compile(
    r"SCAN (document|register_entry|register_link|event|job|document_file|signature|provider_act)\b"
)
MOST_STATEMENTS = 25
"""Inside the transaction, those of triggers not counted."""


def statements_of_a_number(office, lan):
    """What SQLite was asked from the moment the write lock was had."""
    a_document(office, State.NUMBERED)
    paper = a_document(office, State.APPROVED)
    connection, asked = office.db.connection.conn, []
    connection.set_trace_callback(asked.append)
    issuing.take_number(office, paper.id, DAY, by=lan, now=LATER)
    connection.set_trace_callback(None)
    return list(dict.fromkeys(asked[asked.index("BEGIN IMMEDIATE") + 1 : asked.index("COMMIT")]))


def test_taking_a_number_asks_few_things_under_the_lock(office, lan):
    assert len(statements_of_a_number(office, lan)) <= MOST_STATEMENTS


def test_taking_a_number_reads_no_table_that_grows_from_end_to_end(office, lan):
    for statement in statements_of_a_number(office, lan):
        if not statement.lstrip().startswith("SELECT"):
            continue  # their plans also name the scans that only a broken foreign key brings
        if statement.endswith("ORDER BY id DESC LIMIT 1"):
            continue  # the end of the chain: one step of a walk
        plan = [row["detail"] for row in office.db.query(f"EXPLAIN QUERY PLAN {statement}")]
        assert not [step for step in plan if GROWING.search(step)], statement
