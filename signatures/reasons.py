"""Lý do — every reason a verdict can have: its weight and its sentence, in one table."""

from dataclasses import dataclass
from enum import StrEnum


class Weight(StrEnum):
    NOTE = "note"  # đáng biết, không ảnh hưởng kết luận
    REVIEW = "review"  # một người có tên phải xem và xác nhận
    INVALID = "invalid"


@dataclass(frozen=True, slots=True)
class Reason:
    """One reason; `field` names the signature field it is about, or is empty."""

    code: str
    weight: Weight
    sentence: str
    field: str = ""


REASONS: dict[str, tuple[Weight, str]] = {
    # The file as a file.
    "not-pdf": (Weight.INVALID, "Tệp không phải PDF, hoặc có dữ liệu lạ trước phần đầu tệp."),
    "too-big": (
        Weight.INVALID,
        "Tệp lớn hơn {limit} MB; hãy giảm dung lượng rồi gửi lại.",
    ),
    "too-many-pages": (Weight.INVALID, "Tệp có hơn {limit} trang; hãy tách tệp."),
    "huge-page": (Weight.INVALID, "Tệp có trang lớn bất thường (trên {limit} m)."),
    "encrypted": (Weight.INVALID, "Tệp đặt mật khẩu hoặc mã hóa; hãy gửi tệp không đặt mật khẩu."),
    "broken": (Weight.INVALID, "Tệp PDF hỏng hoặc bị cắt cụt, không đọc được đến cuối."),
    "over-limits": (
        Weight.INVALID,
        "Tệp làm chương trình đọc vượt giới hạn bộ nhớ hoặc thời gian; coi là tệp nguy hiểm.",
    ),
    "xfa": (Weight.INVALID, "Tệp chứa biểu mẫu XFA, nội dung có thể thay đổi khi mở."),
    "active-content": (Weight.INVALID, "Tệp chứa mã lệnh hoặc lệnh mở chương trình ({what})."),
    "program-attached": (Weight.INVALID, "Tệp đính kèm chương trình chạy được: {what}."),
    "attachment": (Weight.NOTE, "Tệp có tệp đính kèm: {what}."),
    "junk-after-end": (Weight.INVALID, "Có dữ liệu lạ nối sau phần cuối của tệp."),
    # The signatures.
    "unsigned": (Weight.INVALID, "Tệp không có chữ ký số nào."),
    "missing-signature": (Weight.INVALID, "Thiếu {what}."),
    "unreadable-signature": (Weight.INVALID, "Không đọc được chữ ký trong ô {what}."),
    "altered": (Weight.INVALID, "Nội dung đã ký bị thay đổi sau khi {who} ký."),
    "forged": (Weight.INVALID, "Giá trị chữ ký của {who} không khớp với chứng thư."),
    "partial-cover": (
        Weight.INVALID,
        "Chữ ký của {who} không bao trùm trọn tệp tại thời điểm ký.",
    ),
    "untrusted": (
        Weight.INVALID,
        "Chứng thư của {who} không dẫn tới tổ chức chứng thực nào trong kho tin cậy.",
    ),
    "revoked": (Weight.INVALID, "Chứng thư của {who} đã bị thu hồi trước thời điểm ký."),
    "not-valid-then": (
        Weight.INVALID,
        "Chứng thư của {who} không có hiệu lực vào thời điểm ký ({when}).",
    ),
    "wrong-usage": (Weight.INVALID, "Chứng thư của {who} không dùng để ký số được."),
    "weak": (Weight.INVALID, "Chữ ký của {who} dùng thuật toán hoặc khóa yếu ({what})."),
    "wrong-person": (
        Weight.INVALID,
        "Người ký {who} không phải chứng thư đã đăng ký cho “{what}”.",
    ),
    "wrong-order": (Weight.INVALID, "Cơ quan ký trước người có thẩm quyền (Điều 14, Điều 32)."),
    "revocation-unknown": (
        Weight.REVIEW,
        "Chưa kiểm tra được chứng thư của {who} có bị thu hồi hay không.",
    ),
    "expired-without-proof": (
        Weight.REVIEW,
        "Chứng thư của {who} đã hết hạn ngày {when} và không có dấu thời gian chứng minh lúc ký.",
    ),
    "timestamp-untrusted": (
        Weight.REVIEW,
        "Dấu thời gian trên chữ ký của {who} không kiểm chứng được.",
    ),
    "no-timestamp": (
        Weight.NOTE,
        "Chữ ký của {who} không có dấu thời gian; giờ ký là giờ máy của người ký.",
    ),
    "timestamp-needed": (
        Weight.REVIEW,
        "Chữ ký của {who} không có dấu thời gian như cơ quan yêu cầu.",
    ),
    # What happened to the file since it was handed out, or since it was signed.
    "not-derived": (
        Weight.INVALID,
        "Tệp không phải bản hệ thống đã giao để ký: nội dung hoặc hình trang khác.",
    ),
    "rewritten": (
        Weight.REVIEW,
        "Phần mềm ký đã ghi lại toàn bộ tệp; nội dung và hình các trang vẫn như bản đã giao.",
    ),
    "changed-visibly": (
        Weight.INVALID,
        "Trang {what} bị thay đổi ngoài các ô dành cho chữ ký, dấu, số và thời gian.",
    ),
    "changed-in-boxes": (
        Weight.REVIEW,
        "Tệp bị sửa theo cách lạ, nhưng hình chỉ khác trong các ô dành cho chữ ký, dấu, số, ngày.",
    ),
    "changed-field": (Weight.INVALID, "Ô “{what}” đã điền bị thay đổi."),
    "changed-after-last": (Weight.REVIEW, "Sau chữ ký cuối cùng tệp còn được điền thêm."),
    "extra-field": (
        Weight.NOTE,
        "Tệp có thêm ô “{what}” không do hệ thống tạo.",
    ),
    "extra-field-visible": (
        Weight.REVIEW,
        "Ô “{what}” không do hệ thống tạo và hiện hình trên trang {page}.",
    ),
    "own-field": (
        Weight.REVIEW,
        "Phần mềm ký tự tạo ô “{what}” thay vì dùng ô hệ thống đã chừa.",
    ),
    "wrong-value": (Weight.INVALID, "Ô “{what}” ghi khác số, thời gian đã cấp."),
}


def reason(code: str, *, field: str = "", **words: object) -> Reason:
    weight, sentence = REASONS[code]
    return Reason(code, weight, sentence.format(**words), field)
