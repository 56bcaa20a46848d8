"""Work in a process that may be killed or shut in: forked, so that it starts at once.

The database must be closed in the parent before the fork (SQLite forbids anything else).
"""

import contextlib
import os
import signal
import time
from collections.abc import Callable, Iterator
from pathlib import Path

NOBODY = 65534


@contextlib.contextmanager
def child(work: Callable[[int], None]) -> Iterator[int]:
    """A process that runs `work(pipe)` and ends; it is killed when the context is left."""
    reading, writing = os.pipe()
    pid = os.fork()
    if pid == 0:
        code = 1
        try:
            os.close(reading)
            work(writing)
            code = 0
        finally:
            os._exit(code)
    os.close(writing)
    try:
        yield reading
    finally:
        os.kill(pid, signal.SIGKILL)
        os.waitpid(pid, 0)
        os.close(reading)


def said_by_child(work: Callable[[int], None], *, seconds: float = 30) -> str:
    """What `work` wrote into its pipe until it ended."""
    said = b""
    deadline = time.monotonic() + seconds
    with child(work) as pipe:
        while chunk := os.read(pipe, 65536):
            said += chunk
            assert time.monotonic() < deadline
    return said.decode()


def drain(pipe: int) -> str:
    """What a process that is gone had written."""
    os.set_blocking(pipe, False)
    said = b""
    with contextlib.suppress(BlockingIOError):
        while chunk := os.read(pipe, 65536):
            said += chunk
    return said.decode()


def become_nobody() -> None:
    """Give up root, for which no permission binds; an ordinary user stays as it is."""
    if os.getuid() == 0:
        os.setgroups([])
        os.setgid(NOBODY)
        os.setuid(NOBODY)


def tree_mode(folder: Path, *, folders: int, files: int) -> None:
    """Set the permissions of a folder and of everything in it."""
    for path in (*folder.rglob("*"), folder):
        path.chmod(folders if path.is_dir() else files)
