"""The walls around a child process, and what is refused before a converter sees it."""

import io
import os
import re
import subprocess
import sys
import zipfile

import pytest

from service.domain.errors import RenderingFault
from service.rendering import frames, lok, wordfile
from service.rendering.pdf import ColdOffice, open_converter
from service.rendering.profile import write_profile
from service.rendering.sandbox import Limits, child_environment
from tests.rendering.papers import letter_docx


def run_confined(tmp_path, code, **limits):
    """Run Python code behind the walls; its exit code and what it printed."""
    done = subprocess.run(
        [
            sys.executable,
            "-m",
            "service.rendering.sandbox",
            *Limits(**{"memory_mb": 512, **limits}).arguments(),
            "--",
            sys.executable,
            "-c",
            code,
        ],
        env=child_environment(tmp_path),
        cwd=tmp_path,
        capture_output=True,
        text=True,
        timeout=30,
        check=False,
    )
    return done.returncode, done.stdout + done.stderr


def test_a_confined_child_cannot_open_a_network_socket(tmp_path):
    code, said = run_confined(tmp_path, "import socket; socket.create_server(('127.0.0.1', 0))")
    assert code == 1
    assert "PermissionError" in said


def test_a_confined_child_may_talk_to_its_own_threads(tmp_path):
    code, said = run_confined(tmp_path, "import socket; socket.socketpair(); print('well')")
    assert (code, said) == (0, "well\n")


def test_a_confined_child_cannot_take_more_memory_than_given(tmp_path):
    code, said = run_confined(tmp_path, "bytearray(600 << 20)")
    assert code == 1
    assert "MemoryError" in said


def test_a_confined_child_cannot_compute_for_ever(tmp_path):
    code, _ = run_confined(tmp_path, "while True: pass", cpu_seconds=1)
    assert code < 0


def test_a_confined_child_cannot_fill_the_disk(tmp_path):
    code, _ = run_confined(tmp_path, "open('big', 'wb').write(bytes(3 << 20))", file_mb=1)
    assert code != 0


def test_secrets_of_our_environment_do_not_reach_a_child(tmp_path, monkeypatch):
    monkeypatch.setenv("SERVICE_SECRET_KEY", "bi-mat-khong-duoc-lo")
    assert "bi-mat-khong-duoc-lo" not in str(child_environment(tmp_path))
    assert child_environment(tmp_path)["PATH"] == os.environ["PATH"]


def test_a_frame_is_read_back_as_it_was_sent():
    stream = io.BytesIO(frames.frame(frames.PDF, b"abc") + frames.frame(frames.READY))
    assert frames.read_frame(stream) == (frames.PDF, b"abc")
    assert frames.read_frame(stream) == (frames.READY, b"")
    assert frames.read_frame(stream) is None


def test_a_frame_cut_short_is_no_frame():
    assert frames.read_frame(io.BytesIO(frames.frame(frames.PDF, b"abc")[:-1])) is None


def test_the_document_that_warms_a_child_is_a_word_file():
    wordfile.require_word_file(lok.first_document())


def test_a_damaged_part_is_found_before_conversion():
    damaged = bytearray(letter_docx())
    with zipfile.ZipFile(io.BytesIO(bytes(damaged))) as package:
        part = package.getinfo("word/document.xml")
    damaged[part.header_offset + part.compress_size // 2 + 60] ^= 0xFF
    with pytest.raises(RenderingFault) as caught:
        wordfile.require_word_file(bytes(damaged))
    assert caught.value.code == "docx-broken"


def test_a_package_that_unpacks_to_gigabytes_is_refused_unread():
    bomb = io.BytesIO()
    with zipfile.ZipFile(bomb, "w", zipfile.ZIP_DEFLATED) as package:
        package.writestr("word/document.xml", bytes(wordfile.LARGEST_UNPACKED_MB + 1 << 20))
    with pytest.raises(RenderingFault, match="quá lớn") as caught:
        wordfile.require_word_file(bomb.getvalue())
    assert caught.value.code == "docx-too-big"


def test_the_profile_turns_macros_and_link_updates_off(tmp_path):
    write_profile(tmp_path / "profile", tmp_path)
    text = (tmp_path / "profile/user/registrymodifications.xcu").read_text("utf-8")
    settings = dict(re.findall(r'oor:name="(\w+)" oor:op="fuse"><value>(\w+)<', text))
    assert settings["DisableMacrosExecution"] == "true"
    assert settings["BlockUntrustedRefererLinks"] == "true"
    assert settings["Link"] == "0"


def test_without_libreoffice_the_operator_is_told_what_to_install(monkeypatch, tmp_path):
    monkeypatch.setenv("PATH", str(tmp_path))
    monkeypatch.setattr("service.rendering.pdf._PROGRAM_FOLDERS", ())
    with pytest.raises(RenderingFault, match="libreoffice-writer-nogui") as caught:
        open_converter(run_folder=tmp_path)
    assert caught.value.code == "converter-missing"


def test_without_the_library_soffice_is_called_for_each_paper(monkeypatch, library, tmp_path):
    monkeypatch.setattr("service.rendering.pdf.find_library", lambda: None)
    converter = open_converter(run_folder=tmp_path)
    assert isinstance(converter, ColdOffice)
    converter.close()


@pytest.mark.slow
def test_a_library_that_does_not_load_gives_way_to_soffice(tmp_path):
    converter = open_converter(run_folder=tmp_path / "run", library=tmp_path / "none.so")
    for _ in range(2):
        assert converter.convert(letter_docx()).startswith(b"%PDF-")
    converter.close()
    assert not list((tmp_path / "run").iterdir())


@pytest.mark.slow
def test_soffice_that_takes_too_long_is_ended_with_all_its_processes(library, tmp_path):
    office = ColdOffice(library.parent / "soffice", tmp_path / "run", timeout_s=0.3)
    with pytest.raises(RenderingFault) as caught:
        office.convert(letter_docx())
    assert caught.value.code == "converter-timeout"
    office.close()
    listed = subprocess.run(["ps", "-eo", "args"], capture_output=True, text=True, check=True)
    assert str(tmp_path) not in listed.stdout
