"""Lớp khóa của hệ thống — a sealed key is encrypted once more under the service's own key, so
that a copy of the database alone cannot even be tried with guessed passphrases."""

import base64
import os

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

from service.domain.errors import Refused
from signatures.passphrase import Passphrase

PURPOSE = b"van-thu held key 1"
NONCE_BYTES = 12


def wrap(data: bytes, secret: Passphrase) -> str:
    """Base64 text of `data` encrypted with AES-256-GCM under a key derived from `secret`."""
    nonce = os.urandom(NONCE_BYTES)
    return base64.b64encode(nonce + _cipher(secret).encrypt(nonce, data, PURPOSE)).decode("ascii")


def unwrap(text: str, secret: Passphrase) -> bytes:
    """Refused when the service's key is another one than when the key was taken in."""
    raw = base64.b64decode(text)
    try:
        return _cipher(secret).decrypt(raw[:NONCE_BYTES], raw[NONCE_BYTES:], PURPOSE)
    except InvalidTag:
        raise Refused(
            "Khóa bí mật của hệ thống (secret_key) không còn là khóa lúc nạp; hãy nạp lại tệp khóa "
            "ký số."
        ) from None


def _cipher(secret: Passphrase) -> AESGCM:
    derived = HKDF(SHA256(), length=32, salt=None, info=PURPOSE).derive(secret.reveal())
    return AESGCM(derived)
