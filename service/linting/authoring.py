"""Bảng trường — what somebody who writes a template of a kind needs to know, from the code."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from service.conformity.package import open_package
from service.domain.agency import Agency
from service.domain.kinds import DocumentKind
from service.linting.fields import ESSENTIAL, TITLES, Field, Shape, fields_of, learned
from service.linting.places import paragraphs
from service.linting.samples import samples
from service.linting.tags import TagReader

_EXAMPLE = 60
_WRITTEN = {
    Shape.TEXT: "{{{{ {name} }}}}",
    Shape.DRAWN: "{{{{p {name} }}}}",
    Shape.TEXTS: "{{%p for item in {name} %}} {{{{ item }}}} {{%p endfor %}}",
    Shape.RECORDS: "{{%p for item in {name} %}} … {{%p endfor %}}",
    Shape.RECORD: "{{%p if {name} %}} … {{%p endif %}}",
    Shape.UNKNOWN_LIST: "{{%p for item in {name} %}} … {{%p endfor %}}",
    Shape.UNKNOWN: "{{{{ {name} }}}}",
}


@dataclass(frozen=True, slots=True)
class FieldLine:
    """One row: the field, how it is written in Word, what it prints, an example of its text.

    `essential`: no template may leave it out. `used`: our own template of this release asks for it.
    """

    name: str
    written: str
    prints: str
    example: str
    essential: bool
    used: bool


def field_lines(kind: DocumentKind, agency: Agency, ours: bytes) -> tuple[FieldLine, ...]:
    """Every field of a kind; those that our own template uses first, in its order."""
    own = TagReader({}, strict=False)
    own.read(paragraphs(open_package(ours)))
    fields = learned(fields_of(kind, samples(kind, agency)), own.asked)
    order = {name: place for place, name in enumerate(own.asked)}
    lines = _lines(fields, set(own.asked))
    return tuple(sorted(lines, key=lambda line: order.get(line.name, len(order))))


def _lines(
    fields: Mapping[str, Field], used: set[str], owner: str = "", said: str = ""
) -> Iterator[FieldLine]:
    for field in fields.values():
        name = f"{owner}.{field.name}" if owner else field.name
        example = " ".join(field.example.split())
        yield FieldLine(
            name=name,
            written=_WRITTEN[field.shape].format(name=f"{said}.{field.name}" if owner else name),
            prints=TITLES.get(name, ""),
            example=example if len(example) <= _EXAMPLE else example[: _EXAMPLE - 1] + "…",
            essential=name in ESSENTIAL,
            used=name in used,
        )
        inside = "item" if field.shape is Shape.RECORDS else name
        yield from _lines(field.items, used, name, inside)
