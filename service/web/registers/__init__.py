"""Sổ sách — the clerk's pages of whole registers, beside the register itself."""

from service.web.registers import checks, copy_use, importing, kept, outside, post, volumes

PAGES = (kept, outside, importing, copy_use, post, volumes, checks)
"""Every module with pages of its own."""
