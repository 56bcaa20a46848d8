"""The trust store, and the one door to the network: hosts an administrator named, or nobody."""

import threading
from datetime import UTC, datetime
from http.server import BaseHTTPRequestHandler, HTTPServer
from typing import ClassVar

import pytest
from asn1crypto import x509 as asn1
from cryptography import x509
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.serialization import Encoding
from cryptography.x509.oid import AuthorityInformationAccessOID, NameOID

from service.domain.errors import Refused
from signatures.fetching import AllowList, Unreachable, ask
from signatures.names import SignatureField
from signatures.report import Verdict
from signatures.sandbox import verify_bytes
from signatures.stored_key import OpenKey, StoredKeyWay
from signatures.trust import load_trust
from signatures.two_phase import Identity, SignRequest
from signatures.verify import verify
from signatures.ways import Desk
from tests.signatures.conftest import HUNG, MOMENT


class _Inside(BaseHTTPRequestHandler):
    """A host inside the office's network that nobody outside may reach through us."""

    hits: ClassVar = []

    def do_GET(self):
        self.hits.append(f"{self.command} {self.path}")
        if self.path.startswith("/elsewhere"):
            self.send_response(302)
            self.send_header("Location", f"http://localhost:{self.server.server_port}/secret")
        else:
            self.send_response(200)
        self.end_headers()
        if self.path.startswith("/endless"):
            block = b"0" * (1 << 20)
            for _ in range(30):
                self.wfile.write(block)

    do_POST = do_GET

    def log_message(self, *_):
        pass


@pytest.fixture
def inside():
    _Inside.hits.clear()
    server = HTTPServer(("127.0.0.1", 0), _Inside)
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    yield f"127.0.0.1:{server.server_port}"
    server.shutdown()
    server.server_close()
    thread.join(5)


@pytest.fixture
def signed_by_stranger(ready, inside):
    """A paper whose certificate tells whoever checks it to ask our own inside host."""
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "Kẻ lạ")])
    place = x509.UniformResourceIdentifier
    access = [
        x509.AccessDescription(method, place(f"http://{inside}/{path}"))
        for method, path in (
            (AuthorityInformationAccessOID.CA_ISSUERS, "ca.cer"),
            (AuthorityInformationAccessOID.OCSP, "ocsp"),
        )
    ]
    points = [x509.DistributionPoint([place(f"http://{inside}/list.crl")], None, None, None)]
    issuer = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "CA lạ")])
    certificate = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(issuer)
        .public_key(key.public_key())
        .serial_number(7)
        .not_valid_before(datetime(2025, 1, 1, tzinfo=UTC))
        .not_valid_after(datetime(2030, 1, 1, tzinfo=UTC))
        .add_extension(x509.AuthorityInformationAccess(access), critical=False)
        .add_extension(x509.CRLDistributionPoints(points), critical=False)
        .sign(key, SHA256())
    )
    loaded = asn1.Certificate.load(certificate.public_bytes(Encoding.DER))
    way = StoredKeyWay(OpenKey(key, Identity(loaded)), Desk())
    return way.begin(SignRequest(ready.pdf, SignatureField.PERSON, MOMENT, HUNG)).pdf


def test_addresses_in_a_strangers_certificate_are_never_asked(
    signed_by_stranger, trust, trust_folder
):
    report = verify(signed_by_stranger, trust=trust, at=MOMENT, fetch=True)
    assert report.verdict is Verdict.INVALID
    assert "untrusted" in {reason.code for reason in report.reasons}
    verify_bytes(signed_by_stranger, trust_folder=trust_folder, at=MOMENT, fetch=True)
    assert _Inside.hits == []


def test_not_even_when_the_host_is_allowed_since_the_certificate_is_not_trusted(
    signed_by_stranger, pki, inside, tmp_path
):
    folder = pki.trust_folder(tmp_path / "trust", lists=False)
    (folder / "hosts.txt").write_text(inside)
    verify(signed_by_stranger, trust=load_trust(folder), at=MOMENT, fetch=True)
    assert _Inside.hits == []


def test_trusted_certificates_are_asked_only_at_allowed_hosts(stages, pki, trust, tmp_path):
    nobody = load_trust(pki.trust_folder(tmp_path / "nobody", hosts=False, lists=False))
    report = verify(stages["sealed"], trust=nobody, at=MOMENT, fetch=True)
    assert report.verdict is Verdict.REVIEW
    assert pki.requests == []
    somebody = load_trust(pki.trust_folder(tmp_path / "somebody", lists=False))
    report = verify(stages["sealed"], trust=somebody, at=MOMENT, fetch=True)
    assert report.verdict is Verdict.VALID
    assert pki.requests


def test_revocation_is_learnt_online(signing, stages, online_trust):
    pdf = signing.person(stages["issued"], name="revoked")
    report = verify(pdf, trust=online_trust, at=MOMENT, fetch=True)
    assert report.verdict is Verdict.INVALID
    assert "revoked" in {reason.code for reason in report.reasons}


def test_nothing_is_asked_unless_asked_to(stages, pki, online_trust):
    verify(stages["sealed"], trust=online_trust, at=MOMENT)
    assert pki.requests == []


@pytest.mark.parametrize(
    ("url", "allowed"),
    [
        ("http://ocsp.ca.gov.vn/", True),
        ("https://OCSP.ca.gov.vn/x", True),
        ("http://ocsp.ca.gov.vn:8080/", False),
        ("http://tsa.noi-bo:8080/", True),
        ("http://tsa.noi-bo/", False),
        ("http://ocsp.ca.gov.vn.la/", False),
        ("http://ocsp.ca.gov.vn@127.0.0.1/", False),
        ("http://127.0.0.1/", False),
        ("ftp://ocsp.ca.gov.vn/", False),
        ("file:///etc/passwd", False),
        ("ldap://ocsp.ca.gov.vn/", False),
        ("http://[::1/", False),
        ("http://ocsp.ca.gov.vn:99999/", False),
        ("//ocsp.ca.gov.vn/", False),
    ],
)
def test_only_named_hosts_over_http_are_allowed(url, allowed):
    hosts = AllowList.of(["ocsp.ca.gov.vn", "tsa.noi-bo:8080", ""])
    assert hosts.allows(url) is allowed


def test_redirect_to_another_host_is_not_followed(inside):
    with pytest.raises(Unreachable):
        ask(f"http://{inside}/elsewhere", AllowList.of([inside]), timeout_s=2)
    assert _Inside.hits == ["GET /elsewhere"]


def test_endless_answer_is_cut_off(inside):
    with pytest.raises(Unreachable, match="too large"):
        ask(f"http://{inside}/endless", AllowList.of([inside]), timeout_s=5)


def test_store_tells_anchors_from_intermediates(trust):
    kinds = {facts.name: kind for kind, facts in trust.listing()}
    assert kinds == {"Root CA thử nghiệm": "gốc", "CA trung gian thử nghiệm": "trung gian"}
    assert all(len(facts.sha256) == 64 for _, facts in trust.listing())


def test_store_reads_pem_and_der_and_comments(pki, tmp_path):
    pem = asn1_pem(pki.cert("root").dump()) + asn1_pem(pki.cert("middle").dump())
    (tmp_path / "all.pem").write_bytes(pem)
    (tmp_path / "hosts.txt").write_text("# máy chủ\nocsp.ca.gov.vn\n\n", "utf-8")
    (tmp_path / "doc-toi.txt").write_text("không phải chứng thư", "utf-8")
    store = load_trust(tmp_path)
    assert len(store.anchors) == len(store.intermediates) == 1
    assert store.allowed.hosts == {"ocsp.ca.gov.vn"}


def asn1_pem(der):
    return x509.load_der_x509_certificate(der).public_bytes(Encoding.PEM)


@pytest.mark.parametrize("name", ["hong.cer", "hong.pem", "hong.crl"])
def test_broken_file_in_the_store_is_named(tmp_path, name):
    (tmp_path / name).write_bytes(b"khong phai chung thu")
    with pytest.raises(Refused, match=name):
        load_trust(tmp_path)


def test_missing_store_is_said(tmp_path):
    with pytest.raises(Refused, match="Không có thư mục"):
        load_trust(tmp_path / "khong-co")


def test_one_value_names_the_whole_store(trust, online_trust):
    assert trust.sha256 != online_trust.sha256
    assert len(trust.sha256) == 64


def test_an_allowed_name_that_leads_inside_is_refused_unless_its_address_is_listed(inside):
    port = inside.partition(":")[2]
    with pytest.raises(Unreachable, match="not in the list"):
        ask(f"http://localhost:{port}/", AllowList.of([f"localhost:{port}"]), timeout_s=2)
    assert _Inside.hits == []
    listed = AllowList.of([f"localhost:{port}", inside])
    ask(f"http://localhost:{port}/", listed, timeout_s=2)
    assert _Inside.hits == ["GET /"]


@pytest.mark.parametrize("address", ["127.0.0.1", "10.1.2.3", "192.168.1.9", "169.254.1.1", "::1"])
def test_addresses_inside_a_network_are_not_reached_by_name(address):
    assert not AllowList.of(["ocsp.ca.gov.vn"]).reaches(address, 80)
    assert AllowList.of(["ocsp.ca.gov.vn", address]).reaches(address, 80)
