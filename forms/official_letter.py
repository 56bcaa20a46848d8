"""Công văn — NĐ 30/2020, Phụ lục III, Mẫu 1.5."""

import re
from typing import Any

from forms.base import (
    BODY_ADVICE,
    BODY_LIMIT,
    SUBJECT_LIMIT,
    DocumentForm,
    Section,
    recipient_rows,
)
from forms.fields import Check, Line, Text, at_most, required
from service.domain.agency import Agency
from service.domain.vietnamese import clean_line

_SUBJECT_WORD = re.compile(r"^(?:V/v|Về việc)\s*:?\s+", re.IGNORECASE)


class LetterSubject(Line):
    """Trích yếu công văn, without the “V/v” that the template prints."""

    @staticmethod
    def spelling(text: str) -> str:
        return _SUBJECT_WORD.sub("", clean_line(text))


class OfficialLetterForm(DocumentForm):
    SECTIONS = (
        Section("Về việc gì", ("subject", "unit", "notation", "urgency", "month")),
        Section("Gửi ai", ("addressees",)),
        Section("Nội dung", ("body",), "Mỗi đoạn một dòng."),
        Section("Người ký", ("signatory",)),
        Section("Nơi nhận", ("recipients", "drafter_mark", "punctuate", "show_address")),
    )

    subject = LetterSubject(
        "Trích yếu",
        [
            required("Chưa ghi trích yếu: công văn về việc gì?"),
            at_most(SUBJECT_LIMIT),
        ],
        description="In sau chữ “V/v”. Một câu ngắn hoặc cụm từ nêu khái quát nội dung.",
    )
    addressees = recipient_rows(
        "Kính gửi",
        "Thêm nơi kính gửi",
        "Một nơi thì in cùng dòng với “Kính gửi:”; từ hai nơi trở lên mỗi nơi một dòng.",
        validators=[required("Chưa ghi nơi kính gửi.")],
    )
    body = Text(
        "Nội dung",
        [required("Chưa ghi nội dung công văn."), at_most(BODY_LIMIT, BODY_ADVICE)],
        description="Nhận ra: “1.” khoản, “a)” điểm, “-” gạch đầu dòng, “I.” đề mục, bảng dán từ "
        "bảng tính; **đậm**, *nghiêng*. Gạch chéo ngược “\\” đầu dòng để in nguyên văn.",
        render_kw={"rows": 18},
    )
    drafter_mark = Line(
        "Ký hiệu người soạn thảo, số bản",
        [at_most(40)],
        description="Ví dụ PL.(300). Không bắt buộc.",
    )
    show_address = Check(
        "In địa chỉ cơ quan ở chân trang đầu",
        description="Lấy từ thông tin cơ quan.",
    )

    def advice(self) -> dict[str, str]:
        found = super().advice()
        if "CV" in self.notation.answer().split("-"):
            found["notation"] = (
                "Công văn không có chữ viết tắt tên loại: ký hiệu thường là tên cơ quan và đơn vị "
                "soạn thảo, ví dụ UBND-VX (Phụ lục I, II.3)."
            )
        return found


def notation(answers: Any, agency: Agency) -> str:
    """``UBND-VX``: agency and drafting unit (Phụ lục I, II.3.b)."""
    unit = answers.get("unit") or ""
    return answers.get("notation") or "-".join(part for part in (agency.symbol, unit) if part)
