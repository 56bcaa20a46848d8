"""Fixtures every area may use: a real office, cloned from a prepared one, and its people."""

import os
import shutil
import tempfile
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path

import pytest

from service.domain.documents import Person
from service.store.db import Database
from tests.builders import NOW, SmallOffice, build_world, clone_world, person_of

MEMORY = Path("/dev/shm")
ROOM = 500 * 1024 * 1024


@pytest.fixture
def data_folder(tmp_path: Path) -> Iterator[Path]:
    """Where an office may live: in memory where there is room, since a real disk's "written for
    good", asked for in every transaction, would take most of the tests' time."""
    if not os.access(MEMORY, os.W_OK) or shutil.disk_usage(MEMORY).free < ROOM:
        yield tmp_path / "data"
        return
    with tempfile.TemporaryDirectory(prefix="van-thu-test-", dir=MEMORY) as folder:
        yield Path(folder) / "data"


@pytest.fixture(scope="session")
def world(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The data folder that every office is cloned from."""
    folder = tmp_path_factory.mktemp("world")
    build_world(folder)
    return folder


@pytest.fixture
def now() -> datetime:
    return NOW


@pytest.fixture
def office(world: Path, data_folder: Path) -> Iterator[SmallOffice]:
    office = clone_world(world, data_folder)
    yield office
    office.close()


@pytest.fixture
def db(office: SmallOffice) -> Database:
    return office.db


@pytest.fixture
def lan(db: Database) -> Person:
    """Văn thư."""
    return person_of(db, "lan")


@pytest.fixture
def minh(db: Database) -> Person:
    """Chuyên viên."""
    return person_of(db, "minh")


@pytest.fixture
def hung(db: Database) -> Person:
    """Chủ tịch."""
    return person_of(db, "hung")


@pytest.fixture
def tam(db: Database) -> Person:
    """Of another unit: must see nothing of Minh's."""
    return person_of(db, "tam")


@pytest.fixture
def quantri(db: Database) -> Person:
    """Quản trị."""
    return person_of(db, "quantri")
