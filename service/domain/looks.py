"""Mẫu chữ của từng thành phần thể thức — NĐ 30/2020, Phụ lục I, phần I (table of section V).

One row per paragraph style of our Word templates. Sizes in pt, lengths in mm, gaps in pt.
`small` and `large` are the sizes in the two profiles: in one paper all rise or fall together.
"""

from dataclasses import dataclass
from typing import Literal

from service.domain.agency import SizeProfile
from service.domain.typeface import Face

Align = Literal["left", "center", "both"]

PAGE_MM = (210, 297)  # A4, I.1
MARGIN_TOP_MM = 20  # 20–25, I.3
MARGIN_BOTTOM_MM = 20  # 20–25
MARGIN_LEFT_MM = 30  # 30–35
MARGIN_RIGHT_MM = 15  # 15–20
PAGE_NUMBER_TOP_MM = 10  # inside the top margin, I.7
TEXT_WIDTH_MM = PAGE_MM[0] - MARGIN_LEFT_MM - MARGIN_RIGHT_MM
TURNED_WIDTH_MM = PAGE_MM[1] - MARGIN_LEFT_MM - MARGIN_RIGHT_MM
"""Of a page laid on its long side: the margins stay where they are on the sheet."""
FIRST_LINE_MM = 12.7  # 1 or 1,27 cm, II.6.e
PARAGRAPH_GAP_PT = 6  # at least 6 pt
BODY_SPACING = 1.1  # single to 1,5 lines

HEAD_LEFT_MM = 65
HEAD_RIGHT_MM = TEXT_WIDTH_MM - HEAD_LEFT_MM
FOOT_LEFT_MM = 75
FOOT_RIGHT_MM = TEXT_WIDTH_MM - FOOT_LEFT_MM
ADDRESSEE_MM = 35  # where "Kính gửi:" starts when several follow (Mẫu 1.5)
ADDRESSEE_LEAST_MM = 15  # and how far left it may move for a long name
DISPATCHED_MM = 45  # where the list of a công điện starts (Mẫu 1.6)
TITLE_SIDE_MM = 15  # the subject under a tên loại is set narrower than the text


@dataclass(frozen=True, slots=True)
class Look:
    """One paragraph style. `article` is where the decree says so."""

    id: str
    name: str
    small: int
    large: int
    allowed: tuple[int, int]
    article: str
    bold: bool = False
    italic: bool = False
    caps: bool = False
    align: Align = "left"
    before_pt: float = 0
    after_pt: float = 0
    first_line_mm: float = 0
    left_mm: float = 0
    right_mm: float = 0
    hanging_mm: float = 0
    spacing: float = 1.0
    keep_next: bool = False
    close: bool = False
    """No gap between paragraphs of this style."""

    @property
    def face(self) -> Face:
        if self.bold:
            return Face.BOLD
        return Face.ITALIC if self.italic else Face.REGULAR

    def size(self, profile: SizeProfile) -> int:
        return self.small if profile is SizeProfile.SMALL else self.large


def _body(id_: str, name: str, article: str, **changes: object) -> Look:
    settings: dict[str, object] = {
        "align": "both",
        "first_line_mm": FIRST_LINE_MM,
        "after_pt": PARAGRAPH_GAP_PT,
        "spacing": BODY_SPACING,
    }
    return Look(id_, name, 13, 14, (13, 14), article, **(settings | changes))  # type: ignore[arg-type]


def _heading(id_: str, name: str, article: str, **changes: object) -> Look:
    settings: dict[str, object] = {
        "align": "center", "first_line_mm": 0, "bold": True, "keep_next": True
    }  # fmt: skip
    return _body(id_, name, article, **(settings | changes))


LOOKS = {
    look.id: look
    for look in (
        Look("QuocHieu", "Quốc hiệu", 12, 13, (12, 13), "II.1.a", bold=True, align="center"),
        Look("TieuNgu", "Tiêu ngữ", 13, 14, (13, 14), "II.1.b", bold=True, align="center"),
        Look("CoQuanChuQuan", "Tên cơ quan chủ quản", 12, 13, (12, 13), "II.2.b", align="center"),
        Look(
            "CoQuan", "Tên cơ quan ban hành", 12, 13, (12, 13), "II.2.b", bold=True,
            align="center",
        ),
        Look("SoKyHieu", "Số, ký hiệu", 13, 13, (13, 13), "II.3.c", align="center", before_pt=6),
        Look(
            "DiaDanh", "Địa danh, thời gian", 13, 14, (13, 14), "II.4.c", italic=True,
            align="center", before_pt=6,
        ),
        Look(
            "TrichYeuCongVan", "Trích yếu công văn", 12, 13, (12, 13), "II.5.b", align="center",
            before_pt=6, right_mm=2,
        ),
        Look(
            "TenLoai", "Tên loại văn bản", 13, 14, (13, 14), "II.5.b", bold=True, align="center",
            before_pt=18, keep_next=True,
        ),
        Look(
            "TrichYeu", "Trích yếu", 13, 14, (13, 14), "II.5.b", bold=True, align="center",
            left_mm=TITLE_SIDE_MM, right_mm=TITLE_SIDE_MM, keep_next=True,
        ),
        Look(
            "KinhGui", "Kính gửi một nơi", 13, 14, (13, 14), "II.9.d", align="center",
            before_pt=18, after_pt=12, left_mm=15, right_mm=15, keep_next=True,
        ),
        Look(
            "KinhGuiNhieuNoi", "Kính gửi nhiều nơi", 13, 14, (13, 14), "II.9.d", before_pt=18,
            left_mm=ADDRESSEE_MM, keep_next=True,
        ),
        Look("KinhGuiDong", "Nơi được kính gửi", 13, 14, (13, 14), "II.9.d", left_mm=55,
             hanging_mm=3, after_pt=12, close=True),
        Look(
            "LoiDan", "Lời dẫn canh giữa", 13, 14, (13, 14), "Mẫu 1.6, 1.8", align="center",
            before_pt=12, after_pt=6, keep_next=True,
        ),
        Look("NhanDien", "Nơi nhận điện", 13, 14, (13, 14), "Mẫu 1.6", before_pt=6, left_mm=3,
             hanging_mm=3),
        Look(
            "ThamQuyen", "Thẩm quyền ban hành", 13, 14, (13, 14), "Mẫu 1.2", bold=True,
            align="center", before_pt=12, after_pt=12, keep_next=True,
        ),
        _body("CanCu", "Căn cứ", "II.6.a", italic=True),
        Look(
            "QuyetDinh", "Quyết định:", 13, 14, (13, 14), "Mẫu 1.2", bold=True, align="center",
            before_pt=6, after_pt=12, keep_next=True,
        ),
        _body("NoiDung", "Nội dung", "II.6.e"),
        _heading("Phan", "Phần, Chương", "II.6.đ", before_pt=6, after_pt=0),
        _heading("TieuDePhan", "Tiêu đề phần, chương", "II.6.đ", caps=True),
        _heading("Muc", "Mục, Tiểu mục", "II.6.đ", before_pt=6, after_pt=0),
        _heading("TieuDeMuc", "Tiêu đề mục", "II.6.đ", caps=True),
        _heading(
            "DeMuc", "Đề mục La Mã", "V.6.b", align="both", caps=True,
            first_line_mm=FIRST_LINE_MM, before_pt=6,
        ),
        _body("Dieu", "Điều", "II.6.đ"),
        _body("Khoan", "Khoản", "II.6.đ"),
        _body("Diem", "Điểm", "II.6.đ"),
        _body("GachDauDong", "Gạch đầu dòng", "II.6.e"),
        _body("CongDauDong", "Cộng đầu dòng", "II.6.e"),
        # Rows of the foot do not break; paragraphs that keep with the next would keep rows so.
        Look("NoiNhan", "Nơi nhận", 12, 12, (12, 12), "II.9.d", bold=True, italic=True),
        Look("NoiNhanDong", "Nơi nhận từng dòng", 11, 11, (11, 11), "II.9.d", left_mm=2.5,
             hanging_mm=2.5),
        Look("NguoiSoan", "Ký hiệu người soạn thảo", 11, 11, (11, 11), "III.3", before_pt=6),
        Look(
            "QuyenHan", "Quyền hạn, chức vụ người ký", 13, 14, (13, 14), "II.7.đ", bold=True,
            align="center",
        ),
        Look("ChoKy", "Chỗ ký", 13, 14, (13, 14), "II.7.đ", align="center", before_pt=2,
             after_pt=2),
        Look("ChucVuKhac", "Chức vụ ghi trên họ tên", 13, 14, (13, 14), "II.7.đ", bold=True,
             align="center"),
        Look("HoTen", "Họ và tên người ký", 13, 14, (13, 14), "II.7.đ", bold=True, align="center"),
        Look("XacNhan", "Xác nhận nơi nghỉ phép", 11, 12, (11, 12), "Mẫu 1.10", italic=True,
             align="center", before_pt=6),
        Look("PhuLuc", "Phụ lục", 14, 14, (14, 14), "III.1.b", bold=True, align="center",
             keep_next=True),
        Look(
            "TieuDePhuLuc", "Tiêu đề phụ lục", 13, 14, (13, 14), "III.1.b", bold=True, caps=True,
            align="center", left_mm=TITLE_SIDE_MM, right_mm=TITLE_SIDE_MM, keep_next=True,
        ),
        Look("KemTheo", "Kèm theo văn bản", 13, 14, (13, 14), "III.1.c", italic=True,
             align="center", keep_next=True),
        Look("DauKhan", "Dấu chỉ mức độ khẩn", 13, 14, (13, 14), "III.2.b", bold=True,
             align="center"),
        Look("DauLuuHanh", "Chỉ dẫn phạm vi lưu hành", 13, 14, (13, 14), "III.2.c", bold=True,
             align="center"),
        Look("DiaChi", "Địa chỉ cơ quan", 11, 12, (11, 12), "III.4", align="center"),
        Look("SoTrang", "Số trang", 13, 14, (13, 14), "I.7", align="center"),
        Look("HinhThucSao", "Hình thức sao", 13, 14, (13, 14), "Phần II, II.2", bold=True,
             align="center"),
        Look("OBang", "Ô bảng", 13, 13, (13, 14), "II.6.e", before_pt=1, after_pt=1),
        Look("OBangGiua", "Ô bảng, canh giữa", 13, 13, (13, 14), "II.6.e", before_pt=1,
             after_pt=1, align="center"),
        Look("OBangDau", "Dòng đầu bảng", 13, 13, (13, 14), "II.6.e", bold=True, before_pt=1,
             after_pt=1, align="center", keep_next=True),
    )
}  # fmt: skip
"""Every text-bearing paragraph style, by its id in Word."""


def sizes(profile: SizeProfile) -> dict[str, float]:
    """Style id → size in pt for one profile."""
    return {look.id: look.size(profile) for look in LOOKS.values()}
