"""Nhịp gửi của liên kết — how often one address may try tokens, and one link may send.

The server is one process with threads, so that memory is enough; a restart forgets, which costs
an attacker nothing he could use: a token has 256 bits.
"""

from collections import deque
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from threading import Lock

from service.domain.errors import TooManyTries

MOST_KEYS = 10_000


@dataclass(frozen=True, slots=True)
class Pace:
    """At most `most` within `within`."""

    most: int
    within: timedelta


PACES: Mapping[str, Pace] = {
    "wrong": Pace(30, timedelta(minutes=15)),
    "send": Pace(120, timedelta(minutes=5)),
    "print": Pace(10, timedelta(minutes=5)),
}
"""Wrong tokens of one address; savings and files of one link; papers made for one link."""


@dataclass(slots=True)
class Paces:
    """Moments of the last tries, by what was tried and by whom."""

    tries: dict[tuple[str, str], deque[datetime]] = field(default_factory=dict)
    lock: Lock = field(default_factory=Lock)

    def check(self, what: str, who: str, now: datetime) -> None:
        """TooManyTries while there are as many as the pace allows."""
        pace = PACES[what]
        with self.lock:
            recent = self._recent(what, who, now)
            if len(recent) >= pace.most:
                wait = max(1, round((recent[0] + pace.within - now).total_seconds()))
                raise TooManyTries(
                    f"Gửi quá nhiều lần trong thời gian ngắn. Hãy chờ {-(-wait // 60)} phút rồi "
                    "làm tiếp; phần đã lưu vẫn còn.",
                    wait_s=wait,
                )

    def note(self, what: str, who: str, now: datetime) -> None:
        with self.lock:
            if len(self.tries) >= MOST_KEYS:
                self.tries.clear()
            self._recent(what, who, now).append(now)

    def _recent(self, what: str, who: str, now: datetime) -> deque[datetime]:
        recent = self.tries.setdefault((what, who), deque())
        while recent and recent[0] <= now - PACES[what].within:
            recent.popleft()
        return recent
