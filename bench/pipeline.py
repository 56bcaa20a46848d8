"""From answers to the finished file, as people and programs get it; and what an idle service costs.

The paper is the two-page letter of `tests/seeds`: 99/UBND-KGVXNV.
"""

import contextlib
import http.client
import multiprocessing
import os
import signal
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from multiprocessing.synchronize import Barrier
from pathlib import Path

from bench.rows import Better, Row, row_of
from forms import load_kinds
from service.app import Press, Rendered
from service.cli.render import checked_answers
from service.cli.render_file import RenderOrder, read_order
from service.rendering.pdf import Converter, open_converter

SEED = Path(__file__).parents[1] / "tests" / "seeds" / "binh_thuan_99.json"
COLD = "soffice --convert-to, the same paper"
RUNS = 12
PAPERS_EACH = 60
IDLE_MB = 600
SETTLE_S = 4.0


def run() -> list[Row]:
    return [*post_to_pdf(), throughput(), *idle_service()]


def post_to_pdf() -> list[Row]:
    """The whole of one request's work, warm, beside LibreOffice started for the same paper."""
    with tempfile.TemporaryDirectory(prefix="bench-") as name:
        folder = Path(name)
        warm = open_converter(run_folder=folder / "warm")
        try:
            press, order = Press(load_kinds(), warm), read_order(SEED.read_bytes())
            word = folder / "letter.docx"
            word.write_bytes(make(press, order).docx)
            # One of each in turn: what else the machine does then slows both alike.
            pairs = [(timed(_again(press, order)), timed(_cold(word))) for _ in range(RUNS + 1)][1:]
            more = [timed(_again(press, order)) for _ in range(4 * RUNS)]
        finally:
            warm.close()
    warm_ms, cold_ms = [one for one, _ in pairs], [one for _, one in pairs]
    return [
        row_of("form post → PDF, warm", warm_ms + more, unit="ms", target=150, ratio_to=COLD),
        row_of(COLD, cold_ms, unit="ms"),
        row_of(
            "form post → PDF, times faster than a start",
            [cold / one for one, cold in pairs],
            unit="×",
            target=5,
            better=Better.HIGHER,
        ),
    ]


def timed(call: Callable[[], object]) -> float:
    """Milliseconds of one call."""
    start = time.perf_counter()
    call()
    return (time.perf_counter() - start) * 1000


def _again(press: Press, order: RenderOrder) -> Callable[[], object]:
    return lambda: make(press, order)


def _cold(word: Path) -> Callable[[], object]:
    """`soffice --convert-to` as one would call it, with a profile that was used before."""
    command = [
        "soffice",
        f"-env:UserInstallation={(word.parent / 'profile').as_uri()}",
        "--headless",
        "--convert-to",
        "pdf",
        "--outdir",
        str(word.parent / "cold"),
        str(word),
    ]
    return lambda: subprocess.run(command, check=True, capture_output=True, timeout=120)


def make(press: Press, order: RenderOrder) -> Rendered:
    """Validate the form as posted, then go all the way to the prepared, inspected PDF."""
    assert order.agency is not None
    kind = press.kinds[order.kind]
    answers = checked_answers(kind, order.answers, order.agency)
    return press.render(kind, order.agency, answers, order.mark)


def throughput() -> Row:
    """Documents per second of two worker processes, each with a warm LibreOffice of its own."""
    context = multiprocessing.get_context("spawn")
    start = context.Barrier(3)
    done = context.Queue()
    workers = [context.Process(target=_work, args=(start, done)) for _ in range(2)]
    for worker in workers:
        worker.start()
    try:
        start.wait(timeout=120)
        begin = time.perf_counter()
        for _ in workers:
            done.get(timeout=120)
        seconds = time.perf_counter() - begin
    finally:
        for worker in workers:
            worker.join(timeout=30)
            if worker.is_alive():
                worker.kill()
    return Row(
        "answers → prepared PDF, two workers",
        len(workers) * PAPERS_EACH / seconds,
        None,
        "docs/s",
        target=15,
        better=Better.HIGHER,
    )


def _work(start: Barrier, done: "multiprocessing.Queue[int]") -> None:
    order = read_order(SEED.read_bytes())
    with tempfile.TemporaryDirectory(prefix="bench-") as folder:
        converter: Converter = open_converter(run_folder=Path(folder))
        try:
            press = Press(load_kinds(), converter)
            for _ in range(3):
                make(press, order)
            start.wait(timeout=120)
            for _ in range(PAPERS_EACH):
                make(press, order)
            done.put(os.getpid())
        finally:
            converter.close()


def idle_service() -> list[Row]:
    """First and second start to the first page, then the memory of all processes at rest."""
    with tempfile.TemporaryDirectory(prefix="bench-") as folder:
        with _started(Path(folder)) as (_, first_s):
            pass
        with _started(Path(folder)) as (pid, second_s):
            time.sleep(SETTLE_S)  # both LibreOffice processes are warm by then
            memory = sum(_pss_mb(one) for one in _family(pid))
            count = len(_family(pid))
    return [
        Row("first start → first page", first_s, None, "s"),
        Row("second start → first page", second_s, None, "s", target=3),
        Row(f"idle memory, all {count} processes (PSS)", memory, None, "MB", target=IDLE_MB),
    ]


@contextlib.contextmanager
def _started(folder: Path) -> Iterator[tuple[int, float]]:
    """`script/server` on a free port; its pid and the seconds until the sign-in page came."""
    port = _free_port()
    environ = {**os.environ, "SERVICE_DATA": str(folder), "SERVICE_PORT": str(port)}
    begin = time.perf_counter()
    server = subprocess.Popen(
        [str(SEED.parents[2] / "script" / "server")],
        env=environ,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    try:
        while not _page(port):
            if server.poll() is not None or time.perf_counter() - begin > 120:
                sys.exit("script/server does not start")
            time.sleep(0.02)
        yield server.pid, time.perf_counter() - begin
    finally:
        server.send_signal(signal.SIGTERM)
        server.wait(timeout=60)


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def _page(port: int) -> bool:
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=30)
    try:
        connection.request("GET", "/sign-in")
        return connection.getresponse().status < 500
    except OSError:
        return False
    finally:
        connection.close()


def _family(pid: int) -> list[int]:
    """The process and all its descendants."""
    parents: dict[int, int] = {}
    for entry in Path("/proc").iterdir():
        if entry.name.isdigit():
            with contextlib.suppress(OSError, IndexError):
                stat = (entry / "stat").read_text().rpartition(")")[2].split()
                parents[int(entry.name)] = int(stat[1])
    family = [pid]
    for one in family:
        family += [child for child, parent in parents.items() if parent == one]
    return family


def _pss_mb(pid: int) -> float:
    """Memory that is this process's own, shared pages counted in parts."""
    try:
        lines = Path(f"/proc/{pid}/smaps_rollup").read_text().splitlines()
    except OSError:
        return 0.0
    return next(int(line.split()[1]) / 1024 for line in lines if line.startswith("Pss:"))
