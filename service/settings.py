"""Cấu hình — what an operator may set, read from the environment once and then never changed.

A wrong value stops the program at once, and every wrong value is named in one message, so
that nobody mends them one start at a time. `docs/settings.md` is written from `VARIABLES`.
"""

import difflib
import ipaddress
import os
import secrets
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from service.domain.errors import Refused

PREFIX = "SERVICE_"
PRIVATE = 0o077
"""The umask of every process that writes into the data folder."""
SECRET_KEY_BYTES = 32
SECRET_KEY_MIN_LETTERS = 16
LOG_LEVELS = ("debug", "info", "warning", "error")


class SettingsRefused(Refused):
    """`errors` maps each wrong variable to its sentence; `message` holds all of them."""

    def __init__(self, errors: Mapping[str, str]) -> None:
        lines = "".join(f"\n  • {sentence}" for sentence in errors.values())
        super().__init__(f"Cấu hình chưa đúng, phần mềm chưa chạy:{lines}", errors=errors)


@dataclass(frozen=True, slots=True)
class Settings:
    """One field per row of `VARIABLES`; paths are absolute, times in seconds, sizes in MB."""

    data: Path
    host: str
    port: int
    cookie_secure: bool
    proxies: int
    converters: int
    convert_timeout_s: float
    upload_mb: int
    threads: int
    log: str
    seed: bool
    given_secret_key: str = field(default="", repr=False)
    token_module: str = ""
    token_label: str = ""
    remote_signing_url: str = ""
    remote_signing_key: str = field(default="", repr=False)

    @property
    def database(self) -> Path:
        return self.data / "office.db"

    @property
    def files_folder(self) -> Path:
        return self.data / "files"

    @property
    def trust_folder(self) -> Path:
        return self.data / "trust"

    @property
    def tool_folder(self) -> Path:
        """Where an office puts the scripts of its desktop signing tool."""
        return self.data / "signing-tool"

    @property
    def run_folder(self) -> Path:
        return self.data / "run"

    @property
    def upload_bytes(self) -> int:
        return self.upload_mb * 1024 * 1024

    @property
    def secret_key(self) -> str:
        """The key that signs sessions: the given one, else one made once in the data folder.

        Web processes that start together end up with the same key. Raises Refused when the
        data folder cannot be written.
        """
        if self.given_secret_key:
            return self.given_secret_key
        return _kept_secret_key(self.data / "secret_key")


def _kept_secret_key(path: Path) -> str:
    try:
        if not path.exists():
            _keep_secret_key(path)
        return path.read_text("ascii").strip()
    except OSError as error:
        raise Refused(
            f"Không đọc hoặc ghi được khóa phiên làm việc tại {path} ({error.strerror}). "
            f"Hãy cho phép ghi thư mục dữ liệu hoặc đặt {PREFIX}SECRET_KEY_FILE."
        ) from error


def _keep_secret_key(path: Path) -> None:
    """Write under another name, then link: a half-written key is never seen, the first wins."""
    path.parent.mkdir(parents=True, exist_ok=True)
    draft = path.with_name(f".secret_key.{os.getpid()}.{secrets.token_hex(4)}")
    handle = os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    try:
        with os.fdopen(handle, "w", encoding="ascii") as file:
            file.write(secrets.token_hex(SECRET_KEY_BYTES) + "\n")
        os.link(draft, path)
    except FileExistsError:
        pass  # another process was first, and its key is as good
    finally:
        draft.unlink()


@dataclass(frozen=True, slots=True)
class Variable:
    """One environment variable. `read` turns its text into a value or raises ValueError with
    the end of a Vietnamese sentence: “phải là …”."""

    name: str
    field: str
    default: str
    meaning: str
    read: Callable[[str], Any]


def _whole(low: int, high: int) -> Callable[[str], int]:
    def read(text: str) -> int:
        if not text.isascii() or not text.isdigit() or not low <= int(text) <= high:
            raise ValueError(f"phải là số nguyên từ {low} đến {high}")
        return int(text)

    return read


def _seconds(low: float, high: float) -> Callable[[str], float]:
    def read(text: str) -> float:
        try:
            value = float(text)
        except ValueError:
            value = -1.0
        if not low <= value <= high:
            raise ValueError(f"phải là số giây từ {low:g} đến {high:g}")
        return value

    return read


def _auto_yes_no(text: str) -> bool | None:
    if text == "auto":
        return None
    if text not in {"0", "1"}:
        raise ValueError("phải là auto, 1 (có) hoặc 0 (không)")
    return text == "1"


def _log_level(text: str) -> str:
    if text not in LOG_LEVELS:
        raise ValueError(f"phải là một trong: {', '.join(LOG_LEVELS)}")
    return text


def _folder(text: str) -> Path:
    path = Path(text).expanduser().absolute()
    if path.exists() and not path.is_dir():
        raise ValueError("phải là một thư mục")
    return path


def _host(text: str) -> str:
    if not text or any(letter.isspace() for letter in text) or "/" in text:
        raise ValueError("phải là tên máy hoặc địa chỉ IP, không kèm http:// hay số cổng")
    return text


def _library(text: str) -> str:
    if not Path(text).is_absolute() or not Path(text).is_file():
        raise ValueError("phải là đường dẫn đầy đủ tới một thư viện có thật")
    return text


def _address(text: str) -> str:
    parts = urlsplit(text)
    if parts.scheme not in {"http", "https"} or not parts.hostname:
        raise ValueError("phải là địa chỉ http:// hoặc https://")
    if parts.scheme == "http" and not is_loopback(parts.hostname):
        raise ValueError("phải là https://, trừ khi ở ngay máy này")
    return text


def _secret(text: str) -> str:
    if len(text) < SECRET_KEY_MIN_LETTERS:
        raise ValueError(f"phải dài ít nhất {SECRET_KEY_MIN_LETTERS} ký tự")
    return text


def _secret_from_file(text: str) -> str:
    try:
        secret = Path(text).expanduser().read_text("utf-8").strip()
    except (OSError, UnicodeDecodeError):
        raise ValueError("phải là tệp văn bản đọc được") from None
    return _secret(secret)


VARIABLES: tuple[Variable, ...] = (
    Variable(
        "SERVICE_DATA",
        "data",
        "./var",
        "Folder of everything that must be kept: `office.db`, `files/`, `run/`, `secret_key`, "
        "`identity_key` (see `docs/providers.md`). "
        "A local disk, never a network share (SQLite's write-ahead log needs one).",
        _folder,
    ),
    Variable(
        "SERVICE_HOST",
        "host",
        "127.0.0.1",
        "Name or address to listen on. The default is reachable from this computer only; "
        "`0.0.0.0` from the whole network, for which a proxy with TLS belongs in front.",
        _host,
    ),
    Variable(
        "SERVICE_PORT",
        "port",
        "8000",
        "Port to listen on. When it is not set, `PORT` (as process managers give it) is used.",
        _whole(1, 65535),
    ),
    Variable(
        "SERVICE_SECRET_KEY",
        "given_secret_key",
        "",
        f"Key that signs sessions, at least {SECRET_KEY_MIN_LETTERS} letters. When neither it "
        "nor `SERVICE_SECRET_KEY_FILE` is set, one is made once in the data folder (mode 0600).",
        _secret,
    ),
    Variable(
        "SERVICE_SECRET_KEY_FILE",
        "given_secret_key",
        "",
        "File that holds the key, for systems that hand out secrets as files.",
        _secret_from_file,
    ),
    Variable(
        "SERVICE_COOKIE_SECURE",
        "cookie_secure",
        "auto",
        "`1`: session cookies travel over HTTPS only. `0`: also over plain HTTP. "
        "`auto`: `1` unless `SERVICE_HOST` is a loopback address. Set `1` when a TLS proxy on "
        "the same computer stands in front of a loopback address.",
        _auto_yes_no,
    ),
    Variable(
        "SERVICE_PROXIES",
        "proxies",
        "0",
        "How many trusted reverse proxies stand in front; their `X-Forwarded-*` headers are "
        "believed, and nobody else's.",
        _whole(0, 5),
    ),
    Variable(
        "SERVICE_CONVERTERS",
        "converters",
        "1",
        "Warm LibreOffice processes of the web process and of the worker, each (about 110 MB).",
        _whole(1, 16),
    ),
    Variable(
        "SERVICE_CONVERT_TIMEOUT_S",
        "convert_timeout_s",
        "30",
        "Seconds after which a conversion is given up and its LibreOffice process replaced.",
        _seconds(1, 600),
    ),
    Variable(
        "SERVICE_UPLOAD_MB",
        "upload_mb",
        "50",
        "Largest file that may be uploaded.",
        _whole(1, 500),
    ),
    Variable(
        "SERVICE_THREADS",
        "threads",
        "8",
        "Requests served at the same time by the web process.",
        _whole(1, 128),
    ),
    Variable(
        "SERVICE_LOG",
        "log",
        "info",
        f"Least severe message that is logged: {', '.join(f'`{level}`' for level in LOG_LEVELS)}.",
        _log_level,
    ),
    Variable(
        "SERVICE_TOKEN_MODULE",
        "token_module",
        "",
        "PKCS#11 library (`….so`) of a token or HSM on this computer that people sign with.",
        _library,
    ),
    Variable(
        "SERVICE_TOKEN_LABEL",
        "token_label",
        "",
        "Label of that token, as its own tools show it.",
        str,
    ),
    Variable(
        "SERVICE_REMOTE_SIGNING_URL",
        "remote_signing_url",
        "",
        "Address of the bridge to a remote signing service, see [signing.md](signing.md).",
        _address,
    ),
    Variable(
        "SERVICE_REMOTE_SIGNING_KEY",
        "remote_signing_key",
        "",
        f"Key that the bridge knows this office by, at least {SECRET_KEY_MIN_LETTERS} letters.",
        _secret,
    ),
    Variable(
        "SERVICE_SEED",
        "seed",
        "auto",
        "`1`: `service dev` fills a new data folder with the test world, a fictional commune with "
        "known passwords. `0`: it stays empty, and the browser asks for the agency on the first "
        "visit. `auto`: `1` when `SERVICE_HOST` is a loopback address.",
        _auto_yes_no,
    ),
)


def load(environ: Mapping[str, str] | None = None) -> Settings:
    """Read the settings; raise SettingsRefused naming every wrong or unknown variable."""
    given = dict(os.environ if environ is None else environ)
    if PREFIX + "PORT" not in given and given.get("PORT"):
        given[PREFIX + "PORT"] = given["PORT"]
    errors = _unknown_names(given)
    values: dict[str, Any] = {}
    for variable in VARIABLES:
        text = given.get(variable.name, "") or variable.default
        if not text:
            continue
        try:
            values[variable.field] = variable.read(text)
        except ValueError as error:
            errors[variable.name] = _sentence(variable, text, str(error))
    if given.get(PREFIX + "SECRET_KEY") and given.get(PREFIX + "SECRET_KEY_FILE"):
        errors[PREFIX + "SECRET_KEY_FILE"] = (
            f"Chỉ đặt một trong hai: {PREFIX}SECRET_KEY hoặc {PREFIX}SECRET_KEY_FILE."
        )
    if errors:
        raise SettingsRefused(errors)
    at_home = is_loopback(values["host"])
    if values["cookie_secure"] is None:
        values["cookie_secure"] = not at_home
    if values["seed"] is None:
        values["seed"] = at_home
    return Settings(**values)


def _sentence(variable: Variable, text: str, rule: str) -> str:
    if variable.field in {"given_secret_key", "remote_signing_key"}:
        return f"{variable.name} {rule}."  # a secret is never repeated on a screen
    return f"{variable.name} {rule}; đang là “{text}”."


def _unknown_names(given: Mapping[str, str]) -> dict[str, str]:
    known = [variable.name.removeprefix(PREFIX) for variable in VARIABLES]
    errors = {}
    for name in sorted(given):
        own = name.removeprefix(PREFIX)
        if own == name or own in known:
            continue
        near = difflib.get_close_matches(own, known, n=1)
        listed = ", ".join(PREFIX + one for one in known)
        hint = f" Có phải là {PREFIX}{near[0]}?" if near else f" Các biến có: {listed}."
        errors[name] = f"{name} không phải là một biến cấu hình.{hint}"
    return errors


def is_loopback(host: str) -> bool:
    if host == "localhost":
        return True
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return False
