"""Phiếu giải quyết văn bản đến — the decree's slip (Phụ lục IV) as a Word file, filled with what
was said so far and with lines to write on where nothing was."""

import io
from dataclasses import dataclass

import docx
from docx.document import Document as WordDocument
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.oxml.ns import qn
from docx.shared import Mm, Pt

LINES = 3
_DOTS = "." * 110


@dataclass(frozen=True, slots=True)
class SlipPart:
    """One of the three parts: what is asked (`labels`) and the `opinions` given."""

    title: str
    opinions: tuple[str, ...]
    labels: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True, slots=True)
class HandlingSlip:
    """What the slip says; `facts` are the paper's own lines above the three parts."""

    superior: str
    agency: str
    facts: tuple[tuple[str, str], ...]
    parts: tuple[SlipPart, ...]


def handling_slip(slip: HandlingSlip) -> bytes:
    """A Word file on A4, Times New Roman 13 pt."""
    document = docx.Document()
    section = document.sections[0]
    section.page_width, section.page_height = Mm(210), Mm(297)
    section.left_margin, section.right_margin = Mm(30), Mm(20)
    section.top_margin = section.bottom_margin = Mm(20)
    style = document.styles["Normal"]
    style.font.name, style.font.size = "Times New Roman", Pt(13)
    style.element.rPr.rFonts.set(qn("w:eastAsia"), "Times New Roman")
    style.paragraph_format.space_after = Pt(4)
    document.core_properties.title = "Phiếu giải quyết văn bản đến"
    document.core_properties.author = slip.agency
    document.core_properties.language = "vi-VN"
    if slip.superior:
        _line(document, slip.superior.upper())
    _line(document, slip.agency.upper(), bold=True)
    title = _line(document, "PHIẾU GIẢI QUYẾT VĂN BẢN ĐẾN", bold=True, size=14)
    title.alignment = WD_ALIGN_PARAGRAPH.CENTER
    title.paragraph_format.space_before = Pt(12)
    title.paragraph_format.space_after = Pt(10)
    for label, text in slip.facts:
        _labelled(document, label, text)
    for number, part in enumerate(slip.parts, start=1):
        head = _line(document, f"{number}. {part.title}", bold=True)
        head.paragraph_format.space_before = Pt(10)
        head.paragraph_format.keep_with_next = True
        for opinion in part.opinions:
            _line(document, opinion)
        for _ in range(0 if part.opinions else LINES):
            _line(document, _DOTS)
        for label, text in part.labels:
            _labelled(document, label, text)
    data = io.BytesIO()
    document.save(data)
    return data.getvalue()


def _line(document: WordDocument, text: str, *, bold: bool = False, size: float = 13):  # type: ignore[no-untyped-def]
    paragraph = document.add_paragraph()
    run = paragraph.add_run(text)
    run.bold, run.font.size = bold, Pt(size)
    return paragraph


def _labelled(document: WordDocument, label: str, text: str) -> None:
    paragraph = document.add_paragraph()
    paragraph.add_run(f"{label}: ")
    paragraph.add_run(text or "." * 40)
