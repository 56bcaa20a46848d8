"""Văn bản kèm theo là tệp riêng on the pages: what is missing, how it is signed and taken back."""

import pytest

from service.actions import drafting, issuing, reviewing
from service.actions.held_keys import hold_key
from service.domain.documents import FileRole
from service.domain.workflow import State
from service.store import documents, events, signed_files
from service.store.annex_files import annex_files
from service.web.signing import ways
from signatures.names import SignatureField
from signatures.passphrase import Passphrase
from signatures.stored_key import StoredKeyWay
from signatures.two_phase import SignRequest
from tests.builders import NOW, person_of, work
from tests.signatures.conftest import (  # noqa: F401 - fixtures
    AGENCY,
    HUNG,
    online_trust,
    person_picture,
    pki,
    quiet_pyhanko,
    seal_picture,
    signing,
)
from tests.signatures.returning import both, trusting

ANNEXES = [{"title": t, "body": "", "apart": True} for t in ("Danh sách thôn", "Danh sách hộ")]
SIGNER = {"choice": "other", "lines": ["CHỦ TỊCH"], "name": HUNG}
BUTTON = "Kiểm tra và nhận tệp"
P12, SECRET = "mat-khau", "mật khẩu giữ khóa"


@pytest.fixture
def numbered(office, clock):
    minh, hung, lan = (person_of(office.db, login) for login in ("minh", "hung", "lan"))
    kind = office.kinds["decision"]
    answers = {**kind.sample, "annexes": ANNEXES, "signatory": SIGNER}
    draft = drafting.create_draft(office, kind.code, answers, by=minh, now=NOW)
    reviewing.submit(office, draft.id, by=minh, now=NOW, approver_id=hung.id)
    reviewing.approve(office, draft.id, by=hung, now=NOW)
    document = issuing.take_number(office, draft.id, by=lan, now=NOW)
    work(office, clock())
    return document


@pytest.fixture
def hand(request):
    return request.getfixturevalue("signing")


@pytest.fixture
def trusted(office, pki, clock):  # noqa: F811
    return trusting(pki, office.settings.trust_folder, clock())


def corner(hand, pdf, at):
    request = SignRequest(pdf, SignatureField.ANNEX, at, AGENCY, text=("Số: 01/QĐ-UBND",))
    return StoredKeyWay(hand.key("agency"), hand.desk).begin(request).pdf


@pytest.fixture
def signed(office, numbered, trusted, hand, clock):
    """Every file of the paper, signed with a tool of the office's own: main, annex I, annex II."""
    main = documents.current_file(office.db, numbered.id, FileRole.PDF)
    pdf = both(hand, office.files.get(main.sha256), clock())
    annexes = annex_files(office.db, numbered.id, FileRole.ANNEX_PDF)
    rest = [corner(hand, office.files.get(one.sha256), clock()) for one in annexes]
    return [(pdf, "van-ban.pdf"), (rest[0], "mot.pdf"), (rest[1], "hai.pdf")]


def at(document):
    return f"/documents/{document.id}"


def test_all_files_come_back_in_one_step(office, numbered, signed, as_lan):
    page = as_lan.open(f"{at(numbered)}/signing?way=file")
    for part, label in ((1, "Phụ lục I"), (2, "Phụ lục II")):
        link = page.links[f"Tải tệp chờ ký: {label}"]
        handed = as_lan.client.get(link)
        made = annex_files(office.db, numbered.id, FileRole.ANNEX_PDF)[part - 1]
        assert handed.data == office.files.get(made.sha256)
    page = as_lan.press(BUTTON, signed=signed)
    assert "Đã nhận chữ ký" in page.text
    assert "Phụ lục I: HỢP LỆ" in page.main and "Phụ lục II: HỢP LỆ" in page.main
    names = [one.text for one in page.all("a") if "/files/annex_signed" in one.get("href", "")]
    assert names == [f"01-QĐ-UBND - Phụ lục {one} (đã ký).pdf" for one in ("I", "II")]
    assert "Ký số của cơ quan trên văn bản kèm theo" in page.main
    assert "Đã phát hành" in as_lan.press("Phát hành").main


def test_one_by_one_the_page_says_which_is_missing(numbered, signed, as_lan, as_minh):
    main, first, second = signed
    as_lan.open(at(numbered))
    page = as_lan.press(BUTTON, signed=[main])
    missing = "còn thiếu chữ ký số của cơ quan trên Phụ lục I; Phụ lục II"
    assert missing in page.text and missing in page.main
    assert "Phát hành" not in page.buttons
    assert "Chờ ký số của cơ quan" in as_lan.open("/").main
    assert missing in as_minh.open(at(numbered)).main
    as_lan.open(at(numbered))
    page = as_lan.press(BUTTON, signed=[second])
    assert "trên Phụ lục I." in page.main and "trên Phụ lục I;" not in page.main
    page = as_lan.open(f"{at(numbered)}/signing?way=file")
    assert page.h1 == "Ký số của cơ quan trên văn bản kèm theo"
    page = as_lan.press(BUTTON, signed=[first])
    assert "Văn bản phát hành được" in page.text
    assert "Phát hành" in page.buttons


def test_a_bad_one_among_them_is_told_by_its_name_and_the_good_ones_stay(
    office, numbered, signed, as_lan
):
    main, first, _ = signed
    unsigned = annex_files(office.db, numbered.id, FileRole.ANNEX_PDF)[1]
    as_lan.open(f"{at(numbered)}/signing?way=file")
    given = [main, first, (office.files.get(unsigned.sha256), "hai.pdf")]
    page = as_lan.press(BUTTON, 422, signed=given)
    assert "Đã nhận văn bản, Phụ lục I." in page.errors["signed"]
    assert "“hai.pdf”" in page.errors["signed"]
    assert len(signed_files.in_force(office.db, numbered.id)) == 2


def test_a_kept_key_signs_all_and_shows_it_before(
    app,
    office,
    numbered,
    pki,  # noqa: F811
    trusted,
    clock,
    as_hung,
    as_lan,
):
    with app.app_context():
        desk = ways.desk()
    for name, login, agency in (("hung", "hung", False), ("agency", "lan", True)):
        secrets = (Passphrase(P12), Passphrase(SECRET))
        by = person_of(office.db, login)
        hold_key(office, pki.p12(name), *secrets, agency=agency, desk=desk, by=by, now=clock())
    as_hung.open(f"{at(numbered)}/signing")
    as_hung.press("Ký số", passphrase=SECRET)
    page = as_lan.open(f"{at(numbered)}/signing")
    assert "Phụ lục I; Phụ lục II: cùng ký trong một lần" in page.main
    page = as_lan.press("Ký số", passphrase=SECRET)
    assert "Văn bản phát hành được" in page.text
    assert {one.verdict for one in signed_files.in_force(office.db, numbered.id)} == {"valid"}
    assert len(signed_files.in_force(office.db, numbered.id)) == 3


def test_a_wrong_annex_is_replaced(office, numbered, signed, hand, clock, as_lan):
    as_lan.open(at(numbered))
    as_lan.press(BUTTON, signed=signed)
    made = annex_files(office.db, numbered.id, FileRole.ANNEX_PDF)[1]
    clock.forward(minutes=5)
    right = corner(hand, office.files.get(made.sha256), clock())
    page = as_lan.press(
        "Kiểm tra và thay tệp", signed=(right, "x.pdf"), which="2", why="Ký nhầm khóa"
    )
    assert "Đã thay tệp đã ký" in page.text
    kept = signed_files.of_annexes(office.db, numbered.id)
    assert [one.file.revision for one in kept] == [1, 2]
    assert office.files.get(kept[1].file.sha256) == right
    links = [one.get("href") for one in page.all("a") if "/files/annex_signed/1" in one.get("href")]
    assert any(one.endswith("part=2") for one in links), "the earlier one stays in the history"
    assert as_lan.client.get(next(one for one in links if one.endswith("part=2"))).data != right


def test_the_pages_shown_are_those_of_the_signed_annexes(numbered, signed, as_lan):
    def pictures():
        page = as_lan.open(at(numbered))
        shown = [one.get("src") for one in page.all("img") if "/pages/" in one.get("src", "")]
        return [as_lan.client.get(one).data for one in shown]

    before = pictures()
    as_lan.press(BUTTON, signed=signed)
    after = pictures()
    assert len(after) == len(before)
    assert all(one.startswith(b"\x89PNG") for one in after)
    assert all(one not in before for one in after[-2:]), "the corners of the annexes are filled"


def test_the_public_page_gives_hash_and_verdict_of_each_file_and_no_title(
    visitor, office, numbered, signed, as_lan
):
    as_lan.open(at(numbered))
    as_lan.press(BUTTON, signed=signed)
    as_lan.press("Phát hành")
    page = as_lan.press("Mở trang kiểm tra")
    (found,) = [link for link in page.links.values() if "/c/" in link]
    page = visitor.open("/c/" + found.rsplit("/", 1)[-1])
    for one in signed_files.of_annexes(office.db, numbered.id):
        assert f"{one.file.sha256}. Chữ ký số: HỢP LỆ" in page.main
    assert "Danh sách" not in page.main and "Phụ lục" not in page.main


def test_people_of_another_unit_see_no_signed_annex(enter, numbered, signed, as_lan):
    as_lan.open(at(numbered))
    as_lan.press(BUTTON, signed=signed)
    tam = enter("tam")
    assert tam.client.get(f"{at(numbered)}/files/annex_signed/1?part=1").status_code == 404
    assert tam.client.get(f"{at(numbered)}/signing/file?part=1").status_code in (403, 404)


def test_what_went_out_before_is_left_as_it_was(office, numbered, signed, clock, as_lan):
    """The step of the database writes such papers down; here one is."""
    as_lan.open(at(numbered))
    as_lan.press(BUTTON, signed=signed[:1])
    with office.db.write():
        office.db.execute("INSERT INTO annexes_left_unsigned VALUES (:id)", {"id": numbered.id})
    page = as_lan.open(at(numbered))
    assert "còn thiếu" not in page.main
    as_lan.press("Phát hành")
    work(office, clock())
    assert documents.get_for_office(office.db, numbered.id).state is State.ARCHIVED
    assert "sign_annex" not in {one.verb for one in events.of_document(office.db, numbered.id)}
