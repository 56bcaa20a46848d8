"""Sau khi phát hành — sending out, correcting, replacing and recalling (NĐ 30/2020, Điều 17, 18).

Which mistake is mended how is the decree's to say: one of content by a paper of equal form, one
of form, technique or procedure by an official letter.
"""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum

from service.domain.errors import Refused
from service.domain.vietnamese import date_in_words, fold

CORRECTING_KIND = "official_letter"
"""Đính chính bằng công văn (Điều 18 khoản 2); a recall is told by one as well."""


class Relation(StrEnum):
    """What a later paper is to an earlier one of the office."""

    CORRECTS = "corrects"
    AMENDS = "amends"
    REPLACES = "replaces"
    RECALLS = "recalls"


RELATION_NAMES: Mapping[Relation, str] = {
    Relation.CORRECTS: "Đính chính",
    Relation.AMENDS: "Sửa đổi",
    Relation.REPLACES: "Thay thế",
    Relation.RECALLS: "Thu hồi",
}

BACKWARD_NAMES: Mapping[Relation, str] = {
    Relation.CORRECTS: "Được đính chính bởi",
    Relation.AMENDS: "Được sửa đổi bởi",
    Relation.REPLACES: "Được thay thế bởi",
    Relation.RECALLS: "Bị thu hồi bởi",
}


class Mistake(StrEnum):
    CONTENT = "content"
    FORM = "form"


MISTAKE_NAMES: Mapping[Mistake, str] = {
    Mistake.FORM: "Thể thức, kỹ thuật trình bày hoặc thủ tục ban hành",
    Mistake.CONTENT: "Nội dung",
}

_MENDED: Mapping[Mistake, tuple[tuple[Relation, ...], str]] = {
    Mistake.CONTENT: (
        (Relation.AMENDS, Relation.REPLACES),
        (
            "Sai sót về nội dung phải được sửa đổi, thay thế bằng văn bản có hình thức tương đương "
            "(Điều 18 khoản 1)."
        ),
    ),
    Mistake.FORM: (
        (Relation.CORRECTS,),
        (
            "Sai sót về thể thức, kỹ thuật trình bày, thủ tục ban hành phải được đính chính bằng "
            "công văn (Điều 18 khoản 2)."
        ),
    ),
}


class DispatchWay(StrEnum):
    AXIS = "axis"
    SYSTEM = "system"
    EMAIL = "email"
    POST = "post"
    HAND = "hand"


WAY_NAMES: Mapping[DispatchWay, str] = {
    DispatchWay.AXIS: "Trục liên thông văn bản",
    DispatchWay.SYSTEM: "Hệ thống của cơ quan",
    DispatchWay.EMAIL: "Thư điện tử công vụ",
    DispatchWay.POST: "Bưu điện",
    DispatchWay.HAND: "Giao trực tiếp",
}

PAPER_WAYS = (DispatchWay.POST, DispatchWay.HAND)
"""Ways that carry paper: who has got one sends it back when it is recalled; others delete it."""


@dataclass(frozen=True, slots=True)
class Dispatch:
    """One sending of an issued paper to one recipient, and what came back of it."""

    id: int
    document_id: int
    recipient: str
    way: DispatchWay
    copies: int
    sent_on: date
    note: str
    sent_by: str
    received_on: date | None = None
    received_by: str = ""
    given_back_on: date | None = None
    """After a recall: the day the paper came back, or was said to be deleted."""
    consignment: str = ""
    """By post: the post office's number (số hiệu bưu gửi), where it was noted."""


@dataclass(frozen=True, slots=True)
class Recall:
    """Thu hồi: the paper stays as it is, struck out; `order` says who decided it."""

    document_id: int
    reason: str
    order: str
    recalled_by: str
    recalled_at: datetime


@dataclass(frozen=True, slots=True)
class Correction:
    """One place of a paper: what it says and what it shall say."""

    place: str
    wrong: str
    right: str


@dataclass(frozen=True, slots=True)
class IssuedPaper:
    """What a later paper says of an earlier one: ``Quyết định``, ``05/QĐ-UBND``, its day."""

    type_name: str
    reference: str
    issued_on: date
    subject: str
    addressees: tuple[str, ...]
    recipients: tuple[str, ...]

    @property
    def called(self) -> str:
        """``Quyết định số 05/QĐ-UBND ngày 08 tháng 01 năm 2021`` (Phụ lục I, II.6)."""
        return f"{self.type_name} số {self.reference} {date_in_words(self.issued_on)}"


_ABOUT = re.compile(r"(?:V/v|Về việc|(?P<plain>Về))\s+", re.IGNORECASE)


def require_mending(mistake: Mistake, relation: Relation) -> None:
    """Refused (field ``mistake``) when Điều 18 has that mistake mended in another way."""
    relations, sentence = _MENDED[mistake]
    if relation not in relations:
        raise Refused(sentence, field="mistake")


def correction_subject(paper: IssuedPaper) -> str:
    return f"đính chính {paper.called}"


def correction_body(
    paper: IssuedPaper, agency: str, corrections: Sequence[Correction], *, reason: str = ""
) -> str:
    """Text of the letter that corrects: what stood there and what is to be read, place by place."""
    because = f" Do {reason.rstrip('.')}," if reason else " Do sơ suất trong quá trình ban hành,"
    opening = (
        f"{_day(paper.issued_on)}, {agency} đã ban hành {paper.type_name} số {paper.reference} "
        f"{_about(paper.subject)}.{because} {agency} đính chính như sau:"
    )
    lines = [
        f"{place}. {one.place}: đã ghi “{one.wrong}”, nay đính chính là “{one.right}”."
        for place, one in enumerate(corrections, start=1)
    ]
    closing = (
        f"Các nội dung khác của {paper.type_name} số {paper.reference} không thay đổi. "
        f"{agency} thông báo để các cơ quan, tổ chức, cá nhân có liên quan biết, thực hiện."
    )
    return "\n".join([opening, *lines, closing])


def recall_subject(paper: IssuedPaper) -> str:
    return f"thu hồi {paper.called}"


def recall_body(paper: IssuedPaper, agency: str, reason: str) -> str:
    """Text of the letter that tells of a recall, with what each receiver has to do (Điều 18)."""
    return "\n".join(
        [
            (
                f"{_day(paper.issued_on)}, {agency} đã ban hành {paper.type_name} số "
                f"{paper.reference} {_about(paper.subject)}."
            ),
            f"Nay {agency} thu hồi văn bản nêu trên. Lý do: {reason.rstrip('.')}.",
            (
                "Cơ quan, tổ chức, cá nhân đã nhận bản giấy gửi lại văn bản cho "
                f"{agency}; đã nhận bản điện tử hủy bỏ văn bản trên Hệ thống và thông báo qua Hệ "
                "thống để bên gửi biết."
            ),
        ]
    )


def receivers(paper: IssuedPaper) -> tuple[str, ...]:
    """Whom a paper went to: addressees and Nơi nhận, without “Như trên” and the file copy."""
    named = [*paper.addressees, *paper.recipients]
    kept = (name.strip(" ;.-/") for name in named if not _is_no_receiver(name))
    return tuple(dict.fromkeys(name for name in kept if name))


def _is_no_receiver(name: str) -> bool:
    return fold(name).strip().startswith(("nhu tren", "nhu dieu", "luu"))


def _day(day: date) -> str:
    words = date_in_words(day)
    return words[0].upper() + words[1:]


def _about(subject: str) -> str:
    """``về việc công bố …``: the subject as a sentence goes on with it."""
    text = subject.strip().rstrip(".")
    if found := _ABOUT.match(text):
        return f"{'về' if found['plain'] else 'về việc'} {text[found.end() :]}"
    return f"về việc {text[:1].lower()}{text[1:]}"
