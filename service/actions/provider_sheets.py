"""Nội dung các tờ in của hồ sơ — what stands on the printed application (Mẫu 11; 13), its annexes
(Mẫu 03, 04, bảng kê thiết bị) and on the receipt slip. Reads values, writes nothing.

Identity numbers are printed only where the caller gives them; else a line to write on, with the
last three digits, so that a print left lying about tells nothing.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from service.actions.provider_sheet import CaseSheet
from service.domain.agency import Agency
from service.domain.eligibility.cases import StaffMember
from service.domain.eligibility.checklist import (
    LEVEL_NAMES,
    LICENCE_FIELD_NAMES,
    PROFESSION_NAMES,
    TRAINING_NAMES,
)
from service.domain.eligibility.personal import MASK_SHOWN
from service.domain.vietnamese import date_in_words, short_date
from service.rendering.application_docx import SheetPart, SheetTable

COMMITMENT = (
    "cam kết thực hiện đầy đủ trách nhiệm, nghĩa vụ theo đúng quy định của pháp luật về cai "
    "nghiện ma túy."
)
SERVICE = "cung cấp dịch vụ cai nghiện ma túy tự nguyện tại gia đình, cộng đồng"
APPLICANT = "applicant"
DOTS = "." * 24
HEADINGS = frozenset(
    {
        "Phạm vi dịch vụ đăng ký",
        "Hồ sơ kèm theo",
        "Thành phần hồ sơ nộp gồm",
        "Phòng ở, nơi sinh hoạt (nội trú)",
        "I. BẢN THÂN",
        "II. QUÁ TRÌNH HỌC TẬP, LÀM VIỆC",
        "III. TẬP HUẤN VỀ CÔNG TÁC CAI NGHIỆN",
    }
)
"""Lines that stand over others; any other that was left open is printed to be written on."""
BLANK_DAY = "ngày ..... tháng ..... năm ........"


@dataclass(frozen=True, slots=True)
class Printed:
    """One printing: the case, for whom, and the identity numbers that may stand on it, by
    ``applicant`` or the id of the staff member."""

    sheet: CaseSheet
    agency: Agency
    numbers: Mapping[str | int, str]

    @property
    def answers(self) -> Mapping[str, Any]:
        return self.sheet.case.answers

    def text(self, name: str) -> str:
        return str(self.answers.get(name) or "")

    @property
    def is_person(self) -> bool:
        return self.sheet.case.kind == "individual"


def application_parts(printed: Printed) -> tuple[SheetPart, ...]:
    """The application and the annexes that the law of the case asks for."""
    parts = [_request(printed)]
    if printed.sheet.staff:
        parts.append(_staff(printed))
    if printed.sheet.equipment or printed.sheet.rooms:
        parts.append(_equipment(printed))
    if any(item.code == "cv" for item in printed.sheet.dossier):
        parts.append(_cv(printed))
    return tuple(parts)


def _request(printed: Printed) -> SheetPart:
    sheet, again = printed.sheet, printed.sheet.case.request == "again"
    verb = "công bố lại" if again else "công bố"
    kind = "cá nhân" if printed.is_person else "tổ chức"
    lines = [*_who(printed), ("Phạm vi dịch vụ đăng ký", ""), *_scope(printed)]
    modes = "; ".join(name for code, name in sheet.regime.modes.items() if code in sheet.case.modes)
    lines.append(("Loại hình", modes))
    lines += [("Giá dịch vụ (dự kiến)", printed.text("price"))] if printed.text("price") else []
    if again:
        reason = sheet.regime.again_reasons.get(printed.text("again_reason"), "")
        lines.append(("Lý do công bố lại", reason))
    lines.append(("Hồ sơ kèm theo", ""))
    for place, item in enumerate(_enclosed(printed)):
        lines.append(("", f"{_letter(place)}) {item};"))
    who = printed.text("provider_name").upper() or DOTS
    lines.append(("", f"{who} {COMMITMENT}"))
    return SheetPart(
        mark=sheet.regime.forms["request"],
        title=("ĐƠN ĐỀ NGHỊ", f"{verb} {kind} đủ điều kiện {SERVICE}"),
        addressee=addressee(printed) + ".",
        lines=_to_write_on(lines),
        signed=(_signer(printed),),
        head=() if printed.is_person else (who,),
        dated=f"{DOTS[:14]}, {BLANK_DAY}",
    )


def _who(printed: Printed) -> list[tuple[str, str]]:
    sheet = printed.sheet
    name = "Họ và tên" if printed.is_person else "Tên cơ sở"
    lines = [(name, printed.text("provider_name").upper())]
    optional = (
        ("foreign_name", "Tên bằng tiếng nước ngoài"),
        ("short_name", "Tên viết tắt"),
        ("establishment", "Quyết định thành lập"),
        ("enterprise_code", "Mã số doanh nghiệp"),
    )
    lines += [(label, printed.text(key)) for key, label in optional if printed.text(key)]
    if kind := sheet.regime.path(sheet.case.path).unit_kinds.get(printed.text("public_unit_kind")):
        lines.append(("Loại đơn vị", kind))
    lines.append(("Địa chỉ cung cấp dịch vụ", printed.text("service_address")))
    phone, email = printed.text("phone") or DOTS, printed.text("email")
    lines.append(("Điện thoại", f"{phone}; E-mail: {email}" if email else phone))
    if not printed.is_person:
        who = f"{printed.text('rep_name') or DOTS}; chức vụ: {printed.text('rep_title') or DOTS}"
        lines.append(("Người đại diện theo pháp luật", who))
    lines.append(("Số căn cước, CMND hoặc hộ chiếu", _papers(printed)))
    return lines


def _papers(printed: Printed) -> str:
    number = _number(printed, APPLICANT, printed.sheet.case.masked_id)
    day, place = printed.text("id_date") or DOTS, printed.text("id_place") or DOTS
    return f"{number}; ngày cấp: {day}; nơi cấp: {place}"


def _number(printed: Printed, whose: str | int, masked: str) -> str:
    if whole := printed.numbers.get(whose, ""):
        return whole
    return f"{DOTS} (ba số cuối: {masked[-MASK_SHOWN:]})" if masked else DOTS


def _scope(printed: Printed) -> list[tuple[str, str]]:
    stages = [one for one in printed.sheet.regime.stages if one.code in printed.sheet.case.scope]
    return [("", f"{stage.code}) {stage.name};") for stage in stages]


def _enclosed(printed: Printed) -> list[str]:
    """What lies with the application: annexes made here, and parts that have a file."""
    there = {one.item for one in printed.sheet.attachments}
    return [
        f"{item.text} ({item.form})" if item.form else item.text
        for item in printed.sheet.dossier
        if item.code != "request" and (item.form or item.code in there)
    ]


def _letter(place: int) -> str:
    return "abcdeghiklmnopqrstuvxy"[place % 22]


def addressee(printed: Printed) -> str:
    """The deciding authority by its name where this office is it, else as the law calls it."""
    regime, case = printed.sheet.regime, printed.sheet.case
    decided_by = regime.path(case.path).decided_by
    post = " ".join(decided_by.split(" ")[:2])
    here = f"{post} {printed.agency.full_name}"
    if any(words in here.lower() for words in regime.authority_words):
        return here
    return decided_by


def _signer(printed: Printed) -> tuple[str, str]:
    if printed.is_person:
        return "Người đề nghị", printed.text("provider_name")
    return "Người đại diện theo pháp luật", printed.text("rep_name")


def _staff(printed: Printed) -> SheetPart:
    columns = (
        *(("TT", 10.0), ("Họ và tên", 36.0), ("Ngày sinh", 22.0), ("Giới tính", 14.0)),
        *(("Số giấy tờ", 34.0), ("Trình độ, chuyên môn", 32.0), ("Chức danh", 25.0)),
        *(("Giai đoạn", 16.0), ("Giấy phép, tập huấn, văn bằng", 68.0)),
    )
    rows = tuple(
        (str(place), *_staff_row(printed, one)) for place, one in enumerate(printed.sheet.staff, 1)
    )
    who = printed.text("provider_name").upper()
    asked = any(item.code == "staff" for item in printed.sheet.dossier)
    lines = [("Địa chỉ", printed.text("service_address")), ("Điện thoại", printed.text("phone"))]
    said = f"{who} cam kết những nội dung trên là đúng sự thật."
    return SheetPart(
        mark=printed.sheet.regime.forms["staff"] if asked else "",
        title=("DANH SÁCH NHÂN SỰ" if asked else "TRÌNH ĐỘ, CHỨNG CHỈ", f"của {who}"),
        lines=_to_write_on(lines),
        table=SheetTable(columns, rows),
        after=(("", said),),
        signed=(_signer(printed),),
        wide=True,
    )


def _staff_row(printed: Printed, one: StaffMember) -> tuple[str, ...]:
    licence = LICENCE_FIELD_NAMES.get(one.licence_field, "")
    proofs = [
        f"Giấy phép hành nghề {one.licence_no}" + (f" ({licence})" if licence else "")
        if one.licence_no
        else "",
        "Tập huấn: " + ", ".join(TRAINING_NAMES[code] for code in one.trainings)
        if one.trainings
        else "",
        one.note,
    ]
    title = one.title + (" (người đứng đầu)" if one.is_head else "")
    return (
        one.name,
        one.birth_date,
        one.gender,
        _number(printed, one.id, one.masked_id) if one.masked_id else "",
        f"{LEVEL_NAMES[one.level]}, {PROFESSION_NAMES[one.profession]}",
        title.strip(),
        ", ".join(one.stages),
        "; ".join(part for part in proofs if part),
    )


def _equipment(printed: Printed) -> SheetPart:
    columns = (
        *(("TT", 12.0), ("Tên thiết bị", 68.0), ("Giai đoạn", 22.0)),
        *(("Số lượng", 20.0), ("Ghi chú", 38.0)),
    )
    rows = tuple(
        (str(place), one.name, one.stage, str(one.present), one.note)
        for place, one in enumerate(printed.sheet.equipment, 1)
    )
    rooms = [(one.text, one.found) for one in printed.sheet.rooms]
    return SheetPart(
        mark="",
        title=("BẢNG KÊ CƠ SỞ VẬT CHẤT, TRANG THIẾT BỊ", printed.sheet.regime.equipment_name),
        lines=((("Phòng ở, nơi sinh hoạt (nội trú)", ""), *rooms) if rooms else ()),
        table=SheetTable(columns, rows) if rows else None,
        signed=(_signer(printed),),
    )


def _cv(printed: Printed) -> SheetPart:
    cv: Mapping[str, Any] = printed.answers.get("cv") or {}
    person = "provider_name" if printed.is_person else "rep_name"
    history = [_joined(row, "period", "place", "position") for row in cv.get("history") or ()]
    courses = [
        _joined(row, "name", "institution", "date", "certificate")
        for row in cv.get("courses") or ()
    ]
    lines = [
        ("I. BẢN THÂN", ""),
        ("Họ và tên", printed.text(person).upper()),
        ("Tên gọi khác", str(cv.get("other_name") or "")),
        ("Giới tính", printed.text("gender")),
        ("Ngày sinh", printed.text("birth_date")),
        ("Nơi thường trú (tạm trú)", printed.text("home_address")),
        ("Nơi ở hiện nay", str(cv.get("current_address") or "")),
        ("Số căn cước, CMND hoặc hộ chiếu", _papers(printed)),
        ("Trình độ đào tạo cao nhất", str(cv.get("education") or "")),
        ("II. QUÁ TRÌNH HỌC TẬP, LÀM VIỆC", ""),
        *(("", f"- {one}") for one in history or [DOTS]),
        ("III. TẬP HUẤN VỀ CÔNG TÁC CAI NGHIỆN", ""),
        *(("", f"- {one}") for one in courses or [DOTS]),
        ("", "Tôi cam đoan những lời khai trên là đúng sự thật."),
    ]
    return SheetPart(
        mark=printed.sheet.regime.forms["cv"],
        title=("SƠ YẾU LÝ LỊCH TÓM TẮT",),
        lines=_to_write_on(lines),
        signed=(("Xác nhận của cơ quan quản lý hoặc UBND cấp xã", ""), ("Người khai", "")),
        dated=f"{DOTS[:14]}, {BLANK_DAY}",
    )


def _to_write_on(lines: Iterable[tuple[str, str]]) -> tuple[tuple[str, str], ...]:
    return tuple((label, text or ("" if label in HEADINGS else DOTS)) for label, text in lines)


def _joined(row: Mapping[str, Any], *names: str) -> str:
    return "; ".join(str(row.get(name)) for name in names if row.get(name))


def receipt_part(printed: Printed, taken_by: str, today: date) -> SheetPart:
    """Giấy tiếp nhận hồ sơ và hẹn trả kết quả."""
    sheet, case = printed.sheet, printed.sheet.case
    limit = sheet.regime.limits[case.limit_code]
    received = short_date(case.valid_on) if case.valid_on else ""
    wanted = f"{sheet.regime.path(case.path).name}: {SERVICE}"
    lines = [
        ("Số biên nhận", case.receipt_no),
        ("Tiếp nhận hồ sơ của", printed.text("provider_name")),
        ("Địa chỉ", printed.text("service_address")),
        ("Điện thoại", printed.text("phone")),
        ("Nội dung yêu cầu giải quyết", wanted),
        ("Thành phần hồ sơ nộp gồm", ""),
        ("", f"1. {_request_name(printed)};"),
        *(("", f"{place}. {one};") for place, one in enumerate(_enclosed(printed), 2)),
        ("Số lượng hồ sơ", "01 bộ"),
        ("Nhận đủ hồ sơ hợp lệ", received),
        ("Thời hạn giải quyết", f"{limit.term} kể từ ngày {limit.start} ({limit.article})"),
        ("Ngày hẹn trả kết quả", short_date(case.due) if case.due else "chờ bổ sung hồ sơ"),
        ("Nơi trả kết quả", printed.agency.address or printed.agency.full_name),
    ]
    return SheetPart(
        mark="",
        title=("GIẤY TIẾP NHẬN HỒ SƠ VÀ HẸN TRẢ KẾT QUẢ",),
        head=tuple(line for line in (printed.agency.superior, printed.agency.name) if line),
        dated=f"{printed.agency.place}, {date_in_words(today)}",
        lines=_to_write_on(lines),
        signed=(("Người nộp hồ sơ", ""), ("Người tiếp nhận hồ sơ", taken_by)),
    )


def _request_name(printed: Printed) -> str:
    return f"Đơn đề nghị ({printed.sheet.regime.forms['request']})"
