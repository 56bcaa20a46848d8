"""What the tests of kinds share: the kinds, a fictional commune, and the text of a Word file."""

import io
import zipfile
from importlib import resources

import pytest
from lxml import etree

from forms import load_kinds
from forms.base import posted
from service.domain.agency import Agency, Signatory, SigningCapacity, Unit
from service.domain.numbering import IssueMark
from service.rendering import docx

KINDS = {kind.code: kind for kind in load_kinds()}
W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"

HOA_BINH = Agency(
    name="ỦY BAN NHÂN DÂN\nXÃ HÒA BÌNH",
    full_name="Ủy ban nhân dân xã Hòa Bình",
    place="Hòa Bình",
    symbol="UBND",
    address="Số 1, đường Trần Phú, xã Hòa Bình",
    default_recipients=("Công an xã;",),
    units=(Unit(1, "Văn phòng", "VP"), Unit(2, "Phòng Kinh tế", "KT", active=False)),
    signatories=(
        Signatory(7, "Phạm Quốc Hùng", "Chủ tịch", SigningCapacity.ON_BEHALF, "Ủy ban nhân dân"),
        Signatory(8, "Vũ Thị Hoa", "Phó Chủ tịch", SigningCapacity.FOR_HEAD, "", "Chủ tịch"),
        Signatory(9, "Phạm Quốc Hùng", "Chủ tịch"),
    ),
)


def template_of(kind):
    return resources.files("doc_templates").joinpath(kind.template).read_bytes()


BLANK = IssueMark()


def filled(kind, answers, mark=BLANK, agency=HOA_BINH):
    return docx.fill(template_of(kind), kind.compose(answers, agency, mark))


def sample_answers(kind):
    return posted(kind.form, kind.sample, HOA_BINH).answers()


def parts_of(word):
    with zipfile.ZipFile(io.BytesIO(word)) as package:
        return {name: package.read(name) for name in package.namelist()}


def paragraphs_of(word):
    """(style, text) of every paragraph of the main part, in order."""
    root = etree.fromstring(parts_of(word)["word/document.xml"])
    found = []
    for paragraph in root.iter(f"{W}p"):
        style = paragraph.find(f"{W}pPr/{W}pStyle")
        text = "".join(
            {f"{W}t": node.text or "", f"{W}tab": "\t", f"{W}br": "\n"}.get(node.tag, "")
            for node in paragraph.iter()
        )
        found.append((style.get(f"{W}val") if style is not None else None, text))
    return found


def text_of(word):
    return "\n".join(text for _, text in paragraphs_of(word))


@pytest.fixture(params=KINDS.values(), ids=list(KINDS))
def kind(request):
    return request.param


@pytest.fixture
def letter():
    return KINDS["official_letter"]


@pytest.fixture
def decision():
    return KINDS["decision"]


@pytest.fixture
def certified_copy():
    return KINDS["certified_copy"]
