"""Backup, restore and verification on a real database and archive."""

import io
import json
import sqlite3
import stat
import tarfile
import threading
from pathlib import Path

import pytest

from service.domain.errors import ArchiveDamaged, Refused, WrongState
from service.store import archive
from service.store import backup as backups
from service.store.db import open_database
from service.store.files import FileStore
from tests.builders import NOW, SmallOffice, a_document


@pytest.fixture
def filled(office: SmallOffice) -> SmallOffice:
    a_document(office, "archived", subject="Về việc thứ nhất")
    a_document(office, "numbered", subject="Về việc thứ hai")
    a_document(office, "draft", subject="Về việc thứ ba")
    return office


def make(office: SmallOffice, target: Path) -> Path:
    backups.backup(office.db, office.files, target, version="0.1.0", now=NOW)
    return target


def contents(folder: Path) -> tuple[list[str], dict[str, int]]:
    db = open_database(folder / "office.db")
    try:
        subjects = [row["subject"] for row in db.query("SELECT subject FROM document ORDER BY id")]
        return subjects, archive.recorded(db)
    finally:
        db.close()


def damaged_tar(source: Path, target: Path, *, change=None, drop=None, add=None) -> Path:
    """The same backup with one member changed, dropped or added."""
    with tarfile.open(source) as old, tarfile.open(target, "w") as new:
        for member in old:
            data = old.extractfile(member).read()
            if member.name == drop:
                continue
            if member.name == change:
                data = data[:-1] + bytes([data[-1] ^ 1])
            new.addfile(member, io.BytesIO(data))
        if add:
            info = tarfile.TarInfo(add)
            info.size = 3
            new.addfile(info, io.BytesIO(b"bad"))
    return target


def test_a_restored_office_is_the_same_office(filled, tmp_path):
    made = make(filled, tmp_path / "office.tar")
    facts = backups.restore(made, tmp_path / "new")
    assert contents(tmp_path / "new") == contents(filled.settings.data)
    assert facts.files == len(archive.recorded(filled.db)) > 2
    assert facts.made_at == NOW
    db = open_database(tmp_path / "new" / "office.db")
    report = archive.verify(db, FileStore(tmp_path / "new" / "files"))
    db.close()
    assert report.whole
    assert report.checked == facts.files


def test_restored_files_are_read_only_and_the_database_is_not(filled, tmp_path):
    backups.restore(make(filled, tmp_path / "office.tar"), tmp_path / "new")
    files = [path for path in (tmp_path / "new" / "files").rglob("*") if path.is_file()]
    assert {stat.S_IMODE(path.stat().st_mode) for path in files} == {0o444}
    assert stat.S_IMODE((tmp_path / "new" / "office.db").stat().st_mode) == 0o600


def test_a_backup_is_for_its_owner_only_and_leaves_nothing_else_behind(filled, tmp_path):
    folder = tmp_path / "kept"
    made = make(filled, folder / "office.tar")
    assert stat.S_IMODE(made.stat().st_mode) == 0o600
    assert [path.name for path in folder.iterdir()] == ["office.tar"]


def test_an_older_backup_is_never_overwritten(filled, tmp_path):
    target = tmp_path / "office.tar"
    target.write_bytes(b"older")
    with pytest.raises(Refused, match="không bị ghi đè"):
        make(filled, target)
    assert target.read_bytes() == b"older"


def test_a_backup_while_others_write_is_one_consistent_state(filled, tmp_path):
    stop = threading.Event()

    def write() -> None:
        count = 0
        while not stop.is_set():
            with filled.db.write():
                for name in ("a", "b"):
                    filled.db.execute(
                        "INSERT INTO login_attempt (login, address, at) VALUES (:n, 'x', :at)",
                        {"n": f"{name}{count}", "at": NOW.isoformat()},
                    )
            count += 1

    writer = threading.Thread(target=write)
    writer.start()
    try:
        made = [make(filled, tmp_path / f"{number}.tar") for number in range(3)]
    finally:
        stop.set()
        writer.join()
    for number, one in enumerate(made):
        backups.restore(one, tmp_path / f"new{number}")
        with sqlite3.connect(tmp_path / f"new{number}" / "office.db") as db:
            (rows,) = db.execute("SELECT count(*) FROM login_attempt").fetchone()
        db.close()
        assert rows % 2 == 0


def test_a_backup_of_a_damaged_archive_is_refused(filled, tmp_path):
    sha256 = next(iter(archive.recorded(filled.db)))
    path = filled.files.path(sha256)
    path.chmod(0o600)
    path.write_bytes(b"altered")
    with pytest.raises(ArchiveDamaged):
        make(filled, tmp_path / "office.tar")
    assert not (tmp_path / "office.tar").exists()


def test_a_folder_with_data_is_never_restored_over(filled, tmp_path):
    made = make(filled, tmp_path / "office.tar")
    before = contents(filled.settings.data)
    with pytest.raises(WrongState, match="đã có dữ liệu"):
        backups.restore(made, filled.settings.data)
    assert contents(filled.settings.data) == before


@pytest.mark.parametrize("which", ["office.db", "a file"])
def test_one_changed_bit_is_noticed_and_nothing_is_put_in_place(filled, tmp_path, which):
    made = make(filled, tmp_path / "office.tar")
    name = which if which == "office.db" else f"files/{next(iter(archive.recorded(filled.db)))}"
    changed = damaged_tar(made, tmp_path / "changed.tar", change=name)
    with pytest.raises(ArchiveDamaged, match="thay đổi"):
        backups.restore(changed, tmp_path / "new")
    assert list((tmp_path / "new").iterdir()) == []


def test_a_file_that_appears_meanwhile_is_not_overwritten_either(filled, tmp_path):
    target = tmp_path / "office.tar"

    class Elsewhere(FileStore):
        """Somebody else writes the same target while the archive is read."""

        def get(self, sha256: str) -> bytes:
            target.write_bytes(b"somebody else's")
            return super().get(sha256)

    with pytest.raises(Refused, match="chọn tên khác"):
        backups.backup(filled.db, Elsewhere(filled.files.root), target, version="0.1.0", now=NOW)
    assert target.read_bytes() == b"somebody else's"


@pytest.mark.parametrize("which", ["office.db", "a file"])
def test_a_missing_member_is_noticed(filled, tmp_path, which):
    made = make(filled, tmp_path / "office.tar")
    name = which if which == "office.db" else f"files/{next(iter(archive.recorded(filled.db)))}"
    with pytest.raises(ArchiveDamaged, match="thiếu 1 tệp"):
        backups.restore(damaged_tar(made, tmp_path / "x.tar", drop=name), tmp_path / "new")


@pytest.mark.parametrize("name", ["../evil", "/tmp/evil", "files/../../evil", "files/x", "run/a"])
def test_no_member_is_written_where_the_manifest_does_not_say(filled, tmp_path, name):
    made = make(filled, tmp_path / "office.tar")
    with pytest.raises(ArchiveDamaged, match="mục lạ"):
        backups.restore(damaged_tar(made, tmp_path / "x.tar", add=name), tmp_path / "new")
    assert not list(tmp_path.rglob("evil"))


def test_a_backup_cut_short_is_refused(filled, tmp_path):
    made = make(filled, tmp_path / "office.tar")
    data = made.read_bytes()
    for share in (0.1, 0.5, 0.9):
        (tmp_path / "cut.tar").write_bytes(data[: int(len(data) * share)])
        with pytest.raises((Refused, ArchiveDamaged)):
            backups.restore(tmp_path / "cut.tar", tmp_path / "new")
        assert list((tmp_path / "new").iterdir()) == []


@pytest.mark.parametrize("data", [b"", b"no tar at all", b"\x00" * 10240])
def test_what_is_no_backup_is_refused(tmp_path, data):
    (tmp_path / "x.tar").write_bytes(data)
    with pytest.raises(Refused):
        backups.restore(tmp_path / "x.tar", tmp_path / "new")


def test_a_missing_file_is_said_so(tmp_path):
    with pytest.raises(Refused, match="Không có tệp"):
        backups.restore(tmp_path / "none.tar", tmp_path / "new")


def test_another_format_is_refused(filled, tmp_path):
    made = make(filled, tmp_path / "office.tar")
    with tarfile.open(made) as old, tarfile.open(tmp_path / "x.tar", "w") as new:
        for member in old:
            data = old.extractfile(member).read()
            if member.name == "manifest.json":
                data = json.dumps({**json.loads(data), "format": "other"}).encode()
                member.size = len(data)
            new.addfile(member, io.BytesIO(data))
    with pytest.raises(Refused, match="phiên bản khác"):
        backups.restore(tmp_path / "x.tar", tmp_path / "new")


def test_a_newer_release_s_backup_is_refused(filled, tmp_path):
    with sqlite3.connect(filled.settings.data / "office.db") as db:
        db.execute(
            "INSERT INTO _sqlite_migrations (migration_set, name, applied_at) "
            "VALUES ('service', 'm9999_later', '2030-01-01')"
        )
    db.close()
    made = make(filled, tmp_path / "office.tar")
    with pytest.raises(Refused, match="mới hơn"):
        backups.restore(made, tmp_path / "new")


def test_verification_names_altered_missing_and_strange_files(filled):
    altered, missing = list(archive.recorded(filled.db))[:2]
    filled.files.path(altered).chmod(0o600)
    filled.files.path(altered).write_bytes(b"altered")
    filled.files.path(missing).unlink()
    nobody = filled.files.put(b"nobody's")
    (filled.files.root / "note.txt").write_text("left here")
    report = archive.verify(filled.db, filled.files)
    assert {one.sha256 for one in report.damaged} == {altered, missing}
    assert all(one.papers for one in report.damaged)
    assert report.unrecorded == (nobody,)
    assert report.strangers == (str(filled.files.root / "note.txt"),)
    assert not report.whole
