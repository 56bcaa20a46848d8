"""Văn bản có căn cứ và các điều — what decisions and resolutions share (Mẫu 1.1, 1.2, 1.3)."""

import re
from typing import Any, ClassVar

from forms import annexes
from forms.annexes import AnnexedForm, refuse_long
from forms.base import BODY_ADVICE, BODY_LIMIT, LINE_LIMIT, SUBJECT_LIMIT, Section
from forms.bases import BasedForm, basis_rows
from forms.composing import bases_of, body_of, common, list_of, punctuates, text_of
from forms.fields import Line, Rows, Text, at_most, required
from service.domain.agency import Agency
from service.domain.kinds import Answers, Context
from service.domain.looks import TEXT_WIDTH_MM
from service.domain.numbering import IssueMark
from service.domain.presentation import centred, lines_of, title

ARTICLE_LIMIT = 100
GROUNDS = Section("Thẩm quyền và căn cứ", ("authority", "legal_bases"))
ARTICLES = Section("Các điều", ("articles",), "Mỗi ô một điều; số điều tự đánh.")


def article_rows(needed: str) -> Rows:
    return Rows(
        Text("Điều", [at_most(BODY_LIMIT, BODY_ADVICE)], render_kw={"rows": 4}),
        "Các điều",
        add_label="Thêm điều",
        limit=ARTICLE_LIMIT,
        description="Không cần gõ “Điều 1.”. Trong mỗi điều, “1.” là khoản, “a)” là điểm.",
        validators=[required(needed)] if needed else [],
    )


class OrderingForm(BasedForm, AnnexedForm):
    CARRIED: ClassVar[tuple[str, ...]] = (*AnnexedForm.CARRIED, "authority")
    UNPRINTED = ("unit",)

    subject = Line(
        "Trích yếu",
        [
            required("Chưa ghi trích yếu: văn bản về việc gì?"),
            at_most(SUBJECT_LIMIT),
        ],
        description="Viết đủ cả chữ đầu, ví dụ “Về việc …”, “Công bố …”, “Phê duyệt …”.",
    )
    authority = Line(
        "Thẩm quyền ban hành",
        [required("Chưa ghi thẩm quyền ban hành."), at_most(LINE_LIMIT)],
        description="Chức vụ của người đứng đầu, hoặc tên tập thể, cơ quan ban hành.",
    )
    legal_bases = basis_rows([required("Chưa ghi căn cứ ban hành.")])
    articles = article_rows("Cần ít nhất một điều.")

    def validate_articles(self, field: Rows) -> None:
        refuse_long(field, field.answer())

    @classmethod
    def starting_answers(cls, agency: Agency, **context: Any) -> dict[str, Any]:
        answers = super().starting_answers(agency, **context)
        return {"authority": head_of(agency)} | answers

    @classmethod
    def first_recipients(cls, agency: Agency, unit: str) -> list[str]:
        return ["Như Điều …;", *super().first_recipients(agency, unit)[1:]]


def head_of(agency: Agency) -> str:
    """``CHỦ TỊCH ỦY BAN NHÂN DÂN XÃ HÒA BÌNH``: whose power it mostly is (Mẫu 1.2, note 6)."""
    posts = [one.head_post or one.post for one in agency.signatories if one.active]
    return " ".join([*posts[:1], *lines_of(agency.name)]).upper()


_NUMBERED = re.compile(r"^\**Điều\s+\d", re.IGNORECASE)


def articles_text(articles: list[str]) -> str:
    """The articles as one text, numbered where the drafter did not."""
    return "\n".join(
        article if _NUMBERED.match(article) else f"Điều {position}. {article}"
        for position, article in enumerate(articles, start=1)
    )


def ordering_context(
    answers: Answers, agency: Agency, mark: IssueMark, *, type_name: str, notation: str
) -> Context:
    subject, profile = text_of(answers, "subject"), agency.size_profile
    text = "\n".join([text_of(answers, "body"), articles_text(list_of(answers, "articles"))])
    return (
        common(answers, agency, mark, notation=notation, title=subject)
        | title(subject, profile)
        | {
            "authority": centred(
                "ThamQuyen", text_of(answers, "authority").upper(), profile, TEXT_WIDTH_MM
            ),
            "legal_bases": bases_of(answers),
            "body": body_of(
                text.strip("\n"),
                TEXT_WIDTH_MM,
                field="articles",
                punctuate=punctuates(answers),
                before_foot=True,
            ),
            "annexes": annexes.composed(
                answers, agency, mark, type_name=type_name, notation=notation
            ),
        }
    )
