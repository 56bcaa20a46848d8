"""Đơn đề nghị (Mẫu 11; Mẫu 13 trước 01/07/2026) — what is asked, and what is wrong at which field.

Answers are saved as they are typed; `application_errors` says what must be mended before the
application may be handed in. No sentence repeats an identity number or a birth date.
"""

import re
from collections.abc import Collection, Mapping, Sequence
from datetime import date
from typing import Any

from service.domain.eligibility.cases import CaseAttachment, EquipmentItem, StaffMember
from service.domain.eligibility.checklist import (
    LICENCE_FIELD_NAMES,
    PROFESSION_NAMES,
    TRAINING_NAMES,
)
from service.domain.eligibility.law import DossierItem, ProviderRegime
from service.domain.eligibility.law_reading import LEVELS
from service.domain.eligibility.personal import FIELD_TAGS, normal_id
from service.domain.errors import Refused
from service.domain.vietnamese import clean, clean_line, parse_date

FIELDS = frozenset(name for name in FIELD_TAGS if "." not in name) - {"id_no"}
STAFF_FIELDS = frozenset(
    name.removeprefix("staff.") for name in FIELD_TAGS if name.startswith("staff.")
)
EQUIPMENT_FIELDS = ("code", "name", "stage", "present", "required", "note")
ROOM_FIELDS = ("bedroom_m2", "beds", "common_room", "dining_room", "exercise_area")
LICENSED = frozenset({"doctor", "assistant_doctor"})
MOST_ROWS = 500
LONGEST = 4000

_ENTERPRISE = re.compile(r"^\d{10}(?:-?\d{3})?$")
_PHONE = re.compile(r"^\+?[\d .()-]{8,20}$")
_EMAIL = re.compile(r"^[^@\s]+@[^@\s]+\.[^@\s]+$")


def kept_answers(answers: Mapping[str, Any]) -> dict[str, Any]:
    """Only fields that have a tag, as clean NFC values; the identity number is left out."""
    return {name: _clean(answers[name]) for name in sorted(FIELDS & set(answers))}


def _clean(value: Any) -> Any:
    if isinstance(value, str):
        return clean(value).strip()[:LONGEST]
    if isinstance(value, Mapping):
        return {clean_line(str(key)): _clean(one) for key, one in value.items()}
    if isinstance(value, list | tuple):
        return [_clean(one) for one in value[:MOST_ROWS]]
    return value if isinstance(value, bool | int | float) or value is None else str(value)


def staff_row(row: Mapping[str, Any]) -> dict[str, Any]:
    """One row of the staff list with known codes only; unknown ones fall to their lowest."""
    text = {name: clean_line(str(row.get(name) or ""))[:LONGEST] for name in STAFF_FIELDS}
    trainings = [one for one in _names(row.get("trainings")) if one in TRAINING_NAMES]
    return {
        **text,
        "level": text["level"] if text["level"] in LEVELS else "none",
        "profession": text["profession"] if text["profession"] in PROFESSION_NAMES else "other",
        "licence_field": text["licence_field"]
        if text["licence_field"] in LICENCE_FIELD_NAMES
        else "",
        "trainings": trainings,
        "stages": _names(row.get("stages")),
        "is_head": bool(row.get("is_head")),
    }


def equipment_row(row: Mapping[str, Any]) -> dict[str, Any]:
    """One row of the equipment list; a number that is none counts as 0."""
    texts = {
        name: clean_line(str(row.get(name) or ""))[:LONGEST]
        for name in ("code", "name", "stage", "note")
    }
    return {**texts, "present": _count(row.get("present")), "required": _count(row.get("required"))}


def _names(value: Any) -> list[str]:
    if isinstance(value, str):
        return [clean_line(value)] if value else []
    return [clean_line(str(one)) for one in value or ()]


def _count(value: Any) -> int:
    text = str(value or 0).strip()
    return min(int(text), 1_000_000) if text.isascii() and text.isdigit() else 0


def dossier_of(
    regime: ProviderRegime,
    *,
    kind: str,
    path: str,
    request: str,
    answers: Mapping[str, Any],
) -> tuple[DossierItem, ...]:
    """The parts of the dossier that this applicant is asked for, and no others."""
    reason = str(answers.get("again_reason") or "")
    return tuple(
        item
        for item in regime.dossier
        if (not item.kinds or kind in item.kinds)
        and (not item.paths or path in item.paths)
        and (not item.requests or request in item.requests)
        and (not item.again_reasons or reason in item.again_reasons)
    )


def attachments_missing(
    items: Sequence[DossierItem],
    answers: Mapping[str, Any],
    attachments: Collection[CaseAttachment],
) -> tuple[DossierItem, ...]:
    """Parts that need a file and have none: forms are filled in here, some copies are waived."""
    there = {one.item for one in attachments if one.deleted_at is None}
    return tuple(
        item
        for item in items
        if item.required
        and not item.form
        and item.code not in there
        and not (item.waived_by and answers.get(item.waived_by))
    )


def may_attach(regime: ProviderRegime, item: str, items: Sequence[DossierItem]) -> None:
    """Refused (field ``item``) for a file that this regime does not ask for."""
    if item in {one.code for one in items}:
        return
    if item in regime.not_asked:
        raise Refused(
            f"{regime.name} không yêu cầu {regime.not_asked[item]}; không nhận tệp này để tránh "
            "giữ thừa dữ liệu cá nhân.",
            "item",
        )
    raise Refused("Hồ sơ này không có thành phần ấy; hãy chọn đúng mục cần nộp.", "item")


def application_errors(
    regime: ProviderRegime,
    *,
    kind: str,
    path: str,
    request: str,
    answers: Mapping[str, Any],
    id_no: str,
    staff: Sequence[StaffMember],
    equipment: Sequence[EquipmentItem],
    attachments: Collection[CaseAttachment],
    today: date,
) -> dict[str, str]:
    """Field → sentence for everything that keeps the application from being handed in.

    Rows are ``staff-2-licence_no`` and ``equipment-0-stage``, counted from 0.
    """
    errors = _who_errors(kind, answers, id_no, today)
    errors |= _service_errors(regime, request, answers)
    errors |= _staff_errors(regime, staff, today)
    for number, item in enumerate(equipment):
        if not item.name:
            errors[f"equipment-{number}-name"] = "Chưa ghi tên thiết bị."
        if item.stage not in {stage.code for stage in regime.stages}:
            errors[f"equipment-{number}-stage"] = "Chưa chọn giai đoạn dùng thiết bị."
    items = dossier_of(regime, kind=kind, path=path, request=request, answers=answers)
    if any(item.code == "staff" for item in items) and not staff:
        errors["staff"] = "Chưa kê danh sách nhân sự."
    elif kind == "individual" and request == "first" and not staff:
        errors["staff"] = "Hãy kê trình độ, chứng chỉ của chính người đề nghị."
    for missing in attachments_missing(items, answers, attachments):
        errors[f"attachments-{missing.code}"] = f"Chưa đính kèm: {missing.text}."
    return errors


def _who_errors(kind: str, answers: Mapping[str, Any], id_no: str, today: date) -> dict[str, str]:
    errors: dict[str, str] = {}
    asked = {
        "provider_name": "Chưa ghi tên cơ sở hoặc họ tên cá nhân.",
        "service_address": "Chưa ghi địa chỉ cung cấp dịch vụ.",
        "phone": "Chưa ghi số điện thoại.",
        "id_date": "Chưa ghi ngày cấp giấy tờ.",
        "id_place": "Chưa ghi nơi cấp giấy tờ.",
    }
    if kind != "individual":
        asked["rep_name"] = "Chưa ghi người đại diện theo pháp luật."
        asked["rep_title"] = "Chưa ghi chức vụ người đại diện."
    errors |= {name: text for name, text in asked.items() if not answers.get(name)}
    if not id_no:
        errors["id_no"] = "Chưa ghi số căn cước, chứng minh nhân dân hoặc hộ chiếu."
    else:
        errors |= _refusal(lambda: normal_id(id_no), "id_no")
    for name in ("id_date", "birth_date"):
        if answers.get(name):
            errors |= _past_day(str(answers[name]), name, today)
    phone, email = str(answers.get("phone") or ""), str(answers.get("email") or "")
    if phone and not _PHONE.match(phone):
        errors["phone"] = "Số điện thoại chỉ gồm chữ số, dài từ 8 đến 15 số."
    if email and not _EMAIL.match(email):
        errors["email"] = "Địa chỉ thư điện tử chưa đúng, ví dụ coso@example.vn."
    code = str(answers.get("enterprise_code") or "")
    if code and not _ENTERPRISE.match(code):
        errors["enterprise_code"] = (
            "Mã số doanh nghiệp có 10 chữ số, hoặc 13 chữ số nếu là chi nhánh."
        )
    return errors


def _service_errors(
    regime: ProviderRegime, request: str, answers: Mapping[str, Any]
) -> dict[str, str]:
    errors: dict[str, str] = {}
    stages = {stage.code for stage in regime.stages}
    scope, modes = answers.get("scope") or (), answers.get("modes") or ()
    if not scope:
        errors["scope"] = "Hãy chọn ít nhất một giai đoạn dịch vụ."
    elif not set(scope) <= stages:
        errors["scope"] = f"{regime.name} không có giai đoạn này; hãy chọn lại."
    if not modes:
        errors["modes"] = "Hãy chọn nội trú, ngoại trú hoặc cả hai."
    elif not set(modes) <= set(regime.modes):
        errors["modes"] = "Loại hình chưa đúng; hãy chọn lại."
    if request == "again" and answers.get("again_reason") not in regime.again_reasons:
        listed = ", ".join(regime.again_reasons.values()).lower()
        errors["again_reason"] = f"Công bố lại cần lý do: {listed}."
    if not answers.get("commitment"):
        errors["commitment"] = "Cần xác nhận cam kết thực hiện đúng quy định về cai nghiện ma túy."
    return errors


def _staff_errors(
    regime: ProviderRegime, staff: Sequence[StaffMember], today: date
) -> dict[str, str]:
    errors: dict[str, str] = {}
    stages = {stage.code for stage in regime.stages}
    for number, person in enumerate(staff):
        at = f"staff-{number}"
        if not person.name:
            errors[f"{at}-name"] = "Chưa ghi họ tên."
        if person.birth_date:
            errors |= _past_day(person.birth_date, f"{at}-birth_date", today)
        if person.profession in LICENSED and "b" in person.stages and not person.licence_no:
            errors[f"{at}-licence_no"] = (
                "Bác sĩ, y sĩ làm giai đoạn b phải có số giấy phép hành nghề."
            )
        if not set(person.stages) <= stages:
            errors[f"{at}-stages"] = f"{regime.name} không có giai đoạn này; hãy chọn lại."
    return errors


def _past_day(text: str, field: str, today: date) -> dict[str, str]:
    try:
        day = parse_date(text)
    except Refused:
        return {field: "Ngày chưa đúng. Ghi ngày/tháng/năm, ví dụ 08/01/2021."}
    if day > today:
        return {field: "Ngày này chưa tới; hãy xem lại."}
    return {}


def _refusal(check: Any, field: str) -> dict[str, str]:
    try:
        check()
    except Refused as refusal:
        return {field: refusal.message}
    return {}
