"""Two people editing one draft, sessions that end while typing: nothing typed is lost."""

import pytest

from service.store import documents
from tests.builders import PASSWORD, a_document, person_of
from tests.web.test_drafting import autosave


@pytest.fixture
def hoa(office, enter):
    """A colleague of Minh's: Tâm, moved to his unit."""
    with office.db.write():
        unit = person_of(office.db, "minh").unit_id
        office.db.execute("UPDATE person SET unit_id = :unit WHERE login = 'tam'", {"unit": unit})
    return enter("tam")


@pytest.fixture
def draft(office):
    return a_document(office, kind="official_letter", subject="ban đầu")


def test_the_second_to_save_is_told_who_was_first_and_both_texts_stay(office, as_minh, hoa, draft):
    as_minh.open(f"/documents/{draft.id}/edit")
    hoa.open(f"/documents/{draft.id}/edit")
    hoa.press("Lưu bản thảo", subject="của Tâm")
    page = as_minh.press("Lưu bản thảo", subject="của Minh")
    assert page.h1 == "Hai người cùng sửa một bản thảo"
    assert "Lê Thị Tâm đã lưu" in page.main
    assert "của Minh" in page.main
    assert "của Tâm" in page.main
    assert documents.get_for_office(office.db, draft.id).subject == "của Tâm"


def test_keeping_mine_keeps_theirs_beside(office, as_minh, hoa, draft):
    as_minh.open(f"/documents/{draft.id}/edit")
    hoa.open(f"/documents/{draft.id}/edit")
    hoa.press("Lưu bản thảo", subject="của Tâm")
    as_minh.press("Lưu bản thảo", subject="của Minh")
    page = as_minh.press("Giữ bản của tôi")
    assert page.value("subject") == "của Minh"
    page = hoa.open(f"/documents/{draft.id}/edit")
    assert "được giữ riêng" in page.main
    assert "của Tâm" in hoa.follow("Xem và chọn giữ bản nào").main


def test_using_theirs_drops_mine(office, as_minh, hoa, draft):
    as_minh.open(f"/documents/{draft.id}/edit")
    hoa.open(f"/documents/{draft.id}/edit")
    hoa.press("Lưu bản thảo", subject="của Tâm")
    as_minh.press("Lưu bản thảo", subject="của Minh")
    page = as_minh.press("Dùng bản của Lê Thị Tâm")
    assert page.value("subject") == "của Tâm"
    assert not documents.side_copies(office.db, draft.id)


def test_autosave_over_another_version_is_refused_and_kept(office, as_minh, hoa, draft):
    page = as_minh.open(f"/documents/{draft.id}/edit")
    fields = page.fields_of(page.one("draft"))
    hoa.open(f"/documents/{draft.id}/edit")
    hoa.press("Lưu bản thảo", subject="của Tâm")
    fields["subject"] = "của Minh"
    answer = autosave(as_minh, draft, fields)
    assert answer.status_code == 409
    assert "Lê Thị Tâm đã lưu bản khác" in answer.json["error"]
    assert "của Minh" in as_minh.open(f"/documents/{draft.id}/conflict").main


def test_typing_over_a_paper_that_was_submitted_meanwhile_is_kept(office, as_minh, hoa, draft):
    as_minh.open(f"/documents/{draft.id}/edit")
    hoa.open(f"/documents/{draft.id}/edit")
    hoa.press("Trình duyệt")
    page = as_minh.press("Lưu bản thảo", subject="gõ sau khi trình")
    assert "gõ sau khi trình" in page.main
    assert "Giữ bản của tôi" not in page.buttons


def forget_session(browser):
    with browser.client.session_transaction() as session:
        session.clear()


def test_a_form_posted_after_the_session_ended_comes_back_after_signing_in(office, as_minh, draft):
    as_minh.open(f"/documents/{draft.id}/edit")
    forget_session(as_minh)
    page = as_minh.press("Lưu bản thảo", subject="gõ rất lâu", at={"addressees-0": "Công an xã"})
    assert page.h1 == "Đăng nhập"
    assert "đã được giữ lại" in page.main
    page = as_minh.press("Đăng nhập", login="minh", password=PASSWORD)
    assert page.path == f"/documents/{draft.id}/edit"
    assert page.value("subject") == "gõ rất lâu"
    assert page.value("addressees-0") == "Công an xã"
    assert documents.get_for_office(office.db, draft.id).subject == "ban đầu", "not saved unseen"
    as_minh.press("Lưu bản thảo")
    assert documents.get_for_office(office.db, draft.id).subject == "gõ rất lâu"


def test_a_held_form_is_given_to_nobody_else(office, as_minh, hoa, draft, app):
    as_minh.open(f"/documents/{draft.id}/edit")
    forget_session(as_minh)
    as_minh.press("Lưu bản thảo", subject="của riêng Minh")
    page = as_minh.press("Đăng nhập", login="tam", password=PASSWORD)
    assert "của riêng Minh" not in page.html
    assert page.value("subject") == "ban đầu"


def test_a_form_of_another_sign_in_is_held_too(office, as_minh, draft):
    as_minh.open(f"/documents/{draft.id}/edit")
    with as_minh.client.session_transaction() as session:
        session["csrf_token"] = "0" * 40  # as after signing in again in another window
    page = as_minh.press("Lưu bản thảo", subject="cửa sổ cũ")
    assert page.path == f"/documents/{draft.id}/edit"
    assert page.value("subject") == "cửa sổ cũ"
    as_minh.press("Lưu bản thảo")
    assert documents.get_for_office(office.db, draft.id).subject == "cửa sổ cũ"


def test_a_post_from_another_site_is_refused_and_nothing_of_it_kept(office, as_minh, draft):
    for data in ({"subject": "kẻ lạ"}, {"subject": "kẻ lạ", "_owner": "1.abc"}):
        response = as_minh.client.post(f"/documents/{draft.id}/edit", data=data)
        assert response.status_code == 400
        assert "Trang đã cũ" in response.get_data(as_text=True)
    assert documents.get_for_office(office.db, draft.id).subject == "ban đầu"
    assert office.db.one("SELECT COUNT(*) AS n FROM held_form")["n"] == 0


def test_a_script_gets_a_fresh_token_only_for_who_is_signed_in(as_minh, visitor):
    assert as_minh.client.get("/token").json["person"] == 3
    answer = visitor.client.get("/token", headers={"Accept": "application/json"})
    assert answer.status_code == 401
    assert "Phiên làm việc đã hết" in answer.json["error"]


def test_the_back_button_after_sending_finds_the_state_not_a_second_form(office, as_minh, draft):
    as_minh.open(f"/documents/{draft.id}/edit")
    kept = as_minh.page
    as_minh.press("Trình duyệt")
    as_minh.page = kept
    page = as_minh.press("Trình duyệt", subject="lần hai")
    assert "việc này cần" in page.text, "it says what happened"
    assert "lần hai" in page.main, "and keeps what was typed"
    assert documents.get_for_office(office.db, draft.id).subject == "ban đầu"


def test_a_second_window_of_one_s_own_is_not_called_another_person(office, as_minh, draft):
    page = as_minh.open(f"/documents/{draft.id}/edit")
    fields = page.fields_of(page.one("draft"))
    autosave(as_minh, draft, {**fields, "subject": "cửa sổ một"})
    page = as_minh.press("Lưu bản thảo", subject="cửa sổ hai")
    assert page.h1 == "Bản thảo mở ở hai cửa sổ"
    assert "Trần Văn Minh đã lưu" not in page.main
    assert as_minh.press("Dùng bản đã lưu ở cửa sổ khác").value("subject") == "cửa sổ một"
