"""Câu báo lỗi — WTForms speaks Vietnamese here; it ships no Vietnamese of its own.

A message that is missing below raises KeyError: a test walks every message WTForms can say.
"""

MESSAGES = {
    "Choices cannot be None.": "Danh sách lựa chọn chưa được nạp.",
    "Date must be at least %(min)s.": "Ngày không được trước %(min)s.",
    "Date must be at most %(max)s.": "Ngày không được sau %(max)s.",
    "Date must be between %(min)s and %(max)s.": "Ngày phải trong khoảng %(min)s đến %(max)s.",
    "Field must be between %(min)d and %(max)d characters long.": (
        "Phải dài từ %(min)d đến %(max)d ký tự."
    ),
    "Field must be equal to %(other_name)s.": "Phải giống ô “%(other_name)s”.",
    "Invalid Choice: could not coerce.": "Lựa chọn không hợp lệ.",
    "Invalid CSRF Token.": "Trang đã mở quá lâu. Tải lại trang rồi gửi lại.",
    "Invalid IP address.": "Địa chỉ IP không hợp lệ.",
    "Invalid Mac address.": "Địa chỉ MAC không hợp lệ.",
    "Invalid URL.": "Địa chỉ trang web không hợp lệ.",
    "Invalid UUID.": "Mã UUID không hợp lệ.",
    "Invalid choice(s): one or more data inputs could not be coerced.": "Lựa chọn không hợp lệ.",
    "Invalid email address.": "Địa chỉ thư điện tử không hợp lệ.",
    "Invalid field name '%s'.": "Không có ô “%s”.",
    "Invalid input.": "Nội dung không đúng dạng.",
    "Invalid value, can't be any of: %(values)s.": "Không được dùng: %(values)s.",
    "Invalid value, must be one of: %(values)s.": "Phải là một trong các giá trị: %(values)s.",
    "Not a valid choice.": "Hãy chọn một mục trong danh sách.",
    "Not a valid date value.": "Ngày không hợp lệ. Ghi ngày/tháng/năm, ví dụ 08/01/2021.",
    "Not a valid datetime value.": "Ngày giờ không hợp lệ.",
    "Not a valid decimal value.": "Hãy ghi một số.",
    "Not a valid float value.": "Hãy ghi một số.",
    "Not a valid integer value.": "Hãy ghi một số nguyên.",
    "Not a valid time value.": "Giờ không hợp lệ.",
    "Not a valid week value.": "Tuần không hợp lệ.",
    "Number must be at least %(min)s.": "Số không được nhỏ hơn %(min)s.",
    "Number must be at most %(max)s.": "Số không được lớn hơn %(max)s.",
    "Number must be between %(min)s and %(max)s.": "Số phải từ %(min)s đến %(max)s.",
    "This field cannot be edited.": "Không được sửa ô này.",
    "This field is disabled and cannot have a value.": "Ô này đang khóa, không được điền.",
    "This field is required.": "Chưa điền ô này.",
    "CSRF failed.": "Trang đã mở quá lâu. Tải lại trang rồi gửi lại.",
    "CSRF token expired.": "Trang đã mở quá lâu. Tải lại trang rồi gửi lại.",
    "CSRF token missing.": "Trang đã mở quá lâu. Tải lại trang rồi gửi lại.",
}

COUNTED_MESSAGES = {
    "Field must be at least %(min)d character long.": "Phải có ít nhất %(min)d ký tự.",
    "Field cannot be longer than %(max)d character.": "Không được dài quá %(max)d ký tự.",
    "Field must be exactly %(max)d character long.": "Phải có đúng %(max)d ký tự.",
    "'%(value)s' is not a valid choice for this field.": "“%(value)s” không có trong danh sách.",
}
"""Vietnamese nouns have no plural: one sentence serves every count."""


class VietnameseMessages:
    """What WTForms calls for every built-in sentence."""

    def gettext(self, string: str) -> str:
        return MESSAGES[string]

    def ngettext(self, singular: str, plural: str, n: int) -> str:
        return COUNTED_MESSAGES[singular]
