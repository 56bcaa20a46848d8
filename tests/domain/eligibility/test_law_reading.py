"""The table of law is checked when it is read, and says which entry is wrong."""

import re
from datetime import date

import pytest

from service.domain.eligibility.law import regime_on
from service.domain.eligibility.law_reading import read_law
from service.domain.errors import Refused
from service.domain.legal_catalogue import CATALOGUE
from tests.domain.eligibility.law_fixture import LAW, TEXT


def test_the_three_regimes_follow_each_other_without_a_gap():
    assert [regime.code for regime in LAW.regimes] == ["A", "B", "C"]
    assert [regime_on(LAW, day).code for day in (date(2022, 1, 1), date(2030, 1, 1))] == ["A", "C"]


def test_no_law_before_the_first_regime():
    with pytest.raises(Refused, match="31/12/2021") as refusal:
        regime_on(LAW, date(2021, 12, 31))
    assert "filed_on" in refusal.value.errors


def test_every_legal_basis_holds_on_some_day_of_its_regime():
    known = {basis.code: basis for basis in CATALOGUE}
    for regime in LAW.regimes:
        for code in regime.bases:
            basis = known[code]
            assert basis.until is None or basis.until >= regime.since, code
            assert regime.until is None or basis.since <= regime.until, code


def test_what_is_unsure_stays_marked():
    for regime in LAW.regimes:
        assert regime.to_be_confirmed, regime.code
        assert not regime.equipment_complete


def test_every_regime_has_a_rule_for_each_stage():
    for regime in LAW.regimes:
        for stage in regime.stages:
            day = regime.until or regime.since
            assert any(one.stage == stage.code and one.holds(day) for one in regime.standards)


def test_the_version_is_the_hash_of_the_text():
    assert read_law(TEXT + "\n# một ghi chú\n").version != LAW.version


@pytest.mark.parametrize(
    ("old", "new", "named"),
    [
        ('amount = 5\nunit = "working_days"', 'amount = 5\nunit = "week"', "limits.record.unit"),
        ("amount = 5\nunit", "amount = 0\nunit", "limits.record.amount"),
        ("suspension_months = [3, 3]", "suspension_months = [6, 3]", "suspension_months"),
        ("since = 2026-07-01", "since = 2026-07-02", "thời kỳ C.since"),
        ('check = "rooms"', 'check = "room"', "conditions thứ 4.check"),
        ('kinds = ["individual"]', 'kinds = ["person"]', "kinds"),
        ('"decree-163-2026"]', '"decree-164-2026"]', "thời kỳ C.bases"),
        ("withdrawal = true\n", "", "thời kỳ C.withdrawal"),
        ("withdrawal = true\n", "withdrawall = true\n", "thời kỳ C.withdrawal"),
        ("idle_months = 6", 'idle_months = 6\nidle_weeks = "x"', "idle_weeks"),
        ('like = "A"', 'like = "Z"', "like"),
        ('id = "C2"', 'id = "C1"', "conditions"),
        ('level = "secondary"', 'level = "master"', "options thứ 1.level"),
        ("[[regime]]", "[[regime", "TOML"),
    ],
)
def test_a_wrong_entry_is_named(old, new, named):
    changed = TEXT.replace(old, new) if new else TEXT.replace(old, "", 1)
    assert changed != TEXT
    with pytest.raises(Refused, match=re.escape(named)):
        read_law(changed)


def test_an_empty_table_is_refused():
    with pytest.raises(Refused, match="regime"):
        read_law("")
