"""Lịch hạn — the calendar feed (iCalendar, RFC 5545) of deadlines, as text."""

from collections.abc import Iterable
from datetime import UTC, timedelta

from service.domain.tasks import CalendarEntry

FOLD_AT = 75
"""Octets of one line without its end (RFC 5545, 3.1)."""


def calendar_text(name: str, entries: Iterable[CalendarEntry]) -> str:
    """A whole calendar: all-day events that do not make anybody busy, a reminder the day before.

    Lines end by CRLF and are folded between letters, never inside the bytes of one.
    """
    lines = [
        "BEGIN:VCALENDAR",
        "VERSION:2.0",
        "PRODID:-//Van Thu//Viec va han//VI",
        "CALSCALE:GREGORIAN",
        "METHOD:PUBLISH",
        f"X-WR-CALNAME:{escaped(name)}",
        "X-WR-TIMEZONE:Asia/Ho_Chi_Minh",
        "REFRESH-INTERVAL;VALUE=DURATION:PT1H",
    ]
    for entry in entries:
        lines += _event(entry)
    lines.append("END:VCALENDAR")
    return "".join(f"{folded(line)}\r\n" for line in lines)


def _event(entry: CalendarEntry) -> list[str]:
    changed = entry.changed_at.astimezone(UTC)
    return [
        "BEGIN:VEVENT",
        f"UID:{escaped(entry.uid)}",
        f"DTSTAMP:{changed:%Y%m%dT%H%M%SZ}",
        f"DTSTART;VALUE=DATE:{entry.day:%Y%m%d}",
        f"DTEND;VALUE=DATE:{entry.day + timedelta(days=1):%Y%m%d}",
        f"SUMMARY:{escaped(entry.summary)}",
        f"DESCRIPTION:{escaped(entry.description)}",
        "TRANSP:TRANSPARENT",
        "BEGIN:VALARM",
        "ACTION:DISPLAY",
        f"DESCRIPTION:{escaped(entry.summary)}",
        "TRIGGER:-PT16H",
        "END:VALARM",
        "END:VEVENT",
    ]


def escaped(text: str) -> str:
    """TEXT of RFC 5545, 3.3.11: backslash, semicolon, comma and line end are written out."""
    for letter, written in (("\\", "\\\\"), (";", "\\;"), (",", "\\,")):
        text = text.replace(letter, written)
    return text.replace("\r\n", "\\n").replace("\r", "\\n").replace("\n", "\\n")


def folded(line: str) -> str:
    """The line in pieces of at most `FOLD_AT` octets, each further one led by a space."""
    pieces: list[str] = []
    piece, size = "", 0
    for letter in line:
        octets = len(letter.encode())
        if size + octets > FOLD_AT:
            pieces.append(piece)
            piece, size = " ", 1
        piece += letter
        size += octets
    return "\r\n".join((*pieces, piece))
