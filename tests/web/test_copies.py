"""Copies on the pages: what is offered, copies of our papers, what their files prove."""
# ruff: noqa: F811 - fixtures

from urllib.parse import urlencode

import pytest

from service.actions import issuing, receiving
from service.actions.receiving import Arrival, ArrivedFile
from service.actions.volumes import volume_of
from service.domain.documents import FileRole
from service.domain.incoming import IncomingDetails
from service.domain.registers import VolumeChoice
from service.rendering.archival import attached_source
from service.store import copies, documents, events
from tests.builders import person_of, work
from tests.rendering.scans import scan_pdf
from tests.signatures.conftest import (  # noqa: F401 - fixtures
    online_trust,
    person_picture,
    pki,
    quiet_pyhanko,
    seal_picture,
    signing,
)
from tests.signatures.returning import both, trusting

ORIGINAL = {"source_medium": "electronic", "source_standing": "original"}


@pytest.fixture
def issued(office, letter, clock):
    """A letter that went out, its file in the archive."""
    document = letter("numbered", subject="công tác văn thư")
    work(office, clock())
    issuing.issue(office, document.id, by=person_of(office.db, "lan"), now=clock())
    return documents.get_for_office(office.db, document.id)


def source_of(office, ident):
    return documents.current_file(office.db, ident, FileRole.SOURCE)


def chosen(page, ident):
    """What a list of choices stands at."""
    options = page.one(ident).findall(".//option")
    return next(one.get("value") for one in options if one.get("selected") is not None)


def new_copy(as_minh, **answers):
    """A saved draft of a copy with these answers; returns its id."""
    as_minh.open("/documents/new")
    as_minh.press("Soạn bản sao mới")
    if answers:
        as_minh.press("Lưu bản thảo", **answers)
    return int(as_minh.page.path.split("/")[2])


def test_what_may_be_copied_is_offered_and_the_rest_is_explained(as_minh):
    page = as_minh.open("/copies/new?source=electronic&standing=original")
    assert [one for one in page.buttons if one.startswith(("Soạn ", "Vẫn soạn"))] == [
        "Soạn sao y sang văn bản giấy",
        "Soạn trích sao sang văn bản giấy",
        "Soạn trích sao sang văn bản điện tử",
        "Vẫn soạn sao lục sang văn bản giấy",
    ]
    assert "gửi chính tệp đó" in page.main
    assert "Hãy chọn cả hai" in as_minh.open("/copies/new?source=paper").main


def test_the_chosen_copy_is_a_draft_that_knows_its_source(as_minh, office):
    as_minh.open("/copies/new?source=electronic&standing=original")
    page = as_minh.press("Soạn trích sao sang văn bản điện tử")
    fields = ("source_medium", "source_standing", "copy_kind", "copy_medium")
    assert [chosen(page, one) for one in fields] == ["electronic", "original", "TrS", "electronic"]


def test_a_forged_choice_is_refused(as_minh):
    as_minh.open("/copies/new?source=paper&standing=original")
    as_minh.press("Soạn sao y sang văn bản giấy", status=422, copy_kind="XX")


def test_a_departure_without_a_reason_is_refused_at_its_field_and_with_one_it_is_kept(
    as_minh, office
):
    as_minh.open("/copies/new?source=electronic&standing=original")
    as_minh.press("Vẫn soạn sao lục sang văn bản giấy")
    page = as_minh.press("Trình duyệt", status=422, subject="công văn 99")
    assert "người cho phép và lý do" in page.errors["copy_kind"]
    told = {"departure-by": "Phạm Quốc Hùng", "departure-reason": "chỉ có bản điện tử"}
    as_minh.press("Tải tệp lên", source=(scan_pdf(), "99.pdf"), **told)
    ident = int(as_minh.page.path.split("/")[2])
    as_minh.press("Trình duyệt")
    page = as_minh.open(f"/documents/{ident}")
    assert "Làm khác Điều 25: chỉ có bản điện tử (Phạm Quốc Hùng cho phép)." in page.main


def test_a_copy_of_our_paper_is_one_click_from_it(as_minh, office, issued):
    as_minh.open(f"/documents/{issued.id}")
    page = as_minh.press("Sao văn bản này")
    ident = int(page.path.split("/")[2])
    numbered = documents.current_file(office.db, issued.id, FileRole.PDF)
    assert source_of(office, ident).sha256 == numbered.sha256, "the very bytes of the archive"
    assert page.value("subject") == (
        f"Công văn số {issued.reference} ngày 02/03/2026 của Ủy ban nhân dân xã Hòa Bình: "
        "công tác văn thư"
    )
    assert (chosen(page, "copy_kind"), chosen(page, "source_standing")) == ("SY", "original")
    found = copies.source_of(office.db, ident)
    assert (found.origin_id, found.is_signed, found.not_archival) == (issued.id, False, "")
    assert "copy_of_ours" in [one.verb for one in events.of_document(office.db, issued.id)]


def test_a_paper_that_came_in_is_copied_from_its_kept_file(enter, as_minh, office, clock):
    lan, minh = person_of(office.db, "lan"), person_of(office.db, "minh")
    arrival = Arrival(
        IncomingDetails(
            agency="Ủy ban nhân dân tỉnh Bình An",
            kind="Công văn",
            number="99",
            notation="UBND-VX",
            issued="2026-02-27",
            subject="công tác văn thư",
        ),
        clock(),
        unit_id=minh.unit_id,
    )
    scan = scan_pdf()
    file = ArrivedFile(scan, "đến 99.pdf", "application/pdf")
    paper = receiving.receive(office, arrival, file, by=lan, now=clock())
    as_minh.open(f"/incoming/{paper.id}")
    page = as_minh.press("Sao văn bản này")
    ident = int(page.path.split("/")[2])
    assert office.files.get(source_of(office, ident).sha256) == scan
    assert page.value("subject") == (
        "Công văn số 99/UBND-VX ngày 27/02/2026 của Ủy ban nhân dân tỉnh Bình An: công tác văn thư"
    )
    assert chosen(page, "source_medium") == "paper"
    tam = enter("tam")
    tam.open("/password")
    token = {"csrf_token": tam.token()}
    tam.post(f"/incoming/{paper.id}/certified-copies", token, status=404)


def test_a_draft_and_a_paper_of_others_cannot_be_copied(enter, as_minh, letter, issued):
    draft = letter("draft")
    assert "Sao văn bản này" not in as_minh.open(f"/documents/{draft.id}").buttons
    for browser, ident, status in ((as_minh, draft.id, 409), (enter("tam"), issued.id, 404)):
        browser.open("/password")
        token = {"csrf_token": browser.token()}
        browser.post(f"/documents/{ident}/certified-copies", token, status=status)


def test_signers_times_verdict_and_hash_of_a_signed_source_are_on_the_copys_page(
    office,
    as_minh,
    issued,
    pki,
    signing,
    clock,
):
    trusting(pki, office.settings.trust_folder, clock())
    numbered = documents.current_file(office.db, issued.id, FileRole.PDF)
    signed = both(signing, office.files.get(numbered.sha256), clock())
    ident = new_copy(as_minh, subject="công văn 99", **ORIGINAL)
    page = as_minh.press("Tải tệp lên", source=(signed, "99.pdf"))
    found = copies.source_of(office.db, ident)
    assert len(found.report["signatures"]) == 2
    for one in found.report["signatures"]:
        assert one["certificate"]["name"] in page.main
    assert found.sha256 in page.main
    assert "Chữ ký số của bản được sao:" in page.main
    assert office.files.get(source_of(office, ident).sha256) == signed


def test_an_altered_signed_source_is_shown_as_invalid(office, as_minh, issued, pki, signing, clock):
    numbered = documents.current_file(office.db, issued.id, FileRole.PDF)
    signed = both(signing, office.files.get(numbered.sha256), clock())
    place = signed.index(b"/Contents") + 300
    altered = signed[:place] + bytes([signed[place] ^ 1]) + signed[place + 1 :]
    new_copy(as_minh, subject="công văn 99", **ORIGINAL)
    page = as_minh.press("Tải tệp lên", source=(altered, "99.pdf"))
    assert "Chữ ký số của bản được sao: KHÔNG HỢP LỆ" in page.main


def test_a_signed_file_is_never_made_into_an_electronic_copy(
    office, as_minh, issued, signing, clock
):
    numbered = documents.current_file(office.db, issued.id, FileRole.PDF)
    signed = both(signing, office.files.get(numbered.sha256), clock())
    answers = {"source_medium": "paper", "source_standing": "original"}
    new_copy(as_minh, subject="công văn 99", copy_medium="electronic", **answers)
    as_minh.press("Tải tệp lên", source=(signed, "99.pdf"))
    page = as_minh.press("Trình duyệt", status=422)
    assert "hãy gửi chính tệp đó, hoặc sao sang giấy" in page.errors["source"]


@pytest.mark.parametrize(
    ("scan", "sentence"),
    [
        (scan_pdf(dpi=120), "quét dưới 200 dpi"),
        (scan_pdf(mode="L"), "đen trắng hoặc xám"),
        (scan_pdf(sheet_mm=(100, 100)), "không đúng khổ"),
    ],
)
def test_a_scan_below_the_conditions_is_refused_for_an_electronic_copy(as_minh, scan, sentence):
    answers = {"source_medium": "paper", "source_standing": "original"}
    new_copy(as_minh, subject="công văn 99", copy_medium="electronic", **answers)
    as_minh.press("Tải tệp lên", source=(scan, "quét.pdf"))
    assert sentence in as_minh.press("Trình duyệt", status=422).errors["source"]
    as_minh.press("Trình duyệt", copy_medium="paper")  # on paper it may be copied


def through(as_minh, as_hung, as_lan, office, clock, ident):
    """From the draft to the numbered files; returns the paper and its PDF."""
    as_minh.press("Trình duyệt")
    as_hung.open(f"/documents/{ident}")
    as_hung.press("Duyệt")
    as_lan.open(f"/documents/{ident}/number")
    as_lan.press("Cấp số")
    work(office, clock())
    made = documents.current_file(office.db, ident, FileRole.PDF)
    return documents.get_for_office(office.db, ident), office.files.get(made.sha256)


def test_a_numbered_copy_holds_the_archived_original_and_stands_in_the_register(
    as_minh, as_hung, as_lan, office, clock, issued
):
    as_minh.open(f"/documents/{issued.id}")
    ident = int(as_minh.press("Sao văn bản này").path.split("/")[2])
    as_minh.press("Lưu bản thảo", quantity="12")
    copy, pdf = through(as_minh, as_hung, as_lan, office, clock, ident)
    assert copy.reference == "01/SY-UBND"
    numbered = documents.current_file(office.db, issued.id, FileRole.PDF)
    assert attached_source(pdf) == office.files.get(numbered.sha256)
    assert "01/SY-UBND" in as_minh.open(f"/documents/{issued.id}").main
    page = as_lan.open("/copies?year=2026")
    for said in ("01/SY-UBND", "Sao y", "công tác văn thư", "12", "Phạm Quốc Hùng"):
        assert said in page.main
    volume = volume_of(office, VolumeChoice("copies", 2026), clock())
    (row,) = volume.rows
    assert row[2].startswith("Sao y ")
    assert row[6] == "12"


def test_the_register_of_copies_is_filtered(as_minh, as_hung, as_lan, office, clock):
    ident = new_copy(as_minh, subject="công văn 99 của tỉnh", **ORIGINAL)
    as_minh.press("Tải tệp lên", source=(scan_pdf(), "a.pdf"))
    copy, _ = through(as_minh, as_hung, as_lan, office, clock, ident)
    for query, found in (
        ({"form": "SY", "q": "TỈNH 99"}, True),
        ({"form": "SL"}, False),
        ({"medium": "electronic"}, False),
        ({"q": "huyện"}, False),
        ({"year": "2025"}, False),
    ):
        page = as_lan.open(f"/copies?{urlencode({'year': '2026', **query})}")
        assert (copy.reference in page.main) == found, query


def test_an_extract_of_pages_that_are_not_there_is_refused_before_it_is_sent(as_minh):
    new_copy(as_minh, subject="công văn 99", copy_kind="TrS", pages="1, 4", **ORIGINAL)
    as_minh.press("Tải tệp lên", source=(scan_pdf(pages=3), "a.pdf"))
    page = as_minh.press("Trình duyệt", status=422)
    assert "chỉ có 3 trang" in page.errors["pages"]
