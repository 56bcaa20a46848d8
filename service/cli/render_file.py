"""Tệp đầu vào của `service render` — read one JSON object and say exactly what is wrong with it."""

import json
from collections.abc import Mapping
from dataclasses import MISSING, dataclass, fields
from datetime import date
from typing import Any

from service.domain.agency import Agency, Signatory, SigningCapacity, SizeProfile, Unit
from service.domain.errors import Refused
from service.domain.numbering import IssueMark
from service.domain.tones import TonePlacement
from service.domain.vietnamese import clean, parse_date

KEYS = ("kind", "answers", "agency", "number", "issued_on")
_AGENCY_LISTS = ("units", "signatories", "default_recipients")


@dataclass(frozen=True, slots=True)
class RenderOrder:
    """What to make. `agency` is None when the file names none."""

    kind: str
    answers: Mapping[str, Any]
    mark: IssueMark
    agency: Agency | None


def read_order(data: bytes) -> RenderOrder:
    """Parse and check everything but the answers; raises Refused with every wrong field."""
    given = _object(data)
    errors: dict[str, str] = {}
    for name in given:
        if name not in KEYS:
            errors[name] = f"Không có mục “{name}”; chỉ nhận: {', '.join(KEYS)}."
    if not isinstance(given.get("kind"), str):
        errors["kind"] = "Thiếu “kind”: mã loại văn bản, xem service kinds."
    if not isinstance(given.get("answers"), dict):
        errors["answers"] = "Thiếu “answers”: một đối tượng gồm các ô của loại văn bản."
    mark = _mark(given, errors)
    agency = _agency(given["agency"], errors) if given.get("agency") is not None else None
    if errors:
        raise Refused("Tệp đầu vào chưa đúng.", errors=errors)
    return RenderOrder(given["kind"], given["answers"], mark, agency)


def _object(data: bytes) -> dict[str, Any]:
    try:
        given = json.loads(data.decode("utf-8-sig"))
    except UnicodeDecodeError:
        raise Refused("Tệp đầu vào phải là văn bản UTF-8.") from None
    except (json.JSONDecodeError, RecursionError) as error:
        where = f" (dòng {error.lineno})" if isinstance(error, json.JSONDecodeError) else ""
        raise Refused(f"Tệp đầu vào không phải JSON đúng{where}.") from None
    if not isinstance(given, dict):
        raise Refused("Tệp đầu vào phải là một đối tượng JSON {“kind”: …, “answers”: {…}}.")
    return given


def _mark(given: Mapping[str, Any], errors: dict[str, str]) -> IssueMark:
    number, written = given.get("number"), given.get("issued_on")
    issued_on: date | None = None
    if number is not None and (type(number) is not int or number < 1):
        errors["number"] = "“number” phải là số nguyên từ 1."
    if written not in (None, ""):
        try:
            issued_on = parse_date(written if isinstance(written, str) else "?")
        except Refused as refusal:
            errors["issued_on"] = refusal.message
    return IssueMark(number=number, issued_on=issued_on)


def _agency(given: Any, errors: dict[str, str]) -> Agency | None:
    values = _record(Agency, given, "agency", errors, lists=_AGENCY_LISTS)
    if values is None:
        return None
    rows = {name: values.pop(name, []) for name in _AGENCY_LISTS}
    for name in _AGENCY_LISTS:
        if not isinstance(rows[name], list):
            errors[f"agency.{name}"] = "Phải là một danh sách."
            rows[name] = []
    units = [_row(Unit, row, f"agency.units-{i}", i, errors) for i, row in enumerate(rows["units"])]
    signatories = [
        _row(Signatory, row, f"agency.signatories-{i}", i, errors)
        for i, row in enumerate(rows["signatories"])
    ]
    if any(not isinstance(line, str) for line in rows["default_recipients"]):
        errors["agency.default_recipients"] = "Phải là một danh sách dòng chữ."
    _choose(values, "size_profile", SizeProfile, "agency", errors)
    _choose(values, "tone_placement", TonePlacement, "agency", errors)
    if errors:
        return None
    return Agency(
        **values,
        units=tuple(units),
        signatories=tuple(signatories),
        default_recipients=tuple(map(clean, rows["default_recipients"])),
    )


def _row(made: type[Any], given: Any, path: str, index: int, errors: dict[str, str]) -> Any:
    """A unit or signatory; its id is its place in the list, from 1, unless it names one."""
    values = _record(
        made, {"id": index + 1, **given} if isinstance(given, dict) else given, path, errors
    )
    if values is None:
        return None
    _choose(values, "capacity", SigningCapacity, path, errors)
    return None if errors else made(**values)


def _record(
    made: type[Any],
    given: Any,
    path: str,
    errors: dict[str, str],
    *,
    lists: tuple[str, ...] = (),
) -> dict[str, Any] | None:
    """The object's texts and numbers, cleaned; wrong, unknown and missing ones go to `errors`."""
    if not isinstance(given, dict):
        errors[path] = "Phải là một đối tượng."
        return None
    known = {field.name: field for field in fields(made)}
    values: dict[str, Any] = {}
    for name, value in given.items():
        if name not in known:
            errors[f"{path}.{name}"] = f"Không có mục này; chỉ nhận: {', '.join(known)}."
        elif name in lists:
            values[name] = value
        elif not _fits(known[name].type, value):
            errors[f"{path}.{name}"] = "Giá trị không đúng kiểu."
        else:
            values[name] = clean(value) if isinstance(value, str) else value
    for name, field in known.items():
        needed = field.default is MISSING and field.default_factory is MISSING
        if needed and name not in given:
            errors[f"{path}.{name}"] = "Còn thiếu."
    return values


def _fits(wanted: Any, value: Any) -> bool:
    if wanted is bool:
        return isinstance(value, bool)
    if wanted is int:
        return type(value) is int
    if wanted == int | None:
        return value is None or type(value) is int
    return isinstance(value, str)


def _choose(
    values: dict[str, Any], name: str, choices: type[Any], path: str, errors: dict[str, str]
) -> None:
    if name in values:
        try:
            values[name] = choices(values[name])
        except ValueError:
            listed = ", ".join(f"“{choice.value}”" for choice in choices)
            errors[f"{path}.{name}"] = f"Phải là một trong: {listed}."
