"""Tiến trình giới hạn — foreign files are opened in a child process with bounded memory, time
and no right to write files; what comes back is one JSON report.

A reader that hangs, crashes or eats memory takes only its child along.
"""

import hashlib
import tempfile
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from service.confinement import walls
from service.confinement.asking import Refusals, ask, child_command
from service.confinement.walls import clean_environment
from service.domain.errors import Refused
from signatures.expected import NOTHING, Expected
from signatures.reasons import reason
from signatures.report import Report, graded
from signatures.slots import PARALLEL, PATIENCE_S, slot
from signatures.trust import TrustStore

MEMORY_BYTES = 1024 * 1024 * 1024
PROCESSOR_S = 20
WALL_S = 40.0


@dataclass(frozen=True, slots=True)
class Limits:
    """Bounds of one child, how many may run at once on this computer and how long one waits."""

    memory_bytes: int = MEMORY_BYTES
    processor_s: int = PROCESSOR_S
    wall_s: float = WALL_S
    parallel: int = PARALLEL
    patience_s: float = PATIENCE_S


DEFAULT_LIMITS = Limits()


def verify_file(
    path: Path,
    *,
    trust_folder: Path,
    at: datetime,
    base: bytes | None = None,
    expected: Expected = NOTHING,
    fetch: bool = False,
    limits: Limits = DEFAULT_LIMITS,
) -> Report:
    """`verify.verify` on a file nobody vouches for. A child that breaks its limits makes the
    verdict “không hợp lệ”; Busy when too many run already: nothing was looked at then."""
    with tempfile.TemporaryDirectory(prefix="van-thu-") as folder:
        base_path = Path(folder) / "base.pdf"
        if base is not None:
            base_path.write_bytes(base)
        order = {
            "pdf": str(path.resolve()),
            "base": str(base_path) if base is not None else None,
            "trust": str(trust_folder.resolve()),
            "at": at.isoformat(),
            "expected": expected.to_json(),
            "fetch": fetch,
        }
        with slot(limits.parallel, limits.patience_s):
            report = _judged(order, limits, fetch=fetch)
    return report or _over_limits(path, at)


def verify_bytes(
    pdf: bytes,
    *,
    trust_folder: Path,
    at: datetime,
    base: bytes | None = None,
    expected: Expected = NOTHING,
    fetch: bool = False,
) -> Report:
    """The same for bytes that came over the network."""
    with tempfile.TemporaryDirectory(prefix="van-thu-") as folder:
        path = Path(folder) / "upload.pdf"
        path.write_bytes(pdf)
        return verify_file(
            path, trust_folder=trust_folder, at=at, base=base, expected=expected, fetch=fetch
        )


def _judged(order: Mapping[str, object], limits: Limits, *, fetch: bool) -> Report | None:
    """The child's report, or None when it broke a limit or died."""
    bounds = walls.Limits(
        memory_mb=limits.memory_bytes >> 20,
        cpu_seconds=limits.processor_s,
        wall_seconds=limits.wall_s,
        network=fetch,
    )
    sentence = reason("over-limits").sentence
    try:
        answer = ask(
            child_command("signatures.sandbox_child"),
            order=order,
            limits=bounds,
            environment=clean_environment(),
            refusals=Refusals(too_heavy=sentence, broken=sentence),
        )
    except Refused:
        return None
    return Report.from_dict(dict(answer.fields))


def _over_limits(path: Path, at: datetime) -> Report:
    reasons = (reason("over-limits"),)
    return Report(
        verdict=graded(reasons),
        reasons=reasons,
        sha256=_sha256(path),
        size=path.stat().st_size,
        pages=0,
        checked_at=at,
        trust_sha256=TrustStore().sha256,
    )


def _sha256(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()
