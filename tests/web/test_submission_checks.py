"""Kiểm tra khi trình: blanks that were forgotten, and signatures of another power (Điều 13)."""

import json

import pytest

from forms import load_kinds
from service.actions import agency as agency_verbs
from service.actions import drafting, reviewing
from service.domain.agency import Signatory, SigningCapacity
from service.domain.errors import Refused
from service.domain.workflow import State
from service.store import documents, lists
from tests.builders import NOW, a_document, person_of

KINDS = {kind.code: kind for kind in load_kinds()}
HIMSELF = "Phạm Quốc Hùng – CHỦ TỊCH"
CHAIR = "CHỦ TỊCH ỦY BAN NHÂN DÂN XÃ HÒA BÌNH"
COMMITTEE = "ỦY BAN NHÂN DÂN XÃ HÒA BÌNH"


@pytest.fixture
def himself(office):
    """The chair in his own name, beside his line on behalf of the committee."""
    hung = person_of(office.db, "hung")
    return agency_verbs.save_signatory(
        office,
        Signatory(0, hung.name, "Chủ tịch", SigningCapacity.HEAD, person_id=hung.id),
        by=person_of(office.db, "quantri"),
        now=NOW,
    )


@pytest.fixture
def decision(office, minh):
    """A draft of a decision like the sample, with some answers changed."""

    def decision(**changes):
        answers = {**KINDS["decision"].sample, "signatory": {"choice": "1"}, **changes}
        return drafting.create_draft(office, "decision", answers, by=minh, now=NOW)

    return decision


@pytest.fixture
def minh(office):
    return person_of(office.db, "minh")


@pytest.fixture
def hung(office):
    return person_of(office.db, "hung")


def edit(browser, document):
    return browser.open(f"/documents/{document.id}/edit")


def test_a_new_decision_is_signed_by_the_chair_in_his_own_name(office, as_minh, himself):
    as_minh.open("/documents/new")
    page = as_minh.press("Soạn quyết định mới")
    started = documents.get_for_office(office.db, int(page.path.split("/")[2]))
    assert started.answers["authority"] == CHAIR
    assert started.signatory_id == himself.id


def test_a_signature_of_another_power_is_refused_with_what_to_choose(
    office, as_minh, himself, decision, minh
):
    document = decision()
    page = edit(as_minh, document)
    assert "không ghi “TM. ỦY BAN NHÂN DÂN”" in page.main, "told before anybody submits"
    page = as_minh.press("Trình duyệt", status=422)
    told = page.errors["signatory-choice"]
    assert f"Hãy chọn người ký “{HIMSELF}”" in told
    assert f"sửa Thẩm quyền ban hành thành “{COMMITTEE}”" in told
    assert "Điều 13" in told
    page = as_minh.press("Trình duyệt", at={"signatory-choice": str(himself.id)})
    assert "Đang chờ Phạm Quốc Hùng duyệt" in page.main
    assert documents.get(office.db, document.id, minh).signatory_id == himself.id


def test_changing_the_issuing_body_settles_it_too(office, as_minh, decision):
    edit(as_minh, decision())
    page = as_minh.press("Trình duyệt", status=422)
    assert "nhờ quản trị thêm" in page.errors["signatory-choice"], "nobody on the list suits"
    page = as_minh.press("Trình duyệt", authority=COMMITTEE)
    assert "Đang chờ" in page.main


def test_a_collective_is_not_signed_for_without_its_name(office, as_minh, himself, decision):
    edit(as_minh, decision(authority=COMMITTEE, signatory={"choice": str(himself.id)}))
    page = as_minh.press("Trình duyệt", status=422)
    told = page.errors["signatory-choice"]
    assert "phải ghi “TM.”" in told
    assert "“Phạm Quốc Hùng – TM. ỦY BAN NHÂN DÂN, CHỦ TỊCH”" in told
    assert f"thành “{CHAIR}”" in told


def test_lines_typed_by_hand_are_held_against_the_issuing_body_too(as_minh, decision):
    typed = {"choice": "other", "lines": ["TM. ỦY BAN NHÂN DÂN", "CHỦ TỊCH"], "name": ""}
    edit(as_minh, decision(signatory=typed))
    page = as_minh.press("Trình duyệt", status=422)
    assert set(page.errors) == {"signatory-lines"}


def test_the_leader_is_not_let_approve_what_came_in_before(office, minh, hung, decision):
    document = decision()
    with office.db.write():
        office.db.execute(
            "UPDATE document SET state = 'submitted', approver_id = :hung, "
            "submitted_at = updated_at WHERE id = :id",
            {"hung": hung.id, "id": document.id},
        )
    with pytest.raises(Refused, match=r"Điều 13.*Hãy trả lại để người soạn sửa") as refusal:
        reviewing.approve(office, document.id, by=hung, now=NOW)
    assert refusal.value.field == "signatory-choice"
    assert documents.get(office.db, document.id, hung).state is State.SUBMITTED


def test_the_article_is_filled_in_and_kept_with_the_paper(office, as_minh, decision, minh):
    document = decision(authority=COMMITTEE, recipients=["Như Điều …;", "Lưu: VT, VP."])
    page = edit(as_minh, document)
    assert "In thành “Như Điều 4”" in page.main
    page = as_minh.press("Trình duyệt")
    submitted = documents.get(office.db, document.id, minh)
    assert submitted.answers["recipients"][0] == "Như Điều 4;"
    assert submitted.version == document.version + 1, "saved by the page, not once more"
    assert "Như Điều 4" in page.main


def test_an_article_that_nobody_can_tell_is_asked_for_at_its_row(as_minh, decision):
    edit(as_minh, decision(authority=COMMITTEE, articles=["Một."], recipients=["Như Điều …"]))
    page = as_minh.press("Trình duyệt", status=422)
    assert "Như Điều …" in page.errors["recipients-0"]
    page = as_minh.press("Trình duyệt", at={"recipients-0": "Như Điều 1"})
    assert "Đang chờ" in page.main


def test_blanks_of_the_text_are_asked_about_once(office, as_minh):
    letter = a_document(office, kind="official_letter", body="Mẫu: Tôi là ………, sinh ngày …")
    page = edit(as_minh, letter)
    assert "Nội dung còn chỗ bỏ trống" in page.main
    page = as_minh.press("Trình duyệt", status=422)
    assert "Tôi là" in page.errors["body"]
    page = as_minh.press("Trình duyệt", blanks_meant="y")
    assert "Đang chờ" in page.main


def test_a_page_without_blanks_asks_nothing(office, as_minh):
    page = edit(as_minh, a_document(office, kind="official_letter"))
    assert page.one("body") is not None
    assert "để điền tay" not in page.main


def test_the_live_preview_tells_both(office, as_minh, decision):
    page = edit(as_minh, decision())
    fields = page.fields_of(page.one("draft"))
    answer = as_minh.client.post(f"{page.path.removesuffix('/edit')}/preview", data=fields)
    advice = json.loads(answer.data)["advice"]
    assert "không ghi “TM." in advice["signatory"]
    fields["authority"] = "CHỦ TỊCH …"
    answer = as_minh.client.post(f"{page.path.removesuffix('/edit')}/preview", data=fields)
    assert "chỗ bỏ trống" in json.loads(answer.data)["advice"]["authority"]


def test_the_register_says_the_article_that_was_filled_in(office, as_minh, decision, minh):
    document = decision(authority=COMMITTEE, recipients=["Như Điều …", "Lưu: VT, VP."])
    reviewing.submit(office, document.id, by=minh, now=NOW)
    again = reviewing.submit(office, document.id, by=minh, now=NOW)
    assert again.answers["recipients"][0] == "Như Điều 4"
    last = documents.last_answers(office.db, minh.id, "decision")
    start = KINDS["decision"].form.starting_answers(office.agency(), last=last)
    assert start["recipients"][0] == "Như Điều …;", "the next decision has its own articles"
    assert lists.visible(office.db, minh).lines
