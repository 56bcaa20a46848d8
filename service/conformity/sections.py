"""Trang và phần — page size, margins, headers and page numbering of each section, in mm."""

from collections.abc import Callable

from service.conformity.package import Package
from service.conformity.story import Paragraph, Section
from service.conformity.wordml import TWIPS_PER_MM, Element, R, local, number, on, twips, value, w

_A4 = (11906.0, 16838.0)
_LETTER = (12240.0, 15840.0)  # Word's own default when a file says nothing

Story = dict[str, tuple[Paragraph, ...]]
PartReader = Callable[[Element, str, float], tuple[Paragraph, ...]]


def read_sections(package: Package, body: Element, read_part: PartReader) -> list[Section]:
    """Every section in order; headers missing in one are those of the section before."""
    marks = [
        mark
        for child in body.iter(w("p"))
        if (mark := child.find(f"{w('pPr')}/{w('sectPr')}")) is not None
    ]
    last = body.find(w("sectPr"))
    if last is not None:
        marks.append(last)
    sections: list[Section] = []
    for mark in marks or [body]:
        previous = sections[-1] if sections else None
        sections.append(_section(package, mark, previous, read_part))
    return sections


def _section(
    package: Package, mark: Element, previous: Section | None, read_part: PartReader
) -> Section:
    size = mark.find(w("pgSz"))
    margins = mark.find(w("pgMar"))
    numbers = mark.find(w("pgNumType"))
    title = mark.find(w("titlePg"))
    columns = mark.find(w("cols"))
    width = _mm(size, "w", _LETTER[0])
    left, right, gutter = (_mm(margins, side, usual) for side, usual in _SIDES)
    start = number(numbers.get(w("start"))) if numbers is not None else None
    text_width = max(width - left - right - gutter, 10.0)

    def read(parts: dict[str, Element | tuple[Paragraph, ...]], story: str) -> Story:
        return {
            kind: part if isinstance(part, tuple) else read_part(part, story, text_width)
            for kind, part in parts.items()
        }

    headers = _parts(package, mark, previous.headers if previous else {}, "header")
    footers = _parts(package, mark, previous.footers if previous else {}, "footer")
    return Section(
        width=width,
        height=_mm(size, "h", _LETTER[1]),
        top=abs(_mm(margins, "top", 1440.0)),
        bottom=abs(_mm(margins, "bottom", 1440.0)),
        left=left,
        right=right,
        gutter=gutter,
        header=_mm(margins, "header", 720.0),
        landscape=(size is not None and size.get(w("orient")) == "landscape"),
        title_page=title is not None and on(title),
        number_format=(numbers.get(w("fmt")) if numbers is not None else None) or "decimal",
        number_start=None if start is None else int(start),
        kind=value(mark.find(w("type"))) or "nextPage",
        headers=read(headers, "header"),
        footers=read(footers, "footer"),
        element=mark,
        columns=int((number(columns.get(w("num"))) if columns is not None else None) or 1),
    )


_SIDES = (("left", 1440.0), ("right", 1440.0), ("gutter", 0.0))


def _mm(element: Element | None, name: str, usual: float) -> float:
    amount = twips(element.get(w(name))) if element is not None else None
    return (usual if amount is None else amount) / TWIPS_PER_MM


def _parts(
    package: Package, mark: Element, inherited: Story, story: str
) -> dict[str, Element | tuple[Paragraph, ...]]:
    """Kind of header → its root, or the paragraphs of the section before."""
    found: dict[str, Element | tuple[Paragraph, ...]] = dict(inherited)
    targets = package.relationships(package.main)
    for reference in mark:
        if local(reference) == f"{story}Reference":
            _, target = targets.get(reference.get(f"{{{R}}}id", ""), ("", ""))
            root = package.xml(target)
            if root is not None:
                found[reference.get(w("type"), "default")] = root
    return found
