"""Tiến trình con đọc tệp — started by `safely.read_file` and by nothing else.

The file on standard input; one line of JSON on standard output: ``{"reading": …}`` or
``{"refused": sentence}``. Whatever else happens (a crash, no answer) counts as refused.
"""

import json
import os
import resource
import sys
from datetime import date

from service.domain.errors import OfficeError
from service.reading.codec import dump
from service.reading.reader import read

OPEN_FILES = 32
NICENESS = 5


def main() -> None:
    request = json.loads(sys.stdin.buffer.readline())
    limit(request["memory_mb"] << 20, request["cpu_seconds"])
    today = date.fromisoformat(request["today"]) if request["today"] else None
    try:
        reading = read(sys.stdin.buffer.read(), convert=request["convert"], today=today)
        answer: dict[str, object] = {"reading": dump(reading)}
    except OfficeError as refusal:
        answer = {"refused": refusal.message}
    sys.stdout.write(json.dumps(answer))
    sys.stdout.flush()
    os._exit(0)  # tidying up a hostile file's objects is no use


def limit(memory: int, cpu_seconds: int) -> None:
    """Set here and not by the parent: it may have threads, and code between its fork and the
    new program must not run Python. Nothing foreign has been opened yet."""
    resource.setrlimit(resource.RLIMIT_AS, (memory, memory))
    resource.setrlimit(resource.RLIMIT_CPU, (cpu_seconds, cpu_seconds + 1))
    resource.setrlimit(resource.RLIMIT_FSIZE, (0, 0))
    resource.setrlimit(resource.RLIMIT_NOFILE, (OPEN_FILES, OPEN_FILES))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    os.nice(NICENESS)


if __name__ == "__main__":
    main()
