"""Phần của tệp Word (section) — page set-up of the paper and of every part that follows it.

Phụ lục và văn bản kèm theo have pages of their own, counted from 1 (Phụ lục I, phần I, III.1.đ),
and show neither the marks nor the address of the paper's first page. A part may be a file of its
own (III.1.d): it is cut out of the paper as the template lays it out.
"""

import json
import re
from collections.abc import Mapping

from service.domain.looks import TEXT_WIDTH_MM, TURNED_WIDTH_MM
from service.domain.presentation import Section
from service.rendering.wordxml import END_STYLE, paragraph

_LAST_SECTION = re.compile(
    r"<w:sectPr\b(?:(?!<w:sectPr\b).)*</w:sectPr>(?=\s*</w:body>)", re.DOTALL
)
_MARK = re.compile(r"<!--section:(portrait|landscape)(?::([0-9a-f]+))?-->")
_MARKED = re.compile(f'<w:p><w:pPr><w:pStyle w:val="{END_STYLE}"/>{_MARK.pattern}</w:pPr></w:p>')
_OPENING = re.compile(r".*?<w:body\b[^>]*>", re.DOTALL)
_BLANK_STORIES = {"header": "rIdBlankHeader", "footer": "rIdBlankFooter"}
"""What the first page of a later part shows at its head and foot: nothing."""


def section_mark(section: Section) -> str:
    """The paragraph that ends a part; `sections` puts the part's page set-up into it.

    `section` describes the part that begins after it.
    """
    name = "landscape" if section.landscape else "portrait"
    told = json.dumps([section.apart, section.title]).encode().hex() if section.apart else ""
    mark = f"{name}:{told}" if told else name
    return paragraph(END_STYLE, properties=f"<!--section:{mark}-->")


def cut(document: str) -> tuple[str, list[tuple[Section, str]]]:
    """The paper without the parts that are files of their own, and each of those as a document."""
    marks = list(_MARKED.finditer(document))
    opening, last = _OPENING.match(document), _LAST_SECTION.search(document)
    if opening is None or last is None or not any(mark[2] for mark in marks):
        return document, []
    before, after = document[: opening.end()], document[last.start() :]
    ends = [*(mark.start() for mark in marks), last.start()]
    paper = document[: ends[0]]
    apart: list[tuple[Section, str]] = []
    for mark, end in zip(marks, ends[1:], strict=True):
        content = document[mark.end() : end]
        if mark[2]:
            name, title = json.loads(bytes.fromhex(mark[2]))
            section = Section(mark[1] == "landscape", name, title)
            apart.append((section, f"{before}{_ended(content)}{after}"))
        else:
            paper += mark.group(0) + content
    return f"{_ended(paper)}{after}", apart


def _ended(content: str) -> str:
    """Word wants a paragraph after a table at the end of a file."""
    return content + paragraph(END_STYLE) if content.rstrip().endswith("</w:tbl>") else content


def alone(document: str, section: Section) -> str:
    """The page set-up of a part that is a file of its own."""
    found = _LAST_SECTION.search(document)
    if not found:
        return document
    setup = _next_section(found.group(0), "landscape" if section.landscape else "portrait")
    return _LAST_SECTION.sub(lambda _: setup, document)


def sections(document: str, *, turned: bool = False) -> str:
    """Give every part its page set-up: the first the template's own, each next its variant.

    Word describes a part at its end, so each mark takes the set-up of the part before it and
    the last part's goes to the end of the file. `turned` lays the first part on its long side.
    """
    found = _LAST_SECTION.search(document)
    if not found:
        return document
    given = found.group(0)
    first = _turned(given) if turned else given
    if turned:
        document = _wider_grids(document)
    setups = [first, *(_next_section(given, name) for name, _ in _MARK.findall(document))]
    left = iter(setups)
    ended = _MARK.sub(lambda _: next(left), document)
    return _LAST_SECTION.sub(lambda _: setups[-1], ended)


_PAGE_SIZE = re.compile(r'<w:pgSz w:w="(\d+)" w:h="(\d+)"[^>]*/>')
_FIRST_STORY = re.compile(r'<w:(header|footer)Reference w:type="first" r:id="[^"]*"/>')


def _turned(setup: str) -> str:
    return _PAGE_SIZE.sub(r'<w:pgSz w:w="\2" w:h="\1" w:orient="landscape"/>', setup)


def _next_section(first: str, orientation: str) -> str:
    """The set-up of a part with pages of its own: counted from 1 again, maybe turned."""
    setup = re.sub(r"<w:pgNumType[^>]*/>", '<w:pgNumType w:start="1"/>', first)
    setup = _FIRST_STORY.sub(_blank_story, setup)
    return _turned(setup) if orientation == "landscape" else setup


def _blank_story(found: re.Match[str]) -> str:
    # Left out, it would be that of the part before.
    story = found.group(1)
    return f'<w:{story}Reference w:type="first" r:id="{_BLANK_STORIES[story]}"/>'


_GRID = re.compile(r"<w:tbl>(?=<w:tblPr>).*?</w:tbl>", re.DOTALL)
_WIDTH = re.compile(r'(<w:(?:tblW|gridCol|tcW) w:w=")(\d+)(")')


def _wider_grids(document: str) -> str:
    """The tables that only place things (they have no borders) as wide as a turned page."""

    def widened(found: re.Match[str]) -> str:
        grid = found.group(0)
        return grid if "<w:tblBorders>" in grid else _WIDTH.sub(_wider, grid)

    return _GRID.sub(widened, document)


def _wider(found: re.Match[str]) -> str:
    width = round(int(found.group(2)) * TURNED_WIDTH_MM / TEXT_WIDTH_MM)
    return f"{found.group(1)}{width}{found.group(3)}"


# Trang đầu của phần sau

_W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
_TYPE = "application/vnd.openxmlformats-officedocument.wordprocessingml"
_RELATION = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_TAGS = {"header": "hdr", "footer": "ftr"}


def with_blank_stories(parts: Mapping[str, bytes]) -> dict[str, bytes]:
    """The package with the blank head and foot that its document refers to."""
    made = dict(parts)
    document = made["word/document.xml"]
    for story, identity in _BLANK_STORIES.items():
        if f'"{identity}"'.encode() in document:
            _add_story(made, story, identity)
    return made


def _add_story(parts: dict[str, bytes], story: str, identity: str) -> None:
    tag, name = _TAGS[story], f"{story}_blank.xml"
    parts[f"word/{name}"] = (
        f'<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n<w:{tag} xmlns:w="{_W}">'
        f"{paragraph('SoTrang' if story == 'header' else END_STYLE)}</w:{tag}>"
    ).encode()
    relation = f'<Relationship Id="{identity}" Type="{_RELATION}/{story}" Target="{name}"/>'
    kind = f'<Override PartName="/word/{name}" ContentType="{_TYPE}.{story}+xml"/>'
    _insert(parts, "word/_rels/document.xml.rels", relation, "</Relationships>")
    _insert(parts, "[Content_Types].xml", kind, "</Types>")


def _insert(parts: dict[str, bytes], name: str, text: str, before: str) -> None:
    parts[name] = parts[name].replace(before.encode(), f"{text}{before}".encode(), 1)
