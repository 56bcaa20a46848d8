"""A numbered paper goes out to be signed and comes back, on the pages of the clerk."""

from io import BytesIO
from urllib.parse import urlsplit

import pytest
from PIL import Image, ImageChops

from service.actions import signing_order, strengthening
from service.domain.documents import FileRole
from service.domain.signing import Level, SigningPolicy
from service.store import documents, events, signed_files
from signatures.order import Step, next_step
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
from tests.signatures.tampering import with_page_content


def numbered(office, letter, now, **answers):
    """A letter with its number, its file made."""
    document = letter("numbered", **answers)
    work(office, now)
    return documents.get_for_office(office.db, document.id)


def pdf_of(office, document, role=FileRole.PDF):
    file = documents.current_file(office.db, document.id, role)
    return office.files.get(file.sha256)


def test_numbered_file_waits_for_the_signature_of_the_person(office, letter, clock, as_lan):
    document = numbered(office, letter, clock())
    assert next_step(pdf_of(office, document)) is Step.PERSON
    assert "ô ký số" not in as_lan.open(f"/documents/{document.id}").main


def test_paper_without_a_printed_name_says_why_it_has_no_fields(office, letter, clock, as_lan):
    nobody = {"choice": "other", "lines": ["CHỦ TỊCH"], "name": ""}
    document = numbered(office, letter, clock(), signatory=nobody)
    assert next_step(pdf_of(office, document)) is Step.DONE
    page = as_lan.open(f"/documents/{document.id}")
    assert "không có ô ký số vì văn bản không ghi họ tên người ký" in page.main
    assert "Phát hành" in page.buttons


SIGNER = {"choice": "other", "lines": ["CHỦ TỊCH"], "name": HUNG}
BUTTON = "Kiểm tra và nhận tệp"


@pytest.fixture
def document(office, letter, clock):
    return numbered(office, letter, clock(), signatory=SIGNER)


@pytest.fixture
def trusted(office, pki, clock):  # noqa: F811
    """The office trusts the test's authorities, whose lists are fresh."""
    return trusting(pki, office.settings.trust_folder, clock())


@pytest.fixture
def signed(office, document, trusted, signing, clock):  # noqa: F811
    return both(signing, pdf_of(office, document), clock())


def hand_in(browser, document, data, status=200, name="ký.pdf", **rest):
    browser.open(f"/documents/{document.id}")
    return browser.press(BUTTON, status, signed=(data, name), **rest)


def test_the_page_shows_signers_times_and_verdict(document, signed, as_lan, as_minh):
    hand_in(as_lan, document, signed)
    page = as_minh.open(f"/documents/{document.id}")
    assert [words(one) for one in page.classed("verdict")] == ["HỢP LỆ"]
    assert f"Chữ ký số của người có thẩm quyền {HUNG}, 10:00, 02/03/2026" in page.main
    assert "Chữ ký số của cơ quan, tổ chức Ủy ban nhân dân xã Hòa Bình" in page.main
    assert "Nguyễn Thị Lan" in page.main
    assert BUTTON not in page.buttons


def test_the_signed_file_is_offered_first_and_its_pages_are_shown(office, document, signed, as_lan):
    before = pages_of(as_lan, as_lan.open(f"/documents/{document.id}"))
    page = hand_in(as_lan, document, signed)
    names = [link.text for item in page.classed("files") for link in item.iter("a")]
    assert names[0] == "01-UBND-VHXH (đã ký).pdf"
    assert len(names) == 3
    assert as_lan.client.get(page.links[names[0]]).data == signed
    after = pages_of(as_lan, page)
    assert has_red(after) and not has_red(before), "the seal is seen"
    assert signed.startswith(pdf_of(office, document))


def pages_of(browser, page):
    (image, *_) = [one for one in page.all("img") if "/pages/" in one.get("src")]
    return Image.open(BytesIO(browser.client.get(image.get("src")).data)).convert("RGB")


def has_red(picture):
    high = (picture.getchannel(0).point(lambda value: 255 * (value > 150)),)
    low = tuple(picture.getchannel(part).point(lambda value: 255 * (value < 90)) for part in (1, 2))
    ink = ImageChops.darker(ImageChops.darker(*low), *high)
    return ink.histogram()[255] > 100


def test_it_is_issued_with_or_without_a_signed_file(document, signed, as_lan):
    page = hand_in(as_lan, document, signed)
    assert "Phát hành" in page.buttons
    assert "Đã phát hành" in as_lan.press("Phát hành").main


def test_doubt_asks_for_a_reason_and_shows_it(office, document, signed, as_lan):
    for revoked in office.settings.trust_folder.glob("*.crl"):
        revoked.unlink()
    page = hand_in(as_lan, document, signed, 422)
    assert "CẦN XEM LẠI" in page.errors["signed"]
    assert "hãy ghi vì sao" in page.errors["reason"]
    page = as_lan.press(BUTTON, signed=(signed, "a.pdf"), reason="Đã hỏi người ký")
    assert "CẦN XEM LẠI" in page.main
    assert "Lý do vẫn nhận: Đã hỏi người ký" in page.main


def test_another_papers_file_is_refused(office, letter, document, trusted, signing, clock, as_lan):  # noqa: F811
    other = numbered(office, letter, clock(), signatory=SIGNER, subject="về việc khác")
    page = hand_in(as_lan, document, both(signing, pdf_of(office, other), clock()), 422)
    assert "không phải bản hệ thống đã giao" in page.errors["signed"]
    assert "KHÔNG HỢP LỆ" in page.errors["signed"]


def test_text_changed_before_signing_is_refused(office, document, trusted, signing, clock, as_lan):  # noqa: F811
    changed = both(signing, with_page_content(pdf_of(office, document)), clock())
    page = hand_in(as_lan, document, changed, 422, reason="vẫn nhận")
    assert "Trang 1 bị thay đổi" in page.errors["signed"]
    assert "reason" not in page.errors
    assert page.value("reason") == "vẫn nhận", "what was typed stays"


def test_unsigned_file_is_refused(office, document, trusted, as_lan):
    page = hand_in(as_lan, document, pdf_of(office, document), 422)
    assert "không có chữ ký số nào" in page.errors["signed"]


@pytest.mark.parametrize(
    ("data", "sentence"),
    [(b"PK\x03\x04 Word", "PDF"), (b"%PDF-1.7\nnothing else", "PDF"), (b"", "trống")],
)
def test_what_is_no_pdf_is_refused_at_its_field(document, as_lan, data, sentence):
    page = hand_in(as_lan, document, data, 422, name="van-ban.docx")
    assert sentence in page.errors["signed"]
    assert "signed-error" in page.one("signed").get("aria-describedby").split()


def test_no_file_at_all_is_said_so(document, as_lan):
    as_lan.open(f"/documents/{document.id}")
    assert "Chưa chọn tệp PDF đã ký" in as_lan.press(BUTTON, 422).errors["signed"]


def test_the_same_file_twice_is_harmless(office, document, signed, as_lan, enter):
    second = enter("lan")
    second.open(f"/documents/{document.id}")
    hand_in(as_lan, document, signed)
    assert "HỢP LỆ" in second.press(BUTTON, signed=(signed, "a.pdf")).main
    told = [event.verb for event in events.of_document(office.db, document.id)]
    assert told.count("accept_signed") == 1


def test_the_slower_of_two_clerks_is_told_who_was_first(
    office,
    document,
    signed,
    signing,  # noqa: F811
    clock,
    as_lan,
    enter,
):
    second = enter("lan")
    second.open(f"/documents/{document.id}")
    hand_in(as_lan, document, signed)
    other = both(signing, pdf_of(office, document), clock())
    page = second.press(BUTTON, 409, signed=(other, "a.pdf"))
    assert "Văn bản đã có tệp ký, Nguyễn Thị Lan nhận lúc 10:00" in page.main


def test_only_the_clerk_is_asked_for_it(document, as_minh, as_lan):
    assert BUTTON in as_lan.open(f"/documents/{document.id}").buttons
    assert BUTTON not in as_minh.open(f"/documents/{document.id}").buttons


def test_a_wrongly_taken_file_is_replaced_with_a_reason(
    office,
    document,
    signed,
    signing,  # noqa: F811
    clock,
    trusted,
    as_lan,
):
    hand_in(as_lan, document, signed)
    base = documents.current_file(office.db, document.id, FileRole.PDF)
    other = both(signing, office.files.get(base.sha256), clock())
    page = as_lan.press("Kiểm tra và thay tệp", 422, signed=(other, "b.pdf"))
    assert "vì sao thay" in page.errors["why"]
    page = as_lan.press("Kiểm tra và thay tệp", signed=(other, "b.pdf"), why="Nhầm bản ký thử")
    assert "Tệp đã ký trước đó (1)" in page.main and "Nhầm bản ký thử" in page.main
    assert office.files.get(signed_files.current(office.db, document.id).file.sha256) == other
    earlier = as_lan.client.get(f"/documents/{document.id}/files/signed/1")
    assert earlier.data == signed


def test_the_public_page_knows_the_file_before_and_after_its_time_stamp(
    office,
    document,
    signed,
    pki,  # noqa: F811
    clock,
    as_lan,
    visitor,
):
    hand_in(as_lan, document, signed)
    policy = SigningPolicy(level=Level.B_T, timestamp_url=pki.tsa_url())
    admin = person_of(office.db, "quantri")
    signing_order.save_policy(office, policy, by=admin, now=clock())
    first = signed_files.current(office.db, document.id)
    with office.db.write():
        strengthening.plan(office, document.id, first, clock())
    as_lan.open(f"/documents/{document.id}")
    as_lan.press("Phát hành")
    work(office, clock())
    later = signed_files.current(office.db, document.id)
    assert later.file.sha256 != first.file.sha256
    page = as_lan.open(f"/documents/{document.id}")
    assert "Thêm dấu thời gian và tài liệu kiểm tra" in page.main
    as_lan.press("Mở trang kiểm tra")
    (address,) = [link for link in as_lan.page.links.values() if "/c/" in link]
    told = visitor.open(urlsplit(address).path).main
    assert later.file.sha256 in told and first.file.sha256 in told
