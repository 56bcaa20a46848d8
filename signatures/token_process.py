"""Tiến trình giữ thẻ — the only process that loads a vendor's PKCS#11 module and holds its
session; started by `signatures.token`, speaks one JSON object a line.

A vendor's library may crash, hang or leave state behind in its process; here it can.
"""

import base64
import json
import sys
from collections.abc import Callable
from hashlib import sha256
from typing import Any

import pkcs11
from pkcs11 import MGF, Attribute, KeyType, Mechanism, ObjectClass, TokenFlag
from pkcs11.exceptions import (
    DeviceError,
    DeviceRemoved,
    FunctionNotSupported,
    MechanismInvalid,
    NoSuchKey,
    NoSuchToken,
    PinIncorrect,
    PinInvalid,
    PinLenRange,
    PinLocked,
    PKCS11Error,
    SessionClosed,
    SessionHandleInvalid,
    TokenNotPresent,
    TokenNotRecognised,
    UserNotLoggedIn,
)
from pkcs11.util.ec import encode_ecdsa_signature

CODES: tuple[tuple[str, tuple[type[BaseException], ...]], ...] = (
    ("pin-wrong", (PinIncorrect, PinInvalid, PinLenRange)),
    ("pin-locked", (PinLocked,)),
    (
        "token-removed",
        (
            *(DeviceRemoved, TokenNotPresent, SessionHandleInvalid, SessionClosed),
            *(DeviceError, TokenNotRecognised, UserNotLoggedIn),
        ),
    ),
    ("token-missing", (NoSuchToken,)),
    ("no-key", (NoSuchKey,)),
)

SHA256_PREFIX = bytes.fromhex("3031300d060960864801650304020105000420")
"""DigestInfo of SHA-256, for tokens that sign only what was hashed outside (RFC 8017, 9.2)."""


class Refusal(Exception):
    """An answer with a code of our own."""


class Holder:
    """One session with one token."""

    def __init__(self) -> None:
        self.session: Any = None

    def open(self, module: str, token: str, pin: str) -> dict[str, Any]:
        try:
            library = pkcs11.lib(module)
        except (PKCS11Error, OSError, RuntimeError) as error:
            raise Refusal("module") from error
        found = self._token(library, token)
        if TokenFlag.USER_PIN_LOCKED in found.flags:
            raise Refusal("pin-locked")
        if TokenFlag.USER_PIN_FINAL_TRY in found.flags:
            # One wrong digit would lock the token; that try belongs to its owner.
            raise Refusal("final-try")
        self.session = found.open(user_pin=pin)
        return {"certificates": self._certificates()}

    def sign(self, key: str, data: str, scheme: str) -> dict[str, Any]:
        if self.session is None:
            raise Refusal("closed")
        private = self.session.get_key(ObjectClass.PRIVATE_KEY, id=bytes.fromhex(key))
        value = SCHEMES[scheme](private, base64.b64decode(data))
        return {"value": base64.b64encode(value).decode("ascii")}

    def close(self) -> dict[str, Any]:
        if self.session is not None:
            self.session.close()
            self.session = None
        return {}

    def _token(self, library: Any, label: str) -> Any:
        for slot in library.get_slots(token_present=True):
            try:
                token = slot.get_token()
            except PKCS11Error:
                continue
            if token.label.strip() == label:
                return token
        raise Refusal("token-missing")

    def _certificates(self) -> list[dict[str, Any]]:
        objects = self.session.get_objects({Attribute.CLASS: ObjectClass.CERTIFICATE})
        certificates = [(each[Attribute.ID], each[Attribute.VALUE]) for each in objects]
        keys = {
            each[Attribute.ID]: each.key_type
            for each in self.session.get_objects({Attribute.CLASS: ObjectClass.PRIVATE_KEY})
        }
        return [
            {
                "id": identifier.hex(),
                "der": base64.b64encode(der).decode("ascii"),
                "has_key": keys.get(identifier) in (KeyType.RSA, KeyType.EC),
            }
            for identifier, der in certificates
        ]


def _rsa(key: Any, data: bytes) -> bytes:
    try:
        value: bytes = key.sign(data, mechanism=Mechanism.SHA256_RSA_PKCS)
    except (MechanismInvalid, FunctionNotSupported):
        digest = SHA256_PREFIX + sha256(data).digest()
        value = key.sign(digest, mechanism=Mechanism.RSA_PKCS)
    return value


def _pss(key: Any, data: bytes) -> bytes:
    parameters = (Mechanism.SHA256, MGF.SHA256, 32)
    value: bytes = key.sign(
        data, mechanism=Mechanism.SHA256_RSA_PKCS_PSS, mechanism_param=parameters
    )
    return value


def _ecdsa(key: Any, data: bytes) -> bytes:
    raw = key.sign(sha256(data).digest(), mechanism=Mechanism.ECDSA)
    value: bytes = encode_ecdsa_signature(raw)
    return value


SCHEMES: dict[str, Callable[[Any, bytes], bytes]] = {"rsa": _rsa, "pss": _pss, "ecdsa": _ecdsa}


def answer(holder: Holder, request: dict[str, Any]) -> dict[str, Any]:
    """One request, one answer; a PIN is in neither."""
    verbs: dict[str, Callable[..., dict[str, Any]]] = {
        "open": holder.open,
        "sign": holder.sign,
        "close": holder.close,
    }
    verb = request.pop("do")
    try:
        return verbs[verb](**request)
    except Refusal as refusal:
        return {"error": str(refusal)}
    except PKCS11Error as error:
        for code, kinds in CODES:
            if isinstance(error, kinds):
                return {"error": code}
        return {"error": "other", "detail": type(error).__name__}


def main() -> int:
    holder = Holder()
    for line in sys.stdin:
        sys.stdout.write(json.dumps(answer(holder, json.loads(line))) + "\n")
        sys.stdout.flush()
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
