"""Phía tiến trình con — walls first, then the order and the file, then one answer."""

import json
import os
import sys
from collections.abc import Callable, Mapping
from typing import Any, NoReturn

from service.confinement.asking import OUT_OF_MEMORY, Answer
from service.confinement.walls import Limits, cut_network, die_with_parent, lower
from service.domain.errors import OfficeError

Work = Callable[[Mapping[str, Any], bytes], Answer]
"""From an order and a file to an answer; raises OfficeError for what the person should read."""


def answer(work: Work, limits: Limits) -> NoReturn:
    """The whole life of a child: never returns.

    `limits` are the child's own; the parent may lower them, never raise them. `work` should load
    what reads the file only when it is called, behind the walls.
    """
    lower(limits)
    os.nice(limits.niceness)
    try:
        head = json.loads(sys.stdin.buffer.readline())
        asked = Limits(**head["limits"])
        die_with_parent(head["parent"])
        lower(asked)
        if not (limits.network and asked.network):
            cut_network()
        line, file = _told(work, head["order"], sys.stdin.buffer.read())
    except (MemoryError, RecursionError) as fault:
        sys.stderr.write(f"{type(fault).__name__}: {fault}\n")
        os._exit(OUT_OF_MEMORY)
    sys.stdout.buffer.write(line + b"\n" + file)
    sys.stdout.flush()
    os._exit(0)  # tidying up a hostile file's objects is no use


def _told(work: Work, order: Mapping[str, Any], data: bytes) -> tuple[bytes, bytes]:
    try:
        done = work(order, data)
    except OfficeError as refusal:
        return json.dumps({"refused": refusal.message}).encode(), b""
    return json.dumps({"answer": done.fields}, ensure_ascii=False).encode(), done.file
