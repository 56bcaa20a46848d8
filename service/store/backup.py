"""Sao lưu, phục hồi — the whole office in one tar file: database, archive, manifest.

The file tells what it holds (`manifest.json` first, with the SHA-256 of everything else), so that
a restore proves every byte before it puts anything in place.
"""

import contextlib
import hashlib
import io
import json
import os
import re
import sqlite3
import tarfile
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import IO, Any

from sqlite_utils import Database as Connection

from service.domain.errors import ArchiveDamaged, Refused, WrongState
from service.store import archive
from service.store.checkup import damage
from service.store.db import Database, open_database, storage_fault, storage_sentences
from service.store.files import FileStore
from service.store.migrations import MIGRATIONS

FORMAT = "van-thu-backup-1"
MANIFEST = "manifest.json"
DATABASE = "office.db"
MAX_MANIFEST = 256 * 1024 * 1024
CHUNK = 1024 * 1024
_FILE = re.compile(r"^files/([0-9a-f]{64})$")


@dataclass(frozen=True, slots=True)
class BackupFacts:
    """What a backup holds; `made_at` is UTC, `version` the service's that wrote it."""

    files: int
    size: int
    made_at: datetime
    version: str


def backup(
    db: Database, files: FileStore, target: Path, *, version: str, now: datetime
) -> BackupFacts:
    """Write everything to `target` while the office works on; complete or not at all.

    Refused when `target` exists, ArchiveDamaged when a file is not what its row says: a backup
    of a damaged archive would hide the damage. Only its owner may read the file.
    """
    if target.exists():
        raise Refused(f"Đã có tệp {target}; hãy chọn tên khác, bản cũ không bị ghi đè.")
    try:
        target.parent.mkdir(parents=True, exist_ok=True)
        with tempfile.TemporaryDirectory(prefix=".backup-", dir=target.parent) as folder:
            snapshot = Path(folder) / DATABASE
            _copy_database(db, snapshot)
            names = _recorded_in(snapshot)
            manifest = {
                "format": FORMAT,
                "version": version,
                "made_at": now.isoformat(),
                "database": _sha256_of(snapshot),  # after opening it, which writes its header
                "files": names,
            }
            part = Path(folder) / "backup.tar"
            with part.open("xb") as out:
                os.fchmod(out.fileno(), 0o600)
                _write(out, snapshot, files, manifest, now)
                out.flush()
                os.fsync(out.fileno())
            os.link(part, target)  # unlike a rename, never takes the place of another file
            return BackupFacts(len(names), target.stat().st_size, now, version)
    except FileExistsError:
        raise Refused(f"Đã có tệp {target}; hãy chọn tên khác.") from None
    except OSError as error:
        raise storage_fault(error) from error


def _copy_database(db: Database, target: Path) -> None:
    """One consistent state, also while others write; the copy has no free pages."""
    with storage_sentences():
        db.connection.execute("VACUUM INTO :path", {"path": str(target)})


def _recorded_in(snapshot: Path) -> list[str]:
    copy = open_database(snapshot)
    try:
        return list(archive.recorded(copy))
    finally:
        copy.close()


def _write(
    out: IO[bytes], snapshot: Path, files: FileStore, manifest: dict[str, Any], now: datetime
) -> None:
    with tarfile.open(fileobj=out, mode="w", format=tarfile.PAX_FORMAT) as tar:
        _add(tar, MANIFEST, json.dumps(manifest, indent=1).encode(), now)
        info = tar.gettarinfo(snapshot, DATABASE)
        info.uid = info.gid = 0
        info.uname = info.gname = ""
        with snapshot.open("rb") as data:
            tar.addfile(info, data)
        for sha256 in manifest["files"]:
            _add(tar, f"files/{sha256}", files.get(sha256), now)


def _add(tar: tarfile.TarFile, name: str, data: bytes, now: datetime) -> None:
    info = tarfile.TarInfo(name)
    info.size, info.mtime, info.mode = len(data), int(now.timestamp()), 0o600
    tar.addfile(info, io.BytesIO(data))


def restore(source: Path, folder: Path) -> BackupFacts:
    """Put a backup into a data folder that has no database yet; complete or not at all.

    Every byte is compared with the manifest and the database checked before anything is moved
    into place. Raises WrongState when there is data, Refused when `source` is no backup or is of
    a newer release, ArchiveDamaged when it is not whole.
    """
    _require_empty(folder)
    try:
        folder.mkdir(parents=True, exist_ok=True)
        with tempfile.TemporaryDirectory(prefix=".restore-", dir=folder) as name:
            new = Path(name)
            facts = _unpack(source, new)
            _require_sound(new)
            os.sync()
            (new / "files").rename(folder / "files")
            (new / DATABASE).rename(folder / DATABASE)
        return facts
    except OSError as error:
        raise storage_fault(error) from error


def _require_empty(folder: Path) -> None:
    files = folder / "files"
    if (folder / DATABASE).exists() or (files.exists() and any(files.iterdir())):
        raise WrongState(
            f"{folder} đã có dữ liệu; hãy phục hồi vào thư mục trống (SERVICE_DATA=…)."
        )
    with contextlib.suppress(FileNotFoundError):
        files.rmdir()


def _unpack(source: Path, new: Path) -> BackupFacts:
    try:
        with tarfile.open(source, "r:") as tar:
            members = iter(tar)
            manifest = _manifest(tar, next(members, None))
            expected = {DATABASE: manifest["database"]} | {
                f"files/{sha256}": sha256 for sha256 in manifest["files"]
            }
            (new / "files").mkdir()
            for member in members:
                _unpack_one(tar, member, expected, new)
    except FileNotFoundError:
        raise Refused(f"Không có tệp {source}.", field="TỆP") from None
    except (tarfile.TarError, EOFError) as error:
        raise Refused(f"{source} không phải là bản sao lưu, hoặc đã bị cắt ngắn.") from error
    if expected:
        raise ArchiveDamaged(f"Bản sao lưu thiếu {len(expected)} tệp; hãy dùng bản khác.")
    return BackupFacts(
        len(manifest["files"]),
        source.stat().st_size,
        datetime.fromisoformat(manifest["made_at"]),
        manifest["version"],
    )


def _manifest(tar: tarfile.TarFile, member: tarfile.TarInfo | None) -> dict[str, Any]:
    data = tar.extractfile(member) if member and member.name == MANIFEST else None
    if member is None or data is None or member.size > MAX_MANIFEST:
        raise Refused("Tệp này không phải là bản sao lưu của Văn Thư.")
    try:
        manifest: dict[str, Any] = json.load(data)
        well_formed = (
            manifest["format"] == FORMAT
            and isinstance(manifest["version"], str)
            and all(_FILE.match(f"files/{sha256}") for sha256 in manifest["files"])
            and datetime.fromisoformat(manifest["made_at"]).tzinfo is not None
        )
    except (ValueError, KeyError, TypeError):
        well_formed = False
    if not well_formed:
        raise Refused("Tệp này không phải là bản sao lưu của Văn Thư, hoặc của phiên bản khác.")
    return manifest


def _unpack_one(
    tar: tarfile.TarFile, member: tarfile.TarInfo, expected: dict[str, str], new: Path
) -> None:
    """Names come from the manifest alone, so that no archive can write elsewhere."""
    sha256 = expected.pop(member.name, None)
    data = tar.extractfile(member) if sha256 and member.isreg() else None
    if sha256 is None or data is None:
        raise ArchiveDamaged(f"Bản sao lưu có mục lạ: {member.name[:80]!r}.")
    target = new / DATABASE
    if member.name != DATABASE:
        target = new / "files" / sha256[:2] / sha256[2:4] / sha256
        target.parent.mkdir(parents=True, exist_ok=True)
    digest = hashlib.sha256()
    with target.open("xb") as out:
        for chunk in _chunks(data):
            digest.update(chunk)
            out.write(chunk)
    if digest.hexdigest() != sha256:
        raise ArchiveDamaged(f"Một mục trong bản sao lưu đã bị thay đổi: {member.name[:80]}.")
    target.chmod(0o600 if member.name == DATABASE else 0o444)


def _chunks(data: IO[bytes]) -> Iterator[bytes]:
    while chunk := data.read(CHUNK):
        yield chunk


def _require_sound(new: Path) -> None:
    """The database is whole, of a release this one knows, and names just the files that came."""
    db = open_database(new / DATABASE)
    try:
        if {step.name for step in MIGRATIONS.applied(db.connection)} - _known_steps():
            raise Refused("Bản sao lưu của phiên bản mới hơn; hãy cập nhật phần mềm trước.")
        if damage(db):
            raise ArchiveDamaged("Cơ sở dữ liệu trong bản sao lưu bị hỏng; hãy dùng bản khác.")
        missing = [name for name in archive.recorded(db) if not _has(new, name)]
        if missing:
            raise ArchiveDamaged(f"Bản sao lưu thiếu {len(missing)} tệp; hãy dùng bản khác.")
    except sqlite3.DatabaseError as error:
        raise ArchiveDamaged("Bản sao lưu không chứa cơ sở dữ liệu đúng.") from error
    finally:
        db.close()
    for leftover in (f"{DATABASE}-wal", f"{DATABASE}-shm"):
        (new / leftover).unlink(missing_ok=True)


def _known_steps() -> set[str]:
    """Names of all steps of this release: what a database without any still lacks."""
    return {step.name for step in MIGRATIONS.pending(Connection(memory=True))}


def _has(new: Path, sha256: str) -> bool:
    return (new / "files" / sha256[:2] / sha256[2:4] / sha256).is_file()


def _sha256_of(path: Path) -> str:
    with path.open("rb") as data:
        return hashlib.file_digest(data, "sha256").hexdigest()
