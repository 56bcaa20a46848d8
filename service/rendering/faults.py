"""Vì sao chưa có tệp PDF — the converters' sentences, one for each code."""

from service.domain.errors import RenderingFault

BUSY = "Máy chủ đang bận, xin thử lại sau ít giây."

_TELL_OPERATOR = "nếu vẫn lỗi, hãy báo người quản trị."
_SENTENCES = {
    "docx-refused": "LibreOffice không mở được tệp Word này, chưa tạo được PDF.",
    "converter-crash": "Bộ chuyển đổi LibreOffice dừng giữa chừng hai lần với văn bản này, "
    f"chưa tạo được PDF. Xin thử lại; {_TELL_OPERATOR}",
    "converter-timeout": "Chuyển sang PDF quá lâu nên đã dừng. Hãy rút gọn văn bản (bảng quá "
    f"dài, ảnh quá lớn) rồi thử lại; {_TELL_OPERATOR}",
    "converter-start": "LibreOffice không khởi động được nên chưa tạo được PDF. Hãy báo người "
    "quản trị chạy “service doctor”.",
    "converter-missing": "Máy chủ chưa cài LibreOffice nên chưa tạo được PDF. Hãy báo người "
    "quản trị cài gói libreoffice-writer-nogui.",
    "converter-closed": "Máy chủ đang dừng, xin thử lại sau ít phút.",
}
_PERMANENT = frozenset({"docx-refused"})


def fault(code: str) -> RenderingFault:
    """The fault for one of the codes above."""
    return RenderingFault(_SENTENCES[code], code=code, permanent=code in _PERMANENT)
