"""Incoming papers: numbers without gaps, doubles announced, passed on, answered, seen by few."""

import sqlite3
from dataclasses import replace
from datetime import date, datetime, timedelta
from threading import Thread

import pytest

from service.actions import assigning, drafting, receiving, tasks
from service.actions.assigning import Direction
from service.actions.receiving import Arrival, ArrivedFile, DuplicateFound
from service.domain.errors import NotAllowed, NotFound, Refused, WrongState
from service.domain.incoming import (
    HandlingPart,
    IncomingDetails,
    IncomingFilter,
    IncomingState,
    StepKind,
)
from service.domain.numbering import VIETNAM
from service.domain.tasks import NewTask
from service.domain.workflow import State
from service.store import events, incoming, incoming_handling
from service.store import tasks as task_store
from service.store.archive import verify
from service.store.incoming_audit import incoming_findings
from service.store.incoming_register import follow_rows
from tests.builders import a_document

LETTER = IncomingDetails(
    agency="Ủy ban nhân dân tỉnh Bình Thuận",
    subject="triển khai công tác cai nghiện ma túy",
    number="99",
    notation="UBND-KGVXNV",
    issued="2026-02-20",
    kind="Công văn",
    signer_name="Nguyễn Đức Hòa",
)
FILE = ArrivedFile(b"%PDF-1.7 as it came", "99.pdf", "application/pdf")


@pytest.fixture
def receive(office, lan, now):
    """Register a letter; what is not said is as `LETTER` has it."""

    def receive(*, file=None, at=None, by=lan, due_on=None, unit=None, why="", work=(), **changes):
        details = replace(LETTER, **changes)
        arrival = Arrival(details, at or now, due_on, why, unit, tuple(work))
        return receiving.receive(office, arrival, file, by=by, now=now)

    return receive


@pytest.fixture
def units(office):
    return {unit.symbol: unit.id for unit in office.agency().units}


def another(number):
    return {"number": str(number)}


def test_arrival_numbers_follow_each_other_from_one_and_a_new_year_begins_again(
    office, lan, receive
):
    december = datetime(2025, 12, 31, 23, 59, tzinfo=VIETNAM)
    numbers = [
        receive(at=december, **another(1)),
        receive(at=december + timedelta(minutes=2), **another(2)),
        receive(**another(3)),
    ]
    assert [(one.year, one.number) for one in numbers] == [(2025, 1), (2026, 1), (2026, 2)]


def test_a_paper_cannot_arrive_before_the_last_one(receive, now):
    receive(**another(1))
    with pytest.raises(Refused, match="sớm hơn ngày đến của số liền trước") as caught:
        receive(at=now - timedelta(days=1), **another(2))
    assert "arrived" in caught.value.errors
    assert receive(**another(2)).number == 2


def test_a_paper_cannot_arrive_tomorrow(receive, now):
    with pytest.raises(Refused, match="ở sau lúc này"):
        receive(at=now + timedelta(days=1))


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE incoming SET number = 7",
        "UPDATE incoming SET arrived_on = '2026-01-01'",
        "DELETE FROM incoming",
        "UPDATE incoming_year SET last_number = 9",
        "DELETE FROM incoming_year",
        (
            "INSERT INTO incoming (year, number, arrived_on, arrived_at, agency, subject, medium,"
            " search_key, created_by, created_at) VALUES (2026, 3, '2026-03-02', 'x', 'a', 's',"
            " 'paper', '', 1, 'x')"
        ),
        (
            "INSERT INTO incoming (year, number, arrived_on, arrived_at, agency, subject, medium,"
            " search_key, created_by, created_at) VALUES (2026, 2, '2026-03-01', 'x', 'a', 's',"
            " 'paper', '', 1, 'x')"
        ),
    ],
)
def test_the_database_itself_keeps_the_series(db, receive, statement):
    receive()
    with pytest.raises(sqlite3.IntegrityError), db.write():
        db.execute(statement)


def test_a_struck_out_number_keeps_its_line_and_is_not_given_again(office, db, lan, now, receive):
    paper = receive()
    with pytest.raises(Refused, match="lý do"):
        receiving.void(office, paper.id, "  ", by=lan, now=now)
    voided = receiving.void(office, paper.id, "Vào sổ nhầm", by=lan, now=now)
    assert voided.state is IncomingState.VOID
    assert receive(**another(100)).number == 2
    lines = incoming.register_rows(db, 2026)
    assert [line.number for line in lines] == [1, 2]
    assert "Hủy số: Vào sổ nhầm" in lines[0].note
    with pytest.raises(WrongState):
        receiving.void(office, paper.id, "Lần nữa", by=lan, now=now)


@pytest.mark.parametrize(
    "again",
    [
        {},
        {"number": "099"},
        {"agency": "UBND tỉnh Bình Thuận"},
        {"agency": "UỶ BAN NHÂN DÂN TỈNH BÌNH THUẬN", "notation": "ubnd-kgvxnv"},
    ],
)
def test_the_same_paper_again_is_announced_and_kept_only_with_a_reason(office, db, receive, again):
    first = receive()
    with pytest.raises(DuplicateFound, match="số đến 01") as caught:
        receive(**again)
    assert caught.value.earlier.id == first.id
    assert len(incoming.register_rows(db, 2026)) == 1
    kept = receive(why="Bản giấy đến sau", **again)
    assert (kept.number, kept.duplicate_of, kept.duplicate_reason) == (
        2,
        first.id,
        "Bản giấy đến sau",
    )


def test_another_year_number_or_agency_is_another_paper(receive):
    receive()
    for changes in ({"issued": "2025-02-20"}, {"number": "100"}, {"agency": "Sở Y tế"}):
        receive(**changes)


def test_the_same_file_again_is_announced(receive):
    receive(file=FILE)
    with pytest.raises(DuplicateFound, match="tệp này"):
        receive(file=FILE, **another(7))


def test_what_is_missing_is_said_at_its_field_and_no_number_is_taken(db, receive):
    with pytest.raises(Refused) as caught:
        receive(agency=" ", subject="", number="abc")
    assert set(caught.value.errors) == {"agency", "subject", "number"}
    assert incoming.next_number(db, 2026) == 1


def test_the_file_comes_back_byte_for_byte_and_each_time_is_noted(office, db, lan, now, receive):
    paper = receive(file=FILE)
    (file,) = incoming.files(db, paper.id)
    assert receiving.download(office, paper.id, file.id, by=lan, now=now)[1] == FILE.data
    receiving.read(office, paper.id, by=lan, now=now)
    verbs = [event.verb for event in events.of_topic(db, f"incoming/{paper.id}")]
    assert verbs == ["receive", "download", "view_incoming"]
    assert verify(db, office.files).whole


def test_verifying_names_the_paper_of_a_damaged_file_and_a_number_changed_by_hand(
    office, db, receive
):
    paper = receive(file=FILE)
    receive(**another(100))
    (file,) = incoming.files(db, paper.id)
    path = office.files.path(file.sha256)
    path.chmod(0o600)
    path.write_bytes(b"other")
    with db.write():
        db.execute("DROP TRIGGER incoming_keeps_its_number")
        db.execute("UPDATE incoming SET number = 5 WHERE number = 2")
    report = verify(db, office.files)
    assert not report.whole
    assert "văn bản đến số 01/2026" in report.damaged[0].sentence
    sentences = [finding.sentence for finding in report.register]
    assert sentences == [
        "Sau số liền trước phải là số 2.",
        "Sổ đếm tới 2 nhưng chỉ có tới đây.",
    ]


def test_a_correction_keeps_number_and_arrival_and_says_what_changed(office, db, lan, now, receive):
    paper = receive()
    fixed = receiving.correct(
        office,
        paper.id,
        replace(LETTER, number="98"),
        date(2026, 3, 10),
        by=lan,
        now=now,
    )
    assert (fixed.number, fixed.details.number, fixed.due_on) == (1, "98", date(2026, 3, 10))
    event = events.of_topic(db, f"incoming/{paper.id}")[-1]
    assert event.detail["changes"] == {"number": ["99", "98"], "due_on": ["", "10/03/2026"]}


def test_only_clerks_register(receive, minh, hung):
    for person in (minh, hung):
        with pytest.raises(NotAllowed):
            receive(by=person)


def test_a_paper_is_seen_by_clerk_and_leader_and_by_those_it_is_passed_to(
    office, db, lan, hung, minh, tam, quantri, now, receive, units
):
    paper = receive()
    assert incoming.get(db, paper.id, hung)
    for person in (minh, tam, quantri):
        with pytest.raises(NotFound):
            incoming.get(db, paper.id, person)
    assigning.assign(office, paper.id, Direction("Giải quyết", units["VHXH"]), by=hung, now=now)
    assert incoming.get(db, paper.id, minh).units == ("Phòng Văn hóa - Xã hội",)
    for act in (
        lambda: incoming.get(db, paper.id, tam),
        lambda: receiving.read(office, paper.id, by=tam, now=now),
        lambda: assigning.complete(office, paper.id, "Xong", by=tam, now=now),
        lambda: assigning.draft_reply(office, paper.id, by=tam, now=now),
    ):
        with pytest.raises(NotFound):
            act()
    assert incoming.listed(db, tam, IncomingFilter()).total == 0
    assert incoming.listed(db, minh, IncomingFilter()).total == 1


def test_a_leader_changes_who_deals_with_it_and_the_first_loses_sight(
    office, db, hung, minh, tam, now, receive, units
):
    paper = receive()
    both = Direction(
        "Chủ trì, phối hợp", units["VHXH"], minh.id, (units["KT"],), due_on=date(2026, 3, 9)
    )
    assigning.assign(office, paper.id, both, by=hung, now=now)
    passed = incoming_handling.assignments(db, paper.id)
    assert [(one.part, one.name) for one in passed] == [
        (HandlingPart.LEAD, "Trần Văn Minh (Phòng Văn hóa - Xã hội)"),
        (HandlingPart.COOPERATE, "Phòng Kinh tế"),
    ]
    assert incoming.get(db, paper.id, tam).due_on == date(2026, 3, 9)
    assigning.assign(office, paper.id, Direction("", units["KT"]), by=hung, now=now)
    assert incoming.get(db, paper.id, tam)
    with pytest.raises(NotFound):
        incoming.get(db, paper.id, minh)
    with pytest.raises(Refused, match="chủ trì"):
        assigning.assign(office, paper.id, Direction("", 999), by=hung, now=now)
    with pytest.raises(Refused, match="trước ngày đến"):
        early = Direction("", units["KT"], due_on=date(2026, 1, 1))
        assigning.assign(office, paper.id, early, by=hung, now=now)


def test_a_reply_is_prefilled_and_linked_both_ways(office, db, minh, now, receive, units):
    paper = receive(unit=units["VHXH"])
    draft = assigning.draft_reply(office, paper.id, by=minh, now=now)
    assert draft.state is State.DRAFT
    assert draft.subject == (
        "trả lời Công văn số 99/UBND-KGVXNV ngày 20/02/2026 của Ủy ban nhân dân tỉnh Bình Thuận"
    )
    assert draft.answers["addressees"] == ["Ủy ban nhân dân tỉnh Bình Thuận"]
    assert [one.document_id for one in incoming_handling.answers(db, paper.id)] == [draft.id]
    assert incoming_handling.answered_by(db, draft.id) == (paper.id,)
    drafting.discard(office, draft.id, by=minh, now=now)
    assert incoming_handling.answers(db, paper.id) == ()


def test_completing_needs_a_result_links_the_answer_and_closes_the_tasks(
    office, db, lan, minh, now, receive, units
):
    paper = receive(unit=units["VHXH"], work=[NewTask("Lập danh sách", due_on=date(2026, 3, 5))])
    answer = a_document(office, "issued", kind="official_letter")
    with pytest.raises(Refused, match="kết quả"):
        assigning.complete(office, paper.id, "", by=minh, now=now)
    with pytest.raises(Refused, match="Không có văn bản đã phát hành"):
        assigning.complete(office, paper.id, "Xong", by=minh, now=now, answer="77/UBND-VP")
    assert incoming.get(db, paper.id, lan).state is IncomingState.ASSIGNED
    done = assigning.complete(
        office, paper.id, "Đã trả lời", by=minh, now=now, answer=answer.reference
    )
    assert done.state is IncomingState.DONE
    assert [one.reference for one in incoming_handling.answers(db, paper.id)] == [answer.reference]
    assert all(task.done_at for task in task_store.of_incoming(db, paper.id))
    assert follow_rows(db, 2026)[0].answers == answer.reference
    assert [step.kind for step in incoming_handling.steps(db, paper.id)] == [StepKind.RESULT]
    with pytest.raises(WrongState):
        assigning.complete(office, paper.id, "Lần nữa", by=minh, now=now)
    assert assigning.reopen(office, paper.id, by=lan, now=now).state is IncomingState.ASSIGNED


@pytest.mark.parametrize(
    "words",
    [
        "99",
        "099",
        "99/ubnd",
        "99 / UBND-KGVXNV",
        "99 kgvxnv",
        "ubnd tinh binh thuan",
        "MA TUY",
        "ủy ban nhân dân tỉnh",
        "cai nghiện",
        "đến 1",
    ],
)
def test_the_list_is_searched_without_accents_and_with_numbers_in_any_form(db, lan, receive, words):
    paper = receive()
    receive(number="12", notation="SYT-NV", agency="Sở Y tế", subject="tiêm chủng", signer_name="")
    found = incoming.listed(db, lan, IncomingFilter(words=words))
    assert [one.id for one in found.papers] == [paper.id]


def test_tasks_stand_in_order_and_only_before_those_they_are_for(
    office, db, lan, minh, tam, now, receive, units
):
    receive(
        work=[
            NewTask("Không hạn", "Phòng Kinh tế", units["KT"]),
            NewTask("Muộn", "Phòng Kinh tế", units["KT"], date(2026, 4, 1)),
            NewTask("Quá hạn", "Phòng Kinh tế", units["KT"], date(2026, 2, 1)),
            NewTask("Việc của xã", "Phòng Văn hóa - Xã hội", units["VHXH"], date(2026, 3, 1)),
            NewTask("Chưa giao", "UBND các xã", None, date(2026, 3, 2)),
        ]
    )
    assert [one.text for one in task_store.board(db, lan)] == [
        "Quá hạn",
        "Việc của xã",
        "Chưa giao",
        "Muộn",
        "Không hạn",
    ]
    assert [one.text for one in task_store.board(db, tam)] == ["Quá hạn", "Muộn", "Không hạn"]
    mine = task_store.board(db, minh)
    assert [one.text for one in mine] == ["Việc của xã"]
    with pytest.raises(NotFound):
        tasks.finish_task(office, mine[0].id, "", by=tam, now=now)
    done = tasks.finish_task(office, mine[0].id, "Đã gửi báo cáo", by=minh, now=now)
    assert (done.done_by, done.done_note) == ("Trần Văn Minh", "Đã gửi báo cáo")
    assert task_store.board(db, minh) == ()
    assert tasks.reopen_task(office, done.id, by=minh, now=now).done_at is None


def test_a_calendar_address_is_secret_and_can_be_revoked(office, db, minh, now):
    first = tasks.make_calendar_address(office, by=minh, now=now)
    assert tasks.person_of_calendar(db, first).id == minh.id
    second = tasks.make_calendar_address(office, by=minh, now=now)
    with pytest.raises(NotFound):
        tasks.person_of_calendar(db, first)
    assert not db.query("SELECT 1 FROM calendar_address WHERE secret_hash = :s", {"s": second})
    tasks.revoke_calendar_address(office, by=minh, now=now)
    with pytest.raises(NotFound):
        tasks.person_of_calendar(db, second)


def test_the_limit_of_a_paper_stands_on_the_board_of_its_lead_and_moves_with_it(
    office, db, hung, minh, tam, now, receive, units
):
    paper = receive()
    first = Direction("", units["VHXH"], due_on=date(2026, 3, 9))
    assigning.assign(office, paper.id, first, by=hung, now=now)
    (task,) = task_store.board(db, minh)
    assert task.text.startswith("Giải quyết Công văn số 99/UBND-KGVXNV")
    assert task.due_on == date(2026, 3, 9)
    again = Direction("", units["KT"], due_on=date(2026, 3, 12))
    assigning.assign(office, paper.id, again, by=hung, now=now)
    assert task_store.board(db, minh) == ()
    (moved,) = task_store.board(db, tam)
    assert (moved.id, moved.due_on) == (task.id, date(2026, 3, 12))


def test_clerks_at_once_get_numbers_without_gap_or_double(office, db, lan, now):
    def many(start):
        for number in range(start, start + 10):
            details = replace(LETTER, number=str(number))
            receiving.receive(office, Arrival(details, now), None, by=lan, now=now)

    threads = [Thread(target=many, args=(100 * place + 1,)) for place in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(timeout=60)
    assert [line.number for line in incoming.register_rows(db, 2026)] == list(range(1, 81))


def test_a_running_year_goes_on_from_the_old_book(office, lan, receive, now):
    for first, why in ((1, "từ 2 đến"), (100_000, "từ 2 đến")):
        with pytest.raises(Refused, match=why):
            receiving.begin_year(office, 2026, first, by=lan, now=now)
    with pytest.raises(Refused, match="năm nay hoặc năm sau"):
        receiving.begin_year(office, 2024, 5, by=lan, now=now)
    receiving.begin_year(office, 2026, 342, by=lan, now=now)
    with pytest.raises(WrongState, match="đã có số đến"):
        receiving.begin_year(office, 2026, 2, by=lan, now=now)
    assert [receive(**another(count)).number for count in (1, 2)] == [342, 343]
    assert incoming_findings(office.db) == ()
    with pytest.raises(sqlite3.IntegrityError, match="first number is fixed"), office.db.write():
        office.db.execute("UPDATE incoming_year SET first_number = 1")
