"""Thẻ ký số, HSM — signing with a PKCS#11 token through a process of its own.

A PIN that was refused is never sent again: tokens lock after a few wrong ones, some for good.
"""

import base64
import hashlib
import json
import os
import selectors
import subprocess
import threading
from contextlib import suppress
from dataclasses import dataclass
from types import TracebackType
from typing import Any, NoReturn

from asn1crypto import x509

from service.confinement.asking import child_command
from service.confinement.walls import clean_environment
from service.domain.errors import Busy, OfficeError, Refused
from signatures.passphrase import Passphrase
from signatures.two_phase import Identity, SignRequest, prepare
from signatures.ways import Desk, Signed, Waiting, complete

ANSWER_S = 60.0
"""A token that asks its owner for a touch may take its time."""

HANDED_ON = ("SOFTHSM2_CONF", "HOME")
"""Variables that vendors' modules look for."""

SENTENCES = {
    "pin-wrong": "Mã PIN không đúng. Hệ thống không tự thử lại; hãy kiểm tra kỹ trước khi nhập "
    "lần nữa, thẻ sẽ tự khóa sau vài lần sai.",
    "pin-locked": "Thẻ đã bị khóa vì nhập sai mã PIN nhiều lần; hãy liên hệ nơi cấp thẻ.",
    "final-try": "Thẻ chỉ còn một lần nhập mã PIN trước khi bị khóa; hãy đăng nhập đúng một lần "
    "bằng phần mềm của nhà cung cấp rồi ký lại.",
    "token-missing": "Không thấy thẻ “{token}”; hãy cắm thẻ và kiểm tra tên thẻ.",
    "token-removed": "Thẻ bị rút ra giữa chừng; văn bản giữ nguyên như trước khi ký. Hãy cắm thẻ "
    "và ký lại.",
    "module": "Không nạp được thư viện của thẻ; quản trị viên cần kiểm tra đường dẫn.",
    "no-key": "Thẻ không có khóa của chứng thư đã chọn.",
    "closed": "Phiên làm việc với thẻ đã đóng; hãy nhập lại mã PIN.",
    "other": "Thẻ báo lỗi {detail}; văn bản giữ nguyên như trước khi ký.",
}


@dataclass(frozen=True, slots=True)
class TokenSettings:
    """The vendor's library and the label of the token."""

    module: str
    token: str


class TokenProcess:
    """A process that holds one token's session. One at a time per token; safe in threads."""

    def __init__(self, settings: TokenSettings, *, answer_s: float = ANSWER_S) -> None:
        self._settings = settings
        self._answer_s = answer_s
        self._lock = threading.Lock()
        self._process: subprocess.Popen[bytes] | None = None
        self._salt = os.urandom(16)
        self._refused_pins: set[bytes] = set()
        self._certificates: list[dict[str, Any]] = []

    def __enter__(self) -> "TokenProcess":
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.close()

    def open(self, pin: Passphrase) -> None:
        """Log in; Refused for a wrong PIN (and at once for one that was refused before)."""
        mark = hashlib.sha256(self._salt + pin.reveal()).digest()
        if mark in self._refused_pins:
            raise Refused(SENTENCES["pin-wrong"], "pin")
        settings = self._settings
        request = {
            "do": "open",
            "module": settings.module,
            "token": settings.token,
            "pin": pin.reveal().decode("utf-8"),
        }
        self.close()
        self._start()
        try:
            self._certificates = self._ask(request)["certificates"]
        except _TokenError as error:
            self.close()
            if error.code == "pin-wrong":
                self._refused_pins.add(mark)
            raise error.refusal(settings) from None

    def identities(self, *, prefers_pss: bool = False) -> tuple[tuple[str, Identity], ...]:
        """Key id and identity of every certificate that has its key on the token."""
        everything = [
            (each, x509.Certificate.load(base64.b64decode(each["der"])))
            for each in self._certificates
        ]
        others = tuple(
            certificate
            for each, certificate in everything
            if not each["has_key"] and certificate.self_signed == "no"
        )
        return tuple(
            (each["id"], Identity(certificate, others, prefers_pss))
            for each, certificate in everything
            if each["has_key"]
        )

    def sign(self, key: str, identity: Identity, attributes: bytes) -> bytes:
        """The signature value; Refused when the token is gone, Busy when it does not answer."""
        elliptic = identity.certificate.public_key.algorithm == "ec"
        scheme = "ecdsa" if elliptic else "pss" if identity.prefers_pss else "rsa"
        data = base64.b64encode(attributes).decode("ascii")
        try:
            answer = self._ask({"do": "sign", "key": key, "data": data, "scheme": scheme})
        except _TokenError as error:
            raise error.refusal(self._settings) from None
        return base64.b64decode(answer["value"])

    def close(self) -> None:
        """Log out and end the process; harmless when it has ended."""
        process, self._process = self._process, None
        if process is not None:
            _end(process, patience_s=5)

    def _start(self) -> None:
        self._process = subprocess.Popen(
            child_command("signatures.token_process"),
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            env=clean_environment() | _handed_on(),
            cwd="/",
            start_new_session=True,
        )

    def _ask(self, request: dict[str, Any]) -> dict[str, Any]:
        with self._lock:
            process = self._process
            if process is None or process.stdin is None or process.stdout is None:
                raise _TokenError("closed")
            try:
                process.stdin.write(json.dumps(request).encode("utf-8") + b"\n")
                process.stdin.flush()
                line = self._line(process.stdout)
            except (BrokenPipeError, ValueError):
                line = b""
        if not line:
            raise _TokenError("token-removed")
        answer: dict[str, Any] = json.loads(line)
        if "error" in answer:
            raise _TokenError(answer["error"], answer.get("detail", ""))
        return answer

    def _line(self, stream: Any) -> bytes:
        with selectors.DefaultSelector() as selector:
            selector.register(stream, selectors.EVENT_READ)
            if not selector.select(self._answer_s):
                process, self._process = self._process, None
                if process is not None:
                    _end(process, patience_s=0)
                raise Busy("Thẻ không trả lời; văn bản giữ nguyên như trước khi ký. Hãy thử lại.")
        line: bytes = stream.readline()
        return line


def _handed_on() -> dict[str, str]:
    return {name: os.environ[name] for name in HANDED_ON if name in os.environ}


def _end(process: subprocess.Popen[bytes], *, patience_s: float) -> None:
    """The end of its input ends the process; one that does not notice is killed."""
    for pipe in (process.stdin, process.stdout):
        if pipe is not None:
            with suppress(BrokenPipeError):
                pipe.close()
    try:
        process.wait(patience_s)
    except subprocess.TimeoutExpired:
        process.kill()
        process.wait()


class _TokenError(Exception):
    def __init__(self, code: str, detail: str = "") -> None:
        super().__init__(code)
        self.code = code
        self.detail = detail

    def refusal(self, settings: TokenSettings) -> OfficeError:
        sentence = SENTENCES.get(self.code, SENTENCES["other"])
        field = "pin" if self.code.startswith(("pin", "final")) else None
        return Refused(sentence.format(token=settings.token, detail=self.detail), field)


class TokenWay:
    """Signs at once with one key of an opened token."""

    code = "token"

    def __init__(self, process: TokenProcess, key: str, identity: Identity, desk: Desk) -> None:
        self._process = process
        self._key = key
        self._identity = identity
        self._desk = desk

    def begin(self, request: SignRequest) -> Signed:
        prepared = prepare(request, self._identity)
        value = self._process.sign(self._key, self._identity, prepared.attributes)
        return complete(self.code, request.field, prepared, value, self._desk)

    def finish(self, waiting: Waiting, answer: object) -> NoReturn:
        raise AssertionError("a token signs at once")
