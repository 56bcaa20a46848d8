"""`service dev`: the whole service on one machine, in the foreground."""

import contextlib
import ctypes
import http.client
import os
import signal
import socket
import subprocess
import sys
import time
from argparse import Namespace
from collections.abc import Iterator, Mapping
from datetime import UTC, datetime
from types import FrameType

from service.cli.processes import keep_private, migrate_database
from service.domain.errors import OfficeError
from service.log import start_logging
from service.settings import Settings, load

START_LIMIT_S = 60.0
STOP_LIMIT_S = 30.0
GLANCE_S = 0.1
SIGN_IN_NOTE = "test-world.txt"
_EVERYWHERE = {"0.0.0.0": "127.0.0.1", "::": "::1"}
_PR_SET_PDEATHSIG = 1


class StartFailed(OfficeError):
    """The service could not be started; the sentence says what to do."""


def run(args: Namespace, settings: Settings) -> int:
    """Migrate, seed when new, run web and worker until told to stop; 1 when one ends early."""
    environ = _environment(args, settings)
    settings = load(environ)
    keep_private()
    start_logging(settings.log)
    require_free_port(settings)
    is_new = not settings.database.exists()
    migrate_database(settings)
    if is_new and settings.seed:
        _seed(settings)
    with _stop_requests() as stopping, _children(environ) as children:
        if not _wait_for_page(settings, children, stopping):
            return 0 if stopping else 1
        print(_welcome(settings), flush=True)
        while not stopping:
            ended = [name for name, child in children.items() if child.poll() is not None]
            if ended:
                raise StartFailed(f"Tiến trình {ended[0]} đã dừng; xem thông báo ở trên.")
            time.sleep(GLANCE_S)
    print("Đã dừng.", flush=True)
    return 0


def _environment(args: Namespace, settings: Settings) -> dict[str, str]:
    """This process's environment with the options put in; paths no longer depend on the folder."""
    environ = {**os.environ, "SERVICE_DATA": str(settings.data)}
    if args.host:
        environ["SERVICE_HOST"] = args.host
    if args.port:
        environ["SERVICE_PORT"] = args.port
    return environ


def _seed(settings: Settings) -> None:
    # Imported here alone: only the very first start pays for these libraries in this process.
    from service.cli.opening import opened_office  # noqa: PLC0415
    from service.cli.world import how_to_sign_in, seed_world  # noqa: PLC0415

    with opened_office(settings) as office:
        seed_world(office, now=datetime.now(UTC))
    # What every later start prints again; who deletes the file is no longer told.
    (settings.data / SIGN_IN_NOTE).write_text(how_to_sign_in() + "\n", "utf-8")


def _welcome(settings: Settings) -> str:
    host = "127.0.0.1" if settings.host in _EVERYWHERE else settings.host
    shown = f"[{host}]" if ":" in host else host
    lines = ["", f"Văn Thư đang chạy tại http://{shown}:{settings.port}/"]
    note = settings.data / SIGN_IN_NOTE
    if note.exists():
        lines.append(note.read_text("utf-8").rstrip())
    lines += [f"Dữ liệu: {settings.data}", "Dừng: Ctrl-C", ""]
    return "\n".join(lines)


def require_free_port(settings: Settings) -> None:
    """Raise StartFailed when somebody listens there, or the address is not this machine's."""
    try:
        family, kind, proto, _, address = socket.getaddrinfo(
            settings.host, settings.port, type=socket.SOCK_STREAM, flags=socket.AI_PASSIVE
        )[0]
        with socket.socket(family, kind, proto) as probe:
            # As gunicorn does, so that a port left a moment ago counts as free.
            probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            probe.bind(address)
            probe.listen(1)
    except OSError as error:
        raise StartFailed(
            f"Không mở được cổng {settings.port} tại {settings.host} ({error.strerror}); hãy tắt "
            f"chương trình đang dùng cổng ấy hoặc chọn cổng khác: SERVICE_PORT={settings.port + 1}."
        ) from error


@contextlib.contextmanager
def _stop_requests() -> Iterator[list[int]]:
    """A list that holds the signal's number once somebody asked to stop."""
    received: list[int] = []

    def note(number: int, frame: FrameType | None) -> None:
        received.append(number)

    before = {number: signal.signal(number, note) for number in (signal.SIGINT, signal.SIGTERM)}
    try:
        yield received
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)


@contextlib.contextmanager
def _children(environ: Mapping[str, str]) -> Iterator[dict[str, subprocess.Popen[bytes]]]:
    """Web and worker, each in a session of its own: Ctrl-C reaches this process only, which
    then stops them in order."""
    python = [sys.executable, *(["-P"] if sys.flags.safe_path else [])]
    web = ["-m", "gunicorn", "-c", "python:service.gunicorn", "service.web:create_app()"]
    commands = {"web": [*python, *web], "worker": [*python, "-m", "service", "worker"]}
    children: dict[str, subprocess.Popen[bytes]] = {}
    try:
        for name, command in commands.items():
            children[name] = subprocess.Popen(
                command,
                env=dict(environ),
                stdin=subprocess.DEVNULL,
                start_new_session=True,
                preexec_fn=_end_with_parent if sys.platform == "linux" else None,  # noqa: PLW1509 -- no threads here
            )
        yield children
    finally:
        _stop(children)


def _end_with_parent() -> None:
    """Ask Linux to stop the child should this process be killed and never clean up."""
    ctypes.CDLL(None).prctl(_PR_SET_PDEATHSIG, signal.SIGTERM)


def _stop(children: Mapping[str, subprocess.Popen[bytes]]) -> None:
    for child in children.values():
        if child.poll() is None:
            child.terminate()
    limit = time.monotonic() + STOP_LIMIT_S
    for name, child in children.items():
        try:
            child.wait(max(0.0, limit - time.monotonic()))
        except subprocess.TimeoutExpired:
            print(f"Tiến trình {name} không tự dừng; đã buộc dừng.", file=sys.stderr)
            child.kill()
            child.wait()


def _wait_for_page(
    settings: Settings, children: Mapping[str, subprocess.Popen[bytes]], stopping: list[int]
) -> bool:
    """True once a page was answered; False when asked to stop or a process ended meanwhile."""
    limit = time.monotonic() + START_LIMIT_S
    while not stopping and all(child.poll() is None for child in children.values()):
        if _answers(settings):
            return True
        if time.monotonic() > limit:
            raise StartFailed("Trang web chưa mở được; xem thông báo ở trên.")
        time.sleep(GLANCE_S)
    return False


def _answers(settings: Settings) -> bool:
    connection = http.client.HTTPConnection(_reachable(settings), settings.port, timeout=10)
    try:
        connection.request("GET", "/health")
        return connection.getresponse().status < http.HTTPStatus.INTERNAL_SERVER_ERROR
    except (OSError, http.client.HTTPException):
        return False
    finally:
        connection.close()


def _reachable(settings: Settings) -> str:
    return _EVERYWHERE.get(settings.host, settings.host)
