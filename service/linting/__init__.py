"""Soát mẫu Word — may an uploaded template be used for a kind, and what does it make?

`lint_template` reads the stranger's file in a limited child process, fills it with four contents,
makes the pages and holds them against the decree. What it finds are Vietnamese sentences.
"""

from service.linting.check import Linted, lint_template
from service.linting.report import Level, LintReport, Problem, from_json, to_json
from service.linting.samples import SAMPLE_NAMES

__all__ = [
    "SAMPLE_NAMES",
    "Level",
    "LintReport",
    "Linted",
    "Problem",
    "from_json",
    "lint_template",
    "to_json",
]
