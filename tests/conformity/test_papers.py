"""Complete papers are clean, and one fault in them raises exactly its rule."""

import pytest

from service.conformity.checking import check
from service.conformity.registry import all_rules
from tests.conformity import papers
from tests.conformity.mutations import FORMS
from tests.conformity.mutations_papers import PAPERS


@pytest.mark.parametrize("name", papers.ALL)
def test_a_right_paper_has_no_finding(name):
    report = check(papers.ALL[name]())
    assert [(item.rule, item.measured) for item in report.findings] == []


@pytest.mark.parametrize("mutation", PAPERS, ids=str)
def test_one_fault_in_a_paper_raises_exactly_its_rule(mutation):
    report = check(mutation.broken())
    assert report.broken() == {mutation.rule}


def test_every_rule_is_seen_failing_by_some_mutation():
    seen = {mutation.rule for mutation in (*FORMS, *PAPERS)}
    assert {rule.number for rule in all_rules()} - seen == set()
