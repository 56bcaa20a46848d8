"""Chỗ chạy — how many limited children may run at the same time on this computer, whoever
starts them: pages, jobs or the command line. A slot is a locked file; the system drops the lock
even when its holder is killed."""

import fcntl
import os
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from service.domain.errors import Busy

PARALLEL = max(2, os.cpu_count() or 1)
PATIENCE_S = 30.0
LOOK_EVERY_S = 0.05
BUSY = "Máy đang bận kiểm tra các tệp khác, chưa nhận tệp này. Hãy đợi giây lát rồi thử lại."


@contextmanager
def slot(parallel: int, patience_s: float, folder: Path | None = None) -> Iterator[None]:
    """One of `parallel` slots for as long as the context lasts; Busy when all stay taken for
    `patience_s` seconds."""
    folder = folder or _own_folder()
    deadline = time.monotonic() + patience_s
    while (held := _free(folder, parallel)) is None:
        if time.monotonic() >= deadline:
            raise Busy(BUSY)
        time.sleep(LOOK_EVERY_S)
    try:
        yield
    finally:
        os.close(held)


def _free(folder: Path, parallel: int) -> int | None:
    for number in range(parallel):
        descriptor = os.open(folder / str(number), os.O_CREAT | os.O_RDWR | os.O_NOFOLLOW, 0o600)
        try:
            fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            os.close(descriptor)
        else:
            return descriptor
    return None


def _own_folder() -> Path:
    """A folder of this user alone; Busy when somebody else sits on its name."""
    folder = Path(tempfile.gettempdir()) / f"van-thu-slots-{os.getuid()}"
    with suppress(FileExistsError):
        folder.mkdir(mode=0o700)
    about = folder.lstat()
    if not folder.is_dir() or folder.is_symlink() or about.st_uid != os.getuid():
        raise Busy(f"Thư mục {folder} không thuộc về hệ thống; quản trị viên hãy xóa nó.")
    return folder
