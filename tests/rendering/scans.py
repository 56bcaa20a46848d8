"""Scans as offices send them: one picture a page, of a wanted fineness, colour and sheet."""

import io

from PIL import Image, ImageDraw

A4_MM = (210, 297)


def scan_pdf(*, dpi=200, mode="RGB", sheet_mm=A4_MM, pages=1, written_mm=120):
    """Pages with lines of “text” and a red stamp, drawn to `written_mm` from the top."""
    pictures = [_page(dpi, mode, sheet_mm, written_mm) for _ in range(pages)]
    target = io.BytesIO()
    pictures[0].save(target, "PDF", resolution=dpi, save_all=True, append_images=pictures[1:])
    return target.getvalue()


def _page(dpi, mode, sheet_mm, written_mm):
    per_mm = dpi / 25.4
    size = (round(sheet_mm[0] * per_mm), round(sheet_mm[1] * per_mm))
    page = Image.new("RGB", size, "white")
    draw = ImageDraw.Draw(page)
    for y in range(25, written_mm, 8):
        draw.rectangle([30 * per_mm, y * per_mm, 150 * per_mm, (y + 3) * per_mm], fill="black")
    draw.ellipse([80 * per_mm, 60 * per_mm, 110 * per_mm, 90 * per_mm], outline="red", width=5)
    return page.convert(mode)
