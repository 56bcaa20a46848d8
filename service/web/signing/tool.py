"""Phần mềm ký trên máy — the page that calls the office's desktop tool, the tool's own scripts
from the data folder, and the two one-time addresses that it fetches from and posts to.

The tool is another program on the person's computer without our session: the address is the
key. It speaks JSON with ``Status`` 0 for good, and shows ``Message`` to the person.
"""

from typing import Any

from flask import (
    Blueprint,
    Flask,
    Response,
    g,
    jsonify,
    render_template,
    request,
    send_from_directory,
    url_for,
)

from service.actions.desktop_signing import (
    begin_tool,
    fetch_for_tool,
    require_known,
    take_from_tool,
)
from service.domain.errors import NotFound, OfficeError, Refused
from service.domain.signing import SigningStep
from service.store import documents, signing
from service.web.allow import allow, person
from service.web.clock import now
from service.web.frame import office
from service.web.signing import ways
from service.web.signing.page import SIGNERS, attached

pages = Blueprint("signing_tool", __name__)

TOOL = "wss://127.0.0.1:8987"
"""Where the national desktop tool listens on the person's own computer."""
UPLOAD_FIELD = "uploadfile"
ACTIONS = {SigningStep.PERSON: "vgca_sign_approved", SigningStep.SEAL: "vgca_sign_issued"}
ANNEX_ACTION = "vgca_sign_appendix"


@pages.post("/documents/<int:document_id>/signing-tool")
@allow(*SIGNERS)
def begin(document_id: int) -> Any:
    """The page with which the browser calls the tool; its addresses are made for this once."""
    if not ways.has_tool():
        raise NotFound("Cơ quan chưa cài tệp lệnh của phần mềm ký trên máy chủ này.")
    form = ways.ToolForm(request.form)
    errand = begin_tool(
        office(), document_id, reason=form.reason.data or "", by=person(), now=now()
    )
    document = documents.get(office().db, document_id, person())
    stand = signing.standing(office().db, document)
    g.calls_tool = TOOL
    return render_template(
        "signing/tool.html",
        document=document,
        session=errand.session,
        action=ANNEX_ACTION if stand.part else ACTIONS[stand.step],
        scripts=ways.TOOL_SCRIPTS,
        told={
            "FileName": url_for("signing_tool.fetch", token=errand.download, _external=True),
            "FileUploadHandler": url_for("signing_tool.take", token=errand.upload, _external=True),
            "SessionId": "",
            "JWTToken": "",
            "DocNumber": document.reference,
            "IssuedDate": (document.issued_on or now().date()).isoformat(),
            "MetaData": [],
        },
    )


@pages.get("/signing-tool/scripts/<name>")
@allow(*SIGNERS)
def script(name: str) -> Response:
    """The office's own copy of the tool's scripts; the project ships none."""
    if name not in ways.TOOL_SCRIPTS or not ways.has_tool():
        raise NotFound("Không có tệp lệnh này.")
    return send_from_directory(office().settings.tool_folder, name, mimetype="text/javascript")


@pages.get("/signing-tool/<token>/van-ban.pdf")
@allow(public=True)
def fetch(token: str) -> Any:
    """The file, once; a mere look at the address does not count."""
    if request.method == "HEAD":
        return Response(mimetype="application/pdf")
    try:
        name, data = fetch_for_tool(office(), token, now=now())
    except OfficeError as error:
        return told(error)
    return attached(name, data)


@pages.post("/signing-tool/<token>")
@allow(public=True)
def take(token: str) -> Any:
    """The signed file, once; the answer is what the tool expects."""
    try:
        require_known(office(), token)
        file = request.files.get(UPLOAD_FIELD)
        if file is None:
            raise Refused("Phần mềm ký không gửi kèm tệp nào.")
        data = file.stream.read()
        take_from_tool(office(), token, data, desk=ways.desk(), now=now())
    except OfficeError as error:
        return told(error)
    return jsonify({"Status": 0, "Message": "", "FileName": file.filename or "", "FileServer": ""})


def told(error: OfficeError) -> Response:
    """A refusal as the tool shows it; always 200, for it reads nothing else."""
    return jsonify({"Status": 1, "Message": error.message, "FileName": "", "FileServer": ""})


def let_tool_post(app: Flask) -> None:
    """The tool has no session and no CSRF token; its address is the proof."""
    app.extensions["csrf"].exempt(take)
