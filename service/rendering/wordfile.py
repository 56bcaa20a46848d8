"""Tệp Word — what must hold before a converter is given a file.

LibreOffice opens nearly anything (a damaged file as an empty paper, plain text as a paper of
one line); a paper must not come out of something that is not one.
"""

import io
import zipfile
import zlib

from service.domain.errors import RenderingFault

LARGEST_MB = 64
LARGEST_UNPACKED_MB = 256
_MAIN_PART = "word/document.xml"


def require_word_file(docx: bytes) -> None:
    """Raise RenderingFault (``docx-broken``, ``docx-too-big``, permanent) unless it is a whole
    Word file: every part is read and its checksum tried."""
    if len(docx) > LARGEST_MB << 20:
        raise _too_big()
    try:
        with zipfile.ZipFile(io.BytesIO(docx)) as package:
            if sum(part.file_size for part in package.infolist()) > LARGEST_UNPACKED_MB << 20:
                raise _too_big()
            whole = _MAIN_PART in package.namelist() and package.testzip() is None
    # The zip module answers damage with exceptions of many kinds.
    except (zipfile.BadZipFile, zlib.error, ValueError, OSError, RuntimeError, EOFError) as error:
        raise _broken() from error
    if not whole:
        raise _broken()


def _broken() -> RenderingFault:
    return RenderingFault(
        "Tệp Word bị hỏng hoặc không phải là tệp Word, không chuyển sang PDF được.",
        code="docx-broken",
        permanent=True,
    )


def _too_big() -> RenderingFault:
    return RenderingFault(
        f"Tệp Word quá lớn (tối đa {LARGEST_MB} MB), không chuyển sang PDF được.",
        code="docx-too-big",
        permanent=True,
    )
