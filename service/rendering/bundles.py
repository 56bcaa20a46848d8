"""Gộp nhiều tệp — the PDFs of a run as one file, each beginning on a page of its own."""

import io
from collections.abc import Iterable

from pypdf import PdfReader, PdfWriter


def merged(papers: Iterable[tuple[str, bytes]], *, title: str) -> bytes:
    """One PDF of many; an outline entry for each, by the given name.

    For printing and reading on: signatures and form fields of the parts do not survive a merge,
    the single files keep them.
    """
    writer = PdfWriter()
    for name, data in papers:
        first = len(writer.pages)
        reader = PdfReader(io.BytesIO(data))
        for page in reader.pages:
            writer.add_page(page)
        writer.add_outline_item(title=name, page_number=first)
    writer.add_metadata({"/Title": title})
    made = io.BytesIO()
    writer.write(made)
    return made.getvalue()
