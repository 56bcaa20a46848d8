"""Hỏi dịch vụ bên ngoài — the only door to the network: HTTP to hosts that an administrator
named (time stamps, OCSP, CRL). No redirects, no proxies from the environment, bounded in time
and size. Addresses found inside uploaded files pass through here or nowhere.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from http.client import HTTPException
from typing import Any
from urllib.error import URLError
from urllib.parse import urlsplit
from urllib.request import HTTPRedirectHandler, ProxyHandler, Request, build_opener

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
        host = parts.hostname.lower()
        return f"{host}:{port}" in self.hosts or (host in self.hosts and port in PORTS.values())


NOBODY = AllowList()


class _NoRedirect(HTTPRedirectHandler):
    def redirect_request(self, *_: Any) -> None:
        """An allowed host must not send us to another one."""


_OPENER = build_opener(ProxyHandler({}), _NoRedirect())


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
        with _OPENER.open(request, timeout=timeout_s) as answer:
            data: bytes = answer.read(MAX_ANSWER_BYTES + 1)
    except (URLError, OSError, HTTPException, ValueError) as error:
        raise Unreachable(f"no answer from {urlsplit(url).hostname}: {error}") from error
    if len(data) > MAX_ANSWER_BYTES:
        raise Unreachable(f"answer too large from {urlsplit(url).hostname}")
    return data
