"""Văn bản có căn cứ và các điều — what decisions and resolutions share (Mẫu 1.1, 1.2, 1.3)."""

from dataclasses import replace
from typing import Any, ClassVar

from forms import annexes
from forms.annexes import AnnexedForm, refuse_long
from forms.base import BODY_ADVICE, BODY_LIMIT, LINE_LIMIT, SUBJECT_LIMIT, Section
from forms.bases import BasedForm, basis_rows
from forms.composing import bases_of, body_of, common, list_of, punctuates, text_of
from forms.executing import (
    OPEN_ARTICLE,
    article_trouble,
    articles_text,
    executing_article,
    is_open_article,
    with_executing_article,
    without_article_number,
)
from forms.fields import Line, Rows, Text, at_most, required
from forms.leftovers import Leftover
from service.domain.agency import Agency
from service.domain.issuing_body import fitting_signatories
from service.domain.kinds import Answers, Context
from service.domain.looks import TEXT_WIDTH_MM
from service.domain.numbering import IssueMark
from service.domain.presentation import centred, lines_of, title

ARTICLE_LIMIT = 100
NO_EXECUTING = (
    "“Như Điều …” chưa có số, mà các điều chưa nói ai thi hành. Hãy ghi số, ví dụ “Như Điều 3”; "
    "hoặc viết rõ ai “chịu trách nhiệm thi hành” thì số tự điền."
)
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
        issuer = {"authority": cls.first_authority(agency)}
        answers = issuer | super().starting_answers(agency, **context)
        answers["recipients"] = without_article_number(answers["recipients"])
        return answers | {"signatory": fitting_choice(answers, agency)}

    @classmethod
    def first_authority(cls, agency: Agency) -> str:
        return head_of(agency)

    @classmethod
    def first_recipients(cls, agency: Agency, unit: str) -> list[str]:
        return [f"{OPEN_ARTICLE};", *super().first_recipients(agency, unit)[1:]]

    def blanks(self) -> list[Leftover]:
        """Without the number of the article that the articles themselves tell."""
        found = super().blanks()
        opened = [
            one for one in found if one.field == "recipients" and is_open_article(one.excerpt)
        ]
        if executing_article(self.articles.answer()) is not None:
            return [one for one in found if one not in opened]
        return [replace(one, remedy=NO_EXECUTING) if one in opened else one for one in found]

    def advice(self) -> dict[str, str]:
        told = article_trouble(self.recipients.answer(), self.articles.answer())
        return super().advice() | ({"recipients": told} if told else {})


def fitting_choice(answers: Answers, agency: Agency) -> dict[str, Any]:
    """Who signs a new paper: as before where that suits its issuing body, else the same person as
    he may sign it, else the first of the agency's list who may (Điều 13)."""
    before = dict(answers.get("signatory") or {})
    fitting = fitting_signatories(text_of(answers, "authority"), agency.signatories)
    chosen = next((one for one in agency.signatories if str(one.id) == before.get("choice")), None)
    if chosen is None or chosen in fitting or not fitting:
        return before
    same = [one for one in fitting if one.name == chosen.name]
    return {"choice": str([*same, *fitting][0].id)}


def head_of(agency: Agency) -> str:
    """``CHỦ TỊCH ỦY BAN NHÂN DÂN XÃ HÒA BÌNH``: whose power it mostly is (Mẫu 1.2, note 6)."""
    posts = [one.head_post or one.post for one in agency.signatories if one.active]
    return " ".join([*posts[:1], *lines_of(agency.name)]).upper()


def settled(answers: Answers) -> Answers:
    """The answers with “Như Điều …” numbered after the article that says who executes."""
    recipients = with_executing_article(
        list_of(answers, "recipients"), list_of(answers, "articles")
    )
    return {**answers, "recipients": recipients}


def issued_by(answers: Answers) -> str:
    return text_of(answers, "authority")


def ordering_context(
    answers: Answers, agency: Agency, mark: IssueMark, *, type_name: str, notation: str
) -> Context:
    answers = settled(answers)
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
