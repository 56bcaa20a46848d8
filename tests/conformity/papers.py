"""Complete papers built from bare XML: the fictional commune Hòa Bình, right to the millimetre.

Each builder gives a file with no finding at all; the tests then break one thing.
"""

import io
import zipfile

from tests.conformity.word import W

HEAD = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>'
NS = (
    f'xmlns:w="{W}" '
    'xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships" '
    'xmlns:wp="http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing" '
    'xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main" '
    'xmlns:wps="http://schemas.microsoft.com/office/word/2010/wordprocessingShape" '
    'xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006"'
)
TYPES = HEAD + (
    '<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">'
    '<Default Extension="rels" '
    'ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
    '<Default Extension="xml" ContentType="application/xml"/>'
    '<Override PartName="/word/document.xml" ContentType="application/vnd.openxmlformats-'
    'officedocument.wordprocessingml.document.main+xml"/>'
    '<Override PartName="/word/styles.xml" ContentType="application/vnd.openxmlformats-'
    'officedocument.wordprocessingml.styles+xml"/>'
    '<Override PartName="/word/numbering.xml" ContentType="application/vnd.openxmlformats-'
    'officedocument.wordprocessingml.numbering+xml"/>'
    '<Override PartName="/word/header1.xml" ContentType="application/vnd.openxmlformats-'
    'officedocument.wordprocessingml.header+xml"/>'
    '<Override PartName="/word/footer1.xml" ContentType="application/vnd.openxmlformats-'
    'officedocument.wordprocessingml.footer+xml"/></Types>'
)
OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
RELS = "http://schemas.openxmlformats.org/package/2006/relationships"
STYLES = HEAD + (
    f'<w:styles {NS}><w:docDefaults><w:rPrDefault><w:rPr><w:rFonts w:ascii="Times New Roman" '
    'w:hAnsi="Times New Roman" w:cs="Times New Roman"/><w:sz w:val="28"/></w:rPr></w:rPrDefault>'
    "<w:pPrDefault/></w:docDefaults>"
    '<w:style w:type="paragraph" w:default="1" w:styleId="Normal">'
    '<w:name w:val="Normal"/></w:style>'
    '<w:style w:type="paragraph" w:styleId="Body"><w:name w:val="Body"/><w:basedOn w:val="Normal"/>'
    '<w:pPr><w:spacing w:before="120"/><w:ind w:firstLine="720"/><w:jc w:val="both"/></w:pPr>'
    "</w:style></w:styles>"
)


def run(text, *, size=14, bold=False, italic=False, extra=""):
    look = f'<w:b w:val="{int(bold)}"/><w:i w:val="{int(italic)}"/>{extra}'
    return (
        f'<w:r><w:rPr>{look}<w:sz w:val="{round(size * 2)}"/></w:rPr>'
        f'<w:t xml:space="preserve">{text}</w:t></w:r>'
    )


def p(*runs, style="", jc="", ind="", spacing="", extra="", keep=""):
    said = f'<w:pStyle w:val="{style}"/>' if style else ""
    said += keep
    said += extra
    said += f"<w:spacing {spacing}/>" if spacing else ""
    said += f"<w:ind {ind}/>" if ind else ""
    said += f'<w:jc w:val="{jc}"/>' if jc else ""
    return f"<w:p><w:pPr>{said}</w:pPr>{''.join(runs)}</w:p>"


def centred(text, spacing="", **look):
    return p(run(text, **look), jc="center", spacing=spacing)


def body(text, **look):
    return p(run(text, **look), style="Body")


def anchored(inside, cx, cy, across, down):
    """A drawing in the text's own layer; `across` and `down` are its positions."""
    return (
        '<w:r><mc:AlternateContent><mc:Choice Requires="wps"><w:drawing><wp:anchor '
        'simplePos="0" relativeHeight="2" behindDoc="0" locked="0" layoutInCell="1" '
        'allowOverlap="1" distT="0" distB="0" distL="0" distR="0"><wp:simplePos x="0" y="0"/>'
        f'<wp:positionH relativeFrom="column">{across}</wp:positionH>'
        f'<wp:positionV relativeFrom="paragraph"><wp:posOffset>{down}</wp:posOffset>'
        f'</wp:positionV><wp:extent cx="{cx}" cy="{cy}"/><wp:wrapNone/>'
        '<wp:docPr id="1" name="Hình"/><wp:cNvGraphicFramePr/><a:graphic><a:graphicData '
        'uri="http://schemas.microsoft.com/office/word/2010/wordprocessingShape"><wps:wsp>'
        f"<wps:cNvSpPr/>{inside}<wps:bodyPr/></wps:wsp></a:graphicData></a:graphic></wp:anchor>"
        "</w:drawing></mc:Choice><mc:Fallback/></mc:AlternateContent></w:r>"
    )


def shape(kind, cx, cy, outline):
    return (
        f'<wps:spPr><a:xfrm><a:off x="0" y="0"/><a:ext cx="{cx}" cy="{cy}"/></a:xfrm>'
        f'<a:prstGeom prst="{kind}"><a:avLst/></a:prstGeom><a:ln w="9525"><a:solidFill>'
        f'<a:srgbClr val="000000"/></a:solidFill>{outline}</a:ln></wps:spPr>'
    )


def line(mm):
    """A drawn rule in the middle of the column, 2 mm under the top of its paragraph."""
    width = round(mm * 36000)
    inside = shape("line", width, 0, '<a:prstDash val="solid"/>')
    return anchored(inside, width, 0, "<wp:align>center</wp:align>", 72000)


def boxed(text, width, height, *, left=0, size=13):
    """A text box with a single border; `left` in mm from the column."""
    cx, cy = round(width * 36000), round(height * 36000)
    words = p(run(text, size=size, bold=True), jc="center")
    content = f"<wps:txbx><w:txbxContent>{words}</w:txbxContent></wps:txbx>"
    inside = shape("rect", cx, cy, "") + content
    return anchored(inside, cx, cy, f"<wp:posOffset>{left * 36000}</wp:posOffset>", 0)


def table(*rows, widths=(3700, 5650), bordered=False):
    edges = (
        "".join(f'<w:{side} w:val="single"/>' for side in ("top", "left", "bottom", "right"))
        + '<w:insideH w:val="single"/><w:insideV w:val="single"/>'
    )
    borders = f"<w:tblBorders>{edges}</w:tblBorders>" if bordered else ""
    grid = "".join(f'<w:gridCol w:w="{width}"/>' for width in widths)
    lines = "".join(
        "<w:tr>" + "".join(f"<w:tc><w:tcPr/>{cell}</w:tc>" for cell in row) + "</w:tr>"
        for row in rows
    )
    return f"<w:tbl><w:tblPr>{borders}</w:tblPr><w:tblGrid>{grid}</w:tblGrid>{lines}</w:tbl>"


def letterhead(number="Số: 12/QĐ-UBND", subject="", superior="UBND TỈNH ĐÔNG SƠN"):
    left = centred(superior, size=13) if superior else ""
    left += centred("ỦY BAN NHÂN DÂN", size=13, bold=True)
    left += centred("XÃ HÒA BÌNH", size=13, bold=True)
    left += p(line(13), jc="center") + centred(number, size=13)
    if subject:
        left += p(run(subject, size=12), jc="center", spacing='w:before="120"')
    right = centred("CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM", size=13, bold=True)
    right += centred("Độc lập - Tự do - Hạnh phúc", size=14, bold=True)
    right += p(line(60), jc="center") + p(jc="center")
    right += centred("Hòa Bình, ngày 08 tháng 01 năm 2026", size=14, italic=True)
    return table((left, right))


HEADS = ("TM. ỦY BAN NHÂN DÂN", "KT. CHỦ TỊCH", "PHÓ CHỦ TỊCH")


def closing(*items, authority=HEADS, name="Nguyễn Văn Hùng", drafter=""):
    left = p(run("Nơi nhận:", size=12, bold=True, italic=True))
    for item in items or ("- Như Điều 2;", "- Thường trực HĐND xã;", "- Lưu: VT, VX."):
        left += p(run(item, size=11))
    left += p(run(drafter, size=11)) if drafter else ""
    right = "".join(centred(line_, bold=True) for line_ in authority) + p(jc="center") * 3
    right += centred(name, bold=True)
    return table((left, right), widths=(4200, 5150))


def section(*, start="", kind="", landscape=False, header=True):
    refs = '<w:headerReference w:type="default" r:id="rId3"/>' if header else ""
    size = (
        'w:w="16838" w:h="11906" w:orient="landscape"' if landscape else 'w:w="11906" w:h="16838"'
    )
    return (
        f"<w:sectPr>{refs}"
        + (f'<w:type w:val="{kind}"/>' if kind else "")
        + f'<w:pgSz {size}/><w:pgMar w:top="1134" w:bottom="1134" w:left="1701" w:right="851" '
        'w:header="567" w:footer="567" w:gutter="0"/>'
        + (f'<w:pgNumType w:start="{start}"/>' if start else "")
        + "<w:titlePg/></w:sectPr>"
    )


HEADER = HEAD + (
    f'<w:hdr {NS}><w:p><w:pPr><w:jc w:val="center"/></w:pPr>'
    '<w:r><w:rPr><w:sz w:val="28"/></w:rPr><w:fldChar w:fldCharType="begin"/></w:r>'
    '<w:r><w:rPr><w:sz w:val="28"/></w:rPr><w:instrText> PAGE </w:instrText></w:r>'
    '<w:r><w:rPr><w:sz w:val="28"/></w:rPr><w:fldChar w:fldCharType="separate"/></w:r>'
    '<w:r><w:rPr><w:sz w:val="28"/></w:rPr><w:t>2</w:t></w:r>'
    '<w:r><w:rPr><w:sz w:val="28"/></w:rPr><w:fldChar w:fldCharType="end"/></w:r></w:p></w:hdr>'
)
FOOTER = HEAD + f"<w:ftr {NS}><w:p/></w:ftr>"


def docx(*content, styles=STYLES, header=HEADER, footer=FOOTER, numbering="", last=None, more=None):
    """A Word file of these blocks."""
    document = (
        HEAD
        + f"<w:document {NS}><w:body>{''.join(content)}{last or section()}</w:body></w:document>"
    )
    related = "".join(
        f'<Relationship Id="rId{number}" Type="{OFFICE}/{kind}" Target="{name}"/>'
        for number, kind, name in (
            (1, "styles", "styles.xml"),
            (2, "numbering", "numbering.xml"),
            (3, "header", "header1.xml"),
            (4, "footer", "footer1.xml"),
        )
    )
    parts = {
        "[Content_Types].xml": TYPES,
        "_rels/.rels": f'{HEAD}<Relationships xmlns="{RELS}"><Relationship Id="rId1" '
        f'Type="{OFFICE}/officeDocument" Target="word/document.xml"/></Relationships>',
        "word/_rels/document.xml.rels": (
            f'{HEAD}<Relationships xmlns="{RELS}">{related}</Relationships>'
        ),
        "word/document.xml": document,
        "word/styles.xml": styles,
        "word/numbering.xml": HEAD + f"<w:numbering {NS}>{numbering}</w:numbering>",
        "word/header1.xml": header,
        "word/footer1.xml": footer,
    } | (more or {})
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, text in parts.items():
            archive.writestr(name, text)
    return target.getvalue()


LONG = (
    "Ủy ban nhân dân xã Hòa Bình đề nghị các đơn vị rà soát, lập danh sách và gửi kết quả về "
    "Văn phòng Hội đồng nhân dân và Ủy ban nhân dân xã trước ngày 20 tháng 01 năm 2026"
)


def letter(*, stamps=False):
    """Công văn: two addressees, urgency and circulation, drafter, address at the foot."""
    top = p(boxed("LƯU HÀNH NỘI BỘ", 55, 9, left=90)) if stamps else ""
    urgent = p(boxed("KHẨN", 20, 8)) if stamps else ""
    content = [
        top,
        letterhead("Số: 05/UBND-VX", "V/v rà soát người có công"),
        urgent,
        p(run("Kính gửi:"), ind='w:left="1985"', spacing='w:before="240"'),
        p(run("- Các trưởng thôn;"), ind='w:left="3000"'),
        p(run("- Trạm Y tế xã."), ind='w:left="3000"'),
        body("Thực hiện Kế hoạch số 15/KH-UBND ngày 05 tháng 01 năm 2026, " + LONG + "."),
        body("1. " + LONG + ":"),
        body("a) Danh sách người hưởng chính sách;"),
        body("b) Danh sách đề nghị bổ sung."),
        body("2. " + LONG + "./."),
        closing("- Như trên;", "- Lưu: VT, VX.", drafter="LTH.(20)"),
    ]
    if stamps:
        content.append(
            p(
                run("Địa chỉ: thôn 3, xã Hòa Bình; điện thoại: 0200 000 000.", size=11),
                jc="center",
                extra='<w:pBdr><w:top w:val="single" w:sz="4"/></w:pBdr>',
                spacing='w:before="240"',
            )
        )
    return docx(*content)


def decision(*, annexes=0):
    """Quyết định with bases, articles and clauses; with annexes in sections of their own."""
    told = ", chi tiết tại phụ lục kèm theo" if annexes else ""
    content = [
        letterhead(),
        centred("QUYẾT ĐỊNH", 'w:before="360"', bold=True),
        centred("Về việc công bố danh sách cộng tác viên", bold=True),
        p(line(34), jc="center"),
        centred("CHỦ TỊCH ỦY BAN NHÂN DÂN XÃ HÒA BÌNH", 'w:before="240" w:after="120"', bold=True),
        body("Căn cứ Luật Tổ chức chính quyền địa phương ngày 16 tháng 6 năm 2025;", italic=True),
        body(
            "Căn cứ Nghị định số 30/2020/NĐ-CP ngày 05 tháng 3 năm 2020 của Chính phủ về công tác "
            "văn thư;",
            italic=True,
        ),
        body("Theo đề nghị của Trưởng phòng Văn hóa - Xã hội xã.", italic=True),
        centred("QUYẾT ĐỊNH:", 'w:before="120"', bold=True),
        p(run("Điều 1.", bold=True), run(f" Công bố danh sách cộng tác viên{told}."), style="Body"),
        p(run("Điều 2.", bold=True), run(" " + LONG + ", trong đó:"), style="Body"),
        body("1. " + LONG + "."),
        body("2. " + LONG + "."),
        p(run("Điều 3.", bold=True), run(" " + LONG + "./."), style="Body"),
        closing(),
    ]
    if not annexes:
        return docx(*content)
    content.append(f"<w:p><w:pPr>{section()}</w:pPr></w:p>")
    for number in range(1, annexes + 1):
        content += annex(["I", "II", "III"][number - 1] if annexes > 1 else "")
        if number < annexes:
            content.append(f"<w:p><w:pPr>{section(start='1')}</w:pPr></w:p>")
    return docx(*content, last=section(start="1"))


def annex(number):
    return [
        centred(f"Phụ lục {number}".strip(), bold=True),
        centred("DANH SÁCH CỘNG TÁC VIÊN", bold=True),
        centred(
            "(Kèm theo Quyết định số 12/QĐ-UBND ngày 08 tháng 01 năm 2026 của Chủ tịch Ủy ban "
            "nhân dân xã Hòa Bình)",
            italic=True,
        ),
        p(line(30), jc="center"),
        body("Danh sách này gồm các cộng tác viên của năm 2026./."),
    ]


def regulation():
    """Quy chế in chapters, sections and articles, enclosed with a decision that approves it."""
    head = letterhead().replace("Số: 12/QĐ-UBND", "")
    head = head.replace("Hòa Bình, ngày 08 tháng 01 năm 2026", "")
    content = [
        head,
        centred("QUY CHẾ", 'w:before="240"', bold=True),
        centred("Làm việc của tổ cộng tác viên", bold=True),
        centred(
            "(Kèm theo Quyết định số 12/QĐ-UBND ngày 08 tháng 01 năm 2026 của Chủ tịch Ủy ban "
            "nhân dân xã Hòa Bình)",
            italic=True,
        ),
        p(line(30), jc="center"),
    ]
    for chapter, title in (("I", "QUY ĐỊNH CHUNG"), ("II", "NHIỆM VỤ")):
        content += [centred(f"Chương {chapter}", bold=True), centred(title, bold=True)]
        for section_number in ("1", "2"):
            content += [
                centred(f"Mục {section_number}", bold=True),
                centred("PHẠM VI VÀ ĐỐI TƯỢNG", bold=True),
            ]
            article = {"I": 0, "II": 2}[chapter] + int(section_number)
            content += [
                p(run(f"Điều {article}. Trách nhiệm của tổ", bold=True), style="Body"),
                body("1. " + LONG + ":"),
                body("a) Lập danh sách theo thôn;"),
                body("b) Rà soát hằng tháng;"),
                body("c) Đối chiếu với sổ theo dõi;"),
                body("d) Báo cáo trưởng thôn;"),
                body("đ) Lưu hồ sơ tại xã."),
                body("2. " + LONG + "."),
            ]
    content.append(body("3. " + LONG + "./."))
    return docx(*content)


def plan():
    """Kế hoạch laid out with Roman headings, and a copy certified under it."""
    content = [
        letterhead("Số: 15/KH-UBND"),
        centred("KẾ HOẠCH", 'w:before="360"', bold=True),
        centred("Tổ chức tuần lễ nước sạch năm 2026", bold=True),
        p(line(35), jc="center"),
        body(LONG + "."),
        body("I. MỤC TIÊU", bold=True),
        body("1. Mục đích", bold=True),
        body(LONG + "."),
        body("2. Yêu cầu", bold=True),
        body("- " + LONG + ";"),
        body("- " + LONG + "."),
        body("II. TỔ CHỨC THỰC HIỆN", bold=True),
        body(LONG + "./."),
        closing("- Các thôn;", "- Lưu: VT, VX."),
        copy_block(),
    ]
    return docx(*content)


def copy_block():
    left = centred("SỞ NỘI VỤ", size=13, bold=True) + p(line(10), jc="center")
    left += centred("Số: 06/SL-SNV", size=13)
    right = centred("SAO LỤC", bold=True) + p(jc="center")
    right += centred("Đông Sơn, ngày 12 tháng 3 năm 2026", italic=True)
    rule = p(extra='<w:pBdr><w:bottom w:val="single" w:sz="4"/></w:pBdr>', spacing='w:before="240"')
    end = closing(
        "- Các phòng;",
        "- Lưu: VT.",
        authority=("KT. GIÁM ĐỐC", "PHÓ GIÁM ĐỐC"),
        name="Trần Thị Lan",
    )
    return rule + table((left, right)) + end


ALL = {
    "công văn": letter,
    "công văn khẩn": lambda: letter(stamps=True),
    "quyết định": decision,
    "quyết định có phụ lục": lambda: decision(annexes=1),
    "quyết định có hai phụ lục": lambda: decision(annexes=2),
    "quy chế": regulation,
    "kế hoạch và bản sao": plan,
}
