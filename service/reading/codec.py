"""Gói kết quả — a `Reading` as plain JSON and back, without loss.

The limited child hands its result over this way (never pickled: a child that a file has taken
over must not be believed), and an office may keep it beside the paper. What goes to other
programs is `wire.to_json`.
"""

import types
from collections.abc import Callable, Mapping
from dataclasses import fields, is_dataclass
from datetime import date, datetime, time
from enum import Enum
from functools import cache
from typing import Any, TypeVar, Union, get_args, get_origin, get_type_hints

from service.reading.findings import Reading


class Unreadable(ValueError):
    """The JSON is not one that `dump` wrote."""


def dump(reading: Reading) -> dict[str, Any]:
    """JSON-safe: dicts, lists, strings, numbers, booleans and None only."""
    result: dict[str, Any] = _plain(reading)
    return result


def load(data: Any) -> Reading:
    """What `dump` made; raises Unreadable for anything else."""
    try:
        result = _typed(data, Reading, {})
    except (KeyError, TypeError, ValueError, AttributeError) as fault:
        raise Unreadable(f"not a reading: {fault}") from fault
    assert isinstance(result, Reading)
    return result


def _plain(value: Any) -> Any:
    if is_dataclass(value) and not isinstance(value, type):
        return {field.name: _plain(getattr(value, field.name)) for field in fields(value)}
    if isinstance(value, tuple | list):
        return [_plain(item) for item in value]
    if isinstance(value, Enum):
        return value.value
    if isinstance(value, date | time):
        return value.isoformat()
    return value


_Types = Mapping[Any, Any]


def _typed(data: Any, wanted: Any, variables: _Types) -> Any:
    if isinstance(wanted, TypeVar):
        wanted = variables[wanted]
    origin, arguments = get_origin(wanted), get_args(wanted)
    if origin in (Union, types.UnionType):
        return _optional(data, arguments, variables)
    if origin is tuple:
        return _tuple(data, arguments, variables)
    if origin is not None and is_dataclass(origin):
        inner = dict(zip(getattr(origin, "__parameters__", ()), arguments, strict=True))
        return _dataclass(data, origin, inner)
    if is_dataclass(wanted):
        return _dataclass(data, wanted, {})
    return _simple(data, wanted)


def _optional(data: Any, arguments: tuple[Any, ...], variables: _Types) -> Any:
    if data is None and types.NoneType in arguments:
        return None
    (only,) = [one for one in arguments if one is not types.NoneType]
    return _typed(data, only, variables)


def _tuple(data: Any, arguments: tuple[Any, ...], variables: _Types) -> tuple[Any, ...]:
    if not isinstance(data, list):
        raise TypeError("a list is wanted")
    if arguments[-1] is Ellipsis:
        return tuple(_typed(item, arguments[0], variables) for item in data)
    return tuple(_typed(item, kind, variables) for item, kind in zip(data, arguments, strict=True))


def _dataclass(data: Any, wanted: Any, variables: _Types) -> Any:
    if not isinstance(data, dict):
        raise TypeError("an object is wanted")
    hints = _hints(wanted)
    return wanted(**{name: _typed(value, hints[name], variables) for name, value in data.items()})


@cache
def _hints(wanted: Any) -> dict[str, Any]:
    return get_type_hints(wanted)


_MAKERS: tuple[tuple[type, Callable[[str], Any]], ...] = (
    (datetime, datetime.fromisoformat),
    (date, date.fromisoformat),
    (time, time.fromisoformat),
)


def _simple(data: Any, wanted: Any) -> Any:
    if isinstance(wanted, type) and issubclass(wanted, Enum):
        return wanted(data)
    for kind, make in _MAKERS:
        if wanted is kind:
            return make(data)
    if wanted is float and isinstance(data, int) and not isinstance(data, bool):
        return float(data)
    if not isinstance(data, wanted) or (isinstance(data, bool) and wanted is not bool):
        raise TypeError(f"{wanted} is wanted")
    return data
