"""Thẩm quyền ban hành và chỗ ký — a power of the head's own is signed with the post alone, one of
a collective with “TM.” (NĐ 30/2020, Điều 13, khoản 1 và 2; Phụ lục I, phần I, II.7.b)."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from enum import StrEnum

from service.domain.agency import Signatory
from service.domain.vietnamese import clean_line, fold

ARTICLES = "NĐ 30/2020, Điều 13; Phụ lục I, phần I, II.7.b"


class IssuingPower(StrEnum):
    """Whose will the paper is, by the words of its thẩm quyền ban hành."""

    HEAD = "head"  # thẩm quyền riêng của người đứng đầu
    COLLECTIVE = "collective"  # của tập thể, người đứng đầu ký thay mặt
    CERTIFIED = "certified"  # của Hội đồng nhân dân: chủ tọa kỳ họp ký chứng thực


@dataclass(frozen=True, slots=True)
class IssuerWords:
    """One row: how an issuing body is called, without accents, and whose power that is."""

    words: str
    power: IssuingPower


ISSUERS = (
    *(
        IssuerWords(words, IssuingPower.COLLECTIVE)
        for words in (
            *("uy ban nhan dan", "uy ban hanh chinh", "uy ban mat tran to quoc"),
            *("thuong truc hoi dong nhan dan", "thuong truc dang uy", "ban thuong vu"),
            *("ban chap hanh", "doan chu tich", "hoi dong quan tri", "hoi dong thanh vien"),
            *("hoi dong truong", "hoi dong dai hoc", "hoi dong quan ly"),
        )
    ),
    # Luật Tổ chức chính quyền địa phương: resolutions are certified by who chairs the session,
    # which offices write with “TM.” and without.
    IssuerWords("hoi dong nhan dan", IssuingPower.CERTIFIED),
    *(
        IssuerWords(words, IssuingPower.HEAD)
        for words in (
            *("chu tich", "bo truong", "giam doc", "tong giam doc", "cuc truong", "chi cuc truong"),
            *("tong cuc truong", "truong ban", "truong phong", "chanh van phong", "hieu truong"),
            *("vien truong", "chanh thanh tra", "tong thanh tra", "chu nhiem", "thong doc"),
            *("tu lenh", "chi huy truong", "thu tuong chinh phu", "tram truong", "hat truong"),
            *("tong kiem toan", "tong bien tap", "vu truong", "chanh an"),
        )
    ),
)
"""Tried in this order at the start of the line; a body that stands nowhere here is not judged."""

_ON_BEHALF = re.compile(r"t\s*/?\s*m\s*\.?\s+(.+)")


def issuing_power(issued_by: str) -> IssuingPower | None:
    """Whose power ``CHỦ TỊCH ỦY BAN NHÂN DÂN XÃ …`` is; None for words the table does not know."""
    row = _row(issued_by)
    return row.power if row else None


def misfit(issued_by: str, lines: Sequence[str]) -> str:
    """Why these lines over the name do not suit the issuing body; empty when they do.

    Lines that are not filled yet, and bodies that are not known, are not judged.
    """
    row, shown = _row(issued_by), clean_line(issued_by)
    if row is None or not lines:
        return ""
    on_behalf = _ON_BEHALF.match(fold(clean_line(lines[0])))
    if on_behalf is None:
        if row.power is not IssuingPower.COLLECTIVE:
            return ""
        return (
            f"Thẩm quyền ban hành là “{shown}”, một tập thể: chỗ ký phải ghi “TM.” và tên tập thể "
            f"trước chức vụ, không chỉ “{lines[0]}” ({ARTICLES})."
        )
    if row.power is IssuingPower.HEAD:
        return (
            f"Thẩm quyền ban hành là “{shown}”, quyền riêng của người đứng đầu: chỗ ký ghi chức "
            f"vụ, không ghi “{lines[0]}” ({ARTICLES})."
        )
    body = _row(on_behalf[1])
    if body is not None and body.words != row.words:
        return (
            f"Thẩm quyền ban hành là “{shown}”, chỗ ký lại thay mặt tập thể khác: “{lines[0]}” "
            f"({ARTICLES})."
        )
    return ""


def other_issuer(issued_by: str, signatories: Iterable[Signatory]) -> str:
    """The collective behind a head's post, or the head's post before a collective's name: what
    the line says when it was the wrong one. Empty where that cannot be told."""
    line = clean_line(issued_by)
    power = issuing_power(line)
    if power is IssuingPower.COLLECTIVE:
        posts = (one.head_post or one.post for one in signatories if one.active)
        post = next((post for post in posts if issuing_power(post) is IssuingPower.HEAD), "")
        return f"{post} {line}".upper() if post else ""
    if power is IssuingPower.HEAD:
        words = line.split()
        for place in range(1, len(words)):
            rest = " ".join(words[place:])
            if issuing_power(rest) is IssuingPower.COLLECTIVE:
                return rest
    return ""


def fitting_signatories(issued_by: str, signatories: Iterable[Signatory]) -> tuple[Signatory, ...]:
    """Those in office whose lines suit the issuing body, in the order of the agency's list."""
    return tuple(
        one for one in signatories if one.active and not misfit(issued_by, one.block.authority)
    )


_SHORT = {"ubnd": "uy ban nhan dan", "hdnd": "hoi dong nhan dan"}


def _row(name: str) -> IssuerWords | None:
    words = fold(clean_line(name))
    for short, whole in _SHORT.items():
        words = re.sub(rf"\b{short}\b", whole, words)
    return next((row for row in ISSUERS if re.match(rf"{row.words}\b", words)), None)
