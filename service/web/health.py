"""Sống hay không — for process managers; touches no session and no paper."""

from flask import Blueprint, Response, jsonify

from service.web.allow import allow
from service.web.frame import office

pages = Blueprint("health", __name__)


@pages.get("/health")
@allow(public=True)
def show() -> Response:
    """200 when the database answers; a StorageFault or Busy becomes 507 or 503."""
    office().db.one("SELECT 1")
    return jsonify({"status": "ok"})
