"""`service users`: accounts from the terminal, for the day nobody can sign in."""

import getpass
import sys
from argparse import Namespace
from datetime import UTC, datetime
from typing import Any

from service.actions import agency as verbs
from service.app import Office
from service.cli.opening import administrator, opened_office, person_called
from service.cli.output import print_json
from service.domain.documents import Person
from service.domain.errors import Refused
from service.domain.workflow import Role
from service.settings import Settings
from service.store import agency as agencies
from service.store import people


def run(args: Namespace, settings: Settings) -> int:
    with opened_office(settings) as office:
        _VERBS[args.verb](office, args)
    return 0


def _list(office: Office, args: Namespace) -> None:
    units = {unit.id: unit.symbol for unit in agencies.units(office.db)}
    rows: list[dict[str, Any]] = [
        {
            "id": person.id,
            "login": person.login,
            "name": person.name,
            "unit": units.get(person.unit_id, ""),
            "roles": sorted(role.value for role in person.roles),
            "active": person.active,
        }
        for person in people.everyone(office.db)
    ]
    if args.json:
        print_json(rows)
        return
    for row in rows:
        note = "" if row["active"] else "\t(ngừng hoạt động)"
        print(f"{row['login']}\t{row['name']}\t{row['unit']}\t{', '.join(row['roles'])}{note}")


def _add(office: Office, args: Namespace) -> None:
    roles = frozenset(_role(text) for text in args.role)
    units = {unit.symbol: unit.id for unit in agencies.units(office.db) if unit.active}
    if args.unit not in units:
        raise Refused(f"Không có đơn vị “{args.unit}”; có: {', '.join(units)}.", field="--unit")
    by = administrator(office.db, args.by)
    person = Person(0, args.name, args.login, units[args.unit], roles)
    saved = verbs.add_person(office, person, read_password(), by=by, now=datetime.now(UTC))
    print(f"Đã thêm {saved.name} ({saved.login}); phải đổi mật khẩu khi đăng nhập lần đầu.")


def _reset(office: Office, args: Namespace) -> None:
    person = person_called(office.db, args.login, option="TÊN_ĐĂNG_NHẬP")
    by = administrator(office.db, args.by)
    verbs.reset_password(office, person.id, read_password(), by=by, now=datetime.now(UTC))
    print(f"Đã đặt lại mật khẩu của {person.name}; phải đổi khi đăng nhập.")


_VERBS = {"list": _list, "add": _add, "reset-password": _reset}


def _role(text: str) -> Role:
    try:
        return Role(text)
    except ValueError:
        listed = ", ".join(role.value for role in Role)
        raise Refused(f"Không có vai trò “{text}”; có: {listed}.", field="--role") from None


def read_password() -> str:
    """Asked for twice on a terminal, else the first line of standard input: never an argument,
    which every user of the computer could read in the list of processes."""
    if not sys.stdin.isatty():
        return sys.stdin.readline().rstrip("\r\n")
    first = getpass.getpass("Mật khẩu mới: ")
    if getpass.getpass("Nhập lại: ") != first:
        raise Refused("Hai lần nhập không giống nhau.", field="password")
    return first
