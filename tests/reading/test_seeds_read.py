"""Both seed papers are read back with every field right, from every layout and format."""

import pypdfium2
import pytest

from service.reading.reader import read
from tests.reading.facts import facts
from tests.reading.papers import build_docx, to_pdfs
from tests.reading.seeds import BINH_LUC, BINH_THUAN

pytestmark = pytest.mark.slow
LAYOUTS = ("table", "tabs", "narrow")
SEEDS = {"thuan": BINH_THUAN, "luc": BINH_LUC}

WANTED = {
    "thuan": {
        "agency": "Ủy ban nhân dân tỉnh Bình Thuận",
        "number": "99",
        "notation": "UBND-KGVXNV",
        "place": "Bình Thuận",
        "issued": "2021-01-08",
        "kind": "Công văn",
        "subject": (
            "triển khai thực hiện hiệu quả công tác cai nghiện ma túy và quản lý sau cai nghiện ma "
            "túy trên địa bàn tỉnh Bình Thuận"
        ),
        "addressees": [
            "Các Sở: Y tế, Tư pháp, Lao động - Thương binh và Xã hội",
            "Công an tỉnh",
            "UBND các huyện, thị xã, thành phố",
        ],
        "recipients": [
            "Như trên",
            "Bộ Lao động - Thương binh và Xã hội",
            "Thường trực Tỉnh ủy",
            "Thường trực HĐND tỉnh",
            "Chủ tịch, PCT UBND tỉnh (Đ/c Hòa)",
            "Mặt trận và các Đoàn thể tỉnh",
            "Các Sở, ban, ngành thuộc tỉnh",
            "Lưu: VT, KGVXNV. Th.",
        ],
        "filed": "Lưu: VT, KGVXNV. Th.",
        "authority": ["KT. CHỦ TỊCH", "PHÓ CHỦ TỊCH"],
        "capacity": "KT.",
        "post": "Phó Chủ tịch",
        "name": "Nguyễn Đức Hòa",
        "citations": [
            ("Nghị quyết", "51/NQ-HĐND", "2020-12-04", "HĐND tỉnh"),
            ("Quyết định", "1407/QĐ-UBND", "2018-06-05", "UBND tỉnh"),
        ],
        "copies": [
            {
                "form": "Sao lục",
                "agency": "Sở Nông nghiệp và PTNT Bình Thuận",
                "number": "06",
                "notation": "SL-SNN",
                "place": "Bình Thuận",
                "issued": "2021-01-15",
                "addressees": ["Các đơn vị trực thuộc Sở"],
                "recipients": ["Như trên", "Lưu VT,VP. Hiền."],
                "name": "Lê Thanh Sơn",
            }
        ],
        "stamps": [("Ủy ban Nhân dân tỉnh Bình Thuận", "08.01.2021 08:51:42 +07:00")],
    },
    "luc": {
        "agency": "Ủy ban nhân dân huyện Bình Lục",
        "notation": "CV",
        "place": "Bình Lục",
        "issued": "2024-12",
        "kind": "Công văn",
        "subject": (
            "rà soát tổ chức, cá nhân đủ điều kiện cung cấp dịch vụ cai nghiện ma túy tự nguyện "
            "tại gia đình, cộng đồng"
        ),
        "addressees": [
            "Công an huyện",
            "Phòng Lao động- Thương binh và Xã hội huyện",
            "Phòng Y tế huyện",
            "Trung tâm y tế huyện",
            "Phòng Văn hóa – thông tin huyện",
            "Phòng Tài chính – Kế hoạch huyện",
            "Chủ tịch UBND các xã, thị trấn",
        ],
        "recipients": ["TT Huyện ủy", "Chủ tịch UBND huyện", "Như kính gửi", "Lưu: VT, CAH."],
        "filed": "Lưu: VT, CAH.",
        "authority": ["TM. CHỦ TỊCH", "PHÓ CHỦ TỊCH"],
        "capacity": "TM.",
        "post": "Phó Chủ tịch",
        "deadlines": [
            ("2024-12-15", "Công an huyện"),
            ("2024-12-12", "Phòng Lao động- Thương binh và Xã hội huyện"),
            ("2024-12-15", "Chủ tịch UBND các xã, thị trấn"),
            ("2030-12-31", "Chủ tịch UBND các xã, thị trấn"),
        ],
        "tasks": [
            ("1", "Công an huyện"),
            ("2", "Phòng Lao động- Thương binh và Xã hội huyện"),
            ("3", "Phòng Văn hóa – thông tin huyện"),
            ("4", "Phòng Tài chính – Kế hoạch huyện"),
            ("5", "Chủ tịch UBND các xã, thị trấn"),
            ("", "các cơ quan, đơn vị"),
        ],
        "citations": [
            ("Chỉ thị", "25/CT-HU", "2024-10-26", "Ban thường vụ Huyện ủy"),
            ("Kế hoạch", "170/KH-UBND", "2024-10-29", "Chủ tịch UBND huyện"),
            ("Nghị định", "116/2021/NĐ-CP", "2021-12-21", "Chính phủ"),
        ],
    },
}


@pytest.fixture(scope="module")
def files(tmp_path_factory):
    words = {
        f"{seed}-{layout}": build_docx(paper, layout)
        for seed, paper in SEEDS.items()
        for layout in LAYOUTS
    }
    pdfs = to_pdfs(tmp_path_factory.mktemp("seeds"), words)
    return {"pdf": pdfs, "docx": words}


@pytest.mark.parametrize("kind", ["pdf", "docx"])
@pytest.mark.parametrize("layout", LAYOUTS)
@pytest.mark.parametrize("seed", SEEDS)
def test_a_seed_is_read_back_with_every_field_right(files, seed, layout, kind):
    assert facts(read(files[kind][f"{seed}-{layout}"])) == WANTED[seed]


def test_the_draft_says_what_it_lacks(files):
    warnings = " ".join(read(files["pdf"]["luc-table"]).warnings)
    assert "Số văn bản còn để trống" in warnings
    assert "Ngày ban hành còn để trống" in warnings


@pytest.mark.parametrize("layout", LAYOUTS)
def test_every_value_of_a_pdf_lies_on_its_page_where_it_is_printed(files, layout):
    """The rectangle, read back by itself, holds the words of the value."""
    data = files["pdf"][f"thuan-{layout}"]
    document = pypdfium2.PdfDocument(data)
    reading = read(data)
    fields = reading.fields
    for found in (
        *(fields.agency, fields.number, fields.notation, fields.place, fields.issued),
        *(fields.signatory.name, *fields.addressees, *fields.recipients),
        *(reading.copies[0].number, reading.copies[0].issued),
    ):
        text = " ".join(_text_in(document, spot) for spot in found.where)
        assert " ".join(found.text.split()) in " ".join(text.split()), (found, text)


def _text_in(document, spot):
    page = document[spot.page - 1]
    height = page.get_height()
    box = spot.box
    return page.get_textpage().get_text_bounded(
        box.left - 1, height - box.bottom + 1, box.right + 1, height - box.top - 1
    )
