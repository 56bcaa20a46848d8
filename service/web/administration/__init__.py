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
    trust,
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
    trust,
    series,
    people,
    word_templates,
)
