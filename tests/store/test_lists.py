"""Danh sách: what waits for whom, papers to browse, the register's lines."""

from datetime import date, timedelta

from service.actions import issuing
from service.domain.errors import RenderingFault
from service.domain.numbering import Register
from service.domain.workflow import State
from service.store import lists
from service.store.lists import RegisterPart
from tests.builders import NOW, a_document, work


def subjects(lines):
    return [line.subject for line in lines]


def waiting(office, person):
    found = lists.waiting(office.db, person)
    return {
        name: subjects(lines)
        for name in found.__slots__
        if name != "failed" and (lines := getattr(found, name))
    }


def test_each_paper_waits_for_exactly_one_person(office, lan, minh, hung, tam, quantri):
    for state in State:
        a_document(office, state, subject=state.value)
    assert waiting(office, minh) == {
        "drafts": ["draft"],
        "returned": ["returned"],
        "submitted": ["submitted"],
    }
    assert waiting(office, hung) == {"to_approve": ["submitted"]}
    assert waiting(office, lan) == {"to_number": ["approved"], "to_issue": ["numbered"]}
    assert waiting(office, tam) == waiting(office, quantri) == {}


def test_who_waits_longest_stands_first_but_one_s_own_newest_draft(office, minh, lan):
    for hours in (2, 1, 3):
        moment = NOW + timedelta(hours=hours)
        a_document(office, State.APPROVED, subject=f"sau {hours} giờ", now=moment)
        a_document(office, State.DRAFT, subject=f"nháp {hours}", now=moment)
    assert waiting(office, lan)["to_number"] == ["sau 1 giờ", "sau 2 giờ", "sau 3 giờ"]
    assert waiting(office, minh)["drafts"] == ["nháp 3", "nháp 2", "nháp 1"]


def test_a_line_tells_enough_to_choose_by(office, lan):
    a_document(office, State.NUMBERED, subject="Về việc thử")
    (line,) = lists.waiting(office.db, lan).to_issue
    assert (line.reference, line.issued_on, line.unit_symbol) == (
        "01/QĐ-UBND",
        date(2026, 3, 2),
        "VHXH",
    )
    assert (line.creator_name, line.approver_name, line.signer_name) == (
        "Trần Văn Minh",
        "Phạm Quốc Hùng",
        "Phạm Quốc Hùng",
    )


def test_the_papers_list_filters_pages_and_leaves_out_what_was_discarded(office, lan, minh):
    for number in range(5):
        a_document(office, State.APPROVED, subject=f"số {number}")
    a_document(office, State.DISCARDED, subject="bỏ đi")
    a_document(office, State.NUMBERED, kind="official_letter", subject="công văn")
    assert len(lists.visible(office.db, minh).lines) == 6
    assert subjects(lists.visible(office.db, minh, states=(State.DISCARDED,)).lines) == ["bỏ đi"]
    assert subjects(lists.visible(office.db, lan, kind="official_letter").lines) == ["công văn"]
    assert subjects(lists.visible(office.db, lan, year=2026).lines) == ["công văn"]
    assert lists.visible(office.db, lan, year=2025).lines == ()
    assert lists.visible(office.db, lan, created_by=lan.id).lines == ()
    pages = [lists.visible(office.db, minh, page=page, per_page=4) for page in (1, 2)]
    assert [len(page.lines) for page in pages] == [4, 2]
    assert {(page.total, page.pages) for page in pages} == {(6, 2)}
    assert pages[0].lines[0].subject == "công văn"


def test_papers_to_copy_from_are_of_the_kind_and_one_s_own_first(office, minh, lan, tam):
    a_document(office, State.DRAFT, subject="của tôi")
    a_document(office, State.DISCARDED, subject="đã bỏ")
    a_document(office, State.ARCHIVED, subject="công văn", kind="official_letter")
    a_document(office, State.ARCHIVED, subject="của Tâm", drafter="tam")
    assert subjects(lists.to_copy_from(office.db, minh, "decision")) == ["của tôi"]
    assert subjects(lists.to_copy_from(office.db, tam, "decision")) == ["của Tâm"]
    assert subjects(lists.to_copy_from(office.db, lan, "official_letter")) == ["công văn"]


def test_the_register_shows_every_number_in_order_with_struck_out_ones(office, lan):
    first = a_document(office, State.NUMBERED, subject="nhầm")
    issuing.void_number(office, first.id, "Ghi nhầm", by=lan, now=NOW + timedelta(hours=1))
    a_document(office, State.ARCHIVED, subject="thứ hai", now=NOW + timedelta(hours=2))
    a_document(office, State.NUMBERED, kind="certified_copy", now=NOW + timedelta(hours=3))
    void, second = lists.register_lines(office.db, RegisterPart(Register.OUTGOING, 2026))
    assert (void.number, void.reference, void.subject) == (1, "01/QĐ-UBND", "nhầm")
    assert (void.void_reason, void.dispatched_on) == ("Ghi nhầm", None)
    assert (second.number, second.subject, second.void_reason) == (2, "thứ hai", "")
    assert second.dispatched_on == date(2026, 3, 2)
    assert second.recipients == ("Sở Y tế", "Như trên", "Lưu: VT, VHXH")
    (copy,) = lists.register_lines(office.db, RegisterPart(Register.COPIES, 2026))
    assert copy.reference == "01/SY-UBND"
    assert lists.register_lines(office.db, RegisterPart(Register.OUTGOING, 2025)) == ()
    assert lists.register_years(office.db, Register.OUTGOING) == (2026,)


def test_the_register_can_be_read_between_two_days(office):
    for day in (date(2026, 1, 5), date(2026, 1, 6), date(2026, 2, 1)):
        a_document(office, State.NUMBERED, issued_on=day)
    part = RegisterPart(Register.OUTGOING, 2026, since=date(2026, 1, 6), until=date(2026, 1, 31))
    assert [line.issued_on for line in lists.register_lines(office.db, part)] == [date(2026, 1, 6)]
    assert lists.register_size(office.db, part) == (1, 2, 2)


def test_a_page_of_the_register_is_read_alone_with_what_was_sent(office, lan):
    for _ in range(3):
        a_document(office, State.ARCHIVED)
    with office.db.write():
        for copies in (2, 5):
            office.db.insert(
                "dispatch",
                {
                    "document_id": 2,
                    "recipient": "Sở Y tế",
                    "way": "post",
                    "copies": copies,
                    "sent_on": "2026-03-02",
                    "sent_by": lan.id,
                },
            )
    part = RegisterPart(Register.OUTGOING, 2026)
    (second,) = lists.register_lines(office.db, part, limit=1, offset=1)
    assert (second.number, second.copies) == (2, 7)
    assert lists.register_size(office.db, part) == (3, 1, 3)
    assert lists.register_size(office.db, RegisterPart(Register.OUTGOING, 2025)) == (0, 0, 0)


def test_a_job_that_gave_up_is_on_the_clerks_first_page(office, lan, minh):
    document = a_document(office, State.NUMBERED)
    office.refusals.append(RenderingFault("Mẫu Word bị hỏng.", code="template", permanent=True))
    work(office, NOW + timedelta(hours=1))
    (failed,) = lists.waiting(office.db, lan).failed
    assert (failed.name, failed.message) == ("render_numbered", "Mẫu Word bị hỏng.")
    assert failed.line.id == document.id
    assert lists.waiting(office.db, minh).failed == ()
