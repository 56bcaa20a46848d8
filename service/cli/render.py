"""`service render`: answers in, DOCX and PDF out, by the same way as the browser's papers."""

import dataclasses
import hashlib
import re
import sys
import tempfile
from argparse import Namespace
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from forms.wire import to_wire
from service.app import Rendered, open_press
from service.cli.output import print_json
from service.cli.render_file import RenderOrder, read_order
from service.domain.agency import Agency
from service.domain.errors import Refused
from service.domain.kinds import DocumentKind
from service.rendering import inspect
from service.rendering.uploads import read_upload
from service.settings import Settings
from service.store import agency as agencies
from service.store.db import open_database, storage_fault

_NAME = re.compile(r"^[^/\\\x00-\x1f]{1,120}$")


def run(args: Namespace, settings: Settings) -> int:
    """Make both files; Refused names every wrong field before LibreOffice is asked."""
    name = args.name or ("van-ban" if args.file == "-" else Path(args.file).stem)
    if not _NAME.match(name) or name.startswith("."):
        raise Refused("Tên tệp không được có dấu / hay bắt đầu bằng dấu chấm.", field="--name")
    order = read_order(_read(args.file))
    agency = order.agency or _own_agency(settings)
    source = _source(args.source)
    with tempfile.TemporaryDirectory(prefix="van-thu-") as folder:
        press = open_press(dataclasses.replace(settings, data=Path(folder)))
        try:
            kind = _kind(press.kinds, order)
            answers = checked_answers(kind, order.answers, agency)
            _require_source(kind, source)
            made = press.render(kind, agency, answers, order.mark, source=source)
        finally:
            press.converter.close()
    report = _write(made, Path(args.out), name)
    _show(report, as_json=args.json)
    return 0


def checked_answers(
    kind: DocumentKind, answers: Mapping[str, Any], agency: Agency
) -> dict[str, Any]:
    """The answers as the browser's form would keep them; Refused with every wrong field."""
    form = kind.form(to_wire(kind.form, answers), agency=agency)
    if not form.validate():
        raise Refused("Có ô chưa đúng.", errors=form.error_paths())
    return dict(form.answers())


def _read(file: str) -> bytes:
    if file == "-":
        return sys.stdin.buffer.read()
    return _file(file, field="TỆP")


def _file(path: str, *, field: str) -> bytes:
    try:
        return Path(path).read_bytes()
    except OSError as error:
        raise Refused(f"Không đọc được tệp {path} ({error.strerror}).", field=field) from error


def _source(path: str | None) -> bytes | None:
    if path is None:
        return None
    data = _file(path, field="--source")
    read_upload(data)
    return data


def _kind(kinds: Any, order: RenderOrder) -> DocumentKind:
    if order.kind not in kinds:
        codes = ", ".join(kind.code for kind in kinds)
        raise Refused(f"Không có loại văn bản “{order.kind}”; có: {codes}.", field="kind")
    return kinds[order.kind]  # type: ignore[no-any-return]


def _require_source(kind: DocumentKind, source: bytes | None) -> None:
    if kind.needs_source and source is None:
        raise Refused("Loại này cần bản gốc: thêm --source TỆP.pdf.", field="--source")
    if source is not None and not kind.needs_source:
        raise Refused("Loại này không có bản gốc; hãy bỏ --source.", field="--source")


def _own_agency(settings: Settings) -> Agency:
    """The agency of the data folder, when the file names none."""
    if settings.database.exists():
        db = open_database(settings.database)
        try:
            if agencies.exists(db):
                return agencies.load(db)
        finally:
            db.close()
    raise Refused(
        f"Thiếu “agency”: tệp không nêu cơ quan và {settings.data} chưa có cơ quan nào.",
        field="agency",
    )


def _write(made: Rendered, folder: Path, name: str) -> dict[str, Any]:
    """Both files whole, or neither over an older one."""
    try:
        folder.mkdir(parents=True, exist_ok=True)
        report = _pair(made.docx, made.pdf, folder, name)
        parts = [
            {"name": part.name} | _pair(part.docx, part.pdf, folder, f"{name} - {part.name}")
            for part in made.parts
        ]
    except OSError as error:
        raise storage_fault(error) from error
    return report | ({"parts": parts} if parts else {})


def _pair(docx: bytes, pdf: bytes, folder: Path, name: str) -> dict[str, Any]:
    report: dict[str, Any] = {}
    name = name.replace("/", "-")
    for role, data in (("docx", docx), ("pdf", pdf)):
        path = folder / f"{name}.{role}"
        draft = folder / f".{name}.{role}.part"
        draft.write_bytes(data)
        draft.replace(path)
        report[role] = {
            "path": str(path),
            "bytes": len(data),
            "sha256": hashlib.sha256(data).hexdigest(),
        }
    return report | {"pages": inspect.facts(pdf).page_count}


def _show(report: Mapping[str, Any], *, as_json: bool) -> None:
    if as_json:
        print_json(report)
        return
    for files in (report, *report.get("parts", ())):
        for role in ("docx", "pdf"):
            print(files[role]["path"])
