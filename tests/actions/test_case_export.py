"""A whole case file leaves as one ZIP and comes back as the same archive, or not at all."""

import hashlib
import io
import re
import tracemalloc
import zipfile
from dataclasses import replace
from datetime import date, timedelta

import pytest
from lxml import etree
from pypdf import PdfReader

from service.actions import case_files as verbs
from service.actions import receiving
from service.actions.case_export import export_case
from service.actions.case_import import import_case
from service.actions.receiving import Arrival, ArrivedFile
from service.domain.case_files import CaseDetails, CaseFileState
from service.domain.case_prints import PrintedSheet, SheetLine
from service.domain.errors import NotAllowed, Refused
from service.domain.incoming import IncomingDetails
from service.rendering.case_contents import sheet_pdf
from service.store import case_files, events, old_papers
from service.store.archive import verify
from tests.builders import NOW, a_document, clone_world, person_of

TODAY = NOW.date()
LETTER = IncomingDetails(
    agency="Sở Y tế",
    subject="rà soát cơ sở cai nghiện",
    number="99",
    notation="SYT-NVY",
    issued="2026-02-20",
    kind="Công văn",
    signer_name="Nguyễn Đức Hòa",
)


def letter_pdf(*lines):
    blocks = tuple(SheetLine(line) for line in lines)
    return sheet_pdf(PrintedSheet("Công văn", blocks, NOW))


def make_case(office, *, close=True):
    """A file of a letter of two pages, received, and a decision of ours; the later one first."""
    lan, minh = person_of(office.db, "lan"), person_of(office.db, "minh")
    told = CaseDetails("01.VHXH", "Hồ sơ cai nghiện", None, date(2026, 1, 5), "Trần Văn Minh")
    case = verbs.open_file(office, told, by=minh, now=NOW)
    decision = a_document(office, "issued")
    file = ArrivedFile(letter_pdf(*["Nội dung công văn"] * 60), "99.pdf", "application/pdf")
    letter = receiving.receive(office, Arrival(LETTER, NOW), file, by=lan, now=NOW)
    for topic in (f"document/{decision.id}", f"incoming/{letter.id}"):
        verbs.put(office, [case.id], topic, by=lan, now=NOW)
    if close:
        case = verbs.close(office, case.id, TODAY, by=lan, now=NOW)
    return case


@pytest.fixture(scope="module")
def home(world, tmp_path_factory):
    """An office whose one file was exported; nobody changes it."""
    office = clone_world(world, tmp_path_factory.mktemp("home") / "office")
    make_case(office)
    yield office
    office.close()


@pytest.fixture(scope="module")
def exported(home):
    return export_case(home, 1, by=person_of(home.db, "lan"), now=NOW)[1]


@pytest.fixture
def fresh(world, tmp_path):
    other = clone_world(world, tmp_path / "other-office")
    yield other
    other.close()


def unpacked(data):
    with zipfile.ZipFile(io.BytesIO(data)) as package:
        return {name: package.read(name) for name in package.namelist()}


def packed(members):
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as package:
        for name, data in members.items():
            package.writestr(name, data)
    return target.getvalue()


def counts(office):
    tables = ("case_file", "case_item", "old_paper", "old_paper_file", "file", "event")
    return [office.db.query(f"SELECT COUNT(*) AS n FROM {table}")[0]["n"] for table in tables]


def bring(office, data):
    return import_case(office, data, by=person_of(office.db, "lan"), now=NOW)


def test_the_zip_holds_the_fields_of_the_decree_in_order_of_time(exported):
    root = etree.fromstring(unpacked(exported)["ho-so.xml"])
    assert [one.findtext("Title") for one in root.iter("File") if one.findtext("Title")] == [
        "Hồ sơ cai nghiện"
    ]
    papers = root.findall("Documents/Document")
    assert [one.get("direction") for one in papers] == ["incoming", "outgoing"]
    assert [one.findtext("DocOrdinal") for one in papers] == ["1", "2"]
    assert [one.findtext("IssuedDate") for one in papers] == ["2026-02-20", "2026-03-02"]
    names = [element.tag for element in papers[1]]
    assert names == [
        *("FileCode", "DocOrdinal", "TypeName", "CodeNumber", "CodeNotation", "IssuedDate"),
        *("OrganName", "Subject", "Language", "PageAmount", "Description", "SignerInfo"),
        *("To", "To", "Priority", "IssuedAmount", "DueDate", "Files"),
    ]
    head = root.find("File")
    assert head.findtext("Maintenance") == "Vĩnh viễn"
    assert head.findtext("DocTotal") == "2"


def test_every_original_is_there_byte_for_byte_with_its_hash(home, exported):
    members = unpacked(exported)
    listed = etree.fromstring(members["ho-so.xml"]).findall("Documents/Document/Files/File")
    assert len(listed) == 3
    for one in listed:
        data = members[one.get("path")]
        assert hashlib.sha256(data).hexdigest() == one.get("sha256")
        assert data == home.files.get(one.get("sha256"))
    assert "chữ ký số nằm trong các tệp này" in members["doc-truoc.txt"].decode()


def test_the_reading_copy_lists_pages_where_the_papers_are(exported):
    pages = [
        one.extract_text() for one in PdfReader(io.BytesIO(unpacked(exported)["ho-so.pdf"])).pages
    ]
    assert len(pages) == 4  # the list, two pages of the letter, one in place of the decision
    assert "MỤC LỤC VĂN BẢN" in pages[0]
    rows = re.findall(r"(99/SYT-NVY|01/QĐ-UBND)", pages[0])
    assert rows == ["99/SYT-NVY", "01/QĐ-UBND"]
    assert re.search(r"Sở Y tế\s+2\b", pages[0])
    assert re.search(r"Bình\s+4\b", pages[0])
    assert "Nội dung công văn" in pages[1]
    assert "không có tệp PDF ghép được" in pages[3]
    for number, text in enumerate(pages[1:], 2):
        assert f"trang {number}/4" in text
        assert "In từ Hệ thống" in text


def test_our_own_export_gives_the_same_archive_elsewhere(fresh, exported):
    done = bring(fresh, exported)
    assert (done.new, done.papers, done.case.state) == (True, 2, CaseFileState.CLOSED)
    again = export_case(fresh, done.case.id, by=person_of(fresh.db, "lan"), now=NOW)[1]
    before, after = unpacked(exported), unpacked(again)
    before.pop("ho-so.pdf"), after.pop("ho-so.pdf")
    assert before == after
    assert verify(fresh.db, fresh.files).whole
    found = old_papers.search(fresh.db, person_of(fresh.db, "lan"), "99/SYT")
    assert [one.details.subject for one in found.papers] == ["rà soát cơ sở cai nghiện"]


def test_the_same_export_twice_gives_nothing_new(home, fresh, exported):
    first = bring(fresh, exported)
    held = counts(fresh)
    second = bring(fresh, exported)
    assert (second.new, second.case.id) == (False, first.case.id)
    assert counts(fresh) == held
    assert not bring(home, exported).new


def test_an_open_file_comes_back_open(office, fresh):
    case = make_case(office, close=False)
    data = export_case(office, case.id, by=person_of(office.db, "lan"), now=NOW)[1]
    done = bring(fresh, data)
    assert done.case.state is CaseFileState.OPEN
    again = export_case(fresh, done.case.id, by=person_of(fresh.db, "lan"), now=NOW)[1]
    assert unpacked(again)["ho-so.xml"] == unpacked(data)["ho-so.xml"]


def changed_byte(members):
    name = next(name for name in members if name.endswith("1-99.pdf"))
    members[name] = members[name][:-1] + b"!"


def shorter(members):
    name = next(name for name in members if name.endswith("1-99.pdf"))
    members[name] = members[name][:-1]


def longer(members):
    name = next(name for name in members if name.endswith("1-99.pdf"))
    members[name] += b"\0" * 1000


def missing(members):
    members.pop(next(name for name in members if name.endswith("1-99.pdf")))


def extra(members):
    members["goc/0009/la.exe"] = b"MZ"


def outside(members):
    members["../../etc/passwd"] = b"x"


def no_xml(members):
    members.pop("ho-so.xml")


def in_xml(old, new):
    def change(members):
        text = members["ho-so.xml"].decode()
        assert old in text
        members["ho-so.xml"] = text.replace(old, new, 1).encode()

    return change


ENTITY = '<!DOCTYPE x [<!ENTITY a SYSTEM "file:///etc/passwd">]><CaseFile'
BOMB = '<!DOCTYPE x [<!ENTITY a "aaaa"><!ENTITY b "&a;&a;&a;">]><CaseFile'


@pytest.mark.parametrize(
    ("change", "sentence"),
    [
        (changed_byte, "goc/0001/1-99.pdf đã bị thay đổi"),
        (shorter, "goc/0001/1-99.pdf đã bị thay đổi"),
        (longer, "lớn hơn kích thước"),
        (missing, "thiếu tệp goc/0001/1-99.pdf"),
        (extra, "goc/0009/la.exe mà hồ sơ không kể tới"),
        (outside, "đường dẫn không an toàn"),
        (no_xml, "không có tệp ho-so.xml"),
        (in_xml("<CaseFile", ENTITY), "DOCTYPE"),
        (in_xml("<CaseFile", BOMB), "DOCTYPE"),
        (in_xml("</CaseFile>", "</CaseFil>"), "bị hỏng ở dòng"),
        (in_xml("<DocTotal>2", "<DocTotal>3"), "hồ sơ, mục DocTotal"),
        (in_xml("<DocOrdinal>2", "<DocOrdinal>5"), "văn bản 2, mục DocOrdinal"),
        (in_xml("2026-02-20", "2026-02-31"), "văn bản 1, mục IssuedDate"),
        (in_xml("2026-02-20", "2026-09-20"), "văn bản 2, mục IssuedDate"),
        (in_xml("<Maintenance>Vĩnh viễn", "<Maintenance>lâu"), "Vĩnh viễn"),
        (in_xml("<EndDate>2026", "<EndDate>2025"), "EndDate"),
        (in_xml("<Subject>rà", "<Subject/><Subject>rà"), "văn bản 1, mục Subject"),
    ],
    ids=lambda value: getattr(value, "__name__", None) or str(value)[:30],
)
def test_what_is_not_as_it_was_exported_is_refused_with_its_place(
    fresh, exported, change, sentence
):
    members = unpacked(exported)
    change(members)
    held = counts(fresh)
    with pytest.raises(Refused, match=re.escape(sentence)):
        bring(fresh, packed(members))
    assert counts(fresh) == held


@pytest.mark.parametrize("data", [b"", b"PK\x03\x04 nothing", b"%PDF-1.7", b"\0" * 5000])
def test_what_is_no_zip_ends_in_a_sentence(fresh, data):
    with pytest.raises(Refused, match="không phải gói ZIP"):
        bring(fresh, data)


def test_a_zip_that_would_fill_the_memory_is_not_unpacked(fresh, exported):
    members = unpacked(exported)
    name = next(name for name in members if name.endswith("1-99.pdf"))
    members[name] = b"\0" * (60 << 20)
    small = packed(members)
    assert len(small) < 1 << 20
    tracemalloc.start()
    try:
        with pytest.raises(Refused, match="lớn hơn kích thước"):
            bring(fresh, small)
        assert tracemalloc.get_traced_memory()[1] < 30 << 20
    finally:
        tracemalloc.stop()


def test_a_file_with_the_same_code_and_other_papers_is_refused(fresh, exported):
    lan = person_of(fresh.db, "lan")
    told = CaseDetails("01.VHXH", "Một hồ sơ khác", None, date(2026, 1, 5), "Lan")
    verbs.open_file(fresh, told, by=lan, now=NOW)
    with pytest.raises(Refused, match="nội dung khác"):
        bring(fresh, exported)


def test_who_may_not_download_a_paper_does_not_export_the_file(office):
    case = make_case(office)
    minh = person_of(office.db, "minh")  # the letter was not passed on to his unit
    with pytest.raises(NotAllowed, match="99/SYT-NVY"):
        export_case(office, case.id, by=minh, now=NOW)


def test_exporting_is_a_download_of_every_paper_in_the_history(home, exported):
    assert exported
    told = events.of_document(home.db, 1)[-1], events.of_topic(home.db, "incoming/1")[-1]
    assert [(one.verb, one.detail["case"]) for one in told] == [
        ("download", "01.VHXH (2026)"),
    ] * 2


def test_a_file_that_was_imported_can_be_handed_over_later_as_any_other(fresh, exported):
    done = bring(fresh, exported)
    due = done.case.due_on
    lan = person_of(fresh.db, "lan")
    waiting = verbs.waiting_for_hand_over(fresh, lan, due - timedelta(days=1))
    assert [one.id for one in waiting] == [done.case.id]
    assert replace(case_files.get(fresh.db, done.case.id, lan), papers=2) == done.case
