"""The architecture is a test: imports point inwards, and some libraries have one home."""

import ast
import os
import shutil
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

import pytest

from tests.guards.project import ROOT, name_of, source_files, tree


@dataclass(frozen=True)
class Home:
    """`library` may be imported only below one of `places` (path prefixes)."""

    library: str
    places: tuple[str, ...]


STARTERS = (
    "service/confinement/",
    "service/conformity/child.py",
    "service/rendering/cold.py",
    "service/rendering/fonts.py",
    "service/rendering/office_process.py",
    "signatures/fonts.py",
    "signatures/token.py",
)
"""Who starts processes: for strangers' files only `service.confinement`; the others start
LibreOffice, fontconfig and the process of a token."""

HOMES = (
    Home("sqlite3", ("service/store/",)),
    Home("sqlite_utils", ("service/store/",)),
    Home("docxtpl", ("service/rendering/docx.py",)),
    Home("pypdf", ("service/rendering/", "signatures/")),
    Home("pyhanko", ("service/rendering/", "signatures/")),
    Home("flask", ("service/web/",)),
    Home("flask_login", ("service/web/",)),
    Home("flask_wtf", ("service/web/",)),
    Home("flask_bootstrap", ("service/web/",)),
    Home("werkzeug", ("service/web/",)),
    Home("wtforms", ("forms/", "service/web/")),
    Home("subprocess", (*STARTERS, "service/cli/")),
    Home("bench", ()),
    Home("tests", ()),
)


def strangers(root: Path) -> list[str]:
    """Every import of a library outside its home, as ``file:line library``."""
    found = []
    for path in source_files(root):
        name = name_of(root, path)
        for line, module in imports(ast.parse(path.read_text("utf-8"))):
            for home in HOMES:
                if module.split(".")[0] == home.library and not name.startswith(home.places or "-"):
                    found.append(f"{name}:{line} {home.library}")
    return found


def imports(module: ast.Module) -> list[tuple[int, str]]:
    found = []
    for node in ast.walk(module):
        if isinstance(node, ast.Import):
            found += [(node.lineno, alias.name) for alias in node.names]
        elif isinstance(node, ast.ImportFrom) and node.module and not node.level:
            found.append((node.lineno, node.module))
    return found


def test_every_library_is_imported_only_at_home():
    assert strangers(ROOT) == []


@pytest.mark.parametrize(
    ("file", "line"),
    [
        ("service/web/lists.py", "import sqlite3"),
        ("service/actions/issuing.py", "from sqlite_utils import Database"),
        ("service/rendering/pdf.py", "import docxtpl.richtext"),
        ("service/actions/signing.py", "from pypdf import PdfReader"),
        ("forms/decision.py", "from flask import request"),
        ("service/domain/kinds.py", "import wtforms"),
        ("service/store/files.py", "from tests.guards import project"),
        ("service/rendering/uploads.py", "import subprocess"),
    ],
)
def test_a_library_away_from_home_is_named(tmp_path, file, line):
    root = tree(tmp_path, {file: f'"""A module."""\n\n{line}\n'})
    library = line.split()[1].split(".")[0]
    assert strangers(root) == [f"{file}:3 {library}"]


def lint_imports(root: Path) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [
            sys.executable,
            "-c",
            "from importlinter.cli import lint_imports_command; lint_imports_command()",
            "--no-cache",
        ],
        cwd=root,
        # The tree under test must be found before the one that runs the test.
        env={**os.environ, "PYTHONPATH": str(root), "COLUMNS": "200"},
        capture_output=True,
        text=True,
        timeout=110,
        check=False,
    )


def test_import_contracts_hold():
    result = lint_imports(ROOT)
    assert result.returncode == 0, result.stdout


@pytest.mark.parametrize(
    ("file", "line", "contract"),
    [
        ("service/domain/kinds.py", "import service.store", "Imports point inwards"),
        ("service/store/files.py", "import service.actions", "Imports point inwards"),
        ("service/confinement/asking.py", "import service.rendering", "Imports point inwards"),
        ("service/actions/issuing.py", "import service.web", "Imports point inwards"),
        ("service/rendering/docx.py", "import forms", "Imports point inwards"),
        ("service/domain/vietnamese.py", "import sqlite3", "The domain knows no framework"),
        ("forms/__init__.py", "import service.settings", "Forms know only the domain"),
        ("service/settings.py", "import service.app", "Settings know only the refusals"),
    ],
)
def test_a_broken_contract_is_named(tmp_path, file, line, contract):
    for package in ("service", "forms", "signatures"):
        shutil.copytree(
            ROOT / package, tmp_path / package, ignore=shutil.ignore_patterns("__pycache__")
        )
    shutil.copy(ROOT / "pyproject.toml", tmp_path)
    with (tmp_path / file).open("a", encoding="utf-8") as module:
        module.write(f"\n{line}\n")
    result = lint_imports(tmp_path)
    assert result.returncode == 1, result.stdout
    broken = [row for row in result.stdout.splitlines() if row.endswith("BROKEN")]
    assert [row for row in broken if row.startswith(contract)], result.stdout
