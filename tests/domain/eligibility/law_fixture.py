"""The law of this release, read once for the tests of this folder."""

from pathlib import Path

from service.domain import eligibility
from service.domain.eligibility.law_reading import read_law

TEXT = Path(eligibility.__file__).with_name("regimes.toml").read_text("utf-8")
LAW = read_law(TEXT)
