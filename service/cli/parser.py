"""Every command with its arguments; `docs/cli.md` is written from this table.

Help texts are in Vietnamese for the person at the terminal; `doc` is the same in English for
the reader of the documentation.
"""

import argparse
import re
import sys
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import NoReturn

from service.cli import case_arguments
from service.version import VERSION

Arguments = argparse.ArgumentParser


@dataclass(frozen=True, slots=True)
class Command:
    """`function` of `module` is called with the parsed arguments and the settings."""

    name: str
    summary: str
    doc: str
    module: str
    configure: Callable[[Arguments], None]
    function: str = "run"


def _nothing(parser: Arguments) -> None:
    """A command without arguments."""


def _json(parser: Arguments) -> None:
    parser.add_argument("--json", action="store_true", help="in kết quả dạng JSON")


def _dev(parser: Arguments) -> None:
    parser.add_argument("--host", metavar="TÊN", help="địa chỉ mở dịch vụ (SERVICE_HOST)")
    parser.add_argument("--port", metavar="SỐ", help="cổng mở dịch vụ (SERVICE_PORT)")


def _worker(parser: Arguments) -> None:
    parser.add_argument(
        "--once", action="store_true", help="làm hết việc đang chờ rồi dừng, không chờ việc mới"
    )


def _render(parser: Arguments) -> None:
    parser.add_argument(
        "file", metavar="TỆP", help="tệp JSON {“kind”: …, “answers”: {…}}; - là đầu vào chuẩn"
    )
    parser.add_argument("--out", metavar="THƯ_MỤC", required=True, help="nơi ghi DOCX và PDF")
    parser.add_argument("--name", metavar="TÊN", help="tên hai tệp, không có phần mở rộng")
    parser.add_argument("--source", metavar="PDF", help="bản cần sao (chỉ cho bản sao)")
    _json(parser)


def _search(parser: Arguments) -> None:
    parser.add_argument(
        "query", metavar="TỪ_KHÓA", help="không cần dấu, không phân biệt hoa thường"
    )
    parser.add_argument(
        "--as", dest="login", metavar="TÊN", help="tìm với quyền của người này (mặc định: văn thư)"
    )
    parser.add_argument("--old", action="store_true", help="tìm trong văn bản cũ, không lọc")
    parser.add_argument("--kind", metavar="MÃ", help="chỉ loại văn bản này")
    parser.add_argument("--year", metavar="NĂM", type=int, help="chỉ năm ban hành này")
    parser.add_argument("--since", metavar="NGÀY", help="từ ngày dd/mm/yyyy")
    parser.add_argument("--until", metavar="NGÀY", help="đến ngày dd/mm/yyyy")
    parser.add_argument("--signatory", metavar="TÊN", help="chỉ người ký này")
    parser.add_argument("--unit", metavar="KÝ_HIỆU", help="chỉ đơn vị soạn thảo này")
    parser.add_argument("--series", metavar="TÊN", help="chỉ sổ số này")
    parser.add_argument(
        "--state",
        choices=("submitted", "approved", "numbered", "issued", "archived"),
        help="chỉ trạng thái này",
    )
    parser.add_argument("--notation", metavar="KÝ_HIỆU", help="chỉ ký hiệu này, ví dụ QĐ-UBND")
    parser.add_argument(
        "--urgency",
        choices=("none", "urgent", "very_urgent", "express"),
        help="chỉ độ khẩn này; none là thường",
    )
    parser.add_argument(
        "--circulation", choices=("return", "internal"), help="chỉ phạm vi lưu hành này"
    )
    parser.add_argument("--recipient", metavar="TÊN", help="chỉ gửi đến nơi này")
    parser.add_argument("--number-from", metavar="SỐ", type=int, help="từ số này")
    parser.add_argument("--number-to", metavar="SỐ", type=int, help="đến số này")
    parser.add_argument(
        "--counts", action="store_true", help="in thêm số văn bản theo từng giá trị lọc"
    )
    parser.add_argument("--order", choices=("relevance", "date"), default="relevance")
    parser.add_argument("--page", metavar="SỐ", type=int, default=1, help="trang kết quả, từ 1")
    _json(parser)


def _check(parser: Arguments) -> None:
    parser.add_argument("file", metavar="TỆP", help="tệp Word (.docx) hoặc PDF có chữ cần kiểm tra")
    _json(parser)


def _verify(parser: Arguments) -> None:
    parser.add_argument("file", metavar="TỆP", help="tệp PDF đã ký")
    parser.add_argument("--base", metavar="PDF", help="tệp đã giao đi ký, để đối chiếu")
    parser.add_argument(
        "--trust", metavar="THƯ_MỤC", help="chứng thư tin cậy (mặc định: trust/ của dữ liệu)"
    )
    _json(parser)


def _parse(parser: Arguments) -> None:
    parser.add_argument("file", metavar="TỆP", help="tệp PDF hoặc Word (.docx) nhận được")
    parser.add_argument(
        "--convert", action="store_true", help="chuyển chữ mã TCVN3, VNI sang Unicode rồi đọc"
    )
    _json(parser)


def _import_folder(parser: Arguments) -> None:
    parser.add_argument(
        "source", metavar="NGUỒN", nargs="?", help="thư mục hoặc tệp ZIP có các tệp PDF, DOCX"
    )
    parser.add_argument("--sheet", metavar="TỆP", help="bảng tính .xlsx hoặc .csv ghi thông tin")
    parser.add_argument(
        "--incoming", action="store_true", help="là văn bản đến (thường: văn bản đi)"
    )
    parser.add_argument("--unit", metavar="KÝ_HIỆU", help="đơn vị được xem các văn bản này")
    parser.add_argument(
        "--convert", action="store_true", help="chuyển chữ mã TCVN3, VNI sang Unicode"
    )
    parser.add_argument("--resume", metavar="SỐ", type=int, help="nhập tiếp đợt này")
    parser.add_argument("--by", metavar="TÊN", help="văn thư nhập (thường: văn thư đầu tiên)")
    _json(parser)


def _file_out(parser: Arguments) -> None:
    parser.add_argument("file", metavar="TỆP", help="tệp sao lưu, ví dụ van-thu.tar")


def _file_in(parser: Arguments) -> None:
    parser.add_argument("file", metavar="TỆP", help="tệp mà service backup đã ghi")


def _users(parser: Arguments) -> None:
    verbs = parser.add_subparsers(dest="verb", metavar="VIỆC", required=True)
    listing = verbs.add_parser("list", help="liệt kê người dùng")
    _json(listing)
    add = verbs.add_parser("add", help="thêm người dùng; mật khẩu đọc từ đầu vào chuẩn")
    add.add_argument("login", metavar="TÊN_ĐĂNG_NHẬP")
    add.add_argument("--name", metavar="HỌ_TÊN", required=True)
    add.add_argument("--unit", metavar="KÝ_HIỆU", required=True, help="ký hiệu đơn vị, ví dụ VP")
    add.add_argument(
        "--role",
        metavar="VAI_TRÒ",
        action="append",
        required=True,
        help="drafter, signatory, clerk hoặc administrator; ghi nhiều lần nếu có nhiều vai trò",
    )
    reset = verbs.add_parser("reset-password", help="đặt lại mật khẩu, đọc từ đầu vào chuẩn")
    reset.add_argument("login", metavar="TÊN_ĐĂNG_NHẬP")
    for verb in (add, reset):
        verb.add_argument(
            "--by", metavar="TÊN", help="quản trị đứng tên trong lịch sử (mặc định: người đầu tiên)"
        )


COMMANDS: Mapping[str, Command] = {
    command.name: command
    for command in (
        Command(
            "dev",
            "Chạy cả dịch vụ trên máy này: chuẩn bị dữ liệu, mở trang web và việc nền.",
            "Runs the whole service in the foreground: migrates the database, fills a *new* data "
            "folder with the test world (see `SERVICE_SEED`), starts the web process and the "
            "worker, prints the address, and stops both on Ctrl-C or SIGTERM. `script/server` "
            "calls it.",
            "service.cli.dev",
            _dev,
        ),
        Command(
            "migrate",
            "Đưa cơ sở dữ liệu lên phiên bản này; chạy lại cũng không sao.",
            "Brings the database up to this release and prints the steps it applied. Running it "
            "twice, or twice at the same time, is harmless.",
            "service.cli.processes",
            _nothing,
            "migrate",
        ),
        Command(
            "worker",
            "Làm việc nền: tạo tệp có số, lưu trữ.",
            "Runs background jobs until SIGTERM, then finishes the job at hand and stops. "
            "`--once` stops when nothing is waiting.",
            "service.cli.processes",
            _worker,
            "worker",
        ),
        Command(
            "kinds",
            "Liệt kê các loại văn bản; --json cho cả lược đồ trường.",
            "Lists the kinds of papers. With `--json`: an array of objects with `code`, `name`, "
            "`symbol`, `article` (source of the layout), `form_version`, `needs_source`, "
            "`schema` (JSON Schema of `answers`) and `sample` (answers that pass).",
            "service.cli.kinds",
            _json,
        ),
        Command(
            "render",
            "Tạo DOCX và PDF từ tệp JSON, không cần máy chủ hay kho lưu.",
            "Makes DOCX and PDF without a server or an archive. The file, or standard input for "
            "`-`, is described above. Exit code 2 when answers are wrong, with every field named.",
            "service.cli.render",
            _render,
        ),
        Command(
            "search",
            "Tìm văn bản trong kho.",
            "Searches number, subject, addressees, signatory and full text; accents, case and "
            "the placement of tone marks do not matter, and đ is d. Shows what the person of "
            "`--as` may see, else what a records clerk may see.",
            "service.cli.search",
            _search,
        ),
        Command(
            "reindex",
            "Lập lại chỉ mục tìm kiếm từ nội dung đã lưu.",
            "Makes the search index anew from the stored texts, in short steps, while the "
            "service runs. Needed only when search misses papers that are there; an upgrade that "
            "changes the index does it by itself.",
            "service.cli.search",
            _json,
            "reindex",
        ),
        Command(
            "check",
            "Kiểm tra thể thức một tệp Word theo Nghị định 30/2020/NĐ-CP.",
            "Measures a Word file against the decree: every finding with its rule, article, what "
            "was measured, what is allowed and how to mend it (`docs/conformity-rules.md`). Exit "
            "code 0 without errors (advice there may be), 1 with errors, 2 when the file cannot "
            "be checked.",
            "service.cli.examine",
            _check,
            "check",
        ),
        Command(
            "verify",
            "Kiểm tra chữ ký số của một tệp PDF.",
            "Judges the digital signatures of a PDF file: integrity, later changes, certificate "
            "chain, revocation and time, with every reason. Trusted certificates are the `.pem` "
            "and `.cer` files of the trust folder. Exit code 0 valid, 1 invalid, 2 needs a "
            "person's judgement, 3 when the file cannot be checked.",
            "service.cli.examine",
            _verify,
            "verify",
        ),
        Command(
            "parse",
            "Đọc một văn bản đến: số, ký hiệu, ngày, trích yếu, thời hạn, văn bản viện dẫn.",
            "Proposes the register fields of a paper from elsewhere, each with its place on the "
            "page and how sure it is (`docs/reading.md`). Exit code 0 when something was read, "
            "1 when the file was refused, 3 when it holds no readable text.",
            "service.cli.examine",
            _parse,
            "parse",
        ),
        Command(
            "import-folder",
            "Nhập văn bản cũ từ một thư mục hoặc tệp ZIP trên máy này.",
            "Takes papers of earlier years over from a folder or ZIP of PDF and DOCX files, with a "
            "spreadsheet (`--sheet`, or one that lies among them) or read one by one. Progress "
            "goes to standard error. A run that was ended goes on with `--resume`; its page in "
            "the browser shows the rows to be mended. Exit code 1 when rows are left.",
            "service.cli.old_papers",
            _import_folder,
        ),
        Command(
            "export-case",
            "Xuất cả một hồ sơ: PDF có mục lục, XML theo Phụ lục VI, tệp gốc.",
            "Writes one ZIP of a case file: a PDF to read, the XML of Annex VI, every original.",
            "service.cli.case_files",
            case_arguments.export_case,
            "export",
        ),
        Command(
            "import-case",
            "Nhập một hồ sơ đã xuất; nhập lại không thêm gì.",
            "Reads such a ZIP back: all or nothing, every SHA-256 compared. Exit code 2 with the "
            "place when the ZIP, its XML or a byte is not as it was exported.",
            "service.cli.case_files",
            case_arguments.import_case,
            "bring_in",
        ),
        Command(
            "doctor",
            "Kiểm tra máy: LibreOffice, phông chữ, cơ sở dữ liệu, ổ đĩa, múi giờ, kho lưu.",
            "Checks LibreOffice, fonts, the database, disk space and rights, the time zone and a "
            "sample of the archive. Every line is OK or LỖI with what to do; exit code 1 when "
            "any line is LỖI.",
            "service.cli.doctor",
            _json,
        ),
        Command(
            "verify-archive",
            "Đối chiếu mã SHA-256 của mọi tệp trong kho và số trong sổ.",
            "Reads every archived file and compares its SHA-256; reports missing and altered "
            "files, and register lines with gaps, doubles, dates out of order or changes made by "
            "hand (exit code 1), and files that belong to no paper.",
            "service.cli.archive",
            _json,
            "verify",
        ),
        Command(
            "backup",
            "Sao lưu cơ sở dữ liệu và kho tệp vào một tệp, khi đang chạy cũng được.",
            "Writes the database, all archived files and a manifest with their SHA-256 into one "
            "tar file, also while the service runs. The file appears only when it is complete, "
            "and an existing file is never overwritten.",
            "service.cli.archive",
            _file_out,
            "backup",
        ),
        Command(
            "restore",
            "Phục hồi một bản sao lưu vào thư mục dữ liệu còn trống.",
            "Restores a backup into the data folder, which must hold no database yet. Every "
            "SHA-256 is compared before anything is put in place.",
            "service.cli.archive",
            _file_in,
            "restore",
        ),
        Command(
            "users",
            "Người dùng: list, add, reset-password.",
            "`list` shows the people; `add` adds one and `reset-password` sets a new password, "
            "both read from standard input (or asked for twice on a terminal). The person must "
            "change it at the next sign-in. The history names the administrator of `--by`, else "
            "the first active one.",
            "service.cli.users",
            _users,
        ),
    )
}


def build_parser() -> Arguments:
    parser = _VietnameseParser(
        prog="service", description="Văn Thư: soạn, cấp số, ban hành và lưu văn bản."
    )
    parser.add_argument(
        "--version", action="version", version=f"Văn Thư {VERSION}", help="in phiên bản rồi dừng"
    )
    commands = parser.add_subparsers(
        dest="command", metavar="LỆNH", required=True, parser_class=_VietnameseParser
    )
    for command in COMMANDS.values():
        command.configure(
            commands.add_parser(command.name, help=command.summary, description=command.summary)
        )
    return parser


class _VietnameseParser(Arguments):
    """argparse speaks English; what people meet here is Vietnamese."""

    def __init__(self, **options: object) -> None:
        super().__init__(add_help=False, allow_abbrev=False, **options)  # type: ignore[arg-type]
        self.color = False  # Python 3.14 would put colours between the words replaced below
        self._positionals.title = "Đối số"
        self._optionals.title = "Tùy chọn"
        self.add_argument("-h", "--help", action="help", help="in hướng dẫn này rồi dừng")

    def format_usage(self) -> str:
        return super().format_usage().replace("usage: ", "Cách dùng: ", 1)

    def format_help(self) -> str:
        return super().format_help().replace("usage: ", "Cách dùng: ", 1)

    def error(self, message: str) -> NoReturn:
        for pattern, sentence in _SENTENCES:
            message = re.sub(pattern, sentence, message)
        print(f"{self.format_usage()}Lỗi: {message}", file=sys.stderr)
        self.exit(2)


_SENTENCES = (
    (r"^the following arguments are required: (.*)$", r"còn thiếu: \1"),
    (r"^unrecognized arguments: (.*)$", r"không có tùy chọn: \1"),
    (r"^argument (.*?): expected one argument$", r"\1 cần một giá trị đi kèm"),
    (r"^argument (.*?): invalid int value: (.*)$", r"\1 phải là số nguyên, không phải \2"),
    (
        r"^argument (.*?): invalid choice: (.*) \(choose from (.*)\)$",
        r"\1 không nhận \2; chọn một trong: \3",
    ),
    (r"^argument (.*?): ignored explicit argument (.*)$", r"\1 không nhận giá trị \2"),
)
