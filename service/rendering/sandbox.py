"""Tiến trình bị giới hạn — a child process that may not eat the machine or reach the network.

Children limit themselves at their start, so that the parent needs no code between fork and
exec (which can deadlock in a program with threads). Linux only; where a wall cannot be put
up (another processor, an old kernel) the others still stand.
"""

import argparse
import ctypes
import errno
import logging
import os
import platform
import resource
import signal
import struct
import sys
from dataclasses import dataclass
from pathlib import Path

PROJECT_ROOT = Path(__file__).resolve().parents[2]

_PR_SET_PDEATHSIG = 1
_PR_SET_NO_NEW_PRIVS = 38
_PR_SET_SECCOMP = 22
_SECCOMP_MODE_FILTER = 2
_AF_UNIX = 1

# machine -> (audit architecture, number of the system call `socket`)
_SOCKET_CALL = {"x86_64": (0xC000003E, 41), "aarch64": (0xC00000B7, 198)}

_log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Limits:
    """`memory_mb` bounds the address space, `file_mb` any file written, `cpu_seconds` the
    processor time (0: no limit here; the child then sets one for each task)."""

    memory_mb: int
    cpu_seconds: int = 0
    file_mb: int = 256
    open_files: int = 256

    def arguments(self) -> list[str]:
        """What `child_arguments()` reads back in the child."""
        return [
            f"--parent={os.getpid()}",
            f"--memory-mb={self.memory_mb}",
            f"--cpu-seconds={self.cpu_seconds}",
            f"--file-mb={self.file_mb}",
            f"--open-files={self.open_files}",
        ]


def child_arguments(parser: argparse.ArgumentParser) -> argparse.ArgumentParser:
    for name in ("--parent", "--memory-mb", "--cpu-seconds", "--file-mb", "--open-files"):
        parser.add_argument(name, type=int, required=True)
    return parser


def child_environment(folder: Path) -> dict[str, str]:
    """A clean environment for a child that works in `folder`: nothing of ours leaks into it,
    and fonts are found as they are by the parent."""
    kept = ("PATH", "FONTCONFIG_FILE", "FONTCONFIG_PATH", "LD_LIBRARY_PATH", "VIRTUAL_ENV")
    environment = {name: os.environ[name] for name in kept if name in os.environ}
    return environment | {
        "HOME": str(folder),
        "TMPDIR": str(folder),
        "LANG": "C.UTF-8",
        "TZ": os.environ.get("TZ", "Asia/Ho_Chi_Minh"),
        "PYTHONPATH": str(PROJECT_ROOT),
        "PYTHONDONTWRITEBYTECODE": "1",
        "PYTHONSAFEPATH": "1",
    }


def confine(arguments: argparse.Namespace) -> None:
    """Put up every wall. Called first thing in the child; never returns without a parent."""
    die_with_parent(arguments.parent)
    limits = [
        (resource.RLIMIT_CORE, 0),
        (resource.RLIMIT_FSIZE, arguments.file_mb << 20),
        (resource.RLIMIT_NOFILE, arguments.open_files),
        (resource.RLIMIT_AS, arguments.memory_mb << 20),
    ]
    if arguments.cpu_seconds:
        limits.append((resource.RLIMIT_CPU, arguments.cpu_seconds))
    for which, limit in limits:
        _lower(which, limit)
    cut_network()


def _lower(which: int, limit: int) -> None:
    """Limits are only ever lowered: an operator's stricter one stays."""
    _, hard = resource.getrlimit(which)
    if hard != resource.RLIM_INFINITY:
        limit = min(limit, hard)
    resource.setrlimit(which, (limit, limit))


def die_with_parent(parent: int) -> None:
    """End when the thread that started us ends, even while stopped or deep in a computation."""
    _prctl(_PR_SET_PDEATHSIG, signal.SIGKILL, 0)
    if os.getppid() != parent:  # it was gone before the line above
        os._exit(1)


def cut_network() -> bool:
    """Let `socket()` open nothing but local sockets; answers whether the wall stands."""
    known = _SOCKET_CALL.get(platform.machine())
    if known is None or sys.platform != "linux":
        return False
    architecture, call = known
    program = _filter_program(architecture, call)
    buffer = ctypes.create_string_buffer(program, len(program))
    head = ctypes.create_string_buffer(
        struct.pack("HxxxxxxP", len(program) // 8, ctypes.addressof(buffer))
    )
    return (
        _prctl(_PR_SET_NO_NEW_PRIVS, 1, 0) == 0
        and _prctl(_PR_SET_SECCOMP, _SECCOMP_MODE_FILTER, ctypes.addressof(head)) == 0
    )


def _filter_program(architecture: int, call: int) -> bytes:
    """A seccomp filter (classic BPF) over {call number, architecture, …, first argument}."""
    load, equal, answer = 0x20, 0x15, 0x06
    allow, refuse = 0x7FFF0000, 0x00050000 | errno.EACCES
    lines = (
        (load, 0, 0, 4),
        (equal, 0, 5, architecture),
        (load, 0, 0, 0),
        (equal, 0, 2, call),
        (load, 0, 0, 16),
        (equal, 0, 1, _AF_UNIX),
        (answer, 0, 0, allow),
        (answer, 0, 0, refuse),
    )
    return b"".join(struct.pack("HBBI", *line) for line in lines)


def _prctl(option: int, first: int, second: int) -> int:
    call = ctypes.CDLL(None, use_errno=True).prctl
    call.restype = ctypes.c_int
    call.argtypes = [ctypes.c_int, *[ctypes.c_ulong] * 4]
    return int(call(option, first, second, 0, 0))


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
