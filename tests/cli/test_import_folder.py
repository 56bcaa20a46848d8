"""`service import-folder`: progress, mistakes, going on, and a search of what was taken over."""

import pytest

from service.store import import_runs, old_papers
from service.store.import_runs import RowState
from tests.reading import pdfs

SHEET = (
    "Tệp;Số ký hiệu;Ngày;Trích yếu\n"
    "mot.pdf;05/QĐ-UBND;08/01/2021;giao chỉ tiêu\n"
    "sub/hai.pdf;06/QĐ-UBND;2021;thiếu ngày\n"
)


@pytest.fixture
def folder(tmp_path):
    path = tmp_path / "cu"
    (path / "sub").mkdir(parents=True)
    letter = pdfs.letter()
    (path / "mot.pdf").write_bytes(letter)
    (path / "sub" / "hai.pdf").write_bytes(letter + b"%2")
    (path / "ngoai.pdf").symlink_to("/etc/hostname")
    return path


def test_a_folder_is_taken_over_with_its_spreadsheet(service, data, folder, db, lan, tmp_path):
    sheet = tmp_path / "so.csv"
    sheet.write_text(SHEET, "utf-8")
    answer = service("import-folder", str(folder), "--sheet", str(sheet), "--json")
    assert answer.code == 1
    assert answer.json["counts"] == {"waiting": 0, "done": 1, "error": 1, "skipped": 0}
    assert answer.json["rows"][0]["label"] == "hai.pdf"
    assert old_papers.search(db, lan, "chi tieu").total == 1
    assert (folder / "mot.pdf").exists()
    again = service("import-folder", str(folder), "--sheet", str(sheet))
    assert "0 đã nhập, 1 cần sửa, 1 bỏ qua" in again.out
    assert "2/2" in again.err


def test_files_are_read_without_a_spreadsheet(service, data, folder, db, lan, minh):
    (folder / "sub" / "hai.pdf").unlink()
    answer = service("import-folder", str(folder), "--unit", "vhxh", "--by", "lan")
    assert (answer.code, answer.err.splitlines()[0]) == (0, "Đợt nhập 1: 1 dòng.")
    assert old_papers.search(db, minh, "41/UBND").total == 1


def test_a_run_goes_on_where_it_ended(service, data, folder, db, lan, tmp_path):
    sheet = tmp_path / "so.csv"
    sheet.write_text(SHEET, "utf-8")
    service("import-folder", str(folder), "--sheet", str(sheet))
    with db.write():
        import_runs.set_run(db, 1, stopped=1)
        db.execute("UPDATE import_row SET state = 'waiting' WHERE state = 'error'")
    answer = service("import-folder", "--resume", "1", "--json")
    assert answer.json["counts"]["error"] == 1
    assert import_runs.counts(db, 1)[RowState.WAITING] == 0


@pytest.mark.parametrize(
    ("arguments", "sentence"),
    [
        (("khong-co",), "Không có thư mục hoặc tệp “khong-co”."),
        ((), "Hãy ghi thư mục hoặc tệp ZIP"),
        (("--resume", "9"), "Không có đợt nhập này."),
        ((".", "--sheet", "khong-co.xlsx"), "Không đọc được bảng tính"),
        ((".", "--unit", "XX"), "Không có đơn vị “XX”"),
        ((".", "--by", "minh"), "văn thư"),
    ],
)
def test_what_cannot_be_done_is_said(service, data, arguments, sentence):
    answer = service("import-folder", *arguments)
    assert answer.code != 0
    assert sentence in answer.err


def test_old_papers_are_searched_with_the_right_of_the_person(service, data, folder, tmp_path):
    sheet = tmp_path / "so.csv"
    sheet.write_text(SHEET, "utf-8")
    service("import-folder", str(folder), "--sheet", str(sheet))
    answer = service("search", "--old", "5/qd-ubnd")
    assert answer.out.splitlines() == [
        "05/QĐ-UBND\t08/01/2021\tgiao chỉ tiêu",
        "1 văn bản cũ; trang 1/1.",
    ]
    found = service("search", "--old", "chi tieu", "--json").json
    assert [paper["reference"] for paper in found["papers"]] == ["05/QĐ-UBND"]
    assert service("search", "--old", "chi tieu", "--as", "tam", "--json").json["total"] == 0
    refused = service("search", "--old", "chi tieu", "--year", "2021")
    assert refused.code != 0
    assert "không dùng chung" in refused.err
