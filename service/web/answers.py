"""Nội dung bằng chữ — a form's answers as labelled lines, beside the picture of the page.

Who cannot see the picture reads these; the conflict page compares them; the records clerk checks
them before a number is taken.
"""

from dataclasses import dataclass
from typing import Any

from wtforms import SelectField

from service.web.fields import widget_of


@dataclass(frozen=True, slots=True)
class AnswerLine:
    label: str
    text: str


@dataclass(frozen=True, slots=True)
class Difference:
    label: str
    mine: str
    theirs: str

    @property
    def differs(self) -> bool:
        return self.mine != self.theirs


def lines_of(form: Any) -> list[AnswerLine]:
    """Label and text of every answered field, in the order of the form."""
    return [line for field in in_order(form) for line in field_lines(field) if line.text]


def in_order(form: Any) -> list[Any]:
    sections = getattr(form, "SECTIONS", ())
    names = [name for section in sections for name in section.fields]
    return [form[name] for name in names] or list(form)


def field_lines(field: Any) -> list[AnswerLine]:
    label, shape = field.label.text, widget_of(field)
    if shape == "group":
        return [
            AnswerLine(part.label if part.label == label else f"{label} – {part.label}", part.text)
            for inner in field.form
            for part in field_lines(inner)
        ]
    if shape == "rows":
        return [AnswerLine(label, "\n".join(map(entry_text, field.entries)).strip())]
    return [AnswerLine(label, text_of(field))]


def entry_text(entry: Any) -> str:
    return "\n".join(line.text for line in field_lines(entry) if line.text)


def text_of(field: Any) -> str:
    if isinstance(field, SelectField):
        return next((choice.label for choice in field.iter_choices() if choice.selected), "")
    if isinstance(field.data, bool):
        return "Có" if field.data else "Không"
    if isinstance(field.data, list | tuple):
        return "\n".join(map(str, field.data))
    return str(field.data or "")


def differences(mine: Any, theirs: Any) -> list[Difference]:
    """Every label of either form with both texts."""
    left = {line.label: line.text for line in lines_of(mine)}
    right = {line.label: line.text for line in lines_of(theirs)}
    labels = list(dict.fromkeys([*left, *right]))
    return [Difference(label, left.get(label, ""), right.get(label, "")) for label in labels]
