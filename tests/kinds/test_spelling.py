"""Cách đặt dấu và chữ viết tắt riêng: the agency's own profile on every kind of paper."""

from dataclasses import replace

from service.domain.numbering import IssueMark
from service.domain.tones import TonePlacement
from service.rendering import docx
from tests.kinds.conftest import HOA_BINH, KINDS, filled, sample_answers, template_of, text_of

NEW = replace(HOA_BINH, tone_placement=TonePlacement.NEW)
MIXED = "Hòa giải ở cơ sở, văn hoá, sức khỏe của xã Hòa Bình.\nÔng Hoà ký “hóa đơn” và hóa đơn."


def printed(kind, agency, **changes):
    context = kind.context({**sample_answers(kind), **changes}, agency, IssueMark())
    return text_of(docx.fill(template_of(kind), context))


def test_the_whole_paper_has_the_spelling_that_the_agency_chose():
    text = printed(KINDS["notice"], NEW, subject="về hòa giải", body=MIXED)
    assert "về hoà giải" in text
    assert "Hoà giải ở cơ sở, văn hoá, sức khoẻ của xã Hòa Bình." in text
    assert "Ông Hoà ký “hóa đơn” và hoá đơn" in text
    assert "UỶ BAN NHÂN DÂN" in text
    assert "XÃ HÒA BÌNH" in text
    assert "CỘNG HÒA XÃ HỘI" in text, "Quốc hiệu has a setting of its own"


def test_a_name_under_a_signature_is_its_owners():
    signatory = {"choice": "other", "lines": ["CHỦ TỊCH"], "name": "Hòa"}
    assert "\nHòa" in printed(KINDS["notice"], NEW, signatory=signatory)


def test_without_a_choice_every_kind_prints_what_was_typed(kind):
    answers = sample_answers(kind)
    context = kind.context(answers, HOA_BINH, IssueMark())
    assert docx.fill(template_of(kind), context) == filled(kind, answers)


def test_an_own_abbreviation_stands_in_the_notation_of_its_kind_alone():
    own = replace(HOA_BINH, type_symbols=(("Quy định", "QĐi"),))
    assert KINDS["rules"].notation({}, own) == "QĐi-UBND"
    assert KINDS["decision"].notation({}, own) == "QĐ-UBND"
    assert KINDS["rules"].notation({"notation": "QyĐ-X"}, own) == "QyĐ-X"


def test_every_kind_with_a_symbol_takes_an_own_one(kind):
    if kind.needs_source or not kind.symbol:
        return
    own = replace(HOA_BINH, type_symbols=((kind.type_name, "ZZ"),))
    assert kind.notation({}, own) == "ZZ-UBND"
