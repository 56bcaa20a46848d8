"""The command line answers in Vietnamese, also when it is misused."""

import argparse
import importlib

import pytest

from service.cli import main
from service.cli.parser import COMMANDS, build_parser
from service.version import VERSION


def misuse(capsys, *argv: str) -> str:
    with pytest.raises(SystemExit) as exit_:
        main(argv)
    assert exit_.value.code == 2
    out, err = capsys.readouterr()
    assert out == ""
    return err


@pytest.mark.parametrize(
    ("argv", "sentence"),
    [
        ((), "còn thiếu: LỆNH"),
        (("serch",), "LỆNH không nhận 'serch'"),
        (("search",), "còn thiếu: TỪ_KHÓA"),
        (("search", "a", "--page", "x"), "--page phải là số nguyên, không phải 'x'"),
        (("search", "a", "--kind"), "--kind cần một giá trị đi kèm"),
        (("search", "a", "--order", "size"), "--order không nhận 'size'"),
        (("search", "a", "--colour"), "không có tùy chọn: --colour"),
        (("kinds", "--json=yes"), "--json không nhận giá trị 'yes'"),
        (("users",), "còn thiếu: VIỆC"),
    ],
)
def test_misuse_is_answered_in_vietnamese(capsys, argv, sentence):
    err = misuse(capsys, *argv)
    assert err.startswith("Cách dùng: service")
    assert err.splitlines()[-1].startswith(f"Lỗi: {sentence}")


def test_options_are_never_guessed_from_a_part(capsys):
    assert "không có tùy chọn: --js" in misuse(capsys, "kinds", "--js")


@pytest.mark.parametrize("name", COMMANDS)
def test_every_command_has_help_in_vietnamese(capsys, name):
    with pytest.raises(SystemExit) as exit_:
        main([name, "--help"])
    assert exit_.value.code == 0
    out = capsys.readouterr().out
    assert out.startswith(f"Cách dùng: service {name}")
    assert "options:" not in out
    assert "positional" not in out


def every_parser(parser: argparse.ArgumentParser):
    yield parser
    for action in parser._actions:
        if isinstance(action, argparse._SubParsersAction):
            for child in action.choices.values():
                yield from every_parser(child)


def test_no_help_text_is_left_empty_but_for_plain_names():
    for parser in every_parser(build_parser()):
        for action in parser._actions:
            if action.option_strings and action.dest not in ("order", "name"):
                assert action.help, f"{parser.prog} {action.option_strings}"


def test_version_is_printed(capsys):
    with pytest.raises(SystemExit):
        main(["--version"])
    assert capsys.readouterr().out == f"Văn Thư {VERSION}\n"


def test_every_command_can_be_loaded():
    for command in COMMANDS.values():
        assert callable(getattr(importlib.import_module(command.module), command.function))


def test_wrong_settings_end_with_2_and_every_sentence(capsys, monkeypatch):
    monkeypatch.setenv("SERVICE_PORT", "x")
    monkeypatch.setenv("SERVICE_THREAD", "2")
    assert main(["migrate"]) == 2
    err = capsys.readouterr().err
    assert "SERVICE_PORT phải" in err
    assert "SERVICE_THREAD không" in err
