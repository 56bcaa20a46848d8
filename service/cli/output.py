"""What commands print: sentences for people, JSON for programs."""

import io
import json
import sys
from typing import Any

from service.domain.errors import OfficeError


def speak_utf8() -> None:
    """Vietnamese needs it, and a locale left at C or at a code page would fail in mid-sentence."""
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(encoding="utf-8", errors="backslashreplace")


def print_json(value: Any) -> None:
    """One JSON document on standard output, in UTF-8 whatever the terminal's locale."""
    text = json.dumps(value, ensure_ascii=False, indent=2, sort_keys=False)
    sys.stdout.flush()
    sys.stdout.buffer.write(text.encode() + b"\n")
    sys.stdout.buffer.flush()


def complain(error: OfficeError, *, as_json: bool) -> None:
    """The sentence on standard error, and one line per wrong field.

    As JSON, on standard output: ``{"error": {"type", "message", "fields": {path: sentence}}}``.
    """
    if as_json:
        print_json({"error": error_object(error)})
        return
    print(error.message, file=sys.stderr)
    for path, sentence in error.errors.items():
        if sentence not in error.message:
            print(f"  {path}: {sentence}", file=sys.stderr)


def error_object(error: OfficeError) -> dict[str, Any]:
    """``type`` is the stable English name of the refusal, for programs."""
    return {
        "type": type(error).__name__,
        "message": error.message,
        "fields": dict(error.errors),
    }
