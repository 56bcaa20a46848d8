"""Văn bản kèm theo là tệp riêng: the agency's corner, judged against the annex handed out."""

import shutil
import subprocess

import pytest

from signatures.fields import ready_for_corner_signature
from signatures.names import SignatureField
from signatures.order import Step, next_step
from signatures.report import Verdict
from signatures.returned import check_returned
from signatures.stored_key import StoredKeyWay
from signatures.two_phase import SignRequest
from tests.signatures.conftest import AGENCY, HUNG, MOMENT, paper
from tests.signatures.tampering import with_page_content, with_patch

SHOWN = ("Số: 05/QĐ-UBND; 08/01/2026; 14:30:15+07:00",)


@pytest.fixture(scope="module")
def base():
    return ready_for_corner_signature(paper("annexed"), SignatureField.ANNEX).pdf


@pytest.fixture(scope="module")
def signed(signing, base):
    return corner(signing, base)


def corner(signing, pdf, name="agency"):
    request = SignRequest(pdf, SignatureField.ANNEX, MOMENT, AGENCY, text=SHOWN)
    return StoredKeyWay(signing.key(name), signing.desk).begin(request).pdf


def judged(pdf, base, trust_folder, agency=AGENCY):
    return check_returned(
        pdf, base, signer=HUNG, agency=agency, trust_folder=trust_folder, at=MOMENT
    )


def test_the_agencys_corner_alone_makes_an_annex_valid(signed, base, trust_folder):
    report = judged(signed, base, trust_folder)
    assert report.verdict is Verdict.VALID
    assert [one.field for one in report.signatures] == [SignatureField.ANNEX]
    assert signed.startswith(base)
    assert next_step(signed) is Step.DONE


def test_without_it_nothing_is_taken(base, trust_folder):
    report = judged(base, base, trust_folder)
    assert report.verdict is Verdict.INVALID
    assert any("trên văn bản kèm theo" in one.sentence for one in report.reasons)


def test_somebody_elses_certificate_is_looked_at(signing, base, trust_folder):
    report = judged(corner(signing, base, "hung"), base, trust_folder)
    assert report.verdict is Verdict.REVIEW
    (told,) = [one.sentence for one in report.reasons if one.code == "other-name"]
    assert told == (
        f"Chữ ký số của cơ quan, tổ chức trên văn bản kèm theo mang tên “{HUNG}”, không phải "
        f"“{AGENCY}”."
    )


@pytest.mark.parametrize(
    "spoil",
    [
        lambda signing, base, signed: corner(signing, with_page_content(base)),
        lambda signing, base, signed: with_page_content(signed),
        lambda signing, base, signed: with_patch(signed),
        lambda signing, base, signed: corner(
            signing, ready_for_corner_signature(paper("blank"), SignatureField.ANNEX).pdf
        ),
        lambda signing, base, signed: signed[: len(signed) // 2],
    ],
    ids=["changed before", "changed after", "patched", "another annex", "cut"],
)
def test_a_changed_or_foreign_annex_is_never_valid(signing, base, signed, trust_folder, spoil):
    assert judged(spoil(signing, base, signed), base, trust_folder).verdict is Verdict.INVALID


def test_poppler_agrees(signed, tmp_path):
    if not shutil.which("pdfsig"):
        pytest.fail("these tests need Poppler: apt-get install poppler-utils")
    path = tmp_path / "annex.pdf"
    path.write_bytes(signed)
    told = subprocess.run(
        ["pdfsig", "-nocert", str(path)], capture_output=True, text=True, timeout=30, check=True
    ).stdout
    assert told.count("Signature is Valid") == 1 and "Total document signed" in told
    assert "KySoPhuLuc" in told
