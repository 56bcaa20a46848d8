"""Các trường của một loại — what a template of a kind may ask for, found by composing samples.

Nothing is listed by hand: a field that a form starts to give is known here at once.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any

from service.domain.kinds import Context, DocumentKind
from service.linting.samples import Sample
from service.rendering import docx


class Shape(StrEnum):
    """How a field is written: ``{{ x }}``, ``{{p x }}``, ``{{ x.part }}``, or in a loop.

    Nothing can be said of the parts of what is empty in every sample; they are not checked.
    """

    TEXT = "text"
    DRAWN = "drawn"
    TEXTS = "list of texts"
    RECORDS = "list of records"
    RECORD = "record"
    UNKNOWN = "empty in every sample"
    UNKNOWN_LIST = "list that is empty in every sample"


@dataclass(frozen=True, slots=True)
class Field:
    """`items` are the fields of each record of a list."""

    name: str
    shape: Shape
    items: dict[str, "Field"] = field(default_factory=dict)
    example: str = ""


def fields_of(kind: DocumentKind, samples: Iterable[Sample]) -> dict[str, Field]:
    """Every field that the form of a kind gives, by name."""
    return fields_in([sample.context(kind) for sample in samples])


def fields_in(contexts: Iterable[Context]) -> dict[str, Field]:
    values: dict[str, list[Any]] = {}
    for context in contexts:
        for name, value in context.items():
            if name != docx.STYLING:
                values.setdefault(name, []).append(value)
    return {name: _field(name, seen) for name, seen in values.items()}


def _field(name: str, seen: list[Any]) -> Field:
    items = [one for value in seen if isinstance(value, list | tuple) for one in value]
    records = [dict(one) for one in items if isinstance(one, Mapping)]
    single = [dict(value) for value in seen if isinstance(value, Mapping)]
    texts = [value for value in seen if isinstance(value, str | int) and value != ""]
    if records or single:
        shape = Shape.RECORDS if records else Shape.RECORD
        return Field(name, shape, fields_in(records or single))
    if any(docx.is_drawn(value) for value in seen):
        return Field(name, Shape.DRAWN)
    if items:
        return Field(name, Shape.TEXTS, example=str(items[0]))
    if texts or any(isinstance(value, str) for value in seen):
        return Field(name, Shape.TEXT, example=str(texts[0]) if texts else "")
    empty_list = any(isinstance(value, list | tuple) for value in seen)
    return Field(name, Shape.UNKNOWN_LIST if empty_list else Shape.UNKNOWN)


LETTERHEAD = frozenset(
    {
        "superior_lines", "agency_lines", "agency_rule", "national_name", "motto", "motto_rule",
        "subject_rule", "title", "issuer", "copy_kind", "type_name",
    }
)  # fmt: skip
"""Fields whose words an office may also write into its template once for all."""

ESSENTIAL = frozenset({"number_line", "place_and_date", "body", "authority_lines", "signer_name"})
"""Fields without which a paper is none (Điều 8): no template may leave them out."""

TITLES = {
    "superior_lines": "tên cơ quan chủ quản",
    "agency_lines": "tên cơ quan",
    "agency_rule": "đường kẻ dưới tên cơ quan",
    "national_name": "Quốc hiệu",
    "motto": "Tiêu ngữ",
    "motto_rule": "đường kẻ dưới Tiêu ngữ",
    "number_line": "số, ký hiệu",
    "place_and_date": "địa danh và thời gian ban hành",
    "subject_line": "trích yếu công văn",
    "subject": "trích yếu",
    "subject_rule": "đường kẻ dưới trích yếu",
    "urgency_stamp": "dấu mức độ khẩn",
    "circulation_stamp": "dấu phạm vi lưu hành",
    "addressee": "một nơi kính gửi",
    "addressees": "nhiều nơi kính gửi",
    "authority": "thẩm quyền ban hành",
    "legal_bases": "căn cứ ban hành",
    "body": "nội dung",
    "recipients_beside": "Nơi nhận, cạnh chữ ký",
    "recipients_below": "Nơi nhận, phần còn lại dưới chữ ký",
    "drafter_mark": "ký hiệu người soạn thảo, số bản",
    "authority_lines": "quyền hạn, chức vụ của người ký",
    "signer_remark": "ghi chú trên họ tên",
    "signer_name": "họ tên người ký",
    "annexes": "các phụ lục",
    "annexes.section": "trang mới của phụ lục",
    "annexes.label": "số phụ lục",
    "annexes.title": "tên phụ lục",
    "annexes.reference": "dòng “Kèm theo …”",
    "annexes.rule": "đường kẻ dưới tên phụ lục",
    "annexes.body": "nội dung phụ lục",
    "contact_lines": "địa chỉ cơ quan ở chân trang",
    "copy_kind": "hình thức sao",
    "sender": "nơi gửi công điện",
    "secretary_remark": "chức vụ của người ghi biên bản",
    "secretary_name": "họ tên người ghi biên bản",
    "recipients": "Nơi nhận",
    "title_rule": "đường kẻ dưới tên loại",
    "confirmation": "phần xác nhận của nơi đến",
    "partner_lines": "quyền hạn, chức vụ của bên ký kia",
    "partner_name": "họ tên người ký của bên kia",
    "more_partners": "các bên ký khác, hai bên một hàng",
    "type_name": "tên loại văn bản",
    "attached": "các văn bản kèm theo",
    "attached.section": "trang mới của văn bản kèm theo",
    "attached.type_name": "tên loại của văn bản kèm theo",
    "attached.title": "trích yếu của văn bản kèm theo",
    "attached.reference": "dòng “Kèm theo …” của văn bản kèm theo",
    "attached.rule": "đường kẻ dưới trích yếu của văn bản kèm theo",
    "attached.body": "nội dung của văn bản kèm theo",
    "title": "tên tệp trong thuộc tính",
    "issuer": "tác giả trong thuộc tính",
}
"""Names → what they print, for sentences and for docs/templates.md."""


def titled(name: str) -> str:
    """``số, ký hiệu (number_line)``."""
    return f"{TITLES[name]} ({name})" if name in TITLES else f"“{name}”"


def learned(fields: Mapping[str, Field], asked: Mapping[str, str]) -> dict[str, Field]:
    """The fields, with what our own template tells of those that are empty in every sample."""
    known = dict(fields)
    for name, prefix in asked.items():
        if prefix == "p" and name in known and known[name].shape is Shape.UNKNOWN:
            known[name] = Field(name, Shape.DRAWN)
    return known
