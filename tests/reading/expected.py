"""What each paper of `variants` must be read as: taken from the data it was made of, and what no
rule can derive written out by hand."""

import re

from tests.reading.variants import PAPERS

XA = "Ủy ban nhân dân xã Hòa Bình"
BY_HAND = {
    "one addressee": {
        "superior": "UBND tỉnh Bình Thuận",
        "agency": "Sở Y tế",
        "kind": "Công văn",
        "capacity": "KT.",
        "post": "Phó Giám đốc",
        "deadlines": [("2024-11-20",)],
        "citations": [("Kế hoạch", "45/KH-SYT", "2024-01-10", "Sở Y tế")],
    },
    "decision": {
        "agency": XA,
        "kind": "Quyết định",
        "post": "Chủ tịch",
        "citations": [
            ("Luật", "Tổ chức chính quyền địa phương", "2025-02-19", ""),
            ("Nghị định", "30/2020/NĐ-CP", "2020-03-05", "Chính phủ"),
        ],
        "tasks": [
            ("Điều 2", "Ban Chỉ đạo"),
            (
                "Điều 3",
                "Chánh Văn phòng",
                "Trưởng phòng Văn hóa - Xã hội và các cá nhân có tên tại Điều 1",
            ),
        ],
    },
    "proposal": {
        "superior": "Ủy ban nhân dân tỉnh Bình Thuận",
        "agency": "Sở Nội vụ",
        "kind": "Tờ trình",
        "post": "Giám đốc",
        "citations": [("Nghị định", "29/2023/NĐ-CP", "2023-06-03", "Chính phủ")],
    },
    "minutes": {
        "agency": XA,
        "kind": "Biên bản",
        "issued": "2025-02-25",
        "post": "Chủ tọa",
        "beside": ["Nguyễn Thị Lan"],
    },
    "plan": {
        "agency": XA,
        "kind": "Kế hoạch",
        "capacity": "KT.",
        "post": "Phó Chủ tịch",
        "tasks": [
            ("1", "Văn phòng Hội đồng nhân dân và Ủy ban nhân dân xã"),
            ("2", "Phòng Kinh tế"),
            ("3", "Các cơ quan, đơn vị trên địa bàn"),
        ],
        "deadlines": [
            ("2025-01-31", "Văn phòng Hội đồng nhân dân và Ủy ban nhân dân xã"),
            ("2025-06-30", "Văn phòng Hội đồng nhân dân và Ủy ban nhân dân xã"),
            ("", "Các cơ quan, đơn vị trên địa bàn"),
            ("", "Các cơ quan, đơn vị trên địa bàn"),
        ],
    },
    "invitation": {
        "agency": XA,
        "kind": "Giấy mời",
        "capacity": "TL.",
        "post": "Chánh Văn phòng",
    },
    "telegram": {
        "agency": XA,
        "kind": "Công điện",
        "urgency": "Hỏa tốc",
        "post": "Chủ tịch",
        "addressees": ["Trưởng các thôn", "Ban Chỉ huy Quân sự xã"],
        "tasks": [("", "các đơn vị")],
        "deadlines": [("2024-09-21", "các đơn vị")],
    },
    "urgent letter": {
        "agency": XA,
        "kind": "Công văn",
        "urgency": "Khẩn",
        "circulation": "Lưu hành nội bộ",
        "capacity": "KT.",
        "post": "Phó Chủ tịch",
        "tasks": [
            ("1", "Trưởng các thôn"),
            ("2", "Công chức Văn hóa - Xã hội"),
            ("3", "Đoàn Thanh niên xã"),
        ],
        "deadlines": [
            ("2024-12-15", "Trưởng các thôn"),
            ("2024-12-20", "Công chức Văn hóa - Xã hội"),
        ],
    },
    "party letter": {
        "superior": "Đảng bộ tỉnh Bình Thuận",
        "agency": "Đảng ủy xã Hòa Bình",
        "kind": "Công văn",
        "capacity": "TM.",
        "post": "Bí thư",
        "deadlines": [("2025-06-30",)],
        "citations": [("Chỉ thị", "35-CT/TW", "2024-06-14", "Bộ Chính trị")],
    },
    "acting head": {
        "superior": "UBND tỉnh Bình Thuận",
        "agency": "Sở Nông nghiệp và Môi trường",
        "kind": "Công văn",
        "capacity": "Q.",
        "post": "Giám đốc",
        "citations": [("Công văn", "77/BNV-VTLT", "", "")],
    },
    "delegated": {
        "agency": "Ban Quản lý dự án xã Hòa Bình",
        "kind": "Công văn",
        "capacity": "TUQ.",
        "post": "Phó Trưởng ban",
        "name": "Lê Thị Tâm",
        "remark": "Phó Chủ tịch UBND xã",
        "tasks": [("", "Phòng Kinh tế xã")],
        "deadlines": [("2025-08-15", "Phòng Kinh tế xã")],
    },
    "certified copy": {
        "agency": XA,
        "kind": "Thông báo",
        "capacity": "TM.",
        "post": "Chủ tịch",
        "copies": [
            {
                "form": "Sao y",
                "agency": "Phòng Văn hóa - Xã hội",
                "number": "05",
                "notation": "SY-VHXH",
                "place": "Hòa Bình",
                "issued": "2025-04-14",
                "recipients": ["Các thôn", "Lưu: VT."],
                "authority": ["KT. TRƯỞNG PHÒNG", "PHÓ TRƯỞNG PHÒNG"],
                "capacity": "KT.",
                "post": "Phó Trưởng phòng",
                "name": "Nguyễn Thị Lan",
            }
        ],
    },
    "list over two pages": {
        "agency": XA,
        "kind": "Báo cáo",
        "capacity": "KT.",
        "post": "Phó Chủ tịch",
    },
    "many addressees": {
        "agency": XA,
        "kind": "Công văn",
        "capacity": "KT.",
        "post": "Phó Chủ tịch",
        "tasks": [("", "các thôn")],
        "deadlines": [("2025-02-17", "các thôn")],
    },
    "annex": {
        "agency": XA,
        "kind": "Quyết định",
        "capacity": "TM.",
        "post": "Chủ tịch",
        "citations": [
            ("Quyết định", "15/QĐ-UBND", "2025-03-03", "Chủ tịch UBND xã"),
            ("Nghị định", "138/2016/NĐ-CP", "", ""),
        ],
    },
    "long names": {
        "superior": "Bộ Lao động - Thương binh và Xã hội",
        "agency": "Cục Phòng, chống tệ nạn xã hội",
        "kind": "Công văn",
        "capacity": "KT.",
        "post": "Phó Cục trưởng",
        "tasks": [("", "các Sở")],
    },
}


def wanted(name):
    """The facts of one paper; empty ones left out."""
    paper = PAPERS[name]
    number, notation = _number(paper.number)
    place, issued = _place_date(paper.place_date)
    subject = " ".join(paper.letter_subject or paper.subject)
    recipients = [_item(text, "-") for text in paper.recipients]
    facts = {
        "number": number,
        "notation": notation,
        "place": place,
        "issued": issued,
        "subject": subject.removeprefix("V/v "),
        "addressees": [_item(text, "") for text in paper.addressees],
        "recipients": recipients,
        "filed": recipients[-1],
        "authority": list(paper.signer),
        "name": paper.name,
    } | BY_HAND[name]
    return {field: value for field, value in facts.items() if value}


def _number(text):
    found = re.fullmatch(r"Số:? ?(\d+)[/-](.+)", text)
    return found.groups()


def _place_date(text):
    if not text:
        return "", ""
    place, day, month, year = re.fullmatch(r"(.+), ngày (\d+) tháng (\d+) năm (\d+)", text).groups()
    return place, f"{year}-{int(month):02d}-{day}"


def _item(text, mark):
    text = text.removeprefix(mark).strip()
    return text if text.startswith("Lưu") else text.rstrip(";. ")
