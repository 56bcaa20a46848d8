"""What Thông tư 15/2025/TT-BKHCN wants shown about a signed file, on the page and as JSON."""

import json

import pytest

from service.domain.signing import Level
from signatures.command import run
from tests.browser import words
from tests.signatures.conftest import (  # noqa: F401 - fixtures
    HUNG,
    online_trust,
    person_picture,
    pki,
    quiet_pyhanko,
    seal_picture,
    signing,
)
from tests.signatures.returning import handed_out, trusting

DETAILS = (
    *("Người ký", "Cơ quan, đơn vị", "Tổ chức chứng thực", "Thời gian ký", "Dấu thời gian"),
    *("Tính toàn vẹn", "Hiệu lực khi ký", "Thu hồi", "Hạn chứng thư", "Mức, thuật toán"),
    *("Dịch vụ cấp dấu", "SHA-256", "Kiểm tra lúc", "Kho chứng thư đã dùng"),
)


@pytest.fixture
def archived(office, pki, signing, clock):  # noqa: F811
    trusting(pki, office.settings.trust_folder, clock())
    signed = signing.person(handed_out(), level=Level.B_LTA, at=clock())
    return signing.seal(signed, level=Level.B_LTA, at=clock())


def test_the_page_shows_every_detail(archived, as_minh):
    as_minh.open("/verification")
    page = as_minh.press("Kiểm tra", file=(archived, "ký.pdf"))
    assert "HỢP LỆ" in page.main
    shown = {words(one) for one in page.all("dt")}
    assert set(DETAILS) <= shown
    for value in (HUNG, "TSA thử nghiệm", "còn nguyên vẹn", "B-LTA", "RSA 2048"):
        assert value in page.main


def test_json_carries_the_same(archived, office, clock, tmp_path):
    path = tmp_path / "ký.pdf"
    path.write_bytes(archived)
    code, text = run(path, True, office.settings.trust_folder, fetch=False, at=clock())
    told = json.loads(text)
    assert (code, told["verdict_name"]) == (0, "HỢP LỆ")
    one = told["signatures"][0]
    assert {"intact", "authentic", "trusted", "checked_for", "revocation", "timestamp"} <= set(one)
    assert {"name", "unit", "organisation", "issuer", "serial", "not_after"} <= set(
        one["certificate"]
    )
    assert len(told["timestamps"]) == 2
    assert told["trust_sha256"] and told["checked_at"] and told["sha256"]
