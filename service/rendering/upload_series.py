"""Đọc loạt tệp — many PDFs from outside, one after another, by one limited child.

Starting the child costs ten times as much as an ordinary paper: it is started once, and reads each
file in a process of its own with the limits of `uploads.read_upload`.
"""

import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path

from service.confinement.series import Series
from service.confinement.walls import clean_environment
from service.domain.errors import Busy
from service.rendering.faults import BUSY
from service.rendering.uploads import (
    AT_ONCE,
    LIMITS,
    ORDER,
    REFUSALS,
    WALL_SECONDS,
    UploadFacts,
    facts_of,
    reader_command,
    refuse_at_sight,
)


class UploadSeries(Series):
    """A child that reads upload after upload."""

    def read(self, data: bytes) -> UploadFacts:
        """What `uploads.read_upload` tells of the file, and what it raises."""
        refuse_at_sight(data)
        if not AT_ONCE.acquire(timeout=WALL_SECONDS):
            raise Busy(BUSY)
        try:
            told = self.ask(data, ORDER).fields
        finally:
            AT_ONCE.release()
        return facts_of(told, len(data))


@contextmanager
def upload_series(*, wall_seconds: float = WALL_SECONDS) -> Iterator[UploadSeries]:
    """A series for as long as this context; `wall_seconds` bound each file."""
    with tempfile.TemporaryDirectory(prefix="upload-") as folder:
        series = UploadSeries(
            reader_command("each"),
            limits=replace(LIMITS, wall_seconds=wall_seconds),
            environment=clean_environment(Path(folder)),
            refusals=REFUSALS,
        )
        try:
            yield series
        finally:
            series.end()
