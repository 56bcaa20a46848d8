"""Bản quét — how finely a page was digitised, and whether in colour (Phụ lục I, phần II, I.2)."""

import pypdfium2 as pdfium
import pypdfium2.raw as pdfium_c

_COVERS = 0.6  # of the page: a scan's margins may be white paper that was cut off
_DEEPEST = 4
_COLOUR_BITS = 24


def scanned(page: pdfium.PdfPage) -> tuple[float, bool]:
    """Dots per inch of the picture(s) that cover an opened page, the coarser way, and whether
    they are in colour; (0, False) for a page that is no scan."""
    width, height = page.get_size()
    covered, fineness, coloured = 0.0, [], False
    for one in page.get_objects(filter=(pdfium_c.FPDF_PAGEOBJ_IMAGE,), max_depth=_DEEPEST):
        left, bottom, right, top = one.get_bounds()
        told = one.get_metadata()
        area = max(0.0, right - left) * max(0.0, top - bottom)
        if area < width * height / 100:
            continue  # a logo says nothing of how the page was scanned
        covered += area
        fineness.append(min(told.horizontal_dpi, told.vertical_dpi))
        # A palette of 256 colours has 8 bits as grey has; what it is for tells them apart.
        of_palette = told.colorspace == pdfium_c.FPDF_COLORSPACE_INDEXED and told.bits_per_pixel > 1
        coloured = coloured or of_palette or told.bits_per_pixel >= _COLOUR_BITS
    if covered < _COVERS * width * height:
        return 0.0, False
    return round(min(fineness), 1), coloured
