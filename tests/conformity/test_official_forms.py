"""The decree's own sample forms are the oracle: clean as they are, broken one fault at a time."""

import pytest

from service.conformity.checking import check
from service.conformity.findings import Severity
from service.conformity.registry import RULES
from tests.conformity.irregularities import KNOWN, LATENT
from tests.conformity.mutations import FORMS
from tests.conformity.word import Word, form, form_names


@pytest.fixture(scope="module")
def clean():
    return {name: check(form(name)).broken() for name in form_names()}


@pytest.mark.parametrize("name", form_names())
def test_official_form_raises_only_its_known_irregularities(name, clean):
    assert clean[name] == frozenset(KNOWN.get(name, {}))


def test_every_known_irregularity_has_a_reason():
    for reasons in KNOWN.values():
        for number, reason in reasons.items():
            assert number in RULES
            assert len(reason) > 20


@pytest.mark.parametrize("mutation", FORMS, ids=str)
def test_one_fault_raises_exactly_its_rule(mutation, clean):
    tried = 0
    for name in form_names():
        word = Word(form(name))
        if mutation.rule in KNOWN.get(name, {}) or not mutation.apply(word):
            continue
        tried += 1
        report = check(word.bytes())
        raised = report.broken() - clean[name]
        if mutation.rule not in LATENT.get(name, {}):
            raised -= LATENT.get(name, {}).keys()
        assert raised == {mutation.rule}, name
    assert tried, "no form has what this mutation breaks"


def test_there_are_more_than_sixty_mutations_of_the_forms():
    assert len(FORMS) > 60
    assert len({mutation.rule for mutation in FORMS}) > 60


def test_no_form_raises_an_error_beyond_the_table(clean):
    for name in form_names():
        errors = {
            item.rule for item in check(form(name)).findings if item.severity is Severity.ERROR
        }
        assert errors <= set(KNOWN.get(name, {}))
