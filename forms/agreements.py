"""Hợp đồng, bản ghi nhớ, bản thỏa thuận — NĐ 30/2020, Điều 7.

The decree names these kinds and draws no form for them: they stand in the frame of Mẫu 1.4, with
parties and two signature blocks as practice has it.
"""

from dataclasses import dataclass
from functools import partial
from typing import Any, ClassVar

from forms import annexes
from forms.annexes import ANNEXED, AnnexedForm, refuse_long
from forms.base import (
    ABOUT,
    LINE_LIMIT,
    NAME_LIMIT,
    SENT,
    SIGNED,
    SUBJECT_LIMIT,
    Section,
    VietnameseForm,
)
from forms.bases import BasedForm
from forms.composing import (
    UNSAID,
    bases_of,
    body_of,
    common,
    list_of,
    literal,
    punctuates,
    signature_block,
    text_of,
)
from forms.executing import articles_text
from forms.fields import Group, Line, Rows, at_most, required
from forms.minutes import post_of
from forms.named_form import GAP_UNDER_TITLE_PT
from forms.ordering import article_rows
from forms.quantities import Money
from service.domain.abbreviations import symbol_of
from service.domain.agency import Agency
from service.domain.errors import Refused
from service.domain.kinds import Answers, Context, DocumentKind
from service.domain.looks import TEXT_WIDTH_MM
from service.domain.numbering import IssueMark
from service.domain.numbers import money, parse_money
from service.domain.presentation import BLANK_DAY, foot_under, title
from service.domain.vietnamese import date_in_words

PARTNER_LIMIT = 5
PARTIES = "ABCDEG"
"""Bên A is the agency; the letters follow the Vietnamese alphabet without marks."""


@dataclass(frozen=True, slots=True)
class AgreementType:
    """One kind of agreement; `priced` ones have their value in figures and words."""

    code: str
    type_name: str
    rank: int
    priced: bool = False


TYPES = (
    AgreementType("contract", "Hợp đồng", 1, priced=True),
    AgreementType("agreement", "Bản thỏa thuận", 2),
    AgreementType("memorandum", "Bản ghi nhớ", 3),
)


class PartnerForm(VietnameseForm):
    name = Line("Tên bên ký kết", [required("Chưa ghi tên bên ký kết."), at_most(LINE_LIMIT)])
    address = Line("Địa chỉ", [at_most(LINE_LIMIT)])
    phone = Line("Điện thoại", [at_most(NAME_LIMIT)])
    account = Line("Mã số thuế, tài khoản", [at_most(LINE_LIMIT)])
    representative = Line(
        "Người đại diện", [required("Chưa ghi người đại diện."), at_most(NAME_LIMIT)]
    )
    post = Line("Chức vụ", [required("Chưa ghi chức vụ người đại diện."), at_most(NAME_LIMIT)])
    authorised = Line(
        "Văn bản ủy quyền",
        [at_most(LINE_LIMIT)],
        description="Khi người đại diện ký theo ủy quyền: số, ngày, người ủy quyền.",
    )


class AgreementForm(BasedForm, AnnexedForm):
    SECTIONS: ClassVar[tuple[Section, ...]] = (
        Section("Về việc gì", ABOUT),
        Section("Căn cứ", ("legal_bases",), "Không bắt buộc."),
        Section("Các bên", ("place", "partners"), "Cơ quan là Bên A, do người ký đại diện."),
        Section("Các điều", ("articles",), "Mỗi ô một điều; số điều tự đánh."),
        SIGNED,
        SENT,
        ANNEXED,
    )
    CARRIED = (*AnnexedForm.CARRIED, "place")
    UNPRINTED = ("unit",)

    subject = Line(
        "Trích yếu",
        [required("Chưa ghi trích yếu."), at_most(SUBJECT_LIMIT)],
        description="Ví dụ “Về việc cung cấp dịch vụ vệ sinh trụ sở”.",
    )
    place = Line("Nơi ký", [at_most(LINE_LIMIT)], description="Để trống thì là trụ sở của cơ quan.")
    partners = Rows(
        Group(PartnerForm, "Bên ký kết"),
        "Bên ký kết",
        add_label="Thêm bên ký kết",
        limit=PARTNER_LIMIT,
        validators=[required("Cần ít nhất một bên ký kết với cơ quan.")],
    )
    articles = article_rows("Cần ít nhất một điều.")

    def validate_articles(self, field: Rows) -> None:
        refuse_long(field, field.answer())

    @classmethod
    def first_recipients(cls, agency: Agency, unit: str) -> list[str]:
        return ["Các bên ký kết;", *super().first_recipients(agency, unit)[1:]]


class PricedAgreementForm(AgreementForm):
    SECTIONS = tuple(
        Section(one.title, (*one.fields, "value"), one.help) if "articles" in one.fields else one
        for one in AgreementForm.SECTIONS
    )

    value = Money(
        "Giá trị hợp đồng (đồng)",
        description="Ví dụ 150.000.000. In thành Điều 2 “Giá trị hợp đồng”, bằng số và bằng chữ; "
        "các điều sau lùi một số.",
    )


def notation(answers: Answers, agency: Agency, *, row: AgreementType) -> str:
    return text_of(answers, "notation") or f"{agency.type_symbol(row.type_name)}-{agency.symbol}"


def party_lines(letter: str, name: str, lines: list[tuple[str, str]]) -> list[str]:
    """``Bên A: …`` in bold, then what is known of the party, one line each."""
    known = [f"{label}: {literal(text)}" for label, text in lines if text]
    return [f"**Bên {letter}: {literal(name) or UNSAID}**", *known]


def agreement_text(answers: Answers, agency: Agency, mark: IssueMark, row: AgreementType) -> str:
    block = signature_block(answers, agency)
    represented = ", ".join(part for part in (block.name, post_of(block)) if part)
    ours = [("Địa chỉ", agency.address), ("Điện thoại", agency.phone), ("Đại diện", represented)]
    day = (
        date_in_words(mark.issued_on)
        if mark.issued_on
        else f"ngày {BLANK_DAY} tháng {BLANK_DAY} năm {BLANK_DAY}"
    )
    place = text_of(answers, "place") or f"trụ sở {agency.full_name}"
    return "\n".join(
        [
            f"Hôm nay, {day}, tại {literal(place)}, chúng tôi gồm:",
            *party_lines(PARTIES[0], agency.full_name, ours),
            *(
                line
                for letter, partner in zip(PARTIES[1:], list_of(answers, "partners"), strict=False)
                for line in party_lines(letter, text_of(partner, "name"), _told(partner))
            ),
            f"Các bên thống nhất ký {row.type_name} này với các điều sau:",
            articles_text(priced_articles(answers)),
        ]
    )


def _told(partner: Answers) -> list[tuple[str, str]]:
    person = ", ".join(
        part for part in (text_of(partner, "representative"), text_of(partner, "post")) if part
    )
    return [
        ("Địa chỉ", text_of(partner, "address")),
        ("Điện thoại", text_of(partner, "phone")),
        ("Mã số thuế, tài khoản", text_of(partner, "account")),
        ("Đại diện", person),
        ("Văn bản ủy quyền", text_of(partner, "authorised")),
    ]


def priced_articles(answers: Answers) -> list[str]:
    """The articles, the value of the contract as the second of them."""
    articles = list_of(answers, "articles")
    try:
        amount = parse_money(text_of(answers, "value"))
    except Refused:
        return articles
    value = f"Giá trị hợp đồng\nGiá trị hợp đồng: {money(amount)}."
    return [*articles[:1], value, *articles[1:]]


Side = tuple[list[str], str]
"""The lines over a signature and the name under it."""
NOBODY: Side = ([], "")


def _side(letter: str, partner: Answers) -> Side:
    post = text_of(partner, "post").upper()
    lines = [f"ĐẠI DIỆN BÊN {letter}", *([post] if post else [])]
    return lines, text_of(partner, "representative")


def signatures_of(answers: Answers, agency: Agency) -> dict[str, Any]:
    """Ours on the left of the first row, then every partner, two in a row."""
    block = signature_block(answers, agency)
    sides = [
        _side(letter, partner)
        for letter, partner in zip(PARTIES[1:], list_of(answers, "partners"), strict=False)
    ]
    first = sides[0] if sides else _side(PARTIES[1], {})
    rest = sides[1:] + ([NOBODY] if len(sides) % 2 == 0 else [])
    return {
        "authority_lines": [
            f"ĐẠI DIỆN BÊN {PARTIES[0]}",
            *(line.upper() for line in block.authority),
        ],
        "signer_name": block.name,
        "partner_lines": first[0],
        "partner_name": first[1],
        "more_partners": [
            {
                "left_post": "\n".join(left[0]),
                "left_name": left[1],
                "right_post": "\n".join(right[0]),
                "right_name": right[1],
            }
            for left, right in zip(rest[::2], rest[1::2], strict=False)
        ],
    }


def compose(answers: Answers, agency: Agency, mark: IssueMark, *, row: AgreementType) -> Context:
    subject, sign = text_of(answers, "subject"), notation(answers, agency, row=row)
    context = common(answers, agency, mark, notation=sign, title=subject)
    unused = ("signer_remark",)
    return (
        {name: value for name, value in context.items() if name not in unused}
        | title(subject, agency.size_profile, after_pt=GAP_UNDER_TITLE_PT)
        | foot_under(
            list_of(answers, "recipients"),
            punctuate=punctuates(answers),
            more_rows=len(list_of(answers, "partners")) > 1,
        )
        | signatures_of(answers, agency)
        | {
            "type_name": row.type_name.upper(),
            "legal_bases": bases_of(answers),
            "body": body_of(
                agreement_text(answers, agency, mark, row),
                TEXT_WIDTH_MM,
                field="articles",
                punctuate=punctuates(answers),
                before_foot=True,
            ),
            "annexes": annexes.composed(
                answers, agency, mark, type_name=row.type_name, notation=sign
            ),
        }
    )


def sample_of(row: AgreementType) -> dict[str, Any]:
    priced = {"value": "150.000.000"} if row.priced else {}
    return priced | {
        "subject": "Về việc cung cấp dịch vụ bảo trì hệ thống quản lý văn bản",
        "unit": "VP",
        "legal_bases": ["Căn cứ Bộ luật Dân sự ngày 24 tháng 11 năm 2015"],
        "place": "Phòng họp số 1, trụ sở Ủy ban nhân dân xã Hòa Bình",
        "partners": [
            {
                "name": "Công ty Bảo trì Ban Mai",
                "address": "Thôn Đoài, xã Hòa Bình",
                "phone": "0200 000 003",
                "account": "0000000001; 000 000 0002 tại Ngân hàng Hòa Bình",
                "representative": "Đỗ Văn An",
                "post": "Giám đốc",
                "authorised": "",
            }
        ],
        "articles": [
            "Nội dung công việc\nBên B bảo trì hệ thống theo danh mục tại Phụ lục kèm theo.",
            (
                "Trách nhiệm của các bên\n1. Bên A bàn giao hiện trạng hệ thống.\n"
                "2. Bên B thực hiện đúng tiến độ."
            ),
            (
                "Điều khoản thi hành\nVăn bản này được lập thành 04 bản có giá trị như nhau, mỗi "
                "bên giữ 02 bản."
            ),
        ],
        "annexes": [
            {"title": "Danh mục công việc", "body": "STT\tCông việc\tLần/năm\n1\tSao lưu\t12"}
        ],
        "recipients": ["Các bên ký kết", "Phòng Kinh tế", "Lưu: VT, VP"],
        "signatory": {"choice": "other", "lines": ["CHỦ TỊCH"], "name": "Phạm Quốc Hùng"},
        "month": "12/2026",
    }


KINDS = [
    DocumentKind(
        code=row.code,
        name=row.type_name,
        symbol=symbol_of(row.type_name),
        article="NĐ 30/2020, Điều 7; không có mẫu riêng, theo khung Mẫu 1.4 và thông lệ",
        template="agreement.docx",
        form=PricedAgreementForm if row.priced else AgreementForm,
        compose=partial(compose, row=row),
        notation=partial(notation, row=row),
        sample=sample_of(row),
        group="Hợp đồng, thỏa thuận",
        rank=row.rank,
    )
    for row in TYPES
]
