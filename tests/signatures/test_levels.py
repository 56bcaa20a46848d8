"""B-B, B-T, B-LT, B-LTA, renewal, and checking years later without any network."""

import asyncio
import threading
import time
from dataclasses import replace
from datetime import UTC, datetime
from http.server import BaseHTTPRequestHandler, HTTPServer
from io import BytesIO

import pytest
from pyhanko.pdf_utils.reader import PdfFileReader
from pyhanko.sign.ades.report import AdESPassed
from pyhanko.sign.validation.ades import simulate_future_ades_lta_validation
from pyhanko.sign.validation.policy_decl import (
    PdfSignatureValidationSpec,
    RevinfoOnlineFetchingRule,
    RevocationInfoGatheringSpec,
    SignatureValidationSpec,
)
from pyhanko_certvalidator.context import CertValidationPolicySpec
from pyhanko_certvalidator.policy_decl import REQUIRE_REVINFO, CertRevTrustPolicy
from pyhanko_certvalidator.registry import SimpleTrustManager

from service.domain.errors import Busy, Refused
from service.domain.signing import Level
from signatures.archive import extend, proof_ends, stamp
from signatures.report import Verdict
from signatures.timestamps import TimestampService
from signatures.trust import TrustStore
from signatures.verify import verify
from tests.signatures.conftest import MOMENT

LATER = datetime(2034, 6, 1, tzinfo=UTC)
MUCH_LATER = datetime(2040, 1, 1, tzinfo=UTC)


@pytest.fixture(scope="module")
def archived(signing, ready):
    return signing.all(ready.pdf, Level.B_LTA)


@pytest.fixture(scope="module")
def renewed(signing, archived, pki):
    """Renewed in 2034: the signers' certificates have ended, the first stamp's soon will."""
    pki.set_time(LATER)
    later = TimestampService(pki.tsa_url("tsalater"), timeout_s=5, pause_s=0)
    return extend(archived, trust=signing.desk.trust, at=LATER, timestamps=later)


def offline(trust):
    """Only the anchors: no lists, no hosts."""
    return TrustStore(trust.anchors)


def codes(report):
    return {reason.code for reason in report.reasons}


def test_a_time_stamp_tells_when_the_file_was_signed(signing, ready, trust):
    report = verify(signing.person(ready.pdf, level=Level.B_T), trust=trust, at=MOMENT)
    stamp = report.signatures[0].timestamp
    assert stamp.time == MOMENT
    assert stamp.authority.name == "TSA thử nghiệm"
    assert stamp.trusted


def test_each_level_is_told_from_the_file(signing, ready, trust):
    for level in Level:
        report = verify(signing.person(ready.pdf, level=level), trust=trust, at=MOMENT)
        assert report.signatures[0].level == level.value


def test_archived_file_is_checked_offline(archived, trust):
    report = verify(archived, trust=offline(trust), at=MOMENT)
    assert report.verdict is Verdict.VALID
    assert codes(report) == set()


def test_plain_file_cannot_be_checked_offline(stages, trust):
    report = verify(
        stages["sealed"], trust=TrustStore(trust.anchors, trust.intermediates), at=MOMENT
    )
    assert report.verdict is Verdict.REVIEW
    assert "revocation-unknown" in codes(report)


def test_archived_file_stands_when_the_signers_certificates_have_ended(archived, trust):
    report = verify(archived, trust=offline(trust), at=LATER)
    assert report.verdict is Verdict.VALID


def test_plain_file_needs_a_person_when_the_certificates_have_ended(stages, trust):
    report = verify(stages["sealed"], trust=trust, at=LATER)
    assert report.verdict is Verdict.REVIEW
    assert "expired-without-proof" in codes(report)


def test_ended_certificate_of_a_stranger_stays_untrusted(signing, stages, trust):
    pdf = signing.person(stages["issued"], name="outsider")
    report = verify(pdf, trust=trust, at=LATER)
    assert report.verdict is Verdict.INVALID
    assert "untrusted" in codes(report)


def test_unrenewed_proof_ends_with_its_last_time_stamp(archived, trust):
    assert proof_ends(archived) == datetime(2035, 1, 1, tzinfo=UTC)
    report = verify(archived, trust=offline(trust), at=MUCH_LATER)
    assert report.verdict is not Verdict.VALID


def test_renewed_file_stands_in_2040_offline(renewed, archived, trust):
    assert renewed.startswith(archived)
    report = verify(renewed, trust=offline(trust), at=MUCH_LATER)
    assert report.verdict is Verdict.VALID, report.reasons
    # Each older stamp was judged at the moment that the next one proves.
    assert [stamp.trusted for stamp in report.timestamps] == [True, True, True]
    assert proof_ends(renewed) == datetime(2054, 1, 1, tzinfo=UTC)


def test_pyhanko_itself_agrees_on_2034(signing, ready, trust, pki):
    """The library's own long-term validation, quite apart from our way of judging. It compares
    with the clock of the machine, so this once the services run on it too."""
    pki.set_time(None)
    plain = signing.all(ready.pdf, Level.B_T)
    now = datetime.now(UTC)
    archived = extend(plain, trust=signing.desk.trust, at=now, timestamps=signing.desk.timestamps)
    policy = CertValidationPolicySpec(
        trust_manager=SimpleTrustManager.build(trust_roots=list(trust.anchors)),
        revinfo_policy=CertRevTrustPolicy(REQUIRE_REVINFO, retroactive_revinfo=True),
    )
    gathering = RevocationInfoGatheringSpec(
        online_fetching_rule=RevinfoOnlineFetchingRule.LOCAL_ONLY
    )
    specification = PdfSignatureValidationSpec(
        SignatureValidationSpec(cert_validation_policy=policy, revinfo_gathering_policy=gathering)
    )
    count = len(PdfFileReader(BytesIO(archived)).embedded_regular_signatures)
    for index in range(count):
        signature = PdfFileReader(BytesIO(archived)).embedded_regular_signatures[index]
        result = asyncio.run(simulate_future_ades_lta_validation(signature, specification, LATER))
        assert result.ades_subindic is AdESPassed.OK, result.ades_subindic


def test_file_signed_elsewhere_is_raised_to_the_archive_level(signing, ready, trust, pki):
    """What the clerk's own tool signed at B-T becomes B-LTA here; its bytes stay in front."""
    plain = signing.all(ready.pdf, Level.B_T)
    raised = extend(plain, trust=signing.desk.trust, at=MOMENT, timestamps=signing.desk.timestamps)
    assert raised.startswith(plain)
    report = verify(raised, trust=offline(trust), at=LATER, base=ready.pdf)
    assert report.verdict is Verdict.VALID


def test_number_may_follow_a_signature_of_the_archive_level(signing, ready, trust):
    signed = signing.person(ready.pdf, level=Level.B_LTA)
    sealed = signing.seal(signing.number(signed))
    assert verify(sealed, trust=trust, at=MOMENT, base=ready.pdf).verdict is Verdict.VALID


def test_metadata_is_not_touched_by_signing(archived, ready):
    """Strict validators refuse what pyHanko makes of the XMP; ours is kept byte by byte."""

    def metadata(pdf):
        return PdfFileReader(BytesIO(pdf)).root["/Metadata"].data

    assert metadata(archived) == metadata(ready.pdf)


class _Silent(BaseHTTPRequestHandler):
    tries = 0

    def do_POST(self):
        type(self).tries += 1
        time.sleep(0.5)

    def log_message(self, *_):
        pass


@pytest.fixture
def silent_service():
    _Silent.tries = 0
    server = HTTPServer(("127.0.0.1", 0), _Silent)
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    yield f"http://127.0.0.1:{server.server_port}/tsa"
    server.shutdown()
    server.server_close()
    thread.join(5)


def test_silent_time_stamp_service_is_asked_three_times_then_nothing_is_written(
    signing, ready, silent_service
):
    service = TimestampService(silent_service, timeout_s=0.1, tries=3, pause_s=0)
    with pytest.raises(Busy, match="không trả lời sau 3 lần"):
        signing.with_desk(timestamps=service).person(ready.pdf, level=Level.B_T)
    deadline = time.monotonic() + 5
    while _Silent.tries < 3 and time.monotonic() < deadline:
        time.sleep(0.05)
    assert _Silent.tries == 3


def test_time_stamp_service_has_180_seconds_and_three_tries():
    service = TimestampService("http://tsa.invalid")
    assert (service.timeout_s, service.tries) == (180, 3)


def test_level_with_time_needs_a_service(signing, ready):
    with pytest.raises(Refused, match="cần dịch vụ dấu thời gian"):
        signing.with_desk(timestamps=None).person(ready.pdf, level=Level.B_T)


def test_archive_level_needs_a_trust_store(signing, ready):
    with pytest.raises(Refused, match="kho chứng thư tin cậy"):
        signing.with_desk(trust=None).person(ready.pdf, level=Level.B_LT)


def test_missing_revocation_evidence_can_be_had_later(signing, ready, online_trust):
    nobody = replace(online_trust, allowed=type(online_trust.allowed)())
    with pytest.raises(Busy, match="tình trạng thu hồi"):
        signing.with_desk(trust=nobody).person(ready.pdf, level=Level.B_LT)


def test_lists_that_are_too_old_leave_revocation_unknown(stages, trust):
    """The lists of January say nothing certain about July."""
    july = datetime(2026, 7, 1, tzinfo=UTC)
    report = verify(stages["sealed"], trust=trust, at=july)
    assert report.verdict is Verdict.REVIEW
    assert "revocation-unknown" in codes(report)


def test_even_an_old_list_tells_of_a_revocation(signing, stages, trust):
    july = datetime(2026, 7, 1, tzinfo=UTC)
    pdf = signing.person(stages["issued"], name="revoked")
    report = verify(pdf, trust=trust, at=july)
    assert report.verdict is Verdict.INVALID
    assert "revoked" in codes(report)


class _Refusing(BaseHTTPRequestHandler):
    """Answers every question with a refusal, or with what is no time stamp."""

    answer = b""

    def do_POST(self):
        self.send_response(200)
        self.end_headers()
        self.wfile.write(self.answer)

    def log_message(self, *_):
        pass


@pytest.fixture
def refusing_service():
    server = HTTPServer(("127.0.0.1", 0), _Refusing)
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    yield f"http://127.0.0.1:{server.server_port}/tsa"
    server.shutdown()
    server.server_close()
    thread.join(5)


@pytest.mark.parametrize(
    ("answer", "words"),
    [
        (bytes.fromhex("30053003020102"), "từ chối cấp dấu"),  # RFC 3161: rejection, no token
        (b"<html>tam ngung</html>", "không trả lời"),
    ],
)
def test_service_that_gives_no_stamp_costs_no_signature(
    signing, ready, trust, refusing_service, answer, words
):
    _Refusing.answer = answer
    service = TimestampService(refusing_service, timeout_s=5, tries=2, pause_s=0)
    with pytest.raises(Busy, match=words):
        signing.with_desk(timestamps=service).person(ready.pdf, level=Level.B_T)
    later = signing.with_desk(timestamps=service, may_stamp_later=True)
    signed = later.person(ready.pdf, level=Level.B_T)
    assert verify(signed, trust=trust, at=MOMENT).signatures[0].level == "B-B"
    raised = stamp(later.seal(signing.number(signed)), signing.desk.timestamps)
    report = verify(raised, trust=trust, at=MOMENT, base=ready.pdf)
    assert report.verdict is Verdict.VALID
    assert {one.level for one in report.signatures} == {"B-T"}
    assert "no-timestamp" not in codes(report)
