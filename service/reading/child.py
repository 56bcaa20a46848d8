"""Tiến trình con đọc tệp — started by `safely.read_file` and by nothing else."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from service.confinement.answering import answer
from service.confinement.asking import Answer
from service.confinement.walls import Limits
from service.reading.codec import dump
from service.reading.reader import read

LIMITS = Limits(open_files=32, niceness=5)


def reading(order: Mapping[str, Any], data: bytes) -> Answer:
    today = date.fromisoformat(order["today"]) if order["today"] else None
    return Answer({"reading": dump(read(data, convert=order["convert"], today=today))})


if __name__ == "__main__":
    answer(reading, LIMITS)
