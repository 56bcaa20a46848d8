"""Cơ quan, đơn vị, người ký — the agency, its units and who signs for it (NĐ 30/2020, Điều 13)."""

import re
from dataclasses import dataclass
from enum import StrEnum

from service.domain.abbreviations import symbol_of
from service.domain.errors import Refused
from service.domain.tones import TonePlacement
from service.domain.vietnamese import clean_line

LONGEST_ORGAN_ID = 35
_ORGAN_ID = re.compile(r"\d{3}\.\d{2}\.\d{2}\.[A-Z]\d{2}|[A-Z]\d{2}(\.[A-Z0-9]{2,6}){0,7}")
"""QCVN 102:2016 (``000.00.00.H41``) and QĐ 20/2020/QĐ-TTg (``H41.12.34``)."""


class SigningCapacity(StrEnum):
    """Quyền hạn ghi trước chức vụ người ký (Phụ lục I, phần I, II.7.b)."""

    HEAD = ""
    ON_BEHALF = "TM."
    ACTING = "Q."
    FOR_HEAD = "KT."
    BY_ORDER = "TL."
    BY_DELEGATION = "TUQ."


class SizeProfile(StrEnum):
    """Cỡ chữ: sizes rise or fall together in one paper (footnote to the table of Phụ lục I)."""

    SMALL = "small"  # 12 / 13 / 13 pt, body 13 pt
    LARGE = "large"  # 13 / 14 / 14 pt, body 14 pt


@dataclass(frozen=True, slots=True)
class Unit:
    """Đơn vị thuộc cơ quan; `symbol` is what stands in ký hiệu and in "Lưu: VT, …"."""

    id: int
    name: str
    symbol: str
    active: bool = True


@dataclass(frozen=True, slots=True)
class SignatureBlock:
    """The lines over the signature and the name under it, written for one person and date.

    `authority` has one upper-case line per item, e.g. ``("KT. CHỦ TỊCH", "PHÓ CHỦ TỊCH")``.
    `remark` stands above the name (7b), e.g. the post in the agency of a council's chair.
    Any part may be empty: a blank name is printed as blank space.
    """

    authority: tuple[str, ...] = ()
    name: str = ""
    remark: str = ""


@dataclass(frozen=True, slots=True)
class Signatory:
    """Người ký: a person's post and the capacity in which the person signs.

    `body` is the collective or agency after TM. (``ỦY BAN NHÂN DÂN``); `head_post` the post
    of the head after KT., TL., TUQ. or Q. (``CHỦ TỊCH``); `post` the person's own post.
    `unit_head_post` is the post for which a unit's deputy signs under TL. (``CHÁNH VĂN PHÒNG``);
    `remark` stands over the name.
    """

    id: int
    name: str
    post: str
    capacity: SigningCapacity = SigningCapacity.HEAD
    body: str = ""
    head_post: str = ""
    person_id: int | None = None
    active: bool = True
    unit_head_post: str = ""
    remark: str = ""

    @property
    def block(self) -> SignatureBlock:
        lines: list[str] = []
        if self.body:
            lines.append(f"{SigningCapacity.ON_BEHALF} {self.body}")
        if self.capacity in (SigningCapacity.HEAD, SigningCapacity.ON_BEHALF):
            lines.append(self.post)
        elif self.capacity is SigningCapacity.ACTING:
            lines.append(f"{self.capacity} {self.head_post or self.post}")
        else:
            lines.append(f"{self.capacity} {self.head_post}")
            if self.unit_head_post:
                # The unit's deputy signs for the unit's head, who signs by order (Điều 13, k.4).
                lines.append(f"{SigningCapacity.FOR_HEAD} {self.unit_head_post}")
            lines.append(self.post)
        upper = tuple(line.upper() for line in lines if line)
        return SignatureBlock(upper, self.name, self.remark)


@dataclass(frozen=True, slots=True)
class Agency:
    """Cơ quan ban hành: what its letterhead, numbers and foot lines are made from.

    `name` holds the printed lines, upper case, one per line (``ỦY BAN NHÂN DÂN\\nXÃ HÒA BÌNH``);
    `full_name` the name as running text. `place` is the địa danh before the date.
    `national_name` is the agency's spelling of Quốc hiệu: the decree prints HÒA and HOÀ;
    `tone_placement` its spelling of all else. `organ_id` is its mã định danh (Phụ lục VI, OrganId),
    empty where it has none yet. `type_symbols` are its own abbreviations of tên loại.
    """

    name: str
    full_name: str
    place: str
    symbol: str
    superior: str = ""
    national_name: str = "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM"
    size_profile: SizeProfile = SizeProfile.LARGE
    address: str = ""
    phone: str = ""
    email: str = ""
    website: str = ""
    default_recipients: tuple[str, ...] = ()
    units: tuple[Unit, ...] = ()
    signatories: tuple[Signatory, ...] = ()
    tone_placement: TonePlacement = TonePlacement.AS_TYPED
    type_symbols: tuple[tuple[str, str], ...] = ()
    organ_id: str = ""

    def type_symbol(self, type_name: str) -> str:
        """What stands for a tên loại in ký hiệu: the agency's own, else the decree's."""
        own = dict(self.type_symbols)
        return own[type_name] if type_name in own else symbol_of(type_name)


def parse_organ_id(text: str) -> str:
    """Mã định danh in its one spelling, capitals without blanks; Refused (field ``organ_id``)."""
    code = "".join(clean_line(text).upper().split())
    if code and (len(code) > LONGEST_ORGAN_ID or not _ORGAN_ID.fullmatch(code)):
        raise Refused(
            "Mã định danh có dạng H41.12.34 hoặc 000.00.00.H41: chữ cái không dấu, chữ số, ngăn "
            f"bằng dấu chấm, dài nhất {LONGEST_ORGAN_ID} ký tự. Xem quyết định cấp mã của cơ quan.",
            field="organ_id",
        )
    return code
