"""Dữ liệu cá nhân — what is basic, sensitive or public, masks, and the guard of printed text.

Luật Bảo vệ dữ liệu cá nhân 91/2025/QH15; NĐ 356/2025/NĐ-CP. A typed identity number is basic data
in law but treated as sensitive here. Mẫu 12 prints neither it nor a home address.
"""

import hashlib
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from enum import StrEnum

from service.domain.errors import Refused
from service.domain.vietnamese import clean_line, fold


class PersonalTag(StrEnum):
    BASIC = "basic"
    SENSITIVE = "sensitive"
    PUBLIC = "public"


_B, _S, _P = PersonalTag.BASIC, PersonalTag.SENSITIVE, PersonalTag.PUBLIC

FIELD_TAGS: Mapping[str, PersonalTag] = {
    "provider_name": _P,
    "foreign_name": _P,
    "short_name": _P,
    "service_address": _P,
    "phone": _P,
    "email": _P,
    "website": _P,
    "rep_title": _P,
    "scope": _P,
    "modes": _P,
    "price": _P,
    "enterprise_code": _P,
    "commune": _P,
    "rep_name": _B,
    "home_address": _B,
    "birth_date": _B,
    "gender": _B,
    "id_no": _S,
    "id_date": _S,
    "id_place": _S,
    "establishment": _P,
    "again_reason": _P,
    "public_unit_kind": _P,
    "rooms": _P,
    "commitment": _P,
    "cv": _B,
    "staff.name": _B,
    "staff.birth_date": _B,
    "staff.gender": _B,
    "staff.id_no": _S,
    "staff.level": _B,
    "staff.profession": _B,
    "staff.licence_no": _B,
    "staff.licence_field": _B,
    "staff.trainings": _B,
    "staff.stages": _P,
    "staff.title": _P,
    "staff.is_head": _P,
    "staff.note": _B,
    "attachment.criminal_record": _S,
    "attachment.diplomas": _B,
    "attachment.cv": _B,
}
"""Every field that an application may hold; a field without a tag is not stored."""

PUBLIC_FIELDS = (
    "name",
    "representative_title",
    "service_address",
    "phone",
    "email",
    "scope",
    "modes",
    "price",
    "decision",
    "decided_on",
    "state",
)
"""What the public page and its JSON show of a provider, and nothing else."""

_NUMBER = re.compile(r"^(?:\d{12}|\d{9}|[A-Z]\d{7,8})$")
_MASK = "•"
MASK_SHOWN = 3
# Digits may stand in groups; a longer run of digits is no identity number.
_IN_TEXT = re.compile(
    r"(?<![\d/.-])(?:\d[ .-]?){11}\d(?![\d/-])|(?<![\d/.-])(?:\d[ .-]?){8}\d(?![\d/-])"
)
_MONEY = re.compile(r"\d{1,3}(?:\.\d{3})+(?=\s*(?:đồng|đ\b|VNĐ|VND))")
_ABROAD = re.compile(r"\+84[ .-]?(?:\d[ .-]?){9}")
_PASSPORT = re.compile(r"(?<![A-Z0-9/])[A-Z]\d{7}(?![\d/])")
_NAMED = re.compile(
    r"(?:cccd|cmnd|can cuoc|chung minh (?:nhan dan|thu)|ho chieu|dinh danh(?: ca nhan)?)"
    r"(?: cong dan)?(?: so)?[: ]{0,3}\w*\d{6,}"
)
_RECORD = re.compile(r"(?<!\w)(?:tien an|tien su|ly lich tu phap|an tich)(?!\w)")


@dataclass(frozen=True, slots=True)
class PrivacyNotice:
    """Thông báo xử lý dữ liệu cá nhân, shown before the first field; `version` is its SHA-256."""

    text: str

    @property
    def version(self) -> str:
        return hashlib.sha256(self.text.encode()).hexdigest()[:16]


NOTICE = PrivacyNotice(
    "Cơ quan dùng thông tin trong hồ sơ này chỉ để giải quyết đề nghị công bố đủ điều kiện cung "
    "cấp dịch vụ cai nghiện, theo nhiệm vụ luật giao (Luật Bảo vệ dữ liệu cá nhân số "
    "91/2025/QH15, Điều 19). Số định danh được mã hóa, che khi hiển thị và không in trong quyết "
    "định. Khi được công bố, chỉ tên, chức danh người đại diện, địa chỉ cung cấp dịch vụ, điện "
    "thoại, thư điện tử, phạm vi, loại hình, giá và quyết định được đăng. Người nộp có quyền xem, "
    "sửa, khiếu nại và đề nghị xóa theo luật; khi kê khai thay người khác, người nộp đã báo cho "
    "người ấy biết."
)

RETENTION_DAYS: Mapping[str, int] = {
    "draft": 90,
    "declined": 365,
    "cancelled": 365,
    "removed_attachment": 30,
}
"""Days after the last change until data are deleted; decided cases follow archive law."""


def normal_id(text: str) -> str:
    """The number without blanks, dots and dashes; Refused (field ``id_no``) when it is none.

    12 digits (căn cước), 9 (chứng minh nhân dân) or a passport: a letter and 7 or 8 digits. The
    sentence never repeats what was typed.
    """
    bare = re.sub(r"[\s.\-]", "", clean_line(text)).upper()
    if _NUMBER.match(bare):
        return bare
    digits = sum(letter.isdigit() for letter in bare)
    raise Refused(
        f"Số giấy tờ có {digits} chữ số, không đúng: căn cước có 12 chữ số, chứng minh nhân dân "
        "có 9 chữ số, hộ chiếu gồm một chữ cái và 7 hoặc 8 chữ số.",
        "id_no",
    )


def masked(number: str) -> str:
    """``•••••••••456``: the last three letters stay. An empty text stays empty."""
    if len(number) <= MASK_SHOWN:
        return _MASK * len(number)
    return _MASK * (len(number) - MASK_SHOWN) + number[-MASK_SHOWN:]


def is_masked(text: str) -> bool:
    """Whether a form sent the mask back, unchanged."""
    return _MASK in text


def identity_numbers_in(text: str) -> bool:
    """Whether a text holds what reads like an identity number; telephone numbers are none."""
    flat = _ABROAD.sub(" ", _MONEY.sub(" ", clean_line(text)))
    if _PASSPORT.search(flat) or _NAMED.search(fold(flat)):
        return True
    for found in _IN_TEXT.finditer(flat):
        # A false alarm costs a second look, a number let through a person's privacy.
        before = fold(flat[max(0, found.start() - 24) : found.start()])
        if not re.search(r"(?:dien thoai|fax|hotline|ma so doanh nghiep|ma so thue)\W*$", before):
            return True
    return False


def without_identity_numbers(
    text: str,
    *,
    birth_dates: Iterable[str] = (),
    addresses: Iterable[str] = (),
    numbers: Iterable[str] = (),
) -> str:
    """`text` itself when it may be published; Refused with what must be taken out.

    `birth_dates` and `addresses` (homes) are those of the case; `numbers` its own identity
    numbers, which may be hidden among other digits. The sentence repeats none of them.
    """
    digits = re.sub(r"\D", "", text)
    if identity_numbers_in(text) or any(one and one in digits for one in numbers):
        raise Refused(
            "Văn bản công bố có số định danh (căn cước, chứng minh nhân dân hoặc hộ chiếu). Hãy bỏ "
            "số này: mẫu quyết định không in số giấy tờ của cá nhân."
        )
    folded = fold(clean_line(text))
    if any(_holds_date(folded, one) for one in birth_dates):
        raise Refused("Văn bản công bố có ngày sinh của cá nhân. Hãy bỏ ngày sinh.")
    if any(len(one.strip()) > 5 and fold(clean_line(one)) in folded for one in addresses):
        raise Refused("Văn bản công bố có địa chỉ nhà riêng. Hãy chỉ ghi địa chỉ cung cấp dịch vụ.")
    if _RECORD.search(folded):
        raise Refused(
            "Văn bản công bố nhắc tới tiền án, tiền sự hoặc lý lịch tư pháp. Hãy bỏ nội dung này."
        )
    return text


def _holds_date(folded: str, birth_date: str) -> bool:
    parts = re.findall(r"\d+", birth_date)
    if len(parts) != 3:
        return False
    day, month, year = (int(one) for one in parts)
    figures = rf"(?<!\d)0?{day}\s*[/.-]\s*0?{month}\s*[/.-]\s*{year}(?!\d)"
    words = rf"ngay 0?{day} thang 0?{month} nam {year}(?!\d)"
    return re.search(f"{figures}|{words}", folded) is not None
