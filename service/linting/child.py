"""Tiến trình con — a stranger's template is read and filled in a process that may die alone.

The parent sends one line of JSON and two Word files; the child answers one line of JSON and the
filled files. How it is started, limited and heard is that of `service.conformity.child`.
"""

import json
import sys
from dataclasses import asdict

from forms import load_kinds
from service.conformity import child
from service.domain.agency import Agency
from service.domain.errors import OfficeError, Refused
from service.linting.reading import Reading, read_template
from service.linting.report import problem_from
from service.store import agency as agencies

_OUT_OF_MEMORY = 70


def ask(kind_code: str, agency: Agency, template: bytes, ours: bytes) -> Reading:
    """Read a template in the child; raises Refused (field ``file``) or Busy (this machine)."""
    order = {
        "kind": kind_code,
        "agency": json.loads(agencies.to_snapshot(agency)),
        "size": len(template),
    }
    data = json.dumps(order).encode() + b"\n" + template + ours
    try:
        answer = child.ask("lint", data, module="service.linting")
    except Refused as refusal:
        raise Refused(refusal.message, field="file") from refusal
    filled, files = {}, answer.file
    for name, size in answer.fields["filled"].items():
        filled[name], files = files[:size], files[size:]
    return Reading(tuple(problem_from(one) for one in answer.fields["problems"]), filled)


def main() -> int:
    """The child's side."""
    child.limit_this_process()
    head, _, files = sys.stdin.buffer.read().partition(b"\n")
    order = json.loads(head)
    template, ours = files[: order["size"]], files[order["size"] :]
    agency = agencies.from_snapshot(json.dumps(order["agency"]))
    reading = Reading((), {})
    try:
        reading = read_template(load_kinds()[order["kind"]], agency, template, ours)
        answer: dict[str, object] = {
            "problems": [asdict(one) for one in reading.problems],
            "filled": {name: len(data) for name, data in reading.filled.items()},
        }
    except OfficeError as refusal:
        answer = {"refused": refusal.message}
    except (MemoryError, RecursionError):
        return _OUT_OF_MEMORY
    sys.stdout.buffer.write(json.dumps(answer, ensure_ascii=False).encode() + b"\n")
    sys.stdout.buffer.write(b"".join(reading.filled.values()))
    return 0
