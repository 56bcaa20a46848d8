"""Kho tệp: write-once bytes named by their SHA-256, ``files/ab/cd/abcd…``."""

import contextlib
import hashlib
import os
import secrets
from collections.abc import Iterator
from pathlib import Path

from service.domain.errors import ArchiveDamaged
from service.store.db import storage_fault

_HEX = frozenset("0123456789abcdef")


class FileStore:
    """Bytes go in once and never change; reading proves that they did not."""

    def __init__(self, root: Path) -> None:
        self.root = Path(root)

    def put(self, data: bytes) -> str:
        """Keep the bytes, on disk for good before this returns; returns their SHA-256.

        Putting the same bytes twice is harmless. A crash leaves at most a temporary file.
        Raises StorageFault when the disk refuses; nothing is kept then.
        """
        sha256 = hashlib.sha256(data).hexdigest()
        target = self._path(sha256)
        if target.is_file() and target.stat().st_size == len(data) and _digest(target) == sha256:
            return sha256
        try:
            self._make_folders(target.parent)
            self._write(target, data)
        except OSError as error:
            raise storage_fault(error) from error
        return sha256

    def get(self, sha256: str) -> bytes:
        """The bytes, after comparing their hash; raises ArchiveDamaged when missing or altered."""
        try:
            data = self._path(sha256).read_bytes()
        except FileNotFoundError:
            raise ArchiveDamaged(
                f"Thiếu một tệp trong kho (mã {sha256[:12]}…); hãy báo quản trị ngay."
            ) from None
        except OSError as error:
            raise storage_fault(error) from error
        if hashlib.sha256(data).hexdigest() != sha256:
            raise ArchiveDamaged(
                f"Một tệp trong kho đã bị thay đổi (mã {sha256[:12]}…); hãy báo quản trị ngay."
            )
        return data

    def path(self, sha256: str) -> Path:
        """Where the bytes lie, for copying; proves that the path is inside the store."""
        return self._path(sha256)

    def stored(self) -> Iterator[str]:
        """Every SHA-256 that has a file, in no order; temporary files are left out."""
        for path in self.root.glob("??/??/*"):
            if _is_sha256(path.name):
                yield path.name

    def leftovers(self) -> Iterator[Path]:
        """Files that are nobody's: remains of a crash, or put there by hand."""
        for path in self.root.rglob("*"):
            if path.is_file() and not (_is_sha256(path.name) and path == self._path(path.name)):
                yield path

    def _path(self, sha256: str) -> Path:
        if not _is_sha256(sha256):
            raise ValueError("not a SHA-256")
        return self.root / sha256[:2] / sha256[2:4] / sha256

    def _make_folders(self, folder: Path) -> None:
        if folder.is_dir():
            return
        if folder == self.root:
            folder.parent.mkdir(parents=True, exist_ok=True)
        else:
            self._make_folders(folder.parent)
        folder.mkdir(mode=0o700, exist_ok=True)
        _sync_folder(folder.parent)

    def _write(self, target: Path, data: bytes) -> None:
        temporary = target.with_name(f".{target.name}.{secrets.token_hex(8)}")
        try:
            with temporary.open("xb") as handle:
                handle.write(data)
                handle.flush()
                os.fsync(handle.fileno())
            temporary.chmod(0o444)
            temporary.replace(target)
        except BaseException:
            with contextlib.suppress(FileNotFoundError):
                temporary.unlink()
            raise
        _sync_folder(target.parent)


def _is_sha256(name: str) -> bool:
    return len(name) == 64 and _HEX.issuperset(name)


def _digest(path: Path) -> str:
    with path.open("rb") as handle:
        return hashlib.file_digest(handle, "sha256").hexdigest()


def _sync_folder(folder: Path) -> None:
    """A rename is only on disk for good once its folder is."""
    descriptor = os.open(folder, os.O_RDONLY | os.O_DIRECTORY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
