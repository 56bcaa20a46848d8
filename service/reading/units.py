"""Đơn vị được giao việc — names of units at the beginning of a sentence, and whom they mean."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

from service.domain.vietnamese import fold

# First words of the name of a body or of its head; the name goes on from there.
_HEADS = (
    *("Công an", "Ban Chỉ huy", "Ban chỉ huy", "Bộ Chỉ huy", "Phòng", "Sở", "Ban", "Trung tâm"),
    *("UBND", "Ủy ban", "Uỷ ban", "HĐND", "Hội đồng", "Văn phòng", "Chi cục", "Cục", "Tổng cục"),
    *("Vụ", "Bộ", "Đài", "Báo", "Hội", "Liên đoàn", "Mặt trận", "MTTQ", "Đoàn", "Trạm", "Trường"),
    *("Bệnh viện", "Tòa án", "Toà án", "Viện", "Thanh tra", "Chủ tịch", "Phó Chủ tịch"),
    *("Thủ trưởng", "Giám đốc", "Chánh", "Trưởng", "Bảo hiểm", "Kho bạc", "Ngân hàng"),
    *("Chi nhánh", "Cơ quan", "Đơn vị", "Tổ", "Công ty", "Hợp tác xã", "Đảng ủy", "Bí thư"),
    *("Bộ phận", "Công chức", "Cán bộ", "Hiệu trưởng", "Thuế", "Đội", "Quân sự", "Kế toán"),
    *("Các", "Hội Nông dân", "Huyện", "Tỉnh", "Thường trực", "Thành viên", "Ông", "Bà"),
)
_AFTER_THE = (
    r"(?:sở|ban|ngành|phòng|cơ quan|đơn vị|xã|phường|huyện|địa phương|trường|thôn|tổ chức|"
    r"thành viên|đồng chí|hội|đoàn thể|bộ|doanh nghiệp|thị trấn|thành phố|trạm|UBND|Sở|Phòng|Ban)"
)
# "Tổ chức", "Ban hành", "Phòng ngừa" begin like a unit and are none.
_NO_UNIT = (
    r"(?!Tổ chức|Ban hành|Ban bố|Phòng,|Phòng (?:ngừa|chống|trừ|tránh)|Hội (?:nghị|thảo|họp|nhập)|"
    r"Bộ (?:máy|tiêu chí|chỉ số|thủ tục)|Trường hợp|Báo cáo|Đội ngũ|Cục diện|Viện dẫn|Sở hữu|"
    r"Vụ (?:việc|án)|Trưởng thành|Đoàn kết|Thuế suất|Đài thọ|Tổ quốc|Đơn vị tính|Báo động)"
)
_HEAD = (
    _NO_UNIT
    + "(?:"
    + "|".join(
        rf"Các\s+{_AFTER_THE}" if head == "Các" else re.escape(head)
        for head in sorted(_HEADS, key=len, reverse=True)
    )
    + r")(?!\w)"
)
_VERBS = (
    *("tiếp tục", "phối hợp", "chủ trì", "chủ động", "tổ chức", "thực hiện", "nghiên cứu"),
    *("thành lập", "tăng cường", "xây dựng", "rà soát", "báo cáo", "có trách nhiệm"),
    *("chịu trách nhiệm", "tham mưu", "hướng dẫn", "chỉ đạo", "căn cứ", "triển khai", "kiểm tra"),
    *("đề xuất", "bố trí", "đẩy mạnh", "khẩn trương", "lập", "gửi", "cử", "theo dõi", "đôn đốc"),
    *(
        "có nhiệm vụ",
        "tổng hợp",
        "hoàn thành",
        "tập trung",
        "nâng cao",
        "quán triệt",
        "đảm bảo",
        "bảo đảm",
    ),
    *("cung cấp", "thông báo", "tuyên truyền", "công khai", "cân đối", "thẩm định", "trình"),
    *("theo chức năng", "trên cơ sở", "làm đầu mối", "là cơ quan", "giúp", "quan tâm", "vận động"),
    *("thường xuyên", "ban hành", "hỗ trợ", "cập nhật"),
    *("kịp thời", "đưa", "thông tin đến", "xử lý", "giải quyết", "quản lý", "sử dụng", "tạo"),
    *("huy động", "phát huy", "kiện toàn", "bám sát", "mở", "đăng ký", "nộp", "chấn chỉnh"),
    *("khắc phục", "giám sát", "tiếp nhận", "chuẩn bị", "tham gia", "nghiêm túc", "lồng ghép"),
    *("nghiệm thu", "góp ý", "cho ý kiến", "thống kê", "phê duyệt", "tiến hành", "duy trì"),
    *(
        "tạm dừng",
        "chấp hành",
        "thi hành",
        "xem xét",
        "trả lời",
        "có kế hoạch",
        "phải",
        "cần",
        "sớm",
    ),
)
_VERB = "(?:" + "|".join(sorted(map(re.escape, _VERBS), key=len, reverse=True)) + r")(?!\w)"
# "Ban chỉ đạo", "Ban quản lý", "các tổ chức": there the verb is part of the name.
_NOT_NAME = r"(?<!\bBan )(?<!\bban )(?<!\bTổ )(?<!\bbộ )(?<!\b[Cc]ác )"
_UNIT = re.compile(
    rf"(?P<unit>{_HEAD}[^.;:()“”\n]{{0,220}}?)(?:\s*:|\s*\(|,?\s+{_NOT_NAME}(?={_VERB}))"
)
_LONE = re.compile(rf"^(?P<unit>{_HEAD}[^.;:()“”\n]{{0,160}})\s*:?$")
_ORDERED = re.compile(
    r"(?:[Gg]iao|[Đđ]ề nghị|[Yy]êu cầu|[Pp]hân công|[Uu]ỷ quyền cho|[Uu]ỷ quyền|[Đđ]ề nghị các)\s+"
    rf"(?P<unit>(?:[Cc]ác\s+{_AFTER_THE}|{_HEAD})[^.;:()“”\n]{{0,160}}?)"
    rf"(?:\s*:|,?\s+{_NOT_NAME}(?={_VERB}))"
)
# "Văn phòng HĐND và UBND" is one office.
_SPLIT = re.compile(rf"(?:\s*[,;]|(?<!Hội đồng nhân dân)(?<!HĐND)\s+và)\s+(?={_HEAD})|\s*[;]\s*")


_GIVES_ORDERS = re.compile(r"(?<!\w)(?:đề nghị|yêu cầu|giao|phân công|kính đề nghị)(?!\w)")


@dataclass(frozen=True, slots=True)
class NamedUnits:
    """Units named in a text: their span and their names, as the addressees write them."""

    start: int
    end: int
    names: tuple[str, ...]
    known: bool
    """Whether at least one is among the addressees."""
    lone: bool = False
    """A heading: the line says nothing else, what is to be done follows."""


def leading_units(text: str, addressees: Sequence[str]) -> NamedUnits | None:
    """The units that a sentence begins with: ``Công an huyện tiếp tục …``."""
    lone = _LONE.match(text)
    found = _UNIT.match(text) or lone
    if found is None or _GIVES_ORDERS.search(found["unit"]):
        return None  # "Sở Y tế đề nghị …" speaks, it is not told
    return replace(_named(found, addressees), lone=found is lone or text.rstrip().endswith(":"))


def ordered_units(text: str, addressees: Sequence[str]) -> NamedUnits | None:
    """The units after "Giao …", "Đề nghị …", "Yêu cầu …" in the first such sentence."""
    found = _ORDERED.search(text)
    return _named(found, addressees) if found else None


def _named(found: re.Match[str], addressees: Sequence[str]) -> NamedUnits:
    raw = found["unit"].strip(" ,")
    names = [name.strip(" ,") for name in _SPLIT.split(raw) if name and name.strip(" ,")]
    matched = [_as_addressed(name, addressees) for name in names]
    full = tuple(dict.fromkeys(match or name for name, match in zip(names, matched, strict=True)))
    start, _ = found.span("unit")
    return NamedUnits(start, start + len(raw), full, any(matched))


def _as_addressed(name: str, addressees: Sequence[str]) -> str:
    """The addressee of that name; a name may be cut short (``Phòng Y tế`` for ``… huyện``)."""
    key = _key(name)
    exact = [one for one in addressees if _key(one) == key]
    # "Chủ tịch UBND các xã" is addressed, "UBND các xã" is told what to do.
    exact += [one for one in addressees if re.sub(_HEAD_OF, "", _key(one)) == key]
    if exact:
        return exact[0]
    longer = [one for one in addressees if _key(one).startswith(f"{key} ")]
    if len(longer) == 1:
        return longer[0]
    shorter = [one for one in addressees if key.startswith(f"{_key(one)} ")]
    return shorter[0] if len(shorter) == 1 else ""


_HEAD_OF = r"^(?:chu tich|thu truong|giam doc|truong|chanh)\s+(?=ubnd|hdnd|cac|so|phong|ban|van)"


def _key(name: str) -> str:
    words = re.sub(r"[^\w\s]", " ", fold(name)).split()
    text = " ".join(words)
    return text.replace("uy ban nhan dan", "ubnd").replace("hoi dong nhan dan", "hdnd")
