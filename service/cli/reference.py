"""Tables of the documentation that are written from the code; run `cog -r docs/*.md README.md`."""

import argparse
from collections.abc import Iterator

from forms import load_kinds
from service.cli.parser import COMMANDS, build_parser
from service.settings import VARIABLES


def settings_table() -> str:
    """Markdown: every variable with its default and meaning."""
    rows = ["| Variable | Default | Meaning |", "|---|---|---|"]
    for variable in VARIABLES:
        default = f"`{variable.default}`" if variable.default else "—"
        rows.append(f"| `{variable.name}` | {default} | {variable.meaning} |")
    return "\n".join(rows)


def kinds_table() -> str:
    """Markdown: every kind of paper."""
    rows = ["| Code | Kind | Symbol | Layout |", "|---|---|---|---|"]
    for kind in load_kinds():
        symbol = f"`{kind.symbol}`" if kind.symbol else "—"
        rows.append(f"| `{kind.code}` | {kind.name} | {symbol} | {kind.article} |")
    return "\n".join(rows)


def commands_reference() -> str:
    """Markdown: every command with its usage, what it does and its options."""
    parsers = _children(build_parser())
    parts = []
    for name, command in COMMANDS.items():
        parts += [f"### `service {name}`", command.doc]
        parts += [_usage(parser) for parser in (parsers[name], *_children(parsers[name]).values())]
    return "\n\n".join(part for part in parts if part)


def _children(parser: argparse.ArgumentParser) -> dict[str, argparse.ArgumentParser]:
    for action in parser._actions:
        if isinstance(action, argparse._SubParsersAction):
            return dict(action.choices)
    return {}


def _usage(parser: argparse.ArgumentParser) -> str:
    """One line of usage and a table of the arguments; nothing for a mere group of verbs."""
    if _children(parser):
        return ""
    arguments = [action for action in parser._actions if action.dest != "help"]
    words = " ".join([parser.prog, *(_word(action) for action in arguments)])
    lines = ["```", words, "```"]
    if arguments:
        lines += ["", "| | |", "|---|---|", *_rows(arguments)]
    return "\n".join(lines)


def _rows(arguments: list[argparse.Action]) -> Iterator[str]:
    for action in arguments:
        note = "" if action.default in (None, False) else f" (`{action.default}`)"
        chosen = f"`{'` · `'.join(action.choices)}`" if action.choices else ""
        meaning = (action.help or chosen) + note
        yield f"| `{_form(action)}` | {meaning} |"


def _word(action: argparse.Action) -> str:
    form = _form(action)
    return form if action.required or not action.option_strings else f"[{form}]"


def _form(action: argparse.Action) -> str:
    if not action.option_strings:
        return str(action.metavar or action.dest)
    value = "" if action.nargs == 0 else f" {action.metavar or action.dest.upper()}"
    return action.option_strings[-1] + value
