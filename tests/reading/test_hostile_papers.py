"""Files from outside: whatever they try, the answer is a sentence and only a child pays for it."""

import io
import logging
import zipfile

import pytest

from service.domain.errors import Refused
from service.reading import safely
from service.reading.findings import State
from service.reading.reader import read
from service.reading.safely import Limits, read_file
from tests.reading import pdfs
from tests.reading.papers import Paper, build_docx

PLAIN = Paper(
    agency=("ỦY BAN NHÂN DÂN", "XÃ HÒA BÌNH"),
    number="Số: 41/UBND-VP",
    place_date="Hòa Bình, ngày 05 tháng 3 năm 2025",
    letter_subject=("V/v nộp lưu hồ sơ",),
)


def word(**parts):
    """The plain letter with parts replaced or added."""
    output = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(build_docx(PLAIN))) as source:
        names = [name for name in source.namelist() if name not in parts]
        with zipfile.ZipFile(output, "w", zipfile.ZIP_DEFLATED) as target:
            for name in names:
                target.writestr(name, source.read(name))
            for name, content in parts.items():
                target.writestr(name, content)
    return output.getvalue()


def body(inner):
    main = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
    return f'<w:document xmlns:w="{main}"><w:body>{inner}</w:body></w:document>'


ENTITIES = '<!DOCTYPE x [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;&a;&a;">]>' + body(
    "<w:p><w:r><w:t>&b;</w:t></w:r></w:p>"
)
DEEP = body("<w:tbl><w:tr><w:tc>" * 60 + "<w:p/>" + "</w:tc></w:tr></w:tbl>" * 60)

BAD = {
    "empty": (b"", "rỗng"),
    "locked pdf": (pdfs.encrypted(pdfs.letter()), "mật khẩu"),
    "half a pdf": (pdfs.letter()[:300], "hỏng"),
    "pdf in name only": (b"%PDF-1.7\n" + b"x" * 2000, "hỏng"),
    "old word": (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600, r"\.doc đời cũ"),
    "locked word": (
        b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + "EncryptedPackage".encode("utf-16-le"),
        "mật khẩu",
    ),
    "picture": (b"\xff\xd8\xff\xe0" + b"\0" * 50, "tệp ảnh"),
    "program": (b"MZ" + b"\0" * 50, "không phải PDF hay Word"),
    "half a word file": (word()[:2000], "hỏng"),
    "zip of something else": (
        word(**{"[Content_Types].xml": "<a/>", "_rels/.rels": "<a/>"}),
        "không phải tệp Word",
    ),
    "entities": (word(**{"word/document.xml": ENTITIES}), "DOCTYPE"),
    "broken xml": (word(**{"word/document.xml": "<w:document"}), "hỏng"),
    "tables in tables": (word(**{"word/document.xml": DEEP}), "quá lớn"),
    "bomb": (word(**{"word/media/a.bin": b"\0" * (40 << 20)}), "quá lớn"),
    "part that swells": (word(**{"word/document.xml": b" " * (60 << 20)}), "quá lớn"),
}


@pytest.mark.parametrize("name", BAD)
def test_a_bad_file_is_refused_with_a_sentence(name):
    data, words = BAD[name]
    with pytest.raises(Refused, match=words) as refusal:
        read(data)
    assert refusal.value.message.endswith(".")


@pytest.mark.parametrize("name", ["locked pdf", "half a pdf", "entities", "bomb"])
def test_the_child_gives_the_same_sentence(name):
    data, words = BAD[name]
    with pytest.raises(Refused, match=words):
        read_file(data)


def test_a_good_file_reads_the_same_in_the_child():
    data = pdfs.letter()
    assert read_file(data) == read(data)
    assert read_file(pdfs.scan()).state is State.NO_TEXT


@pytest.fixture(scope="module")
def heavy():
    document = pdfs.pdf()
    for _ in range(100):
        pdfs.write(document, [(20, 20 + 2 * n, "", "ma túy " * 30) for n in range(120)], 6)
        document.add_page()
    return bytes(document.output())


def test_a_file_that_takes_too_long_is_stopped(heavy):
    with pytest.raises(Refused, match="quá nhiều bộ nhớ hoặc thời gian"):
        read_file(heavy, limits=Limits(cpu_seconds=1, wall_seconds=20))


def test_a_file_that_waits_for_ever_is_stopped_by_the_clock(heavy):
    with pytest.raises(Refused, match="quá nhiều bộ nhớ hoặc thời gian"):
        read_file(heavy, limits=Limits(wall_seconds=0.5))


def test_a_child_without_memory_ends_alone_and_tells_the_log(caplog):
    data = word(
        **{"word/document.xml": body(f"<w:p><w:r><w:t>{'ma túy ' * 800_000}</w:t></w:r></w:p>")}
    )
    with caplog.at_level(logging.WARNING), pytest.raises(Refused, match="quá nhiều bộ nhớ"):
        read_file(data, limits=Limits(memory_mb=150))
    assert "MemoryError" in caplog.text


def test_a_file_over_the_limit_is_not_even_started(monkeypatch):
    monkeypatch.setattr(safely, "MAX_FILE", 10)
    with pytest.raises(Refused, match="nén tệp"):
        read_file(pdfs.letter())


def test_deleted_hidden_and_coded_text_is_not_read():
    inner = "".join(
        (
            "<w:p><w:r><w:t>CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM</w:t></w:r></w:p>",
            "<w:p><w:r><w:t>ỦY BAN NHÂN DÂN</w:t></w:r></w:p>",
            "<w:p><w:del><w:r><w:delText>Số: 1/XOA-A</w:delText></w:r></w:del>",
            "<w:r><w:rPr><w:vanish/></w:rPr><w:t>Số: 2/AN-A</w:t></w:r>",
            "<w:r><w:instrText>Số: 3/MA-A</w:instrText></w:r>",
            "<w:ins><w:r><w:t>Số: 4/UBND-VP</w:t></w:r></w:ins></w:p>",
        )
    )
    reading = read(word(**{"word/document.xml": body(inner)}))
    assert (reading.fields.number.value, reading.fields.notation.value) == ("4", "UBND-VP")


def listed(form, label, *texts):
    """A Word file whose paragraphs are numbered by Word itself."""
    numbering = (
        body("")
        .replace("document", "numbering")
        .replace(
            "<w:body></w:body>",
            '<w:abstractNum w:abstractNumId="7"><w:lvl w:ilvl="0"><w:start w:val="1"/>'
            f'<w:numFmt w:val="{form}"/><w:lvlText w:val="{label}"/></w:lvl></w:abstractNum>'
            '<w:num w:numId="3"><w:abstractNumId w:val="7"/></w:num>',
        )
    )
    item = '<w:p><w:pPr><w:numPr><w:ilvl w:val="0"/><w:numId w:val="3"/></w:numPr></w:pPr>'
    plain = "<w:p>"
    inner = "".join(
        f"{plain if text.endswith(':') else item}<w:r><w:t>{text}</w:t></w:r></w:p>"
        for text in texts
    )
    relations = (
        '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">'
        '<Relationship Id="r1" Type="http://x/numbering" Target="numbering.xml"/></Relationships>'
    )
    return word(
        **{
            "word/document.xml": body(inner),
            "word/numbering.xml": numbering,
            "word/_rels/document.xml.rels": relations,
        }
    )


@pytest.mark.parametrize(
    ("form", "label", "numbers"),
    [
        ("decimal", "%1.", ("1", "2")),
        ("lowerLetter", "%1)", ("a", "b")),
        ("upperRoman", "%1.", ("I", "II")),
        ("decimalZero", "%1.", ("01", "02")),
    ],
)
def test_automatic_numbers_of_a_word_file_are_read(form, label, numbers):
    texts = ("Phòng Y tế rà soát danh sách.", "Công an xã phối hợp thực hiện.")
    reading = read(listed(form, label, *texts))
    assert [(task.number, task.units) for task in reading.tasks] == [
        (numbers[0], ("Phòng Y tế",)),
        (numbers[1], ("Công an xã",)),
    ]


def test_automatic_dashes_of_a_word_file_are_read():
    reading = read(listed("bullet", "\uf0b7", "Kính gửi:", "Các thôn;", "Đoàn Thanh niên xã"))
    assert [one.value for one in reading.fields.addressees] == ["Các thôn", "Đoàn Thanh niên xã"]
