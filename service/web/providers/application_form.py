"""Đơn đề nghị trên trang (Mẫu 11; Mẫu 13 trước 01/07/2026) — with staff list (Mẫu 03), equipment,
rooms and curriculum vitae (Mẫu 04), as the law of the case asks each.

Which fields there are follows from the regime: no field is asked that it does not ask for.
"""

from collections.abc import Mapping, Sequence
from typing import Any, ClassVar

from forms.base import LINE_LIMIT, NAME_LIMIT, Section, VietnameseForm
from forms.fields import Check, Choice, Group, Line, Rows, at_most
from service.domain.eligibility.application import MOST_ROWS, dossier_of
from service.domain.eligibility.cases import EquipmentItem, ProviderCase, StaffMember
from service.domain.eligibility.checklist import CheckRow, checklist
from service.domain.eligibility.law import ProviderRegime
from service.domain.vietnamese import fold
from service.web.providers.application_rows_form import (
    GENDERS,
    IDENTITY,
    NUMERIC,
    SHORT,
    CvForm,
    StaffForm,
    Ticked,
    TypedDay,
    coded,
    needed,
)

COMMITMENT = (
    "Cam kết thực hiện đầy đủ trách nhiệm, nghĩa vụ theo đúng quy định của pháp luật về cai "
    "nghiện ma túy; nội dung kê khai là đúng sự thật"
)
PAPERS_OF_IDENTITY = "Căn cước 12 chữ số, chứng minh nhân dân 9 chữ số, hoặc số hộ chiếu."


class ApplicationForm(VietnameseForm):
    """The base of `application_form`: what every applicant is asked in every period."""

    SECTIONS: ClassVar[tuple[Section, ...]] = ()

    provider_name = Line("Tên cơ sở", [needed, at_most(NAME_LIMIT)])
    service_address = Line("Địa chỉ cung cấp dịch vụ", [needed, at_most(LINE_LIMIT)])
    commune = Line(
        "Xã, phường, đặc khu nơi cung cấp dịch vụ",
        [at_most(120)],
        description="Để thông báo danh sách tới xã.",
    )
    phone = Line("Điện thoại", [needed, at_most(40)], render_kw={**SHORT, "inputmode": "tel"})
    email = Line("Thư điện tử", [at_most(120)], render_kw={"class": "medium", "inputmode": "email"})
    id_no = Line(
        "Số giấy tờ của người đại diện",
        [needed, at_most(40)],
        description=PAPERS_OF_IDENTITY + " Đã lưu thì chỉ hiện ba số cuối; để nguyên nếu không "
        "đổi.",
        render_kw=IDENTITY,
    )
    id_date = TypedDay("Ngày cấp", [needed], render_kw=NUMERIC)
    id_place = Line("Nơi cấp", [needed, at_most(NAME_LIMIT)])
    price = Line(
        "Giá dịch vụ (dự kiến)",
        [at_most(NAME_LIMIT)],
        description="Ví dụ 2.000.000 đồng/tháng. Được đăng khi công bố.",
    )
    commitment = Check(COMMITMENT)

    def whole_answers(self, posted: Any) -> dict[str, Any]:
        """The answers as `save_application` takes them. A number that the browser did not send
        (a form that waited for its owner) is left as it is stored."""
        apart = ("staff", "equipment")
        answers = {name: one for name, one in self.answers().items() if name not in apart}
        if "id_no" not in posted:
            answers.pop("id_no", None)
        return answers

    def staff_rows(self) -> list[dict[str, Any]] | None:
        return self.staff.answer() if "staff" in self else None

    def equipment_rows(self) -> list[dict[str, Any]] | None:
        return self.equipment.answer() if "equipment" in self else None

    def advice(self) -> dict[str, str]:
        """What may be so and had better not: a home is published with the service's address."""
        if "home_address" not in self:
            return {}
        home, seat = fold(self.home_address.answer()), fold(self.service_address.answer())
        if home and home == seat:
            return {
                "service_address": "Địa chỉ này trùng nơi thường trú và sẽ được đăng khi công bố."
            }
        return {}


_BUILT: dict[tuple[str, ...], type[ApplicationForm]] = {}
"""One class for each law × kind × path × request; a few dozen at most."""


def application_form(regime: ProviderRegime, case: ProviderCase) -> type[ApplicationForm]:
    """The form of a case, as the law it began with asks."""
    key = (case.law_version, regime.code, case.kind, case.path, case.request)
    if key not in _BUILT:
        _BUILT[key] = _build(regime, case.kind, case.path, case.request)
    return _BUILT[key]


def _build(regime: ProviderRegime, kind: str, path: str, request: str) -> type[ApplicationForm]:
    fields: dict[str, Any] = {}
    stages = {one.code: f"{one.code}) {one.name}" for one in regime.stages}
    every = checklist(regime, kind=kind, path=path, scope=set(stages), modes=regime.modes)
    checks = {row.condition.check for row in every}
    dossier = {
        one.code for one in dossier_of(regime, kind=kind, path=path, request=request, answers={})
    }
    parts = [
        _who(fields, regime, kind, path, request),
        _services(fields, regime, stages),
    ]
    if "rooms" in checks:
        parts.append(_rooms(fields, regime))
    if "equipment" in checks:
        rows = [row for row in every if row.condition.check == "equipment"]
        parts.append(_equipment(fields, regime, stages, rows))
    if "staff" in checks:
        parts.append(_staff(fields, regime, kind, stages))
    if "cv" in dossier:
        parts.append(_cv(fields, regime))
    parts.append(Section("Cam kết", ("commitment",)))
    fields["SECTIONS"] = tuple(parts)
    return type("CaseForm", (ApplicationForm,), fields)


def _who(
    fields: dict[str, Any], regime: ProviderRegime, kind: str, path: str, request: str
) -> Section:
    names = ["provider_name"]
    if request == "again":
        fields["again_reason"] = Choice(
            "Lý do công bố lại",
            [needed],
            choices=coded(regime.again_reasons),
            description="Chọn rồi bấm Lưu: giấy tờ phải nộp theo lý do hiện ở cuối đơn.",
        )
        names.insert(0, "again_reason")
    if kinds := regime.path(path).unit_kinds:
        fields["public_unit_kind"] = Choice("Loại đơn vị", choices=coded(kinds))
        names.append("public_unit_kind")
    more, last = _individual(fields) if kind == "individual" else _facility(fields, regime)
    shared = ("service_address", "commune", "phone", "email")
    papers = ("id_no", "id_date", "id_place")
    return Section("Người đề nghị", (*names, *more, *shared, *last, *papers))


Names = tuple[str, ...]


def _individual(fields: dict[str, Any]) -> tuple[Names, Names]:
    fields["provider_name"] = Line(
        "Họ và tên", [needed, at_most(NAME_LIMIT)], render_kw={"autocomplete": "off"}
    )
    fields["id_no"] = Line(
        "Số giấy tờ",
        [needed, at_most(40)],
        description=ApplicationForm.blank().id_no.description,
        render_kw=IDENTITY,
    )
    return (), ()


def _facility(fields: dict[str, Any], regime: ProviderRegime) -> tuple[Names, Names]:
    """Fields of a facility; (those before its address, those after)."""
    fields |= {
        "foreign_name": Line("Tên bằng tiếng nước ngoài (nếu có)", [at_most(NAME_LIMIT)]),
        "short_name": Line("Tên viết tắt (nếu có)", [at_most(80)]),
        "website": Line("Trang thông tin điện tử (nếu có)", [at_most(120)]),
        "establishment": Line(
            "Quyết định thành lập, cho phép thành lập",
            [at_most(LINE_LIMIT)],
            description="Số, ngày, cơ quan ban hành (nếu có).",
        ),
        "enterprise_code": Line(
            "Mã số doanh nghiệp (nếu có)",
            [at_most(20)],
            description=_waiver(regime),
            render_kw=NUMERIC,
        ),
        "rep_name": Line("Người đại diện theo pháp luật", [needed, at_most(NAME_LIMIT)]),
        "rep_title": Line("Chức vụ", [needed, at_most(120)]),
    }
    before = ("foreign_name", "short_name", "establishment", "enterprise_code")
    return before, ("website", "rep_name", "rep_title")


def _waiver(regime: ProviderRegime) -> str:
    waived = [one.text for one in regime.dossier if one.waived_by == "enterprise_code"]
    copy = f" Ghi mã thì không phải nộp {waived[0][0].lower()}{waived[0][1:]}." if waived else ""
    return f"10 chữ số, hoặc 13 chữ số nếu là chi nhánh.{copy}"


def _services(fields: dict[str, Any], regime: ProviderRegime, stages: Mapping[str, str]) -> Section:
    fields["scope"] = Ticked("Phạm vi dịch vụ (giai đoạn)", [needed], choices=stages)
    fields["modes"] = Ticked("Loại hình", [needed], choices=regime.modes)
    return Section("Dịch vụ đăng ký", ("scope", "modes", "price"))


def _rooms(fields: dict[str, Any], regime: ProviderRegime) -> Section:
    parts: dict[str, Any] = {}
    for rule in regime.rooms:
        if rule.minimum:
            parts["bedroom_m2"] = Line(
                "Tổng diện tích phòng ở (m²)",
                [at_most(10)],
                description=rule.text + ".",
                render_kw={**SHORT, "inputmode": "decimal"},
            )
            parts["beds"] = Line("Số người ở nhiều nhất", [at_most(6)], render_kw=NUMERIC)
        else:
            parts[rule.code] = Line(
                rule.text, [at_most(120)], description="Diện tích, vị trí; để trống nếu không có."
            )
    fields["rooms"] = Group(type("RoomsForm", (VietnameseForm,), parts), "Phòng ở, nơi sinh hoạt")
    return Section("Phòng ở", ("rooms",), "Chỉ ghi khi đăng ký nội trú.")


def _equipment(
    fields: dict[str, Any],
    regime: ProviderRegime,
    stages: Mapping[str, str],
    rows: Sequence[CheckRow],
) -> Section:
    parts: dict[str, Any] = {
        "stage": Choice("Giai đoạn", choices=[("", "—"), *stages.items()], open_ended=True)
    }
    known = {one.code: f"{one.stage}) {one.name}" for one in regime.equipment}
    if known:
        parts["code"] = Choice(
            "Dòng trong danh mục", choices=[("", "Không có trong danh mục"), *known.items()]
        )
    parts |= {
        "name": Line("Tên thiết bị", [at_most(LINE_LIMIT)]),
        "present": Line("Số lượng hiện có", [at_most(7)], render_kw=NUMERIC),
        "note": Line("Ghi chú", [at_most(NAME_LIMIT)]),
    }
    fields["equipment"] = Rows(
        Group(type("CaseEquipmentForm", (VietnameseForm,), parts), "Thiết bị"),
        "Trang thiết bị",
        add_label="Thêm thiết bị",
        limit=MOST_ROWS,
    )
    said = f"Đối chiếu: {regime.equipment_name}."
    if only := {one.stage for one in rows} ^ set(stages):
        listed = ", ".join(code for code in stages if code not in only)
        said = f"Chỉ kê khi đăng ký giai đoạn {listed}. {said}"
    if not regime.equipment_complete:
        said += " Danh mục của cơ quan chưa nhập đủ theo bản chính; hãy kê mọi thiết bị đang có."
    return Section("Trang thiết bị", ("equipment",), said)


def _staff(
    fields: dict[str, Any], regime: ProviderRegime, kind: str, stages: Mapping[str, str]
) -> Section:
    row = type("CaseStaffForm", (StaffForm,), {"stages": Ticked("Giai đoạn làm", choices=stages)})
    own = kind == "individual"
    title = "Trình độ, chứng chỉ" if own else "Danh sách nhân sự"
    fields["staff"] = Rows(Group(row, "Người"), title, add_label="Thêm người", limit=MOST_ROWS)
    said = "Kê chính người đề nghị." if own else f"{regime.forms['staff']}."
    return Section(title, ("staff",), said)


def _cv(fields: dict[str, Any], regime: ProviderRegime) -> Section:
    fields |= {
        "birth_date": TypedDay("Ngày sinh", render_kw=NUMERIC),
        "gender": Choice("Giới tính", choices=GENDERS, open_ended=True),
        "home_address": Line(
            "Nơi thường trú (hoặc tạm trú)",
            [at_most(LINE_LIMIT)],
            description="Không đăng khi công bố.",
        ),
        "cv": Group(CvForm, "Học tập, làm việc, tập huấn"),
    }
    said = f"{regime.forms['cv']}: của người đứng đầu, hoặc của cá nhân đề nghị."
    return Section("Sơ yếu lý lịch tóm tắt", ("birth_date", "gender", "home_address", "cv"), said)


def stored_wire(
    form_class: type[ApplicationForm],
    case: ProviderCase,
    staff: Sequence[StaffMember],
    equipment: Sequence[EquipmentItem],
) -> dict[str, Any]:
    """What is stored of a case as the answers of its form; identity numbers masked."""
    answers: dict[str, Any] = {**case.answers, "id_no": case.masked_id}
    answers["staff"] = [_staff_answer(one) for one in staff]
    answers["equipment"] = [_equipment_answer(one) for one in equipment]
    blank = form_class.blank()
    known = {name: answers[name] for name in answers if name in blank}
    for name in ("staff", "equipment"):
        if name in known:
            parts = {field.short_name for field in _row_of(blank[name])}
            known[name] = [{k: v for k, v in row.items() if k in parts} for row in known[name]]
    if "rooms" in known:
        rooms = {field.short_name for field in blank.rooms.form}
        known["rooms"] = {k: str(v) for k, v in (known["rooms"] or {}).items() if k in rooms}
    return known


def _row_of(field: Any) -> Any:
    row = field.unbound_field.bind(form=None, name="row", _meta=field.meta, prefix="")
    return row.form_class.blank()


def _staff_answer(one: StaffMember) -> dict[str, Any]:
    return {
        "name": one.name,
        "birth_date": one.birth_date,
        "gender": one.gender,
        "id_no": one.masked_id,
        "level": "" if one.level == "none" else one.level,
        "profession": one.profession,
        "licence_no": one.licence_no,
        "licence_field": one.licence_field,
        "trainings": list(one.trainings),
        "stages": list(one.stages),
        "title": one.title,
        "is_head": one.is_head,
        "note": one.note,
    }


def _equipment_answer(one: EquipmentItem) -> dict[str, Any]:
    return {
        "stage": one.stage,
        "code": one.code,
        "name": one.name,
        "present": str(one.present),
        "note": one.note,
    }
