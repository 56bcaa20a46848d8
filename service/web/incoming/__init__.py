"""Văn bản đến — the pages of what arrives: take in, list, pass on, answer, print."""

from service.web.incoming import handling, papers, printing, receive, register

PAGES = (receive, papers, handling, printing, register)
"""Every module with pages of its own."""
