"""Tiếp nhận năm đang chạy — papers that got their numbers elsewhere, as the register takes them."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from itertools import pairwise

from service.domain.numbering import padded


@dataclass(frozen=True, slots=True)
class OutsidePaper:
    """Văn bản ban hành ở nơi khác: one line; `void_reason` makes it a number struck out there."""

    number: int
    notation: str
    dated: date
    subject: str
    kind_name: str = ""
    signer_name: str = ""
    recipients: tuple[str, ...] = ()
    void_reason: str = ""
    file_sha256: str | None = None


def wrong_order(papers: Iterable[OutsidePaper]) -> dict[int, list[str]]:
    """Position in the given list → what is wrong there: gaps, doubles, days that go back.

    The papers may come in any order; they are judged by number (Điều 15).
    """
    found: dict[int, list[str]] = {}
    ordered = sorted(enumerate(papers), key=lambda one: one[1].number)
    for (_, before), (place, paper) in pairwise(ordered):
        sentences = []
        if paper.number == before.number:
            sentences.append(f"Số {padded(paper.number)} có hai dòng; mỗi số chỉ ghi một lần.")
        elif paper.number != before.number + 1:
            sentences.append(
                f"Thiếu số {missing(before.number + 1, paper.number - 1)} trước số này; số đã bỏ "
                "thì thêm dòng và ghi lý do ở cột Hủy."
            )
        if paper.dated < before.dated:
            sentences.append(
                f"Ngày {paper.dated:%d/%m/%Y} sớm hơn ngày của số liền trước "
                f"({padded(before.number)}, ngày {before.dated:%d/%m/%Y})."
            )
        if sentences:
            found[place] = sentences
    return found


def missing(first: int, last: int) -> str:
    """``05`` or ``05 đến 08``."""
    return padded(first) if first == last else f"{padded(first)} đến {padded(last)}"
