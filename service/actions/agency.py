"""Cơ quan, đơn vị, người ký, sổ số, người dùng — the administrator's verbs."""

from dataclasses import replace
from datetime import datetime

from service.actions.authorities import save_authority
from service.actions.office import Office
from service.actions.session import hash_password, normal_login
from service.domain.agency import Agency, Signatory, Unit, parse_organ_id
from service.domain.authority import presumed
from service.domain.documents import Person, Series
from service.domain.errors import Refused, WrongState
from service.domain.numbering import Register
from service.domain.workflow import Role
from service.store import agency as agencies
from service.store import authorities, events, numbers, people

GENERAL_SERIES = (
    (Register.OUTGOING, "Văn bản đi"),
    (Register.COPIES, "Bản sao"),
)
"""What every office starts with: one series for its papers, one shared by its copies."""


def set_up_agency(
    office: Office,
    agency: Agency,
    *,
    unit: Unit,
    administrator: str,
    login: str,
    password: str,
    now: datetime,
) -> Person:
    """First start: the agency, its first unit, its two series, and who may set up the rest.

    Returns the administrator. WrongState once an agency exists, so it works only once.
    """
    hashed = hash_password(password, login=normal_login(login), field="password")
    with office.db.write():
        if agencies.exists(office.db):
            raise WrongState("Cơ quan đã được thiết lập; hãy đăng nhập.")
        agencies.save(office.db, _checked_agency(agency))
        first = agencies.put_unit(office.db, replace(unit, id=0))
        for register, name in GENERAL_SERIES:
            agencies.put_series(office.db, Series(0, register, "", name))
        person = Person(
            0, _named(administrator), _login(login), first.id, frozenset({Role.ADMINISTRATOR})
        )
        person = people.add(office.db, person, hashed)
        events.add(office.db, "set_up_agency", person, now)
    return person


def save_agency(office: Office, agency: Agency, *, by: Person, now: datetime) -> Agency:
    """Change the agency's own data; papers that are approved keep the letterhead they had."""
    by.require(Role.ADMINISTRATOR)
    with office.db.write():
        agencies.save(office.db, _checked_agency(agency))
        events.add(office.db, "save_agency", by, now)
        return agencies.load(office.db)


def save_unit(office: Office, unit: Unit, *, by: Person, now: datetime) -> Unit:
    """Add a unit (id 0) or change one."""
    by.require(Role.ADMINISTRATOR)
    if not unit.name.strip():
        raise Refused("Hãy ghi tên đơn vị.", field="name")
    if not unit.symbol.strip():
        raise Refused("Hãy ghi chữ viết tắt của đơn vị; nó đứng trong ký hiệu.", field="symbol")
    with office.db.write():
        for other in agencies.units(office.db):
            if other.id != unit.id and other.symbol == unit.symbol:
                raise Refused(f"Đơn vị “{other.name}” đã dùng chữ viết tắt này.", field="symbol")
        saved = agencies.put_unit(office.db, unit)
        events.add(office.db, "save_unit", by, now, unit=saved.id)
    return saved


def save_signatory(office: Office, signatory: Signatory, *, by: Person, now: datetime) -> Signatory:
    """Add (id 0) or change a signatory; `person_id` names the leader who approves for it.

    It keeps the authority it has; a new one, or one in another capacity, gets what the capacity
    presumes.
    """
    by.require(Role.ADMINISTRATOR)
    known = authorities.of(office.db, signatory.id)
    authority = presumed(signatory)
    if known is not None and known.signatory.capacity is signatory.capacity:
        authority = replace(known, signatory=signatory)
    return save_authority(office, authority, by=by, now=now).signatory


def save_series(
    office: Office,
    series: Series,
    *,
    by: Person,
    now: datetime,
    start: tuple[int, int] | None = None,
) -> Series:
    """Add (id 0) or change a series; the head of the agency decides the scheme (Điều 15).

    `start` = (year, first number) lets a year that ran elsewhere go on here; WrongState once
    that year has numbers. A general series (no kinds, no body) cannot be switched off.
    """
    by.require(Role.ADMINISTRATOR)
    if not series.name.strip():
        raise Refused("Hãy ghi tên sổ.", field="name")
    unknown = [code for code in series.kinds if code not in office.kinds]
    if unknown:
        raise Refused(f"Không có loại văn bản “{unknown[0]}”.", field="kinds")
    if start is not None and start[1] < 1:
        raise Refused("Số bắt đầu nhỏ nhất là 1.", field="first_number")
    with office.db.write():
        _require_no_overlap(agencies.series(office.db), series)
        saved = agencies.put_series(office.db, series)
        if start is not None:
            numbers.start_year(office.db, saved.id, *start)
        events.add(office.db, "save_series", by, now, series=saved.id, start=list(start or ()))
    return saved


def add_person(
    office: Office, person: Person, password: str, *, by: Person, now: datetime
) -> Person:
    """Add an account with a first password, which its owner must change."""
    by.require(Role.ADMINISTRATOR)
    person = replace(
        person,
        id=0,
        name=_named(person.name),
        login=_login(person.login),
        must_change_password=True,
    )
    hashed = hash_password(password, login=person.login, field="password")
    with office.db.write():
        _require_free_login(office, person)
        saved = people.add(office.db, person, hashed)
        events.add(office.db, "add_person", by, now, person=saved.id)
    return saved


def save_person(office: Office, person: Person, *, by: Person, now: datetime) -> Person:
    """Change name, unit, roles or activity; what changed rights ends the person's sessions.

    Refused when no active administrator would be left.
    """
    by.require(Role.ADMINISTRATOR)
    with office.db.write():
        old = people.get(office.db, person.id)
        person = replace(
            person,
            name=_named(person.name),
            login=_login(person.login),
            session_stamp=old.session_stamp + int(_rights(person) != _rights(old)),
        )
        _require_free_login(office, person)
        saved = people.update(office.db, person)
        if not people.holding(office.db, Role.ADMINISTRATOR):
            raise Refused("Phải còn ít nhất một quản trị đang hoạt động.", field="roles")
        events.add(office.db, "save_person", by, now, person=saved.id)
    return saved


def reset_password(
    office: Office, person_id: int, password: str, *, by: Person, now: datetime
) -> None:
    """Give a person who forgot the password a new first one; the person's sessions end."""
    by.require(Role.ADMINISTRATOR)
    person = people.get(office.db, person_id)
    hashed = hash_password(password, login=person.login, field="password")
    with office.db.write():
        people.put_password(office.db, person_id, hashed, must_change=True, end_sessions=True)
        people.forget_wrong_tries(office.db, person.login)
        events.add(office.db, "reset_password", by, now, person=person_id)


def _checked_agency(agency: Agency) -> Agency:
    needed = {
        "name": "Hãy ghi tên cơ quan.",
        "full_name": "Hãy ghi tên đầy đủ của cơ quan.",
        "place": "Hãy ghi địa danh, ví dụ: Hòa Bình.",
        "symbol": "Hãy ghi chữ viết tắt của cơ quan, ví dụ: UBND.",
    }
    errors = {name: text for name, text in needed.items() if not getattr(agency, name).strip()}
    if errors:
        raise Refused("Còn mục chưa ghi.", errors=errors)
    return replace(agency, organ_id=parse_organ_id(agency.organ_id))


def _require_no_overlap(existing: tuple[Series, ...], series: Series) -> None:
    for other in existing:
        if other.id == series.id or other.register is not series.register:
            continue
        if other.body == series.body:
            raise Refused(f"Sổ “{other.name}” đã dùng ký hiệu nhóm này.", field="body")
        shared = set(other.kinds) & set(series.kinds)
        if shared and other.active and series.active:
            raise Refused(
                f"Loại “{min(shared)}” đã được đánh số ở sổ “{other.name}”.", field="kinds"
            )
    if not series.body and not (series.active and not series.kinds):
        raise Refused("Sổ chung phải luôn dùng và nhận mọi loại còn lại.", field="active")


def _require_free_login(office: Office, person: Person) -> None:
    if people.login_taken(office.db, person.login, besides=person.id):
        raise Refused("Đã có người dùng tên đăng nhập này.", field="login")


def _rights(person: Person) -> tuple[object, ...]:
    return person.roles, person.active, person.unit_id, person.login


def _named(name: str) -> str:
    name = " ".join(name.split())
    if not name:
        raise Refused("Hãy ghi họ và tên.", field="name")
    return name


def _login(login: str) -> str:
    login = normal_login(login)
    if not login or any(char.isspace() for char in login):
        raise Refused("Tên đăng nhập không để trống và không có dấu cách.", field="login")
    return login
