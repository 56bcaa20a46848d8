"""Đăng nhập: right passwords come in, wrong ones wait, nobody learns which logins exist."""

import time
import unicodedata
from dataclasses import replace
from datetime import timedelta

import pytest

from service.actions import agency as agency_verbs
from service.actions import session
from service.domain.errors import NotAllowed, NotFound, Refused, TooManyTries
from service.store import people
from tests.builders import NOW, PASSWORD

ADDRESS = "192.0.2.1"
WRONG = "Sai tên đăng nhập hoặc mật khẩu"


def sign_in(office, login="lan", password=PASSWORD, address=ADDRESS, now=NOW):
    return session.sign_in(office, login, password, address, now=now)


def fail(office, times, **more):
    for _ in range(times):
        with pytest.raises(NotAllowed, match=WRONG):
            sign_in(office, password="không phải", **more)


@pytest.mark.parametrize("login", ["lan", " LAN ", "Lan"])
def test_the_right_password_comes_in(office, lan, login):
    assert sign_in(office, login) == lan


def test_a_password_typed_in_another_unicode_form_is_the_same(office, lan):
    assert sign_in(office, password=unicodedata.normalize("NFD", PASSWORD)) == lan


@pytest.mark.parametrize(
    ("login", "password"),
    [("lan", "sai"), ("lan", ""), ("ai đó", PASSWORD), ("", ""), ("lan", "x" * 100_000)],
)
def test_a_wrong_pair_says_the_same_whatever_is_wrong(office, login, password):
    with pytest.raises(NotAllowed, match=f"^{WRONG}.$"):
        sign_in(office, login, password)


def test_an_unknown_login_takes_as_long_as_a_wrong_password(office):
    """Otherwise the time would tell which logins exist; compared by order of size only."""

    def seconds(login):
        started = time.perf_counter()
        fail(office, 1, login=login)
        return time.perf_counter() - started

    seconds("nobody")  # makes the hash that is compared
    known, unknown = (min(seconds(login) for _ in range(3)) for login in ("lan", "nobody"))
    assert known / 4 < unknown < known * 4


def test_whoever_left_cannot_come_in(office, lan, quantri):
    agency_verbs.save_person(office, replace(lan, active=False), by=quantri, now=NOW)
    with pytest.raises(NotAllowed, match=WRONG):
        sign_in(office)


def test_after_five_wrong_tries_even_the_right_password_waits(office, lan):
    fail(office, 5)
    with pytest.raises(TooManyTries, match="hãy đợi 10 phút") as no:
        sign_in(office)
    assert no.value.wait_s == 600
    with pytest.raises(TooManyTries, match="hãy đợi 30 giây"):
        sign_in(office, now=NOW + timedelta(minutes=9, seconds=30))
    assert sign_in(office, now=NOW + timedelta(minutes=10)) == lan


def test_waiting_is_per_login_and_from_any_address(office, minh):
    fail(office, 3, address="192.0.2.1")
    fail(office, 2, address="192.0.2.2")
    with pytest.raises(TooManyTries):
        sign_in(office, address="192.0.2.3")
    assert sign_in(office, "minh") == minh


def test_an_address_that_tries_many_logins_waits_too(office, lan):
    for number in range(session.TRIES_PER_ADDRESS):
        fail(office, 1, login=f"ai{number}")
    with pytest.raises(TooManyTries):
        sign_in(office)
    assert sign_in(office, address="192.0.2.9") == lan


def test_a_right_password_clears_the_wrong_tries(office, lan):
    fail(office, 4)
    sign_in(office)
    fail(office, 4)
    assert sign_in(office) == lan


def test_wrong_tries_do_not_pile_up(office, db):
    fail(office, 2, login="ai đó")
    fail(office, 1, login="ai đó", now=NOW + timedelta(days=2))
    assert db.query("SELECT COUNT(*) AS n FROM login_attempt") == [{"n": 1}]


def test_tries_are_shared_by_all_processes(office, lan):
    """They are rows, not memory of one web process."""
    fail(office, 5)
    assert len(people.wrong_tries(office.db, since=NOW - timedelta(hours=1), login="lan")) == 5


def test_a_changed_password_ends_other_sessions(office, lan):
    changed = session.change_password(office, PASSWORD, "một câu mới dài", by=lan, now=NOW)
    assert changed.session_stamp == lan.session_stamp + 1
    assert not changed.must_change_password
    assert sign_in(office, password="một câu mới dài") == changed
    fail(office, 1)


@pytest.mark.parametrize(
    ("old", "new", "field", "because"),
    [
        ("sai", "một câu mới dài", "old", "không đúng"),
        (PASSWORD, PASSWORD, "new", "phải khác"),
        (PASSWORD, "ngắn", "new", "ít nhất 10"),
        (PASSWORD, "aaaaaaaaaaaa", "new", "dễ đoán"),
        (PASSWORD, "x1y2" * 100, "new", "dài nhất"),
    ],
)
def test_a_bad_new_password_is_refused_at_its_field(office, lan, old, new, field, because):
    with pytest.raises(Refused, match=because) as no:
        session.change_password(office, old, new, by=lan, now=NOW)
    assert no.value.field == field


def test_passwords_are_kept_as_argon2_only(office, db):
    rows = db.query("SELECT password_hash FROM person")
    assert all(row["password_hash"].startswith("$argon2id$") for row in rows)


def test_a_form_posted_after_the_session_ended_is_kept(office):
    token = session.hold_form(office, "/documents/new/decision", "subject=V%E1%BB%81", now=NOW)
    held = session.held_form(office, token, now=NOW + timedelta(hours=3))
    assert (held.path, held.body) == ("/documents/new/decision", "subject=V%E1%BB%81")
    session.drop_held_form(office, token)
    with pytest.raises(NotFound):
        session.held_form(office, token, now=NOW)


def test_kept_forms_cannot_fill_the_disk(office, monkeypatch):
    monkeypatch.setattr(session, "MAX_HELD_FORMS", 3)
    tokens = [
        session.hold_form(office, "/", str(number), now=NOW + timedelta(seconds=number))
        for number in range(5)
    ]
    kept = []
    for token in tokens:
        try:
            kept.append(session.held_form(office, token, now=NOW).body)
        except NotFound:
            continue
    assert kept == ["2", "3", "4"]
    with pytest.raises(Refused, match="quá dài"):
        session.hold_form(office, "/", "x" * (session.MAX_HELD_FORM + 1), now=NOW)


def test_a_kept_form_is_gone_after_a_day(office):
    token = session.hold_form(office, "/", "x", now=NOW)
    with pytest.raises(NotFound):
        session.held_form(office, token, now=NOW + timedelta(days=1, seconds=1))
    later = session.hold_form(office, "/", "y", now=NOW + timedelta(days=2))
    assert office.db.query("SELECT token FROM held_form") == [{"token": later}]
