"""Kiểm tra ô nhập — checks that the pages' own small forms share."""

from collections.abc import Callable
from typing import Any

from werkzeug.routing import IntegerConverter, Map
from wtforms.validators import StopValidation

MOST = 2**31 - 1
"""No id, version or page of an office is larger; SQLite's own limit is far beyond."""


def whole(text: str | None, default: int, *, low: int = 0, high: int = MOST) -> int:
    """A number from an address or a hidden field; anything else is the default."""
    if text and text.isascii() and text.isdecimal() and low <= int(text[:20]) <= high:
        return int(text)
    return default


class Ident(IntegerConverter):
    """``<int:…>`` in addresses, within what a database can hold: others are no such page."""

    def __init__(self, url_map: Map) -> None:
        super().__init__(url_map, max=MOST)


def filled(sentence: str) -> Callable[[Any, Any], None]:
    """Ask for an answer with a sentence of its own, also where the browser checks nothing."""

    def check(form: Any, field: Any) -> None:
        if not (field.data.strip() if isinstance(field.data, str) else field.data):
            raise StopValidation(sentence)

    check.required = True  # type: ignore[attr-defined]
    return check
