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
# Words that begin a body's name or its field: capital on the first syllable only.
_STARTS = (
    *("ủy ban", "uỷ ban", "hội đồng", "sở", "bộ", "cục", "chi cục", "tổng cục", "vụ", "phòng"),
    *("ban", "văn phòng", "trung tâm", "trường", "bệnh viện", "viện", "thanh tra", "công an"),
    *("chi nhánh", "đảng ủy", "đảng bộ", "tỉnh ủy", "huyện ủy", "thành ủy", "hội", "đoàn"),
    *("liên đoàn", "kho bạc", "bảo hiểm", "ngân hàng", "tòa án", "viện kiểm sát", "trạm", "đội"),
    *(
        "chủ tịch",
        "giám đốc",
        "bộ trưởng",
        "trưởng phòng",
        "thủ tướng",
        "chánh",
        "trưởng",
        "hiệu trưởng",
    ),
    *("y tế", "nội vụ", "tài chính", "kế hoạch", "tư pháp", "xây dựng", "giáo dục", "đào tạo"),
    *("nông nghiệp", "môi trường", "tài nguyên", "công thương", "khoa học", "công nghệ"),
    *("văn hóa", "văn hoá", "thể thao", "du lịch", "lao động", "thương binh", "xã hội", "dân tộc"),
    *("tôn giáo", "thông tin", "truyền thông", "giao thông", "ngoại vụ", "đầu tư", "phát triển"),
    *("nhân dân tối cao", "mặt trận", "tổ quốc", "chính phủ", "quốc hội", "quân sự", "thuế"),
    *("thống kê", "kiểm lâm", "thú y", "chăn nuôi", "trồng trọt", "thủy sản", "thủy lợi"),
    *("kinh tế", "hạ tầng", "đô thị", "nông thôn", "chỉ huy", "quản lý", "điều hành"),
    *("an toàn", "hành chính", "phục vụ", "dân số", "bảo trợ", "kiểm soát"),
)
_START_KEYS = sorted({tuple(tone_key(start).split()) for start in _STARTS}, key=len, reverse=True)
_UNIT_KEYS = sorted({tuple(tone_key(unit).split()) for unit in _UNITS}, key=len, reverse=True)
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
    words = capitals.split()
    keys = [tone_key(word.strip(",.;:-–()")) for word in words]
    place_keys = tone_key(place).split()
    result: list[str] = []
    at, proper = 0, False
    while at < len(words):
        count, made, proper = _next(words, keys, at, place_keys, proper)
        result += made
        at += count
    text = " ".join(result)
    return text[:1].upper() + text[1:]


def _next(
    words: list[str], keys: list[str], at: int, place: list[str], proper: bool
) -> tuple[int, list[str], bool]:
    """How many words are taken, how they are written, and whether a proper name goes on."""
    if words[at].strip("().,;") in _ABBREVIATIONS or any(sign.isdigit() for sign in words[at]):
        return 1, [words[at]], proper
    if place and keys[at : at + len(place)] == place:
        return len(place), [_title(word) for word in words[at : at + len(place)]], False
    count = _starts(keys, at, _UNIT_KEYS)
    if count and count >= _starts(keys, at, _START_KEYS):  # "xã hội" is no commune
        taken = [word.lower() for word in words[at : at + count]]
        if _is_capital_unit(keys[at : at + 5]):
            taken[0] = _title(taken[0])
        return count, taken, True
    if proper and keys[at] not in _SMALL and keys[at] not in ("", "-"):
        return 1, [_title(words[at])], True
    if count := _starts(keys, at, _START_KEYS):
        first, *rest = words[at : at + count]
        return count, [_title(first), *(word.lower() for word in rest)], False
    return 1, [words[at].lower()], False


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
