"""Tệp đã ký trên trang văn bản — what its page shows of a signed file, and the form for one."""

from dataclasses import dataclass

from wtforms import FileField, TextAreaField

from forms.base import VietnameseForm
from service.actions.strengthening import STRENGTHEN
from service.domain.documents import Document, SignedFile
from service.domain.signing import SignedRevision
from service.store import jobs, signed_files
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


class CorrectionForm(VietnameseForm):
    """Another file in place of the one that was taken by mistake."""

    signed = FileField(
        "Tệp PDF đã ký đúng",
        description="Cùng văn bản, cùng số; tệp trước vẫn còn trong lịch sử.",
        render_kw={"accept": ".pdf,application/pdf", "class": "form-control"},
    )
    why = TextAreaField("Lý do thay", render_kw={"rows": 2})


@dataclass(frozen=True, slots=True)
class SignedView:
    """The file that was taken, with its verdict as values; `earlier` are those it took the place
    of, `waits` says what a job is still to add."""

    taken: SignedFile
    report: Report
    earlier: tuple[SignedRevision, ...] = ()
    waits: str = ""


WAITS = (
    "Chữ ký đã được giữ. Dịch vụ dấu thời gian chưa trả lời, hoặc tài liệu kiểm tra chưa lấy "
    "được; hệ thống tự hỏi lại và thêm vào tệp (mức {level})."
)


def signed_view(document: Document) -> SignedView | None:
    db = office().db
    taken = signed_files.current(db, document.id)
    if taken is None:
        return None
    job = jobs.with_key(db, STRENGTHEN, str(taken.file.id))
    waiting = job is not None and job.state in ("waiting", "running")
    waits = WAITS.format(level=job.payload["level"]) if job and waiting else ""
    report = Report.from_dict(dict(taken.report))
    return SignedView(taken, report, signed_files.earlier(db, document.id), waits)
