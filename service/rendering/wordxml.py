"""Word XML of what a paper is made of: paragraphs with named styles, tables, rules, stamps.

Strings in, strings out; children of each element in the order that the schema demands. Used by
`docx.fill` for answers and by the builder of the Word templates for what is fixed.
"""

import re
from collections.abc import Mapping, Sequence
from html import escape

from service.domain.body import Body, Paragraph, Table
from service.domain.inline import Run
from service.domain.looks import LOOKS
from service.domain.marks import Stamp
from service.domain.presentation import Rule
from service.rendering.columns import column_widths_mm, is_centred, may_split

TWIPS_PER_MM = 1440 / 25.4
PT_PER_MM = 72 / 25.4
LINE_PT = 0.75  # rules and boxes
TABLE_LINE_PT = 0.5
CELL_MARGIN_MM = 1.5
RED = "FF0000"
RULE_STYLE = "DuongKe"
END_STYLE = "KetThuc"
GAP_STYLE = "KhoangCach"


def twips(mm: float) -> int:
    return round(mm * TWIPS_PER_MM)


def twentieths(pt: float) -> int:
    return round(pt * 20)


# What XML 1.0 cannot hold even escaped; a file with one of these does not open.
_UNWRITABLE = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")


def literal(text: str) -> str:
    """Text as XML: every character means itself."""
    return escape(_UNWRITABLE.sub("", text), quote=False)


_SIGN = re.compile(r"([\t\n])")
_SIGNS = {"\t": "<w:tab/>", "\n": "<w:br/>"}


def text_run(text: str, *, bold: bool = False, italic: bool = False) -> str:
    """A run; a tab is a tab, a line end a line break; the paragraph's style says the rest."""
    marks = ("<w:b/><w:bCs/>" if bold else "") + ("<w:i/><w:iCs/>" if italic else "")
    properties = f"<w:rPr>{marks}</w:rPr>" if marks else ""
    content = "".join(
        _SIGNS.get(part) or f'<w:t xml:space="preserve">{literal(part)}</w:t>'
        for part in _SIGN.split(text)
        if part
    )
    return f"<w:r>{properties}{content}</w:r>"


def paragraph(style: str, content: str = "", properties: str = "") -> str:
    return f'<w:p><w:pPr><w:pStyle w:val="{style}"/>{properties}</w:pPr>{content}</w:p>'


def borders(width_pt: float, space_pt: Mapping[str, int], color: str = "auto") -> str:
    """Paragraph borders; `space_pt` names the sides that have one and their distance."""
    lines = "".join(
        f'<w:{side} w:val="single" w:sz="{round(width_pt * 8)}" w:space="{space_pt[side]}" '
        f'w:color="{color}"/>'
        for side in ("top", "left", "bottom", "right")
        if side in space_pt
    )
    return f"<w:pBdr>{lines}</w:pBdr>"


def rule_xml(rule: Rule) -> str:
    """A paragraph that is nothing but its upper border, as long as the rule."""
    side = twips(max(0.0, (rule.column_mm - rule.length_mm) / 2))
    keep = "<w:keepNext/>" if rule.keep_next else ""
    return paragraph(
        RULE_STYLE,
        properties=keep
        + borders(LINE_PT, {"top": 0})
        + f'<w:spacing w:before="{twentieths(rule.gap_pt)}" w:after="{twentieths(rule.after_pt)}"/>'
        + f'<w:ind w:left="{side}" w:right="{side}"/>',
    )


def stamp_xml(stamp: Stamp, column_mm: float) -> str:
    """A boxed paragraph: height = exact line + space and line of the border on both sides."""
    space_pt = 3
    line = stamp.height_mm * PT_PER_MM - 2 * space_pt - LINE_PT
    inset = twentieths(LINE_PT / 2)  # the border is drawn outside of what it borders
    left = twips(stamp.left_mm) + inset
    right = twips(column_mm - stamp.left_mm - stamp.width_mm) + inset
    size = round(stamp.size_pt * 2)
    ink = RED if stamp.red else "auto"
    colour = f'<w:color w:val="{RED}"/>' if stamp.red else ""
    look = f'{colour}<w:sz w:val="{size}"/><w:szCs w:val="{size}"/>'
    run = f"<w:r><w:rPr>{look}</w:rPr><w:t>{literal(stamp.text)}</w:t></w:r>"
    properties = (
        borders(LINE_PT, {"top": space_pt, "left": 0, "bottom": space_pt, "right": 0}, ink)
        + f'<w:spacing w:before="{twentieths(stamp.before_pt)}" w:line="{twentieths(line)}" '
        + f'w:lineRule="exact"/><w:ind w:left="{left}" w:right="{right}"/>'
    )
    return paragraph("DauKhan" if stamp.red else "DauLuuHanh", run, properties)


def body_xml(body: Body) -> str:
    """All blocks; what follows a table gets its distance from it."""
    parts: list[str] = []
    after_table = False
    for position, block in enumerate(body.blocks):
        last = body.before_foot and position == len(body.blocks) - 1
        if isinstance(block, Table):
            if after_table:
                parts.append(paragraph(GAP_STYLE))
            parts.append(table_xml(block, body.width_mm))
        else:
            parts.append(_body_paragraph(block, keep_next=last, after_table=after_table))
        after_table = isinstance(block, Table)
    if after_table and body.before_foot:
        parts.append(paragraph(GAP_STYLE, properties="<w:keepNext/>"))
    return "".join(parts)


def _body_paragraph(block: Paragraph, *, keep_next: bool, after_table: bool) -> str:
    properties = "<w:keepNext/>" if keep_next or _leads(block) else ""
    if after_table:
        properties += f'<w:spacing w:before="{twentieths(6)}"/>'
    return paragraph(block.look, runs_xml(block.runs), properties)


def _leads(block: Paragraph) -> bool:
    """A title (bold throughout) or a line ending in a colon stays with what it announces."""
    titled = bool(block.runs) and all(run.bold for run in block.runs)
    return not LOOKS[block.look].keep_next and (
        (titled and block.look in ("Dieu", "Khoan")) or block.text.endswith(":")
    )


def runs_xml(runs: Sequence[Run]) -> str:
    return "".join(text_run(run.text, bold=run.bold, italic=run.italic) for run in runs)


def table_xml(table: Table, width_mm: float) -> str:
    """A ruled table of fixed widths; its first row is repeated on every page it runs over."""
    widths = [twips(width) for width in column_widths_mm(table, width_mm, CELL_MARGIN_MM)]
    centred = [is_centred(table, column) for column in range(table.columns)]
    grid = "".join(f'<w:gridCol w:w="{width}"/>' for width in widths)
    rows = "".join(
        _row_xml(row, widths, centred, header=position == 0, splits=may_split(row, widths))
        for position, row in enumerate(table.rows)
    )
    return f"<w:tbl>{_table_properties(sum(widths))}<w:tblGrid>{grid}</w:tblGrid>{rows}</w:tbl>"


def _table_properties(width: int) -> str:
    line = f'w:val="single" w:sz="{round(TABLE_LINE_PT * 8)}" w:space="0" w:color="auto"'
    sides = "".join(
        f"<w:{side} {line}/>" for side in ("top", "left", "bottom", "right", "insideH", "insideV")
    )
    margin = twips(CELL_MARGIN_MM)
    return (
        f'<w:tblPr><w:tblW w:w="{width}" w:type="dxa"/><w:jc w:val="center"/>'
        f'<w:tblBorders>{sides}</w:tblBorders><w:tblLayout w:type="fixed"/>'
        f'<w:tblCellMar><w:left w:w="{margin}" w:type="dxa"/>'
        f'<w:right w:w="{margin}" w:type="dxa"/></w:tblCellMar></w:tblPr>'
    )


def _row_xml(
    row: Sequence[Sequence[Run]],
    widths: Sequence[int],
    centred: Sequence[bool],
    *,
    header: bool,
    splits: bool,
) -> str:
    marks = ("" if splits else "<w:cantSplit/>") + ("<w:tblHeader/>" if header else "")
    cells = "".join(
        f'<w:tc><w:tcPr><w:tcW w:w="{width}" w:type="dxa"/><w:vAlign w:val="center"/></w:tcPr>'
        + paragraph(_cell_style(header=header, centred=middle), runs_xml(runs))
        + "</w:tc>"
        for runs, width, middle in zip(row, widths, centred, strict=True)
    )
    return f"<w:tr>{f'<w:trPr>{marks}</w:trPr>' if marks else ''}{cells}</w:tr>"


def _cell_style(*, header: bool, centred: bool) -> str:
    if header:
        return "OBangDau"
    return "OBangGiua" if centred else "OBang"
