"""The documentation is true: generated parts are fresh, links lead somewhere."""

import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from service.cli.parser import COMMANDS
from service.settings import VARIABLES
from tests.guards.project import ROOT, name_of, tree

PAGES = sorted([*ROOT.glob("*.md"), *(ROOT / "docs").rglob("*.md")])
LINK = re.compile(r"!?\[[^\]]*\]\((?!https?:|#|mailto:)([^)#\s]+)(?:#[^)]*)?\)")
DECISION_PARTS = (
    "## Context",
    "## Decision",
    "## Consequences",
    "## How we will know we were wrong",
)


def stale(root: Path) -> bool:
    pages = [page for page in root.rglob("*.md") if "[[[cog" in page.read_text("utf-8")]
    assert pages, "no page has a generated part"
    result = subprocess.run(
        [sys.executable, "-m", "cogapp", "--check", *map(str, pages)],
        cwd=ROOT,
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )
    assert result.returncode in (0, 5), result.stderr
    return result.returncode == 5


def test_generated_parts_are_fresh(tmp_path):
    for page in PAGES:
        shutil.copy(page, tmp_path)
    assert not stale(tmp_path)


def test_a_stale_part_is_noticed(tmp_path):
    text = (ROOT / "docs" / "settings.md").read_text("utf-8")
    (tmp_path / "settings.md").write_text(text.replace("`8000`", "`8080`"), "utf-8")
    assert stale(tmp_path)


def test_every_command_and_every_setting_is_documented():
    commands = (ROOT / "docs" / "cli.md").read_text("utf-8")
    settings = (ROOT / "docs" / "settings.md").read_text("utf-8")
    assert [name for name in COMMANDS if f"### `service {name}`" not in commands] == []
    assert [one.name for one in VARIABLES if f"| `{one.name}` |" not in settings] == []


def test_every_documented_command_exists():
    text = (ROOT / "docs" / "cli.md").read_text("utf-8")
    assert set(re.findall(r"### `service ([\w-]+)`", text)) == set(COMMANDS)


def broken_links(root: Path, pages: list[Path]) -> list[str]:
    return [
        f"{name_of(root, page)}: {target}"
        for page in pages
        for target in LINK.findall(page.read_text("utf-8"))
        if not (page.parent / target).exists()
    ]


def test_every_link_leads_to_a_file():
    assert broken_links(ROOT, PAGES) == []


def test_a_broken_link_is_named(tmp_path):
    root = tree(
        tmp_path, {"docs/a.md": "[b](b.md) ![c](c.png) [d](https://d.example)", "docs/b.md": ""}
    )
    assert broken_links(root, [root / "docs" / "a.md"]) == ["docs/a.md: c.png"]


def incomplete(text: str) -> list[str]:
    """Parts that a decision lacks or has in another order, and a missing title."""
    places = [text.find(f"\n{part}\n") for part in DECISION_PARTS]
    missing = [part for part, place in zip(DECISION_PARTS, places, strict=True) if place < 0]
    if not missing and places != sorted(places):
        missing.append("order")
    if not re.match(r"# \d+\. \S", text):
        missing.append("title")
    return missing


@pytest.mark.parametrize(
    "page", sorted((ROOT / "docs" / "decisions").glob("*.md")), ids=lambda page: page.name
)
def test_every_decision_is_whole(page):
    assert incomplete(page.read_text("utf-8")) == []


def test_decisions_are_numbered_without_gaps():
    names = sorted(page.name for page in (ROOT / "docs" / "decisions").glob("*.md"))
    assert len(names) >= 10
    assert [name[:4] for name in names] == [f"{number:04d}" for number in range(1, len(names) + 1)]


def test_an_unfinished_decision_is_noticed():
    text = "# 1. Rings\n\n## Context\n\n## Consequences\n\n## Decision\n"
    assert incomplete(text) == ["## How we will know we were wrong"]
    assert incomplete(text + "\n## How we will know we were wrong\n") == ["order"]
