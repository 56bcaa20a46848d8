"""Mẫu chữ ký, mẫu dấu — the administrator keeps the seal's picture and those of the leaders."""

from typing import Any

from flask import Blueprint, Response, render_template, url_for

from service.domain.workflow import Role
from service.store import people, specimens
from service.web import specimen_pages
from service.web.allow import allow
from service.web.frame import office

pages = Blueprint("specimens", __name__)

SEAL = 0
"""Stands for the agency's seal in addresses, where a person's id stands otherwise."""


@pages.get("/administration/specimens")
@allow(Role.ADMINISTRATOR)
def show() -> str:
    return render_template(
        "specimens/list.html",
        kept=specimens.in_use(office().db),
        leaders=people.holding(office().db, Role.SIGNATORY),
        seal=SEAL,
    )


@pages.get("/administration/specimens/<int:owner>")
@allow(Role.ADMINISTRATOR)
def owner(owner: int) -> str:
    return specimen_pages.page(owner or None, **shown(owner))


@pages.post("/administration/specimens/<int:owner>")
@allow(Role.ADMINISTRATOR)
def keep(owner: int) -> Any:
    return specimen_pages.keep(
        owner or None, url_for("specimens.owner", owner=owner), **shown(owner)
    )


@pages.post("/administration/specimens/<int:owner>/withdrawal")
@allow(Role.ADMINISTRATOR)
def withdraw(owner: int) -> Any:
    back = url_for("specimens.owner", owner=owner)
    return specimen_pages.withdraw(owner or None, back, **shown(owner))


@pages.get("/administration/specimens/<int:owner>/picture.png")
@allow(Role.ADMINISTRATOR)
def picture(owner: int) -> Response:
    return specimen_pages.picture(owner or None)


def shown(owner: int) -> dict[str, Any]:
    """Heading and addresses of one owner's page; NotFound for a person who is not there."""
    name = people.get(office().db, owner).name if owner else office().agency().full_name
    return {
        "title": f"Mẫu chữ ký: {name}" if owner else "Mẫu dấu của cơ quan",
        "name": name,
        "urls": {
            "keep": url_for("specimens.keep", owner=owner),
            "withdraw": url_for("specimens.withdraw", owner=owner),
            "picture": url_for("specimens.picture", owner=owner),
            "look": url_for("specimens.owner", owner=owner, look=1),
            "back": url_for("specimens.show"),
        },
    }
