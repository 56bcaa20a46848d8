"""Nhập hồ sơ đã xuất — our own export into another office gives the same archive.

Everything is read and compared before anything is written; papers become old papers, the file
keeps the fields it was exported with. The same export again gives nothing new.
"""

import hashlib
import io
import zipfile
import zlib
from dataclasses import dataclass, replace
from datetime import date, datetime

from service.actions.case_export import FOLDER, NOTE_NAME, PDF_NAME, XML_NAME, xml_of
from service.actions.case_files import contents, topic_of
from service.actions.case_xml import read_case_xml
from service.actions.office import Office
from service.domain.case_files import CaseFile, CaseFileState, FiledPaper, ImportedCase
from service.domain.documents import Person
from service.domain.errors import Refused
from service.domain.incoming import IncomingDetails
from service.domain.old_papers import Direction, Origin
from service.domain.workflow import Role
from service.store import case_files, documents, events, old_papers

MOST_FILES = 20_000
MOST_BYTES = 500 << 20
MOST_XML = 64 << 20
_BROKEN = "Tệp không phải gói ZIP của hồ sơ, hoặc bị hỏng; hãy lấy lại tệp đã xuất."


@dataclass(frozen=True, slots=True)
class CaseImport:
    """What came of an import; `new` is False when this office had the same file already."""

    case: CaseFile
    papers: int
    new: bool


def import_case(office: Office, data: bytes, *, by: Person, now: datetime) -> CaseImport:
    """Bring an exported file in: all or nothing. For clerks.

    Refused with the place when the ZIP, its XML or a byte of a file is not as it was exported,
    or when another file of this office has the same code.
    """
    by.require(Role.CLERK)
    told, files, mark = _read(data)
    there = case_files.by_code(
        office.db,
        told.organ_id,
        told.year,
        told.details.notation,
        ours=office.agency().organ_id,
    )
    if there is not None:
        return _same_as(office, there, told, mark, by)
    keys = [old_papers.search_keys(_details(one), "") for one in told.papers]
    for content in files.values():
        office.files.put(content)
    with office.db.write():
        case_id = case_files.add(
            office.db,
            told.details,
            organ_id=told.organ_id,
            year=told.year,
            keeper_id=None,
            unit_id=by.unit_id,
            plan_id=None,
            imported=mark,
            by=by,
            now=now,
        )
        for one in {file.sha256: file for p in told.papers for file in p.files}.values():
            documents.note_file(office.db, one.sha256, one.size, one.media_type, now)
        papers = [
            _enter(office, paper, key, by=by, now=now)
            for paper, key in zip(told.papers, keys, strict=True)
        ]
        _fill(office, case_id, papers, told.ended_on, by=by, now=now)
        about = topic_of(case_id)
        events.add(
            office.db, "case_file_import", by, now, topic=about, papers=len(papers), sha256=mark
        )
    return CaseImport(case_files.for_office(office.db, case_id), len(papers), new=True)


def _fill(
    office: Office,
    case_id: int,
    papers: list[FiledPaper],
    ended_on: date | None,
    *,
    by: Person,
    now: datetime,
) -> None:
    """Put the papers in as they were described, and close the file that was closed."""
    if len({one.topic for one in papers}) != len(papers):
        raise Refused("Hồ sơ kể một văn bản hai lần; chưa nhập gì.")
    for paper in papers:
        case_files.put(office.db, case_id, paper, frozen=True, by=by, now=now)
    if ended_on is not None:
        case_files.close(office.db, case_id, papers, by=by, now=now)
        moved = {"state": CaseFileState.CLOSED.value, "ended_on": ended_on.isoformat()}
        case_files.move(office.db, case_id, CaseFileState.OPEN, **moved)


def _same_as(
    office: Office, there: CaseFile, told: ImportedCase, mark: str, by: Person
) -> CaseImport:
    papers = [item.paper for item in contents(office, there, by)]
    # An export from before the agency had its identifier is still one of this file.
    present = xml_of(replace(there, organ_id=told.organ_id), papers)
    if mark not in (there.imported_sha256, hashlib.sha256(present).hexdigest()):
        raise Refused(
            f"Cơ quan đã có hồ sơ {there.name} với nội dung khác; chưa nhập gì. Hãy đổi số, ký "
            "hiệu của một trong hai hồ sơ rồi xuất, nhập lại."
        )
    return CaseImport(there, len(told.papers), new=False)


def _enter(
    office: Office, paper: FiledPaper, keys: dict[str, str], *, by: Person, now: datetime
) -> FiledPaper:
    """The paper as an old paper of this office: the one that is there already with the same
    files, else a new one. Returns it with its topic."""
    details, db = _details(paper), office.db
    hashes = [one.sha256 for one in paper.files]
    found = old_papers.same_paper(db, details)
    if found is None and hashes:
        found = old_papers.same_file(db, hashes[0])
    if found is not None:
        if [one.sha256 for one in old_papers.files(db, found)] != hashes:
            raise Refused(
                f"Cơ quan đã có văn bản cũ {paper.reference} ngày {paper.issued_text} với tệp "
                "khác; chưa nhập gì."
            )
        return replace(paper, topic=f"old_paper/{found}")
    number = old_papers.add(
        db,
        details,
        keys,
        direction=Direction(paper.direction),
        unit_id=None,
        origin=Origin.SPREADSHEET,
        body="",
        by_id=by.id,
        now=now,
    )
    for one in paper.files:
        signed = one.role in ("signed", "sealed")
        old_papers.add_file(db, number, one.sha256, one.name, signed=signed, now=now)
    events.add(db, "case_file_import", by, now, topic=f"old_paper/{number}")
    return replace(paper, topic=f"old_paper/{number}")


def _details(paper: FiledPaper) -> IncomingDetails:
    return IncomingDetails(
        agency=paper.organ,
        subject=paper.subject,
        number=paper.number,
        notation=paper.notation,
        issued=paper.issued,
        kind=paper.type_name,
        urgency=paper.priority,
        recipients=paper.recipients,
        signer_post=paper.signer_post,
        signer_name=paper.signer_name,
        page_count=paper.pages,
        note=paper.note,
    )


def _read(data: bytes) -> tuple[ImportedCase, dict[str, bytes], str]:
    """What the ZIP holds: the case, bytes by SHA-256, the SHA-256 of its XML."""
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as package:
            names = _names(package)
            xml = _member(package, XML_NAME, MOST_XML)
            told, places = read_case_xml(xml)
            listed = [path for paths in places for path in paths]
            _require_names(names, listed)
            files: dict[str, bytes] = {}
            for paper, paths in zip(told.papers, places, strict=True):
                for one, path in zip(paper.files, paths, strict=True):
                    content = _member(package, path, one.size)
                    same = hashlib.sha256(content).hexdigest() == one.sha256
                    if not same or len(content) != one.size:
                        raise Refused(f"Tệp {path} đã bị thay đổi so với lúc xuất; chưa nhập gì.")
                    files[one.sha256] = content
    except (zipfile.BadZipFile, zlib.error, EOFError, OSError, NotImplementedError) as fault:
        raise Refused(_BROKEN) from fault
    except RuntimeError as fault:  # zipfile's word for an encrypted entry
        raise Refused("Gói ZIP đặt mật khẩu nên không đọc được.") from fault
    return told, files, hashlib.sha256(xml).hexdigest()


def _names(package: zipfile.ZipFile) -> list[str]:
    """Names inside, after what makes a ZIP a trap: too many, too large, doubled, outside."""
    entries = package.infolist()
    if len(entries) > MOST_FILES or sum(one.file_size for one in entries) > MOST_BYTES:
        raise Refused("Gói ZIP giải nén ra quá nhiều hoặc quá lớn nên không được đọc.")
    names = [one.filename for one in entries]
    for name in names:
        parts = name.split("/")
        if name.startswith("/") or "\\" in name or ".." in parts or ":" in parts[0]:
            raise Refused(f"Gói ZIP có đường dẫn không an toàn ({name[:60]}); chưa nhập gì.")
    if len(set(names)) != len(names):
        raise Refused("Gói ZIP có hai tệp cùng tên; chưa nhập gì.")
    if XML_NAME not in names:
        raise Refused(f"Gói ZIP không có tệp {XML_NAME}; đây không phải hồ sơ do hệ thống xuất ra.")
    return names


def _require_names(names: list[str], listed: list[str]) -> None:
    if len(set(listed)) != len(listed):
        raise Refused("Tệp XML của hồ sơ kể một tệp hai lần; chưa nhập gì.")
    missing = set(listed) - set(names)
    if missing:
        raise Refused(f"Gói ZIP thiếu tệp {min(missing)[:120]}; chưa nhập gì.")
    outside = [path for path in listed if not path.startswith(f"{FOLDER}/")]
    extra = set(names) - {*listed, XML_NAME, PDF_NAME, NOTE_NAME}
    if outside or extra:
        name = min([*outside, *extra])[:120]
        raise Refused(f"Gói ZIP có tệp {name} mà hồ sơ không kể tới; chưa nhập gì.")


def _member(package: zipfile.ZipFile, name: str, most: int) -> bytes:
    """Bytes of one member, never more than it may have: a bomb ends here."""
    with package.open(name) as member:
        content = member.read(most + 1)
    if len(content) > most:
        raise Refused(f"Tệp {name} lớn hơn kích thước ghi lúc xuất; chưa nhập gì.")
    return content
