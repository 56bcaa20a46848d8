"""Fixtures every area may use: a real office, cloned from a prepared one, and its people."""

from collections.abc import Iterator
from datetime import datetime
from pathlib import Path

import pytest

from service.domain.documents import Person
from service.store.db import Database
from tests.builders import NOW, SmallOffice, build_world, clone_world, person_of


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
def office(world: Path, tmp_path: Path) -> Iterator[SmallOffice]:
    office = clone_world(world, tmp_path / "data")
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
