"""Choosing a kind, typing, saving, and what the page does with it."""

from datetime import timedelta

from service.store import documents, events
from tests.builders import NOW, a_document, person_of

BODY = "Trong thời gian qua, công tác cai nghiện ma túy đạt một số kết quả."


def stored(office, browser):
    """The paper whose page the browser shows."""
    number = int(browser.page.path.split("/")[2])
    return documents.get_for_office(office.db, number)


def test_a_new_letter_starts_with_what_the_office_knows(office, as_minh):
    page = as_minh.open("/documents/new")
    assert "Soạn công văn mới" in page.buttons
    page = as_minh.press("Soạn công văn mới")
    assert page.h1 == "Công văn: bản thảo mới"
    document = stored(office, as_minh)
    assert document.answers["unit"] == "VHXH"
    assert document.answers["recipients"][-1] == "Lưu: VT, VHXH."
    assert document.answers["signatory"]["choice"] == "1"


def test_every_kind_can_be_started_and_its_page_holds(office, as_minh):
    for kind in office.kinds:
        as_minh.open("/documents/new")
        page = as_minh.press(f"Soạn {kind.name.lower()} mới")
        assert page.h1 == f"{kind.name}: bản thảo mới"
        shown = {control.get("name") for control in page.all("input", "textarea", "select")}
        for section in kind.form.SECTIONS:
            for name in section.fields:
                assert any(one and one.split("-")[0] == name for one in shown) or name == "annexes"


def test_saving_keeps_every_word_and_says_when(office, as_minh):
    as_minh.open("/documents/new")
    as_minh.press("Soạn công văn mới")
    page = as_minh.press(
        "Lưu bản thảo",
        subject="  triển khai công tác <cai nghiện> & quản lý  ",
        body=BODY,
        at={"addressees-0": "Các trưởng thôn"},
    )
    assert "Đã lưu lúc 10:00." in page.text
    document = stored(office, as_minh)
    assert document.subject == "triển khai công tác <cai nghiện> & quản lý"
    assert page.value("subject") == "triển khai công tác <cai nghiện> & quản lý"
    assert "".join(page.one("body").itertext()).strip() == BODY


def test_a_half_done_draft_may_be_saved_but_not_sent(office, as_minh):
    as_minh.open("/documents/new")
    as_minh.press("Soạn công văn mới")
    assert not as_minh.press("Lưu bản thảo").errors
    page = as_minh.press("Trình duyệt", status=422, body=BODY)
    assert set(page.errors) == {"subject", "addressees"}
    assert page.one("subject").get("aria-invalid") == "true"
    described = page.one("subject").get("aria-describedby").split()
    assert "subject-error" in described
    assert stored(office, as_minh).answers["body"] == BODY, "what was typed was saved"
    page = as_minh.press("Lưu bản thảo", subject="sửa xong")
    assert page.h1 == "Công văn: sửa xong", "the page named the version that was saved"


def test_sending_leads_to_the_paper_that_waits_for_the_leader(office, as_minh):
    document = a_document(office, kind="official_letter")
    as_minh.open(f"/documents/{document.id}/edit")
    page = as_minh.press("Trình duyệt")
    assert page.path == f"/documents/{document.id}"
    assert "Đang chờ Phạm Quốc Hùng duyệt" in page.main
    current = [item for item in page.all("li") if item.get("aria-current") == "step"]
    assert "".join(current[0].itertext()).strip() == "Trình"


def test_rows_are_added_removed_and_moved_without_a_script(as_minh, office):
    document = a_document(office, kind="official_letter", addressees=["Một", "Hai"])
    as_minh.open(f"/documents/{document.id}/edit")
    page = as_minh.press("+ Thêm nơi kính gửi", at={"addressees-1": "Hai sửa"})
    assert values(page, "addressees") == ["Một", "Hai sửa", ""]
    page = as_minh.press("Chuyển Kính gửi, dòng 2 lên", at={"addressees-2": "Ba"})
    assert values(page, "addressees") == ["Hai sửa", "Một", "Ba"]
    page = as_minh.press("Bỏ Kính gửi, dòng 1")
    assert values(page, "addressees") == ["Một", "Ba"]
    as_minh.press("Lưu bản thảo")
    saved = documents.get_for_office(office.db, document.id)
    assert saved.answers["addressees"] == ["Một", "Ba"]


def values(page, name):
    found = []
    while any(e.get("id") == f"{name}-{len(found)}" for e in page.all("input", "textarea")):
        found.append(page.value(f"{name}-{len(found)}"))
    return found


def test_the_enter_key_saves_and_does_not_move_a_row(as_minh, office):
    document = a_document(office, kind="official_letter")
    page = as_minh.open(f"/documents/{document.id}/edit")
    form = page.one("draft")
    first = next(b for b in form.iter("button"))
    assert (first.get("name"), first.get("value")) == ("do", "save")


def test_autosave_answers_the_new_version_and_the_time(as_minh, office, clock):
    document = a_document(office, kind="official_letter")
    page = as_minh.open(f"/documents/{document.id}/edit")
    fields = page.fields_of(page.one("draft"))
    fields["subject"] = "đã sửa"
    clock.forward(minutes=32)
    answer = autosave(as_minh, document, fields)
    assert answer.json == {"version": document.version + 1, "saved_at": "10:32"}
    assert documents.get_for_office(office.db, document.id).subject == "đã sửa"


def autosave(browser, document, fields):
    return browser.client.post(
        f"/documents/{document.id}/autosave",
        data=fields,
        headers={"Accept": "application/json"},
    )


def test_many_autosaves_are_one_line_of_the_history(as_minh, office):
    document = a_document(office, kind="official_letter")
    page = as_minh.open(f"/documents/{document.id}/edit")
    fields = page.fields_of(page.one("draft"))
    for count in range(5):
        fields["subject"] = f"sửa lần {count}"
        fields["_version"] = str(autosave(as_minh, document, fields).json["version"] - 0)
    assert len(events.of_document(office.db, document.id)) <= 2


def test_the_preview_follows_what_is_typed_without_saving_it(as_minh, office):
    document = a_document(office, kind="official_letter")
    page = as_minh.open(f"/documents/{document.id}/edit")
    fields = page.fields_of(page.one("draft"))
    first = preview(as_minh, document, fields).json["pages"]
    assert len(first) == 1
    image = as_minh.client.get(first[0])
    assert image.mimetype == "image/png"
    assert image.data.startswith(b"\x89PNG")
    fields["body"] = "\n".join(["Một đoạn dài."] * 120)
    second = preview(as_minh, document, fields).json["pages"]
    assert len(second) > 1
    assert second[0] != first[0]
    assert documents.get_for_office(office.db, document.id).version == document.version


def preview(browser, document, fields):
    return browser.client.post(
        f"/documents/{document.id}/preview", data=fields, headers={"Accept": "application/json"}
    )


def test_a_page_picture_is_only_for_who_may_see_the_paper(as_minh, enter, office):
    document = a_document(office, kind="official_letter")
    page = as_minh.open(f"/documents/{document.id}/edit?preview=1")
    picture = page.one("preview-pages").find("img").get("src")
    assert as_minh.client.get(picture).status_code == 200
    for other in ("tam", "lan", "hung"):
        assert enter(other).client.get(picture).status_code == 404


def test_the_key_of_one_paper_opens_no_page_of_another(as_minh, enter, office):
    seen = a_document(office, kind="official_letter")
    page = as_minh.open(f"/documents/{seen.id}/edit?preview=1")
    picture = page.one("preview-pages").find("img").get("src")
    own = a_document(office, kind="official_letter", drafter="tam")
    stolen = picture.replace(f"/documents/{seen.id}/", f"/documents/{own.id}/")
    assert enter("tam").client.get(stolen).status_code == 404


def test_without_a_script_a_button_shows_the_preview(as_minh, office):
    document = a_document(office, kind="official_letter")
    as_minh.open(f"/documents/{document.id}/edit")
    page = as_minh.press("Xem trước", subject="đã gõ thêm")
    assert page.one("preview-pages").findall("img")
    assert documents.get_for_office(office.db, document.id).subject == "đã gõ thêm"


def test_a_new_paper_takes_over_what_was_sent_last_time(office, as_minh):
    document = a_document(office, kind="official_letter", recipients=["Như trên;", "Lưu: VT, X."])
    as_minh.open(f"/documents/{document.id}/edit")
    as_minh.press("Trình duyệt")
    as_minh.open("/documents/new")
    as_minh.press("Soạn công văn mới")
    new = stored(office, as_minh)
    assert new.id != document.id
    assert new.answers["recipients"] == ["Như trên;", "Lưu: VT, X."]
    assert new.subject == ""


def test_a_paper_can_start_from_an_earlier_one(office, as_minh):
    earlier = a_document(office, "issued", kind="official_letter", subject="về cai nghiện")
    as_minh.open("/documents/new")
    page = as_minh.press("Soạn từ đây: về cai nghiện")
    copy = stored(office, as_minh)
    assert (copy.subject, copy.copied_from) == ("về cai nghiện", earlier.id)
    assert page.h1 == "Công văn: về cai nghiện"


def test_a_discarded_draft_leaves_the_list(office, as_minh):
    document = a_document(office, kind="official_letter", subject="bỏ đi")
    as_minh.open(f"/documents/{document.id}/edit")
    page = as_minh.press("Bỏ bản thảo")
    assert page.h1 == "Việc cần làm"
    assert "bỏ đi" not in page.main


def test_a_submitted_paper_has_no_form_any_more(office, as_minh):
    document = a_document(office, "submitted", kind="official_letter")
    page = as_minh.open(f"/documents/{document.id}/edit")
    assert page.path == f"/documents/{document.id}"
    assert "Rút về để sửa" in page.buttons


def test_a_returned_paper_shows_why_on_its_form(office, as_minh):
    document = a_document(office, "returned", kind="official_letter")
    page = as_minh.open(f"/documents/{document.id}/edit")
    assert "Được trả lại để sửa: Xem lại căn cứ" in page.main


def test_colleagues_of_one_unit_share_drafts_and_others_see_nothing(office, enter):
    document = a_document(office, kind="official_letter", now=NOW + timedelta(hours=1))
    assert enter("tam").open(f"/documents/{document.id}/edit", status=404).h1 == "Không tìm thấy"
    with office.db.write():
        unit = person_of(office.db, "minh").unit_id
        office.db.execute("UPDATE person SET unit_id = :unit WHERE login = 'tam'", {"unit": unit})
    assert enter("tam").open(f"/documents/{document.id}/edit").h1.startswith("Công văn")
