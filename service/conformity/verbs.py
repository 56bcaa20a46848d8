"""Việc làm với một tệp — what the child can be asked: check, annotate, repair."""

from collections.abc import Callable
from typing import Any

from service.conformity.annotating import annotate
from service.conformity.checking import check
from service.conformity.findings import to_json
from service.conformity.repairing import changes_json, repair


def _check(data: bytes) -> tuple[dict[str, Any], bytes]:
    return to_json(check(data)), b""


def _annotate(data: bytes) -> tuple[dict[str, Any], bytes]:
    return {}, annotate(data)


def _repair(data: bytes) -> tuple[dict[str, Any], bytes]:
    done = repair(data)
    return {"changes": changes_json(done.changes), "left": to_json(done.left)}, done.docx


VERBS: dict[str, Callable[[bytes], tuple[dict[str, Any], bytes]]] = {
    "check": _check,
    "annotate": _annotate,
    "repair": _repair,
}
