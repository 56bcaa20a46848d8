"""Đăng nhập: Argon2 passwords, waiting after wrong ones, forms kept over an expired session."""

import math
import secrets
from datetime import datetime, timedelta
from functools import cache

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError

from service.actions.office import Office
from service.domain.documents import HeldForm, Person
from service.domain.errors import NotAllowed, NotFound, Refused, TooManyTries
from service.domain.vietnamese import clean
from service.store import events, held_forms, people

HASHER = PasswordHasher(time_cost=2, memory_cost=19 * 1024, parallelism=1)
"""19 MiB and two passes (OWASP's first choice for Argon2id): some forty clerks who sign in at
eight in the morning must not take gigabytes."""

TRIES_PER_LOGIN = 5
TRIES_PER_ADDRESS = 20
"""Many clerks may share one address, so an address is given more tries than a name."""

WAIT = timedelta(minutes=10)

MIN_PASSWORD = 10
MAX_PASSWORD = 200

HELD_FORM_LIFE = timedelta(days=1)
MAX_HELD_FORM = 2_500_000
MAX_HELD_FORMS = 200


def sign_in(office: Office, login: str, password: str, address: str, *, now: datetime) -> Person:
    """The person of this login and password.

    Raises NotAllowed for a wrong pair, TooManyTries (with the seconds to wait) after
    TRIES_PER_LOGIN wrong tries of one login or TRIES_PER_ADDRESS of one address within WAIT.
    An unknown login takes as long as a wrong password and says the same.
    """
    login = normal_login(login)
    _require_no_wait(office, login, address, now)
    found = people.credentials(office.db, login)
    stored = found[1] if found else _hash_of_nobody()
    if not _matches(stored, password) or found is None or not found[0].active:
        with office.db.write():
            people.note_wrong_try(office.db, login, address, now)
        raise NotAllowed("Sai tên đăng nhập hoặc mật khẩu.")
    person = found[0]
    with office.db.write():
        people.forget_wrong_tries(office.db, login)
        if HASHER.check_needs_rehash(stored):
            people.put_password(
                office.db,
                person.id,
                HASHER.hash(_secret(password)),
                must_change=person.must_change_password,
                end_sessions=False,
            )
        events.add(office.db, "sign_in", person, now, address=address)
    return person


def change_password(office: Office, old: str, new: str, *, by: Person, now: datetime) -> Person:
    """Replace one's own password; other sessions of the person end. Refused per field."""
    if not _matches(people.password_hash(office.db, by.id), old):
        raise Refused("Mật khẩu hiện tại không đúng.", field="old")
    if _secret(new) == _secret(old):
        raise Refused("Mật khẩu mới phải khác mật khẩu hiện tại.", field="new")
    hashed = hash_password(new, login=by.login)
    with office.db.write():
        people.put_password(office.db, by.id, hashed, must_change=False, end_sessions=True)
        events.add(office.db, "change_password", by, now)
        return people.get(office.db, by.id)


def hash_password(password: str, *, login: str, field: str = "new") -> str:
    """The Argon2 hash; Refused when too short, too long or the login itself."""
    secret = _secret(password)
    if len(secret) < MIN_PASSWORD:
        raise Refused(f"Mật khẩu cần ít nhất {MIN_PASSWORD} ký tự.", field=field)
    if len(secret) > MAX_PASSWORD:
        raise Refused(f"Mật khẩu dài nhất {MAX_PASSWORD} ký tự.", field=field)
    if secret.casefold() == login.casefold() or len(set(secret)) < 4:
        raise Refused("Mật khẩu quá dễ đoán; hãy dùng một câu ngắn chỉ mình bạn biết.", field=field)
    return HASHER.hash(secret)


def normal_login(login: str) -> str:
    """Logins know no case and no outer blanks."""
    return clean(login).strip().casefold()[:200]


def hold_form(office: Office, path: str, body: str, *, now: datetime) -> str:
    """Keep a form that was posted after its session had ended; returns the token that fetches it.

    Only the newest MAX_HELD_FORMS are kept, for a day. Refused when it is too long.
    """
    if len(body) > MAX_HELD_FORM:
        raise Refused("Nội dung quá dài nên không giữ hộ được; hãy đăng nhập rồi gửi lại.")
    token = secrets.token_urlsafe(32)
    with office.db.write():
        held_forms.drop_old(office.db, before=now - HELD_FORM_LIFE, keep=MAX_HELD_FORMS - 1)
        held_forms.add(office.db, HeldForm(token, path, body, now))
    return token


def held_form(office: Office, token: str, *, now: datetime) -> HeldForm:
    """What `hold_form` kept; raises NotFound when it is gone. Fetching does not remove it."""
    held = held_forms.get(office.db, token)
    if held is None or held.at < now - HELD_FORM_LIFE:
        raise NotFound("Nội dung giữ hộ không còn nữa.")
    return held


def drop_held_form(office: Office, token: str) -> None:
    """Forget a kept form once its content is safe in a draft."""
    with office.db.write():
        held_forms.drop(office.db, token)


def _require_no_wait(office: Office, login: str, address: str, now: datetime) -> None:
    since = now - WAIT
    by_login = people.wrong_tries(office.db, since=since, login=login)
    by_address = people.wrong_tries(office.db, since=since, address=address)
    for tries, limit in ((by_login, TRIES_PER_LOGIN), (by_address, TRIES_PER_ADDRESS)):
        if len(tries) >= limit:
            left = tries[-limit] + WAIT - now
            wait_s = max(1, math.ceil(left.total_seconds()))
            raise TooManyTries(
                f"Sai mật khẩu nhiều lần; hãy đợi {_in_words(wait_s)} rồi thử lại.", wait_s=wait_s
            )


def _in_words(seconds: int) -> str:
    return f"{seconds} giây" if seconds < 60 else f"{math.ceil(seconds / 60)} phút"


def _matches(stored: str, password: str) -> bool:
    try:
        return HASHER.verify(stored, _secret(password))
    except (VerificationError, InvalidHashError):
        return False


def _secret(password: str) -> str:
    """One spelling, so that a password typed as NFD on another keyboard is the same."""
    return clean(password)[: MAX_PASSWORD + 1]


@cache
def _hash_of_nobody() -> str:
    """Checked for unknown logins, so that they answer as slowly as known ones."""
    return HASHER.hash(secrets.token_urlsafe(16))
