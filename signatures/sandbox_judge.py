"""Phần xét tệp trong tiến trình giới hạn — one request in, one report out."""

import hashlib
import logging
import sys
from collections.abc import Mapping
from datetime import datetime
from pathlib import Path
from typing import Any

from signatures.expected import Expected
from signatures.hostile import MAX_BYTES
from signatures.reasons import reason
from signatures.report import Report, graded
from signatures.trust import TrustStore, load_trust
from signatures.verify import verify

RECURSION = 3000
"""Deep enough for real files; a deeper one ends in RecursionError, not in a crash."""


def answer(request: Mapping[str, Any]) -> dict[str, Any]:
    """The report on the requested file, pictures included, as JSON-safe values."""
    # pyHanko explains every rejected file at length; the report says it in one sentence.
    logging.disable(logging.CRITICAL)
    sys.setrecursionlimit(RECURSION)
    path = Path(request["pdf"])
    at = datetime.fromisoformat(request["at"])
    trust = load_trust(Path(request["trust"]))
    base = Path(request["base"]).read_bytes() if request["base"] else None
    # One byte more than allowed is enough to say that it is too big.
    with path.open("rb") as file:
        pdf = file.read(MAX_BYTES + 1)
    try:
        report = verify(
            pdf,
            trust=trust,
            at=at,
            base=base,
            expected=Expected.from_json(request["expected"]),
            fetch=request["fetch"],
        )
    except (MemoryError, RecursionError):
        report = _report("over-limits", trust, at)
    except Exception:
        report = _report("broken", trust, at)
    with path.open("rb") as file:
        digest = hashlib.file_digest(file, "sha256").hexdigest()
    return report.to_dict(pictures=True) | {"size": path.stat().st_size, "sha256": digest}


def _report(code: str, trust: TrustStore, at: datetime) -> Report:
    reasons = (reason(code),)
    return Report(graded(reasons), reasons, "", 0, 0, at, trust.sha256)
