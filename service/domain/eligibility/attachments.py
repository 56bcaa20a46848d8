"""Tệp đính kèm — what the bytes are, whatever the name says; and a name that tells of nobody."""

from service.domain.errors import Refused

MOST_BYTES = 20 * 1024 * 1024
PDF, JPEG, PNG = "application/pdf", "image/jpeg", "image/png"

_ENDINGS = {PDF: ("pdf",), JPEG: ("jpg", "jpeg"), PNG: ("png",)}
_NAMES = {PDF: "PDF", JPEG: "ảnh JPEG", PNG: "ảnh PNG"}
_TAKEN = "Chỉ nhận tệp PDF, ảnh JPEG hoặc PNG."


def real_type(name: str, data: bytes) -> str:
    """The media type by the bytes; Refused (field ``file``) when it is none of the three, when
    the name says another, or when it is empty or too big."""
    if not data:
        raise Refused("Tệp rỗng (0 byte). Hãy chọn lại tệp.", "file")
    if len(data) > MOST_BYTES:
        raise Refused(f"Tệp lớn quá {MOST_BYTES >> 20} MB; hãy giảm độ phân giải.", "file")
    found = _sniffed(data)
    if found is None:
        raise Refused(f"Tệp này không đọc được như PDF hay ảnh. {_TAKEN}", "file")
    ending = name.rsplit(".", 1)[-1].lower() if "." in name else ""
    if ending not in _ENDINGS[found]:
        raise Refused(
            f"Tên tệp ghi “.{ending[:8]}” nhưng nội dung là {_NAMES[found]}. Hãy lưu lại đúng loại "
            f"rồi tải lên. {_TAKEN}",
            "file",
        )
    return found


def _sniffed(data: bytes) -> str | None:
    if data.startswith(b"%PDF-") and b"%%EOF" in data[-2048:]:
        return PDF
    if data.startswith(b"\xff\xd8\xff") and data.rstrip(b"\x00\r\n").endswith(b"\xff\xd9"):
        return JPEG
    if data.startswith(b"\x89PNG\r\n\x1a\n") and b"IEND" in data[-64:]:
        return PNG
    return None


def plain_name(item: str, number: int, media_type: str) -> str:
    """``diplomas-2.pdf``: the uploader's own name for the file often names a person."""
    return f"{item}-{number}.{_ENDINGS[media_type][0]}"
