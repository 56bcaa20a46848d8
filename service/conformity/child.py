"""Tiến trình con kiểm tra tệp — strangers' files are read in a process that may die alone.

A verb and the file go in; fields and perhaps a file come out. Whatever happens there is a
sentence here.
"""

import subprocess  # noqa: F401 -- the tests of hostile files start a child of less memory by it
import sys
from collections.abc import Mapping
from functools import partial
from typing import Any, NoReturn

from service.confinement.answering import answer
from service.confinement.asking import Answer, Refusals
from service.confinement.asking import ask as ask_child
from service.confinement.walls import Limits
from service.confinement.walls import clean_environment as _environment
from service.conformity.findings import Report, from_json
from service.conformity.repairing import Change, Repaired

MEMORY = 1024 * 1024 * 1024  # bytes of address space
CPU_SECONDS = 20
WALL_SECONDS = 40.0
_REFUSALS = Refusals(
    too_heavy="Tệp quá lớn hoặc quá phức tạp để kiểm tra. Hãy tách tệp, bỏ bớt ảnh và hình vẽ "
    "rồi thử lại.",
    broken="Không đọc được tệp này: tệp hỏng hoặc không đúng dạng. Hãy lưu lại dạng .docx hoặc "
    ".pdf.",
)


def check_file(data: bytes) -> Report:
    """Check a stranger's Word or PDF file; raises Refused for what is neither, or too much."""
    return from_json(dict(ask("check", data).fields))


def annotate_file(data: bytes) -> bytes:
    """The stranger's file with a comment at every finding; raises Refused."""
    return ask("annotate", data).file


def repair_file(data: bytes) -> Repaired:
    """The stranger's file mended where that is safe; raises Refused."""
    answer = ask("repair", data)
    changes = tuple(Change(**fields) for fields in answer.fields["changes"])
    return Repaired(answer.file, changes, from_json(answer.fields["left"]))


def ask(
    verb: str,
    data: bytes,
    *,
    module: str = "service.conformity",
    order: Mapping[str, Any] | None = None,
) -> Answer:
    """Run one verb on a file in the child; raises Refused (the file) or Busy (this machine).

    `module` is the package whose child it is; each keeps to `limits()`.
    """
    return ask_child(
        [sys.executable, "-P", "-m", module, verb],
        data,
        order=order,
        limits=limits(),
        environment=_environment(),
        refusals=_REFUSALS,
    )


def limits() -> Limits:
    return Limits(memory_mb=MEMORY >> 20, cpu_seconds=CPU_SECONDS, wall_seconds=WALL_SECONDS)


def main(arguments: list[str]) -> NoReturn:
    """The child's side."""
    answer(partial(_work, arguments[0]), limits())


def _work(verb: str, order: Mapping[str, Any], data: bytes) -> Answer:
    from service.conformity.verbs import VERBS  # noqa: PLC0415 - after the walls stand

    return Answer(*VERBS[verb](data))
