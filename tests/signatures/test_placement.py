"""Where signature, seal, number and date go on a page."""

from io import BytesIO

import pytest
from pypdf import PdfReader, PdfWriter
from pypdf.generic import ArrayObject, DictionaryObject, FloatObject, NameObject, TextStringObject

from service.domain.errors import RenderingFault
from signatures.blanks import BlankName, find_blanks
from signatures.geometry import MM, Box, seal_box
from signatures.pdfium import opened
from signatures.placement import find_signature_places
from tests.signatures.conftest import HUNG, SEAL_MM, paper


def places(pdf, signer=HUNG, ratio=None):
    with opened(pdf) as document:
        reader = PdfReader(BytesIO(pdf))
        return find_signature_places(reader, document, signer=signer, seal_mm=SEAL_MM, ratio=ratio)


def changed(pdf, change):
    writer = PdfWriter(clone_from=BytesIO(pdf))
    change(writer)
    output = BytesIO()
    writer.write(output)
    return output.getvalue()


def marked_figures(writer):
    return [
        each.get_object()
        for each in writer._objects
        if hasattr(each, "get") and "[sig:nguoi_ky]" in str(each.get("/Alt", ""))
    ]


def without_alt(writer):
    for figure in marked_figures(writer):
        figure[NameObject("/Alt")] = TextStringObject("ảnh")


def without_picture(writer):
    without_alt(writer)
    for page in writer.pages:
        page["/Resources"].pop("/XObject", None)


def same(box, other):
    return all(
        abs(value - wanted) < 1.0
        for value, wanted in zip(box.rounded(), other.rounded(), strict=True)
    )


def test_marker_in_the_template_gives_the_exact_place():
    person = places(paper("blank")).person
    assert person.how == "chữ thay thế của ảnh"
    assert person.page == 0
    assert person.box.width / MM == pytest.approx(50, abs=0.1)
    assert person.box.height / MM == pytest.approx(25, abs=0.1)


def test_place_is_on_the_page_of_the_name_not_of_the_annex():
    assert places(paper("annexed")).person.page == 1


def test_transparent_picture_is_found_when_its_text_is_lost():
    pdf = paper("blank")
    found = places(changed(pdf, without_alt)).person
    assert found.how == "ảnh trống"
    assert same(found.box, places(pdf).person.box)


def test_printed_name_is_the_third_way():
    found = places(changed(paper("blank"), without_picture)).person
    assert found.how == "họ tên người ký"
    assert found.box.height / MM >= 20
    assert found.box.centre[0] == pytest.approx(places(paper("blank")).person.box.centre[0], abs=1)


def test_bookmark_is_the_last_way():
    def with_destination(writer):
        without_picture(writer)
        writer.root_object[NameObject("/Dests")] = writer._add_object(
            DictionaryObject(
                {
                    NameObject("/signguoiky"): ArrayObject(
                        [
                            writer.pages[0].indirect_reference,
                            NameObject("/XYZ"),
                            FloatObject(425.2),
                            FloatObject(489.6),
                            FloatObject(0),
                        ]
                    )
                }
            )
        )

    found = places(changed(paper("blank"), with_destination), signer="").person
    assert found.how == "dấu trang trong mẫu"
    assert same(found.box, places(paper("blank")).person.box)


def test_paper_without_any_place_is_refused_with_what_to_do():
    with pytest.raises(RenderingFault, match="mẫu Word phải có ảnh trống") as fault:
        places(changed(paper("blank"), without_picture), signer="")
    assert fault.value.permanent


def test_another_printed_name_is_refused():
    with pytest.raises(RenderingFault, match="không có họ tên “Phạm Văn Bình”"):
        places(paper("blank"), signer="Phạm Văn Bình")


def test_two_markers_are_refused():
    def twice(writer):
        figure = marked_figures(writer)[0]
        parent = figure["/P"].get_object()
        parent["/K"].append(figure.indirect_reference)

    with pytest.raises(RenderingFault, match="2 ảnh"):
        places(changed(paper("blank"), twice))


def test_marker_away_from_the_name_is_refused():
    def moved(writer):
        box = marked_figures(writer)[0]["/A"]
        box = box[0] if isinstance(box, ArrayObject) else box
        box.get_object()[NameObject("/BBox")] = ArrayObject(
            [FloatObject(value) for value in (100, 418, 242, 489)]
        )

    with pytest.raises(RenderingFault, match="không có họ tên"):
        places(changed(paper("blank"), moved))


def test_low_marker_is_refused():
    def low(writer):
        box = marked_figures(writer)[0]["/A"]
        box = box[0] if isinstance(box, ArrayObject) else box
        values = box.get_object()["/BBox"]
        values[3] = FloatObject(float(values[1]) + 30)

    with pytest.raises(RenderingFault, match="chỉ cao 11 mm"):
        places(changed(paper("blank"), low))


def test_seal_has_its_real_size_and_covers_a_third_of_the_signature_on_the_left():
    person = Box(300, 400, 420, 460)
    seal = seal_box(person, 36)
    assert seal.width == pytest.approx(36 * MM)
    assert seal.height == pytest.approx(36 * MM)
    assert seal.x1 == pytest.approx(person.x0 + person.width / 3)
    assert seal.centre[1] == pytest.approx(person.centre[1])


def test_seal_follows_the_picture_of_the_signature_not_the_space_around_it():
    found = places(paper("blank"), ratio=1.0)
    assert found.person.box.width == pytest.approx(found.person.box.height)
    assert found.seal.box.x1 == pytest.approx(found.person.box.x0 + found.person.box.width / 3)


def test_blanks_of_number_day_and_month_stand_in_their_gaps():
    with opened(paper("blank")) as document:
        blanks = {blank.name: blank for blank in find_blanks(document)}
    assert set(blanks) == {BlankName.NUMBER, BlankName.DAY, BlankName.MONTH}
    assert blanks[BlankName.NUMBER].place.box.x1 < blanks[BlankName.DAY].place.box.x0
    assert blanks[BlankName.DAY].place.box.x1 < blanks[BlankName.MONTH].place.box.x0
    assert blanks[BlankName.DAY].italic
    assert not blanks[BlankName.NUMBER].italic


def test_year_is_a_blank_too_where_it_is_not_printed():
    with opened(paper("annexed")) as document:
        names = {blank.name for blank in find_blanks(document)}
    assert BlankName.YEAR in names


def test_numbered_paper_has_no_blanks():
    with (
        opened(paper("numbered")) as document,
        pytest.raises(RenderingFault, match="không có chỗ trống cho số"),
    ):
        find_blanks(document)
