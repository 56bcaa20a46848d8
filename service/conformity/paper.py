"""Văn bản đã nhận ra — a paper with its boxes (ô số) found: what the rules look at.

Boxes are those of NĐ 30/2020, Phụ lục I, phần I, mục IV. A file holds one or more parts: the
paper itself, texts issued with it, annexes, and the block of a copy.
"""

from dataclasses import dataclass, field
from enum import StrEnum

from service.conformity.drawings import Drawing
from service.conformity.lines import Line
from service.conformity.story import Document, Paragraph, Run
from service.conformity.vocabulary import NORMATIVE, KindWord


class Box(StrEnum):
    """Ô số, named; one box holds the lines found for it, in reading order."""

    NATIONAL_NAME = "Quốc hiệu"
    MOTTO = "Tiêu ngữ"
    SUPERIOR = "cơ quan chủ quản"
    AGENCY = "cơ quan ban hành"
    NUMBER = "số, ký hiệu"
    PLACE_DATE = "địa danh, thời gian"
    KIND = "tên loại"
    SUBJECT = "trích yếu"
    LETTER_SUBJECT = "trích yếu công văn"
    ADDRESSEES = "Kính gửi"
    AUTHORITY = "thẩm quyền ban hành"
    BASES = "căn cứ"
    OPERATIVE = "từ mở đầu nội dung"
    RECIPIENTS_LABEL = "Nơi nhận"
    RECIPIENTS = "danh sách nơi nhận"
    DRAFTER = "ký hiệu người soạn thảo"
    ADDRESS = "địa chỉ cơ quan"
    URGENCY = "dấu chỉ mức độ khẩn"
    CIRCULATION = "chỉ dẫn phạm vi lưu hành"
    E_STAMP = "thông tin chữ ký số"
    ANNEX_LABEL = "Phụ lục"
    ANNEX_TITLE = "tên phụ lục"
    ENCLOSED_WITH = "thông tin kèm theo"
    COPY_FORM = "hình thức sao"


class PartKind(StrEnum):
    MAIN = "văn bản"
    ATTACHED = "văn bản kèm theo"
    ANNEX = "phụ lục"
    COPY = "bản sao"


class Role(StrEnum):
    """What one paragraph of the content is."""

    TEXT = "lời văn"
    PART = "Phần"
    CHAPTER = "Chương"
    SECTION = "Mục"
    SUBSECTION = "Tiểu mục"
    TITLE = "tiêu đề"
    ARTICLE = "Điều"
    ROMAN = "mục La Mã"
    CLAUSE = "khoản"
    POINT = "điểm"
    DASH = "gạch đầu dòng"
    CENTRED = "dòng canh giữa"
    BASIS = "căn cứ"
    TABLE = "trong bảng"
    BLANK = "dòng trống"
    OTHER = "khác"


@dataclass(frozen=True, slots=True)
class RuleMark:
    """Đường kẻ: `how` is ``line``, ``underscores``, ``dashes``, ``border`` or ``underline``."""

    how: str
    length: float
    centre: float
    solid: bool
    paragraph: Paragraph


@dataclass(slots=True)
class Clause:
    """One paragraph of the content. `number` is its figure or letter as written."""

    paragraph: Paragraph
    line: Line
    role: Role
    number: str = ""


@dataclass(slots=True)
class Signature:
    """One signer: `authority` are lines 7a, `remark` other posts of 7b, `name` the last line."""

    authority: list[Line]
    remark: list[Line]
    name: Line | None
    column: str


@dataclass(slots=True)
class Part:
    kind: PartKind
    lines: list[Line]
    boxes: dict[Box, list[Line]] = field(default_factory=dict)
    marks: dict[Box, RuleMark] = field(default_factory=dict)
    clauses: list[Clause] = field(default_factory=list)
    signatures: list[Signature] = field(default_factory=list)
    kind_word: KindWord | None = None
    letter: bool = False
    drawings: list[Drawing] = field(default_factory=list)
    letterhead_end: int = 0
    body_start: int = 0
    closing: int = 0

    @property
    def normative(self) -> bool:
        """A normative act, laid out by another law; only what they share is measured."""
        kind = self.first(Box.KIND)
        return kind is not None and kind.folded in NORMATIVE

    def box(self, name: Box) -> list[Line]:
        return self.boxes.get(name, [])

    def first(self, name: Box) -> Line | None:
        lines = self.boxes.get(name)
        return lines[0] if lines else None

    def put(self, name: Box, line: Line) -> None:
        self.boxes.setdefault(name, []).append(line)

    @property
    def reference(self) -> Paragraph | None:
        """Where a finding about something missing is shown."""
        for line in self.lines:
            if line.text:
                return line.paragraph
        return self.lines[0].paragraph if self.lines else None


@dataclass(slots=True)
class Paper:
    document: Document
    parts: list[Part]
    text_width: float
    # Filled by the first rule that asks, for all that ask again.
    sentences: list[tuple[Clause | None, str, Paragraph]] = field(default_factory=list)
    written: list[tuple[Paragraph, Run]] = field(default_factory=list)

    @property
    def main(self) -> Part:
        return self.parts[0]

    def of_kind(self, *kinds: PartKind) -> list[Part]:
        return [part for part in self.parts if part.kind in kinds]
