"""Xuất hồ sơ — one ZIP: a PDF to read, the XML of Phụ lục VI, the original bytes (II.4).

Merging never touches what is stored; signatures live in the originals beside the reading copy.
"""

import io
import re
import zipfile
from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from datetime import datetime

from service.actions import case_papers
from service.actions.case_files import contents, topic_of
from service.actions.case_xml import case_xml
from service.actions.office import Office
from service.domain.case_files import CaseFile, CaseItem, FiledPaper
from service.domain.case_prints import PrintedSheet, SheetLine, contents_sheet
from service.domain.documents import Person
from service.domain.errors import NotAllowed, OfficeError, Refused
from service.rendering.case_contents import sheet_pdf
from service.rendering.case_reading import ReadingPart, reading_copy
from service.rendering.upload_series import UploadSeries, upload_series
from service.store import access_grants, case_files, events

XML_NAME, PDF_NAME, NOTE_NAME = "ho-so.xml", "ho-so.pdf", "doc-truoc.txt"
FOLDER = "goc"
MOST_BYTES = 400 << 20
STAMP = (2020, 1, 1, 0, 0, 0)
_UNSAFE = re.compile(r'[\\/:*?"<>|\x00-\x1f]')

NOTE = """\
Hồ sơ {notation} năm {year}: {title}

ho-so.pdf   bản để đọc: mục lục và các văn bản theo thứ tự thời gian, in từ Hệ thống.
            Bản này được ghép lại nên không còn chữ ký số.
ho-so.xml   dữ liệu của hồ sơ và từng văn bản theo Phụ lục VI Nghị định số 30/2020/NĐ-CP,
            kèm mã băm SHA-256 của mỗi tệp gốc.
goc/        tệp gốc, nguyên từng byte; chữ ký số nằm trong các tệp này. Kiểm tra chữ ký
            thì dùng các tệp này.
"""


def export_case(office: Office, case_id: int, *, by: Person, now: datetime) -> tuple[str, bytes]:
    """Name and bytes of the ZIP of a whole file, in order of time, made while the caller waits.

    NotAllowed when a paper in it may not be downloaded by this person; Refused for an empty or
    too large file; ArchiveDamaged when stored bytes are missing or altered.
    """
    case, items = ready_to_export(office, case_id, by)
    data = package_of(office, case, items, now)
    with office.db.write():
        note_download(office, case, [one.paper.topic for one in items], by=by, now=now)
    return package_name(case), data


def ready_to_export(
    office: Office, case_id: int, by: Person
) -> tuple[CaseFile, tuple[CaseItem, ...]]:
    """The file under the agency's identifier, and what lies in it; raises as `export_case`."""
    case = coded(office, case_files.get(office.db, case_id, by))
    items = contents(office, case, by)
    if not items:
        raise Refused("Hồ sơ chưa có văn bản nào để xuất.")
    require_all(office, [one.paper.topic for one in items], by)
    total = sum(one.size for item in items for one in item.paper.files)
    if total > MOST_BYTES:
        raise Refused(
            f"Hồ sơ có {total >> 20} MB tệp, quá {MOST_BYTES >> 20} MB của một lần xuất; hãy tách "
            "hồ sơ thành nhiều tập."
        )
    return case, items


def coded(office: Office, case: CaseFile) -> CaseFile:
    """The file as an export tells of it: under the agency's identifier (OrganId) where it was
    opened here before the office knew one."""
    if case.organ_id or case.imported_sha256:
        return case
    return replace(case, organ_id=office.agency().organ_id)


def package_of(
    office: Office,
    case: CaseFile,
    items: Sequence[CaseItem],
    now: datetime,
    told: Callable[[int], None] = lambda count: None,
) -> bytes:
    """The ZIP; `told` hears how many papers are in it, as each of them is."""
    papers = [item.paper for item in items]
    places = _places(papers)
    made = {
        NOTE_NAME: _note(case).encode(),
        XML_NAME: case_xml(case, papers, places),
        PDF_NAME: reading_pdf(office, case, items, now, told),
    }
    return _zipped(office, made, papers, places)


def package_name(case: CaseFile) -> str:
    """``ho-so-01.VP-2026.zip``."""
    return f"ho-so-{_safe(case.details.notation)}-{case.year}.zip"


def note_download(
    office: Office, case: CaseFile, topics: Sequence[str], *, by: Person, now: datetime
) -> None:
    """Write into the history of the file and of each paper that it left. Inside `write()`."""
    for kind, _, number in (topic.partition("/") for topic in topics):
        if kind == "document":
            told = {"role": "pdf", "case": case.name}
            events.add(office.db, "download", by, now, int(number), **told)
        else:
            about = f"{kind}/{number}"
            events.add(office.db, "download", by, now, topic=about, case=case.name)
    about = topic_of(case.id)
    events.add(office.db, "case_file_export", by, now, topic=about, papers=len(topics))


def xml_of(case: CaseFile, papers: Sequence[FiledPaper]) -> bytes:
    """What an export says of the file as it is now."""
    return case_xml(case, papers, _places(papers))


def _places(papers: Sequence[FiledPaper]) -> list[list[str]]:
    return [_paths(place, paper) for place, paper in enumerate(papers, 1)]


def reading_pdf(
    office: Office,
    case: CaseFile,
    items: Sequence[CaseItem],
    now: datetime,
    told: Callable[[int], None] = lambda count: None,
) -> bytes:
    """The contents list and every paper's pages as one PDF."""
    sheet = contents_sheet(case, items, [0] * len(items), now)

    def listed(pages: Sequence[int]) -> bytes:
        return sheet_pdf(contents_sheet(case, items, pages, now))

    def instead(title: str) -> bytes:
        lines = (
            SheetLine(title, bold=True, centred=True, size_pt=14, before_mm=60),
            SheetLine(
                "Văn bản này không có tệp PDF ghép được vào bản đọc; tệp gốc (nếu có) ở thư mục "
                f"“{FOLDER}” của gói xuất.",
                centred=True,
                before_mm=6,
            ),
        )
        return sheet_pdf(PrintedSheet(title, lines, now))

    with upload_series() as series:
        parts = _parts(office, items, series, told)
        return reading_copy(parts, listed, instead, title=sheet.name, mark=sheet.foot)


def _parts(
    office: Office, items: Sequence[CaseItem], series: UploadSeries, told: Callable[[int], None]
) -> Iterator[ReadingPart]:
    for count, item in enumerate(items, 1):
        ours = item.paper.topic.startswith("document/")
        files = map(office.files.get, item.paper.reading)
        # What came from outside is opened here only after a limited process could read it.
        readable = tuple(one for one in files if ours or _opens(series, one))
        yield ReadingPart(_title(item), readable)
        told(count)


def _opens(series: UploadSeries, data: bytes) -> bool:
    try:
        series.read(data)
    except Refused:
        return False
    return True


def require_all(office: Office, topics: Sequence[str], by: Person) -> None:
    """NotAllowed unless the person may download each of these papers."""
    for ordinal, topic in enumerate(topics, 1):
        kind, _, number = topic.partition("/")
        shown = case_papers.sees(office, topic, by)
        if shown and kind == "document":
            shown = access_grants.may_download(office.db, int(number), by)
        if not shown:
            raise NotAllowed(
                f"Hồ sơ có văn bản {_called(office, topic) or ordinal} mà bạn không được tải; "
                "hãy nhờ văn thư xuất hồ sơ."
            )


def _called(office: Office, topic: str) -> str:
    """The number of a paper, which whoever sees the file's contents list knows."""
    try:
        return case_papers.read(office, topic).reference
    except OfficeError:
        return ""


def _zipped(
    office: Office,
    made: dict[str, bytes],
    papers: Sequence[FiledPaper],
    places: Sequence[Sequence[str]],
) -> bytes:
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w") as package:
        for name, data in made.items():
            _write(package, name, data)
        for paper, paths in zip(papers, places, strict=True):
            for file, path in zip(paper.files, paths, strict=True):
                _write(package, path, office.files.get(file.sha256))
    return target.getvalue()


def _write(package: zipfile.ZipFile, name: str, data: bytes) -> None:
    info = zipfile.ZipInfo(name, STAMP)
    info.compress_type = zipfile.ZIP_DEFLATED
    info.external_attr = 0o644 << 16
    package.writestr(info, data)


def _paths(place: int, paper: FiledPaper) -> list[str]:
    """``goc/0003/2-ten-tep.pdf``: numbers keep names apart, whatever files are called."""
    return [
        f"{FOLDER}/{place:04d}/{number}-{_safe(one.name)}"
        for number, one in enumerate(paper.files, 1)
    ]


def _safe(name: str) -> str:
    return _UNSAFE.sub("-", name).strip(". ")[:120] or "tep"


def _title(item: CaseItem) -> str:
    paper = item.paper
    return f"{item.ordinal}. {paper.reference} {paper.content}".replace("  ", " ")


def _note(case: CaseFile) -> str:
    return NOTE.format(notation=case.details.notation, year=case.year, title=case.details.title)
