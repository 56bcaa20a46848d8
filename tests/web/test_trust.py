"""The administrator's pages of the trust store."""

import pytest

from service.store import trust as store
from signatures import sandbox
from signatures.certificates import fingerprint
from signatures.trust import load_trust
from tests.signatures.conftest import paper, pki, quiet_pyhanko  # noqa: F401 - fixtures


@pytest.fixture
def keys(pki, clock):  # noqa: F811
    pki.set_time(clock())
    return pki


def test_a_certificate_is_shown_compared_and_installed(office, keys, as_admin):
    root = keys.cert("root")
    as_admin.open("/administration/trust")
    page = as_admin.press("Xem vân tay…", file=(root.dump(), "goc.cer"))
    assert fingerprint(root) in page.main
    assert store.in_use(office.db) == ()
    page = as_admin.press("Tin cậy chứng thư đã đánh dấu", confirmed=fingerprint(root))
    assert "Đã cài 1 chứng thư mới." in page.text
    anchors = load_trust(office.settings.trust_folder).anchors
    assert [one.dump() for one in anchors] == [root.dump()]
    kept = store.in_use(office.db)[0]
    as_admin.open(f"/administration/trust/{kept.id}")
    page = as_admin.press("Thôi tin cậy", 422, reason="")
    assert "Hãy ghi lý do" in page.errors["reason"]
    page = as_admin.press("Thôi tin cậy", reason="Thử xong")
    assert "Thử xong" in page.main
    assert load_trust(office.settings.trust_folder).anchors == ()


def test_without_a_tick_nothing_is_installed(office, keys, as_admin):
    as_admin.open("/administration/trust")
    as_admin.press("Xem vân tay…", file=(keys.cert("root").dump(), "goc.cer"))
    page = as_admin.press("Tin cậy chứng thư đã đánh dấu", 422)
    assert "so từng vân tay" in page.main
    assert store.in_use(office.db) == ()


def test_a_persons_certificate_cannot_be_ticked(keys, as_admin):
    as_admin.open("/administration/trust")
    page = as_admin.press("Xem vân tay…", file=(keys.cert("hung").dump(), "hung.cer"))
    assert "không phải của tổ chức chứng thực" in page.main
    assert 'name="confirmed"' not in page.text


def test_wrong_files_are_refused_where_they_were_chosen(as_admin):
    as_admin.open("/administration/trust")
    page = as_admin.press("Xem vân tay…", 422, file=(b"xin chao", "thu.cer"))
    assert "không phải chứng thư số" in page.errors["file"]
    page = as_admin.press("Nạp danh sách", 422, list=(b"xin chao", "thu.crl"))
    assert "không phải danh sách thu hồi" in page.errors["list"]


def test_hosts_are_kept_or_refused_with_what_was_typed(office, as_admin):
    as_admin.open("/administration/trust")
    page = as_admin.press("Lưu máy chủ", 422, hosts="ocsp.ca.gov.vn\nhttp://xau.vn")
    assert "không phải tên máy chủ" in page.errors["hosts"]
    assert "http://xau.vn" in page.text
    as_admin.press("Lưu máy chủ", hosts="ocsp.ca.gov.vn")
    assert store.hosts(office.db) == ("ocsp.ca.gov.vn",)


def test_a_level_with_time_needs_a_service(office, as_admin):
    as_admin.open("/administration/signing")
    page = as_admin.press("Lưu", 422, level="B-LTA", timestamp_url="")
    assert "cần dấu thời gian" in page.errors["timestamp_url"]
    page = as_admin.press("Lưu", 422, level="B-T", timestamp_url="tsa.ca.gov.vn")
    assert "địa chỉ đầy đủ" in page.errors["timestamp_url"]
    page = as_admin.press("Lưu", level="B-T", timestamp_url="http://tsa.ca.gov.vn")
    assert "Đã lưu" in page.text


def test_a_busy_computer_says_so_where_the_file_was_dropped(as_lan, monkeypatch):
    defaults = sandbox.verify_file.__kwdefaults__
    limits = sandbox.Limits(parallel=0, patience_s=0.0)
    monkeypatch.setattr(sandbox.verify_file, "__kwdefaults__", defaults | {"limits": limits})
    as_lan.open("/verification")
    page = as_lan.press("Kiểm tra", 503, file=(paper("numbered"), "a.pdf"))
    assert "Máy đang bận" in page.errors["file"]
