"""Danh mục hồ sơ, tài liệu giữ lại — the list that goes to Lưu trữ cơ quan (NĐ 30/2020, Điều 31,
khoản 3, điểm d).

The decree prints no form for it: columns are those of the list of files handed over (Phụ lục V,
III), with both days in place of the pages. Widths are in mm, 165 in all.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from service.domain.agency import Agency
from service.domain.case_files import CaseFile, retention_text
from service.domain.case_keeping import Keeping, KeptFile, keeping_term
from service.domain.case_prints import (
    PrintedSheet,
    SheetLine,
    SheetSigners,
    SheetTable,
    agency_head,
    span_of,
)
from service.domain.numbering import office_date
from service.domain.numbers import number_in_words
from service.domain.registers import Column
from service.domain.vietnamese import date_in_words, short_date

KEPT_COLUMNS = (
    Column("Số TT", 10, centred=True),
    Column("Số, ký hiệu hồ sơ", 23),
    Column("Tiêu đề hồ sơ", 40),
    Column("Thời gian tài liệu", 23, centred=True),
    Column("Thời hạn bảo quản", 18, centred=True),
    Column("Hạn nộp lưu", 23, centred=True),
    Column("Ghi chú", 28),
)
_HINT = "(Ký và ghi rõ họ và tên, chức vụ)"


@dataclass(frozen=True, slots=True)
class KeptLine:
    """One file of the list."""

    case: CaseFile
    kept: KeptFile


def keeping_sheet(
    told: Keeping, lines: Sequence[KeptLine], agency: Agency, now: datetime
) -> PrintedSheet:
    """The list of one act; files that are no longer kept stay in it, and say so."""
    units = "; ".join(dict.fromkeys(one.case.unit_name for one in lines))
    made, term = told.made_at or now, keeping_term(lines[0].kept.due_on)
    agreed = f"{told.allowed_post} {told.allowed_by}".strip()
    return PrintedSheet(
        name=f"Danh mục hồ sơ giữ lại lần {told.id}",
        blocks=(
            agency_head(agency),
            SheetLine(
                "DANH MỤC HỒ SƠ, TÀI LIỆU GIỮ LẠI",
                bold=True,
                centred=True,
                size_pt=14,
                before_mm=8,
            ),
            SheetLine(f"(Kèm theo {told.consent})", italic=True, centred=True),
            SheetLine(f"Đơn vị, cá nhân giữ lại: {units}", before_mm=4),
            SheetLine(f"Người đồng ý: {agreed}"),
            SheetLine(f"Lý do: {told.reason}"),
            SheetLine(f"Giữ lại đến hết ngày: {short_date(told.kept_until)}"),
            SheetTable(KEPT_COLUMNS, tuple(_row(place, one) for place, one in enumerate(lines, 1))),
            SheetLine(f"Danh mục này gồm: {len(lines)} hồ sơ.", before_mm=4),
            SheetLine(f"Viết bằng chữ: {number_in_words(len(lines))} hồ sơ."),
            SheetLine(
                f"Giữ lại không quá {term.months // 12:02d} năm từ ngày đến hạn ({term.article}).",
                italic=True,
            ),
            SheetSigners(
                (("Lưu trữ cơ quan", _HINT), ("Người lập", _HINT)),
                f"{agency.place}, {date_in_words(office_date(made))}",
            ),
        ),
        made_at=now,
    )


def _row(place: int, one: KeptLine) -> tuple[str, ...]:
    case, kept = one.case, one.kept
    ended = f"Thôi giữ lại từ {short_date(office_date(kept.ended_at))}" if kept.ended_at else ""
    return (
        str(place),
        case.details.notation,
        case.details.title,
        span_of(case),
        retention_text(case.details.retention_years),
        short_date(kept.due_on),
        "; ".join(filter(None, (ended, case.details.note))),
    )
