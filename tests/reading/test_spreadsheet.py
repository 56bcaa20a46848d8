"""Đọc bảng tính: heads as offices write them, formulas told, files that are no register refused."""

import io
import subprocess
import sys
import zipfile
from datetime import date
from pathlib import Path

import pytest
from openpyxl import Workbook

from bench.registers import volume
from service.confinement.walls import Limits
from service.domain.errors import Refused
from service.domain.takeover import TypedLine, field_of, read_line, read_lines
from service.reading import spreadsheet
from service.reading.spreadsheet import OldCodeFound, read_spreadsheet
from service.rendering.register_xlsx import register_xlsx
from tests.reading.codes import to_tcvn3, to_vni

TODAY = date(2026, 12, 31)
TWO_ROWS = (("Số", "Ký hiệu", "Ngày", "Trích yếu"), (1, "QĐ", "05/01/2026", "thử"))
ROOT = Path(__file__).parents[2]


def xlsx(*rows):
    book = Workbook()
    for row in rows:
        book.active.append(row)
    target = io.BytesIO()
    book.save(target)
    return target.getvalue()


@pytest.mark.parametrize(
    ("head", "field"),
    [
        ("Số", "number"),
        ("SỐ, KÝ HIỆU VĂN BẢN", "number"),
        ("Ký hiệu", "notation"),
        ("Ngày tháng văn bản", "dated"),
        ("Tên loại", "kind_name"),
        ("Tên loại và trích yếu nội dung văn bản", "subject"),
        ("Trích yếu:", "subject"),
        ("Người ký", "signer_name"),
        ("Nơi nhận văn bản", "recipients"),
        ("Lý do hủy", "void_reason"),
        ("Ghi chú", None),
        ("Ngành", None),
    ],
)
def test_heads_are_known_however_they_are_written(head, field):
    assert field_of(head) == field


def test_a_register_that_we_printed_is_read_back():
    """Title and numbers of the columns are no lines; numbers stand with their notation."""
    lines = read_spreadsheet(register_xlsx(volume(12)), "so.xlsx")
    assert len(lines) == 12
    found = read_lines(lines, year=2026, today=TODAY)
    assert found.errors == {}
    first = found.papers[0]
    assert (first.number, first.notation) == (1, "UBND-VHXH")
    assert first.recipients == ("Sở Y tế", "Công an xã", "Trạm Y tế xã", "Các thôn", "Lưu: VT")


def test_dates_and_numbers_of_excel_are_read_as_people_see_them():
    data = xlsx(("Số", "Ký hiệu", "Ngày", "Trích yếu"), (5.0, "QĐ", date(2026, 1, 8), "thử"))
    (line,) = read_spreadsheet(data, "so.xlsx")
    assert line.cells["number"] == "5"
    assert line.cells["dated"] == "08/01/2026"


def test_a_formula_is_named_and_its_result_not_believed():
    data = xlsx(("Số", "Ký hiệu", "Ngày", "Trích yếu"), ("=A1+1", "QĐ", "8/1/2026", "thử"))
    (line,) = read_spreadsheet(data, "so.xlsx")
    assert line.formulas == ("number",)
    with pytest.raises(Refused) as no:
        read_line(line, year=2026, today=TODAY)
    assert no.value.errors["number"] == "Ô này là công thức; hãy ghi giá trị."


@pytest.mark.parametrize("mark", [",", ";", "\t"])
def test_csv_of_any_office_is_read(mark):
    text = f"\ufeffSố{mark}Ký hiệu{mark}Ngày{mark}Trích yếu\n1{mark}QĐ{mark}8/1/2026{mark}thử\n"
    (line,) = read_spreadsheet(text.encode(), "so.csv")
    assert (line.row, line.cells["subject"]) == (2, "thử")


def test_a_bomb_is_refused_before_it_is_unpacked():
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as package:
        package.writestr("xl/worksheets/sheet1.xml", b"0" * (129 << 20))
    assert len(target.getvalue()) < 1 << 20
    with pytest.raises(Refused, match="mở ra 129 MB"):
        read_spreadsheet(target.getvalue(), "so.xlsx")


def sheet_of(cells, strings=""):
    """An XLSX written by hand: these rows of its one sheet, and its shared strings."""
    kind = "http://schemas.openxmlformats.org/package/2006/"
    book = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
    main = 'xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"'
    sheetml = "application/vnd.openxmlformats-officedocument.spreadsheetml"
    parts = {
        "[Content_Types].xml": f'<Types xmlns="{kind}content-types"><Default Extension="rels" '
        'ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
        f'<Override PartName="/xl/workbook.xml" ContentType="{sheetml}.sheet.main+xml"/>'
        f'<Override PartName="/xl/sharedStrings.xml" ContentType="{sheetml}.sharedStrings+xml"/>'
        f'<Override PartName="/xl/s.xml" ContentType="{sheetml}.worksheet+xml"/></Types>',
        "_rels/.rels": f'<Relationships xmlns="{kind}relationships"><Relationship Id="r1" '
        f'Type="{book}/officeDocument" Target="xl/workbook.xml"/></Relationships>',
        "xl/workbook.xml": f'<workbook {main} xmlns:r="{book}"><sheets>'
        '<sheet name="A" sheetId="1" r:id="r1"/></sheets></workbook>',
        "xl/_rels/workbook.xml.rels": f'<Relationships xmlns="{kind}relationships">'
        f'<Relationship Id="r1" Type="{book}/worksheet" Target="s.xml"/>'
        f'<Relationship Id="r2" Type="{book}/sharedStrings" Target="sharedStrings.xml"/>'
        "</Relationships>",
        "xl/sharedStrings.xml": f"<sst {main}>{strings}</sst>",
        "xl/s.xml": f"<worksheet {main}><sheetData>{cells}</sheetData></worksheet>",
    }
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as package:
        for name, text in parts.items():
            package.writestr(name, text)
    return target.getvalue()


def test_a_sheet_without_an_end_takes_only_its_child_along():
    rows = "".join(f'<row r="{n}"><c r="A{n}"><v>{n}</v></c></row>' for n in range(1, 15_000))
    data = sheet_of(rows)
    little = Limits(memory_mb=112)
    assert read_spreadsheet(xlsx(*TWO_ROWS), "so.xlsx", limits=little)
    with pytest.raises(Refused, match="quá nhiều bộ nhớ hoặc thời gian") as no:
        read_spreadsheet(data, "so.xlsx", limits=little)
    assert no.value.field == "file"
    with pytest.raises(Refused, match="Không thấy dòng tiêu đề"):
        read_spreadsheet(data, "so.xlsx")


def test_a_sheet_that_takes_too_long_is_given_up():
    blank = '<row><c t="s"><v>0</v></c></row>' * 900_000
    with pytest.raises(Refused, match="quá nhiều bộ nhớ hoặc thời gian"):
        read_spreadsheet(sheet_of(blank, "<si><t/></si>"), "so.xlsx", limits=Limits(cpu_seconds=2))


def test_one_text_meant_a_thousand_times_is_not_carried_along():
    text = "a" * 100_000
    rows = '<row><c t="s"><v>0</v></c></row>' * 1000
    with pytest.raises(Refused, match="quá nhiều chữ"):
        read_spreadsheet(sheet_of(rows, f"<si><t>{text}</t></si>"), "so.xlsx")


@pytest.mark.parametrize("data", [b"PK\x03\x04 cut off", b"PK"])
def test_a_damaged_file_is_told_at_its_field(data):
    with pytest.raises(Refused, match="hỏng") as no:
        read_spreadsheet(data, "so.xlsx")
    assert no.value.field == "file"


def test_nobody_but_the_child_opens_a_spreadsheet():
    program = (
        "import sys\n"
        "from service.reading.spreadsheet import read_spreadsheet\n"
        "lines = read_spreadsheet(sys.stdin.buffer.read(), 'so.xlsx')\n"
        "print(len(lines), 'openpyxl' in sys.modules)\n"
    )
    data = xlsx(*TWO_ROWS)
    done = subprocess.run(
        [sys.executable, "-c", program], input=data, capture_output=True, check=True, cwd=ROOT
    )
    assert done.stdout.split() == [b"1", b"False"]


def test_forty_megabytes_are_refused_by_their_size():
    with pytest.raises(Refused, match="40 MB là quá lớn") as no:
        read_spreadsheet(b"PK" + bytes((40 << 20) + 1), "so.xlsx")
    assert no.value.field == "file"


def test_more_lines_than_a_year_has_are_refused(monkeypatch):
    monkeypatch.setattr(spreadsheet, "MOST_LINES", 2)
    rows = "".join(f"{number};QĐ;8/1/2026;thử\n" for number in range(1, 5))
    with pytest.raises(Refused, match="quá 2 dòng"):
        read_spreadsheet(f"Số;Ký hiệu;Ngày;Trích yếu\n{rows}".encode(), "so.csv")


def test_a_number_struck_out_needs_neither_notation_nor_subject():
    cells = {"number": "5", "dated": "8/1/2026", "void_reason": "Viết hỏng"}
    paper = read_line(TypedLine(3, cells), year=2026, today=TODAY)
    assert (paper.number, paper.notation, paper.void_reason) == (5, "", "Viết hỏng")


def test_a_line_that_cannot_be_read_hides_no_gap_of_its_own():
    """Its neighbours are not said to leave a gap: it may be the very line that is missing."""
    lines = [
        TypedLine(row, {"number": str(row), "notation": "QĐ", "dated": day, "subject": "thử"})
        for row, day in ((1, "5/1/2026"), (2, "31/2/2026"), (3, "6/1/2026"))
    ]
    assert set(read_lines(lines, year=2026, today=TODAY).errors) == {1}


def test_a_csv_that_windows_saved_as_unicode_is_read():
    text = "Số\tKý hiệu\tNgày\tTrích yếu\n1\tUBND\t05/01/2026\tnộp báo cáo\n"
    (line,) = read_spreadsheet(text.encode("utf-16"), "so.csv")
    assert line.cells["subject"] == "nộp báo cáo"


SENTENCE = "về việc đẩy mạnh phòng, chống dịch bệnh trên cây trồng, vật nuôi ở địa phương"


@pytest.mark.parametrize(("code", "name"), [(to_tcvn3, "TCVN3"), (to_vni, "VNI")])
def test_an_old_code_is_named_and_converted_on_request(code, name):
    heads = ("Số", "Ký hiệu", "Ngày", "Trích yếu")
    data = xlsx([code(head) for head in heads], [1, code("QĐ-UBND"), "05/01/2026", code(SENTENCE)])
    with pytest.raises(OldCodeFound, match=name):
        read_spreadsheet(data, "so.xlsx")
    (line,) = read_spreadsheet(data, "so.xlsx", convert=True)
    assert line.cells == {
        "number": "1",
        "notation": "QĐ-UBND",
        "dated": "05/01/2026",
        "subject": SENTENCE,
    }


def test_a_unicode_spreadsheet_stays_as_it_is_when_conversion_is_asked_for():
    data = xlsx(("Số", "Ký hiệu", "Ngày", "Trích yếu"), (1, "QĐ-UBND", "05/01/2026", SENTENCE))
    assert read_spreadsheet(data, "so.xlsx") == read_spreadsheet(data, "so.xlsx", convert=True)


def test_cells_in_unicode_beside_an_old_code_are_left_alone():
    data = xlsx(
        ("Số", "Ký hiệu", "Ngày", "Trích yếu"),
        (1, "QĐ-UBND", "05/01/2026", to_tcvn3(SENTENCE)),
        (2, "QĐ-UBND", "06/01/2026", SENTENCE),
        (3, "QĐ-UBND", "07/01/2026", to_tcvn3(SENTENCE)),
    )
    lines = read_spreadsheet(data, "so.xlsx", convert=True)
    assert {line.cells["subject"] for line in lines} == {SENTENCE}
