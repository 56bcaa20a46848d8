"""Cai nghiện tự nguyện — the pages on who may offer rehabilitation services, from the application
to the published decision."""

from service.web.providers import (
    applicant,
    application,
    application_printing,
    bulk,
    case_page,
    case_page_counter,
    cases,
    law,
    papers,
    public,
    register,
    register_record,
    review,
    review_decision,
)

PAGES = (
    cases,
    application,
    application_printing,
    applicant,
    case_page,
    case_page_counter,
    review,
    review_decision,
    register,
    register_record,
    public,
    law,
    papers,
    bulk,
)
"""Every module with pages of its own."""
