"""Sổ gửi văn bản đi bưu điện — one line for each sending by post (NĐ 30/2020, Phụ lục IV, III)."""

from dataclasses import dataclass
from datetime import date

from service.domain.errors import Refused
from service.domain.vietnamese import clean_line

MOST_ENVELOPES = 999
MOST_LETTERS = 60


@dataclass(frozen=True, slots=True)
class PostLine:
    """Một lần gửi bưu điện: a paper to one recipient, in so many envelopes.

    `consignment` is the post office's number (số hiệu bưu gửi), empty until it is known;
    `received_on` and `received_by` what the recipient told.
    """

    dispatch_id: int
    document_id: int
    sent_on: date
    reference: str
    recipient: str
    envelopes: int
    consignment: str
    note: str
    received_on: date | None = None
    received_by: str = ""
    recalled_on: date | None = None

    @property
    def cells(self) -> tuple[str, ...]:
        """Six texts in the order of the decree's columns; the post signs and stamps by hand."""
        return (
            f"{self.sent_on:%d/%m/%Y}",
            self.reference,
            self.recipient,
            f"{self.envelopes:02d}",
            "",
            self.remarks,
        )

    @property
    def remarks(self) -> str:
        """Ghi chú: the consignment, what was noted, and what became of it."""
        received = f"Đã nhận {self.received_on:%d/%m/%Y}" if self.received_on else ""
        if received and self.received_by:
            received = f"{received}, {self.received_by}"
        parts = (
            f"Số hiệu {self.consignment}" if self.consignment else "",
            self.note,
            received,
            f"Đã thu hồi {self.recalled_on:%d/%m/%Y}" if self.recalled_on else "",
        )
        return "; ".join(part for part in parts if part)


@dataclass(frozen=True, slots=True)
class PostFilter:
    """Xem sổ: a year, days of sending (both included), and what is still open."""

    year: int
    since: date | None = None
    until: date | None = None
    open: str = ""


OPEN_NAMES = {
    "": "Mọi lần gửi",
    "consignment": "Chưa ghi số hiệu bưu gửi",
    "receipt": "Nơi nhận chưa báo đã nhận",
}
"""What a register can be narrowed to, besides its days and words."""


def consignment_number(text: str) -> str:
    """The number as the post writes it: upper case, single blanks. Refused when too long."""
    number = clean_line(text).upper()
    if len(number) > MOST_LETTERS:
        raise Refused(
            f"Số hiệu bưu gửi dài nhất {MOST_LETTERS} ký tự; chỉ ghi số trên biên nhận.",
            field="consignment",
        )
    return number
