"""Loạt tệp — many files, one after another, by one limited child (`answering.answer_each`).

Starting a child costs ten times as much as an ordinary paper: it is started with the first file,
and anew after its end.
"""

import json
import logging
import subprocess
import threading
from collections.abc import Mapping, Sequence
from typing import Any

from service.confinement.asking import BUSY, Answer, Refusals, fields_of, first_line
from service.confinement.walls import Limits
from service.domain.errors import Busy, Refused

_GRACE_SECONDS = 10
"""The child ends a file that takes too long; this much later the child itself is ended."""

_log = logging.getLogger(__name__)


class Series:
    """A child that is asked again and again, by one thread at a time; `limits` are each file's."""

    def __init__(
        self,
        command: Sequence[str],
        *,
        limits: Limits,
        environment: Mapping[str, str],
        refusals: Refusals,
    ) -> None:
        self._command = command
        self._limits = limits
        self._environment = environment
        self._refusals = refusals
        self._child: subprocess.Popen[bytes] | None = None

    def ask(self, data: bytes, order: Mapping[str, Any] | None = None) -> Answer:
        """What the child answers about `data`; raises Refused and Busy as `asking.ask` does."""
        child, line = self._child or self._start(), b""
        try:
            line = self._exchange(
                child, json.dumps({"order": order or {}, "size": len(data)}), data
            )
        except OSError as error:
            _log.warning("the child that reads a series was ended: %s", error)
        if not line:
            self.end()
        if not line.strip():
            raise Refused(self._refusals.too_heavy)
        return Answer(fields_of(line, self._refusals))

    def end(self) -> None:
        """End the child, whatever it does. Harmless when there is none."""
        if self._child is not None:
            self._child.kill()
            self._child.communicate()
            self._child = None

    def _exchange(self, child: subprocess.Popen[bytes], head: str, data: bytes) -> bytes:
        """The child's line about the file; empty when the child is gone."""
        assert child.stdin is not None and child.stdout is not None
        watch = threading.Timer(self._limits.wall_seconds + _GRACE_SECONDS, child.kill)
        watch.start()
        try:
            child.stdin.write(head.encode() + b"\n" + data)
            child.stdin.flush()
            return child.stdout.readline()
        finally:
            watch.cancel()

    def _start(self) -> subprocess.Popen[bytes]:
        """A new child; Busy when the machine gives none: that is no fault of the file."""
        try:
            self._child = subprocess.Popen(
                self._command,
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                stderr=subprocess.DEVNULL,
                env=self._environment,
                cwd="/",
                start_new_session=True,
            )
        except OSError as fault:
            raise Busy(BUSY) from fault
        assert self._child.stdin is not None
        self._child.stdin.write(first_line(self._limits))
        return self._child
