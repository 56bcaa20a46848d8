from dataclasses import replace

import pytest

from service.domain.errors import NotFound
from service.domain.kinds import GROUPS, OTHER_GROUP, DocumentKind, Kinds


def kind(code, group=OTHER_GROUP, rank=50):
    return DocumentKind(
        code=code,
        name=code.upper(),
        symbol="",
        article="",
        template="",
        form=object,
        compose=lambda answers, agency, mark: {},
        notation=lambda answers, agency: "",
        sample={},
        group=group,
        rank=rank,
    )


def test_the_menu_is_ordered_by_group_and_rank():
    kinds = Kinds()
    for one in (kind("c"), kind("b", GROUPS[0], 2), kind("d", GROUPS[-1]), kind("a", GROUPS[0], 1)):
        kinds.add(one)
    assert [one.code for one in kinds] == ["a", "b", "c", "d"]
    assert [(name, [one.code for one in group]) for name, group in kinds.groups()] == [
        (GROUPS[0], ["a", "b"]),
        (OTHER_GROUP, ["c"]),
        (GROUPS[-1], ["d"]),
    ]


def test_a_group_that_nobody_named_stands_before_the_copies():
    kinds = Kinds()
    for one in (kind("copy", GROUPS[-1]), kind("own", "Của cơ quan"), kind("usual", GROUPS[0])):
        kinds.add(one)
    assert [name for name, _ in kinds.groups()] == [GROUPS[0], "Của cơ quan", GROUPS[-1]]


def test_the_name_of_the_type_is_the_name_unless_it_is_given():
    assert kind("a").type_name == "A"
    assert replace(kind("a"), type_name="Quyết định").type_name == "Quyết định"


def test_a_code_is_taken_once_and_a_strange_one_is_told():
    kinds = Kinds()
    kinds.add(kind("a"))
    with pytest.raises(ValueError, match="'a'"):
        kinds.add(kind("a"))
    with pytest.raises(NotFound):
        kinds["b"]
