"""Only so many limited children at once, whoever starts them."""

import os
import signal
import subprocess
import sys
import threading
from pathlib import Path

import pytest

from service.domain.errors import Busy
from signatures.sandbox import Limits, verify_file
from signatures.slots import slot
from tests.signatures.conftest import MOMENT

ROOT = Path(__file__).parents[2]
HOLD = """
import sys, time
from pathlib import Path
from signatures.slots import slot
with slot(1, 1, Path(sys.argv[1])):
    print("held", flush=True)
    time.sleep(60)
"""


@pytest.fixture
def own_slots(tmp_path, monkeypatch):
    """The test's own slots: others on this computer may hold theirs."""
    monkeypatch.setattr("signatures.slots.tempfile.gettempdir", lambda: str(tmp_path))
    return tmp_path / f"van-thu-slots-{os.getuid()}"


def test_a_file_waits_for_a_slot_and_is_refused_when_none_comes_free(
    stages, trust_folder, tmp_path, own_slots
):
    path = tmp_path / "signed.pdf"
    path.write_bytes(stages["sealed"])
    limits = Limits(parallel=1, patience_s=0.1)
    with slot(1, 0), pytest.raises(Busy, match="thử lại"):
        verify_file(path, trust_folder=trust_folder, at=MOMENT, limits=limits)
    report = verify_file(path, trust_folder=trust_folder, at=MOMENT, limits=limits)
    assert report.signatures


def test_never_more_than_so_many_at_once(tmp_path):
    running, most, lock = [0], [0], threading.Lock()

    def work():
        with slot(3, 20, tmp_path):
            with lock:
                running[0] += 1
                most[0] = max(most[0], running[0])
            threading.Event().wait(0.02)
            with lock:
                running[0] -= 1

    threads = [threading.Thread(target=work) for _ in range(12)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(30)
    assert running == [0] and most == [3]


def test_a_killed_holder_gives_its_slot_back(tmp_path):
    holder = subprocess.Popen(
        [sys.executable, "-c", HOLD, str(tmp_path)],
        stdout=subprocess.PIPE,
        env={"PYTHONPATH": str(ROOT), "PATH": "/usr/bin:/bin"},
    )
    try:
        assert holder.stdout.readline().strip() == b"held"
        with pytest.raises(Busy), slot(1, 0, tmp_path):
            pass
        os.kill(holder.pid, signal.SIGKILL)
        holder.wait(10)
        with slot(1, 5, tmp_path):
            pass
    finally:
        holder.kill()
        holder.wait(10)
        holder.stdout.close()


def test_somebody_elses_folder_is_not_used(own_slots, tmp_path):
    own_slots.symlink_to(tmp_path / "elsewhere")
    (tmp_path / "elsewhere").mkdir()
    with pytest.raises(Busy, match="không thuộc về"), slot(1, 0):
        pass
