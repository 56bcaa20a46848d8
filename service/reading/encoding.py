"""Bảng mã của tệp — whether the text says what the page shows, and how to make it say so.

Font names tell most; where they are lost, the spelling does: the conversion after which most
words are Vietnamese syllables is the right one.
"""

import unicodedata
from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace
from itertools import pairwise

from service.domain.vietnamese import clean
from service.reading import legacy
from service.reading.findings import Encoding
from service.reading.rows import Flow, Row, Word
from service.reading.syllables import is_syllable, share_of_marks, share_of_syllables

GOOD, POOR = 0.72, 0.5
FEW_LETTERS = 60
MAX_SAMPLE = 60_000
COLUMN_GAP = 1.2

_NAMES = {
    Encoding.TCVN3: "TCVN3 (ABC, phông .VnTime)",
    Encoding.VNI: "VNI (phông VNI-Times)",
}
_BY_SPELLING: tuple[tuple[Encoding, Callable[[str], str]], ...] = (
    (Encoding.TCVN3, legacy.from_tcvn3),
    (Encoding.VNI, legacy.from_vni),
    (Encoding.MOJIBAKE, legacy.from_mojibake),
)


@dataclass(frozen=True, slots=True)
class Judged:
    """`flow` is clean NFC; in legacy codes it is converted when that was asked for."""

    flow: Flow
    encoding: Encoding
    message: str = ""
    converted: bool = False


def judge(flow: Flow, *, convert: bool) -> Judged:
    """Name the code of a file's text; convert it if wanted. `message` is a Vietnamese sentence
    whenever the text is not plain Unicode."""
    raw = " ".join(word.text for row in flow.rows for word in row.words)[:MAX_SAMPLE]
    by_font = _code_of_fonts(flow.rows)
    if by_font is not None:
        return _legacy(flow, by_font, convert, only_fonts=True)
    text = clean(raw)
    share = share_of_syllables(text)
    if sum(map(_is_lost, raw)) * 50 > len(raw):
        return Judged(_cleaned(flow), Encoding.BROKEN, BROKEN)
    if share < GOOD and (code := code_by_spelling(raw, share)):
        if code is Encoding.MOJIBAKE:
            return Judged(_cleaned(flow), code, BROKEN)
        return _legacy(flow, code, convert, only_fonts=False)
    return _unicode(flow, raw, text, share)


def _unicode(flow: Flow, raw: str, text: str, share: float) -> Judged:
    if _is_shuffled(text, share):
        return Judged(_cleaned(flow), Encoding.BROKEN, BROKEN)
    if unicodedata.normalize("NFC", raw) != raw:
        return Judged(_cleaned(flow), Encoding.DECOMPOSED, DECOMPOSED)
    return Judged(_cleaned(flow), Encoding.UNICODE)


def code_by_spelling(raw: str, share: float) -> Encoding | None:
    """The code after whose conversion most words are syllables, if that helps enough."""
    scores = {code: share_of_syllables(clean(decode(raw))) for code, decode in _BY_SPELLING}
    best = max(scores, key=lambda code: scores[code])
    return best if scores[best] >= GOOD and scores[best] > share + 0.15 else None


BROKEN = (
    "Lớp chữ trong tệp không khớp với hình trang (chữ chép ra bị sai), nên không đọc được. "
    "Hãy nhập tay bên hình trang, hoặc xin bản có chữ đúng."
)
DECOMPOSED = "Chữ trong tệp viết rời dấu (NFD); đã ghép lại theo TCVN 6909:2001."


def _is_shuffled(text: str, share: float) -> bool:
    """Wrong letters, rather than another language or a text typed without accents."""
    letters = sum(letter.isalpha() for letter in text)
    return letters > FEW_LETTERS and share < POOR and share_of_marks(text) > 0.05


def _is_lost(letter: str) -> bool:
    return letter == "\ufffd" or unicodedata.category(letter) in ("Co", "Cc", "Cn")


def _code_of_fonts(rows: Iterable[Row]) -> Encoding | None:
    """TCVN3 or VNI when a tenth of the letters is set in such fonts and reads better converted."""
    words = [word for row in rows for word in row.words]
    total = sum(len(word.text) for word in words)
    for code, is_font, decode in (
        (Encoding.TCVN3, legacy.is_tcvn3_font, legacy.from_tcvn3),
        (Encoding.VNI, legacy.is_vni_font, legacy.from_vni),
    ):
        own = [word.text for word in words if is_font(word.font)]
        text = " ".join(own)[:MAX_SAMPLE]
        if sum(map(len, own)) * 10 < total or not text:
            continue
        # Unicode text in a legacy font happens: Word then draws it in another font.
        if share_of_syllables(clean(decode(text))) > share_of_syllables(clean(text)):
            return code
    return None


def _legacy(flow: Flow, code: Encoding, convert: bool, *, only_fonts: bool) -> Judged:
    name = _NAMES[code]
    if not convert:
        return Judged(
            _cleaned(flow),
            code,
            f"Chữ trong tệp dùng bảng mã cũ {name}, không phải Unicode, nên đọc nguyên sẽ sai. "
            "Hãy chọn chuyển sang Unicode để đọc.",
        )
    decode = _decoder(code, only_fonts)
    rows = [_mapped(row, decode) for row in flow.rows]
    if code is Encoding.TCVN3 and not only_fonts:
        pairs = zip(rows, flow.rows, strict=True)
        rows = [
            _capital(row, old) if len(row.words) == len(old.words) else row for row, old in pairs
        ]
    return Judged(
        replace(flow, rows=tuple(row for row in rows if row.words)),
        code,
        f"Chữ trong tệp dùng bảng mã cũ {name}; đã chuyển sang Unicode để đọc. Hãy đối chiếu với "
        "hình trang.",
        converted=True,
    )


def _decoder(code: Encoding, only_fonts: bool) -> Callable[[Word], str]:
    def decode(word: Word) -> str:
        if code is Encoding.TCVN3:
            if only_fonts and not legacy.is_tcvn3_font(word.font):
                return word.text
            text = legacy.from_tcvn3(word.text, capitals=legacy.is_capitals_font(word.font))
            return _with_lost_horns(text)
        if only_fonts and not legacy.is_vni_font(word.font):
            return word.text
        return legacy.from_vni(word.text)

    return decode


def _with_lost_horns(text: str) -> str:
    """In TCVN3 ư is the code of the soft hyphen, which PDF programs turn into a plain one."""
    if "-" not in text or not any(map(str.isalpha, text)):
        return text
    mended = text.replace("-", "ư")
    return mended if is_syllable(mended.strip(".,;:()")) else text


def _capital(row: Row, old: Row) -> Row:
    """Letters with marks in a line of capitals are capitals too; columns are looked at apart."""
    starts = [n for n, word in enumerate(old.words) if n == 0 or word.gap > COLUMN_GAP]
    words = list(row.words)
    for start, end in pairwise([*starts, len(words)]):
        if legacy.is_half_capital(" ".join(word.text for word in old.words[start:end])):
            words[start:end] = [replace(word, text=word.text.upper()) for word in words[start:end]]
    return row.with_words(words)


def _cleaned(flow: Flow) -> Flow:
    rows = (_mapped(row, lambda word: word.text) for row in flow.rows)
    return replace(flow, rows=tuple(row for row in rows if row.words))


def _mapped(row: Row, decode: Callable[[Word], str]) -> Row:
    words = []
    for word in row.words:
        text = clean(decode(word)).strip()
        if text:
            words.append(word if text == word.text else replace(word, text=text))
    return row.with_words(words)
