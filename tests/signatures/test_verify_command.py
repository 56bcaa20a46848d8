"""`service verify FILE [--json]`: exit codes, Vietnamese text, stable JSON."""

import json

import pytest

from signatures.command import run
from signatures.report import Report
from tests.signatures.conftest import MOMENT
from tests.signatures.tampering import with_page_content


@pytest.fixture
def check(tmp_path, trust_folder):
    def checked(pdf, as_json=False, **rest):
        path = tmp_path / "van-ban.pdf"
        path.write_bytes(pdf)
        return run(path, as_json, trust_folder, at=MOMENT, fetch=False, **rest)

    return checked


def test_good_file_exits_0_and_tells_what_the_circular_asks_for(check, stages):
    code, text = check(stages["sealed"])
    assert code == 0
    assert text.startswith("van-ban.pdf: HỢP LỆ")
    for words in (
        "Người ký:            Trần Quốc Hùng",
        "Cơ quan, đơn vị:     Lãnh đạo Ủy ban, Ủy ban nhân dân xã Hòa Bình",
        "Tổ chức chứng thực:  CA trung gian thử nghiệm",
        "Thời gian ký:        08/01/2026 09:00:00",
        "Tính toàn vẹn:       còn nguyên vẹn",
        "Thu hồi:             không bị thu hồi",
        "Hạn chứng thư:       01/01/2024 07:00:00 đến 01/01/2032 07:00:00",
    ):
        assert words in text


def test_changed_file_exits_1(check, stages):
    code, text = check(with_page_content(stages["sealed"]))
    assert code == 1
    assert text.startswith("van-ban.pdf: KHÔNG HỢP LỆ")
    assert "✗ Trang 1 bị thay đổi" in text


def test_file_that_needs_a_person_exits_2(tmp_path, pki, stages):
    folder = pki.trust_folder(tmp_path / "trust", hosts=False, lists=False)
    path = tmp_path / "a.pdf"
    path.write_bytes(stages["sealed"])
    code, text = run(path, False, folder, at=MOMENT, fetch=False)
    assert code == 2
    assert "CẦN XEM LẠI" in text
    assert "? Chưa kiểm tra được chứng thư" in text


def test_missing_file_or_store_exits_3(tmp_path, trust_folder, stages):
    assert run(tmp_path / "khong-co.pdf", False, trust_folder)[0] == 3
    path = tmp_path / "a.pdf"
    path.write_bytes(stages["sealed"])
    code, text = run(path, True, tmp_path / "khong-co")
    assert code == 3
    assert "Không có thư mục chứng thư tin cậy" in text


def test_file_is_compared_with_the_one_handed_out(check, stages, tmp_path):
    base = tmp_path / "da-giao.pdf"
    base.write_bytes(stages["issued"])
    assert check(stages["sealed"], base=base)[0] == 0
    base.write_bytes(stages["issued"] + b" ")
    assert check(stages["sealed"], base=base)[0] == 2


def test_json_is_stable_and_reads_back(check, stages):
    code, text = check(stages["sealed"], as_json=True)
    state = json.loads(text)
    assert code == 0
    assert list(state) == [
        *("format", "verdict", "verdict_name", "reasons", "sha256", "base_sha256", "size"),
        *("pages", "checked_at", "trust_sha256", "signatures", "timestamps", "extra_fields"),
        *("values", "differences"),
    ]
    assert state["format"] == 1
    assert state["verdict"] == "valid"
    assert sorted(state["signatures"][0]) == sorted(
        [
            *("field", "label", "intact", "authentic", "trusted", "covers_whole_file", "level"),
            *("mechanism", "digest", "subfilter", "certificate", "claimed_time", "timestamp"),
            *("checked_for", "revocation"),
        ]
    )
    assert Report.from_dict(state).to_dict() == state
    assert "Trần Quốc Hùng" in text
