"""Files read one after another by one child are told and refused as each would be alone."""

import os

import pytest

from service.domain.errors import Refused
from service.rendering.upload_series import upload_series
from service.rendering.uploads import read_upload
from tests.rendering import files

SOUND = files.page_pdf(files.line_of_text(100, 700), pages=3)


@pytest.fixture(scope="module")
def series():
    with upload_series() as series:
        yield series


def message_of(series, data):
    with pytest.raises(Refused) as caught:
        series.read(data)
    return caught.value.message


def child_of(series):
    """The id of the process that reads, which only the tests want to know."""
    return series._child.pid


@pytest.mark.parametrize("data", [SOUND, files.signed_pdf(), files.acting_pdf()])
def test_a_file_is_told_as_it_is_alone(series, data):
    assert series.read(data) == read_upload(data)


def test_many_files_are_read_by_one_child(series):
    series.read(SOUND)
    first = child_of(series)
    assert [series.read(SOUND).page_count for _ in range(5)] == [3] * 5
    assert child_of(series) == first


@pytest.mark.parametrize(
    "hostile",
    [
        pytest.param(files.bomb, id="a gigabyte of zeros"),
        pytest.param(files.laughing_forms, id="forms in forms"),
        pytest.param(files.pages_in_themselves, id="pages in themselves"),
        pytest.param(lambda: SOUND[:200], id="cut off"),
    ],
)
def test_a_hostile_file_is_refused_and_the_next_one_is_read_by_the_same_child(series, hostile):
    series.read(SOUND)
    first = child_of(series)
    message = message_of(series, hostile())
    assert "quá nặng" in message or "bị hỏng" in message
    assert series.read(SOUND).page_count == 3
    assert child_of(series) == first


def test_what_is_no_pdf_is_named_without_a_child():
    with upload_series() as series:
        assert "tệp ảnh (PNG)" in message_of(series, b"\x89PNG" + bytes(20))
        assert series._child is None


def test_a_file_that_takes_too_long_is_ended_alone():
    with upload_series(wall_seconds=0.0001) as series:
        assert "quá nặng" in message_of(series, SOUND)
        first = child_of(series)
        assert "quá nặng" in message_of(series, SOUND)
        assert child_of(series) == first


def test_a_child_that_was_ended_is_started_anew(series):
    series.read(SOUND)
    os.kill(child_of(series), 9)
    assert "quá nặng" in message_of(series, SOUND)
    assert series.read(SOUND).page_count == 3


def test_no_process_is_left_behind():
    with upload_series() as series:
        series.read(SOUND)
        child = child_of(series)
    with pytest.raises(ProcessLookupError):
        os.kill(child, 0)
