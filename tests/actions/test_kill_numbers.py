"""64 clerks number at once and are killed with -9: no gap, no double, nothing said is lost."""

import pytest

from bench.kill_numbers import run_storm


@pytest.mark.slow
@pytest.mark.timeout(300)
def test_numbers_survive_64_processes_that_are_killed_at_random(tmp_path):
    """A longer storm is `python -m bench.kill_numbers`."""
    storm = run_storm(tmp_path, workers=64, papers_each=4, kills=60)
    assert storm.trouble == []
    assert storm.kills >= 55
    assert len(storm.told) == 64 * 4
    assert storm.lines > 64 * 4  # some numbers were kept besides
