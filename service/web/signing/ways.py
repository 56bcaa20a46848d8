"""Cách ký trên trang — which ways of signing this person has for the step that is due, each
with its own small form."""

from dataclasses import dataclass
from typing import Any

from wtforms import FileField, PasswordField, StringField, TextAreaField

from forms.base import VietnameseForm
from forms.fields import Check, Day, Line
from service.actions.held_keys import key_for
from service.actions.signing_desk import SigningDesk, desk_of
from service.domain.documents import Document, Person
from service.domain.numbering import office_date
from service.domain.signing import NumberOrder, SigningStep, Standing
from service.domain.workflow import Role
from service.web.allow import person
from service.web.clock import now
from service.web.formats import day
from service.web.frame import office
from service.web.signed_view import take_many
from service.web.typed import filled
from signatures.order import Step, next_step

TOOL_SCRIPTS = ("base64.js", "vgcaplugin.js")

SECRET = {"autocomplete": "off", "class": "form-control short"}


class Reasoned(VietnameseForm):
    """A way whose file may need somebody's reason."""

    reason = TextAreaField(
        "Lý do vẫn nhận",
        description="Chỉ cần khi kết quả kiểm tra là CẦN XEM LẠI.",
        render_kw={"rows": 2},
    )


class KeyForm(Reasoned):
    passphrase = PasswordField(
        "Mật khẩu giữ khóa",
        [filled("Hãy nhập mật khẩu giữ khóa.")],
        description="Hỏi mỗi lần ký và không lưu ở đâu.",
        render_kw=SECRET,
    )


class TokenForm(Reasoned):
    pin = PasswordField(
        "Mã PIN của thẻ",
        [filled("Hãy nhập mã PIN của thẻ.")],
        description="Nhập sai nhiều lần thẻ sẽ tự khóa; hệ thống không tự thử lại.",
        render_kw=SECRET,
    )


class RemoteForm(Reasoned):
    account = StringField(
        "Tài khoản ký từ xa",
        [filled("Hãy ghi tài khoản ký từ xa của bạn.")],
        description="Tài khoản của bạn ở nhà cung cấp chữ ký số. Sau khi bấm, hãy đồng ý trên "
        "điện thoại.",
        render_kw={"autocomplete": "off", "class": "form-control short"},
    )


class ToolForm(Reasoned):
    """The desktop tool asks for everything itself."""


class FileForm(Reasoned):
    signed = FileField(
        "Tệp PDF đã ký",
        description="Chính tệp tải về ở trên, đã ký bằng phần mềm ký của bạn.",
        render_kw={"accept": ".pdf,application/pdf", "class": "form-control"},
    )


class PenForm(VietnameseForm):
    signer = Line("Người đã ký trên bản giấy", [filled("Hãy ghi người đã ký.")])
    signed_on = Day(
        "Ngày ký",
        [filled("Hãy ghi ngày ký, ví dụ 08/01/2021.")],
        render_kw={"class": "short", "autocomplete": "off", "inputmode": "numeric"},
    )
    has_ink = Check("Bản giấy có chữ ký tay mực xanh của người có thẩm quyền")


class ScanForm(PenForm):
    scan = FileField(
        "Bản quét (PDF)",
        description="Quét đủ trang, màu, từ 200 dpi.",
        render_kw={"accept": ".pdf,application/pdf", "class": "form-control"},
    )
    has_seal = Check("Bản giấy có dấu của cơ quan")


@dataclass(frozen=True, slots=True)
class Way:
    """One way of signing: its code in addresses, its name on the tab, its form."""

    code: str
    name: str
    form: type[VietnameseForm]


KEY = Way("key", "Khóa do hệ thống giữ", KeyForm)
TOKEN = Way("token", "Thẻ hoặc HSM", TokenForm)
REMOTE = Way("remote", "Ký từ xa", RemoteForm)
TOOL = Way("tool", "Phần mềm ký trên máy", ToolForm)
FILE = Way("file", "Tải về, ký, tải lên", FileForm)
PEN = Way("pen", "Ký tay", PenForm)
SCAN = Way("scan", "Ký tay trên bản giấy", ScanForm)


def desk() -> SigningDesk:
    return desk_of(office())


def ways_for(document: Document, stand: Standing, me: Person, found: SigningDesk) -> list[Way]:
    """What this person may do for the signature that is due; empty when it is not their turn."""
    is_clerk = me.may(Role.CLERK)
    is_person = stand.step is SigningStep.PERSON and document.approver_id == me.id
    if stand.step not in (SigningStep.PERSON, SigningStep.SEAL):
        return []
    ways: list[Way] = []
    if not stand.in_ink and has_field(stand):
        if is_person or (is_clerk and stand.step is SigningStep.SEAL):
            ways += [KEY] if key_for(office(), document, stand.step, me) else []
            ways += [TOKEN] if found.token else []
            ways += [REMOTE] if found.remote else []
            ways += [TOOL] if has_tool() else []
        ways += [FILE] if is_person or is_clerk else []
    return ways + (paper_ways(stand) if is_clerk else [])


def paper_ways(stand: Standing) -> list[Way]:
    """Pen and stamp, while nothing was signed digitally."""
    if stand.part:
        return []
    if stand.signatures and not stand.in_ink:
        return []
    if stand.order is NumberOrder.SIGN_FIRST and stand.step is SigningStep.PERSON:
        return [PEN]
    return [SCAN]


def has_field(stand: Standing) -> bool:
    """Whether the file carries an empty field for the signature that is due."""
    wanted = Step.PERSON if stand.step is SigningStep.PERSON else Step.SEAL
    return next_step(office().files.get(stand.current)) is wanted


def has_tool() -> bool:
    """The office has put its desktop tool's scripts in place."""
    return all((office().settings.tool_folder / name).is_file() for name in TOOL_SCRIPTS)


def form_of(way: Way, document: Document, posted: Any = None) -> Any:
    """The way's form, posted or fresh; the signer's name and today stand there already."""
    today = day(office_date(now()))
    form = (
        way.form(posted)
        if posted is not None
        else way.form(data={"signer": document.signer_name, "signed_on": today})
    )
    if isinstance(form, FileForm) and person().may(Role.CLERK):
        take_many(form.signed, document)
    return form
