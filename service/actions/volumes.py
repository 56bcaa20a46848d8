"""Dựng quyển sổ — each register's lines, days, totals and struck out numbers (Phụ lục IV)."""

from collections import Counter
from collections.abc import Callable, Sequence
from datetime import date, datetime

from service.actions.office import Office
from service.domain.documents import RegisterLine
from service.domain.errors import NotFound
from service.domain.kinds import Kinds
from service.domain.numbering import Register
from service.domain.post_register import PostFilter
from service.domain.registers import (
    COPIES,
    COPY_USE,
    FOLLOWING,
    FORMS,
    INCOMING,
    OUTGOING,
    POST,
    StruckOut,
    Volume,
    VolumeChoice,
)
from service.domain.sent_places import filed_with, in_brief, sent_places
from service.store import copy_uses, incoming_register, lists, post_register, register_chain
from service.store.became import became_of


def volume_of(office: Office, choice: VolumeChoice, now: datetime) -> Volume:
    """The volume as it stands now; raises NotFound for a register that is not there."""
    if choice.code not in SOURCES:
        raise NotFound("Không có sổ này.")
    return SOURCES[choice.code](office, choice, now)


def rows_of(office: Office, lines: Sequence[RegisterLine]) -> list[tuple[str, ...]]:
    """The lines as they are shown and printed, with what became of each paper since."""
    ids = [line.document_id for line in lines if line.document_id and not line.void_reason]
    became = became_of(office.db, ids)
    return [
        cells_of(line, office.kinds, became.get(line.document_id or 0, ()) if line.issued else ())
        for line in lines
    ]


def cells_of(line: RegisterLine, kinds: Kinds, became: tuple[str, ...] = ()) -> tuple[str, ...]:
    """Ten texts in the order of the decree's columns."""
    kind = line.kind_name or (kinds[line.kind].type_name if line.kind else "")
    ours = line.document_id is not None
    kept = filed_with(line.recipients) or (f"VT, {line.unit_symbol}" if line.unit_symbol else "VT")
    return (
        line.reference,
        f"{line.issued_on:%d/%m/%Y}",
        f"{kind} {line.subject}".strip(),
        line.signer_name,
        "\n".join(in_brief(sent_places(line.recipients) if ours else line.recipients)),
        kept if ours else "",
        f"{line.copies:02d}" if line.copies else "",
        f"{line.dispatched_on:%d/%m/%Y}" if line.dispatched_on else "",
        line.received_by,
        note_of(line) or "\n".join(became),
    )


def note_of(line: RegisterLine) -> str:
    """What the last column says of a number that no paper of ours went out with."""
    if line.void_reason:
        return f"Đã hủy số: {line.void_reason}"
    if line.kept:
        return "Đang giữ số"
    return "Ban hành ở nơi khác" if line.outside else ""


def _outgoing(office: Office, choice: VolumeChoice, now: datetime) -> Volume:
    """Papers or copies: one series, or all of the register's, one after the other."""
    part = lists.RegisterPart(
        Register(choice.code), choice.year, choice.series_id, choice.since, choice.until
    )
    lines = lists.register_lines(office.db, part)
    counted = Counter(_state(line) for line in lines)
    names = ("đã phát hành", "đã cấp số, chưa phát hành", "ban hành ở nơi khác", "đang giữ", "hủy")
    return _volume(
        office,
        choice,
        now,
        rows=rows_of(office, lines),
        days=[line.issued_on for line in lines],
        numbers=[line.number for line in lines],
        totals=tuple((name, counted[name]) for name in names if counted[name]),
        struck_out=tuple(
            StruckOut(line.reference, line.issued_on, line.void_reason)
            for line in lines
            if line.void_reason
        ),
        chain=register_chain.last_hash(office.db),
    )


def _state(line: RegisterLine) -> str:
    if line.void_reason:
        return "hủy"
    if line.kept:
        return "đang giữ"
    if line.outside:
        return "ban hành ở nơi khác"
    return "đã phát hành" if line.issued else "đã cấp số, chưa phát hành"


def _copy_use(office: Office, choice: VolumeChoice, now: datetime) -> Volume:
    uses = copy_uses.of_year(office.db, choice.year, since=choice.since, until=choice.until)
    out = sum(1 for one in uses if one.returned_on is None)
    return _volume(
        office,
        choice,
        now,
        rows=[one.cells for one in uses],
        days=[one.used_on for one in uses],
        totals=(("đã trả", len(uses) - out), ("chưa trả", out)),
    )


def _post(office: Office, choice: VolumeChoice, now: datetime) -> Volume:
    wanted = PostFilter(choice.year, choice.since, choice.until)
    lines = post_register.lines(office.db, wanted)
    heard = sum(1 for line in lines if line.received_on)
    return _volume(
        office,
        choice,
        now,
        rows=[line.cells for line in lines],
        days=[line.sent_on for line in lines],
        totals=(
            ("lần gửi", len(lines)),
            ("bì", sum(line.envelopes for line in lines)),
            ("nơi nhận đã báo nhận", heard),
        ),
    )


def _incoming(office: Office, choice: VolumeChoice, now: datetime) -> Volume:
    lines = incoming_register.register_rows(
        office.db, choice.year, since=choice.since, until=choice.until
    )
    void = [line for line in lines if line.state.value == "void"]
    return _volume(
        office,
        choice,
        now,
        rows=[line.cells for line in lines],
        days=[line.arrived_on for line in lines],
        numbers=[line.number for line in lines],
        totals=(("văn bản đến", len(lines) - len(void)), ("hủy", len(void))),
        struck_out=tuple(
            StruckOut(f"{line.number:02d}", line.arrived_on, line.note) for line in void
        ),
    )


def _following(office: Office, choice: VolumeChoice, now: datetime) -> Volume:
    lines = incoming_register.follow_rows(
        office.db, choice.year, since=choice.since, until=choice.until
    )
    rows = [
        (
            f"{line.number:02d}",
            line.title,
            line.receivers,
            f"{line.due_on:%d/%m/%Y}" if line.due_on else "",
            line.progress,
            line.answers,
            line.note,
        )
        for line in lines
    ]
    numbers = [line.number for line in lines]
    return _volume(office, choice, now, rows=rows, numbers=numbers)


def _volume(
    office: Office,
    choice: VolumeChoice,
    now: datetime,
    *,
    rows: Sequence[tuple[str, ...]],
    days: Sequence[date] = (),
    numbers: Sequence[int] = (),
    totals: tuple[tuple[str, int], ...] = (),
    struck_out: tuple[StruckOut, ...] = (),
    chain: str = "",
) -> Volume:
    agency = office.agency()
    return Volume(
        form=FORMS[choice.code],
        superior=agency.superior,
        agency=agency.name,
        year=choice.year,
        volume=choice.volume,
        first_day=choice.since or min(days, default=None),
        last_day=choice.until or max(days, default=None),
        first_number=min(numbers, default=None),
        last_number=max(numbers, default=None),
        rows=tuple(rows),
        totals=totals,
        struck_out=struck_out,
        chain=chain,
        made_at=now,
    )


SOURCES: dict[str, Callable[[Office, VolumeChoice, datetime], Volume]] = {
    OUTGOING.code: _outgoing,
    COPIES.code: _outgoing,
    INCOMING.code: _incoming,
    FOLLOWING.code: _following,
    POST.code: _post,
    COPY_USE.code: _copy_use,
}
"""Registers that can be printed; a new one needs its form and a function here."""
