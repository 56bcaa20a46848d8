"""Soạn thảo: nothing that was typed is ever lost."""

from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest

from service.actions import agency, copying, drafting
from service.domain.documents import FileRole, Person
from service.domain.errors import EditConflict, NotAllowed, NotFound, Refused, WrongState
from service.domain.workflow import Role, State
from service.store import documents, events, lists
from tests.builders import NOW, a_document, person_of, some_answers
from tests.rendering import files

LATER = NOW + timedelta(minutes=5)
TRUST = {"trust_folder": Path("/nonexistent")}


@pytest.fixture
def binh(office, quantri, minh):
    """Another drafter of Minh's unit."""
    person = Person(0, "Vũ Bình", "binh", minh.unit_id, frozenset({Role.DRAFTER}))
    return agency.add_person(office, person, "mật khẩu của Bình", by=quantri, now=NOW)


def verbs(office, document):
    return [event.verb for event in events.of_document(office.db, document.id)]


def test_a_draft_keeps_the_answers_and_knows_its_subject_and_notation(office, minh):
    answers = some_answers(subject="  Về  việc\tthử ")
    document = drafting.create_draft(office, "official_letter", answers, by=minh, now=NOW)
    assert document.answers == answers
    assert (document.subject, document.notation) == ("Về việc thử", "UBND-VHXH")
    assert (document.state, document.version, document.unit_id) == (State.DRAFT, 1, minh.unit_id)
    assert (document.signatory_id, document.signer_name) == (1, "Phạm Quốc Hùng")
    assert document.reference == ""


def test_a_typed_notation_and_a_typed_signer_win(office, minh):
    answers = some_answers(
        notation="QĐ-UBND-VX", signatory={"choice": "other", "name": "Đỗ Thị Kim"}
    )
    document = drafting.create_draft(office, "decision", answers, by=minh, now=NOW)
    assert document.notation == "QĐ-UBND-VX"
    assert (document.signatory_id, document.signer_name) == (None, "Đỗ Thị Kim")


def test_answers_are_kept_in_one_spelling(office, minh):
    decomposed = "Ho\u0300a Bi\u0300nh"
    document = a_document(office, subject=decomposed, body=decomposed)
    assert document.subject == document.answers["body"] == "Hòa Bình"


def test_an_unknown_kind_is_not_found(office, minh):
    with pytest.raises(NotFound, match="Không có loại văn bản"):
        drafting.create_draft(office, "poem", {}, by=minh, now=NOW)


@pytest.mark.parametrize("login", ["lan", "hung", "quantri"])
def test_only_drafters_draft(office, login):
    by = person_of(office.db, login)
    with pytest.raises(NotAllowed, match="chuyên viên"):
        drafting.create_draft(office, "decision", some_answers(), by=by, now=NOW)
    document = a_document(office)
    for verb in (
        lambda: drafting.save_draft(office, document.id, {}, 1, by=by, now=NOW),
        lambda: drafting.discard(office, document.id, by=by, now=NOW),
        lambda: drafting.copy_as_new(office, document.id, by=by, now=NOW),
        lambda: copying.attach_source(
            office, document.id, b"%PDF", "a.pdf", **TRUST, by=by, now=NOW
        ),
    ):
        with pytest.raises(NotAllowed):
            verb()


def test_whoever_left_the_office_does_nothing(office, minh):
    gone = replace(minh, active=False)
    with pytest.raises(NotAllowed, match="ngừng hoạt động"):
        drafting.create_draft(office, "decision", some_answers(), by=gone, now=NOW)


def test_a_drafter_of_another_unit_cannot_touch_a_draft(office, tam):
    document = a_document(office)
    for verb in (
        lambda: drafting.save_draft(office, document.id, {}, 1, by=tam, now=NOW),
        lambda: drafting.discard(office, document.id, by=tam, now=NOW),
        lambda: drafting.copy_as_new(office, document.id, by=tam, now=NOW),
    ):
        with pytest.raises(NotFound):
            verb()
    assert documents.side_copies(office.db, document.id) == ()


def test_saving_raises_the_version(office, minh):
    document = a_document(office)
    saved = drafting.save_draft(
        office, document.id, some_answers(body="mới"), document.version, by=minh, now=LATER
    )
    assert (saved.version, saved.answers["body"]) == (2, "mới")
    assert (saved.updated_by, saved.updated_at) == (minh.id, LATER)


def test_savings_close_together_are_one_line_of_the_history(office, minh, binh):
    document = a_document(office)
    moments = [NOW + timedelta(minutes=minutes) for minutes in (1, 2, 45, 46)]
    for version, moment in enumerate(moments, 1):
        drafting.save_draft(
            office, document.id, some_answers(body=str(version)), version, by=minh, now=moment
        )
    drafting.save_draft(office, document.id, some_answers(body="x"), 5, by=binh, now=moments[-1])
    assert verbs(office, document) == ["create_draft", "save_draft", "save_draft"]


def test_two_people_editing_one_draft_lose_nothing(office, minh, binh):
    document = a_document(office)
    drafting.save_draft(office, document.id, some_answers(body="của Minh"), 1, by=minh, now=LATER)
    with pytest.raises(EditConflict, match="Trần Văn Minh đã lưu bản khác lúc 09:05") as no:
        drafting.save_draft(
            office, document.id, some_answers(body="của Bình"), 1, by=binh, now=LATER
        )
    assert no.value.version == 2
    stored = documents.get(office.db, document.id, minh)
    assert stored.answers["body"] == "của Minh"
    copy = drafting.side_copy(office.db, document.id, binh)
    assert (copy.answers["body"], copy.base_version, copy.person_name) == (
        "của Bình",
        1,
        "Vũ Bình",
    )


def test_keeping_mine_keeps_theirs_beside_it(office, minh, binh):
    document = a_document(office)
    drafting.save_draft(office, document.id, some_answers(body="của Minh"), 1, by=minh, now=LATER)
    with pytest.raises(EditConflict):
        drafting.save_draft(
            office, document.id, some_answers(body="của Bình"), 1, by=binh, now=LATER
        )
    kept = drafting.resolve_side_copy(office, document.id, keep_mine=True, by=binh, now=LATER)
    assert (kept.answers["body"], kept.version) == ("của Bình", 3)
    assert drafting.side_copy(office.db, document.id, binh) is None
    assert drafting.side_copy(office.db, document.id, minh).answers["body"] == "của Minh"


def test_keeping_theirs_drops_only_mine(office, minh, binh):
    document = a_document(office)
    drafting.save_draft(office, document.id, some_answers(body="của Minh"), 1, by=minh, now=LATER)
    with pytest.raises(EditConflict):
        drafting.save_draft(
            office, document.id, some_answers(body="của Bình"), 1, by=binh, now=LATER
        )
    kept = drafting.resolve_side_copy(office, document.id, keep_mine=False, by=binh, now=LATER)
    assert (kept.answers["body"], kept.version) == ("của Minh", 2)
    with pytest.raises(NotFound, match="Không còn bản sửa"):
        drafting.resolve_side_copy(office, document.id, keep_mine=True, by=binh, now=LATER)


def test_the_same_post_twice_is_no_conflict(office, minh):
    document = a_document(office)
    answers = some_answers(body="gửi hai lần")
    first = drafting.save_draft(office, document.id, answers, 1, by=minh, now=LATER)
    again = drafting.save_draft(office, document.id, answers, 1, by=minh, now=LATER)
    assert again == first
    assert documents.side_copies(office.db, document.id) == ()


def test_one_s_own_other_window_is_named(office, minh):
    document = a_document(office)
    drafting.save_draft(office, document.id, some_answers(body="a"), 1, by=minh, now=LATER)
    with pytest.raises(EditConflict, match="Chính bạn"):
        drafting.save_draft(office, document.id, some_answers(body="b"), 1, by=minh, now=LATER)


def test_typing_on_while_a_colleague_submits_loses_nothing(office, minh, binh):
    document = a_document(office, State.SUBMITTED)
    with pytest.raises(EditConflict, match="đang ở trạng thái “Đang trình”"):
        drafting.save_draft(office, document.id, some_answers(body="x"), 1, by=binh, now=LATER)
    assert drafting.side_copy(office.db, document.id, binh).answers["body"] == "x"
    assert documents.get(office.db, document.id, minh).version == 1
    with pytest.raises(WrongState):
        drafting.resolve_side_copy(office, document.id, keep_mine=True, by=binh, now=LATER)
    assert drafting.side_copy(office.db, document.id, binh) is not None


def test_a_body_of_two_megabytes_is_kept_and_a_larger_one_refused(office, minh):
    document = a_document(office)
    two = "đ" * 1_000_000
    saved = drafting.save_draft(office, document.id, some_answers(body=two), 1, by=minh, now=LATER)
    assert saved.answers["body"] == two
    with pytest.raises(Refused, match="quá dài"):
        drafting.save_draft(office, document.id, some_answers(body=two * 3), 2, by=minh, now=LATER)
    assert documents.get(office.db, document.id, minh).answers["body"] == two


@pytest.mark.parametrize(
    "text", ["<b>&amp;{{ x }}{% y %}", "'; DROP TABLE document; --", "\\u0000 \\n", "🙂 Ệ"]
)
def test_odd_text_comes_back_as_it_was(office, minh, text):
    document = a_document(office, body=text, subject=text)
    assert documents.get(office.db, document.id, minh).answers["body"] == text


def test_a_draft_is_discarded_once_and_stays_in_the_database(office, minh):
    document = a_document(office)
    first = drafting.discard(office, document.id, by=minh, now=LATER)
    again = drafting.discard(office, document.id, by=minh, now=LATER)
    assert first == again
    assert first.state is State.DISCARDED
    assert verbs(office, document).count("discard") == 1
    with pytest.raises(EditConflict, match="Đã bỏ"):
        drafting.save_draft(office, document.id, some_answers(body="x"), 1, by=minh, now=LATER)


@pytest.mark.parametrize("state", [State.SUBMITTED, State.APPROVED, State.ISSUED])
def test_only_a_draft_can_be_discarded(office, minh, state):
    document = a_document(office, state)
    with pytest.raises(WrongState, match="hãy tải lại trang"):
        drafting.discard(office, document.id, by=minh, now=LATER)


def test_an_earlier_paper_is_the_start_of_a_new_one(office, minh):
    earlier = a_document(office, State.ARCHIVED, body="nội dung cũ")
    copy = drafting.copy_as_new(office, earlier.id, by=minh, now=LATER)
    assert copy.answers == earlier.answers
    assert (copy.state, copy.version, copy.copied_from) == (State.DRAFT, 1, earlier.id)
    assert (copy.number, copy.approved_at, copy.template_sha256) == (None, None, None)
    assert events.of_document(office.db, copy.id)[0].detail == {"source": earlier.id}
    assert lists.waiting(office.db, minh).drafts[0].id == copy.id


@pytest.fixture
def a_pdf():
    return files.page_pdf()


def test_a_source_is_attached_as_revisions_and_kept_out_of_paths(office, minh, a_pdf):
    document = a_document(office, kind="certified_copy")
    copying.attach_source(
        office, document.id, a_pdf, "../../a/Bản gốc.pdf", **TRUST, by=minh, now=LATER
    )
    newest = documents.current_file(office.db, document.id, FileRole.SOURCE)
    assert (newest.name, newest.revision, newest.size) == ("Bản gốc.pdf", 2, len(a_pdf))
    assert office.files.get(newest.sha256) == a_pdf


@pytest.mark.parametrize("data", [b"", b"not a PDF", b"%PDF-1.7 broken", b"PK\x03\x04"])
def test_a_source_that_is_no_pdf_is_refused_and_not_kept(office, minh, data):
    document = a_document(office, kind="certified_copy")
    stored = set(office.files.stored())
    with pytest.raises(Refused):
        copying.attach_source(office, document.id, data, "a.pdf", **TRUST, by=minh, now=LATER)
    assert set(office.files.stored()) == stored


def test_a_kind_without_a_source_takes_none_and_a_submitted_one_neither(office, minh, a_pdf):
    document = a_document(office)
    with pytest.raises(Refused, match="không có bản cần sao"):
        copying.attach_source(office, document.id, a_pdf, "a.pdf", **TRUST, by=minh, now=LATER)
    copy = a_document(office, State.SUBMITTED, kind="certified_copy")
    with pytest.raises(WrongState):
        copying.attach_source(office, copy.id, a_pdf, "a.pdf", **TRUST, by=minh, now=LATER)
