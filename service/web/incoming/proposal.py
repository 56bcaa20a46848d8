"""Đề xuất — what was read from a dropped file: a value, its place and its certainty per field."""

import json
import logging
from collections.abc import Iterable, Iterator
from dataclasses import asdict, dataclass, field
from datetime import date, datetime, timedelta
from typing import Any

from service.actions.found_tasks import ProposedTask, tasks_of
from service.actions.media import DOCX_TYPE, PDF_TYPE
from service.domain.errors import OfficeError
from service.domain.incoming import IncomingDetails
from service.domain.vietnamese import short_date
from service.domain.written_dates import WrittenDate
from service.reading import codec
from service.reading.findings import CopyBlock, Encoding, Found, Reading, State
from service.reading.rows import Source
from service.reading.safely import read_file
from service.rendering.page_frames import Frame, PageSize, find_frames, page_sizes
from service.rendering.uploads import read_upload
from service.web.frame import office
from service.web.lookover import Dropped
from signatures.report import Report
from signatures.sandbox import verify_file

_log = logging.getLogger(__name__)

LISTS = ("addressees", "recipients", "signer_authority")
CONVERTIBLE = (Encoding.TCVN3, Encoding.VNI)
NO_PICTURES = "Chưa vẽ được hình trang của tệp này; hãy mở tệp gốc để đối chiếu."


@dataclass(frozen=True, slots=True)
class Proposed:
    """One field's proposal as the page shows it; `sure` is 0–100."""

    value: Any
    text: str
    page: int
    sure: int
    reason: str

    @property
    def trust(self) -> str:
        if self.sure >= 90:
            return "chắc chắn"
        return "khá chắc" if self.sure >= 70 else "chưa chắc, hãy đối chiếu"


@dataclass(frozen=True, slots=True)
class Proposal:
    """Everything that the form is filled with and the pictures show."""

    reading: Reading
    fields: dict[str, Proposed]
    tasks: tuple[ProposedTask, ...] = ()
    note: str = ""
    sizes: tuple[PageSize, ...] = ()
    frames: tuple[Frame, ...] = field(default=())
    trouble: str = ""

    @property
    def convertible(self) -> bool:
        """Text in an old code that can be turned into Unicode when the clerk asks for it."""
        wrong = self.reading.state is State.WRONG_TEXT
        return wrong and self.reading.encoding in CONVERTIBLE

    @property
    def framed(self) -> dict[str, int]:
        """Field → page of its first frame, for those that have one."""
        return {frame.name: frame.page for frame in reversed(self.frames)}

    @property
    def has_text(self) -> bool:
        return self.reading.state in (State.READ, State.PARTLY)

    @property
    def secret(self) -> bool:
        return self.reading.fields.secrecy is not None


def examine(data: bytes, today: date, *, convert: bool = False) -> tuple[Reading, bool]:
    """Read a file of unknown origin in the limited children; (reading, carries signatures).

    Raises Refused with the sentence for what is broken, locked, too big or no document."""
    reading = read_file(data, convert=convert, today=today)
    signed = reading.source is Source.PDF and read_upload(data).has_signatures
    return reading, signed


def keep(dropped: Dropped, reading: Reading, *, signed: bool) -> None:
    """Put what was read beside the dropped file."""
    dropped.write("reading.json", json.dumps(codec.dump(reading)).encode())
    dropped.write("signed", b"1" if signed else b"0")


def judge(dropped: Dropped, now: datetime) -> None:
    """The verdict on the digital signatures of a dropped PDF, kept beside it (Điều 21)."""
    settings = office().settings
    settings.trust_folder.mkdir(parents=True, exist_ok=True)
    try:
        report = verify_file(
            dropped.folder / "file", trust_folder=settings.trust_folder, at=now, fetch=True
        )
    except OfficeError as error:
        _log.warning("signatures of a dropped file were not judged: %s", error.message)
        return
    dropped.write("verdict.json", json.dumps(report.to_dict(pictures=True)).encode())


def verdict_of(dropped: Dropped) -> Report | None:
    """What was found about the signatures; None for a file without any."""
    if not dropped.has("verdict.json"):
        return None
    return Report.from_dict(json.loads(dropped.read("verdict.json")))


def kept(dropped: Dropped) -> tuple[Reading, bool]:
    return codec.load(json.loads(dropped.read("reading.json"))), dropped.read("signed") == b"1"


def media_type(reading: Reading) -> str:
    return PDF_TYPE if reading.source is Source.PDF else DOCX_TYPE


def pages_of(dropped: Dropped, reading: Reading) -> bytes:
    """The PDF that the pictures are drawn from; raises RenderingFault or Busy."""
    if reading.source is Source.PDF:
        return dropped.read("file")
    if not dropped.has("pages.pdf"):
        dropped.write("pages.pdf", office().converter.convert(dropped.read("file")))
    return dropped.read("pages.pdf")


def propose(dropped: Dropped, arrived_on: date) -> Proposal:
    """The proposal of a dropped file with its pages; without pages when they cannot be drawn."""
    reading, _ = kept(dropped)
    found = dict(_found(reading))
    tasks = tuple(tasks_of(reading, arrived_on, office().agency()))
    fields = {name: _proposed(name, each) for name, each in found.items()}
    try:
        pdf = pages_of(dropped, reading)
        sizes = page_sizes(pdf)
        frames = _frames(reading, found, pdf)
    except OfficeError:
        return Proposal(reading, fields, tasks, _copy_note(reading), trouble=NO_PICTURES)
    return Proposal(reading, fields, tasks, _copy_note(reading), sizes, frames)


def proposed_details(proposal: Proposal) -> IncomingDetails:
    """The details as they were proposed, to tell afterwards what the clerk corrected."""
    values = {name: each.value for name, each in proposal.fields.items()}
    for name in LISTS:
        values[name] = tuple(values.get(name, ()))
    values.setdefault("agency", "")
    values.setdefault("subject", "")
    count = proposal.reading.total_pages or len(proposal.sizes)
    return IncomingDetails(**values, page_count=count, note=proposal.note)


def proposed_due(proposal: Proposal, arrived_on: date) -> date | None:
    """The nearest limit of a task that seems ours; one that is over, or years ahead,
    is not proposed."""
    days = [task.due_on for task in proposal.tasks if task.ours and task.due_on]
    near = arrived_on + timedelta(days=366)
    return min((day for day in days if arrived_on <= day <= near), default=None)


def _found(reading: Reading) -> Iterator[tuple[str, list[Found[Any]]]]:
    """Field of the form → what was found for it, in order; nothing for what was not found."""
    fields = reading.fields
    signer = fields.signatory
    singles = {
        "superior": fields.superior,
        "agency": fields.agency,
        "number": fields.number,
        "notation": fields.notation,
        "issued": fields.issued,
        "place": fields.place,
        "kind": fields.kind,
        "subject": fields.subject,
        "urgency": fields.urgency,
        "signer_authority": signer.authority if signer else None,
        "signer_post": signer.post if signer else None,
        "signer_name": signer.name if signer else None,
    }
    for name, found in singles.items():
        if found is not None:
            yield name, [found]
    for name, several in (("addressees", fields.addressees), ("recipients", fields.recipients)):
        if several:
            yield name, list(several)


def _proposed(name: str, found: list[Found[Any]]) -> Proposed:
    value: Any = found[0].value
    if isinstance(value, WrittenDate):
        value = value.iso() if value.quarter is None and value.year is not None else ""
    elif name in LISTS:
        value = (
            tuple(found[0].value)
            if name == "signer_authority"
            else tuple(one.value for one in found)
        )
    least = min(found, key=lambda one: one.confidence)
    page = next((spot.page for one in found for spot in one.where if spot.page), 0)
    text = "; ".join(one.text for one in found)
    return Proposed(value, text, page, round(least.confidence * 100), least.reason)


def _copy_note(reading: Reading) -> str:
    return ". ".join(_copy_sentence(copy) for copy in reading.copies)[:500]


def _copy_sentence(copy: CopyBlock) -> str:
    parts = [f"Nhận qua bản {copy.form.value.lower()}"]
    if copy.number and copy.notation:
        parts.append(f"số {copy.number.value}/{copy.notation.value}")
    if copy.issued and copy.issued.value.exact:
        parts.append(f"ngày {short_date(copy.issued.value.exact)}")
    if copy.agency:
        parts.append(f"của {copy.agency.value}")
    return " ".join(parts)


def _frames(reading: Reading, found: dict[str, list[Found[Any]]], pdf: bytes) -> tuple[Frame, ...]:
    if reading.source is Source.PDF:
        return tuple(_boxes(found))
    passages = {
        f"{name}/{place}": one.text
        for name, several in found.items()
        for place, one in enumerate(several)
    }
    return tuple(
        Frame(**{**asdict(frame), "name": frame.name.split("/")[0]})
        for frame in find_frames(pdf, passages)
    )


def _boxes(found: dict[str, list[Found[Any]]]) -> Iterable[Frame]:
    for name, several in found.items():
        for one in several:
            for spot in one.where:
                if spot.box is not None:
                    box = spot.box
                    yield Frame(name, spot.page, box.left, box.top, box.width, box.height)
