"""veraPDF's word: files stay PDF/A-2a and PDF/UA-1 at every step and level of signing."""

import pytest

from service.domain.signing import Level
from signatures.fields import ready_for_corner_signature, ready_for_signing
from signatures.names import SignatureField
from signatures.stored_key import StoredKeyWay
from signatures.two_phase import SignRequest
from tests.signatures.conftest import AGENCY, HUNG, MOMENT, SEAL_MM, paper
from tests.verapdf.judge import judge

FLAVOURS = ("2a", "ua1")


@pytest.fixture(scope="module")
def answers(stages, signing, ready, tmp_path_factory):
    """File name and flavour → what veraPDF says; one Java process for a flavour."""
    files = dict(stages)
    files |= {level.value: signing.all(ready.pdf, level) for level in Level}
    printed = ready_for_signing(
        paper("numbered"), signer=HUNG, seal_mm=SEAL_MM, number_after_signature=False
    )
    files["number first"] = signing.seal(signing.person(printed.pdf))
    annex = ready_for_corner_signature(paper("blank"), SignatureField.ANNEX)
    text = ("Số: 05/QĐ-UBND; 08/01/2026; 09:00:00 +07:00",)
    request = SignRequest(annex.pdf, SignatureField.ANNEX, MOMENT, AGENCY, text=text)
    files["annex"] = StoredKeyWay(signing.key("agency"), signing.desk).begin(request).pdf
    folder = tmp_path_factory.mktemp("vera")
    paths = [folder / f"{name}.pdf" for name in files]
    for path, pdf in zip(paths, files.values(), strict=True):
        path.write_bytes(pdf)
    return {
        (name, flavour): said
        for flavour in FLAVOURS
        for name, said in zip(files, judge(flavour, paths), strict=True)
    }


FILES = (
    *("issued", "signed", "numbered", "sealed"),
    *("B-B", "B-T", "B-LT", "B-LTA", "number first", "annex"),
)


@pytest.mark.slow
@pytest.mark.parametrize("flavour", FLAVOURS)
@pytest.mark.parametrize("name", FILES)
def test_verapdf_passes_the_file(answers, name, flavour):
    assert answers[name, flavour] == "yes"
