"""Makes `data/*.pdf` anew: our own kinds, templates, converter and PDF preparation.

Run `python -m tests.signatures.remake_data` when a template or the preparation changes; the
files are kept in the repository so that tests of signing need no word processor.
"""

from datetime import date
from pathlib import Path

from forms import load_kinds
from service.app import Press
from service.domain.agency import Agency, Signatory, SigningCapacity, Unit
from service.domain.numbering import IssueMark
from service.rendering.pdf import open_converter

DATA = Path(__file__).with_name("data")

HUNG = "Trần Quốc Hùng"

HOA_BINH = Agency(
    name="ỦY BAN NHÂN DÂN\nXÃ HÒA BÌNH",
    full_name="Ủy ban nhân dân xã Hòa Bình",
    place="Hòa Bình",
    symbol="UBND",
    units=(Unit(1, "Văn phòng", "VP"),),
    signatories=(Signatory(7, HUNG, "Chủ tịch", SigningCapacity.HEAD),),
)

SHORT = {
    "subject": "Về việc kiện toàn Tổ công tác chuyển đổi số",
    "unit": "VP",
    "authority": "CHỦ TỊCH ỦY BAN NHÂN DÂN XÃ HÒA BÌNH",
    "legal_bases": ["Căn cứ Luật Tổ chức chính quyền địa phương ngày 16 tháng 6 năm 2025"],
    "articles": [
        "Kiện toàn Tổ công tác chuyển đổi số xã Hòa Bình gồm các ông, bà có tên kèm theo.",
        "Quyết định này có hiệu lực kể từ ngày ký.",
    ],
    "annexes": [],
    "recipients": ["Như Điều 2", "Lưu: VT, VP"],
    "signatory": {"choice": "other", "lines": ["CHỦ TỊCH"], "name": HUNG},
    "month": "",
}

WITH_ANNEX = {
    **SHORT,
    "articles": [f"Nội dung {each}. " + "Giao các đơn vị thực hiện. " * 12 for each in range(8)],
    "annexes": [{"title": "Danh sách thành viên", "body": "Trần Thị Lan", "landscape": True}],
}

PAPERS = {
    "blank": (SHORT, IssueMark(year=2026)),
    "numbered": (SHORT, IssueMark(number=5, issued_on=date(2026, 1, 8))),
    "annexed": (WITH_ANNEX, IssueMark()),
}


def main() -> None:
    converter = open_converter()
    try:
        kinds = load_kinds()
        press = Press(kinds, converter)
        for name, (answers, mark) in PAPERS.items():
            rendered = press.render(kinds["decision"], HOA_BINH, answers, mark)
            (DATA / f"{name}.pdf").write_bytes(rendered.pdf)
            print(name, len(rendered.pdf))
    finally:
        converter.close()


if __name__ == "__main__":
    main()
