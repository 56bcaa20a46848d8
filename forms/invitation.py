"""Giấy mời — NĐ 30/2020, Phụ lục III, Mẫu 1.7."""

from forms import annexes
from forms.annexes import ANNEXED, AnnexedForm
from forms.base import (
    ABOUT,
    BODY_ADVICE,
    BODY_LIMIT,
    LINE_LIMIT,
    SENT,
    SIGNED,
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
    punctuates,
    said,
    text_of,
)
from forms.fields import Day, Line, Text, at_most, required
from forms.named_form import GAP_UNDER_TITLE_PT
from forms.quantities import Clock
from service.domain.abbreviations import symbol_of
from service.domain.agency import Agency
from service.domain.kinds import Answers, Context, DocumentKind
from service.domain.looks import TEXT_WIDTH_MM
from service.domain.numbering import IssueMark
from service.domain.numbers import moment_in_words
from service.domain.presentation import title

TYPE_NAME = "Giấy mời"
SYMBOL = symbol_of(TYPE_NAME)


class InvitationForm(AnnexedForm):
    SECTIONS = (
        Section("Cuộc họp gì", ABOUT),
        Section("Mời ai, tới dự gì", ("invitees", "event", "chair")),
        Section("Khi nào, ở đâu", ("day", "clock", "place")),
        Section("Lưu ý", ("body",), "Không bắt buộc; mỗi đoạn một dòng."),
        SIGNED,
        SENT,
        ANNEXED,
    )
    CARRIED = (*AnnexedForm.CARRIED, "chair", "place")
    UNPRINTED = ("unit",)

    subject = Line(
        "Trích yếu",
        [required("Chưa ghi trích yếu: mời họp về việc gì?"), at_most(SUBJECT_LIMIT)],
        description="Trích yếu nội dung cuộc họp, ví dụ “Họp đánh giá công tác tháng 11”.",
    )
    invitees = recipient_rows(
        "Kính mời",
        "Thêm người, nơi được mời",
        "Tên cơ quan, tổ chức hoặc họ tên, chức vụ, đơn vị công tác của người được mời.",
        validators=[required("Chưa ghi người, cơ quan được mời.")],
    )
    event = Line(
        "Tới dự",
        [required("Chưa ghi cuộc họp, hội nghị, hội thảo."), at_most(SUBJECT_LIMIT)],
        description="Tên (nội dung) của cuộc họp, hội thảo, hội nghị.",
    )
    chair = Line("Chủ trì", [required("Chưa ghi người chủ trì."), at_most(LINE_LIMIT)])
    day = Day("Ngày họp", [required("Chưa ghi ngày họp.")])
    clock = Clock("Giờ họp", [required("Chưa ghi giờ họp.")], description="Ví dụ 8h30.")
    place = Line("Địa điểm", [required("Chưa ghi địa điểm."), at_most(LINE_LIMIT)])
    body = Text(
        "Các vấn đề cần lưu ý",
        [at_most(BODY_LIMIT, BODY_ADVICE)],
        description="Ví dụ tài liệu cần chuẩn bị, nơi liên hệ.",
        render_kw={"rows": 5},
    )


def notation(answers: Answers, agency: Agency) -> str:
    return text_of(answers, "notation") or f"{agency.type_symbol(TYPE_NAME)}-{agency.symbol}"


def invitation_text(answers: Answers, agency: Agency) -> str:
    """The lines of Mẫu 1.7, one paragraph each."""
    moment = moment_in_words(clock_of(answers, "clock"), day_of(answers, "day"), weekday=True)
    return "\n".join(
        [
            *listed(f"{agency.full_name} trân trọng kính mời:", list_of(answers, "invitees")),
            f"Tới dự {said(answers, 'event')}",
            f"Chủ trì: {said(answers, 'chair')}",
            f"Thời gian: {moment or UNSAID}",
            f"Địa điểm: {said(answers, 'place')}",
            text_of(answers, "body"),
        ]
    ).strip("\n")


def compose(answers: Answers, agency: Agency, mark: IssueMark) -> Context:
    subject, sign = text_of(answers, "subject"), notation(answers, agency)
    return (
        common(answers, agency, mark, notation=sign, title=subject)
        | title(subject, agency.size_profile, after_pt=GAP_UNDER_TITLE_PT)
        | {
            "body": body_of(
                invitation_text(answers, agency),
                TEXT_WIDTH_MM,
                field="body",
                punctuate=punctuates(answers),
                before_foot=True,
            ),
            "annexes": annexes.composed(answers, agency, mark, type_name=TYPE_NAME, notation=sign),
        }
    )


SAMPLE = {
    "subject": "Họp đánh giá công tác rà soát tổ chức, cá nhân cung cấp dịch vụ cai nghiện ma túy",
    "unit": "VP",
    "invitees": [
        "Trưởng Công an xã",
        "Trạm trưởng Trạm Y tế xã",
        "Trưởng các thôn",
    ],
    "event": "cuộc họp đánh giá kết quả rà soát tháng 11 năm 2026",
    "chair": "Ông Phạm Quốc Hùng, Chủ tịch Ủy ban nhân dân xã",
    "day": "2026-11-26",
    "clock": "08:30",
    "place": "Phòng họp số 1, trụ sở Ủy ban nhân dân xã Hòa Bình",
    "body": "Đề nghị các đại biểu chuẩn bị số liệu theo mẫu tại Phụ lục kèm theo, dự họp đúng "
    "thành phần và thời gian.",
    "annexes": [
        {"title": "Số liệu rà soát", "body": "STT\tThôn\tĐã rà soát\tĐủ điều kiện\n1\t\t\t"}
    ],
    "recipients": ["Như trên", "Thường trực Đảng ủy xã", "Lưu: VT, VP"],
    "signatory": {
        "choice": "other",
        "lines": ["TL. CHỦ TỊCH", "CHÁNH VĂN PHÒNG"],
        "name": "Lê Thị Lan",
    },
    "month": "11/2026",
}

KINDS = [
    DocumentKind(
        code="invitation",
        name=TYPE_NAME,
        symbol=SYMBOL,
        article="NĐ 30/2020, Phụ lục III, Mẫu 1.7",
        template="invitation.docx",
        form=InvitationForm,
        compose=compose,
        notation=notation,
        sample=SAMPLE,
        group="Thường dùng",
        rank=7,
    )
]
