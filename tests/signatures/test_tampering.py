"""Every way we know to tamper with a signed file, and the verdict on it."""

import os
import re

import pytest
from asn1crypto import keys
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat
from pyhanko.sign.fields import SigFieldSpec
from pyhanko.sign.signers import PdfSignatureMetadata, PdfSigner, SimpleSigner
from pyhanko.stamp import StaticStampStyle, TextStampStyle
from pyhanko_certvalidator.registry import SimpleCertificateStore
from pypdf.generic import DecodedStreamObject, NameObject

from service.domain.signing import Level
from signatures import two_phase
from signatures.expected import Expected
from signatures.fields import ready_for_signing
from signatures.reasons import REASONS
from signatures.report import Verdict
from signatures.verify import verify
from signatures.writing import AppendingWriter
from tests.signatures import tampering
from tests.signatures.conftest import HUNG, MOMENT, SEAL_MM, paper

BOTH = Expected(
    fields={
        "ChuKyNguoiKy": "Chữ ký số của người có thẩm quyền",
        "DauCoQuan": "Chữ ký số của cơ quan, tổ chức",
    }
)


@pytest.fixture
def judged(trust, stages):
    """The report on an upload that answers to the issued file."""

    def judge(pdf, base=stages["issued"], **rest):
        return verify(pdf, trust=trust, at=MOMENT, base=base, **rest)

    return judge


def codes(report):
    return {reason.code for reason in report.reasons}


def sealed_with_own_field(pdf, signing, box, name="ChuKy_CongCu", text="Số: 45"):
    """A tool that adds its own signature field with text in it."""
    key = signing.key("agency")
    der = signing.pki.key("agency").private_bytes(Encoding.DER, PrivateFormat.PKCS8, NoEncryption())
    store = SimpleCertificateStore()
    store.register_multiple(key.identity.chain)
    signer = SimpleSigner(
        signing_cert=key.identity.certificate,
        signing_key=keys.PrivateKeyInfo.load(der),
        cert_registry=store,
    )
    metadata = PdfSignatureMetadata(field_name=name, md_algorithm="sha256")
    style = TextStampStyle(stamp_text=text) if text else StaticStampStyle(border_width=0)
    output = PdfSigner(
        metadata, signer=signer, stamp_style=style, new_field_spec=SigFieldSpec(name, box=box)
    ).sign_pdf(AppendingWriter(pdf))
    return output.getvalue()


def test_t0_two_good_signatures_are_valid(judged, stages):
    report = judged(stages["sealed"], expected=BOTH)
    assert report.verdict is Verdict.VALID
    assert codes(report) == {"no-timestamp"}
    assert [each.field for each in report.signatures] == ["ChuKyNguoiKy", "DauCoQuan"]


@pytest.mark.parametrize("level", [Level.B_T, Level.B_LT, Level.B_LTA])
def test_t0_good_signatures_of_every_level_are_valid(judged, ready, signing, level):
    report = judged(signing.all(ready.pdf, level), expected=BOTH)
    assert report.verdict is Verdict.VALID
    assert codes(report) == set()
    assert {each.level for each in report.signatures} == {level.value}


def test_person_alone_is_valid_while_the_agency_is_not_yet_expected(judged, stages):
    assert judged(stages["signed"]).verdict is Verdict.VALID
    assert judged(stages["numbered"]).verdict is Verdict.VALID


def test_t1_one_flipped_byte_in_the_issued_part_is_found(judged, stages):
    position = stages["issued"].find(b"stream") + 50
    report = judged(tampering.flipped(stages["sealed"], position))
    assert report.verdict is Verdict.INVALID
    assert codes(report) >= {"altered"} or codes(report) == {"broken"}


def test_t1b_one_flipped_byte_in_the_update_of_a_signature_is_found(judged, stages):
    position = len(stages["issued"]) + 900
    report = judged(tampering.flipped(stages["sealed"], position))
    assert report.verdict is Verdict.INVALID


def test_t2_content_added_after_both_signatures_is_found_and_shown(judged, stages):
    report = judged(tampering.with_page_content(stages["sealed"]))
    assert report.verdict is Verdict.INVALID
    assert "changed-visibly" in codes(report)
    difference = report.differences[0]
    assert difference.page == 1
    assert difference.box == pytest.approx((200, 300, 400, 400), abs=2)
    assert difference.before.startswith(b"\x89PNG")
    assert difference.before != difference.after


def test_t4_text_changed_before_a_good_signature_is_found(judged, stages, signing):
    """All the cryptography is fine: only the comparison with what was issued tells."""
    report = judged(signing.person(tampering.with_page_content(stages["issued"])))
    signature = report.signatures[0]
    assert (signature.intact, signature.authentic, signature.trusted) == (True, True, True)
    assert report.verdict is Verdict.INVALID
    assert "changed-visibly" in codes(report)


def test_change_that_nobody_sees_before_a_good_signature_needs_a_person(judged, stages, signing):
    """No picture tells it and no signature: only the comparison with what was issued."""
    report = judged(signing.person(tampering.with_page_content(stages["issued"], b"\n% x\n")))
    assert report.differences == ()
    assert report.verdict is Verdict.REVIEW
    assert "changed-in-boxes" in codes(report)


def test_seal_before_the_person_is_found(judged, ready, signing, monkeypatch):
    monkeypatch.setattr(two_phase, "require_step", lambda pdf, step: None)
    report = judged(signing.person(signing.seal(ready.pdf)), expected=BOTH)
    assert report.verdict is Verdict.INVALID
    assert "wrong-order" in codes(report)


def test_t4b_text_changed_between_the_signatures_is_found(judged, stages, signing):
    report = judged(signing.seal(tampering.with_page_content(stages["numbered"])))
    assert report.verdict is Verdict.INVALID
    assert "changed-visibly" in codes(report)


def test_t5_patch_before_a_good_signature_is_found(judged, stages, signing):
    report = judged(signing.person(tampering.with_patch(stages["issued"])))
    assert report.verdict is Verdict.INVALID
    assert report.differences[0].box == pytest.approx((100, 600, 200, 620), abs=2)


def test_t5b_patch_between_the_signatures_is_found(judged, stages, signing):
    report = judged(signing.seal(tampering.with_patch(stages["numbered"])))
    assert report.verdict is Verdict.INVALID
    assert "changed-visibly" in codes(report)


def test_number_stamped_as_an_annotation_in_its_blank_needs_a_person(judged, ready, signing):
    """What desktop tools may do: the number as an annotation over the reserved blank."""
    box = ready.blanks[0].place.box
    stamped = tampering.with_patch(
        signing.person(ready.pdf),
        tuple(round(value) for value in (box.x0 + 3, box.y0 + 2, box.x1 - 3, box.y1 - 2)),
        b"0 0 0",
    )
    report = judged(stamped)
    assert report.verdict is Verdict.REVIEW
    assert "changed-in-boxes" in codes(report)
    assert report.differences == ()


def test_t5c_extra_signature_field_with_text_is_listed_and_needs_a_person(judged, stages, signing):
    pdf = sealed_with_own_field(stages["signed"], signing, (60, 620, 160, 640))
    report = judged(pdf)
    assert report.verdict is Verdict.REVIEW
    assert report.extra_fields == ("ChuKy_CongCu",)
    assert codes(report) >= {"own-field", "extra-field-visible"}


def test_t5c_invisible_extra_field_is_only_listed_by_name(judged, stages, signing):
    pdf = sealed_with_own_field(stages["signed"], signing, (0, 0, 0, 0), text="")
    report = judged(pdf)
    assert report.extra_fields == ("ChuKy_CongCu",)
    assert "extra-field-visible" not in codes(report)


def test_t7_file_rewritten_by_a_tool_needs_a_person(judged, stages, signing):
    report = judged(signing.person(tampering.rewritten(stages["issued"])))
    assert report.verdict is Verdict.REVIEW
    assert "rewritten" in codes(report)


def test_t7_rewritten_file_with_a_small_white_patch_is_refused(judged, stages, signing):
    def patch(writer):
        page = writer.pages[0]
        stream = DecodedStreamObject()
        data = page.get_contents().get_data()
        stream.set_data(b"q " + data + b" Q q 1 1 1 rg 300 650 3 3 re f Q")
        page[NameObject("/Contents")] = writer._add_object(stream)

    report = judged(signing.person(tampering.rewritten(stages["issued"], patch)))
    assert report.verdict is Verdict.INVALID
    assert "not-derived" in codes(report)


def test_t8_unsigned_file_is_refused(judged, stages):
    report = judged(stages["issued"])
    assert report.verdict is Verdict.INVALID
    assert codes(report) == {"unsigned"}


def test_t9_signature_of_an_unknown_authority_is_refused(judged, stages, signing):
    report = judged(signing.person(stages["issued"], name="outsider"))
    assert report.verdict is Verdict.INVALID
    assert "untrusted" in codes(report)
    assert report.signatures[0].certificate.name == HUNG


def test_t10_revoked_certificate_is_refused(judged, stages, signing):
    report = judged(signing.person(stages["issued"], name="revoked"))
    assert report.verdict is Verdict.INVALID
    assert "revoked" in codes(report)


def test_t11_edited_byte_range_is_found(judged, stages):
    pdf = stages["sealed"]
    start = [match.start() for match in re.finditer(rb"/ByteRange", pdf)][-1]
    area = pdf[start : start + 80]
    edited = pdf[:start] + area.replace(b"[0 ", b"[1 ", 1) + pdf[start + 80 :]
    assert edited != pdf
    assert judged(edited).verdict is Verdict.INVALID


def test_t12_junk_after_the_end_is_found(judged, stages):
    report = judged(stages["sealed"] + b"\n% hidden\n%%EOF\n")
    assert report.verdict is Verdict.INVALID
    assert "junk-after-end" in codes(report)


def test_t13_garbage_and_a_truncated_file_are_refused(judged, stages):
    assert judged(b"%PDF-1.7\n" + os.urandom(5000)).verdict is Verdict.INVALID
    report = judged(stages["sealed"][:-3000])
    assert report.verdict is Verdict.INVALID


def test_t14_another_paper_signed_by_the_right_people_is_refused(judged, signing):
    other = ready_for_signing(
        paper("annexed"), signer=HUNG, seal_mm=SEAL_MM, number_after_signature=True
    )
    report = judged(signing.all(other.pdf))
    assert all(each.trusted for each in report.signatures)
    assert report.verdict is Verdict.INVALID
    assert "not-derived" in codes(report)


def test_number_changed_after_the_seal_is_found(judged, stages):
    report = judged(tampering.with_value(stages["sealed"], "SoVanBan", "99"))
    assert report.verdict is Verdict.INVALID
    assert "changed-visibly" in codes(report)


def test_number_changed_between_number_and_seal_is_found(trust, stages, signing):
    """The file that was handed out for sealing had its number; that box is closed now."""
    sealed = signing.seal(tampering.with_value(stages["numbered"], "SoVanBan", "99"))
    report = verify(sealed, trust=trust, at=MOMENT, base=stages["numbered"])
    assert report.verdict is Verdict.INVALID
    assert "changed-field" in codes(report)


def test_another_number_than_the_office_gave_is_found(judged, ready, signing):
    pdf = signing.seal(signing.number(signing.person(ready.pdf), number=6))
    report = judged(pdf, expected=Expected(values={"SoVanBan": "05"}))
    assert report.verdict is Verdict.INVALID
    assert "wrong-value" in codes(report)


def test_script_added_after_signing_is_refused(judged, stages):
    report = judged(tampering.with_script(stages["sealed"]))
    assert report.verdict is Verdict.INVALID
    assert "active-content" in codes(report)


def test_missing_seal_is_named(judged, stages):
    report = judged(stages["numbered"], expected=BOTH)
    assert report.verdict is Verdict.INVALID
    assert "Thiếu chữ ký số của cơ quan, tổ chức." in {reason.sentence for reason in report.reasons}


def test_certificate_of_another_person_is_refused(judged, stages, signing):
    holders = {"ChuKyNguoiKy": frozenset({"00" * 32})}
    report = judged(stages["sealed"], expected=Expected(holders=holders))
    assert report.verdict is Verdict.INVALID
    assert "wrong-person" in codes(report)


def test_without_the_issued_file_later_changes_are_still_found(trust, stages, signing):
    def judge(pdf):
        return verify(pdf, trust=trust, at=MOMENT)

    assert judge(stages["sealed"]).verdict is Verdict.VALID
    assert judge(tampering.with_page_content(stages["sealed"])).verdict is Verdict.INVALID
    sealed = signing.seal(tampering.with_patch(stages["numbered"]))
    assert judge(sealed).verdict is Verdict.INVALID


def test_agency_policy_may_demand_a_time_stamp(judged, stages):
    report = judged(stages["sealed"], expected=Expected(needs_timestamp=True))
    assert report.verdict is Verdict.REVIEW
    assert "timestamp-needed" in codes(report)


def test_every_reason_is_a_vietnamese_sentence():
    for weight, sentence in REASONS.values():
        assert weight
        assert sentence.endswith(".")
        assert any(ord(letter) > 0x7F for letter in sentence)
