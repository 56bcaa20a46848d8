"""Tệp đã ký trên trang văn bản — what its page shows of a signed file, and the form for one."""

from dataclasses import dataclass

from wtforms import FileField, TextAreaField

from forms.base import VietnameseForm
from forms.fields import Choice
from service.actions.signing_order import annex_label
from service.actions.strengthening import STRENGTHEN
from service.domain.documents import Document, FileRole, SignedFile
from service.domain.signing import SignedRevision
from service.store import annex_files, jobs, signed_files
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
        id="signed-right",  # the form above stands on the same page
        description="Cùng văn bản, cùng số; tệp trước vẫn còn trong lịch sử.",
        render_kw={"accept": ".pdf,application/pdf", "class": "form-control"},
    )
    which = Choice("Thay tệp nào")
    why = TextAreaField("Lý do thay", render_kw={"rows": 2})


@dataclass(frozen=True, slots=True)
class AnnexView:
    """An annex that is a file of its own: `part` counts from 1, `signed` is None while the agency
    has not signed it."""

    part: int
    label: str
    signed: "SignedView | None" = None


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
    return None if taken is None else _view(document, taken)


def annex_views(document: Document) -> tuple[AnnexView, ...]:
    """The annexes of a numbered paper that are files of their own, in printed order."""
    db = office().db
    signed = {one.file.part: one for one in signed_files.of_annexes(db, document.id)}
    return tuple(
        AnnexView(
            one.part,
            annex_label(document, one),
            _view(document, signed[one.part]) if one.part in signed else None,
        )
        for one in annex_files.annex_files(db, document.id, FileRole.ANNEX_PDF)
    )


def with_places(form: CorrectionForm, document: Document) -> CorrectionForm:
    """The form of another file, with what it may take the place of."""
    signed = [one for one in annex_views(document) if one.signed]
    form.which.offer([("0", "Văn bản"), *((str(one.part), one.label) for one in signed)])
    return form


def for_many(form: SignedForm, document: Document) -> SignedForm:
    """The form, for all files of a paper at once where it has annexes of their own."""
    take_many(form.signed, document)
    return form


def take_many(field: FileField, document: Document) -> None:
    """Let a field take every file of a paper at once where it has annexes of their own."""
    if annex_files.annex_files(office().db, document.id, FileRole.ANNEX_PDF):
        field.render_kw = {**(field.render_kw or {}), "multiple": True}
        field.description = (
            "Chọn một lần tất cả các tệp đã ký của văn bản, cả văn bản kèm theo, hoặc nộp từng "
            "tệp. Hãy ký chính các tệp đã tải về."
        )


def _view(document: Document, taken: SignedFile) -> SignedView:
    db = office().db
    annex = taken.file.part if taken.file.role is FileRole.ANNEX_SIGNED else 0
    job = jobs.with_key(db, STRENGTHEN, str(taken.file.id))
    waiting = job is not None and job.state in ("waiting", "running")
    waits = WAITS.format(level=job.payload["level"]) if job and waiting else ""
    report = Report.from_dict(dict(taken.report))
    return SignedView(taken, report, signed_files.earlier(db, document.id, annex), waits)
