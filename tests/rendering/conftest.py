"""One warm converter for this folder's slow tests; closed when they are done."""

import pytest

from service.rendering.pdf import WarmPool, find_library


@pytest.fixture(scope="session")
def library():
    found = find_library()
    assert found is not None, (
        "LibreOffice is not installed: apt-get install libreoffice-writer-nogui"
    )
    return found


@pytest.fixture(scope="session")
def shared_pool(library, tmp_path_factory):
    pool = WarmPool(library, tmp_path_factory.mktemp("run"), size=1)
    yield pool
    pool.close()


@pytest.fixture
def make_pool(library, tmp_path):
    """Pools of a test's own, closed after it."""
    pools = []

    def make(**limits):
        pool = WarmPool(library, tmp_path / "run", **limits)
        pools.append(pool)
        return pool

    yield make
    for pool in pools:
        pool.close()
