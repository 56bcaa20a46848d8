"""Tường bao của tiến trình con — it may not eat the machine, write files or reach the network.

Children limit themselves at their start, so that the parent needs no code between fork and
exec (which can deadlock in a program with threads). Linux only; where a wall cannot be put
up (another processor, an old kernel) the others still stand.
"""

import ctypes
import errno
import os
import platform
import resource
import signal
import struct
import sys
from dataclasses import dataclass
from pathlib import Path

PROJECT_ROOT = Path(__file__).resolve().parents[2]

_KEPT = ("PATH", "LD_LIBRARY_PATH", "VIRTUAL_ENV", "FONTCONFIG_FILE", "FONTCONFIG_PATH")

_PR_SET_PDEATHSIG = 1
_PR_SET_NO_NEW_PRIVS = 38
_PR_SET_SECCOMP = 22
_SECCOMP_MODE_FILTER = 2
_AF_UNIX = 1

# machine -> (audit architecture, number of the system call `socket`)
_SOCKET_CALL = {"x86_64": (0xC000003E, 41), "aarch64": (0xC00000B7, 198)}


@dataclass(frozen=True, slots=True)
class Limits:
    """`memory_mb` bounds the address space, `file_mb` any file written, `cpu_seconds` the
    processor time (0: no limit), `wall_seconds` how long the parent waits."""

    memory_mb: int = 1024
    cpu_seconds: int = 20
    wall_seconds: float = 40.0
    file_mb: int = 0
    open_files: int = 64
    niceness: int = 0
    network: bool = False


def clean_environment(folder: Path | None = None) -> dict[str, str]:
    """A child's environment: nothing of the office's settings leaks into it, and fonts are found
    as they are by the parent. `folder`: where it may write."""
    environment = {name: os.environ[name] for name in _KEPT if name in os.environ}
    environment |= {
        "LANG": "C.UTF-8",
        "TZ": os.environ.get("TZ", "Asia/Ho_Chi_Minh"),
        "PYTHONPATH": str(PROJECT_ROOT),
        "PYTHONDONTWRITEBYTECODE": "1",
        "PYTHONSAFEPATH": "1",
    }
    return environment | ({"HOME": str(folder), "TMPDIR": str(folder)} if folder else {})


def lower(limits: Limits) -> None:
    """Lower this process's limits; a stricter one that stands already stays."""
    bounds = [
        (resource.RLIMIT_CORE, 0),
        (resource.RLIMIT_FSIZE, limits.file_mb << 20),
        (resource.RLIMIT_NOFILE, limits.open_files),
        (resource.RLIMIT_AS, limits.memory_mb << 20),
    ]
    if limits.cpu_seconds:
        bounds.append((resource.RLIMIT_CPU, limits.cpu_seconds))
    for which, bound in bounds:
        _, hard = resource.getrlimit(which)
        least = bound if hard == resource.RLIM_INFINITY else min(bound, hard)
        resource.setrlimit(which, (least, least))


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
