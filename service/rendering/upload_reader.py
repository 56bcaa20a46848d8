"""Đọc tệp tải lên — the child process that opens a PDF from outside.

`python -m service.rendering.upload_reader` with the file on standard input; one line of JSON
on standard output: the facts, or ``{"refused": code}``. Whatever else happens (a crash, no
answer) counts as refused.

With ``--wall-seconds`` it reads one file after another, each after its length in 8 bytes, and
answers each with a line: what takes long to load is loaded once, and every file still has a
process of its own, forked from this one, with the same walls and its own end.
"""

import argparse
import io
import json
import os
import select
import signal
import struct
import sys
import time
from typing import Any

from pypdf import PageObject, PdfReader, PdfWriter
from pypdf.generic import DictionaryObject

from service.rendering import sandbox
from service.rendering.archival import why_not_archival
from service.rendering.flatten import flat_pages, foreign_reader
from service.rendering.pages import opened, page_picture
from service.rendering.placement import MM, frame_of
from service.rendering.scans import scanned

LENGTH = struct.Struct("<Q")
"""How many bytes of a file follow."""

_LARGEST_MM = 5000
_SMALLEST_MM = 10
_DPI = 30  # enough to make pdfium unpack and draw everything
_FIELD_LIMIT = 5000
_ACTING = frozenset({"/JavaScript", "/Launch", "/SubmitForm", "/ImportData", "/Rendition"})


class _No(Exception):
    def __init__(self, code: str, **details: Any) -> None:
        super().__init__(code)
        self.told = {"refused": code, **details}


def read(data: bytes, most_pages: int) -> dict[str, Any]:
    reader = foreign_reader(data)
    if reader.is_encrypted:
        raise _No("encrypted")
    root = reader.root_object
    form = _resolved(root.get("/AcroForm"))
    if "/XFA" in form or root.get("/NeedsRendering"):
        raise _No("xfa")
    count = len(reader.pages)
    if count == 0:
        raise _No("no-pages")
    if count > most_pages:
        raise _No("too-many-pages", page_count=count)
    sizes = [_size(reader, number) for number in range(count)]
    flat = PdfWriter()
    flat_pages(reader, flat)
    flat.write(io.BytesIO())
    scans = _draw(data, count)
    return {
        "page_count": count,
        "sizes_mm": sizes,
        "scans": scans,
        "not_archival": why_not_archival(reader),
        "has_signatures": _is_signed(form.get("/Fields")),
        "acts": _acts(root) or any(_page_acts(page) for page in reader.pages),
        "pdf_version": _version(reader, root),
    }


def _resolved(value: Any) -> DictionaryObject:
    value = value.get_object() if value is not None else None
    return value if isinstance(value, DictionaryObject) else DictionaryObject()


def _size(reader: PdfReader, number: int) -> tuple[float, float]:
    frame = frame_of(reader.pages[number])
    size = (round(frame.width / MM, 1), round(frame.height / MM, 1))
    if not all(_SMALLEST_MM <= side <= _LARGEST_MM for side in size):
        raise _No("page-size", page=number + 1)
    return size


def _draw(data: bytes, count: int) -> list[tuple[float, bool]]:
    """Draw every page; the answer tells how finely each was scanned and whether in colour."""
    scans = []
    with opened(data, forms=True) as document:
        if len(document) != count:  # two readers see two files
            raise _No("broken")
        for page in document:
            page_picture(page, dpi=_DPI, grey=True)
            scans.append(scanned(page))
    return scans


def _is_signed(fields: Any) -> bool:
    """Whether a field of the form holds a signature; parents pass their type to children."""
    left = [(field, None) for field in (fields.get_object() if fields is not None else ())]
    for _ in range(_FIELD_LIMIT):
        if not left:
            return False
        field, kind = left.pop()
        field = _resolved(field)
        kind = field.get("/FT", kind)
        if kind == "/Sig" and "/V" in field:
            return True
        left += [(child, kind) for child in field.get("/Kids", ())]
    return False


def _acts(root: DictionaryObject) -> bool:
    names = _resolved(root.get("/Names"))
    action = _resolved(root.get("/OpenAction"))
    return (
        "/AA" in root
        or action.get("/S") not in {None, "/GoTo"}
        or any(key in names for key in ("/JavaScript", "/EmbeddedFiles"))
        or "/Collection" in root
    )


def _page_acts(page: PageObject) -> bool:
    annotations = page.get("/Annots")
    return "/AA" in page or any(
        _resolved(_resolved(annotation).get("/A")).get("/S") in _ACTING
        or _resolved(annotation).get("/Subtype") == "/FileAttachment"
        or "/AA" in _resolved(annotation)
        for annotation in (annotations.get_object() if annotations is not None else ())
    )


def _version(reader: PdfReader, root: DictionaryObject) -> str:
    header = reader.pdf_header.removeprefix("%PDF-")[:3]
    return max(header, str(root.get("/Version", "")).lstrip("/"))


def _told(data: bytes, most_pages: int) -> dict[str, Any]:
    try:
        return read(data, most_pages)
    except _No as no:
        return no.told
    except MemoryError:
        return {"refused": "too-heavy", "why": "memory"}
    except Exception as error:  # a hostile file raises anything, from KeyError to RecursionError
        return {"refused": "broken", "why": f"{type(error).__name__}: {error}"[:300]}


def _serve(most_pages: int, wall_seconds: float) -> None:
    """Answer file after file until standard input ends."""
    source = sys.stdin.buffer
    while len(head := source.read(LENGTH.size)) == LENGTH.size:
        data = source.read(LENGTH.unpack(head)[0])
        answer = _apart(data, most_pages, wall_seconds)
        sys.stdout.buffer.write(answer.strip() + b"\n")
        sys.stdout.buffer.flush()


def _apart(data: bytes, most_pages: int, wall_seconds: float) -> bytes:
    """The answer of a process of its own about this file; empty when it was ended."""
    parent = os.getpid()
    mouth, ear = os.pipe()
    child = os.fork()
    if child == 0:
        os.close(mouth)
        os.close(sys.stdin.fileno())
        sandbox.die_with_parent(parent)
        with os.fdopen(ear, "wb") as pipe:
            pipe.write(json.dumps(_told(data, most_pages)).encode())
        os._exit(0)
    os.close(ear)
    answer, until, ended = b"", time.monotonic() + wall_seconds, False
    while not ended and select.select([mouth], [], [], max(0.0, until - time.monotonic()))[0]:
        part = os.read(mouth, 1 << 16)
        answer, ended = answer + part, not part
    os.close(mouth)
    if not ended:
        os.kill(child, signal.SIGKILL)
    return answer if os.waitpid(child, 0)[1] == 0 else b""


def main() -> None:
    parser = sandbox.child_arguments(argparse.ArgumentParser())
    parser.add_argument("--most-pages", type=int, required=True)
    parser.add_argument("--wall-seconds", type=float, default=0.0)
    arguments = parser.parse_args()
    if arguments.wall_seconds:
        sandbox.confine(arguments)
        _serve(arguments.most_pages, arguments.wall_seconds)
        os._exit(0)
    data = sys.stdin.buffer.read()
    sandbox.confine(arguments)
    answer = json.dumps(_told(data, arguments.most_pages))
    sys.stdout.write(answer + "\n")
    sys.stdout.flush()
    os._exit(0)  # tidying up a hostile file's objects is no use


if __name__ == "__main__":
    main()
