"""Mô tả câu trả lời — JSON Schema of every kind, made from its form."""

from collections.abc import Callable
from typing import Any

from forms.base import VietnameseForm
from forms.fields import Check, Choice, Day, Group, Lines, Month, Rows
from service.domain.kinds import DocumentKind

DIALECT = "https://json-schema.org/draft/2020-12/schema"


def json_schema(kind: DocumentKind) -> dict[str, Any]:
    """The answers that `service render` and the browser accept for this kind."""
    return {
        "$schema": DIALECT,
        "title": kind.name,
        "description": kind.article,
        **_form_schema(kind.form.blank()),
    }


def _form_schema(form: VietnameseForm) -> dict[str, Any]:
    fields = list(form)
    needed = [field.short_name for field in fields if _is_required(field)]
    schema: dict[str, Any] = {
        "type": "object",
        "properties": {field.short_name: _field_schema(field) for field in fields},
        "additionalProperties": False,
    }
    return schema | ({"required": needed} if needed else {})


def _is_required(field: Any) -> bool:
    return any(getattr(check, "required", False) for check in field.validators)


def _field_schema(field: Any) -> dict[str, Any]:
    words = {"title": field.label.text}
    if field.description:
        words["description"] = field.description
    return words | _type_schema(field)


def _type_schema(field: Any) -> dict[str, Any]:
    for field_class, describe in _SHAPES:
        if isinstance(field, field_class):
            return describe(field)
    limits = [check.limit for check in field.validators if hasattr(check, "limit")]
    return {"type": "string"} | ({"maxLength": min(limits)} if limits else {})


def _rows_schema(field: Rows) -> dict[str, Any]:
    row = field.unbound_field.bind(form=None, name="row", _meta=field.meta, prefix="")
    if isinstance(row, Group):
        row.process(None)
    return {"type": "array", "maxItems": field.limit, "items": _field_schema(row)}


def _choice_schema(field: Choice) -> dict[str, Any]:
    if field.open_ended or not field.choices:
        return {"type": "string"}
    return {"enum": [choice.value for choice in field.choices]}


_SHAPES: tuple[tuple[type[Any], Callable[[Any], dict[str, Any]]], ...] = (
    (Rows, _rows_schema),
    (Group, lambda field: _form_schema(field.form)),
    (Lines, lambda _: {"type": "array", "items": {"type": "string"}}),
    (Check, lambda field: {"type": "boolean", "default": bool(field.default)}),
    (Choice, _choice_schema),
    (Day, lambda _: {"type": "string", "format": "date"}),
    (Month, lambda _: {"type": "string", "pattern": "^$|^[0-9]{1,2}/[0-9]{4}$"}),
)
