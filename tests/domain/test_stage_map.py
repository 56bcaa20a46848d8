"""The map of stages by commune, and standards that changed since a publication."""

from datetime import date, datetime
from importlib import resources

import pytest

from service.domain.eligibility.cases import Provider
from service.domain.eligibility.law_reading import read_law
from service.domain.eligibility.stage_map import (
    NO_COMMUNE,
    map_table,
    may_serve,
    stage_map,
    standing,
    standing_table,
)
from service.domain.eligibility.standard_changes import changed_standards
from service.domain.eligibility.states import ProviderState
from service.domain.numbering import VIETNAM

S = ProviderState


def a_provider(state=S.PUBLISHED, scope=("a", "c"), commune="xã Hòa Bình", before=None):
    return Provider(
        id=1,
        state=state,
        kind="organisation",
        path="ordinary",
        name="CƠ SỞ HY VỌNG",
        representative="",
        representative_title="",
        service_address="",
        phone="",
        email="",
        scope=scope,
        modes=("outpatient",),
        price="",
        commune=commune,
        regime="C",
        published_on=date(2026, 7, 6),
        suspended_until=None,
        last_service_on=None,
        state_before=before,
        updated_at=datetime(2026, 7, 6, tzinfo=VIETNAM),
    )


def test_stages_are_counted_by_commune():
    providers = [
        a_provider(),
        a_provider(S.ASSIGNED, ("b",)),
        a_provider(scope=("a",), commune=""),
        a_provider(S.SUSPENDED),
        a_provider(S.WITHDRAWN),
    ]
    found = stage_map(providers, ("a", "b", "c"))
    assert [(row.commune, dict(row.counts), row.providers) for row in found.rows] == [
        (NO_COMMUNE, {"a": 1, "b": 0, "c": 0}, 1),
        ("xã Hòa Bình", {"a": 1, "b": 1, "c": 1}, 2),
    ]
    assert (dict(found.total.counts), found.total.providers) == ({"a": 2, "b": 1, "c": 1}, 3)
    assert map_table(found).rows[-1] == ("Tổng số", "2", "1", "1", "3")
    assert standing(providers)[S.PUBLISHED] == 2
    assert ("Đang bị đình chỉ", "1") in standing_table(standing(providers)).rows


@pytest.mark.parametrize(
    ("before", "serves"), [(S.PUBLISHED, True), (S.SUSPENDED, False), (None, True)]
)
def test_who_asks_to_be_published_again_serves_as_before(before, serves):
    assert may_serve(a_provider(S.REPUBLISHING, before=before)) is serves


@pytest.fixture(scope="module")
def law():
    return read_law(
        resources.files("service.domain.eligibility").joinpath("regimes.toml").read_text("utf-8")
    )


def test_a_standard_that_changed_within_a_period_is_found(law):
    found = changed_standards(law, date(2024, 12, 31), date(2025, 1, 1), ("a", "b"))
    assert [(one.stage, one.since) for one in found] == [("b", date(2025, 1, 1))]
    assert changed_standards(law, date(2025, 1, 1), date(2026, 6, 30), ("a", "b", "c", "d")) == ()


def test_a_new_period_changes_the_standards_that_it_sets(law):
    found = changed_standards(law, date(2026, 6, 30), date(2026, 7, 1), ("a", "c", "d"))
    assert [(one.stage, one.since) for one in found] == [
        ("a", date(2026, 7, 1)),
        ("c", date(2026, 7, 1)),
    ]
