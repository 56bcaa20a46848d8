"""Ô số tiền, số lượng, giờ — typed in any usual way, shown and answered in one."""

from collections.abc import Callable, Sequence
from typing import Any

from forms.fields import Line
from service.domain.errors import Refused
from service.domain.numbers import (
    grouped,
    padded_count,
    parse_clock,
    parse_count,
    parse_money,
)
from service.domain.vietnamese import clean_line


class _Read(Line):
    """A line that is read as a value and shown in one spelling; a wrong one is kept as typed."""

    reading: Callable[[str], Any]
    showing: Callable[[Any], str]

    def process_formdata(self, valuelist: Sequence[str]) -> None:
        self.data = clean_line(valuelist[0]) if valuelist else ""
        if self.data:
            try:
                self.data = type(self).showing(type(self).reading(self.data))
            except Refused as refused:
                raise ValueError(refused.message) from refused


class Money(_Read):
    """Số tiền bằng đồng, as ``1.500.000``."""

    reading = staticmethod(parse_money)
    showing = staticmethod(grouped)


class Count(_Read):
    """Số lượng, as ``05``."""

    reading = staticmethod(parse_count)
    showing = staticmethod(padded_count)


class Clock(_Read):
    """Giờ, as ``08:30``."""

    reading = staticmethod(parse_clock)
    showing = staticmethod(lambda clock: f"{clock[0]:02d}:{clock[1]:02d}")
