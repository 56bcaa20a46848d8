"""Ô của biểu mẫu — WTForms fields that keep Vietnamese text in its one spelling (NFC).

Every field here knows three shapes of its value and turns one into the next:
JSON answers (`from_answer`) → what a browser posts → checked answers (`answer`).
"""

from collections.abc import Callable, Iterator, Sequence
from typing import Any

from wtforms import BooleanField, FieldList, FormField, SelectField, StringField, TextAreaField
from wtforms import Form as WTForm
from wtforms.fields import SelectChoice
from wtforms.validators import ValidationError

from service.domain.errors import Refused
from service.domain.numbers import grouped
from service.domain.typeface import undrawable
from service.domain.vietnamese import clean, clean_line, parse_date, parse_month, short_date

Pairs = list[tuple[str, str]]
"""What a browser would post: name and value, in the order of the form."""


class WrongShape(Exception):
    """A JSON answer of another type than the field's; says which, in Vietnamese."""

    def __init__(self, path: str, sentence: str) -> None:
        super().__init__(sentence)
        self.path = path
        self.sentence = sentence


def at_most(limit: int, advice: str = "Hãy viết gọn lại.") -> Callable[[Any, Any], None]:
    """A validator for the length of a text; the sentence gives both numbers."""

    def check(form: Any, field: Any) -> None:
        length = len(field.data or "")
        if length > limit:
            raise ValidationError(
                f"{field.label.text} dài {grouped(length)} ký tự, "
                f"nhiều nhất là {grouped(limit)}. {advice}"
            )

    check.limit = limit  # type: ignore[attr-defined]
    return check


def required(sentence: str) -> Callable[[Any, Any], None]:
    """A validator that asks for an answer, with the sentence for this very field."""

    def check(form: Any, field: Any) -> None:
        if not field.answer():
            raise ValidationError(sentence)

    check.required = True  # type: ignore[attr-defined]
    return check


def refuse_undrawable(label: str, text: str) -> None:
    """Raise ValidationError for a character that a paper could not show."""
    if strange := undrawable(text):
        shown = ", ".join(f"“{one}” (U+{ord(one):04X})" for one in strange[:3])
        raise ValidationError(
            f"{label} có ký tự không in được bằng phông Times New Roman: {shown}. "
            "Hãy bỏ hoặc thay bằng chữ."
        )


class Line(StringField):
    """One line of text.

    `suggestions` are texts to offer while typing, by an input that names ``<id>-suggestions``;
    any other text may be typed.
    """

    spelling = staticmethod(clean_line)
    suggestions: tuple[str, ...] = ()

    def __init__(self, *args: Any, suggestions: Sequence[str] = (), **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.suggestions = tuple(suggestions)
        if self.suggestions:
            given: dict[str, Any] = getattr(self, "render_kw", None) or {}
            self.render_kw = {**given, "list": f"{self.id}-suggestions"}

    def pre_validate(self, form: Any) -> None:
        refuse_undrawable(self.label.text, self.data or "")

    def process_formdata(self, valuelist: Sequence[str]) -> None:
        if valuelist:
            self.data = self.spelling(valuelist[0])

    def answer(self) -> str:
        return self.data or ""

    @classmethod
    def wire(cls, name: str, answer: Any) -> Pairs:
        if answer is None:
            return [(name, "")]
        if not isinstance(answer, str):
            raise WrongShape(name, "Cần một chuỗi ký tự.")
        return [(name, answer)]


class Text(Line, TextAreaField):
    """Many lines of text, kept as typed."""

    widget = TextAreaField.widget

    @staticmethod
    def spelling(text: str) -> str:
        return clean(text).strip("\n ")


class Lines(TextAreaField):
    """A few short lines in one box; the answer is a list."""

    def pre_validate(self, form: Any) -> None:
        refuse_undrawable(self.label.text, "".join(self.data or ()))

    def process_formdata(self, valuelist: Sequence[str]) -> None:
        if valuelist:
            lines = (clean_line(line) for line in clean(valuelist[0]).split("\n"))
            self.data = [line for line in lines if line]

    def _value(self) -> str:
        return "\n".join(self.data or ())

    def answer(self) -> list[str]:
        return list(self.data or ())

    @staticmethod
    def wire(name: str, answer: Any) -> Pairs:
        if answer is None:
            answer = []
        if isinstance(answer, str):
            answer = answer.split("\n")
        if not isinstance(answer, list | tuple) or not all(isinstance(one, str) for one in answer):
            raise WrongShape(name, "Cần một danh sách dòng chữ.")
        return [(name, "\n".join(answer))]


class Day(Line):
    """Ngày: typed in any usual way, shown as dd/mm/yyyy, answered in ISO 8601."""

    def process_formdata(self, valuelist: Sequence[str]) -> None:
        self.data = clean_line(valuelist[0]) if valuelist else ""
        if self.data:
            try:
                self.data = short_date(parse_date(self.data))
            except Refused as refused:
                raise ValueError(refused.message) from refused

    def answer(self) -> str:
        try:
            return parse_date(self.data).isoformat() if self.data else ""
        except Refused:
            return self.data

    def _value(self) -> str:
        return self.data or ""


class Month(Line):
    """Tháng/năm, as ``12/2024``."""

    def process_formdata(self, valuelist: Sequence[str]) -> None:
        self.data = clean_line(valuelist[0]) if valuelist else ""
        if self.data:
            try:
                year, month = parse_month(self.data)
            except Refused as refused:
                raise ValueError(refused.message) from refused
            self.data = f"{month:02d}/{year}"


class Choice(SelectField):
    """One of a list; `open_ended` accepts a value that the list does not (yet) hold."""

    def __init__(self, *args: Any, open_ended: bool = False, **kwargs: Any) -> None:
        kwargs["choices"] = [SelectChoice(*pair) for pair in kwargs.get("choices", ())]
        super().__init__(*args, validate_choice=not open_ended, **kwargs)
        self.open_ended = open_ended

    def process_formdata(self, valuelist: Sequence[str]) -> None:
        self.data = clean_line(valuelist[0]) if valuelist else ""

    def offer(self, choices: Sequence[tuple[str, str]]) -> None:
        """Set the list; what is already answered stays choosable when open-ended."""
        known = {value for value, _ in choices}
        extra = [(self.data, self.data)] if self.open_ended and self.data else []
        offered = [*choices, *(pair for pair in extra if pair[0] not in known)]
        self.choices = [SelectChoice(*pair) for pair in offered]

    def answer(self) -> str:
        return self.data or ""

    wire = Line.wire


class Check(BooleanField):
    """A box that is ticked or not."""

    def answer(self) -> bool:
        return bool(self.data)

    @staticmethod
    def wire(name: str, answer: Any) -> Pairs:
        if answer not in (True, False, None):
            raise WrongShape(name, "Cần true hoặc false.")
        return [(name, "y")] if answer else []


class Rows(FieldList):
    """Repeating rows; blank rows are shown but never answered.

    `add_label` is the word on the button that adds one; `limit` is how many a paper may hold,
    `advice` what to do about more.
    `suggestions` are those of every row, as of a `Line`.
    """

    suggestions: tuple[str, ...] = ()

    def __init__(
        self,
        unbound_field: Any,
        label: str,
        *,
        add_label: str,
        limit: int,
        advice: str = "Hãy bớt đi.",
        **kwargs: Any,
    ) -> None:
        kwargs.setdefault("min_entries", 1)
        kwargs["validators"] = [*kwargs.get("validators", ()), _at_most_rows]
        super().__init__(unbound_field, label, **kwargs)
        self.add_label = add_label
        self.limit = limit
        self.advice = advice

    def answer(self) -> list[Any]:
        return [answer for entry in self.entries if (answer := entry.answer())]

    def wire(self, name: str, answer: Any) -> Pairs:
        if answer is None:
            answer = []
        if not isinstance(answer, list | tuple):
            raise WrongShape(name, "Cần một danh sách.")
        row = self.unbound_field.bind(form=None, name="row", _meta=self.meta, prefix="")
        pairs: Pairs = []
        for index, one in enumerate(answer):
            row_name = f"{name}-{index}"
            # The bare name keeps the row alive even where every part of it is blank.
            pairs += row.wire(row_name, one) or [(row_name, "")]
        return pairs


def _at_most_rows(form: Any, field: Rows) -> None:
    count = len(field.answer())
    if count > field.limit:
        raise ValidationError(
            f"{field.label.text} có {grouped(count)} mục, nhiều nhất là {grouped(field.limit)}. "
            f"{field.advice}"
        )


class Group(FormField):
    """A few fields answered together as one JSON object."""

    def answer(self) -> dict[str, Any]:
        answers = {field.short_name: field.answer() for field in self.form}
        return answers if any(answers.values()) else {}

    def wire(self, name: str, answer: Any) -> Pairs:
        if answer is None:
            answer = {}
        if not isinstance(answer, dict):
            raise WrongShape(name, "Cần một đối tượng gồm các ô có tên.")
        blank = self.form_class()
        return list(wire_fields(blank, answer, prefix=f"{name}-"))


def wire_fields(
    blank: WTForm, answers: dict[str, Any], *, prefix: str
) -> Iterator[tuple[str, str]]:
    """The pairs for every field of `blank`; an unknown name is a WrongShape."""
    names = [field.short_name for field in blank]
    for stranger in answers:
        if stranger not in names:
            raise WrongShape(f"{prefix}{stranger}", "Loại văn bản này không có ô đó.")
    for field in blank:
        answer = answers.get(field.short_name, field.default)
        yield from field.wire(f"{prefix}{field.short_name}", answer)
