"""The warm pool under everything that can befall it, with real LibreOffice processes."""

import fcntl
import functools
import io
import os
import signal
import socket
import subprocess
import sys
import threading
import time
import zipfile
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
from docx.opc.constants import RELATIONSHIP_TYPE
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls, nsmap
from pypdf import PdfReader

from service.domain.errors import Busy, RenderingFault
from tests.rendering.papers import add, letter_docx, packed, plain_word

pytestmark = pytest.mark.slow


def gone(pid):
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return True
    return Path(f"/proc/{pid}/stat").read_text().split(") ")[1].startswith("Z")


def eventually(condition, seconds=10):
    deadline = time.monotonic() + seconds
    while not condition():
        assert time.monotonic() < deadline, "it never came true"
        time.sleep(0.01)


@functools.cache
def long_paper(paragraphs=1500):
    """Keeps LibreOffice busy for a second or more."""
    return letter_docx(paragraphs=paragraphs)


def in_thread(call, *arguments):
    """A running call, as a future."""
    return ThreadPoolExecutor(1).submit(call, *arguments)


def busy_pid(pool):
    eventually(lambda: pool.state().pids and pool.state().idle == 0)
    return pool.state().pids[0]


def test_a_letter_comes_out_as_a_tagged_pdf_of_two_pages(shared_pool):
    reader = PdfReader(io.BytesIO(shared_pool.convert(letter_docx())))
    assert len(reader.pages) == 2
    assert reader.root_object["/MarkInfo"]["/Marked"]
    assert "Kính gửi" in reader.pages[0].extract_text()


def test_a_killed_child_is_replaced_and_its_paper_converted(make_pool):
    pool = make_pool()
    pool.warm(wait=True)
    paper = in_thread(pool.convert, long_paper())
    first = busy_pid(pool)
    time.sleep(0.1)
    os.kill(first, signal.SIGKILL)
    assert paper.result(60).startswith(b"%PDF-")
    assert pool.state().lost == 1
    assert pool.state().pids != (first,)


def test_an_idle_child_killed_from_outside_costs_nobody_a_failure(make_pool):
    pool = make_pool()
    pool.warm(wait=True)
    first = pool.state().pids[0]
    os.kill(first, signal.SIGKILL)
    eventually(lambda: gone(first))
    assert pool.convert(letter_docx()).startswith(b"%PDF-")
    assert gone(first)


def test_a_paper_that_loses_two_children_is_given_up_with_a_sentence(make_pool):
    pool = make_pool(timeout_s=0.4)
    pool.warm(wait=True)
    with pytest.raises(RenderingFault, match="quá lâu") as caught:
        pool.convert(long_paper(3000))
    assert caught.value.code == "converter-timeout"
    assert not caught.value.permanent
    assert pool.state().lost == 2


def test_a_stopped_child_is_replaced_when_its_time_is_up(make_pool):
    pool = make_pool(timeout_s=2)
    pool.warm(wait=True)
    first = pool.state().pids[0]
    os.kill(first, signal.SIGSTOP)
    start = time.monotonic()
    assert pool.convert(letter_docx()).startswith(b"%PDF-")
    assert 2 <= time.monotonic() - start < 15
    assert gone(first)


def test_a_stopped_child_does_not_block_a_paper_larger_than_the_pipe(make_pool):
    pool = make_pool(timeout_s=1)
    pool.warm(wait=True)
    os.kill(pool.state().pids[0], signal.SIGSTOP)
    noise = io.BytesIO(letter_docx())
    with zipfile.ZipFile(noise, "a", zipfile.ZIP_STORED) as package:
        package.writestr("word/media/noise.bin", os.urandom(2 << 20))
    assert pool.convert(noise.getvalue()).startswith(b"%PDF-")


def test_a_paper_that_eats_memory_ends_its_child_and_not_the_pool(make_pool):
    pool = make_pool(memory_mb=750, timeout_s=8)
    pool.warm(wait=True)
    hog = _multiplied(letter_docx(paragraphs=0), 20_000)
    with pytest.raises(RenderingFault) as caught:
        pool.convert(hog)
    assert caught.value.code in {"converter-crash", "converter-timeout", "docx-refused"}
    assert pool.convert(letter_docx()).startswith(b"%PDF-")


def _multiplied(docx, times):
    """The same Word file with its first table repeated."""
    source = zipfile.ZipFile(io.BytesIO(docx))
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as package:
        for name in source.namelist():
            data = source.read(name)
            if name == "word/document.xml":
                start, end = data.index(b"<w:tbl>"), data.index(b"</w:tbl>") + 8
                data = data[:start] + data[start:end] * times + data[end:]
            package.writestr(name, data)
    return target.getvalue()


@pytest.mark.parametrize(
    "spoiled",
    [
        pytest.param(b"", id="empty"),
        pytest.param(b"Kinh gui: mot dong chu thuong", id="plain text"),
        pytest.param(letter_docx()[:9000], id="cut short"),
        pytest.param(letter_docx().replace(b"word/document", b"word/dokument"), id="no main part"),
    ],
)
def test_what_is_not_a_word_file_is_refused_before_libreoffice_sees_it(shared_pool, spoiled):
    with pytest.raises(RenderingFault, match="hỏng hoặc không phải là tệp Word") as caught:
        shared_pool.convert(spoiled)
    assert caught.value.code == "docx-broken"
    assert caught.value.permanent


def test_broken_xml_inside_a_whole_package_is_refused_and_the_child_lives_on(make_pool):
    pool = make_pool()
    pool.warm(wait=True)
    pids = pool.state().pids
    target = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(letter_docx())) as source, zipfile.ZipFile(target, "w") as out:
        for name in source.namelist():
            data = source.read(name)
            out.writestr(name, data[: len(data) // 2] if name == "word/document.xml" else data)
    with pytest.raises(RenderingFault) as caught:
        pool.convert(target.getvalue())
    assert caught.value.code == "docx-refused"
    assert caught.value.permanent
    assert pool.convert(letter_docx()).startswith(b"%PDF-")
    assert pool.state().pids == pids


def test_sixteen_threads_each_get_their_own_paper(make_pool):
    pool = make_pool(size=2, wait_s=60)
    with ThreadPoolExecutor(16) as threads:
        bodies = [f"Văn bản thứ {number} của buổi sáng" for number in range(16)]
        papers = list(
            threads.map(lambda body: pool.convert(letter_docx(body=body, paragraphs=2)), bodies)
        )
    for body, paper in zip(bodies, papers, strict=True):
        assert body in PdfReader(io.BytesIO(paper)).pages[0].extract_text()
    assert len(pool.state().pids) == 2


def test_a_full_line_answers_busy_at_once(make_pool):
    pool = make_pool(queue_length=2, wait_s=60)
    pool.warm(wait=True)
    first = in_thread(pool.convert, long_paper())
    busy_pid(pool)
    waiting = [in_thread(pool.convert, letter_docx()) for _ in range(2)]
    eventually(lambda: pool.state().waiting == 2)
    start = time.monotonic()
    with pytest.raises(Busy, match="Máy chủ đang bận, xin thử lại sau ít giây"):
        pool.convert(letter_docx())
    assert time.monotonic() - start < 1
    for paper in (first, *waiting):
        assert paper.result(60).startswith(b"%PDF-")


def test_who_waits_too_long_is_told_to_try_again(make_pool):
    pool = make_pool(wait_s=0.2)
    pool.warm(wait=True)
    first = in_thread(pool.convert, long_paper())
    busy_pid(pool)
    with pytest.raises(Busy):
        pool.convert(letter_docx())
    assert pool.state().waiting == 0
    assert first.result(60).startswith(b"%PDF-")


def test_a_worn_child_works_on_until_its_successor_is_ready(make_pool):
    pool = make_pool(recycle_after=3)
    pool.warm(wait=True)
    first = pool.state().pids
    for _ in range(3):
        pool.convert(letter_docx(paragraphs=1))
    pool.convert(letter_docx(paragraphs=1))
    eventually(lambda: pool.state().pids != first)
    eventually(lambda: gone(first[0]))
    assert pool.state().lost == 0
    assert len(pool.state().pids) == 1


def test_a_swollen_child_is_replaced(make_pool):
    pool = make_pool(recycle_rss_mb=60)
    pool.warm(wait=True)
    first = pool.state().pids
    pool.convert(letter_docx(paragraphs=1))
    eventually(lambda: pool.state().pids not in ((), first))


def test_closing_leaves_no_process_and_answers_everybody(make_pool, tmp_path):
    pool = make_pool(size=2)
    pool.warm(wait=True)
    pids = pool.state().pids
    papers = [in_thread(pool.convert, long_paper()) for _ in range(4)]
    eventually(lambda: pool.state().waiting == 2)
    pool.close()
    for paper in papers:
        with pytest.raises(RenderingFault) as caught:
            paper.result(10)
        assert caught.value.code == "converter-closed"
    assert all(gone(pid) for pid in pids)
    eventually(lambda: not list((tmp_path / "run").iterdir()))
    with pytest.raises(RenderingFault, match="Máy chủ đang dừng"):
        pool.convert(letter_docx())


def test_closing_while_a_child_starts_leaves_no_process(make_pool, tmp_path):
    pool = make_pool()
    pool.warm()
    eventually(lambda: list((tmp_path / "run").glob("libreoffice-*")))
    pool.close()
    assert not list((tmp_path / "run").iterdir())


def test_a_library_that_does_not_start_ends_in_a_sentence(make_pool, tmp_path):
    pool = make_pool()
    pool._order = type(pool._order)(tmp_path / "none.so", tmp_path / "run", 1024, 5)
    with pytest.raises(RenderingFault, match="không khởi động được") as caught:
        pool.convert(letter_docx())
    assert caught.value.code == "converter-start"


OWNER = """
import os, signal, sys, threading, time
from pathlib import Path
from service.rendering.pdf import WarmPool
pool = WarmPool(Path(sys.argv[1]), Path(sys.argv[2]))
pool.warm(wait=True)
print(pool.state().pids[0], flush=True)
if sys.argv[3] == "stopped":
    os.kill(pool.state().pids[0], signal.SIGSTOP)
if sys.argv[3] == "forked":
    pid = os.fork()
    if pid == 0:
        assert pool.state().pids == ()
        from tests.rendering.papers import letter_docx
        assert pool.convert(letter_docx()).startswith(b"%PDF-")
        pool.close()
        os._exit(7)
    assert os.waitstatus_to_exitcode(os.waitpid(pid, 0)[1]) == 7
    from tests.rendering.papers import letter_docx
    assert pool.convert(letter_docx()).startswith(b"%PDF-")
    pool.close()
    sys.exit(0)
time.sleep(60)
"""


def owner(library, folder, way):
    return subprocess.Popen(
        [sys.executable, "-c", OWNER, str(library), str(folder), way],
        stdout=subprocess.PIPE,
        text=True,
        env=os.environ | {"PYTHONPATH": str(Path.cwd())},
    )


@pytest.mark.parametrize("way", ["idle", "stopped"])
def test_a_child_does_not_outlive_an_owner_that_was_killed(library, tmp_path, way):
    with owner(library, tmp_path, way) as process:
        child = int(process.stdout.readline())
        process.kill()
    eventually(lambda: gone(child))


def test_a_fork_starts_with_a_pool_of_its_own(library, tmp_path):
    with owner(library, tmp_path, "forked") as process:
        assert int(process.stdout.readline())
        assert process.wait(60) == 0


def test_what_a_killed_owner_left_is_swept_away(library, tmp_path, make_pool):
    with owner(library, tmp_path / "run", "idle") as process:
        process.stdout.readline()
        process.kill()
    left = list((tmp_path / "run").iterdir())
    assert left
    eventually(lambda: all(unlocked(folder) for folder in left))
    make_pool().warm(wait=True)
    assert not [folder for folder in left if folder.exists()]


def unlocked(folder):
    """Whether the child is wholly gone: the last of its threads, not only the first."""
    with (folder / "lock").open("r+b") as lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            return False
        return True


def test_linked_pictures_of_the_network_are_not_fetched(make_pool):
    asked = []
    with socket.create_server(("127.0.0.1", 0)) as server:
        server.settimeout(0.2)
        stop = threading.Event()

        def listen():
            while not stop.is_set():
                try:
                    server.accept()[0].close()
                except TimeoutError:
                    continue
                asked.append(True)

        listener = threading.Thread(target=listen)
        listener.start()
        pool = make_pool()
        pdf = pool.convert(_with_linked_picture(server.getsockname()[1]))
        stop.set()
        listener.join()
    assert pdf.startswith(b"%PDF-")
    assert not asked


PICTURE = """<w:drawing {namespaces}><wp:inline><wp:extent cx="900000" cy="900000"/>
<wp:docPr id="1" name="p"/><a:graphic><a:graphicData uri="{pic}"><pic:pic><pic:nvPicPr>
<pic:cNvPr id="1" name="p"/><pic:cNvPicPr/></pic:nvPicPr><pic:blipFill><a:blip r:link="{link}"/>
<a:stretch><a:fillRect/></a:stretch></pic:blipFill><pic:spPr><a:xfrm><a:off x="0" y="0"/>
<a:ext cx="900000" cy="900000"/></a:xfrm><a:prstGeom prst="rect"><a:avLst/></a:prstGeom></pic:spPr>
</pic:pic></a:graphicData></a:graphic></wp:inline></w:drawing>"""


def _with_linked_picture(port):
    word = plain_word()
    address = f"http://127.0.0.1:{port}/anh.png"
    link = word.part.relate_to(address, RELATIONSHIP_TYPE.IMAGE, is_external=True)
    drawing = PICTURE.format(
        namespaces=nsdecls("w", "wp", "a", "pic", "r"), pic=nsmap["pic"], link=link
    )
    add(word, "Ảnh liên kết: ").add_run()._r.append(parse_xml(drawing))
    return packed(word)
