"""Pictures of signatures and seals: PNG, transparent, blue or red, cropped, sharp enough."""

from io import BytesIO

import pytest
from PIL import Image
from PIL.PngImagePlugin import PngInfo

from service.domain.errors import Refused
from signatures.specimens import SpecimenKind, check_specimen
from tests.signatures.conftest import SEAL_MM, drawn, handwriting, png, stamp


def person(data):
    return check_specimen(data, SpecimenKind.PERSON)


def seal(data, seal_mm=SEAL_MM):
    return check_specimen(data, SpecimenKind.SEAL, seal_mm=seal_mm)


def test_blue_signature_is_cropped_to_its_ink():
    specimen = person(drawn(handwriting()))
    picture = Image.open(BytesIO(specimen.png))
    assert picture.mode == "RGBA"
    assert (specimen.width, specimen.height) == picture.size
    assert specimen.width < 900
    assert picture.getchannel("A").getbbox() == (0, 0, *picture.size)


def test_red_round_seal_is_taken():
    specimen = seal(drawn(stamp(), size=(900, 900)))
    assert specimen.ratio == pytest.approx(1, abs=0.01)


def test_everything_but_pixels_is_stripped():
    picture = Image.open(BytesIO(drawn(handwriting())))
    told = PngInfo()
    told.add_text("Author", "Trần Quốc Hùng")
    output = BytesIO()
    picture.save(output, "PNG", pnginfo=told)
    assert b"Author" in output.getvalue()
    assert b"Author" not in person(output.getvalue()).png


@pytest.mark.parametrize(
    ("data", "words"),
    [
        (lambda: png(Image.new("RGB", (900, 500), "white")), "nền trong suốt"),
        (lambda: png(Image.open(BytesIO(drawn(handwriting()))).convert("RGB"), "JPEG"), "PNG"),
        (lambda: b"\x89PNG\r\n\x1a\n" + b"x" * 100, "PNG"),
        (lambda: drawn(lambda draw: None), "Ảnh trống"),
        (
            lambda: drawn(handwriting((0, 0, 160, 255)), background=(255, 255, 255, 255)),
            "trong suốt",
        ),
        (lambda: drawn(handwriting((0, 0, 0, 255))), "màu xanh"),
        (lambda: drawn(handwriting((200, 0, 0, 255))), "màu xanh"),
        (lambda: b"\x89PNG" + b"0" * (3 << 20), "2 MB"),
    ],
    ids=["opaque", "jpeg", "broken", "empty", "white paper", "black ink", "red ink", "too big"],
)
def test_unsuitable_signature_is_refused_with_what_is_wrong(data, words):
    with pytest.raises(Refused, match=words):
        person(data())


def test_coarse_signature_is_refused_with_its_resolution():
    picture = Image.open(BytesIO(drawn(handwriting()))).resize((225, 125))
    with pytest.raises(Refused, match=r"97 điểm trên inch|quá thô"):
        person(png(picture))


def test_blue_seal_is_refused():
    with pytest.raises(Refused, match="màu đỏ"):
        seal(drawn(stamp((0, 0, 200, 255)), size=(900, 900)))


def test_oval_seal_is_refused():
    def oval(draw):
        draw.ellipse((50, 200, 850, 700), outline=(220, 0, 0, 255), width=30)

    with pytest.raises(Refused, match="tròn"):
        seal(drawn(oval, size=(900, 900)))


def test_seal_must_be_sharp_at_its_real_size():
    data = drawn(stamp(), size=(900, 900))
    assert seal(data, seal_mm=42)
    with pytest.raises(Refused, match="cần ít nhất 200"):
        seal(data, seal_mm=120)


def test_picture_with_too_many_pixels_is_refused_before_it_is_unpacked():
    with pytest.raises(Refused, match="nhiều điểm ảnh"):
        person(png(Image.new("1", (8000, 8000))))
