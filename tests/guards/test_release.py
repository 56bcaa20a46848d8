"""One truth per fact: version, packages, processes."""

import ast
import re
import subprocess
import sys
import tomllib
from collections.abc import Iterable, Set
from pathlib import Path

import pytest

from service.store.db import open_database
from service.store.migrations import migrate
from service.version import VERSION, version_of
from tests.guards.project import PACKAGES, ROOT, files, name_of, source_files, tree
from tests.guards.test_imports import imports

PIN = re.compile(r"^([a-z0-9-]+)==(\S+) \\$", re.MULTILINE)
OWN = frozenset({"service", "forms", "signatures", "doc_templates", "tests", "bench"})
PACKAGE_OF = {
    "argon2": "argon2-cffi",
    "axe_playwright_python": "axe-playwright-python",
    "docx": "python-docx",
    "flask_bootstrap": "bootstrap-flask",
    "flask_login": "flask-login",
    "flask_wtf": "flask-wtf",
    "fpdf": "fpdf2",
    "PIL": "pillow",
    "page": "page-validation",
    "pkcs11": "python-pkcs11",
    "pyhanko_certvalidator": "pyhanko-certvalidator",
    "yaml": "pyyaml",
    "sqlite_utils": "sqlite-utils",
}
COME_WITH = {
    "docx": "docxtpl",
    "itsdangerous": "flask",
    "jinja2": "flask",
    "markupsafe": "flask",
    "werkzeug": "flask",
}
"""Part of another package's interface: named there, pinned with it."""


def test_version_is_the_first_heading_of_the_changelog():
    assert version_of((ROOT / "CHANGELOG.md").read_text("utf-8")) == VERSION


def test_version_refuses_a_changelog_without_one():
    with pytest.raises(ValueError, match="no heading"):
        version_of("# Changelog\n\n## Next\n")


def test_version_takes_the_newest():
    assert version_of("# Changelog\n\n## v1.2.0 — soon\n\n## 1.1.0\n") == "1.2.0"


def pins(text: str) -> dict[str, str]:
    return dict(PIN.findall(text))


def unpinned(text: str) -> list[str]:
    """Requirement lines that are no exact pin followed by at least one SHA-256."""
    found = []
    blocks = re.split(r"\n(?=[^\s#])", "\n" + re.sub(r"(?m)^#.*\n?", "", text))
    for block in blocks:
        name = block.strip().splitlines()[0] if block.strip() else ""
        if name and not (PIN.match(name) and re.search(r"--hash=sha256:[0-9a-f]{64}", block)):
            found.append(name)
    return found


@pytest.mark.parametrize("name", ["requirements.txt", "requirements-test.txt"])
def test_every_package_is_pinned_with_its_hash(name):
    text = (ROOT / name).read_text("utf-8")
    assert len(pins(text)) > 20
    assert unpinned(text) == []


def test_a_package_without_hash_or_pin_is_named():
    text = "flask==3.1.3 \\\n    --hash=sha256:" + "a" * 64 + "\nwtforms==3.3.2\ndocxtpl>=0.20 \\\n"
    assert unpinned(text) == ["wtforms==3.3.2", "docxtpl>=0.20 \\"]


def wanted(name: str) -> set[str]:
    lines = (ROOT / name).read_text("utf-8").splitlines()
    names = (re.match(r"[a-z0-9-]+", line) for line in lines if not line.startswith("-"))
    return {match.group() for match in names if match}


@pytest.mark.parametrize("name", ["requirements", "requirements-test"])
def test_every_wanted_package_is_pinned(name):
    assert wanted(f"{name}.in") <= set(pins((ROOT / f"{name}.txt").read_text("utf-8")))


def test_both_files_pin_the_same_versions():
    runtime = pins((ROOT / "requirements.txt").read_text("utf-8"))
    test = pins((ROOT / "requirements-test.txt").read_text("utf-8"))
    assert {name: runtime[name] for name in runtime.keys() & test.keys()} == {
        name: test[name] for name in runtime.keys() & test.keys()
    }


def strangers(paths: Iterable[Path], named: Set[str]) -> set[str]:
    """Third-party packages that these files import and nothing in `named` brings."""
    found = set()
    for path in paths:
        for _, module in imports(ast.parse(path.read_text("utf-8"))):
            top = module.split(".")[0]
            if top not in sys.stdlib_module_names and top not in OWN:
                package = PACKAGE_OF.get(top, top).lower()
                if package not in named and COME_WITH.get(top) not in named:
                    found.add(package)
    return found


def test_every_package_the_program_imports_is_a_named_requirement():
    assert strangers(source_files(ROOT), wanted("requirements.in")) == set()


def test_every_package_the_tests_import_is_a_named_requirement():
    paths = files(ROOT, "tests", "bench", suffixes=(".py",))
    assert strangers(paths, wanted("requirements.in") | wanted("requirements-test.in")) == set()


def test_an_unnamed_package_is_found(tmp_path):
    text = "import requests\nfrom flask import Flask\nimport jinja2, docx\nimport os\n"
    root = tree(tmp_path, {"service/a.py": text})
    assert strangers(source_files(root), {"flask"}) == {"requests", "python-docx"}


def unshipped(root: Path, patterns: dict[str, list[str]]) -> list[str]:
    """Files beside the code that an installed package would lack."""
    return [
        name_of(root, path)
        for package, globs in patterns.items()
        for path in files(root, package)
        if path.suffix not in (".py", ".md")
        and not any(path in set((root / package).glob(pattern)) for pattern in globs)
    ]


def test_an_installed_package_has_every_file():
    tools = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["tool"]
    patterns = {name: [] for name in PACKAGES} | tools["setuptools"]["package-data"]
    assert unshipped(ROOT, patterns) == []


def test_a_file_left_behind_is_named(tmp_path):
    root = tree(tmp_path, {"forms/a.py": "", "forms/a.json": "", "service/web/static/a.css": ""})
    assert unshipped(root, {"service": ["web/static/**/*"], "forms": []}) == ["forms/a.json"]


def procfile() -> dict[str, str]:
    lines = (ROOT / "Procfile").read_text("utf-8").splitlines()
    return dict(line.split(": ", 1) for line in lines)


def test_procfile_names_the_three_processes():
    assert list(procfile()) == ["release", "web", "worker"]


def dry(command: str, tmp_path: Path) -> subprocess.CompletedProcess[str]:
    """Run one Procfile line without its effect: `--help`, or gunicorn's own check."""
    check = "--check-config" if command.startswith("gunicorn") else "--help"
    folder = Path(sys.executable).parent
    return subprocess.run(
        ["sh", "-c", f"{command} {check}"],
        cwd=ROOT,
        env={
            "PATH": f"{folder}:/usr/bin:/bin",
            "HOME": str(tmp_path),
            "SERVICE_DATA": str(tmp_path / "data"),
        },
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )


@pytest.mark.parametrize("process", ["release", "web", "worker"])
def test_every_procfile_command_is_understood(tmp_path, process):
    db = open_database(tmp_path / "data" / "office.db")
    migrate(db)
    db.close()
    result = dry(procfile()[process], tmp_path)
    assert result.returncode == 0, result.stderr


@pytest.mark.parametrize(
    "command",
    ["python -m service migrat", "gunicorn -c python:service.gunicorn 'service.nothing:app()'"],
)
def test_a_wrong_procfile_command_fails(tmp_path, command):
    assert dry(command, tmp_path).returncode != 0


def test_continuous_integration_is_script_test():
    assert "script/test" in (ROOT / ".ci" / "run").read_text("utf-8")


def test_the_command_is_the_one_that_is_installed():
    project = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]
    assert project["scripts"] == {"service": "service.cli:main"}
    assert set(project["dynamic"]) == {"version", "dependencies"}
