"""veraPDF's word on a paper as an office signs it: PDF/A-2a and PDF/UA-1 at every step, also
with the name and the time drawn where there is no picture."""

import subprocess
from datetime import date

import pytest

from service.actions import issuing
from service.domain.documents import FileRole
from service.domain.signing import Level
from service.store import documents
from tests.actions.signing_world import *  # noqa: F403 - fixtures
from tests.actions.signing_world import LATER, sign, stand_of
from tests.actions.test_signing_order import both_agree
from tests.actions.test_strengthening import level_of  # noqa: F401 - a fixture
from tests.builders import work
from tests.verapdf.judge import judge

pytestmark = [pytest.mark.slow, pytest.mark.timeout(200)]


def test_every_step_stays_archivable_and_accessible(
    sign_first, approved, keys, desk, hung, lan, tmp_path
):
    office, steps = sign_first, {}

    def keep(name, sha256):
        steps[name] = tmp_path / f"{name}.pdf"
        steps[name].write_bytes(office.files.get(sha256))

    keep("to-sign", stand_of(office, approved).current)
    sign(office, approved, desk, hung)
    keep("signed", stand_of(office, approved).current)
    issuing.take_number(office, approved.id, date(2026, 3, 2), by=lan, now=LATER)
    work(office, LATER)
    keep("numbered", stand_of(office, approved).current)
    sign(office, approved, desk, lan)
    keep("sealed", documents.current_file(office.db, approved.id, FileRole.SIGNED).sha256)
    for flavour in ("2a", "ua1"):
        said = judge(flavour, list(steps.values()))
        assert dict(zip(steps, said, strict=True)) == dict.fromkeys(steps, "yes"), flavour
    first = steps["sealed"].read_bytes()
    assert all(first.startswith(path.read_bytes()) for path in steps.values())


def test_number_first_and_later_time_stamps_stay_archivable_and_agreed_on(
    press,
    numbered,
    keys,
    level_of,  # noqa: F811
    hung,
    lan,
    pki,
    tmp_path,
):
    office, steps = press, {}

    def keep(name, sha256):
        steps[name] = tmp_path / f"{name}.pdf"
        steps[name].write_bytes(office.files.get(sha256))

    desk = level_of(Level.B_LTA)
    keep("numbered", stand_of(office, numbered).current)
    sign(office, numbered, desk, hung)
    keep("signed", stand_of(office, numbered).current)
    sign(office, numbered, desk, lan)
    keep("sealed", documents.current_file(office.db, numbered.id, FileRole.SIGNED).sha256)
    both_agree(steps["sealed"].read_bytes(), pki, tmp_path)
    work(office, LATER)
    keep("stamped", documents.current_file(office.db, numbered.id, FileRole.SIGNED).sha256)
    assert steps["stamped"].read_bytes() != steps["sealed"].read_bytes()
    told = subprocess.run(
        ["pdfsig", "-nocert", str(steps["stamped"])], capture_output=True, text=True, check=False
    ).stdout
    assert told.count("Signature is Valid.") == 2, told  # it does not judge time stamps
    for flavour in ("2a", "ua1"):
        said = judge(flavour, list(steps.values()))
        assert dict(zip(steps, said, strict=True)) == dict.fromkeys(steps, "yes"), flavour
    assert all(steps["stamped"].read_bytes().startswith(one.read_bytes()) for one in steps.values())
