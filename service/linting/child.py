"""Tiến trình con — a stranger's template is read and filled in a process that may die alone.

Two Word files go in; the problems and the filled files come out. How it is started, limited and
heard is that of `service.conformity.child`.
"""

import json
from collections.abc import Mapping
from dataclasses import asdict
from typing import Any, NoReturn

from forms import load_kinds
from service.confinement.answering import answer
from service.confinement.asking import Answer
from service.conformity import child
from service.domain.agency import Agency
from service.domain.errors import Refused
from service.linting.reading import Reading, read_template
from service.linting.report import problem_from
from service.store import agency as agencies


def ask(kind_code: str, agency: Agency, template: bytes, ours: bytes) -> Reading:
    """Read a template in the child; raises Refused (field ``file``) or Busy (this machine)."""
    order = {
        "kind": kind_code,
        "agency": json.loads(agencies.to_snapshot(agency)),
        "size": len(template),
    }
    try:
        answer = child.ask("lint", template + ours, module="service.linting", order=order)
    except Refused as refusal:
        raise Refused(refusal.message, field="file") from refusal
    filled, files = {}, answer.file
    for name, size in answer.fields["filled"].items():
        filled[name], files = files[:size], files[size:]
    return Reading(tuple(problem_from(one) for one in answer.fields["problems"]), filled)


def main() -> NoReturn:
    """The child's side."""
    answer(_work, child.limits())


def _work(order: Mapping[str, Any], files: bytes) -> Answer:
    template, ours = files[: order["size"]], files[order["size"] :]
    agency = agencies.from_snapshot(json.dumps(order["agency"]))
    reading = read_template(load_kinds()[order["kind"]], agency, template, ours)
    fields = {
        "problems": [asdict(one) for one in reading.problems],
        "filled": {name: len(data) for name, data in reading.filled.items()},
    }
    return Answer(fields, b"".join(reading.filled.values()))
