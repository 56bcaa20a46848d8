"""Đọc loạt tệp — many PDFs from outside, one after another, by one limited child.

Starting the child costs ten times as much as an ordinary paper: it is started once, and reads each
file in a process of its own with the limits of `uploads.read_upload`.
"""

import json
import logging
import subprocess
import tempfile
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from service.domain.errors import Busy
from service.rendering.faults import BUSY
from service.rendering.sandbox import child_environment
from service.rendering.upload_reader import LENGTH
from service.rendering.uploads import (
    AT_ONCE,
    WALL_SECONDS,
    UploadFacts,
    child_command,
    facts_of,
    refuse_at_sight,
)

_GRACE_SECONDS = 10
"""The child ends a file that takes too long; this much later the child itself is ended."""

_log = logging.getLogger(__name__)


class UploadSeries:
    """A child that reads file after file; started with the first, and anew after its end."""

    def __init__(self, folder: Path, wall_seconds: float) -> None:
        self._folder = folder
        self._wall_seconds = wall_seconds
        self._child: subprocess.Popen[bytes] | None = None

    def read(self, data: bytes) -> UploadFacts:
        """What `uploads.read_upload` tells of the file, and what it raises."""
        refuse_at_sight(data)
        if not AT_ONCE.acquire(timeout=WALL_SECONDS):
            raise Busy(BUSY)
        try:
            told = self._ask(data)
        finally:
            AT_ONCE.release()
        return facts_of(told, len(data))

    def end(self) -> None:
        """End the child, whatever it does. Harmless when there is none."""
        if self._child is not None:
            self._child.kill()
            self._child.communicate()
            self._child = None

    def _ask(self, data: bytes) -> dict[str, Any]:
        answer = b""
        try:
            answer = self._exchange(data)
            told = json.loads(answer)
        except (OSError, ValueError) as error:  # a file, or the child itself, was ended
            if not answer:
                _log.warning("the child that reads files was ended: %s", error)
                self.end()
            return {"refused": "too-heavy"}
        return told if isinstance(told, dict) else {"refused": "broken"}

    def _exchange(self, data: bytes) -> bytes:
        """The child's line about the file; empty when the child is gone or says nothing."""
        child = self._child or self._start()
        assert child.stdin is not None and child.stdout is not None
        watch = threading.Timer(self._wall_seconds + _GRACE_SECONDS, child.kill)
        watch.start()
        try:
            child.stdin.write(LENGTH.pack(len(data)) + data)
            child.stdin.flush()
            return child.stdout.readline()
        finally:
            watch.cancel()

    def _start(self) -> subprocess.Popen[bytes]:
        self._child = subprocess.Popen(
            [*child_command(), f"--wall-seconds={self._wall_seconds}"],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            env=child_environment(self._folder),
            cwd=self._folder,
            start_new_session=True,
        )
        return self._child


@contextmanager
def upload_series(*, wall_seconds: float = WALL_SECONDS) -> Iterator[UploadSeries]:
    """A series for as long as this context; `wall_seconds` bound each file."""
    with tempfile.TemporaryDirectory(prefix="upload-") as folder:
        series = UploadSeries(Path(folder), wall_seconds)
        try:
            yield series
        finally:
            series.end()
