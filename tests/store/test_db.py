"""One transaction, all or nothing, whatever meets it."""

import multiprocessing
import os
import sqlite3
import stat
import threading
import time

import pytest

from service.domain.errors import Busy, StorageFault
from service.store import db as store_db
from service.store.db import open_database
from service.store.files import FileStore


def units(db) -> int:
    return db.query("SELECT COUNT(*) AS n FROM unit")[0]["n"]


def add_unit(db, symbol: str) -> None:
    db.insert("unit", {"name": f"Đơn vị {symbol}", "symbol": symbol})


def test_a_failed_write_leaves_nothing(db):
    before = units(db)
    with pytest.raises(ZeroDivisionError), db.write():
        add_unit(db, "A")
        raise ZeroDivisionError
    assert units(db) == before
    assert not db.write_open


def test_a_write_inside_a_write_can_fail_alone(db):
    before = units(db)
    with db.write():
        add_unit(db, "A")
        with pytest.raises(ZeroDivisionError), db.write():
            add_unit(db, "B")
            raise ZeroDivisionError
        with db.write():
            add_unit(db, "C")
    assert units(db) == before + 2


def test_the_outer_write_takes_the_inner_ones_with_it(db):
    before = units(db)
    with pytest.raises(ZeroDivisionError), db.write():
        with db.write():
            add_unit(db, "A")
        raise ZeroDivisionError
    assert units(db) == before


def test_changes_outside_a_write_are_a_bug(db):
    with pytest.raises(RuntimeError, match="inside write"):
        add_unit(db, "A")
    with pytest.raises(RuntimeError, match="inside write"):
        db.execute("DELETE FROM unit")


def test_a_reader_knows_whether_a_write_is_open(db):
    assert not db.write_open
    with db.write():
        assert db.write_open
        with db.write():
            assert db.write_open
        assert db.write_open
    assert not db.write_open


def test_another_thread_has_its_own_connection_and_sees_only_what_is_committed(db):
    seen = []

    def look():
        seen.append((units(db), db.write_open))

    before = units(db)
    with db.write():
        add_unit(db, "A")
        thread = threading.Thread(target=look)
        thread.start()
        thread.join()
    assert seen == [(before, False)]


def test_the_connection_of_an_ended_thread_is_closed(db):
    def opened() -> int:
        return len(db._open)

    _ = db.connection
    before = opened()
    thread = threading.Thread(target=lambda: units(db))
    thread.start()
    thread.join()
    assert opened() == before


def test_a_lock_that_is_never_let_go_ends_in_a_sentence(db, monkeypatch):
    monkeypatch.setattr(store_db, "BUSY_TIMEOUT_MS", 50)
    other = sqlite3.connect(db.path, isolation_level=None)
    other.execute("BEGIN IMMEDIATE")
    try:
        with pytest.raises(Busy, match="đang bận ghi; chưa có gì thay đổi"), db.write():
            pass
        assert not db.write_open
    finally:
        other.execute("ROLLBACK")
        other.close()
    with db.write():
        add_unit(db, "A")


def test_nobody_passes_the_line_for_the_write_lock(db):
    before, entered = units(db), threading.Event()

    def add() -> None:
        with db.write():
            add_unit(db, "A")
            entered.set()

    with store_db._line(db.path):
        thread = threading.Thread(target=add)
        thread.start()
        assert not entered.wait(timeout=0.2)
        assert units(db) == before
    thread.join(timeout=5)
    assert units(db) == before + 1


def test_readers_are_not_kept_waiting_by_a_writer(db):
    with db.write():
        add_unit(db, "A")
        started = time.monotonic()
        thread = threading.Thread(target=lambda: units(db))
        thread.start()
        thread.join(timeout=5)
        assert not thread.is_alive()
        assert time.monotonic() - started < 2


def _count_up(path, times: int) -> None:
    db = open_database(path)
    for _ in range(times):
        with db.write():
            value = db.query("SELECT session_stamp AS n FROM person WHERE id = 1")[0]["n"]
            db.execute("UPDATE person SET session_stamp = :n WHERE id = 1", {"n": value + 1})
    db.close()


def test_processes_that_read_then_write_lose_no_change(db):
    """A deferred transaction loses most of these to “database is locked”."""
    context = multiprocessing.get_context("spawn")
    processes = [context.Process(target=_count_up, args=(db.path, 25)) for _ in range(6)]
    for process in processes:
        process.start()
    for process in processes:
        process.join(timeout=60)
    assert [process.exitcode for process in processes] == [0] * 6
    assert db.query("SELECT session_stamp AS n FROM person WHERE id = 1") == [{"n": 150}]


def test_a_database_opened_before_a_fork_is_refused_after_it(db):
    """SQLite's memory of its locks would be wrong in the child and could damage the file."""
    _ = db.connection
    reading, writing = os.pipe()
    child = os.fork()
    if child == 0:
        try:
            db.query("SELECT 1")
        except RuntimeError as error:
            os.write(writing, str(error).encode())
        finally:
            os._exit(0)
    os.close(writing)
    os.waitpid(child, 0)
    assert b"opened before a fork" in os.read(reading, 100)
    os.close(reading)


def test_every_connection_is_durable_and_checks_references(db):
    def pragma(name):
        return next(iter(db.query(f"PRAGMA {name}")[0].values()))

    assert pragma("journal_mode") == "wal"
    assert pragma("synchronous") == 2
    assert pragma("foreign_keys") == 1
    with db.write():
        pass
    assert pragma("busy_timeout") == 5000


def test_a_file_that_is_no_database_is_said_so(tmp_path):
    (tmp_path / "office.db").write_bytes(b"this is not a database, " * 50)
    with pytest.raises(StorageFault, match="không đúng định dạng"):
        open_database(tmp_path / "office.db")


def test_a_folder_that_cannot_be_made_is_said_so(tmp_path):
    (tmp_path / "taken").write_text("a file")
    with pytest.raises(StorageFault):
        open_database(tmp_path / "taken" / "office.db")


def test_the_office_is_its_owners_alone(tmp_path):
    folder = tmp_path / "new"
    db = open_database(folder / "office.db")
    files = FileStore(folder / "files")
    files.put(b"secret")
    modes = {path.name: stat.S_IMODE(path.stat().st_mode) for path in folder.iterdir()}
    assert stat.S_IMODE(folder.stat().st_mode) == modes["files"] == 0o700
    assert {modes[name] for name in modes if name.startswith("office.db")} == {0o600}
    db.close()
