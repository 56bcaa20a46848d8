"""Ghi nối tiếp — everything after the issued bytes is appended; nothing before is touched."""

# mypy: disable-error-code="no-untyped-call"

from io import BytesIO
from typing import Any

from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter


class AppendingWriter(IncrementalPdfFileWriter):
    """pyHanko's incremental writer that leaves XMP and document information alone.

    pyHanko rewrites the XMP on every write and turns a namespace of the PDF/UA extension
    schema into an attribute, which strict PDF/A validators refuse. `_update_meta` is not
    public; pyHanko is pinned and a test compares the metadata byte by byte.
    """

    def __init__(self, pdf: bytes) -> None:
        super().__init__(BytesIO(pdf))
        self.original = pdf

    def _update_meta(self) -> None:
        pass

    def appended(self) -> bytes:
        """The original followed by this update."""
        output = BytesIO()
        self.write(output)
        return require_prefix(self.original, output.getvalue())


def require_prefix(original: bytes, result: bytes) -> bytes:
    """A guard for bugs: whatever we write must begin with what was there."""
    if not result.startswith(original):
        raise AssertionError("an update changed bytes that were already issued")
    return result


def form_fields(reader: Any) -> dict[str, Any]:
    """Name → reference of the form's fields, in the order of the file (they are flat)."""
    root = reader.root
    fields = root["/AcroForm"]["/Fields"] if "/AcroForm" in root else ()
    return {str(reference.get_object()["/T"]): reference for reference in fields}
