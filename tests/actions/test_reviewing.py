"""Trình, rút, trả lại, duyệt: what is approved is what was read."""

from dataclasses import replace
from datetime import timedelta

import pytest

from service.actions import agency as agency_verbs
from service.actions import drafting, reviewing
from service.domain.agency import Signatory
from service.domain.documents import Person
from service.domain.errors import NotAllowed, NotFound, Refused, WrongState
from service.domain.workflow import Role, State
from service.store import agency as agencies
from service.store import documents, events
from tests.builders import NOW, PASSWORD, a_document, some_answers

LATER = NOW + timedelta(hours=1)


@pytest.fixture
def ha(office, quantri, hung):
    """A second leader."""
    person = Person(0, "Bùi Thu Hà", "ha", hung.unit_id, frozenset({Role.SIGNATORY}))
    return agency_verbs.add_person(office, person, PASSWORD, by=quantri, now=NOW)


def verbs(office, document):
    return [event.verb for event in events.of_document(office.db, document.id)]


def submit(office, document, by, **more):
    return reviewing.submit(office, document.id, by=by, now=LATER, **more)


def test_a_paper_goes_to_the_person_of_the_chosen_signatory(office, minh, hung, ha):
    document = submit(office, a_document(office), minh)
    assert (document.state, document.approver_id) == (State.SUBMITTED, hung.id)
    assert document.submitted_at == LATER


def test_a_paper_can_be_sent_to_another_leader(office, minh, ha):
    assert submit(office, a_document(office), minh, approver_id=ha.id).approver_id == ha.id


def test_the_only_leader_need_not_be_named(office, minh, hung):
    document = a_document(office, signatory={"choice": "other", "name": "Ai đó"})
    assert submit(office, document, minh).approver_id == hung.id


def test_nobody_is_guessed_among_two_leaders(office, minh, ha):
    document = a_document(office, signatory={"choice": "other", "name": "Ai đó"})
    with pytest.raises(Refused, match="Chưa rõ trình ai") as no:
        submit(office, document, minh)
    assert no.value.field == "approver"
    assert documents.get(office.db, document.id, minh).state is State.DRAFT


@pytest.mark.parametrize("who", ["minh", "lan"])
def test_only_a_leader_can_be_asked(office, minh, lan, who):
    chosen = {"minh": minh, "lan": lan}[who]
    with pytest.raises(Refused, match="Chưa rõ trình ai"):
        submit(office, a_document(office), minh, approver_id=chosen.id)


def test_a_paper_that_is_not_complete_is_not_submitted(office, minh):
    document = a_document(office, subject="", notation="không đúng")
    with pytest.raises(Refused, match="Chưa trình được") as no:
        submit(office, document, minh)
    assert set(no.value.errors) == {"subject", "notation"}
    assert documents.get(office.db, document.id, minh).state is State.DRAFT


def test_a_copy_without_its_original_is_not_submitted(office, minh):
    document = drafting.create_draft(office, "certified_copy", some_answers(), by=minh, now=NOW)
    with pytest.raises(Refused) as no:
        submit(office, document, minh)
    assert no.value.errors == {"source": "Chưa có tệp PDF của bản cần sao."}


def test_a_second_click_submits_once(office, minh):
    document = a_document(office)
    first = submit(office, document, minh)
    assert submit(office, document, minh) == first
    assert verbs(office, document).count("submit") == 1


def test_a_draft_that_was_saved_meanwhile_is_looked_at_again_first(office, minh):
    document = a_document(office)
    drafting.save_draft(office, document.id, some_answers(body="mới"), 1, by=minh, now=LATER)
    with pytest.raises(WrongState, match="vừa được sửa thêm"):
        submit(office, document, minh, version=1)
    assert submit(office, document, minh, version=2).state is State.SUBMITTED


def test_what_was_sent_is_remembered_for_the_next_form(office, minh):
    assert documents.last_answers(office.db, minh.id, "decision") is None
    document = submit(office, a_document(office, recipients=["Như trên", "Lưu: VT"]), minh)
    assert documents.last_answers(office.db, minh.id, "decision") == document.answers
    assert documents.last_answers(office.db, minh.id, "official_letter") is None


def test_a_returned_paper_is_edited_and_sent_again(office, minh, hung):
    document = a_document(office, State.RETURNED)
    assert document.return_reason == "Xem lại căn cứ"
    drafting.save_draft(office, document.id, some_answers(body="đã sửa"), 1, by=minh, now=LATER)
    again = submit(office, document, minh)
    assert (again.state, again.return_reason) == (State.SUBMITTED, "")
    approved = reviewing.approve(office, document.id, by=hung, now=LATER)
    assert approved.answers["body"] == "đã sửa"


@pytest.mark.parametrize("reason", ["", "  \n "])
def test_a_return_needs_its_reason(office, hung, reason):
    document = a_document(office, State.SUBMITTED)
    with pytest.raises(Refused, match="lý do trả lại") as no:
        reviewing.return_(office, document.id, reason, by=hung, now=LATER)
    assert no.value.field == "reason"


def test_a_withdrawn_paper_is_a_draft_again(office, minh):
    document = a_document(office, State.SUBMITTED)
    first = reviewing.withdraw(office, document.id, by=minh, now=LATER)
    assert first.state is State.DRAFT
    assert reviewing.withdraw(office, document.id, by=minh, now=LATER) == first
    assert verbs(office, document).count("withdraw") == 1


def test_an_approved_paper_cannot_be_withdrawn(office, minh):
    document = a_document(office, State.APPROVED)
    with pytest.raises(WrongState, match="“Đã duyệt”"):
        reviewing.withdraw(office, document.id, by=minh, now=LATER)


def test_only_the_leader_it_was_sent_to_decides(office, hung, ha, lan, minh):
    document = a_document(office, State.SUBMITTED)
    with pytest.raises(NotFound):
        reviewing.approve(office, document.id, by=ha, now=LATER)
    also_clerk = replace(ha, roles=frozenset({Role.SIGNATORY, Role.CLERK}))
    for verb in (
        lambda by: reviewing.approve(office, document.id, by=by, now=LATER),
        lambda by: reviewing.return_(office, document.id, "không", by=by, now=LATER),
    ):
        with pytest.raises(NotAllowed, match="người khác duyệt"):
            verb(also_clerk)
        for by in (lan, minh):
            with pytest.raises(NotAllowed, match="lãnh đạo"):
                verb(by)


def test_only_drafters_submit_and_withdraw(office, lan, hung):
    document = a_document(office, State.SUBMITTED)
    for by in (lan, hung):
        with pytest.raises(NotAllowed):
            submit(office, document, by)
        with pytest.raises(NotAllowed):
            reviewing.withdraw(office, document.id, by=by, now=LATER)


def test_approval_freezes_the_template_and_the_letterhead(office, hung, quantri):
    document = a_document(office, State.APPROVED)
    assert office.files.get(document.template_sha256) == b"Word template of decision.docx"
    before = agencies.load(office.db)
    agency_verbs.save_agency(
        office, replace(before, full_name="Tên mới", symbol="MOI"), by=quantri, now=LATER
    )
    assert documents.frozen_agency(office.db, document.id) == before
    assert documents.get(office.db, document.id, hung).notation == "QĐ-UBND"


def test_a_leader_approves_only_what_he_read(office, minh, hung):
    document = a_document(office, State.SUBMITTED)
    reviewing.withdraw(office, document.id, by=minh, now=LATER)
    drafting.save_draft(office, document.id, some_answers(body="khác"), 1, by=minh, now=LATER)
    submit(office, document, minh)
    with pytest.raises(WrongState, match="vừa được sửa thêm"):
        reviewing.approve(office, document.id, by=hung, now=LATER, version=1)
    assert reviewing.approve(office, document.id, by=hung, now=LATER, version=2)


def test_a_second_click_approves_once(office, hung):
    document = a_document(office, State.APPROVED)
    assert reviewing.approve(office, document.id, by=hung, now=LATER) == document
    assert verbs(office, document).count("approve") == 1


def test_a_draft_cannot_be_approved(office, hung, minh):
    document = a_document(office, State.RETURNED)
    with pytest.raises(WrongState, match="“Trả lại”"):
        reviewing.approve(office, document.id, by=hung, now=LATER)


def test_a_leader_who_left_is_not_asked(office, minh, hung, ha, quantri):
    agency_verbs.save_person(office, replace(hung, active=False), by=quantri, now=NOW)
    with pytest.raises(Refused, match="Chưa rõ trình ai"):
        submit(office, a_document_of(office, minh), minh)
    assert submit(office, a_document_of(office, minh), minh, approver_id=ha.id)


def a_document_of(office, minh):
    return drafting.create_draft(office, "decision", some_answers(), by=minh, now=NOW)


def test_a_signatory_must_be_a_leader(office, quantri, minh):
    with pytest.raises(Refused, match="không có vai trò lãnh đạo"):
        agency_verbs.save_signatory(
            office, Signatory(0, "Minh", "Chuyên viên", person_id=minh.id), by=quantri, now=NOW
        )


def test_the_leader_is_told_that_the_paper_was_taken_back(office, minh, hung, tam):
    document = a_document(office, State.SUBMITTED)
    reviewing.withdraw(office, document.id, by=minh, now=NOW)
    with pytest.raises(NotFound, match="Người soạn đã rút văn bản này về để sửa"):
        reviewing.approve(office, document.id, by=hung, now=NOW)
    with pytest.raises(NotFound, match="không thuộc phạm vi của bạn"):
        documents.get(office.db, document.id, tam)
