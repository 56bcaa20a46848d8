"""Nhật ký — one way of logging for web, worker and commands: a line on standard error."""

import logging
import re


def start_logging(level: str) -> None:
    """Log from `level` (a name of `settings.LOG_LEVELS`) on; process managers add the time."""
    logging.basicConfig(
        level=level.upper(), format="%(levelname)s %(name)s[%(process)d]: %(message)s", force=True
    )
    # fontTools tells of every table it touches, pypdf and pyHanko of every oddity in a file.
    for chatty in ("fontTools", "pypdf", "pyhanko", "pyhanko_certvalidator"):
        logging.getLogger(chatty).setLevel(logging.ERROR)


_SECRET = re.compile(r"(?<=/)[A-Za-z0-9_-]{24,}(?=[/.]|$)")


def without_secrets(path: str) -> str:
    """A path for a log: where an address is the key, its token is left out."""
    return _SECRET.sub("…", path)
