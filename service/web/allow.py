"""Ai được vào — every view states who may use it; a guard walks the URL map and insists."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from functools import wraps
from typing import Any

from flask import Flask
from flask_login import current_user

from service.domain.documents import Person
from service.domain.errors import NotAllowed
from service.domain.workflow import ROLE_NAMES, Role

View = Callable[..., Any]

EVERYONE = tuple(Role)
"""Anybody who is signed in: a person without a role cannot exist."""


@dataclass(frozen=True, slots=True)
class Access:
    """Who may use one route."""

    roles: frozenset[Role] = frozenset()
    public: bool = False


class SignInFirst(Exception):
    """Nobody is signed in (any more); `service.web.held` decides what becomes of the request."""


def allow(*roles: Role, public: bool = False) -> Callable[[View], View]:
    """State who may use a view: some roles, or everybody with ``public=True``.

    Stands directly over the function, under the route, so that the wrapped view is what Flask
    registers. What a person may see *within* a route is the store's business.
    """
    if bool(roles) == public:
        raise ValueError("name the roles, or say public=True")
    access = Access(frozenset(roles), public)

    def decorate(view: View) -> View:
        @wraps(view)
        def guarded(*args: Any, **kwargs: Any) -> Any:
            require(access)
            return view(*args, **kwargs)

        guarded.access = access  # type: ignore[attr-defined]
        return guarded

    return decorate


def require(access: Access) -> None:
    """Let the request pass, or raise SignInFirst or NotAllowed."""
    if access.public:
        return
    if not may_use(person().roles, access):
        names = " hoặc ".join(ROLE_NAMES[role] for role in EVERYONE if role in access.roles)
        raise NotAllowed(
            f"Trang này dành cho vai trò {names}. "
            "Nếu bạn cần dùng, hãy nhờ người quản trị giao thêm vai trò."
        )


def may_use(roles: Iterable[Role], access: Access) -> bool:
    return access.public or not access.roles.isdisjoint(roles)


def person() -> Person:
    """Who is signed in on this request; raises SignInFirst."""
    if not current_user.is_authenticated:
        raise SignInFirst
    return current_user.person  # type: ignore[no-any-return]


def access_of(app: Flask, endpoint: str) -> Access | None:
    """What an endpoint states, or None when it states nothing (a fault that the guard finds)."""
    return getattr(app.view_functions[endpoint], "access", None)


def open_to_all(app: Flask, endpoints: Iterable[str]) -> None:
    """State for endpoints that packages register themselves (style sheets) that they are public."""
    for endpoint in endpoints:
        app.view_functions[endpoint] = allow(public=True)(app.view_functions[endpoint])
