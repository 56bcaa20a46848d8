"""A digitally signed paper that comes in: judged, kept byte for byte, never stamped."""

import pytest

from service.domain.incoming import IncomingFilter
from service.store import incoming
from tests.builders import person_of
from tests.signatures.conftest import (  # noqa: F401 - fixtures
    online_trust,
    person_picture,
    pki,
    quiet_pyhanko,
    seal_picture,
    signing,
)
from tests.signatures.returning import both, handed_out, trusting
from tests.signatures.tampering import with_page_content

pytestmark = pytest.mark.slow


@pytest.mark.parametrize(
    ("changed", "verdict"), [(False, "HỢP LỆ"), (True, "KHÔNG HỢP LỆ")], ids=["whole", "changed"]
)
def test_its_signatures_are_judged_before_it_is_taken_in(
    office,
    as_lan,
    clock,
    pki,  # noqa: F811
    signing,  # noqa: F811
    changed,
    verdict,
):
    trusting(pki, office.settings.trust_folder, clock())
    data = both(signing, handed_out(), clock())
    if changed:
        data = with_page_content(data)
    as_lan.open("/incoming/new")
    page = as_lan.press("Đọc văn bản", file=(data, "ky.pdf"))
    assert f"Chữ ký số: {verdict}." in page.text
    as_lan.press("Vào sổ")
    (paper,) = incoming.listed(office.db, person_of(office.db, "lan"), IncomingFilter()).papers
    (file,) = incoming.files(office.db, paper.id)
    assert office.files.get(file.sha256) == data
    page = as_lan.open(f"/incoming/{paper.id}")
    assert f"khi nhận: {verdict.lower()}" in page.text
    assert "Bản in có dấu ĐẾN" not in page.text
    assert as_lan.client.get(f"/incoming/{paper.id}/stamped.pdf").status_code == 409
    assert as_lan.client.get(f"/incoming/{paper.id}/arrival-slip.pdf").status_code == 200
