"""Cổng ký từ xa — how a remote signing service is asked: three small JSON requests that an
office's own bridge translates for its provider. `docs/signing.md` writes them down.

The service never gets the paper, only the attributes whose signature is wanted and the words
that the person sees on the phone.
"""

import base64
import hashlib
import json
from dataclasses import dataclass
from typing import Any
from urllib.parse import quote, urlsplit

from asn1crypto import x509

from service.domain.errors import Busy, Refused
from signatures.fetching import PORTS, AllowList, Unreachable, ask
from signatures.passphrase import Passphrase
from signatures.remote import RemoteOrder
from signatures.two_phase import Identity

TIMEOUT_S = 20.0
SILENT = "Dịch vụ ký từ xa không trả lời; văn bản giữ nguyên như trước khi ký. Hãy thử lại."
ACCOUNT = "account"


@dataclass(frozen=True, slots=True)
class Answered:
    """What a service says of a request: ``waiting``, ``signed`` (with `value`), ``refused`` by
    the person, or ``expired``."""

    state: str
    value: bytes = b""


@dataclass(frozen=True, slots=True)
class RemoteGateway:
    """Where the office's remote service is asked, and the key that it knows us by."""

    url: str
    key: Passphrase
    timeout_s: float = TIMEOUT_S

    def account(self, name: str) -> "RemoteAccount":
        """One person's account at the service."""
        return RemoteAccount(self, name)

    def answer(self, order: str) -> Answered:
        """How far a request has come. Busy when the service is silent."""
        told = self._post("answers", {"order": order})
        state = told.get("state")
        if state not in ("waiting", "signed", "refused", "expired"):
            raise Busy(SILENT)
        return Answered(state, base64.b64decode(told.get("value", "")))

    def _post(self, path: str, request: dict[str, str]) -> dict[str, Any]:
        parts = urlsplit(self.url)
        allowed = AllowList.of([f"{parts.hostname}:{parts.port or PORTS.get(parts.scheme, 0)}"])
        body = {**request, "key": self.key.reveal().decode("utf-8")}
        try:
            answer = ask(
                f"{self.url.rstrip('/')}/{quote(path)}",
                allowed,
                timeout_s=self.timeout_s,
                body=json.dumps(body).encode("utf-8"),
                content_type="application/json",
            )
            told = json.loads(answer)
        except (Unreachable, ValueError) as error:
            raise Busy(SILENT) from error
        if not isinstance(told, dict):
            raise Busy(SILENT)
        if told.get("error"):
            raise Refused(f"Dịch vụ ký từ xa không nhận: {told['error']}", ACCOUNT)
        return told


@dataclass(frozen=True, slots=True)
class RemoteAccount:
    """One person's account; it keeps the number of what it asked for in `orders`."""

    gateway: RemoteGateway
    name: str

    def identity(self) -> Identity:
        """The person's certificate and those above it; Refused for an unknown account."""
        told = self.gateway._post("certificates", {ACCOUNT: self.name})
        try:
            first, *chain = (
                x509.Certificate.load(base64.b64decode(each), strict=True)
                for each in told["certificates"]
            )
        except (KeyError, ValueError, TypeError) as error:
            raise Refused("Dịch vụ ký từ xa không có chứng thư của tài khoản này.", ACCOUNT) from (
                error
            )
        return Identity(first, tuple(chain))

    def order(self, order: RemoteOrder) -> str:
        """Ask for a signature over the attributes; the person agrees on the phone."""
        told = self.gateway._post(
            "orders",
            {
                ACCOUNT: self.name,
                "attributes": base64.b64encode(order.attributes).decode("ascii"),
                "sha256": hashlib.sha256(order.attributes).hexdigest(),
                "shown": order.shown,
            },
        )
        number = str(told.get("order", ""))
        if not number:
            raise Busy(SILENT)
        return number
