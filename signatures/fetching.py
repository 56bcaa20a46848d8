"""Hỏi dịch vụ bên ngoài — the only door to the network: HTTP to hosts that an administrator
named (time stamps, OCSP, CRL). No redirects, no proxies from the environment, bounded in time
and size. Addresses found inside uploaded files pass through here or nowhere.

A name that is allowed may still be pointed, by whoever holds it, at a machine inside the office:
such an address is refused unless it is in the list itself.
"""

import ipaddress
import socket
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from http.client import HTTPConnection, HTTPException, HTTPSConnection
from typing import Any
from urllib.error import URLError
from urllib.parse import urlsplit
from urllib.request import (
    HTTPHandler,
    HTTPRedirectHandler,
    HTTPSHandler,
    ProxyHandler,
    Request,
    build_opener,
)

MAX_ANSWER_BYTES = 20 * 1024 * 1024
PORTS = {"http": 80, "https": 443}


class Unreachable(Exception):
    """The host is not allowed, did not answer in time, or answered nonsense."""


@dataclass(frozen=True, slots=True)
class AllowList:
    """Hosts that may be asked, as ``host`` (ports 80 and 443) or ``host:port``."""

    hosts: frozenset[str] = frozenset()

    @staticmethod
    def of(hosts: Iterable[str]) -> "AllowList":
        return AllowList(frozenset(host.strip().lower() for host in hosts if host.strip()))

    def allows(self, url: str) -> bool:
        try:
            parts = urlsplit(url)
            port = parts.port or PORTS.get(parts.scheme)
        except ValueError:
            return False
        if parts.scheme not in PORTS or not parts.hostname or parts.username is not None:
            return False
        return self._names(parts.hostname.lower(), port)

    def reaches(self, address: str, port: int) -> bool:
        """Whether a connection may go to this numeric address, which a name was resolved to."""
        return ipaddress.ip_address(address).is_global or self._names(address, port)

    def _names(self, host: str, port: int | None) -> bool:
        return f"{host}:{port}" in self.hosts or (host in self.hosts and port in PORTS.values())

    def __or__(self, other: "AllowList") -> "AllowList":
        return AllowList(self.hosts | other.hosts)


NOBODY = AllowList()


class _NoRedirect(HTTPRedirectHandler):
    def redirect_request(self, *_: Any) -> None:
        """An allowed host must not send us to another one."""


def _connecting(allowed: AllowList) -> Callable[..., socket.socket]:
    """Connects to an address that was looked at, so that a name cannot change in between."""

    def connect(place: tuple[str, int], timeout: float, source: Any = None) -> socket.socket:
        host, port = place
        for *_, found in socket.getaddrinfo(host, port, type=socket.SOCK_STREAM):
            address = str(found[0]).split("%")[0]
            if allowed.reaches(address, port):
                return socket.create_connection((address, port), timeout, source)
        raise OSError(f"{host} is inside the network and its address is not in the list")

    return connect


def _opener(allowed: AllowList) -> Any:
    def guarded(kind: type[HTTPConnection]) -> Callable[..., HTTPConnection]:
        def make(*arguments: Any, **options: Any) -> HTTPConnection:
            connection = kind(*arguments, **options)
            connection._create_connection = _connecting(allowed)  # type: ignore[attr-defined]
            return connection

        return make

    class Plain(HTTPHandler):
        def http_open(self, request: Request) -> Any:
            return self.do_open(guarded(HTTPConnection), request)

    class Secure(HTTPSHandler):
        def https_open(self, request: Request) -> Any:
            return self.do_open(guarded(HTTPSConnection), request)

    return build_opener(ProxyHandler({}), _NoRedirect(), Plain(), Secure())


def ask(
    url: str,
    allowed: AllowList,
    *,
    timeout_s: float,
    body: bytes | None = None,
    content_type: str = "",
) -> bytes:
    """GET, or POST when there is a body; Unreachable for anything but an answer of 200."""
    if not allowed.allows(url):
        raise Unreachable(f"host not in the allow-list: {url[:200]}")
    headers = {"Content-Type": content_type} if content_type else {}
    request = Request(url, data=body, headers=headers)
    try:
        with _opener(allowed).open(request, timeout=timeout_s) as answer:
            data: bytes = answer.read(MAX_ANSWER_BYTES + 1)
    except (URLError, OSError, HTTPException, ValueError) as error:
        raise Unreachable(f"no answer from {urlsplit(url).hostname}: {error}") from error
    if len(data) > MAX_ANSWER_BYTES:
        raise Unreachable(f"answer too large from {urlsplit(url).hostname}")
    return data
