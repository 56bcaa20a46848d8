"""Hostile files end as a verdict: nothing hangs, nothing runs, the service stays as it was."""

import os
import tempfile
import time
from concurrent.futures import ThreadPoolExecutor

import pytest

from signatures.report import Verdict
from signatures.sandbox import Limits, verify_bytes, verify_file
from tests.signatures.conftest import MOMENT
from tests.signatures.hostile_files import hostile_files
from tests.signatures.tampering import with_page_content

EXPECTED = {
    "bomb of 1 GB": {"over-limits", "unsigned", "not-derived", "broken"},
    "bomb of 10 GB in a bomb": {"over-limits", "unsigned", "not-derived", "broken"},
    "page tree in a circle": {"broken"},
    "parents in a circle": {"broken", "unsigned"},
    "arrays 200 000 deep": {"over-limits", "broken", "unsigned"},
    "dictionaries 100 000 deep": {"over-limits", "broken", "unsigned"},
    "references in a loop": {"over-limits", "broken", "unsigned"},
    "cross-references in a loop": {"broken", "over-limits", "unsigned"},
    "two billion pages claimed": {"unsigned", "broken"},
    "300 000 pages": {"too-many-pages", "over-limits", "broken"},
    "page of a kilometre": {"huge-page"},
    "picture of 60 000 by 60 000": {"over-limits", "unsigned", "not-derived", "broken"},
    "form drawing itself": {"over-limits", "unsigned", "not-derived", "broken"},
    "forms drawing forms, 10^12 times": {"over-limits", "unsigned", "not-derived", "broken"},
    "XFA": {"xfa"},
    "entities in the metadata": {"unsigned"},
    "script on opening": {"active-content"},
    "launch of a program": {"active-content"},
    "script behind a named action": {"active-content"},
    "program attached": {"program-attached"},
    "form field in a circle": {"broken"},
    "password to open": {"encrypted", "broken"},
    "password to change": {"encrypted", "broken"},
    "cut in half": {"broken"},
    "cross-reference lost": {"broken", "junk-after-end"},
    "empty": {"not-pdf"},
    "no PDF": {"not-pdf"},
    "junk before the start": {"not-pdf"},
}
"""Which reasons may be the heavy ones; which of several limits strikes first is luck."""

WORST_S = 45


@pytest.fixture(scope="module")
def verdicts(stages, trust_folder):
    """Every file judged against the issued one, two children at a time."""
    files = hostile_files(stages["sealed"])

    def judge(name):
        start = time.perf_counter()
        report = verify_bytes(
            files[name], trust_folder=trust_folder, at=MOMENT, base=stages["issued"]
        )
        return name, (report, time.perf_counter() - start)

    with ThreadPoolExecutor(2) as pool:
        return dict(pool.map(judge, files))


@pytest.mark.parametrize("name", EXPECTED)
def test_hostile_file_is_refused_with_its_reason(verdicts, name):
    report, seconds = verdicts[name]
    assert report.verdict is Verdict.INVALID
    assert {reason.code for reason in report.reasons} & EXPECTED[name], report.reasons
    assert seconds < WORST_S


def test_every_file_of_the_table_is_made(stages):
    assert set(hostile_files(stages["sealed"])) == set(EXPECTED)


def test_good_file_passes_through_the_same_child(stages, trust_folder):
    report = verify_bytes(
        stages["sealed"], trust_folder=trust_folder, at=MOMENT, base=stages["issued"]
    )
    assert report.verdict is Verdict.VALID
    assert report.signatures[0].certificate.name == "Trần Quốc Hùng"


def test_child_out_of_memory_is_a_verdict(stages, trust_folder, tmp_path):
    path = tmp_path / "a.pdf"
    path.write_bytes(stages["sealed"])
    tight = Limits(memory_bytes=48 * 1024 * 1024)
    report = verify_file(path, trust_folder=trust_folder, at=MOMENT, limits=tight)
    assert report.verdict is Verdict.INVALID
    assert [reason.code for reason in report.reasons] == ["over-limits"]
    assert report.size == len(stages["sealed"])


def test_child_that_takes_too_long_is_ended(stages, trust_folder, tmp_path):
    path = tmp_path / "a.pdf"
    path.write_bytes(stages["sealed"])
    report = verify_file(path, trust_folder=trust_folder, at=MOMENT, limits=Limits(wall_s=0.05))
    assert [reason.code for reason in report.reasons] == ["over-limits"]


def test_file_over_50_mb_is_refused_without_being_read(trust_folder, tmp_path):
    path = tmp_path / "scan.pdf"
    with path.open("wb") as file:
        file.write(b"%PDF-1.7\n")
        file.truncate(72 * 1024 * 1024)
    report = verify_file(path, trust_folder=trust_folder, at=MOMENT)
    assert report.verdict is Verdict.INVALID
    assert report.reasons[0].sentence == "Tệp lớn hơn 50 MB; hãy giảm dung lượng rồi gửi lại."
    assert report.size == 72 * 1024 * 1024


def test_pictures_of_what_differs_come_back_from_the_child(stages, trust_folder):
    report = verify_bytes(
        with_page_content(stages["sealed"]),
        trust_folder=trust_folder,
        at=MOMENT,
        base=stages["issued"],
    )
    assert report.differences[0].before.startswith(b"\x89PNG")
    assert report.differences[0].after.startswith(b"\x89PNG")


def test_nothing_is_left_behind(stages, trust_folder, tmp_path, monkeypatch):
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path))
    verify_bytes(stages["sealed"], trust_folder=trust_folder, at=MOMENT)
    left = [path.name for path in tmp_path.iterdir()]
    assert left == [f"van-thu-slots-{os.getuid()}"], "only the locks that count the children"
