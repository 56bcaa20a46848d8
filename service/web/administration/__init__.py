"""Quản trị — the agency, its units, who signs, how papers are numbered, who may do what."""

from service.web.administration import agency, people, series, signatories, units

PAGES = (agency, units, signatories, series, people)
