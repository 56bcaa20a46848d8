"""`service verify-archive`, `backup` and `restore`: the papers' safety, from the terminal."""

from argparse import Namespace
from datetime import UTC, datetime
from pathlib import Path

from service.cli.data import opened_database
from service.cli.output import print_json
from service.domain.numbering import VIETNAM
from service.settings import Settings
from service.store import archive
from service.store import backup as backups
from service.store.archive import ArchiveReport
from service.store.files import FileStore
from service.version import VERSION


def verify(args: Namespace, settings: Settings) -> int:
    """Compare every file and number; 1 when one is missing, altered or out of order."""
    with opened_database(settings) as db:
        report = archive.verify(db, FileStore(settings.files_folder))
    if args.json:
        print_json(report_object(report))
    else:
        _show(report)
    return 0 if report.whole else 1


def report_object(report: ArchiveReport) -> dict[str, object]:
    """The stable JSON form of an audit of the archive."""
    return {
        "checked": report.checked,
        "damaged": [
            {"sha256": one.sha256, "message": one.sentence, "documents": list(one.papers)}
            for one in report.damaged
        ],
        "unrecorded": list(report.unrecorded),
        "strangers": list(report.strangers),
        "register": [
            {
                "register": one.register,
                "year": one.year,
                "number": one.number,
                "document": one.document_id,
                "message": one.sentence,
            }
            for one in report.register
        ],
    }


def _show(report: ArchiveReport) -> None:
    for one in report.damaged:
        papers = ", ".join(map(str, one.papers)) or "không văn bản nào"
        print(f"LỖI {one.sha256}: {one.sentence} Thuộc văn bản: {papers}.")
    for finding in report.register:
        print(f"LỖI SỔ: {finding.sentence}")
    for name in report.strangers:
        print(f"Tệp lạ trong kho: {name}")
    if report.unrecorded:
        print(f"{len(report.unrecorded)} tệp không thuộc văn bản nào (dấu vết lần dừng đột ngột).")
    state = f"{len(report.damaged)} tệp hỏng hoặc thiếu" if report.damaged else "nguyên vẹn"
    print(f"Đã đối chiếu {report.checked} tệp: {state}; sổ có {len(report.register)} chỗ sai.")


def backup(args: Namespace, settings: Settings) -> int:
    """Write one file that holds everything, while the service may be running."""
    with opened_database(settings) as db:
        facts = backups.backup(
            db,
            FileStore(settings.files_folder),
            Path(args.file),
            version=VERSION,
            now=datetime.now(UTC),
        )
    print(f"Đã sao lưu cơ sở dữ liệu và {facts.files} tệp vào {args.file} ({facts.size:,} byte).")
    return 0


def restore(args: Namespace, settings: Settings) -> int:
    """Bring a backup back into an empty data folder."""
    facts = backups.restore(Path(args.file), settings.data)
    made_at = facts.made_at.astimezone(VIETNAM)
    print(
        f"Đã phục hồi {facts.files} tệp và cơ sở dữ liệu lúc {made_at:%H:%M %d/%m/%Y} "
        f"vào {settings.data}. Tiếp theo: service migrate."
    )
    return 0
