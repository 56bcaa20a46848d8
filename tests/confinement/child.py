"""A child that does what its order says, for the tests of the walls around it."""

import os
import signal
import socket
import sys
import tempfile
from pathlib import Path

from service.confinement.answering import answer, answer_each
from service.confinement.asking import Answer
from service.confinement.walls import Limits
from service.domain.errors import Refused

OWN = Limits(memory_mb=256, cpu_seconds=5, network=True)


def _said(order, data):
    return Answer({"order": dict(order), "settings": sorted(os.environ)}, data[::-1])


def _halve(order, data):
    return Answer({"text": "nửa \ud800 chữ"})


def _refuse(order, data):
    raise Refused("Tệp đặt mật khẩu. Hãy bỏ mật khẩu.")


def _take(order, data):
    return Answer({"taken": len(bytearray(order["mb"] << 20))})


def _dig(order, data):
    return _dig(order, data)


def _compute(order, data):
    while True:
        pass


def _wait(order, data):
    signal.pause()


def _write(order, data):
    Path(tempfile.gettempdir(), f"wall-{os.getpid()}").write_bytes(data)
    return Answer()


def _call(order, data):
    with socket.socket() as line:
        line.settimeout(5)
        line.connect(("127.0.0.1", order["port"]))
    return Answer({"called": True})


def _break(order, data):
    raise KeyError("hỏng")


def _babble(order, data):
    sys.stdout.write("không phải câu trả lời\n")
    sys.stdout.flush()
    os._exit(0)


WORKS = {
    work.__name__[1:]: work for work in (_said, _halve, _refuse, _take, _dig, _compute, _write)
}
WORKS |= {work.__name__[1:]: work for work in (_call, _break, _babble, _wait)}

if __name__ == "__main__":
    if sys.argv[1] == "each":
        answer_each(lambda order, data: WORKS[order["work"]](order, data), OWN)
    answer(WORKS[sys.argv[1]], OWN)
