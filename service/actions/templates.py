"""Mẫu Word của cơ quan — the administrator's verbs: take an uploaded template, go back to one.

Papers that are approved keep the template they were approved with; drafts follow at once.
"""

import hashlib
from datetime import date, datetime

from service.actions.media import DOCX_TYPE
from service.actions.office import Office
from service.actions.reviewing import required_reason
from service.domain.documents import Person
from service.domain.errors import Refused, RenderingFault
from service.domain.kinds import DocumentKind
from service.domain.numbering import office_date
from service.domain.vietnamese import clean_line
from service.domain.word_templates import TemplateChoice
from service.domain.workflow import Role
from service.linting import LintReport
from service.linting.fields import fields_of
from service.linting.samples import samples
from service.rendering import docx
from service.store import documents, events, word_templates

ASK_REASON = (
    "Mẫu này còn chỗ cần xác nhận. Hãy ghi vì sao cơ quan vẫn dùng, hoặc sửa mẫu rồi tải lại."
)


def use_upload(
    office: Office,
    data: bytes,
    report: LintReport,
    *,
    name: str,
    active_from: date,
    reason: str = "",
    by: Person,
    now: datetime,
) -> TemplateChoice:
    """Take an uploaded template that was linted, from a day on.

    Refused: when the report is of other bytes or says that something must be mended; without a
    reason (field ``reason``) where the report asks for confirmation; for a day that has passed
    (field ``active_from``).
    """
    by.require(Role.ADMINISTRATOR)
    kind = office.kinds[report.kind]
    if report.sha256 != hashlib.sha256(data).hexdigest():
        raise Refused("Kết quả soát không phải của tệp này; hãy tải mẫu lên lại.")
    if not report.usable:
        raise Refused("Mẫu còn chỗ phải sửa nên chưa dùng được.")
    reason = required_reason(reason, ASK_REASON) if report.needs_reason else clean_line(reason)
    _require_day(active_from, now)
    sha256 = office.files.put(data)
    with office.db.write():
        documents.note_file(office.db, sha256, len(data), DOCX_TYPE, now)
        template = word_templates.put(
            office.db, kind.code, sha256, clean_line(name) or "mau.docx", by=by, now=now
        )
        return _choose(office, kind, template.id, active_from, reason, by=by, now=now)


def go_back(
    office: Office, kind_code: str, template_id: int | None, *, by: Person, now: datetime
) -> TemplateChoice:
    """Use an earlier template again from today; None is the release's own.

    What was planned for a later day is dropped. Twice is harmless. Refused when the template
    asks for fields that this release no longer gives.
    """
    by.require(Role.ADMINISTRATOR)
    kind = office.kinds[kind_code]
    if template_id is not None:
        template = word_templates.get(office.db, kind.code, template_id)
        _require_known_fields(office, kind, office.files.get(template.sha256))
    today = office_date(now)
    with office.db.write():
        made = word_templates.choices(office.db, kind.code)
        last = made[-1] if made else None
        if last and last.active_from <= today and _id_of(last) == template_id:
            return last
        return _choose(office, kind, template_id, today, "", by=by, now=now)


def _choose(
    office: Office,
    kind: DocumentKind,
    template_id: int | None,
    active_from: date,
    reason: str,
    *,
    by: Person,
    now: datetime,
) -> TemplateChoice:
    template = (
        None if template_id is None else word_templates.get(office.db, kind.code, template_id)
    )
    choice = word_templates.choose(
        office.db, kind.code, template, active_from, reason=reason, by=by, now=now
    )
    events.add(
        office.db,
        "choose_template",
        by,
        now,
        kind=kind.code,
        template=template.sha256 if template else None,
        active_from=active_from.isoformat(),
        reason=reason,
    )
    return choice


def _id_of(choice: TemplateChoice) -> int | None:
    return None if choice.template is None else choice.template.id


def _require_day(active_from: date, now: datetime) -> None:
    if active_from < office_date(now):
        raise Refused(
            "Mẫu chỉ dùng được từ hôm nay trở đi; văn bản của ngày trước giữ mẫu cũ.",
            field="active_from",
        )


def _require_known_fields(office: Office, kind: DocumentKind, template: bytes) -> None:
    given = fields_of(kind, samples(kind, office.agency()))
    try:
        asked = docx.names_asked(template)
    except RenderingFault as fault:
        raise Refused(fault.message) from fault
    if unknown := sorted(asked - set(given)):
        raise Refused(
            f"Mẫu này hỏi trường “{unknown[0]}” mà bản phần mềm này không còn cho. Hãy tải mẫu "
            "về, sửa rồi tải lên lại."
        )
