"""Nobody decides to write a god file; a file that may grow becomes one."""

import ast
from pathlib import Path

from tests.guards.project import ROOT, files, name_of, source_files, tree

SOURCE_LINES = 400
TEST_LINES = 600
FUNCTION_LINES = 40

EXCEPTIONS: dict[str, str] = {}
"""Name of a file (or ``file:function``) → the reason why it may be longer."""


def too_long(root: Path) -> list[str]:
    """Files and functions over their limit, as ``name: lines``."""
    found = []
    for path in source_files(root):
        found += _long_file(root, path, SOURCE_LINES) + _long_functions(root, path)
    for path in files(root, "tests", "bench", suffixes=(".py",)):
        found += _long_file(root, path, TEST_LINES)
    for path in files(root, "service", suffixes=(".js", ".css", ".html")):
        found += _long_file(root, path, SOURCE_LINES)
    return [line for line in found if line.split(": ")[0] not in EXCEPTIONS]


def _long_file(root: Path, path: Path, limit: int) -> list[str]:
    lines = len(path.read_text("utf-8").splitlines())
    return [f"{name_of(root, path)}: {lines}"] if lines > limit else []


def _long_functions(root: Path, path: Path) -> list[str]:
    found = []
    for node in ast.walk(ast.parse(path.read_text("utf-8"))):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            lines = function_lines(node)
            if lines > FUNCTION_LINES:
                found.append(f"{name_of(root, path)}:{node.name}: {lines}")
    return found


def function_lines(node: ast.FunctionDef | ast.AsyncFunctionDef) -> int:
    """Lines from `def` to the end; a docstring does not make a function harder to follow."""
    lines = (node.end_lineno or node.lineno) - node.lineno + 1
    first = node.body[0]
    if ast.get_docstring(node, clean=False) is not None:
        lines -= (first.end_lineno or first.lineno) - first.lineno + 1
    return lines


def test_files_and_functions_stay_small():
    assert too_long(ROOT) == []


def test_every_exception_is_still_needed():
    kept = dict(EXCEPTIONS)
    EXCEPTIONS.clear()
    try:
        names = {line.split(": ")[0] for line in too_long(ROOT)}
    finally:
        EXCEPTIONS.update(kept)
    assert set(kept) <= names


def test_a_long_file_and_a_long_function_are_named(tmp_path):
    body = "    x = 1\n"
    root = tree(
        tmp_path,
        {
            "service/long.py": "x = 1\n" * 401,
            "service/exact.py": "x = 1\n" * 400,
            "service/steps.py": f"def steps():\n{body * 40}",
            "service/short.py": f'def short():\n    """One.\n\n    Two.\n    """\n{body * 39}',
            "forms/kind.py": f"class Kind:\n    async def long(self):\n{('    ' + body) * 40}",
            "tests/test_long.py": "x = 1\n" * 601,
            "service/web/static/page.js": "x\n" * 401,
        },
    )
    assert too_long(root) == [
        "service/long.py: 401",
        "service/steps.py:steps: 41",
        "forms/kind.py:long: 41",
        "tests/test_long.py: 601",
        "service/web/static/page.js: 401",
    ]
