"""Danh sách văn bản cũ: what a search among old papers found, as a table to print or to keep."""

from service.domain.found_list import FoundColumn

OLD_FOUND_TITLE = "Danh sách văn bản cũ"

OLD_FOUND_COLUMNS = (
    FoundColumn("STT", 12, centred=True),
    FoundColumn("Số, ký hiệu", 32),
    FoundColumn("Ngày văn bản", 22, centred=True),
    FoundColumn("Loại văn bản", 24),
    FoundColumn("Trích yếu", 70),
    FoundColumn("Cơ quan ban hành", 38),
    FoundColumn("Người ký", 28),
    FoundColumn("Nơi nhận", 32),
    FoundColumn("Đi, đến", 16, centred=True),
)
