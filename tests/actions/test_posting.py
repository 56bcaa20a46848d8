"""Sổ gửi văn bản đi bưu điện: its lines are the sendings by post, with what the post told."""

import sqlite3
from datetime import date, timedelta

import pytest

from service.actions import dispatching, posting, registers
from service.actions.volumes import volume_of
from service.domain.afterwards import DispatchWay
from service.domain.errors import NotAllowed, NotFound, Refused
from service.domain.post_register import PostFilter
from service.domain.registers import VolumeChoice
from service.domain.workflow import State
from service.store import dispatches, events, post_register
from tests.builders import NOW, a_document

LATER = NOW + timedelta(days=3)
DAY = NOW.date()


@pytest.fixture
def sent(office, lan):
    """A decision to three places, two by post on two days, one by hand."""
    document = a_document(office, State.ISSUED)

    def send(name, way, day):
        dispatching.dispatch(
            office, document.id, [name], way=way, sent_on=day, note="", by=lan, now=LATER
        )

    send("Sở Y tế", DispatchWay.POST, DAY + timedelta(days=1))
    send("Công an xã", DispatchWay.HAND, DAY)
    send("Trường Tiểu học Hòa Bình", DispatchWay.POST, DAY)
    return document


def lines(office, **narrowed):
    return post_register.lines(office.db, PostFilter(2026, **narrowed))


def test_only_sendings_by_post_are_lines_in_the_order_of_days(office, sent):
    assert [one.cells for one in lines(office)] == [
        ("02/03/2026", "01/QĐ-UBND", "Trường Tiểu học Hòa Bình", "01", "", ""),
        ("03/03/2026", "01/QĐ-UBND", "Sở Y tế", "01", "", ""),
    ]
    assert len(lines(office, since=DAY + timedelta(days=1))) == 1
    assert len(lines(office, until=DAY)) == 1
    assert post_register.lines(office.db, PostFilter(2025)) == ()


def test_the_consignment_is_noted_and_mended(office, sent, lan):
    first = lines(office)[0]
    posting.note_consignment(office, first.dispatch_id, " eb123456789vn ", 2, by=lan, now=LATER)
    mended = posting.note_consignment(
        office, first.dispatch_id, "EB123456780VN", 2, by=lan, now=LATER
    )
    assert (mended.consignment, mended.envelopes) == ("EB123456780VN", 2)
    assert mended.cells[3] == "02"
    assert mended.cells[5] == "Số hiệu EB123456780VN"
    posting.note_consignment(office, first.dispatch_id, "EB123456780VN", 2, by=lan, now=LATER)
    told = [one for one in events.of_document(office.db, sent.id) if one.verb == "note_consignment"]
    assert len(told) == 2, "the same again is no third line of the history"
    assert told[0].detail["consignment"] == "EB123456789VN"
    assert [one.recipient for one in lines(office, open="consignment")] == ["Sở Y tế"]
    of_paper = dispatches.of_document(office.db, sent.id)
    assert [one.consignment for one in of_paper] == ["", "", "EB123456780VN"]


def test_what_the_recipient_told_and_a_recall_stand_in_the_remarks(office, sent, lan):
    first = lines(office)[0]
    dispatching.note_receipt(
        office, sent.id, first.dispatch_id, DAY + timedelta(days=2), "Cô Hoa", by=lan, now=LATER
    )
    assert [one.recipient for one in lines(office, open="receipt")] == ["Sở Y tế"]
    dispatching.recall(office, sent.id, "Sai thẩm quyền", "Chủ tịch", by=lan, now=LATER)
    assert lines(office)[0].remarks == "Đã nhận 04/03/2026, Cô Hoa; Đã thu hồi 05/03/2026"


@pytest.mark.parametrize(
    ("number", "envelopes", "field"),
    [("EB1", 0, "envelopes"), ("EB1", 1000, "envelopes"), ("9" * 61, 1, "consignment")],
)
def test_what_no_receipt_says_is_refused_at_its_field(office, sent, lan, number, envelopes, field):
    with pytest.raises(Refused) as refusal:
        posting.note_consignment(
            office, lines(office)[0].dispatch_id, number, envelopes, by=lan, now=LATER
        )
    assert refusal.value.field == field


def test_only_the_clerk_notes_it_and_only_of_a_sending_by_post(office, sent, lan, minh):
    by_hand = dispatches.of_document(office.db, sent.id)[1]
    with pytest.raises(NotFound):
        posting.note_consignment(office, by_hand.id, "EB1", by=lan, now=LATER)
    with pytest.raises(NotAllowed):
        posting.note_consignment(office, lines(office)[0].dispatch_id, "EB1", by=minh, now=LATER)
    with pytest.raises(sqlite3.IntegrityError, match="not sent by post"), office.db.write():
        post_register.note(
            office.db, by_hand.id, consignment="EB1", envelopes=1, person_id=lan.id, now=LATER
        )
    posting.note_consignment(office, lines(office)[0].dispatch_id, "EB1", by=lan, now=LATER)
    for change in ("UPDATE post_handover SET consignment = 'x'", "DELETE FROM post_handover"):
        with pytest.raises(sqlite3.IntegrityError, match="append only"), office.db.write():
            office.db.execute(change)


def test_the_volume_counts_sendings_envelopes_and_receipts(office, sent, lan):
    first = lines(office)[0]
    posting.note_consignment(office, first.dispatch_id, "EB1", 3, by=lan, now=LATER)
    dispatching.note_receipt(
        office, sent.id, first.dispatch_id, DAY + timedelta(days=1), "", by=lan, now=LATER
    )
    volume = volume_of(office, VolumeChoice("post", 2026), LATER)
    assert volume.totals == (("lần gửi", 2), ("bì", 4), ("nơi nhận đã báo nhận", 1))
    assert volume.span == ("Từ ngày 02/03/2026 đến ngày 03/03/2026", "Quyển số: 01")
    event = registers.ask_print(office, VolumeChoice("post", 2026), "pdf", by=lan, now=LATER)
    assert event.detail["name"] == "so-gui-van-ban-di-buu-dien-2026-quyen-01.pdf"
    _, _, data = registers.printed_file(office, event.id, by=lan)
    assert data.startswith(b"%PDF")
    empty = volume_of(office, VolumeChoice("post", 2026, since=date(2026, 6, 1)), LATER)
    assert empty.rows == ()
