"""Certified copies: where the block goes, what stays to be seen, what does not travel."""

import io
import random

import pytest
from PIL import Image, ImageChops, ImageDraw
from pypdf import PdfReader
from pypdf.generic import StreamObject

from service.domain.errors import Refused
from service.rendering.pages import page_images, page_texts
from service.rendering.stamps import certify
from tests.rendering import files

MM = 72 / 25.4
DPI = 144
PX = DPI / 25.4
BLOCK_LINES = (20, 30, 60)  # mm from the top


def block_pdf(*, lines=BLOCK_LINES, pages=1):
    """A converter's page with a block: short lines at heights in mm, in both columns."""
    content = b"".join(
        files.line_of_text(30 * MM, 841.89 - (height + 4) * MM, "SAO Y")
        + files.line_of_text(160 * MM, 841.89 - (height + 4) * MM, "SAO Y")
        for height in lines
    )
    return files.page_pdf(content, pages=pages)


def text_down_to(mm, *, top=297, left=30):
    """Lines of text, the last with its foot `mm` below the top of the page."""
    return b"".join(files.line_of_text(left * MM, (top - mm + 6 * row) * MM) for row in range(4))


def shown(pdf):
    return [Image.open(io.BytesIO(png)).convert("RGB") for png in page_images(pdf, dpi=DPI)]


def rule(picture):
    """(left, right, y) in mm of the only unbroken dark line across most of a page."""
    edge = round(5 * PX)
    picture = picture.crop((edge, 0, picture.width - edge, picture.height))
    dark = picture.convert("L").point([255 if value < 140 else 0 for value in range(256)])
    for y in range(dark.height):
        box = dark.crop((0, y, dark.width, y + 1)).getbbox()
        if box and box[2] - box[0] > 100 * PX:
            row = dark.crop((box[0], y, box[2], y + 1))
            if row.histogram()[0] == 0:
                return 5 + box[0] / PX, 5 + box[2] / PX, y / PX
    return None


def ink_rows(picture, top_mm, bottom_mm):
    """First and last dark row (mm) between two heights."""
    area = picture.convert("L").crop((0, round(top_mm * PX), picture.width, round(bottom_mm * PX)))
    box = area.point([255 if value < 140 else 0 for value in range(256)]).getbbox()
    return (top_mm + box[1] / PX, top_mm + box[3] / PX)


def near(value, wanted, by=0.6):
    return abs(value - wanted) < by


def test_the_block_comes_under_the_last_line_below_a_rule_as_wide_as_the_text():
    (page,) = shown(certify(files.page_pdf(text_down_to(150)), block_pdf()))
    left, right, y = rule(page)
    assert near(left, 30)
    assert near(right, 195)
    assert near(y, 150 + 6, 1.2)
    first, last = ink_rows(page, y + 1, 297)
    assert near(first, y + 4)
    assert near(last - first, 43.4, 1)  # as high as it was: not squeezed


def test_earlier_pages_stay_as_they_were():
    original = files.page_pdf(text_down_to(150), pages=3)
    assert shown(certify(original, block_pdf()))[:2] == shown(original)[:2]


def test_above_the_rule_the_last_page_stays_as_it_was():
    original = files.page_pdf(text_down_to(150))
    before, after = shown(original)[0], shown(certify(original, block_pdf()))[0]
    upper = (0, 0, before.width, round(154 * PX))
    assert before.crop(upper) == after.crop(upper)


def test_a_block_that_does_not_fit_goes_on_a_new_page():
    pages = shown(certify(files.page_pdf(text_down_to(240)), block_pdf()))
    assert len(pages) == 2
    assert rule(pages[0]) is None
    left, right, y = rule(pages[1])
    assert near(left, 30)
    assert near(right, 195)
    assert near(y, 20)
    assert near(ink_rows(pages[1], 21, 297)[0], 24)


@pytest.mark.parametrize(("end", "count"), [(217, 1), (226, 2)])
def test_the_bottom_margin_is_kept_free(end, count):
    """Rule and block need 6 + 4 + 43,4 mm above the lowest 20 mm: down to 223 mm."""
    pages = shown(certify(files.page_pdf(text_down_to(end)), block_pdf()))
    assert len(pages) == count
    if count == 1:
        assert ink_rows(pages[0], rule(pages[0])[2], 297)[1] < 277


def test_under_a_page_number_alone_the_block_starts_at_the_top_margin():
    number = files.line_of_text(105 * MM, 841.89 - 9 * MM, "3")
    (page,) = shown(certify(files.page_pdf(number), block_pdf()))
    assert near(rule(page)[2], 20)


def test_a_footer_in_the_margin_is_not_the_end_of_the_text():
    footer = files.line_of_text(30 * MM, 10 * MM, "Dia chi co quan")
    (page,) = shown(certify(files.page_pdf(text_down_to(150) + footer), block_pdf()))
    assert near(rule(page)[2], 156, 1.2)
    assert ink_rows(page, 280, 297)


def test_a_block_of_two_pages_goes_on_new_pages():
    pages = shown(certify(files.page_pdf(text_down_to(100)), block_pdf(pages=2)))
    assert [rule(page) is not None for page in pages] == [False, True, False]


def test_a_block_as_long_as_a_page_keeps_its_place():
    pages = shown(certify(files.page_pdf(text_down_to(100)), block_pdf(lines=(20, 120, 270))))
    assert len(pages) == 2
    assert rule(pages[1])[2] < 20
    assert near(ink_rows(pages[1], 19, 297)[1], 274, 1)


# ── pages of other shapes ─────────────────────────────────────────────────────────────────


@pytest.mark.parametrize("turn", [0, 90, 180, 270])
def test_on_a_turned_page_the_block_stands_upright(turn):
    box = "0 0 595.276 841.89" if turn % 180 == 0 else "0 0 841.89 595.276"
    (page,) = shown(certify(files.page_pdf(box=box, page=b"/Rotate %d" % turn), block_pdf()))
    (upright,) = shown(certify(files.page_pdf(), block_pdf()))
    assert page.size == upright.size
    assert near(rule(page)[2], rule(upright)[2], 0.3)
    assert almost_same(page, upright)


def almost_same(one, other):
    differ = sum(
        abs(a - b) > 128
        for a, b in zip(
            one.convert("L").resize((397, 561)).tobytes(),
            other.convert("L").resize((397, 561)).tobytes(),
            strict=True,
        )
    )
    return differ < 5


def test_a_cropped_page_is_measured_and_marked_inside_its_crop():
    page = b"/CropBox[100 200 695.276 1041.89]"
    cropped = files.page_pdf(
        files.line_of_text(100 + 30 * MM, 200 + (297 - 150) * MM), box="0 0 900 1200", page=page
    )
    (picture,) = shown(certify(cropped, block_pdf()))
    left, right, y = rule(picture)
    assert near(left, 30)
    assert near(right, 195)
    assert near(y, 156, 1.5)


def test_a_page_in_units_of_its_own_is_measured_in_mm():
    half = files.page_pdf(box="0 0 297.638 420.945", page=b"/UserUnit 2")
    made = PdfReader(io.BytesIO(certify(half, block_pdf())))
    assert len(made.pages) == 1
    assert made.pages[0]["/UserUnit"] == 2
    content = made.pages[0].get_contents().get_data().decode()
    assert "0.50000 0.00000 0.00000 0.50000" in content


@pytest.mark.parametrize(
    ("box", "width"),
    [("0 0 612 792", 215.9), ("0 0 841.89 1190.55", 297), ("0 0 841.89 595.276", 297)],
    ids=["Letter", "A3", "A4 lying"],
)
def test_a_wider_page_takes_the_block_in_its_middle_at_its_own_size(box, width):
    (page,) = shown(certify(files.page_pdf(box=box), block_pdf()))
    left, right, y = rule(page)
    assert near(right - left, 165)
    assert near(left, 30 + (width - 210) / 2)
    assert near(ink_rows(page, y + 1, 120)[1] - ink_rows(page, y + 1, 120)[0], 43.4, 1)


def test_a_page_too_narrow_for_the_block_is_followed_by_a_new_one():
    pages = shown(certify(files.page_pdf(box="0 0 419.5 595.3"), block_pdf()))
    assert [page.size for page in pages] == [(839, 1191), (1191, 1684)]


def test_a_scan_that_gives_pixels_for_points_gets_a_block_of_its_scale():
    """1654 × 2339 points are A4 at 200 dpi, not a sheet of 58 × 82 cm."""
    scan = files.page_pdf(files.line_of_text(300, 1200, size=40), box="0 0 1654 2339")
    made = certify(scan, block_pdf())
    assert len(PdfReader(io.BytesIO(made)).pages) == 1
    picture = shown(made)[0].resize((1191, 1684))
    left, right, y = rule(picture)
    assert near(left, 30)
    assert near(right, 195)
    assert near(y, (2339 - 1200) / 2339 * 297 + 6, 2.5)


def test_a_grey_speckled_scan_with_a_dark_rim_ends_where_its_text_ends():
    (page,) = shown(certify(scanned(150), block_pdf()))
    assert near(rule(page)[2], 156, 2)


def scanned(end_mm):
    """A page as a picture: grey, noisy, lines of text down to `end_mm`, a black rim."""
    chance = random.Random(7)
    picture = Image.new("L", (1240, 1754), 232)
    pixels = picture.load()
    for _ in range(40_000):
        pixels[chance.randrange(1240), chance.randrange(1754)] = chance.randrange(205, 255)
    draw = ImageDraw.Draw(picture)
    for _ in range(60):
        x, y = chance.randrange(1238), chance.randrange(1752)
        draw.rectangle((x, y, x + 1, y + 1), fill=0)
    for row in range(8):
        foot = round((end_mm - 8 * row) * 1754 / 297)
        for word in range(12):
            draw.rectangle((180 + 75 * word, foot - 16, 230 + 75 * word, foot), fill=40)
    draw.rectangle((1228, 0, 1240, 1754), fill=10)
    jpeg = io.BytesIO()
    picture.save(jpeg, "JPEG", quality=85)
    image = files.stream(
        jpeg.getvalue(),
        b"/Type/XObject/Subtype/Image/Width 1240/Height 1754/BitsPerComponent 8"
        b"/ColorSpace/DeviceGray/Filter/DCTDecode",
    )
    return files.page_pdf(
        b"q 595.276 0 0 841.89 0 0 cm /I Do Q",
        resources=b"/XObject<</I 10 0 R>>",
        extra={10: image},
    )


@pytest.mark.parametrize(
    "untidy",
    [
        b"q 2 0 0 2 0 0 cm q q",
        b"Q Q 1 0 0 rg",
        b"BT /F 9 Tf",
        b"0.1 0 0 0.1 50 50 cm 0 0 9 9 re W n",
    ],
    ids=["opened and not closed", "closed too often", "text not ended", "scaled and clipped"],
)
def test_what_an_original_leaves_untidy_does_not_bend_the_block(untidy):
    (page,) = shown(certify(files.page_pdf(text_down_to(150) + untidy), block_pdf()))
    (tidy,) = shown(certify(files.page_pdf(text_down_to(150)), block_pdf()))
    assert page == tidy


# ── what is seen stays, what acts goes ────────────────────────────────────────────────────

RED = (204, 0, 0)


def red_box(picture):
    """Left, top, right, bottom in points of what is red."""
    red, green, _ = picture.split()
    red = ImageChops.darker(
        red.point([255 * (value == RED[0]) for value in range(256)]),
        green.point([255 * (value == RED[1]) for value in range(256)]),
    )
    box = red.getbbox()
    return box and tuple(round(value * 72 / DPI) for value in box)


def test_the_picture_of_a_signature_stays_where_it_was():
    (page,) = shown(certify(files.signed_pdf(), block_pdf()))
    assert red_box(page) == (300, 842 - 360, 420, 842 - 300)


def test_a_signature_s_picture_counts_as_the_end_of_the_text():
    low = files.signed_pdf(content=text_down_to(100), rect=b"300 350 420 410")
    (page,) = shown(certify(low, block_pdf()))
    assert near(rule(page)[2], (841.89 - 350) / MM + 6, 1)


@pytest.mark.parametrize("flags", [2, 32], ids=["hidden", "not for viewing"])
def test_what_was_hidden_stays_hidden(flags):
    (page,) = shown(certify(files.signed_pdf(flags=flags), block_pdf()))
    assert red_box(page) is None


def test_a_picture_is_fitted_into_its_place_through_its_matrix():
    turned = files.stream(
        b"0.8 0 0 rg 0 0 50 20 re f",
        b"/Type/XObject/Subtype/Form/BBox[0 0 50 20]/Matrix[0 1 -1 0 0 0]",
    )
    stamp = b"<</Type/Annot/Subtype/Stamp/F 4/Rect[100 500 140 600]/AP<</N 11 0 R>>>>"
    pdf = files.page_pdf(page=b"/Annots[10 0 R]", extra={10: stamp, 11: turned})
    (page,) = shown(certify(pdf, block_pdf()))
    assert red_box(page) == (100, 242, 140, 342)


@pytest.mark.parametrize(("state", "drawn"), [(b"Yes", True), (b"Off", False)])
def test_a_ticked_box_stays_ticked_and_an_empty_one_empty(state, drawn):
    box = (
        b"<</Type/Annot/Subtype/Widget/FT/Btn/T(o)/F 4/Rect[300 300 420 360]/AS/%s/V/%s"
        b"/AP<</N<</Yes 11 0 R/Off 12 0 R>>>>>>" % (state, state)
    )
    pdf = files.page_pdf(
        page=b"/Annots[10 0 R]",
        catalogue=b"/AcroForm<</Fields[10 0 R]>>",
        extra={10: box, 11: files.appearance(b"0.8 0 0"), 12: files.appearance(b"1 1 1")},
    )
    (page,) = shown(certify(pdf, block_pdf()))
    assert (red_box(page) is not None) is drawn


def test_a_layer_kept_hidden_stays_hidden():
    hidden = b"/OC /L BDC 0.8 0 0 rg 300 300 120 60 re f EMC"
    pdf = files.page_pdf(
        hidden,
        resources=b"/Properties<</L 10 0 R>>",
        catalogue=b"/OCProperties<</OCGs[10 0 R]/D<</OFF[10 0 R]>>>>",
        extra={10: b"<</Type/OCG/Name(An)>>"},
    )
    (page,) = shown(certify(pdf, block_pdf()))
    assert red_box(page) is None


def test_a_field_whose_value_only_a_viewer_draws_is_refused_with_advice():
    field = (
        b"<</Type/Annot/Subtype/Widget/FT/Tx/T(so)/F 4/Rect[300 300 420 330]/V(Gia tri 05)"
        b"/DA(/Helv 14 Tf 0 g)>>"
    )
    pdf = files.page_pdf(
        page=b"/Annots[10 0 R]",
        catalogue=b"/AcroForm<</Fields[10 0 R]/NeedAppearances true/DA(/Helv 0 Tf 0 g)"
        b"/DR<</Font<</Helv 5 0 R>>>>>>",
        extra={10: field},
    )
    with pytest.raises(Refused, match=r"Trang 1 .* không giữ nguyên.* in ra PDF mới"):
        certify(pdf, block_pdf())


def test_a_note_beside_the_text_neither_travels_nor_stands_in_the_way():
    note = b"<</Type/Annot/Subtype/Text/F 4/Rect[300 60 320 80]/Contents(Xem lai)/Name/Note>>"
    pdf = files.page_pdf(text_down_to(150), page=b"/Annots[10 0 R]", extra={10: note})
    (page,) = shown(certify(pdf, block_pdf()))
    assert near(rule(page)[2], 156, 1.2)


def everything_in(pdf):
    """All objects of a file as text, streams unpacked."""
    reader = PdfReader(io.BytesIO(pdf))
    told = [repr(reader.trailer)]
    for number in range(1, int(reader.trailer["/Size"])):
        thing = reader.get_object(number)
        told.append(repr(thing))
        if isinstance(thing, StreamObject):
            told.append(thing.get_data().decode("latin-1"))
    return "\n".join(told)


@pytest.mark.parametrize(
    "trace", ["JavaScript", "app.alert", "Launch", "cmd.exe", "vi-rus", "EmbeddedFile", "xau.vn"]
)
def test_what_acts_does_not_travel(trace):
    original = files.acting_pdf()
    assert trace in everything_in(original)
    assert trace not in everything_in(certify(original, block_pdf()))


def test_signatures_and_their_fields_do_not_travel():
    told = everything_in(certify(files.signed_pdf(), block_pdf()))
    for trace in ("AcroForm", "/Sig", "Annots", "Adobe.PPKLite"):
        assert trace not in told


def test_a_file_hung_on_a_picture_does_not_travel():
    form = files.stream(b"0 0 9 9 re f", b"/Type/XObject/Subtype/Form/BBox[0 0 9 9]/AF[11 0 R]")
    pdf = files.page_pdf(
        b"/X Do",
        resources=b"/XObject<</X 10 0 R>>",
        extra={
            10: form,
            11: b"<</Type/Filespec/F(kem.exe)/EF<</F 12 0 R>>>>",
            12: files.stream(b"MZ", b"/Type/EmbeddedFile"),
        },
    )
    assert "kem.exe" not in everything_in(certify(pdf, block_pdf()))


def test_the_text_can_still_be_read():
    texts = page_texts(certify(files.page_pdf(text_down_to(150)), block_pdf()))
    assert "Dong cuoi cung" in texts[0]
    assert "SAO Y" in texts[0]


def test_the_copy_speaks_vietnamese_and_is_version_1_7():
    made = certify(files.page_pdf(), block_pdf())
    reader = PdfReader(io.BytesIO(made))
    assert made.startswith(b"%PDF-1.7")
    assert reader.root_object["/Lang"] == "vi-VN"
    assert reader.metadata.title == "Bản sao"


@pytest.mark.parametrize(
    "broken", [b"", b"%PDF-1.7 hong", files.page_pdf()[:300], files.pages_in_themselves()]
)
def test_an_original_that_cannot_be_read_is_refused_with_advice(broken):
    with pytest.raises(Refused, match="Không đọc được bản gốc"):
        certify(broken, block_pdf())
