"""Cai nghiện tự nguyện — the pages on who may offer rehabilitation services, from the application
to the published decision."""

from service.web.providers import applicant, application, application_printing, cases

PAGES = (cases, application, application_printing, applicant)
"""Every module with pages of its own."""
