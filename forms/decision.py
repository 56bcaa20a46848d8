"""Quyết định (cá biệt), quy định trực tiếp — NĐ 30/2020, Phụ lục III, Mẫu 1.2."""

import re
from typing import Any

from wtforms.validators import ValidationError

from forms import annexes
from forms.base import (
    BODY_ADVICE,
    BODY_LIMIT,
    LINE_LIMIT,
    ROW_LIMIT,
    SUBJECT_LIMIT,
    DocumentForm,
    Section,
    VietnameseForm,
)
from forms.composing import body_of, common, list_of, punctuates, text_of
from forms.fields import Check, Group, Line, Rows, Text, at_most, grouped, required
from service.domain.agency import Agency
from service.domain.kinds import Answers, Context, DocumentKind
from service.domain.looks import TEXT_WIDTH_MM
from service.domain.numbering import IssueMark
from service.domain.presentation import lines_of, list_items, punctuated, styling, title

ARTICLE_LIMIT = 100
ANNEX_LIMIT = 50


class AnnexForm(VietnameseForm):
    title = Line("Tiêu đề phụ lục", [at_most(SUBJECT_LIMIT)])
    body = Text(
        "Nội dung phụ lục",
        [at_most(BODY_LIMIT, "Hãy tách thành nhiều phụ lục.")],
        description="Dán bảng từ bảng tính: dòng đầu là tiêu đề cột.",
        render_kw={"rows": 8},
    )
    landscape = Check("Trang nằm ngang", description="Cho bảng nhiều cột.")


class DecisionForm(DocumentForm):
    SECTIONS = (
        Section("Về việc gì", ("subject", "unit", "notation", "urgency", "month")),
        Section("Thẩm quyền và căn cứ", ("authority", "legal_bases")),
        Section("Các điều", ("articles",), "Mỗi ô một điều; số điều tự đánh."),
        Section("Người ký", ("signatory",)),
        Section("Nơi nhận", ("recipients", "drafter_mark", "punctuate")),
        Section("Phụ lục", ("annexes",), "Để trống nếu quyết định không có phụ lục."),
    )
    CARRIED = (*DocumentForm.CARRIED, "authority")

    subject = Line(
        "Trích yếu",
        [
            required("Chưa ghi trích yếu: quyết định về việc gì?"),
            at_most(SUBJECT_LIMIT),
        ],
        description="Viết đủ cả chữ đầu, ví dụ “Về việc …”, “Công bố …”, “Phê duyệt …”.",
    )
    authority = Line(
        "Thẩm quyền ban hành",
        [required("Chưa ghi thẩm quyền ban hành."), at_most(LINE_LIMIT)],
        description="Chức vụ của người đứng đầu, hoặc tên tập thể, cơ quan ban hành.",
    )
    legal_bases = Rows(
        Line("Căn cứ", [at_most(2000)]),
        "Căn cứ ban hành",
        add_label="Thêm căn cứ",
        limit=ROW_LIMIT,
        description="Mỗi căn cứ một dòng, viết cả chữ “Căn cứ”, “Theo đề nghị của”.",
        validators=[required("Chưa ghi căn cứ ban hành.")],
    )
    articles = Rows(
        Text("Điều", [at_most(BODY_LIMIT, BODY_ADVICE)], render_kw={"rows": 4}),
        "Các điều",
        add_label="Thêm điều",
        limit=ARTICLE_LIMIT,
        description="Không cần gõ “Điều 1.”. Trong mỗi điều, “1.” là khoản, “a)” là điểm.",
        validators=[required("Quyết định cần ít nhất một điều.")],
    )
    annexes = Rows(
        Group(AnnexForm, "Phụ lục"),
        "Phụ lục",
        add_label="Thêm phụ lục",
        limit=ANNEX_LIMIT,
        min_entries=0,
    )
    drafter_mark = Line(
        "Ký hiệu người soạn thảo, số bản",
        [at_most(40)],
        description="Ví dụ PL.(300). Không bắt buộc.",
    )

    def validate_articles(self, field: Rows) -> None:
        refuse_long(field, field.answer())

    def validate_annexes(self, field: Rows) -> None:
        refuse_long(field, [text_of(annex, "body") for annex in field.answer()])

    @classmethod
    def starting_answers(cls, agency: Agency, **context: Any) -> dict[str, Any]:
        answers = super().starting_answers(agency, **context)
        return {"authority": head_of(agency)} | answers

    @classmethod
    def first_recipients(cls, agency: Agency, unit: str) -> list[str]:
        return ["Như Điều …;", *super().first_recipients(agency, unit)[1:]]


def refuse_long(field: Rows, texts: list[str]) -> None:
    """All parts together may not be longer than one body."""
    total = sum(map(len, texts))
    if total > BODY_LIMIT:
        raise ValidationError(
            f"{field.label.text} dài quá {grouped(BODY_LIMIT)} ký tự. {BODY_ADVICE}"
        )


def head_of(agency: Agency) -> str:
    """``CHỦ TỊCH ỦY BAN NHÂN DÂN XÃ HÒA BÌNH``: whose power it mostly is (Mẫu 1.2, note 6)."""
    posts = [one.head_post or one.post for one in agency.signatories if one.active]
    return " ".join([*posts[:1], *lines_of(agency.name)]).upper()


def notation(answers: Answers, agency: Agency) -> str:
    return text_of(answers, "notation") or f"QĐ-{agency.symbol}"


_NUMBERED = re.compile(r"^\**Điều\s+\d", re.IGNORECASE)


def articles_text(articles: list[str]) -> str:
    """The articles as one text, numbered where the drafter did not."""
    return "\n".join(
        article if _NUMBERED.match(article) else f"Điều {position}. {article}"
        for position, article in enumerate(articles, start=1)
    )


def compose(answers: Answers, agency: Agency, mark: IssueMark) -> Context:
    subject, punctuate = text_of(answers, "subject"), punctuates(answers)
    context = common(answers, agency, mark, notation=notation(answers, agency), title=subject)
    titled, indents = title(subject, agency.size_profile)
    return (
        context
        | titled
        | {
            "authority": text_of(answers, "authority").upper(),
            "legal_bases": punctuated(
                list_items(list_of(answers, "legal_bases")), punctuate=punctuate
            ),
            "body": body_of(
                articles_text(list_of(answers, "articles")),
                TEXT_WIDTH_MM,
                field="articles",
                punctuate=punctuate,
                before_foot=True,
            ),
            "annexes": annexes.composed(
                answers, agency, mark, kind="Quyết định", notation=notation(answers, agency)
            ),
            "styling": styling(agency, context["place_and_date"], indents),
        }
    )


SAMPLE = {
    "subject": "Công bố tổ chức, cá nhân đủ điều kiện cung cấp dịch vụ cai nghiện ma túy tự nguyện "
    "tại gia đình, cộng đồng",
    "unit": "VP",
    "authority": "CHỦ TỊCH ỦY BAN NHÂN DÂN XÃ HÒA BÌNH",
    "legal_bases": [
        "Căn cứ Luật Tổ chức chính quyền địa phương ngày 16 tháng 6 năm 2025",
        "Căn cứ Luật Phòng, chống ma túy ngày 30 tháng 3 năm 2021",
        (
            "Căn cứ Nghị định số 116/2021/NĐ-CP ngày 21 tháng 12 năm 2021 của Chính phủ quy định "
            "chi tiết một số điều của Luật Phòng, chống ma túy, Luật Xử lý vi phạm hành chính về "
            "cai nghiện ma túy và quản lý sau cai nghiện ma túy"
        ),
        "Theo đề nghị của Trưởng phòng Văn hóa - Xã hội",
    ],
    "articles": [
        (
            "Công bố các tổ chức, cá nhân trong danh sách tại Phụ lục kèm theo đủ điều kiện cung "
            "cấp dịch vụ cai nghiện ma túy tự nguyện tại gia đình, cộng đồng trên địa bàn xã."
        ),
        (
            "Trách nhiệm của tổ chức, cá nhân được công bố\n"
            "1. Duy trì các điều kiện đã được thẩm định trong suốt thời gian hoạt động.\n"
            "2. Niêm yết công khai:\n"
            "a) Quy trình cung cấp dịch vụ;\n"
            "b) Giá dịch vụ.\n"
            "3. Báo cáo kết quả thực hiện theo quy định."
        ),
        "Quyết định này có hiệu lực kể từ ngày ký.",
        (
            "Chánh Văn phòng, Trưởng phòng Văn hóa - Xã hội, các tổ chức, cá nhân có tên tại Phụ "
            "lục và các tổ chức, cá nhân có liên quan chịu trách nhiệm thi hành Quyết định này."
        ),
    ],
    "annexes": [
        {
            "title": "Danh sách tổ chức, cá nhân đủ điều kiện cung cấp dịch vụ cai nghiện ma túy "
            "tự nguyện tại gia đình, cộng đồng",
            "body": "STT\tTên tổ chức, cá nhân\tNgười đại diện, chức danh\tĐịa chỉ cung cấp dịch vụ"
            "\tĐiện thoại\tPhạm vi dịch vụ\tGiá (đồng/tháng)\n"
            "1\tTrạm Y tế xã Hòa Bình\tTrạm trưởng\tThôn Đông, xã Hòa Bình\t0200 000 001"
            "\tCắt cơn, giải độc; tư vấn tâm lý\t2.500.000\n"
            "2\tCơ sở tư vấn Ban Mai\tGiám đốc\tThôn Đoài, xã Hòa Bình\t0200 000 002"
            "\tTư vấn tâm lý; hỗ trợ học nghề, việc làm\t1.800.000",
            "landscape": True,
        }
    ],
    "recipients": ["Như Điều 4", "Công an xã", "Trang thông tin điện tử xã", "Lưu: VT, VP"],
    "signatory": {"choice": "other", "lines": ["CHỦ TỊCH"], "name": "Trần Văn Hùng"},
    "month": "12/2026",
    "urgency": "very_urgent",
    "drafter_mark": "NV.(15)",
}

KINDS = [
    DocumentKind(
        code="decision",
        name="Quyết định",
        symbol="QĐ",
        article="NĐ 30/2020, Phụ lục III, Mẫu 1.2",
        template="decision.docx",
        form=DecisionForm,
        compose=compose,
        notation=notation,
        sample=SAMPLE,
    )
]
