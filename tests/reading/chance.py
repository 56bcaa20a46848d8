"""Papers put together by chance, with the truth known from how they were made."""

import random
from datetime import date, timedelta

from tests.reading.papers import Paper

PROVINCES = (
    *("Bình Thuận", "Hà Nam", "Thừa Thiên Huế", "Bà Rịa - Vũng Tàu", "Đắk Lắk", "An Giang"),
    *("Lào Cai", "Quảng Trị", "Ninh Bình", "Vĩnh Phúc"),
)
COMMUNES = ("Hòa Bình", "Tân Lập", "Ea Kao", "Phước Mỹ Trung", "Đông Hưng Thuận", "Ia Pa")
DEPARTMENTS = (
    *("Sở Y tế", "Sở Nội vụ", "Sở Tài chính", "Sở Nông nghiệp và Môi trường", "Sở Tư pháp"),
    *("Sở Văn hóa, Thể thao và Du lịch", "Sở Giáo dục và Đào tạo", "Thanh tra tỉnh"),
    *("Sở Khoa học và Công nghệ", "Ban Quản lý các khu công nghiệp", "Văn phòng UBND tỉnh"),
)
OFFICES = (
    *("Phòng Văn hóa - Xã hội", "Phòng Kinh tế", "Văn phòng HĐND và UBND xã", "Công an xã"),
    *("Ban Chỉ huy Quân sự xã", "Trạm Y tế xã", "Trung tâm Phục vụ hành chính công"),
    *("Đoàn Thanh niên xã", "Hội Nông dân xã", "Hội Liên hiệp Phụ nữ xã"),
)
SUBJECTS = (
    "rà soát, thống kê hộ nghèo, hộ cận nghèo năm 2025",
    "tăng cường công tác phòng, chống ma túy trong trường học",
    "góp ý dự thảo Quy chế văn thư, lưu trữ",
    "cử công chức tham dự lớp bồi dưỡng",
    "triển khai thực hiện Nghị định số 30/2020/NĐ-CP về công tác văn thư tại các cơ quan, đơn vị",
    "báo cáo kết quả chuyển đổi số 6 tháng đầu năm",
    "ứng phó với áp thấp nhiệt đới",
    "nộp lưu hồ sơ, tài liệu vào lưu trữ lịch sử của tỉnh theo Danh mục đã được phê duyệt",
)
VERBS = (
    "rà soát, lập danh sách",
    "chủ trì, phối hợp với các đơn vị liên quan tham mưu",
    "tổng hợp kết quả thực hiện",
    "tổ chức tuyên truyền đến từng thôn",
    "kiểm tra việc chấp hành",
    "bố trí kinh phí thực hiện",
)
BOUNDS = (
    "hoàn thành trước ngày {0:%d/%m/%Y}",
    "báo cáo trước ngày {0.day} tháng {0.month} năm {0.year}",
    "gửi kết quả chậm nhất ngày {0:%d/%m/%Y}",
    "(hoàn thành trước {0:%d/%m/%Y})",
    "nộp trước 16 giờ 30 ngày {0:%d/%m/%Y}",
)
FAMILY = ("Nguyễn", "Trần", "Lê", "Phạm", "Hoàng", "Đặng", "Y", "K'")
GIVEN = ("Văn Minh", "Thị Lan", "Quốc Hùng", "Thị Ngọc Tâm", "Đức", "Thúy Hằng", "Bá Quỳnh Nhu")
NAMED = {
    "THÔNG BÁO": "TB",
    "BÁO CÁO": "BC",
    "KẾ HOẠCH": "KH",
    "TỜ TRÌNH": "TTr",
    "QUYẾT ĐỊNH": "QĐ",
    "HƯỚNG DẪN": "HD",
    "CHỈ THỊ": "CT",
    "PHƯƠNG ÁN": "PA",
}
FILLER = (
    "Thời gian qua, công tác này đã được các cấp, các ngành quan tâm chỉ đạo và đạt nhiều kết quả.",
    (
        "Tuy nhiên, việc triển khai ở một số nơi còn chậm, chưa đáp ứng yêu cầu; trách nhiệm của "
        "người đứng đầu chưa được phát huy đầy đủ, công tác kiểm tra chưa thường xuyên."
    ),
)


def paper(seed):
    """(paper, facts): the same for the same seed."""
    chance = random.Random(seed)
    facts = {}
    made = {"size": chance.choice((13, 14))}
    signing = _agency(chance, made, facts)
    issued = date(2024, 1, 2) + timedelta(days=chance.randrange(900))
    _number(chance, made, facts)
    made["place_date"] = (
        f"{facts['place']}, ngày {issued.day:02d} tháng {issued.month:02d} năm {issued.year}"
        if issued.month < 3
        else f"{facts['place']}, ngày {issued.day:02d} tháng {issued.month} năm {issued.year}"
    )
    facts["issued"] = issued.isoformat()
    _body(chance, made, facts, issued)
    _foot(chance, made, facts, signing)
    return Paper(**made), {name: value for name, value in facts.items() if value}


def _agency(chance, made, facts):
    if chance.random() < 0.5:
        commune = chance.choice(COMMUNES)
        made["agency"] = ("ỦY BAN NHÂN DÂN", f"XÃ {commune.upper()}")
        facts |= {"agency": f"Ủy ban nhân dân xã {commune}", "place": commune}
        return ("CHỦ TỊCH", "Chủ tịch", "ỦY BAN NHÂN DÂN")
    province, name = chance.choice(PROVINCES), chance.choice(DEPARTMENTS)
    long = chance.random() < 0.3
    made["superior"] = (
        ("ỦY BAN NHÂN DÂN", f"TỈNH {province.upper()}")
        if long
        else (f"UBND TỈNH {province.upper()}",)
    )
    made["agency"] = _wrapped(name.upper())
    facts |= {
        "superior": f"{'Ủy ban nhân dân' if long else 'UBND'} tỉnh {province}",
        "agency": name,
        "place": province,
    }
    return ("GIÁM ĐỐC", "Giám đốc", "")


def _wrapped(name, width=22):
    lines = [""]
    for word in name.split():
        if len(lines[-1]) + len(word) > width and lines[-1]:
            lines.append("")
        lines[-1] = f"{lines[-1]} {word}".strip()
    return tuple(lines)


def _number(chance, made, facts):
    number = f"{chance.randrange(1, 4000):02d}"
    subject = chance.choice(SUBJECTS)
    if chance.random() < 0.55:
        notation = chance.choice(("UBND-VX", "SYT-NVY", "UBND", "SNV-CCVTLT", "VP-TH"))
        made["letter_subject"] = _wrapped(f"V/v {subject}", 32)
        facts["kind"] = "Công văn"
    else:
        heading, code = chance.choice([*NAMED.items()])
        notation = f"{code}-{chance.choice(('UBND', 'SNNMT', 'STC'))}"
        made |= {"kind": heading, "subject": _wrapped(subject[0].upper() + subject[1:], 60)}
        facts["kind"] = heading.capitalize()
        subject = subject[0].upper() + subject[1:]
    made["number"] = (
        f"Số: {number}/{notation}" if chance.random() < 0.8 else f"Số: {number} /{notation}"
    )
    facts |= {"number": number, "notation": notation, "subject": subject}


def _body(chance, made, facts, issued):
    letter = facts["kind"] == "Công văn" or facts["kind"] == "Tờ trình"
    units = chance.sample(OFFICES, chance.randrange(1, 6))
    if letter:
        made["addressees"] = (*(f"{unit};" for unit in units[:-1]), f"{units[-1]}.")
        facts["addressees"] = units
    items, tasks, deadlines = [], [], []
    for number, unit in enumerate(units, 1):
        text = f"{number}. {unit} {chance.choice(VERBS)}"
        if chance.random() < 0.6:
            due = issued + timedelta(days=chance.randrange(5, 60))
            text += f", {chance.choice(BOUNDS).format(due)}"
            deadlines.append((due.isoformat(), unit))
        items.append(f"{text}.")
        tasks.append((str(number), unit))
    filler = chance.choices(FILLER, k=chance.randrange(1, 7))
    made["body"] = (*filler, "Các đơn vị thực hiện như sau:", *items[:-1], f"{items[-1][:-1]}./.")
    facts |= {"tasks": tasks, "deadlines": deadlines}


def _foot(chance, made, facts, signing):
    head, post, body = signing
    first = "Như trên" if "addressees" in facts else "Như Điều 1"
    others = chance.sample(OFFICES, chance.randrange(0, 9))
    filed = chance.choice(("Lưu: VT.", "Lưu: VT, VX.", "Lưu: VT, TH (3)."))
    made["recipients"] = (f"- {first};", *(f"- {name};" for name in others), f"- {filed}")
    facts |= {"recipients": [first, *others, filed], "filed": filed}
    deputy = chance.random() < 0.5
    lines = [f"TM. {body}"] if body and chance.random() < 0.5 else []
    lines += [f"KT. {head}", f"PHÓ {head}"] if deputy else [head]
    facts |= {
        "authority": lines,
        "capacity": "KT." if deputy else "TM." if lines[0].startswith("TM") else "",
        "post": f"Phó {post}" if deputy else post,
        "name": f"{chance.choice(FAMILY)} {chance.choice(GIVEN)}",
    }
    made |= {"signer": tuple(lines), "name": facts["name"]}
