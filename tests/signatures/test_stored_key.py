"""A key held by the service: encrypted at rest, opened with a passphrase asked each time."""

import json
import logging
import pickle
from datetime import timedelta

import pytest
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat

from service.domain.errors import Refused
from signatures.passphrase import Passphrase
from signatures.stored_key import SealedKey, StoredKeyWay, seal_key, unlock
from signatures.two_phase import SignRequest
from signatures.ways import Desk
from tests.signatures.conftest import HUNG, MOMENT

P12_PASSWORD = Passphrase("mat-khau")
PASSPHRASE = Passphrase("câu mật khẩu dài của văn thư")


@pytest.fixture(scope="module")
def sealed(pki):
    return seal_key(pki.p12("hung"), P12_PASSWORD, PASSPHRASE, now=MOMENT)


def test_key_is_not_readable_at_rest(pki, sealed):
    key = pki.key("hung")
    der = key.private_bytes(Encoding.DER, PrivateFormat.PKCS8, NoEncryption())
    number = key.private_numbers().d.to_bytes(256, "big")
    stored = sealed.data + json.dumps(json.loads(sealed.data)).encode()
    assert der not in stored
    assert number not in stored
    assert PASSPHRASE.reveal() not in stored


def test_certificate_is_readable_without_the_passphrase(sealed):
    facts = SealedKey.load(sealed.data).facts
    assert facts.name == HUNG
    assert facts.organisation == "Ủy ban nhân dân xã Hòa Bình"
    assert facts.key == "RSA 2048"


def test_stored_key_signs(sealed, ready, trust):
    key = unlock(SealedKey.load(sealed.data), PASSPHRASE)
    request = SignRequest(ready.pdf, ready.signatures[0][0], MOMENT, HUNG)
    signed = StoredKeyWay(key, Desk()).begin(request)
    assert signed.certificate.name == HUNG
    assert signed.pdf.startswith(ready.pdf)
    assert signed.way == "stored-key"


def test_wrong_passphrase_is_refused(sealed):
    with pytest.raises(Refused, match="không đúng"):
        unlock(sealed, Passphrase("câu mật khẩu sai của ai đó"))


def test_key_cannot_be_moved_under_another_certificate(pki, sealed):
    other = seal_key(pki.p12("agency"), P12_PASSWORD, PASSPHRASE, now=MOMENT)
    state = json.loads(sealed.data)
    state["certificates"] = json.loads(other.data)["certificates"]
    with pytest.raises(Refused):
        unlock(SealedKey.load(json.dumps(state).encode()), PASSPHRASE)


def test_short_passphrase_is_refused(pki):
    with pytest.raises(Refused, match="ít nhất 10"):
        seal_key(pki.p12("hung"), P12_PASSWORD, Passphrase("ngắn"), now=MOMENT)


def test_wrong_password_of_the_file_is_refused(pki):
    with pytest.raises(Refused, match="sai mật khẩu"):
        seal_key(pki.p12("hung"), Passphrase("khac"), PASSPHRASE, now=MOMENT)


def test_what_is_no_key_file_is_refused():
    with pytest.raises(Refused, match=r"\.p12"):
        seal_key(b"PK\x03\x04", P12_PASSWORD, PASSPHRASE, now=MOMENT)


def test_ended_certificate_is_not_taken_in(pki):
    with pytest.raises(Refused, match="hết hạn ngày 01/01/2022"):
        seal_key(pki.p12("expired"), P12_PASSWORD, PASSPHRASE, now=MOMENT)


def test_secrets_do_not_show_in_logs_tracebacks_or_pickles(sealed, caplog):
    logging.disable(logging.NOTSET)
    key = unlock(sealed, PASSPHRASE)
    with caplog.at_level(logging.DEBUG):
        logging.getLogger("test").info("%s %r %s %r", PASSPHRASE, PASSPHRASE, key, key)
    assert PASSPHRASE.reveal().decode() not in caplog.text
    assert "Passphrase(…)" in caplog.text
    with pytest.raises(TypeError):
        pickle.dumps(PASSPHRASE)


def test_certificate_not_yet_valid_may_not_sign(pki, signing, ready):
    with pytest.raises(Refused, match="chưa có hiệu lực"):
        signing.person(ready.pdf, name="future")


def test_ended_certificate_may_not_sign(signing, ready):
    with pytest.raises(Refused, match="hết hạn"):
        signing.person(ready.pdf, name="expired")


def test_certificate_of_another_person_may_not_sign(signing, ready):
    with pytest.raises(Refused, match="không phải chứng thư đã đăng ký"):
        signing.person(ready.pdf, holders=frozenset({"00" * 32}))


def test_registered_certificate_may_sign(signing, ready, sealed):
    holders = frozenset({sealed.facts.sha256})
    assert signing.person(ready.pdf, holders=holders).startswith(ready.pdf)


def test_short_key_may_not_sign(signing, ready):
    with pytest.raises(Refused, match="RSA 1024"):
        signing.person(ready.pdf, name="short")


def test_certificate_may_sign_on_its_last_day_only(signing, ready, pki):
    end = pki.cert("hung").not_valid_after
    assert signing.person(ready.pdf, at=end)
    with pytest.raises(Refused):
        signing.person(ready.pdf, at=end + timedelta(seconds=1))
