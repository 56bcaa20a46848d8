"""Đọc tệp Word — from the package to paragraphs with effective formats, in reading order."""

from collections.abc import Iterator

from service.conformity.drawings import Area, drawings_of
from service.conformity.formatting import NO_TABLE, Formatter, TableLayers
from service.conformity.lists import load_lists
from service.conformity.package import Package
from service.conformity.sections import read_sections
from service.conformity.story import Document, Frame, Paragraph, Run, Section
from service.conformity.styles import load_styles
from service.conformity.tables import CellPlace, place_cells
from service.conformity.wordml import MC, Element, local, number, on, value, w
from service.domain.errors import Refused

MAX_PARAGRAPHS = 60_000
MAX_NESTING = 12

_TRANSPARENT = frozenset(
    {"sdt", "sdtContent", "ins", "moveTo", "customXml", "smartTag", "hyperlink", "bdo", "dir"}
)
_KNOWN = frozenset({"wps", "wpg", "w14", "w15", "w16", "wp14", "a14", "w16se", "w16cid", "wp15"})


def read_document(package: Package) -> Document:
    """Read the whole file; raises Refused when it is damaged or beyond all measure."""
    root = package.xml(package.main)
    body = root.find(w("body")) if root is not None else None
    if root is None or body is None:
        raise Refused("Tệp không có nội dung văn bản Word. Hãy lưu lại dạng .docx rồi thử lại.")
    reader = Reader(package)
    reader.sections = read_sections(package, body, reader.read_part)
    reader.read_body(body)
    settings_name = package.related("settings")
    settings = package.xml(settings_name) if settings_name else None
    even = settings.find(w("evenAndOddHeaders")) if settings is not None else None
    tracked = any(True for _ in root.iter(w("ins"), w("del"), w("moveFrom"), w("moveTo")))
    return Document(
        paragraphs=reader.paragraphs,
        sections=reader.sections,
        drawings=[drawing for item in reader.paragraphs for drawing in item.drawings],
        even_and_odd=even is not None and on(even),
        pages_said=_pages_said(package),
        tracked=tracked,
        tables=reader.tables,
    )


def _pages_said(package: Package) -> int:
    """The page count Word noted when it last saved; 0 when it did not."""
    if "docProps/app.xml" not in package.entries:
        return 0
    root = package.xml("docProps/app.xml")
    for child in root if root is not None else ():
        if local(child) == "Pages":
            return int(number(child.text) or 0)
    return 0


class Reader:
    """Walks the stories of one file; holds the counters that reading needs."""

    def __init__(self, package: Package) -> None:
        styles = load_styles(package)
        self.formatter = Formatter(styles, load_lists(package))
        self.styles = styles
        self.sections: list[Section] = []
        self.paragraphs: list[Paragraph] = []
        self.tables: list[tuple[bool, bool]] = []
        self.section = 0
        self._index = 0
        self._boxes = 0

    def read_body(self, body: Element) -> None:
        frame = self._page_frame()
        self._container(body, frame, NO_TABLE, "body", self.paragraphs)

    def read_part(self, root: Element, story: str, width: float) -> tuple[Paragraph, ...]:
        """The paragraphs of a header or footer."""
        found: list[Paragraph] = []
        self._container(root, Frame(0.0, width), NO_TABLE, story, found)
        return tuple(found)

    def _page_frame(self) -> Frame:
        section = self.sections[min(self.section, len(self.sections) - 1)]
        return Frame(0.0, section.text_width)

    def _container(
        self,
        container: Element,
        frame: Frame,
        table: TableLayers,
        story: str,
        into: list[Paragraph],
    ) -> None:
        if frame.depth > MAX_NESTING:
            raise Refused("Bảng hoặc hộp chữ trong tệp lồng nhau quá sâu. Hãy làm đơn giản bố cục.")
        after_table = False
        for child in container:
            name = local(child)
            if name == "p":
                self._paragraph(child, frame, table, story, into, after_table=after_table)
                after_table = False
                if frame.table < 0 and frame.box < 0 and story == "body":
                    frame = self._next_section(child, frame)
            elif name == "tbl":
                self._table(child, frame, story, into)
                after_table = True
            elif name == "AlternateContent":
                for branch in _chosen(child):
                    self._container(branch, frame, table, story, into)
            elif name in _TRANSPARENT:
                self._container(child, frame, table, story, into)
                frame = self._page_frame() if _on_page(frame, story) else frame

    def _next_section(self, paragraph: Element, frame: Frame) -> Frame:
        if paragraph.find(f"{w('pPr')}/{w('sectPr')}") is None:
            return frame
        self.section += 1
        return self._page_frame()

    def _table(self, element: Element, frame: Frame, story: str, into: list[Paragraph]) -> None:
        number_ = len(self.tables)
        placed = place_cells(element, frame, self.styles, number_)
        self.tables.append((placed.bordered, placed.ruled_above))
        for place in placed.cells:
            self._cell(place, story, into)

    def _cell(self, place: CellPlace, story: str, into: list[Paragraph]) -> None:
        self._container(place.element, place.frame, place.layers, story, into)

    def _paragraph(
        self,
        element: Element,
        frame: Frame,
        table: TableLayers,
        story: str,
        into: list[Paragraph],
        *,
        after_table: bool,
    ) -> None:
        if self._index >= MAX_PARAGRAPHS:
            raise Refused("Tệp có quá nhiều đoạn văn để kiểm tra. Hãy tách tệp rồi thử lại.")
        form, numbering = self.formatter.paragraph(element.find(w("pPr")), table)
        paragraph = Paragraph(
            self._index, element, form, frame, self.section, story, table_before=after_table
        )
        self._index += 1
        if numbering is not None:
            paragraph.label = self.formatter.lists.label(*numbering)
        into.append(paragraph)
        _Inline(self, paragraph, table).read(element)
        paragraph.text = "".join(run.text for run in paragraph.runs if not run.mark)
        self._read_boxes(paragraph, story, into)

    def _read_boxes(self, paragraph: Paragraph, story: str, into: list[Paragraph]) -> None:
        for drawing in paragraph.drawings:
            drawing.paragraph = paragraph.index
            if drawing.content is not None:
                start = self._index
                inside = Frame(
                    drawing.left,
                    drawing.width,
                    cell=paragraph.frame.cell,
                    bordered=paragraph.frame.bordered,
                    box=self._boxes,
                    depth=paragraph.frame.depth + 1,
                )
                self._boxes += 1
                self._container(drawing.content, inside, NO_TABLE, story, into)
                drawing.inner = (start, self._index)

    def area(self, paragraph: Paragraph) -> Area:
        section = (
            self.sections[min(self.section, len(self.sections) - 1)] if self.sections else None
        )
        frame = paragraph.frame
        if section is None:
            return Area(frame.left, frame.width, frame.width, 30.0, frame.width + 50.0)
        return Area(
            frame.left,
            frame.width,
            section.text_width,
            section.left + section.gutter,
            section.width,
        )


def _on_page(frame: Frame, story: str) -> bool:
    return story == "body" and frame.table < 0 and frame.box < 0


def _chosen(element: Element) -> Iterator[Element]:
    """One branch of mc:AlternateContent: what Word shows, not both."""
    for choice in element.iterfind(f"{{{MC}}}Choice"):
        if set((choice.get("Requires") or "?").split()) <= _KNOWN:
            yield choice
            return
    yield from element.iterfind(f"{{{MC}}}Fallback")


class _Inline:
    """Reads the runs of one paragraph: text, fields, breaks and drawings."""

    def __init__(self, reader: Reader, paragraph: Paragraph, table: TableLayers) -> None:
        self.reader = reader
        self.paragraph = paragraph
        self.table = table
        self.area = reader.area(paragraph)
        self.instruction: list[str] = []
        self.fields: list[tuple[str, bool]] = []  # name, past its separator

    def read(self, element: Element) -> None:
        for child in element:
            name = local(child)
            if name == "r":
                self._run(child)
            elif name in _TRANSPARENT:
                self.read(child)
            elif name == "fldSimple":
                self._simple_field(child)
            elif name == "AlternateContent":
                for branch in _chosen(child):
                    self.read(branch)

    def _simple_field(self, element: Element) -> None:
        name = _field_name(element.get(w("instr"), ""))
        self.paragraph.fields.append(name)
        self.fields.append((name, True))
        before = len(self.paragraph.runs)
        self.read(element)
        if len(self.paragraph.runs) == before:
            self._append("1" if name == "PAGE" else "", element, None)
        self.fields.pop()

    def _run(self, element: Element) -> None:
        properties = element.find(w("rPr"))
        text: list[str] = []
        self._pieces(element, text, element, properties)
        if text:
            self._append("".join(text), element, properties)

    def _pieces(
        self, holder: Element, text: list[str], run: Element, properties: Element | None
    ) -> None:
        for child in holder:
            name = local(child)
            if name == "t":
                text.append("" if self._in_instruction() else child.text or "")
            elif name in _LITERALS:
                text.append(_LITERALS[name])
            elif name == "br":
                text.append("\f" if value(child, "type") in ("page", "column") else "\n")
            elif name == "fldChar":
                self._field_mark(child, text, run, properties)
            elif name == "AlternateContent":
                for branch in _chosen(child):
                    self._pieces(branch, text, run, properties)
            else:
                self._silent(child, name)

    def _silent(self, child: Element, name: str) -> None:
        """What a run holds besides text."""
        if name == "lastRenderedPageBreak":
            self.paragraph.rendered_break = True
        elif name == "instrText":
            self.instruction.append(child.text or "")
        elif name in ("drawing", "pict", "object"):
            self.paragraph.drawings.extend(drawings_of(child, self.area))

    def _in_instruction(self) -> bool:
        return any(not past for _, past in self.fields)

    def _field_mark(
        self, mark: Element, text: list[str], run: Element, properties: Element | None
    ) -> None:
        kind = value(mark, "fldCharType")
        if text:
            self._append("".join(text), run, properties)
            text.clear()
        if kind == "begin":
            self.fields.append(("", False))
            self.instruction = []
        elif kind == "separate" and self.fields:
            self.fields[-1] = (self._named(), True)
        elif kind == "end" and self.fields:
            _name, past = self.fields.pop()
            if not past and self._named() == "PAGE":
                # Never updated by Word: the number is there all the same.
                self.fields.append(("PAGE", True))
                self._append("1", run, properties)
                self.fields.pop()

    def _named(self) -> str:
        name = _field_name("".join(self.instruction))
        self.paragraph.fields.append(name)
        return name

    def _append(self, text: str, run: Element, properties: Element | None) -> None:
        form = self.reader.formatter.run(properties, self.paragraph.format.style, self.table)
        if form.hidden or not text:
            return
        name = next((name for name, _ in reversed(self.fields) if name), "")
        self.paragraph.runs.append(Run(text, form, run, name))


_LITERALS = {"tab": "\t", "ptab": "\t", "cr": "\n", "noBreakHyphen": "-", "sym": "•"}


def _field_name(instruction: str) -> str:
    words = instruction.split()
    return words[0].upper() if words else ""
