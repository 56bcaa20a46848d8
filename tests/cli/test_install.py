"""script/install with a made-up system around it: asks for what is missing, and only for that."""

import hashlib
import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from tests.guards.project import ROOT

NEEDED = ("bash", "env", "dirname", "readlink", "cat", "sha256sum", "cut", "rm", "chmod", "flock")
USED_BY_THE_TESTS = ("touch", "cp", "sed")
FC_LIST = """#!/bin/sh
case "$1" in
"Liberation Serif") echo ":fontversion={version}" ;;
"DejaVu Sans") echo "DejaVu Sans" ;;
esac
"""
APT = """#!/bin/sh
echo "$@" >>"{log}"
case "$*" in
*update*) touch "{log}.updated" ;;
*) [ -e "{log}.updated" ] || exit 100
   {effect} ;;
esac
"""


class System:
    """A checkout with an installed .venv, and a PATH that holds just what a test puts there."""

    def __init__(self, folder: Path) -> None:
        self.root = folder / "checkout"
        self.path = folder / "bin"
        self.log = folder / "apt.log"
        shutil.copytree(ROOT / "script", self.root / "script")
        for name in ("requirements.txt", "requirements-test.txt"):
            shutil.copy(ROOT / name, self.root)
        self.path.mkdir()
        for name in NEEDED + USED_BY_THE_TESTS:
            (self.path / name).symlink_to(shutil.which(name))
        self.command("python3", f'#!/bin/sh\nexec "{sys.executable}" "$@"\n')
        self.command("id", "#!/bin/sh\necho 0\n")
        for name in ("soffice", "pdftoppm", "chromium", "softhsm2-util", "javac"):
            self.command(name, "#!/bin/sh\n")
        self.command("fc-list", FC_LIST.format(version=137625))
        # LibreOffice counts as there when Writer's library lies beside soffice.
        (self.path / "libswlo.so").touch()
        self._pretend_installed()

    def command(self, name: str, text: str) -> None:
        (self.path / name).unlink(missing_ok=True)
        (self.path / name).write_text(text)
        (self.path / name).chmod(0o755)

    def without(self, *names: str) -> None:
        for name in names:
            (self.path / name).unlink()

    def apt(self, effect: str = "true") -> None:
        self.command("apt-get", APT.format(log=self.log, effect=effect))

    def _pretend_installed(self) -> None:
        venv = self.root / ".venv"
        (venv / "bin").mkdir(parents=True)
        (venv / "bin" / "python").symlink_to(sys.executable)
        for name in ("requirements.txt", "requirements-test.txt"):
            text = f"{self.root}\n".encode() + (self.root / name).read_bytes()
            text += (self.root / "script" / "install").read_bytes()
            (venv / f".installed-{name}").write_text(hashlib.sha256(text).hexdigest() + "\n")

    def install(self, *argv: str, cwd: Path | None = None) -> subprocess.CompletedProcess[str]:
        return subprocess.run(
            [str(self.root / "script" / "install"), *argv],
            cwd=cwd or self.root,
            env={"PATH": str(self.path), "HOME": str(self.root)},
            capture_output=True,
            text=True,
            timeout=60,
            check=False,
        )

    @property
    def asked(self) -> list[str]:
        return self.log.read_text().splitlines() if self.log.exists() else []


@pytest.fixture
def system(tmp_path: Path) -> System:
    return System(tmp_path)


def test_nothing_is_asked_for_when_everything_is_there(system, tmp_path):
    system.apt()
    for argv in ((), ("--test",)):
        result = system.install(*argv, cwd=tmp_path)
        assert (result.returncode, result.stdout, result.stderr) == (0, "", "")
    assert system.asked == []


def test_only_what_is_missing_is_installed_after_one_update(system):
    system.apt(effect=f'cp "{system.path}/chromium" "{system.path}/pdftoppm"')
    system.without("pdftoppm")
    result = system.install()
    assert result.returncode == 0, result.stderr
    install = "-q -y install --no-install-recommends poppler-utils"
    assert system.asked == [install, "-q -y update", install]
    assert result.stderr.startswith("Đang cài bằng apt-get: poppler-utils")


def test_fonts_of_version_1_do_not_count(system):
    system.apt(effect=f'sed -i s/version=.*\\"/version=137625\\"/ "{system.path}/fc-list"')
    system.command("fc-list", FC_LIST.format(version=70386))
    assert system.install().returncode == 0
    assert system.asked[0].endswith("fonts-liberation2")


def test_times_new_roman_itself_is_enough_for_the_service_but_not_for_the_tests(system):
    system.command("fc-list", '#!/bin/sh\n[ "$1" = "Times New Roman" ] && echo "Times New Roman"\n')
    assert system.install().returncode == 0
    assert "fonts-liberation2" in system.install("--test").stderr


def test_chromium_is_asked_for_by_the_tests_alone(system):
    system.without("chromium")
    assert system.install().returncode == 0
    assert "chromium" in system.install("--test").stderr


def test_without_apt_one_sentence_names_what_to_install(system):
    system.without("pdftoppm", "fc-list")
    result = system.install()
    assert result.returncode == 1
    assert result.stderr == (
        "Lỗi: máy này không có apt-get; hãy tự cài: fontconfig fonts-liberation2 poppler-utils.\n"
    )


def test_a_user_without_sudo_is_told_what_root_must_run(system):
    system.apt()
    system.command("id", "#!/bin/sh\necho 1000\n")
    system.without("pdftoppm")
    result = system.install()
    assert result.returncode == 1
    assert result.stderr == (
        "Lỗi: cần quyền quản trị; hãy chạy bằng root: apt-get install poppler-utils\n"
    )
    assert system.asked == []


def test_a_user_with_sudo_installs_by_it(system):
    system.apt(effect=f'cp "{system.path}/chromium" "{system.path}/pdftoppm"')
    system.command("id", "#!/bin/sh\necho 1000\n")
    system.command("sudo", f'#!/bin/sh\necho sudo >>"{system.log}"\nexec "$@"\n')
    system.without("pdftoppm")
    assert system.install().returncode == 0
    assert system.asked.count("sudo") == 3


def test_a_failing_apt_ends_with_what_to_run(system):
    system.command("apt-get", "#!/bin/sh\nexit 100\n")
    system.without("pdftoppm")
    result = system.install()
    assert result.returncode == 1
    last = result.stderr.splitlines()[-1]
    assert last.startswith("Lỗi: không cài được; hãy chạy bằng root: apt-get update && apt-get")
    assert last.endswith("poppler-utils")


def test_apt_that_changes_nothing_is_noticed(system):
    system.apt()
    system.without("pdftoppm")
    result = system.install()
    assert result.returncode == 1
    assert "vẫn chưa dùng được" in result.stderr


def test_a_python_that_is_too_old_is_passed_over_for_a_newer_one(system):
    shutil.rmtree(system.root / ".venv")
    system.command("python3", "#!/bin/sh\nexit 1\n")
    system.command(
        "python3.11", '#!/bin/sh\necho "$@" >&2; case "$*" in *-m*venv*) exit 3;; esac\n'
    )
    result = system.install()
    assert "-m venv" in result.stderr
    assert "không tạo được" in result.stderr


def test_no_python_at_all_is_said_so(system):
    shutil.rmtree(system.root / ".venv")
    system.without("python3")
    system.command("apt-get", "#!/bin/sh\n")
    result = system.install()
    assert result.returncode == 1
    assert "cần Python 3.11 trở lên" in result.stderr


def test_changed_requirements_call_pip_once_more(system):
    with (system.root / "requirements.txt").open("a") as file:
        file.write("# changed\n")
    (system.root / ".venv" / "bin" / "python").unlink()
    pip = system.root / ".venv" / "bin" / "python"
    packages = system.root / "packages"
    packages.mkdir()
    pip.write_text(
        '#!/bin/sh\ncase "$*" in\n*pip*) echo "$@" >>pip.log ;;\n'
        f'*purelib*) echo "{packages}" ;;\nesac\n'
    )
    pip.chmod(0o755)
    assert system.install().returncode == 0
    assert system.install().returncode == 0
    (call,) = (system.root / "pip.log").read_text().splitlines()
    assert "--require-hashes" in call
    assert (packages / "van-thu.pth").read_text() == f"{system.root}\n"
    launcher = (system.root / ".venv" / "bin" / "service").read_text()
    assert f'"${{SERVICE_DATA:-{system.root}/var}}"' in launcher
    assert f'exec "{system.root}/.venv/bin/python" -P -m service "$@"' in launcher


@pytest.mark.parametrize("script", ["server", "test", "install", "pin"])
def test_scripts_are_executable_and_well_formed(script):
    path = ROOT / "script" / script
    assert os.access(path, os.X_OK)
    assert subprocess.run(["bash", "-n", str(path)], check=False, timeout=10).returncode == 0
