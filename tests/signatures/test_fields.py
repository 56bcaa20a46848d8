"""Files ready to sign: tagged, empty fields in a frozen PDF/A-2a + PDF/UA-1 file."""

import hashlib
from io import BytesIO

import page
import pytest
from pypdf import PdfReader, PdfWriter

from service.domain.errors import RenderingFault
from signatures.fields import ready_for_corner_signature, ready_for_signing
from signatures.geometry import MM
from signatures.names import SignatureField
from signatures.order import Step, next_step
from tests.signatures.conftest import HUNG, SEAL_MM, paper


def fields_of(pdf):
    form = PdfReader(BytesIO(pdf)).root_object["/AcroForm"]
    return [each.get_object() for each in form["/Fields"]]


def conformity(pdf, profile):
    return page.validate_pdf_bytes(pdf, profile=getattr(page.ValidationProfile, profile))


def test_every_field_is_there_in_order_and_empty(ready):
    assert [str(field["/T"]) for field in fields_of(ready.pdf)] == [
        "ChuKyNguoiKy",
        "SoVanBan",
        "NgayVanBan",
        "ThangVanBan",
        "DauCoQuan",
    ]
    assert all("/V" not in field for field in fields_of(ready.pdf))


def test_numbered_paper_has_only_the_signature_fields():
    ready = ready_for_signing(
        paper("numbered"), signer=HUNG, seal_mm=SEAL_MM, number_after_signature=False
    )
    assert [str(field["/T"]) for field in fields_of(ready.pdf)] == ["ChuKyNguoiKy", "DauCoQuan"]
    assert next_step(ready.pdf) is Step.PERSON


def test_signing_will_change_nothing_but_the_field(ready):
    form = PdfReader(BytesIO(ready.pdf)).root_object["/AcroForm"]
    assert form["/SigFlags"] == 3


def test_only_the_agency_locks_the_file(ready):
    fields = {str(field["/T"]): field for field in fields_of(ready.pdf)}
    assert fields["DauCoQuan"]["/Lock"]["/Action"] == "/All"
    assert "/Lock" not in fields["ChuKyNguoiKy"]


def test_every_field_has_a_label_a_tag_and_an_appearance(ready):
    reader = PdfReader(BytesIO(ready.pdf))
    numbers = reader.root_object["/StructTreeRoot"]["/ParentTree"]["/Nums"]
    tags = {int(numbers[index]): numbers[index + 1] for index in range(0, len(numbers), 2)}
    for field in fields_of(ready.pdf):
        element = tags[int(field["/StructParent"])].get_object()
        assert element["/S"] == "/Form"
        assert element["/Alt"] == field["/TU"]
        assert "/N" in field["/AP"]
    assert reader.pages[0]["/Tabs"] == "/S"


def test_frozen_bytes_are_named_by_their_sha256(ready):
    assert ready.sha256 == hashlib.sha256(ready.pdf).hexdigest()


@pytest.mark.parametrize("profile", ["PDF_A_2A", "PDF_UA_1"])
def test_file_stays_archival_and_accessible(ready, profile):
    report = conformity(ready.pdf, profile)
    assert report.is_compliant, report.to_json()


def test_version_stays_1_7_as_signing_rules_recommend(ready):
    assert ready.pdf.startswith(b"%PDF-1.7")


def test_fields_are_added_only_once(ready):
    with pytest.raises(RenderingFault, match="chỉ thêm chỗ ký một lần"):
        ready_for_signing(ready.pdf, signer=HUNG, seal_mm=SEAL_MM, number_after_signature=True)


def test_untagged_file_is_refused():
    writer = PdfWriter(clone_from=BytesIO(paper("blank")))
    writer.root_object.pop("/StructTreeRoot")
    output = BytesIO()
    writer.write(output)
    with pytest.raises(RenderingFault, match="không gắn thẻ"):
        ready_for_signing(
            output.getvalue(), signer=HUNG, seal_mm=SEAL_MM, number_after_signature=True
        )


def test_annex_takes_one_text_signature_at_its_top_right():
    ready = ready_for_corner_signature(paper("blank"), SignatureField.ANNEX)
    place = ready.signatures[0][1]
    reader = PdfReader(BytesIO(ready.pdf))
    width, height = (float(value) for value in reader.pages[0].mediabox[2:])
    assert (width - place.box.x1) / MM == pytest.approx(15)
    assert (height - place.box.y1) / MM == pytest.approx(7)
    assert next_step(ready.pdf) is Step.SEAL
