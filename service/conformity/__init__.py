"""Kiểm tra thể thức — measures any Word or PDF file against NĐ 30/2020.

For strangers' files (in a limited child process): `check_file`, `annotate_file`, `repair_file`.
For files of our own: `check`, `annotate`, `repair`. All raise `Refused` with a Vietnamese
sentence for what cannot be read; only Word files are annotated and repaired.
"""

from service.conformity.annotating import annotate
from service.conformity.checking import check
from service.conformity.child import annotate_file, check_file, repair_file
from service.conformity.findings import (
    Finding,
    Place,
    Report,
    Severity,
    from_json,
    to_json,
    to_text,
)
from service.conformity.repairing import Change, Repaired, repair

__all__ = [
    "Change",
    "Finding",
    "Place",
    "Repaired",
    "Report",
    "Severity",
    "annotate",
    "annotate_file",
    "check",
    "check_file",
    "from_json",
    "repair",
    "repair_file",
    "to_json",
    "to_text",
]
