"""Number and date come after the person's signature and leave it valid."""

import re
import subprocess
from datetime import date
from io import BytesIO

import pypdfium2
import pytest
from PIL import Image, ImageChops
from pypdf import PdfReader, PdfWriter
from pypdf.generic import DecodedStreamObject, NameObject

from service.domain.errors import Refused, WrongState
from signatures.fields import ready_for_signing
from signatures.filling import fill_number, filled_values
from signatures.geometry import Box
from signatures.order import Step, next_step
from tests.signatures.conftest import HUNG, ISSUED_ON, SEAL_MM, paper

NUMBER_BASELINE = b"730.189"


def picture(pdf, box, dpi=300):
    """The part of page 1 in `box` (points), annotations drawn."""
    document = pypdfium2.PdfDocument(pdf)
    document.init_forms()
    height = document[0].get_size()[1]
    scale = dpi / 72
    page = document[0].render(scale=scale).to_pil().convert("L")
    document.close()
    return page.crop(
        (
            int(box.x0 * scale),
            int((height - box.y1) * scale),
            int(box.x1 * scale),
            int((height - box.y0) * scale),
        )
    )


def ink(image):
    return sum(image.point(lambda value: 1 if value < 128 else 0).histogram()[1:2])


def box_of(ready, name):
    return next(blank.place.box for blank in ready.blanks if blank.name == name)


def without_printed_notation(pdf):
    """The same paper where nothing is printed after “Số:”: `/QĐ-UBND` is taken out."""
    writer = PdfWriter(clone_from=BytesIO(pdf))
    page = writer.pages[0]
    data = page.get_contents().get_data()
    lines = re.findall(rb"([\d.]+) ([\d.]+) Td /F\d+ 13 Tf(\[[^]]*\]TJ)", data)
    notation = max(
        (line for line in lines if line[1] == NUMBER_BASELINE), key=lambda x: float(x[0])
    )
    stream = DecodedStreamObject()
    stream.set_data(data.replace(notation[2], b"[]TJ"))
    page[NameObject("/Contents")] = writer._add_object(stream)
    output = BytesIO()
    writer.write(output)
    return output.getvalue()


def test_number_and_date_are_filled_and_the_bytes_before_them_kept(stages):
    assert stages["numbered"].startswith(stages["signed"])
    assert filled_values(stages["numbered"]) == {
        "SoVanBan": "05",
        "NgayVanBan": "08",
        "ThangVanBan": "01",
    }
    assert next_step(stages["numbered"]) is Step.SEAL


def test_text_of_the_page_reads_as_if_it_had_been_printed(stages, tmp_path):
    path = tmp_path / "numbered.pdf"
    path.write_bytes(stages["numbered"])
    text = subprocess.run(
        ["pdftotext", "-layout", str(path), "-"], capture_output=True, text=True, check=True
    ).stdout
    assert "05/QĐ-UBND" in text
    assert "ngày 08 tháng 01 năm 2026" in " ".join(text.split())


def test_number_is_drawn_where_the_blank_was(ready, stages):
    box = box_of(ready, "SoVanBan")
    assert ink(picture(stages["signed"], box)) == 0
    assert ink(picture(stages["numbered"], box)) > 100


def letters(pdf, box):
    """The picture of what stands in `box`, cropped to its ink."""
    image = picture(pdf, box)
    found = ImageChops.invert(image).getbbox()
    return image.crop(found)


def alike(drawn, printed):
    """Same letters in the same size: the mean difference of two crops (0–255) is small."""
    assert abs(drawn.width - printed.width) <= 3
    assert abs(drawn.height - printed.height) <= 3
    difference = ImageChops.difference(drawn, printed.resize(drawn.size))
    return difference.resize((1, 1), Image.Resampling.BOX).getpixel((0, 0)) < 40


def printed_reference(end=10):
    """“05/QĐ-UBND” (or its beginning) as the word processor printed it."""
    pdf = paper("numbered")
    document = pypdfium2.PdfDocument(pdf)
    text = document[0].get_textpage()
    start = text.get_text_range().index("05/QĐ-UBND")
    left, bottom = text.get_charbox(start, loose=True)[:2]
    _, _, right, top = text.get_charbox(start + end - 1, loose=True)
    document.close()
    return letters(pdf, Box(left, bottom, right, top))


def test_drawn_number_looks_like_the_printed_one(ready, stages):
    blank = box_of(ready, "SoVanBan")
    drawn = letters(stages["numbered"], Box(blank.x1 - 13.2, blank.y0, blank.x1, blank.y1))
    assert alike(drawn, printed_reference(end=2))


def test_drawn_reference_shows_its_d_with_stroke(signing):
    """Form tools that draw the field themselves leave a hole: 05/Q -UBND."""
    ready = ready_for_signing(
        without_printed_notation(paper("blank")),
        signer=HUNG,
        seal_mm=SEAL_MM,
        number_after_signature=True,
    )
    numbered = signing.number(signing.person(ready.pdf))
    assert filled_values(numbered)["SoKyHieu"] == "05/QĐ-UBND"
    drawn = letters(numbered, box_of(ready, "SoKyHieu"))
    assert alike(drawn, printed_reference())
    assert widest_hole(drawn) < 0.15 * drawn.height
    sealed = signing.seal(numbered)
    assert next_step(sealed) is Step.DONE


def widest_hole(image):
    """The longest run of columns without ink, in pixels."""
    columns = image.resize((image.width, 1), Image.Resampling.BOX).tobytes()
    runs, run = [0], 0
    for value in columns:
        run = run + 1 if value > 250 else 0
        runs.append(run)
    return max(runs)


def test_filled_letters_are_embedded_with_their_text(stages):
    reader = PdfReader(BytesIO(stages["numbered"]))
    for field in reader.root_object["/AcroForm"]["/Fields"]:
        widget = field.get_object()
        if widget["/FT"] != "/Tx":
            continue
        for font in widget["/AP"]["/N"]["/Resources"]["/Font"].values():
            descriptor = font.get_object()["/DescendantFonts"][0].get_object()["/FontDescriptor"]
            assert "/FontFile2" in descriptor
            assert "LiberationSerif" in str(descriptor["/FontName"])


def test_number_before_the_signature_is_refused(ready):
    with pytest.raises(WrongState, match="Người có thẩm quyền chưa ký"):
        fill_number(ready.pdf, number=5, notation="QĐ-UBND", issued_on=ISSUED_ON)


def test_second_number_is_refused(stages):
    with pytest.raises(WrongState, match="đang chờ chữ ký số của cơ quan"):
        fill_number(stages["numbered"], number=6, notation="QĐ-UBND", issued_on=ISSUED_ON)


def test_another_year_than_the_printed_one_is_refused(stages):
    with pytest.raises(Refused, match="in sẵn tháng, năm 2026"):
        fill_number(stages["signed"], number=1, notation="QĐ-UBND", issued_on=date(2027, 1, 2))


def test_another_notation_than_the_printed_one_is_refused(stages):
    with pytest.raises(Refused, match="ký hiệu “QĐ-UBND”"):
        fill_number(stages["signed"], number=5, notation="TB-UBND", issued_on=ISSUED_ON)


def test_months_from_march_carry_no_zero(stages):
    filled = fill_number(
        stages["signed"], number=120, notation="QĐ-UBND", issued_on=date(2026, 3, 9)
    )
    assert filled_values(filled) == {"SoVanBan": "120", "NgayVanBan": "09", "ThangVanBan": "3"}


def test_number_too_long_for_the_blank_is_refused(stages):
    with pytest.raises(Refused, match="dài hơn chỗ trống"):
        fill_number(stages["signed"], number=123456789, notation="QĐ-UBND", issued_on=ISSUED_ON)
