"""Mở tệp Word — the ZIP and XML of a .docx, opened with limits, or a sentence saying why not.

Nothing here trusts the file: sizes, kinds, macros, encryption and document type declarations
are looked at before a byte of XML is parsed.
"""

import io
import posixpath
import zipfile
import zlib
from dataclasses import dataclass, field
from typing import cast

from lxml import etree

from service.conformity.wordml import CONTENT_TYPES, PKG_RELS, Element
from service.domain.errors import Refused

MAX_FILE = 50 * 1024 * 1024
MAX_PART = 64 * 1024 * 1024
MAX_TOTAL = 256 * 1024 * 1024
MAX_ENTRIES = 4000
MAX_RATIO = 250  # Word's own XML packs to about a twentieth; a bomb to a thousandth
BOMB_FLOOR = 8 * 1024 * 1024

_STRICT = (
    (b"http://purl.oclc.org/ooxml/wordprocessingml/main", "wordprocessingml/2006/main"),
    (
        b"http://purl.oclc.org/ooxml/officeDocument/relationships",
        "officeDocument/2006/relationships",
    ),
    (b"http://purl.oclc.org/ooxml/drawingml/main", "drawingml/2006/main"),
    (
        b"http://purl.oclc.org/ooxml/drawingml/wordprocessingDrawing",
        "drawingml/2006/wordprocessingDrawing",
    ),
    (b"http://purl.oclc.org/ooxml/drawingml/picture", "drawingml/2006/picture"),
)

_SIGNATURES = (
    (
        b"%PDF",
        "Đây là tệp PDF: chỉ tệp Word mới sửa và ghi góp ý được. Hãy đưa tệp .docx đã soạn ra nó.",
    ),
    (b"{\\rtf", "Đây là tệp RTF. Hãy mở bằng Word, lưu lại dạng .docx rồi kiểm tra."),
    (b"\x89PNG", "Đây là tệp ảnh, không phải tệp Word. Hãy đưa tệp .docx."),
    (b"\xff\xd8\xff", "Đây là tệp ảnh, không phải tệp Word. Hãy đưa tệp .docx."),
    (b"GIF8", "Đây là tệp ảnh, không phải tệp Word. Hãy đưa tệp .docx."),
    (b"II*\x00", "Đây là tệp ảnh, không phải tệp Word. Hãy đưa tệp .docx."),
    (b"MM\x00*", "Đây là tệp ảnh, không phải tệp Word. Hãy đưa tệp .docx."),
    (b"MZ", "Đây là tệp chương trình, không phải tệp Word. Đừng mở tệp này."),
)
_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_BROKEN = "Tệp Word bị hỏng, không đọc được. Hãy mở tệp bằng Word, lưu lại dạng .docx rồi thử lại."
_BOMB = "Tệp nở ra quá lớn khi giải nén nên không được mở. Hãy lưu lại tệp bằng Word rồi thử lại."
_MACRO = "Tệp có macro (mã chương trình). Hãy lưu lại dạng .docx không macro rồi kiểm tra."
_LOCKED = "Tệp được đặt mật khẩu. Hãy bỏ mật khẩu, lưu lại rồi kiểm tra."
_DOCTYPE = "Tệp có khai báo DOCTYPE mà Word không bao giờ ghi, nên không được mở."
_NOT_WORD = "Đây không phải tệp Word (.docx). Hãy mở bằng Word và lưu lại dạng .docx."


@dataclass(slots=True)
class Package:
    """The parts of one Word file; XML parts are parsed once and kept.

    `strict` is true for "Strict Open XML" files, which are read but not written back.
    """

    data: bytes
    entries: dict[str, zipfile.ZipInfo]
    main: str
    strict: bool = False
    _archive: zipfile.ZipFile | None = None
    _trees: dict[str, Element] = field(default_factory=dict)

    def read(self, name: str) -> bytes:
        """The bytes of a part; raises Refused when it is damaged or larger than it claims."""
        info = self.entries.get(name)
        if info is None or self._archive is None:
            raise Refused(_BROKEN)
        try:
            with self._archive.open(info) as part:
                content = part.read(MAX_PART + 1)
        except (zipfile.BadZipFile, zlib.error, OSError, EOFError, NotImplementedError) as fault:
            raise Refused(_BROKEN) from fault
        except RuntimeError as fault:  # zipfile's word for an encrypted entry
            raise Refused(_LOCKED) from fault
        if len(content) > MAX_PART:
            raise Refused(_BOMB)
        return content

    def xml(self, name: str) -> Element | None:
        """The root of an XML part, or None when the file has no such part."""
        if name not in self.entries:
            return None
        if name not in self._trees:
            self._trees[name] = parse_xml(self.read(name))
        return self._trees[name]

    def relationships(self, part: str) -> dict[str, tuple[str, str]]:
        """Relationship id → (kind, target part); external targets are left out."""
        folder, _, name = part.rpartition("/")
        root = self.xml(f"{folder}/_rels/{name}.rels" if folder else f"_rels/{name}.rels")
        found: dict[str, tuple[str, str]] = {}
        if root is None:
            return found
        for relation in root.iter(f"{{{PKG_RELS}}}Relationship"):
            if relation.get("TargetMode") == "External":
                continue
            target = relation.get("Target", "")
            kind = relation.get("Type", "").rpartition("/")[2]
            path = target.lstrip("/") if target.startswith("/") else posixpath.join(folder, target)
            found[relation.get("Id", "")] = (kind, posixpath.normpath(path))
        return found

    def related(self, kind: str) -> str | None:
        """The first part that the main document relates to as `kind`, e.g. ``styles``."""
        for found, target in self.relationships(self.main).values():
            if found == kind and target in self.entries:
                return target
        return None


def open_package(data: bytes) -> Package:
    """Open a .docx; raises Refused with a Vietnamese sentence for anything else."""
    _refuse_by_signature(data)
    try:
        archive = zipfile.ZipFile(io.BytesIO(data))
    except (zipfile.BadZipFile, ValueError, OSError, NotImplementedError) as fault:
        raise Refused(_BROKEN) from fault
    entries = {info.filename: info for info in archive.infolist() if not info.is_dir()}
    _refuse_by_size(archive.infolist())
    _refuse_by_names(archive, entries)
    package = Package(data, entries, "", _archive=archive)
    _refuse_by_content_type(package)
    package.main = _main_part(package)
    package.strict = b"purl.oclc.org/ooxml" in package.read(package.main)[:4096]
    return package


def parse_xml(content: bytes) -> Element:
    """Parse one part; raises Refused. Entities are never expanded, nothing is fetched."""
    if b"purl.oclc.org/ooxml" in content[:8192]:
        for strict, transitional in _STRICT:
            content = content.replace(
                strict, b"http://schemas.openxmlformats.org/" + transitional.encode()
            )
    if b"<!DOCTYPE" in content[:4096]:  # before the parser sees an entity
        raise Refused(_DOCTYPE)
    parser = etree.XMLParser(
        resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False, remove_pis=True
    )
    try:
        root = etree.fromstring(content, parser)
    except etree.XMLSyntaxError as fault:
        if fault.code == etree.ErrorTypes.ERR_NO_MEMORY:
            raise MemoryError from fault
        raise Refused(_BROKEN) from fault
    except ValueError as fault:
        raise Refused(_BROKEN) from fault
    if root.getroottree().docinfo.doctype:
        raise Refused(_DOCTYPE)
    return cast(Element, root)


def _refuse_by_signature(data: bytes) -> None:
    if not data:
        raise Refused("Tệp rỗng. Hãy chọn lại tệp Word (.docx).")
    if len(data) > MAX_FILE:
        raise Refused(
            f"Tệp lớn hơn {MAX_FILE // 1024 // 1024} MB. Hãy nén ảnh trong tệp rồi thử lại."
        )
    for signature, sentence in _SIGNATURES:
        if data.startswith(signature):
            raise Refused(sentence)
    if data.startswith(_OLE):
        if "EncryptedPackage".encode("utf-16-le") in data:
            raise Refused(_LOCKED)
        raise Refused("Đây là tệp .doc đời cũ. Hãy mở bằng Word, lưu lại dạng .docx rồi kiểm tra.")
    if not data.startswith(b"PK\x03\x04"):
        raise Refused(_NOT_WORD)


def _refuse_by_size(entries: list[zipfile.ZipInfo]) -> None:
    if len(entries) > MAX_ENTRIES or sum(info.file_size for info in entries) > MAX_TOTAL:
        raise Refused(_BOMB)
    for info in entries:
        packed = max(info.compress_size, 1)
        if info.file_size > BOMB_FLOOR and info.file_size / packed > MAX_RATIO:
            raise Refused(_BOMB)
        if info.file_size > MAX_PART:
            raise Refused(_BOMB)


def _refuse_by_names(archive: zipfile.ZipFile, entries: dict[str, zipfile.ZipInfo]) -> None:
    if len({info.filename for info in archive.infolist()}) != len(archive.infolist()):
        raise Refused(_BROKEN)  # two parts of one name: which one would Word show?
    if any(info.flag_bits & 1 for info in entries.values()):
        raise Refused(_LOCKED)
    if "[Content_Types].xml" in entries:
        if any(name.lower().endswith("vbaproject.bin") for name in entries):
            raise Refused(_MACRO)
        return
    if "content.xml" in entries and "mimetype" in entries:
        raise Refused("Đây là tệp OpenDocument (.odt). Hãy lưu lại dạng .docx rồi kiểm tra.")
    raise Refused(_NOT_WORD)


def _refuse_by_content_type(package: Package) -> None:
    root = package.xml("[Content_Types].xml")
    if root is None:
        raise Refused(_BROKEN)
    kinds = [item.get("ContentType", "") for item in root.iter(f"{{{CONTENT_TYPES}}}Override")]
    if any("macroEnabled" in kind or "vbaProject" in kind for kind in kinds):
        raise Refused(_MACRO)
    if any("spreadsheetml" in kind or "presentationml" in kind for kind in kinds) and not any(
        "wordprocessingml.document.main" in kind for kind in kinds
    ):
        raise Refused("Đây là tệp Excel hoặc PowerPoint, không phải tệp Word. Hãy đưa tệp .docx.")


def _main_part(package: Package) -> str:
    for kind, target in package.relationships("").values():
        if kind == "officeDocument" and target in package.entries:
            return target
    raise Refused(_BROKEN)
