"""Bảng trường của docs/templates.md — generated, so that it cannot lag behind the forms."""

from collections.abc import Iterable
from importlib import resources

from service.domain.agency import Agency
from service.domain.kinds import DocumentKind
from service.linting.authoring import FieldLine, field_lines

_ENGLISH = {
    "superior_lines": "superior body, a paragraph for each line",
    "agency_lines": "issuing agency, a paragraph for each line",
    "agency_rule": "the rule under the agency",
    "national_name": "Quốc hiệu",
    "motto": "Tiêu ngữ",
    "motto_rule": "the rule under the Tiêu ngữ",
    "number_line": "`Số: 05/QĐ-UBND`, with room for the number before it is known",
    "place_and_date": "place and date, with room for the day",
    "subject_line": "subject of a letter, with `V/v`",
    "subject": "subject",
    "subject_rule": "the rule under the subject",
    "urgency_stamp": "the box KHẨN, THƯỢNG KHẨN or HỎA TỐC",
    "circulation_stamp": "the mark of limited circulation",
    "addressee": "the only addressee, after `Kính gửi:`",
    "addressees": "several addressees, one in each paragraph",
    "authority": "who issues",
    "legal_bases": "legal bases, with their `;` and `.`",
    "body": "the text: articles, clauses, points, tables",
    "recipients_beside": "recipients that fit beside the signature",
    "recipients_below": "the recipients that are left, in the row below",
    "drafter_mark": "drafter's sign and number of copies",
    "authority_lines": "authority and post of who signs",
    "signer_remark": "remark above the name",
    "signer_name": "name of who signs",
    "annexes": "annexes",
    "attached": "attached texts of an indirect decision",
    "section": "starts a new page, counted from 1; first in the loop",
    "label": "`Phụ lục II`",
    "title": "title of the file, in its properties",
    "annexes.title": "title of the annex",
    "attached.title": "subject of the attached text",
    "reference": "the line `(Kèm theo …)`",
    "rule": "the rule under the title",
    "contact_lines": "address, telephone, e-mail, page of the agency",
    "copy_kind": "SAO Y, SAO LỤC or TRÍCH SAO",
    "type_name": "name of the kind of paper, upper case",
    "sender": "who sends a telegram",
    "secretary_remark": "post of who wrote the minutes",
    "secretary_name": "name of who wrote the minutes",
    "recipients": "recipients",
    "title_rule": "the rule under the name of the kind",
    "confirmation": "true when the part for the place of arrival is printed",
    "partner_lines": "authority and post of who signs for the other party",
    "partner_name": "name of who signs for the other party",
    "more_partners": "further parties, two in a row",
    "issuer": "author, in the properties of the file",
}


def fields_markdown(kinds: Iterable[DocumentKind], agency: Agency) -> str:
    """The fields that all kinds share, then what each kind has besides, as Markdown tables."""
    lines = {
        f"{kind.name} (`{kind.code}`)": field_lines(kind, agency, own_template(kind))
        for kind in kinds
    }
    first = next(iter(lines.values()))
    shared = [
        one for one in first if all(one.written in map(_written, own) for own in lines.values())
    ]
    common = set(map(_written, shared))
    parts = ["### Every kind", _table(shared)]
    for alike, titles in _alike(lines, common):
        parts += [f"### {', '.join(titles)}", _table(alike)]
    return "\n\n".join(parts)


def own_template(kind: DocumentKind) -> bytes:
    return resources.files("doc_templates").joinpath(kind.template).read_bytes()


def _alike(
    lines: dict[str, tuple[FieldLine, ...]], common: set[str]
) -> list[tuple[tuple[FieldLine, ...], list[str]]]:
    """Kinds that have the same further fields stand under one heading."""
    groups: dict[tuple[str, ...], tuple[tuple[FieldLine, ...], list[str]]] = {}
    for title, own in lines.items():
        rest = tuple(one for one in own if one.written not in common)
        key = tuple(sorted(one.name for one in rest))
        groups.setdefault(key, (rest, []))[1].append(title)
    return list(groups.values())


def _written(line: FieldLine) -> str:
    return line.written


def _table(lines: Iterable[FieldLine]) -> str:
    rows = ["| in Word | prints | needed |", "|---|---|---|"]
    for line in lines:
        what = _ENGLISH.get(line.name) or _ENGLISH.get(line.name.rpartition(".")[2], line.prints)
        what = f"in the loop: {what}" if "item." in line.written else what
        rows.append(f"| `{line.written}` | {what or '—'} | {'yes' if line.essential else ''} |")
    return "\n".join(rows)
