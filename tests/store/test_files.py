"""Kho tệp: bytes go in once, never change, and are proved when they come out."""

import errno
import hashlib
import os
import stat
import threading

import pytest

from service.domain.errors import ArchiveDamaged, StorageFault
from service.store.files import FileStore


@pytest.fixture
def files(tmp_path):
    return FileStore(tmp_path / "files")


def test_bytes_come_back_as_they_were(files):
    sha256 = files.put(b"%PDF-1.7")
    assert sha256 == hashlib.sha256(b"%PDF-1.7").hexdigest()
    assert files.get(sha256) == b"%PDF-1.7"
    assert list(files.stored()) == [sha256]


def test_the_same_bytes_are_kept_once(files):
    first = files.put(b"same")
    inode = files.path(first).stat().st_ino
    assert files.put(b"same") == first
    assert files.path(first).stat().st_ino == inode


def test_a_kept_file_cannot_be_written(files):
    sha256 = files.put(b"kept")
    assert stat.S_IMODE(files.path(sha256).stat().st_mode) == 0o444


def test_altered_bytes_are_never_handed_out(files):
    sha256 = files.put(b"original")
    path = files.path(sha256)
    path.chmod(0o644)
    path.write_bytes(b"originaX")
    with pytest.raises(ArchiveDamaged, match=f"đã bị thay đổi.*{sha256[:12]}"):
        files.get(sha256)


def test_a_missing_file_is_an_alarm(files):
    sha256 = files.put(b"gone")
    files.path(sha256).unlink()
    with pytest.raises(ArchiveDamaged, match="Thiếu một tệp"):
        files.get(sha256)


def test_putting_a_file_again_repairs_its_damaged_bytes(files):
    sha256 = files.put(b"original")
    path = files.path(sha256)
    path.chmod(0o644)
    path.write_bytes(b"damaged!")
    assert files.put(b"original") == sha256
    assert files.get(sha256) == b"original"


@pytest.mark.parametrize(
    "name", ["", "../../etc/passwd", "A" * 64, "a" * 63, "a" * 63 + "/", "a" * 64 + "\n"]
)
def test_only_a_hash_names_a_file(files, name):
    with pytest.raises(ValueError, match="not a SHA-256"):
        files.get(name)


def test_a_failed_write_leaves_nothing_behind(files, monkeypatch):
    sync = os.fsync

    def full(descriptor):
        if stat.S_ISREG(os.fstat(descriptor).st_mode):
            raise OSError(errno.ENOSPC, "No space left on device")
        sync(descriptor)

    monkeypatch.setattr(os, "fsync", full)
    with pytest.raises(StorageFault, match="Ổ đĩa đã đầy"):
        files.put(b"too much")
    assert [path for path in files.root.rglob("*") if path.is_file()] == []


def test_a_crash_leaves_a_file_that_is_told_apart(files):
    sha256 = files.put(b"whole")
    half = files.path(sha256).with_name(f".{'0' * 64}.deadbeef")
    half.write_bytes(b"ha")
    assert list(files.stored()) == [sha256]
    assert list(files.leftovers()) == [half]


def test_many_threads_may_put_the_same_bytes(files):
    data = b"x" * 100_000
    hashes = []
    threads = [threading.Thread(target=lambda: hashes.append(files.put(data))) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(set(hashes)) == 1
    assert files.get(hashes[0]) == data
    assert list(files.leftovers()) == []
