"""Đọc tệp tải lên — the child process that opens PDFs from outside.

It answers with facts, or ``{"refused": code}``: one file, or with the word ``each`` one file after
another. Whatever else happens (a crash, no answer) counts as refused.
"""

import io
import sys
from collections.abc import Mapping
from typing import Any

from pypdf import PageObject, PdfReader, PdfWriter
from pypdf.generic import DictionaryObject

from service.confinement.answering import answer, answer_each
from service.confinement.asking import Answer
from service.rendering import uploads
from service.rendering.archival import why_not_archival
from service.rendering.flatten import flat_pages, foreign_reader
from service.rendering.pages import opened, page_picture
from service.rendering.placement import MM, frame_of
from service.rendering.scans import scanned

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


def work(order: Mapping[str, Any], data: bytes) -> Answer:
    return Answer(_told(data, order["most_pages"]))


if __name__ == "__main__":
    if "each" in sys.argv:
        answer_each(work, uploads.LIMITS)
    answer(work, uploads.LIMITS)
