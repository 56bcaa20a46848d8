"""Nội dung thử — a kind's sample answers made short, long and hostile.

What a form would refuse is not tried: where a changed answer is not valid, the sample's own stays.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from forms.base import posted
from forms.fields import Line, Rows, Text
from service.domain.agency import Agency
from service.domain.errors import Refused
from service.domain.kinds import Context, DocumentKind
from service.domain.numbering import IssueMark

SAMPLE_NAMES = {
    "usual": "nội dung thường gặp",
    "shortest": "nội dung ngắn nhất",
    "longest": "nội dung dài nhất",
    "hostile": "ký tự lạ",
}
"""Code → what people call it, in the order they are shown."""

HOSTILE = "Công ty <A> & B {{ 7*7 }} {% if x %} ]]> “C” &lt; D"
LONG_WORDS = "phối hợp tổ chức thực hiện đồng bộ các nhiệm vụ, giải pháp trên địa bàn toàn xã "
LONG_NAME = "Công Tằng Tôn Nữ Hoàng Thị Nguyễn Phương Bảo Ngọc Quỳnh"
MARK = IssueMark(5, date(2026, 1, 8))
LENGTHS = (280, 120, 40)
PARAGRAPHS = 12
ROWS = 9
_KEPT = frozenset({"notation", "unit"})


@dataclass(frozen=True, slots=True)
class Sample:
    """One content: who issues, the answers, and the number and date that are printed."""

    name: str
    agency: Agency
    answers: Mapping[str, Any]
    mark: IssueMark = MARK

    def context(self, kind: DocumentKind) -> Context:
        return kind.context(self.answers, self.agency, self.mark)


def samples(kind: DocumentKind, agency: Agency) -> tuple[Sample, ...]:
    """The four contents, named as in `SAMPLE_NAMES`."""
    usual = posted(kind.form, kind.sample, agency).answers()
    long_agency = replace(
        agency,
        full_name=f"{agency.full_name} thuộc vùng sâu, vùng xa, biên giới và hải đảo",
        name=f"{agency.name}\nVÙNG BIÊN GIỚI VÀ HẢI ĐẢO",
        superior=agency.superior or "ỦY BAN NHÂN DÂN TỈNH HÒA BÌNH",
        address="Số 125, đường Võ Nguyên Giáp, thôn Đông, xã Hòa Bình, tỉnh Hòa Bình",
        phone="0200 000 001",
        email="vanthu@hoabinh.example",
        website="https://hoabinh.example",
    )
    longest = _changed(kind, agency, usual, _lengthened)
    hostile = _changed(kind, agency, usual, lambda text, many: HOSTILE)
    return (
        Sample("usual", agency, usual),
        Sample("shortest", agency, _shortened(kind, agency, usual)),
        Sample("longest", long_agency, _signed(longest, LONG_NAME)),
        Sample("hostile", agency, _signed(hostile, "Trần <Văn> & Hùng")),
    )


def set_apart(sample: Sample) -> Sample:
    """The same with every annex and attached text as a file of its own."""
    answers = {
        name: [one | {"apart": True} if _may_stand_apart(one) else one for one in value]
        if isinstance(value, list)
        else value
        for name, value in sample.answers.items()
    }
    return replace(sample, answers=answers)


def _may_stand_apart(row: Any) -> bool:
    return isinstance(row, dict) and "apart" in row


def _shortened(kind: DocumentKind, agency: Agency, usual: Mapping[str, Any]) -> dict[str, Any]:
    """Every optional answer left out; a word or two where something must be written."""
    answers = dict(usual)
    for name in usual:
        for short in ("", [], "Về việc mẫu", ["Như trên"], ["Lưu: VT"]):
            tried = answers | {name: short}
            if _same_shape(usual[name], short) and _valid(kind, agency, tried):
                answers = tried
                break
    return answers


def _same_shape(one: Any, other: Any) -> bool:
    return isinstance(one, str | list) and type(one) is type(other)


def _changed(
    kind: DocumentKind,
    agency: Agency,
    usual: Mapping[str, Any],
    change: Callable[[str, int], str],
) -> dict[str, Any]:
    """The answers with every typed text changed, as far as the form takes it."""
    answers = dict(usual)
    for field in kind.form.blank():
        name = field.short_name
        if name in _KEPT or name not in usual:
            continue
        for length in LENGTHS:
            tried = answers | {name: _new_value(field, usual[name], change, length)}
            if _valid(kind, agency, tried):
                answers = tried
                break
    return answers


def _new_value(field: Any, value: Any, change: Callable[[str, int], str], length: int) -> Any:
    """Typed lines, texts and rows only: a choice or a day has no other spelling."""
    if isinstance(field, Rows):
        rows = [change(one, length) if isinstance(one, str) else one for one in value]
        if change is _lengthened and all(isinstance(one, str) for one in value):
            return (rows * ROWS)[: max(ROWS, len(rows))]
        return rows
    if type(field) is Text and change is _lengthened:
        return "\n".join([value, *[_lengthened("Ủy ban nhân dân xã", length)] * PARAGRAPHS])
    return change(value, length) if isinstance(field, Line) and isinstance(value, str) else value


def _lengthened(text: str, length: int) -> str:
    words = f"{text} {LONG_WORDS * (length // len(LONG_WORDS) + 1)}"
    return words[: max(length, len(text))].rpartition(" ")[0] or text


def _signed(answers: dict[str, Any], name: str) -> dict[str, Any]:
    signatory = answers.get("signatory")
    if isinstance(signatory, Mapping) and signatory.get("name"):
        return answers | {"signatory": {**signatory, "name": name}}
    return answers


def _valid(kind: DocumentKind, agency: Agency, answers: Mapping[str, Any]) -> bool:
    try:
        return bool(posted(kind.form, answers, agency).validate())
    except Refused:  # answers of another shape than the form's
        return False
