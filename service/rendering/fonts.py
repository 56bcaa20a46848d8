"""Phông chữ — which font serves “Times New Roman” here, and can it write Vietnamese?

NĐ 30/2020, Phụ lục I: Times New Roman, Unicode theo TCVN 6909:2001. LibreOffice replaces a
missing font without a word; Liberation Serif 2.x and Tinos have the same widths, so lines and
pages break alike. Everything else is refused.
"""

import functools
import re
import subprocess
import unicodedata
from dataclasses import dataclass

from service.domain.errors import RenderingFault

ALLOWED_FAMILIES = ("Times New Roman", "Liberation Serif", "Tinos")
WANTED = "Times New Roman"
STYLES = ("Regular", "Bold", "Italic", "Bold Italic")

_NO_FONTCONFIG = (
    "Không chạy được fc-match nên chưa kiểm tra được phông chữ. Hãy báo người quản trị cài gói "
    "fontconfig."
)
_VOWELS = "aăâeêioôơuưy"
_TONES = ("", "\u0300", "\u0301", "\u0303", "\u0309", "\u0323")
_MARKS = "–—“”‘’…₫"
_STYLE_WORDS = re.compile(r"(?:PS)?(?:MT)?$")


def vietnamese_letters() -> str:
    """The 134 letters of Vietnamese that are not in a to z."""
    marked = {
        unicodedata.normalize("NFC", vowel + tone) for vowel in _VOWELS for tone in _TONES
    } | {"đ"}
    small = "".join(sorted(letter for letter in marked if not letter.isascii()))
    return small + small.upper()


def is_allowed(font_name: str) -> bool:
    """Whether a font name of a PDF belongs to an allowed family.

    Names look like ``BAAAAA+LiberationSerif-Bold``, ``TimesNewRomanPS-BoldMT`` or
    ``TimesNewRoman,Italic``.
    """
    family = re.split(r"[-,]", font_name.rpartition("+")[2])[0].replace(" ", "")
    family = _STYLE_WORDS.sub("", family)
    return family in {allowed.replace(" ", "") for allowed in ALLOWED_FAMILIES}


@dataclass(frozen=True, slots=True)
class FontFace:
    """One style of “Times New Roman”: the family and file that serve it, and the letters and
    marks it cannot draw."""

    style: str
    family: str
    file: str
    missing: str

    @property
    def allowed(self) -> bool:
        return self.family in ALLOWED_FAMILIES


@dataclass(frozen=True, slots=True)
class FontsReport:
    """`problem` is a Vietnamese sentence, or None when papers can be made."""

    faces: tuple[FontFace, ...]
    problem: str | None

    @property
    def families(self) -> tuple[str, ...]:
        return tuple(sorted({face.family for face in self.faces}))


def fonts_report() -> FontsReport:
    """Ask fontconfig, as LibreOffice does, for the four styles of Times New Roman."""
    try:
        faces = tuple(_face(style) for style in STYLES)
    except (OSError, subprocess.SubprocessError, ValueError):
        return FontsReport((), _NO_FONTCONFIG)
    return FontsReport(faces, _problem(faces))


@functools.cache
def drawable() -> frozenset[int]:
    """The code points that Times New Roman, or what serves it here, can draw in all styles.

    Read once: a font installed later is seen after a restart. Raises RenderingFault
    (``fontconfig-missing``).
    """
    try:
        return frozenset.intersection(*(_match(style)[2] for style in STYLES))
    except (OSError, subprocess.SubprocessError, ValueError) as error:
        raise RenderingFault(_NO_FONTCONFIG, code="fontconfig-missing", permanent=False) from error


def _face(style: str) -> FontFace:
    family, file, drawn = _match(style)
    wanted = vietnamese_letters() + _MARKS
    missing = "".join(letter for letter in wanted if ord(letter) not in drawn)
    return FontFace(style, family, file, missing)


def _match(style: str) -> tuple[str, str, frozenset[int]]:
    answer = subprocess.run(
        ["fc-match", "-f", "%{family[0]}\n%{file}\n%{charset}", f"{WANTED}:style={style}"],
        capture_output=True,
        text=True,
        timeout=20,
        check=True,
    )
    family, file, charset = answer.stdout.split("\n", 2)
    return family, file, _code_points(charset)


def _code_points(charset: str) -> frozenset[int]:
    """fontconfig's way of writing a set of characters: ``20-7e a0 1ea0-1ef9``, hexadecimal."""
    found: set[int] = set()
    for part in charset.split():
        first, _, last = part.partition("-")
        found.update(range(int(first, 16), int(last or first, 16) + 1))
    return frozenset(found)


def _problem(faces: tuple[FontFace, ...]) -> str | None:
    foreign = sorted({face.family for face in faces if not face.allowed})
    if foreign:
        return (
            f"Máy chủ thay Times New Roman bằng phông {', '.join(foreign)}, văn bản sẽ sai thể "
            "thức. Hãy cài gói fonts-liberation2 hoặc fonts-croscore."
        )
    for face in faces:
        if face.missing:
            return (
                f"Phông {face.family} ({face.style}) thiếu {len(face.missing)} chữ và dấu "
                f"({face.missing[:12]}…). Hãy cài fonts-liberation2 2.x thay cho fonts-liberation "
                "1.x."
            )
    return None
