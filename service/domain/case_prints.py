"""Mẫu in hồ sơ — the four forms of Phụ lục V (II–V) as blocks that PDF, Word and Excel share.

Widths are ours: millimetres on A4 on its short side, 165 mm between the margins.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from service.domain.agency import Agency
from service.domain.case_files import (
    CaseFile,
    CaseItem,
    CaseList,
    HandOver,
    ListHeading,
    retention_text,
    roman,
)
from service.domain.numbering import VIETNAM
from service.domain.numbers import number_in_words
from service.domain.registers import Column
from service.domain.vietnamese import date_in_words, short_date


@dataclass(frozen=True, slots=True)
class SheetHead:
    """Tên cơ quan on the left, Quốc hiệu and Tiêu ngữ on the right; the last lines are bold."""

    left: tuple[str, ...]
    right: tuple[str, ...]
    below: str = ""


@dataclass(frozen=True, slots=True)
class SheetLine:
    """One paragraph; `size_pt` in points."""

    text: str
    bold: bool = False
    italic: bool = False
    centred: bool = False
    size_pt: float = 13.0
    before_mm: float = 1.0


@dataclass(frozen=True, slots=True)
class SheetTable:
    """Columns numbered under their heads; rows whose place is in `headings` are bold."""

    columns: tuple[Column, ...]
    rows: tuple[tuple[str, ...], ...]
    headings: frozenset[int] = frozenset()


@dataclass(frozen=True, slots=True)
class SheetSigners:
    """Who signs, side by side: what stands above the blank, and the hint under it; `day` above."""

    signers: tuple[tuple[str, str], ...]
    day: str = ""


SheetBlock = SheetHead | SheetLine | SheetTable | SheetSigners


@dataclass(frozen=True, slots=True)
class PrintedSheet:
    """One printed form; `made_at` stands at the foot of every page, as made from the System."""

    name: str
    blocks: tuple[SheetBlock, ...]
    made_at: datetime

    @property
    def foot(self) -> str:
        """Phụ lục VI, phần I, II.6: print-outs say that they are made from the System."""
        made = self.made_at.astimezone(VIETNAM)
        return f"In từ Hệ thống lúc {made:%H:%M} ngày {made:%d/%m/%Y}"


LIST_COLUMNS = (
    Column("Số và ký hiệu hồ sơ", 24),
    Column("Tên đề mục và tiêu đề hồ sơ", 68),
    Column("Thời hạn bảo quản", 22, centred=True),
    Column("Người lập hồ sơ", 32),
    Column("Ghi chú", 19),
)
DEPOSIT_COLUMNS = (
    Column("Số TT", 11, centred=True),
    Column("Số, ký hiệu hồ sơ", 23),
    Column("Tiêu đề hồ sơ", 53),
    Column("Thời gian tài liệu", 24, centred=True),
    Column("Thời hạn bảo quản", 20, centred=True),
    Column("Số tờ/ Số trang", 15, centred=True),
    Column("Ghi chú", 19),
)
CONTENTS_COLUMNS = (
    Column("STT", 11, centred=True),
    Column("Số, ký hiệu văn bản", 29),
    Column("Ngày tháng năm văn bản", 22, centred=True),
    Column("Tên loại và trích yếu nội dung văn bản", 47),
    Column("Tác giả văn bản", 27),
    Column("Tờ số/ Trang số", 13, centred=True),
    Column("Ghi chú", 16),
)


def list_sheet(listed: CaseList, agency: Agency, now: datetime) -> PrintedSheet:
    """Danh mục hồ sơ (Phụ lục V, II), with its foot of counts."""
    rows: list[tuple[str, ...]] = []
    headings: set[int] = set()
    numbers: dict[int, int] = {}
    for big in (one for one in listed.headings if one.parent_id is None):
        numbers[big.id] = len(numbers) + 1
        headings.add(len(rows))
        rows.append(("", f"{roman(numbers[big.id])}. {big.name.upper()}", "", "", ""))
        rows += _plans(listed, big)
        small = [one for one in listed.headings if one.parent_id == big.id]
        for place, heading in enumerate(small, 1):
            headings.add(len(rows))
            rows.append(("", f"{place}. {heading.name}", "", "", ""))
            rows += _plans(listed, heading)
    for_ever = sum(1 for one in listed.plans if one.retention_years is None)
    issued = listed.decision or "Quyết định số … ngày … tháng … năm …"
    return PrintedSheet(
        name=f"Danh mục hồ sơ năm {listed.year}",
        blocks=(
            agency_head(agency),
            SheetLine("DANH MỤC HỒ SƠ", bold=True, centred=True, size_pt=14, before_mm=8),
            SheetLine(f"Năm {listed.year}", bold=True, centred=True, size_pt=14),
            SheetLine(f"(Kèm theo {issued})", italic=True, centred=True),
            SheetTable(LIST_COLUMNS, tuple(rows), frozenset(headings)),
            SheetLine(f"Danh mục hồ sơ này có {len(listed.plans)} hồ sơ, bao gồm:", before_mm=4),
            SheetLine(f"{for_ever} hồ sơ bảo quản vĩnh viễn;"),
            SheetLine(f"{len(listed.plans) - for_ever} hồ sơ bảo quản có thời hạn."),
        ),
        made_at=now,
    )


def contents_sheet(
    case: CaseFile, items: Sequence[CaseItem], first_pages: Sequence[int], now: datetime
) -> PrintedSheet:
    """Mục lục văn bản, tài liệu (Phụ lục V, IV). `first_pages` say on which page of the file each
    paper begins, 0 where it has none."""
    rows = tuple(
        (
            str(item.ordinal),
            item.paper.reference,
            item.paper.issued_text,
            item.paper.content,
            item.paper.organ,
            str(page) if page else "",
            item.paper.note,
        )
        for item, page in zip(items, first_pages, strict=True)
    )
    return PrintedSheet(
        name=f"Mục lục văn bản hồ sơ {case.details.notation} năm {case.year}",
        blocks=(
            SheetLine("MỤC LỤC VĂN BẢN, TÀI LIỆU", bold=True, centred=True, size_pt=14),
            SheetLine(f"Số, ký hiệu hồ sơ: {case.details.notation}", bold=True, centred=True),
            SheetLine(f"Năm {case.year}", bold=True, centred=True),
            SheetLine(f"Tiêu đề hồ sơ: {case.details.title}", before_mm=3),
            SheetLine(f"Thời hạn bảo quản: {retention_text(case.details.retention_years)}"),
            SheetTable(CONTENTS_COLUMNS, rows),
            SheetLine(f"Hồ sơ này có {len(items)} văn bản.", before_mm=4),
        ),
        made_at=now,
    )


def deposit_sheet(
    cases: Sequence[CaseFile],
    pages: Sequence[int],
    told: HandOver,
    agency: Agency,
    now: datetime,
) -> PrintedSheet:
    """Mục lục hồ sơ, tài liệu nộp lưu (Phụ lục V, III)."""
    rows = tuple(
        (
            str(place),
            case.details.notation,
            case.details.title,
            span_of(case),
            retention_text(case.details.retention_years),
            str(count) if count else "",
            case.details.note,
        )
        for place, (case, count) in enumerate(zip(cases, pages, strict=True), 1)
    )
    years = sorted({case.year for case in cases})
    count = len(cases)
    return PrintedSheet(
        name="Mục lục hồ sơ nộp lưu",
        blocks=(
            agency_head(agency),
            SheetLine(
                "MỤC LỤC HỒ SƠ, TÀI LIỆU NỘP LƯU", bold=True, centred=True, size_pt=14, before_mm=8
            ),
            SheetLine(f"Năm {', '.join(map(str, years))}", bold=True, centred=True),
            SheetTable(DEPOSIT_COLUMNS, rows),
            SheetLine(f"Mục lục này gồm: {count} hồ sơ (đơn vị bảo quản).", before_mm=4),
            SheetLine(f"Viết bằng chữ: {number_in_words(count)} hồ sơ (đơn vị bảo quản)."),
            SheetSigners(
                (("Người lập", "(Ký và ghi rõ họ và tên, chức vụ)"),),
                f"{agency.place}, {date_in_words(told.handed_on)}",
            ),
        ),
        made_at=now,
    )


def minutes_sheet(
    cases: Sequence[CaseFile], files: int, told: HandOver, agency: Agency, now: datetime
) -> PrintedSheet:
    """Biên bản giao nhận hồ sơ, tài liệu (Phụ lục V, V); `files` counts those of electronic
    papers."""
    lines = _minutes(cases, files, told, agency)
    head = agency_head(agency)
    day = f"{agency.place}, {date_in_words(told.handed_on)}"
    hint = "(Ký và ghi rõ họ và tên)"
    return PrintedSheet(
        name="Biên bản giao nhận hồ sơ",
        blocks=(
            SheetHead(head.left, head.right, day),
            SheetLine("BIÊN BẢN", bold=True, centred=True, size_pt=14, before_mm=8),
            SheetLine("Giao nhận hồ sơ, tài liệu", bold=True, centred=True, size_pt=14),
            *(SheetLine(line) for line in lines),
            SheetSigners((("ĐẠI DIỆN BÊN GIAO", hint), ("ĐẠI DIỆN BÊN NHẬN", hint))),
        ),
        made_at=now,
    )


def _minutes(
    cases: Sequence[CaseFile], files: int, told: HandOver, agency: Agency
) -> tuple[str, ...]:
    years = ", ".join(str(year) for year in sorted({case.year for case in cases}))
    days = [day for case in cases for day in (case.details.started_on, case.ended_on) if day]
    ground = told.ground or f"Danh mục hồ sơ năm {years}"
    return (
        f"Căn cứ {DECREE};",
        f"Căn cứ {ground},",
        "Chúng tôi gồm:",
        "BÊN GIAO:",
        f"Ông (bà): {told.giver}",
        f"Chức vụ công tác: {told.giver_post or _BLANK}",
        "BÊN NHẬN: Lưu trữ cơ quan",
        f"Ông (bà): {told.receiver}",
        f"Chức vụ công tác: {told.receiver_post or _BLANK}",
        "Thống nhất lập biên bản giao nhận tài liệu với những nội dung như sau:",
        f"1. Tên khối tài liệu giao nộp: Hồ sơ năm {years} của {agency.full_name}",
        f"2. Thời gian của hồ sơ, tài liệu: từ {short_date(min(days))} đến {short_date(max(days))}",
        "3. Số lượng tài liệu:",
        "a) Đối với hồ sơ, tài liệu giấy",
        f"- Tổng số hộp (cặp): {_BLANK}",
        f"- Tổng số hồ sơ (đơn vị bảo quản): {_BLANK} Quy ra mét giá: {_BLANK} mét.",
        "b) Đối với hồ sơ, tài liệu điện tử",
        f"- Tổng số hồ sơ: {len(cases)}",
        f"- Tổng số tệp tin trong hồ sơ: {files}",
        f"4. Tình trạng tài liệu giao nộp: {told.condition or _BLANK}",
        "5. Mục lục hồ sơ, tài liệu nộp lưu kèm theo.",
        "Biên bản này được lập thành hai bản; bên giao giữ một bản, bên nhận giữ một bản./.",
    )


_BLANK = "……………"
DECREE = "Nghị định số 30/2020/NĐ-CP ngày 05 tháng 3 năm 2020 của Chính phủ về công tác văn thư"


def agency_head(agency: Agency) -> SheetHead:
    """Tên cơ quan under its superior, beside Quốc hiệu and Tiêu ngữ."""
    left = (*agency.superior.upper().splitlines(), *agency.name.upper().splitlines())
    return SheetHead(left, (agency.national_name, "Độc lập - Tự do - Hạnh phúc"))


def _plans(listed: CaseList, heading: ListHeading) -> list[tuple[str, ...]]:
    return [
        (
            one.notation,
            one.title,
            retention_text(one.retention_years),
            one.keeper_name,
            one.note,
        )
        for one in listed.plans
        if one.heading_id == heading.id
    ]


def span_of(case: CaseFile) -> str:
    """Thời gian tài liệu: from the first day to the last; empty while the file is open."""
    start: date = case.details.started_on
    return f"{short_date(start)} - {short_date(case.ended_on)}" if case.ended_on else ""
