"""Tệp tải lên — is it a PDF that the office can work with?

What comes from outside is opened only in a limited child process (`upload_reader`): a file
of a few kilobytes can ask for gigabytes or for ever. A file that passes was read, drawn page
by page and reduced to its pages there, so that nothing it does later can be a surprise.
"""

import logging
import tempfile
import threading
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from service.confinement.asking import Refusals, ask, child_command
from service.confinement.walls import Limits, clean_environment
from service.domain.copying import ScanPage
from service.domain.errors import Busy, Refused
from service.rendering.faults import BUSY
from service.rendering.flatten import HEADER_WITHIN

MOST_MB = 50
MOST_PAGES = 500
WALL_SECONDS = 60
LIMITS = Limits(
    memory_mb=1024, cpu_seconds=40, wall_seconds=WALL_SECONDS, file_mb=MOST_MB, open_files=64
)
ORDER = {"most_pages": MOST_PAGES}

AT_ONCE = threading.BoundedSemaphore(2)  # each may take `LIMITS.memory_mb`

_SAVE_AS_PDF = "Hãy mở tệp đó, lưu thành PDF (Save as PDF) rồi tải tệp PDF lên."
_PRINT_AGAIN = "Hãy mở tệp, in ra PDF mới (Print to PDF) rồi tải lên lại."
_TOO_HEAVY = (
    "Tệp PDF quá nặng hoặc cố tình làm treo máy, đã dừng đọc. Hãy giảm độ phân giải bản quét "
    "(200–300 dpi) rồi tải lên lại."
)
REFUSALS = Refusals(too_heavy=_TOO_HEAVY, broken=_TOO_HEAVY)

_log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class UploadFacts:
    """`sizes_mm`: width and height of each page as shown. `acts` tells of scripts, launches or
    attached files, which no copy of the pages takes along. `has_signatures`: digital ones.
    `pages` tell how each was scanned; `not_archival` why copies of them cannot be PDF/A."""

    page_count: int
    sizes_mm: tuple[tuple[float, float], ...]
    has_signatures: bool
    acts: bool
    pdf_version: str
    pages: tuple[ScanPage, ...] = ()
    not_archival: str = ""


def read_upload(data: bytes) -> UploadFacts:
    """What an uploaded PDF is; raises Refused with the reason and what to do about it, Busy
    when others' files are being read."""
    refuse_at_sight(data)
    if not AT_ONCE.acquire(timeout=WALL_SECONDS):
        raise Busy(BUSY)
    try:
        told = _read_in_child(data)
    finally:
        AT_ONCE.release()
    return facts_of(told, len(data))


def refuse_at_sight(data: bytes) -> None:
    """Refuse what is too big, or no PDF at all, before anything opens it."""
    if len(data) > MOST_MB << 20:
        raise Refused(f"Tệp lớn {len(data) / (1 << 20):.0f} MB; tối đa {MOST_MB} MB.")
    if b"%PDF-" not in data[:HEADER_WITHIN]:
        raise Refused(_not_pdf(data))


def facts_of(told: Mapping[str, Any], size: int) -> UploadFacts:
    """The child's answer about a file of `size` bytes; Refused with a sentence for a no."""
    if told.get("refused"):
        _log.info("an upload of %d bytes was refused: %s", size, told)
        raise Refused(_sentence(told))
    return UploadFacts(
        page_count=told["page_count"],
        sizes_mm=tuple((width, height) for width, height in told["sizes_mm"]),
        has_signatures=told["has_signatures"],
        acts=told["acts"],
        pdf_version=told["pdf_version"],
        pages=tuple(
            ScanPage(dpi, coloured, width, height)
            for (dpi, coloured), (width, height) in zip(
                told["scans"], told["sizes_mm"], strict=True
            )
        ),
        not_archival=told["not_archival"],
    )


def reader_command(*words: str) -> list[str]:
    return child_command("service.rendering.upload_reader", *words)


def _read_in_child(data: bytes) -> Mapping[str, Any]:
    with tempfile.TemporaryDirectory(prefix="upload-") as folder:
        return ask(
            reader_command(),
            data,
            order=ORDER,
            limits=LIMITS,
            environment=clean_environment(Path(folder)),
            refusals=REFUSALS,
        ).fields


def _sentence(told: Mapping[str, Any]) -> str:
    sentences = {
        "encrypted": "Tệp PDF đặt mật khẩu hoặc bị khóa chỉnh sửa, không đọc được. Hãy bỏ mật "
        "khẩu (lưu lại không bảo vệ) rồi tải lên.",
        "broken": f"Tệp PDF bị hỏng hoặc tải lên chưa trọn vẹn. {_PRINT_AGAIN}",
        "no-pages": "Tệp PDF không có trang nào.",
        "too-many-pages": f"Tệp PDF có {told.get('page_count')} trang; tối đa {MOST_PAGES} trang.",
        "xfa": f"Tệp PDF là biểu mẫu động (XFA), phần mềm khác không hiện được. {_PRINT_AGAIN}",
        "page-size": f"Trang {told.get('page')} có kích thước bất thường. {_PRINT_AGAIN}",
        "too-heavy": _TOO_HEAVY,
    }
    return sentences[str(told["refused"])]


def _not_pdf(data: bytes) -> str:
    if not data:
        return "Tệp rỗng (0 byte). Hãy chọn lại tệp."
    return f"Tệp này không phải là PDF mà là {_kind(data)}. {_SAVE_AS_PDF}"


_SIGNS: tuple[tuple[bytes, str], ...] = (
    (b"\xff\xd8\xff", "tệp ảnh (JPEG)"),
    (b"\x89PNG", "tệp ảnh (PNG)"),
    (b"II*\x00", "tệp ảnh (TIFF)"),
    (b"MM\x00*", "tệp ảnh (TIFF)"),
    (b"GIF8", "tệp ảnh (GIF)"),
    (b"BM", "tệp ảnh (BMP)"),
    (b"\xd0\xcf\x11\xe0", "tệp Word, Excel hoặc PowerPoint kiểu cũ (.doc, .xls, .ppt)"),
    (b"{\\rtf", "tệp Word (RTF)"),
    (b"Rar!", "tệp nén (RAR)"),
    (b"7z\xbc\xaf", "tệp nén (7z)"),
    (b"%!PS", "tệp PostScript"),
    (b"MZ", "chương trình Windows"),
    (b"\x7fELF", "chương trình"),
)
_INSIDE_A_PACKAGE: tuple[tuple[bytes, str], ...] = (
    (b"word/", "tệp Word (.docx)"),
    (b"xl/", "tệp Excel (.xlsx)"),
    (b"ppt/", "tệp PowerPoint (.pptx)"),
    (b"opendocument", "tệp OpenDocument (.odt, .ods)"),
)


def _kind(data: bytes) -> str:
    return _kind_of_package(data) or _kind_by_sign(data) or _kind_of_text(data)


def _kind_of_package(data: bytes) -> str | None:
    if not data.startswith(b"PK\x03\x04"):
        return None
    return next((name for sign, name in _INSIDE_A_PACKAGE if sign in data), "tệp nén (ZIP)")


def _kind_by_sign(data: bytes) -> str | None:
    if data[:4] == b"RIFF" and data[8:12] == b"WEBP":
        return "tệp ảnh (WebP)"
    if data[4:8] == b"ftyp" and data[8:11] in {b"hei", b"mif", b"avi"}:
        return "tệp ảnh chụp điện thoại (HEIC)"
    return next((name for sign, name in _SIGNS if data.startswith(sign)), None)


def _kind_of_text(data: bytes) -> str:
    start = data[:512].lstrip().lower()
    if start.startswith((b"<!doctype html", b"<html")):
        return "trang web (HTML)"
    if start.startswith(b"<?xml"):
        return "tệp XML"
    return "tệp văn bản thuần" if _is_text(data[:4096]) else "tệp không rõ loại"


def _is_text(start: bytes) -> bool:
    try:
        start.decode("utf-8")
    except UnicodeDecodeError as error:
        if error.start < len(start) - 4:  # not merely cut in the middle of a letter
            return False
    return b"\x00" not in start
