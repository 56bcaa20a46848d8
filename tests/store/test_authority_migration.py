"""Signatories of an earlier release sign on as they did, without a last day."""

import pytest

from service.domain.agency import Signatory, SigningCapacity
from service.domain.authority import Rank, Regime
from service.domain.signing_rules import why_not
from service.store import agency as agencies
from service.store import authorities
from service.store.migrations import migrate
from tests.builders import NOW
from tests.store.earlier import database_before

MADE = {
    SigningCapacity.HEAD: (Rank.HEAD, Regime.CHIEF),
    SigningCapacity.ON_BEHALF: (Rank.HEAD, Regime.COLLECTIVE),
    SigningCapacity.ACTING: (Rank.ACTING_HEAD, Regime.CHIEF),
    SigningCapacity.FOR_HEAD: (Rank.DEPUTY, Regime.CHIEF),
    SigningCapacity.BY_ORDER: (Rank.UNIT_HEAD, Regime.CHIEF),
    SigningCapacity.BY_DELEGATION: (Rank.SUBORDINATE_HEAD, Regime.CHIEF),
}
NEED_A_PAPER = (SigningCapacity.BY_ORDER, SigningCapacity.BY_DELEGATION)


def signatory(capacity):
    body = "Ủy ban nhân dân" if capacity is SigningCapacity.ON_BEHALF else ""
    return Signatory(0, "Lê Thị Mai", "Chức vụ", capacity, body, "Chủ tịch")


@pytest.fixture
def carried(db, office, tmp_path):
    with db.write():
        for capacity in MADE:
            agencies.put_signatory(db, signatory(capacity))
    earlier = database_before("m0006_authority", office, tmp_path / "earlier.db")
    migrate(earlier)
    yield earlier
    earlier.close()


def test_each_gets_the_rank_and_regime_of_its_capacity(carried):
    found = {one.signatory.capacity: one for one in authorities.current(carried)}
    assert {key: (one.rank, one.regime) for key, one in found.items()} == MADE
    assert all((one.since, one.until) == (None, None) for one in found.values())


@pytest.mark.parametrize("capacity", MADE)
def test_all_sign_on_but_those_who_need_a_paper(carried, capacity):
    (one,) = [
        one
        for one in authorities.current(carried)
        if one.signatory.capacity is capacity and one.signatory.name == "Lê Thị Mai"
    ]
    assert bool(why_not(one, on=NOW.date())) == (capacity in NEED_A_PAPER)


def test_the_first_line_of_the_history_is_what_was_there(carried):
    for one in agencies.signatories(carried):
        (line,) = authorities.history(carried, one.id)
        assert line.authority.signatory.block == one.block
        assert line.at.tzinfo is not None
    assert carried.query("PRAGMA foreign_key_check") == []
