"""Phía tiến trình con — walls first, then the order and the file, then one answer."""

import json
import os
import select
import signal
import sys
import time
from collections.abc import Callable, Mapping
from typing import Any, NoReturn

from service.confinement.asking import OUT_OF_MEMORY, Answer
from service.confinement.walls import Limits, cut_network, die_with_parent, lower
from service.domain.errors import OfficeError

Work = Callable[[Mapping[str, Any], bytes], Answer]
"""From an order and a file to an answer; raises OfficeError for what the person should read."""


def answer(work: Work, limits: Limits) -> NoReturn:
    """The whole life of a child that is asked once: never returns.

    `limits` are the child's own; the parent may lower them, never raise them. `work` should load
    what reads the file only when it is called, behind the walls.
    """
    _confine(limits)
    try:
        head = _head(limits)
        line, file = _told(work, head["order"], sys.stdin.buffer.read())
    except (MemoryError, RecursionError) as fault:
        sys.stderr.write(f"{type(fault).__name__}: {fault}\n")
        os._exit(OUT_OF_MEMORY)
    sys.stdout.buffer.write(line + b"\n" + file)
    sys.stdout.flush()
    os._exit(0)  # tidying up a hostile file's objects is no use


def answer_each(work: Work, limits: Limits) -> NoReturn:
    """The life of a child that is asked again and again: what takes long to load is loaded once,
    and every file has a process of its own, forked from this one, with the same walls and its own
    end. An empty line is the answer for a file whose process was ended; no file comes back."""
    _confine(limits)
    wall_seconds = _head(limits)["limits"]["wall_seconds"]
    source = sys.stdin.buffer
    while line := source.readline():
        head = json.loads(line)
        said = _apart(work, head["order"], source.read(head["size"]), wall_seconds)
        sys.stdout.buffer.write(said + b"\n")
        sys.stdout.flush()
    os._exit(0)


def _confine(limits: Limits) -> None:
    lower(limits)
    os.nice(limits.niceness)


def _head(limits: Limits) -> dict[str, Any]:
    """The parent's first line; its limits hold from here."""
    head: dict[str, Any] = json.loads(sys.stdin.buffer.readline())
    asked = Limits(**head["limits"])
    die_with_parent(head["parent"])
    lower(asked)
    if not (limits.network and asked.network):
        cut_network()
    return head


def _told(work: Work, order: Mapping[str, Any], data: bytes) -> tuple[bytes, bytes]:
    try:
        done = work(order, data)
    except OfficeError as refusal:
        return json.dumps({"refused": refusal.message}).encode(), b""
    # A font may map its letters to half a character: the rest of the text is still good.
    text = json.dumps({"answer": done.fields}, ensure_ascii=False)
    return text.encode(errors="replace"), done.file


def _apart(work: Work, order: Mapping[str, Any], data: bytes, wall_seconds: float) -> bytes:
    """The line of a process of its own about this file; empty when it was ended."""
    parent = os.getpid()
    mouth, ear = os.pipe()
    child = os.fork()
    if child == 0:
        try:
            os.close(mouth)
            os.close(sys.stdin.fileno())
            die_with_parent(parent)
            with os.fdopen(ear, "wb") as pipe:
                pipe.write(_told(work, order, data)[0])
            os._exit(0)
        finally:
            os._exit(1)
    os.close(ear)
    said, until, ended = b"", time.monotonic() + wall_seconds, False
    while not ended and select.select([mouth], [], [], max(0.0, until - time.monotonic()))[0]:
        part = os.read(mouth, 1 << 16)
        said, ended = said + part, not part
    os.close(mouth)
    if not ended:
        os.kill(child, signal.SIGKILL)
    return said if os.waitpid(child, 0)[1] == 0 else b""
