"""The input of `service render`: everything wrong is named, nothing is guessed."""

import json
import unicodedata
from datetime import date

import pytest

from service.cli.render_file import RenderOrder, read_order
from service.domain.agency import SigningCapacity, SizeProfile
from service.domain.errors import Refused
from service.domain.numbering import IssueMark
from tests.guards.project import ROOT

AGENCY = {
    "name": "ỦY BAN NHÂN DÂN\nXÃ HÒA BÌNH",
    "full_name": "Ủy ban nhân dân xã Hòa Bình",
    "place": "Hòa Bình",
    "symbol": "UBND",
}


def order(**changes) -> RenderOrder:
    return read_order(json.dumps({"kind": "official_letter", "answers": {}, **changes}).encode())


def refused(data: bytes) -> Refused:
    with pytest.raises(Refused) as caught:
        read_order(data)
    return caught.value


def errors(**changes) -> dict[str, str]:
    with pytest.raises(Refused) as caught:
        order(**changes)
    return caught.value.errors


def test_kind_and_answers_are_enough():
    assert order() == RenderOrder("official_letter", {}, IssueMark(), None)


@pytest.mark.parametrize("written", ["08/01/2021", "8/1/2021", "2021-01-08"])
def test_number_and_date_are_taken_as_people_write_them(written):
    assert order(number=99, issued_on=written).mark == IssueMark(99, date(2021, 1, 8))


@pytest.mark.parametrize("number", [0, -1, "99", 1.5, True])
def test_a_number_that_is_none_is_refused(number):
    assert set(errors(number=number)) == {"number"}


@pytest.mark.parametrize("written", ["31/02/2021", "soon", 20210108])
def test_a_date_that_is_none_is_refused(written):
    assert set(errors(issued_on=written)) == {"issued_on"}


def test_an_agency_is_read_with_its_units_and_signatories():
    agency = order(
        agency={
            **AGENCY,
            "size_profile": "small",
            "units": [{"name": "Văn phòng", "symbol": "VP"}],
            "signatories": [
                {"name": "Phạm Quốc Hùng", "post": "Phó Chủ tịch", "capacity": "KT."},
                {"id": 7, "name": "Lê Tâm", "post": "Chủ tịch"},
            ],
            "default_recipients": ["Như trên;"],
        }
    ).agency
    assert (agency.size_profile, agency.units[0].id) == (SizeProfile.SMALL, 1)
    assert [one.id for one in agency.signatories] == [1, 7]
    assert agency.signatories[0].capacity is SigningCapacity.FOR_HEAD
    assert agency.default_recipients == ("Như trên;",)


def test_texts_are_cleaned_at_this_border_too():
    decomposed = unicodedata.normalize("NFD", "Hòa Bình")
    assert order(agency={**AGENCY, "place": decomposed}).agency.place == "Hòa Bình"


def test_everything_wrong_is_named_at_once():
    found = errors(
        kind=3,
        answers=[],
        colour="red",
        number=0,
        agency={
            "name": "A",
            "place": 3,
            "planet": "x",
            "size_profile": "huge",
            "units": [{"symbol": "VP"}, "KT"],
            "signatories": {},
        },
    )
    assert set(found) == {
        "kind",
        "answers",
        "colour",
        "number",
        "agency.place",
        "agency.planet",
        "agency.size_profile",
        "agency.full_name",
        "agency.symbol",
        "agency.units-0.name",
        "agency.units-1",
        "agency.signatories",
    }


@pytest.mark.parametrize(
    ("data", "sentence"),
    [
        (b"", "không phải JSON"),
        (b"{\n'kind': 1}", "dòng 2"),
        (b"[]", "một đối tượng JSON"),
        (b"\xff\xfe{}", "UTF-8"),
        (b"[" * 100_000, "không phải JSON"),
        ("\ufeff".encode() + b"7", "một đối tượng JSON"),
    ],
)
def test_what_is_no_json_object_is_refused_in_words(data, sentence):
    assert sentence in refused(data).message


@pytest.mark.parametrize(
    "seed", sorted((ROOT / "tests/seeds").glob("*.json")), ids=lambda p: p.stem
)
def test_the_seed_papers_are_good_input(seed):
    assert read_order(seed.read_bytes()).agency is not None
