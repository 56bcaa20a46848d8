"""The mark of arrival has its decreed size and words, and covers nothing on a print."""

import io
from datetime import datetime

import pytest
from PIL import Image, ImageChops

from service.domain.incoming import ArrivalStamp
from service.domain.numbering import VIETNAM
from service.rendering.arrival_stamp import (
    HEIGHT_MM,
    WIDTH_MM,
    blank_place,
    overlay,
    slip,
    stamped,
)
from service.rendering.page_frames import find_frames
from service.rendering.pages import page_images, page_texts
from tests.reading.pdfs import letter

STAMP = ArrivalStamp(
    "Ủy ban nhân dân xã Hòa Bình", 7, datetime(2026, 3, 2, 9, 0, tzinfo=VIETNAM), "Phòng Kinh tế"
)


def words(pdf):
    return " ".join(page_texts(pdf)[0].split())


@pytest.mark.parametrize(
    "make",
    [
        lambda: overlay(STAMP),
        lambda: slip(STAMP, "Công văn", [("Trích yếu", "x")]),
        lambda: stamped(letter(), STAMP),
    ],
)
def test_every_blank_of_the_stamp_is_filled(make):
    text = words(make())
    for part in ("ĐẾN", "Số: 07", "Ngày: 02/03/2026", "Chuyển: Phòng Kinh tế", "HS:"):
        assert part in text


def test_the_frame_is_fifty_by_thirty_five_millimetres():
    picture = Image.open(io.BytesIO(page_images(overlay(STAMP), dpi=254)[0])).convert("L")
    left, top, right, bottom = ImageChops.invert(picture).getbbox()
    assert (right - left) / 10 == pytest.approx(WIDTH_MM, abs=0.6)
    assert (bottom - top) / 10 == pytest.approx(HEIGHT_MM, abs=0.6)


def test_the_stamp_covers_no_word_of_the_print():
    original = letter()
    left, top = blank_place(original)
    picture = Image.open(io.BytesIO(page_images(original, dpi=254)[0])).convert("L")
    box = (left * 10, top * 10, (left + WIDTH_MM) * 10, (top + HEIGHT_MM) * 10)
    darkest, _ = picture.crop(tuple(map(int, box))).getextrema()
    assert darkest > 200
    stamped_text, before = words(stamped(original, STAMP)), words(original)
    assert all(word in stamped_text for word in before.split())
    assert "Số: 07" not in before


def test_frames_are_measured_from_the_top_left_corner():
    (frame,) = find_frames(letter(), {"number": "41/UBND-VP"})
    assert (frame.name, frame.page) == ("number", 1)
    assert frame.left / 72 * 25.4 == pytest.approx(35 + 8, abs=3)
    assert frame.top / 72 * 25.4 == pytest.approx(36 - 4, abs=2)
