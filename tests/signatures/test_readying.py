"""Every numbered paper gets its fields, or a sentence why not; never a refusal."""

from io import BytesIO

import pytest
from pypdf import PdfReader

from service.rendering.pages import page_images
from signatures.geometry import MM
from signatures.names import SignatureField
from signatures.order import Step, next_step
from signatures.readying import readied
from tests.signatures.conftest import HUNG, paper


def test_numbered_paper_waits_for_the_person_then_the_seal(signing):
    made = readied(paper("numbered"), signer=HUNG)
    assert (made.why_not, next_step(made.pdf)) == ("", Step.PERSON)
    assert next_step(signing.person(made.pdf)) is Step.SEAL


def test_nothing_is_seen_of_the_empty_fields():
    made = readied(paper("numbered"), signer=HUNG)
    assert page_images(made.pdf, dpi=100) == page_images(paper("numbered"), dpi=100)


@pytest.mark.parametrize("name", ["", "  "])
def test_paper_without_a_printed_name_stays_as_it_is(name):
    made = readied(paper("numbered"), signer=name)
    assert made.pdf == paper("numbered")
    assert "không ghi họ tên người ký" in made.why_not


def test_paper_whose_place_does_not_fit_stays_as_it_is_with_the_reason():
    made = readied(paper("numbered"), signer="Lê Văn Khác")
    assert made.pdf == paper("numbered")
    assert "không có họ tên “Lê Văn Khác”" in made.why_not
    assert made.why_not.endswith("Văn bản vẫn ký tay và đóng dấu được.")


def test_fields_are_added_only_once():
    once = readied(paper("numbered"), signer=HUNG)
    twice = readied(once.pdf, signer=HUNG)
    assert twice.pdf == once.pdf
    assert "đã có biểu mẫu" in twice.why_not


def test_seal_field_is_as_wide_as_the_seal_of_the_agency():
    made = PdfReader(BytesIO(readied(paper("numbered"), signer=HUNG).pdf))
    (seal,) = [
        each.get_object()
        for page in made.pages
        for each in page.get("/Annots", ())
        if each.get_object().get("/T") == SignatureField.SEAL
    ]
    left, bottom, right, top = (float(side) for side in seal["/Rect"])
    assert (right - left) / MM == pytest.approx(36, abs=0.1)
    assert (top - bottom) / MM == pytest.approx(36, abs=0.1)
