"""Copies as files: the original inside byte for byte, PDF/A where it is true, the signing field."""

import io

import pytest
from pypdf import PdfReader

from forms import load_kinds
from service.app import Press
from service.domain.errors import Refused
from service.domain.numbering import IssueMark
from service.rendering.archival import attached_source, why_not_archival
from service.rendering.electronic_copies import electronic_copy
from service.rendering.flatten import foreign_reader
from service.rendering.pages import page_count, page_images
from service.rendering.stamps import certify
from service.rendering.upload_reader import read
from service.rendering.uploads import read_upload
from signatures.fields import ready_for_corner_signature
from signatures.names import SignatureField
from tests.builders import AGENCY, NOW
from tests.kinds.test_copies import EXTRACT
from tests.rendering import files
from tests.rendering.scans import scan_pdf
from tests.rendering.test_copies import block_pdf, shown
from tests.verapdf.judge import judge

TITLE = "Công văn số 99/UBND-VX"


def attachments(pdf):
    return {name: data for name, (data,) in PdfReader(io.BytesIO(pdf)).attachments.items()}


@pytest.mark.parametrize("original", [scan_pdf(), files.signed_pdf()], ids=["scan", "signed"])
def test_the_original_inside_a_copy_is_the_original_byte_for_byte(original):
    for copy in (
        certify(original, block_pdf(), evidence=original),
        electronic_copy(original, title=TITLE, evidence=original),
    ):
        assert attached_source(copy) == original
        assert attachments(copy) == {"ban-goc.pdf": original}, "as another reader finds it"
        assert original in copy


def test_without_evidence_nothing_is_inside():
    assert attached_source(certify(scan_pdf(), block_pdf())) is None


def test_chosen_pages_are_copied_in_their_order_and_no_other():
    original = files.page_pdf(files.line_of_text(100, 700), pages=4)
    copy = certify(original, block_pdf(), pages=(2, 4), title=TITLE)
    assert page_count(copy) == 2
    with pytest.raises(Refused, match="Bản gốc chỉ có 4 trang, không có trang 7"):
        certify(original, block_pdf(), pages=(1, 7))


def test_chosen_pages_look_as_in_the_original():
    original = scan_pdf(pages=3)
    assert shown(electronic_copy(original, pages=(3,), title=TITLE)) == shown(original)[2:]


@pytest.mark.parametrize("turn", [0, 90, 180, 270])
def test_an_electronic_copy_is_upright_and_has_one_field_at_its_top_right(turn):
    original = files.page_pdf(files.line_of_text(100, 700), page=b"/Rotate %d" % turn)
    copy = electronic_copy(original, title=TITLE)
    ready = ready_for_corner_signature(copy, SignatureField.COPY).pdf
    page = PdfReader(io.BytesIO(ready)).pages[0]
    assert page.rotation == 0
    (field,) = page["/Annots"]
    right, top = (float(field.get_object()["/Rect"][place]) for place in (2, 3))
    assert float(page.mediabox.right) - right == pytest.approx(15 * 72 / 25.4, abs=0.1)
    assert float(page.mediabox.top) - top == pytest.approx(7 * 72 / 25.4, abs=0.1)


def test_each_page_of_an_electronic_copy_has_a_name_for_ears():
    copy = electronic_copy(scan_pdf(pages=2), title=TITLE)
    root = PdfReader(io.BytesIO(copy)).root_object
    figures = root["/StructTreeRoot"]["/K"][0].get_object()["/K"]
    names = [figure.get_object()["/Alt"] for figure in figures]
    assert names == ["Trang 1 của văn bản được sao", "Trang 2 của văn bản được sao"]


@pytest.mark.parametrize(
    ("original", "why"),
    [
        (scan_pdf(), ""),
        (scan_pdf(mode="L"), ""),
        (scan_pdf(mode="1"), ""),
        (files.page_pdf(files.line_of_text(100, 700)), "không phải tệp PDF/A"),
        (files.page_pdf(catalogue=b"/OCProperties<</OCGs[]/D<<>>>>"), "lớp ẩn hiện"),
        (scan_pdf(mode="CMYK"), "có ảnh nén hoặc tô màu"),
    ],
    ids=["colour", "grey", "black", "font", "layers", "cmyk"],
)
def test_what_keeps_a_copy_from_being_archival_is_named(original, why):
    found = why_not_archival(foreign_reader(original))
    assert why in found
    assert bool(found) == bool(why)
    copy = certify(original, block_pdf(), evidence=original)
    metadata = PdfReader(io.BytesIO(copy)).root_object.get("/Metadata")
    assert (metadata is not None) == (not why), "PDF/A is claimed only where it holds"


@pytest.mark.parametrize(
    ("scan", "wanted"),
    [
        (scan_pdf(dpi=200), (200, True)),
        (scan_pdf(dpi=150, mode="L"), (150, False)),
        (scan_pdf(dpi=300, mode="1"), (300, False)),
        (files.page_pdf(files.line_of_text(100, 700)), (0, False)),
    ],
)
def test_fineness_and_colour_of_a_scan_are_measured(scan, wanted):
    (page,) = read_upload(scan).pages
    assert (round(page.dpi), page.coloured) == wanted
    assert (round(page.width_mm), round(page.height_mm)) == (210, 297)


def test_the_reader_tells_why_a_file_is_not_archival():
    assert read(files.page_pdf(files.line_of_text(9, 9)), 10)["not_archival"]
    assert read_upload(scan_pdf()).not_archival == ""


@pytest.fixture(scope="module")
def press(shared_pool):
    return Press(load_kinds(), shared_pool)


@pytest.mark.slow
def test_the_reference_validator_finds_every_kind_of_copy_archival(press, tmp_path):
    kind, mark = press.kinds["certified_copy"], IssueMark(6, NOW.date())
    letter = press.kinds["official_letter"]
    ours = press.render(letter, AGENCY, letter.sample, mark).pdf
    extract = {"copy_kind": "TrS", "extract": EXTRACT}
    paths = []
    for number, (source, changes) in enumerate(
        (
            (ours, {}),
            (scan_pdf(pages=2), {}),
            (scan_pdf(), {"copy_medium": "electronic"}),
            (ours, {"copy_kind": "TrS", "pages": "1", "copy_medium": "electronic"}),
            (scan_pdf(), extract),
            (scan_pdf(), {**extract, "copy_medium": "electronic"}),
        )
    ):
        made = press.render(kind, AGENCY, {**kind.sample, **changes}, mark, source=source).pdf
        assert attached_source(made) == source
        paths.append(tmp_path / f"{number}.pdf")
        paths[-1].write_bytes(made)
    assert judge("3b", paths) == ["yes"] * len(paths)


@pytest.mark.slow
def test_an_electronic_copy_shows_the_scan_alone(press):
    kind, scan = press.kinds["certified_copy"], scan_pdf()
    answers = {**kind.sample, "copy_medium": "electronic"}
    made = press.render(kind, AGENCY, answers, IssueMark(6, NOW.date()), source=scan).pdf
    assert page_images(made, dpi=72) == page_images(scan, dpi=72), "no block, no number"
