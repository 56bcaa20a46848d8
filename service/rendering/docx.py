"""Điền mẫu Word — template and answers to a Word file; the only caller of docxtpl.

Answers are data: autoescaped, never read as template code (a sandbox runs the template, and a
name that nobody gave is an error, not a blank). Values such as `Body`, `Rule`, `Stamp` and
`Section` become Word XML. The same template and context give the same bytes.
"""

import io
import re
import zipfile
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import lru_cache, partial
from typing import Any

from docxtpl import DocxTemplate
from jinja2 import StrictUndefined, TemplateError, meta
from jinja2 import Template as CompiledTemplate
from jinja2.sandbox import SandboxedEnvironment
from lxml import etree
from markupsafe import Markup

from service.domain.body import Body
from service.domain.errors import RenderingFault
from service.domain.looks import TEXT_WIDTH_MM, TURNED_WIDTH_MM
from service.domain.marks import Stamp
from service.domain.presentation import Rule, Section, Styling
from service.rendering.wordsections import (
    alone,
    cut,
    section_mark,
    sections,
    with_blank_stories,
)
from service.rendering.wordstyles import styled
from service.rendering.wordxml import body_xml, literal, rule_xml, stamp_xml

_WRITTEN = re.compile(r"word/(?:document|header\d*|footer\d*|footnotes)\.xml|docProps/core\.xml")
_DOCUMENT = "word/document.xml"
_CORE = "docProps/core.xml"
_STYLES = "word/styles.xml"
_EPOCH = (1980, 1, 1, 0, 0, 0)  # the oldest moment a zip can say: bytes must not tell the time
_EMPTY_CELL = re.compile(r"</w:tcPr>\s*</w:tc>")
_LINE_BREAK = '</w:t><w:br/><w:t xml:space="preserve">'

STYLING = "styling"
"""The one context name that no template asks for: what this paper changes in the styles."""


@dataclass(frozen=True, slots=True)
class _Compiled:
    parts: dict[str, CompiledTemplate]
    fixed: dict[str, bytes]
    names: frozenset[str]


@dataclass(frozen=True, slots=True)
class Apart:
    """A part of the paper that is a file of its own; `section` names it."""

    section: Section
    word: bytes


@dataclass(frozen=True, slots=True)
class Filled:
    """The paper's Word file, and those of its parts that stand apart, in printed order."""

    paper: bytes
    apart: tuple[Apart, ...] = ()


def fill(template: bytes, context: Mapping[str, Any]) -> bytes:
    """The Word file of `template` with `context` written in, as far as it is one file.

    Raises RenderingFault (permanent) naming the part of the file and what is wrong in it.
    """
    return fill_all(template, context).paper


def fill_all(template: bytes, context: Mapping[str, Any]) -> Filled:
    """The same, with the parts that are files of their own (`Section.apart`)."""
    compiled = _compiled(template)
    styling = context.get(STYLING)
    turned = isinstance(styling, Styling) and styling.turned
    draw = partial(_as_xml, drawn=_TURNED if turned else _DRAWN)
    values = {name: draw(value) for name, value in context.items() if name != STYLING}
    written = {name: _rendered(name, part, values) for name, part in compiled.parts.items()}
    paper, parts = cut(written.pop(_DOCUMENT))
    fixed = dict(compiled.fixed)
    if isinstance(styling, Styling):
        fixed[_STYLES] = _styles(fixed[_STYLES], styling)
    whole = _file(fixed, written | {_DOCUMENT: sections(paper, turned=turned)})
    apart = []
    for section, document in parts:
        own = written | {_DOCUMENT: alone(document, section)}
        if core := compiled.parts.get(_CORE):
            own[_CORE] = _rendered(_CORE, core, values | {"title": section.title})
        apart.append(Apart(section, _file(fixed, own)))
    return Filled(whole, tuple(apart))


def _file(fixed: Mapping[str, bytes], written: Mapping[str, str]) -> bytes:
    parts = {**fixed, **{name: _proved(name, xml) for name, xml in written.items()}}
    return _packed(with_blank_stories(parts))


def names_asked(template: bytes) -> frozenset[str]:
    """Every context name that the template asks for."""
    return _compiled(template).names


def _finished(value: Any) -> Any:
    """What a placeholder prints: text literally, its line ends as line breaks."""
    if isinstance(value, str) and not isinstance(value, Markup):
        return Markup(literal(value).replace("\n", _LINE_BREAK))
    if value is None:
        return ""
    return value


_environment = SandboxedEnvironment(
    autoescape=True, undefined=StrictUndefined, finalize=_finished, keep_trailing_newline=True
)


@lru_cache(maxsize=32)
def _compiled(template: bytes) -> _Compiled:
    try:
        with zipfile.ZipFile(io.BytesIO(template)) as package:
            files = {name: package.read(name) for name in package.namelist()}
    except (zipfile.BadZipFile, KeyError, OSError, RuntimeError) as error:
        raise _fault("tệp mẫu", "không phải là tệp Word") from error
    patch = DocxTemplate(None).patch_xml
    parts: dict[str, CompiledTemplate] = {}
    names: set[str] = set()
    for name in [name for name in files if _WRITTEN.fullmatch(name)]:
        source = patch(files[name].decode("utf-8"))
        try:
            names |= meta.find_undeclared_variables(_environment.parse(source))
            parts[name] = _environment.from_string(source)
        except TemplateError as error:
            raise _fault(name, str(error)) from error
        del files[name]
    return _Compiled(parts, files, frozenset(names))


_Drawing = Mapping[type, Callable[[Any], str]]
_DRAWN: _Drawing = {
    Body: body_xml,
    Rule: rule_xml,
    Stamp: partial(stamp_xml, column_mm=TEXT_WIDTH_MM),
    Section: section_mark,
}
_TURNED: _Drawing = {**_DRAWN, Stamp: partial(stamp_xml, column_mm=TURNED_WIDTH_MM)}


def is_drawn(value: Any) -> bool:
    """Whether a context value becomes Word XML, for which a template writes ``{{p name }}``."""
    return type(value) in _DRAWN


def is_filled_part(name: str) -> bool:
    """Whether placeholders are replaced in this part of a Word file."""
    return _WRITTEN.fullmatch(name) is not None


def _as_xml(value: Any, drawn: _Drawing) -> Any:
    """Domain values as Word XML, at any depth; `wordxml` escapes every text in them."""
    if draw := drawn.get(type(value)):
        return Markup(draw(value))
    if isinstance(value, Mapping):
        return {name: _as_xml(one, drawn) for name, one in value.items()}
    if isinstance(value, list | tuple):
        return [_as_xml(one, drawn) for one in value]
    return value


# Only template code runs there: whatever it does wrong is the template's fault.
_TEMPLATE_ERRORS = (
    TemplateError,
    ArithmeticError,
    AttributeError,
    LookupError,
    RecursionError,
    TypeError,
    ValueError,
)


def _rendered(name: str, part: CompiledTemplate, values: Mapping[str, Any]) -> str:
    try:
        xml = part.render(values)
    except _TEMPLATE_ERRORS as error:
        raise _fault(name, str(error)) from error
    return _EMPTY_CELL.sub("</w:tcPr><w:p/></w:tc>", xml)


def _proved(name: str, xml: str) -> bytes:
    data = xml.encode("utf-8")
    try:
        etree.fromstring(data, etree.XMLParser(huge_tree=True, resolve_entities=False))
    except etree.XMLSyntaxError as error:
        raise _fault(name, str(error)) from error
    return data


@lru_cache(maxsize=64)
def _styles(styles: bytes, styling: Styling) -> bytes:
    return styled(styles, styling)


def _packed(parts: Mapping[str, bytes]) -> bytes:
    """A zip whose bytes depend on the parts alone; [Content_Types].xml first, as Word has it."""
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as package:
        for name in sorted(parts, key=lambda one: (one != "[Content_Types].xml", one)):
            entry = zipfile.ZipInfo(name, _EPOCH)
            entry.compress_type = zipfile.ZIP_DEFLATED
            package.writestr(entry, parts[name])
    return target.getvalue()


def _fault(where: str, what: str) -> RenderingFault:
    return RenderingFault(
        f"Mẫu Word hỏng ở {where}: {what}. Báo người phụ trách mẫu văn bản.",
        code="template-broken",
        permanent=True,
    )
