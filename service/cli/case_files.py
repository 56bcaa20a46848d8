"""`service export-case` and `import-case`: a whole case file out of one office, into another."""

from argparse import Namespace
from datetime import UTC, datetime
from pathlib import Path

from service.actions.case_export import export_case
from service.actions.case_import import import_case
from service.app import Office
from service.cli.data import NoData
from service.cli.opening import opened_office, person_called
from service.cli.output import print_json
from service.domain.documents import Person
from service.domain.errors import Refused
from service.domain.workflow import Role
from service.settings import Settings
from service.store import case_files, people


def export(args: Namespace, settings: Settings) -> int:
    """Write the ZIP of one file; an existing file is never overwritten."""
    target = Path(args.out)
    with opened_office(settings) as office:
        by = _clerk(office, args.by)
        found = [
            one
            for one in case_files.listed(office.db, by, year=args.year)
            if one.details.notation == args.notation
        ]
        if not found:
            raise Refused(f"Năm {args.year} không có hồ sơ {args.notation}.", field="KÝ_HIỆU")
        name, data = export_case(office, found[0].id, by=by, now=datetime.now(UTC))
    if target.is_dir():
        target = target / name
    try:
        with target.open("xb") as file:
            file.write(data)
    except FileExistsError:
        raise Refused(f"Đã có tệp {target}; hãy chọn tên khác.", field="--out") from None
    except OSError as fault:
        raise Refused(f"Không ghi được {target}: {fault.strerror}.", field="--out") from fault
    print(f"Đã xuất hồ sơ {found[0].name}, {found[0].papers} văn bản, vào {target}.")
    return 0


def bring_in(args: Namespace, settings: Settings) -> int:
    """Read an exported file into this office; twice gives nothing new."""
    try:
        data = Path(args.file).read_bytes()
    except OSError as fault:
        raise Refused(f"Không đọc được {args.file}: {fault.strerror}.", field="TỆP") from fault
    with opened_office(settings) as office:
        done = import_case(office, data, by=_clerk(office, args.by), now=datetime.now(UTC))
    if args.json:
        print_json({"case": done.case.id, "papers": done.papers, "new": done.new})
    elif done.new:
        print(f"Đã nhập hồ sơ {done.case.name} với {done.papers} văn bản.")
    else:
        print(f"Cơ quan đã có đúng hồ sơ {done.case.name}; không có gì mới.")
    return 0


def _clerk(office: Office, login: str | None) -> Person:
    """Who answers for it in the history: the named person, else the first clerk."""
    if login is not None:
        return person_called(office.db, login, option="--by")
    clerks = people.holding(office.db, Role.CLERK)
    if not clerks:
        raise NoData("Chưa có ai là văn thư; hãy thêm người dùng trước.")
    return clerks[0]
