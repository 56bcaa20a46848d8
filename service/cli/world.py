"""Thế giới thử — a fictional commune to try the service with: xã Hòa Bình and its people."""

import secrets
from dataclasses import replace
from datetime import datetime

from service.actions import agency as verbs
from service.actions.session import change_password
from service.app import Office
from service.domain.agency import Agency, Signatory, SigningCapacity, Unit
from service.domain.documents import Person
from service.domain.workflow import ROLE_NAMES, Role

PASSWORD = "thử nghiệm 2026"
"""Known to everybody: the test world is made only where nobody else can reach it."""

AGENCY = Agency(
    name="ỦY BAN NHÂN DÂN\nXÃ HÒA BÌNH",
    full_name="Ủy ban nhân dân xã Hòa Bình",
    place="Hòa Bình",
    symbol="UBND",
)
OFFICE_UNIT = Unit(0, "Văn phòng Hội đồng nhân dân và Ủy ban nhân dân", "VP")
UNITS = (Unit(0, "Phòng Văn hóa - Xã hội", "VHXH"), Unit(0, "Phòng Kinh tế", "KT"))
ADMINISTRATOR = ("quantri", "Quản trị viên")
PEOPLE = (
    # login, name, symbol of the unit, role
    ("lan", "Nguyễn Thị Lan", "VP", Role.CLERK),
    ("minh", "Trần Văn Minh", "VHXH", Role.DRAFTER),
    ("hung", "Phạm Quốc Hùng", "VP", Role.SIGNATORY),
    ("tam", "Lê Thị Tâm", "KT", Role.DRAFTER),
)
LEADER = "hung"


def seed_world(office: Office, *, now: datetime) -> None:
    """Set up the commune by the administrator's own verbs; WrongState when an agency exists."""
    login, name = ADMINISTRATOR
    admin = verbs.set_up_agency(
        office,
        AGENCY,
        unit=OFFICE_UNIT,
        administrator=name,
        login=login,
        password=PASSWORD,
        now=now,
    )
    units = {OFFICE_UNIT.symbol: admin.unit_id}
    for unit in UNITS:
        units[unit.symbol] = verbs.save_unit(office, unit, by=admin, now=now).id
    for login, name, symbol, role in PEOPLE:
        person = Person(0, name, login, units[symbol], frozenset({role}))
        person = _add_ready(office, person, by=admin, now=now)
        if login == LEADER:
            for signatory in _signatories(person):
                verbs.save_signatory(office, signatory, by=admin, now=now)


def _add_ready(office: Office, person: Person, *, by: Person, now: datetime) -> Person:
    """An account whose owner has already changed the first password to the known one."""
    first = secrets.token_urlsafe(16)
    added = verbs.add_person(office, person, first, by=by, now=now)
    return change_password(office, first, PASSWORD, by=added, now=now)


def _signatories(person: Person) -> tuple[Signatory, Signatory]:
    """The chair signs for the committee, and decisions of his own power in his own name."""
    on_behalf = Signatory(
        id=0,
        name=person.name,
        post="Chủ tịch",
        capacity=SigningCapacity.ON_BEHALF,
        body="Ủy ban nhân dân",
        person_id=person.id,
    )
    alone = replace(on_behalf, capacity=SigningCapacity.HEAD, body="")
    return on_behalf, alone


def how_to_sign_in() -> str:
    """Who there is, one line each, and the password of all."""
    rows = [(login, name, ROLE_NAMES[role]) for login, name, _, role in PEOPLE]
    rows.append((*ADMINISTRATOR, ROLE_NAMES[Role.ADMINISTRATOR]))
    lines = [f"  {login:8} {name} – {role.lower()}" for login, name, role in rows]
    return "\n".join([f"Đăng nhập (mật khẩu của mọi người: {PASSWORD}):", *lines])
