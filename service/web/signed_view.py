"""Tệp đã ký trên trang văn bản — what its page shows of a signed file, and the form for one."""

from dataclasses import dataclass

from wtforms import FileField, TextAreaField

from forms.base import VietnameseForm
from service.domain.documents import Document, SignedFile
from service.store import signed_files
from service.web.frame import office
from signatures.report import Report


class SignedForm(VietnameseForm):
    """The file that came back; the reason only where the check leaves a doubt."""

    signed = FileField(
        "Tệp PDF đã ký",
        description="Chính tệp có số ở trên, đã ký bằng phần mềm ký: người có thẩm quyền ký "
        "trước, cơ quan ký sau.",
        render_kw={"accept": ".pdf,application/pdf", "class": "form-control"},
    )
    reason = TextAreaField(
        "Lý do vẫn nhận",
        description="Chỉ cần khi kết quả kiểm tra là CẦN XEM LẠI.",
        render_kw={"rows": 2},
    )


@dataclass(frozen=True, slots=True)
class SignedView:
    """The file that was taken, with its verdict as values."""

    taken: SignedFile
    report: Report


def signed_view(document: Document) -> SignedView | None:
    taken = signed_files.current(office().db, document.id)
    return None if taken is None else SignedView(taken, Report.from_dict(dict(taken.report)))
