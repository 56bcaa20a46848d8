"""Kết quả soát mẫu — plain values, the same between processes and in the run folder."""

from dataclasses import asdict, dataclass
from enum import StrEnum
from typing import Any


class Level(StrEnum):
    """What a finding means for the template's use.

    `MUST_FIX`: papers made with it would be broken or lack what makes them papers; never used.
    `CONFIRM`: against the decree, or something typed is not printed; used only with a reason.
    `ADVICE`: worth a look.
    """

    MUST_FIX = "phải sửa"
    CONFIRM = "cần xác nhận"
    ADVICE = "nên xem"


@dataclass(frozen=True, slots=True)
class Problem:
    """One finding: a whole sentence, and where (part of the file, and the text that stands there).

    `sample` names the content it was seen with; empty for the template itself.
    """

    level: Level
    message: str
    where: str = ""
    text: str = ""
    sample: str = ""


@dataclass(frozen=True, slots=True)
class Told:
    """What is said once, with every place and content where it was found."""

    message: str
    found: tuple[Problem, ...]

    @property
    def places(self) -> tuple[str, ...]:
        """``thân văn bản: {{ x }}``, each once, in the order they were found."""
        said = (": ".join(filter(None, (one.where, one.text))) for one in self.found)
        return tuple(dict.fromkeys(filter(None, said)))

    @property
    def samples(self) -> tuple[str, ...]:
        return tuple(dict.fromkeys(one.sample for one in self.found if one.sample))


@dataclass(frozen=True, slots=True)
class LintReport:
    """`sha256` says of which bytes this is true; `pages` counts pages by sample."""

    kind: str
    sha256: str
    problems: tuple[Problem, ...]
    pages: dict[str, int]

    def of(self, level: Level) -> tuple[Problem, ...]:
        return tuple(one for one in self.problems if one.level is level)

    def told(self, level: Level) -> tuple[Told, ...]:
        """The findings of a level, alike ones together."""
        groups: dict[str, list[Problem]] = {}
        for one in self.of(level):
            groups.setdefault(one.message, []).append(one)
        return tuple(Told(message, tuple(found)) for message, found in groups.items())

    @property
    def usable(self) -> bool:
        return not self.of(Level.MUST_FIX)

    @property
    def needs_reason(self) -> bool:
        return bool(self.of(Level.CONFIRM))


def to_json(report: LintReport) -> dict[str, Any]:
    return asdict(report)


def from_json(fields: dict[str, Any]) -> LintReport:
    """What `to_json` wrote."""
    return LintReport(
        fields["kind"],
        fields["sha256"],
        tuple(problem_from(one) for one in fields["problems"]),
        dict(fields["pages"]),
    )


def problem_from(fields: dict[str, Any]) -> Problem:
    return Problem(**{**fields, "level": Level(fields["level"])})
