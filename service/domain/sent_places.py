"""Nơi nhận văn bản — what a register says of where a paper goes and who keeps a copy of it."""

from collections.abc import Iterable

from service.domain.vietnamese import clean_line, fold

NAMED = 20
"""Places that one line of a register names; a paper for hundreds holds their list itself."""

_AS_ABOVE = "nhu tren"
_FILED = "luu"


def sent_places(lines: Iterable[str]) -> tuple[str, ...]:
    """Whom a paper goes to, from Kính gửi and Nơi nhận one after the other, each place once.

    “Như trên” stands for Kính gửi, which is named; “Lưu” has a column of its own (Phụ lục IV, mục
    I). “Như Điều 3” stays: whom it means is in the paper alone.
    """
    named: dict[str, str] = {}
    for line in lines:
        name = clean_line(line).lstrip("-–+ ").rstrip(" ;.,")
        key = fold(name)
        if key and not _is_filed(key) and not (named and key.startswith(_AS_ABOVE)):
            named.setdefault(key, name)
    return tuple(named.values())


def in_brief(places: tuple[str, ...]) -> tuple[str, ...]:
    """The first places, and how many more there are: a line of a book is no page."""
    if len(places) <= NAMED:
        return places
    return (*places[:NAMED], f"và {len(places) - NAMED} nơi khác ghi trong văn bản")


def filed_with(lines: Iterable[str]) -> str:
    """Đơn vị, người nhận bản lưu: what the line “Lưu: VT, …” names; empty without such a line."""
    for line in lines:
        name = clean_line(line).lstrip("-–+ ")
        if _is_filed(fold(name)):
            return name[len(_FILED) :].lstrip(" :").rstrip(" ;.,")
    return ""


def _is_filed(key: str) -> bool:
    return key == _FILED or key.startswith((f"{_FILED}:", f"{_FILED} :"))
