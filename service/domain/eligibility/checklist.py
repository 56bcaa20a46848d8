"""Bảng kiểm — which conditions a case must meet, and what its staff, rooms and equipment show.

Conditions × stage × kind of provider × mode come from the regime; nothing here is law.
"""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from service.domain.eligibility.cases import EquipmentItem, StaffMember
from service.domain.eligibility.law import (
    ProviderCondition,
    ProviderRegime,
    StaffOption,
    StaffStandard,
)
from service.domain.eligibility.law_reading import LEVELS


@dataclass(frozen=True, slots=True)
class CheckRow:
    """One row to judge; `stage` is empty for a condition of the whole case."""

    condition: ProviderCondition
    stage: str = ""

    @property
    def key(self) -> tuple[str, str]:
        return self.condition.id, self.stage


@dataclass(frozen=True, slots=True)
class StageStaffing:
    """Nhân sự của một giai đoạn. `met` is None where the law sets no standard. `people` has
    (name, meets it, what is missing) for everyone assigned to the stage."""

    stage: str
    standard: str
    article: str
    met: bool | None
    people: tuple[tuple[str, bool, str], ...]


@dataclass(frozen=True, slots=True)
class EquipmentState:
    """Thiết bị: required against present. `sure` is false where the annex row is not known."""

    stage: str
    code: str
    name: str
    required: int
    present: int
    sure: bool = True

    @property
    def met(self) -> bool:
        return self.present >= self.required


@dataclass(frozen=True, slots=True)
class RoomState:
    """Một điều kiện phòng ở: `found` is what the application says, with its unit."""

    text: str
    found: str
    met: bool


def checklist(
    regime: ProviderRegime,
    *,
    kind: str,
    path: str,
    scope: Collection[str],
    modes: Collection[str],
) -> tuple[CheckRow, ...]:
    """Every condition that this provider must meet, in the law's order."""
    rows: list[CheckRow] = []
    for condition in regime.conditions:
        if not _applies(condition, kind, path, modes):
            continue
        stages = [
            stage.code
            for stage in regime.stages
            if stage.code in scope and (not condition.stages or stage.code in condition.stages)
        ]
        if condition.per == "stage":
            rows += [CheckRow(condition, stage) for stage in stages]
        elif stages or not condition.stages:
            rows.append(CheckRow(condition))
    return tuple(rows)


def _applies(condition: ProviderCondition, kind: str, path: str, modes: Collection[str]) -> bool:
    return (
        (not condition.kinds or kind in condition.kinds)
        and (not condition.paths or path in condition.paths)
        and (not condition.modes or not condition.modes.isdisjoint(modes))
    )


def standard_of(regime: ProviderRegime, stage: str, day: date) -> StaffStandard | None:
    """The staff standard of a stage by the law of the day."""
    for standard in regime.standards:
        if standard.stage == stage and standard.holds(day):
            return standard
    return None


def staffing(
    regime: ProviderRegime, day: date, scope: Collection[str], staff: Sequence[StaffMember]
) -> tuple[StageStaffing, ...]:
    """Per registered stage: who meets the standard of the day, and what others lack."""
    found = []
    for stage in regime.stages:
        if stage.code not in scope:
            continue
        standard = standard_of(regime, stage.code, day)
        people = tuple(_judged(standard, person) for person in staff if stage.code in person.stages)
        free = standard is None or not standard.options
        found.append(
            StageStaffing(
                stage.code,
                standard.text if standard else "Không quy định tiêu chuẩn",
                standard.article if standard else "",
                None if free else any(met for _, met, _ in people),
                people,
            )
        )
    return tuple(found)


def _judged(standard: StaffStandard | None, person: StaffMember) -> tuple[str, bool, str]:
    if standard is None or not standard.options:
        return person.name, True, ""
    lacks = [lacking(option, person) for option in standard.options]
    if "" in lacks:
        return person.name, True, ""
    # Each way is another road for the person: all are shown.
    return person.name, False, f"Thiếu {'; hoặc thiếu '.join(lacks)}"


LEVEL_NAMES: Mapping[str, str] = {
    "none": "chưa qua đào tạo",
    "primary": "sơ cấp",
    "secondary": "trung cấp",
    "college": "cao đẳng",
    "university": "đại học",
    "postgraduate": "sau đại học",
}
PROFESSION_NAMES: Mapping[str, str] = {
    "doctor": "bác sĩ",
    "assistant_doctor": "y sĩ",
    "nurse": "điều dưỡng",
    "pharmacist": "dược",
    "psychology": "tâm lý",
    "social_work": "công tác xã hội",
    "pedagogy": "sư phạm",
    "law": "luật",
    "economics": "kinh tế",
    "other": "ngành khác",
}
LICENCE_FIELD_NAMES: Mapping[str, str] = {
    "psychiatry": "tâm thần",
    "general": "đa khoa",
    "internal": "nội khoa",
    "traditional": "y học cổ truyền",
}
TRAINING_NAMES: Mapping[str, str] = {
    "rehabilitation": "công tác cai nghiện",
    "counselling": "tư vấn tâm lý",
    "behaviour": "phục hồi hành vi",
    "client_management": "kỹ năng quản lý người cai nghiện",
    "detox": "cắt cơn, giải độc, điều trị rối loạn tâm thần",
}


def lacking(option: StaffOption, person: StaffMember) -> str:
    """What a person lacks to meet one way of a standard; empty when nothing."""
    lacks = []
    if LEVELS.index(person.level) < LEVELS.index(option.level):
        lacks.append(f"trình độ {LEVEL_NAMES[option.level]} trở lên")
    if option.professions and person.profession not in option.professions:
        names = [PROFESSION_NAMES.get(one, one) for one in sorted(option.professions)]
        lacks.append(f"chuyên môn: {', '.join(names)}")
    if option.licence and not person.licence_no:
        lacks.append("số giấy phép hành nghề")
    if option.licence_fields and person.licence_field not in option.licence_fields:
        names = [LICENCE_FIELD_NAMES.get(one, one) for one in sorted(option.licence_fields)]
        lacks.append(f"phạm vi hành nghề: {', '.join(names)}")
    if missing := sorted(option.trainings - set(person.trainings)):
        names = [TRAINING_NAMES.get(one, one) for one in missing]
        lacks.append(f"tập huấn: {', '.join(names)}")
    return "; ".join(lacks)


def needs_equipment(regime: ProviderRegime, kind: str, path: str, scope: Iterable[str]) -> set[str]:
    """The stages whose equipment counts: an individual's only for stage b in regime C."""
    rows = checklist(regime, kind=kind, path=path, scope=set(scope), modes=())
    return {row.stage for row in rows if row.condition.check == "equipment"}


def equipment_state(
    regime: ProviderRegime,
    *,
    kind: str,
    path: str,
    scope: Iterable[str],
    equipment: Sequence[EquipmentItem],
) -> tuple[EquipmentState, ...]:
    """Each annex row of the registered stages against what is there, then other rows given.

    While the annex is not wholly known, rows that the case brings count, and are not sure.
    """
    stages = needs_equipment(regime, kind, path, scope)
    given = [item for item in equipment if item.stage in stages]
    known = [
        row
        for row in regime.equipment
        if row.stage in stages and (not row.kinds or kind in row.kinds)
    ]
    states = [
        EquipmentState(
            row.stage,
            row.code,
            row.name,
            row.required,
            sum(item.present for item in given if (item.code, item.stage) == (row.code, row.stage)),
        )
        for row in known
    ]
    codes = {(row.code, row.stage) for row in known}
    states += [
        EquipmentState(item.stage, item.code, item.name, item.required, item.present, sure=False)
        for item in given
        if (item.code, item.stage) not in codes
    ]
    return tuple(states)


def equipped(regime: ProviderRegime, stage: str, states: Sequence[EquipmentState]) -> bool:
    """Whether a stage has all its equipment; without any row of it nothing is shown at all."""
    own = [state for state in states if state.stage == stage]
    return bool(own) and all(state.met for state in own)


def rooms_state(regime: ProviderRegime, rooms: Mapping[str, Any]) -> tuple[RoomState, ...]:
    """Every room rule against the application's `rooms`; without areas nothing is met."""
    beds, area = _number(rooms.get("beds")), _number(rooms.get("bedroom_m2"))
    states = []
    for rule in regime.rooms:
        if rule.minimum:
            each = area / beds if beds > 0 else 0.0
            shown = f"{each:.1f} m²/người".replace(".", ",") if each else "chưa có diện tích"
            states.append(RoomState(rule.text, shown, each >= rule.minimum))
        else:
            has = bool(rooms.get(rule.code))
            states.append(RoomState(rule.text, "có" if has else "chưa có", has))
    return tuple(states)


def _number(value: Any) -> float:
    try:
        number = float(str(value).replace(",", "."))
    except ValueError:
        return 0.0
    return number if 0 <= number < 1e6 else 0.0


def covered(
    regime: ProviderRegime,
    *,
    kind: str,
    path: str,
    scope: Iterable[str],
    day: date,
    staff: Sequence[StaffMember],
    equipment: Sequence[EquipmentItem],
) -> frozenset[str]:
    """Stages that staff and equipment can carry. The short path rests on the facility itself."""
    wanted = [stage.code for stage in regime.stages if stage.code in set(scope)]
    rows = checklist(regime, kind=kind, path=path, scope=wanted, modes=())
    by_staff = {row.stage for row in rows if row.condition.check == "staff"}
    by_equipment = {row.stage for row in rows if row.condition.check == "equipment"}
    staffed = {one.stage: one.met for one in staffing(regime, day, wanted, staff)}
    states = equipment_state(regime, kind=kind, path=path, scope=wanted, equipment=equipment)
    return frozenset(
        stage
        for stage in wanted
        if (stage not in by_staff or staffed[stage] is not False)
        and (stage not in by_equipment or equipped(regime, stage, states))
    )


def scope_trouble(
    regime: ProviderRegime,
    *,
    published: Collection[str],
    requested: Collection[str],
    carried: Collection[str],
) -> str:
    """A sentence unless published ⊆ requested ∩ carried and something is published."""
    if not published:
        return "Chưa chọn giai đoạn nào để công bố."
    if beyond := [one for one in published if one not in requested]:
        return f"Công bố cả giai đoạn không được đề nghị: {regime.stage_names(tuple(beyond))}."
    if beyond := [one for one in published if one not in carried]:
        return (
            "Nhân sự, thiết bị chưa đáp ứng giai đoạn: "
            f"{regime.stage_names(tuple(beyond))}. Bỏ giai đoạn này hoặc yêu cầu bổ sung."
        )
    return ""
