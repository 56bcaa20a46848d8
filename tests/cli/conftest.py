"""A data folder of its own for each command, and a way to run one."""

import io
import json
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from service.cli import main
from tests.builders import SmallOffice


@dataclass(frozen=True)
class Answer:
    code: int
    out: str
    err: str

    @property
    def json(self) -> Any:
        return json.loads(self.out)


@pytest.fixture
def data(office: SmallOffice, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The data folder of the test's office, which commands then work on."""
    monkeypatch.setenv("SERVICE_DATA", str(office.settings.data))
    return office.settings.data


@pytest.fixture
def service(
    capsysbinary: pytest.CaptureFixture[bytes], monkeypatch: pytest.MonkeyPatch
) -> Callable[..., Answer]:
    """Run a command in this process: `service("search", "x", stdin="…")`."""

    def run(*argv: str, stdin: str = "") -> Answer:
        monkeypatch.setattr("sys.stdin", io.TextIOWrapper(io.BytesIO(stdin.encode())))
        capsysbinary.readouterr()
        code = main(argv)
        out, err = capsysbinary.readouterr()
        return Answer(code, out.decode(), err.decode())

    return run
