"""In sổ, sổ sử dụng bản lưu, đối chiếu sổ — what is done with whole registers (Điều 16, 22)."""

import json
from dataclasses import asdict, replace
from datetime import date, datetime
from typing import Any

from service.actions.media import DOCX_TYPE, PDF_TYPE, XLSX_TYPE
from service.actions.office import Office
from service.actions.volumes import volume_of
from service.domain.documents import Event, Person
from service.domain.errors import NotFound, Refused
from service.domain.numbering import office_date
from service.domain.registers import FORMS, CopyUse, Volume, VolumeChoice
from service.domain.vietnamese import clean_line
from service.domain.workflow import Role
from service.rendering.register_docx import register_docx
from service.rendering.register_pdf import register_pdf
from service.rendering.register_xlsx import register_xlsx
from service.store import copy_uses, documents, events, jobs, people
from service.store.jobs import Job
from service.store.moments import maybe_date

MAKERS = {
    "pdf": (register_pdf, PDF_TYPE),
    "docx": (register_docx, DOCX_TYPE),
    "xlsx": (register_xlsx, XLSX_TYPE),
}
"""Ending of the file → what makes it, and its media type."""

PRINT_JOB = "print_register"
AT_ONCE = 1000
"""Lines that a page may make a person wait for: about a second."""

PRINTED = "register/printed"
"""History files every printed volume under this topic."""


def ask_print(
    office: Office, choice: VolumeChoice, ending: str, *, by: Person, now: datetime
) -> Event | None:
    """Print a volume: a small one at once, a big one by the worker (then None comes back).

    Refused for days that do not belong together, NotFound for an unknown register or ending.
    The same click twice is one print.
    """
    by.require(Role.CLERK)
    _require_choice(choice, ending)
    key = f"{now:%Y%m%d%H%M%S}-{by.id}-{choice.code}-{ending}"
    volume = volume_of(office, choice, now)
    if len(volume.rows) <= AT_ONCE:
        return _make(office, volume, ending, key, by=by, now=now)
    with office.db.write():
        jobs.enqueue(
            office.db,
            PRINT_JOB,
            now=now,
            key=key,
            payload={"choice": _to_payload(choice), "ending": ending, "by": by.id, "key": key},
        )
    return None


def print_register(office: Office, job: Job, now: datetime) -> None:
    """Make the volume that was asked for, keep its bytes, and note it; twice is once."""
    choice, by = _from_payload(job.payload["choice"]), people.get(office.db, job.payload["by"])
    if find_print(office, job.payload["key"]) is None:
        volume = volume_of(office, choice, now)
        _make(office, volume, job.payload["ending"], job.payload["key"], by=by, now=now)


def _make(
    office: Office, volume: Volume, ending: str, key: str, *, by: Person, now: datetime
) -> Event | None:
    make, media_type = MAKERS[ending]
    data = make(volume)
    sha256 = office.files.put(data)
    with office.db.write():
        if find_print(office, key) is None:
            documents.note_file(office.db, sha256, len(data), media_type, now)
            events.add(
                office.db,
                "print_register",
                by,
                now,
                topic=PRINTED,
                key=key,
                name=file_name(volume, ending),
                title=_title(volume),
                lines=len(volume.rows),
                digest=volume.digest(),
                sha256=sha256,
            )
    return find_print(office, key)


def printed(office: Office, *, limit: int = 30) -> tuple[Event, ...]:
    """The volumes that were printed last, newest first; the files stand in their details."""
    return tuple(reversed(events.of_topic(office.db, PRINTED)))[:limit]


def find_print(office: Office, key: str) -> Event | None:
    """The print that a key stands for, once it is made."""
    for event in events.of_topic(office.db, PRINTED):
        if event.detail["key"] == key:
            return event
    return None


def printed_file(office: Office, event_id: int, *, by: Person) -> tuple[str, str, bytes]:
    """Name, media type and bytes of a printed volume; raises NotFound, ArchiveDamaged."""
    by.require(Role.CLERK)
    for event in events.of_topic(office.db, PRINTED):
        if event.id == event_id:
            name = str(event.detail["name"])
            media_type = MAKERS[name.rpartition(".")[2]][1]
            return name, media_type, office.files.get(str(event.detail["sha256"]))
    raise NotFound("Không có quyển sổ này.")


def note_copy_use(office: Office, use: CopyUse, *, by: Person, now: datetime) -> int:
    """Write a line into sổ sử dụng bản lưu; Refused names every field that is empty or wrong."""
    by.require(Role.CLERK)
    use = replace(
        use,
        user_name=clean_line(use.user_name),
        reference=clean_line(use.reference),
        subject=clean_line(use.subject),
        allowed_by=clean_line(use.allowed_by),
        file_code=clean_line(use.file_code),
        note=clean_line(use.note),
    )
    needed = {
        "user_name": "Hãy ghi họ tên người sử dụng.",
        "reference": "Hãy ghi số, ký hiệu và ngày của văn bản.",
        "subject": "Hãy ghi tên loại và trích yếu của văn bản.",
        "allowed_by": "Hãy ghi người cho phép sử dụng.",
    }
    errors = {name: text for name, text in needed.items() if not getattr(use, name)}
    if use.used_on > office_date(now):
        errors["used_on"] = "Ngày sử dụng chưa tới; hãy ghi ngày không muộn hơn hôm nay."
    if errors:
        raise Refused("Còn mục chưa đúng.", errors=errors)
    with office.db.write():
        use_id = copy_uses.add(office.db, use, person_id=by.id, now=now)
        topic = f"copy-use/{use_id}"
        events.add(office.db, "note_copy_use", by, now, topic=topic, reference=use.reference)
    return use_id


def return_copy(
    office: Office, use_id: int, returned_on: date, *, by: Person, now: datetime
) -> None:
    """Write down the day a kept original came back."""
    by.require(Role.CLERK)
    with office.db.write():
        use = copy_uses.get(office.db, use_id)
        if not use.used_on <= returned_on <= office_date(now):
            raise Refused(
                f"Ngày trả phải từ {use.used_on:%d/%m/%Y} đến hôm nay.", field="returned_on"
            )
        copy_uses.note_return(office.db, use_id, returned_on)
        events.add(
            office.db,
            "return_copy",
            by,
            now,
            topic=f"copy-use/{use_id}",
            returned_on=returned_on.isoformat(),
        )


def file_name(volume: Volume, ending: str) -> str:
    """``so-dang-ky-van-ban-di-2026-quyen-01.pdf``."""
    names = {
        "outgoing": "so-dang-ky-van-ban-di",
        "copies": "so-dang-ky-ban-sao",
        "incoming": "so-dang-ky-van-ban-den",
        "following": "so-theo-doi-giai-quyet-van-ban-den",
        "copy-use": "so-su-dung-ban-luu",
        "post": "so-gui-van-ban-di-buu-dien",
    }
    stem = names.get(volume.form.code, volume.form.code)
    return f"{stem}-{volume.year}-quyen-{volume.volume:02d}.{ending}"


def _title(volume: Volume) -> str:
    return ". ".join((f"{volume.form.title}, năm {volume.year}", *volume.span))


def _require_choice(choice: VolumeChoice, ending: str) -> None:
    if choice.code not in FORMS or ending not in MAKERS:
        raise NotFound("Không có sổ này, hoặc không in được dạng tệp này.")
    if choice.since and choice.until and choice.until < choice.since:
        raise Refused("Ngày cuối sớm hơn ngày đầu; hãy ghi lại.", field="until")
    for name in ("since", "until"):
        day = getattr(choice, name)
        if day and day.year != choice.year:
            raise Refused(f"Ngày phải thuộc năm {choice.year} của sổ.", field=name)
    if choice.volume < 1:
        raise Refused("Quyển số nhỏ nhất là 1.", field="volume")


def _to_payload(choice: VolumeChoice) -> dict[str, Any]:
    plain: dict[str, Any] = json.loads(json.dumps(asdict(choice), default=date.isoformat))
    return plain


def _from_payload(values: dict[str, Any]) -> VolumeChoice:
    days = {name: maybe_date(values[name]) for name in ("since", "until")}
    return VolumeChoice(**{**values, **days})
