"""Arguments of `export-case` and `import-case`."""

import argparse


def export_case(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("year", metavar="NĂM", type=int, help="năm của hồ sơ")
    parser.add_argument("notation", metavar="KÝ_HIỆU", help="số và ký hiệu hồ sơ, ví dụ 01.VP")
    parser.add_argument("--out", metavar="TỆP", default=".", help="tệp ZIP hoặc thư mục")
    parser.add_argument("--by", metavar="TÊN", help="người xuất (thường: văn thư đầu tiên)")


def import_case(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("file", metavar="TỆP", help="tệp ZIP do export-case hay trang web xuất")
    parser.add_argument("--by", metavar="TÊN", help="văn thư nhập (thường: văn thư đầu tiên)")
    parser.add_argument("--json", action="store_true", help="in kết quả dạng JSON")
