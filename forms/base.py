"""Biểu mẫu soạn văn bản — what the form of every kind has and does.

A form is built as ``kind.form(formdata, agency=agency)``: `formdata` is what was posted, or
what `forms.wire.to_wire` makes of saved answers; without it the form holds a new paper's start.
"""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from typing import Any, ClassVar, Self

from wtforms import Form
from wtforms.validators import ValidationError

from forms.citing import citation_advice
from forms.fields import Check, Choice, Group, Line, Lines, Month, Rows, at_most
from forms.leftovers import Leftover, leftovers
from forms.messages import VietnameseMessages
from forms.wire import WireData, to_wire
from service.domain.agency import Agency
from service.domain.marks import CIRCULATION_MARKS, URGENCY_STAMPS

OTHER = "other"
"""The signatory choice for someone who is not on the agency's list."""

SUBJECT_LIMIT = 500
LINE_LIMIT = 500
NAME_LIMIT = 255
ROW_LIMIT = 500
BODY_LIMIT = 200_000
BODY_ADVICE = "Đưa phần dài vào phụ lục hoặc tệp kèm theo."


@dataclass(frozen=True, slots=True)
class Section:
    """One group of fields as the page shows it, in order."""

    title: str
    fields: tuple[str, ...]
    help: str = ""


class VietnameseForm(Form):
    """A form whose every built-in sentence is Vietnamese."""

    class Meta:
        def get_translations(self, form: Any) -> VietnameseMessages:
            return VietnameseMessages()

    def answers(self) -> dict[str, Any]:
        """JSON-safe answers, NFC, without blank rows."""
        return {field.short_name: field.answer() for field in self}

    def error_paths(self) -> dict[str, str]:
        """Every wrong field once: its posted name (``recipients-2``) and the sentence."""
        return dict(_errors_of(self))

    @classmethod
    @cache
    def blank(cls) -> Self:
        """The form without answers or agency: its fields, labels and limits."""
        return cls()


def _errors_of(form: Any) -> list[tuple[str, str]]:
    found: list[tuple[str, str]] = []
    for field in form:
        found += _errors_of_field(field)
    return found


def _errors_of_field(field: Any) -> list[tuple[str, str]]:
    if hasattr(field, "form"):
        return _errors_of(field.form)
    found: list[tuple[str, str]] = []
    own = [error for error in field.errors if isinstance(error, str)]
    if own:
        found.append((field.name, own[0]))
    for entry in getattr(field, "entries", ()):
        found += _errors_of_field(entry)
    return found


_NOTATION = re.compile(r"^[^\W_][\w&.]*(?:-[^\W_][\w&.]*)*$")


def well_formed_notation(form: Any, field: Any) -> None:
    """Ký hiệu: groups of letters joined by hyphens without spaces (Phụ lục I, II.3.b)."""
    if field.data and not _NOTATION.match(field.data):
        raise ValidationError(
            f"Ký hiệu “{field.data}” không đúng: viết liền, các nhóm chữ nối bằng dấu gạch nối, "
            "ví dụ UBND-VX. Không ghi số và dấu “/”."
        )


class SignatoryForm(VietnameseForm):
    choice = Choice("Người ký", description="Người có thẩm quyền ký văn bản này.")
    lines = Lines(
        "Quyền hạn, chức vụ",
        description="Khi chọn “Người khác”: mỗi dòng một hàng chữ in hoa, "
        "ví dụ KT. CHỦ TỊCH rồi PHÓ CHỦ TỊCH.",
        render_kw={"rows": 2},
    )
    name = Line(
        "Họ và tên",
        [at_most(NAME_LIMIT)],
        description="Không ghi học hàm, học vị. Để trống nếu chưa rõ người ký.",
    )

    def validate_lines(self, field: Lines) -> None:
        if len(field.data or ()) > 6:
            raise ValidationError("Quyền hạn, chức vụ nhiều nhất 6 dòng.")
        for line in field.data or ():
            if len(line) > NAME_LIMIT:
                raise ValidationError(f"Mỗi dòng chức vụ dài nhất {NAME_LIMIT} ký tự.")


def recipient_rows(label: str, add_label: str, description: str, **kwargs: Any) -> Rows:
    return Rows(
        Line("Nơi", [at_most(LINE_LIMIT)]),
        label,
        add_label=add_label,
        limit=ROW_LIMIT,
        advice="Hãy gộp các nơi cùng loại vào một dòng.",
        description=description,
        **kwargs,
    )


ABOUT = ("subject", "unit", "notation", "urgency", "circulation", "month")
SIGNED = Section("Người ký", ("signatory",))
SENT = Section("Nơi nhận", ("recipients", "drafter_mark", "punctuate", "show_address"))
"""Groups of fields that most kinds show alike."""


class DocumentForm(VietnameseForm):
    """What every kind asks for. Subclasses add their fields and their `SECTIONS`.

    A kind that has no use for one of these fields sets it to None.
    """

    SECTIONS: ClassVar[tuple[Section, ...]] = ()
    CARRIED: ClassVar[tuple[str, ...]] = (
        "unit",
        "recipients",
        "signatory",
        "punctuate",
        "show_address",
    )
    """Answers that a new paper takes over from the last one of its kind."""
    UNPRINTED: ClassVar[tuple[str, ...]] = ()
    """Answers that go into the register or the index and not on the paper."""
    NEVER_BLANK: ClassVar[tuple[str, ...]] = (
        *("subject", "authority", "sender", "legal_bases", "addressees", "recipients"),
        "signatory-lines",
    )
    """Fields and parts in which dots are something forgotten; elsewhere they may be meant to be
    written over by hand."""
    QUOTED: ClassVar[tuple[str, ...]] = ()
    """Fields that repeat another paper's words, its dots too."""

    subject = Line("Trích yếu", [at_most(SUBJECT_LIMIT)])
    unit = Choice(
        "Đơn vị soạn thảo",
        open_ended=True,
        description="Ghi ở dòng “Lưu: VT, …”; với công văn còn ở trong ký hiệu.",
    )
    notation = Line(
        "Ký hiệu",
        [at_most(60), well_formed_notation],
        description="Phần sau dấu “/”. Để trống thì tự ghép.",
    )
    recipients = recipient_rows(
        "Nơi nhận", "Thêm nơi nhận", "Mỗi nơi một dòng; dòng cuối là Lưu: VT, đơn vị soạn thảo."
    )
    signatory = Group(SignatoryForm, "Người ký")
    month = Month(
        "Tháng dự kiến ban hành",
        description="In sẵn tháng, năm khi chưa có ngày, ví dụ 12/2024. Có thể để trống.",
    )
    urgency = Choice(
        "Độ khẩn",
        choices=[("", "Thường"), *((code, stamp.name) for code, stamp in URGENCY_STAMPS.items())],
    )
    circulation = Choice(
        "Phạm vi lưu hành",
        choices=[("", "Không hạn chế"), *CIRCULATION_MARKS.items()],
        description="In khung ở lề trên trang đầu.",
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
    punctuate = Check(
        "Tự đặt dấu ; và . cuối dòng",
        default=True,
        description="Bỏ chọn để in đúng nguyên văn từng dòng.",
    )

    def __init__(
        self,
        formdata: Any = None,
        *,
        agency: Agency | None = None,
        unit: str = "",
        **kwargs: Any,
    ) -> None:
        if formdata is None and agency is not None:
            formdata = to_wire(type(self), self.starting_answers(agency, unit=unit))
        super().__init__(formdata, **kwargs)
        if agency is not None:
            self.offer(agency)

    def offer(self, agency: Agency) -> None:
        """Fill the lists of units and signatories from the agency."""
        self.unit.offer(
            [("", "—"), *((u.symbol, f"{u.symbol} – {u.name}") for u in agency.units if u.active)]
        )
        people = [
            (str(one.id), f"{one.name} – {', '.join(one.block.authority)}")
            for one in agency.signatories
            if one.active
        ]
        self.signatory.form.choice.offer([("", "—"), *people, (OTHER, "Người khác (ghi bên dưới)")])

    @classmethod
    def starting_answers(
        cls, agency: Agency, *, unit: str = "", last: Mapping[str, Any] | None = None
    ) -> dict[str, Any]:
        """What a new paper starts with: from the agency, then from the last paper of its kind."""
        signatories = [one for one in agency.signatories if one.active]
        answers: dict[str, Any] = {
            "unit": unit,
            "recipients": cls.first_recipients(agency, unit),
            "signatory": {"choice": str(signatories[0].id) if signatories else ""},
        }
        carried = {name: last[name] for name in cls.CARRIED if name in last} if last else {}
        # Somebody who was typed in for one paper is nobody's usual signatory.
        if carried.get("signatory", {}).get("choice") == OTHER:
            del carried["signatory"]
        return answers | carried

    @classmethod
    def first_recipients(cls, agency: Agency, unit: str) -> list[str]:
        """Như trên, then the agency's usual places, then the file copy of the drafting unit."""
        usual = [line for line in agency.default_recipients if not line.startswith(("Như ", "Lưu"))]
        return ["Như trên;", *usual, f"Lưu: VT, {unit}." if unit else "Lưu: VT."]

    def left_open(self) -> dict[str, str]:
        """What a draft may leave open and a paper sent for approval may not, as `error_paths`."""
        return {one.path: one.refusal for one in self.blanks() if self._is_forgotten(one)}

    def blanks_to_keep(self) -> dict[str, str]:
        """Blanks that may be meant to be filled by hand, as `error_paths`: who submits says so."""
        return {one.path: one.advice for one in self.blanks() if not self._is_forgotten(one)}

    def blanks(self) -> list[Leftover]:
        """Every field that still holds dots, but for what the paper fills in by itself."""
        return [one for one in leftovers(self) if one.field not in self.QUOTED]

    def _is_forgotten(self, one: Leftover) -> bool:
        return one.field in self.NEVER_BLANK or one.path in self.NEVER_BLANK

    def advice(self) -> dict[str, str]:
        """What the decree would rather see; by field, refusing nothing."""
        return self._about_the_foot() | citation_advice(self._texts()) | self._about_blanks()

    def _about_blanks(self) -> dict[str, str]:
        """Said before anybody submits: the first blank of each field."""
        found: dict[str, str] = {}
        for one in self.blanks():
            found.setdefault(one.field, one.refusal if self._is_forgotten(one) else one.advice)
        return found

    def _about_the_foot(self) -> dict[str, str]:
        found: dict[str, str] = {}
        unit, kept = self.unit.answer(), (self.recipients.answer() or [""])[-1]
        if unit and kept.startswith("Lưu") and unit not in kept:
            found["recipients"] = f"Dòng “Lưu” chưa ghi đơn vị soạn thảo {unit}."
        if not self.recipients.answer():
            found["recipients"] = "Chưa ghi Nơi nhận (Phụ lục I, II.9)."
        elif not kept.lstrip("- ").startswith("Lưu"):
            found["recipients"] = "Dòng cuối của Nơi nhận thường là “Lưu: VT, …”."
        return found

    def _texts(self) -> list[tuple[str, str]]:
        """What is read as the paper's own text, in printed order."""
        answers = self.answers()
        return [
            (name, "\n".join(texts) if isinstance(texts := answers[name], list) else texts)
            for name in ("legal_bases", "body", "articles")
            if name in answers
        ]


def posted(form_class: type[Any], answers: Mapping[str, Any], agency: Agency) -> Any:
    """The form as if these answers had been posted by a browser."""
    return form_class(to_wire(form_class, answers), agency=agency)


__all__: Sequence[str] = [
    "OTHER",
    "DocumentForm",
    "Section",
    "SignatoryForm",
    "VietnameseForm",
    "WireData",
    "posted",
]
