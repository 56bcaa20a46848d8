"""Bảng giai đoạn — each registered stage at a glance: staff, equipment, verdicts."""

from dataclasses import dataclass

from service.actions.provider_sheet import CaseSheet
from service.domain.eligibility.checklist import EquipmentState, StageStaffing


@dataclass(frozen=True, slots=True)
class StageView:
    """Một giai đoạn. `judged` and `met` count its own conditions of `rows`; `carried` is whether
    staff and equipment bear it."""

    code: str
    name: str
    staffing: StageStaffing | None
    equipment: tuple[EquipmentState, ...]
    needs_equipment: bool
    rows: int
    judged: int
    met: int
    carried: bool

    @property
    def ready(self) -> bool:
        """Whether the stage may be published as things stand."""
        return self.carried and self.met == self.rows

    @property
    def short_equipment(self) -> int:
        """How many rows have fewer pieces than required; with no row at all, one."""
        if self.needs_equipment and not self.equipment:
            return 1
        return sum(1 for one in self.equipment if not one.met)


def stage_views(sheet: CaseSheet) -> tuple[StageView, ...]:
    """The stages that were asked for, in the law's order."""
    staffed = {one.stage: one for one in sheet.staffing}
    needing = {row.stage for row, _ in sheet.rows if row.condition.check == "equipment"}
    views = []
    for stage in sheet.regime.stages:
        if stage.code not in sheet.case.scope:
            continue
        own = [found for row, found in sheet.rows if row.stage == stage.code]
        views.append(
            StageView(
                stage.code,
                stage.name,
                staffed.get(stage.code),
                tuple(one for one in sheet.equipment_states if one.stage == stage.code),
                stage.code in needing,
                len(own),
                sum(1 for found in own if found is not None),
                sum(1 for found in own if found is not None and found.verdict == "met"),
                stage.code in sheet.covered,
            )
        )
    return tuple(views)
