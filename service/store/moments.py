"""Moments and JSON as text: UTC with microseconds, so that text order is time order."""

import json
import unicodedata
from collections.abc import Mapping
from datetime import UTC, date, datetime
from typing import Any


def to_text(moment: datetime) -> str:
    if moment.tzinfo is None:
        raise ValueError("a moment needs its time zone")
    return moment.astimezone(UTC).isoformat(timespec="microseconds")


def from_text(text: str) -> datetime:
    return datetime.fromisoformat(text)


def maybe_moment(text: str | None) -> datetime | None:
    return None if text is None else datetime.fromisoformat(text)


def maybe_date(text: str | None) -> date | None:
    return None if text is None else date.fromisoformat(text)


def to_json(value: Mapping[str, Any] | tuple[Any, ...] | list[Any]) -> str:
    """NFC text; raises ValueError for what JSON does not know (a bug, not a person's error)."""
    text = json.dumps(value, ensure_ascii=False, allow_nan=False)
    return unicodedata.normalize("NFC", text)


def from_json(text: str) -> Any:
    return json.loads(text)
