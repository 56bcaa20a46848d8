"""XML của hồ sơ — the input fields of Phụ lục VI, phần II, written and read back.

Element names are the decree's. What it has no field for stands in attributes: direction, files
with their SHA-256, the order in which they are read.
"""

import re
import unicodedata
from collections.abc import Iterator, Sequence
from datetime import date
from typing import Any

from lxml import etree

from service.domain.case_files import (
    CaseDetails,
    CaseFile,
    FiledPaper,
    ImportedCase,
    PaperFile,
    parse_retention,
    retention_text,
)
from service.domain.errors import Refused
from service.domain.incoming import IncomingDetails

ROOT = "CaseFile"
VERSION = "1"
MOST_PAPERS = 5000
_NOT_XML = re.compile(r"[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
_SHA256 = re.compile(r"[0-9a-f]{64}")

Element = Any  # lxml.etree._Element: lxml brings no types


def case_xml(
    case: CaseFile, papers: Sequence[FiledPaper], places: Sequence[Sequence[str]]
) -> bytes:
    """The file as XML, the same bytes for the same content. `places` are the paths of each
    paper's files in the export."""
    root = etree.Element(ROOT, version=VERSION)
    head = etree.SubElement(root, "File")
    told = case.details
    _code(head, case)
    for name, text in (
        ("Title", told.title),
        ("Maintenance", retention_text(told.retention_years)),
        ("Rights", told.rights),
        ("Creator", told.creator),
        ("Language", told.language),
        ("StartDate", told.started_on.isoformat()),
        ("EndDate", case.ended_on.isoformat() if case.ended_on else ""),
        ("DocTotal", str(len(papers))),
        ("PageTotal", str(sum(one.pages for one in papers))),
        ("Description", told.note),
    ):
        _text(head, name, text)
    if told.construction:
        head.set("construction", "true")
    every = etree.SubElement(root, "Documents")
    for ordinal, (paper, paths) in enumerate(zip(papers, places, strict=True), 1):
        _document(every, case, ordinal, paper, paths)
    return bytes(etree.tostring(root, xml_declaration=True, encoding="UTF-8", pretty_print=True))


def _document(
    every: Element, case: CaseFile, ordinal: int, paper: FiledPaper, paths: Sequence[str]
) -> None:
    made = etree.SubElement(every, "Document", direction=paper.direction)
    _code(made, case)
    for name, text in (
        ("DocOrdinal", str(ordinal)),
        ("TypeName", paper.type_name),
        ("CodeNumber", paper.number),
        ("CodeNotation", paper.notation),
        ("IssuedDate", paper.issued),
        ("OrganName", paper.organ),
        ("Subject", paper.subject),
        ("Language", paper.language),
        ("PageAmount", str(paper.pages)),
        ("Description", paper.note),
    ):
        _text(made, name, text)
    _write_handling(made, paper)
    _write_files(made, paper, paths)


def _write_handling(made: Element, paper: FiledPaper) -> None:
    """Who signed, how urgent, to whom: fields 12–16 going out, 12–18 coming in."""
    arrived = paper.direction == "incoming"
    if arrived:
        _text(made, "ArrivalDate", paper.arrived)
        _text(made, "ArrivalNumber", paper.arrival_number)
    signer = etree.SubElement(made, "SignerInfo")
    _text(signer, "Position", paper.signer_post)
    _text(signer, "FullName", paper.signer_name)
    for name in () if arrived else paper.recipients:
        _text(etree.SubElement(made, "To"), "OrganName", name)
    _text(made, "Priority", paper.priority)
    if arrived:
        for name in paper.recipients:
            _text(made, "ToPlaces", name)
        _text(made, "TraceHeaderList", paper.trace)
    else:
        _text(made, "IssuedAmount", str(paper.copies))
    _text(made, "DueDate", paper.due)


def _write_files(made: Element, paper: FiledPaper, paths: Sequence[str]) -> None:
    files = etree.SubElement(made, "Files")
    reading = {sha: str(place) for place, sha in enumerate(paper.reading, 1)}
    for one, path in zip(paper.files, paths, strict=True):
        told = etree.SubElement(
            files,
            "File",
            name=_clean(one.name),
            path=_clean(path),
            sha256=one.sha256,
            size=str(one.size),
            type=one.media_type,
            role=one.role,
        )
        if one.sha256 in reading:
            told.set("reading", reading[one.sha256])


def _code(parent: Element, case: CaseFile) -> None:
    code = etree.SubElement(parent, "FileCode")
    _text(code, "OrganId", case.organ_id)
    _text(code, "FileCatalog", str(case.year))
    _text(code, "FileNotation", case.details.notation)


def _text(parent: Element, name: str, text: str) -> None:
    etree.SubElement(parent, name).text = _clean(text)


def _clean(text: str) -> str:
    return _NOT_XML.sub("", text).replace("\r", "")


def read_case_xml(data: bytes) -> tuple[ImportedCase, tuple[tuple[str, ...], ...]]:
    """The file that an export tells of, and the paths of each paper's files.

    Raises Refused with the place that is wrong; nothing outside the bytes is ever read, and no
    entity is expanded.
    """
    root = _root(data)
    head = _child(root, "File", "hồ sơ")
    organ, year, notation = _read_code(head, "hồ sơ")
    details = CaseDetails(
        notation=notation,
        title=_needed(head, "Title", "hồ sơ"),
        retention_years=parse_retention(_value(head, "Maintenance")),
        started_on=_day(head, "StartDate", "hồ sơ"),
        creator=_needed(head, "Creator", "hồ sơ"),
        rights=_value(head, "Rights"),
        language=_value(head, "Language"),
        note=_value(head, "Description"),
        construction=head.get("construction") == "true",
    )
    ended = _day(head, "EndDate", "hồ sơ") if _value(head, "EndDate") else None
    if ended is not None and ended < details.started_on:
        raise _wrong("hồ sơ", "EndDate", "sớm hơn ngày bắt đầu")
    every = list(_child(root, "Documents", "hồ sơ").iterchildren("Document"))
    if _value(head, "DocTotal") != str(len(every)):
        raise _wrong("hồ sơ", "DocTotal", "khác số văn bản thật có")
    if not 1 <= len(every) <= MOST_PAPERS:
        raise _wrong("hồ sơ", "Documents", f"có {len(every)} văn bản")
    read = [_read_document(one, place) for place, one in enumerate(every, 1)]
    for place, (one, made) in enumerate(zip(every, read, strict=True), 1):
        if _read_code(one, f"văn bản {place}") != (organ, year, notation):
            raise _wrong(f"văn bản {place}", "FileCode", "khác mã của hồ sơ")
        if place > 1 and (read[place - 2][0].issued or "9999") > (made[0].issued or "9999"):
            raise _wrong(f"văn bản {place}", "IssuedDate", "không theo thứ tự thời gian")
    case = ImportedCase(organ, year, details, ended, tuple(paper for paper, _ in read))
    return case, tuple(paths for _, paths in read)


def _root(data: bytes) -> Element:
    if b"<!DOCTYPE" in data or b"<!ENTITY" in data:
        raise Refused("Tệp XML của hồ sơ có khai báo kiểu tài liệu (DOCTYPE) nên không được đọc.")
    parser = etree.XMLParser(
        resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False, remove_pis=True
    )
    try:
        root = etree.fromstring(data, parser)
    except (etree.XMLSyntaxError, ValueError) as fault:
        line = getattr(fault, "lineno", None)
        where = f" ở dòng {line}" if line else ""
        raise Refused(f"Tệp XML của hồ sơ bị hỏng{where}.") from fault
    if root.getroottree().docinfo.doctype:
        raise Refused("Tệp XML của hồ sơ có khai báo kiểu tài liệu (DOCTYPE) nên không được đọc.")
    if root.tag != ROOT or root.get("version") != VERSION:
        raise Refused("Tệp XML này không phải của một hồ sơ do hệ thống xuất ra.")
    return root


def _read_document(element: Element, place: int) -> tuple[FiledPaper, tuple[str, ...]]:
    where = f"văn bản {place}"
    direction = element.get("direction", "")
    if direction not in ("outgoing", "incoming"):
        raise _wrong(where, "direction", "không rõ đi hay đến")
    if _value(element, "DocOrdinal") != str(place):
        raise _wrong(where, "DocOrdinal", "không đúng thứ tự")
    signer = _child(element, "SignerInfo", where)
    told = list(_read_files(element, where))
    order = {one.sha256: reading for one, _, reading in told if reading}
    arrived = direction == "incoming"
    places = element.iterchildren("ToPlaces") if arrived else element.iterfind("To/OrganName")
    number, notation = _value(element, "CodeNumber"), _value(element, "CodeNotation")
    paper = FiledPaper(
        topic="",
        direction=direction,
        type_name=_value(element, "TypeName"),
        number=number,
        notation=notation,
        reference=IncomingDetails("", "", number=number, notation=notation).reference,
        issued=_moment(element, where),
        organ=_needed(element, "OrganName", where),
        subject=_needed(element, "Subject", where),
        language=_value(element, "Language"),
        pages=_count(element, "PageAmount", where),
        note=_value(element, "Description"),
        signer_post=_value(signer, "Position"),
        signer_name=_value(signer, "FullName"),
        recipients=tuple((one.text or "") for one in places),
        priority=_value(element, "Priority"),
        copies=0 if arrived else _count(element, "IssuedAmount", where),
        due=_value(element, "DueDate"),
        arrived=_value(element, "ArrivalDate"),
        arrival_number=_value(element, "ArrivalNumber"),
        trace=_value(element, "TraceHeaderList"),
        files=tuple(one for one, _, _ in told),
        reading=tuple(sorted(order, key=lambda sha: order[sha])),
    )
    return paper, tuple(path for _, path, _ in told)


def _read_files(element: Element, where: str) -> Iterator[tuple[PaperFile, str, int]]:
    for one in _child(element, "Files", where).iterchildren("File"):
        sha, size, reading = one.get("sha256", ""), one.get("size", ""), one.get("reading", "0")
        if not _SHA256.fullmatch(sha) or not _is_count(size) or not _is_count(reading):
            raise _wrong(where, "Files", "có mã băm hoặc kích thước sai")
        if not one.get("name") or not one.get("path"):
            raise _wrong(where, "Files", "thiếu tên hoặc đường dẫn")
        file = PaperFile(one.get("name"), sha, one.get("type", ""), int(size), one.get("role", ""))
        yield file, one.get("path"), int(reading)


def _read_code(parent: Element, where: str) -> tuple[str, int, str]:
    code = _child(parent, "FileCode", where)
    year = _value(code, "FileCatalog")
    if not (_is_count(year) and 1945 <= int(year) <= 9999):
        raise _wrong(where, "FileCatalog", "không phải là năm")
    return _value(code, "OrganId"), int(year), _needed(code, "FileNotation", where)


def _child(parent: Element, name: str, where: str) -> Element:
    found = parent.findall(name)
    if len(found) != 1:
        raise _wrong(where, name, "thiếu hoặc lặp")
    return found[0]


def _value(parent: Element, name: str) -> str:
    return unicodedata.normalize("NFC", str(parent.findtext(name) or ""))


def _needed(parent: Element, name: str, where: str) -> str:
    text = _value(parent, name)
    if not text.strip():
        raise _wrong(where, name, "để trống")
    return text


def _count(parent: Element, name: str, where: str) -> int:
    text = _value(parent, name) or "0"
    if not _is_count(text):
        raise _wrong(where, name, "không phải là số")
    return int(text)


def _is_count(text: str) -> bool:
    return text.isascii() and text.isdecimal() and len(text) <= 12


def _day(parent: Element, name: str, where: str) -> date:
    try:
        return date.fromisoformat(_value(parent, name))
    except ValueError:
        raise _wrong(where, name, "không phải là ngày") from None


def _moment(parent: Element, where: str) -> str:
    text = _value(parent, "IssuedDate")
    try:
        if text:
            date.fromisoformat(f"{text}-01-01"[:10] if len(text) < 7 else f"{text}-01"[:10])
    except ValueError:
        raise _wrong(where, "IssuedDate", "không phải là ngày") from None
    return text


def _wrong(where: str, name: str, why: str) -> Refused:
    return Refused(f"Tệp XML của hồ sơ sai ở {where}, mục {name}: {why}.")
