"""A real Chromium against a real server and worker on the loopback, both ended by their pid."""

import contextlib
import os
import re
import shutil
import signal
import socket
import subprocess
import sys
import time
import urllib.request
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path

import pytest
from playwright.sync_api import sync_playwright

from forms import load_kinds
from service.app import Office
from service.cli.world import PASSWORD, seed_world
from service.rendering.pdf import open_converter
from service.settings import load
from service.store.db import open_database
from service.store.files import FileStore
from service.store.migrations import migrate

ROOT = Path(__file__).parents[2]
OUTPUT = ROOT / "tests" / "output" / "e2e"
CHROMIUM = shutil.which("chromium") or "/usr/bin/chromium"
ARGUMENTS = [
    "--headless",
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-sync",
    "--disable-background-networking",
    "--disable-component-update",
]
DESK = {"width": 1366, "height": 768}
PHONE = {"width": 360, "height": 740}
START_S = 30
STOP_S = 30
STEP_MS = 15_000


@dataclass
class Server:
    """A running service: its address, and its office opened a second time for preparing papers."""

    url: str
    office: Office
    processes: list = field(default_factory=list)


def free_port():
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


@contextlib.contextmanager
def running(data, *, seeded):
    """Migrate a new data folder, start gunicorn and a worker on it, and end them."""
    port = free_port()
    environ = {name: text for name, text in os.environ.items() if not name.startswith("SERVICE_")}
    environ |= {"SERVICE_DATA": str(data), "SERVICE_PORT": str(port), "SERVICE_LOG": "warning"}
    environ |= {"SERVICE_COOKIE_SECURE": "0", "SERVICE_UPLOAD_MB": "2"}
    settings = load(environ)
    db = open_database(settings.database)
    migrate(db)
    converter = open_converter(run_folder=settings.run_folder)
    office = Office(settings, db, FileStore(settings.files_folder), load_kinds(), converter)
    if seeded:
        seed_world(office, now=datetime.now(UTC))
    commands = [
        ["gunicorn", "-c", "python:service.gunicorn", "service.web:create_app()"],
        ["service", "worker"],
    ]
    with contextlib.ExitStack() as stack:
        log = stack.enter_context((data / "server.log").open("w"))
        server = Server(f"http://127.0.0.1:{port}", office)
        for command in commands:
            process = subprocess.Popen(
                [sys.executable, "-m", *command], cwd=ROOT, env=environ, stdout=log, stderr=log
            )
            stack.callback(end, process)
            server.processes.append(process)
        wait_for(server, data / "server.log")
        yield server
    office.close()


def wait_for(server, log):
    limit = time.monotonic() + START_S
    while time.monotonic() < limit:
        with contextlib.suppress(OSError), urllib.request.urlopen(server.url + "/health") as page:
            if page.status == 200:
                return
        time.sleep(0.1)
    raise AssertionError(f"the server did not start: {log.read_text()}")


def end(process):
    process.send_signal(signal.SIGTERM)
    try:
        process.wait(STOP_S)
    except subprocess.TimeoutExpired:
        process.kill()
        process.wait()


@pytest.fixture(scope="session")
def server(tmp_path_factory):
    with running(tmp_path_factory.mktemp("e2e"), seeded=True) as server:
        yield server


@pytest.fixture(scope="session")
def empty_server(tmp_path_factory):
    with running(tmp_path_factory.mktemp("e2e-empty"), seeded=False) as server:
        yield server


@pytest.fixture(scope="module")
def chromium():
    """A browser for each file: while one is open, no other test may run an event loop."""
    OUTPUT.mkdir(parents=True, exist_ok=True)
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=ARGUMENTS)
        yield browser
        browser.close()


class Watch:
    """What the browser complained of; a test names beforehand what it provokes itself."""

    def __init__(self):
        self.complaints = []
        self.expected = []

    def expect(self, text):
        self.expected.append(text)

    def listen(self, page):
        page.on("console", self.console)
        page.on("pageerror", lambda error: self.complaints.append(f"script: {error}"))

    def console(self, message):
        if message.type in ("error", "warning"):
            self.complaints.append(f"{message.type}: {message.text}")

    def check(self):
        left = [one for one in self.complaints if not any(text in one for text in self.expected)]
        assert left == []


@pytest.fixture
def watch():
    watch = Watch()
    yield watch
    watch.check()


@pytest.fixture
def visit(chromium, server, watch):
    """Open a window: `visit()`, `visit("minh")`, `visit("lan", viewport=PHONE)`."""
    contexts = []

    def visit(login=None, *, viewport=DESK, javascript=True, at=server):
        context = chromium.new_context(
            base_url=at.url,
            viewport=viewport,
            java_script_enabled=javascript,
            locale="vi-VN",
            timezone_id="Asia/Ho_Chi_Minh",
            reduced_motion="reduce",
        )
        contexts.append(context)
        context.set_default_timeout(STEP_MS)
        page = context.new_page()
        watch.listen(page)
        if login:
            sign_in(page, login)
        return page

    yield visit
    for context in contexts:
        context.close()


def sign_in(page, login):
    page.goto("/sign-in")
    page.get_by_label("Tên đăng nhập").fill(login)
    page.get_by_label("Mật khẩu").fill(PASSWORD)
    page.get_by_role("button", name="Đăng nhập").click()
    page.get_by_role("heading", level=1, name="Việc cần làm").wait_for()


def box(page, name):
    """The text box with this label, whether it is marked as needed or not."""
    label = re.compile(rf"^{re.escape(name)}(\s*\(bắt buộc\))?$")
    return page.get_by_label(label).and_(page.locator("input, textarea, select"))


def picture(page, name):
    """Keep what the page looks like now, for somebody to look at."""
    page.screenshot(path=OUTPUT / f"{name}-{page.viewport_size['width']}.png", full_page=True)
