"""Ô nhập trên trang — what the field templates ask about a WTForms field."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any

from flask import Flask
from markupsafe import Markup
from wtforms import (
    BooleanField,
    FieldList,
    FormField,
    HiddenField,
    RadioField,
    SelectField,
    SelectMultipleField,
    TextAreaField,
)
from wtforms.widgets import CheckboxInput, TextArea

from forms.fields import Day, Line, Month

SHORT = 24
MEDIUM = 80
LONG = 255


@dataclass(frozen=True, slots=True)
class ErrorLine:
    """One line of the error summary: the sentence and the id of the control it links to."""

    message: str
    target: str


def widget_of(field: Any) -> str:
    """Which of the ways of the field template shows this field."""
    if isinstance(field, HiddenField):
        return "hidden"
    if isinstance(field, FieldList):
        return "rows"
    if isinstance(field, FormField):
        return "group"
    if isinstance(field, RadioField) or (
        isinstance(field, SelectMultipleField) and isinstance(field.option_widget, CheckboxInput)
    ):
        return "choices"
    if isinstance(field, BooleanField):
        return "check"
    return "input"


def class_of(field: Any) -> str:
    """Bootstrap's class, and a width that tells how much is expected."""
    if isinstance(field, SelectField):
        return "form-select"
    names = ["form-control"]
    limit = limit_of(field)
    if limit and limit <= SHORT:
        names.append("short")
    elif limit and limit <= MEDIUM:
        names.append("medium")
    extra = (field.render_kw or {}).get("class")
    return " ".join([*names, extra] if extra else names)


def control(field: Any, **attributes: Any) -> Markup:
    """The control itself. A line that may be long is shown in a box that grows with it: what
    cannot be seen whole is not checked by anybody. Line ends typed there become blanks."""
    if grows(field):
        shown = f"{attributes.pop('class_')} grows"
        return Markup(TextArea()(field, rows=1, class_=shown, data_line="", **attributes))
    return Markup(field(**attributes))


def grows(field: Any) -> bool:
    return (
        isinstance(field, Line)
        and not isinstance(field, TextAreaField)
        and (limit_of(field) or 0) > LONG
    )


def limit_of(field: Any) -> int | None:
    """How many letters a field takes, where one of its validators says so."""
    for validator in field.validators:
        limit = getattr(validator, "limit", None) or getattr(validator, "max", None)
        if isinstance(limit, int) and limit > 0:
            return limit
    return None


def described(field: Any) -> dict[str, Any]:
    """Attributes that tie a control to its hint and errors; never `maxlength`, which cuts
    a paste off without a word."""
    texts = own_errors(field)
    idents = [f"{field.id}-hint"] if field.description else []
    idents += [
        f"{field.id}-error{'' if place == 1 else place}" for place in range(1, len(texts) + 1)
    ]
    found: dict[str, Any] = {}
    if idents:
        found["aria_describedby"] = " ".join(idents)
    if texts:
        found["aria_invalid"] = "true"
    return found


def own_errors(field: Any) -> list[str]:
    """A field's own sentences; a group's and a list's errors also hold those of their parts."""
    if isinstance(field, FormField):
        return []
    return [error for error in field.errors if isinstance(error, str)]


def is_needed(field: Any) -> bool:
    return bool(field.flags.required) or any(
        getattr(validator, "required", False) for validator in field.validators
    )


def elsewhere(form: Any) -> dict[str, str]:
    """Errors of controls that the page has beside the form class's own fields."""
    found: dict[str, str] = getattr(form, "elsewhere", {})
    return found


def summary_of(form: Any, *beside: str) -> list[ErrorLine]:
    """Every error of a form in the order of its fields, then those of no field.

    `beside` are ids of controls on the page that are no fields of the form class.
    """
    lines = [line for field in form for line in error_lines(field, field.label.text)]
    lines += [
        ErrorLine(sentence, path if path in beside else "")
        for path, sentence in elsewhere(form).items()
    ]
    return lines + [ErrorLine(error, "") for error in form.form_errors or ()]


def error_lines(field: Any, place: str) -> Iterator[ErrorLine]:
    """A field's errors and those of its parts; a wrong row says which of 40 it is."""
    for error in own_errors(field):
        said = place.casefold() in error.casefold()
        yield ErrorLine(error if said else f"{place}: {error}", field.id)
    if isinstance(field, FieldList):
        for number, entry in enumerate(field.entries, start=1):
            yield from error_lines(entry, f"{field.label.text}, dòng {number}")
    elif isinstance(field, FormField):
        for part in field.form:
            yield from error_lines(part, f"{place} – {part.label.text}")


def blank_entry(field: Any) -> Any:
    """An empty row, named with a placeholder that the script replaces by the row's number."""
    name = f"{field.name}-__n__"
    entry = field.unbound_field.bind(form=None, name=name, id=name, _meta=field.meta, prefix="")
    entry.process(None)
    return entry


def in_groups(form: Any, names: Iterable[str]) -> list[list[Any]]:
    """A section's fields, small ones that follow each other together, to stand side by side."""
    groups: list[list[Any]] = []
    for field in (form[name] for name in names):
        if groups and is_small(field) and is_small(groups[-1][0]):
            groups[-1].append(field)
        else:
            groups.append([field])
    return groups


def is_small(field: Any) -> bool:
    if widget_of(field) != "input" or isinstance(field, TextAreaField):
        return False
    return isinstance(field, SelectField | Day | Month) or (limit_of(field) or MEDIUM + 1) <= MEDIUM


def add_field_helpers(app: Flask) -> None:
    for helper in (
        widget_of,
        class_of,
        control,
        described,
        is_needed,
        own_errors,
        summary_of,
        elsewhere,
        in_groups,
        blank_entry,
    ):
        app.add_template_global(helper)
