"""docs/adding-a-kind.md is followed word for word, in a copy of the project."""

import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
PAGE = (ROOT / "docs" / "adding-a-kind.md").read_text("utf-8")
FILE = re.compile(r"^\*\*`([^`]+)`\*\*\n\n```python\n(.*?)^```$", re.M | re.S)
ROW = re.compile(
    r"^One row in `([^`]+)`, under the row of ([^:]+):\n\n```markdown\n(.*?)^```$", re.M | re.S
)
COMMANDS = re.compile(r"^```sh\n(.*?)^```$", re.M | re.S)
PARTS = ("forms", "doc_templates", "service", "signatures", "docs", "tests")
LIMIT_S = 110


@pytest.fixture
def project(tmp_path):
    """The files that the page's commands need, without data, pictures or caches."""
    for part in PARTS:
        shutil.copytree(
            ROOT / part,
            tmp_path / part,
            ignore=shutil.ignore_patterns("__pycache__", "output", "*.png", "*.pdf", "e2e", "web"),
        )
    for name in ("pyproject.toml", "README.md", "CHANGELOG.md"):
        shutil.copy(ROOT / name, tmp_path)
    return tmp_path


def run(command, folder):
    """One line of the page, by the Python of these tests."""
    words = command.replace(".venv/bin/python", sys.executable).split()
    data = str(folder / "var")
    return subprocess.run(
        words,
        cwd=folder,
        capture_output=True,
        text=True,
        timeout=LIMIT_S,
        check=False,
        env={"PATH": "/usr/bin:/bin", "PYTHONPATH": str(folder), "SERVICE_DATA": data},
    )


def test_a_kind_is_added_by_exactly_these_steps(project):
    before = {path: path.read_bytes() for path in project.rglob("*") if path.is_file()}
    written = FILE.findall(PAGE)
    assert [Path(name).parent.name for name, _ in written] == ["forms", "doc_templates"]
    for name, text in written:
        (project / name).write_text(text, "utf-8")
    ((name, above, row),) = ROW.findall(PAGE)
    page = project / name
    lines = page.read_text("utf-8").splitlines(keepends=True)
    (place,) = [number for number, line in enumerate(lines) if line.startswith(f"| {above} |")]
    page.write_text("".join([*lines[: place + 1], row, *lines[place + 1 :]]), "utf-8")

    commands = [line for block in COMMANDS.findall(PAGE) for line in block.splitlines()]
    assert len(commands) == 7
    for command in commands:
        result = run(command, project)
        assert result.returncode == 0, f"{command}\n{result.stdout}\n{result.stderr}"
        if "pytest" in command:
            assert re.search(r"\d{1,3} passed", result.stdout), command
    assert "apology_slip" in result.stdout
    assert "`apology_slip`" in (project / "README.md").read_text("utf-8")

    changed = {
        path.relative_to(project).as_posix()
        for path in before
        if path.read_bytes() != before[path] and "__pycache__" not in path.parts
    }
    assert changed == {"docs/glossary.md", "README.md"}, "adding a kind touches nothing else"
