"""Papers of the procedure in the browser: asked for at the case, opened in the editor."""

from datetime import timedelta

import pytest

from service.store import documents, provider_acts
from tests.builders import person_of
from tests.provider_builders import C_DAY, appraised, become, received


@pytest.fixture
def police(office, clock):
    become(office, "police")
    clock.moment = C_DAY + timedelta(hours=1)
    return office


@pytest.fixture
def minh(office):
    return person_of(office.db, "minh")


def newest(office, minh):
    row = office.db.one("SELECT MAX(id) AS id FROM document")
    return documents.get(office.db, row["id"], minh)


def test_a_decision_is_drafted_from_the_case_and_opens_in_the_editor(police, minh, as_minh):
    case = appraised(police, minh)
    page = as_minh.open(f"/providers/cases/{case.id}/papers")
    assert "Quyết định công bố" in page.links
    assert "Quyết định công bố lại" not in page.links
    page = as_minh.open(page.links["Quyết định công bố"])
    assert len(page.classed("checks")[0].findall("li")) == 9
    editor = as_minh.press("Soạn bản thảo")
    document = newest(police, minh)
    assert editor.path == f"/documents/{document.id}/edit"
    assert editor.value("authority") == "GIÁM ĐỐC CÔNG AN TỈNH HÒA AN"
    (act,) = provider_acts.of_document(police.db, document.id)
    assert (act.case_id, act.detail["scope"]) == (case.id, ["a", "c"])
    page = as_minh.open(f"/providers/cases/{case.id}/papers")
    assert page.links["Quyết định công bố"]
    assert "Nháp" in page.main


def test_what_a_paper_lacks_is_told_at_its_field_and_nothing_is_lost(police, minh, as_minh):
    case = received(police, minh)
    page = as_minh.open(f"/providers/cases/{case.id}/papers/supplement")
    page = as_minh.press("Soạn bản thảo", 422, due_on="20/07/2026")
    assert page.errors["items"].endswith("Hãy ghi ít nhất một nội dung cần bổ sung.")
    assert page.value("due_on") == "20/07/2026"


def test_the_letter_of_review_asks_a_day_of_each_unit(police, minh, as_minh):
    page = as_minh.open("/providers/review-letter")
    typed = {
        "opening": "Thực hiện Kế hoạch số 12/KH-CAT, Công an tỉnh yêu cầu:",
        "tasks-0-unit": "Công an xã Hòa Bình",
        "tasks-0-work": "lập danh sách cơ sở trên địa bàn",
    }
    page = as_minh.press("Soạn bản thảo", 422, **typed)
    assert list(page.errors) == ["tasks-0-due"]
    editor = as_minh.press("Soạn bản thảo", **{"tasks-0-due": "15/07/2026"})
    assert "1. Công an xã Hòa Bình lập danh sách" in editor.value("body")
    assert "(hoàn thành trước ngày 15/07/2026)." in editor.value("body")


def test_who_is_of_another_unit_sees_no_paper(police, minh, enter):
    case = appraised(police, minh)
    tam = enter("tam")
    tam.open(f"/providers/cases/{case.id}/papers", 404)
    tam.open(f"/providers/cases/{case.id}/papers/publication", 404)
