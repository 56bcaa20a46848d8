"""Kiểm tra ô nhập — checks that the pages' own small forms share."""

from collections.abc import Callable
from typing import Any

from wtforms.validators import StopValidation


def filled(sentence: str) -> Callable[[Any, Any], None]:
    """Ask for an answer with a sentence of its own, also where the browser checks nothing."""

    def check(form: Any, field: Any) -> None:
        if not (field.data.strip() if isinstance(field.data, str) else field.data):
            raise StopValidation(sentence)

    check.required = True  # type: ignore[attr-defined]
    return check
