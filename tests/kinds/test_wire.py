import pytest
from werkzeug.datastructures import MultiDict

from forms import rows
from forms.base import posted
from forms.wire import WireData, to_wire
from service.domain.errors import Refused
from tests.kinds.conftest import HOA_BINH, KINDS

LETTER, DECISION = KINDS["official_letter"], KINDS["decision"]


def test_answers_are_posted_under_the_names_of_the_browser():
    pairs = to_wire(DECISION.form, DECISION.sample).pairs
    assert ("legal_bases-0", DECISION.sample["legal_bases"][0]) in pairs
    assert ("signatory-lines", "CHỦ TỊCH") in pairs
    assert ("annexes-0-landscape", "y") in pairs
    assert ("punctuate", "y") in pairs  # the default, as a ticked box posts it


def test_an_unticked_box_posts_nothing():
    pairs = to_wire(LETTER.form, {**LETTER.sample, "punctuate": False}).pairs
    assert "punctuate" not in dict(pairs)


@pytest.mark.parametrize(
    ("answers", "path"),
    [
        ({"subject": 7}, "subject"),
        ({"addressees": "Sở A"}, "addressees"),
        ({"addressees": [1]}, "addressees-0"),
        ({"signatory": "Hùng"}, "signatory"),
        ({"signatory": {"nmae": "Hùng"}}, "signatory-nmae"),
        ({"signatory": {"lines": [1]}}, "signatory-lines"),
        ({"punctuate": "có"}, "punctuate"),
        ({"subjct": "x"}, "subjct"),
    ],
)
def test_an_answer_of_the_wrong_shape_is_refused_with_its_path(answers, path):
    with pytest.raises(Refused) as refused:
        to_wire(LETTER.form, answers)
    assert list(refused.value.errors) == [path]
    assert path in refused.value.message


def test_answers_must_be_an_object():
    with pytest.raises(Refused):
        to_wire(LETTER.form, ["subject"])


def test_decomposed_and_hostile_characters_are_cleaned_at_the_door():
    form = posted(
        LETTER.form,
        {**LETTER.sample, "subject": "hoa\u0300\x00 \u200bgia\u0309i\n(\ud800)"},
        HOA_BINH,
    )
    assert form.answers()["subject"] == "hoà giải ()"


def data(*names):
    return WireData((name, name) for name in names)


def names(wire):
    return [name for name, _ in wire.pairs]


def test_a_row_is_added_at_the_end():
    after = rows.apply(data("subject", "r-0", "r-1", "body"), "add:r")
    assert names(after) == ["subject", "r-0", "r-1", "r-2", "body"]
    assert after.get("r-2") == ""


def test_a_row_is_added_after_another():
    after = rows.apply(data("r-0", "r-1"), "add:r:0")
    assert after.pairs == [("r-0", "r-0"), ("r-1", ""), ("r-2", "r-1")]


def test_the_first_row_of_an_empty_list_is_added():
    assert names(rows.apply(data("subject"), "add:annexes")) == ["subject", "annexes-0"]


def test_a_row_is_removed_and_the_rest_renumbered():
    after = rows.apply(data("r-0", "r-1", "r-2"), "remove:r:1")
    assert after.pairs == [("r-0", "r-0"), ("r-1", "r-2")]


def test_rows_of_several_fields_move_together():
    after = rows.apply(data("a-0-title", "a-0-body", "a-1-title", "a-1-landscape"), "up:a:1")
    assert after.pairs == [
        ("a-0-title", "a-1-title"),
        ("a-0-landscape", "a-1-landscape"),
        ("a-1-title", "a-0-title"),
        ("a-1-body", "a-0-body"),
    ]


@pytest.mark.parametrize(
    "command", ["up:r:0", "down:r:1", "remove:r:9", "up:r", "fly:r:1", "", "add:r:x"]
)
def test_a_move_that_cannot_be_made_changes_nothing(command):
    assert rows.apply(data("r-0", "r-1"), command).pairs == data("r-0", "r-1").pairs


def test_names_that_only_begin_alike_are_left_alone():
    after = rows.apply(data("r-0", "row-0", "r-note"), "add:r")
    assert names(after) == ["r-0", "r-1", "row-0", "r-note"]


def test_posted_browser_data_is_understood_and_the_command_is_dropped():
    posted_data = MultiDict([("r-0", "một"), ("_rows", "add:r"), ("x", "1"), ("x", "2")])
    after = rows.apply(posted_data, "add:r")
    assert after.pairs == [("r-0", "một"), ("r-1", ""), ("x", "1"), ("x", "2")]


def test_an_added_row_is_shown_by_the_form_and_not_answered():
    wire = rows.apply(to_wire(LETTER.form, LETTER.sample), "add:recipients")
    form = LETTER.form(wire, agency=HOA_BINH)
    assert len(form.recipients.entries) == 4
    assert len(form.answers()["recipients"]) == 3
    annexed = DECISION.form(rows.apply(to_wire(DECISION.form, {}), "add:annexes"), agency=HOA_BINH)
    assert len(annexed.annexes.entries) == 1
    assert annexed.answers()["annexes"] == []
