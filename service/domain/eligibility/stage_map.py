"""Bản đồ giai đoạn — how many providers serve each stage in each commune, and tables to print.

Only providers that may serve now are counted on the map: published or assigned, and those whose
request to be published again changes nothing meanwhile.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from service.domain.eligibility.cases import Provider
from service.domain.eligibility.states import PROVIDER_STATE_NAMES, ProviderState

NO_COMMUNE = "(chưa ghi xã)"
_S = ProviderState


def may_serve(provider: Provider) -> bool:
    """Whether the provider may take clients now; a suspended one that asks to be published again
    still may not."""
    if provider.state is _S.REPUBLISHING:
        return provider.state_before is not _S.SUSPENDED
    return provider.state in (_S.PUBLISHED, _S.ASSIGNED)


@dataclass(frozen=True, slots=True)
class StageMapRow:
    """Một xã: `counts` maps stage codes to providers; `providers` counts each of them once."""

    commune: str
    counts: Mapping[str, int]
    providers: int


@dataclass(frozen=True, slots=True)
class StageMap:
    """Bản đồ giai đoạn theo xã; `stages` are the columns, `total` the last row."""

    stages: tuple[str, ...]
    rows: tuple[StageMapRow, ...]
    total: StageMapRow


@dataclass(frozen=True, slots=True)
class ProviderTable:
    """One sheet to print: heads with their widths in mm, then rows of texts."""

    title: str
    heads: tuple[tuple[str, float], ...]
    rows: tuple[tuple[str, ...], ...]


def stage_map(providers: Iterable[Provider], stages: Sequence[str]) -> StageMap:
    """Communes by name, each with its count for every stage of `stages`."""
    serving = [one for one in providers if may_serve(one)]
    communes: dict[str, list[Provider]] = {}
    for one in serving:
        communes.setdefault(one.commune or NO_COMMUNE, []).append(one)
    rows = tuple(_row(name, communes[name], stages) for name in sorted(communes))
    return StageMap(tuple(stages), rows, _row("Tổng số", serving, stages))


def _row(name: str, providers: Sequence[Provider], stages: Sequence[str]) -> StageMapRow:
    counts = {code: sum(code in one.scope for one in providers) for code in stages}
    return StageMapRow(name, counts, len(providers))


def standing(providers: Iterable[Provider]) -> dict[ProviderState, int]:
    """How many providers stand in each state, every state named."""
    counts = dict.fromkeys(ProviderState, 0)
    for one in providers:
        counts[one.state] += 1
    return counts


def map_table(found: StageMap) -> ProviderTable:
    heads = [("Xã, phường", 50.0), *((f"Giai đoạn {code}", 22.0) for code in found.stages)]
    rows = [
        (row.commune, *(str(row.counts[code]) for code in found.stages), str(row.providers))
        for row in (*found.rows, found.total)
    ]
    return ProviderTable("Theo xã và giai đoạn", (*heads, ("Số cơ sở", 20.0)), tuple(rows))


def standing_table(counts: Mapping[ProviderState, int]) -> ProviderTable:
    rows = tuple((PROVIDER_STATE_NAMES[state], str(count)) for state, count in counts.items())
    return ProviderTable("Theo tình trạng", (("Tình trạng", 50.0), ("Số cơ sở", 20.0)), rows)
