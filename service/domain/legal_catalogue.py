"""Danh mục căn cứ — the legal papers an office may rest its own on, with the days they hold.

Three regimes of one procedure stand side by side, chosen by date: công bố tổ chức, cá nhân đủ
điều kiện cung cấp dịch vụ cai nghiện ma túy tự nguyện (to 30/06/2025, to 30/06/2026, and from
01/07/2026). What was not read in the paper itself is named in `unsure`.
"""

from datetime import date

from service.domain.legal_bases import LegalBasis

AS_OF = date(2026, 11, 24)
"""The day this list was checked; a paper written with it is not dated earlier, unless it says."""

_NAME, _START, _END = "trích yếu", "ngày có hiệu lực", "ngày hết hiệu lực"

CATALOGUE = (
    LegalBasis(
        "law-local-government-2015",
        "Luật",
        "Tổ chức chính quyền địa phương",
        date(2015, 6, 19),
        since=date(2016, 1, 1),
        until=date(2025, 2, 28),
        number="77/2015/QH13",
        replaced_by="law-local-government-2025-02",
        unsure=(_END,),
        note="sửa đổi, bổ sung ngày 22 tháng 11 năm 2019",
    ),
    LegalBasis(
        "law-local-government-2025-02",
        "Luật",
        "Tổ chức chính quyền địa phương",
        date(2025, 2, 19),
        since=date(2025, 3, 1),
        until=date(2025, 6, 15),
        number="65/2025/QH15",
        replaced_by="law-local-government-2025",
        unsure=(_START, _END),
    ),
    LegalBasis(
        "law-local-government-2025",
        "Luật",
        "Tổ chức chính quyền địa phương",
        date(2025, 6, 16),
        since=date(2025, 6, 16),
        number="72/2025/QH15",
    ),
    LegalBasis(
        "law-drugs-2021",
        "Luật",
        "Phòng, chống ma túy",
        date(2021, 3, 30),
        since=date(2022, 1, 1),
        until=date(2026, 6, 30),
        number="73/2021/QH14",
        replaced_by="law-drugs-2025",
    ),
    LegalBasis(
        "law-drugs-2025",
        "Luật",
        "Phòng, chống ma túy",
        date(2025, 12, 10),
        since=date(2026, 7, 1),
        number="120/2025/QH15",
    ),
    LegalBasis(
        "decree-116-2021",
        "Nghị định",
        "quy định chi tiết một số điều của Luật Phòng, chống ma túy, Luật Xử lý vi phạm hành "
        "chính về cai nghiện ma túy và quản lý sau cai nghiện ma túy",
        date(2021, 12, 21),
        since=date(2022, 1, 1),
        until=date(2026, 6, 30),
        number="116/2021/NĐ-CP",
        issuer="Chính phủ",
        replaced_by="decree-163-2026",
    ),
    LegalBasis(
        "decree-184-2025",
        "Nghị định",
        "quy định phân định thẩm quyền khi tổ chức chính quyền địa phương 02 cấp và sửa đổi, bổ "
        "sung một số điều của các Nghị định của Chính phủ trong lĩnh vực an ninh, trật tự",
        date(2025, 7, 1),
        since=date(2025, 7, 1),
        number="184/2025/NĐ-CP",
        issuer="Chính phủ",
        unsure=(_NAME,),
        note="khoản 1 Điều 2 và Điều 20 không còn áp dụng từ 01/7/2026",
    ),
    LegalBasis(
        "decree-163-2026",
        "Nghị định",
        "quy định chi tiết một số điều và biện pháp thi hành Luật Phòng, chống ma túy",
        date(2026, 5, 15),
        since=date(2026, 7, 1),
        number="163/2026/NĐ-CP",
        issuer="Chính phủ",
        unsure=(_NAME,),
    ),
    LegalBasis(
        "decree-30-2020",
        "Nghị định",
        "về công tác văn thư",
        date(2020, 3, 5),
        since=date(2020, 3, 5),
        number="30/2020/NĐ-CP",
        issuer="Chính phủ",
    ),
)
