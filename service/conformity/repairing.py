"""Sửa giúp — a repaired copy of a Word file, for what is safe, with a list of what changed.

Formats, figures of numbers and dates, dashes, and the order of Nơi nhận are mended; words are
never touched. The copy is checked again, so the list of what is left is measured, not hoped.
"""

from collections.abc import Iterator
from dataclasses import asdict, dataclass
from typing import Any

from service.conformity import repairs_layout, repairs_text  # noqa: F401 - they enter repairs
from service.conformity.checking import check, check_paper
from service.conformity.finding_boxes import find_boxes
from service.conformity.findings import Report
from service.conformity.package import Package, open_package
from service.conformity.reader import read_document
from service.conformity.repairs import REPAIRS, Change
from service.conformity.writing import rewrite, xml_bytes

ROUNDS = 3  # mending one thing may bring another to light (a size, then the rule's length)

__all__ = ["Change", "Repaired", "changes_json", "repair"]


@dataclass(frozen=True, slots=True)
class Repaired:
    """The copy, what was changed in it in reading order, and what the checker still finds."""

    docx: bytes
    changes: tuple[Change, ...]
    left: Report


def repair(docx: bytes) -> Repaired:
    """Mend what is safe; the file itself comes back when there is nothing to mend."""
    changes: list[Change] = []
    for _ in range(ROUNDS):
        package = open_package(docx)
        made = list(_mend(package))
        if not made:
            break
        changes.extend(made)
        docx = rewrite(package, _parts(package))
    return Repaired(docx, tuple(changes), check(docx))


def _mend(package: Package) -> Iterator[Change]:
    paper = find_boxes(read_document(package))
    broken = check_paper(paper).broken()
    for number, mend in REPAIRS.items():
        if number in broken:
            yield from mend(paper, number)


def _parts(package: Package) -> dict[str, bytes]:
    """The stories, which are all that repairs may change."""
    names = [package.main]
    for kind, target in package.relationships(package.main).values():
        if kind in ("header", "footer") and target in package.entries:
            names.append(target)
    return {name: xml_bytes(root) for name in names if (root := package.xml(name)) is not None}


def changes_json(changes: tuple[Change, ...]) -> list[dict[str, Any]]:
    return [asdict(change) for change in changes]
