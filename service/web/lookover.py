"""Tệp chỉ để xem — files that somebody drops to have them checked; nothing enters the archive.

They lie in the run folder for an hour, readable by the person who dropped them alone, so that a
report can be opened again, its page pictures drawn and its copies downloaded.
"""

import json
import secrets
import shutil
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

from flask import request

from service.domain.documents import Person
from service.domain.errors import NotFound, Refused
from service.store.db import storage_fault
from service.web.frame import office

KEPT = timedelta(hours=1)
GONE = "Kết quả này không còn: tệp thả vào chỉ được giữ một giờ. Hãy thả lại tệp."


@dataclass(frozen=True, slots=True)
class Dropped:
    """One dropped file: its folder, the name it came with, and what was made of it so far."""

    token: str
    folder: Path
    name: str

    def read(self, part: str) -> bytes:
        return (self.folder / part).read_bytes()

    def has(self, part: str) -> bool:
        return (self.folder / part).is_file()

    def write(self, part: str, data: bytes) -> None:
        """All or nothing: two requests may make the same part at once."""
        draft = self.folder / f".{secrets.token_hex(4)}"
        try:
            draft.write_bytes(data)
            draft.rename(self.folder / part)
        except OSError as error:
            raise storage_fault(error) from error


def uploaded(field: str, missing: str) -> tuple[str, bytes]:
    """Name and bytes of a posted file; Refused at the field when there is none."""
    return all_uploaded(field, missing)[0]


def all_uploaded(field: str, missing: str) -> list[tuple[str, bytes]]:
    """The same of every file that was posted in one field."""
    posted = [one for one in request.files.getlist(field) if one.filename]
    if not posted:
        raise Refused(missing, field=field)
    found = [(one.filename or "", one.stream.read()) for one in posted]
    if not all(data for _, data in found):
        raise Refused("Tệp này trống, không có gì bên trong.", field=field)
    return [(Path(name.replace("\\", "/")).name[-200:], data) for name, data in found]


def drop(name: str, data: bytes, *, by: Person, now: datetime) -> Dropped:
    """Keep a file for an hour, and forget those that had theirs."""
    shelf = _shelf()
    _forget_old(shelf, now)
    token = secrets.token_urlsafe(18)
    dropped = Dropped(token, shelf / token, name)
    try:
        dropped.folder.mkdir(mode=0o700, parents=True)
    except OSError as error:
        raise storage_fault(error) from error
    dropped.write("file", data)
    about = {"person": by.id, "name": name, "at": now.timestamp()}
    dropped.write("about.json", json.dumps(about).encode())
    return dropped


def find(token: str, *, by: Person, now: datetime) -> Dropped:
    """NotFound for files of other people, and for those that are gone."""
    if not token.replace("-", "").replace("_", "").isalnum():
        raise NotFound(GONE)
    folder = _shelf() / token
    about = _about(folder)
    if about is None or about["person"] != by.id or _is_old(about, now):
        raise NotFound(GONE)
    return Dropped(token, folder, about["name"])


def _shelf() -> Path:
    return office().settings.run_folder / "dropped"


def _about(folder: Path) -> dict[str, Any] | None:
    try:
        about: dict[str, Any] = json.loads((folder / "about.json").read_text("utf-8"))
    except (OSError, ValueError):
        return None
    return about


def _is_old(about: dict[str, Any], now: datetime) -> bool:
    return now.timestamp() - about["at"] > KEPT.total_seconds()


def _forget_old(shelf: Path, now: datetime) -> None:
    for folder in shelf.glob("*"):
        about = _about(folder)
        if about is not None and _is_old(about, now):
            shutil.rmtree(folder, ignore_errors=True)
