"""One child answers file after file; what one of them does is no matter to the next."""

import os
from dataclasses import replace

import pytest

from service.confinement.asking import Refusals, child_command, fields_of
from service.confinement.series import Series
from service.confinement.walls import Limits, clean_environment
from service.domain.errors import Busy, Refused

LIMITS = Limits(memory_mb=256, cpu_seconds=2, wall_seconds=30)

REFUSALS = Refusals(too_heavy="Tệp quá nặng.", broken="Tệp hỏng.")


def opened(limits=LIMITS):
    return Series(
        child_command("tests.confinement.child", "each"),
        limits=limits,
        environment=clean_environment(),
        refusals=REFUSALS,
    )


@pytest.fixture
def series():
    series = opened()
    yield series
    series.end()


def said(series, data=b"", **order):
    return series.ask(data, {"work": "said", **order}).fields["order"]


def test_every_file_comes_with_an_order_of_its_own(series):
    for page in range(5):
        assert said(series, b"a\nb" * 100_000, page=page) == {"work": "said", "page": page}


def test_a_refusal_is_heard_as_it_was_said_and_the_next_file_is_read(series):
    with pytest.raises(Refused, match="Hãy bỏ mật khẩu"):
        series.ask(b"", {"work": "refuse"})
    assert said(series)


@pytest.mark.parametrize(
    "order",
    [
        {"work": "compute"},
        {"work": "take", "mb": 300},
        {"work": "dig"},
        {"work": "break"},
        {"work": "write"},
        {"work": "call", "port": 1},
    ],
    ids=lambda order: order["work"],
)
def test_a_file_that_ends_its_process_ends_no_other(series, order):
    said(series)
    child = series._child.pid
    with pytest.raises(Refused, match="quá nặng"):
        series.ask(b"x", order)
    assert said(series)
    assert series._child.pid == child


def test_a_file_that_never_ends_is_stopped_by_the_clock_alone():
    series = opened(replace(LIMITS, wall_seconds=2))
    said(series)
    child = series._child.pid
    with pytest.raises(Refused, match="quá nặng"):
        series.ask(b"", {"work": "wait"})
    assert said(series)
    assert series._child.pid == child
    series.end()


def test_a_child_that_is_gone_is_started_anew(series):
    said(series)
    os.kill(series._child.pid, 9)
    with pytest.raises(Refused, match="quá nặng"):
        said(series)
    assert said(series)


def test_nothing_is_left_when_a_series_ends(series):
    said(series)
    child = series._child.pid
    series.end()
    with pytest.raises(ProcessLookupError):
        os.kill(child, 0)


def test_a_machine_that_starts_no_child_blames_no_file():
    series = Series(
        ["/nowhere/python"], limits=Limits(), environment=clean_environment(), refusals=REFUSALS
    )
    with pytest.raises(Busy, match="thử lại"):
        series.ask(b"")


@pytest.mark.parametrize("line", [b"5", b"[]", b"{}", b'{"answer": 1}', b"[" * 100_000])
def test_nonsense_from_a_child_is_a_refusal(line):
    with pytest.raises(Refused, match=REFUSALS.broken):
        fields_of(line, REFUSALS)
