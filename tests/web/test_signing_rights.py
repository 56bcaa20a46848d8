"""Who may sign, on the pages: what the administrator keeps, what drafter, leader and clerk are
told, and the pictures of signature and seal."""

import re
from dataclasses import replace
from datetime import timedelta
from io import BytesIO

import pytest
from PIL import Image

from service.actions import authorities as verbs
from service.domain.workflow import State
from service.store import authorities, documents, specimens
from tests.builders import NOW, a_document, person_of
from tests.signatures.conftest import drawn, handwriting, stamp

TODAY = NOW.date()
SIGNATURE = (drawn(handwriting()), "chu-ky.png")
SEAL = (drawn(stamp(), size=(900, 900)), "dau.png")
PAPERS = "/administration/signing-papers"
SIGNATORIES = "/administration/signatories"


@pytest.fixture
def delegation(as_admin):
    """A delegation to Lê Thị Mai, typed by the administrator."""
    as_admin.open(f"{PAPERS}/0?type=delegation")
    as_admin.press(
        "Lưu",
        title="Giấy ủy quyền",
        number="12/UQ-UBND",
        dated="1/2/2026",
        giver_id="1",
        delegate="Lê Thị Mai",
        since="01/02/2026",
        until="31/3/2026",
        contents="Ký giấy mời họp chuyên môn",
    )


@pytest.fixture
def change(office):
    def change(**parts):
        chair = authorities.of(office.db, 1)
        admin = person_of(office.db, "quantri")
        verbs.save_authority(office, replace(chair, **parts), by=admin, now=NOW)

    return change


def typed(**changes):
    return {
        "name": "Lê Thị Mai",
        "post": "Giám đốc Trung tâm",
        "capacity": "TUQ.",
        "head_post": "Chủ tịch",
        **changes,
    }


def test_a_signatory_by_delegation_is_kept_with_the_paper(office, as_admin, delegation):
    as_admin.open(f"{SIGNATORIES}/0")
    as_admin.press("Lưu", **typed(delegation_id="1", since="01/02/2026", units=["2"]))
    kept = authorities.current(office.db)[-1]
    assert kept.delegation.paper == "Giấy ủy quyền số 12/UQ-UBND ngày 01/02/2026"
    assert (kept.since.isoformat(), kept.until, kept.units) == ("2026-02-01", None, {2})
    assert "TUQ. CHỦ TỊCH / GIÁM ĐỐC TRUNG TÂM" in as_admin.open(SIGNATORIES).main
    page = as_admin.open(f"{SIGNATORIES}/{kept.signatory.id}")
    assert page.value("since") == "01/02/2026"
    assert "Giấy ủy quyền số 12/UQ-UBND" in page.main
    as_admin.press("Lưu", post="Phó Giám đốc Trung tâm")
    history = as_admin.open(f"{SIGNATORIES}/{kept.signatory.id}").main
    assert "TUQ. Giám đốc Trung tâm" in history, "what was kept before stays to be read"
    assert "TUQ. Phó Giám đốc Trung tâm" in history


def test_saving_what_is_shown_changes_nothing(office, as_admin):
    before = authorities.of(office.db, 1)
    as_admin.open(f"{SIGNATORIES}/1")
    as_admin.press("Lưu")
    assert authorities.of(office.db, 1) == before


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({}, "delegation_id"),
        ({"capacity": "TL."}, "regulation_id"),
        ({"capacity": "KT.", "rank": "unit-head"}, "capacity"),
        ({"capacity": "KT.", "post": "Phó Chủ tịch", "regime": "collective"}, "body"),
        ({"capacity": "", "name": "ThS. Lê Thị Mai", "post": "Chủ tịch"}, "name"),
        ({"capacity": "KT.", "post": "Phó Chủ tịch Thường trực"}, "post"),
        ({"capacity": "", "since": "02/03/2026", "until": "01/03/2026"}, "until"),
        ({"capacity": "", "since": "31/02/2026"}, "since"),
        ({"capacity": "TL.", "rank": "unit-deputy"}, "unit_head_post"),
    ],
)
def test_what_the_decree_forbids_is_refused_at_its_field(office, as_admin, changes, field):
    as_admin.open(f"{SIGNATORIES}/0")
    page = as_admin.press("Lưu", status=422, **typed(**changes))
    assert list(page.errors) == [field]
    assert page.value("name") == typed(**changes)["name"], "what was typed stays"
    assert len(authorities.current(office.db)) == 1


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"until": ""}, "until"),
        ({"contents": ""}, "contents"),
        ({"giver_id": ""}, "giver_id"),
        ({"delegate": ""}, "delegate"),
        ({"number": ""}, "number"),
        ({"since": "không rõ"}, "since"),
    ],
)
def test_a_delegation_without_limits_is_refused_at_its_field(as_admin, delegation, changes, field):
    as_admin.open(f"{PAPERS}/1")
    page = as_admin.press("Lưu", status=422, **changes)
    assert list(page.errors) == [field]


def test_a_regulation_asks_for_no_delegate_and_may_have_no_end(as_admin):
    as_admin.open(f"{PAPERS}/0?type=regulation")
    as_admin.press("Lưu", number="05/QĐ-UBND", dated="01/02/2026", since="01/02/2026")
    page = as_admin.page
    assert "Quy chế làm việc số 05/QĐ-UBND ngày 01/02/2026" in page.main
    assert "Đang có hiệu lực" in page.main
    as_admin.open(f"{SIGNATORIES}/0")
    as_admin.press(
        "Lưu",
        **typed(
            capacity="TL.",
            post="Phó Chánh Văn phòng",
            rank="unit-deputy",
            unit_head_post="Chánh Văn phòng",
            regulation_id="1",
            clause="khoản 2 Điều 9",
        ),
    )
    assert "TL. CHỦ TỊCH / KT. CHÁNH VĂN PHÒNG / PHÓ CHÁNH VĂN PHÒNG" in as_admin.page.main
    assert "Lê Thị Mai" in as_admin.open(PAPERS).main


def test_the_list_tells_who_cannot_sign_today(as_admin, change):
    change(until=TODAY - timedelta(days=1))
    assert "không ký được văn bản ngày 02/03/2026" in as_admin.open(SIGNATORIES).main
    assert "Hôm nay người này không ký được" in as_admin.open(f"{SIGNATORIES}/1").main


def test_the_drafter_is_told_at_the_signatory_and_refused_when_sending(
    office, as_minh, letter, change
):
    draft = letter("draft")
    change(until=TODAY - timedelta(days=1))
    page = as_minh.open(f"/documents/{draft.id}/edit")
    advice = [line for line in page.classed("advice") if line.get("data-advice") == "signatory"]
    assert "đến hết ngày 01/03/2026" in "".join(advice[0].itertext())
    page = as_minh.press("Trình duyệt", status=422)
    assert "đến hết ngày 01/03/2026" in page.errors["signatory-choice"]
    assert page.main.count("không ký được văn bản") == 2, "in the summary and at the field"
    assert documents.get_for_office(office.db, draft.id).state is State.DRAFT


def test_the_script_gets_the_same_advice(as_minh, letter, change):
    draft = letter("draft")
    change(kinds=frozenset({"decision"}))
    as_minh.open(f"/documents/{draft.id}/edit")
    form = as_minh.page.form_of("Trình duyệt")[0]
    answer = as_minh.client.post(
        f"/documents/{draft.id}/preview",
        data=as_minh.page.fields_of(form),
        headers={"Accept": "application/json"},
    )
    assert "loại văn bản này" in answer.json["advice"]["signatory"]


def test_the_leader_is_refused_on_the_papers_own_page(office, as_hung, letter, change):
    waiting = letter("submitted")
    change(since=TODAY + timedelta(days=5))
    as_hung.open(f"/documents/{waiting.id}")
    page = as_hung.press("Duyệt", status=422)
    assert "từ ngày 07/03/2026" in page.main
    assert "Duyệt" in page.buttons
    assert documents.get_for_office(office.db, waiting.id).state is State.SUBMITTED


def test_the_clerk_is_refused_at_the_day(office, as_lan, letter, change):
    approved = letter("approved")
    change(until=TODAY - timedelta(days=1))
    as_lan.open(f"/documents/{approved.id}/number")
    page = as_lan.press("Cấp số", status=422)
    assert "đến hết ngày 01/03/2026" in page.errors["issued_on"]
    as_lan.press("Cấp số", issued_on="01/03/2026")
    assert documents.get_for_office(office.db, approved.id).issued_on == TODAY - timedelta(days=1)


def test_a_new_paper_starts_with_somebody_who_may_sign_it(as_admin, as_minh, change):
    as_admin.open(f"{SIGNATORIES}/0")
    as_admin.press("Lưu", **typed(capacity="KT.", post="Phó Chủ tịch"))
    change(kinds=frozenset({"decision"}))
    as_minh.open("/documents/new")
    as_minh.press("Soạn công văn mới")
    chosen = [
        option.get("value")
        for option in as_minh.page.one("signatory-choice").iter("option")
        if option.get("selected") is not None
    ]
    assert chosen == ["2"]


def test_a_leader_keeps_looks_at_and_withdraws_the_own_picture(office, as_hung):
    as_hung.open("/my-signature")
    page = as_hung.press("Nạp ảnh", picture=SIGNATURE)
    assert "Đã nhận ảnh" in page.text
    page = as_hung.follow("Xem ảnh")
    (address,) = [
        image.get("src") for image in page.all("img") if "picture.png" in image.get("src")
    ]
    answer = as_hung.client.get(address)
    assert Image.open(BytesIO(answer.data)).mode == "RGBA"
    assert answer.headers["Cache-Control"] == "no-store"
    page = as_hung.open("/my-signature")
    assert re.search(r"Phạm Quốc Hùng Xem mẫu chữ ký", page.main)
    page = as_hung.press("Thu hồi", status=422)
    assert list(page.errors) == ["reason"]
    page = as_hung.press("Thu hồi", reason="Đổi chữ ký")
    assert "Chưa có ảnh nào đang dùng" in page.main
    assert "Đổi chữ ký" in page.main
    as_hung.open("/my-signature/picture.png", status=404)


def test_the_administrator_keeps_the_seal_in_its_real_size(office, as_admin):
    as_admin.open("/administration/specimens")
    as_admin.follow("Dấu của cơ quan")
    page = as_admin.press("Nạp ảnh", status=422, picture=SEAL)
    assert list(page.errors) == ["seal_mm"]
    page = as_admin.press("Nạp ảnh", status=422, picture=SEAL, seal_mm="ba mươi")
    assert page.value("seal_mm") == "ba mươi"
    as_admin.press("Nạp ảnh", picture=SEAL, seal_mm="36,5")
    assert specimens.in_use(office.db)[None].seal_mm == 36.5
    assert "đường kính 36,5 mm" in as_admin.open("/administration/specimens").main


@pytest.mark.parametrize(
    ("upload", "words"),
    [
        ((b"GIF89a not a picture", "a.png"), "tệp PNG"),
        ((b"", "a.png"), "trống"),
        (SEAL, "màu xanh"),
    ],
    ids=["wrong type", "empty", "red"],
)
def test_a_wrong_picture_is_refused_at_the_field(office, as_hung, upload, words):
    as_hung.open("/my-signature")
    page = as_hung.press("Nạp ảnh", status=422, picture=upload)
    assert words in page.errors["picture"]
    assert specimens.in_use(office.db) == {}


def test_nobody_else_reaches_a_picture(office, as_lan, as_minh, as_hung, as_admin):
    hung = person_of(office.db, "hung").id
    as_hung.open("/my-signature")
    as_hung.press("Nạp ảnh", picture=SIGNATURE)
    for browser in (as_lan, as_minh, as_hung):
        browser.open(f"/administration/specimens/{hung}/picture.png", status=403)
    for browser in (as_lan, as_minh):
        browser.open("/my-signature/picture.png", status=403)
    answer = as_admin.client.get(f"/administration/specimens/{hung}/picture.png")
    assert answer.mimetype == "image/png"
    assert "Quản trị viên" in as_hung.open("/my-signature").main, "the person sees who looked"


def test_a_paper_signed_last_year_says_on_what_it_was_signed(office, as_lan, change):
    issued = a_document(office, "issued", kind="official_letter")
    change(until=TODAY)
    page = as_lan.open(f"/documents/{issued.id}")
    assert "Căn cứ ký: TM. Chủ tịch, Điều 13, khoản 2 NĐ 30/2020" in page.main
