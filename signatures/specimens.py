"""Mẫu chữ ký, mẫu dấu — the pictures shown for a signature: PNG, transparent, blue for the
person, red for the agency, the seal at its real size (NĐ 30/2020, Phụ lục I, II.7.d, II.8.a)."""

import hashlib
from dataclasses import dataclass
from enum import StrEnum
from io import BytesIO

from PIL import Image, UnidentifiedImageError

from service.domain.errors import Refused
from signatures.placement import MARKER_MM

MAX_BYTES = 2 * 1024 * 1024
MAX_PIXELS = 16_000_000
LEAST_DPI = 200
INK_ALPHA = 24
"""Pixels fainter than this are the soft edge of nothing."""
LEAST_CLEAR_SHARE = 0.25
LEAST_COLOUR_SHARE = 0.85
LEAST_SATURATION = 64
SQUARE_SLACK = 0.05


class SpecimenKind(StrEnum):
    PERSON = "person"  # chữ ký của người có thẩm quyền
    SEAL = "seal"  # dấu của cơ quan, tổ chức


@dataclass(frozen=True, slots=True)
class ColourRule:
    """Hues (0–255, as Pillow counts them) that pass for the decree's colour."""

    name: str
    hues: tuple[range, ...]


# 0–255 is the whole circle: 142–191 is blue (200–270°), red lies at both ends.
COLOURS = {
    SpecimenKind.PERSON: ColourRule("xanh", (range(142, 192),)),
    SpecimenKind.SEAL: ColourRule("đỏ", (range(18), range(235, 256))),
}


@dataclass(frozen=True, slots=True)
class Specimen:
    """A checked picture, cropped to its ink and stripped of everything but pixels."""

    kind: SpecimenKind
    png: bytes
    width: int
    height: int

    @property
    def ratio(self) -> float:
        """Width divided by height."""
        return self.width / self.height

    @property
    def sha256(self) -> str:
        return hashlib.sha256(self.png).hexdigest()


def check_specimen(data: bytes, kind: SpecimenKind, *, seal_mm: float | None = None) -> Specimen:
    """Check and crop an uploaded picture; Refused says what to change.

    `seal_mm` is the real diameter of the seal, needed for its resolution.
    """
    picture = _opened(data)
    alpha = picture.getchannel("A").point(lambda value: 255 if value >= INK_ALPHA else 0)
    box = alpha.getbbox()
    if box is None:
        raise _refused("Ảnh trống: không có nét nào trên nền trong suốt")
    clear = alpha.histogram()[0] / (picture.width * picture.height)
    if clear < LEAST_CLEAR_SHARE:
        raise _refused("Nền ảnh phải trong suốt; ảnh này gần như kín màu")
    _require_colour(picture, alpha, kind)
    cropped = picture.crop(box)
    _require_resolution(cropped, kind, seal_mm)
    if kind is SpecimenKind.SEAL and abs(cropped.width / cropped.height - 1) > SQUARE_SLACK:
        raise _refused("Ảnh dấu phải tròn, chiều ngang bằng chiều cao")
    output = BytesIO()
    Image.frombytes("RGBA", cropped.size, cropped.tobytes()).save(output, "PNG", optimize=True)
    return Specimen(kind, output.getvalue(), cropped.width, cropped.height)


def _refused(sentence: str) -> Refused:
    return Refused(f"{sentence} (NĐ 30/2020, Phụ lục I, phần I, II.7.d và II.8.a).", "picture")


def _opened(data: bytes) -> Image.Image:
    if len(data) > MAX_BYTES:
        raise Refused("Ảnh lớn hơn 2 MB; hãy cắt sát nét hoặc giảm độ phân giải.", "picture")
    try:
        picture = Image.open(BytesIO(data), formats=["PNG"])
        if picture.width * picture.height > MAX_PIXELS:
            raise Refused("Ảnh quá nhiều điểm ảnh; hãy cắt sát nét.", "picture")
        picture.load()
    except Image.DecompressionBombError as error:
        raise Refused("Ảnh quá nhiều điểm ảnh; hãy cắt sát nét.", "picture") from error
    except (UnidentifiedImageError, OSError, SyntaxError, ValueError) as error:
        raise _refused("Ảnh phải là tệp PNG không hỏng") from error
    if "A" not in picture.getbands() and "transparency" not in picture.info:
        raise _refused("Ảnh PNG phải có nền trong suốt; ảnh này không có")
    return picture.convert("RGBA")


def _require_colour(picture: Image.Image, ink: Image.Image, kind: SpecimenKind) -> None:
    rule = COLOURS[kind]
    hue, saturation, _ = picture.convert("RGB").convert("HSV").split()
    coloured = saturation.point(lambda value: 255 if value >= LEAST_SATURATION else 0)
    all_ink = ink.histogram()[255]
    both = Image.composite(coloured, Image.new("L", ink.size, 0), ink)
    hues = hue.histogram(both)
    right = sum(hues[value] for span in rule.hues for value in span)
    if right / all_ink < LEAST_COLOUR_SHARE:
        raise _refused(
            f"Nét trong ảnh phải màu {rule.name}; chỉ {right / all_ink:.0%} nét đúng màu"
        )


def _require_resolution(cropped: Image.Image, kind: SpecimenKind, seal_mm: float | None) -> None:
    if kind is SpecimenKind.SEAL:
        if seal_mm is None:
            raise ValueError("a seal needs its diameter")
        shown_mm = seal_mm
        pixels = cropped.width
    else:
        width_mm, height_mm = MARKER_MM
        wide = cropped.width / cropped.height > width_mm / height_mm
        shown_mm = width_mm if wide else height_mm
        pixels = cropped.width if wide else cropped.height
    dpi = pixels / (shown_mm / 25.4)
    if dpi < LEAST_DPI:
        raise _refused(
            f"Ảnh quá thô: {dpi:.0f} điểm trên inch khi in {shown_mm:.0f} mm, cần ít nhất "
            f"{LEAST_DPI}; hãy quét lại ở 300 dpi trở lên"
        )
