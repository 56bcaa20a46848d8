"""Giờ — the one place where the web edge reads the clock, in UTC."""

from datetime import UTC, datetime

from flask import current_app


def now() -> datetime:
    """The present moment; tests set `app.config["CLOCK"]`."""
    moment: datetime = current_app.config["CLOCK"]()
    return moment


def system_clock() -> datetime:
    return datetime.now(UTC)
