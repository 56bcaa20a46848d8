"""Quản trị — the agency, its units, who signs, how papers are numbered, who may do what,
and which Word templates are used."""

from service.web.administration import (
    abbreviations,
    agency,
    people,
    series,
    signatories,
    signing,
    signing_papers,
    specimens,
    units,
    word_templates,
)

PAGES = (
    agency,
    units,
    abbreviations,
    signatories,
    signing_papers,
    specimens,
    signing,
    series,
    people,
    word_templates,
)
