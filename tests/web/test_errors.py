"""Every way things go wrong ends in a Vietnamese page that says what to do."""

import json
import re

import pytest

from service.domain.errors import ArchiveDamaged, Busy, RenderingFault, StorageFault
from service.store import documents
from tests.builders import a_document
from tests.web.test_drafting import autosave, preview
from tests.web.test_papers import raising


def test_an_unknown_address_says_so(visitor, as_minh):
    assert as_minh.open("/khong-co", status=404).h1 == "Không tìm thấy trang"
    assert visitor.open("/khong-co", status=404).h1 == "Không tìm thấy trang"


def test_an_address_for_buttons_only_says_so(as_hung):
    page = as_hung.open("/documents/1/approval", status=405)
    assert page.h1 == "Không mở được như thế"
    assert page.response.headers["Allow"].split(", ").count("POST")


def test_a_page_for_another_role_names_the_role(as_minh):
    page = as_minh.open("/administration/people", status=403)
    assert "dành cho vai trò Quản trị" in page.main


@pytest.mark.parametrize(
    ("error", "status", "sentence"),
    [
        (Busy("Đang bận."), 503, "Đang bận."),
        (StorageFault("Ổ đĩa đã đầy."), 507, "Ổ đĩa đã đầy."),
        (ArchiveDamaged("Thiếu một tệp."), 500, "Thiếu một tệp."),
        (RenderingFault("Thiếu phông.", code="x", permanent=True), 500, "Thiếu phông."),
    ],
)
def test_a_refusal_of_the_core_becomes_a_page(office, as_lan, monkeypatch, error, status, sentence):
    document = a_document(office, "numbered", kind="official_letter")
    as_lan.open(f"/documents/{document.id}")
    monkeypatch.setattr("service.actions.files.documents.get", raising(error))
    page = as_lan.open(f"/documents/{document.id}/files/pdf/1", status=status)
    assert sentence in page.main
    assert ("Retry-After" in page.response.headers) == (status == 503)


def test_a_fault_gives_an_id_that_stands_in_the_log(office, as_lan, monkeypatch, caplog):
    monkeypatch.setattr("service.store.lists.waiting", raising(ZeroDivisionError("secret")))
    page = as_lan.open("/", status=500)
    ident = re.search(r"mã ([0-9A-F]{8})", page.main)[1]
    assert ident in caplog.text
    assert "secret" not in page.html
    assert "ZeroDivisionError" in caplog.text


def test_what_was_typed_before_a_fault_comes_back(office, as_minh, monkeypatch):
    document = a_document(office, kind="official_letter")
    as_minh.open(f"/documents/{document.id}/edit")
    with monkeypatch.context() as broken:
        broken.setattr("service.actions.drafting.save_draft", raising(ZeroDivisionError()))
        as_minh.press("Lưu bản thảo", status=500, subject="gõ đã lâu")
    page = as_minh.follow("mở lại trang đang gõ")
    assert page.value("subject") == "gõ đã lâu"


def test_a_full_disk_keeps_the_typed_text_on_the_page(office, as_minh, monkeypatch):
    document = a_document(office, kind="official_letter", subject="ban đầu")
    as_minh.open(f"/documents/{document.id}/edit")
    full = StorageFault("Ổ đĩa đã đầy nên chưa ghi được gì.")
    with monkeypatch.context() as broken:
        broken.setattr("service.actions.drafting.save_draft", raising(full))
        page = as_minh.press("Lưu bản thảo", status=507, subject="gõ khi đĩa đầy")
    assert page.errors == {"": "Ổ đĩa đã đầy nên chưa ghi được gì."}
    assert page.value("subject") == "gõ khi đĩa đầy"
    assert documents.get_for_office(office.db, document.id).subject == "ban đầu"
    as_minh.press("Lưu bản thảo")
    assert documents.get_for_office(office.db, document.id).subject == "gõ khi đĩa đầy"


def test_a_really_read_only_database_is_a_sentence(office, as_minh):
    document = a_document(office, kind="official_letter")
    as_minh.open(f"/documents/{document.id}/edit")
    read_only(office, True)
    page = as_minh.press("Lưu bản thảo", status=507, subject="chỉ đọc")
    assert "chỉ cho đọc" in page.main
    assert page.value("subject") == "chỉ đọc"
    read_only(office, False)


def read_only(office, on):
    office.db.connection.conn.execute(f"PRAGMA query_only = {int(on)}")


def test_scripts_get_their_errors_as_json(office, as_minh):
    document = a_document(office, kind="official_letter")
    page = as_minh.open(f"/documents/{document.id}/edit")
    fields = page.fields_of(page.one("draft"))
    office.render = raising(Busy("Đang tạo nhiều tệp cùng lúc."))
    answer = preview(as_minh, document, fields)
    assert answer.status_code == 503
    assert json.loads(answer.data)["error"] == "Đang tạo nhiều tệp cùng lúc."
    assert answer.headers["Retry-After"]
    del fields["csrf_token"]
    assert autosave(as_minh, document, fields).status_code == 401


def test_every_answer_is_guarded_and_private_pages_are_never_stored(as_minh, visitor):
    for browser, path in ((visitor, "/sign-in"), (as_minh, "/"), (as_minh, "/khong-co")):
        headers = browser.client.get(path).headers
        policy = headers["Content-Security-Policy"]
        assert "default-src 'none'" in policy
        assert "unsafe" not in policy
        assert headers["X-Content-Type-Options"] == "nosniff"
        assert headers["X-Frame-Options"] == "DENY"
        assert headers["Cache-Control"] == "no-store"
        assert headers["Referrer-Policy"] == "same-origin"


def test_style_sheets_may_be_kept_and_are_asked_for_again(visitor):
    with visitor.client.get("/static/office.css") as response:
        assert response.headers["Cache-Control"] == "no-cache"
        assert response.headers["ETag"]


def test_no_page_loads_anything_from_elsewhere(as_minh):
    page = as_minh.open("/")
    for element in page.all("link", "script", "img"):
        address = element.get("href") or element.get("src")
        assert address.startswith("/"), address
