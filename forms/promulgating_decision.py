"""Quyết định (cá biệt) ban hành, phê duyệt một văn bản khác — NĐ 30/2020, Phụ lục III, Mẫu 1.3."""

from typing import Any

from forms.annexes import (
    ANNEXED,
    SHORT_RULE_MM,
    enclosed_with,
    own_file,
    refuse_long,
    section_of,
)
from forms.base import (
    ABOUT,
    BODY_ADVICE,
    BODY_LIMIT,
    SENT,
    SIGNED,
    SUBJECT_LIMIT,
    Section,
    VietnameseForm,
)
from forms.composing import body_of, list_of, punctuates, text_of
from forms.fields import Group, Line, Rows, Text, at_most, required
from forms.ordering import ARTICLES, GROUNDS, OrderingForm, issued_by, ordering_context, settled
from service.domain.abbreviations import symbol_of
from service.domain.agency import Agency
from service.domain.body import Body
from service.domain.kinds import Answers, Context, DocumentKind
from service.domain.looks import TEXT_WIDTH_MM, TITLE_SIDE_MM
from service.domain.numbering import IssueMark
from service.domain.presentation import Rule, centred
from service.domain.vietnamese import fold

TYPE_NAME = "Quyết định"
SYMBOL = symbol_of(TYPE_NAME)
ATTACHED_LIMIT = 20
ATTACHED_TYPES = (
    *("Quy chế", "Quy định", "Chương trình", "Kế hoạch", "Phương án", "Đề án", "Dự án"),
    *("Hướng dẫn", "Nội quy", "Quy trình", "Điều lệ", "Danh mục"),
)


class AttachedTextForm(VietnameseForm):
    type_name = Line(
        "Tên loại văn bản kèm theo",
        [required("Chưa ghi tên loại văn bản kèm theo."), at_most(60)],
        suggestions=ATTACHED_TYPES,
        description="Ví dụ Quy chế, Kế hoạch; in hoa khi in.",
    )
    title = Line(
        "Trích yếu của văn bản kèm theo",
        [required("Chưa ghi trích yếu của văn bản kèm theo."), at_most(SUBJECT_LIMIT)],
    )
    body = Text(
        "Nội dung của văn bản kèm theo",
        [at_most(BODY_LIMIT, BODY_ADVICE)],
        description="Nhận ra: “Chương I” và tiêu đề ở dòng sau, “Điều 1.”, “1.”, “a)”.",
        render_kw={"rows": 14},
    )
    apart = own_file()


class PromulgatingDecisionForm(OrderingForm):
    SECTIONS = (
        Section("Về việc gì", ABOUT),
        GROUNDS,
        ARTICLES,
        Section("Văn bản kèm theo", ("attached",), "Sau chữ ký hoặc tệp riêng; số trang riêng."),
        SIGNED,
        SENT,
        ANNEXED,
    )

    attached = Rows(
        Group(AttachedTextForm, "Văn bản kèm theo"),
        "Văn bản kèm theo",
        add_label="Thêm văn bản kèm theo",
        limit=ATTACHED_LIMIT,
        validators=[required("Chưa ghi văn bản được ban hành hoặc phê duyệt.")],
    )

    def validate_attached(self, field: Rows) -> None:
        refuse_long(field, [text_of(one, "body") for one in field.answer()])

    def advice(self) -> dict[str, str]:
        found = super().advice()
        articles = self.articles.answer()
        if articles and "kem theo" not in fold(articles[0]):
            found["articles"] = (
                "Điều 1 thường viết “Ban hành (Phê duyệt) kèm theo Quyết định này …” (Mẫu 1.3)."
            )
        return found

    @classmethod
    def starting_answers(cls, agency: Agency, **context: Any) -> dict[str, Any]:
        start = {"articles": ["Ban hành kèm theo Quyết định này "]}
        return start | super().starting_answers(agency, **context)


def notation(answers: Answers, agency: Agency) -> str:
    return text_of(answers, "notation") or f"{agency.type_symbol(TYPE_NAME)}-{agency.symbol}"


def compose(answers: Answers, agency: Agency, mark: IssueMark) -> Context:
    sign = notation(answers, agency)
    context = ordering_context(answers, agency, mark, type_name=TYPE_NAME, notation=sign)
    reference = enclosed_with(answers, agency, mark, type_name=TYPE_NAME, notation=sign)
    attached = list_of(answers, "attached")
    return context | {
        "attached": [
            _attached(text, name, agency, reference)
            | {"body": _body(text, answers, f"attached-{position}-body")}
            for position, (text, name) in enumerate(zip(attached, names_of(attached), strict=True))
        ]
    }


def names_of(attached: list[Answers]) -> list[str]:
    """What each text is called when it is a file: its tên loại, counted when there are several."""
    said = [text_of(text, "type_name") or "Văn bản kèm theo" for text in attached]
    return [
        f"{name} {said[: place + 1].count(name)}" if said.count(name) > 1 else name
        for place, name in enumerate(said)
    ]


def _attached(text: Answers, name: str, agency: Agency, reference: str) -> dict[str, Any]:
    profile = agency.size_profile
    return {
        "section": section_of(text, name),
        "type_name": text_of(text, "type_name").upper(),
        "title": centred(
            "TrichYeu", text_of(text, "title"), profile, TEXT_WIDTH_MM - 2 * TITLE_SIDE_MM
        ),
        "reference": centred("KemTheo", reference, profile, TEXT_WIDTH_MM),
        "rule": Rule(SHORT_RULE_MM, TEXT_WIDTH_MM, gap_pt=4, after_pt=12, keep_next=True),
    }


def _body(text: Answers, answers: Answers, field: str) -> Body:
    return body_of(text_of(text, "body"), TEXT_WIDTH_MM, field=field, punctuate=punctuates(answers))


SAMPLE = {
    "subject": "Ban hành Quy chế tiếp nhận, xử lý văn bản điện tử của Ủy ban nhân dân xã Hòa Bình",
    "unit": "VP",
    "authority": "CHỦ TỊCH ỦY BAN NHÂN DÂN XÃ HÒA BÌNH",
    "legal_bases": [
        "Căn cứ Luật Tổ chức chính quyền địa phương ngày 16 tháng 6 năm 2025",
        (
            "Căn cứ Nghị định số 30/2020/NĐ-CP ngày 05 tháng 3 năm 2020 của Chính phủ về công tác "
            "văn thư"
        ),
        "Theo đề nghị của Chánh Văn phòng",
    ],
    "articles": [
        (
            "Ban hành kèm theo Quyết định này Quy chế tiếp nhận, xử lý văn bản điện tử của Ủy ban "
            "nhân dân xã Hòa Bình và Phụ lục kèm theo."
        ),
        "Quyết định này có hiệu lực kể từ ngày ký.",
        (
            "Chánh Văn phòng, Trưởng các phòng và các tổ chức, cá nhân có liên quan chịu trách "
            "nhiệm thi hành Quyết định này."
        ),
    ],
    "attached": [
        {
            "type_name": "Quy chế",
            "title": "Tiếp nhận, xử lý văn bản điện tử của Ủy ban nhân dân xã Hòa Bình",
            "body": (
                "Chương I\nQuy định chung\n"
                "Điều 1. Phạm vi điều chỉnh\n"
                "Quy chế này quy định việc tiếp nhận, đăng ký, xử lý văn bản điện tử.\n"
                "Điều 2. Đối tượng áp dụng\n"
                "1. Công chức, người lao động của Ủy ban nhân dân xã.\n"
                "2. Tổ chức, cá nhân gửi văn bản điện tử đến Ủy ban nhân dân xã.\n"
                "Chương II\nTiếp nhận và xử lý\n"
                "Điều 3. Tiếp nhận\n"
                "Văn thư cơ quan kiểm tra tính xác thực của văn bản, đăng ký vào hệ thống và trình "
                "người có trách nhiệm ngay trong ngày.\n"
                "Điều 4. Tổ chức thực hiện\n"
                "Văn phòng theo dõi, đôn đốc việc thực hiện Quy chế này"
            ),
        }
    ],
    "annexes": [
        {
            "title": "Sổ đăng ký văn bản đến",
            "body": "STT\tNgày đến\tSố đến\tTác giả\tSố, ký hiệu\tTrích yếu\n1\t\t\t\t\t",
        }
    ],
    "recipients": ["Như Điều 3", "Chủ tịch, các Phó Chủ tịch", "Lưu: VT, VP"],
    "signatory": {"choice": "other", "lines": ["CHỦ TỊCH"], "name": "Phạm Quốc Hùng"},
    "month": "12/2026",
    "on_paper": True,
}

KINDS = [
    DocumentKind(
        code="promulgating_decision",
        name="Quyết định ban hành, phê duyệt",
        type_name=TYPE_NAME,
        symbol=SYMBOL,
        article="NĐ 30/2020, Phụ lục III, Mẫu 1.3",
        template="promulgating_decision.docx",
        form=PromulgatingDecisionForm,
        compose=compose,
        notation=notation,
        issued_by=issued_by,
        settled=settled,
        sample=SAMPLE,
        group="Nghị quyết, quyết định, chỉ thị",
        rank=2,
    )
]
