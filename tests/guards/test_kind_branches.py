"""A kind of paper is data: outside `forms/` nothing may ask which kind it is."""

import ast
import re
from collections.abc import Set
from pathlib import Path

from forms import load_kinds
from tests.guards.project import ROOT, files, name_of, source_files, tree


def branches(root: Path, codes: Set[str]) -> list[str]:
    """Every comparison of something called a kind with one of the codes, as ``file:line``."""
    found = []
    for path in source_files(root):
        name = name_of(root, path)
        if not name.startswith("forms/"):
            module = ast.parse(path.read_text("utf-8"))
            found += [
                f"{name}:{node.lineno}" for node in ast.walk(module) if _branches(node, codes)
            ]
    pattern = in_template(codes)
    for path in files(root, "service", suffixes=(".html", ".js")):
        for number, line in enumerate(path.read_text("utf-8").splitlines(), 1):
            if pattern.search(line):
                found.append(f"{name_of(root, path)}:{number}")
    return found


def in_template(codes: Set[str]) -> re.Pattern[str]:
    any_code = "|".join(sorted(codes))
    return re.compile(
        rf"\bkind(?:[._]code)?\s*(?:[=!]=+|in|not in)\s*[\[(]?[\"'](?:{any_code})[\"']"
    )


def _branches(node: ast.AST, codes: Set[str]) -> bool:
    if isinstance(node, ast.Match):
        return _is_kind(node.subject) and any(
            _names_code(case.pattern, codes) for case in node.cases
        )
    if isinstance(node, ast.Compare):
        sides = (node.left, *node.comparators)
        return any(map(_is_kind, sides)) and any(_names_code(side, codes) for side in sides)
    return False


def _is_kind(node: ast.expr) -> bool:
    text = ast.unparse(node)
    return text in ("kind", "kind_code") or text.endswith((".kind", "kind.code", ".kind_code"))


def _names_code(node: ast.AST, codes: Set[str]) -> bool:
    return any(isinstance(part, ast.Constant) and part.value in codes for part in ast.walk(node))


def test_nothing_outside_forms_asks_which_kind_it_is():
    codes = {kind.code for kind in load_kinds()}
    assert "official_letter" in codes
    assert branches(ROOT, codes) == []


def test_a_branch_on_a_kind_is_named(tmp_path):
    root = tree(
        tmp_path,
        {
            "service/actions/a.py": 'def f(kind):\n    return kind == "decision"\n',
            "service/actions/b.py": 'def f(d):\n    return d.kind in ("decision", "minutes")\n',
            "service/web/c.py": 'def f(kind):\n    return "decision" != kind.code\n',
            "service/web/d.py": "def f(kind):\n    match kind.code:\n        case 'minutes':\n"
            "            return 1\n",
            "service/web/e.html": '{% if kind.code == "decision" %}',
            "service/web/f.js": 'if (form.kind === "minutes") {}',
            "forms/decision.py": 'def f(kind):\n    return kind == "decision"\n',
            "service/store/f.py": "def f(kind, wanted):\n    return kind == wanted or kind != ''\n",
            "service/store/g.py": 'def f(kinds, code):\n    return code in kinds or code == "x"\n',
            "service/conformity/h.py": 'def f(kind):\n    return kind == "table"\n',
        },
    )
    assert branches(root, {"decision", "minutes"}) == [
        "service/actions/a.py:2",
        "service/actions/b.py:2",
        "service/web/c.py:2",
        "service/web/d.py:2",
        "service/web/e.html:1",
        "service/web/f.js:1",
    ]
