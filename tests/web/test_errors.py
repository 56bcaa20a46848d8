"""Every way things go wrong ends in a Vietnamese page that says what to do."""

import contextlib
import json
import re
from pathlib import Path

from service.domain.documents import FileRole
from service.rendering.pdf import ColdOffice
from service.store import documents
from service.store.db import open_database
from tests.builders import a_document, work
from tests.web.test_drafting import autosave, preview


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


def test_a_missing_file_of_the_archive_is_an_alarm(office, as_lan, clock):
    document = a_document(office, "numbered", kind="official_letter")
    work(office, clock())
    file = documents.current_file(office.db, document.id, FileRole.PDF)
    office.files.path(file.sha256).unlink()
    page = as_lan.open(f"/documents/{document.id}/files/pdf/1", status=500)
    assert page.h1 == "Tệp lưu trữ có vấn đề"
    assert "hãy báo quản trị ngay" in page.main


def test_a_busy_database_says_so_and_when_to_try_again(office, as_lan, tmp_path):
    document = a_document(office, "approved", kind="official_letter")
    as_lan.open(f"/documents/{document.id}/number")
    office.db.connection.conn.execute("PRAGMA busy_timeout = 50")
    other = open_database(office.settings.database)
    with other.write():
        page = as_lan.press("Cấp số", status=503)
    other.close()
    assert page.h1 == "Máy chủ đang bận"
    assert page.response.headers["Retry-After"]
    assert documents.get_for_office(office.db, document.id).number is None


def broken_table(office, name):
    """Take a table away as a fault of ours would, until the block ends."""
    conn = office.db.connection.conn

    @contextlib.contextmanager
    def broken():
        conn.execute("PRAGMA legacy_alter_table = 1")
        conn.execute(f"ALTER TABLE {name} RENAME TO {name}_gone")
        yield
        conn.execute(f"ALTER TABLE {name}_gone RENAME TO {name}")

    return broken()


def test_a_fault_gives_an_id_that_stands_in_the_log(office, as_lan, caplog):
    with broken_table(office, "job"):
        page = as_lan.open("/", status=500)
    ident = re.search(r"mã ([0-9A-F]{8})", page.main)[1]
    assert ident in caplog.text
    assert "no such table" in caplog.text
    assert "no such table" not in page.html


def test_what_was_typed_before_a_fault_comes_back(office, as_minh):
    document = a_document(office, kind="official_letter")
    as_minh.open(f"/documents/{document.id}/edit")
    with broken_table(office, "event"):
        as_minh.press("Lưu bản thảo", status=500, subject="gõ đã lâu")
    page = as_minh.follow("mở lại trang đang gõ")
    assert page.value("subject") == "gõ đã lâu"


def test_a_full_disk_keeps_the_typed_text_on_the_page(office, as_minh):
    document = a_document(office, kind="official_letter", subject="ban đầu")
    as_minh.open(f"/documents/{document.id}/edit")
    conn = office.db.connection.conn
    (pages,) = conn.execute("PRAGMA page_count").fetchone()
    conn.execute(f"PRAGMA max_page_count = {pages}")
    long = "Một đoạn. " * 10_000
    page = as_minh.press("Lưu bản thảo", status=507, subject="gõ khi đĩa đầy", body=long)
    assert "Ổ đĩa đã đầy" in page.errors[""]
    assert page.value("subject") == "gõ khi đĩa đầy"
    assert documents.get_for_office(office.db, document.id).subject == "ban đầu"
    conn.execute("PRAGMA max_page_count = 1000000")
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


def test_scripts_get_their_errors_as_json(office, as_minh, tmp_path):
    document = a_document(office, kind="official_letter")
    page = as_minh.open(f"/documents/{document.id}/edit")
    fields = page.fields_of(page.one("draft"))
    office.converter = ColdOffice(Path("/bin/false"), tmp_path)
    answer = preview(as_minh, document, fields)
    assert answer.status_code == 500
    assert json.loads(answer.data)["error"]
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
