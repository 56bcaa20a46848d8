"""Chỗ còn bỏ trống trong biểu mẫu — every field of a form that still holds dots or a line."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from forms.fields import Day, Group, Line, Lines, Month, Rows
from service.domain.leftovers import blank_in

MEANT = "blanks_meant"
"""What the page posts when the blanks of the text are to be filled by hand."""


@dataclass(frozen=True, slots=True)
class Leftover:
    """One field with a blank: `path` as posted (``recipients-0``), `field` the form's own field it
    belongs to, `place` how a person calls it, `excerpt` the words around the blank; `remedy` is
    the sentence for a blank of which more is known."""

    path: str
    field: str
    place: str
    excerpt: str
    remedy: str = ""

    @property
    def refusal(self) -> str:
        return self.remedy or (
            f"{self.place} còn chỗ bỏ trống: “{self.excerpt}”. Hãy điền nốt, hoặc bỏ đi nếu thừa."
        )

    @property
    def advice(self) -> str:
        return (
            f"{self.place} còn chỗ bỏ trống: “{self.excerpt}”. Hãy điền nốt; nếu chừa để điền tay "
            "thì khi trình đánh dấu “Chỗ bỏ trống là để điền tay”."
        )


def leftovers(form: Any) -> Iterator[Leftover]:
    """Every blank of a form, in the order of its fields; one for each field or row."""
    for field in form:
        yield from _of(field, field.short_name, field.label.text)


def _of(field: Any, top: str, place: str) -> Iterator[Leftover]:
    if isinstance(field, Rows):
        for number, entry in enumerate(field.entries, start=1):
            yield from _of(entry, top, f"{place}, dòng {number}")
    elif isinstance(field, Group):
        for part in field.form:
            yield from _of(part, top, part.label.text if part.label.text else place)
    elif isinstance(field, Line | Lines) and not isinstance(field, Day | Month):
        excerpt = blank_in(_text(field.answer()))
        if excerpt:
            yield Leftover(field.name, top, place, excerpt)


def _text(answer: str | Sequence[str]) -> str:
    return answer if isinstance(answer, str) else "\n".join(answer)
