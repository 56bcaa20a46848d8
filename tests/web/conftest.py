"""The web application over a real office: real database, kinds, templates and LibreOffice."""

from datetime import timedelta

import pytest

from forms import load_kinds
from service.app import Office
from service.rendering.pdf import open_converter
from service.settings import load
from service.store.db import open_database
from service.store.files import FileStore
from service.web import create_app
from tests.browser import OfficeBrowser
from tests.builders import NOW, a_document, build_world, clone_world, person_of


@pytest.fixture(scope="session")
def web_world(tmp_path_factory):
    """The world of the builders, whose people have passwords of their own already."""
    folder = tmp_path_factory.mktemp("web-world")
    build_world(folder)
    db = open_database(folder / "office.db")
    with db.write():
        db.execute("UPDATE person SET must_change_password = 0")
    db.close()
    return folder


@pytest.fixture(scope="session")
def converter(tmp_path_factory):
    """One warm LibreOffice for all web tests; it starts when the first page is drawn."""
    converter = open_converter(run_folder=tmp_path_factory.mktemp("converter"))
    yield converter
    converter.close()


class Clock:
    """The office's time, which a test may move on."""

    def __init__(self, moment):
        self.moment = moment

    def __call__(self):
        return self.moment

    def forward(self, **span):
        self.moment += timedelta(**span)


@pytest.fixture
def clock():
    return Clock(NOW + timedelta(hours=1))


@pytest.fixture
def office(web_world, tmp_path, converter):
    data = tmp_path / "data"
    clone_world(web_world, data).close()
    settings = load({"SERVICE_DATA": str(data), "SERVICE_UPLOAD_MB": "2"})
    office = Office(
        settings,
        open_database(data / "office.db"),
        FileStore(settings.files_folder),
        load_kinds(),
        converter,
    )
    yield office
    office.db.close()


@pytest.fixture
def app(office, clock):
    app = create_app(office)
    app.config["CLOCK"] = clock
    app.testing = False  # faults must become pages, as they do for people
    return app


@pytest.fixture
def visitor(app):
    """Nobody yet."""
    return OfficeBrowser(app)


@pytest.fixture
def enter(app, office):
    """A browser in which somebody is signed in, without the second that Argon2 takes."""

    def enter(login):
        browser = OfficeBrowser(app)
        person = person_of(office.db, login)
        with browser.client.session_transaction() as session:
            session["_user_id"] = f"{person.id}.{person.session_stamp}"
            session["_fresh"] = True
            session.permanent = True
        return browser

    return enter


@pytest.fixture
def as_minh(enter):
    return enter("minh")


@pytest.fixture
def as_hung(enter):
    return enter("hung")


@pytest.fixture
def as_lan(enter):
    return enter("lan")


@pytest.fixture
def as_admin(enter):
    return enter("quantri")


@pytest.fixture
def letter(office):
    """An official letter in any state, with some answers changed."""

    def letter(state="draft", **answers):
        return a_document(office, state, kind="official_letter", **answers)

    return letter
