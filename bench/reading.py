"""Reading a two-page letter: in the process, in the limited child, and from a Word file."""

import tempfile
from pathlib import Path

from bench.rows import Better, Row, row_of, timed_row
from service.reading.reader import read
from service.reading.safely import read_file
from tests.reading.papers import build_docx, to_pdfs
from tests.reading.seeds import BINH_LUC

TARGET_MS = 300.0


def run() -> list[Row]:
    """The seed draft of a district: two pages, seven addressees, five tasks."""
    word = build_docx(BINH_LUC, "tabs")
    with tempfile.TemporaryDirectory() as folder:
        pdf = to_pdfs(Path(folder), {"letter": word})["letter"]
    reading = read(pdf)
    assert reading.total_pages == 2
    name = "read a two-page PDF"
    return [
        timed_row(name, lambda: read(pdf), runs=20, target=TARGET_MS),
        timed_row(
            f"{name} in the limited child",
            lambda: read_file(pdf),
            runs=8,
            target=TARGET_MS,
            ratio_to=name,
        ),
        timed_row("read the same letter as DOCX", lambda: read(word), runs=20, ratio_to=name),
        _rate(pdf),
    ]


def _rate(pdf: bytes) -> Row:
    row = timed_row("two-page PDFs", lambda: read(pdf), runs=20)
    return row_of("read two-page PDFs", [1000 / row.median], unit="docs/s", better=Better.HIGHER)
