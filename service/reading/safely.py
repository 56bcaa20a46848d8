"""Đọc tệp từ bên ngoài — in a child process with bounded memory and time.

A reader that hangs, crashes or eats memory takes only its child along, and the person is told
in a sentence.
"""

import json
import logging
import os
import signal
import subprocess
import sys
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

from service.domain.errors import Refused
from service.reading.codec import Unreadable, load
from service.reading.findings import Reading
from service.reading.reader import MAX_FILE, too_big

ROOT = Path(__file__).resolve().parents[2]
_log = logging.getLogger(__name__)
ANSWER_BYTES = 64 * 1024 * 1024

TOO_MUCH = (
    "Tệp đòi hỏi quá nhiều bộ nhớ hoặc thời gian nên đã dừng đọc. Hãy mở tệp, in ra PDF mới rồi "
    "thử lại, hoặc nhập tay."
)


@dataclass(frozen=True, slots=True)
class Limits:
    """Bounds of one child: address space, processor time, time on the wall."""

    memory_mb: int = 1024
    cpu_seconds: int = 20
    wall_seconds: float = 40.0


DEFAULT_LIMITS = Limits()


def read_file(
    data: bytes,
    *,
    convert: bool = False,
    today: date | None = None,
    limits: Limits = DEFAULT_LIMITS,
) -> Reading:
    """`reader.read` on bytes that nobody vouches for. Raises Refused with a sentence, also when
    the file breaks the limits."""
    if len(data) > MAX_FILE:
        raise too_big()
    request = {
        "memory_mb": limits.memory_mb,
        "cpu_seconds": limits.cpu_seconds,
        "convert": convert,
        "today": today.isoformat() if today else "",
    }
    answer = _answer(json.dumps(request).encode() + b"\n" + data, limits.wall_seconds)
    if "refused" in answer:
        raise Refused(str(answer["refused"]))
    try:
        return load(answer["reading"])
    except (Unreadable, KeyError) as fault:
        raise Refused(TOO_MUCH) from fault


def _answer(request: bytes, seconds: float) -> dict[str, Any]:
    process = subprocess.Popen(
        [sys.executable, "-P", "-m", "service.reading.child"],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        env=_environment(),
        cwd="/",
        start_new_session=True,
    )
    try:
        answer, complaint = process.communicate(request, timeout=seconds)
    except subprocess.TimeoutExpired:
        os.killpg(process.pid, signal.SIGKILL)
        process.communicate()
        raise Refused(TOO_MUCH) from None
    if process.returncode != 0 or not 0 < len(answer) <= ANSWER_BYTES:
        last = complaint.decode("utf-8", "replace").strip().rpartition("\n")[2][:300]
        _log.warning("reading a file ended with %s: %s", process.returncode, last)
        raise Refused(TOO_MUCH)
    try:
        told = json.loads(answer)
    except ValueError as fault:
        raise Refused(TOO_MUCH) from fault
    return told if isinstance(told, dict) else {"refused": TOO_MUCH}


def _environment() -> dict[str, str]:
    """Clean: nothing of the service's own settings or secrets reaches the child."""
    return {
        "PATH": "/usr/bin:/bin",
        "LANG": "C.UTF-8",
        "PYTHONPATH": str(ROOT),
        "PYTHONDONTWRITEBYTECODE": "1",
    }
