"""Mô tả câu trả lời — JSON Schema of every kind, made from its form."""

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
    if isinstance(field, Rows):
        row = field.unbound_field.bind(form=None, name="row", _meta=field.meta, prefix="")
        if isinstance(row, Group):
            row.process(None)
        return {"type": "array", "maxItems": field.limit, "items": _field_schema(row)}
    if isinstance(field, Group):
        return _form_schema(field.form)
    if isinstance(field, Lines):
        return {"type": "array", "items": {"type": "string"}}
    if isinstance(field, Check):
        return {"type": "boolean", "default": bool(field.default)}
    if isinstance(field, Choice) and not field.open_ended and field.choices:
        return {"enum": [value for value, _ in field.choices]}
    if isinstance(field, Day):
        return {"type": "string", "format": "date"}
    if isinstance(field, Month):
        return {"type": "string", "pattern": "^$|^[0-9]{1,2}/[0-9]{4}$"}
    limits = [check.limit for check in field.validators if hasattr(check, "limit")]
    return {"type": "string"} | ({"maxLength": min(limits)} if limits else {})
