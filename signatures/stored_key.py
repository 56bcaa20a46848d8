"""Khóa do hệ thống giữ — a PKCS#12 key that an agency lets the service keep.

At rest the key is encrypted with AES-256-GCM under a key derived (scrypt) from a passphrase
that is asked each time and kept nowhere. The certificates stay readable: the office must see
whose key it is and when it ends without asking anybody.
"""

import base64
import json
import os
from dataclasses import dataclass
from datetime import datetime
from typing import NoReturn

from asn1crypto import x509
from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec, rsa
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.kdf.scrypt import Scrypt
from cryptography.hazmat.primitives.serialization import (
    Encoding,
    NoEncryption,
    PrivateFormat,
    load_der_private_key,
    pkcs12,
)

from service.domain.errors import Refused
from signatures.certificates import CertificateFacts, certificate_facts, require_usable
from signatures.passphrase import Passphrase
from signatures.two_phase import Identity, SignRequest, prepare, rsa_padding
from signatures.ways import Desk, Signed, Waiting, complete

SCRYPT = {"n": 2**15, "r": 8, "p": 1}
"""About 0.1 s and 32 MB a try."""
LEAST_PASSPHRASE = 10
FORMAT = 1

PrivateKey = rsa.RSAPrivateKey | ec.EllipticCurvePrivateKey


@dataclass(frozen=True, slots=True)
class SealedKey:
    """An encrypted key with its readable certificates; `data` is the JSON to store."""

    data: bytes
    certificate: x509.Certificate
    chain: tuple[x509.Certificate, ...]

    @property
    def facts(self) -> CertificateFacts:
        return certificate_facts(self.certificate)

    @staticmethod
    def load(data: bytes) -> "SealedKey":
        state = json.loads(data)
        first, *chain = (
            x509.Certificate.load(base64.b64decode(each)) for each in state["certificates"]
        )
        return SealedKey(data, first, tuple(chain))


def seal_key(
    p12: bytes, p12_password: Passphrase, passphrase: Passphrase, *, now: datetime
) -> SealedKey:
    """Take a PKCS#12 file in; Refused when it does not open, cannot sign, or the passphrase is
    too short to protect it."""
    if len(passphrase) < LEAST_PASSPHRASE:
        raise Refused(f"Mật khẩu giữ khóa phải có ít nhất {LEAST_PASSPHRASE} ký tự.", "passphrase")
    try:
        key, certificate, others = pkcs12.load_key_and_certificates(p12, p12_password.reveal())
    except ValueError as error:
        raise Refused(
            "Không mở được tệp khóa: sai mật khẩu, hoặc không phải tệp .p12 / .pfx.", "p12"
        ) from error
    if certificate is None or not isinstance(key, PrivateKey):
        raise Refused("Tệp khóa phải có khóa bí mật RSA hoặc ECDSA và chứng thư của nó.", "p12")
    certificates = [
        x509.Certificate.load(each.public_bytes(Encoding.DER)) for each in (certificate, *others)
    ]
    require_usable(certificates[0], at=now)
    salt, nonce = os.urandom(16), os.urandom(12)
    public = [base64.b64encode(each.dump()).decode("ascii") for each in certificates]
    secret = AESGCM(_derived(passphrase, salt)).encrypt(
        nonce,
        key.private_bytes(Encoding.DER, PrivateFormat.PKCS8, NoEncryption()),
        _bound(public),
    )
    state = {
        "format": FORMAT,
        "certificates": public,
        "salt": salt.hex(),
        "nonce": nonce.hex(),
        "key": base64.b64encode(secret).decode("ascii"),
    }
    return SealedKey(json.dumps(state).encode("ascii"), certificates[0], tuple(certificates[1:]))


def unlock(sealed: SealedKey, passphrase: Passphrase, *, prefers_pss: bool = False) -> "OpenKey":
    """The key for as long as the caller keeps it; Refused for a wrong passphrase."""
    state = json.loads(sealed.data)
    salt, nonce = bytes.fromhex(state["salt"]), bytes.fromhex(state["nonce"])
    secret = base64.b64decode(state["key"])
    try:
        der = AESGCM(_derived(passphrase, salt)).decrypt(
            nonce, secret, _bound(state["certificates"])
        )
    except InvalidTag:
        raise Refused("Mật khẩu giữ khóa không đúng.", "passphrase") from None
    key = load_der_private_key(der, None)
    if not isinstance(key, PrivateKey):
        raise Refused("Khóa đã lưu không phải RSA hoặc ECDSA; hãy nạp lại tệp khóa.", "p12")
    return OpenKey(key, Identity(sealed.certificate, sealed.chain, prefers_pss))


class OpenKey:
    """An unlocked key; it signs attributes and shows nothing of itself."""

    __slots__ = ("_key", "identity")

    def __init__(self, key: PrivateKey, identity: Identity) -> None:
        self._key = key
        self.identity = identity

    def sign(self, attributes: bytes) -> bytes:
        digest = hashes.SHA256()
        if isinstance(self._key, ec.EllipticCurvePrivateKey):
            return self._key.sign(attributes, ec.ECDSA(digest))
        return self._key.sign(attributes, rsa_padding(self.identity), digest)

    def __repr__(self) -> str:
        return f"OpenKey({certificate_facts(self.identity.certificate).name})"


class StoredKeyWay:
    """Signs at once with an unlocked key."""

    code = "stored-key"

    def __init__(self, key: OpenKey, desk: Desk) -> None:
        self._key = key
        self._desk = desk

    def begin(self, request: SignRequest) -> Signed:
        prepared = prepare(request, self._key.identity)
        value = self._key.sign(prepared.attributes)
        return complete(self.code, request.field, prepared, value, self._desk)

    def finish(self, waiting: Waiting, answer: object) -> NoReturn:
        raise AssertionError("a stored key signs at once")


def _derived(passphrase: Passphrase, salt: bytes) -> bytes:
    return Scrypt(salt=salt, length=32, **SCRYPT).derive(passphrase.reveal())


def _bound(certificates: list[str]) -> bytes:
    """Ties the secret to its certificates: swapping them makes decryption fail."""
    return json.dumps([FORMAT, *certificates]).encode("ascii")
