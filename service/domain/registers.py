"""Mẫu sổ — the columns of the registers and what a bound volume says (NĐ 30/2020, Phụ lục IV).

The decree names the least that a register must hold, in this order. Widths are ours: millimetres
on A4 laid on its long side, 257 mm between the binding margin and the outer one.
"""

import hashlib
from dataclasses import dataclass
from datetime import date, datetime

from service.domain.numbering import padded

WIDTH_MM = 257.0


@dataclass(frozen=True, slots=True)
class Column:
    """Cột: its words in the decree and its width in mm; `centred` for numbers and days."""

    title: str
    width_mm: float
    centred: bool = False


@dataclass(frozen=True, slots=True)
class RegisterForm:
    """Mẫu sổ: `title` stands on the cover, `article` says where its columns are from."""

    code: str
    title: str
    article: str
    columns: tuple[Column, ...]


OUTGOING = RegisterForm(
    "outgoing",
    "Sổ đăng ký văn bản đi",
    "Phụ lục IV, mục I, NĐ 30/2020",
    (
        Column("Số, ký hiệu văn bản", 32),
        Column("Ngày tháng văn bản", 21, centred=True),
        Column("Tên loại và trích yếu nội dung văn bản", 56),
        Column("Người ký", 26),
        Column("Nơi nhận văn bản", 40),
        Column("Đơn vị, người nhận bản lưu", 19),
        Column("Số lượng bản", 12, centred=True),
        Column("Ngày chuyển", 21, centred=True),
        Column("Ký nhận", 13),
        Column("Ghi chú", 17),
    ),
)

COPIES = RegisterForm(
    "copies",
    "Sổ đăng ký bản sao",
    "Điều 25 và Phụ lục IV, mục I, NĐ 30/2020",
    OUTGOING.columns,
)

POST = RegisterForm(
    "post",
    "Sổ gửi văn bản đi bưu điện",
    "Phụ lục IV, mục III, NĐ 30/2020",
    (
        Column("Ngày chuyển", 26, centred=True),
        Column("Số, ký hiệu văn bản", 40),
        Column("Nơi nhận văn bản", 85),
        Column("Số lượng bì", 22, centred=True),
        Column("Ký nhận và dấu bưu điện", 50),
        Column("Ghi chú", 34),
    ),
)

COPY_USE = RegisterForm(
    "copy-use",
    "Sổ sử dụng bản lưu",
    "Phụ lục IV, mục IV, NĐ 30/2020",
    (
        Column("Ngày tháng", 21, centred=True),
        Column("Họ tên người sử dụng", 34),
        Column("Số, ký hiệu, ngày tháng văn bản", 34),
        Column("Tên loại và trích yếu nội dung văn bản", 58),
        Column("Số và ký hiệu HS", 20),
        Column("Ký nhận", 16),
        Column("Ngày trả", 21, centred=True),
        Column("Người cho phép sử dụng", 31),
        Column("Ghi chú", 22),
    ),
)

INCOMING = RegisterForm(
    "incoming",
    "Sổ đăng ký văn bản đến",
    "Phụ lục IV, mục VI, NĐ 30/2020",
    (
        Column("Ngày đến", 21, centred=True),
        Column("Số đến", 13, centred=True),
        Column("Tác giả", 33),
        Column("Số, ký hiệu văn bản", 29),
        Column("Ngày tháng văn bản", 21, centred=True),
        Column("Tên loại và trích yếu nội dung văn bản", 58),
        Column("Đơn vị hoặc người nhận", 31),
        Column("Ngày chuyển", 21, centred=True),
        Column("Ký nhận", 13),
        Column("Ghi chú", 17),
    ),
)

FOLLOWING = RegisterForm(
    "following",
    "Sổ theo dõi giải quyết văn bản đến",
    "Phụ lục IV, mục VIII, NĐ 30/2020",
    (
        Column("Số đến", 15, centred=True),
        Column("Tên loại, số, ký hiệu, ngày tháng và tên cơ quan, tổ chức ban hành văn bản", 80),
        Column("Đơn vị hoặc người nhận", 40),
        Column("Thời hạn giải quyết", 25, centred=True),
        Column("Tiến độ giải quyết", 37),
        Column("Số, ký hiệu văn bản trả lời", 35),
        Column("Ghi chú", 25),
    ),
)

FORMS = {form.code: form for form in (OUTGOING, COPIES, POST, COPY_USE, INCOMING, FOLLOWING)}


@dataclass(frozen=True, slots=True)
class VolumeChoice:
    """Chọn quyển: which register, year and days (both included) a volume holds; its number.

    `series_id` narrows a register of outgoing papers or copies to one of its series.
    """

    code: str
    year: int
    volume: int = 1
    series_id: int | None = None
    since: date | None = None
    until: date | None = None


@dataclass(frozen=True, slots=True)
class CopyUse:
    """Sử dụng bản lưu: one line of its register; `returned_on` is None while it is out."""

    id: int
    used_on: date
    user_name: str
    reference: str
    subject: str
    allowed_by: str
    file_code: str = ""
    note: str = ""
    returned_on: date | None = None

    @property
    def cells(self) -> tuple[str, ...]:
        """Nine texts in the order of the decree's columns."""
        back = f"{self.returned_on:%d/%m/%Y}" if self.returned_on else ""
        return (
            f"{self.used_on:%d/%m/%Y}",
            self.user_name,
            self.reference,
            self.subject,
            self.file_code,
            "",
            back,
            self.allowed_by,
            self.note,
        )


@dataclass(frozen=True, slots=True)
class StruckOut:
    """Số đã hủy: one line of the closing page's list."""

    reference: str
    day: date
    reason: str


@dataclass(frozen=True, slots=True)
class Volume:
    """Quyển sổ: everything that is printed and bound.

    `rows` hold one text per column; a line feed breaks a line. `totals` are (label, count) for the
    closing page; `chain` is the last hash of the register's chain, where it has one.
    """

    form: RegisterForm
    superior: str
    agency: str
    year: int
    volume: int
    first_day: date | None
    last_day: date | None
    first_number: int | None
    last_number: int | None
    rows: tuple[tuple[str, ...], ...]
    totals: tuple[tuple[str, int], ...]
    struck_out: tuple[StruckOut, ...]
    chain: str
    made_at: datetime

    def __post_init__(self) -> None:
        wrong = [row for row in self.rows if len(row) != len(self.form.columns)]
        if wrong:
            raise ValueError(f"a row of {self.form.code} has {len(wrong[0])} cells")

    @property
    def span(self) -> tuple[str, ...]:
        """What the cover says under the year: from–to days, from–to numbers, volume."""
        lines = []
        if self.first_day and self.last_day:
            lines.append(f"Từ ngày {self.first_day:%d/%m/%Y} đến ngày {self.last_day:%d/%m/%Y}")
        if self.first_number is not None and self.last_number is not None:
            lines.append(f"Từ số {padded(self.first_number)} đến số {padded(self.last_number)}")
        return (*lines, f"Quyển số: {self.volume:02d}")

    @property
    def foot(self) -> str:
        return f"{self.form.title}, năm {self.year}, quyển số {self.volume:02d}"

    def digest(self) -> str:
        """SHA-256 of the lines as they are printed: cells joined by tabs, lines ended by LF."""
        text = "".join("\t".join(row) + "\n" for row in self.rows)
        return hashlib.sha256(text.encode()).hexdigest()
