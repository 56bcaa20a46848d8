"""Mẫu chữ ký của tôi — who signs keeps the picture of the own signature."""

from typing import Any

from flask import Blueprint, Response, url_for

from service.domain.workflow import Role
from service.web import specimen_pages
from service.web.allow import allow, person

pages = Blueprint("my_signature", __name__)


@pages.get("/my-signature")
@allow(Role.SIGNATORY)
def show() -> str:
    return specimen_pages.page(person().id, **shown())


@pages.post("/my-signature")
@allow(Role.SIGNATORY)
def keep() -> Any:
    return specimen_pages.keep(person().id, url_for("my_signature.show"), **shown())


@pages.post("/my-signature/withdrawal")
@allow(Role.SIGNATORY)
def withdraw() -> Any:
    return specimen_pages.withdraw(person().id, url_for("my_signature.show"), **shown())


@pages.get("/my-signature/picture.png")
@allow(Role.SIGNATORY)
def picture() -> Response:
    return specimen_pages.picture(person().id)


def shown() -> dict[str, Any]:
    return {
        "title": "Mẫu chữ ký của tôi",
        "name": person().name,
        "urls": {
            "keep": url_for("my_signature.keep"),
            "withdraw": url_for("my_signature.withdraw"),
            "picture": url_for("my_signature.picture"),
            "look": url_for("my_signature.show", look=1),
        },
    }
