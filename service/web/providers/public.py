"""Trang công khai — the published list of providers and its JSON, for anybody, without signing in.

Both show just PUBLIC_FIELDS. They may be kept by caches for a few minutes, so they never show who
is signed in and never set a cookie.
"""

from typing import Any

from flask import Blueprint, Response, current_app, json, make_response, render_template, request

from service.actions.provider_publishing import public_rows
from service.domain.eligibility.states import PROVIDER_STATE_NAMES, ProviderState
from service.domain.numbering import office_date
from service.domain.vietnamese import fold
from service.web.allow import allow
from service.web.check_page import Gate
from service.web.clock import now
from service.web.frame import office, office_name

pages = Blueprint("provider_public", __name__)

KEPT_S = 300
TOO_OFTEN = "Bạn mở danh sách quá nhiều lần trong một phút; hãy đợi rồi thử lại."


@pages.get("/public/providers")
@allow(public=True)
def show() -> Response:
    """Words typed in the address narrow the list; they are never noted."""
    _gate()
    words = request.args.get("q", "")[:200]
    page = render_template(
        "providers/public.html",
        me=None,
        menu=(),
        rows=_matching(public_rows(office()), words),
        words=words,
        state_names={state.value: name for state, name in PROVIDER_STATE_NAMES.items()},
        looks={ProviderState.PUBLISHED.value: "issued", ProviderState.ASSIGNED.value: "issued"},
        today=office_date(now()),
    )
    return _kept(make_response(page))


@pages.get("/public/providers.json")
@allow(public=True)
def listed() -> Response:
    """``{"agency": …, "on": "2026-07-06", "providers": [{PUBLIC_FIELDS}]}``."""
    _gate()
    body = {
        "agency": office_name(),
        "on": office_date(now()).isoformat(),
        "providers": list(public_rows(office())),
    }
    text = json.dumps(body, ensure_ascii=False, sort_keys=False)
    response = Response(text, content_type="application/json; charset=utf-8")
    response.headers["Access-Control-Allow-Origin"] = "*"
    return _kept(response)


def _matching(rows: tuple[dict[str, Any], ...], words: str) -> list[dict[str, Any]]:
    wanted = fold(words).split()
    return [row for row in rows if all(word in fold(_text(row)) for word in wanted)]


def _text(row: dict[str, Any]) -> str:
    return " ".join([row["name"], row["service_address"], *row["scope"], *row["modes"]])


def _gate() -> None:
    kept: Gate = current_app.extensions.setdefault("provider_gate", Gate(TOO_OFTEN))
    kept.require(request.remote_addr or "", now())


def _kept(response: Response) -> Response:
    response.headers["Cache-Control"] = f"public, max-age={KEPT_S}"
    response.add_etag()
    return response.make_conditional(request)
