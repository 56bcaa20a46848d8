"""Kiểm tra chữ ký — the digital signatures of any PDF file, judged with every reason."""

import base64
import json
from typing import Any

from flask import Blueprint, Response, redirect, render_template, request, url_for

from service.domain.errors import Busy, NotFound, Refused
from service.rendering.uploads import read_upload
from service.web.allow import allow, person
from service.web.clock import now
from service.web.errors import status_of
from service.web.frame import READERS, office
from service.web.lookover import Dropped, drop, find, uploaded
from signatures.reasons import Weight
from signatures.report import REVOCATION_NAMES, Report, Verdict
from signatures.sandbox import verify_file
from signatures.trust import load_trust

pages = Blueprint("verification", __name__)

MISSING = "Chưa chọn tệp PDF cần kiểm tra."
SIDES = ("before", "after")


@pages.get("/verification")
@allow(*READERS)
def ask() -> str:
    return render_template("verification/ask.html", wrong="")


@pages.post("/verification")
@allow(*READERS)
def check() -> Any:
    """Judge the dropped file, if given against the file that was handed out for signing."""
    try:
        name, data = uploaded("file", MISSING)
        read_upload(data)
    except Refused as refusal:
        return render_template("verification/ask.html", wrong=refusal.message), 422
    base = request.files.get("base")
    dropped = drop(name, data, by=person(), now=now())
    settings = office().settings
    settings.trust_folder.mkdir(parents=True, exist_ok=True)
    try:
        report = verify_file(
            dropped.folder / "file",
            trust_folder=settings.trust_folder,
            at=now(),
            base=base.stream.read() if base and base.filename else None,
            fetch=True,
        )
    except Busy as busy:
        return render_template("verification/ask.html", wrong=busy.message), status_of(busy)
    dropped.write("verdict.json", json.dumps(report.to_dict(pictures=True)).encode())
    return redirect(url_for("verification.show", token=dropped.token), 303)


@pages.get("/verification/<token>")
@allow(*READERS)
def show(token: str) -> str:
    dropped = find(token, by=person(), now=now())
    return render_template(
        "verification/report.html",
        dropped=dropped,
        report=_report(dropped),
        verdicts=Verdict,
        weights=Weight,
        revocation_names=REVOCATION_NAMES,
        trust_is_empty=not load_trust(office().settings.trust_folder).anchors,
    )


@pages.get("/verification/<token>/differences/<int:number>/<side>.png")
@allow(*READERS)
def difference(token: str, number: int, side: str) -> Response:
    """What a place looked like before, and what it looks like now."""
    differences = _verdict(find(token, by=person(), now=now()))["differences"]
    if side not in SIDES or not 1 <= number <= len(differences):
        raise NotFound("Không có ảnh này.")
    return Response(base64.b64decode(differences[number - 1][side]), mimetype="image/png")


def _verdict(dropped: Dropped) -> dict[str, Any]:
    if not dropped.has("verdict.json"):
        raise NotFound("Kết quả này là của một việc kiểm tra khác.")
    return json.loads(dropped.read("verdict.json"))  # type: ignore[no-any-return]


def _report(dropped: Dropped) -> Report:
    return Report.from_dict(_verdict(dropped))
