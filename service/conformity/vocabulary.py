"""Từ ngữ của nghề văn thư — the words the box finder knows, as dated tables.

`fold`ed: no accents, no case, đ = d. Kinds: NĐ 30/2020, Điều 7 and Phụ lục III, mục I.
"""

import re
from dataclasses import dataclass
from datetime import date

SINCE = date(2020, 3, 5)  # the decree's first day in force
NATIONAL_NAME = "cong hoa xa hoi chu nghia viet nam"
NATIONAL_NAMES = ("CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM", "CỘNG HOÀ XÃ HỘI CHỦ NGHĨA VIỆT NAM")
MOTTO = "Độc lập - Tự do - Hạnh phúc"


@dataclass(frozen=True, slots=True)
class KindWord:
    """One named kind: its word, symbol, and which boxes its form has (Phụ lục III, mục II)."""

    name: str
    symbol: str
    subject: bool = True
    place_date: bool = True
    addressees: bool = False
    bases: bool = False
    since: date = SINCE


KIND_WORDS = (
    KindWord("nghi quyet", "NQ", bases=True),
    KindWord("quyet dinh", "QĐ", bases=True),
    KindWord("chi thi", "CT"),
    KindWord("quy che", "QC"),
    KindWord("quy dinh", "QyĐ"),
    KindWord("thong cao", "TC"),
    KindWord("thong bao", "TB"),
    KindWord("huong dan", "HD"),
    KindWord("chuong trinh", "CTr"),
    KindWord("ke hoach", "KH"),
    KindWord("phuong an", "PA"),
    KindWord("de an", "ĐA"),
    KindWord("du an", "DA"),
    KindWord("bao cao", "BC", addressees=True),
    KindWord("bien ban", "BB", place_date=False),
    KindWord("to trinh", "TTr", addressees=True),
    KindWord("hop dong", "HĐ", subject=False, addressees=True),
    KindWord("cong dien", "CĐ"),
    KindWord("ban ghi nho", "BGN"),
    KindWord("ban thoa thuan", "BTT"),
    KindWord("giay uy quyen", "GUQ"),
    KindWord("giay moi", "GM", addressees=True),
    KindWord("giay gioi thieu", "GGT", subject=False, addressees=True),
    KindWord("giay nghi phep", "GNP", subject=False),
    KindWord("phieu gui", "PG", subject=False, addressees=True),
    KindWord("phieu chuyen", "PC", subject=False, addressees=True),
    KindWord("phieu bao", "PB", subject=False, addressees=True),
    KindWord("thu cong", "", subject=False, addressees=True),
)
KIND_BY_WORD = {kind.name: kind for kind in KIND_WORDS}
SYMBOLS = frozenset(kind.symbol for kind in KIND_WORDS if kind.symbol)
# Normative acts are laid out by another law; the year belongs to their numbers.
NORMATIVE = frozenset(
    {"nghi dinh", "thong tu", "thong tu lien tich", "luat", "bo luat", "phap lenh", "lenh"}
)
COPY_SYMBOLS = {"sao y": "SY", "sao luc": "SL", "trich sao": "TrS"}
MIXED_CASE_SYMBOLS = frozenset({"QyĐ", "CTr", "TTr", "TrS"})

URGENCY_SIZES = {  # mm, width × height: Phụ lục I, phần I, III.2.b
    "hoa toc": (30.0, 8.0),
    "thuong khan": (40.0, 8.0),
    "khan": (20.0, 8.0),
}
URGENCY = re.compile(r"(hoa toc|thuong khan|khan)\b.{0,30}")
CIRCULATION = ("luu hanh noi bo", "xem xong tra lai", "tai lieu thu hoi")

# What a body of the state is called by: the first words of an agency's own full name.
BODY_WORDS = re.compile(
    r"(uy ban nhan dan|ubnd|hoi dong nhan dan|hdnd|uy ban|bo |so |cuc |vu |tong cuc|chi cuc|"
    r"phong |ban |van phong|thanh tra|trung tam|truong |benh vien|vien |hoc vien|hoi |hoi dong|"
    r"cong an|cong ty|tap doan|tong cong ty|toa an|vien kiem sat|kho bac|ngan hang|bao hiem|"
    r"dang uy|tinh uy|mat tran|lien doan|doan |quy |ten c|chinh phu|quoc hoi|dai hoc|"
    r"chu tich|hat |tram |doi |bao |dai |to |ban quan ly|chi nhanh|van phong)"
)
# An issuing body of this name alone is not yet named: the place follows on the next line.
NEEDS_PLACE = re.compile(r"(uy ban nhan dan|hoi dong nhan dan|ubnd|hdnd|cong an|toa an nhan dan)")
PLACE_WORDS = re.compile(r"(tinh|thanh pho|tp\.?|huyen|quan|thi xa|xa|phuong|thi tran|dac khu) ")
AGENCY_SHORT = re.compile(r"\b(UBND|HĐND|TP\.|TT\.|BQL|MTTQ|VP|THPT|THCS|TNHH)(?!\w)")

CAPACITY = re.compile(
    r"(t\s*[./]\s*m|k\s*[./]\s*t|t\s*[./]\s*l|t\s*[./]?\s*u\s*[./]?\s*q|tm|kt|tl|q)\b"
)
HEAD_POSTS = (
    *("chu tich", "tong giam doc", "giam doc", "bo truong", "cuc truong", "tong cuc truong"),
    *("vu truong", "chi cuc truong", "truong phong", "hieu truong", "vien truong", "truong ban"),
    *("chanh van phong", "chanh thanh tra", "tong thanh tra", "chu nhiem", "thong doc"),
    *("bi thu", "doi truong", "to truong", "thu tuong", "truong cong an", "hat truong"),
    *("tram truong", "truong doan", "tong bien tap", "chanh an", "truong khoa", "truong tram"),
)
DEPUTY_POSTS = ("pho ", "thu truong", "ky thuat vien pho")
OTHER_SIGNERS = ("thu ky", "chu toa", "chu tri", "nguoi lap", "dai dien", "quyen han, chuc vu")
BASIS_WORDS = ("can cu", "xet ", "theo de nghi", "thuc hien ", "tren co so", "sau khi")
OPERATIVE = re.compile(r"(quyet dinh|quyet nghi|chi thi|quy dinh|thong bao)\s*:")
CONTACT = re.compile(r"(dia chi|dien thoai|\bdt\b|e-?mail|thu dien tu|website|trang thong tin|fax)")
E_STAMP = re.compile(r"(so\s*:|sao y|sao luc|trich sao).*;.*(\d{1,2}|ngay)\s*/\s*(\d{1,2}|thang)")
E_STAMP_FORM = re.compile(r".*;.*ngay/thang/nam;")
