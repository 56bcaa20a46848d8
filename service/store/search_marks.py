"""Trích đoạn: where the words of a query stand in the original text, without touching it."""

import re
import unicodedata
from collections.abc import Iterable

from service.domain.vietnamese import fold, tone_key
from service.store.search_query import Query

LENGTH = 240
"""About three lines of a result, in characters."""

LEAD = 60
"""How much of the text before the first match is shown."""

MATCHES_LOOKED_AT = 400

Segments = tuple[tuple[str, bool], ...]
Span = tuple[int, int]


def marked(text: str, asked: Query) -> Segments:
    """The whole text as (piece, is a match)."""
    return _segments(text, 0, len(text), [(start, end) for start, end, _ in _matches(text, asked)])


def snippet(texts: Iterable[str], asked: Query) -> Segments:
    """A passage around the densest matches of the first text that has any; else its beginning."""
    texts = tuple(texts)
    for text in texts:
        found = _matches(text, asked)
        if found:
            start, end = _window(text, found)
            inside = [(a, b) for a, b, _ in found if a >= start and b <= end]
            return _ellipsis(text, start, end, _segments(text, start, end, inside))
    text = texts[0] if texts else ""
    end = _word_border(text, min(len(text), LENGTH), back=True)
    return _ellipsis(text, 0, end, _segments(text, 0, end, []))


def _matches(text: str, asked: Query) -> list[tuple[int, int, str]]:
    """(start, end, which word) of the query's words in the text, at most MATCHES_LOOKED_AT."""
    wanted: dict[str, set[str] | None] = {}
    for term in asked.shown:
        for word in term.words:
            _want(wanted, word)
    if not wanted:
        return []
    plain = text.translate(_FOLDS)
    words = "|".join(re.escape(word) for word in sorted(wanted, key=len, reverse=True))
    found: list[tuple[int, int, str]] = []
    for match in re.finditer(rf"(?<![^\W_])(?:{words})(?![^\W_])", plain):
        keys = wanted[match.group()]
        if keys is None or tone_key(text[match.start() : match.end()]) in keys:
            found.append((match.start(), match.end(), match.group()))
            if len(found) == MATCHES_LOOKED_AT:
                break
    return found


def _want(wanted: dict[str, set[str] | None], word: str) -> None:
    """A word without marks is wanted with any; one with marks only as it is."""
    plain = fold(word)
    for form in {plain, plain.lstrip("0") or plain}:
        if plain == word.casefold():
            wanted[form] = None
        elif form not in wanted:
            wanted[form] = {tone_key(word)}
        elif (keys := wanted[form]) is not None:
            keys.add(tone_key(word))


def _window(text: str, found: list[tuple[int, int, str]]) -> Span:
    """The passage of about LENGTH characters that holds most different words, then most words."""
    best, best_score = 0, (0, 0)
    for first, (start, _, _) in enumerate(found):
        inside = [
            word for _, end, word in found[first : first + 40] if end <= start + LENGTH - LEAD
        ]
        score = (len(set(inside)), len(inside))
        if score > best_score:
            best, best_score = first, score
    start = _word_border(text, max(0, found[best][0] - LEAD))
    start = min(start, found[best][0])
    end = max(found[best][1], _word_border(text, min(len(text), start + LENGTH), back=True))
    return start, end


def _word_border(text: str, place: int, *, back: bool = False) -> int:
    """The nearest place that does not cut a word in two, looking on or back at most 30."""
    step = -1 if back else 1
    for offset in range(30):
        at = place + step * offset
        if at <= 0 or at >= len(text) or text[at].isspace() or text[at - 1].isspace():
            return max(0, min(len(text), at))
    return place


def _segments(text: str, start: int, end: int, spans: list[Span]) -> Segments:
    pieces: list[tuple[str, bool]] = []
    at = start
    for first, last in spans:
        if first > at:
            pieces.append((text[at:first], False))
        pieces.append((text[first:last], True))
        at = last
    if at < end:
        pieces.append((text[at:end], False))
    return tuple(pieces)


def _ellipsis(text: str, start: int, end: int, pieces: Segments) -> Segments:
    """Line ends become blanks, and cut ends show that the text goes on."""
    shown = [(re.sub(r"\s+", " ", piece), match) for piece, match in pieces]
    if shown and not shown[0][1]:
        shown[0] = (shown[0][0].lstrip(), False)
    if start > 0:
        shown.insert(0, ("… ", False))
    if end < len(text):
        shown.append((" …", False))
    return tuple(shown)


def _one_to_one_folds() -> dict[int, str]:
    """Letter → letter without accent and case, only where the length stays the same.

    Stored text is NFC, where every Vietnamese letter is one character: places in the folded
    text are then places in the original.
    """
    folds: dict[int, str] = {}
    for code in (*range(0x41, 0x5B), *range(0xC0, 0x250), *range(0x1E00, 0x1F00)):
        letter = chr(code)
        plain = fold(letter)
        if len(plain) == 1 and unicodedata.category(letter).startswith("L"):
            folds[code] = plain
    return folds


_FOLDS = _one_to_one_folds()
