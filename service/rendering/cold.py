"""Chuyển đổi kiểu gọi từng lần — `soffice --convert-to`, one program start for each paper.

The way to a PDF where LibreOffice's library cannot be loaded; ten times slower.
"""

import os
import queue
import shutil
import signal
import subprocess
import sys
import tempfile
import weakref
from pathlib import Path

from service.domain.errors import Busy
from service.rendering.faults import BUSY, fault
from service.rendering.profile import export_options, write_profile
from service.rendering.sandbox import Limits, child_environment
from service.rendering.wordfile import require_word_file


class ColdOffice:
    """At most `size` at a time, each with a profile of its own; a `Converter`."""

    def __init__(
        self,
        soffice: Path,
        folder: Path,
        *,
        size: int = 1,
        wait_s: float = 20.0,
        timeout_s: float = 60.0,
        memory_mb: int = 2048,
    ) -> None:
        folder.mkdir(parents=True, exist_ok=True)
        self._soffice = soffice.resolve()
        self._folder = Path(tempfile.mkdtemp(prefix="soffice-", dir=folder))
        self._size = size
        self._wait_s = wait_s
        self._timeout_s = timeout_s
        self._memory_mb = memory_mb
        self._closed = False
        self._slots: queue.LifoQueue[Path] = queue.LifoQueue()
        for number in range(size):
            slot = self._folder / str(number)
            write_profile(slot / "profile", self._soffice.parent)
            self._slots.put(slot)
        self._tidy = weakref.finalize(self, shutil.rmtree, self._folder, ignore_errors=True)

    def convert(self, docx: bytes) -> bytes:
        """DOCX → PDF; raises as `WarmPool.convert` does."""
        require_word_file(docx)
        if self._closed:
            raise fault("converter-closed")
        try:
            slot = self._slots.get(timeout=self._wait_s)
        except queue.Empty:
            raise (fault("converter-closed") if self._closed else Busy(BUSY)) from None
        try:
            return self._run(slot, docx)
        finally:
            self._slots.put(slot)

    def warm(self) -> None:
        """Nothing to warm: every paper starts LibreOffice anew."""

    def close(self) -> None:
        """Wait for the papers being converted, then remove the profiles."""
        if self._closed:
            return
        self._closed = True
        for _ in range(self._size):
            self._slots.get(timeout=self._timeout_s + self._wait_s)
        self._tidy()

    def _run(self, slot: Path, docx: bytes) -> bytes:
        source, target = slot / "paper.docx", slot / "paper.pdf"
        source.write_bytes(docx)
        target.unlink(missing_ok=True)
        process = subprocess.Popen(
            self._command(slot, source),
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            env=child_environment(slot) | {"SAL_USE_VCLPLUGIN": "svp"},
            cwd=slot,
            start_new_session=True,
        )
        try:
            process.wait(self._timeout_s)
        except subprocess.TimeoutExpired:
            raise fault("converter-timeout") from None
        finally:
            _end_group(process)
        if process.returncode != 0:
            raise fault("converter-crash")
        try:
            return target.read_bytes()
        except FileNotFoundError:  # soffice also ends well when it could not open the file
            raise fault("docx-refused") from None

    def _command(self, slot: Path, source: Path) -> list[str]:
        limits = Limits(memory_mb=self._memory_mb, cpu_seconds=max(1, round(self._timeout_s)))
        return [
            sys.executable,
            "-m",
            "service.rendering.sandbox",
            *limits.arguments(),
            "--",
            str(self._soffice),
            f"-env:UserInstallation={(slot / 'profile').as_uri()}",
            "--headless",
            "--norestore",
            "--nolockcheck",
            "--convert-to",
            f"pdf:writer_pdf_Export:{export_options()}",
            "--outdir",
            str(slot),
            str(source),
        ]


def _end_group(process: subprocess.Popen[bytes]) -> None:
    """soffice is a script that starts a program that starts another: end all of them."""
    if process.poll() is None:
        os.killpg(process.pid, signal.SIGKILL)
        process.wait()
