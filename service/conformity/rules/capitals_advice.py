"""Viết hoa theo từ điển nhỏ, chỉ khuyến nghị — Phụ lục II."""

import re
from collections.abc import Iterator

from service.conformity.paper import Paper
from service.conformity.registry import Fault, rule
from service.conformity.rules.capitals import LOWER, UPPER, matches

# Administrative units with a proper name keep the common noun small (III.1.a).
_UNIT = re.compile(rf"(?<=[{LOWER},;] )(Tỉnh|Huyện|Xã|Thị xã|Thị trấn) (?=[{UPPER}][{LOWER}])")

ORGANISATIONS = {
    # wrong, as people write it → right (IV.1.a)
    "Ủy Ban Nhân Dân": "Ủy ban nhân dân",
    "Uỷ Ban Nhân Dân": "Uỷ ban nhân dân",
    "Ủy ban Nhân dân": "Ủy ban nhân dân",
    "Uỷ ban Nhân dân": "Uỷ ban nhân dân",
    "Hội Đồng Nhân Dân": "Hội đồng nhân dân",
    "Hội đồng Nhân dân": "Hội đồng nhân dân",
    "Bộ nội vụ": "Bộ Nội vụ",
    "Bộ tài chính": "Bộ Tài chính",
    "Bộ y tế": "Bộ Y tế",
    "Bộ tư pháp": "Bộ Tư pháp",
    "Bộ công an": "Bộ Công an",
    "Bộ quốc phòng": "Bộ Quốc phòng",
    "Bộ Nội Vụ": "Bộ Nội vụ",
    "Bộ Tài Chính": "Bộ Tài chính",
    "Sở nội vụ": "Sở Nội vụ",
    "Sở tài chính": "Sở Tài chính",
    "Sở y tế": "Sở Y tế",
    "Sở tư pháp": "Sở Tư pháp",
    "Sở Nội Vụ": "Sở Nội vụ",
    "Sở Tài Chính": "Sở Tài chính",
    "thủ tướng Chính phủ": "Thủ tướng Chính phủ",
    "Thủ tướng chính phủ": "Thủ tướng Chính phủ",
    "chủ tịch Quốc hội": "Chủ tịch Quốc hội",
    "Liên Hợp Quốc": "Liên hợp quốc",
    "Bộ luật hình sự": "Bộ luật Hình sự",
    "Bộ luật dân sự": "Bộ luật Dân sự",
    "Bộ luật lao động": "Bộ luật Lao động",
}
DAYS = {
    "thứ hai": "thứ Hai",
    "thứ ba": "thứ Ba",
    "thứ tư": "thứ Tư",
    "thứ năm": "thứ Năm",
    "thứ sáu": "thứ Sáu",
    "thứ bảy": "thứ Bảy",
}
FEASTS = {
    "tết nguyên đán": "tết Nguyên đán",
    "Tết nguyên đán": "tết Nguyên đán",
    "Tết Nguyên Đán": "tết Nguyên đán",
    "tết trung thu": "tết Trung thu",
    "Tết trung thu": "tết Trung thu",
    "ngày quốc khánh": "ngày Quốc khánh",
    "ngày Quốc Khánh": "ngày Quốc khánh",
    "ngày quốc tế lao động": "ngày Quốc tế Lao động",
}


def _words(table: dict[str, str], after: str = "") -> re.Pattern[str]:
    listed = "|".join(re.escape(word) for word in sorted(table, key=len, reverse=True))
    return re.compile(rf"(?<!\w)({listed})(?!\w){after}")


_ORGANISATIONS = _words(ORGANISATIONS)
# "thứ ba" also means third: only before a date is it surely a day of the week.
_DAYS = _words(DAYS, r"(?=,? (?:ngày|hằng tuần|hàng tuần|\(|và thứ))")
_FEASTS = _words(FEASTS)


def _spelled(paper: Paper, shape: re.Pattern[str], table: dict[str, str]) -> Iterator[Fault]:
    for found, fault in matches(paper, shape):
        right = table[found.group(1)]
        yield Fault(fault.paragraph, fault.measured, fault.text, f"“{right}”", f"Viết “{right}”.")


@rule(
    1621,
    "Tên cơ quan, tổ chức, chức vụ, văn bản: viết hoa theo mẫu",
    article="Phụ lục II, IV.1, V.3, V.6",
    allowed="viết hoa chữ cái đầu của từ chỉ loại hình, chức năng, lĩnh vực",
    mend="Xem lại cách viết hoa.",
    advice=True,
)
def organisations(paper: Paper) -> Iterator[Fault]:
    return _spelled(paper, _ORGANISATIONS, ORGANISATIONS)


@rule(
    1622,
    "Đơn vị hành chính có tên riêng: danh từ chung viết thường",
    article="Phụ lục II, III.1.a",
    allowed="tỉnh Nam Định, xã Hòa Bình",
    mend="Viết thường “tỉnh”, “huyện”, “xã” đứng trước tên riêng giữa câu.",
    advice=True,
)
def units(paper: Paper) -> Iterator[Fault]:
    for _, fault in matches(paper, _UNIT):
        yield fault


@rule(
    1623,
    "Ngày trong tuần viết bằng chữ: viết hoa",
    article="Phụ lục II, V.8.c",
    allowed="thứ Hai, thứ Tư",
    mend="Viết hoa âm tiết chỉ ngày.",
    advice=True,
)
def weekdays(paper: Paper) -> Iterator[Fault]:
    return _spelled(paper, _DAYS, DAYS)


@rule(
    1624,
    "Tên ngày lễ, tết",
    article="Phụ lục II, V.5, V.8.b",
    allowed="tết Nguyên đán, ngày Quốc khánh 2-9",
    mend="Xem lại cách viết hoa tên ngày lễ, tết.",
    advice=True,
)
def feasts(paper: Paper) -> Iterator[Fault]:
    return _spelled(paper, _FEASTS, FEASTS)
