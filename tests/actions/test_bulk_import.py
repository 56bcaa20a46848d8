"""Nhập văn bản cũ: papers with a spreadsheet or read, doubles, mistakes, stops and deaths."""

import errno
import io
import os
import unicodedata
import zipfile
from datetime import timedelta

import pytest
from openpyxl import Workbook

from service.actions import bulk_import, import_planning, old_texts, receiving
from service.actions.bulk_import import Order
from service.actions.import_rows import enter_row
from service.actions.receiving import Arrival, ArrivedFile
from service.domain.errors import NotAllowed, NotFound, Refused, StorageFault
from service.domain.incoming import IncomingDetails
from service.domain.old_papers import FIELDS, Direction, Origin, field_of
from service.reading.bundle import opened
from service.store import archive, events, import_runs, old_papers
from service.store.import_runs import RowState
from service.worker import run_once
from tests.actions.forked import child
from tests.builders import NOW, SmallOffice
from tests.reading import pdfs
from tests.reading.codes import to_tcvn3

HEADS = ("Tên tệp", "Số, ký hiệu", "Ngày", "Loại văn bản", "Trích yếu", "Người ký", "Nơi nhận")
LETTER = (
    "a/05.pdf",
    "05/QĐ-UBND",
    "08/01/2021",
    "Quyết định",
    "giao chỉ tiêu năm 2021",
    "Phạm Quốc Hùng",
    "Như trên; Lưu: VT",
)


def xlsx(*rows, heads=HEADS):
    book = Workbook()
    for row in (heads, *rows):
        book.active.append(row)
    target = io.BytesIO()
    book.save(target)
    return target.getvalue()


def pdf(text):
    """A PDF by its bytes; nobody draws it here."""
    return b"%PDF-1.4\n% " + text.encode() + b"\nstartxref\n0\n%%EOF\n"


def zipped(path, members):
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as package:
        for name, data in members.items():
            package.writestr(name, data)
    return path


@pytest.fixture
def source(tmp_path):
    def make(members):
        return zipped(tmp_path / "cu.zip", members)

    return make


def begin(office, lan, path, **order):
    order.setdefault("direction", Direction.OUTGOING)
    return bulk_import.start(office, Order("cu.zip", path, **order), by=lan, now=NOW)


def drain(office, *, texts=False):
    """Run the jobs of imports, and with `texts` those that read their files afterwards."""
    names = (bulk_import.JOB, old_texts.JOB) if texts else (bulk_import.JOB,)
    while any(row["name"] in names for row in waiting(office)):
        assert run_once(office, now=NOW + timedelta(minutes=1))


def waiting(office):
    return office.db.query("SELECT name FROM job WHERE state = 'waiting'")


def run_all(office, lan, path, **order):
    run = begin(office, lan, path, **order)
    drain(office)
    return run


def rows(office, run, state):
    return import_runs.rows_of(office.db, run.id, state)


def test_a_zip_with_a_spreadsheet_inside_becomes_papers(office, lan, source):
    path = source(
        {
            "a/05.pdf": pdf("một"),
            "b/06-UBND-VP.pdf": pdf("hai"),
            "so.xlsx": xlsx(
                LETTER, ("", "06/UBND-VP", "09/01/2021", "Công văn", "nộp báo cáo", "", "")
            ),
        }
    )
    run = run_all(office, lan, path)
    assert import_runs.counts(office.db, run.id)[RowState.DONE] == 2
    paper = old_papers.search(office.db, lan, "chi tieu").papers[0]
    details = paper.details
    assert (details.reference, details.issued, details.kind) == (
        "05/QĐ-UBND",
        "2021-01-08",
        "Quyết định",
    )
    assert details.agency == "Ủy ban nhân dân xã Hòa Bình"
    assert details.recipients == ("Như trên", "Lưu: VT")
    assert paper.origin is Origin.SPREADSHEET
    (file,) = old_papers.files(office.db, paper.id)
    assert office.files.get(file.sha256) == pdf("một")
    assert [one.verb for one in events.of_topic(office.db, f"old_paper/{paper.id}")] == [
        "import_old_paper"
    ]
    assert not archive.verify(office.db, office.files).unrecorded


@pytest.mark.parametrize("query", ["5", "05/QĐ-UBND", "5 qd ubnd", "chi tieu", "chỉ tiêu", "hung"])
def test_a_paper_is_found_by_number_in_any_form_and_without_accents(office, lan, source, query):
    run_all(office, lan, source({"a/05.pdf": pdf("một"), "so.xlsx": xlsx(LETTER)}))
    assert old_papers.search(office.db, lan, query).total == 1
    assert old_papers.search(office.db, lan, f"{query} -chỉ").total == 0


def test_units_see_their_own_papers_only(office, lan, minh, tam, source):
    path = source({"a/05.pdf": pdf("một"), "so.xlsx": xlsx(LETTER)})
    run_all(office, lan, path, unit_id=minh.unit_id)
    assert old_papers.search(office.db, minh, "").total == 1
    assert old_papers.search(office.db, tam, "").total == 0
    with pytest.raises(NotFound):
        old_papers.get(office.db, 1, tam)
    with pytest.raises(NotAllowed):
        begin(office, minh, path)


def test_nothing_enters_twice(office, lan, source, tmp_path):
    """The very file, and another file of the same paper, are told with the paper they double."""
    run_all(office, lan, source({"a/05.pdf": pdf("một"), "so.xlsx": xlsx(LETTER)}))
    other = zipped(
        tmp_path / "lai.zip",
        {
            "x.pdf": pdf("một"),
            "y.pdf": pdf("bản quét lại"),
            "so.xlsx": xlsx(
                ("x.pdf", "07/QĐ-UBND", "10/01/2021", "", "khác", "", ""),
                ("y.pdf", "5/qđ-ubnd", "8/1/2021", "", "giao chỉ tiêu", "", ""),
            ),
        },
    )
    run = run_all(office, lan, other)
    skipped = rows(office, run, RowState.SKIPPED)
    assert [row.old_paper_id for row in skipped] == [1, 1]
    assert "đã có" in skipped[0].message
    assert skipped[1].message.startswith("Đã có văn bản cũ")
    assert old_papers.search(office.db, lan, "").total == 1


def test_each_mistake_is_told_at_its_row_and_nothing_is_lost(office, lan, source):
    files = {f"{n}.pdf": pdf(f"tờ {n}") for n in range(1, 8)}
    path = source(
        {
            **files,
            "so.xlsx": xlsx(
                ("1.pdf", "01/QĐ-UBND", "31/02/2021", "", "sai ngày", "", ""),
                ("2.pdf", "02/QĐ-UBND", "08/01/2027", "", "năm sau", "", ""),
                ("3.pdf", "03/QĐ-UBND", "08/01/2021", "", "", "", ""),
                ("4.pdf", "04/QĐ-UBND", "", "", "thiếu ngày", "", ""),
                ("khong-co.pdf", "05/QĐ-UBND", "08/01/2021", "", "thiếu tệp", "", ""),
                ("6.pdf", "06/QĐ-UBND", "08/01/2021", "", '=HYPERLINK("http://x")', "", ""),
                ("7.pdf", "A7/QĐ-UBND", "08/01/2021", "", "sai số", "", ""),
            ),
        }
    )
    run = run_all(office, lan, path)
    wrong = {row.place: row for row in rows(office, run, RowState.ERROR)}
    told = {place: row.message for place, row in wrong.items() if place <= 7}
    assert "28" in told[1]
    assert told[2] == "Ngày 08/01/2027 chưa tới; hãy đối chiếu với văn bản."
    assert told[3] == "Thiếu trích yếu."
    assert told[4] == "Thiếu ngày ban hành."
    assert told[5] == "Không có tệp “khong-co.pdf” trong gói."
    assert told[6] == import_planning.FORMULA
    assert "chữ số" in told[7]
    assert old_papers.search(office.db, lan, "").total == 0
    for place in (1, 2, 3, 4, 6, 7):
        ((sha256, name),) = wrong[place].kept
        assert office.files.get(sha256) == files[name]
    assert 5 not in [place for place in wrong if wrong[place].kept]


def test_a_row_is_mended_in_place_and_by_a_corrected_spreadsheet(office, lan, source):
    path = source(
        {
            "1.pdf": pdf("1"),
            "2.pdf": pdf("2"),
            "so.xlsx": xlsx(
                ("1.pdf", "01/QĐ-UBND", "31/02/2021", "", "một", "", ""),
                ("2.pdf", "02/QĐ-UBND", "31/02/2021", "", "hai", "", ""),
            ),
        }
    )
    run = run_all(office, lan, path)
    row = bulk_import.mend(office, run.id, 1, {"issued": "28/02/2021"}, by=lan, now=NOW)
    assert row.state is RowState.DONE
    fixed = xlsx(
        ("2", "02/QĐ-UBND", "27/02/2021", "hai"),
        heads=("Mã dòng", "Số, ký hiệu", "Ngày", "Trích yếu"),
    )
    assert bulk_import.mend_by_sheet(office, run.id, ("sua.xlsx", fixed), by=lan, now=NOW) == 1
    drain(office)
    assert import_runs.counts(office.db, run.id)[RowState.DONE] == 2
    with pytest.raises(Refused, match="đã được xử lý"):
        bulk_import.mend(office, run.id, 1, {}, by=lan, now=NOW)


def test_a_line_without_a_file_gets_one_or_goes_without(office, lan, source):
    path = source(
        {
            "0.pdf": pdf("0"),
            "so.xlsx": xlsx(
                ("0.pdf", "00/QĐ-UBND", "01/01/2021", "", "không", "", ""),
                ("mat.pdf", "01/QĐ-UBND", "01/02/2021", "", "một", "", ""),
                ("mat2.pdf", "02/QĐ-UBND", "01/02/2021", "", "hai", "", ""),
            ),
        }
    )
    run = run_all(office, lan, path)
    with pytest.raises(Refused, match="Không phải tệp PDF"):
        bulk_import.mend(office, run.id, 2, {}, by=lan, now=NOW, file=("a.exe", b"MZ"))
    row = bulk_import.mend(office, run.id, 2, {}, by=lan, now=NOW, file=("a.pdf", pdf("a")))
    assert old_papers.files(office.db, row.old_paper_id)[0].name == "a.pdf"
    row = bulk_import.mend(office, run.id, 3, {}, by=lan, now=NOW, without_file=True)
    assert row.state is RowState.DONE
    assert old_papers.files(office.db, row.old_paper_id) == ()


def test_hostile_members_are_told_and_never_written_outside(office, lan, tmp_path):
    path = tmp_path / "xau.zip"
    zipped(
        path,
        {
            "../../ngoai.pdf": pdf("ngoài"),
            "bom.pdf": b"%PDF-1.4" + bytes(8 << 20),
            "virus.exe": b"MZ",
            "khoa.pdf": pdfs.encrypted(pdfs.letter()),
            "so.csv": "Tệp,Số,Ký hiệu,Ngày,Trích yếu\nkhoa.pdf,9,UBND,08/01/2021,khóa\n".encode(),
            "__MACOSX/._a.pdf": b"x",
        },
    )
    run = run_all(office, lan, path)
    told = {
        row.label: row
        for state in (RowState.ERROR, RowState.SKIPPED)
        for row in rows(office, run, state)
    }
    assert "ngoài gói" in told["../../ngoai.pdf"].message
    assert "bom nén" in told["bom.pdf"].message
    assert told["virus.exe"].state is RowState.SKIPPED
    assert "mật khẩu" in told["khoa.pdf"].message
    assert not list(tmp_path.rglob("ngoai.pdf"))
    assert len(told) == 4


def test_files_without_a_spreadsheet_are_read(office, lan, source):
    path = source({"tot.pdf": pdfs.letter(), "quet.pdf": pdfs.scan(), "rac.pdf": b"%PDF-1.4 junk"})
    run = run_all(office, lan, path)
    told = {row.label: row.message for row in rows(office, run, RowState.ERROR)}
    assert set(told) == {"quet.pdf", "rac.pdf"}
    (paper,) = old_papers.search(office.db, lan, "41/UBND-VP").papers
    assert paper.origin is Origin.READ
    assert paper.details.issued == "2025-03-05"
    assert paper.details.subject == "nộp lưu hồ sơ"
    assert paper.details.signer_name == "Phạm Quốc Hùng"
    assert old_papers.search(office.db, lan, "trước ngày 31/3/2025").total == 1


def test_old_codes_are_told_and_converted_on_request(office, lan, source):
    sheet = xlsx(
        *(
            [to_tcvn3(cell) if n != 0 else cell for n, cell in enumerate(row)]
            for row in (
                [
                    f"{n}.pdf",
                    f"0{n}/UBND",
                    f"08/01/202{n}",
                    "Công văn",
                    "về việc đẩy mạnh phòng, chống dịch bệnh ở cây trồng",
                    "",
                    "",
                ]
                for n in (1, 2)
            )
        ),
        heads=[to_tcvn3(head) for head in HEADS],
    )
    path = source({"1.pdf": pdf("1"), "2.pdf": pdf("2")})
    with pytest.raises(Refused, match="TCVN3"):
        begin(office, lan, path, sheet=("so.xlsx", sheet))
    run_all(office, lan, path, sheet=("so.xlsx", sheet), convert=True)
    found = old_papers.search(office.db, lan, "“dịch bệnh”")
    assert [paper.details.kind for paper in found.papers] == ["Công văn", "Công văn"]


def test_a_file_in_an_old_code_waits_for_its_conversion(office, lan, source):
    run = run_all(office, lan, source({"cu.pdf": pdfs.letter(code=to_tcvn3, font="Times")}))
    (row,) = rows(office, run, RowState.ERROR)
    assert "TCVN3" in row.message
    assert bulk_import.convert_codes(office, run.id, by=lan, now=NOW) == 1
    drain(office)
    assert import_runs.counts(office.db, run.id)[RowState.ERROR] <= 1


def test_texts_of_papers_from_a_spreadsheet_are_read_afterwards(office, lan, source):
    files = {f"{n}.pdf": pdfs.letter() + f"\n%{n}".encode() for n in range(1, 7)}
    lines = [(name, f"{name[0]}/UBND", "08/01/2021", "", "x", "", "") for name in files]
    lines.append(("quet.pdf", "9/UBND", "08/01/2021", "", "bản quét", "", ""))
    path = source({**files, "quet.pdf": pdfs.scan(), "so.xlsx": xlsx(*lines)})
    run_all(office, lan, path)
    assert old_papers.search(office.db, lan, "nop luu ho so").total == 0
    drain(office, texts=True)
    assert old_papers.search(office.db, lan, "nop luu ho so").total == 6
    assert old_papers.search(office.db, lan, "9/UBND").total == 1


def test_names_and_texts_are_composed(office, lan, source):
    nfd = unicodedata.normalize("NFD", "Tệp quyết định.pdf")
    line = [unicodedata.normalize("NFD", text) for text in LETTER[1:]]
    path = source({nfd: pdf("x"), "so.xlsx": xlsx(("Tệp quyết định.pdf", *line))})
    run_all(office, lan, path)
    paper = old_papers.get(office.db, 1, lan)
    assert unicodedata.is_normalized("NFC", paper.details.subject)
    assert old_papers.files(office.db, 1)[0].name == "Tệp quyết định.pdf"


def test_a_run_stops_and_goes_on(office, lan, source):
    many = {f"{n:02d}.pdf": pdf(str(n)) for n in range(1, 31)}
    lines = [(name, f"{name[:2]}/UBND", "08/01/2021", "", "x", "", "") for name in many]
    run = begin(office, lan, source({**many, "so.xlsx": xlsx(*lines)}))
    bulk_import.work(office, run.id, now=NOW, most=10)
    bulk_import.stop(office, run.id, by=lan, now=NOW)
    drain(office)
    assert import_runs.counts(office.db, run.id)[RowState.DONE] == 10
    bulk_import.resume(office, run.id, by=lan, now=NOW + timedelta(seconds=5))
    drain(office)
    assert import_runs.counts(office.db, run.id)[RowState.DONE] == 30


def test_a_run_goes_on_after_kill_9_without_loss_or_double(office, lan, source):
    many = {f"{n:03d}.pdf": pdf(str(n)) for n in range(1, 61)}
    lines = [(name, f"{name[:3]}/UBND", "08/01/2021", "", "x", "", "") for name in many]
    run = begin(office, lan, source({**many, "so.xlsx": xlsx(*lines)}))
    folder = office.settings.data
    office.close()
    for _ in range(4):
        # Leaving the context kills the process, wherever it is by then.
        with child(lambda pipe: work_and_tell(folder, run.id, pipe)) as told:
            for _ in range(7):
                assert os.read(told, 1)
    drain(office)
    counts = import_runs.counts(office.db, run.id)
    assert counts == {**dict.fromkeys(RowState, 0), RowState.DONE: 60}
    assert old_papers.search(office.db, lan, "").total == 60
    assert {row.old_paper_id for row in rows(office, run, RowState.DONE)} == set(range(1, 61))
    assert not archive.verify(office.db, office.files).damaged


def work_and_tell(folder, run_id, pipe):
    office = SmallOffice(folder)
    bulk_import.work(office, run_id, now=NOW, told=lambda row: os.write(pipe, b"."))


def test_an_upload_goes_when_its_run_is_over(office, lan):
    path = zipped(
        bulk_import.shelf(office) / "len.zip", {"a/05.pdf": pdf("một"), "so.xlsx": xlsx(LETTER)}
    )
    begin(office, lan, path, uploaded=True)
    assert path.exists()
    drain(office)
    assert not path.exists()


@pytest.mark.parametrize("name", list(FIELDS))
def test_our_own_heads_are_recognised(name):
    assert field_of(FIELDS[name]) == name


def test_a_damaged_file_of_an_old_paper_is_named_with_its_paper(office, lan, source):
    run_all(office, lan, source({"a/05.pdf": pdf("một"), "so.xlsx": xlsx(LETTER)}))
    (file,) = old_papers.files(office.db, 1)
    path = office.files.path(file.sha256)
    path.chmod(0o600)
    path.write_bytes(b"%PDF-altered")
    (damage,) = archive.verify(office.db, office.files).damaged
    assert "văn bản cũ mã 1" in damage.sentence


def test_a_full_disk_leaves_the_row_waiting(office, lan, source, monkeypatch):
    run = begin(office, lan, source({"a/05.pdf": pdf("một"), "so.xlsx": xlsx(LETTER)}))

    def full(*_):
        raise OSError(errno.ENOSPC, "no space")

    with monkeypatch.context() as patch:
        patch.setattr(os, "fsync", full)
        with pytest.raises(StorageFault, match="đầy"):
            bulk_import.work(office, run.id, now=NOW)
    assert import_runs.counts(office.db, run.id)[RowState.WAITING] == 1
    drain(office)
    assert import_runs.counts(office.db, run.id)[RowState.DONE] == 1


def test_a_text_layer_that_says_something_else_is_told(office, lan, source):
    lines = [(x, y, style, text[::-1].translate(SHUFFLED)) for x, y, style, text in pdfs.LETTER]
    many = [(20, 120 + 6 * n, "", lines[n % len(lines)][3]) for n in range(25)]
    run = run_all(office, lan, source({"sai.pdf": pdfs.letter((*lines, *many))}))
    (row,) = rows(office, run, RowState.ERROR)
    assert "Lớp chữ trong tệp không khớp với hình trang" in row.message
    assert row.kept


SHUFFLED = str.maketrans("aăâeêioôơuưyáàảãạđ", "xăxxêqqôwxưzfjvwzđ")


def test_two_workers_at_one_row_make_one_paper(office, lan, source):
    path = source({"a/05.pdf": pdf("một"), "so.xlsx": xlsx(LETTER)})
    run = begin(office, lan, path)
    row = import_runs.next_waiting(office.db, run.id)
    with opened(path) as bundle:
        for _ in range(2):  # the second has not seen what the first did
            enter_row(office, run, row, bundle, now=NOW)
    (settled,) = rows(office, run, RowState.DONE)
    assert settled.old_paper_id == 1
    assert old_papers.search(office.db, lan, "").total == 1


def test_a_file_of_an_incoming_paper_does_not_enter_again(office, lan, source):
    arrival = Arrival(IncomingDetails("Sở Y tế", "tiêm chủng", number="9", notation="SYT"), NOW)
    file = ArrivedFile(pdf("một"), "den.pdf", "application/pdf")
    receiving.receive(office, arrival, file, by=lan, now=NOW)
    run = run_all(office, lan, source({"a/05.pdf": pdf("một"), "so.xlsx": xlsx(LETTER)}))
    (row,) = rows(office, run, RowState.SKIPPED)
    assert row.message == "Tệp 05.pdf đã có ở văn bản đến số 01 năm 2026."


def test_a_corrected_file_name_finds_the_file_that_no_line_told_of(office, lan, source):
    sheet = xlsx(("Tờ trình.pdf", "01/TTr-UBND", "01/02/2021", "", "một", "", ""))
    run = run_all(office, lan, source({"To trinh.pdf": pdfs.letter(), "so.xlsx": sheet}))
    line, alone = rows(office, run, RowState.ERROR)
    assert line.kept == ()
    assert alone.message == import_planning.NO_LINE
    heads = ("Mã dòng", "Tệp", "Số, ký hiệu", "Ngày", "Trích yếu")
    fixed = xlsx(("1", "To trinh.pdf", "01/TTr-UBND", "01/02/2021", "một"), heads=heads)
    bulk_import.mend_by_sheet(office, run.id, ("sua.xlsx", fixed), by=lan, now=NOW)
    drain(office)
    (done,) = rows(office, run, RowState.DONE)
    assert [one.sha256 for one in old_papers.files(office.db, done.old_paper_id)] == [
        alone.kept[0][0]
    ]
    bulk_import.leave_out(office, run.id, 2, by=lan, now=NOW)
    assert import_runs.counts(office.db, run.id)[RowState.ERROR] == 0
