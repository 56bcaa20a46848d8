"""Phần khởi động của tiến trình giới hạn — limits first, then everything else; started by
`signatures.sandbox` and by nothing else."""

import importlib
import json
import os
import resource
import sys
from types import ModuleType

OPEN_FILES = 64
NICENESS = 5


class NoNetwork(Exception):
    """Whatever is asked of the HTTP library in this process."""


def main() -> int:
    request = json.load(sys.stdin)
    limit(**request["limits"])
    sys.modules["aiohttp"] = without_network()
    judge = importlib.import_module("signatures.sandbox_judge")
    sys.stdout.write(json.dumps(judge.answer(request)))
    return 0


def limit(memory: int, processor: int) -> None:
    """Set here and not by the parent: it may have threads, and code between its fork and the
    new program must not run Python. Nothing foreign has been opened yet."""
    resource.setrlimit(resource.RLIMIT_AS, (memory, memory))
    resource.setrlimit(resource.RLIMIT_CPU, (processor, processor + 1))
    resource.setrlimit(resource.RLIMIT_FSIZE, (0, 0))
    resource.setrlimit(resource.RLIMIT_NOFILE, (OPEN_FILES, OPEN_FILES))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    os.nice(NICENESS)


def without_network() -> ModuleType:
    """Stands in for aiohttp, which pyHanko imports and we never use: this process cannot be
    talked into HTTP through it, and starts a tenth of a second sooner. Allowed hosts are asked
    by `signatures.fetching` alone."""
    module = ModuleType("aiohttp")
    module.__getattr__ = lambda name: NoNetwork  # type: ignore[method-assign]
    return module


if __name__ == "__main__":
    raise SystemExit(main())
