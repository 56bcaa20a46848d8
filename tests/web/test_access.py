"""The page that says who may see a paper and who has looked at it."""

import pytest

from service.domain.workflow import State
from tests.browser import words
from tests.builders import a_document, person_of


@pytest.fixture
def issued(office, clock):
    document = a_document(office, State.ISSUED, kind="official_letter", now=clock())
    clock.forward(hours=2)
    return document


def test_a_paper_is_shown_to_a_person_of_another_unit_and_taken_back(
    office, issued, as_minh, enter
):
    tam = person_of(office.db, "tam")
    as_minh.open(f"/documents/{issued.id}/access")
    page = as_minh.press("Cho xem", status=422, holder=f"person-{tam.id}", reason="")
    assert page.value("reason") == ""
    as_minh.press("Cho xem", holder=f"person-{tam.id}", reason="Phối hợp rà soát")
    other = enter("tam")
    assert issued.subject in other.open("/").main
    assert other.open(f"/documents/{issued.id}").status == 200
    page = as_minh.open(f"/documents/{issued.id}/access")
    assert f"{tam.name} – xem văn bản" in page.main
    as_minh.press(f"Thôi cho xem: {tam.name}")
    other.open(f"/documents/{issued.id}", status=404)


def test_who_was_shown_a_paper_does_not_see_who_else_was(office, issued, as_minh, enter):
    tam = person_of(office.db, "tam")
    as_minh.open(f"/documents/{issued.id}/access")
    as_minh.press("Cho xem", holder=f"unit-{tam.unit_id}", reason="Phối hợp")
    other = enter("tam")
    assert "Ai xem được" not in other.open(f"/documents/{issued.id}").main
    other.open(f"/documents/{issued.id}/access", status=403)


def test_only_those_are_offered_to_whom_a_grant_would_show_something(issued, as_minh):
    page = as_minh.open(f"/documents/{issued.id}/access")
    options = [words(option) for option in page.all("option")]
    assert "Lê Thị Tâm" in options
    for name in ("Quản trị viên", "Nguyễn Thị Lan", "Trần Văn Minh", "Phạm Quốc Hùng"):
        assert name not in options
