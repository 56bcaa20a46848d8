"""The kept pictures of signature and seal stand on what is signed inside the service."""

from dataclasses import replace
from io import BytesIO

import pytest
from pyhanko.pdf_utils.reader import PdfFileReader

from service.actions import agency as agency_verbs
from service.actions import issuing, specimens
from service.actions.signing_requests import picture_for
from service.domain.documents import FileRole
from service.domain.workflow import State
from service.store import events
from service.store import specimens as kept_specimens
from signatures.geometry import MM
from signatures.names import SignatureField
from tests.actions.signing_world import *  # noqa: F403 - its fixtures
from tests.actions.signing_world import HUNG, LATER, SIGNER, file_of, sign, stand_of
from tests.builders import a_document, work
from tests.signatures.conftest import drawn, handwriting, stamp

WIDE_MM = 42


@pytest.fixture
def named(office, db, hung, quantri):
    """Hùng's account bears the name that the papers print."""
    return agency_verbs.save_person(office, replace(hung, name=HUNG), by=quantri, now=LATER)


@pytest.fixture
def pictures(office, named, quantri):
    specimens.keep_specimen(office, named.id, drawn(handwriting()), by=named, now=LATER)
    seal = drawn(stamp(), size=(900, 900))
    specimens.keep_specimen(office, None, seal, seal_mm=WIDE_MM, by=quantri, now=LATER)


def fields_of(pdf):
    found = (
        field.get_object() for field in PdfFileReader(BytesIO(pdf)).root["/AcroForm"]["/Fields"]
    )
    return {str(field["/T"]): field for field in found}


def images_in(field):
    resources = field["/AP"]["/N"]["/Resources"]
    return [one.get_object()["/Subtype"] for one in resources.get("/XObject", {}).values()]


def used(office, document):
    return [
        event.detail["purpose"]
        for event in events.of_document(office.db, document.id)
        if event.verb == "use_specimen"
    ]


def test_both_pictures_stand_in_their_fields_and_their_use_is_recorded(
    sign_first, pictures, named, keys, desk, lan
):
    document = a_document(sign_first, State.APPROVED, signatory=SIGNER)
    work(sign_first, LATER)
    sign(sign_first, document, desk, named)
    signed = sign_first.files.get(stand_of(sign_first, document).current)
    assert images_in(fields_of(signed)["ChuKyNguoiKy"]) == ["/Image"]
    issuing.take_number(sign_first, document.id, by=lan, now=LATER)
    work(sign_first, LATER)
    sign(sign_first, document, desk, lan)
    sealed = fields_of(file_of(sign_first, document, FileRole.SIGNED))["DauCoQuan"]
    assert images_in(sealed) == ["/Image"]
    left, _, right, _ = (float(value) for value in sealed["/Rect"])
    assert right - left == pytest.approx(WIDE_MM * MM, abs=0.1), "the seal has its real size"
    assert used(sign_first, document) == ["ký số QĐ-UBND", "ký số 01/QĐ-UBND"]


def test_without_pictures_the_fields_show_words(sign_first, named, keys, desk):
    document = a_document(sign_first, State.APPROVED, signatory=SIGNER)
    work(sign_first, LATER)
    sign(sign_first, document, desk, named)
    signed = sign_first.files.get(stand_of(sign_first, document).current)
    assert images_in(fields_of(signed)["ChuKyNguoiKy"]) == []
    assert used(sign_first, document) == []


def test_no_picture_stands_under_another_name_or_in_the_corner_of_a_copy(
    sign_first, pictures, named, lan
):
    other = {**SIGNER, "name": "Lê Thị Mai"}
    document = a_document(sign_first, State.APPROVED, signatory=other)
    mine = a_document(sign_first, State.APPROVED, signatory=SIGNER)

    def picture(paper, field, by):
        return picture_for(sign_first, paper, field, by=by, now=LATER)

    assert picture(document, SignatureField.PERSON, named) is None
    assert picture(mine, SignatureField.COPY, lan) is None
    assert picture(mine, SignatureField.PERSON, named) is not None


def test_the_seal_of_an_office_without_its_picture_has_the_usual_size(
    db, pictures, quantri, office
):
    assert kept_specimens.seal_diameter(db) == WIDE_MM
    specimens.withdraw_specimen(office, None, "Đổi dấu", by=quantri, now=LATER)
    assert kept_specimens.seal_diameter(db) is None
