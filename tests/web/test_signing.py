"""The pages on which a paper is signed, in either order and in every way that an office has."""

import json
import re
from dataclasses import replace
from datetime import date, timedelta
from urllib.parse import urlsplit

import pypdfium2
import pytest

from service.actions import drafting, issuing, reviewing, signing_order
from service.actions.held_keys import hold_key
from service.domain.documents import FileRole
from service.domain.numbering import IssueMark, Register
from service.domain.signing import NumberOrder, SigningPolicy, SigningStep
from service.store import documents, numbers
from service.store import signing as store
from service.web.signing import ways
from signatures.filling import filled_values
from signatures.geometry import Box
from signatures.passphrase import Passphrase
from tests.actions.test_signing_ways import SERVICE_KEY, Bridge
from tests.browser import words
from tests.builders import person_of, work
from tests.signatures.conftest import (  # noqa: F401 - fixtures
    HUNG,
    online_trust,
    person_picture,
    pki,
    quiet_pyhanko,
    seal_picture,
    signing,
)
from tests.signatures.returning import both, trusting
from tests.signatures.test_filling import alike, letters, widest_hole

SIGNER = {"choice": "other", "lines": ["CHỦ TỊCH"], "name": HUNG}
KEYS = "/signing-keys/mine"
P12, SECRET = "mat-khau", "mật khẩu giữ khóa"


@pytest.fixture
def hand(request):
    """Signs as a tool of somebody's own would."""
    return request.getfixturevalue("signing")


@pytest.fixture
def trusted(office, pki, clock):  # noqa: F811
    return trusting(pki, office.settings.trust_folder, clock())


@pytest.fixture
def keys(app, office, pki, clock, trusted):  # noqa: F811
    with app.app_context():
        desk = ways.desk()
    for name, login, agency in (("hung", "hung", False), ("agency", "lan", True)):
        secrets = (Passphrase(P12), Passphrase(SECRET))
        by = person_of(office.db, login)
        hold_key(office, pki.p12(name), *secrets, agency=agency, desk=desk, by=by, now=clock())


@pytest.fixture
def sign_first(office, clock):
    by = person_of(office.db, "quantri")
    policy = SigningPolicy(NumberOrder.SIGN_FIRST, digital=True)
    signing_order.save_policy(office, policy, by=by, now=clock())


@pytest.fixture
def approved(office, sign_first, letter, clock):
    document = letter("approved", signatory=SIGNER)
    work(office, clock())
    return document


@pytest.fixture
def numbered(office, letter, clock):
    document = letter("numbered", signatory=SIGNER)
    work(office, clock())
    return document


def standing(office, document):
    return store.standing(office.db, documents.get_for_office(office.db, document.id))


def sign_page(browser, document, way="", status=200):
    return browser.open(f"/documents/{document.id}/signing?way={way}", status)


def test_sign_number_seal_on_the_pages(
    office,
    approved,
    keys,
    clock,
    as_hung,
    as_lan,
    as_minh,
    pki,  # noqa: F811
):
    assert "Chờ bạn ký" in as_hung.open("/").main
    assert "Đã duyệt, chờ người có thẩm quyền ký" in as_lan.open("/").main
    assert "Chờ cấp số" not in as_lan.page.main
    assert f"Đang chờ {HUNG} ký" in as_minh.open(f"/documents/{approved.id}").main
    page = sign_page(as_hung, approved)
    assert page.h1 == "Chữ ký của người có thẩm quyền"
    page = as_hung.press("Ký số", passphrase=SECRET)
    assert "Đã nhận chữ ký của người có thẩm quyền" in page.text
    page = as_lan.open("/")
    assert "Chờ cấp số" in page.main
    as_lan.open(f"/documents/{approved.id}/number")
    page = as_lan.press("Cấp số")
    assert "Đang tạo tệp" in page.main
    work(office, clock())
    assert "Chờ ký số của cơ quan" in as_lan.open("/").main
    page = as_lan.open(f"/documents/{approved.id}")
    assert "Phát hành" not in page.buttons
    page = sign_page(as_lan, approved)
    page = as_lan.press("Ký số", passphrase=SECRET)
    assert "HỢP LỆ" in page.main
    assert "Đã phát hành" in as_lan.press("Phát hành").main
    sealed = documents.current_file(office.db, approved.id, FileRole.SIGNED)
    assert filled_values(office.files.get(sealed.sha256))["SoVanBan"] == "01"


def test_the_administrator_chooses_the_order_with_its_articles(office, as_admin):
    page = as_admin.open("/administration/signing")
    assert "Điều 15" in page.main
    page = as_admin.press("Lưu", number_order="sign_first", digital="y")
    assert "Đã lưu" in page.text
    assert store.policy(office.db) == SigningPolicy(NumberOrder.SIGN_FIRST, digital=True)


def test_a_paper_numbered_first_is_listed_where_the_agency_signs_digitally(
    office, numbered, as_hung, clock
):
    assert "Chờ bạn ký" not in as_hung.open("/").main
    by = person_of(office.db, "quantri")
    signing_order.save_policy(office, SigningPolicy(digital=True), by=by, now=clock())
    assert "Chờ bạn ký" in as_hung.open("/").main


def test_where_the_office_signs_in_here_nothing_unsigned_is_issued(office, numbered, as_lan, clock):
    as_lan.open(f"/documents/{numbered.id}")
    assert "Phát hành" in as_lan.page.buttons
    by = person_of(office.db, "quantri")
    signing_order.save_policy(office, SigningPolicy(digital=True), by=by, now=clock())
    page = as_lan.press("Phát hành", 409)
    assert "Văn bản chưa có ai ký" in page.text
    assert "Phát hành" not in as_lan.open(f"/documents/{numbered.id}").buttons


def test_a_wrong_passphrase_says_so_at_the_field_and_signs_nothing(office, approved, keys, as_hung):
    sign_page(as_hung, approved)
    page = as_hung.press("Ký số", 422, passphrase="không phải")
    assert page.errors == {"passphrase": "Mật khẩu giữ khóa không đúng."}
    assert page.value("passphrase") in (None, "")
    assert standing(office, approved).step is SigningStep.PERSON


def test_after_many_wrong_passphrases_one_must_wait(approved, keys, as_hung, clock):
    for _ in range(5):
        sign_page(as_hung, approved)
        as_hung.press("Ký số", 422, passphrase="không phải")
    sign_page(as_hung, approved)
    page = as_hung.press("Ký số", 429, passphrase=SECRET)
    assert "đợi 15 phút" in page.main
    clock.forward(minutes=16)
    sign_page(as_hung, approved)
    assert "Đã nhận chữ ký" in as_hung.press("Ký số", passphrase=SECRET).text


def test_a_secret_is_never_held_over_an_ended_session(office, approved, keys, as_hung):
    for path, button in ((f"/documents/{approved.id}/signing", "Ký số"), (KEYS, "Nạp khóa")):
        page = as_hung.open(path)
        form, _ = page.form_of(button)
        data = {**page.fields_of(form), "passphrase": "bí mật của Hùng"}
        with as_hung.client.session_transaction() as session:
            kept = dict(session)
            session.clear()
        as_hung.client.post(form.get("action"), data=data)
        with as_hung.client.session_transaction() as session:
            session.update(kept)
    assert office.db.query("SELECT body FROM held_form") == []


def test_a_key_is_taken_in_replaced_and_removed(office, pki, trusted, as_hung):  # noqa: F811
    as_hung.open("/signing-keys/mine")
    page = as_hung.press(
        "Nạp khóa",
        p12=(pki.p12("hung"), "hung.p12"),
        p12_password=P12,
        passphrase=SECRET,
        again=SECRET,
    )
    assert HUNG in page.main and "Xóa khóa này" in page.buttons
    page = as_hung.press(
        "Nạp khóa",
        422,
        p12=(pki.p12("hung"), "hung.p12"),
        p12_password="sai",
        passphrase=SECRET,
        again=SECRET,
    )
    assert "sai mật khẩu" in page.errors["p12"]
    page = as_hung.press("Xóa khóa này")
    assert "Đang giữ" not in page.main
    assert office.db.query("SELECT 1 FROM held_key WHERE data IS NOT NULL") == []


def test_the_agencys_key_is_the_clerks_business(as_hung, as_lan):
    as_hung.open("/signing-keys/agency", 403)
    as_lan.open("/signing-keys/mine", 403)
    as_lan.open("/signing-keys/nobody", 404)


def test_a_file_signed_with_another_tool_serves_both_orders(
    office,
    approved,
    trusted,
    hand,
    clock,
    as_hung,
    as_lan,
):
    page = sign_page(as_hung, approved, "file")
    handed = as_hung.client.get(page.links["Tải tệp chờ ký"]).data
    signed = hand.person(handed, at=clock())
    page = as_hung.press("Kiểm tra và nhận tệp", signed=(signed, "ky.pdf"))
    assert "Đã nhận chữ ký" in page.text
    as_lan.open(f"/documents/{approved.id}/number")
    as_lan.press("Cấp số")
    work(office, clock())
    page = sign_page(as_lan, approved, "file")
    filled = as_lan.client.get(page.links["Tải tệp chờ ký"]).data
    assert filled.startswith(signed)
    sealed = hand.seal(filled, at=clock())
    assert "HỢP LỆ" in as_lan.press("Kiểm tra và nhận tệp", signed=(sealed, "dau.pdf")).main


def test_both_signatures_at_once_are_taken_where_the_number_came_first(
    office,
    numbered,
    trusted,
    hand,
    clock,
    as_lan,
):
    page = sign_page(as_lan, numbered, "file")
    handed = as_lan.client.get(page.links["Tải tệp chờ ký"]).data
    page = as_lan.press("Kiểm tra và nhận tệp", signed=(both(hand, handed, clock()), "a.pdf"))
    assert "HỢP LỆ" in page.main
    assert standing(office, numbered).step is SigningStep.DONE


def test_the_wrong_file_is_refused_at_its_field(
    office,
    approved,
    trusted,
    hand,
    letter,
    clock,
    as_hung,
):
    other = letter("approved", signatory=SIGNER, subject="về việc khác")
    work(office, clock())
    wrong = hand.person(office.files.get(standing(office, other).current), at=clock())
    sign_page(as_hung, approved, "file")
    page = as_hung.press("Kiểm tra và nhận tệp", 422, signed=(wrong, "nham.pdf"))
    assert "không phải bản hệ thống đã giao" in page.errors["signed"]
    assert standing(office, approved).step is SigningStep.PERSON


def test_the_slower_of_two_gets_a_sentence(
    office,
    approved,
    keys,
    hand,
    clock,
    as_hung,
    as_lan,
):
    page = sign_page(as_lan, approved, "file")
    handed = as_lan.client.get(page.links["Tải tệp chờ ký"]).data
    sign_page(as_hung, approved)
    as_hung.press("Ký số", passphrase=SECRET)
    late = hand.person(handed, at=clock())
    page = as_lan.press("Kiểm tra và nhận tệp", 409, signed=(late, "sau.pdf"))
    assert "vừa ký" in page.main
    assert len(standing(office, approved).signatures) == 1


def test_pen_number_stamp_scan(office, approved, trusted, clock, as_lan):
    page = sign_page(as_lan, approved, "pen")
    sheet = as_lan.client.get(page.links["Tải bản in"]).data
    assert page.value("signed_on") == "02/03/2026"
    page = as_lan.press("Xác nhận đã ký tay", 422)
    assert "chữ ký mực xanh" in page.errors["has_ink"]
    page = as_lan.press("Xác nhận đã ký tay", signed_on="02/03/2026", has_ink="y")
    assert "Đã nhận chữ ký" in page.text
    as_lan.open(f"/documents/{approved.id}/number")
    as_lan.press("Cấp số")
    work(office, clock())
    sign_page(as_lan, approved)
    page = as_lan.press(
        "Xác nhận bản quét", 422, signed_on="02/03/2026", has_ink="y", scan=(sheet, "quet.pdf")
    )
    assert "dấu của cơ quan" in page.main
    page = as_lan.press(
        "Xác nhận bản quét",
        signed_on="02/03/2026",
        has_ink="y",
        has_seal="y",
        scan=(sheet, "quet.pdf"),
    )
    assert standing(office, approved).step is SigningStep.DONE
    assert "Phát hành" in page.buttons


def test_a_scan_larger_than_the_limit_is_told_the_limit(office, numbered, as_lan):
    sign_page(as_lan, numbered, "scan")
    scan = b"%PDF-1.7\n" + bytes(11 * 1024 * 1024)  # the tests' office takes 2 MB and 8 of form
    page = as_lan.press("Xác nhận bản quét", 413, scan=(scan, "lon.pdf"))
    assert "tối đa 10 MB" in page.main


@pytest.fixture
def tool(office):
    office.settings.tool_folder.mkdir()
    for name in ways.TOOL_SCRIPTS:
        (office.settings.tool_folder / name).write_text("// of the office", encoding="utf-8")


def errand(browser, document):
    """What the page tells the desktop tool."""
    sign_page(browser, document, "tool")
    page = browser.press("Mở phần mềm ký")
    told = json.loads(page.one("tool").get("data-told"))
    return {name: urlsplit(told[name]).path for name in ("FileName", "FileUploadHandler")} | {
        "page": page
    }


def post(client, path, data):
    from io import BytesIO  # noqa: PLC0415

    return client.post(path, data={"uploadfile": (BytesIO(data), "ky.pdf")}).get_json()


def test_the_desktop_tool_fetches_signs_and_posts_back(
    office,
    approved,
    trusted,
    tool,
    hand,
    clock,
    as_hung,
    visitor,
):
    told = errand(as_hung, approved)
    policy = told["page"].response.headers["Content-Security-Policy"]
    assert "connect-src 'self' wss://127.0.0.1:8987" in policy
    assert told["page"].one("tool").get("data-action") == "vgca_sign_approved"
    fetched = visitor.client.get(told["FileName"])
    assert fetched.mimetype == "application/pdf"
    signed = hand.person(fetched.data, at=clock())
    answer = post(visitor.client, told["FileUploadHandler"], signed)
    assert answer["Status"] == 0, answer
    assert standing(office, approved).step is SigningStep.NUMBER


def test_an_address_of_the_tool_works_once_and_not_for_ever(
    office,
    approved,
    trusted,
    tool,
    hand,
    clock,
    as_hung,
    visitor,
):
    told = errand(as_hung, approved)
    visitor.client.head(told["FileName"])
    handed = visitor.client.get(told["FileName"]).data
    again = visitor.client.get(told["FileName"]).get_json()
    assert (again["Status"], "đã được dùng một lần" in again["Message"]) == (1, True)
    clock.forward(minutes=31)
    late = post(visitor.client, told["FileUploadHandler"], hand.person(handed, at=clock()))
    assert late["Status"] == 1 and "Quá thời gian" in late["Message"]
    unknown = visitor.client.get("/signing-tool/khong-co/van-ban.pdf").get_json()
    assert unknown["Status"] == 1
    unknown = post(visitor.client, "/signing-tool/khong-co", b"%PDF-")
    assert "Địa chỉ ký này không có" in unknown["Message"]
    assert standing(office, approved).step is SigningStep.PERSON


def test_a_new_errand_kills_the_old_addresses(approved, trusted, tool, as_hung, visitor):
    old, new = errand(as_hung, approved), errand(as_hung, approved)
    assert visitor.client.get(old["FileName"]).get_json()["Status"] == 1
    assert visitor.client.get(new["FileName"]).data.startswith(b"%PDF")


def test_a_bad_file_from_the_tool_is_told_to_it_and_stands_on_the_page(
    office, approved, trusted, tool, as_hung, visitor
):
    told = errand(as_hung, approved)
    handed = visitor.client.get(told["FileName"]).data
    answer = post(visitor.client, told["FileUploadHandler"], handed)
    assert answer["Status"] == 1 and "không có chữ ký số nào" in answer["Message"]
    page = sign_page(as_hung, approved)
    assert "Lần ký gần nhất không xong" in page.main
    assert post(visitor.client, told["FileUploadHandler"], handed)["Status"] == 1


def test_without_its_scripts_the_tool_is_not_offered(approved, as_hung):
    page = sign_page(as_hung, approved)
    assert "Phần mềm ký trên máy" not in page.links


def test_somebody_else_sees_who_is_signing(office, approved, tool, trusted, as_hung, clock):
    errand(as_hung, approved)
    page = sign_page(as_hung, approved)
    assert re.search(r"Phạm Quốc Hùng đang ký .* hết hạn lúc", page.main)
    page = as_hung.press("Thôi chờ")
    assert "Đã thôi chờ" in page.text
    assert clock() + timedelta(0) == clock()
    assert words(page.all("h1")[0]) == "Chữ ký của người có thẩm quyền"


def test_nobody_signs_for_another_unit(approved, enter):
    tam = enter("tam")
    tam.open(f"/documents/{approved.id}/signing", 403)


def test_an_expected_month_ties_no_number_to_it(office, sign_first, letter, keys, clock, as_hung):
    document = letter("approved", signatory=SIGNER, month="01/2026")
    work(office, clock())
    sign_page(as_hung, document)
    as_hung.press("Ký số", passphrase=SECRET)
    by = person_of(office.db, "lan")
    issuing.take_number(office, document.id, date(2026, 3, 2), by=by, now=clock())
    work(office, clock())
    filled = documents.current_file(office.db, document.id, FileRole.PDF)
    values = filled_values(office.files.get(filled.sha256))
    assert (values["NgayVanBan"], values["ThangVanBan"], values["NamVanBan"]) == ("02", "3", "2026")


def decision(office, now):
    """An approved decision, its notation QĐ-UBND."""
    minh, hung = person_of(office.db, "minh"), person_of(office.db, "hung")
    kind = office.kinds["decision"]
    answers = {**kind.sample, "unit": "VHXH", "signatory": SIGNER, "urgency": ""}
    document = drafting.create_draft(office, kind.code, answers, by=minh, now=now)
    reviewing.submit(office, document.id, by=minh, now=now, approver_id=hung.id)
    return reviewing.approve(office, document.id, by=hung, now=now)


def letters_after_number(pdf):
    """The picture of “05/QĐ-UBND” on page 1, as it is drawn or printed, cropped to its ink."""
    document = pypdfium2.PdfDocument(pdf)
    document.init_forms()
    text = document[0].get_textpage()
    place = text.get_text_range().index("/QĐ-UBND")
    left, bottom, _, _ = text.get_charbox(place, loose=True)
    _, _, right, top = text.get_charbox(place + len("/QĐ-UBND") - 1, loose=True)
    document.close()
    return letters(pdf, Box(left - 13.5, bottom, right, top))


def test_the_number_with_its_d_looks_as_if_it_had_been_printed(
    office, sign_first, keys, clock, as_hung
):
    document = decision(office, clock())
    work(office, clock())
    sign_page(as_hung, document)
    as_hung.press("Ký số", passphrase=SECRET)
    series = numbers.series_for(office.db, Register.OUTGOING, "decision")
    with office.db.write():
        numbers.start_year(office.db, series.id, 2026, 5)
    by = person_of(office.db, "lan")
    issuing.take_number(office, document.id, date(2026, 3, 2), by=by, now=clock())
    work(office, clock())
    file = documents.current_file(office.db, document.id, FileRole.PDF)
    drawn = letters_after_number(office.files.get(file.sha256))
    kind, mark = office.kinds["decision"], IssueMark(5, date(2026, 3, 2))
    answers = documents.get(office.db, document.id, by).answers
    printed = letters_after_number(office.render(kind, office.agency(), answers, mark).pdf)
    assert alike(drawn, printed)
    assert widest_hole(drawn) < 0.15 * drawn.height


def test_an_office_that_signs_on_paper_is_not_urged_to_sign(office, numbered, as_hung, as_lan):
    assert "Ký số" not in as_hung.open(f"/documents/{numbered.id}").links
    assert "Nhận tệp đã ký hoặc bản ký tay" in as_lan.open(f"/documents/{numbered.id}").links


def test_the_numbers_page_says_that_the_person_has_not_signed(approved, as_lan):
    page = as_lan.open(f"/documents/{approved.id}/number", 409)
    assert "chưa ký văn bản này" in page.main


@pytest.fixture
def phone(office, hand):
    """A bridge to a remote service, as the operator set it."""
    bridge = Bridge({"hung": hand.key("hung")})
    office.settings = replace(
        office.settings, remote_signing_url=bridge.url, remote_signing_key=SERVICE_KEY
    )
    yield bridge
    bridge.close()


def test_a_remote_signature_is_asked_for_awaited_and_kept(
    office, approved, trusted, phone, clock, as_hung
):
    sign_page(as_hung, approved, "remote")
    page = as_hung.press("Gửi yêu cầu ký", 422, account="ai đó")
    assert "không có tài khoản này" in page.errors["account"]
    page = as_hung.press("Gửi yêu cầu ký", account="hung")
    assert "mở ứng dụng trên điện thoại" in page.text
    assert "đang ký (ký từ xa)" in page.main
    progress = f"/documents/{approved.id}/signing/progress"
    assert as_hung.client.get(progress).get_json()["ready"] is False
    phone.state = "signed"
    work(office, clock())
    assert as_hung.client.get(progress).get_json()["ready"] is True
    assert standing(office, approved).step is SigningStep.NUMBER
