"""`service dev` for real: a page, a worker, a clean end, and clear words when it cannot start."""

import contextlib
import http.client
import os
import re
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from service.cli.world import PASSWORD
from service.store.db import open_database
from tests.guards.project import ROOT

pytestmark = pytest.mark.slow

START_S = 40
WEB = ("-c", "python:service.gunicorn", "service.web:create_app()")


class Server:
    """One `service dev` with its own data folder and port."""

    def __init__(self, folder: Path, port: int, **environ: str) -> None:
        self.port = port
        self.log = folder.parent / f"{port}.log"
        with self.log.open("wb") as log:
            self.process = subprocess.Popen(
                [sys.executable, "-m", "service", "dev"],
                cwd=ROOT,
                env={
                    **{k: v for k, v in os.environ.items() if not k.startswith("SERVICE_")},
                    "SERVICE_DATA": str(folder),
                    "SERVICE_PORT": str(port),
                    **environ,
                },
                stdout=log,
                stderr=subprocess.STDOUT,
            )

    @property
    def output(self) -> str:
        return self.log.read_text("utf-8")

    def wait_for(self, words: str) -> None:
        limit = time.monotonic() + START_S
        while words not in self.output:
            assert self.process.poll() is None, self.output
            assert time.monotonic() < limit, self.output
            time.sleep(0.05)

    def get(self, path: str) -> tuple[int, str]:
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=20)
        try:
            connection.request("GET", path)
            answer = connection.getresponse()
            return answer.status, answer.headers.get("Location") or answer.read().decode()
        finally:
            connection.close()

    def children(self) -> dict[int, str]:
        """Pid → command of every descendant."""
        listed = subprocess.run(
            ["ps", "-eo", "pid=,ppid=,args="], capture_output=True, text=True, check=True
        ).stdout
        rows = [line.split(None, 2) for line in listed.splitlines()]
        family = [str(self.process.pid)]
        for one in family:
            family += [pid for pid, parent, _ in rows if parent == one]
        return {int(pid): args for pid, _, args in rows if pid in family[1:]}

    def stop(self) -> int:
        self.process.send_signal(signal.SIGTERM)
        return self.process.wait(timeout=40)


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


@contextlib.contextmanager
def running(folder: Path, **environ: str) -> Iterator[Server]:
    server = Server(folder, free_port(), **environ)
    try:
        server.wait_for("Dừng: Ctrl-C")
        yield server
    finally:
        if server.process.poll() is None:
            server.stop()


def alive(pid: int) -> bool:
    try:
        state = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0]
    except OSError:
        return False
    return state != "Z"


def gone(pids: list[int], seconds: float = 20) -> bool:
    limit = time.monotonic() + seconds
    while time.monotonic() < limit:
        if not any(map(alive, pids)):
            return True
        time.sleep(0.05)
    return False


def people_in(folder: Path) -> list[str]:
    db = open_database(folder / "office.db")
    try:
        return [row["login"] for row in db.query("SELECT login FROM person ORDER BY login")]
    finally:
        db.close()


def test_first_start_makes_the_test_world_and_says_how_to_sign_in(tmp_path):
    folder = tmp_path / "data"
    with running(folder) as server:
        assert f"http://127.0.0.1:{server.port}/" in server.output
        assert PASSWORD in server.output
        for login in ("lan", "minh", "hung", "tam", "quantri"):
            assert re.search(rf"^  {login} ", server.output, re.MULTILINE)
        assert server.get("/health") == (200, '{"status":"ok"}\n')
        status, page = server.get(server.get("/")[1])
        assert (status, 'lang="vi"' in page) == (200, True)
        commands = " ".join(server.children().values())
        assert "gunicorn" in commands
        assert "service worker" in commands
    assert people_in(folder) == ["hung", "lan", "minh", "quantri", "tam"]


def test_sigterm_and_ctrl_c_end_every_process(tmp_path):
    for number in (signal.SIGTERM, signal.SIGINT):
        with running(tmp_path / "data") as server:
            pids = list(server.children())
            server.process.send_signal(number)
            assert server.process.wait(timeout=40) == 0
            assert gone(pids)
            assert server.output.rstrip().endswith("Đã dừng.")
            assert "Traceback" not in server.output


def test_killing_the_parent_leaves_no_process_behind(tmp_path):
    with running(tmp_path / "data") as server:
        pids = list(server.children())
        server.process.kill()
        server.process.wait(timeout=10)
        left = not gone(pids)
        for pid in filter(alive, pids):
            os.kill(pid, signal.SIGKILL)
        assert not left


def test_a_dead_worker_ends_the_service_and_says_so(tmp_path):
    with running(tmp_path / "data") as server:
        (worker,) = [pid for pid, args in server.children().items() if "service worker" in args]
        others = [pid for pid in server.children() if pid != worker]
        os.kill(worker, signal.SIGKILL)
        assert server.process.wait(timeout=40) == 1
        assert "Tiến trình worker đã dừng" in server.output
        assert gone(others)


def test_a_second_start_keeps_what_there_is(tmp_path):
    folder = tmp_path / "data"
    with running(folder):
        before = (folder / "secret_key").read_text()
    db = open_database(folder / "office.db")
    with db.write():
        db.execute("UPDATE person SET active = 0 WHERE login = 'tam'")
    db.close()
    with running(folder) as server:
        assert PASSWORD in server.output
        assert (folder / "secret_key").read_text() == before
    db = open_database(folder / "office.db")
    assert db.one("SELECT active FROM person WHERE login = 'tam'") == {"active": 0}
    db.close()


def test_without_the_test_world_the_browser_asks_for_the_agency(tmp_path):
    with running(tmp_path / "data", SERVICE_SEED="0") as server:
        assert PASSWORD not in server.output
        assert server.get("/")[1].endswith("/setup")
    assert people_in(tmp_path / "data") == []


def test_the_data_folder_is_for_its_owner_only(tmp_path):
    folder = tmp_path / "data"
    with running(folder):
        modes = {path.name: path.stat().st_mode & 0o077 for path in folder.rglob("*")}
    assert {name for name, mode in modes.items() if mode} == set()


def test_a_taken_port_is_said_in_one_sentence(tmp_path):
    with socket.socket() as other:
        other.bind(("127.0.0.1", 0))
        other.listen()
        server = Server(tmp_path / "data", other.getsockname()[1])
        assert server.process.wait(timeout=START_S) == 1
    assert server.output.startswith(f"Không mở được cổng {server.port} tại 127.0.0.1")
    assert len(server.output.splitlines()) == 1
    assert not (tmp_path / "data").exists()


def test_an_unusable_data_folder_is_said_in_one_sentence(tmp_path):
    (tmp_path / "file").touch()
    result = subprocess.run(
        [sys.executable, "-m", "service", "dev", "--port", str(free_port())],
        cwd=ROOT,
        env={**os.environ, "SERVICE_DATA": str(tmp_path / "file" / "data")},
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )
    assert result.returncode == 1
    assert len(result.stderr.splitlines()) == 1
    assert "Traceback" not in result.stderr


def test_no_query_string_reaches_the_log(tmp_path):
    with running(tmp_path / "data") as server:
        server.get("/search?query=nguyen+thi+lan")
        server.wait_for('"GET /search"')
        assert "nguyen" not in server.output


def test_the_web_process_alone_keeps_its_files_to_its_owner(tmp_path):
    command = [sys.executable, "-m", "service", "migrate"]
    environ = {**os.environ, "SERVICE_DATA": str(tmp_path / "data")}
    subprocess.run(command, cwd=ROOT, env=environ, check=True, timeout=60, umask=0o022)
    port = free_port()
    process = subprocess.Popen(
        [sys.executable, "-m", "gunicorn", *WEB],
        cwd=ROOT,
        env={**environ, "SERVICE_PORT": str(port)},
        stderr=subprocess.DEVNULL,
        stdout=subprocess.DEVNULL,
        umask=0o022,
    )
    try:
        run = tmp_path / "data" / "run"
        limit = time.monotonic() + START_S
        while not (run.exists() and list(run.iterdir())):
            assert process.poll() is None
            assert time.monotonic() < limit
            time.sleep(0.05)
        modes = {path.name: path.stat().st_mode & 0o077 for path in run.parent.rglob("*")}
        assert {name for name, mode in modes.items() if mode} == set()
    finally:
        process.terminate()
        process.wait(timeout=40)


def web(environ: dict[str, str]) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-m", "gunicorn", *WEB],
        cwd=ROOT,
        env={**os.environ, "SERVICE_PORT": str(free_port()), **environ},
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )


def test_the_web_process_refuses_an_unmigrated_folder_in_one_sentence(tmp_path):
    result = web({"SERVICE_DATA": str(tmp_path / "none")})
    assert result.returncode == 1
    assert "chạy service migrate" in result.stderr
    assert "Traceback" not in result.stderr
    assert not (tmp_path / "none").exists()


def test_the_web_process_refuses_wrong_settings_with_every_sentence(tmp_path):
    result = web({"SERVICE_DATA": str(tmp_path), "SERVICE_THREADS": "many", "SERVICE_HOSTT": "x"})
    assert result.returncode == 1
    assert "SERVICE_THREADS phải" in result.stderr
    assert "Có phải là SERVICE_HOST?" in result.stderr
    assert "Traceback" not in result.stderr
