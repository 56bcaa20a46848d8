"""Signature → number → seal, or number → signature → seal: each thing in its turn."""

import subprocess
from datetime import date, timedelta
from io import BytesIO

import pytest
from pyhanko.pdf_utils.reader import PdfFileReader
from pyhanko.sign.validation import validate_pdf_signature
from pyhanko_certvalidator import ValidationContext

from service.actions import issuing, reviewing, signing_order
from service.domain.documents import FileRole
from service.domain.errors import NotAllowed, Refused, WrongState
from service.domain.signing import NumberOrder, SigningPolicy, SigningStep
from service.domain.workflow import State
from service.store import documents, events, signed_files
from signatures.filling import filled_values
from tests.actions.signing_world import *  # noqa: F403 - fixtures
from tests.actions.signing_world import (
    HUNG,
    LATER,
    SIGNER,
    file_of,
    sign,
    stand_of,
)
from tests.builders import NOW, a_document, work
from tests.signatures.test_filling import picture

DAY = date(2026, 3, 2)


def number(office, document, lan, day=DAY, now=LATER):
    numbered = issuing.take_number(office, document.id, day, by=lan, now=now)
    work(office, now)
    return numbered


def test_the_order_is_kept_from_the_approval_on(sign_first, quantri):
    first = a_document(sign_first, State.APPROVED, signatory=SIGNER)
    signing_order.save_policy(sign_first, SigningPolicy(), by=quantri, now=LATER)
    second = a_document(sign_first, State.APPROVED, signatory=SIGNER)
    assert stand_of(sign_first, first).order is NumberOrder.SIGN_FIRST
    assert stand_of(sign_first, second).order is NumberOrder.NUMBER_FIRST


def test_only_the_administrator_chooses_the_order(office, lan):
    with pytest.raises(NotAllowed):
        signing_order.save_policy(office, SigningPolicy(), by=lan, now=NOW)


def test_a_copy_is_numbered_first_whatever_the_policy(sign_first):
    kinds = sign_first.kinds
    assert signing_order.order_for(sign_first, kinds["certified_copy"]) is NumberOrder.NUMBER_FIRST
    assert signing_order.order_for(sign_first, kinds["decision"]) is NumberOrder.SIGN_FIRST


def test_number_is_refused_until_the_person_has_signed(sign_first, approved, lan):
    assert stand_of(sign_first, approved).step is SigningStep.PERSON
    with pytest.raises(WrongState, match="chưa ký"):
        number(sign_first, approved, lan)
    assert documents.get(sign_first.db, approved.id, lan).state is State.APPROVED


def test_number_is_refused_while_the_file_is_being_made(sign_first, lan):
    document = a_document(sign_first, State.APPROVED, signatory=SIGNER)
    assert stand_of(sign_first, document).step is SigningStep.PREPARING
    with pytest.raises(WrongState, match="đang được tạo"):
        issuing.take_number(sign_first, document.id, DAY, by=lan, now=LATER)


def test_seal_is_refused_until_the_number_is_there(sign_first, approved, keys, desk, hung, lan):
    with pytest.raises(NotAllowed, match="chờ Phạm Quốc Hùng ký"):
        sign(sign_first, approved, desk, lan)
    sign(sign_first, approved, desk, hung)
    with pytest.raises(WrongState, match="chưa có số"):
        sign(sign_first, approved, desk, lan)


def test_sign_number_seal(sign_first, approved, keys, desk, hung, lan, pki, tmp_path):
    sign(sign_first, approved, desk, hung)
    signed = sign_first.files.get(stand_of(sign_first, approved).current)
    assert signed.startswith(file_of_role(sign_first, approved, FileRole.TO_SIGN))
    number(sign_first, approved, lan)
    filled = file_of(sign_first, approved, FileRole.PDF)
    assert filled.startswith(signed)
    assert filled_values(filled)["SoVanBan"] == "01"
    assert filled_values(filled)["NgayVanBan"] == "02"
    sign(sign_first, approved, desk, lan)
    sealed = file_of(sign_first, approved, FileRole.SIGNED)
    assert sealed.startswith(filled)
    assert stand_of(sign_first, approved).step is SigningStep.DONE
    assert signed_files.current(sign_first.db, approved.id).verdict == "valid"
    both_agree(sealed, pki, tmp_path)
    issued = issuing.issue(sign_first, approved.id, by=lan, now=LATER)
    work(sign_first, LATER)
    assert documents.get(sign_first.db, issued.id, lan).state is State.ARCHIVED


def both_agree(pdf, pki, tmp_path):
    """Poppler's pdfsig and pyHanko, each by its own code."""
    path = tmp_path / "signed.pdf"
    path.write_bytes(pdf)
    told = subprocess.run(
        ["pdfsig", "-nocert", str(path)], capture_output=True, text=True, check=False
    ).stdout
    assert told.count("Signature is Valid.") == 2, told
    assert HUNG in told and "Ủy ban nhân dân xã Hòa Bình" in told
    context = ValidationContext(
        trust_roots=[pki.cert("root")],
        other_certs=[pki.cert("middle")],
        moment=LATER,
        allow_fetching=False,
    )
    for embedded in PdfFileReader(BytesIO(pdf)).embedded_signatures:
        status = validate_pdf_signature(embedded, context)
        assert status.intact and status.valid and status.bottom_line


def file_of_role(office, document, role):
    found = [one for one in documents.files(office.db, document.id) if one.role is role]
    return office.files.get(found[-1].sha256)


def test_the_field_shows_who_and_when_until_there_is_a_picture(
    sign_first, approved, keys, desk, hung
):
    before = file_of_role(sign_first, approved, FileRole.TO_SIGN)
    sign(sign_first, approved, desk, hung)
    signed = sign_first.files.get(stand_of(sign_first, approved).current)
    (widget,) = [
        field.get_object()
        for field in PdfFileReader(BytesIO(signed)).root["/AcroForm"]["/Fields"]
        if field.get_object()["/T"] == "ChuKyNguoiKy"
    ]
    from signatures.appearance import rectangle  # noqa: PLC0415

    box = rectangle(widget)
    dark = [
        picture(pdf, box).point(lambda v: 255 * (v < 128)).getbbox() for pdf in (before, signed)
    ]
    assert dark[0] is None
    left = dark[1][0] / picture(signed, box).width
    assert left > 1 / 3, "the left third is the seal's"


def test_a_number_struck_out_leaves_the_signature_and_fills_the_next(
    sign_first, approved, keys, desk, hung, lan
):
    sign(sign_first, approved, desk, hung)
    number(sign_first, approved, lan)
    issuing.void_number(sign_first, approved.id, "Sai ngày", keep_approved=True, by=lan, now=LATER)
    assert stand_of(sign_first, approved).step is SigningStep.NUMBER
    again = number(sign_first, approved, lan, now=LATER + timedelta(minutes=1))
    filled = file_of(sign_first, approved, FileRole.PDF)
    assert (again.number, filled_values(filled)["SoVanBan"]) == (2, "02")


def test_a_paper_returned_and_approved_anew_waits_for_a_new_signature(
    sign_first, approved, keys, desk, hung, lan, minh
):
    sign(sign_first, approved, desk, hung)
    number(sign_first, approved, lan)
    issuing.void_number(sign_first, approved.id, "Sai căn cứ", by=lan, now=LATER)
    later = LATER + timedelta(minutes=5)
    reviewing.submit(sign_first, approved.id, by=minh, now=later, approver_id=hung.id)
    reviewing.approve(sign_first, approved.id, by=hung, now=later)
    assert stand_of(sign_first, approved).step is SigningStep.PREPARING
    work(sign_first, later)
    assert stand_of(sign_first, approved).step is SigningStep.PERSON


def test_another_year_than_the_printed_one_takes_no_number(
    sign_first, approved, keys, desk, hung, lan
):
    sign(sign_first, approved, desk, hung)
    with pytest.raises(Refused, match="in sẵn tháng, năm 2026") as refusal:
        issuing.take_number(sign_first, approved.id, date(2025, 12, 31), by=lan, now=LATER)
    assert "issued_on" in refusal.value.errors
    assert documents.get(sign_first.db, approved.id, lan).number is None


def test_number_first_signs_the_numbered_file(
    press, numbered, keys, desk, hung, lan, pki, tmp_path
):
    base = file_of(press, numbered, FileRole.PDF)
    with pytest.raises(NotAllowed):
        sign(press, numbered, desk, lan)
    sign(press, numbered, desk, hung)
    with pytest.raises(WrongState, match="chưa có chữ ký số của cơ quan"):
        issuing.issue(press, numbered.id, by=lan, now=LATER)
    sign(press, numbered, desk, lan)
    signed = file_of(press, numbered, FileRole.SIGNED)
    assert signed.startswith(base)
    both_agree(signed, pki, tmp_path)
    verbs = [event.verb for event in events.of_document(press.db, numbered.id)]
    assert verbs[-2:] == ["sign_person", "sign_seal"]


def test_signatures_of_a_struck_out_number_do_not_count(press, numbered, keys, desk, hung, lan):
    sign(press, numbered, desk, hung)
    issuing.void_number(press, numbered.id, "Sai ngày", keep_approved=True, by=lan, now=LATER)
    number(press, numbered, lan, now=LATER + timedelta(minutes=1))
    assert stand_of(press, numbered).step is SigningStep.PERSON
