"""In danh mục, mục lục, biên bản — the forms of Phụ lục V as files (NĐ 30/2020, Điều 28–30)."""

from collections.abc import Callable, Sequence
from datetime import datetime

from service.actions.case_files import contents, topic_of
from service.actions.case_lists import get
from service.actions.media import DOCX_TYPE, PDF_TYPE, XLSX_TYPE
from service.actions.office import Office
from service.domain.case_files import CaseFile, CaseItem
from service.domain.case_prints import (
    PrintedSheet,
    contents_sheet,
    deposit_sheet,
    list_sheet,
    minutes_sheet,
)
from service.domain.documents import Person
from service.domain.errors import NotFound
from service.rendering.case_contents import sheet_pdf
from service.rendering.case_docx import sheet_docx
from service.rendering.case_xlsx import sheet_xlsx
from service.store import case_files, events

MAKERS: dict[str, tuple[Callable[[PrintedSheet], bytes], str]] = {
    "pdf": (sheet_pdf, PDF_TYPE),
    "docx": (sheet_docx, DOCX_TYPE),
    "xlsx": (sheet_xlsx, XLSX_TYPE),
}
"""Ending of the file → what makes it, and its media type."""

Printed = tuple[str, str, bytes]
"""Name, media type and bytes of a printed form."""


def print_list(office: Office, year: int, ending: str, *, by: Person, now: datetime) -> Printed:
    """Danh mục hồ sơ of a year."""
    sheet = list_sheet(get(office, year), office.agency(), now)
    return made(office, sheet, ending, f"case_list/{year}", by=by, now=now)


def print_contents(
    office: Office, case_id: int, ending: str, *, by: Person, now: datetime
) -> Printed:
    """Mục lục văn bản of a file; pages are counted through the papers in their order."""
    case = case_files.get(office.db, case_id, by)
    items = contents(office, case, by)
    sheet = contents_sheet(case, items, first_pages(items), now)
    return made(office, sheet, ending, topic_of(case_id), by=by, now=now)


def first_pages(items: Sequence[CaseItem]) -> list[int]:
    """On which page of the whole file each paper begins; 0 for one whose pages are not known."""
    starts, page = [], 1
    for item in items:
        starts.append(page if item.paper.pages else 0)
        page += item.paper.pages
    return starts


def print_deposit(
    office: Office, handover_id: int, ending: str, *, by: Person, now: datetime
) -> Printed:
    """Mục lục hồ sơ nộp lưu of one hand-over."""
    told = case_files.handover(office.db, handover_id)
    cases = case_files.handed_over(office.db, handover_id)
    pages = [_pages(office, case, by) for case in cases]
    sheet = deposit_sheet(cases, pages, told, office.agency(), now)
    return made(office, sheet, ending, f"case_handover/{handover_id}", by=by, now=now)


def print_minutes(
    office: Office, handover_id: int, ending: str, *, by: Person, now: datetime
) -> Printed:
    """Biên bản giao nhận of one hand-over, to be printed twice."""
    told = case_files.handover(office.db, handover_id)
    cases = case_files.handed_over(office.db, handover_id)
    files = sum(len(item.paper.files) for case in cases for item in contents(office, case, by))
    sheet = minutes_sheet(cases, files, told, office.agency(), now)
    return made(office, sheet, ending, f"case_handover/{handover_id}", by=by, now=now)


def _pages(office: Office, case: CaseFile, by: Person) -> int:
    return sum(item.paper.pages for item in contents(office, case, by))


def made(
    office: Office, sheet: PrintedSheet, ending: str, topic: str, *, by: Person, now: datetime
) -> Printed:
    """A form as a file of this ending, noted in the history of `topic`; NotFound for another."""
    if ending not in MAKERS:
        raise NotFound("Không in được dạng tệp này.")
    make, media_type = MAKERS[ending]
    data = make(sheet)
    with office.db.write():
        events.add(
            office.db, "case_file_print", by, now, topic=topic, title=sheet.name, format=ending
        )
    return f"{sheet.name}.{ending}".replace("/", "-"), media_type, data
