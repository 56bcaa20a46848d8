"""Đọc bảng quy định — `regimes.toml` to values; every wrong entry is named in a sentence."""

import hashlib
import tomllib
from collections.abc import Callable, Mapping
from datetime import date, timedelta
from itertools import pairwise
from typing import Any, TypeVar

from service.domain.eligibility.law import (
    DossierItem,
    EquipmentRow,
    LegalLimit,
    ProviderCondition,
    ProviderLaw,
    ProviderPath,
    ProviderRegime,
    RoomRule,
    ServiceStage,
    StaffOption,
    StaffStandard,
)
from service.domain.errors import Refused
from service.domain.legal_catalogue import CATALOGUE
from service.domain.vietnamese import clean
from service.domain.working_days import Term, TermUnit

KINDS = frozenset({"organisation", "individual", "public_unit"})
LEVELS = ("none", "primary", "secondary", "college", "university", "postgraduate")
LIMITS = frozenset({"decide", "republish", "record", "suspend"})
REQUIRED_FORMS = frozenset({"request", "decision", "assignment"})
_SENTENCES = (
    "code",
    "name",
    "authority",
    "receiver",
    "proposer",
    "assigner",
    "recorder",
    "equipment_name",
)
_YES_OR_NO = ("equipment_complete", "withdrawal", "refusal_guidance")
CLOCKS = frozenset({"pause", "restart"})
CHECKS = frozenset({"manual", "staff", "rooms", "equipment"})

Value = TypeVar("Value")


class _Entry:
    """One table of the file, which knows its place, so that a refusal can name it."""

    def __init__(self, place: str, values: Any) -> None:
        if not isinstance(values, Mapping):
            raise wrong(place, "phải là một bảng có tên từng mục")
        self.place = place
        self.values = values
        self.read: set[str] = set()

    def get(self, name: str, kind: type[Value] | tuple[type, ...], default: Any = None) -> Any:
        self.read.add(name)
        value = self.values.get(name, default)
        if value is None:
            raise wrong(f"{self.place}.{name}", "còn thiếu")
        if not isinstance(value, kind) or (isinstance(value, bool) and kind is int):
            raise wrong(f"{self.place}.{name}", f"có giá trị không đúng loại: {value!r}")
        return clean(value) if isinstance(value, str) else value

    def text(self, name: str, default: str | None = None) -> str:
        value: str = self.get(name, str, default)
        if default is None and not value.strip():
            raise wrong(f"{self.place}.{name}", "để trống")
        return value

    def day(self, name: str) -> date | None:
        if name not in self.values:
            self.read.add(name)
            return None
        day: date = self.get(name, date)
        return day

    def names(self, name: str, known: frozenset[str] | None = None) -> tuple[str, ...]:
        found: list[Any] = self.get(name, list, [])
        for one in found:
            if not isinstance(one, str):
                raise wrong(f"{self.place}.{name}", f"có mục không phải là chữ: {one!r}")
            if known is not None and one not in known:
                listed = ", ".join(sorted(known))
                raise wrong(f"{self.place}.{name}", f"ghi “{one}”; chỉ được ghi: {listed}")
        return tuple(clean(one) for one in found)

    def texts(self, name: str) -> dict[str, str]:
        table: Mapping[str, Any] = self.get(name, dict, {})
        for key, value in table.items():
            if not isinstance(value, str):
                raise wrong(f"{self.place}.{name}.{key}", "phải là chữ")
        return {clean(key): clean(value) for key, value in table.items()}

    def rows(self, name: str, make: Callable[["_Entry"], Value]) -> tuple[Value, ...]:
        made = []
        for number, values in enumerate(self.get(name, list, []), 1):
            entry = _Entry(f"{self.place}.{name} thứ {number}", values)
            made.append(make(entry))
            entry.end()
        return tuple(made)

    def end(self) -> None:
        """A misspelt name must not be passed over in silence."""
        if unknown := sorted(set(self.values) - self.read):
            raise wrong(f"{self.place}.{unknown[0]}", "không phải là mục của bảng quy định")


def wrong(place: str, what: str) -> Refused:
    return Refused(f"Bảng quy định: mục {place} {what}. Hãy sửa tệp rồi khởi động lại.")


def read_law(text: str) -> ProviderLaw:
    """The law of the text; Refused with a sentence that names the wrong entry."""
    try:
        table = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        raise Refused(f"Bảng quy định không đọc được (TOML): {error}.") from error
    whole = _Entry("bảng", table)
    given = whole.get("regime", list)
    whole.end()
    regimes: list[ProviderRegime] = []
    tables: dict[str, Mapping[str, Any]] = {}
    for number, values in enumerate(given, 1):
        merged = _inherited(values, number, tables)
        entry = _Entry(f"thời kỳ {merged.get('code', number)}", merged)
        regimes.append(_regime(entry))
        entry.end()
        tables[regimes[-1].code] = merged
    _require_order(regimes)
    return ProviderLaw(hashlib.sha256(text.encode()).hexdigest(), text, tuple(regimes))


def _inherited(
    values: Any, number: int, earlier: Mapping[str, Mapping[str, Any]]
) -> dict[str, Any]:
    """`like = "A"` takes over what an earlier regime says and this one does not."""
    if not isinstance(values, Mapping):
        raise wrong(f"thời kỳ {number}", "phải là một bảng")
    own = dict(values)
    like = own.pop("like", None)
    if like is None:
        return own
    if like not in earlier:
        raise wrong(f"thời kỳ {number}.like", f"trỏ tới “{like}”, không có trước đó")
    return {**{k: v for k, v in earlier[like].items() if k != "until"}, **own}


def _require_order(regimes: list[ProviderRegime]) -> None:
    if not regimes:
        raise wrong("regime", "còn thiếu")
    for before, after in pairwise(regimes):
        if before.until is None or before.until + timedelta(days=1) != after.since:
            raise wrong(f"thời kỳ {after.code}.since", f"không nối tiếp thời kỳ {before.code}")
    codes = [regime.code for regime in regimes]
    if len(set(codes)) != len(codes):
        raise wrong("regime", "có hai thời kỳ trùng mã")


def _regime(entry: _Entry) -> ProviderRegime:
    stages = entry.rows("stages", _stage)
    codes = frozenset(stage.code for stage in stages)
    modes = entry.texts("modes")
    paths = entry.rows("paths", _path)
    known = _Known(codes, frozenset(modes), frozenset(path.code for path in paths))
    since = entry.day("since")
    if since is None or not codes:
        raise wrong(f"{entry.place}.{'since' if since is None else 'stages'}", "còn thiếu")
    until = entry.day("until")
    if until is not None and until < since:
        raise wrong(f"{entry.place}.until", "trước ngày bắt đầu")
    return ProviderRegime(
        **_plain(entry),
        since=since,
        until=until,
        authority_words=_some(entry, "authority_words"),
        stages=stages,
        modes=modes,
        again_reasons=entry.texts("again_reasons"),
        forms=_forms(entry),
        conditions=_unique(entry, "conditions", entry.rows("conditions", known.condition)),
        standards=entry.rows("standards", known.standard),
        rooms=entry.rows("rooms", _room),
        equipment=entry.rows("equipment", known.equipment),
        dossier=entry.rows("dossier", known.dossier),
        not_asked=entry.texts("not_asked"),
        limits=_limits(entry),
        supplement_clock=_one_of(entry, "supplement_clock", CLOCKS),
        suspension_months=_months(entry),
        grounds=entry.texts("grounds"),
        idle_months=entry.get("idle_months", int),
        channels=_some(entry, "channels"),
        paths=paths,
        bases=entry.names("bases", frozenset(basis.code for basis in CATALOGUE)),
        citation=entry.texts("citation"),
        to_be_confirmed=entry.names("to_be_confirmed"),
    )


def _plain(entry: _Entry) -> dict[str, Any]:
    sentences: dict[str, Any] = {name: entry.text(name) for name in _SENTENCES}
    return sentences | {name: entry.get(name, bool) for name in _YES_OR_NO}


class _Known:
    """What the rows of one regime may refer to."""

    def __init__(self, stages: frozenset[str], modes: frozenset[str], paths: frozenset[str]):
        self.stages, self.modes, self.paths = stages, modes, paths

    def condition(self, entry: _Entry) -> ProviderCondition:
        return ProviderCondition(
            id=entry.text("id"),
            text=entry.text("text"),
            article=entry.text("article"),
            evidence=entry.text("evidence"),
            how_to_fix=entry.text("how_to_fix"),
            kinds=frozenset(entry.names("kinds", KINDS)),
            modes=frozenset(entry.names("modes", self.modes)),
            stages=frozenset(entry.names("stages", self.stages)),
            paths=frozenset(entry.names("paths", self.paths)),
            per=_one_of(entry, "per", frozenset({"case", "stage"}), "case"),
            check=_one_of(entry, "check", CHECKS, "manual"),
        )

    def standard(self, entry: _Entry) -> StaffStandard:
        return StaffStandard(
            stage=_one_of(entry, "stage", self.stages),
            text=entry.text("text"),
            article=entry.text("article"),
            options=entry.rows("options", _option),
            since=entry.day("since"),
            until=entry.day("until"),
        )

    def equipment(self, entry: _Entry) -> EquipmentRow:
        return EquipmentRow(
            code=entry.text("code"),
            name=entry.text("name"),
            stage=_one_of(entry, "stage", self.stages),
            required=entry.get("required", int),
            unit=entry.text("unit", "cái"),
            kinds=frozenset(entry.names("kinds", KINDS)),
        )

    def dossier(self, entry: _Entry) -> DossierItem:
        return DossierItem(
            code=entry.text("code"),
            text=entry.text("text"),
            article=entry.text("article"),
            kinds=frozenset(entry.names("kinds", KINDS)),
            paths=frozenset(entry.names("paths", self.paths)),
            requests=frozenset(entry.names("requests", frozenset({"first", "again"}))),
            again_reasons=frozenset(entry.names("again_reasons")),
            required=entry.get("required", bool, True),
            waived_by=entry.text("waived_by", ""),
            form=entry.text("form", ""),
        )


def _stage(entry: _Entry) -> ServiceStage:
    return ServiceStage(entry.text("code"), entry.text("name"), entry.text("duration", ""))


def _room(entry: _Entry) -> RoomRule:
    return RoomRule(
        entry.text("code"),
        entry.text("text"),
        entry.text("article"),
        float(entry.get("minimum", (int, float), 0)),
    )


def _option(entry: _Entry) -> StaffOption:
    return StaffOption(
        level=_one_of(entry, "level", frozenset(LEVELS), "none"),
        professions=frozenset(entry.names("professions")),
        licence=entry.get("licence", bool, False),
        licence_fields=frozenset(entry.names("licence_fields")),
        trainings=frozenset(entry.names("trainings")),
    )


def _path(entry: _Entry) -> ProviderPath:
    return ProviderPath(
        code=_one_of(entry, "code", frozenset({"ordinary", "short", "assignment"})),
        name=entry.text("name"),
        kinds=frozenset(entry.names("kinds", KINDS)),
        decided_by=entry.text("decided_by"),
        proposed_by=entry.text("proposed_by"),
        decision_form=entry.text("decision_form"),
        article=entry.text("article"),
        unit_kinds=entry.texts("unit_kinds"),
    )


def _limits(entry: _Entry) -> dict[str, LegalLimit]:
    table: Mapping[str, Any] = entry.get("limits", dict)
    limits = {}
    for code, values in table.items():
        one = _Entry(f"{entry.place}.limits.{code}", values)
        amount = one.get("amount", int)
        if not 1 <= amount <= 366:
            raise wrong(f"{one.place}.amount", f"phải từ 1 đến 366, đang là {amount}")
        unit = _one_of(one, "unit", frozenset(TermUnit))
        limits[code] = LegalLimit(
            code,
            Term(amount, TermUnit(unit)),
            one.text("start"),
            one.text("article"),
            one.text("by", ""),
            one.text("to_be_confirmed", ""),
        )
        one.end()
    if missing := sorted(LIMITS - set(limits)):
        raise wrong(f"{entry.place}.limits.{missing[0]}", "còn thiếu")
    return limits


def _months(entry: _Entry) -> tuple[int, int]:
    months = entry.get("suspension_months", list)
    if len(months) != 2 or not all(isinstance(one, int) for one in months):
        raise wrong(f"{entry.place}.suspension_months", "phải là hai số tháng, ví dụ [3, 6]")
    if not 1 <= months[0] <= months[1]:
        raise wrong(f"{entry.place}.suspension_months", "phải tăng dần, từ 1 tháng")
    return months[0], months[1]


def _forms(entry: _Entry) -> dict[str, str]:
    forms = entry.texts("forms")
    if missing := sorted(REQUIRED_FORMS - set(forms)):
        raise wrong(f"{entry.place}.forms.{missing[0]}", "còn thiếu")
    return forms


def _some(entry: _Entry, name: str) -> tuple[str, ...]:
    names = entry.names(name)
    if not names:
        raise wrong(f"{entry.place}.{name}", "còn thiếu")
    return names


def _one_of(entry: _Entry, name: str, known: frozenset[str], default: str | None = None) -> str:
    value = entry.text(name, default)
    if value not in known:
        listed = ", ".join(sorted(known))
        raise wrong(f"{entry.place}.{name}", f"ghi “{value}”; chỉ được ghi: {listed}")
    return value


def _unique(
    entry: _Entry, name: str, rows: tuple[ProviderCondition, ...]
) -> tuple[ProviderCondition, ...]:
    seen: set[str] = set()
    for row in rows:
        if row.id in seen:
            raise wrong(f"{entry.place}.{name}", f"có hai dòng cùng mã “{row.id}”")
        seen.add(row.id)
    if not rows:
        raise wrong(f"{entry.place}.{name}", "còn thiếu")
    return rows
