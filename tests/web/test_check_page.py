"""The public check page: what anybody may see of an issued paper, and nothing else."""

import io

import pypdfium2
import pytest
from PIL import Image

from service.actions import dispatching, issuing
from service.domain.documents import FileRole
from service.rendering.check_codes import with_check_code
from service.rendering.pages import page_images
from service.store import copies, documents
from tests.browser import OfficeBrowser
from tests.builders import PEOPLE, person_of, work
from tests.rendering import files
from tests.rendering.scans import scan_pdf

SUBJECT = "hồ sơ của ông Nguyễn Văn Kín"


@pytest.fixture
def issued(office, letter, clock):
    document = letter("numbered", subject=SUBJECT)
    work(office, clock())
    issuing.issue(office, document.id, by=person_of(office.db, "lan"), now=clock())
    return documents.get_for_office(office.db, document.id)


@pytest.fixture
def address(as_lan, office, issued):
    as_lan.open(f"/documents/{issued.id}")
    page = as_lan.press("Mở trang kiểm tra")
    (found,) = [link for link in page.links.values() if "/c/" in link]
    return "/c/" + found.rsplit("/", 1)[-1]


def test_the_page_says_number_date_agency_hash_and_verdict(visitor, office, issued, address):
    page = visitor.open(address)
    file = documents.current_file(office.db, issued.id, FileRole.PDF)
    for said in (issued.reference, "02/03/2026", "Ủy ban nhân dân xã Hòa Bình", file.sha256):
        assert said in page.main
    assert "bản giấy ký tay và đóng dấu" in page.main


def test_the_page_tells_nothing_else(visitor, address):
    answer = visitor.client.get(address)
    text = answer.get_data(as_text=True)
    assert "Nguyễn Văn Kín" not in text
    for name, _, _ in PEOPLE.values():
        assert name not in text
    assert "noindex" in text
    assert answer.headers["Cache-Control"] == "no-store"
    assert "Set-Cookie" not in answer.headers


def test_an_unknown_address_is_answered_like_one_that_never_was(visitor, address):
    for other in ("/c/aaaa-aaaa-aaaa", "/c/x", f"{address}z"):
        assert "Không có trang kiểm tra này" in visitor.open(other, status=404).main


def test_addresses_cannot_be_guessed_and_stay_the_same(as_lan, office, issued, address):
    token = copies.check_token(office.db, issued.id)
    assert len(token) == 12
    assert not set(token) & set("01ilo")
    as_lan.open(f"/documents/{issued.id}")
    assert address.replace("-", "").endswith(token)
    assert copies.checked_paper(office.db, token) == issued.id


def test_who_asks_too_often_must_wait_and_then_may_ask_again(app, visitor, address, clock):
    for _ in range(30):
        assert visitor.client.get(address).status_code == 200
    assert visitor.client.get(address).status_code == 429
    other = OfficeBrowser(app)
    other.client.environ_base["REMOTE_ADDR"] = "192.0.2.7"
    assert other.client.get(address).status_code == 200, "others are not held up"
    clock.forward(seconds=61)
    assert visitor.client.get(address).status_code == 200


def test_a_paper_that_is_not_issued_gets_no_page(as_lan, office, letter, clock):
    document = letter("numbered")
    page = as_lan.open(f"/documents/{document.id}")
    assert "Mở trang kiểm tra" not in page.buttons


def test_the_print_shows_the_paper_and_the_code_in_its_margin(as_minh, office, issued, address):
    answer = as_minh.client.get(f"/documents/{issued.id}/print-with-code")
    assert answer.status_code == 200
    document = pypdfium2.PdfDocument(io.BytesIO(answer.data))
    text = document[0].get_textpage().get_text_range()
    assert address in text
    document.close()
    file = documents.current_file(office.db, issued.id, FileRole.PDF)
    original = office.files.get(file.sha256)
    assert page_images(answer.data, dpi=50)[1:] == page_images(original, dpi=50)[1:]


def test_a_paper_without_a_page_has_no_print_with_a_code(as_minh, issued):
    assert as_minh.client.get(f"/documents/{issued.id}/print-with-code").status_code == 409


@pytest.mark.parametrize(
    "original", [scan_pdf(), files.page_pdf(page=b"/Rotate 90", box="0 0 842 595")]
)
def test_the_code_touches_nothing_to_the_right_of_the_margin(original):
    marked = with_check_code(original, "https://vanthu.example/c/abcd-efgh-jkmn")
    before, after = (
        Image.open(io.BytesIO(page_images(pdf, dpi=72)[0])).convert("L")
        for pdf in (original, marked)
    )
    edge = round(28 / 25.4 * 72)
    right = (edge, 0, *before.size)
    assert before.crop(right).tobytes() == after.crop(right).tobytes()
    assert before.tobytes() != after.tobytes()


def test_a_recalled_paper_is_told_as_recalled_and_copied_no_more(
    as_minh, visitor, office, issued, address, clock
):
    lan = person_of(office.db, "lan")
    dispatching.recall(office, issued.id, "Sai thẩm quyền", "Chủ tịch", by=lan, now=clock())
    told = visitor.open(address).main
    assert "đã bị cơ quan dưới đây thu hồi" in told
    assert "Sai thẩm quyền" not in told, "the reason is the office's own"
    as_minh.open("/password")
    token = {"csrf_token": as_minh.token()}
    page = as_minh.post(f"/documents/{issued.id}/certified-copies", token, status=409)
    assert "không sao nữa" in page.text
