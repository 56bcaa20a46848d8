"""Bộ chuyển đổi luôn sẵn sàng — the child process that holds LibreOffice in memory.

`python -m service.rendering.lok`: reads Word files from standard input, answers PDF files on
standard output (`frames`), until its input ends. LibreOfficeKit is called through ctypes: it
is a C interface with a fixed layout, and needs neither Python-UNO nor a listening soffice.
"""

import argparse
import ctypes
import gc
import io
import os
import resource
import select
import sys
import threading
import zipfile
from pathlib import Path
from typing import Any, BinaryIO

from service.rendering import frames, sandbox
from service.rendering.profile import export_options, write_profile

# Places in LibreOfficeKitClass and LibreOfficeKitDocumentClass (LibreOfficeKit.h); the
# first entry of both is the size of the table. New functions are only ever added at the end.
_DOCUMENT_LOAD_WITH_OPTIONS = 4
_GET_ERROR = 3
_DOCUMENT_DESTROY = 1
_DOCUMENT_SAVE_AS = 2
_DOCUMENT_GET_TYPE = 3
_TEXT_DOCUMENT = 0

_WORD = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
_PACKAGE = "http://schemas.openxmlformats.org/package/2006"


class LoadRefused(Exception):
    """LibreOffice will not open or save this file; trying again changes nothing."""


class _Object(ctypes.Structure):
    _fields_ = (("table", ctypes.POINTER(ctypes.c_void_p)),)


def _function(address: int | None, index: int, answer: Any, *arguments: Any) -> Any:
    table = ctypes.cast(address, ctypes.POINTER(_Object)).contents.table  # type: ignore[arg-type]
    entry = table[index]
    return ctypes.CFUNCTYPE(answer, ctypes.c_void_p, *arguments)(entry or 0)


class LibreOffice:
    """One LibreOffice in this process; not for threads."""

    def __init__(self, library: Path, profile: Path) -> None:
        loaded = ctypes.CDLL(str(library), mode=ctypes.RTLD_GLOBAL)
        hook = loaded.libreofficekit_hook_2
        hook.restype = ctypes.c_void_p
        hook.argtypes = [ctypes.c_char_p, ctypes.c_char_p]
        self._office = hook(str(library.parent).encode(), profile.as_uri().encode())
        if not self._office:
            raise OSError(f"{library} does not start")
        self._options = export_options().encode()
        self._load = _function(
            self._office,
            _DOCUMENT_LOAD_WITH_OPTIONS,
            ctypes.c_void_p,
            ctypes.c_char_p,
            ctypes.c_char_p,
        )

    def convert(self, source: Path, target: Path) -> int:
        """Write `source` as PDF to `target`; the open document is answered, for `release`."""
        document = self._load(self._office, source.as_uri().encode(), b"Batch=true")
        if not document:
            raise LoadRefused(self._error())
        kind = _function(document, _DOCUMENT_GET_TYPE, ctypes.c_int)(document)
        if kind != _TEXT_DOCUMENT:
            self.release(document)
            raise LoadRefused("not a text document")
        save = _function(document, _DOCUMENT_SAVE_AS, ctypes.c_int, *[ctypes.c_char_p] * 3)
        if not save(document, target.as_uri().encode(), b"pdf", self._options):
            self.release(document)
            raise LoadRefused(self._error())
        return int(document)

    def release(self, document: int) -> None:
        _function(document, _DOCUMENT_DESTROY, None)(document)

    def _error(self) -> str:
        text = _function(self._office, _GET_ERROR, ctypes.c_char_p)(self._office)
        return text.decode("utf-8", "replace") if text else "no reason given"


def first_document() -> bytes:
    """The smallest Word file that makes LibreOffice load what real papers need: its Word
    import, its layout and the four Times New Roman faces."""
    runs = "".join(
        f'<w:r><w:rPr><w:rFonts w:ascii="Times New Roman" w:hAnsi="Times New Roman"/>{style}'
        "</w:rPr><w:t>Độc lập - Tự do - Hạnh phúc</w:t></w:r>"
        for style in ("", "<w:b/>", "<w:i/>", "<w:b/><w:i/>")
    )
    relation = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/officeDocument"
    main = "application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"
    parts = {
        "[Content_Types].xml": f'<Types xmlns="{_PACKAGE}/content-types"><Default Extension="rels" '
        'ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
        f'<Override PartName="/word/document.xml" ContentType="{main}"/></Types>',
        "_rels/.rels": f'<Relationships xmlns="{_PACKAGE}/relationships"><Relationship Id="r1" '
        f'Type="{relation}" Target="word/document.xml"/></Relationships>',
        "word/document.xml": f'<w:document xmlns:w="{_WORD}"><w:body><w:p>{runs}</w:p><w:tbl>'
        f"<w:tr><w:tc><w:p>{runs}</w:p></w:tc></w:tr></w:tbl><w:p/></w:body></w:document>",
    }
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as package:
        for name, text in parts.items():
            package.writestr(name, '<?xml version="1.0" encoding="UTF-8"?>' + text)
    return packed.getvalue()


class _Worker:
    def __init__(self, office: LibreOffice, folder: Path, seconds: int) -> None:
        self._office = office
        self._source = folder / "paper.docx"
        self._target = folder / "paper.pdf"
        self._seconds = seconds

    def answer(self, docx: bytes, out: BinaryIO) -> None:
        """Convert and write the answer; tidying up comes after, so that nobody waits for it."""
        _allow_cpu(self._seconds)
        self._source.write_bytes(docx)
        document = None
        try:
            document = self._office.convert(self._source, self._target)
            answer = frames.frame(frames.PDF, self._target.read_bytes())
        except LoadRefused as refusal:
            answer = frames.frame(frames.REFUSED, str(refusal).encode())
        out.write(answer)
        out.flush()
        if document is not None:
            self._office.release(document)
        self._source.unlink(missing_ok=True)
        self._target.unlink(missing_ok=True)


def _allow_cpu(seconds: int) -> None:
    """A document that makes LibreOffice spin ends this process after `seconds` of work."""
    usage = resource.getrusage(resource.RUSAGE_SELF)
    _, hard = resource.getrlimit(resource.RLIMIT_CPU)
    limit = int(usage.ru_utime + usage.ru_stime) + seconds
    if hard != resource.RLIM_INFINITY:
        limit = min(limit, hard)
    resource.setrlimit(resource.RLIMIT_CPU, (limit, hard))


def _end_with_input() -> None:
    """The owner is gone when the other end of standard input closes, also mid-document."""
    watch = select.poll()
    watch.register(0, 0)  # hang-ups are reported without being asked for
    while not any(event & (select.POLLHUP | select.POLLERR) for _, event in watch.poll()):
        pass
    os._exit(0)


def main() -> None:
    parser = sandbox.child_arguments(argparse.ArgumentParser())
    parser.add_argument("--library", type=Path, required=True)
    parser.add_argument("--folder", type=Path, required=True)
    parser.add_argument("--document-seconds", type=int, required=True)
    arguments = parser.parse_args()
    sandbox.confine(arguments)
    # Whatever LibreOffice prints must not end up among the answers.
    out = os.fdopen(os.dup(1), "wb")
    os.dup2(2, 1)
    threading.Thread(target=_end_with_input, daemon=True).start()
    profile = arguments.folder / "profile"
    write_profile(profile, arguments.library.parent)
    worker = _Worker(
        LibreOffice(arguments.library, profile), arguments.folder, arguments.document_seconds
    )
    first = io.BytesIO()
    worker.answer(first_document(), first)
    if not first.getvalue().startswith(frames.PDF):
        sys.exit(f"the first document failed: {first.getvalue()[:400]!r}")
    gc.freeze()
    out.write(frames.frame(frames.READY))
    out.flush()
    while (message := frames.read_frame(sys.stdin.buffer)) is not None:
        worker.answer(message[1], out)
    os._exit(0)  # LibreOffice's own goodbye takes longer and saves nothing


if __name__ == "__main__":
    main()
