"""Biên bản — NĐ 30/2020, Phụ lục III, Mẫu 1.9."""

from forms import annexes
from forms.annexes import ANNEXED, AnnexedForm
from forms.base import (
    BODY_ADVICE,
    BODY_LIMIT,
    LINE_LIMIT,
    NAME_LIMIT,
    SENT,
    SUBJECT_LIMIT,
    Section,
    recipient_rows,
)
from forms.composing import (
    UNSAID,
    body_of,
    clock_of,
    common,
    day_of,
    list_of,
    listed,
    literal,
    punctuates,
    said,
    signature_block,
    text_of,
)
from forms.fields import Check, Choice, Day, Line, Text, at_most, required
from forms.named_form import GAP_UNDER_TITLE_PT
from forms.quantities import Clock
from service.domain.abbreviations import symbol_of
from service.domain.agency import Agency, SignatureBlock
from service.domain.kinds import Answers, Context, DocumentKind
from service.domain.looks import TEXT_WIDTH_MM
from service.domain.numbering import IssueMark
from service.domain.numbers import moment_in_words
from service.domain.presentation import foot_under, title

TYPE_NAME = "Biên bản"
SYMBOL = symbol_of(TYPE_NAME)
MEETINGS = ("Cuộc họp", "Hội nghị", "Hội thảo", "Buổi làm việc")
CHAIR, SECRETARY = "CHỦ TỌA", "THƯ KÝ"


class MinutesForm(AnnexedForm):
    SECTIONS = (
        Section(
            "Cuộc họp gì", ("subject", "meeting", "unit", "notation", "urgency", "circulation")
        ),
        Section("Khi nào, ở đâu, ai dự", ("day", "clock", "place", "attendees")),
        Section("Chủ trì, thư ký", ("chair", "secretary", "secretary_post")),
        Section("Nội dung", ("body",), "Theo diễn biến cuộc họp; mỗi đoạn một dòng."),
        Section("Kết thúc", ("end_day", "end_clock")),
        Section("Người ký", ("signatory", "show_post"), "Ký bên phải, với tư cách chủ tọa."),
        SENT,
        ANNEXED,
    )
    # The head of minutes has no place and date: they say when they were held.
    month = None  # type: ignore[assignment]
    CARRIED = (*AnnexedForm.CARRIED, "place", "secretary", "secretary_post")
    UNPRINTED = ("unit",)

    subject = Line(
        "Tên cuộc họp",
        [required("Chưa ghi tên cuộc họp, hội nghị, hội thảo."), at_most(SUBJECT_LIMIT)],
        description="Ví dụ “Họp xét hộ nghèo năm 2026”.",
    )
    meeting = Choice("Hình thức", choices=[(word, word) for word in MEETINGS], default=MEETINGS[0])
    day = Day("Ngày bắt đầu", [required("Chưa ghi ngày họp.")])
    clock = Clock("Giờ bắt đầu", [required("Chưa ghi giờ bắt đầu.")], description="Ví dụ 8h30.")
    place = Line("Địa điểm", [required("Chưa ghi địa điểm."), at_most(LINE_LIMIT)])
    attendees = recipient_rows(
        "Thành phần tham dự",
        "Thêm thành phần",
        "Mỗi người hoặc mỗi đơn vị một dòng.",
        validators=[required("Chưa ghi thành phần tham dự.")],
    )
    chair = Line(
        "Chủ trì (chủ tọa)",
        [at_most(LINE_LIMIT)],
        description="Họ tên, chức vụ. Để trống thì lấy theo người ký.",
    )
    secretary = Line(
        "Thư ký (người ghi biên bản)",
        [required("Chưa ghi thư ký."), at_most(NAME_LIMIT)],
        description="Họ và tên; ký bên trái.",
    )
    secretary_post = Line("Chức vụ của thư ký", [at_most(LINE_LIMIT)])
    body = Text(
        "Nội dung",
        [required("Chưa ghi nội dung biên bản."), at_most(BODY_LIMIT, BODY_ADVICE)],
        render_kw={"rows": 16},
    )
    end_day = Day("Ngày kết thúc", description="Để trống thì là ngày bắt đầu.")
    end_clock = Clock("Giờ kết thúc", [required("Chưa ghi giờ kết thúc.")])
    show_post = Check(
        "Ghi chức vụ chính quyền trên họ tên",
        description="Của chủ tọa và thư ký (Mẫu 1.9, ghi chú 5).",
    )

    @classmethod
    def first_recipients(cls, agency: Agency, unit: str) -> list[str]:
        return [*super().first_recipients(agency, unit)[1:-1], f"Lưu: VT, {unit or 'Hồ sơ'}."]


def notation(answers: Answers, agency: Agency) -> str:
    return text_of(answers, "notation") or f"{agency.type_symbol(TYPE_NAME)}-{agency.symbol}"


def minutes_text(answers: Answers, chair: str) -> str:
    """The lines of Mẫu 1.9 around the course of the meeting."""
    day = day_of(answers, "day")
    began = moment_in_words(clock_of(answers, "clock"), day, weekday=False)
    ended = moment_in_words(
        clock_of(answers, "end_clock"), day_of(answers, "end_day") or day, weekday=False
    )
    secretary = ", ".join(
        part for part in (said(answers, "secretary"), literal(text_of(answers, "secretary_post")))
        if part
    )  # fmt: skip
    meeting = text_of(answers, "meeting") or MEETINGS[0]
    return "\n".join(
        [
            f"Thời gian bắt đầu: {began or UNSAID}",
            f"Địa điểm: {said(answers, 'place')}",
            *listed("Thành phần tham dự:", list_of(answers, "attendees")),
            f"Chủ trì (chủ tọa): {literal(chair) or UNSAID}",
            f"Thư ký (người ghi biên bản): {secretary}",
            f"Nội dung (theo diễn biến {meeting.lower()}):",
            text_of(answers, "body"),
            f"{meeting} kết thúc vào {ended or UNSAID}",
        ]
    )


def chair_of(answers: Answers, block: SignatureBlock) -> str:
    typed = text_of(answers, "chair")
    return typed or ", ".join(part for part in (block.name, post_of(block)) if part)


def post_of(block: SignatureBlock) -> str:
    """``Phó Chủ tịch``: the post itself, as running text, without what stands before it."""
    return block.authority[-1].capitalize() if block.authority else ""


def compose(answers: Answers, agency: Agency, mark: IssueMark) -> Context:
    subject, sign = text_of(answers, "subject"), notation(answers, agency)
    block = signature_block(answers, agency)
    shows_post = bool(answers.get("show_post"))
    context = common(answers, agency, mark, notation=sign, title=subject)
    unused = ("place_and_date",)
    return (
        {name: value for name, value in context.items() if name not in unused}
        | title(subject, agency.size_profile, after_pt=GAP_UNDER_TITLE_PT)
        | foot_under(list_of(answers, "recipients"), punctuate=punctuates(answers))
        | {
            "authority_lines": [CHAIR],
            "signer_remark": post_of(block) if shows_post else "",
            "secretary_name": text_of(answers, "secretary"),
            "secretary_remark": text_of(answers, "secretary_post") if shows_post else "",
            "body": body_of(
                minutes_text(answers, chair_of(answers, block)),
                TEXT_WIDTH_MM,
                field="body",
                punctuate=True,
                before_foot=True,
            ),
            "annexes": annexes.composed(answers, agency, mark, type_name=TYPE_NAME, notation=sign),
        }
    )


SAMPLE = {
    "subject": "Họp thẩm định điều kiện cung cấp dịch vụ cai nghiện ma túy tự nguyện",
    "meeting": "Cuộc họp",
    "unit": "VP",
    "day": "2026-11-20",
    "clock": "08:00",
    "place": "Phòng họp số 1, trụ sở Ủy ban nhân dân xã Hòa Bình",
    "attendees": ["Ông Trần Văn Minh, chuyên viên", "Bà Vũ Thị Hoa, Phó Chủ tịch", "Công an xã"],
    "chair": "Ông Phạm Quốc Hùng, Chủ tịch Ủy ban nhân dân xã",
    "secretary": "Lê Thị Lan",
    "secretary_post": "Chánh Văn phòng",
    "body": "1. Ông Trần Văn Minh trình bày kết quả kiểm tra hồ sơ nêu tại Phụ lục kèm theo.\n"
    "2. Các thành viên thảo luận, thống nhất:\n"
    "- Cơ sở đủ nhân sự, cơ sở vật chất;\n"
    "- Đề nghị bổ sung quy trình trước ngày 30 tháng 11 năm 2026.",
    "end_day": "2026-11-20",
    "end_clock": "10:30",
    "show_post": True,
    "signatory": {"choice": "other", "lines": ["CHỦ TỊCH"], "name": "Phạm Quốc Hùng"},
    "annexes": [{"title": "Kết quả kiểm tra hồ sơ", "body": "STT\tTài liệu\tKết quả\n1\t\t"}],
    "recipients": ["Thành phần dự họp", "Lưu: VT, Hồ sơ"],
}

KINDS = [
    DocumentKind(
        code="minutes",
        name=TYPE_NAME,
        symbol=SYMBOL,
        article="NĐ 30/2020, Phụ lục III, Mẫu 1.9",
        template="minutes.docx",
        form=MinutesForm,
        compose=compose,
        notation=notation,
        sample=SAMPLE,
        group="Điện, thư, biên bản",
        rank=2,
    )
]
