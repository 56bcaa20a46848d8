"""The operator's own copy of the law is used from the next start, and checked first."""

import pytest

from service.app import build_office
from service.domain.errors import Refused
from service.settings import load as load_settings
from service.store import provider_law


def edited(office, old, new):
    path = office.settings.data / "law" / "eligibility.toml"
    path.parent.mkdir(exist_ok=True)
    path.write_text(office.law.text.replace(old, new), "utf-8")


def test_without_a_copy_the_law_of_the_release_holds(office):
    assert provider_law.load(office.settings.data).version == office.law.version


def test_a_copy_in_the_data_folder_takes_its_place(office):
    edited(office, "amount = 5\nunit", "amount = 4\nunit")
    law = provider_law.load(office.settings.data)
    assert law.regime("C").limits["decide"].term.amount == 4
    assert law.version != office.law.version


def test_the_office_does_not_start_with_a_wrong_copy(office):
    edited(office, "suspension_months = [3, 3]", 'suspension_months = "ba"')
    settings = load_settings({"SERVICE_DATA": str(office.settings.data)})
    with pytest.raises(Refused, match=r"eligibility\.toml.*suspension_months"):
        build_office(settings)


def test_a_copy_that_is_no_text_is_named(office):
    edited(office, "", "")
    path = office.settings.data / "law" / "eligibility.toml"
    path.write_bytes(b"\xff\xfe\x00")
    with pytest.raises(Refused, match="UTF-8"):
        provider_law.load(office.settings.data)


def test_a_text_once_kept_is_read_again(office, now):
    with office.db.write():
        provider_law.note(office.db, office.law, now)
        provider_law.note(office.db, office.law, now)
    assert provider_law.version(office.db, office.law.version) == office.law
