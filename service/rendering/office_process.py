"""Một tiến trình LibreOffice — its owner's side: start it, give it one paper at a time, end it.

Nothing here waits without a limit: pipes are read and written only when they are ready, so
a child that hangs or was stopped costs its time limit and no more.
"""

import fcntl
import logging
import os
import select
import shutil
import subprocess
import sys
import tempfile
import time
from dataclasses import dataclass
from pathlib import Path

from service.rendering import frames
from service.rendering.sandbox import Limits, child_environment

_PREFIX = "libreoffice-"
_PAGE_KB = os.sysconf("SC_PAGE_SIZE") // 1024
_CHUNK = 1 << 20

_log = logging.getLogger(__name__)


class ProcessLost(Exception):
    """The child died, was killed or took too long; `code` says which. It is of no more use."""

    def __init__(self, code: str, detail: str = "") -> None:
        super().__init__(f"{code} {detail}".strip())
        self.code = code
        self.detail = detail


class ConversionRefused(Exception):
    """LibreOffice said no to this file; the child is well."""


@dataclass(frozen=True, slots=True)
class ChildOrder:
    """How to start a child. Sizes in MB, times in seconds."""

    library: Path
    folder: Path
    memory_mb: int
    document_seconds: float


class OfficeProcess:
    """A started child. One thread at a time; only `kill` may come from another."""

    def __init__(self, order: ChildOrder) -> None:
        """Returns at once, before the child is ready; raises OSError."""
        order.folder.mkdir(parents=True, exist_ok=True)
        self.jobs = 0
        self.replacement_ordered = False
        self._folder = Path(tempfile.mkdtemp(prefix=_PREFIX, dir=order.folder))
        self._log_path = self._folder / "errors.log"
        lock = _locked(self._folder)
        try:
            with self._log_path.open("wb") as errors:
                self._process = subprocess.Popen(
                    _command(order, self._folder),
                    stdin=subprocess.PIPE,
                    stdout=subprocess.PIPE,
                    stderr=errors,
                    env=child_environment(self._folder)
                    # One heap: several threads' heaps cost 10 MB and save nothing here.
                    | {"MALLOC_ARENA_MAX": "1", "SAL_USE_VCLPLUGIN": "svp"},
                    cwd=self._folder,
                    pass_fds=(lock,),
                    bufsize=0,
                    start_new_session=True,
                )
        except BaseException:
            shutil.rmtree(self._folder, ignore_errors=True)
            raise
        finally:
            os.close(lock)
        assert self._process.stdin is not None
        assert self._process.stdout is not None
        self._in = self._process.stdin.fileno()
        self._out = self._process.stdout.fileno()
        os.set_blocking(self._in, False)
        os.set_blocking(self._out, False)

    @property
    def pid(self) -> int:
        return self._process.pid

    def alive(self) -> bool:
        return self._process.poll() is None

    def rss_mb(self) -> int:
        """Resident memory; 0 when the process is gone."""
        try:
            text = Path(f"/proc/{self.pid}/statm").read_text("ascii")
        except OSError:
            return 0
        return int(text.split()[1]) * _PAGE_KB // 1024

    def wait_ready(self, seconds: float) -> None:
        """Raise ProcessLost unless the child has converted its first document in time."""
        kind, body = self._exchange(b"", seconds)
        if kind != frames.READY:
            raise ProcessLost("converter-start", body[:200].decode("utf-8", "replace"))

    def convert(self, docx: bytes, seconds: float) -> bytes:
        self.jobs += 1
        kind, body = self._exchange(frames.frame(frames.CONVERT, docx), seconds)
        if kind == frames.REFUSED:
            raise ConversionRefused(body.decode("utf-8", "replace"))
        if kind != frames.PDF:
            raise ProcessLost("converter-crash", f"answered {kind!r}")
        return body

    def kill(self) -> None:
        """End the child, whatever it is doing. May be called twice and from any thread."""
        if self._process.poll() is None:
            self._process.kill()
        self._process.wait()

    def dispose(self) -> None:
        """Kill it and remove its folder; the owner's last call."""
        self.kill()
        self._close_pipes()
        shutil.rmtree(self._folder, ignore_errors=True)

    def disown(self) -> None:
        """After a fork: this is the other process's child. Let go of the pipes, touch nothing."""
        self._process.returncode = 0  # else its end would be waited for here
        self._close_pipes()

    def _close_pipes(self) -> None:
        for stream in (self._process.stdin, self._process.stdout):
            if stream is not None:
                stream.close()

    def _exchange(self, request: bytes, seconds: float) -> tuple[bytes, bytes]:
        """Send all of `request`, read one frame."""
        deadline = time.monotonic() + seconds
        unsent = memoryview(request)
        received = bytearray()
        poll = select.poll()
        poll.register(self._out, select.POLLIN)
        if unsent:
            poll.register(self._in, select.POLLOUT)
        while (answer := _whole_frame(received)) is None:
            left = deadline - time.monotonic()
            ready = dict(poll.poll(max(0.0, left) * 1000)) if left > 0 else {}
            if not ready:
                raise ProcessLost("converter-timeout", f"{seconds:g} s")
            if self._in in ready:
                unsent = self._send(unsent)
                if not unsent:
                    poll.unregister(self._in)
            if self._out in ready:
                received += self._receive()
        return answer

    def _send(self, unsent: memoryview) -> memoryview:
        try:
            return unsent[os.write(self._in, unsent[:_CHUNK]) :]
        except BlockingIOError:
            return unsent
        except BrokenPipeError:
            raise self._crashed() from None

    def _receive(self) -> bytes:
        try:
            part = os.read(self._out, _CHUNK)
        except BlockingIOError:
            return b""
        if not part:
            raise self._crashed()
        return part

    def _crashed(self) -> ProcessLost:
        """Its end of a pipe closed: it is dead, or as good as."""
        self.kill()
        try:
            last_words = self._log_path.read_bytes()[-2000:].decode("utf-8", "replace").strip()
        except OSError:
            last_words = ""
        return ProcessLost("converter-crash", f"exit {self._process.returncode} {last_words}")


def _command(order: ChildOrder, folder: Path) -> list[str]:
    return [
        sys.executable,
        "-m",
        "service.rendering.lok",
        *Limits(memory_mb=order.memory_mb).arguments(),
        f"--library={order.library}",
        f"--folder={folder}",
        f"--document-seconds={max(1, round(order.document_seconds))}",
    ]


def _whole_frame(received: bytearray) -> tuple[bytes, bytes] | None:
    if len(received) < frames.HEAD.size:
        return None
    kind, length = frames.HEAD.unpack_from(received)
    if length > frames.LARGEST:
        raise ProcessLost("converter-crash", f"a frame of {length} bytes")
    if len(received) < frames.HEAD.size + length:
        return None
    return kind, bytes(received[frames.HEAD.size :])


def _locked(folder: Path) -> int:
    """An open, locked file in `folder`. The child inherits it, so the lock lives as long as
    the child does: see `sweep`."""
    lock = os.open(folder / "lock", os.O_RDWR | os.O_CREAT, 0o600)
    fcntl.flock(lock, fcntl.LOCK_EX)
    return lock


def sweep(folder: Path) -> None:
    """Remove what children of an owner that was killed have left in `folder`."""
    for left in folder.glob(f"{_PREFIX}*"):
        try:
            lock = os.open(left / "lock", os.O_RDWR)
        except OSError:
            continue  # just being made, or just being removed
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            continue  # its child lives
        else:
            shutil.rmtree(left, ignore_errors=True)
        finally:
            os.close(lock)
