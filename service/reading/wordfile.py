"""Tệp Word — the ZIP of a .docx opened with limits, or a sentence that says why not."""

import io
import posixpath
import zipfile
import zlib
from typing import Any

from lxml import etree

from service.domain.errors import Refused

MAX_PART = 48 * 1024 * 1024
MAX_TOTAL = 192 * 1024 * 1024
MAX_ENTRIES = 4000
MAX_RATIO = 250  # Word's own XML packs to about a twentieth; a bomb to a thousandth
BOMB_FLOOR = 8 * 1024 * 1024

BROKEN = "Tệp Word bị hỏng, không đọc được. Hãy mở tệp bằng Word, lưu lại dạng .docx rồi thử lại."
BOMB = "Tệp nở ra quá lớn khi giải nén nên không được mở. Hãy lưu lại tệp bằng Word rồi thử lại."
LOCKED = "Tệp Word đặt mật khẩu nên không đọc được. Hãy bỏ mật khẩu, lưu lại rồi thử lại."
NOT_WORD = "Đây không phải tệp Word (.docx). Hãy mở bằng Word và lưu lại dạng .docx."
DOCTYPE = "Tệp có khai báo DOCTYPE mà Word không bao giờ ghi, nên không được mở."

W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
_STRICT_W = b"http://purl.oclc.org/ooxml/wordprocessingml/main"
_RELATIONSHIP = "{http://schemas.openxmlformats.org/package/2006/relationships}Relationship"

Element = Any  # lxml.etree._Element: lxml brings no types


def w(name: str) -> str:
    """``w("p")`` → the qualified name of a WordprocessingML element or attribute."""
    return f"{{{W}}}{name}"


def local(element: Element) -> str:
    """The name without its namespace; comments and instructions give an empty one."""
    tag = element.tag
    return tag.rpartition("}")[2] if isinstance(tag, str) else ""


class WordFile:
    """Parts of one Word file, read on demand; everything raised is Refused."""

    def __init__(self, data: bytes) -> None:
        try:
            self._archive = zipfile.ZipFile(io.BytesIO(data))
            infos = self._archive.infolist()
        except (zipfile.BadZipFile, ValueError, OSError, NotImplementedError) as fault:
            raise Refused(BROKEN) from fault
        _refuse_bombs(infos)
        self._entries = {info.filename: info for info in infos}
        if any(info.flag_bits & 1 for info in infos):
            raise Refused(LOCKED)
        if len(self._entries) != len(infos):
            raise Refused(BROKEN)  # two parts of one name: which one would Word show?
        if "[Content_Types].xml" not in self._entries:
            raise Refused(NOT_WORD)
        self.main = self._related("", "officeDocument")
        if not self.main:
            raise Refused(NOT_WORD)

    def part(self, kind: str) -> Element | None:
        """The part that the main document relates to as `kind` (``styles``, ``numbering``)."""
        name = self._related(self.main, kind)
        return self._xml(name) if name else None

    def document(self) -> Element:
        root = self._xml(self.main)
        if local(root) != "document":
            raise Refused(NOT_WORD)
        return root

    def _related(self, part: str, kind: str) -> str:
        folder, _, name = part.rpartition("/")
        relations = f"{folder}/_rels/{name}.rels" if folder else f"_rels/{name}.rels"
        if relations not in self._entries:
            return ""
        for relation in self._xml(relations).iter(_RELATIONSHIP):
            if relation.get("Type", "").rpartition("/")[2] != kind:
                continue
            target = relation.get("Target", "")
            path = target.lstrip("/") if target.startswith("/") else posixpath.join(folder, target)
            path = posixpath.normpath(path)
            if path in self._entries:
                return path
        return ""

    def _xml(self, name: str) -> Element:
        try:
            with self._archive.open(self._entries[name]) as part:
                content = part.read(MAX_PART + 1)
        except (zipfile.BadZipFile, zlib.error, OSError, EOFError, NotImplementedError) as fault:
            raise Refused(BROKEN) from fault
        except RuntimeError as fault:  # zipfile's word for an encrypted entry
            raise Refused(LOCKED) from fault
        if len(content) > MAX_PART:
            raise Refused(BOMB)
        return _parse(content.replace(_STRICT_W, W.encode()))


def _refuse_bombs(infos: list[zipfile.ZipInfo]) -> None:
    if len(infos) > MAX_ENTRIES or sum(info.file_size for info in infos) > MAX_TOTAL:
        raise Refused(BOMB)
    for info in infos:
        ratio = info.file_size / max(info.compress_size, 1)
        if info.file_size > MAX_PART or (info.file_size > BOMB_FLOOR and ratio > MAX_RATIO):
            raise Refused(BOMB)


def _parse(content: bytes) -> Element:
    """Entities are never expanded and nothing is fetched."""
    parser = etree.XMLParser(
        resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False, remove_pis=True
    )
    try:
        root = etree.fromstring(content, parser)
    except (etree.XMLSyntaxError, ValueError) as fault:
        raise Refused(BROKEN) from fault
    if root.getroottree().docinfo.doctype:
        raise Refused(DOCTYPE)
    return root
