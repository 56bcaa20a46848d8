"""Tiến trình con bị giới hạn — strangers' files are read in a process that may die alone.

The parent sends a verb and the file; the child limits its memory, time and files, reads, and
answers one line of JSON and perhaps a file. Whatever happens there is a sentence here.
"""

import json
import os
import resource
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from service.conformity.findings import Report, from_json
from service.conformity.repairing import Change, Repaired
from service.domain.errors import Busy, Refused

ROOT = Path(__file__).resolve().parents[2]
MEMORY = 1024 * 1024 * 1024  # bytes of address space
CPU_SECONDS = 20
WALL_SECONDS = 40.0
_TOO_HEAVY = (
    "Tệp quá lớn hoặc quá phức tạp để kiểm tra. Hãy tách tệp, bỏ bớt ảnh và hình vẽ rồi thử lại."
)
_DIED = "Không đọc được tệp này: tệp hỏng hoặc không đúng dạng. Hãy lưu lại dạng .docx hoặc .pdf."


@dataclass(frozen=True, slots=True)
class Answer:
    fields: dict[str, Any]
    file: bytes


def check_file(data: bytes) -> Report:
    """Check a stranger's Word or PDF file; raises Refused for what is neither, or too much."""
    return from_json(ask("check", data).fields)


def annotate_file(data: bytes) -> bytes:
    """The stranger's file with a comment at every finding; raises Refused."""
    return ask("annotate", data).file


def repair_file(data: bytes) -> Repaired:
    """The stranger's file mended where that is safe; raises Refused."""
    answer = ask("repair", data)
    changes = tuple(Change(**fields) for fields in answer.fields["changes"])
    return Repaired(answer.file, changes, from_json(answer.fields["left"]))


def ask(verb: str, data: bytes, *, module: str = "service.conformity") -> Answer:
    """Run one verb on a file in the child; raises Refused (the file) or Busy (this machine).

    `module` is the package whose child it is; each starts with `limit_this_process`.
    """
    command = [sys.executable, "-m", module, verb]
    try:
        done = subprocess.run(
            command,
            input=data,
            capture_output=True,
            timeout=WALL_SECONDS,
            env=_environment(),
            cwd=ROOT,
            check=False,
        )
    except subprocess.TimeoutExpired as fault:
        raise Refused(_TOO_HEAVY) from fault
    except OSError as fault:
        raise Busy("Máy chủ đang bận, chưa kiểm tra được tệp. Hãy thử lại sau ít phút.") from fault
    return _answer(done)


def _environment() -> dict[str, str]:
    """Nothing of the office's settings reaches the child."""
    kept = {name: os.environ[name] for name in ("PATH", "LD_LIBRARY_PATH") if name in os.environ}
    return kept | {"PYTHONPATH": str(ROOT), "LANG": "C.UTF-8", "PYTHONDONTWRITEBYTECODE": "1"}


def _answer(done: subprocess.CompletedProcess[bytes]) -> Answer:
    head, _, file = done.stdout.partition(b"\n")
    if done.returncode < 0 or done.returncode == _OUT_OF_MEMORY:
        raise Refused(_TOO_HEAVY)
    try:
        fields = json.loads(head)
    except ValueError as fault:
        raise Refused(_DIED) from fault
    if "refused" in fields:
        raise Refused(fields["refused"])
    if done.returncode != 0:
        raise Refused(_DIED)
    return Answer(fields, file)


_OUT_OF_MEMORY = 70


def limit_this_process() -> None:
    """Walls around the child: memory, processor time, files, no core dump."""
    for kind, amount in (
        (resource.RLIMIT_AS, MEMORY),
        (resource.RLIMIT_CPU, CPU_SECONDS),
        (resource.RLIMIT_FSIZE, 0),
        (resource.RLIMIT_NOFILE, 64),
        (resource.RLIMIT_CORE, 0),
    ):
        resource.setrlimit(kind, (amount, amount))


def main(arguments: list[str]) -> int:
    """The child's side: standard input is the file, standard output the answer."""
    limit_this_process()
    from service.conformity.verbs import VERBS  # noqa: PLC0415 - after the walls stand

    try:
        fields, file = VERBS[arguments[0]](sys.stdin.buffer.read())
    except Refused as refusal:
        fields, file = {"refused": refusal.message}, b""
    except (MemoryError, RecursionError):
        return _OUT_OF_MEMORY
    sys.stdout.buffer.write(json.dumps(fields, ensure_ascii=False).encode() + b"\n" + file)
    return 0
