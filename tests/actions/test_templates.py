"""The office's own Word templates: what an upload is told, and what a choice changes."""

import hashlib
import io
import re
import sqlite3
import zipfile
from datetime import date, timedelta

import pytest

from forms import load_kinds
from service.actions import templates
from service.app import Office
from service.domain.errors import NotAllowed, NotFound, Refused
from service.domain.word_templates import TemplateChoice, in_force, planned
from service.linting import Level, Linted, LintReport, from_json, lint_template, to_json
from service.linting.fields import fields_in
from service.linting.places import Place
from service.linting.reading import read_template
from service.linting.report import Problem
from service.linting.tags import TagReader
from service.rendering.pdf import open_converter
from service.settings import load
from service.store import documents, events, word_templates
from service.store.archive import verify
from service.store.db import open_database
from service.store.files import FileStore
from tests.builders import NOW, a_document, clone_world, person_of
from tests.templates import DOCUMENT, changed, doubtful, own, usable

TODAY = NOW.date()
HUGE = 6 * 1024 * 1024


@pytest.fixture(scope="module")
def converter(tmp_path_factory):
    converter = open_converter(run_folder=tmp_path_factory.mktemp("converter"))
    yield converter
    converter.close()


@pytest.fixture
def office(world, data_folder, converter):
    clone_world(world, data_folder).close()
    office = Office(
        load({"SERVICE_DATA": str(data_folder)}),
        open_database(data_folder / "office.db"),
        FileStore(data_folder / "files"),
        load_kinds(),
        converter,
        clock=lambda: NOW,
    )
    yield office
    office.db.close()


@pytest.fixture
def lint(office):
    def lint(data, kind="official_letter"):
        kind = office.kinds[kind]
        return lint_template(
            kind, office.agency(), data, ours=office.own_template(kind), converter=office.converter
        )

    return lint


@pytest.fixture
def read(office):
    """The child's part alone, in this process: quick, and without pages."""

    def read(data, kind="official_letter"):
        kind = office.kinds[kind]
        reading = read_template(kind, office.agency(), data, office.own_template(kind))
        return Linted(LintReport(kind.code, _sha256(data), reading.problems, {}), reading.filled)

    return read


@pytest.fixture
def use(office, lint, quantri):
    def use(data, *, active_from=TODAY, now=NOW, **more):
        report = lint(data).report
        return templates.use_upload(
            office, data, report, name="mau.docx", active_from=active_from, by=quantri, now=now,
            **more,
        )  # fmt: skip

    return use


def said(linted, level=Level.MUST_FIX):
    return [one.message for one in linted.report.of(level)]


# What the check says


def test_our_own_templates_pass_without_a_word(office, read):
    for kind in office.kinds:
        assert read(office.own_template(kind), kind.code).report.problems == (), kind.code


def test_the_pages_of_all_four_contents_are_made(lint):
    linted = lint(own())
    assert linted.report.problems == ()
    assert set(linted.report.pages) == {"usual", "shortest", "longest", "hostile"}
    assert linted.report.pages["longest"] > linted.report.pages["usual"] >= 1


def test_a_report_survives_being_kept(lint):
    report = lint(changed(own(), ("{{ signer_name }}", "{{ signer }}"))).report
    assert from_json(to_json(report)) == report


@pytest.mark.parametrize(
    "data, sentence",
    [
        (b"%PDF-1.7", "Đây là tệp PDF"),
        (b"just words", "không phải tệp Word"),
        (b"PK\x03\x04 broken", "hỏng"),
        (own()[:20_000], "hỏng"),
        (changed(own(), added={"word/vbaProject.bin": b"x"}), "macro"),
        (own() + b"\0" * HUGE, "lớn hơn 5 MB"),
    ],
    ids=["pdf", "text", "zip", "cut", "macro", "huge"],
)
def test_what_is_no_safe_word_file_is_refused_in_a_sentence(lint, data, sentence):
    with pytest.raises(Refused) as no:
        lint(data)
    assert sentence in no.value.message
    assert no.value.field == "file"


@pytest.mark.parametrize(
    "old, new, sentence",
    [
        ("{{ signer_name }}", "{{ signer_nam }}", "“signer_nam”; có phải “signer_name”"),
        ("{{ signer_name }}", "{{ signer_name", "Dấu {{ được mở mà không có }}"),
        ("{{ signer_name }}", "signer_name }}", "Dấu }} đóng mà không có dấu mở"),
        ("{{ signer_name }}", "{{ signer name }}", "sai cú pháp"),
        ("{{ signer_name }}", "{{ họ tên }}", "sai cú pháp"),
        ("{{ signer_name }}", "{{ }}", "không ghi gì bên trong"),
        ("{{ signer_name }}", "{{p signer_name }}", "không có chữ p"),
        ("{{p body }}", "{{ body }}", "{{p body }}, một mình"),
        ("{{p body }}", "Nội dung: {{p body }}", "phải đứng một mình"),
        ("{{ signer_name }}", "{{ recipients_beside }}", "là danh sách"),
        ("{{ signer_name }}", "{{ signer_name.__class__ }}", "không được đọc “__class__”"),
        ("{{ signer_name }}", "{{ range(9) }}", "không được gọi hàm"),
        ("{{ signer_name }}", "{{ signer_name * 9 }}", "không được phép tính"),
        ("{{ signer_name }}", "{{ signer_name['x'] }}", "ngoặc vuông"),
        ("{{ signer_name }}", "{{ signer_name | pprint }}", "Bộ lọc “pprint”"),
        ("{{ signer_name }}", "{% set x = 1 %}", "Lệnh “set” không dùng được"),
        ("{{ signer_name }}", "{% include 'x' %}", "Lệnh “include” không dùng được"),
        ("{%p if subject_line %}", "{%p endif %}", "“endif” không có “if”"),
        ("{%p if subject_line %}", "{% if subject_line %}", "cùng kiểu với chỗ mở"),
        ("{%p for item in addressees %}", "{%p for item in addressee %}", "không phải danh sách"),
    ],
)
def test_a_wrong_mark_is_named_where_it_stands(read, old, new, sentence):
    linted = read(changed(own(), (old, new)))
    problem, *_ = [one for one in linted.report.of(Level.MUST_FIX) if sentence in one.message]
    assert problem.where.startswith("nội dung, đoạn ")
    assert problem.text
    assert not linted.report.usable
    assert linted.pages == {}


@pytest.mark.parametrize(
    "tag, sentence",
    [
        ("{{ partner }}", "nhiều phần: ghi {{ partner.phần }}"),
        ("{{ partner.nam }}", "không có phần “nam”; có phải “name”"),
    ],
)
def test_the_parts_of_a_record_are_known(tag, sentence):
    known = fields_in([{"partner": {"name": "Đỗ Văn An", "lines": ["GIÁM ĐỐC"]}}])
    reader = TagReader(known)
    right = Place("word/document.xml", 1, "{{ partner.name }}")
    reader.read(iter([right, Place("word/document.xml", 2, tag)]))
    (problem,) = reader.problems
    assert sentence in problem.message
    assert problem.where == "nội dung, đoạn 2"


def test_a_block_that_is_never_closed_is_named_where_it_opens(read):
    template = changed(own(), ("{{ signer_name }}", "{% if signer_name %}{{ signer_name }}"))
    assert any("{% if … %} được mở" in message for message in said(read(template)))


@pytest.mark.parametrize(
    "field, words",
    [("number_line", "số, ký hiệu"), ("place_and_date", "địa danh"), ("signer_name", "họ tên")],
)
def test_a_template_without_number_date_or_signer_is_never_used(read, field, words):
    messages = said(read(changed(own(), (f"{{{{ {field} }}}}", "…"))))
    assert any(words in message and "không thể thiếu" in message for message in messages)


def test_a_number_that_a_condition_hides_is_missed_on_the_page(lint):
    hidden = "{% if not signer_name %}{{ number_line }}{% endif %}"
    messages = said(lint(changed(own(), ("{{ number_line }}", hidden))))
    assert any("trang in không có số, ký hiệu: “Số: 05/" in message for message in messages)


def test_a_field_that_is_not_printed_must_be_confirmed(read):
    linted = read(changed(own(), ("{{p urgency_stamp }}", "Khẩn")))
    assert linted.report.usable
    assert any("dấu mức độ khẩn" in one for one in said(linted, Level.CONFIRM))


def test_words_of_the_letterhead_may_be_typed_once_for_all(read):
    linted = read(changed(own(), ("{{ motto }}", "Độc lập - Tự do - Hạnh phúc")))
    assert [one for one in said(linted, Level.ADVICE) if "Tiêu ngữ" in one]
    assert not linted.report.needs_reason


def test_what_is_against_the_decree_must_be_confirmed(read):
    linted = read(doubtful())
    assert linted.report.usable
    assert any("lề" in message.lower() for message in said(linted, Level.CONFIRM))


def test_a_page_of_another_size_is_never_used(lint):
    template = own()
    small = changed(template, ('w:w="11906"', 'w:w="8391"'), ('w:h="16838"', 'w:h="11906"'))
    assert any("không phải khổ A4" in message for message in said(lint(small)))


def test_a_template_without_the_place_of_the_signature_is_never_used(read):
    messages = said(read(changed(own(), ("[sig:nguoi_ky]", ""))))
    assert any("chỗ ký số" in message for message in messages)


def test_a_style_that_drawn_text_needs_is_missed_by_name(read):
    template = changed(own(), ('w:styleId="OBang"', 'w:styleId="OKhac"'), part="word/styles.xml")
    assert any("thiếu kiểu đoạn “OBang”" in message for message in said(read(template)))


def test_a_template_that_fetches_from_elsewhere_is_never_used(read):
    link = (
        '<Relationship Id="rIdX" TargetMode="External" Target="http://127.0.0.1:9/x.png" '
        'Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/image"/>'
        "</Relationships>"
    )
    template = changed(own(), ("</Relationships>", link), part="word/_rels/document.xml.rels")
    assert any("từ nơi khác" in message for message in said(read(template)))


def test_marks_where_nothing_is_filled_are_named(read):
    note = b"<w:x xmlns:w='http://x'>{{ subject }}</w:x>"
    messages = said(read(changed(own(), added={"word/endnotes.xml": note})))
    assert any("nơi không được điền" in message for message in messages)


# What a choice changes


def test_an_upload_holds_from_its_day_and_papers_follow(office, use, quantri):
    kind = office.kinds["official_letter"]
    choice = use(usable(), active_from=TODAY + timedelta(days=3))
    assert office.template(kind) == own()
    office.clock = lambda: NOW + timedelta(days=3)
    assert office.template(kind) == usable()
    assert (choice.template.uploader_name, choice.reason) == (quantri.name, "")


def test_an_approved_paper_keeps_the_template_it_was_approved_with(office, use):
    before = a_document(office, "approved", kind="official_letter")
    use(usable())
    after = a_document(office, "approved", kind="official_letter")
    assert office.files.get(before.template_sha256) == own()
    assert office.files.get(after.template_sha256) == usable()
    assert documents.get_for_office(office.db, before.id) == before


def test_one_choice_writes_one_event(office, use):
    before = events.latest(office.db, limit=1)[0].id
    use(doubtful(), reason="Khổ giấy của máy in cũ")
    (event,) = [one for one in events.latest(office.db) if one.id > before]
    assert (event.verb, event.detail["reason"]) == ("choose_template", "Khổ giấy của máy in cũ")
    assert event.detail["active_from"] == TODAY.isoformat()


def test_a_doubtful_template_needs_a_reason(office, use):
    with pytest.raises(Refused) as no:
        use(doubtful(), reason="  ")
    assert no.value.field == "reason"
    assert word_templates.choices(office.db, "official_letter") == ()


def test_a_broken_template_is_never_taken(office, use):
    with pytest.raises(Refused, match="còn chỗ phải sửa"):
        use(changed(own(), ("{{ signer_name }}", "")), reason="vẫn muốn dùng")


def test_a_report_of_other_bytes_is_not_believed(office, lint, quantri):
    report = lint(own()).report
    with pytest.raises(Refused, match="không phải của tệp này"):
        templates.use_upload(
            office, usable(), report, name="x.docx", active_from=TODAY, by=quantri, now=NOW
        )


def test_no_day_that_has_passed_is_changed(use):
    with pytest.raises(Refused) as no:
        use(usable(), active_from=TODAY - timedelta(days=1))
    assert no.value.field == "active_from"


def test_going_back_is_one_step_to_ours_or_to_an_earlier_one(office, use, quantri):
    kind = office.kinds["official_letter"]
    first = use(usable("Một")).template
    use(usable("Hai"))
    templates.go_back(office, kind.code, first.id, by=quantri, now=NOW)
    assert office.template(kind) == usable("Một")
    templates.go_back(office, kind.code, None, by=quantri, now=NOW)
    assert office.template(kind) == own()
    made = len(word_templates.choices(office.db, kind.code))
    templates.go_back(office, kind.code, None, by=quantri, now=NOW)
    assert len(word_templates.choices(office.db, kind.code)) == made


def test_going_back_drops_what_was_planned(office, use, quantri):
    kind = office.kinds["official_letter"]
    use(usable(), active_from=TODAY + timedelta(days=3))
    templates.go_back(office, kind.code, None, by=quantri, now=NOW)
    office.clock = lambda: NOW + timedelta(days=4)
    assert office.template(kind) == own()


def test_a_template_that_asks_for_what_is_no_longer_given_does_not_come_back(office, quantri):
    old = changed(own(), ("{{ signer_name }}", "{{ old_field }}"))
    report = LintReport("official_letter", _sha256(old), (), {})
    kept = templates.use_upload(
        office, old, report, name="cu.docx", active_from=TODAY, by=quantri, now=NOW
    )
    with pytest.raises(Refused, match="“old_field”"):
        templates.go_back(office, "official_letter", kept.template.id, by=quantri, now=NOW)


def test_a_template_of_another_kind_is_not_found(office, use, quantri):
    template = use(usable()).template
    with pytest.raises(NotFound):
        templates.go_back(office, "decision", template.id, by=quantri, now=NOW)
    with pytest.raises(sqlite3.IntegrityError, match="another kind"), office.db.write():
        word_templates.choose(
            office.db, "decision", template, TODAY, reason="", by=quantri, now=NOW
        )


def test_only_an_administrator_changes_templates(office, lint):
    report = lint(usable()).report
    for login in ("minh", "hung", "lan"):
        by = person_of(office.db, login)
        with pytest.raises(NotAllowed):
            templates.use_upload(
                office, usable(), report, name="x.docx", active_from=TODAY, by=by, now=NOW
            )
        with pytest.raises(NotAllowed):
            templates.go_back(office, "official_letter", None, by=by, now=NOW)


def test_templates_are_files_of_the_archive(office, use):
    use(usable())
    report = verify(office.db, office.files)
    assert report.whole
    assert report.unrecorded == report.strangers == ()


def test_a_lost_template_is_named_as_such(office, use):
    template = use(usable()).template
    office.files.path(template.sha256).unlink()
    (damage,) = verify(office.db, office.files).damaged
    assert "mẫu Word “mau.docx”" in damage.sentence
    assert damage.papers == ()


def test_what_was_chosen_is_never_rewritten(office, use):
    use(usable())
    for statement in (
        "UPDATE template_choice SET active_from = '2020-01-01'",
        "DELETE FROM template_choice",
        "UPDATE word_template SET name = 'x'",
        "DELETE FROM word_template",
    ):
        with pytest.raises(sqlite3.IntegrityError, match="append only"), office.db.write():
            office.db.execute(statement)


def a_choice(number, day):
    return TemplateChoice(number, "k", None, date(2026, 3, day), "", 1, "", NOW)


def test_the_last_choice_that_has_begun_holds():
    choices = [a_choice(1, 1), a_choice(2, 20), a_choice(3, 10)]
    assert in_force(choices, date(2026, 2, 28)) is None
    assert in_force(choices, date(2026, 3, 5)).id == 1
    assert in_force(choices, date(2026, 3, 10)).id == 3
    assert in_force(choices, date(2026, 3, 25)).id == 3
    assert [one.id for one in planned(choices, date(2026, 3, 5))] == [3]
    later = [a_choice(1, 1), a_choice(2, 10), a_choice(3, 20)]
    assert [one.id for one in planned(later, date(2026, 3, 5))] == [2, 3]


def _sha256(data):
    return hashlib.sha256(data).hexdigest()


def test_alike_findings_are_told_once_with_all_their_places():
    problems = (
        Problem(Level.MUST_FIX, "Không có trường.", "nội dung, đoạn 1", "{{ x }}"),
        Problem(Level.CONFIRM, "Lề trái 10 mm.", sample="usual"),
        Problem(Level.MUST_FIX, "Không có trường.", "nội dung, đoạn 7", "{{ x }}"),
        Problem(Level.CONFIRM, "Lề trái 10 mm.", sample="longest"),
    )
    report = LintReport("decision", "0" * 64, problems, {})
    (broken,), (doubt,) = report.told(Level.MUST_FIX), report.told(Level.CONFIRM)
    assert broken.places == ("nội dung, đoạn 1: {{ x }}", "nội dung, đoạn 7: {{ x }}")
    assert (doubt.places, doubt.samples) == ((), ("usual", "longest"))
    assert report.told(Level.ADVICE) == ()


def test_a_template_whose_annexes_cannot_be_files_of_their_own_is_not_taken(read):
    mark = re.search(
        r"<w:p>(?:(?!<w:p>).)*\{\{p annex\.section \}\}.*?</w:p>",
        zipfile.ZipFile(io.BytesIO(own("decision"))).read(DOCUMENT).decode(),
    ).group(0)
    table = f"<w:tbl><w:tblPr/><w:tblGrid/><w:tr><w:tc>{mark}<w:p/></w:tc></w:tr></w:tbl>"
    linted = read(changed(own("decision"), (mark, table)), "decision")
    assert any("thành tệp riêng" in message for message in said(linted))
