"""Đối chiếu sổ — numbers without gaps or doubles, dates in order (NĐ 30/2020, Điều 15)."""

from service.domain.numbering import shown_reference
from service.store.db import Database, Row
from service.store.register_chain_audit import chain_findings
from service.store.register_finding import RegisterFinding

__all__ = ["RegisterFinding", "audit"]


def audit(db: Database) -> tuple[RegisterFinding, ...]:
    """Every number of every series and year, in order, and their chain; empty when it is sound.

    The database itself refuses all of this: a finding means that somebody changed it by hand
    or that a disk lied.
    """
    lines = db.query(
        """
        SELECT series.name AS register, series_id, year, number, notation, dated, document_id,
            register_entry.state, first_number, last_number
        FROM register_entry
        JOIN series ON series.id = series_id
        LEFT JOIN series_year USING (series_id, year)
        ORDER BY series_id, year, number
        """
    )
    return (
        *_order_findings(lines),
        *_doubles(lines),
        *_paper_findings(db),
        *chain_findings(db),
    )


def _order_findings(lines: list[Row]) -> list[RegisterFinding]:
    found: list[RegisterFinding] = []
    for before, line in zip([None, *lines], lines, strict=False):
        same = before is not None and _series(before) == _series(line)
        expected = before["number"] + 1 if before and same else line["first_number"]
        if line["number"] != expected:
            found.append(_finding(line, f"Sau số liền trước phải là số {expected}."))
        if int(line["dated"][:4]) != line["year"]:
            found.append(_finding(line, f"Ngày {line['dated']} không thuộc năm của sổ."))
        if before and same and line["dated"] < before["dated"]:
            found.append(_finding(line, f"Ngày {line['dated']} sớm hơn ngày của số liền trước."))
    for line, after in zip(lines, [*lines[1:], None], strict=False):
        last = after is None or _series(after) != _series(line)
        if last and line["number"] != line["last_number"]:
            found.append(_finding(line, f"Sổ đếm tới {line['last_number']} nhưng chỉ có tới đây."))
    return found


def _doubles(lines: list[Row]) -> list[RegisterFinding]:
    seen: set[tuple[int, int, str]] = set()
    found = []
    for line in lines:
        key = (line["year"], line["number"], line["notation"])
        if line["notation"] and key in seen:
            found.append(_finding(line, "Số và ký hiệu này có hai lần trong năm."))
        seen.add(key)
    return found


def _paper_findings(db: Database) -> list[RegisterFinding]:
    rows = db.query(
        """
        SELECT document.id AS document_id, document.state, document.number, document.notation,
            document.issued_on, COALESCE(series.name, '') AS register, register_entry.year,
            register_entry.number AS entered, register_entry.dated,
            register_entry.notation AS entered_notation, register_entry.state AS entry_state
        FROM document
        LEFT JOIN register_entry
            ON register_entry.document_id = document.id AND register_entry.state <> 'void'
        LEFT JOIN series ON series.id = series_id
        WHERE document.number IS NOT NULL OR register_entry.number IS NOT NULL
        ORDER BY document.id
        """
    )
    found = []
    for row in rows:
        same = (row["number"], row["notation"], row["issued_on"]) == (
            row["entered"],
            row["entered_notation"],
            row["dated"],
        )
        issued = row["state"] in ("issued", "archived")
        if not same or issued != (row["entry_state"] == "issued"):
            found.append(
                RegisterFinding(
                    row["register"],
                    row["year"] or 0,
                    row["entered"],
                    row["document_id"],
                    f"Văn bản mã {row['document_id']} và dòng sổ của nó không khớp nhau.",
                )
            )
    return found


def _series(line: Row) -> tuple[int, int]:
    return line["series_id"], line["year"]


def _finding(line: Row, what: str) -> RegisterFinding:
    said = f"Sổ “{line['register']}” năm {line['year']}, số "
    said += f"{shown_reference(line['number'], line['notation'])}: {what}"
    return RegisterFinding(
        line["register"], line["year"], line["number"], line["document_id"], said
    )
