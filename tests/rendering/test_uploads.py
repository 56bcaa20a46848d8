"""What people upload: right files, wrong files, and files made to do harm."""

import io
import zipfile

import pytest
from docx import Document
from openpyxl import Workbook
from PIL import Image
from pypdf import PdfReader, PdfWriter

from service.domain.errors import Refused
from service.rendering import uploads
from service.rendering.uploads import read_upload
from tests.rendering import files


def refusal(data):
    with pytest.raises(Refused) as caught:
        read_upload(data)
    return caught.value.message


def saved(maker, *arguments, **named):
    target = io.BytesIO()
    maker(target, *arguments, **named)
    return target.getvalue()


def picture(kind):
    return saved(Image.new("RGB", (8, 8)).save, kind)


def encrypted(**passwords):
    writer = PdfWriter(clone_from=PdfReader(io.BytesIO(files.page_pdf())))
    writer.encrypt(**passwords, algorithm="AES-256")
    return saved(writer.write)


def test_a_sound_file_is_told_with_its_pages_and_sizes():
    facts = read_upload(files.page_pdf(files.line_of_text(100, 700), pages=3))
    assert facts.page_count == 3
    assert facts.sizes_mm == ((210.0, 297.0),) * 3
    assert facts.pdf_version == "1.7"
    assert not facts.has_signatures
    assert not facts.acts


def test_a_turned_and_cropped_page_has_the_size_it_is_shown_in():
    turned = files.page_pdf(page=b"/Rotate 90/CropBox[0 0 283.46 841.89]")
    assert read_upload(turned).sizes_mm == ((297.0, 100.0),)


def test_a_signed_file_is_known_as_signed():
    assert read_upload(files.signed_pdf()).has_signatures


def test_an_empty_signature_field_is_no_signature():
    unsigned = files.signed_pdf().replace(b"/V 12 0 R", b"/W 12 0 R")
    assert not read_upload(unsigned).has_signatures


def test_scripts_and_attached_files_are_told():
    assert read_upload(files.acting_pdf()).acts


def test_a_newer_version_in_the_catalogue_counts():
    assert read_upload(files.page_pdf(catalogue=b"/Version/2.0")).pdf_version == "2.0"


def test_junk_before_the_header_is_forgiven():
    assert read_upload(b"rac o dau tep\n" * 20 + files.page_pdf()).page_count == 1


@pytest.mark.parametrize(
    ("data", "name"),
    [
        (picture("JPEG"), "tệp ảnh (JPEG)"),
        (picture("PNG"), "tệp ảnh (PNG)"),
        (picture("TIFF"), "tệp ảnh (TIFF)"),
        (picture("GIF"), "tệp ảnh (GIF)"),
        (picture("BMP"), "tệp ảnh (BMP)"),
        (picture("WEBP"), "tệp ảnh (WebP)"),
        (b"\0\0\0\x18ftypheic" + bytes(40), "tệp ảnh chụp điện thoại (HEIC)"),
        (saved(Document().save), "tệp Word (.docx)"),
        (saved(Workbook().save), "tệp Excel (.xlsx)"),
        (
            b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(512),
            "tệp Word, Excel hoặc PowerPoint kiểu cũ",
        ),
        (b"{\\rtf1 xin chao}", "tệp Word (RTF)"),
        (saved(lambda out: zipfile.ZipFile(out, "w").writestr("a", "b")), "tệp nén (ZIP)"),
        (b"Rar!\x1a\x07", "tệp nén (RAR)"),
        (b"<!DOCTYPE html><html>", "trang web (HTML)"),
        (b"<?xml version='1.0'?><edXML/>", "tệp XML"),
        ("Kính gửi: Ủy ban".encode() * 400, "tệp văn bản thuần"),
        (bytes(range(128, 256)) * 8, "tệp không rõ loại"),
    ],
    ids=lambda value: value if isinstance(value, str) else "",
)
def test_what_is_not_a_pdf_is_named_for_what_it_is(data, name):
    message = refusal(data)
    assert message.startswith(f"Tệp này không phải là PDF mà là {name}")
    assert "lưu thành PDF" in message


def test_an_empty_upload_is_said_to_be_empty():
    assert "Tệp rỗng" in refusal(b"")


def test_a_file_over_the_limit_is_refused_unread(monkeypatch):
    monkeypatch.setattr(uploads, "MOST_MB", 1)
    assert refusal(b"%PDF-1.7" + bytes(2 << 20)) == "Tệp lớn 2 MB; tối đa 1 MB."


@pytest.mark.parametrize(
    "passwords",
    [
        {"user_password": "mo", "owner_password": "chu"},
        {"user_password": "", "owner_password": "chu"},
    ],
    ids=["to open", "to change"],
)
def test_a_file_with_a_password_is_refused(passwords):
    assert "mật khẩu" in refusal(encrypted(**passwords))


@pytest.mark.parametrize("kept", [0.3, 0.6, 0.9])
def test_a_file_cut_short_is_refused(kept):
    whole = files.page_pdf(files.line_of_text(100, 700), pages=20)
    assert "chưa trọn vẹn" in refusal(whole[: int(len(whole) * kept)])


def test_a_name_without_a_file_is_refused():
    assert "bị hỏng" in refusal(b"%PDF-1.7\n" + bytes(5000))


def test_a_file_without_pages_is_refused():
    empty = {1: b"<</Type/Catalog/Pages 2 0 R>>", 2: b"<</Type/Pages/Kids[]/Count 0>>"}
    assert refusal(files.pdf_of(empty)) == "Tệp PDF không có trang nào."


def test_five_hundred_and_one_pages_are_one_too_many():
    assert read_upload(files.page_pdf(pages=500)).page_count == 500
    assert refusal(files.page_pdf(pages=501)) == "Tệp PDF có 501 trang; tối đa 500 trang."


def test_a_dynamic_form_is_refused():
    form = files.page_pdf(
        catalogue=b"/AcroForm<</Fields[]/XFA 10 0 R>>", extra={10: files.stream(b"<xdp/>")}
    )
    assert "XFA" in refusal(form)


@pytest.mark.parametrize("box", ["0 0 1000000000 842", "0 0 5 5", "0 0 20000 842"])
def test_a_page_larger_than_a_house_or_smaller_than_a_stamp_is_refused(box):
    assert "kích thước bất thường" in refusal(files.page_pdf(box=box))


@pytest.mark.parametrize(
    "hostile",
    [
        pytest.param(files.bomb, id="a gigabyte of zeros"),
        pytest.param(lambda: files.bomb(2, layers=2), id="zeros packed twice"),
        pytest.param(files.laughing_forms, id="forms in forms"),
        pytest.param(files.pages_in_themselves, id="pages in themselves"),
    ],
)
def test_a_file_made_to_do_harm_is_refused(hostile):
    message = refusal(hostile())
    assert "quá nặng" in message or "bị hỏng" in message


@pytest.mark.parametrize(
    "odd", [files.form_in_itself, files.huge_picture, files.deeply_nested], ids=lambda f: f.__name__
)
def test_an_odd_file_is_read_or_refused_but_does_no_harm(odd):
    try:
        assert read_upload(odd()).page_count == 1
    except Refused as refused:
        assert "quá nặng" in refused.message or "bị hỏng" in refused.message
