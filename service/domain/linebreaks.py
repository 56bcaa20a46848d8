"""Ngắt dòng canh giữa — where the lines of a centred title, name or subject end.

The decree centres these lines and measures rules by the last of them; a clerk ends them where
the sense has a pause. No word of several syllables is split, a line rather ends after a comma
or before a preposition, and the lines come out of about even length.
"""

import re
from collections.abc import Sequence

from service.domain.compounds import COMPOUNDS, LONGEST
from service.domain.typeface import Face, width_mm, words_of, wrapped
from service.domain.vietnamese import tone_key

_OPENERS = """
và, của, về, tại, trên, cho, theo, đối với, năm, giai đoạn, với, từ, đến, do, để, nhằm, trong,
ngoài, bằng, thuộc, giữa, hoặc, khi, sau, trước, vào, qua, như, cùng, là, mà, ban hành kèm theo,
thông qua, liên quan đến, kể từ, ngày, gắn với, dưới, ở, vì, nhân, nhân dịp, phục vụ, quý
"""
"""Words before which a line may well end."""
_LEADERS = """
và, của, về, tại, trên, cho, theo, với, từ, đến, do, để, nhằm, trong, bằng, thuộc, giữa, hoặc,
khi, sau, vào, qua, như, cùng, các, những, một, mỗi, mọi, sự, việc, không, được, bị, đã, sẽ, số,
ngày, tháng, năm, quý, khoản, điểm, điều, mục, chương, phần, lần, thứ, kỳ, khóa, xã, phường,
tỉnh, huyện, thôn, ban, tổ, bộ, sở, phòng, cục, vụ, chưa, cần, phải, ông, bà, ở, dưới, trước,
thời kỳ, nhiệm kỳ, giai đoạn, học kỳ, đợt, tuần, tuyến, thị trấn, thành phố
"""
"""Words that lean on what follows: a line should not end with one."""


def _keys(words: str) -> frozenset[tuple[str, ...]]:
    return frozenset(tuple(tone_key(word).split()) for word in " ".join(words.split()).split(", "))


_BEFORE, _AFTER = _keys(_OPENERS), _keys(_LEADERS)

_DATE_WORDS = frozenset({tone_key("tháng"), tone_key("năm")})
_PAIRED = _keys("phòng chống, khám chữa, tổ chức cá nhân, cơ quan tổ chức")
"""Words that stay together over the comma between them."""

# What a line end costs; a line half as long again as the others costs about one.
_PAUSE, _OPENING, _ANYWHERE, _LEANING, _NAME, _NUMBER, _WORD = 0.0, 0.1, 1.2, 4.0, 5.0, 8.0, 20.0
_UNEVEN = 5.0
_ONE_LINE_MORE = 2.5


def broken(text: str, size_pt: float, room_mm: float, face: Face = Face.REGULAR) -> str:
    """`text` with ``\\n`` where its lines end, in as many lines as `room_mm` needs, or in one
    more where fewer could only be had by splitting a word.

    Line ends that a person set (``\\n``) stay. What fits in one line is left alone.
    """
    return "\n".join(
        line for typed in text.split("\n") for line in _lines(typed, size_pt, room_mm, face)
    )


def _lines(text: str, size_pt: float, room_mm: float, face: Face) -> list[str]:
    needed = len(wrapped(text, size_pt, room_mm, face))
    words = words_of(text)
    if needed <= 1 or len(words) > 200:
        return [text.strip()] if needed <= 1 else wrapped(text, size_pt, room_mm, face)
    widths = [width_mm(word, size_pt, face) for word in words]
    space, costs = width_mm(" ", size_pt, face), break_costs(words)
    tries = [
        _best_ends(widths, space, costs, room_mm, lines)
        for lines in (needed, needed + 1)
        if lines <= len(words)
    ]
    ends = min((cost + _ONE_LINE_MORE * more, ends) for more, (cost, ends) in enumerate(tries))[1]
    starts = [0, *ends[:-1]]
    return [" ".join(words[start:end]) for start, end in zip(starts, ends, strict=True)]


def _best_ends(
    widths: Sequence[float], space: float, costs: Sequence[float], room_mm: float, needed: int
) -> tuple[float, list[int]]:
    """The least cost of `needed` lines, and their ends (one past the last word of each)."""
    count = len(widths)
    at = [0.0]
    for width in widths:
        at.append(at[-1] + width + space)
    even = (at[-1] - space) / needed
    infinite = float("inf")
    best: list[dict[int, tuple[float, list[int]]]] = [{0: (0.0, [])}]
    for line in range(1, needed + 1):
        found: dict[int, tuple[float, list[int]]] = {}
        for start, (cost, ends) in best[-1].items():
            for end in range(start + 1, count - (needed - line) + 1):
                length = at[end] - at[start] - space
                if length > room_mm and end > start + 1:
                    break
                total = cost + _UNEVEN * ((length - even) / even) ** 2
                total += costs[end - 1] if end < count else 0.0
                if total < found.get(end, (infinite, []))[0]:
                    found[end] = (total, [*ends, end])
        best.append(found)
    return best[-1].get(count, (infinite, [count]))


def break_costs(words: Sequence[str]) -> list[float]:
    """What a line end after each word but the last costs."""
    keys = [tone_key(word.strip("“”\"'().,;:")) for word in words]
    inside = _inside_words(words, keys)
    shouted = "".join(words).isupper()
    return [
        _WORD if position in inside else _cost(words, keys, position, shouted=shouted)
        for position in range(len(words) - 1)
    ]


def _inside_words(words: Sequence[str], keys: Sequence[str]) -> set[int]:
    """Positions after which a line end would split a word of several syllables."""
    inside: set[int] = set()
    for start in range(len(keys)):
        for length in range(2, min(LONGEST, len(keys) - start) + 1):
            paused = any(_pauses(word) for word in words[start : start + length - 1])
            if not paused and tuple(keys[start : start + length]) in COMPOUNDS:
                inside.update(range(start, start + length - 1))
    return inside


def _pauses(word: str) -> bool:
    return word.endswith((",", ";", ":", ")", "”"))


_FIGURES = re.compile(r"^[(“]?\d")
_DATE_PART = re.compile(r"^(?:\d+|…|\u00a0+)$")


def _cost(words: Sequence[str], keys: Sequence[str], position: int, *, shouted: bool) -> float:
    word, following = words[position], words[position + 1]
    if _pauses(word):
        cost = _LEANING if _is_paired(keys, position) else _PAUSE
    elif _counts(word, following, keys[position + 1]):
        cost = _NUMBER
    elif not shouted and word[:1].isupper() and following[:1].isupper():
        cost = _NAME
    elif _among(_AFTER, keys, position, backwards=True):
        cost = _LEANING
    else:
        cost = _OPENING if _among(_BEFORE, keys, position + 1) else _ANYWHERE
    return cost


def _is_paired(keys: Sequence[str], position: int) -> bool:
    return any(
        tuple(keys[position + 1 - before : position + 1 + after]) in _PAIRED
        for before, after in ((1, 1), (2, 2))
        if position + 1 >= before
    )


def _counts(word: str, following: str, key: str) -> bool:
    """Whether both belong to one number, span or date."""
    spans = word in ("-", "–") or following in ("-", "–")
    dates = key in _DATE_WORDS and _DATE_PART.match(word) is not None
    return spans or dates or _FIGURES.match(following) is not None


def _among(
    known: frozenset[tuple[str, ...]], keys: Sequence[str], at: int, *, backwards: bool = False
) -> bool:
    """Whether a known word begins at `at`, or ends there."""
    for length in range(1, 5):
        part = keys[at - length + 1 : at + 1] if backwards else keys[at : at + length]
        if len(part) == length and tuple(part) in known:
            return True
    return False
