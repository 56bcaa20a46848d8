"""Bể chuyển đổi — LibreOffice processes kept warm, handed out one paper at a time.

Who asks waits in line, first come first served, and is told to try again when the line is
full or the wait too long. One thread of the pool's own (the keeper) starts all children: a
child ends with the thread that started it (`sandbox.die_with_parent`), so it must not be a
passing request's.
"""

import atexit
import logging
import os
import queue
import threading
import time
import weakref
from collections import deque
from collections.abc import Callable
from concurrent.futures import Future
from dataclasses import dataclass
from pathlib import Path

from service.domain.errors import Busy
from service.rendering.faults import BUSY, fault
from service.rendering.office_process import (
    ChildOrder,
    ConversionRefused,
    OfficeProcess,
    ProcessLost,
    sweep,
)
from service.rendering.wordfile import require_word_file

_log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class PoolState:
    """A look at the pool: pids of its children, and what it has been through since its start."""

    pids: tuple[int, ...]
    idle: int
    waiting: int
    started: int
    lost: int
    converted: int


@dataclass(frozen=True, slots=True)
class _Order:
    """One child to start; `replaces` keeps working until it is ready."""

    replaces: OfficeProcess | None


class WarmPool:
    """Up to `size` LibreOffice processes; a `Converter`. All methods may be called from any thread.

    The first conversion starts the first child; `warm()` does so beforehand. A child is
    replaced after `recycle_after` papers or above `recycle_rss_mb` (LibreOffice gives back
    not quite all memory), at once when it dies or takes longer than `timeout_s`. Times are
    in seconds; `memory_mb` bounds a child's address space.
    """

    def __init__(
        self,
        library: Path,
        folder: Path,
        *,
        size: int = 1,
        queue_length: int = 16,
        wait_s: float = 20.0,
        timeout_s: float = 30.0,
        start_timeout_s: float = 60.0,
        recycle_after: int = 200,
        recycle_rss_mb: int = 450,
        memory_mb: int = 2048,
    ) -> None:
        self._order = ChildOrder(library, folder, memory_mb, timeout_s)
        self._size = size
        self._queue_length = queue_length
        self._wait_s = wait_s
        self._timeout_s = timeout_s
        self._start_timeout_s = start_timeout_s
        self._recycle_after = recycle_after
        self._recycle_rss_mb = recycle_rss_mb
        self._closed = False
        self._begin()
        atexit.register(_close_if_there, weakref.ref(self))
        os.register_at_fork(after_in_child=_weakly(self, WarmPool._forked))

    def _begin(self) -> None:
        self._lock = threading.Lock()
        self._children: list[OfficeProcess] = []
        self._idle: list[OfficeProcess] = []
        self._waiting: deque[Future[OfficeProcess]] = deque()
        self._orders: queue.SimpleQueue[_Order | None] = queue.SimpleQueue()
        self._ordered = 0
        self._keeper: threading.Thread | None = None
        self._newborn: OfficeProcess | None = None
        self._started = self._lost = self._converted = 0

    def _forked(self) -> None:
        """In the child of a fork the processes belong to somebody else: start with none."""
        for child in [*self._children, *([self._newborn] if self._newborn else [])]:
            child.disown()
        self._begin()

    # ── asking ────────────────────────────────────────────────────────────────────────────

    def convert(self, docx: bytes) -> bytes:
        """DOCX → PDF. A paper whose child died or hung is tried once more in another.

        Raises Busy when the line is full or the wait too long, RenderingFault otherwise:
        ``docx-broken``, ``docx-refused`` (permanent), ``converter-crash``,
        ``converter-timeout``, ``converter-start``, ``converter-closed``.
        """
        require_word_file(docx)
        try:
            return self._convert_once(docx)
        except ProcessLost as first:
            _log.warning("a converter was lost, the paper is tried again: %s", first)
        try:
            return self._convert_once(docx)
        except ProcessLost as second:
            _log.error("a converter was lost a second time over the same paper: %s", second)
            raise fault(second.code) from second

    def _convert_once(self, docx: bytes) -> bytes:
        child = self._take()
        try:
            pdf = child.convert(docx, self._timeout_s)
        except ConversionRefused as refusal:
            self._give_back(child)
            _log.error("LibreOffice refused a paper: %s", refusal)
            raise fault("docx-refused") from refusal
        except BaseException:  # also a worker that is being stopped: the child is mid-paper
            self._drop(child)
            raise
        self._give_back(child)
        return pdf

    def warm(self, *, wait: bool = False) -> None:
        """Start all children in the background; with `wait`, return when they are ready."""
        with self._lock:
            while not self._closed and len(self._children) + self._ordered < self._size:
                self._order_child(None)
        deadline = time.monotonic() + self._start_timeout_s
        while wait and not self._closed and time.monotonic() < deadline:
            with self._lock:
                if self._ordered == 0:
                    return
            time.sleep(0.02)

    def state(self) -> PoolState:
        with self._lock:
            return PoolState(
                tuple(child.pid for child in self._children),
                len(self._idle),
                len(self._waiting),
                self._started,
                self._lost,
                self._converted,
            )

    def close(self) -> None:
        """End every child; who is being served or waits gets ``converter-closed``."""
        with self._lock:
            if self._closed:
                return
            self._closed = True
            idle, self._idle = self._idle, []
            busy = [child for child in self._children if child not in idle]
            waiting, self._waiting = list(self._waiting), deque()
            newborn, keeper = self._newborn, self._keeper
            self._children = []
            self._orders.put(None)
        for waiter in waiting:
            waiter.set_exception(fault("converter-closed"))
        if newborn is not None:
            newborn.kill()
        for child in busy:
            child.kill()  # its thread sees the broken pipe and disposes of it
        for child in idle:
            child.dispose()
        if keeper is not None and keeper is not threading.current_thread():
            keeper.join(self._start_timeout_s)

    # ── the line ──────────────────────────────────────────────────────────────────────────

    def _take(self) -> OfficeProcess:
        with self._lock:
            if self._closed:
                raise fault("converter-closed")
            while self._idle:
                child = self._idle.pop()
                if child.alive():
                    return child
                self._forget(child)
            if len(self._waiting) >= self._queue_length:
                raise Busy(BUSY)
            waiter: Future[OfficeProcess] = Future()
            self._waiting.append(waiter)
            if len(self._children) + self._ordered < self._size:
                self._order_child(None)
        try:
            return waiter.result(self._wait_s)
        except TimeoutError:
            with self._lock:
                if waiter in self._waiting:
                    self._waiting.remove(waiter)
                    raise Busy(BUSY) from None
            return waiter.result()  # it came in this very moment
        except BaseException:
            self._stop_waiting(waiter)
            raise

    def _stop_waiting(self, waiter: Future[OfficeProcess]) -> None:
        with self._lock:
            if waiter in self._waiting:
                self._waiting.remove(waiter)
                return
        if waiter.exception() is None:
            self._give_back(waiter.result(), used=False)

    def _offer(self, child: OfficeProcess) -> None:
        """Under the lock: to who has waited longest, else to the idle ones."""
        if self._waiting:
            self._waiting.popleft().set_result(child)
        else:
            self._idle.append(child)

    def _give_back(self, child: OfficeProcess, *, used: bool = True) -> None:
        with self._lock:
            self._converted += used
            kept = child in self._children
            if kept:
                if self._worn(child):
                    child.replacement_ordered = True
                    self._order_child(child)
                self._offer(child)
        if not kept:
            child.dispose()

    def _worn(self, child: OfficeProcess) -> bool:
        return not child.replacement_ordered and (
            child.jobs >= self._recycle_after or child.rss_mb() > self._recycle_rss_mb
        )

    def _drop(self, child: OfficeProcess) -> None:
        with self._lock:
            self._lost += not self._closed
            if child in self._children:
                self._children.remove(child)
                if not self._closed and len(self._children) + self._ordered < self._size:
                    self._order_child(None)
        child.dispose()

    def _forget(self, child: OfficeProcess) -> None:
        """Under the lock: an idle child was killed from outside."""
        self._lost += 1
        self._children.remove(child)
        child.dispose()

    # ── the keeper ────────────────────────────────────────────────────────────────────────

    def _order_child(self, replaces: OfficeProcess | None) -> None:
        """Under the lock."""
        if self._keeper is None:
            self._keeper = threading.Thread(
                target=self._keep, name="libreoffice-keeper", daemon=True
            )
            self._keeper.start()
        self._ordered += 1
        self._orders.put(_Order(replaces))

    def _keep(self) -> None:
        sweep(self._order.folder)
        while (order := self._orders.get()) is not None:
            try:
                child = self._start_child()
            except (ProcessLost, OSError) as error:
                _log.error("LibreOffice does not start: %s", error)
                self._start_failed(order.replaces)
            else:
                self._welcome(child, order.replaces)

    def _start_child(self) -> OfficeProcess:
        child = OfficeProcess(self._order)
        with self._lock:
            self._newborn = child
            closed = self._closed
        try:
            if closed:
                raise ProcessLost("converter-closed")
            child.wait_ready(self._start_timeout_s)
        except BaseException:
            child.dispose()
            raise
        finally:
            with self._lock:
                self._newborn = None
        return child

    def _start_failed(self, replaces: OfficeProcess | None) -> None:
        with self._lock:
            self._ordered -= 1
            if replaces is not None:
                replaces.replacement_ordered = False
            stranded: list[Future[OfficeProcess]] = []
            if not self._children and not self._ordered:  # nobody is left to serve them
                stranded, self._waiting = list(self._waiting), deque()
        for waiter in stranded:
            waiter.set_exception(fault("converter-start"))

    def _welcome(self, child: OfficeProcess, replaces: OfficeProcess | None) -> None:
        retired = None
        with self._lock:
            self._ordered -= 1
            self._started += 1
            closed = self._closed
            if not closed:
                if replaces in self._children:
                    self._children.remove(replaces)
                    if replaces in self._idle:
                        self._idle.remove(replaces)
                        retired = replaces  # else it goes when it is given back
                self._children.append(child)
                self._offer(child)
        if closed:
            child.dispose()
        if retired is not None:
            retired.dispose()


def _close_if_there(pool: "weakref.ref[WarmPool]") -> None:
    there = pool()
    if there is not None:
        there.close()


def _weakly(pool: WarmPool, call: Callable[[WarmPool], None]) -> Callable[[], None]:
    """A call for `register_at_fork`, which can never be taken back."""
    reference = weakref.ref(pool)

    def run() -> None:
        there = reference()
        if there is not None:
            call(there)

    return run
