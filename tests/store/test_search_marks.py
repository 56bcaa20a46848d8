"""Trích đoạn: the original text, cut at words, with its matches marked."""

import pytest

from service.store.search_marks import LENGTH, marked, snippet
from service.store.search_query import parse


def shown(pieces) -> str:
    return "".join(f"[{text}]" if match else text for text, match in pieces)


def plain(pieces) -> str:
    return "".join(text for text, _ in pieces)


@pytest.mark.parametrize(
    ("text", "query", "expected"),
    [
        ("Về việc cai nghiện", "nghien", "Về việc cai [nghiện]"),
        ("ĐỀ NGHỊ đề nghị", "de", "[ĐỀ] NGHỊ [đề] nghị"),
        ("hoà Hòa hóa hoa", "hòa", "[hoà] [Hòa] hóa hoa"),
        ("hoà Hòa hóa hoa", "hoa", "[hoà] [Hòa] [hóa] [hoa]"),
        ("anh hanh anh", "anh", "[anh] hanh [anh]"),
        ("số 05/QĐ-UBND", "5/qd-ubnd", "số 05/[QĐ]-[UBND]"),
        ("số 5 và 05", "05", "số [5] và [05]"),
        ("<b>đất</b> & đai", "dat", "<b>[đất]</b> & đai"),
        ("không có gì", "zzz", "không có gì"),
        ("a.b (c)", "(.*", "a.b (c)"),
        ("", "x", ""),
        ("hoa hòa", "hoa hòa", "[hoa] [hòa]"),
    ],
)
def test_matches_are_marked_in_the_original(text, query, expected):
    assert shown(marked(text, parse(query))) == expected


def test_marking_never_changes_the_text():
    text = "Điều 1. Công bố đơn vị đủ điều kiện; ĐƠN VỊ…\n\tHết."
    assert plain(marked(text, parse("đơn vị dieu cong"))) == text


def test_a_passage_around_the_densest_matches_is_chosen():
    text = "mở đầu đất " + "lời dẫn " * 80 + "quyết định thu hồi đất ở " + "kết thúc " * 80
    pieces = snippet([text], parse("thu hồi đất"))
    assert "[thu] [hồi] [đất]" in shown(pieces)
    assert plain(pieces).startswith("… ")
    assert plain(pieces).endswith(" …")
    assert len(plain(pieces)) <= LENGTH + 40


def test_a_passage_is_cut_between_words():
    text = "nghiêng " * 200 + "đất " + "nghiêng " * 200
    words = plain(snippet([text], parse("đất"))).replace("…", "").split()
    assert set(words) == {"nghiêng", "đất"}


def test_the_first_text_that_matches_is_shown():
    pieces = snippet(["thân bài", "Sở Y tế"], parse("y te"))
    assert shown(pieces) == "Sở [Y] [tế]"


def test_without_a_match_the_beginning_is_shown():
    pieces = snippet(["mở đầu " * 100], parse("ngoài"))
    assert plain(pieces).startswith("mở đầu mở")
    assert plain(pieces).endswith(" …")
    assert snippet([], parse("x")) == ()


def test_line_ends_become_blanks():
    assert plain(snippet(["một\n\nhai\tba"], parse("hai"))) == "một hai ba"


def test_a_text_of_two_megabytes_is_marked_in_little_time():
    text = "đất đai và nhà ở " * 120_000
    assert len(plain(snippet([text], parse("nhà ở zzz")))) <= LENGTH + 40
