"""Từ câu trả lời sang dữ liệu trình duyệt gửi — JSON answers as the browser would post them.

`service render`, saved drafts and tests go through here, so that there is one validation.
"""

from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from forms.fields import Pairs, WrongShape, wire_fields
from service.domain.errors import Refused


class WireData:
    """Posted names and values, with the three calls that WTForms makes.

    Names keep their order. Built from pairs, or from anything with ``items(multi=True)``.
    """

    def __init__(self, pairs: Iterable[tuple[str, str]] = ()) -> None:
        self.pairs: Pairs = list(pairs)
        self._by_name: dict[str, list[str]] = {}
        for name, value in self.pairs:
            self._by_name.setdefault(name, []).append(value)

    def getlist(self, name: str) -> list[str]:
        return self._by_name.get(name, [])

    def get(self, name: str, default: str | None = None) -> str | None:
        values = self._by_name.get(name)
        return values[0] if values else default

    def items(self, multi: bool = True) -> list[tuple[str, str]]:
        return list(self.pairs)

    def __contains__(self, name: object) -> bool:
        return name in self._by_name

    def __iter__(self) -> Iterator[str]:
        return iter(self._by_name)

    def __len__(self) -> int:
        return len(self._by_name)


def to_wire(form_class: type[Any], answers: Mapping[str, Any]) -> WireData:
    """What a browser would post for these answers; raises Refused with the field's path.

    Missing answers take the field's default; unknown names and wrong types are refused.
    """
    if not isinstance(answers, Mapping):
        raise Refused("“answers” phải là một đối tượng gồm các ô có tên.")
    try:
        return WireData(wire_fields(form_class.blank(), dict(answers), prefix=""))
    except WrongShape as wrong:
        sentence = f"{wrong.path}: {wrong.sentence}"
        raise Refused(sentence, field=wrong.path) from wrong
