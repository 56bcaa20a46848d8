"""The project speaks of itself alone: no machine's paths, no registry's host, no secret."""

import re
from pathlib import Path

import pytest

from tests.guards.project import ROOT, files, name_of, tree

# Each pattern hides one letter in brackets, so that this file passes its own guard.
FORBIDDEN = {
    "a folder of one machine": re.compile(r"(?<![\w.])/(?:[w]ork|[r]oot|[h]ome/\w+)/\w"),
    "a folder outside the project": re.compile(r"\.\./[s]hared\b"),
    "a package registry": re.compile(
        r"pypi\.[o]rg|pypi\.[p]ython\.org|python[h]osted\.org|registry\.[n]pmjs|deb\.[d]ebian\.org"
    ),
    "an index option": re.compile(r"^--(?:extra-)?[i]ndex-url|^--[f]ind-links", re.MULTILINE),
    "a private key": re.compile(r"BEGIN (?:RSA |EC |ENCRYPTED )?PRIVATE [K]EY"),
}
BINARY = (".docx", ".pdf", ".png", ".ico", ".woff2", ".db", ".xlsx")


def traces(root: Path) -> list[str]:
    """Every trace, as ``file: what``."""
    found = []
    for path in files(root):
        if path.suffix in BINARY:
            continue
        text = path.read_text("utf-8", errors="replace")
        found += [
            f"{name_of(root, path)}: {what}"
            for what, pattern in FORBIDDEN.items()
            if pattern.search(text)
        ]
    return found


def test_no_file_tells_of_a_machine():
    assert traces(ROOT) == []


@pytest.mark.parametrize(
    ("text", "what"),
    [
        ("see %swork/main/x", "a folder of one machine"),
        ("open('%shome/lan/x')", "a folder of one machine"),
        ("read ..%sshared/x", "a folder outside the project"),
        ("https:%s%spypi%sorg/simple", "a package registry"),
        ("--extra%sindex-url x", "an index option"),
        ("-----BEGIN%sPRIVATE KEY-----", "a private key"),
    ],
)
def test_a_trace_is_named(tmp_path, text, what):
    written = {
        "a package registry": ("/", "/", "."),
        "an index option": ("-",),
        "a private key": (" ",),
    }
    line = text % written.get(what, ("/",))
    assert traces(tree(tmp_path, {"docs/page.md": f"Text.\n{line}\n"})) == [f"docs/page.md: {what}"]


def test_addresses_of_the_service_itself_are_no_trace(tmp_path):
    text = "http://127.0.0.1:8000/documents/17 and /usr/lib/libreoffice and tests/work/x"
    assert traces(tree(tmp_path, {"docs/page.md": text})) == []
