"""What a file's text is worth: scans, recognised text, old codes, garbled letters."""

import io
import unicodedata

import docx
import pytest
from docx.oxml.ns import qn

from service.domain.errors import Refused
from service.reading import legacy
from service.reading.encoding import judge
from service.reading.findings import Encoding, State
from service.reading.reader import read
from service.reading.rows import Flow, Row, Source, Word
from service.reading.syllables import is_syllable, share_of_syllables
from tests.reading import pdfs
from tests.reading.codes import to_tcvn3, to_vni
from tests.reading.facts import facts
from tests.reading.seeds import BINH_LUC_BODY, BINH_THUAN_BODY

LETTERS = sorted(
    {
        unicodedata.normalize("NFC", base + shape + tone)
        for base, shapes in (
            *(("a", ("", "\u0302", "\u0306")), ("e", ("", "\u0302")), ("i", ("",))),
            *(("o", ("", "\u0302", "\u031b")), ("u", ("", "\u031b")), ("y", ("",))),
        )
        for shape in shapes
        for tone in ("", "\u0300", "\u0301", "\u0303", "\u0309", "\u0323")
    }
    | {"đ"}
)

WANTED = {
    "agency": "Ủy ban nhân dân xã Hòa Bình",
    "number": "41",
    "notation": "UBND-VP",
    "place": "Hòa Bình",
    "issued": "2025-03-05",
    "kind": "Công văn",
    "subject": "nộp lưu hồ sơ",
    "addressees": ["Các thôn"],
    "recipients": ["Như trên", "Lưu: VT."],
    "filed": "Lưu: VT.",
    "authority": ["CHỦ TỊCH"],
    "post": "Chủ tịch",
    "name": "Phạm Quốc Hùng",
    "tasks": [("", "Các thôn")],
    "deadlines": [("2025-03-31", "Các thôn")],
}


def wanted(**other):
    return {name: value for name, value in (WANTED | other).items() if value}


def plain(found):
    """The drawn letter prints the first line of the agency's name light: a superior body."""
    if found.get("superior"):
        found["agency"] = (
            f"{found.pop('superior')} {found['agency'][0].lower()}{found['agency'][1:]}"
        )
    return found


def test_a_drawn_letter_is_read():
    assert plain(facts(read(pdfs.letter()))) == wanted()


def test_a_scan_says_so_and_offers_nothing():
    reading = read(pdfs.scan())
    assert reading.state is State.NO_TEXT
    assert "bản quét" in reading.message
    assert facts(reading) == {}
    assert reading.sheets[0].width == pytest.approx(595.3, abs=0.5)


def test_a_scan_with_the_text_of_a_signature_is_still_a_scan():
    over = [(120, 20, "", "Ký bởi: Ủy ban nhân dân"), (120, 24, "", "Ngày ký: 08.01.2021 08:51:42")]
    assert read(pdfs.scan(over=over)).state is State.NO_TEXT


def test_a_small_picture_with_a_page_number_is_a_scan_too():
    document = pdfs.pdf()
    document.image(pdfs.picture(), 40, 60, 140, 198)
    pdfs.write(document, [(100, 290, "", "Trang 1")])
    reading = read(bytes(document.output()))
    assert (reading.state, "bản quét" in reading.message) == (State.NO_TEXT, True)


def test_a_scan_behind_a_letter_is_named_by_its_page():
    reading = read(pdfs.joined(pdfs.letter(), pdfs.scan()))
    assert reading.state is State.PARTLY
    assert "Trang 2 là ảnh" in reading.message
    assert reading.fields.number.value == "41"


def test_text_of_a_recogniser_is_read_with_a_warning():
    reading = read(pdfs.with_invisible_text())
    assert plain(facts(reading)) == wanted()
    assert any("nhận dạng từ ảnh quét" in warning for warning in reading.warnings)


def test_an_empty_word_file_says_that_it_has_no_text():
    document = io.BytesIO()
    docx.Document().save(document)
    reading = read(document.getvalue())
    assert reading.state is State.NO_TEXT
    assert reading.message.startswith("Tệp không có chữ nào")


@pytest.mark.parametrize(
    ("code", "encoding", "word"),
    [(to_tcvn3, Encoding.TCVN3, "TCVN3"), (to_vni, Encoding.VNI, "VNI")],
)
def test_an_old_code_is_named_and_not_guessed_at(code, encoding, word):
    reading = read(pdfs.letter(code=code, font="Times"))
    assert (reading.state, reading.encoding) == (State.WRONG_TEXT, encoding)
    assert word in reading.message
    assert "chuyển sang Unicode" in reading.message
    assert facts(reading) == {}


def test_vni_is_converted_on_request_and_says_so():
    reading = read(pdfs.letter(code=to_vni, font="Times"), convert=True)
    assert plain(facts(reading)) == wanted()
    assert "đã chuyển sang Unicode" in reading.warnings[0]


def test_tcvn3_is_converted_on_request():
    """Its capitals lost their marks in one font; the rest is whole."""
    reading = read(pdfs.letter(code=to_tcvn3, font="Times"), convert=True)
    found = facts(reading)
    assert (found["number"], found["notation"]) == ("41", "UBND-VP")
    assert (found["issued"], found["subject"]) == ("2025-03-05", "nộp lưu hồ sơ")
    assert found["deadlines"] == [("2025-03-31", "Các thôn")]
    assert found["name"] == "Phạm Quốc Hùng"


def word_file(lines):
    """`lines`: (text, font)."""
    document = docx.Document()
    for text, font in lines:
        run = document.add_paragraph().add_run(text)
        run.font.name = font
        run._r.rPr.rFonts.set(qn("w:hAnsi"), font)
    data = io.BytesIO()
    document.save(data)
    return data.getvalue()


OLD_WORD = (
    ("Céng hßa x· héi chñ nghÜa viÖt nam", ".VnTimeH"),
    ("§éc lËp - Tù do - H¹nh phóc", ".VnTime"),
    ("ñy ban nh©n d©n x· hßa b×nh", ".VnTimeH"),
    ("Sè: 41/UBND-VP", ".VnTime"),
    ("Hßa B×nh, ngµy 05 th¸ng 3 n¨m 2025", ".VnTime"),
    ("V/v nép l\u00adu hå s¬", ".VnTime"),
    ("KÝnh göi: C¸c th«n.", ".VnTime"),
    ("§Ò nghÞ c¸c th«n nép l\u00adu hå s¬ tr\u00adíc ngµy 31/3/2025./.", ".VnTime"),
)


def test_a_word_file_in_tcvn3_fonts_is_read_with_its_capitals():
    reading = read(word_file(OLD_WORD), convert=True)
    found = facts(reading)
    assert reading.encoding is Encoding.TCVN3
    assert found["agency"] == "Ủy ban nhân dân xã Hòa Bình"
    assert (found["number"], found["issued"]) == ("41", "2025-03-05")
    assert found["subject"] == "nộp lưu hồ sơ"
    assert read(word_file(OLD_WORD)).state is State.WRONG_TEXT


def test_unicode_text_in_an_old_font_is_left_alone():
    reading = read(word_file([("Cộng hòa xã hội chủ nghĩa Việt Nam đã quen", ".VnTime")] * 3))
    assert reading.encoding is Encoding.UNICODE


def flow(text):
    words = tuple(Word(word) for word in text.split())
    return Flow(Source.DOCX, (Row(words, 0),))


def text_of(judged):
    return judged.flow.rows[0].text


BODY = " ".join((*BINH_LUC_BODY, *BINH_THUAN_BODY))


def test_both_seeds_survive_a_round_trip_through_vni():
    assert text_of(judge(flow(to_vni(BODY)), convert=True)) == BODY


def test_both_seeds_survive_a_round_trip_through_tcvn3():
    """Only the capitals with tones are lost: TCVN3 has none without a second font."""
    text = text_of(judge(flow(to_tcvn3(BODY)), convert=True))
    assert text.lower() == BODY.lower()
    assert sum(a != b for a, b in zip(text, BODY, strict=True)) < 20


def test_utf8_read_as_windows_text_is_recognised_and_not_offered():
    wrong = "".join(
        chr(byte)
        if 0x80 <= byte < 0xA0 and byte in (0x81, 0x8D, 0x8F, 0x90, 0x9D)
        else bytes([byte]).decode("cp1252")
        for byte in BODY.encode()
    )
    reading_of = judge(flow(wrong), convert=True)
    assert reading_of.encoding is Encoding.MOJIBAKE
    assert not reading_of.converted
    assert "không khớp với hình trang" in reading_of.message


def test_decomposed_letters_are_composed():
    judged = judge(flow(unicodedata.normalize("NFD", BODY)), convert=False)
    assert judged.encoding is Encoding.DECOMPOSED
    assert text_of(judged) == BODY


def test_letters_that_stand_for_nothing_are_called_broken():
    judged = judge(flow("\ue012\ue034\ue055 \ue0aa\ue0bb " * 30), convert=False)
    assert judged.encoding is Encoding.BROKEN
    assert "không khớp với hình trang" in judged.message


def test_shuffled_letters_are_called_broken():
    """A font whose table of letters is wrong: marks everywhere, no syllable."""
    shuffle = str.maketrans("aăâbcdđeêghiklmnoôơpqrstuưvxy", "xqêđsưôgrvămtlocuâbkneơhipdya")
    judged = judge(flow(BODY.lower().translate(shuffle)), convert=False)
    assert judged.encoding is Encoding.BROKEN


def test_text_typed_without_accents_is_not_broken():
    text = "UY BAN NHAN DAN xa Hoa Binh de nghi cac thon nop luu ho so truoc ngay 31/3/2025 " * 5
    assert judge(flow(text), convert=False).encoding is Encoding.UNICODE


def test_another_language_is_not_broken():
    text = "The committee requests all departments to submit their annual reports on time " * 5
    assert judge(flow(text), convert=False).encoding is Encoding.UNICODE
    reading = read(pdfs.letter([(20, 20 + 6 * n, "", text[:80]) for n in range(20)]))
    assert reading.state is State.PARTLY
    assert "Không thấy Quốc hiệu" in reading.message


@pytest.mark.parametrize("letter", LETTERS)
def test_every_letter_has_its_code(letter):
    assert legacy.from_tcvn3(to_tcvn3(letter)) == letter
    assert unicodedata.normalize("NFC", legacy.from_vni(to_vni(letter))) == letter
    capital = letter.upper()
    assert unicodedata.normalize("NFC", legacy.from_vni(to_vni(capital))) == capital
    assert legacy.from_tcvn3(to_tcvn3(capital), capitals=True) == capital


def test_there_are_67_letters_with_marks_and_six_without():
    assert len(LETTERS) == 73


def test_syllables_are_told_from_noise():
    right = ("nghiện", "quý", "giữ", "gìn", "khuỷu", "thuở", "Huệ", "ương", "yết", "oái")
    wrong = ("nghiÖn", "Methadone", "cát\u0300", "tatt", "ngh", "nhãt", "c¸c", "tịep")
    assert [word for word in right if not is_syllable(word)] == []
    assert [word for word in wrong if is_syllable(word)] == []
    assert share_of_syllables(BODY) > 0.99


@pytest.mark.parametrize(
    "data", [b"", b"chi la chu", b"\x89PNG\r\n\x1a\n", b"PK\x05\x06" + b"\0" * 18]
)
def test_what_is_no_paper_is_refused_with_a_sentence(data):
    with pytest.raises(Refused, match="Hãy"):
        read(data)
