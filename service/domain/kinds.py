"""Loại văn bản — a kind of paper is data: its form, its Word template, its symbol (Điều 7)."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from service.domain.agency import Agency
from service.domain.errors import NotFound
from service.domain.numbering import IssueMark, Register

Answers = Mapping[str, Any]
"""JSON-safe, NFC answers of one form; see `service kinds --json` for each kind's schema."""

Context = dict[str, Any]
"""What a Word template may ask for."""


@dataclass(frozen=True, slots=True)
class DocumentKind:
    """One kind of paper.

    `form` is the WTForms class (opaque here: the domain knows no form library).
    `compose(answers, agency, mark)` gives the template's whole context; it is pure.
    `notation(answers, agency)` gives the ký hiệu after the slash, e.g. ``QĐ-UBND``.
    `article` names the source of the layout, e.g. ``NĐ 30/2020, Phụ lục III, Mẫu 1.5``.
    `sample` is a complete answer set that tests, docs and template checks use.
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
    form_version: int = 1


@dataclass(slots=True)
class Kinds:
    """The registry; `forms.load_kinds()` fills it by scanning the package."""

    _by_code: dict[str, DocumentKind] = field(default_factory=dict)

    def add(self, kind: DocumentKind) -> None:
        if kind.code in self._by_code:
            raise ValueError(f"two kinds share the code {kind.code!r}")
        self._by_code[kind.code] = kind

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
