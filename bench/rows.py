"""One line of the bench table.

Every module of this package exposes `run() -> list[Row]`; `python -m bench` prints them all.
A row holds measured figures only; `target` is what the project promised, so that the table
says by itself whether the promise is kept.
"""

import statistics
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from enum import StrEnum


class Better(StrEnum):
    LOWER = "lower"  # times, memory
    HIGHER = "higher"  # documents per second, ratios


@dataclass(frozen=True, slots=True)
class Row:
    """`median` and `p95` are in `unit` (``ms``, ``docs/s``, ``MB`` …).

    `p95` is None where there is one figure only. `target` is None where nothing was promised.
    `ratio_to` names another row of the same run; the table then prints how many times
    faster (or slower) this row is than that one.
    """

    name: str
    median: float
    p95: float | None
    unit: str
    target: float | None = None
    ratio_to: str | None = None
    better: Better = Better.LOWER

    @property
    def judged(self) -> float:
        """The figure a promise is held against: p95 when the name says so, else the median."""
        return self.p95 if self.p95 is not None and "p95" in self.name else self.median

    @property
    def kept(self) -> bool | None:
        """Whether the promise is kept; None when there is none."""
        if self.target is None:
            return None
        if self.better is Better.HIGHER:
            return self.judged >= self.target
        return self.judged <= self.target


def percentile(samples: Sequence[float], share: float) -> float:
    """The sample below which `share` (0 … 1) of all samples lie (nearest rank)."""
    ordered = sorted(samples)
    return ordered[min(len(ordered) - 1, max(0, round(share * len(ordered)) - 1))]


def timed_row(
    name: str,
    call: Callable[[], object],
    *,
    runs: int,
    warm_up: int = 1,
    target: float | None = None,
    ratio_to: str | None = None,
) -> Row:
    """Call `call` `warm_up` + `runs` times and report milliseconds per call."""
    for _ in range(warm_up):
        call()
    samples = []
    for _ in range(runs):
        start = time.perf_counter()
        call()
        samples.append((time.perf_counter() - start) * 1000)
    return row_of(name, samples, unit="ms", target=target, ratio_to=ratio_to)


def row_of(
    name: str,
    samples: Sequence[float],
    *,
    unit: str,
    target: float | None = None,
    ratio_to: str | None = None,
    better: Better = Better.LOWER,
) -> Row:
    """A row out of samples taken elsewhere (other threads or processes)."""
    return Row(
        name,
        statistics.median(samples),
        percentile(samples, 0.95),
        unit,
        target,
        ratio_to,
        better,
    )
