"""Gói tệp — the files of a ZIP or of a folder, one at a time and never written out.

A name in a ZIP is only a label here: nothing is made of it on the disk, so one that points
outside cannot do harm; it is told all the same.
"""

import os
import zipfile
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from pathlib import Path
from typing import IO

from service.domain.errors import Refused
from service.domain.vietnamese import clean_line
from service.reading.reader import MAX_FILE

MOST_MEMBERS = 20_000
MOST_TIMES_LARGER = 200
SMALL = 1 << 20
_BLOCK = 1 << 16
_NOT_THE_PAPERS = ("__macosx/", "thumbs.db", ".ds_store", "desktop.ini")
_UTF8_NAME, _LOCKED = 0x800, 0x1

DAMAGED = "Tệp này trong ZIP bị hỏng, không mở được; hãy nén lại từ tệp gốc."
GONE = "Không còn tệp này ở nguồn; hãy tải tệp lên ở dòng này."


@dataclass(frozen=True, slots=True)
class Member:
    """One file: `name` as the source has it, `label` as people read it (NFC, no two alike), and
    why it cannot be read, if it cannot."""

    name: str
    label: str
    refusal: str = ""


class Bundle:
    """An open ZIP or folder; `read` one member at a time."""

    def __init__(self, path: Path, package: zipfile.ZipFile | None) -> None:
        self._path = path
        self._package = package
        self._names: dict[str, str] = {}

    def members(self) -> tuple[Member, ...]:
        """Every file, in order of its name; what systems leave behind is passed over."""
        self._names.clear()
        found = self._packed() if self._package else self._lying()
        members = []
        for member in found:
            plain = member.label.casefold()
            last = plain.rpartition("/")[2]
            if plain.startswith(_NOT_THE_PAPERS) or last.startswith(("~$", "._", *_NOT_THE_PAPERS)):
                continue
            members.append(self._known(member))
            if len(members) > MOST_MEMBERS:
                raise Refused(
                    f"Có hơn {MOST_MEMBERS} tệp; hãy chia thành nhiều gói, ví dụ từng năm.",
                    field="file",
                )
        return tuple(sorted(members, key=lambda one: one.label))

    def _known(self, member: Member) -> Member:
        label, copies = member.label, 1
        while label in self._names:
            copies += 1
            stem, dot, ending = member.label.rpartition(".")
            label = f"{stem} ({copies}).{ending}" if dot else f"{member.label} ({copies})"
        self._names[label] = member.name
        return replace(member, label=label)

    def read(self, label: str) -> bytes:
        """The bytes of a member; Refused with the sentence for its row."""
        if not self._names:
            self.members()
        if label not in self._names:
            raise Refused(GONE)
        name = self._names[label]
        if self._package is None:
            return self._read_lying(name)
        try:
            with self._package.open(name) as handle:
                return _bounded(handle)
        except KeyError:
            raise Refused(GONE) from None
        except (
            *(zipfile.BadZipFile, zlib.error, RuntimeError, NotImplementedError),
            *(OSError, EOFError, ValueError),
        ) as fault:
            raise Refused(DAMAGED) from fault

    def _packed(self) -> Iterator[Member]:
        assert self._package is not None
        for info in self._package.infolist():
            if not info.is_dir():
                yield Member(info.filename, _label(info), _refusal(info))

    def _lying(self) -> Iterator[Member]:
        for folder, folders, names in os.walk(self._path):
            folders.sort()
            for name in names:
                path = Path(folder, name)
                if path.is_file() and not path.is_symlink():
                    inside = str(path.relative_to(self._path))
                    yield Member(inside, _readable(inside))

    def _read_lying(self, name: str) -> bytes:
        path = (self._path / name).resolve()
        if not path.is_relative_to(self._path.resolve()):
            raise Refused(OUTSIDE)
        try:
            with path.open("rb") as handle:
                return _bounded(handle)
        except OSError:
            raise Refused(GONE) from None


OUTSIDE = "Tên tệp trỏ ra ngoài gói (“..” hoặc đường dẫn tuyệt đối) nên không nhận; hãy nén lại."
LOCKED = "Tệp trong ZIP đặt mật khẩu nên không mở được; hãy nén lại không mật khẩu."
TOO_LARGE = f"Tệp lớn hơn {MAX_FILE >> 20} MB nên không nhận; hãy giảm dung lượng rồi thử lại."
BOMB = "Tệp nén nở ra quá nhiều lần so với dung lượng nén (bom nén) nên không mở."


@contextmanager
def opened(path: Path) -> Iterator[Bundle]:
    """A folder or a ZIP; Refused (field ``file``) when it is neither."""
    if path.is_dir():
        yield Bundle(path, None)
        return
    try:
        package = zipfile.ZipFile(path)
    except FileNotFoundError as fault:
        raise Refused(f"Không còn nguồn {path.name}; hãy tải lại gói tệp.", field="file") from fault
    except (zipfile.BadZipFile, OSError, ValueError, NotImplementedError) as fault:
        raise Refused(
            "Tệp ZIP bị hỏng hoặc không phải ZIP; hãy nén lại thành .zip (không phải .rar, .7z).",
            field="file",
        ) from fault
    with package:
        yield Bundle(path, package)


def _refusal(info: zipfile.ZipInfo) -> str:
    parts = info.filename.replace("\\", "/").split("/")
    if ".." in parts or parts[0] == "" or parts[0].endswith(":"):
        return OUTSIDE
    if info.flag_bits & _LOCKED:
        return LOCKED
    if info.file_size > MAX_FILE:
        return TOO_LARGE
    if info.file_size > SMALL and info.file_size > MOST_TIMES_LARGER * max(info.compress_size, 1):
        return BOMB
    return ""


def _label(info: zipfile.ZipInfo) -> str:
    """Many programs write names in UTF-8 and do not say so."""
    name = info.filename
    if not info.flag_bits & _UTF8_NAME:
        try:
            name = name.encode("cp437").decode("utf-8")
        except UnicodeError:
            name = info.filename
    return _readable(name)


def _readable(name: str) -> str:
    printable = "".join(letter if letter.isprintable() else "_" for letter in name)
    return clean_line(printable.replace("\\", "/"))[-300:] or "tệp"


def _bounded(handle: IO[bytes]) -> bytes:
    """What a file says of its own size is not believed."""
    blocks, size = [], 0
    while block := handle.read(_BLOCK):
        size += len(block)
        if size > MAX_FILE:
            raise Refused(TOO_LARGE)
        blocks.append(block)
    return b"".join(blocks)
