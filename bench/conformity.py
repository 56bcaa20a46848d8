"""Kiểm tra thể thức: how long a Word or PDF file takes to be measured against the decree."""

import copy
import io
import tempfile
import zipfile
from importlib import resources
from pathlib import Path

from lxml import etree

from bench.docx import _AGENCY, TWO_PAGES
from bench.rows import Row, timed_row
from forms import load_kinds
from service.conformity import check, check_file
from service.domain.numbering import IssueMark
from service.rendering import docx
from service.rendering.pdf import open_converter

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"


def run() -> list[Row]:
    two = letter()
    hundred = longer(two, 60)
    printed = as_pdf(two)
    return [
        timed_row("Kiểm tra thể thức, công văn hai trang", lambda: check(two), runs=40, target=200),
        timed_row("Kiểm tra thể thức, PDF của nó", lambda: check(printed), runs=20, target=200),
        timed_row("Kiểm tra thể thức, 100 trang", lambda: check(hundred), runs=5, target=5000),
        timed_row(
            "Kiểm tra thể thức trong tiến trình con, hai trang", lambda: check_file(two), runs=8
        ),
    ]


def letter() -> bytes:
    """Our own letter of two pages, filled as the service fills it."""
    kind = load_kinds()["official_letter"]
    template = resources.files("doc_templates").joinpath(kind.template).read_bytes()
    answers = {**kind.sample, "body": TWO_PAGES}
    return docx.fill(template, kind.compose(answers, _AGENCY, IssueMark(number=5)))


def as_pdf(word: bytes) -> bytes:
    """The same letter as the service prints it."""
    with tempfile.TemporaryDirectory() as folder:
        converter = open_converter(size=1, run_folder=Path(folder))
        try:
            return converter.convert(word)
        finally:
            converter.close()


def longer(word: bytes, times: int) -> bytes:
    """The same letter with the paragraphs of its content repeated."""
    with zipfile.ZipFile(io.BytesIO(word)) as source:
        parts = {name: source.read(name) for name in source.namelist()}
    root = etree.fromstring(parts["word/document.xml"])
    content = [item for item in root[0] if "Tăng cường công tác" in "".join(item.itertext())]
    for _ in range(times - 1):
        for paragraph in content:
            content[-1].addnext(copy.deepcopy(paragraph))
    parts["word/document.xml"] = etree.tostring(root, xml_declaration=True, encoding="UTF-8")
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in parts.items():
            archive.writestr(name, data)
    return target.getvalue()
