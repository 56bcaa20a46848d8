"""Báo lỗi — the one place that turns refusals into pages, field errors or JSON."""

import logging
import secrets
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from flask import Flask, jsonify, make_response, render_template, request
from flask_wtf.csrf import CSRFError
from werkzeug.exceptions import HTTPException, RequestEntityTooLarge, TooManyRequests
from werkzeug.wrappers import Response

from service.domain.errors import (
    ArchiveDamaged,
    Busy,
    NotAllowed,
    NotFound,
    OfficeError,
    Refused,
    RenderingFault,
    StorageFault,
    TooManyTries,
    WrongState,
)
from service.log import without_secrets
from service.web import held
from service.web.allow import SignInFirst

log = logging.getLogger(__name__)

RETRY_AFTER_S = 5
DRAIN_BYTES = 64 * 1024 * 1024


@dataclass(frozen=True, slots=True)
class Fault:
    """One error page: its status, its heading, its sentence, and whether trying again may help."""

    status: int
    title: str
    message: str
    again: bool = False


TITLES: dict[type[OfficeError], tuple[int, str]] = {
    NotAllowed: (403, "Không có quyền"),
    NotFound: (404, "Không tìm thấy"),
    WrongState: (409, "Việc này không còn làm được"),
    Refused: (422, "Chưa làm được"),
    TooManyTries: (429, "Thử quá nhiều lần"),
    Busy: (503, "Máy chủ đang bận"),
    RenderingFault: (500, "Chưa tạo được tệp"),
    ArchiveDamaged: (500, "Tệp lưu trữ có vấn đề"),
    StorageFault: (507, "Chưa ghi được dữ liệu"),
}

HTTP_SENTENCES = {
    400: ("Yêu cầu không đúng", "Trình duyệt gửi một yêu cầu mà hệ thống không hiểu."),
    404: ("Không tìm thấy trang", "Địa chỉ này không có trong hệ thống, hoặc đã được gõ sai."),
    405: ("Không mở được như thế", "Địa chỉ này chỉ dùng khi bấm nút trên trang."),
    413: (
        "Tệp hoặc nội dung quá lớn",
        "Hệ thống nhận tối đa {limit} MB mỗi lần gửi. Hãy giảm dung lượng rồi gửi lại.",
    ),
    429: ("Thử quá nhiều lần", "Hãy chờ một lát rồi thử lại."),
}


def status_of(error: OfficeError) -> int:
    return next(TITLES[kind][0] for kind in type(error).__mro__ if kind in TITLES)


def show_on(form: Any, error: OfficeError) -> None:
    """Put a refusal on the form: each sentence at its field, the rest above all fields.

    Paths are WTForms names (``recipients-2``). What belongs to no field of the form class (an
    uploaded file) stays in ``form.elsewhere``, by its path; the error summary shows it too.
    """
    fields = {field.name: field for field in each_field(form)}
    form.elsewhere = {}
    for path, sentence in error.errors.items():
        if path in fields:
            fields[path].errors = [*fields[path].errors, sentence]
        else:
            form.elsewhere[path] = sentence
    if not error.errors:
        form.form_errors.append(error.message)


def each_field(form: Any) -> Iterator[Any]:
    """Every field of a form, those inside rows and groups too, outer before inner."""
    for field in form:
        yield field
        entries = getattr(field, "entries", None)
        inner = entries if entries is not None else getattr(field, "form", ())
        yield from each_field(inner)


def add_error_pages(app: Flask) -> None:
    app.register_error_handler(OfficeError, refused)
    app.register_error_handler(SignInFirst, sign_in_first)
    app.register_error_handler(CSRFError, unproved)
    app.register_error_handler(RequestEntityTooLarge, too_large)
    app.register_error_handler(HTTPException, http_error)
    app.register_error_handler(Exception, broken)


def refused(error: OfficeError) -> Response:
    status, title = next(TITLES[kind] for kind in type(error).__mro__ if kind in TITLES)
    if status >= 500:
        log.error(
            "%s %s: %s",
            request.method,
            without_secrets(request.path),
            error.message,
            exc_info=error,
        )
    again = isinstance(error, Busy)
    response = answer(Fault(status, title, error.message, again), errors=error.errors)
    if isinstance(error, Busy | TooManyTries):
        response.headers["Retry-After"] = str(getattr(error, "wait_s", RETRY_AFTER_S))
    return response


def sign_in_first(_: SignInFirst) -> Response:
    if wants_json():
        message = "Phiên làm việc đã hết. Hãy đăng nhập lại; những gì vừa gõ vẫn còn ở đây."
        return answer(Fault(401, "Cần đăng nhập", message))
    return held.to_sign_in()


def unproved(_: CSRFError) -> Response:
    """A form whose token does not fit: its session ended meanwhile, or it is not from our page."""
    if wants_json():
        message = "Phiên làm việc đã đổi. Hãy tải lại trang; những gì vừa gõ vẫn còn ở đây."
        return answer(Fault(401, "Cần tải lại trang", message))
    kept = held.keep_and_return()
    if kept is not None:
        return kept
    sentence = (
        "Trang này đã mở quá lâu hoặc được mở từ nơi khác, nên chưa có gì được ghi. "
        "Hãy tải lại trang rồi làm lại."
    )
    return answer(Fault(400, "Trang đã cũ", sentence))


def too_large(_: RequestEntityTooLarge) -> Response:
    drain()
    return http_answer(413)


def drain() -> None:
    """Read what the browser is still sending, so that it shows our sentence, not a broken line."""
    left = min(request.content_length or 0, DRAIN_BYTES)
    stream = request.environ["wsgi.input"]
    while left > 0:
        chunk = stream.read(min(left, 65536))
        if not chunk:
            break
        left -= len(chunk)


def http_error(error: HTTPException) -> Response:
    if error.code is None or error.code < 400:
        return make_response(error.get_response())
    response = http_answer(error.code)
    if isinstance(error, TooManyRequests):
        response.headers["Retry-After"] = str(RETRY_AFTER_S)
    if error.code == 405:
        response.headers["Allow"] = ", ".join(error.get_response().headers.getlist("Allow"))
    return response


def http_answer(code: int) -> Response:
    limit = (request.max_content_length or 0) // (1024 * 1024)
    title, sentence = HTTP_SENTENCES.get(code, HTTP_SENTENCES[400])
    return answer(Fault(code, title, sentence.format(limit=limit)))


def broken(error: Exception) -> Response:
    """A bug. The id is in the log beside the traceback; what was typed is held if it can be."""
    ident = secrets.token_hex(4).upper()
    log.error(
        "fault %s: %s %s", ident, request.method, without_secrets(request.path), exc_info=error
    )
    back = None if wants_json() else held.keep_quietly()
    sentence = (
        "Hệ thống gặp lỗi và chưa làm được việc này. Lỗi đã được ghi lại với mã "
        f"{ident}; hãy báo mã này cho người quản trị."
    )
    return answer(Fault(500, "Hệ thống gặp lỗi", sentence), ident=ident, back=back)


def answer(fault: Fault, **more: Any) -> Response:
    if wants_json():
        body = {"error": fault.message, "errors": more.get("errors", {})}
        return make_response(jsonify(body), fault.status)
    page = render_template("error.html", fault=fault, back=more.get("back"))
    return make_response(page, fault.status)


def wants_json() -> bool:
    """Our own scripts say so; a browser opening a page never does."""
    return request.accept_mimetypes.best == "application/json"
