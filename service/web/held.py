"""Giữ lại những gì đã gõ — a form posted after its session ended waits for its owner's return.

Each of our POST forms carries, beside the CSRF token, a signed note of whose form it is. With a
good note the form is kept and given back after that person signs in; without one (a form from
another site) nothing is kept.
"""

import json
import logging
from urllib.parse import urlsplit

from flask import current_app, redirect, request, url_for
from flask_login import current_user
from flask_wtf.csrf import generate_csrf
from itsdangerous import BadSignature, URLSafeTimedSerializer
from markupsafe import Markup
from werkzeug.datastructures import MultiDict
from werkzeug.exceptions import HTTPException
from werkzeug.wrappers import Response

from service.actions import session as sessions
from service.app import Office
from service.domain.documents import Person
from service.domain.errors import NotFound, OfficeError, Refused
from service.web.clock import now

log = logging.getLogger(__name__)

OWNER = "_owner"
PAGE = "_page"
NOT_TYPED = ("csrf_token", OWNER, PAGE)
PRIVATE = "id_no"
NOTE_AGE_S = 14 * 24 * 3600


def tokens() -> Markup:
    """The hidden inputs of every POST form: CSRF token, whose form it is, the page it stands on."""
    inputs = [("csrf_token", generate_csrf())]
    if current_user.is_authenticated:
        inputs.append((OWNER, notes().dumps(current_user.person.id)))
        if request.method == "GET":
            inputs.append((PAGE, request.path))
        elif local(posted(PAGE)):
            inputs.append((PAGE, posted(PAGE)))
    template = Markup('<input type="hidden" name="{}" value="{}">')
    return Markup("").join(template.format(name, value) for name, value in inputs)


def posted(name: str) -> str:
    """A posted value; empty for a body that cannot be read, on the very page that says so."""
    try:
        return request.form.get(name, "")
    except HTTPException:
        return ""


def notes() -> URLSafeTimedSerializer:
    return URLSafeTimedSerializer(current_app.config["SECRET_KEY"], salt="whose-form")


def to_sign_in() -> Response:
    """Send the visitor to sign in, and back afterwards; a posted form is kept meanwhile."""
    back = request.full_path.rstrip("?") if request.method == "GET" else page_of_form()
    token = None if request.method == "GET" else keep()
    return redirect(url_for("session.enter", next=back, held=token), 303)


def keep_and_return() -> Response | None:
    """Keep the form and open its page again, signed in or not; None when nothing can be kept."""
    token = keep()
    if token is None:
        return None
    if not current_user.is_authenticated:
        return redirect(url_for("session.enter", next=page_of_form(), held=token), 303)
    return redirect(with_held(page_of_form(), token), 303)


def keep_quietly() -> str | None:
    """After a fault: keep what can be kept; the address that gives it back, or None."""
    if request.method != "POST":
        return None
    try:
        token = keep()
    except OfficeError:
        log.exception("the form could not be kept either")
        return None
    return token and with_held(page_of_form(), token)


def keep() -> str | None:
    """Store the posted fields; the token to fetch them with, or None when they are not ours."""
    owner = owner_of_form()
    if owner is None:
        return None
    # Identity numbers are kept encrypted or not at all, and a waiting form is not.
    typed = [
        (name, value)
        for name, value in request.form.items(multi=True)
        if name not in NOT_TYPED and not name.endswith(PRIVATE)
    ]
    if not typed:
        return None
    body = json.dumps({"person": owner, "fields": typed}, ensure_ascii=False)
    try:
        return sessions.hold_form(office(), page_of_form(), body, now=now())
    except Refused:  # too long to keep; the browser still has its own copy
        return None


def office() -> Office:
    running: Office = current_app.extensions["office"]
    return running


def owner_of_form() -> int | None:
    try:
        return int(notes().loads(posted(OWNER), max_age=NOTE_AGE_S))
    except (BadSignature, ValueError):
        return None


def given_back(person: Person) -> MultiDict[str, str] | None:
    """The fields kept under ``?held=``, if they are this person's and for this page.

    They stay stored until they are old, so that reloading the page shows them again.
    """
    token = request.args.get("held")
    if not token:
        return None
    try:
        found = sessions.held_form(office(), token, now=now())
    except NotFound:
        return None
    if found.path != request.path:
        return None
    body = json.loads(found.body)
    if body["person"] != person.id:
        return None
    return MultiDict([(name, value) for name, value in body["fields"]])


def page_of_form() -> str:
    """The page that the form stood on; an address of this site only."""
    page = posted(PAGE)
    return page if local(page) else url_for("home.show")


def with_held(path: str, token: str) -> str:
    return f"{path}?held={token}"


def local(path: str | None) -> bool:
    """Whether an address stays on this site: nothing may lead people away after signing in."""
    if not path or not path.startswith("/") or path.startswith(("//", "/\\")) or "\\" in path:
        return False
    parts = urlsplit(path)
    return not parts.scheme and not parts.netloc and path.isprintable()
