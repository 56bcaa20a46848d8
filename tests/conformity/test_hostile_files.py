"""Whatever a stranger sends ends in a Vietnamese sentence, and nothing else happens."""

import io
import random
import time
import zipfile

import pytest
from lxml import etree

from service.conformity import annotate_file, check_file, repair_file
from service.conformity import child as child_module
from service.conformity.checking import check
from service.conformity.package import MAX_FILE
from service.domain.errors import OfficeError, Refused
from tests.conformity import papers
from tests.conformity.word import Word, form, form_names, w


def packed(parts, method=zipfile.ZIP_DEFLATED):
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w", method) as archive:
        for name, content in parts.items():
            archive.writestr(name, content)
    return target.getvalue()


def with_document(text):
    return packed(Word(papers.letter()).parts | {"word/document.xml": text})


BOMB = (
    '<?xml version="1.0"?><!DOCTYPE w [<!ENTITY a "aaaaaaaaaa">'
    + "".join(
        f'<!ENTITY {b} "{f"&{a};" * 10}">' for a, b in zip("abcdefgh", "bcdefghi", strict=True)
    )
    + "]><w:document xmlns:w='http://schemas.openxmlformats.org/wordprocessingml/2006/main'>"
    "<w:body><w:p><w:r><w:t>&i;</w:t></w:r></w:p></w:body></w:document>"
)
OUTSIDE = BOMB.replace("&i;", "&x;").replace(
    "<!DOCTYPE w [", '<!DOCTYPE w [<!ENTITY x SYSTEM "file:///etc/passwd">'
)
DEEP = (
    "<w:document xmlns:w='http://schemas.openxmlformats.org/wordprocessingml/2006/main'><w:body>"
    "<w:tbl><w:tr><w:tc>{}" + "</w:tc></w:tr></w:tbl></w:body></w:document>"
)


def nested(times):
    text = "<w:p/>"
    for _ in range(times):
        text = f"<w:tbl><w:tr><w:tc>{text}</w:tc></w:tr></w:tbl>"
    return DEEP.replace("{}", text)


OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
PLAIN = papers.letter()
HOSTILE = {
    "empty": (b"", "rỗng"),
    "text": ("Kính gửi: Ủy ban nhân dân xã".encode(), "không phải tệp Word"),
    "PDF": (b"%PDF-1.7\n" + b"0" * 200, "PDF"),
    "RTF": (b"{\\rtf1\\ansi}", "RTF"),
    "PNG renamed": (b"\x89PNG\r\n\x1a\n" + b"0" * 200, "ảnh"),
    "JPEG renamed": (b"\xff\xd8\xff\xe0" + b"0" * 200, "ảnh"),
    "program": (b"MZ" + b"0" * 200, "chương trình"),
    "old .doc": (OLE + b"0" * 600 + "WordDocument".encode("utf-16-le"), ".doc"),
    "encrypted": (OLE + b"0" * 600 + "EncryptedPackage".encode("utf-16-le"), "mật khẩu"),
    "cut in half": (PLAIN[: len(PLAIN) // 2], "hỏng"),
    "zip of nothing": (packed({"a.txt": "a"}), "không phải tệp Word"),
    "OpenDocument": (
        packed({"mimetype": "application/vnd.oasis.opendocument.text", "content.xml": "<a/>"}),
        "OpenDocument",
    ),
    "macro part": (packed(Word(PLAIN).parts | {"word/vbaProject.bin": b"x"}), "macro"),
    "docm": (
        packed(
            Word(PLAIN).parts
            | {
                "[Content_Types].xml": Word(PLAIN)
                .parts["[Content_Types].xml"]
                .replace(
                    b"application/vnd.openxmlformats-officedocument.wordprocessingml.document.main",
                    b"application/vnd.ms-word.document.macroEnabled.main",
                )
            }
        ),
        "macro",
    ),
    "workbook": (
        packed(
            {
                "[Content_Types].xml": '<Types xmlns="http://schemas.openxmlformats.org/package/'
                '2006/content-types"><Override PartName="/x" ContentType="application/vnd.'
                'openxmlformats-officedocument.spreadsheetml.sheet.main+xml"/></Types>'
            }
        ),
        "Excel",
    ),
    "no document": (
        packed({k: v for k, v in Word(PLAIN).parts.items() if k != "word/document.xml"}),
        "hỏng",
    ),
    "broken XML": (with_document("<w:document><w:body>"), "hỏng"),
    "entity bomb": (with_document(BOMB), "DOCTYPE"),
    "outside entity": (with_document(OUTSIDE), "DOCTYPE"),
    "no body": (
        with_document(f"<w:document xmlns:w='{w('x')[1:-2]}'/>"),
        "không có nội dung",
    ),
    "tables in tables": (with_document(nested(20)), "lồng nhau"),
    "tables without end": (with_document(nested(400)), "hỏng"),
    "zip bomb": (packed(Word(PLAIN).parts | {"word/media/a.bin": b"\0" * 60_000_000}), "nở ra"),
    "too many parts": (packed({f"{n}.xml": "" for n in range(5000)}, zipfile.ZIP_STORED), "nở ra"),
    "too big": (b"PK\x03\x04" + b"0" * MAX_FILE, "lớn hơn"),
}


@pytest.mark.parametrize("name", HOSTILE)
def test_a_hostile_file_is_refused_with_a_sentence(name):
    data, words = HOSTILE[name]
    with pytest.raises(OfficeError) as refused:
        check(data)
    assert words in refused.value.message
    assert refused.value.message.endswith(".")


@pytest.mark.parametrize("name", ["entity bomb", "encrypted", "cut in half", "zip bomb"])
def test_the_child_refuses_with_the_same_sentence(name):
    data, words = HOSTILE[name]
    for verb in (check_file, annotate_file, repair_file):
        with pytest.raises(Refused) as refused:
            verb(data)
        assert words in refused.value.message


def test_the_child_gives_the_same_report_as_this_process():
    data = form("1.5")
    assert check_file(data) == check(data)
    assert check_file(data).findings


def test_a_file_that_takes_too_long_is_refused(monkeypatch):
    monkeypatch.setattr(child_module, "WALL_SECONDS", 0.01)
    with pytest.raises(Refused, match="quá lớn hoặc quá phức tạp"):
        check_file(form("1.1"))


def test_a_child_without_memory_is_a_refusal(monkeypatch, tmp_path):
    """The child's own limit, made small: a letter fits in it, a thick file does not."""
    starter = tmp_path / "starter.py"
    starter.write_text(
        "import sys\nfrom service.conformity import child\nchild.MEMORY = 44 * 1024 * 1024\n"
        "sys.exit(child.main(sys.argv[1:]))\n"
    )
    command = [child_module.sys.executable, str(starter), "check"]
    real = child_module.subprocess.run
    monkeypatch.setattr(child_module.subprocess, "run", lambda _, **said: real(command, **said))
    thick = papers.docx(papers.body(papers.LONG * 6) * 2000)
    assert check_file(papers.letter()).findings == ()
    with pytest.raises(Refused, match="quá lớn hoặc quá phức tạp"):
        check_file(thick)


def test_the_child_sees_no_setting_of_ours(monkeypatch):
    monkeypatch.setenv("SERVICE_SECRET_KEY", "x")
    assert "SERVICE_SECRET_KEY" not in child_module._environment()


@pytest.mark.parametrize("seed", range(6))
def test_files_torn_at_random_never_crash_the_checker(seed):
    chance = random.Random(seed)
    for name in (*form_names(), *papers.ALL):
        data = form(name) if name in form_names() else papers.ALL[name]()
        word = Word(data)
        for part in ("word/document.xml", "word/styles.xml", "word/header1.xml"):
            tear(word.tree(part), chance)
        try:
            check(word.bytes())
        except Refused as refusal:
            assert refusal.message


def tear(root, chance):
    """Drop, double, empty and move elements, and write nonsense into attributes."""
    elements = [item for item in root.iter() if isinstance(item.tag, str) and item is not root]
    for item in chance.sample(elements, min(len(elements), 40)):
        parent = item.getparent()
        if parent is None:
            continue
        match chance.randrange(5):
            case 0:
                parent.remove(item)
            case 1:
                parent.append(etree.fromstring(etree.tostring(item)))
            case 2:
                for child in list(item):
                    item.remove(child)
            case 3:
                for key in item.attrib:
                    item.set(key, chance.choice(["", "-1", "99999999999", "abc", "1e400", "nan"]))
            case 4:
                item.text = chance.choice(["\u202e", "Số: /", "Phụ lục I", "Điều 999999999.", ""])


ENDLESS = {
    "one word": "a" * 300_000,
    "one word of ñ": "ñ" * 300_000,
    "blanks": "Số:" + " " * 300_000 + "x",
    "semicolons": "sao y;" * 60_000,
    "full stops": "abc. " * 60_000,
    "dots": "." * 300_000,
    "Căn cứ": "Căn cứ Luật số ; " * 20_000,
    "capitals": "TÊN CƠ QUAN " * 30_000,
}


@pytest.mark.parametrize("name", ENDLESS)
def test_endless_lines_cost_no_more_than_their_length(name):
    """A pattern that backtracks would take hours here; the limit is generous for a busy machine."""
    start = time.process_time()
    check(papers.docx(papers.letterhead(), papers.body(ENDLESS[name]), papers.closing()))
    assert time.process_time() - start < 6
