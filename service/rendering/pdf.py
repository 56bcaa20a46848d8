"""Chuyển Word sang PDF — the converters, and which one this machine can have.

LibreOffice kept warm (`WarmPool`) where its library loads, else one program start for each
paper (`ColdOffice`). Both give PDF/A-2 with structure, which `prepare` completes.
"""

import logging
import shutil
import tempfile
from pathlib import Path
from typing import Protocol

from service.domain.errors import RenderingFault
from service.rendering.cold import ColdOffice
from service.rendering.faults import fault
from service.rendering.pool import PoolState, WarmPool

__all__ = ["ColdOffice", "Converter", "PoolState", "WarmPool", "find_library", "open_converter"]

_LIBRARY = "libmergedlo.so"
_PROGRAM_FOLDERS = (
    "/usr/lib/libreoffice/program",
    "/usr/lib64/libreoffice/program",
    "/usr/local/lib/libreoffice/program",
)

_log = logging.getLogger(__name__)


class Converter(Protocol):
    def convert(self, docx: bytes) -> bytes:
        """DOCX → PDF; raises Busy or RenderingFault and leaves nothing behind."""
        ...

    def warm(self) -> None:
        """Start in the background what makes the first paper slow. Returns at once."""
        ...

    def close(self) -> None:
        """End every process. Nothing can be converted afterwards."""
        ...


def find_library() -> Path | None:
    """LibreOffice's library on this machine, the newest where several are installed."""
    beside = shutil.which("soffice")
    folders = [Path(beside).resolve().parent] if beside else []
    folders += [Path(folder) for folder in _PROGRAM_FOLDERS]
    folders += sorted(Path("/opt").glob("libreoffice*/program"), reverse=True)
    for folder in folders:
        if (folder / _LIBRARY).is_file():
            return folder / _LIBRARY
    return None


def open_converter(
    *,
    size: int = 1,
    timeout_s: float = 30.0,
    run_folder: Path | None = None,
    library: Path | None = None,
    soffice: Path | None = None,
) -> Converter:
    """The best converter of this machine; starts no process yet.

    `run_folder` takes the profiles and papers being converted (default: the system's folder
    for temporary files). Raises RenderingFault (``converter-missing``) without LibreOffice.
    """
    folder = run_folder or Path(tempfile.gettempdir()) / "van-thu"
    library = library or find_library()
    program = soffice or _program()
    if library is None and program is None:
        raise fault("converter-missing")
    if library is None:
        assert program is not None
        return ColdOffice(program, folder, size=size)
    warm = WarmPool(library, folder, size=size, timeout_s=timeout_s)
    return warm if program is None else _WarmElseCold(warm, program, folder, size)


def _program() -> Path | None:
    found = shutil.which("soffice")
    return Path(found) if found else None


class _WarmElseCold:
    """The pool, until it turns out that its library does not start here."""

    def __init__(self, warm: WarmPool, soffice: Path, folder: Path, size: int) -> None:
        self._warm = warm
        self._cold: ColdOffice | None = None
        self._soffice = soffice
        self._folder = folder
        self._size = size

    def convert(self, docx: bytes) -> bytes:
        if self._cold is not None:
            return self._cold.convert(docx)
        try:
            return self._warm.convert(docx)
        except RenderingFault as error:
            if error.code != "converter-start" or self._warm.state().started:
                raise
        _log.error("LibreOffice's library does not start; papers are converted one by one")
        self._cold = ColdOffice(self._soffice, self._folder, size=self._size)
        return self._cold.convert(docx)

    def warm(self) -> None:
        self._warm.warm()

    def state(self) -> PoolState:
        return self._warm.state()

    def close(self) -> None:
        self._warm.close()
        if self._cold is not None:
            self._cold.close()
