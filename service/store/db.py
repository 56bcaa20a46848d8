"""One SQLite file in WAL mode; every change happens inside `Database.write()`.

The rest of `store` uses five calls of `Database`: `query`, `execute`, `insert`, `write`,
`close`. Another database engine would have to offer these and nothing else.
"""

import errno
import fcntl
import os
import sqlite3
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import sqlite_utils

from service.domain.errors import Busy, OfficeError, StorageFault

BUSY_TIMEOUT_MS = 5000

LOOK_EVERY_S = 0.0005
"""How often the head of the line for the write lock looks: a number takes about twice as long."""

Parameters = dict[str, Any]
Row = dict[str, Any]


class Database:
    """An office's database; safe to share between threads, each gets its own connection."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self._pid = os.getpid()
        self._local = threading.local()
        self._open: dict[int, sqlite_utils.Database] = {}
        self._lock = threading.RLock()

    @property
    def connection(self) -> sqlite_utils.Database:
        """This thread's connection. A forked process must open its own `Database`: SQLite's
        memory of which locks are held is copied by a fork, and wrong in the child."""
        if self._pid != os.getpid():
            raise RuntimeError("a database that was opened before a fork is of no use after it")
        held: _Held | None = getattr(self._local, "held", None)
        if held is None:
            held = _Held(connect(self.path), self)
            self._local.held = held
        return held.database

    def query(self, sql: str, parameters: Parameters | None = None) -> list[Row]:
        """All rows of a SELECT or of a RETURNING statement (the latter inside `write()`)."""
        with storage_sentences():
            cursor = self.connection.execute(sql, parameters or {})
            names = [column[0] for column in cursor.description]
            return [dict(zip(names, row, strict=True)) for row in cursor.fetchall()]

    def tuples(self, sql: str, parameters: Parameters | None = None) -> list[tuple[Any, ...]]:
        """All rows of a SELECT as they are, for thousands of them at once."""
        with storage_sentences():
            return self.connection.execute(sql, parameters or {}).fetchall()

    def one(self, sql: str, parameters: Parameters | None = None) -> Row | None:
        """The first row or None."""
        rows = self.query(sql, parameters)
        return rows[0] if rows else None

    def execute(self, sql: str, parameters: Parameters | None = None) -> int:
        """Change rows, inside `write()`; returns how many were changed."""
        self._require_write()
        with storage_sentences():
            return self.connection.execute(sql, parameters or {}).rowcount

    def insert(self, table: str, record: Parameters) -> int:
        """Insert one row, inside `write()`; returns its id."""
        self._require_write()
        columns = ", ".join(record)
        values = ", ".join(f":{name}" for name in record)
        with storage_sentences():
            cursor = self.connection.execute(
                f"INSERT INTO {table} ({columns}) VALUES ({values})", record
            )
        return int(cursor.lastrowid or 0)

    @property
    def write_open(self) -> bool:
        """Whether this thread is inside `write()`: slow work must not start then."""
        return bool(getattr(self._local, "depth", 0))

    @contextmanager
    def write(self) -> Iterator[None]:
        """One transaction, all or nothing; inside another one, a savepoint.

        `BEGIN IMMEDIATE` takes the write lock before anything is read: a deferred
        transaction that reads first and writes later fails at once when two meet.
        Raises Busy when the lock cannot be had, StorageFault when the disk refuses.
        """
        depth = getattr(self._local, "depth", 0)
        connection = self.connection
        if depth == 0:
            commit, undo = "COMMIT", ["ROLLBACK"]
            with storage_sentences():
                begin_immediate(connection.conn, self.path)
        else:
            name = f"nested_{depth}"
            commit, undo = f"RELEASE {name}", [f"ROLLBACK TO {name}", f"RELEASE {name}"]
            connection.conn.execute(f"SAVEPOINT {name}")
        self._local.depth = depth + 1
        try:
            yield
            with storage_sentences():
                connection.conn.execute(commit)
        except BaseException:
            # A full disk may already have ended the transaction by itself.
            if connection.conn.in_transaction:
                for statement in undo:
                    connection.conn.execute(statement)
            raise
        finally:
            self._local.depth = depth

    @contextmanager
    def snapshot(self) -> Iterator[None]:
        """Every SELECT in here sees the same moment; inside `write()` that is so anyway."""
        connection = self.connection.conn
        if connection.in_transaction:
            yield
            return
        with storage_sentences():
            connection.execute("BEGIN")
        try:
            yield
        finally:
            connection.execute("COMMIT")

    def close(self) -> None:
        """Close every thread's connection; the last one folds the WAL back into the file."""
        with self._lock:
            connections = list(self._open.values())
            self._open.clear()
        self._local = threading.local()
        for connection in connections:
            connection.close()

    def _require_write(self) -> None:
        if not self.write_open:
            raise RuntimeError("changes belong inside write()")


class _Held:
    """A connection that closes itself when its thread ends."""

    def __init__(self, database: sqlite_utils.Database, owner: Database) -> None:
        self.database = database
        self._owner = owner
        with owner._lock:
            owner._open[id(self)] = database

    def __del__(self) -> None:
        # A child must leave its parent's connection alone: closing it would drop file locks.
        if self._owner._pid != os.getpid():
            return
        with self._owner._lock:
            database = self._owner._open.pop(id(self), None)
        if database is not None:
            database.close()


def connect(path: Path) -> sqlite_utils.Database:
    """A new connection with the settings every connection must have."""
    with storage_sentences():
        connection = sqlite3.connect(
            path, timeout=BUSY_TIMEOUT_MS / 1000, isolation_level=None, check_same_thread=False
        )
        try:
            for pragma in (
                "journal_mode = WAL",
                # A number that somebody has written on paper must outlive a power cut.
                "synchronous = FULL",
                "foreign_keys = ON",
                f"busy_timeout = {BUSY_TIMEOUT_MS}",
                "cache_size = -32000",
                "temp_store = MEMORY",
            ):
                connection.execute(f"PRAGMA {pragma}")
        except BaseException:
            connection.close()
            raise
    return sqlite_utils.Database(connection)


def begin_immediate(connection: sqlite3.Connection, path: Path) -> None:
    """Take the write lock; everybody stands in a line for it, and only its head looks, and often.

    SQLite alone lets every waiter sleep up to 0.1 s and look again, so that of 32 who click
    at once some wait for most of a second. Nobody may pass the line: on a busy machine its head
    is most often awake while a writer without a pause waits for the disk, that is with the lock
    taken, and would hardly ever find it free. The line is a file lock: the system drops a dead
    process from it. Raises SQLite's own "database is locked" after BUSY_TIMEOUT_MS.
    """
    deadline = time.monotonic() + BUSY_TIMEOUT_MS / 1000
    connection.execute("PRAGMA busy_timeout = 0")
    try:
        with _line(path):
            _begin_by(connection, deadline)
    finally:
        connection.execute(f"PRAGMA busy_timeout = {BUSY_TIMEOUT_MS}")


def _begin_by(connection: sqlite3.Connection, deadline: float) -> None:
    while True:
        try:
            connection.execute("BEGIN IMMEDIATE")
        except sqlite3.OperationalError as error:
            if not _is_busy(error) or time.monotonic() > deadline:
                raise
            time.sleep(LOOK_EVERY_S)
        else:
            return


@contextmanager
def _line(path: Path) -> Iterator[None]:
    """Be the head of the line for the write lock; whoever waited too long gives up at once."""
    try:
        descriptor = os.open(path.with_name(f"{path.name}-line"), os.O_CREAT | os.O_RDWR, 0o600)
    except OSError as error:
        raise storage_fault(error) from error
    try:
        fcntl.flock(descriptor, fcntl.LOCK_EX)
        yield
    finally:
        os.close(descriptor)


def _is_busy(error: sqlite3.Error) -> bool:
    code = getattr(error, "sqlite_errorcode", None) or 0
    return code & 0xFF in (sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED)


def open_database(path: Path | str) -> Database:
    """Open (or create) the office's database file; `migrations.migrate` brings it up to date.

    Raises StorageFault with a sentence when the folder cannot be used.
    """
    path = Path(path)
    try:
        # Papers are not for every user of the computer.
        path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        if not path.exists():
            os.close(os.open(path, os.O_CREAT | os.O_RDWR, 0o600))
    except OSError as error:
        raise storage_fault(error) from error
    database = Database(path)
    _ = database.connection
    return database


BUSY = "Máy chủ đang bận ghi; chưa có gì thay đổi, hãy thử lại sau ít giây."

_SENTENCES = {
    sqlite3.SQLITE_FULL: "Ổ đĩa đã đầy nên chưa ghi được gì; hãy báo quản trị dọn chỗ rồi làm lại.",
    sqlite3.SQLITE_READONLY: "Thư mục dữ liệu chỉ cho đọc nên chưa ghi được gì; hãy báo quản trị.",
    sqlite3.SQLITE_CANTOPEN: "Không mở được cơ sở dữ liệu; quản trị hãy kiểm tra thư mục dữ liệu.",
    sqlite3.SQLITE_IOERR: "Ổ đĩa báo lỗi nên chưa ghi được gì; hãy báo quản trị kiểm tra ổ đĩa.",
    sqlite3.SQLITE_CORRUPT: "Cơ sở dữ liệu bị hỏng; quản trị hãy phục hồi từ bản sao lưu.",
    sqlite3.SQLITE_NOTADB: "Tệp cơ sở dữ liệu không đúng định dạng; hãy phục hồi từ bản sao lưu.",
}


@contextmanager
def storage_sentences() -> Iterator[None]:
    """Turn what SQLite says about locks and disks into sentences; bugs stay as they are."""
    try:
        yield
    except sqlite3.Error as error:
        code = (getattr(error, "sqlite_errorcode", None) or 0) & 0xFF
        if _is_busy(error):
            raise Busy(BUSY) from error
        if code in _SENTENCES:
            raise StorageFault(_SENTENCES[code]) from error
        raise


def storage_fault(error: OSError) -> OfficeError:
    """The sentence for a file or folder that the system would not write."""
    if error.errno in (errno.ENOSPC, errno.EDQUOT, errno.EFBIG):
        return StorageFault(_SENTENCES[sqlite3.SQLITE_FULL])
    if error.errno in (errno.EROFS, errno.EACCES, errno.EPERM):
        return StorageFault(_SENTENCES[sqlite3.SQLITE_READONLY])
    return StorageFault(_SENTENCES[sqlite3.SQLITE_IOERR])
