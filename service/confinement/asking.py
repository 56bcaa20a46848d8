"""Phía tiến trình cha — start a limited child, give it an order and a file, hear its answer.

To the child: one line of JSON (its parent, limits, the order), then the file. From it: one line
of JSON (``{"answer": fields}`` or ``{"refused": sentence}``), then perhaps a file.
"""

import json
import logging
import os
import subprocess
import sys
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, field
from typing import Any

from service.confinement.walls import Limits
from service.domain.errors import Busy, Refused

OUT_OF_MEMORY = 70
"""Exit code of a child that ran out of memory, or went too deep."""

MOST_TOLD = 64 * 1024 * 1024
"""Bytes of the line of JSON."""

BUSY = "Máy chủ đang bận, chưa kiểm tra được tệp. Hãy thử lại sau ít phút."
_log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Answer:
    """What a child found (JSON-safe), and the file it made, if any."""

    fields: Mapping[str, Any] = field(default_factory=dict)
    file: bytes = b""


@dataclass(frozen=True, slots=True)
class Refusals:
    """The sentences for a file that is too much for the child, and for one it died of."""

    too_heavy: str
    broken: str


def child_command(module: str, *words: str) -> list[str]:
    """`module` is one that ends in `answering.answer`."""
    return [sys.executable, "-P", "-m", module, *words]


def ask(
    command: Sequence[str],
    data: bytes = b"",
    *,
    order: Mapping[str, Any] | None = None,
    limits: Limits,
    environment: Mapping[str, str],
    refusals: Refusals,
) -> Answer:
    """What the child `command` answers about `data`.

    Raises Refused with the child's own sentence or one of `refusals`, Busy when no child could be
    started.
    """
    try:
        done = subprocess.run(
            command,
            input=first_line(limits, order) + data,
            capture_output=True,
            timeout=limits.wall_seconds,
            env=environment,
            cwd="/",
            start_new_session=True,
            check=False,
        )
    except subprocess.TimeoutExpired as fault:
        raise Refused(refusals.too_heavy) from fault
    except OSError as fault:
        raise Busy(BUSY) from fault
    return _heard(done, refusals)


def first_line(limits: Limits, order: Mapping[str, Any] | None = None) -> bytes:
    head = {"parent": os.getpid(), "limits": asdict(limits), "order": order or {}}
    return json.dumps(head).encode() + b"\n"


def _heard(done: subprocess.CompletedProcess[bytes], refusals: Refusals) -> Answer:
    line, _, file = done.stdout.partition(b"\n")
    if done.returncode != 0:
        last = done.stderr.decode("utf-8", "replace").strip().rpartition("\n")[2][:300]
        _log.warning("a limited child ended with %s: %s", done.returncode, last)
        over = done.returncode < 0 or done.returncode == OUT_OF_MEMORY
        raise Refused(refusals.too_heavy if over else refusals.broken)
    return Answer(fields_of(line, refusals), file)


def fields_of(line: bytes, refusals: Refusals) -> Mapping[str, Any]:
    """The fields that a child answered; raises Refused for a no, or for nonsense."""
    if len(line) > MOST_TOLD:
        raise Refused(refusals.too_heavy)
    try:
        told = json.loads(line)
    except (ValueError, RecursionError) as fault:
        raise Refused(refusals.broken) from fault
    if isinstance(told, dict) and "refused" in told:
        raise Refused(str(told["refused"]))
    fields = told.get("answer") if isinstance(told, dict) else None
    if not isinstance(fields, dict):
        raise Refused(refusals.broken)
    return fields
