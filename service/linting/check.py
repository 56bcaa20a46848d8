"""Soát mẫu, cả trang in — the child's findings, then pages made and looked at."""

import hashlib
import re
from dataclasses import dataclass

from service.domain.agency import Agency
from service.domain.errors import RenderingFault
from service.domain.kinds import DocumentKind
from service.linting import child
from service.linting.report import Level, LintReport, Problem
from service.linting.samples import HOSTILE, SAMPLE_NAMES, samples
from service.rendering import inspect
from service.rendering.pdf import Converter


@dataclass(frozen=True, slots=True)
class Linted:
    """The report, and the PDF of each content's pages (none when the template must be mended)."""

    report: LintReport
    pages: dict[str, bytes]


def lint_template(
    kind: DocumentKind, agency: Agency, template: bytes, *, ours: bytes, converter: Converter
) -> Linted:
    """Lint an uploaded template of a kind against our own.

    Raises Refused (field ``file``) for what is not a safe Word file, Busy when the machine is
    in use. Takes about two seconds; the slow part is making pages four times.
    """
    reading = child.ask(kind.code, agency, template, ours)
    problems, pages = list(reading.problems), {}
    for name, word in reading.filled.items():
        try:
            pages[name] = converter.convert(word)
            facts = inspect.require_issuable(pages[name], typed=HOSTILE)
        except RenderingFault as fault:
            message = f"Với {SAMPLE_NAMES[name]}: {fault.message}"
            problems.append(Problem(Level.MUST_FIX, message, sample=name))
        else:
            problems += _missing(kind, agency, name, facts.text)
    sha256 = hashlib.sha256(template).hexdigest()
    counts = {name: inspect.facts(pdf).page_count for name, pdf in pages.items()}
    return Linted(LintReport(kind.code, sha256, tuple(problems), counts), pages)


def _missing(kind: DocumentKind, agency: Agency, name: str, text: str) -> list[Problem]:
    """Number, date and signer must stand on the page, whatever conditions the template has."""
    sample = next(one for one in samples(kind, agency) if one.name == name)
    context, printed = sample.context(kind), _squeezed(text)
    wanted = {
        "số, ký hiệu": context.get("number_line"),
        "địa danh và thời gian ban hành": context.get("place_and_date"),
        "họ tên người ký": context.get("signer_name"),
    }
    return [
        Problem(
            Level.MUST_FIX,
            f"Với {SAMPLE_NAMES[name]}, trang in không có {what}: “{value}”.",
            sample=name,
        )
        for what, value in wanted.items()
        if isinstance(value, str) and value and _squeezed(value) not in printed
    ]


def _squeezed(text: str) -> str:
    return re.sub(r"\s+", "", text).casefold()
