"""Kiểu chữ của một văn bản — sizes and indents of named styles, set for one paper."""

import re

from service.domain.presentation import Indents, Styling
from service.rendering.wordxml import twips

_STYLE = re.compile(r'<w:style [^>]*w:styleId="(\w+)"[^>]*>.*?</w:style>', re.DOTALL)
_SIZE = re.compile(r'(<w:szC?s? w:val=")\d+(")')
_INDENTS = re.compile(r"<w:ind [^>]*/>")


def styled(styles: bytes, styling: Styling) -> bytes:
    """styles.xml with this paper's sizes (pt) and indents (mm).

    Only styles that the template has are changed: an office may have taken one out.
    """
    sizes, all_indents = dict(styling.sizes), dict(styling.indents)

    def changed(found: re.Match[str]) -> str:
        xml, name = found.group(0), found.group(1)
        if size := sizes.get(name):
            xml = _SIZE.sub(rf"\g<1>{round(size * 2)}\g<2>", xml)
        if indents := all_indents.get(name):
            xml = _indented(xml, indents)
        return xml

    return _STYLE.sub(changed, styles.decode("utf-8")).encode("utf-8")


def _indented(xml: str, indents: Indents) -> str:
    hanging = f' w:hanging="{twips(indents.hanging_mm)}"' if indents.hanging_mm else ""
    element = (
        f'<w:ind w:left="{twips(indents.left_mm)}" w:right="{twips(indents.right_mm)}"{hanging}/>'
    )
    return _INDENTS.sub(element, xml, count=1)
