"""Tệp .docx — the parts of a Word file around its text, always the same bytes.

Plain on purpose, so that Word and LibreOffice draw it alike: named paragraph styles with their
own sizes, fixed-width tables, borders as rules; no floats, no text boxes, no theme.
"""

import io
import struct
import zipfile
import zlib
from collections.abc import Mapping

from service.domain.agency import SizeProfile
from service.domain.looks import LOOKS, Look
from service.domain.presentation import SIGN_SPACE_ALT, SIGN_SPACE_MM
from service.rendering.wordxml import END_STYLE, GAP_STYLE, RULE_STYLE, twentieths, twips

XML = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
R = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
WP = "http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing"
A = "http://schemas.openxmlformats.org/drawingml/2006/main"
PIC = "http://schemas.openxmlformats.org/drawingml/2006/picture"
NAMESPACES = f'xmlns:w="{W}" xmlns:r="{R}" xmlns:wp="{WP}" xmlns:a="{A}" xmlns:pic="{PIC}"'
_WORD_TYPE = "application/vnd.openxmlformats-officedocument.wordprocessingml"
_REL_TYPE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_PACKAGE = "http://schemas.openxmlformats.org/package/2006"
FONT = "Times New Roman"
EMU_PER_MM = 36_000


def package(document: str, stories: Mapping[str, str]) -> bytes:
    """A Word file of the body `document` and its `stories` (``header1`` … → XML)."""
    parts = {
        "[Content_Types].xml": _content_types(stories),
        "_rels/.rels": _relations(
            ("rId1", f"{_REL_TYPE}/officeDocument", "word/document.xml"),
            ("rId2", f"{_PACKAGE}/relationships/metadata/core-properties", "docProps/core.xml"),
        ),
        "docProps/core.xml": _core_properties(),
        "word/document.xml": (
            f"{XML}<w:document {NAMESPACES}><w:body>{document}</w:body></w:document>"
        ),
        "word/_rels/document.xml.rels": _document_relations(stories),
        "word/settings.xml": _settings(),
        "word/styles.xml": styles(),
        **{f"word/{name}.xml": _story(name, text) for name, text in stories.items()},
    }
    return _zipped({name: text.encode("utf-8") for name, text in parts.items()})


def _zipped(parts: dict[str, bytes]) -> bytes:
    parts["word/media/sign.png"] = transparent_png()
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w") as file:
        for name, data in parts.items():
            # Stored, not compressed: the bytes must not depend on a version of zlib.
            file.writestr(zipfile.ZipInfo(name, (1980, 1, 1, 0, 0, 0)), data)
    return target.getvalue()


def _relations(*rows: tuple[str, str, str]) -> str:
    items = "".join(
        f'<Relationship Id="{id_}" Type="{type_}" Target="{target}"/>'
        for id_, type_, target in rows
    )
    return f'{XML}<Relationships xmlns="{_PACKAGE}/relationships">{items}</Relationships>'


def _document_relations(stories: Mapping[str, str]) -> str:
    return _relations(
        ("rIdStyles", f"{_REL_TYPE}/styles", "styles.xml"),
        ("rIdSettings", f"{_REL_TYPE}/settings", "settings.xml"),
        ("rIdSign", f"{_REL_TYPE}/image", "media/sign.png"),
        *((f"rId_{name}", f"{_REL_TYPE}/{name.rstrip('12')}", f"{name}.xml") for name in stories),
    )


def _content_types(stories: Mapping[str, str]) -> str:
    types = {
        "/word/document.xml": f"{_WORD_TYPE}.document.main+xml",
        "/word/styles.xml": f"{_WORD_TYPE}.styles+xml",
        "/word/settings.xml": f"{_WORD_TYPE}.settings+xml",
        "/docProps/core.xml": "application/vnd.openxmlformats-package.core-properties+xml",
        **{f"/word/{name}.xml": f"{_WORD_TYPE}.{name.rstrip('12')}+xml" for name in stories},
    }
    overrides = "".join(
        f'<Override PartName="{name}" ContentType="{type_}"/>' for name, type_ in types.items()
    )
    return (
        f'{XML}<Types xmlns="{_PACKAGE}/content-types">'
        '<Default Extension="rels" '
        'ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
        '<Default Extension="xml" ContentType="application/xml"/>'
        f'<Default Extension="png" ContentType="image/png"/>{overrides}</Types>'
    )


def _core_properties() -> str:
    return (
        f'{XML}<cp:coreProperties xmlns:cp="{_PACKAGE}/metadata/core-properties" '
        'xmlns:dc="http://purl.org/dc/elements/1.1/">'
        "<dc:title>{{ title }}</dc:title><dc:creator>{{ issuer }}</dc:creator>"
        "<dc:language>vi-VN</dc:language></cp:coreProperties>"
    )


def _settings() -> str:
    return (
        f'{XML}<w:settings {NAMESPACES}><w:zoom w:percent="100"/>'
        '<w:defaultTabStop w:val="720"/><w:characterSpacingControl w:val="doNotCompress"/>'
        '<w:compat><w:compatSetting w:name="compatibilityMode" '
        'w:uri="http://schemas.microsoft.com/office/word" w:val="15"/></w:compat>'
        '<w:themeFontLang w:val="vi-VN"/></w:settings>'
    )


def _story(name: str, text: str) -> str:
    tag = "w:hdr" if name.startswith("header") else "w:ftr"
    return f"{XML}<{tag} {NAMESPACES}>{text}</{tag}>"


# Kiểu chữ


def styles() -> str:
    fonts = f'<w:rFonts w:ascii="{FONT}" w:hAnsi="{FONT}" w:eastAsia="{FONT}" w:cs="{FONT}"/>'
    return (
        f"{XML}<w:styles {NAMESPACES}><w:docDefaults><w:rPrDefault><w:rPr>{fonts}"
        '<w:color w:val="000000"/><w:sz w:val="28"/><w:szCs w:val="28"/>'
        '<w:lang w:val="vi-VN" w:eastAsia="vi-VN" w:bidi="ar-SA"/></w:rPr></w:rPrDefault>'
        '<w:pPrDefault><w:pPr><w:spacing w:before="0" w:after="0" w:line="240" '
        'w:lineRule="auto"/></w:pPr></w:pPrDefault></w:docDefaults>'
        '<w:style w:type="paragraph" w:default="1" w:styleId="Normal"><w:name w:val="Normal"/>'
        "<w:qFormat/></w:style>"
        '<w:style w:type="character" w:default="1" w:styleId="DefaultParagraphFont">'
        '<w:name w:val="Default Paragraph Font"/><w:uiPriority w:val="1"/></w:style>'
        '<w:style w:type="table" w:default="1" w:styleId="TableNormal">'
        '<w:name w:val="Normal Table"/><w:uiPriority w:val="99"/><w:tblPr><w:tblInd w:w="0" '
        'w:type="dxa"/><w:tblCellMar><w:top w:w="0" w:type="dxa"/><w:left w:w="0" '
        'w:type="dxa"/><w:bottom w:w="0" w:type="dxa"/><w:right w:w="0" w:type="dxa"/>'
        "</w:tblCellMar></w:tblPr></w:style>"
        + "".join(_style(look) for look in LOOKS.values())
        + _thin_style(RULE_STYLE, "Đường kẻ", 2)
        + _thin_style(GAP_STYLE, "Khoảng cách", 6)
        + _thin_style(END_STYLE, "Kết thúc phần", 1)
        + "</w:styles>"
    )


def _style(look: Look) -> str:
    size = round(look.size(SizeProfile.LARGE) * 2)
    keep = "<w:keepNext/>" if look.keep_next else ""
    close = "<w:contextualSpacing/>" if look.close else ""
    paragraph = (
        f'{keep}<w:spacing w:before="{twentieths(look.before_pt)}" '
        f'w:after="{twentieths(look.after_pt)}" w:line="{round(240 * look.spacing)}" '
        f'w:lineRule="auto"/>{_indents(look)}{close}<w:jc w:val="{look.align}"/>'
    )
    marks = "".join(
        (
            "<w:b/><w:bCs/>" if look.bold else "",
            "<w:i/><w:iCs/>" if look.italic else "",
            "<w:caps/>" if look.caps else "",
        )
    )
    return (
        f'<w:style w:type="paragraph" w:customStyle="1" w:styleId="{look.id}">'
        f'<w:name w:val="{look.name}"/><w:basedOn w:val="Normal"/><w:qFormat/>'
        f"<w:pPr>{paragraph}</w:pPr><w:rPr>{marks}"
        f'<w:sz w:val="{size}"/><w:szCs w:val="{size}"/></w:rPr></w:style>'
    )


def _indents(look: Look) -> str:
    first = f' w:firstLine="{twips(look.first_line_mm)}"' if look.first_line_mm else ""
    hanging = f' w:hanging="{twips(look.hanging_mm)}"' if look.hanging_mm else ""
    return (
        f'<w:ind w:left="{twips(look.left_mm)}" w:right="{twips(look.right_mm)}"{first}{hanging}/>'
    )


def _thin_style(style_id: str, name: str, height_pt: int) -> str:
    """A paragraph without words of a fixed height: a rule, or the end of a part."""
    return (
        f'<w:style w:type="paragraph" w:customStyle="1" w:styleId="{style_id}">'
        f'<w:name w:val="{name}"/><w:basedOn w:val="Normal"/><w:pPr><w:spacing w:before="0" '
        f'w:after="0" w:line="{height_pt * 20}" w:lineRule="exact"/></w:pPr>'
        '<w:rPr><w:sz w:val="2"/><w:szCs w:val="2"/></w:rPr></w:style>'
    )


# Chỗ ký


def transparent_png(width: int = 100, height: int = 50) -> bytes:
    """A picture without a mark on it, in the proportions of the space for the signature."""
    rows = (b"\0" + b"\xff\xff\xff\0" * width) * height

    def chunk(name: bytes, data: bytes) -> bytes:
        return (
            struct.pack(">I", len(data)) + name + data + struct.pack(">I", zlib.crc32(name + data))
        )

    return (
        b"\x89PNG\r\n\x1a\n"
        + chunk(b"IHDR", struct.pack(">IIBBBBB", width, height, 8, 6, 0, 0, 0))
        + chunk(b"IDAT", _stored(rows))
        + chunk(b"IEND", b"")
    )


def _stored(data: bytes) -> bytes:
    """A zlib stream without compression, so that its bytes do not depend on zlib."""
    blocks = [data[start : start + 65_535] for start in range(0, len(data), 65_535)]
    body = b"".join(
        struct.pack("<BHH", position == len(blocks) - 1, len(block), 0xFFFF - len(block)) + block
        for position, block in enumerate(blocks)
    )
    return b"\x78\x01" + body + struct.pack(">I", zlib.adler32(data))


def signature_space() -> str:
    """The run whose picture is the place of the signature; later signing finds it by its text."""
    width, height = (round(side * EMU_PER_MM) for side in SIGN_SPACE_MM)
    words = f'id="1" name="{SIGN_SPACE_ALT}" descr="{SIGN_SPACE_ALT}"'
    return (
        '<w:r><w:drawing><wp:inline distT="0" distB="0" distL="0" distR="0">'
        f'<wp:extent cx="{width}" cy="{height}"/><wp:docPr {words}/>'
        '<wp:cNvGraphicFramePr><a:graphicFrameLocks noChangeAspect="1"/></wp:cNvGraphicFramePr>'
        f'<a:graphic><a:graphicData uri="{PIC}"><pic:pic><pic:nvPicPr>'
        '<pic:cNvPr id="1" name="sign.png"/><pic:cNvPicPr/></pic:nvPicPr>'
        '<pic:blipFill><a:blip r:embed="rIdSign"/><a:stretch><a:fillRect/></a:stretch>'
        f'</pic:blipFill><pic:spPr><a:xfrm><a:off x="0" y="0"/><a:ext cx="{width}" '
        f'cy="{height}"/></a:xfrm><a:prstGeom prst="rect"><a:avLst/></a:prstGeom></pic:spPr>'
        "</pic:pic></a:graphicData></a:graphic></wp:inline></w:drawing></w:r>"
    )
