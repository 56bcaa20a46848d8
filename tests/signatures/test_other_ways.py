"""Signing with another tool, and signing in ink."""

from dataclasses import replace
from datetime import date, timedelta

import pytest

from service.domain.errors import Refused, WrongState
from signatures.certificates import fingerprint
from signatures.external import ExternalWay, Upload
from signatures.names import SignatureField
from signatures.two_phase import SignRequest
from signatures.wet_ink import ScannedPaper, WetInkWay, record, record_json
from tests.signatures.conftest import AGENCY, HUNG, MOMENT, paper
from tests.signatures.tampering import rewritten, with_page_content


@pytest.fixture
def external(trust_folder):
    return ExternalWay(trust_folder, fetch=False)


def person_request(pdf, **rest):
    return SignRequest(pdf, SignatureField.PERSON, MOMENT, HUNG, **rest)


def test_the_exact_bytes_go_out_and_the_signed_file_comes_back(external, stages):
    waiting = external.begin(person_request(stages["issued"]))
    assert waiting.pdf == stages["issued"]
    accepted = external.finish(waiting, Upload(stages["signed"], MOMENT))
    assert accepted.pdf == stages["signed"]
    assert accepted.certificate.name == HUNG
    assert not accepted.needs_confirmation


def test_seal_made_elsewhere_is_compared_with_the_numbered_file(external, stages):
    request = SignRequest(stages["numbered"], SignatureField.SEAL, MOMENT, AGENCY)
    accepted = external.finish(external.begin(request), Upload(stages["sealed"], MOMENT))
    assert accepted.certificate.name == AGENCY


@pytest.mark.parametrize(
    ("upload", "words"),
    [
        (lambda stages, signing: stages["issued"], "Tệp không có chữ ký số nào"),
        (lambda stages, signing: paper("numbered"), "Tệp không có chữ ký số nào"),
        (
            lambda stages, signing: signing.person(with_page_content(stages["issued"])),
            "Trang 1 bị thay đổi",
        ),
        (lambda stages, signing: stages["signed"][:-2000], "hỏng hoặc bị cắt cụt"),
        (lambda stages, signing: b"PK\x03\x04", "không phải PDF"),
    ],
    ids=["unsigned", "another file", "changed", "cut", "no pdf"],
)
def test_wrong_upload_is_refused_with_the_reason(external, stages, signing, upload, words):
    waiting = external.begin(person_request(stages["issued"]))
    with pytest.raises(Refused, match=words):
        external.finish(waiting, Upload(upload(stages, signing), MOMENT))


def test_wrong_person_is_refused(external, stages, signing):
    holders = frozenset({fingerprint(signing.pki.cert("agency"))})
    waiting = external.begin(person_request(stages["issued"], holders=holders))
    with pytest.raises(Refused, match="không phải chứng thư đã đăng ký"):
        external.finish(waiting, Upload(stages["signed"], MOMENT))


def test_rewritten_file_waits_for_a_named_persons_yes(external, stages, signing):
    waiting = external.begin(person_request(stages["issued"]))
    upload = signing.person(rewritten(stages["issued"]))
    accepted = external.finish(waiting, Upload(upload, MOMENT))
    assert accepted.needs_confirmation
    assert any("ghi lại toàn bộ tệp" in each.sentence for each in accepted.report.reasons)


def test_nothing_is_handed_out_before_its_turn(external, stages):
    with pytest.raises(WrongState):
        external.begin(SignRequest(stages["issued"], SignatureField.SEAL, MOMENT, AGENCY))


INK = ScannedPaper(
    scan=b"%PDF-1.7 scan",
    pages=1,
    printed_pages=1,
    signer=HUNG,
    signed_on=date(2026, 1, 8),
    has_ink=True,
    has_seal=True,
    confirmed_by="Lan",
    confirmed_at=MOMENT + timedelta(days=1),
)


@pytest.fixture
def printed(stages):
    return WetInkWay().begin(person_request(stages["issued"]))


def test_scan_of_an_ink_signature_is_kept_with_its_facts(printed):
    signed = WetInkWay().finish(printed, INK)
    assert signed.pdf == INK.scan
    assert signed.certificate is None
    facts = record(printed, INK)
    assert (facts.signer, facts.confirmed_by, facts.signed_on) == (HUNG, "Lan", "2026-01-08")
    assert facts.print_sha256 == printed.pdf_sha256
    assert '"confirmed_by": "Lan"' in record_json(facts)


@pytest.mark.parametrize(
    ("change", "words"),
    [
        ({"has_ink": False}, "mực xanh"),
        ({"has_seal": False}, "dấu của cơ quan"),
        ({"signer": "Phạm Văn Bình"}, "không phải Phạm Văn Bình"),
        ({"printed_pages": 3}, "1 trang, bản in có 3 trang"),
        ({"signed_on": date(2026, 1, 7)}, "08/01/2026"),
        ({"signed_on": date(2026, 1, 10)}, "10/01/2026"),
    ],
)
def test_facts_that_do_not_hold_together_are_refused(printed, change, words):
    with pytest.raises(Refused, match=words):
        WetInkWay().finish(printed, replace(INK, **change))
