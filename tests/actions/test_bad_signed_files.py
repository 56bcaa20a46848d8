"""Bad files handed in as signed: each gets a sentence, and the paper stays as it was."""

import pytest

from service.actions.signing import accept_person, accept_signed
from service.domain.documents import FileRole
from service.domain.errors import Refused
from service.domain.signing import SigningStep
from service.store import documents, signed_files
from tests.actions.signing_world import *  # noqa: F403 - fixtures
from tests.actions.signing_world import LATER, file_of, stand_of
from tests.signatures.hostile_files import hostile_files
from tests.signatures.returning import both

NAMED = (
    "password to open",
    "cut in half",
    "XFA",
    "script on opening",
    "program attached",
    "bomb of 1 GB",
    "page tree in a circle",
    "no PDF",
)
"""One of each sort; the tests of the limited child judge the whole table."""


@pytest.fixture
def good(press, numbered, signing_desk):
    return both(signing_desk, file_of(press, numbered, FileRole.PDF), LATER)


@pytest.mark.parametrize("name", NAMED)
def test_a_hostile_file_changes_nothing_on_the_paper(press, numbered, trust, good, lan, name):
    data = hostile_files(good)[name]
    files = documents.files(press.db, numbered.id)
    rest = {"trust_folder": trust, "reason": "cứ nhận", "by": lan, "now": LATER}
    for take in (accept_person, accept_signed):
        with pytest.raises(Refused) as refusal:
            take(press, numbered.id, data, **rest)
        assert refusal.value.errors["signed"]
    assert documents.files(press.db, numbered.id) == files
    assert stand_of(press, numbered).step is SigningStep.PERSON
    assert signed_files.current(press.db, numbered.id) is None
    kept = accept_signed(press, numbered.id, good, **rest)
    assert kept.verdict == "valid", "the good file is still taken"
