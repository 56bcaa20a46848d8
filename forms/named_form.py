"""Văn bản có tên loại — the form and the frame of Mẫu 1.4 (NĐ 30/2020, Phụ lục III)."""

from typing import ClassVar

from forms import annexes
from forms.annexes import ANNEXED, AnnexedForm
from forms.base import (
    ABOUT,
    BODY_ADVICE,
    BODY_LIMIT,
    SENT,
    SIGNED,
    SUBJECT_LIMIT,
    DocumentForm,
    Section,
    recipient_rows,
)
from forms.bases import BasedForm
from forms.composing import (
    bases_of,
    body_of,
    common,
    list_of,
    punctuates,
    styled,
    text_of,
    text_width_mm,
)
from forms.fields import Check, Line, Text, at_most, required
from service.domain.agency import Agency
from service.domain.kinds import Answers, Context
from service.domain.numbering import IssueMark
from service.domain.presentation import addressees, title

GAP_UNDER_TITLE_PT = 12


class TitledForm(DocumentForm):
    """A paper under its tên loại and trích yếu."""

    subject = Line(
        "Trích yếu",
        [required("Chưa ghi trích yếu: văn bản về việc gì?"), at_most(SUBJECT_LIMIT)],
        description="Một câu ngắn hoặc cụm từ, viết hoa chữ đầu, ví dụ “Về việc …”.",
    )
    addressees = recipient_rows(
        "Kính gửi",
        "Thêm nơi kính gửi",
        "Khi gửi cơ quan, tổ chức cấp trên (Phụ lục I, II.9.b).",
    )
    body = Text(
        "Nội dung",
        [required("Chưa ghi nội dung."), at_most(BODY_LIMIT, BODY_ADVICE)],
        render_kw={"rows": 18},
    )


class NamedForm(BasedForm, AnnexedForm, TitledForm):
    """Trích yếu, căn cứ, nội dung; kinds that nobody is addressed by set `addressees` to None."""

    SECTIONS: ClassVar[tuple[Section, ...]] = (
        Section("Về việc gì", ABOUT),
        Section("Gửi ai", ("addressees",)),
        Section("Căn cứ", ("legal_bases",), "Không bắt buộc; in nghiêng dưới trích yếu."),
        Section("Nội dung", ("body", "landscape"), "Mỗi đoạn một dòng."),
        SIGNED,
        SENT,
        ANNEXED,
    )
    UNPRINTED = ("unit",)

    landscape = Check(
        "Trang nằm ngang",
        description="Khi nội dung có bảng rộng không làm thành phụ lục riêng (Phụ lục I, I.2).",
    )


def named_context(
    answers: Answers, agency: Agency, mark: IssueMark, *, type_name: str, notation: str
) -> Context:
    """The context of `named_document.docx`; `type_name` is printed in capitals."""
    subject, profile, width = (
        text_of(answers, "subject"),
        agency.size_profile,
        text_width_mm(answers),
    )
    context = common(answers, agency, mark, notation=notation, title=subject)
    kinh_gui, indents = addressees(
        list_of(answers, "addressees"),
        profile,
        punctuate=punctuates(answers),
        text_width_mm=width,
    )
    has_addressees = bool(list_of(answers, "addressees"))
    return (
        context
        | kinh_gui
        | title(subject, profile, width, after_pt=0 if has_addressees else GAP_UNDER_TITLE_PT)
        | {
            "type_name": type_name.upper(),
            "legal_bases": bases_of(answers),
            "body": body_of(
                text_of(answers, "body"),
                width,
                field="body",
                punctuate=punctuates(answers),
                before_foot=True,
            ),
            "annexes": annexes.composed(
                answers, agency, mark, type_name=type_name, notation=notation
            ),
            "styling": styled(answers, agency, context, indents),
        }
    )
