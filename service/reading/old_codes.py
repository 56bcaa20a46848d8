"""Bảng mã cũ trong chữ rời — TCVN3 and VNI in texts without fonts, such as cells of a spreadsheet.

Only the spelling tells: the conversion after which most words are Vietnamese is the right one.
"""

from collections.abc import Iterable

from service.domain.vietnamese import clean
from service.reading import legacy
from service.reading.encoding import code_by_spelling
from service.reading.findings import Encoding
from service.reading.syllables import share_of_syllables

NAMES = {Encoding.TCVN3: "TCVN3 (ABC)", Encoding.VNI: "VNI"}
MOST_LETTERS = 60_000
_UNICODE_ONLY = frozenset("ăĂđĐơƠưƯĩĨũŨ")


def old_code(texts: Iterable[str]) -> Encoding | None:
    """TCVN3 or VNI when that is what the texts together are written in; else None."""
    foreign, length = [], 0
    for text in texts:
        if not text.isascii() and not _is_unicode(text):
            foreign.append(text)
            length += len(text)
        if length > MOST_LETTERS:
            break
    joined = " ".join(foreign)
    if not joined:
        return None
    code = code_by_spelling(joined, share_of_syllables(clean(joined)))
    return code if code in NAMES else None


def to_unicode(text: str, code: Encoding) -> str:
    """A text of a table that holds `code`, in NFC; one that is plain or Unicode stays as it is."""
    if text.isascii() or _is_unicode(text):
        return text
    if code is Encoding.VNI:
        made = legacy.from_vni(text)
    else:
        made = legacy.from_tcvn3(text)
        made = made.upper() if legacy.is_half_capital(text) else made
    made = clean(made)
    return text if share_of_syllables(made) < share_of_syllables(clean(text)) else made


def _is_unicode(text: str) -> bool:
    """Letters that neither code has: they were drawn by Latin letters there."""
    return any("\u1ea0" <= letter <= "\u1eff" or letter in _UNICODE_ONLY for letter in text)
