"""Khung trang — what every page has around it: the office's name, the menu, who is signed in."""

from dataclasses import dataclass
from typing import Any

from flask import Flask, current_app, request, url_for
from flask_login import current_user

from service.app import Office
from service.domain.workflow import Role
from service.store import agency as agencies
from service.web.allow import Access, access_of, may_use
from service.web.held import tokens


@dataclass(frozen=True, slots=True)
class MenuItem:
    name: str
    url: str
    current: bool


MENU = (
    ("Việc cần làm", "home.show", ("home",)),
    ("Soạn văn bản", "drafts.choose", ("drafts",)),
    (
        "Văn bản đến",
        "incoming.listed",
        (
            "incoming",
            "incoming_receive",
            "incoming_handling",
            "incoming_register",
            "incoming_printing",
        ),
    ),
    ("Việc & hạn", "tasks.show", ("tasks",)),
    (
        "Hồ sơ",
        "case_files.listed",
        (
            *("case_files", "case_exports", "case_lists", "case_handovers", "case_keepings"),
            "case_moving",
        ),
    ),
    (
        "Cai nghiện",
        "provider_cases.listed",
        (
            *("provider_cases", "provider_application", "provider_printing", "provider_case"),
            *("provider_counter", "provider_review", "provider_deciding", "provider_register"),
            "provider_record",
            *("provider_papers", "provider_bulk"),
        ),
    ),
    ("Tra cứu", "search.show", ("search", "old_papers", "old_search", "bulk_import")),
    (
        "Sổ đăng ký",
        "register.show",
        (
            *("register", "kept", "outside", "register_import", "copy_use", "post", "volumes"),
            "register_checks",
        ),
    ),
    ("Kiểm tra", "conformity.ask", ("conformity", "verification")),
    (
        "Quản trị",
        "agency.show",
        (
            *("agency", "units", "signatories", "signing_papers", "specimens", "signing_policy"),
            "trust",
            *("series", "register_checks", "people", "word_templates", "provider_law"),
        ),
    ),
)

READERS = (Role.DRAFTER, Role.SIGNATORY, Role.CLERK)
"""Roles that may see papers at all; administrators as such may not."""


def office() -> Office:
    """The running office of this application."""
    running: Office = current_app.extensions["office"]
    return running


def add_frame(app: Flask) -> None:
    app.add_template_global(tokens)
    app.context_processor(frame)


def frame() -> dict[str, Any]:
    me = current_user.person if current_user.is_authenticated else None
    return {
        "me": me,
        "menu": menu_of(me.roles) if me else (),
        "may_search": bool(me and me.may(*READERS)),
        "may_sign": bool(me and me.may(Role.SIGNATORY)),
        "office_name": office_name(),
    }


def menu_of(roles: frozenset[Role]) -> list[MenuItem]:
    return [
        MenuItem(name, url_for(endpoint), request.blueprint in blueprints)
        for name, endpoint, blueprints in MENU
        if may_use(roles, access_of(current_app, endpoint) or Access())
    ]


def office_name() -> str:
    db = office().db
    return agencies.load(db).full_name if agencies.exists(db) else ""
