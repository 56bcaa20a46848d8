"""Từ câu trả lời đến mẫu Word — what `compose` of every kind shares.

Answers may be those of an unfinished draft: whatever is missing is printed as blank.
"""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from forms.base import BODY_LIMIT
from service.domain.agency import Agency, SignatureBlock
from service.domain.body import Body, end_marked, parse_body
from service.domain.errors import Refused
from service.domain.kinds import Answers, Context
from service.domain.looks import TEXT_WIDTH_MM, TURNED_WIDTH_MM
from service.domain.marks import circulation_stamp, urgency_stamp
from service.domain.numbering import IssueMark
from service.domain.numbers import grouped, parse_clock
from service.domain.presentation import (
    Indents,
    contact_lines,
    foot,
    letterhead,
    list_items,
    punctuated,
    styling,
)
from service.domain.vietnamese import date_in_words, parse_date, parse_month


def text_of(answers: Answers, name: str) -> str:
    return str(answers.get(name) or "")


def list_of(answers: Answers, name: str) -> list[Any]:
    return list(answers.get(name) or ())


UNSAID = "…………"
"""What a line shows that is not filled yet: a draft may be printed at any time."""


def said(answers: Answers, name: str) -> str:
    """A one-line answer inside a composed text, letter for letter, or dots."""
    return literal(text_of(answers, name)) or UNSAID


def literal(text: str) -> str:
    """`text` without the power of stars to set letters bold."""
    return text.replace("*", "\\*")


def day_of(answers: Answers, name: str) -> date | None:
    try:
        return parse_date(text_of(answers, name))
    except Refused:
        return None


def day_said(answers: Answers, name: str) -> str:
    """``ngày 05 tháng 3 năm 2026``, or with dots."""
    day = day_of(answers, name)
    return date_in_words(day) if day else f"ngày {UNSAID}"


def clock_of(answers: Answers, name: str) -> tuple[int, int] | None:
    try:
        return parse_clock(text_of(answers, name))
    except Refused:
        return None


def listed(lead: str, items: Sequence[str]) -> list[str]:
    """``lead item`` in one line, or the lead and a line with a dash for each of several."""
    known = [literal(item) for item in list_items(items)]
    if len(known) <= 1:
        return [f"{lead} {known[0] if known else UNSAID}"]
    return [lead, *(f"- {item}" for item in punctuated(known))]


def punctuates(answers: Answers) -> bool:
    return answers.get("punctuate") is not False


def signatory_id(answers: Answers) -> int | None:
    """The chosen signatory of the agency's list; None when typed by hand or left blank."""
    choice = str((answers.get("signatory") or {}).get("choice") or "")
    return int(choice) if choice.isdecimal() else None


def signature_block(answers: Answers, agency: Agency) -> SignatureBlock:
    """The lines to print; raises Refused when the chosen person is no longer on the list."""
    typed: Mapping[str, Any] = answers.get("signatory") or {}
    chosen = signatory_id(answers)
    if chosen is None:
        return SignatureBlock(tuple(typed.get("lines") or ()), str(typed.get("name") or ""))
    for one in agency.signatories:
        if one.id == chosen:
            return one.block
    raise Refused(
        "Người ký đã chọn không còn trong danh sách của cơ quan. Hãy chọn lại.",
        field="signatory-choice",
    )


def expected_month(answers: Answers) -> tuple[int, int] | None:
    """(year, month) that the drafter foresees, if readable."""
    written = text_of(answers, "month")
    try:
        return parse_month(written) if written else None
    except Refused:
        return None


def body_of(
    text: str, width_mm: float, *, field: str, punctuate: bool, before_foot: bool = False
) -> Body:
    """The blocks of a typed text; refuses what no paper holds, before any time is spent."""
    if len(text) > BODY_LIMIT:
        raise Refused(
            f"Nội dung dài quá {grouped(BODY_LIMIT)} ký tự, không in thử được.", field=field
        )
    blocks = parse_body(text)
    return Body(end_marked(blocks) if punctuate else blocks, width_mm, before_foot)


def text_width_mm(answers: Answers) -> float:
    return TURNED_WIDTH_MM if answers.get("landscape") else TEXT_WIDTH_MM


def common(
    answers: Answers,
    agency: Agency,
    mark: IssueMark,
    *,
    notation: str,
    title: str,
    with_superior: bool = True,
) -> Context:
    """Head and foot of every kind, the file's title, and the styles of the agency's profile."""
    profile, width = agency.size_profile, text_width_mm(answers)
    block = signature_block(answers, agency)
    head = letterhead(
        agency,
        notation,
        mark,
        expected=expected_month(answers),
        with_superior=with_superior,
        text_width_mm=width,
    )
    recipients = foot(
        block,
        list_of(answers, "recipients"),
        profile,
        punctuate=punctuates(answers),
        text_width_mm=width,
    )
    context = head | recipients | {
        "title": title,
        "issuer": agency.full_name,
        "urgency_stamp": urgency_stamp(text_of(answers, "urgency"), profile),
        "circulation_stamp": circulation_stamp(text_of(answers, "circulation"), profile, width),
        "drafter_mark": text_of(answers, "drafter_mark"),
        "contact_lines": contact_lines(agency, width) if answers.get("show_address") else [],
    }  # fmt: skip
    return context | {"styling": styled(answers, agency, context)}


def styled(
    answers: Answers, agency: Agency, context: Context, *indents: Mapping[str, Indents]
) -> Any:
    """What this paper changes in the styles of its template."""
    turned = bool(answers.get("landscape"))
    return styling(agency, context["place_and_date"], *indents, turned=turned)


def bases_of(answers: Answers) -> list[str]:
    """Căn cứ, each closed as the decree says (Phụ lục I, II.6.a)."""
    return punctuated(list_items(list_of(answers, "legal_bases")), punctuate=punctuates(answers))
