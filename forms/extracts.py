"""Trích sao gõ lại — the extract of another office's paper, its form made again around it
(NĐ 30/2020, điểm b khoản 3 Điều 25; Phụ lục III, Mẫu 3.1)."""

from dataclasses import replace
from typing import Any

from forms.base import BODY_ADVICE, BODY_LIMIT, NAME_LIMIT, SUBJECT_LIMIT, VietnameseForm
from forms.composing import body_of, common, list_of, text_of
from forms.fields import Line, Lines, Text, at_most
from service.domain.agency import Agency
from service.domain.kinds import Answers, Context
from service.domain.looks import TEXT_WIDTH_MM
from service.domain.numbering import IssueMark
from service.domain.presentation import letter_subject, styling, title

_NAMED, _LETTER = "named_document.docx", "official_letter.docx"
_NEEDED = {
    "issuer": "Chưa ghi tên cơ quan đã ban hành văn bản được trích.",
    "reference": "Chưa ghi số, ký hiệu của văn bản được trích.",
    "place_and_date": "Chưa ghi địa danh, ngày tháng năm của văn bản được trích.",
    "body": "Chưa gõ phần nội dung trích.",
    "signer_name": "Chưa ghi họ tên người ký văn bản được trích.",
}


class ExtractForm(VietnameseForm):
    """The form (thể thức) of the paper that is extracted from, letter for letter."""

    issuer = Lines(
        "Tên cơ quan ban hành",
        description="Như in trên văn bản gốc, mỗi dòng một hàng.",
        render_kw={"rows": 2},
    )
    reference = Line("Số, ký hiệu", [at_most(60)], description="Ví dụ 99/UBND-VX.")
    place_and_date = Line(
        "Địa danh, thời gian", [at_most(120)], description="Ví dụ Hòa Bình, ngày 08 tháng 01 …"
    )
    type_name = Line(
        "Tên loại", [at_most(80)], description="Ví dụ QUYẾT ĐỊNH. Công văn thì để trống."
    )
    subject = Line("Trích yếu", [at_most(SUBJECT_LIMIT)])
    body = Text(
        "Phần nội dung trích",
        [at_most(BODY_LIMIT, BODY_ADVICE)],
        description="Đúng nguyên văn. Chỗ bỏ qua ghi dấu […].",
        render_kw={"rows": 10},
    )
    signer_lines = Lines("Quyền hạn, chức vụ người ký", render_kw={"rows": 2})
    signer_name = Line("Họ và tên người ký", [at_most(NAME_LIMIT)])


def missing(extract: Answers) -> dict[str, str]:
    """What a typed extract lacks; nothing at all typed lacks nothing."""
    if not extract:
        return {}
    return {name: sentence for name, sentence in _NEEDED.items() if not extract.get(name)}


def extract_context(extract: Answers, agency: Agency) -> tuple[str, Context]:
    """Template and context of the page(s) that hold the extract.

    `agency` lends the sizes of its letters only: head and foot are those of the paper.
    """
    issuer = "\n".join(list_of(extract, "issuer"))
    theirs = replace(agency, name=issuer or agency.name, superior="")
    answers: dict[str, Any] = {
        "signatory": {
            "choice": "other",
            "lines": list_of(extract, "signer_lines"),
            "name": text_of(extract, "signer_name"),
        }
    }
    subject, type_name = text_of(extract, "subject"), text_of(extract, "type_name")
    context = common(answers, theirs, IssueMark(), notation="", title=subject)
    place = text_of(extract, "place_and_date")
    context |= {
        "number_line": f"Số: {text_of(extract, 'reference')}",
        "place_and_date": place,
        "styling": styling(theirs, place),
        "body": body_of(text_of(extract, "body"), TEXT_WIDTH_MM, field="extract-body",
                        punctuate=False),
        "legal_bases": [], "annexes": [], "addressee": "", "addressees": [],
    }  # fmt: skip
    if type_name:
        named = title(subject, agency.size_profile)
        return _NAMED, context | {"type_name": type_name.upper()} | named
    return _LETTER, context | {"subject_line": letter_subject(subject, agency.size_profile)}
