"""One word of the trade, one word in the code: docs/glossary.md knows every public name."""

import ast
import re
from pathlib import Path

from forms import load_kinds
from service.domain.workflow import STATE_NAMES, State
from tests.guards.project import ROOT, files, tree

GLOSSARY = (ROOT / "docs" / "glossary.md").read_text("utf-8")


def public_names(root: Path) -> set[str]:
    """Classes of the domain, and each enum's members as ``Enum.MEMBER``."""
    names = set()
    for path in files(root, "service/domain", suffixes=(".py",)):
        for node in ast.parse(path.read_text("utf-8")).body:
            if isinstance(node, ast.ClassDef) and not node.name.startswith("_"):
                names.add(node.name)
                if any("Enum" in ast.unparse(base) for base in node.bases):
                    names |= {f"{node.name}.{member}" for member in _members(node)}
    return names


def _members(enum: ast.ClassDef) -> set[str]:
    targets = [
        target
        for statement in enum.body
        if isinstance(statement, ast.Assign)
        for target in statement.targets
    ]
    return {target.id for target in targets if isinstance(target, ast.Name)}


def unexplained(names: set[str], glossary: str) -> set[str]:
    return names - set(re.findall(r"`([^`]+)`", glossary))


def test_glossary_explains_every_public_name_of_the_domain():
    assert unexplained(public_names(ROOT), GLOSSARY) == set()


def test_glossary_explains_every_kind():
    assert unexplained({kind.code for kind in load_kinds()}, GLOSSARY) == set()


def test_glossary_names_every_state_as_the_screen_does():
    for state in State:
        assert f"| {STATE_NAMES[state].lower()} | `State.{state.name}` |" in GLOSSARY


def test_glossary_has_no_name_that_left_the_code():
    written = set(re.findall(r"`([A-Z]\w+(?:\.[A-Z_]+)?)`", GLOSSARY))
    assert written - public_names(ROOT) == set()


def test_an_unexplained_name_is_found(tmp_path):
    root = tree(
        tmp_path,
        {
            "service/domain/new.py": "class Arrival: pass\n"
            "class Path(StrEnum):\n    PAPER = 'paper'\n    WIRE = 'wire'\n"
            "class _Hidden: pass\n",
        },
    )
    assert public_names(root) == {"Arrival", "Path", "Path.PAPER", "Path.WIRE"}
    assert unexplained(public_names(root), "| x | `Path` | `Path.WIRE`") == {
        "Arrival",
        "Path.PAPER",
    }
