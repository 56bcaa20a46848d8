"""Kết quả kiểm tra — findings and reports: plain values, stable as JSON.

A finding is one rule broken in one way; all the places where it is broken so are listed in it.
"""

from dataclasses import asdict, dataclass
from enum import StrEnum
from typing import Any

from service.conformity.pdf_rules import WHY_FEWER

SCHEMA = 1
DECREE = "Nghị định số 30/2020/NĐ-CP"


class Severity(StrEnum):
    """`ERROR`: the decree says otherwise. `ADVICE`: samples, practice, or not quite certain."""

    ERROR = "lỗi"
    ADVICE = "khuyến nghị"


@dataclass(frozen=True, slots=True)
class Place:
    """Where: paragraph number in the file (from 0), what part and box it is, some of its text."""

    paragraph: int
    story: str
    part: str
    text: str
    page: int | None = None


@dataclass(frozen=True, slots=True)
class Finding:
    rule: int
    title: str
    article: str
    severity: Severity
    measured: str
    allowed: str
    mend: str
    places: tuple[Place, ...]


@dataclass(frozen=True, slots=True)
class PartSummary:
    """What the checker took a part for, and the text of the boxes it found in it."""

    kind: str
    document_kind: str
    boxes: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class Report:
    """Findings in the order the paper reads; `rules` counts the rules that were run."""

    findings: tuple[Finding, ...]
    parts: tuple[PartSummary, ...]
    rules: int
    source: str = "docx"  # or "pdf"

    @property
    def note(self) -> str:
        """What the reader must know of how the file was measured; empty for Word files."""
        if self.source != "pdf":
            return ""
        return f"PDF: {self.rules} quy tắc, ít hơn tệp Word vì {WHY_FEWER}."

    @property
    def errors(self) -> tuple[Finding, ...]:
        return tuple(item for item in self.findings if item.severity is Severity.ERROR)

    @property
    def advice(self) -> tuple[Finding, ...]:
        return tuple(item for item in self.findings if item.severity is Severity.ADVICE)

    def broken(self) -> frozenset[int]:
        """The numbers of the rules that were broken."""
        return frozenset(item.rule for item in self.findings)


def to_json(report: Report) -> dict[str, Any]:
    """The report as plain JSON values; keys never change their meaning within one schema."""
    return {
        "schema": SCHEMA,
        "decree": DECREE,
        "source": report.source,
        "note": report.note,
        "rules": report.rules,
        "errors": len(report.errors),
        "advice": len(report.advice),
        "parts": [
            {"kind": part.kind, "document_kind": part.document_kind, "boxes": dict(part.boxes)}
            for part in report.parts
        ],
        "findings": [_finding_json(item) for item in report.findings],
    }


def _finding_json(item: Finding) -> dict[str, Any]:
    fields = asdict(item)
    fields["severity"] = "error" if item.severity is Severity.ERROR else "advice"
    fields["places"] = [asdict(place) for place in item.places]
    return fields


def from_json(fields: dict[str, Any]) -> Report:
    """The report that `to_json` wrote."""
    findings = tuple(
        Finding(
            rule=item["rule"],
            title=item["title"],
            article=item["article"],
            severity=Severity.ERROR if item["severity"] == "error" else Severity.ADVICE,
            measured=item["measured"],
            allowed=item["allowed"],
            mend=item["mend"],
            places=tuple(Place(**place) for place in item["places"]),
        )
        for item in fields["findings"]
    )
    parts = tuple(
        PartSummary(part["kind"], part["document_kind"], tuple(part["boxes"].items()))
        for part in fields["parts"]
    )
    return Report(findings, parts, fields["rules"], fields.get("source", "docx"))


MAX_PLACES_SHOWN = 4


def to_text(report: Report) -> str:
    """The report as a Vietnamese list, errors and advice together in reading order."""
    kinds = ", ".join(part.document_kind or part.kind for part in report.parts)
    lines = [
        f"Kiểm tra thể thức theo {DECREE}: {report.rules} quy tắc.",
        f"Nhận ra: {kinds}.",
    ]
    if report.note:
        lines.insert(1, report.note)
    if not report.findings:
        return "\n".join([*lines, "Không có lỗi, không có khuyến nghị."]) + "\n"
    lines.append(f"{len(report.errors)} lỗi, {len(report.advice)} khuyến nghị.")
    for number, item in enumerate(report.findings, 1):
        lines.append("")
        lines.append(
            f"{number}. [{item.severity}] {item.title} (quy tắc {item.rule}; {item.article})"
        )
        lines.append(f"   Đo được: {item.measured}. Quy định: {item.allowed}.")
        for place in item.places[:MAX_PLACES_SHOWN]:
            page = f", trang {place.page}" if place.page else ""
            lines.append(f"   Ở {place.part}{page}: {place.text or '(dòng trống)'}")
        more = len(item.places) - MAX_PLACES_SHOWN
        if more > 0:
            lines.append(f"   … và {more} chỗ khác.")
        lines.append(f"   Cách sửa: {item.mend}")
    return "\n".join(lines) + "\n"
