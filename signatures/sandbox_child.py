"""Phần khởi động của tiến trình giới hạn — walls first, then everything else; started by
`signatures.sandbox` and by nothing else."""

import importlib
import sys
from collections.abc import Mapping
from types import ModuleType
from typing import Any

from service.confinement.answering import answer
from service.confinement.asking import Answer
from service.confinement.walls import Limits

LIMITS = Limits(niceness=5, network=True)
"""The network stands open only where the order says so: to ask for revocation."""


class NoNetwork(Exception):
    """Whatever is asked of the HTTP library in this process."""


def judged(order: Mapping[str, Any], _: bytes) -> Answer:
    sys.modules["aiohttp"] = without_network()
    judge = importlib.import_module("signatures.sandbox_judge")
    return Answer(judge.answer(order))


def without_network() -> ModuleType:
    """Stands in for aiohttp, which pyHanko imports and we never use: this process cannot be
    talked into HTTP through it, and starts a tenth of a second sooner. Allowed hosts are asked
    by `signatures.fetching` alone."""
    module = ModuleType("aiohttp")
    module.__getattr__ = lambda name: NoNetwork  # type: ignore[method-assign]
    return module


if __name__ == "__main__":
    answer(judged, LIMITS)
