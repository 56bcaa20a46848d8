"""Tiến trình giới hạn — foreign files are opened in a child process with bounded memory, time
and no right to write files; what comes back is one JSON report.

A reader that hangs, crashes or eats memory takes only its child along.
"""

import hashlib
import json
import os
import signal
import subprocess
import sys
import tempfile
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from signatures.expected import NOTHING, Expected
from signatures.reasons import reason
from signatures.report import Report, graded
from signatures.slots import PARALLEL, PATIENCE_S, slot
from signatures.trust import TrustStore

MEMORY_BYTES = 1024 * 1024 * 1024
PROCESSOR_S = 20
WALL_S = 40.0
ANSWER_BYTES = 64 * 1024 * 1024


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
        request = {
            "pdf": str(path.resolve()),
            "base": str(base_path) if base is not None else None,
            "trust": str(trust_folder.resolve()),
            "at": at.isoformat(),
            "expected": expected.to_json(),
            "fetch": fetch,
            "limits": {"memory": limits.memory_bytes, "processor": limits.processor_s},
        }
        with slot(limits.parallel, limits.patience_s):
            answer = _run(json.dumps(request).encode("utf-8"), limits)
    if answer is None:
        return _over_limits(path, at)
    return Report.from_dict(json.loads(answer))


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


def child_environment(*names: str) -> dict[str, str]:
    """A clean environment that finds this package; `names` are variables to hand on."""
    root = str(Path(__file__).resolve().parent.parent)
    environment = {
        "PATH": "/usr/bin:/bin",
        "LANG": "C.UTF-8",
        "PYTHONPATH": root,
        "PYTHONDONTWRITEBYTECODE": "1",
    }
    return environment | {name: os.environ[name] for name in names if name in os.environ}


def child_command(module: str) -> list[str]:
    return [sys.executable, "-P", "-m", module]


def _run(request: bytes, limits: Limits) -> bytes | None:
    """The child's answer, or None when it broke a limit or died."""
    process = subprocess.Popen(
        child_command("signatures.sandbox_child"),
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        env=child_environment(),
        cwd="/",
        start_new_session=True,
    )
    try:
        answer, _ = process.communicate(request, timeout=limits.wall_s)
    except subprocess.TimeoutExpired:
        os.killpg(process.pid, signal.SIGKILL)
        process.communicate()
        return None
    sound = process.returncode == 0 and 0 < len(answer) <= ANSWER_BYTES
    return answer if sound else None


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
