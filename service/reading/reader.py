"""Đọc một tệp — from bytes to proposals: read, judge the text, divide, understand."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date

from service.domain.errors import Refused
from service.reading.encoding import judge
from service.reading.findings import Encoding, Reading, State
from service.reading.rows import Flow, Sheet, Source
from service.reading.understanding import understand

MAX_FILE = 60 * 1024 * 1024
FEW_LETTERS = 40  # on a page: less is a stamp or a page number on a picture

NO_TEXT = (
    "Tệp này là bản quét (ảnh), không có chữ để đọc. Hãy nhập tay bên hình trang, hoặc xin bản "
    "điện tử có chữ."
)
NO_LETTERS = "Tệp không có chữ nào. Hãy kiểm tra lại tệp."
OCR = "Chữ trong tệp do máy nhận dạng từ ảnh quét, có thể sai. Hãy đối chiếu với hình trang."
UNREADABLE = (Encoding.TCVN3, Encoding.VNI, Encoding.MOJIBAKE, Encoding.BROKEN)
_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_PICTURES = (b"\x89PNG", b"\xff\xd8\xff", b"GIF8", b"II*\x00", b"MM\x00*")


def read(data: bytes, *, convert: bool = False, today: date | None = None) -> Reading:
    """Read a PDF or DOCX in this process; for files from outside use `read_file`.

    `convert` turns text in TCVN3 or VNI into Unicode and reads on. With `today` a paper dated
    later is pointed out. Raises Refused for what is no PDF or DOCX, locked, broken or too big.
    """
    flow = _flow(data)
    scan = _scan_state(flow)
    if scan is State.NO_TEXT:
        message = NO_TEXT if flow.source is Source.PDF else NO_LETTERS
        return _reading(flow, State.NO_TEXT, Encoding.UNICODE, message)
    judged = judge(flow, convert=convert)
    if judged.encoding in UNREADABLE and not judged.converted:
        return _reading(flow, State.WRONG_TEXT, judged.encoding, judged.message)
    result = understand(judged.flow, judged.encoding, today)
    notes = [judged.message] if judged.message else []
    if _is_recognised(flow.sheets):
        notes.append(OCR)
    return _with_notes(result, scan, flow, notes)


def _flow(data: bytes) -> Flow:
    if not data:
        raise Refused("Tệp rỗng. Hãy chọn lại tệp PDF hoặc Word (.docx).")
    if len(data) > MAX_FILE:
        raise Refused(
            f"Tệp lớn hơn {MAX_FILE >> 20} MB nên không được mở. Hãy nén tệp rồi thử lại."
        )
    # Each library is loaded only for its kind of file: the child starts anew for every one, and
    # loading both takes longer than reading a letter.
    if b"%PDF-" in data[:1024]:
        from service.reading.pdf import read_pdf  # noqa: PLC0415

        return read_pdf(data)
    if data.startswith(b"PK\x03\x04"):
        from service.reading.docx import read_docx  # noqa: PLC0415

        return read_docx(data)
    if data.startswith(_OLE):
        if "EncryptedPackage".encode("utf-16-le") in data:
            raise Refused("Tệp Word đặt mật khẩu nên không đọc được. Hãy bỏ mật khẩu rồi thử lại.")
        raise Refused("Đây là tệp .doc đời cũ. Hãy mở bằng Word, lưu lại dạng .docx rồi thử lại.")
    if data.startswith(_PICTURES):
        raise Refused("Đây là tệp ảnh. Hãy đưa tệp PDF hoặc Word (.docx).")
    raise Refused("Tệp không phải PDF hay Word (.docx). Hãy đưa đúng một trong hai loại tệp ấy.")


def too_big() -> Refused:
    return Refused(f"Tệp lớn hơn {MAX_FILE >> 20} MB nên không được mở. Hãy nén tệp rồi thử lại.")


def _scan_state(flow: Flow) -> State:
    if not flow.rows:
        return State.NO_TEXT
    pictures = [
        sheet
        for sheet in flow.sheets
        if sheet.letters < FEW_LETTERS
        or (sheet.picture_share > 0.6 and sheet.letters < 250 and sheet.hidden_share < 0.5)
    ]
    scans = [sheet for sheet in pictures if sheet.picture_share > 0.3]
    if flow.sheets and len(pictures) == len(flow.sheets) and scans:
        return State.NO_TEXT
    return State.PARTLY if scans else State.READ


def _is_recognised(sheets: Sequence[Sheet]) -> bool:
    return any(sheet.hidden_share > 0.5 for sheet in sheets)


def _reading(flow: Flow, state: State, encoding: Encoding, message: str) -> Reading:
    return Reading(flow.source, state, encoding, message, flow.sheets, flow.total_pages)


def _with_notes(result: Reading, scan: State, flow: Flow, notes: list[str]) -> Reading:
    message, state = result.message, result.state
    if scan is State.PARTLY:
        pages = [
            str(sheet.number)
            for sheet in flow.sheets
            if sheet.letters < FEW_LETTERS and sheet.picture_share > 0.3
        ]
        state = State.PARTLY
        message = f"Trang {', '.join(pages)} là ảnh, không có chữ để đọc. {message}".strip()
    if flow.total_pages > len(flow.sheets):
        notes.append(f"Chỉ đọc {len(flow.sheets)} trang đầu của {flow.total_pages} trang.")
    return replace(result, state=state, message=message, warnings=(*notes, *result.warnings))
