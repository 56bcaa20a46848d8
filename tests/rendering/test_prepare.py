"""The prepared PDF: archive (PDF/A-2a) and accessibility (PDF/UA-1), judged by two validators."""

import io

import page
import pytest
from pypdf import PdfReader

from service.domain.errors import RenderingFault
from service.rendering.pages import page_images
from service.rendering.prepare import prepare
from tests.rendering import files
from tests.rendering.papers import copy_block_docx, letter_docx, letters_docx
from tests.verapdf.judge import judge

TITLE = "Về việc <rà soát> & chuẩn hóa “thể thức”"
PAPERS = {"letter": letter_docx, "letters": letters_docx, "block": copy_block_docx}


@pytest.fixture(scope="module")
def converted(shared_pool):
    return {name: shared_pool.convert(make()) for name, make in PAPERS.items()}


@pytest.fixture(scope="module")
def prepared(converted):
    return {name: prepare(pdf, title=TITLE) for name, pdf in converted.items()}


def failures(pdf, profile):
    report = page.validate_pdf_bytes(pdf, profile=profile)
    assert report.rules.total > 50, "the validator looked at nothing"
    return [str(failure) for failure in report.failures]


@pytest.mark.slow
@pytest.mark.parametrize("name", PAPERS)
@pytest.mark.parametrize(
    "profile", [page.ValidationProfile.PDF_A_2A, page.ValidationProfile.PDF_UA_1], ids=str
)
def test_a_prepared_paper_meets_the_standard(prepared, name, profile):
    assert failures(prepared[name], profile) == []


@pytest.mark.slow
def test_libreoffice_alone_does_not_meet_it(converted):
    assert failures(converted["letter"], page.ValidationProfile.PDF_A_2A)


@pytest.mark.slow
@pytest.mark.parametrize("standard", ["2a", "ua1"])
def test_verapdf_agrees(prepared, converted, tmp_path, standard):
    paths = []
    for name, pdf in {**prepared, "not prepared": converted["letter"]}.items():
        paths.append(tmp_path / f"{name}.pdf")
        paths[-1].write_bytes(pdf)
    said = judge(standard, paths)
    assert said[: len(PAPERS)] == ["yes"] * len(PAPERS)
    if standard == "2a":
        assert "pdfaid:conformance" in said[-1]


@pytest.mark.slow
def test_language_title_and_version_are_set(prepared):
    reader = PdfReader(io.BytesIO(prepared["letter"]))
    assert prepared["letter"].startswith(b"%PDF-1.7\n")
    assert reader.root_object["/Lang"] == "vi-VN"
    assert reader.root_object["/ViewerPreferences"]["/DisplayDocTitle"]
    assert reader.metadata.title == TITLE
    assert reader.xmp_metadata.dc_title == {"x-default": TITLE}
    assert reader.xmp_metadata.pdf_producer == reader.metadata.producer
    assert reader.metadata.producer.startswith("LibreOffice")
    assert "/OpenAction" not in reader.root_object


@pytest.mark.slow
def test_pages_look_the_same_before_and_after(converted, prepared):
    assert page_images(converted["letter"], dpi=60) == page_images(prepared["letter"], dpi=60)


@pytest.mark.slow
def test_a_title_of_two_lines_becomes_one_line(converted):
    pdf = prepare(converted["letter"], title="Về việc\n  rà soa\u0301t")
    assert PdfReader(io.BytesIO(pdf)).metadata.title == "Về việc rà soát"


def test_a_file_without_structure_cannot_be_prepared():
    with pytest.raises(RenderingFault) as caught:
        prepare(files.page_pdf(), title="x")
    assert caught.value.code == "pdf-untagged"
    assert caught.value.permanent


@pytest.mark.parametrize("broken", [b"", b"%PDF-1.7\n", files.page_pdf()[:300]])
def test_a_broken_file_cannot_be_prepared(broken):
    with pytest.raises(RenderingFault) as caught:
        prepare(broken, title="x")
    assert caught.value.code == "pdf-broken"
