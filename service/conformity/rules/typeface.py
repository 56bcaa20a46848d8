"""Phông chữ, mã chữ, màu chữ, cỡ chữ thống nhất — Phụ lục I, phần I, I.4–5."""

import re
import unicodedata
from collections.abc import Iterator

from service.conformity.limits import PL1, shown
from service.conformity.paper import Box, Paper, PartKind
from service.conformity.registry import Fault, rule
from service.conformity.story import Paragraph, Run

ARTICLE = PL1 + "I.4"
FONT = "times new roman"
LEGACY = re.compile(r"(\.vn|vn[a-z]*time|vni[-_ ]|vps[ -]|abc[ -])", re.I)
_SYMBOL_FONTS = ("symbol", "wingdings", "webdings", "wingdings 2", "wingdings 3")
# Letters that look Vietnamese and are not: Icelandic, African, Cyrillic, Greek.
_LOOK_ALIKE = re.compile("[\u00d0\u00f0\u0189\u0256\u0400-\u04ff\u0391-\u03c9]")


def written(paper: Paper) -> list[tuple[Paragraph, Run]]:
    """Every run with letters or figures: body, headers and footers once."""
    if not paper.written:
        paper.written = list(_written(paper))
    return paper.written


def _written(paper: Paper) -> Iterator[tuple[Paragraph, Run]]:
    stories = [paper.document.paragraphs]
    for section in paper.document.sections:
        for parts in (*section.headers.values(), *section.footers.values()):
            stories.append(list(parts))
    seen: set[int] = set()
    for story in stories:
        for paragraph in story:
            if paragraph.index not in seen:
                seen.add(paragraph.index)
                for run in paragraph.runs:
                    if any(letter.isalnum() for letter in run.text):
                        yield paragraph, run


def fonts_of(run: Run) -> tuple[str, ...]:
    """The fonts that draw this run's letters."""
    plain = any(letter.isalnum() and letter < "\x80" for letter in run.text)
    wide = any(letter.isalnum() and letter >= "\x80" for letter in run.text)
    fonts = ([run.format.font] if plain else []) + ([run.format.wide_font] if wide else [])
    return tuple(dict.fromkeys(fonts))


def is_times(font: str) -> bool:
    """Times New Roman, also by the name of one of its faces (“Times New Roman Bold”)."""
    return font.casefold().startswith(FONT)


def is_legacy(font: str) -> bool:
    return LEGACY.match(font) is not None


def _by_font(paper: Paper, *, legacy: bool) -> Iterator[Fault]:
    last: tuple[int, str] | None = None
    for paragraph, run in written(paper):
        for font in fonts_of(run):
            wrong = not is_times(font) and font.casefold() not in _SYMBOL_FONTS
            if wrong and is_legacy(font) is legacy and last != (paragraph.index, font):
                last = (paragraph.index, font)
                yield Fault(paragraph, f"phông {font}", run.text)


@rule(
    201,
    "Phông chữ Times New Roman",
    article=ARTICLE,
    allowed="Times New Roman",
    mend="Chọn toàn bộ văn bản và đặt phông Times New Roman.",
    repair=True,
)
def font(paper: Paper) -> Iterator[Fault]:
    return _by_font(paper, legacy=False)


@rule(
    202,
    "Không dùng phông mã cũ (TCVN3, VNI)",
    article=ARTICLE,
    allowed="bộ mã ký tự Unicode theo TCVN 6909:2001",
    mend="Chuyển mã đoạn chữ sang Unicode bằng công cụ chuyển mã rồi đặt phông Times New Roman.",
)
def legacy_font(paper: Paper) -> Iterator[Fault]:
    return _by_font(paper, legacy=True)


@rule(
    203,
    "Chữ Việt dựng sẵn",
    article=ARTICLE,
    allowed="mỗi chữ có dấu là một ký tự Unicode dựng sẵn",
    mend="Gõ lại hoặc chuyển đoạn chữ sang Unicode dựng sẵn.",
    advice=True,
    repair=True,
)
def composed(paper: Paper) -> Iterator[Fault]:
    last = -1
    for paragraph, run in written(paper):
        if paragraph.index != last and unicodedata.normalize("NFC", run.text) != run.text:
            last = paragraph.index
            yield Fault(paragraph, "dấu rời (Unicode tổ hợp)", run.text)


@rule(
    204,
    "Không có chữ ngoài bảng chữ tiếng Việt giống hệt chữ Việt",
    article=ARTICLE,
    allowed="Đ, đ và các chữ cái của TCVN 6909:2001",
    mend="Gõ lại chữ đó bằng bộ gõ tiếng Việt.",
    repair=True,
)
def look_alike(paper: Paper) -> Iterator[Fault]:
    for paragraph, run in written(paper):
        found = _LOOK_ALIKE.search(run.text)
        if found:
            letter = found.group()
            yield Fault(paragraph, f"“{letter}” là U+{ord(letter):04X}", run.text)


@rule(
    205,
    "Chữ màu đen",
    article=ARTICLE,
    allowed="màu đen",
    mend="Đặt màu chữ Tự động hoặc Đen.",
    repair=True,
)
def black(paper: Paper) -> Iterator[Fault]:
    stamps = stamped(paper)
    last: tuple[int, str] | None = None
    for paragraph, run in written(paper):
        color = run.format.color
        if color and paragraph.index not in stamps and last != (paragraph.index, color):
            last = (paragraph.index, color)
            yield Fault(paragraph, f"màu {color}", run.text)


def stamped(paper: Paper) -> set[int]:
    """Paragraphs of stamps, which are red, and of marks on screen."""
    boxes = (Box.URGENCY, Box.CIRCULATION, Box.E_STAMP)
    return {line.paragraph.index for part in paper.parts for box in boxes for line in part.box(box)}


@rule(
    206,
    "Không tô nền chữ",
    article=ARTICLE,
    allowed="chữ đen, không tô nền",
    mend="Bỏ tô nền (Highlight) trước khi trình ký.",
    advice=True,
    repair=True,
)
def plain_ground(paper: Paper) -> Iterator[Fault]:
    last = -1
    for paragraph, run in written(paper):
        if run.format.highlight and paragraph.index != last and paragraph.frame.table < 0:
            last = paragraph.index
            yield Fault(paragraph, f"nền {run.format.highlight}", run.text)


@rule(
    207,
    "Cỡ chữ tăng, giảm thống nhất",
    article="Phụ lục I, phần I, II.1–4, chú thích về cỡ chữ",
    allowed="Quốc hiệu 13, Tiêu ngữ 14, địa danh 14; hoặc Quốc hiệu 12, Tiêu ngữ 13, địa danh 13",
    mend="Đặt Tiêu ngữ và địa danh, thời gian cùng cỡ, lớn hơn Quốc hiệu 1 cỡ.",
    advice=True,
)
def sizes_together(paper: Paper) -> Iterator[Fault]:
    for part in paper.of_kind(PartKind.MAIN):
        name, motto, place = (
            part.first(box) for box in (Box.NATIONAL_NAME, Box.MOTTO, Box.PLACE_DATE)
        )
        if name is None or motto is None or len(name.sizes) != 1 or len(motto.sizes) != 1:
            continue
        profile = (name.sizes[0], motto.sizes[0])
        together = profile in ((12.0, 13.0), (13.0, 14.0))
        allowed = all(12 <= size <= 14 for size in profile)
        dated = place is None or len(place.sizes) != 1 or place.sizes[0] <= motto.sizes[0]
        if allowed and not (together and dated):
            sizes = ", ".join(shown(size) for size in profile)
            last = f", địa danh {shown(place.sizes[0])}" if place and place.sizes else ""
            yield Fault(name.paragraph, f"Quốc hiệu và Tiêu ngữ cỡ {sizes}{last}", name.text)


# Letters that old code tables put in the place of Vietnamese ones; no Vietnamese word has them.
# Words are bounded, so that a file made of one endless word costs no more than another.
_TCVN3 = re.compile(r"(?<!\w)\w{0,12}?(?:[µ¸¶·¹¨»¾¼½Æ©®ª«¬§¦][^\W\d_]|(?<=\w)[µ¸¶·¹»¾¼½Æ])\w{0,12}")
_VNI = re.compile(
    r"(?<!\w)\w{0,12}?(?:ñ|a[ùøûõïåäëêéè]|e[ùøûõïâáàåäã]|o[ùøûõïåäâ]|[uy][ùøûõï]|[öô][ïùøûõ])"
    r"\w{0,12}",
    re.I,
)
_SURELY = 3  # words in one paragraph: fewer may be foreign names


@rule(
    208,
    "Chữ không hỏng do mã cũ (TCVN3, VNI)",
    article=ARTICLE,
    allowed="bộ mã ký tự Unicode theo TCVN 6909:2001",
    mend="Chuyển mã đoạn chữ sang Unicode bằng công cụ chuyển mã, hoặc gõ lại.",
)
def readable(paper: Paper) -> Iterator[Fault]:
    for paragraph in paper.document.paragraphs:
        if any(is_legacy(run.format.font) for run in paragraph.runs):
            continue  # told by the rule on fonts
        for name, shape in (("TCVN3", _TCVN3), ("VNI", _VNI)):
            found = shape.findall(paragraph.text)
            if len(found) >= _SURELY:
                yield Fault(paragraph, f"mã {name}, ví dụ “{found[0]}”", paragraph.text)
                break
