"""Tiến trình bị giới hạn — LibreOffice behind the walls of `service.confinement`.

It is no function on a file that answers once, but a program that stays or is replaced; so it
takes its limits as arguments.
"""

import argparse
import json
import os
from dataclasses import asdict, dataclass

from service.confinement import walls
from service.confinement.walls import clean_environment as child_environment
from service.confinement.walls import cut_network, die_with_parent

__all__ = ["Limits", "child_arguments", "child_environment", "confine", "die_with_parent"]


@dataclass(frozen=True, slots=True)
class Limits(walls.Limits):
    """`cpu_seconds` 0: no limit here; the child then sets one for each task."""

    cpu_seconds: int = 0
    file_mb: int = 256
    open_files: int = 256

    def arguments(self) -> list[str]:
        """What `child_arguments()` reads back in the child."""
        return [f"--parent={os.getpid()}", f"--limits={json.dumps(asdict(self))}"]


def child_arguments(parser: argparse.ArgumentParser) -> argparse.ArgumentParser:
    parser.add_argument("--parent", type=int, required=True)
    parser.add_argument("--limits", type=json.loads, required=True)
    return parser


def confine(arguments: argparse.Namespace) -> None:
    """Put up every wall. Called first thing in the child; never returns without a parent."""
    die_with_parent(arguments.parent)
    walls.lower(walls.Limits(**arguments.limits))
    cut_network()


def main() -> None:
    """`python -m service.rendering.sandbox LIMITS -- PROGRAM ARGUMENTS`: confine, then become
    the program. The walls outlive the exec."""
    parser = child_arguments(argparse.ArgumentParser())
    parser.add_argument("program", nargs="+")
    arguments = parser.parse_args()
    confine(arguments)
    os.execvp(arguments.program[0], arguments.program)


if __name__ == "__main__":
    main()
