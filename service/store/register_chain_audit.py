"""Đối chiếu chuỗi băm — a line that was changed, added or taken away by hand is named."""

import json
from collections.abc import Iterator

from service.domain.numbering import shown_reference
from service.store.db import Database, Row
from service.store.register_chain import FIRST, digest
from service.store.register_finding import RegisterFinding

COLUMN_NAMES = {
    "series_id": "sổ",
    "year": "năm",
    "number": "số",
    "notation": "ký hiệu",
    "dated": "ngày",
    "origin": "nguồn gốc",
    "document_id": "văn bản",
    "state": "tình trạng",
    "reason": "lý do hủy",
    "subject": "trích yếu",
    "kind_name": "tên loại",
    "signer_name": "người ký",
    "recipients": "nơi nhận",
    "file_sha256": "tệp",
    "taken_by": "người lấy số",
    "taken_at": "lúc lấy số",
}

PAGE = 5000


def chain_findings(db: Database) -> tuple[RegisterFinding, ...]:
    """Links that do not follow or do not hash, then lines that differ from their last link."""
    names = {row["id"]: row["name"] for row in db.query("SELECT id, name FROM series")}
    return (*_broken_links(db, names), *_changed_lines(db, names))


def _broken_links(db: Database, names: dict[int, str]) -> Iterator[RegisterFinding]:
    previous, expected_id = FIRST, 1
    for link in _links(db):
        record = json.loads(link["record"])
        if link["id"] != expected_id or link["previous"] != previous:
            yield _finding(names, record, "Chuỗi băm đứt trước dòng này: có mắt xích bị bỏ đi.")
        if link["sha256"] != digest(link["previous"], link["record"]):
            yield _finding(names, record, "Mắt xích của dòng này đã bị sửa ngoài phần mềm.")
        previous, expected_id = link["sha256"], link["id"] + 1


def _links(db: Database) -> Iterator[Row]:
    """In order, a page at a time: a register of many years is larger than memory should be."""
    after = 0
    while rows := db.query(
        "SELECT * FROM register_link WHERE id > :after ORDER BY id LIMIT :page",
        {"after": after, "page": PAGE},
    ):
        yield from rows
        after = rows[-1]["id"]


def _changed_lines(db: Database, names: dict[int, str]) -> Iterator[RegisterFinding]:
    for row in _lines(db):
        record = row.pop("record")
        if record is None:
            yield _finding(names, row, "Dòng này không có trong chuỗi băm; ai đó đã thêm vào.")
            continue
        kept = json.loads(record)
        changed = [name for name in kept if row.get(name) != kept[name]]
        if changed:
            what = ", ".join(COLUMN_NAMES.get(name, name) for name in changed)
            was = ", ".join(str(kept[name]) for name in changed)
            yield _finding(
                names, kept, f"Dòng sổ đã bị sửa ngoài phần mềm ({what}); vốn ghi: {was}."
            )
    for row in db.query(
        """
        SELECT record FROM register_link
        WHERE entry_id NOT IN (SELECT id FROM register_entry)
            AND id IN (SELECT MAX(id) FROM register_link GROUP BY entry_id)
        """
    ):
        yield _finding(names, json.loads(row["record"]), "Dòng sổ này đã bị xóa ngoài phần mềm.")


def _lines(db: Database) -> Iterator[Row]:
    after = 0
    while rows := db.query(
        """
        SELECT register_entry.*, (
            SELECT record FROM register_link
            WHERE entry_id = register_entry.id ORDER BY id DESC LIMIT 1
        ) AS record
        FROM register_entry
        WHERE id > :after ORDER BY id LIMIT :page
        """,
        {"after": after, "page": PAGE},
    ):
        yield from rows
        after = rows[-1]["id"]


def _finding(names: dict[int, str], line: Row, what: str) -> RegisterFinding:
    name = names.get(line["series_id"], "?")
    said = f"Sổ “{name}” năm {line['year']}, số "
    said += f"{shown_reference(line['number'], line['notation'])}: {what}"
    return RegisterFinding(name, line["year"], line["number"], line["document_id"], said)
