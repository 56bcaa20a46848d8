"""Bảng quy tắc — every rule with its number, article and severity; the checker and the
documentation are both made from this one table.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass

from service.conformity.findings import Severity
from service.conformity.paper import Paper
from service.conformity.pdf_rules import ANSWERED
from service.conformity.story import Paragraph


@dataclass(frozen=True, slots=True)
class Fault:
    """One place where a rule is broken: the paragraph, what was measured, the words shown.

    `allowed`, `mend` and `severity` replace the rule's own where this place needs its own.
    """

    paragraph: Paragraph | None
    measured: str
    text: str = ""
    allowed: str = ""
    mend: str = ""
    severity: Severity | None = None


Check = Callable[[Paper], Iterable[Fault]]


@dataclass(frozen=True, slots=True)
class Rule:
    number: int
    title: str
    article: str
    severity: Severity
    allowed: str
    mend: str
    check: Check
    repair: bool = False

    @property
    def pdf(self) -> bool:
        """Whether a PDF answers it surely."""
        return self.number in ANSWERED

    @property
    def group(self) -> str:
        return GROUPS[self.number // 100]


GROUPS = {
    1: "Trang và số trang",
    2: "Phông chữ, mã chữ",
    3: "Quốc hiệu, Tiêu ngữ",
    4: "Tên cơ quan, tổ chức",
    5: "Số, ký hiệu",
    6: "Địa danh, thời gian",
    7: "Tên loại, trích yếu",
    8: "Căn cứ",
    9: "Nội dung",
    10: "Bố cục phần, chương, mục, điều, khoản, điểm",
    11: "Người ký",
    12: "Kính gửi, Nơi nhận",
    13: "Phụ lục, văn bản kèm theo",
    14: "Dấu khẩn, chỉ dẫn lưu hành, địa chỉ",
    15: "Bản sao",
    16: "Viết hoa",
}

RULES: dict[int, Rule] = {}


def rule(
    number: int,
    title: str,
    *,
    article: str,
    allowed: str,
    mend: str,
    advice: bool = False,
    repair: bool = False,
) -> Callable[[Check], Check]:
    """Enter a check in the table; two rules of one number are a mistake of ours.

    `repair`: "Sửa giúp" knows how to mend it without touching words.
    """

    def enter(check: Check) -> Check:
        if number in RULES:
            raise ValueError(f"two rules have the number {number}")
        severity = Severity.ADVICE if advice else Severity.ERROR
        RULES[number] = Rule(number, title, article, severity, allowed, mend, check, repair)
        return check

    return enter


def all_rules() -> tuple[Rule, ...]:
    """The whole table, by number."""
    import service.conformity.rules  # noqa: F401, PLC0415 - entering them needs this table first

    return tuple(RULES[number] for number in sorted(RULES))
