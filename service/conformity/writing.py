"""Ghi lại tệp Word — the same package with some parts replaced or added, the rest byte for byte."""

import io
import zipfile

from lxml import etree

from service.conformity.package import Package
from service.conformity.wordml import CONTENT_TYPES, PKG_RELS, Element
from service.domain.errors import Refused

_STRICT = (
    "Tệp ở dạng “Strict Open XML”. Hãy lưu lại dạng Word Document (.docx) thường để sửa hoặc ghi "
    "chú thích."
)


def xml_bytes(root: Element) -> bytes:
    return bytes(etree.tostring(root, xml_declaration=True, encoding="UTF-8", standalone=True))


def rewrite(package: Package, parts: dict[str, bytes]) -> bytes:
    """The whole file with `parts` replaced or added; every other part as it was."""
    if package.strict:
        raise Refused(_STRICT)
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as archive:
        for name in package.entries:
            archive.writestr(_entry(name), parts.get(name) or package.read(name))
        for name, content in parts.items():
            if name not in package.entries:
                archive.writestr(_entry(name), content)
    return target.getvalue()


def _entry(name: str) -> zipfile.ZipInfo:
    """A fixed date: the same file and the same findings give the same bytes."""
    entry = zipfile.ZipInfo(name, (2020, 3, 5, 0, 0, 0))
    entry.compress_type = zipfile.ZIP_DEFLATED
    return entry


def add_part(package: Package, name: str, content_type: str, kind: str) -> dict[str, bytes]:
    """The content types and relationships that make `name` a part of the main document.

    Parts that are already known are left as they are.
    """
    changed: dict[str, bytes] = {}
    types = package.xml("[Content_Types].xml")
    if types is not None and not any(
        item.get("PartName") == f"/{name}" for item in types.iter(f"{{{CONTENT_TYPES}}}Override")
    ):
        types.append(
            types.makeelement(
                f"{{{CONTENT_TYPES}}}Override",
                {"PartName": f"/{name}", "ContentType": content_type},
            )
        )
        changed["[Content_Types].xml"] = xml_bytes(types)
    if all(target != name for _, target in package.relationships(package.main).values()):
        changed |= _relate(package, name, kind)
    return changed


def _relate(package: Package, name: str, kind: str) -> dict[str, bytes]:
    folder, _, main = package.main.rpartition("/")
    rels_name = f"{folder}/_rels/{main}.rels" if folder else f"_rels/{main}.rels"
    rels = package.xml(rels_name)
    if rels is None:
        rels = etree.Element(f"{{{PKG_RELS}}}Relationships", nsmap={None: PKG_RELS})
    taken = {item.get("Id") for item in rels}
    number = 1
    while f"rIdKt{number}" in taken:
        number += 1
    rels.append(
        rels.makeelement(
            f"{{{PKG_RELS}}}Relationship",
            {
                "Id": f"rIdKt{number}",
                "Type": f"http://schemas.openxmlformats.org/officeDocument/2006/relationships/{kind}",
                "Target": f"/{name}",
            },
        )
    )
    return {rels_name: xml_bytes(rels)}
