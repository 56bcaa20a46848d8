"""Chỗ trong tệp mẫu — every paragraph of a template as text, with the name of its part."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from service.conformity.package import Package
from service.conformity.wordml import Element
from service.rendering import docx

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_PROPERTIES = "docProps/core.xml"
_WORDS = 90


@dataclass(frozen=True, slots=True)
class Place:
    """`part` is the file inside the package, `number` counts its paragraphs from 1."""

    part: str
    number: int
    text: str

    @property
    def where(self) -> str:
        return f"{part_name(self.part)}, đoạn {self.number}"

    @property
    def shown(self) -> str:
        text = " ".join(self.text.split())
        return text if len(text) <= _WORDS else text[: _WORDS - 1] + "…"


def part_name(part: str) -> str:
    """What people call a part of a Word file."""
    if part == _PROPERTIES:
        return "thuộc tính tệp"
    stem = re.sub(r"\d*\.xml$", "", part.removeprefix("word/"))
    names = {
        "document": "nội dung",
        "header": "đầu trang",
        "footer": "chân trang",
        "footnotes": "cước chú",
    }
    return names.get(stem, part)


def paragraphs(package: Package) -> Iterator[Place]:
    """Every paragraph of the parts that are filled, in the order of the file."""
    for part in sorted(package.entries, key=lambda name: (name != package.main, name)):
        if not docx.is_filled_part(part):
            continue
        root = package.xml(part)
        if root is None:
            continue
        texts = _property_texts(root) if part == _PROPERTIES else _paragraph_texts(root)
        for number, text in enumerate(texts, 1):
            yield Place(part, number, text)


def _property_texts(root: Element) -> list[str]:
    return [element.text for element in root.iter() if isinstance(element.text, str)]


def _paragraph_texts(root: Element) -> list[str]:
    """Text of each paragraph; that of a text box belongs to the paragraphs inside it."""
    texts: dict[Element, list[str]] = {one: [] for one in root.iter(f"{W}p")}
    for run in root.iter(f"{W}t", f"{W}tab", f"{W}br"):
        owner = next(run.iterancestors(f"{W}p"), None)
        if owner is not None:
            texts[owner].append(run.text or "" if run.tag == f"{W}t" else " ")
    return ["".join(parts) for parts in texts.values()]
