"""Viết thường tên in hoa — names that the layout prints in capitals, as running text.

NĐ 30/2020, Phụ lục II: the words for the kind of body and its field take a capital, a place takes
one on every syllable. What the paper itself writes elsewhere in small letters wins.
"""

import re

from service.domain.vietnamese import tone_key

_UNITS = (
    *("thành phố", "thị trấn", "thị xã", "đặc khu", "tỉnh", "huyện", "quận", "phường", "xã"),
    *("thôn", "bản", "tổ dân phố"),
)
_ABBREVIATIONS = frozenset(
    (
        *("UBND", "HĐND", "PTNT", "TNMT", "VHTT", "GDĐT", "GD&ĐT", "LĐTBXH", "BCH", "BQL", "MTTQ"),
        *("TT", "KT", "TM", "TL", "TUQ", "HTX", "TNHH", "MTV", "KHCN", "CNTT", "TP", "TX", "BTC"),
        *("THPT", "THCS", "DTNT", "PCCC", "TDTT", "VHXH", "KTTH", "QLDA", "II", "III", "IV", "VI"),
    )
)
# Bodies and posts: capital on the first syllable wherever they stand.
_BODIES = (
    *("ủy ban", "uỷ ban", "hội đồng", "sở", "bộ", "cục", "chi cục", "tổng cục", "vụ", "phòng"),
    *("ban", "văn phòng", "trung tâm", "trường", "bệnh viện", "viện", "thanh tra", "công an"),
    *("chi nhánh", "đảng ủy", "đảng bộ", "tỉnh ủy", "huyện ủy", "thành ủy", "hội", "đoàn"),
    *("liên đoàn", "kho bạc", "bảo hiểm", "ngân hàng", "tòa án", "viện kiểm sát", "trạm", "đội"),
    *("chủ tịch", "giám đốc", "bộ trưởng", "thủ tướng", "chánh", "trưởng", "trưởng phòng"),
    *("hiệu trưởng", "cục trưởng", "chi cục trưởng", "vụ trưởng", "viện trưởng", "trưởng ban"),
    *(
        "bí thư",
        "chủ nhiệm",
        "tổng giám đốc",
        "chỉ huy trưởng",
        "mặt trận",
        "chính phủ",
        "quốc hội",
    ),
)
# Fields: capital only right after a body or after "và", a hyphen or a comma.
_FIELDS = (
    *("y tế", "nội vụ", "tài chính", "kế hoạch", "tư pháp", "xây dựng", "giáo dục", "đào tạo"),
    *("nông nghiệp", "môi trường", "tài nguyên", "công thương", "khoa học", "công nghệ"),
    *("văn hóa", "văn hoá", "thể thao", "du lịch", "lao động", "thương binh", "xã hội", "dân tộc"),
    *("tôn giáo", "thông tin", "truyền thông", "giao thông", "ngoại vụ", "đầu tư", "phát triển"),
    *("tổ quốc", "quân sự", "thuế", "thống kê", "kiểm lâm", "thú y", "chăn nuôi", "trồng trọt"),
    *("thủy sản", "thủy lợi", "kinh tế", "hạ tầng", "đô thị", "chỉ huy", "chỉ đạo", "quản lý"),
    *("điều hành", "an toàn", "phục vụ", "dân số", "bảo trợ", "kiểm soát", "phòng", "tiểu học"),
)


def _keys(names: tuple[str, ...]) -> list[tuple[str, ...]]:
    return sorted({tuple(tone_key(name).split()) for name in names}, key=len, reverse=True)


_BODY_KEYS, _FIELD_KEYS = _keys(_BODIES), _keys(_FIELDS)
_ALL_KEYS = sorted({*_BODY_KEYS, *_FIELD_KEYS}, key=len, reverse=True)
_UNIT_KEYS = _keys(_UNITS)
_CITY = tone_key("thành phố Hồ Chí Minh").split()
# Inside "Bộ Nông nghiệp và Phát triển nông thôn" these start no new word of the name.
_SMALL = frozenset(tone_key(word) for word in ("và", "của", "về", "các", "với", "cho", "trong"))


def running_name(capitals: str, witness: str = "", place: str = "") -> str:
    """``ỦY BAN NHÂN DÂN TỈNH BÌNH THUẬN`` → ``Ủy ban nhân dân tỉnh Bình Thuận``.

    `witness` is text of the same paper: a spelling found there is taken. `place` is its địa
    danh, whose syllables are a proper name.
    """
    if not capitals.isupper():
        return capitals
    found = _in_witness(capitals, witness)
    if found:
        return found[0].upper() + found[1:]
    maker = _Maker(capitals.split(), tone_key(place).split())
    text = " ".join(maker.made())
    return text[:1].upper() + text[1:]


class _Maker:
    """Writes the words of one name."""

    def __init__(self, words: list[str], place: list[str]) -> None:
        self._words = words
        self._names = [tone_key(word.strip(",.;:-–()")) for word in words]
        self._place = place
        self._proper = False  # inside the name of a place
        self._opens = True  # a field may begin here

    def made(self) -> list[str]:
        result: list[str] = []
        while len(result) < len(self._words):
            result += self._next(len(result))
        return result

    def _next(self, at: int) -> list[str]:
        word, names = self._words[at], self._names
        if word.strip("().,;") in _ABBREVIATIONS or any(sign.isdigit() for sign in word):
            return [word]
        size = len(self._place)
        if size and names[at : at + size] == self._place:
            self._proper = self._opens = False
            return [_title(one) for one in self._words[at : at + size]]
        count = _starts(names, at, _UNIT_KEYS)
        if count and count >= _starts(names, at, _ALL_KEYS):  # "xã hội" is no commune
            self._proper, self._opens = True, False
            taken = [one.lower() for one in self._words[at : at + count]]
            return [_title(taken[0]), *taken[1:]] if _is_capital_unit(names[at : at + 5]) else taken
        return self._common(at)

    def _common(self, at: int) -> list[str]:
        word, names = self._words[at], self._names
        if self._proper and names[at] not in _SMALL:  # a hyphen too: Bà Rịa - Vũng Tàu
            return [_title(word)]
        body = _starts(names, at, _BODY_KEYS)
        field = _starts(names, at, _FIELD_KEYS)
        self._proper = False
        if field > body and not self._opens:
            return [one.lower() for one in self._words[at : at + field]]
        count = max(body, field if self._opens else 0)
        if not count:
            self._opens = not names[at] or names[at] in _SMALL or word.endswith(",")
            return [word.lower()]
        first, *rest = self._words[at : at + count]
        self._opens = body >= field or (rest or [first])[-1].endswith(",")
        return [_title(first), *(one.lower() for one in rest)]


def _starts(keys: list[str], at: int, names: list[tuple[str, ...]]) -> int:
    return next((len(name) for name in names if tuple(keys[at : at + len(name)]) == name), 0)


def _is_capital_unit(keys: list[str]) -> bool:
    """Units named by a number or a person (Phụ lục II, mục III): Phường 9, Quận 1."""
    return keys == _CITY or (len(keys) > 1 and keys[1].isdigit())


def _title(word: str) -> str:
    return "-".join(part[:1].upper() + part[1:].lower() for part in word.split("-"))


def _in_witness(capitals: str, witness: str) -> str:
    pattern = r"\s+".join(re.escape(word) for word in capitals.split())
    for found in re.finditer(rf"(?<!\w){pattern}(?!\w)", witness, re.IGNORECASE):
        text = " ".join(found.group().split())
        if not text.isupper():
            return text
    return ""
