"""Tiếp nhận năm đang chạy — papers of elsewhere enter the register, by hand or all at once."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime

from service.actions.media import PDF_TYPE
from service.actions.office import Office
from service.actions.reserving import strike_out_expired, topic
from service.domain.documents import Person
from service.domain.errors import Refused
from service.domain.numbering import SeriesKey, office_date, padded
from service.domain.takeover import OutsidePaper, missing, wrong_order
from service.domain.workflow import Role
from service.store import documents, events, numbers, outside_papers
from service.store.numbers import Entry


def enter_outside(
    office: Office,
    series_id: int,
    paper: OutsidePaper,
    *,
    by: Person,
    now: datetime,
    file: bytes | None = None,
) -> Entry:
    """Write one paper that was issued elsewhere into the register, with its PDF if there is one.

    Refused (fields ``number``, ``dated``, ``notation``, ``file``) when it does not fit.
    """
    by.require(Role.CLERK)
    if paper.dated > office_date(now):
        raise Refused(f"Ngày {paper.dated:%d/%m/%Y} chưa tới.", field="dated")
    sha256 = _kept_file(office, file)
    db = office.db
    with db.write():
        strike_out_expired(office, now)
        series = numbers.active_series(db, series_id)
        if sha256 and file:
            documents.note_file(db, sha256, len(file), PDF_TYPE, now)
        key = SeriesKey(series.register, series.body, paper.dated.year)
        entry = outside_papers.add(
            db, key, replace(paper, file_sha256=sha256), person_id=by.id, now=now
        )
        events.add(
            db, "enter_outside", by, now, topic=topic(entry.id), number=entry.number, file=sha256
        )
    return entry


def outside_file(office: Office, entry_id: int, *, by: Person, now: datetime) -> tuple[str, bytes]:
    """Name and bytes of the PDF that came with a line; noted. NotFound, ArchiveDamaged."""
    by.require(Role.CLERK)
    name, sha256 = outside_papers.file_of(office.db, entry_id)
    data = office.files.get(sha256)
    with office.db.write():
        events.add(office.db, "download", by, now, topic=topic(entry_id), sha256=sha256)
    return name, data


def import_register(
    office: Office,
    series_id: int,
    year: int,
    papers: Sequence[OutsidePaper],
    *,
    by: Person,
    now: datetime,
) -> int:
    """Write a whole run of numbers into a year, all or nothing; returns how many.

    The run must be without gaps and join the year's first or last number. Refused names the
    number that does not fit; nothing is kept then.
    """
    by.require(Role.CLERK)
    if not papers:
        raise Refused("Bảng tính không có dòng nào.", field="file")
    wrong = wrong_order(papers)
    if wrong:
        place, sentences = next(iter(wrong.items()))
        raise Refused(f"Số {padded(papers[place].number)}: {sentences[0]}")
    db = office.db
    with db.write():
        strike_out_expired(office, now)
        series = numbers.active_series(db, series_id)
        key = SeriesKey(series.register, series.body, year)
        for paper in _in_order_of_entry(papers, outside_papers.bounds(db, series_id, year), year):
            try:
                outside_papers.add(db, key, paper, person_id=by.id, now=now)
            except Refused as refusal:
                raise Refused(f"Số {padded(paper.number)}: {refusal.message}") from refusal
        events.add(
            db,
            "import_register",
            by,
            now,
            topic=f"series/{series_id}",
            year=year,
            count=len(papers),
            span=_span(papers),
        )
    return len(papers)


def _in_order_of_entry(
    papers: Sequence[OutsidePaper], limits: tuple[int, int] | None, year: int
) -> list[OutsidePaper]:
    """By number; from the end, when the run ends right before the year's first number."""
    ordered = sorted(papers, key=lambda paper: paper.number)
    if limits is None or ordered[0].number == limits[1] + 1:
        return ordered
    if ordered[-1].number == limits[0] - 1:
        return ordered[::-1]
    raise Refused(_no_joint(papers, limits, year))


def _span(papers: Sequence[OutsidePaper]) -> str:
    given = [paper.number for paper in papers]
    return missing(min(given), max(given))


def _kept_file(office: Office, file: bytes | None) -> str | None:
    if file is None:
        return None
    if not file.startswith(b"%PDF-"):
        raise Refused("Tệp kèm theo phải là PDF.", field="file")
    return office.files.put(file)


def _no_joint(papers: Sequence[OutsidePaper], limits: tuple[int, int], year: int) -> str:
    first, last = limits
    held = missing(first, last) if last >= first else f"bắt đầu từ {padded(first)}"
    return (
        f"Bảng tính có số {_span(papers)}, nhưng sổ năm {year} đã có số {held}; hai đoạn phải nối "
        "liền nhau."
    )
