"""How gunicorn serves the pages: `gunicorn -c python:service.gunicorn 'service.web:create_app()'`.

One process with threads: the warm LibreOffice and the preview cache live in it, and SQLite
has one writer anyway. The loading of the application waits until the fork (no `preload_app`),
because neither database connections nor converter processes survive one.
"""

import os
import sys
from pathlib import Path
from typing import Any

from gunicorn.glogging import Logger

from service.cli.data import require_data
from service.domain.errors import OfficeError
from service.log import start_logging, without_secrets
from service.settings import PRIVATE, load


class PathLogger(Logger):  # type: ignore[misc]
    """gunicorn's log without the tokens in paths."""

    def atoms(self, resp: Any, req: Any, environ: Any, request_time: Any) -> dict[str, Any]:
        atoms: dict[str, Any] = super().atoms(resp, req, environ, request_time)
        return {**atoms, "U": without_secrets(str(atoms["U"]))}


try:
    _settings = load()
except OfficeError as refusal:
    sys.exit(refusal.message)

_host = f"[{_settings.host}]" if ":" in _settings.host else _settings.host

bind = [f"{_host}:{_settings.port}"]
workers = 1
worker_class = "gthread"
threads = _settings.threads
preload_app = False

# A thread that waits for a conversion is not a hung process, so the limit is well above it.
timeout = round(_settings.convert_timeout_s) * 2 + 30
graceful_timeout = 20
keepalive = 5

# The heartbeat file must never wait for a disk.
worker_tmp_dir = "/dev/shm" if Path("/dev/shm").is_dir() else None

# Nobody may claim to speak for a browser here: the application itself believes as many proxies
# as SERVICE_PROXIES names.
forwarded_allow_ips = ""

# Searches hold names of people: the path is logged, the query string and the referrer are not.
accesslog = "-"
logger_class = PathLogger
# Links of applicants and of calendars are keys: their tokens are not logged either.
access_log_format = '%(h)s %(t)s "%(m)s %(U)s" %(s)s %(B)s %(M)sms'
errorlog = "-"
loglevel = _settings.log

# Nothing outside the data folder is written, and nothing but the port is listened on.
control_socket_disable = True


def on_starting(server: object) -> None:
    """Say what is wrong with the data in one sentence, before a process is forked in vain."""
    os.umask(PRIVATE)  # gunicorn's own setting of that name is for its socket file alone
    try:
        require_data(_settings)
    except OfficeError as refusal:
        sys.exit(refusal.message)


def post_fork(server: object, worker: object) -> None:
    """The application's own messages, beside gunicorn's."""
    start_logging(_settings.log)


def post_worker_init(worker: Any) -> None:
    """Warm LibreOffice up while nobody waits for it yet: the first preview is as quick as all."""
    worker.wsgi.extensions["office"].converter.warm()
