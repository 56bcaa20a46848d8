"""The contract that every kind of paper keeps; a new kind gets these tests for nothing."""

import io
import re
from datetime import date

import jsonschema
import pytest
from docx import Document
from lxml import etree

from forms.base import posted
from forms.fields import Choice, Day, Group
from forms.schema import json_schema
from forms.wire import to_wire
from service.domain.looks import LOOKS
from service.domain.numbering import IssueMark, Register
from service.rendering import docx
from tests.kinds.conftest import (
    HOA_BINH,
    W,
    filled,
    paragraphs_of,
    parts_of,
    sample_answers,
    template_of,
    text_of,
)

ISSUED = IssueMark(5, date(2026, 1, 8))
HOSTILE = 'Cty <A> & B {{ 7*7 }} {% if x %} {# y #} ]]> "Q" &lt; z'


def test_its_sample_is_what_a_browser_could_post(kind):
    form = posted(kind.form, kind.sample, HOA_BINH)
    assert form.validate(), form.error_paths()


def test_answers_survive_being_posted_again(kind):
    answers = sample_answers(kind)
    assert posted(kind.form, answers, HOA_BINH).answers() == answers


def test_its_sample_fits_its_schema_and_strangers_do_not(kind):
    schema = json_schema(kind)
    jsonschema.Draft202012Validator.check_schema(schema)
    jsonschema.validate(kind.sample, schema)
    jsonschema.validate(sample_answers(kind), schema)
    with pytest.raises(jsonschema.ValidationError):
        jsonschema.validate({**kind.sample, "stranger": "x"}, schema)


def test_its_sections_show_every_field_once(kind):
    shown = [name for section in kind.form.SECTIONS for name in section.fields]
    assert sorted(shown) == sorted(field.short_name for field in kind.form.blank())


def test_every_field_has_a_vietnamese_label(kind):
    for field in kind.form.blank():
        assert re.search(r"[^\x00-\x7f]", field.label.text), field.name


def test_its_template_asks_for_exactly_what_compose_gives(kind):
    given = set(kind.compose(sample_answers(kind), HOA_BINH, ISSUED))
    assert docx.names_asked(template_of(kind)) == given - {docx.STYLING}


def test_its_template_leaves_no_placeholder_behind(kind):
    for name, data in parts_of(filled(kind, sample_answers(kind), ISSUED)).items():
        if name.endswith(".xml"):
            assert not re.search(r"\{\{|\{%|%\}|\}\}|<!--", data.decode("utf-8")), name


def test_every_answer_is_printed(kind):
    answers = sample_answers(kind)
    printed = filled(kind, answers)
    for field in kind.form.blank():
        other = {**answers, field.short_name: _changed(field, answers[field.short_name])}
        if field.short_name in kind.form.UNPRINTED:
            assert filled(kind, other) == printed, field.short_name
        else:
            assert filled(kind, other) != printed, field.short_name


def _changed(field, answer):
    """Another answer that this field could have."""
    if isinstance(field, Choice) and field.choices and not field.open_ended:
        return next(one.value for one in field.choices if one.value != answer)
    if isinstance(field, Day):
        return "2027-01-31"
    match answer:
        case bool():
            return not answer
        case str():
            return "" if answer else "XYZ"
        case list():
            return [] if answer else [_row(field)]
        case dict():
            return {}


def _row(rows):
    """One row of a repeating field, with a word in its first part."""
    entry = rows.unbound_field.bind(form=None, name="row", _meta=rows.meta, prefix="")
    if not isinstance(entry, Group):
        return "XYZ"
    entry.process(None)
    return {next(iter(entry.form)).short_name: "XYZ"}


def test_an_unfinished_draft_can_be_printed(kind):
    word = filled(kind, {})
    assert "Số: " in text_of(word)


def test_a_new_form_starts_with_the_agency_and_validates_once_the_rest_is_typed(kind):
    form = kind.form(agency=HOA_BINH, unit="VP")
    start = form.answers()
    assert start["unit"] == "VP"
    assert start["recipients"][-2:] == ["Công an xã;", "Lưu: VT, VP."]
    in_his_own_name = start.get("authority", "").startswith("CHỦ TỊCH")
    assert start["signatory"]["choice"] == ("9" if in_his_own_name else "7")
    whole = posted(kind.form, {**kind.sample, **{k: v for k, v in start.items() if v}}, HOA_BINH)
    assert whole.validate(), whole.error_paths()


def test_the_number_and_date_are_printed_when_known_and_blank_before(kind):
    answers = sample_answers(kind)
    notation = kind.notation(answers, HOA_BINH)
    issued = text_of(filled(kind, answers, ISSUED))
    assert f"Số: 05/{notation}" in issued
    if "place_and_date" in docx.names_asked(template_of(kind)):
        assert "Hòa Bình, ngày 08 tháng 01 năm 2026" in issued
    assert re.search(rf"Số: \u00a0+/{notation}", text_of(filled(kind, answers)))


def test_what_is_typed_is_printed_literally(kind):
    def hostile(answer):
        match answer:
            case str():
                return HOSTILE
            case list():
                return [hostile(one) for one in answer] if answer else answer
            case dict():
                return {name: hostile(one) for name, one in answer.items()}
        return answer

    kept = ("signatory", "month", "urgency", "copy_kind", "annexes", "notation")
    answers = {
        name: answer if name in kept else hostile(answer)
        for name, answer in sample_answers(kind).items()
    }
    answers["signatory"] = {"choice": "other", "lines": [HOSTILE], "name": HOSTILE}
    word = filled(kind, answers)
    text = text_of(word)
    core = parts_of(word)["docProps/core.xml"].decode("utf-8")
    assert text.count("{{ 7*7 }}") >= 3
    assert f"- {HOSTILE}." in text
    assert HOSTILE in text
    assert etree.fromstring(core.encode()).find("{*}title").text == HOSTILE


def test_the_same_answers_give_the_same_bytes(kind):
    answers = sample_answers(kind)
    assert filled(kind, answers, ISSUED) == filled(kind, answers, ISSUED)


def test_only_named_styles_are_used(kind):
    word = filled(kind, sample_answers(kind), ISSUED)
    styles = {style.style_id for style in Document(io.BytesIO(word)).styles}
    for style, text in paragraphs_of(word):
        assert style in styles
        assert style in LOOKS or not text


def test_no_blank_line_stands_in_for_a_distance(kind):
    for style, text in paragraphs_of(filled(kind, sample_answers(kind), ISSUED)):
        if not text.strip():
            assert style in ("DuongKe", "KetThuc", "KhoangCach", "ChoKy", "OBang", "OBangGiua")


ORDER = {
    "pPr": "pStyle keepNext keepLines pageBreakBefore widowControl pBdr shd tabs spacing ind "
    "contextualSpacing jc outlineLvl rPr sectPr",
    "rPr": "rStyle rFonts b bCs i iCs caps color sz szCs lang",
    "tblPr": "tblStyle tblW jc tblInd tblBorders tblLayout tblCellMar tblLook",
    "tcPr": "tcW gridSpan vMerge tcBorders shd tcMar vAlign",
    "sectPr": "headerReference footerReference type pgSz pgMar pgNumType cols titlePg docGrid",
}


def test_the_children_of_each_element_stand_in_the_order_of_the_schema(kind):
    """Word refuses a file for this where LibreOffice does not."""
    for name, data in parts_of(filled(kind, sample_answers(kind), ISSUED)).items():
        if not name.endswith(".xml"):
            continue
        for element in etree.fromstring(data).iter():
            wanted = ORDER.get(etree.QName(element).localname)
            if wanted:
                places = [wanted.split().index(etree.QName(child).localname) for child in element]
                assert places == sorted(places), (name, etree.tostring(element))


def test_every_cell_ends_with_a_paragraph(kind):
    root = etree.fromstring(parts_of(filled(kind, {}))["word/document.xml"])
    for cell in root.iter(f"{W}tc"):
        assert cell[-1].tag == f"{W}p"


def test_an_unknown_answer_is_refused_by_name(kind):
    with pytest.raises(Exception) as refused:
        to_wire(kind.form, {"stranger": "x"})
    assert refused.value.field == "stranger"


def test_copies_have_their_own_register(kind):
    assert (kind.register is Register.COPIES) == kind.needs_source
