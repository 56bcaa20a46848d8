"""Every sentence that WTForms can say has a Vietnamese one."""

import ast
from pathlib import Path

import pytest
import wtforms

from forms.messages import COUNTED_MESSAGES, MESSAGES, VietnameseMessages

SOURCES = sorted(Path(wtforms.__file__).parent.rglob("*.py"))


def said(function):
    """The first text argument of every call of `function` in WTForms."""
    for source in SOURCES:
        for node in ast.walk(ast.parse(source.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Call) and getattr(node.func, "attr", None) == function:
                first = node.args[0] if node.args else None
                if isinstance(first, ast.Constant) and isinstance(first.value, str):
                    yield first.value


def test_the_walk_finds_messages():
    assert "This field is required." in set(said("gettext"))
    assert len(set(said("ngettext"))) >= 4


@pytest.mark.parametrize("message", sorted(set(said("gettext"))))
def test_a_plain_message_is_translated(message):
    translated = VietnameseMessages().gettext(message)
    assert translated.count("%") == message.count("%")


@pytest.mark.parametrize("message", sorted(set(said("ngettext"))))
def test_a_counted_message_is_translated(message):
    translated = VietnameseMessages().ngettext(message, "", 2)
    assert translated.count("%(") == message.count("%(")


def test_every_translation_is_vietnamese():
    for sentence in (*MESSAGES.values(), *COUNTED_MESSAGES.values()):
        assert not sentence.isascii(), sentence


def test_a_missing_message_is_an_error():
    with pytest.raises(KeyError):
        VietnameseMessages().gettext("No such message.")
