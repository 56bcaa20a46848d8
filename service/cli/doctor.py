"""`service doctor`: what a computer must have to make papers, one line each, with what to do."""

import shutil
import sys
import tempfile
from argparse import Namespace
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from functools import partial
from importlib import resources
from pathlib import Path

from forms import load_kinds
from service.cli.data import NoData, opened_database
from service.cli.output import print_json
from service.domain.errors import OfficeError, StorageFault
from service.domain.kinds import DocumentKind
from service.domain.numbering import VIETNAM, office_date
from service.domain.word_templates import TemplateChoice, in_force, planned
from service.linting import child
from service.linting.report import Level, Problem
from service.rendering import inspect
from service.rendering.lok import first_document
from service.rendering.pdf import find_library, open_converter
from service.settings import Settings, is_loopback
from service.store import agency as agencies
from service.store import archive, checkup, word_templates
from service.store.db import Database
from service.store.files import FileStore
from service.version import VERSION

SAMPLE = 25
LOW_DISK = 1024**3
CLOCK_SLACK = timedelta(minutes=5)
LONG_WAIT = timedelta(minutes=2)
NETWORK_DISKS = frozenset({"nfs", "nfs4", "cifs", "smb3", "smbfs", "9p", "fuse.sshfs", "ceph"})


class Sick(OfficeError):
    """A check that failed; the sentence says what is wrong and what to do."""


@dataclass(frozen=True, slots=True)
class Finding:
    """One line: `ok`, and what was found or what to do."""

    name: str
    ok: bool
    message: str


def run(args: Namespace, settings: Settings) -> int:
    """Run every check, also after one failed; 1 when any did."""
    findings = tuple(examine(settings))
    if args.json:
        print_json([{"name": f.name, "ok": f.ok, "message": f.message} for f in findings])
    else:
        for finding in findings:
            print(f"{'OK ' if finding.ok else 'LỖI'}  {finding.name}: {finding.message}")
    return 0 if all(finding.ok for finding in findings) else 1


def examine(settings: Settings) -> Iterator[Finding]:
    checks: tuple[tuple[str, Callable[[Settings], str]], ...] = (
        ("Phiên bản", _versions),
        ("LibreOffice", _libreoffice),
        ("Phông chữ", _fonts),
        ("Địa chỉ", _address),
        ("Thư mục dữ liệu", _folder),
        ("Ổ đĩa", _disk),
        ("Múi giờ", _zone),
    )
    for name, check in checks:
        yield _finding(name, partial(check, settings))
    yield from _data_findings(settings)


def _data_findings(settings: Settings) -> Iterator[Finding]:
    checks: tuple[tuple[str, Callable[[Settings, Database], str]], ...] = (
        ("Cơ sở dữ liệu", _database),
        ("Đồng hồ", _clock),
        ("Việc nền", _queue),
        ("Kho tệp", _archive),
        ("Mẫu Word", _templates),
    )
    try:
        with opened_database(settings) as db:
            for name, check in checks:
                yield _finding(name, partial(check, settings, db))
    except (NoData, StorageFault) as error:
        yield Finding("Cơ sở dữ liệu", False, error.message)


def _finding(name: str, check: Callable[[], str]) -> Finding:
    try:
        return Finding(name, True, check())
    except OfficeError as error:
        return Finding(name, False, error.message)


def _versions(settings: Settings) -> str:
    return f"Văn Thư {VERSION}, Python {sys.version.split()[0]}."


def _libreoffice(settings: Settings) -> str:
    """Not only found but made to work: one small paper goes through."""
    with tempfile.TemporaryDirectory(prefix="van-thu-") as folder:
        converter = open_converter(timeout_s=settings.convert_timeout_s, run_folder=Path(folder))
        try:
            pdf = converter.convert(first_document())
        finally:
            converter.close()
    foreign = sorted(font.name for font in inspect.facts(pdf).fonts if not font.allowed)
    if foreign:
        raise Sick(f"PDF dùng phông {', '.join(foreign)}; hãy cài gói fonts-liberation2.")
    library = find_library()
    how = f"giữ sẵn trong bộ nhớ ({library})" if library else "chạy mỗi lần một tệp, chậm hơn"
    return f"tạo được PDF; {how}."


def _fonts(settings: Settings) -> str:
    report = inspect.fonts_report()
    if report.problem:
        raise Sick(report.problem)
    return f"Times New Roman hiện bằng {', '.join(report.families)}, đủ chữ Việt."


def _address(settings: Settings) -> str:
    if not is_loopback(settings.host) and not settings.cookie_secure:
        raise Sick(
            "Máy khác vào được nhưng SERVICE_COOKIE_SECURE=0: mật khẩu và phiên làm việc đi qua "
            "mạng không mã hóa. Hãy đặt một proxy có TLS phía trước và bỏ biến ấy."
        )
    return f"{settings.host}, cổng {settings.port}."


def _folder(settings: Settings) -> str:
    if not settings.data.exists():
        raise Sick(f"Chưa có {settings.data}; hãy chạy service migrate.")
    try:
        with tempfile.TemporaryFile(dir=settings.data):
            pass
    except OSError as error:
        raise Sick(
            f"Không ghi được vào {settings.data} ({error.strerror}); hãy sửa quyền cho người chạy "
            "dịch vụ."
        ) from error
    kind = _disk_kind(settings.data)
    if kind in NETWORK_DISKS:
        raise Sick(f"{settings.data} nằm trên ổ mạng ({kind}); hãy chuyển sang ổ của máy này.")
    return f"{settings.data}, ghi được."


def _disk_kind(folder: Path) -> str:
    """The file system's name as Linux gives it, empty elsewhere."""
    try:
        lines = Path("/proc/self/mountinfo").read_text("utf-8").splitlines()
    except OSError:
        return ""
    best, kind = "", ""
    for line in lines:
        before, _, after = line.partition(" - ")
        mount = before.split()[4].encode().decode("unicode_escape")
        if folder.resolve().is_relative_to(mount) and len(mount) >= len(best):
            best, kind = mount, after.split()[0]
    return kind


def _disk(settings: Settings) -> str:
    place = settings.data
    while not place.exists():
        place = place.parent
    free = shutil.disk_usage(place).free
    if free < LOW_DISK:
        raise Sick(f"chỉ còn {free // 1024**2} MB trống; hãy dọn ổ đĩa chứa {settings.data}.")
    return f"còn {free // 1024**3} GB trống."


def _zone(settings: Settings) -> str:
    now = datetime.now(VIETNAM)
    if now.utcoffset() != timedelta(hours=7):
        raise Sick("Dữ liệu múi giờ sai; hãy cài lại gói tzdata.")
    return f"{VIETNAM.key}, bây giờ là {now:%H:%M %d/%m/%Y}."


def _database(settings: Settings, db: Database) -> str:
    wrong = checkup.unexpected_pragmas(db)
    if wrong:
        listed = ", ".join(f"{name} = {value}" for name, value in wrong.items())
        raise Sick(f"cài đặt lạ ({listed}); {settings.data} có nằm trên ổ của máy này không?")
    found = checkup.damage(db)
    if found:
        raise Sick(f"bị hỏng ({'; '.join(found)}); hãy phục hồi từ bản sao lưu.")
    size = settings.database.stat().st_size
    return f"nguyên vẹn, {size // 1024**2} MB."


def _clock(settings: Settings, db: Database) -> str:
    last, now = checkup.last_event(db), datetime.now(UTC)
    if last is not None and now < last - CLOCK_SLACK:
        raise Sick(
            f"máy đang ở {now.astimezone(VIETNAM):%H:%M %d/%m/%Y} nhưng lịch sử có việc lúc "
            f"{last.astimezone(VIETNAM):%H:%M %d/%m/%Y}; hãy chỉnh đồng hồ trước khi cấp số."
        )
    return "không lùi so với lịch sử."


def _queue(settings: Settings, db: Database) -> str:
    now = datetime.now(UTC)
    facts = checkup.queue_facts(db, now)
    if facts.oldest_due and now - facts.oldest_due > LONG_WAIT:
        raise Sick(f"{facts.due} việc chờ quá lâu; hãy chạy service worker.")
    if facts.failed:
        raise Sick(f"{facts.failed} việc bị dừng; văn thư xem ở trang đầu và cho chạy lại.")
    return f"{facts.due} việc đang chờ, không việc nào bị dừng."


def _archive(settings: Settings, db: Database) -> str:
    names = archive.sample(db, SAMPLE)
    damaged = archive.damage(db, FileStore(settings.files_folder), names)
    if damaged:
        raise Sick(f"{damaged[0].sentence} Hãy chạy service verify-archive.")
    return f"{len(names)} tệp lấy ngẫu nhiên đều đúng mã SHA-256."


def _templates(settings: Settings, db: Database) -> str:
    """The office's own templates against the forms of this release, which may have changed."""
    today, stale, count = office_date(datetime.now(UTC)), [], 0
    for kind in load_kinds():
        made = word_templates.choices(db, kind.code)
        held = [in_force(made, today), *planned(made, today)]
        for choice in held:
            if choice is not None and choice.template is not None:
                count += 1
                stale += [
                    f"“{choice.template.name}” ({kind.name.lower()}): {problem.message}"
                    for problem in _wrong_now(settings, db, kind, choice)[:1]
                ]
    if stale:
        raise Sick(
            f"{' '.join(stale)} Biểu mẫu đã đổi từ khi mẫu được nhận; hãy vào Quản trị, Mẫu Word, "
            "tải mẫu đã sửa lên hoặc dùng lại mẫu sẵn có."
        )
    return f"{count} mẫu riêng, khớp với biểu mẫu hiện nay." if count else "dùng mẫu sẵn có."


def _wrong_now(
    settings: Settings, db: Database, kind: DocumentKind, choice: TemplateChoice
) -> list[Problem]:
    """What a template in use is told today; doubts that were confirmed with a reason are old."""
    if choice.template is None:
        return []
    template = FileStore(settings.files_folder).get(choice.template.sha256)
    ours = resources.files("doc_templates").joinpath(kind.template).read_bytes()
    levels = {Level.MUST_FIX} if choice.reason else {Level.MUST_FIX, Level.CONFIRM}
    problems = child.ask(kind.code, agencies.load(db), template, ours).problems
    return [problem for problem in problems if problem.level in levels]
