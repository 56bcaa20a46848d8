"""Trang web — the browser's edge: parse, permit, call one verb, show."""

import logging
from typing import Any

from flask import Flask
from flask_bootstrap import Bootstrap5
from flask_wtf import CSRFProtect
from werkzeug.middleware.proxy_fix import ProxyFix

from service.app import Office, build_office
from service.settings import Settings, load
from service.web import (
    access,
    administration,
    afterwards,
    bulk_import,
    case_exports,
    case_files,
    case_handovers,
    case_keepings,
    case_lists,
    case_moving,
    check_page,
    conformity,
    copies,
    documents,
    drafts,
    health,
    home,
    incoming,
    my_signature,
    old_papers,
    old_search,
    previews,
    providers,
    register,
    registers,
    search,
    session,
    setup,
    signed_files,
    signing,
    tasks,
    verification,
)
from service.web.allow import open_to_all
from service.web.clock import system_clock
from service.web.errors import add_error_pages
from service.web.fields import add_field_helpers
from service.web.formats import add_formats
from service.web.frame import add_frame
from service.web.headers import add_headers
from service.web.previews import add_previews
from service.web.providers.applicant import let_applicants_send
from service.web.session import SESSION_AGE, add_people
from service.web.signing.tool import let_tool_post
from service.web.typed import Ident

FORM_BYTES = 8 * 1024 * 1024
FORM_PARTS = 20_000

PAGES = (
    health,
    setup,
    session,
    home,
    drafts,
    my_signature,
    previews,
    documents,
    signed_files,
    *signing.PAGES,
    afterwards,
    access,
    register,
    *registers.PAGES,
    copies,
    check_page,
    search,
    old_papers,
    old_search,
    bulk_import,
    conformity,
    verification,
    *incoming.PAGES,
    tasks,
    case_files,
    case_exports,
    case_lists,
    case_handovers,
    case_keepings,
    case_moving,
    *providers.PAGES,
    *administration.PAGES,
)
"""Every module with pages of its own."""


def create_app(source: Office | Settings | None = None) -> Flask:
    """The web application over an office; without one, over the environment's settings."""
    office = source if isinstance(source, Office) else build_office(source or load())
    app = Flask(__name__)
    app.url_map.converters["int"] = Ident
    app.extensions["office"] = office
    app.config.update(configuration(office.settings))
    if office.settings.proxies:
        count = office.settings.proxies
        app.wsgi_app = ProxyFix(app.wsgi_app, count, count, count, count)  # type: ignore[method-assign]
    Bootstrap5(app)
    CSRFProtect(app)
    app.jinja_env.trim_blocks = app.jinja_env.lstrip_blocks = True
    for add in (
        add_people,
        add_headers,
        add_error_pages,
        add_formats,
        add_field_helpers,
        add_frame,
        add_previews,
    ):
        add(app)
    for module in PAGES:
        app.register_blueprint(module.pages)
    open_to_all(app, ("static", "bootstrap.static"))
    let_tool_post(app)
    let_applicants_send(app)
    setup.guide_first_start(app)
    logging.getLogger(__name__).info("web pages ready")
    return app


def configuration(settings: Settings) -> dict[str, Any]:
    return {
        "SECRET_KEY": settings.secret_key,
        "SESSION_COOKIE_NAME": "van_thu",
        "SESSION_COOKIE_HTTPONLY": True,
        "SESSION_COOKIE_SAMESITE": "Lax",
        "SESSION_COOKIE_SECURE": settings.cookie_secure,
        "PERMANENT_SESSION_LIFETIME": SESSION_AGE,
        "SESSION_REFRESH_EACH_REQUEST": False,
        # A draft may stay open all day: its token ends with its session, not with an hour.
        "WTF_CSRF_TIME_LIMIT": None,
        "WTF_CSRF_SSL_STRICT": False,
        "BOOTSTRAP_SERVE_LOCAL": True,
        "MAX_CONTENT_LENGTH": settings.upload_bytes + FORM_BYTES,
        "MAX_FORM_MEMORY_SIZE": FORM_BYTES,
        "MAX_FORM_PARTS": FORM_PARTS,
        "CLOCK": system_clock,
    }
