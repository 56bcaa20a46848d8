"""An electronic copy from a scan: signed by the agency alone, in text, at the top right."""
# ruff: noqa: F811 - fixtures

import hashlib
import io

import pypdfium2
import pytest
from pypdf import PdfReader

from service.domain.documents import FileRole
from service.rendering.archival import attached_source
from service.store import documents
from signatures.names import SignatureField
from tests.browser import OfficeBrowser
from tests.rendering.scans import scan_pdf
from tests.signatures.conftest import (  # noqa: F401 - fixtures
    online_trust,
    pki,
    quiet_pyhanko,
)
from tests.web.test_copies import new_copy, through
from tests.web.test_signing import SECRET, keys, trusted  # noqa: F401 - fixtures

SCAN = scan_pdf(pages=2)
ANSWERS = {
    "source_medium": "paper",
    "source_standing": "original",
    "copy_medium": "electronic",
    "subject": "công văn 99",
}


@pytest.fixture
def copy(as_minh, as_hung, as_lan, office, clock):
    ident = new_copy(as_minh, **ANSWERS)
    as_minh.press("Tải tệp lên", source=(SCAN, "quét.pdf"))
    document, pdf = through(as_minh, as_hung, as_lan, office, clock, ident)
    return document, pdf


def test_the_copy_is_the_scan_with_one_field_and_no_block(copy):
    _, pdf = copy
    assert attached_source(pdf) == SCAN
    fields = PdfReader(io.BytesIO(pdf)).get_fields()
    assert list(fields) == [SignatureField.COPY.value]
    assert "SAO Y" not in text_of(pdf)


def test_the_agency_signs_before_the_copy_is_issued(app, office, copy, keys, as_lan):
    document, pdf = copy
    page = as_lan.open(f"/documents/{document.id}")
    assert "Phát hành" not in page.buttons, "first the agency's signature"
    as_lan.open(f"/documents/{document.id}/signing?way=")
    page = as_lan.press("Ký số", passphrase=SECRET)
    assert "HỢP LỆ" in page.main
    taken = documents.current_file(office.db, document.id, FileRole.SIGNED)
    signed = office.files.get(taken.sha256)
    assert signed.startswith(pdf), "appended to, never rewritten"
    said = " ".join(text_of(signed).split())
    assert said == "SAO Y; Ủy ban nhân dân xã Hòa Bình; 02/03/2026; 10:00:00+07:00"
    assert attached_source(signed) == SCAN
    assert "Đã phát hành" in as_lan.press("Phát hành").main
    page = as_lan.press("Mở trang kiểm tra")
    (address,) = [link for link in page.links.values() if "/c/" in link]
    told = OfficeBrowser(app).open("/c/" + address.rsplit("/", 1)[-1]).main
    assert "Chữ ký số: HỢP LỆ" in told
    assert hashlib.sha256(signed).hexdigest() in told


def test_a_copy_without_the_agencys_signature_is_not_taken(office, copy, keys, as_lan, clock):
    document, pdf = copy
    as_lan.open(f"/documents/{document.id}")
    page = as_lan.open(f"/documents/{document.id}/signing?way=file")
    page = as_lan.press("Kiểm tra và nhận tệp", 422, signed=(pdf, "chưa ký.pdf"))
    said = " ".join(page.errors.values())
    assert "Thiếu chữ ký số của cơ quan, tổ chức trên bản sao" in said
    assert documents.current_file(office.db, document.id, FileRole.SIGNED) is None


def text_of(pdf):
    """What is drawn on page 1, the fields too."""
    document = pypdfium2.PdfDocument(pdf)
    document.init_forms()
    page = document[0]
    page.flatten()
    page.close()
    text = document[0].get_textpage().get_text_range()
    document.close()
    return text
