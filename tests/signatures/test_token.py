"""Signing with a PKCS#11 token through its own process; SoftHSM stands for the token."""

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pkcs11
import pytest
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat
from pkcs11 import Attribute
from pkcs11.util.rsa import decode_rsa_private_key
from pkcs11.util.x509 import decode_x509_certificate

from service.domain.errors import Busy, Refused
from signatures import token as token_module
from signatures.names import SignatureField
from signatures.passphrase import Passphrase
from signatures.report import Verdict
from signatures.token import TokenProcess, TokenSettings, TokenWay
from signatures.two_phase import SignRequest
from signatures.verify import verify
from tests.signatures.conftest import HUNG, MOMENT

MODULE = "/usr/lib/softhsm/libsofthsm2.so"
PIN, OWNER_PIN = "573910", "918273"


@pytest.fixture(scope="module")
def softhsm():
    if not shutil.which("softhsm2-util") or not Path(MODULE).exists():
        pytest.fail("these tests need SoftHSM: apt-get install softhsm2")
    return TokenSettings(MODULE, "vanthu")


@pytest.fixture
def token(blank_token, pki):
    """A fresh token with Hùng's key, his certificate and the one above it."""
    load_token(blank_token, pki)
    return blank_token


@pytest.fixture
def agency_token(blank_token, pki):
    """The same of the agency."""
    load_token(blank_token, pki, "agency")
    return blank_token


@pytest.fixture
def blank_token(softhsm, tmp_path, monkeypatch):
    (tmp_path / "tokens").mkdir()
    settings = tmp_path / "softhsm2.conf"
    settings.write_text(f"directories.tokendir = {tmp_path / 'tokens'}\nlog.level = ERROR\n")
    monkeypatch.setenv("SOFTHSM2_CONF", str(settings))
    subprocess.run(
        [
            *("softhsm2-util", "--init-token", "--free", "--label", softhsm.token),
            *("--pin", PIN, "--so-pin", OWNER_PIN),
        ],
        check=True,
        capture_output=True,
        timeout=20,
    )
    return softhsm


LOADER = """
import sys
from tests.signatures.test_token import fill_token
fill_token(*sys.argv[1:])
"""


def load_token(settings, pki, owner="hung"):
    """In a process of its own: a PKCS#11 library remembers the tokens it saw first."""
    folder = pki.folder
    der = (Encoding.DER, PrivateFormat.TraditionalOpenSSL, NoEncryption())
    (folder / f"{owner}.der").write_bytes(pki.key(owner).private_bytes(*der))
    for name in (owner, "middle"):
        (folder / f"{name}.cer").write_bytes(pki.cert(name).dump())
    subprocess.run(
        [sys.executable, "-c", LOADER, settings.module, settings.token, str(folder), owner],
        check=True,
        timeout=30,
        env={**os.environ, "PYTHONPATH": str(Path(__file__).parents[2])},
    )


def fill_token(module, label, folder, owner):
    library = pkcs11.lib(module)
    with library.get_token(token_label=label).open(rw=True, user_pin=PIN) as session:
        key = decode_rsa_private_key(Path(folder, f"{owner}.der").read_bytes())
        session.create_object({**key, Attribute.TOKEN: True, Attribute.ID: b"\x01"})
        for name, identifier in ((owner, b"\x01"), ("middle", b"\x02")):
            certificate = decode_x509_certificate(Path(folder, f"{name}.cer").read_bytes())
            session.create_object({**certificate, Attribute.TOKEN: True, Attribute.ID: identifier})


@pytest.fixture
def opened(token):
    with TokenProcess(token) as process:
        process.open(Passphrase(PIN))
        yield process


def way(process, signing, prefers_pss=False):
    [(key, identity)] = process.identities(prefers_pss=prefers_pss)
    return TokenWay(process, key, identity, signing.desk)


def request_for(ready):
    return SignRequest(ready.pdf, SignatureField.PERSON, MOMENT, HUNG)


@pytest.mark.parametrize("prefers_pss", [False, True])
def test_token_signs(opened, ready, signing, trust, prefers_pss):
    signed = way(opened, signing, prefers_pss).begin(request_for(ready))
    assert signed.way == "token"
    report = verify(signed.pdf, trust=trust, at=MOMENT, base=ready.pdf)
    assert report.verdict is Verdict.VALID
    assert report.signatures[0].certificate.name == HUNG
    assert ("pss" in report.signatures[0].mechanism) is prefers_pss


def test_one_session_signs_many_papers(opened, ready, signing):
    signer = way(opened, signing)
    assert len({signer.begin(request_for(ready)).sha256 for _ in range(3)}) >= 1


def test_wrong_pin_is_refused_and_never_sent_again(token, monkeypatch):
    sent = []
    original = TokenProcess._ask

    def spy(self, request):
        sent.append(request["do"])
        return original(self, request)

    monkeypatch.setattr(TokenProcess, "_ask", spy)
    with TokenProcess(token) as process:
        for _ in range(3):
            with pytest.raises(Refused, match="không tự thử lại") as refusal:
                process.open(Passphrase("000000"))
            assert refusal.value.field == "pin"
        assert sent == ["open"]
        process.open(Passphrase(PIN))
        assert process.identities()


def test_missing_token_is_named(token):
    with (
        TokenProcess(TokenSettings(token.module, "khac")) as process,
        pytest.raises(Refused, match="Không thấy thẻ “khac”"),
    ):
        process.open(Passphrase(PIN))


def test_missing_library_is_said(token, tmp_path):
    settings = TokenSettings(str(tmp_path / "khong-co.so"), token.token)
    with TokenProcess(settings) as process, pytest.raises(Refused, match="thư viện của thẻ"):
        process.open(Passphrase(PIN))


def test_token_pulled_out_leaves_the_paper_as_it_was(opened, ready, signing):
    signer = way(opened, signing)
    opened._process.kill()
    opened._process.wait()
    with pytest.raises(Refused, match="bị rút ra"):
        signer.begin(request_for(ready))


def test_token_that_does_not_answer_is_given_up(token, monkeypatch):
    monkeypatch.setattr(
        token_module,
        "child_command",
        lambda _: [sys.executable, "-c", "import time; time.sleep(60)"],
    )
    with TokenProcess(token, answer_s=0.2) as process:
        with pytest.raises(Busy, match="không trả lời"):
            process.open(Passphrase(PIN))
        assert process._process is None


def test_closed_session_asks_for_the_pin_again(opened, ready, signing):
    signer = way(opened, signing)
    opened.close()
    with pytest.raises(Refused, match="nhập lại mã PIN"):
        signer.begin(request_for(ready))


def test_pin_is_in_no_argument_and_no_environment(opened):
    folder = Path(f"/proc/{opened._process.pid}")
    assert PIN.encode() not in (folder / "cmdline").read_bytes()
    assert PIN.encode() not in (folder / "environ").read_bytes()


def test_process_ends_with_its_owner(token):
    with TokenProcess(token) as process:
        process.open(Passphrase(PIN))
        child = process._process
    assert child.returncode is not None
