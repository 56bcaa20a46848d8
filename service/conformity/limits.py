"""Giới hạn của quy định — the decree's numbers as a dated table, with what measuring may miss.

Sizes (pt) and articles of each element are those of `service.domain.looks`; here are the
ranges of page, spacing and rules, and the tolerance of each: what a printer or a hand-drawn
line may be off by without anyone seeing it.
"""

from dataclasses import dataclass
from datetime import date

from service.conformity.vocabulary import SINCE
from service.domain.looks import LOOKS

PL1 = "Phụ lục I, phần I, "


@dataclass(frozen=True, slots=True)
class Limit:
    """`low`–`high` in `unit`; `slack` is how far outside still counts as inside."""

    low: float
    high: float
    unit: str
    slack: float = 0.01
    since: date = SINCE

    def holds(self, amount: float) -> bool:
        return self.near(amount, 0.0)

    def near(self, amount: float, more: float) -> bool:
        """Whether an amount is inside, `more` being unknown about its measure."""
        slack = self.slack + more
        return self.low - slack <= amount <= self.high + slack

    @property
    def said(self) -> str:
        low, high = shown(self.low), shown(self.high)
        return f"{low} {self.unit}" if low == high else f"{low}–{high} {self.unit}"

    def nearest(self, amount: float) -> float:
        """The allowed value closest to `amount`."""
        return min(max(amount, self.low), self.high)


def shown(amount: float) -> str:
    """A number as a Vietnamese reader writes it: comma, no useless zeros."""
    return f"{amount:.2f}".rstrip("0").rstrip(".").replace(".", ",")


PAGE_WIDTH = Limit(210, 210, "mm", 1.0)
PAGE_HEIGHT = Limit(297, 297, "mm", 1.0)
MARGIN_TOP = Limit(20, 25, "mm", 0.3)
MARGIN_BOTTOM = Limit(20, 25, "mm", 0.3)
MARGIN_LEFT = Limit(30, 35, "mm", 0.3)
MARGIN_RIGHT = Limit(15, 20, "mm", 0.3)
FIRST_LINES = (10.0, 12.7)  # mm: 1 cm or 1,27 cm
FIRST_LINE_SLACK = 0.5  # mm
PARAGRAPH_GAP = Limit(6, 1000, "pt", 0.05)
LINE_SPACING = Limit(1.0, 1.5, "dòng", 0.01)
LETTER_SUBJECT_GAP = Limit(6, 6, "pt", 0.6)
MOTTO_RULE = Limit(1.0, 1.0, "lần dòng chữ", 0.12)
SHORT_RULE = Limit(1 / 3, 1 / 2, "lần dòng chữ", 0.02)
RAISED_SLACK = 0.07  # of the line: what is unknown about raised underscores
RULE_OFF_CENTRE = 6.0  # mm
CENTRE_SLACK = 2.0  # mm; twice as much where the paragraph is centred between its indents
STAMP_SLACK = 1.5  # mm
LEFT_EDGE_SLACK = 3.0  # mm


def size(look: str) -> Limit:
    """The sizes in pt that the decree allows for one element."""
    low, high = LOOKS[look].allowed
    return Limit(low, high, "pt")


NATIONAL_NAME = size("QuocHieu")
MOTTO = size("TieuNgu")
SUPERIOR = size("CoQuanChuQuan")
AGENCY = size("CoQuan")
NUMBER = size("SoKyHieu")
PLACE_DATE = size("DiaDanh")
KIND = size("TenLoai")
SUBJECT = size("TrichYeu")
LETTER_SUBJECT = size("TrichYeuCongVan")
BASES = size("CanCu")
BODY = size("NoiDung")
AUTHORITY = size("QuyenHan")
SIGNER = size("HoTen")
ADDRESSEES = size("KinhGui")
RECIPIENTS_LABEL = size("NoiNhan")
RECIPIENTS = size("NoiNhanDong")
DRAFTER = size("NguoiSoan")
ANNEX_LABEL = size("PhuLuc")
ANNEX_TITLE = size("TieuDePhuLuc")
ENCLOSED = size("KemTheo")
URGENCY = size("DauKhan")
CIRCULATION = size("DauKhan")
ADDRESS = size("DiaChi")
PAGE_NUMBER = size("SoTrang")
COPY_FORM = size("HinhThucSao")
E_STAMP = Limit(10, 10, "pt")
