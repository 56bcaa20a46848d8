"""Whatever happens in a limited child is an answer or a sentence, and nobody else's trouble."""

import logging
import socket
from dataclasses import replace

import pytest

from service.confinement.asking import Refusals, ask, child_command
from service.confinement.walls import Limits, clean_environment
from service.domain.errors import Busy, Refused

REFUSALS = Refusals(too_heavy="Tệp quá nặng.", broken="Tệp hỏng.")
LIMITS = Limits(memory_mb=256, cpu_seconds=5, wall_seconds=30)


def asked(work, data=b"", limits=LIMITS, **order):
    return ask(
        child_command("tests.confinement.child", work),
        data,
        order=order,
        limits=limits,
        environment=clean_environment(),
        refusals=REFUSALS,
    )


def test_an_order_and_a_file_go_in_and_fields_and_a_file_come_out():
    answer = asked("said", b"a\nb\x00\n" * 100_000, name="Hòa Bình", page=2)
    assert answer.fields["order"] == {"name": "Hòa Bình", "page": 2}
    assert answer.file == b"\n\x00b\na" * 100_000


def test_half_a_character_in_a_file_spoils_nothing_else():
    assert asked("halve").fields == {"text": "nửa ? chữ"}


def test_a_refusal_of_the_child_is_heard_as_it_was_said():
    with pytest.raises(Refused, match="Hãy bỏ mật khẩu"):
        asked("refuse")


@pytest.mark.parametrize("work", ["dig", "compute"])
def test_a_file_that_asks_for_too_much_is_too_heavy(work):
    with pytest.raises(Refused, match="quá nặng"):
        asked(work, limits=replace(LIMITS, cpu_seconds=1))


def test_a_file_that_never_ends_is_stopped_by_the_clock():
    with pytest.raises(Refused, match="quá nặng"):
        asked("wait", limits=replace(LIMITS, wall_seconds=0.5))


def test_the_parent_may_lower_the_walls_and_never_raise_them():
    assert asked("take", mb=100).fields == {"taken": 100 << 20}
    with pytest.raises(Refused, match="quá nặng"):
        asked("take", mb=100, limits=replace(LIMITS, memory_mb=100))
    with pytest.raises(Refused, match="quá nặng"):
        asked("take", mb=300, limits=replace(LIMITS, memory_mb=4096))


@pytest.mark.parametrize("work", ["break", "babble", "write"])
def test_a_child_that_dies_or_talks_nonsense_means_a_broken_file(work):
    with pytest.raises(Refused, match="hỏng"):
        asked(work, b"x")


def test_the_log_keeps_the_last_words_of_a_child(caplog):
    with caplog.at_level(logging.WARNING), pytest.raises(Refused):
        asked("break")
    assert "KeyError: 'hỏng'" in caplog.text


def test_the_network_is_shut_unless_child_and_order_open_it():
    with socket.create_server(("127.0.0.1", 0)) as server:
        port = server.getsockname()[1]
        assert asked("call", port=port, limits=replace(LIMITS, network=True)).fields["called"]
        with pytest.raises(Refused, match="hỏng"):
            asked("call", port=port)


def test_no_setting_of_ours_reaches_a_child(monkeypatch):
    monkeypatch.setenv("SERVICE_SECRET_KEY", "x")
    settings = asked("said").fields["settings"]
    assert "PATH" in settings
    assert "SERVICE_SECRET_KEY" not in settings


def test_a_machine_that_starts_no_child_is_busy(tmp_path):
    with pytest.raises(Busy, match="thử lại"):
        ask(
            [str(tmp_path / "none")],
            limits=LIMITS,
            environment=clean_environment(),
            refusals=REFUSALS,
        )
