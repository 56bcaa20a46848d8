"""The `service` command: parse, call one verb, show. Results go to standard output.

Exit codes: 0 done, 1 failed, 2 the input or the settings are wrong (every wrong field named).
"""

import importlib
import os
import sys
from collections.abc import Sequence

from service.cli.output import complain, speak_utf8
from service.cli.parser import COMMANDS, build_parser
from service.domain.errors import OfficeError, Refused
from service.settings import load

DONE = 0
FAILED = 1
BAD_INPUT = 2
INTERRUPTED = 130


def main(argv: Sequence[str] | None = None) -> int:
    """Run one command and return its exit code; bad usage exits with 2 on the spot."""
    speak_utf8()
    args = build_parser().parse_args(argv)
    command = COMMANDS[args.command]
    try:
        settings = load()
        # The command's module is imported only now: `--help` and `dev` need not wait for
        # the libraries of all the others.
        run = getattr(importlib.import_module(command.module), command.function)
        return int(run(args, settings))
    except Refused as refusal:
        complain(refusal, as_json=getattr(args, "json", False))
        return BAD_INPUT
    except OfficeError as error:
        complain(error, as_json=getattr(args, "json", False))
        return FAILED
    except KeyboardInterrupt:
        return INTERRUPTED
    except BrokenPipeError:
        # The reader (`| head`) has enough; Python must not complain while it shuts down.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return DONE
