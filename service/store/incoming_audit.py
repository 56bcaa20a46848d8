"""Đối chiếu sổ văn bản đến — arrival numbers without gaps, days in order (Điều 22)."""

from service.domain.vietnamese import short_date
from service.store.db import Database, Row
from service.store.moments import maybe_date
from service.store.register_finding import RegisterFinding

REGISTER = "Sổ đăng ký văn bản đến"


def incoming_findings(db: Database) -> tuple[RegisterFinding, ...]:
    """What cannot have come from this service in the arrival numbers; empty when they are sound."""
    lines = db.query(
        """
        SELECT incoming.year, number, arrived_on, first_number, last_number
        FROM incoming LEFT JOIN incoming_year USING (year)
        ORDER BY incoming.year, number
        """
    )
    found: list[RegisterFinding] = []
    for before, line in zip([None, *lines], lines, strict=False):
        same = before is not None and before["year"] == line["year"]
        expected = before["number"] + 1 if before and same else line["first_number"] or 1
        if line["number"] != expected:
            found.append(_finding(line, f"Sau số liền trước phải là số {expected}."))
        if before and same and line["arrived_on"] < before["arrived_on"]:
            day = maybe_date(line["arrived_on"])
            shown = short_date(day) if day else ""
            found.append(_finding(line, f"Ngày đến {shown} sớm hơn ngày của số liền trước."))
    for line, after in zip(lines, [*lines[1:], None], strict=False):
        last = after is None or after["year"] != line["year"]
        if last and line["number"] != line["last_number"]:
            found.append(_finding(line, f"Sổ đếm tới {line['last_number']} nhưng chỉ có tới đây."))
    return tuple(found)


def _finding(line: Row, sentence: str) -> RegisterFinding:
    return RegisterFinding(REGISTER, line["year"], line["number"], None, sentence)
