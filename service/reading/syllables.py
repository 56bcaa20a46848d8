"""Âm tiết tiếng Việt — how much of a text is spelled like Vietnamese.

A measure for text layers, not for spelling: a text in the wrong code, or one that an OCR layer
garbled, falls from nine tenths to less than half.
"""

import re
import unicodedata
from functools import lru_cache

from service.domain.vietnamese import TONES

_ONSETS = (
    *("", "b", "c", "ch", "d", "đ", "g", "gh", "gi", "h", "k", "kh", "l", "m", "n", "ng", "ngh"),
    *("nh", "p", "ph", "qu", "r", "s", "t", "th", "tr", "v", "x"),
)
_RIMES = (
    *("a", "ac", "ach", "ai", "am", "an", "ang", "anh", "ao", "ap", "at", "au", "ay"),
    *("ăc", "ăm", "ăn", "ăng", "ăp", "ăt", "âc", "âm", "ân", "âng", "âp", "ât", "âu", "ây"),
    *("e", "ec", "em", "en", "eng", "eo", "ep", "et"),
    *("ê", "êch", "êm", "ên", "ênh", "êp", "êt", "êu"),
    *("i", "ia", "ich", "iêc", "iêm", "iên", "iêng", "iêp", "iêt", "iêu", "im", "in", "inh"),
    *("ip", "it", "iu"),
    *("o", "oa", "oac", "oach", "oai", "oam", "oan", "oang", "oanh", "oao", "oap", "oat", "oay"),
    *("oăc", "oăm", "oăn", "oăng", "oăt", "oc", "oe", "oen", "oeo", "oet", "oi", "om", "on"),
    *("ong", "oong", "ooc", "op", "ot"),
    *("ô", "ôc", "ôi", "ôm", "ôn", "ông", "ôp", "ôt"),
    *("ơ", "ơi", "ơm", "ơn", "ơp", "ơt"),
    *("u", "ua", "uân", "uâng", "uât", "uây", "uc", "uê", "uêch", "uênh", "ui", "um", "un", "ung"),
    *("uôc", "uôi", "uôm", "uôn", "uông", "uôt", "uơ", "up", "ut", "uy", "uya", "uych", "uyên"),
    *("uyêt", "uynh", "uyt", "uyu", "uym", "uyn"),
    *("ư", "ưa", "ưc", "ưi", "ưm", "ưn", "ưng", "ươc", "ươi", "ươm", "ươn", "ương", "ươp", "ươt"),
    *("ươu", "ưt", "ưu", "y", "yêm", "yên", "yêng", "yêt", "yêu"),
)
_BASES = frozenset(onset + rime for onset in _ONSETS for rime in _RIMES) | frozenset(
    # qu and gi share a letter with the rime.
    [f"qu{rime}" for rime in _RIMES] + [f"g{rime}" for rime in _RIMES if rime.startswith("i")]
)
_STOPS = ("c", "ch", "p", "t")
_WORD = re.compile(r"[^\W\d_]+")
_TONE_SET = frozenset(TONES)


@lru_cache(maxsize=20_000)
def is_syllable(word: str) -> bool:
    """``nghiện`` is one, ``nghi9n`` or ``nghiÖn`` is not."""
    marks = unicodedata.normalize("NFD", word.casefold())
    tones = [mark for mark in marks if mark in _TONE_SET]
    base = unicodedata.normalize("NFC", "".join(mark for mark in marks if mark not in _TONE_SET))
    if len(tones) > 1 or base not in _BASES:
        return False
    # Syllables that end in a stop carry sắc or nặng only.
    return not base.endswith(_STOPS) or not tones or tones[0] in ("\u0301", "\u0323")


def share_of_syllables(text: str) -> float:
    """Of the words that hold a small letter, the share spelled like Vietnamese; 1.0 for none.

    Words in capitals are left out: ký hiệu such as ``UBND`` follow no spelling.
    """
    words = [word for word in _WORD.findall(text) if len(word) > 1 and not word.isupper()]
    if not words:
        return 1.0
    return sum(map(is_syllable, words)) / len(words)


def share_of_marks(text: str) -> float:
    """The share of letters that carry a Vietnamese mark: about a quarter in any text, none in
    a text that lost them."""
    letters = [letter for letter in text if letter.isalpha()]
    if not letters:
        return 0.0
    marked = sum(letter in "đĐ" or unicodedata.decomposition(letter) != "" for letter in letters)
    return marked / len(letters)
