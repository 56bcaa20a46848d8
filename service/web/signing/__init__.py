"""Ký số — the page where a paper is signed, in whichever way the office has; the keys that the
service keeps; the one-time addresses of desktop tools."""

from service.web.signing import keys, page, tool

PAGES = (page, keys, tool)
