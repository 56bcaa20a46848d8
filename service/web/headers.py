"""Tiêu đề bảo vệ — what every answer tells the browser it must not do."""

from flask import Flask, Response, current_app, g, request

POLICY = "; ".join(
    (
        "default-src 'none'",
        "script-src 'self'",
        "style-src 'self'",
        # Bootstrap draws its select arrows and check marks as data: pictures.
        "img-src 'self' data:",
        "connect-src 'self'",
        "form-action 'self'",
        "frame-ancestors 'none'",
        "base-uri 'none'",
    )
)

ONE_YEAR_S = 365 * 24 * 3600


def add_headers(app: Flask) -> None:
    app.after_request(protect)


def protect(response: Response) -> Response:
    """Strict policy on every answer; private pages are never kept by a browser or a proxy.

    `no-store` is also what makes the back button ask the server again, so that it cannot show
    a button for something that has been done since.
    """
    headers = response.headers
    headers["Content-Security-Policy"] = policy()
    headers["X-Content-Type-Options"] = "nosniff"
    headers["X-Frame-Options"] = "DENY"
    headers.setdefault("Referrer-Policy", "same-origin")
    headers["Permissions-Policy"] = "camera=(), microphone=(), geolocation=()"
    headers["Cross-Origin-Opener-Policy"] = "same-origin"
    headers["Cross-Origin-Resource-Policy"] = "same-origin"
    if current_app.config["SESSION_COOKIE_SECURE"]:
        headers["Strict-Transport-Security"] = f"max-age={ONE_YEAR_S}"
    if not is_static() and "Cache-Control" not in headers:
        headers["Cache-Control"] = "no-store"
    return response


def policy() -> str:
    """The page that calls a desktop signing tool may also reach it on the person's computer."""
    tool = g.get("calls_tool", "")
    return POLICY.replace("connect-src 'self'", f"connect-src 'self' {tool}") if tool else POLICY


def is_static() -> bool:
    return request.endpoint in ("static", "bootstrap.static")
