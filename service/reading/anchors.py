"""Mốc nhận dạng — the fixed words of the decree's layout by which the parts of a paper are found.

All patterns here meet folded text (no accents, small letters), so that hòa or hoà, a slip of an
OCR layer or a lost tone does not lose the paper.
"""

import re

from service.domain.citations import KIND_NAMES
from service.domain.vietnamese import fold
from service.reading.rows import Row

NATION = re.compile(r"cong hoa xa hoi chu nghia|^dang cong san viet nam$")
NATION_REST = re.compile(r"^(?:chu nghia )?(?:viet )?nam$")
MOTTO = re.compile(r"^doc lap\b.*(?:tu do|hanh phuc)")
NUMBER_LINE = re.compile(
    r"^(?:luat |lenh )?so\s*[:.]?\s*(?:[\d.…_ ]*[/-]|[\d.…_]*$)|^(?:so|luat so)\s*:"
)
LETTER_SUBJECT = re.compile(r"^(?:v\s?/\s?v|ve viec)\b")
DATE_LINE = re.compile(r"\bngay\b.{0,16}\bthang\b.{0,16}(?:\bnam\b|$)")
TELEGRAPHED = re.compile(r"^.{3,90}\bdien\s*:$")
ADDRESSED = re.compile(r"^kinh (?:gui|trinh|chuyen)\b")
RECIPIENTS = re.compile(r"^noi nhan\s*[:.]?")
FILED = re.compile(r"^[-–•*+]?\s*luu\s*[:;.]?\s*(?:vt|vp|tc|hs|.{0,12}\bvt\b|van thu)")
LIST_MARK = re.compile(r"^(?:[-–—•·*+]|\(?\d{1,2}[.)])\s*")
END_OF_TEXT = re.compile(r"\./\.?\s*$")
BODY_START = re.compile(
    r"^(?:can cu|theo de nghi|xet de nghi|xet |thuc hien |kinh gui|kinh trinh|de |nham |ngay \d|"
    r"trong |phan |chuong |muc |dieu \d|[ivx]+\. |\d+\. |- |de nghi )"
)
POWER = re.compile(
    r"^(?:chu tich|uy ban nhan dan|hoi dong|giam doc|tong giam doc|bo truong|thu tuong|truong |"
    r"cuc truong|chi cuc truong|tong cuc truong|hieu truong|vien truong|chanh |ban (?!hanh|bo)|"
    r"ubnd|chinh phu|uy ban thuong vu|chu nhiem|tong kiem toan|thu truong|quoc hoi|bi thu)"
)
COPY_FORMS = {
    "sao y": "Sao y",
    "sao y ban chinh": "Sao y",
    "sao luc": "Sao lục",
    "trich sao": "Trích sao",
    "ban sao y": "Sao y",
    "ban sao luc": "Sao lục",
    "ban trich sao": "Trích sao",
}
URGENCY = {
    "hoa toc": "Hỏa tốc",
    "thuong khan": "Thượng khẩn",
    "khan": "Khẩn",
    "hoa toc hen gio": "Hỏa tốc",
}
SECRECY = {"mat": "Mật", "toi mat": "Tối mật", "tuyet mat": "Tuyệt mật"}
CIRCULATION = {
    "luu hanh noi bo": "Lưu hành nội bộ",
    "xem xong tra lai": "Xem xong trả lại",
    "tai lieu thu hoi": "Tài liệu thu hồi",
}
ANNEX = re.compile(r"^phu luc(?:\s+(?:so\s*)?[\divx]+)?\s*[:.]?$")
ATTACHED = re.compile(r"^\(?\s*(?:ban hanh )?kem theo\b")
RULE_ONLY = re.compile(r"^[\s_.…*=—–-]*$")

_MORE_HEADINGS = ("Nghị định", "Thông tư", "Luật", "Pháp lệnh", "Lệnh", "Kết luận", "Thông tri")
HEADINGS = {
    fold(name): name
    for name in (*KIND_NAMES.values(), *_MORE_HEADINGS, "Giấy ủy quyền", "Thư mời", "Công văn")
} | {"bien ban hop": "Biên bản", "giay moi hop": "Giấy mời"}
_COPY_KINDS = {"sao y", "sao luc", "trich sao"}

CAPACITY = re.compile(r"^(?:(?:tm|kt|tl|tuq|q)\s*\.|t/m|k/t|t/l)\s*", re.IGNORECASE)
POST_WORDS = re.compile(
    r"(?:^|\. ?)(?:pho )?(?:tong )?(?:chu tich|giam doc|truong|chanh|bo truong|thu truong|"
    r"cuc truong|hieu truong|vien truong|bi thu|thu tuong|chi huy|chu nhiem|vu truong|"
    r"truong phong|thu ky|chu toa|doi truong|tram truong|pho truong|pho chanh|quyen|"
    r"kiem tra vien|tong kiem toan|uy vien|thanh tra|dai dien|nguoi lap|ke toan|"
    r"chi cuc truong|pho chi cuc|pho vien|pho cuc)"
)


def bare(folded: str) -> str:
    """Folded text without the marks around it: ``"sao luc"`` from ``- SAO LỤC.``"""
    return folded.strip(" .:;*()[]{}-–—_\"'")


def heading_of(row: Row) -> str:
    """Tên loại when the row is a heading such as ``QUYẾT ĐỊNH``; else an empty string."""
    if not row.is_upper or len(row.words) > 9:
        return ""
    text = bare(row.folded)
    if text in _COPY_KINDS:
        return ""
    if text in HEADINGS:
        return HEADINGS[text]
    words = text.split()
    for count in (4, 3, 2):
        name = " ".join(words[:count])
        # "KẾ HOẠCH TRIỂN KHAI …": the subject goes on in the same line and hand.
        if name in HEADINGS and len(words) > count and not row.text.rstrip().endswith(":"):
            return HEADINGS[name]
    return ""


def is_order(row: Row) -> bool:
    """``QUYẾT ĐỊNH:`` and ``QUYẾT NGHỊ:`` open the articles; they are no heading."""
    return row.is_upper and row.text.rstrip().endswith(":")


def one_of(row: Row, names: dict[str, str]) -> str:
    """The name that the whole row is, such as an urgency; else an empty string."""
    return names.get(bare(row.folded), "") if len(row.words) <= 5 else ""
