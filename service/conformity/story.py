"""Bài viết trong tệp — paragraphs of body, tables, text boxes, headers and footers, in reading
order, each with its effective format and the column it stands in.
"""

from dataclasses import dataclass, field

from service.conformity.drawings import Drawing
from service.conformity.formatting import ParagraphFormat, RunFormat
from service.conformity.wordml import Element


@dataclass(frozen=True, slots=True)
class Frame:
    """Where a paragraph stands: the page, a table cell or a text box; mm from the text edge.

    `table` numbers tables in reading order (-1 outside any); `bordered` tells tables that
    hold data from those that only lay things out.
    """

    left: float
    width: float
    table: int = -1
    row: int = -1
    cell: int = -1
    bordered: bool = False
    box: int = -1
    depth: int = 0
    table_left: float = 0.0
    table_width: float = 0.0

    @property
    def centre(self) -> float:
        return self.left + self.width / 2

    @property
    def right(self) -> float:
        return self.left + self.width


@dataclass(slots=True, eq=False)
class Run:
    """Text of one format. Tabs are ``\\t``, line breaks ``\\n``, page breaks ``\\f``.

    `field` names the field whose result this is (``PAGE``).
    """

    text: str
    format: RunFormat
    element: Element
    field: str = ""

    @property
    def mark(self) -> bool:
        """A reference mark (a small raised figure) is no part of the words."""
        raised = self.format.raised is not None
        return raised and all(letter in "0123456789*() " for letter in self.text)


@dataclass(slots=True, eq=False)
class Paragraph:
    index: int
    element: Element
    format: ParagraphFormat
    frame: Frame
    section: int
    story: str  # body, header, footer
    label: str = ""
    runs: list[Run] = field(default_factory=list)
    drawings: list[Drawing] = field(default_factory=list)
    table_before: bool = False
    rendered_break: bool = False
    fields: list[str] = field(default_factory=list)
    text: str = ""
    page: int | None = None  # from 1; a Word file does not tell it

    @property
    def words(self) -> str:
        """The text with its list label, as a reader sees it."""
        return f"{self.label} {self.text}".strip() if self.label else self.text.strip()

    @property
    def centre(self) -> float:
        """The middle of the column this paragraph is set in, mm from the text's left edge."""
        left = self.frame.left + self.format.left
        right = self.frame.right - self.format.right
        return (left + right) / 2


@dataclass(frozen=True, slots=True)
class Section:
    """Page set-up in mm. `first` and `last` are indexes of its paragraphs (last exclusive)."""

    width: float
    height: float
    top: float
    bottom: float
    left: float
    right: float
    gutter: float
    header: float
    landscape: bool
    title_page: bool
    number_format: str
    number_start: int | None
    kind: str
    headers: dict[str, tuple[Paragraph, ...]]
    footers: dict[str, tuple[Paragraph, ...]]
    element: Element
    columns: int = 1

    @property
    def text_width(self) -> float:
        return self.width - self.left - self.right - self.gutter


@dataclass(slots=True)
class Document:
    """One Word file, read: what the box finder and the rules look at."""

    paragraphs: list[Paragraph]
    sections: list[Section]
    drawings: list[Drawing]
    even_and_odd: bool
    pages_said: int
    tracked: bool
    tables: list[tuple[bool, bool]] = field(default_factory=list)  # bordered, line on top
    source: str = "docx"  # or "pdf"
    filled_in: bool = False  # a PDF with stamps or form fields, which are not read

    def section_of(self, paragraph: Paragraph) -> Section:
        return self.sections[min(paragraph.section, len(self.sections) - 1)]
