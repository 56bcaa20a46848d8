"""Loại văn bản — a kind of paper is data: its form, its Word template, its symbol (Điều 7)."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from itertools import groupby
from typing import Any

from service.domain.agency import Agency
from service.domain.copying import CopyPlan
from service.domain.errors import NotFound
from service.domain.numbering import IssueMark, Register
from service.domain.tones import placed_all

Answers = Mapping[str, Any]
"""JSON-safe, NFC answers of one form; see `service kinds --json` for each kind's schema."""

Context = dict[str, Any]
"""What a Word template may ask for."""


OTHER_GROUP = "Khác"
GROUPS = (
    "Thường dùng",
    "Nghị quyết, quyết định, chỉ thị",
    "Chương trình, đề án",
    "Điện, thư, biên bản",
    "Giấy, phiếu",
    "Hợp đồng, thỏa thuận",
    OTHER_GROUP,
    "Bản sao",
)
"""Groups of the menu, the commonest first; a group not named here stands before the copies."""


def _whole_on_paper(answers: Answers, agency: Agency) -> CopyPlan:
    return CopyPlan()


def _nobody_named(answers: Answers) -> str:
    return ""


def _as_typed(answers: Answers) -> Answers:
    return answers


TYPED_AS_IT_IS = frozenset({"national_name", "signer_name", "number_line"})
"""Parts of a paper whose spelling is settled elsewhere."""


@dataclass(frozen=True, slots=True)
class DocumentKind:
    """One kind of paper.

    `form` is the WTForms class (opaque here: the domain knows no form library).
    `compose(answers, agency, mark)` gives the template's whole context; it is pure.
    `notation(answers, agency)` gives the ký hiệu after the slash, e.g. ``QĐ-UBND``.
    `article` names the source of the layout, e.g. ``NĐ 30/2020, Phụ lục III, Mẫu 1.5``.
    `issued_by(answers)` is the issuing body that the paper names over its text (thẩm quyền ban
    hành), empty where it names none; `settled(answers)` are the answers with what follows from
    the paper's own text, kept so once it is submitted.
    `plan(answers, agency)` says what is made of the source, where a kind `needs_source`.
    `sample` is a complete answer set that tests, docs and template checks use.
    `name` is what menus say; `type_name` the tên loại of Điều 7 that registers say, where two
    kinds share one. `group` is one of GROUPS, `rank` the place in it.
    """

    code: str
    name: str
    symbol: str
    article: str
    template: str
    form: type[Any]
    compose: Callable[[Answers, Agency, IssueMark], Context]
    notation: Callable[[Answers, Agency], str]
    sample: Mapping[str, Any]
    register: Register = Register.OUTGOING
    needs_source: bool = False
    plan: Callable[[Answers, Agency], CopyPlan] = _whole_on_paper
    issued_by: Callable[[Answers], str] = _nobody_named
    settled: Callable[[Answers], Answers] = _as_typed
    form_version: int = 1
    type_name: str = ""
    group: str = OTHER_GROUP
    rank: int = 50

    def __post_init__(self) -> None:
        if not self.type_name:
            object.__setattr__(self, "type_name", self.name)

    def context(self, answers: Answers, agency: Agency, mark: IssueMark) -> Context:
        """The template's context in the agency's spelling of hòa/hoà; no letter is changed."""
        placement = agency.tone_placement
        made = self.compose(placed_all(answers, placement), agency, mark)
        return made | {
            name: placed_all(value, placement)
            for name, value in made.items()
            if isinstance(value, str | list) and name not in TYPED_AS_IT_IS
        }


@dataclass(slots=True)
class Kinds:
    """The registry; `forms.load_kinds()` fills it by scanning the package.

    Iterating gives the order of the menu: by group, then by rank.
    """

    _by_code: dict[str, DocumentKind] = field(default_factory=dict)

    def add(self, kind: DocumentKind) -> None:
        if kind.code in self._by_code:
            raise ValueError(f"two kinds share the code {kind.code!r}")
        known = [*self._by_code.values(), kind]
        known.sort(key=lambda one: (_place(one.group), one.group, one.rank, one.name))
        self._by_code = {one.code: one for one in known}

    def groups(self) -> list[tuple[str, list[DocumentKind]]]:
        """The menu: each group that has kinds, with its kinds."""
        return [(name, list(kinds)) for name, kinds in groupby(self, key=lambda one: one.group)]

    def __getitem__(self, code: str) -> DocumentKind:
        try:
            return self._by_code[code]
        except KeyError:
            raise NotFound(f"Không có loại văn bản “{code}”.") from None

    def __contains__(self, code: object) -> bool:
        return code in self._by_code

    def __iter__(self) -> Iterator[DocumentKind]:
        return iter(self._by_code.values())

    def __len__(self) -> int:
        return len(self._by_code)


def _place(group: str) -> int:
    return GROUPS.index(group if group in GROUPS else OTHER_GROUP)
