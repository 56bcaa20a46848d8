"""Trang in so với Phụ lục I: every element's place and size, measured in the PDF, in mm and pt."""

import io
from dataclasses import replace
from datetime import date

import pytest
from pypdf import PdfReader

from service.app import Press
from service.domain.agency import SizeProfile
from service.domain.numbering import IssueMark
from service.domain.presentation import SIGN_SPACE_ALT
from service.domain.typeface import width_mm
from tests.kinds.conftest import HOA_BINH, KINDS, filled, sample_answers
from tests.rendering.measured import measured

pytestmark = pytest.mark.slow

LEFT, RIGHT, TOP, BOTTOM = 30, 195, 20, 277
ISSUED = IssueMark(5, date(2026, 1, 8))
NEAR = 0.6  # mm: a third of a stroke of the pen
SIZES = {
    SizeProfile.SMALL: {"nation": 12, "motto": 13, "body": 13, "agency": 12, "subject_line": 12},
    SizeProfile.LARGE: {"nation": 13, "motto": 14, "body": 14, "agency": 13, "subject_line": 13},
}
LONG_BODY = "\n".join(
    f"{number}. Tăng cường công tác tuyên truyền nhằm nâng cao nhận thức của cán bộ, công chức và "
    "người dân trên địa bàn xã về công tác văn thư, lưu trữ." * 3
    for number in range(1, 12)
)


@pytest.fixture(scope="module", params=SizeProfile)
def profile(request):
    return request.param


@pytest.fixture(scope="module")
def agency(profile):
    return replace(HOA_BINH, size_profile=profile)


@pytest.fixture(scope="module")
def size(profile):
    return SIZES[profile]


@pytest.fixture(scope="module")
def pages(shared_pool, agency):
    """Kind and changes of its sample → measured pages; the same paper is made once."""
    made = {}

    def of(code, mark=ISSUED, office=agency, **changes):
        key = repr((code, mark, office, changes))
        if key not in made:
            kind = KINDS[code]
            word = filled(kind, {**sample_answers(kind), **changes}, mark, office)
            made[key] = measured(shared_pool.convert(word))
        return made[key]

    return of


@pytest.fixture(scope="module")
def letter(pages):
    return pages("official_letter")[0]


@pytest.fixture(scope="module")
def decision(pages):
    return pages("decision")[0]


def test_the_sheet_is_a4_and_all_words_keep_the_margins(pages):
    for code in KINDS:
        for page in pages(code):
            assert sorted((round(page.width), round(page.height))) == [210, 297]
            turned = page.width > page.height
            for words in page.words:
                assert words.left > LEFT - NEAR
                assert words.right < (page.width - 15 if turned else RIGHT) + NEAR


def test_the_head_is_set_in_the_decreed_sizes(letter, size):
    nation, motto = letter.line("CỘNG HÒA XÃ HỘI"), letter.line("Độc lập - Tự do")
    assert (nation.size, nation.bold, nation.italic) == (size["nation"], True, False)
    assert (motto.size, motto.bold, motto.italic) == (size["motto"], True, False)
    assert letter.line("XÃ HÒA BÌNH").size == size["agency"]
    assert letter.line("XÃ HÒA BÌNH").bold
    number, place = letter.line("Số: 05/UBND-VP"), letter.line("Hòa Bình, ngày 08")
    assert (number.size, number.bold) == (13, False)
    assert (place.size, place.italic, place.bold) == (size["motto"], True, False)
    about = letter.line("V/v triển khai")
    assert (about.size, about.bold, about.italic) == (size["subject_line"], False, False)


def test_the_head_stands_in_two_columns_each_centred(letter):
    agency, nation = letter.line("ỦY BAN NHÂN DÂN"), letter.line("CỘNG HÒA XÃ HỘI")
    assert agency.baseline == pytest.approx(nation.baseline, abs=0.5)
    for below in ("XÃ HÒA BÌNH", "Số: 05"):
        assert letter.line(below).centre == pytest.approx(agency.centre, abs=NEAR)
    for below in ("Độc lập - Tự do", "Hòa Bình, ngày 08"):
        assert letter.line(below).centre == pytest.approx(nation.centre, abs=NEAR)
    number, place = letter.line("Số: 05"), letter.line("Hòa Bình, ngày 08")
    assert number.baseline == pytest.approx(place.baseline, abs=0.5)
    assert agency.right < nation.left


def test_the_first_line_begins_at_the_top_margin(letter, size):
    agency = letter.line("ỦY BAN NHÂN DÂN")
    ascent = 0.891 * size["agency"] * 25.4 / 72
    assert agency.baseline - ascent == pytest.approx(TOP, abs=NEAR)


def test_the_rule_under_the_motto_is_exactly_as_long_as_its_words(letter):
    motto = letter.line("Độc lập - Tự do")
    rule = letter.rule_under(motto)
    assert rule.left == pytest.approx(motto.left, abs=0.3)
    assert rule.right == pytest.approx(motto.right, abs=0.3)


def test_the_rule_under_the_agency_is_a_third_to_a_half_of_its_words(letter):
    agency = letter.line("XÃ HÒA BÌNH")
    rule = letter.rule_under(agency)
    assert 1 / 3 <= rule.length / (agency.right - agency.left) <= 1 / 2
    assert rule.centre == pytest.approx(agency.centre, abs=0.3)


def test_the_subject_of_a_letter_stands_6_pt_below_its_number(letter, size):
    number, about = letter.line("Số: 05"), letter.line("V/v triển khai")
    single = 1.15 * size["subject_line"] * 25.4 / 72
    gap = about.baseline - number.baseline - single
    assert gap == pytest.approx(6 * 25.4 / 72, abs=0.5)
    assert about.right <= 95 + NEAR


@pytest.mark.parametrize(("code", "width"), [("urgent", 20), ("very_urgent", 40), ("express", 30)])
def test_the_stamp_of_urgency_is_a_box_of_the_decreed_size(pages, code, width):
    page = pages("official_letter", urgency=code)[0]
    about, addressees = page.line("V/v triển khai"), page.line("Kính gửi:")
    box = [
        stroke
        for stroke in page.strokes
        if about.baseline < stroke.top < addressees.baseline and stroke.left < 100
    ]
    left, right = min(s.left for s in box), max(s.right for s in box)
    top, bottom = min(s.top for s in box), max(s.bottom for s in box)
    assert right - left == pytest.approx(width, abs=0.4)
    assert bottom - top == pytest.approx(8, abs=0.4)
    (word,) = [words for words in page.words if top < words.baseline < bottom]
    assert word.bold
    assert 13 <= word.size <= 14
    assert word.centre == pytest.approx((left + right) / 2, abs=NEAR)
    middle = word.baseline - 0.33 * word.size * 25.4 / 72
    assert middle == pytest.approx((top + bottom) / 2, abs=0.8)


def test_several_addressees_start_under_the_colon(letter, size):
    label = letter.line("Kính gửi:")
    first, second = letter.line("- Các đơn vị"), letter.line("- Trưởng các thôn")
    colon = label.left + width_mm("Kính gửi", size["body"])
    assert first.left == pytest.approx(colon, abs=NEAR)
    assert first.left == second.left
    assert {label.size, first.size} == {size["body"]}


def test_one_addressee_stands_in_the_line_of_kinh_gui(pages, letter):
    page = pages("official_letter", addressees=["Sở Nội vụ tỉnh Hòa Bình"])[0]
    line = page.line("Kính gửi: Sở Nội vụ tỉnh Hòa Bình")
    assert line.centre == pytest.approx((LEFT + RIGHT) / 2, abs=1)


def test_the_text_is_justified_with_its_first_line_indented(letter, size):
    first = letter.line("Thực hiện Nghị định")
    second = letter.line("Chính phủ") if size["body"] == 14 else letter.line("phủ về")
    assert 10 <= first.left - LEFT <= 12.9
    assert first.right == pytest.approx(RIGHT, abs=NEAR)
    assert second.left == pytest.approx(LEFT, abs=NEAR)
    assert second.right == pytest.approx(RIGHT, abs=NEAR)
    spacing = (second.baseline - first.baseline) / (1.15 * size["body"] * 25.4 / 72)
    assert 1.0 <= spacing <= 1.5


def test_paragraphs_stand_at_least_6_pt_apart(letter, size):
    line = 1.15 * 1.1 * size["body"] * 25.4 / 72
    one, other = letter.line("a) Cỡ chữ"), letter.line("b) Số, ký hiệu")
    assert other.baseline - one.baseline - line >= 6 * 25.4 / 72 - 0.1


def test_recipients_and_signature_stand_level_side_by_side(letter, size):
    label, authority = letter.line("Nơi nhận:"), letter.line("KT. CHỦ TỊCH")
    assert (label.size, label.bold, label.italic) == (12, True, True)
    assert (authority.size, authority.bold) == (size["body"], True)
    assert label.left == pytest.approx(LEFT, abs=NEAR)
    assert label.baseline == pytest.approx(authority.baseline, abs=1)
    item = letter.line("- Như trên;")
    assert (item.size, item.bold, item.italic) == (11, False, False)
    assert letter.line("NV.(20)").size == 11


def test_the_signature_is_centred_in_the_right_half_with_25_mm_of_room(letter, size):
    post, name = letter.line("PHÓ CHỦ TỊCH"), letter.line("Trần Văn Hùng")
    assert post.centre == pytest.approx(name.centre, abs=NEAR)
    assert letter.line("KT. CHỦ TỊCH").centre == pytest.approx(name.centre, abs=NEAR)
    assert 0.70 <= (name.centre - LEFT) / (RIGHT - LEFT) <= 0.78
    assert (name.size, name.bold) == (size["body"], True)
    assert 25 <= name.baseline - post.baseline - 0.891 * size["body"] * 25.4 / 72 <= 30


def test_the_address_stands_at_the_foot_of_page_one_under_a_full_rule(letter):
    address = letter.line("Địa chỉ: Số 1")
    assert 11 <= address.size <= 12
    rule = max(
        (s for s in letter.strokes if s.top < address.baseline and s.length > 100),
        key=lambda stroke: stroke.top,
    )
    assert rule.length == pytest.approx(RIGHT - LEFT, abs=NEAR)
    assert address.baseline - rule.top < 8
    assert address.baseline < 297 - 9


def test_the_page_number_stands_in_the_middle_of_the_top_margin_from_page_two(pages, size):
    first, second = pages("official_letter", body=LONG_BODY)[:2]
    assert not [words for words in first.words if words.baseline < TOP]
    (number,) = [words for words in second.words if words.baseline < TOP]
    assert (number.text, number.size) == ("2", size["body"])
    assert not number.bold
    assert not number.italic
    assert number.centre == pytest.approx((LEFT + RIGHT) / 2, abs=NEAR)


def test_the_title_of_a_decision_is_centred_bold_with_its_rule(decision, size):
    title = next(words for words in decision.words if words.text == "QUYẾT ĐỊNH")
    subject = [w for w in decision.words if title.baseline < w.baseline < title.baseline + 14]
    assert {(w.size, w.bold) for w in (title, *subject)} == {(size["body"], True)}
    for words in (title, *subject):
        assert words.centre == pytest.approx((LEFT + RIGHT) / 2, abs=NEAR)
    last = subject[-1]
    rule = decision.rule_under(last)
    assert 1 / 3 <= rule.length / (last.right - last.left) <= 1 / 2
    assert rule.centre == pytest.approx(last.centre, abs=0.3)


def test_the_parts_of_a_decision_have_their_own_look(decision, size):
    authority = decision.line("CHỦ TỊCH ỦY BAN NHÂN DÂN XÃ")
    orders = decision.line("QUYẾT ĐỊNH:")
    for line in (authority, orders):
        assert line.bold
        assert line.centre == pytest.approx((LEFT + RIGHT) / 2, abs=NEAR)
    base = decision.line("Căn cứ Luật Phòng")
    assert (base.size, base.italic, base.bold) == (size["body"], True, False)
    assert base.text.endswith(";")
    assert 10 <= base.left - LEFT <= 12.9
    assert decision.line("Điều 1.").bold
    assert 10 <= decision.line("Điều 1.").left - LEFT <= 12.9
    assert decision.line("Điều 2. Trách nhiệm").bold


def test_an_annex_starts_a_turned_page_counted_from_one(pages, size):
    rows = "\n".join(f"{n}\tTổ chức {n}\tThôn Đông" for n in range(1, 60))
    annexes = [
        {"title": "Danh sách", "body": f"STT\tTên\tĐịa chỉ\n{rows}", "landscape": True},
        {"title": "Bảng giá", "body": "Theo quy định.", "landscape": False},
    ]
    made = pages("decision", annexes=annexes, on_paper=True)
    first = next(page for page in made if page.text.startswith("Phụ lục I\n"))
    second = next(page for page in made if page.text.startswith("Phụ lục II\n"))
    assert first.width > first.height
    assert second.width < second.height
    label = first.line("Phụ lục I")
    assert (label.size, label.bold) == (14, True)
    assert first.line("DANH SÁCH").bold
    assert first.line("DANH SÁCH").size == size["body"]
    reference = first.line("(Kèm theo Quyết định số 05/QĐ-UBND ngày 08 tháng 01 năm 2026 của Chủ")
    assert reference.italic
    follows = made[made.index(first) + 1]
    assert follows.words[0].text == "2"
    assert [w for w in follows.words if w.text.startswith("STT")], "the header row is repeated"
    assert not [words for words in second.words if words.baseline < TOP]


def test_the_marks_and_the_address_of_page_one_are_not_on_the_pages_of_annexes(pages):
    made = pages("official_letter", circulation="internal", show_address=True)
    first, annex = made[0], made[-1]
    assert annex.text.startswith("Phụ lục\n")
    for words in ("LƯU HÀNH NỘI BỘ", "Địa chỉ: Số 1"):
        assert words in first.text
        assert words not in annex.text


@pytest.mark.parametrize(
    ("code", "words"), [("return", "XEM XONG TRẢ LẠI"), ("internal", "LƯU HÀNH NỘI BỘ")]
)
def test_a_mark_of_circulation_stands_in_its_box_in_the_top_margin(pages, size, code, words):
    page = pages("decision", circulation=code)[0]
    mark, nation = page.line(words), page.line("CỘNG HÒA XÃ HỘI")
    assert (mark.size, mark.bold) == (size["body"], True)
    box = [stroke for stroke in page.strokes if stroke.bottom < TOP]
    left, right = min(s.left for s in box), max(s.right for s in box)
    top, bottom = min(s.top for s in box), max(s.bottom for s in box)
    assert 9 < top < bottom < TOP - 0.5
    assert bottom - top == pytest.approx(8, abs=0.4)
    assert left + 2 < mark.left < mark.right < right - 2
    assert mark.centre == pytest.approx((left + right) / 2, abs=NEAR)
    assert 0.58 <= (mark.centre - LEFT) / (RIGHT - LEFT) <= 0.85
    assert nation.baseline - 0.891 * nation.size * 25.4 / 72 == pytest.approx(TOP, abs=NEAR)


def test_a_paper_laid_on_its_long_side_keeps_its_parts_in_their_places(pages, size):
    page = pages("report", landscape=True)[0]
    assert page.width > page.height
    right = page.width - 15
    width = right - LEFT
    agency, nation = page.line("XÃ HÒA BÌNH"), page.line("CỘNG HÒA XÃ HỘI")
    assert (agency.centre - LEFT) / width == pytest.approx(0.2, abs=0.03)
    assert (nation.centre - LEFT) / width == pytest.approx(0.7, abs=0.03)
    assert page.line("BÁO CÁO").centre == pytest.approx((LEFT + right) / 2, abs=NEAR)
    first = page.line("Căn cứ Luật")
    assert (first.size, first.italic) == (size["body"], True)
    heads = [stroke for stroke in page.strokes if stroke.length > width - 2]
    assert heads, "a table of the text is as wide as the turned page"


def test_a_submission_has_its_addressee_between_title_and_text(pages, size):
    page = pages("submission")[0]
    title = page.line("TỜ TRÌNH")
    sent = page.line("Kính gửi: Ủy ban nhân dân tỉnh")
    text = page.line("Trụ sở làm việc")
    assert title.baseline < sent.baseline < text.baseline
    assert (sent.size, sent.bold, sent.italic) == (size["body"], False, False)
    assert sent.centre == pytest.approx((LEFT + RIGHT) / 2, abs=1)


def test_the_places_of_a_telegram_stand_in_a_list_under_its_sender(pages, size):
    page = pages("telegram")[0]
    sender = page.line("CHỦ TỊCH ỦY BAN NHÂN DÂN XÃ HÒA BÌNH điện:")
    assert sender.centre == pytest.approx((LEFT + RIGHT) / 2, abs=1)
    items = [page.line(start) for start in ("- Trưởng Công an", "- Chỉ huy", "- Trưởng các thôn")]
    assert {item.left for item in items} == {items[0].left}
    assert items[0].left == pytest.approx(LEFT + 45, abs=NEAR)
    assert {(item.size, item.bold) for item in items} == {(size["body"], False)}


def test_minutes_are_signed_side_by_side_with_recipients_below(pages, size):
    page = pages("minutes", annexes=[])[0]
    secretary, chair = page.line("THƯ KÝ"), page.line("CHỦ TỌA")
    assert secretary.baseline == pytest.approx(chair.baseline, abs=0.3)
    middle = (LEFT + RIGHT) / 2
    assert secretary.centre == pytest.approx((LEFT + middle) / 2, abs=NEAR)
    assert chair.centre == pytest.approx((middle + RIGHT) / 2, abs=NEAR)
    names = page.line("Lê Thị Lan"), page.line("Phạm Quốc Hùng")
    assert names[0].baseline == pytest.approx(names[1].baseline, abs=0.3)
    for title, name in zip((secretary, chair), names, strict=True):
        assert name.centre == pytest.approx(title.centre, abs=NEAR)
        assert (name.size, name.bold) == (size["body"], True)
        assert name.baseline - title.baseline > 30
    label = page.line("Nơi nhận:")
    assert label.baseline > names[0].baseline
    assert label.left == pytest.approx(LEFT, abs=NEAR)


def test_the_rule_of_a_slip_without_subject_stands_under_its_name(pages):
    for code, name in (("introduction", "GIẤY GIỚI THIỆU"), ("leave_permit", "GIẤY NGHỈ PHÉP")):
        page = pages(code)[0]
        title = page.line(name)
        rule = page.rule_under(title)
        assert 1 / 3 <= rule.length / (title.right - title.left) <= 1 / 2
        assert rule.centre == pytest.approx(title.centre, abs=0.3)


def test_the_confirmation_of_a_leave_stands_on_the_left_with_room_to_sign(pages):
    page = pages("leave_permit")[0]
    asked = page.line("Xác nhận của cơ quan")
    assert 11 <= asked.size <= 12
    assert asked.italic
    assert asked.right < LEFT + 75 + NEAR
    assert asked.baseline > page.line("- Lưu: VT, VP.").baseline


def test_both_parties_of_a_contract_sign_level(pages, size):
    made = pages("contract", annexes=[])
    page = made[-1]
    ours, theirs = page.line("ĐẠI DIỆN BÊN A"), page.line("ĐẠI DIỆN BÊN B")
    assert ours.baseline == pytest.approx(theirs.baseline, abs=0.3)
    assert page.line("Phạm Quốc Hùng").baseline == pytest.approx(
        page.line("Đỗ Văn An").baseline, abs=0.3
    )
    assert "có giá trị như nhau" in page.text, "the last article stays with the signatures"


@pytest.mark.parametrize("lines", range(8, 24, 3))
def test_all_parties_of_an_agreement_sign_on_one_page(pages, lines):
    partners = [
        {"name": f"Bên {n}", "representative": f"Người thứ {n}", "post": "Giám đốc"}
        for n in range(1, 4)
    ]
    article = "\n".join(["Nội dung", *(f"{n}. Việc thứ {n}." for n in range(1, lines))])
    made = pages("memorandum", partners=partners, articles=[article], annexes=[])
    signed = [page for page in made if "ĐẠI DIỆN BÊN" in page.text]
    assert len(signed) == 1
    assert f"{lines - 1}. Việc thứ {lines - 1}./." in signed[0].text
    for number in range(1, 4):
        assert signed[0].line_count(f"Người thứ {number}") == 1


PAGE_FILLERS = {
    "plan": "body",
    "telegram": "body",
    "invitation": "body",
    "minutes": "body",
    "public_letter": "body",
    "resolution": "body",
}


@pytest.mark.parametrize("recipients", [3, 40])
@pytest.mark.parametrize("lines", range(14, 32, 4))
@pytest.mark.parametrize("code", PAGE_FILLERS)
def test_no_signature_of_any_kind_leaves_its_text(pages, code, lines, recipients):
    body = "\n".join(f"- Nội dung thứ {number}." for number in range(lines))
    sent = [*(f"Đơn vị thứ {number}" for number in range(recipients)), "Lưu: VT"]
    changes = {PAGE_FILLERS[code]: body, "recipients": sent}
    made = pages(code, **changes, annexes=[], show_address=False)
    name = KINDS[code].sample["signatory"]["name"]
    (signed,) = [page for page in made if page.line_count(name)]
    above = min(words.baseline for words in signed.words if words.text == name)
    body_lines = [w for w in signed.words if w.baseline < above and w.text.endswith("./.")]
    assert body_lines, "the last line of the text stands on the page of its signature"


def test_a_text_that_goes_with_a_decision_has_its_own_pages(pages, size):
    text = sample_answers(KINDS["promulgating_decision"])["attached"][0]
    long = {**text, "body": "\n".join(f"Điều {n}. Việc thứ {n} của quy chế." for n in range(1, 60))}
    made = pages("promulgating_decision", attached=[long], annexes=[])
    first = next(page for page in made if "QUY CHẾ" in page.text)
    assert not [words for words in first.words if words.baseline < TOP]
    assert first.line("XÃ HÒA BÌNH").bold
    assert "Số: 05" not in first.text.split("(Kèm theo")[0]
    assert first.line("(Kèm theo Quyết định số 05/QĐ-UBND").italic
    follows = made[made.index(first) + 1]
    assert follows.words[0].text == "2"
    assert "CHỦ TỊCH\n" not in made[-1].text


def test_the_copy_block_has_the_form_of_copy_beside_the_agency(pages, size):
    page = pages("certified_copy")[0]
    form, agency = page.line("SAO Y"), page.line("ỦY BAN NHÂN DÂN")
    assert (form.size, form.bold) == (size["body"], True)
    assert form.centre == pytest.approx(page.line("Hòa Bình, ngày 08").centre, abs=NEAR)
    assert agency.baseline == pytest.approx(form.baseline, abs=0.6)
    ascent = 0.891 * size["body"] * 25.4 / 72
    assert form.baseline - ascent == pytest.approx(TOP, abs=NEAR)
    assert page.line("Số: 05/SY-UBND").size == 13
    assert "CỘNG HÒA" not in page.text


@pytest.mark.parametrize("lines", range(20, 34))
def test_the_signature_never_leaves_its_text_nor_splits(pages, lines):
    body = "\n".join(f"- Nội dung thứ {number}." for number in range(lines))
    made = pages("official_letter", body=body, annexes=[], show_address=False)
    (signed,) = [page for page in made if "Trần Văn Hùng" in page.text]
    assert "KT. CHỦ TỊCH" in signed.text
    assert "PHÓ CHỦ TỊCH" in signed.text
    assert f"- Nội dung thứ {lines - 1}./." in signed.text
    assert signed is made[-1]


def test_500_recipients_run_on_over_pages_and_none_is_lost(pages):
    recipients = [f"Đơn vị thứ {number}" for number in range(500)]
    made = pages("official_letter", recipients=recipients, show_address=False)
    text = "\n".join(page.text for page in made)
    for number in (0, 9, 10, 11, 250, 499):
        assert f"- Đơn vị thứ {number}" in text
    assert text.count("- Đơn vị thứ") == 500
    for page in made:
        assert all(words.baseline < BOTTOM + 1 for words in page.words)


@pytest.mark.parametrize("name", ["Nguyễn" * 33, "Công Tằng Tôn Nữ " * 12])
def test_a_name_of_200_letters_stays_on_the_page(pages, name):
    signatory = {"choice": "other", "lines": ["CHỦ TỊCH"], "name": name[:200]}
    made = pages("official_letter", signatory=signatory)
    printed = "".join("".join(page.text.split()) for page in made)
    assert "".join(name[:200].split()) in printed
    for page in made:
        assert all(words.right < RIGHT + NEAR for words in page.words)


def test_the_place_of_the_signature_can_be_found_in_the_pdf(shared_pool, agency):
    kind = KINDS["decision"]
    pdf = shared_pool.convert(filled(kind, sample_answers(kind), ISSUED, agency))
    tree = PdfReader(io.BytesIO(pdf)).trailer["/Root"]["/StructTreeRoot"]
    (figure,) = [one for one in _elements(tree) if one.get("/Alt") == SIGN_SPACE_ALT]
    box = figure["/A"]["/BBox"] if "/BBox" in figure["/A"] else figure["/A"][0]["/BBox"]
    left, bottom, right, top = (float(edge) * 25.4 / 72 for edge in box)
    assert (right - left, top - bottom) == pytest.approx((50, 25), abs=0.1)


def _elements(node):
    children = node.get("/K", [])
    for child in children if isinstance(children, list) else [children]:
        element = child.get_object()
        if hasattr(element, "get"):
            yield element
            yield from _elements(element)


def test_every_vietnamese_letter_is_printed(pages):
    letters = "aàáảãạăằắẳẵặâầấẩẫậeèéẻẽẹêềếểễệiìíỉĩịoòóỏõọôồốổỗộơờớởỡợuùúủũụưừứửữựyỳýỷỹỵđ"
    page = pages("official_letter", body=f"{letters} {letters.upper()} “ ” – … ₫", urgency="")[0]
    for letter in letters + letters.upper() + "“”–…₫":
        assert letter in page.text


def test_braces_that_a_person_typed_do_not_stop_a_paper(shared_pool):
    kind = KINDS["official_letter"]
    answers = {**sample_answers(kind), "body": "Dùng {{ tên }} và {% mục %} trong mẫu."}
    made = Press({kind.code: kind}, shared_pool).render(kind, HOA_BINH, answers, ISSUED)
    assert "Dùng {{ tên }} và {% mục %} trong mẫu./." in made.text.replace("\n", " ")
