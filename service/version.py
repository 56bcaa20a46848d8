"""The version is the first heading of CHANGELOG.md; there is no second place to forget."""

import importlib.metadata
import re
from pathlib import Path

_HEADING = re.compile(r"^## v?(\d+\.\d+\.\d+)\b", re.MULTILINE)


def version_of(changelog: str) -> str:
    """``## 0.1.0 — 24/11/2026`` → ``0.1.0``; ValueError when no heading names a version."""
    heading = _HEADING.search(changelog)
    if heading is None:
        raise ValueError("CHANGELOG.md has no heading such as “## 0.1.0 — 24/11/2026”")
    return heading.group(1)


def _version() -> str:
    changelog = Path(__file__).parent.parent / "CHANGELOG.md"
    if changelog.exists():
        return version_of(changelog.read_text("utf-8"))
    return importlib.metadata.version("van-thu")  # an installed wheel carries no changelog


VERSION = _version()
