"""`service render` as another program calls it: a file in, two files out, or every wrong field."""

import hashlib
import json
from pathlib import Path

import pytest
from fpdf import FPDF

from forms import load_kinds
from service.rendering import inspect

AGENCY = {
    "name": "ỦY BAN NHÂN DÂN\nXÃ HÒA BÌNH",
    "full_name": "Ủy ban nhân dân xã Hòa Bình",
    "place": "Hòa Bình",
    "symbol": "UBND",
    "units": [{"name": "Văn phòng", "symbol": "VP"}],
    "signatories": [{"name": "Phạm Quốc Hùng", "post": "Chủ tịch"}],
}


@pytest.fixture(scope="session")
def original(tmp_path_factory: pytest.TempPathFactory) -> str:
    """Another office's paper: one A4 page of a few lines."""
    pdf = FPDF()
    pdf.add_page()
    pdf.set_font("Times", size=14)
    for line in range(5):
        pdf.cell(0, 10, f"Line {line}", new_x="LMARGIN", new_y="NEXT")
    path = tmp_path_factory.mktemp("original") / "original.pdf"
    pdf.output(str(path))
    return str(path)


@pytest.fixture(autouse=True)
def no_data(monkeypatch, tmp_path) -> Path:
    """A data folder that does not exist and must not come into being."""
    folder = tmp_path / "no-data"
    monkeypatch.setenv("SERVICE_DATA", str(folder))
    yield folder
    assert not folder.exists()


def order(code: str = "official_letter", **changes) -> str:
    sample = dict(load_kinds()[code].sample)
    return json.dumps({"kind": code, "agency": AGENCY, "answers": sample, **changes})


@pytest.mark.slow
def test_a_sample_of_each_kind_becomes_two_files(service, tmp_path, original):
    for kind in load_kinds():
        file = tmp_path / f"{kind.code}.json"
        file.write_text(order(kind.code), "utf-8")
        source = ["--source", original] if kind.needs_source else []
        answer = service("render", str(file), "--out", str(tmp_path / "made"), "--json", *source)
        assert (answer.code, answer.err) == (0, ""), answer.out
        for role, start in (("docx", b"PK"), ("pdf", b"%PDF-1.")):
            told = answer.json[role]
            data = Path(told["path"]).read_bytes()
            assert data.startswith(start)
            assert Path(told["path"]) == tmp_path / "made" / f"{kind.code}.{role}"
            assert (told["bytes"], told["sha256"]) == (len(data), hashlib.sha256(data).hexdigest())
        pdf = Path(answer.json["pdf"]["path"]).read_bytes()
        assert answer.json["pages"] == inspect.facts(pdf).page_count >= 1
    assert len(list((tmp_path / "made").iterdir())) == 2 * len(load_kinds())


@pytest.mark.slow
def test_standard_input_number_date_and_name(service, tmp_path):
    stdin = order(number=5, issued_on="8/1/2021")
    answer = service("render", "-", "--out", str(tmp_path), "--name", "Công văn số 5", stdin=stdin)
    pdf = tmp_path / "Công văn số 5.pdf"
    assert answer.out.splitlines() == [str(pdf.with_suffix(".docx")), str(pdf)]
    text = inspect.facts(pdf.read_bytes()).text
    assert "Số: 05/" in text
    assert "ngày 08 tháng 01 năm 2021" in text


@pytest.mark.slow
def test_the_agency_of_the_data_folder_is_used_when_the_file_names_none(
    service, data, office, monkeypatch, tmp_path, no_data
):
    monkeypatch.setenv("SERVICE_DATA", str(data))
    answers = dict(load_kinds()["official_letter"].sample)
    stdin = json.dumps({"kind": "official_letter", "answers": answers})
    before = sorted(path.name for path in data.iterdir())
    answer = service("render", "-", "--out", str(tmp_path / "made"), stdin=stdin)
    assert answer.code == 0, answer.err
    text = inspect.facts((tmp_path / "made" / "van-ban.pdf").read_bytes()).text
    assert "XÃ HÒA BÌNH" in text
    assert sorted(path.name for path in data.iterdir()) == before


def test_wrong_answers_are_named_field_by_field(service, tmp_path):
    answers = {**load_kinds()["official_letter"].sample, "subject": "", "body": "x" * 300_000}
    plain = service("render", "-", "--out", str(tmp_path / "out"), stdin=order(answers=answers))
    assert (plain.code, plain.out) == (2, "")
    assert plain.err.splitlines()[0] == "Có ô chưa đúng."
    assert {line.split(":")[0].strip() for line in plain.err.splitlines()[1:]} == {
        "subject",
        "body",
    }
    answer = service(
        "render", "-", "--out", str(tmp_path / "out"), "--json", stdin=order(answers=answers)
    )
    assert (answer.code, answer.err) == (2, "")
    assert set(answer.json["error"]["fields"]) == {"subject", "body"}
    assert not (tmp_path / "out").exists()


def test_an_answer_nobody_asked_for_is_refused(service, tmp_path):
    answers = {**load_kinds()["official_letter"].sample, "colour": "red"}
    answer = service("render", "-", "--out", str(tmp_path), "--json", stdin=order(answers=answers))
    assert (answer.code, set(answer.json["error"]["fields"])) == (2, {"colour"})


@pytest.mark.parametrize(
    ("stdin", "options", "field"),
    [
        (order(kind="poem"), (), "kind"),
        (order(agency=None), (), "agency"),
        (order(number=0), (), "number"),
        (order(), ("--name", "../evil"), "--name"),
        (order(), ("--name", ".hidden"), "--name"),
        (order(), ("--source", "{original}"), "--source"),
        (order("certified_copy"), (), "--source"),
        (order("certified_copy"), ("--source", "/no/such.pdf"), "--source"),
    ],
)
def test_what_cannot_be_rendered_names_its_field(
    service, tmp_path, original, stdin, options, field
):
    options = [option.format(original=original) for option in options]
    answer = service("render", "-", "--out", str(tmp_path / "o"), "--json", *options, stdin=stdin)
    assert (answer.code, set(answer.json["error"]["fields"])) == (2, {field})
    assert not (tmp_path / "o").exists()


@pytest.mark.slow
def test_a_source_that_is_no_pdf_is_refused_in_words(service, tmp_path):
    (tmp_path / "source.pdf").write_text("no PDF at all")
    argv = ("--out", str(tmp_path / "o"), "--source", str(tmp_path / "source.pdf"))
    answer = service("render", "-", *argv, stdin=order("certified_copy"))
    assert (answer.code, answer.out) == (2, "")
    assert "PDF" in answer.err


def test_an_unreadable_file_is_refused(service, tmp_path):
    answer = service("render", str(tmp_path / "none.json"), "--out", str(tmp_path / "o"))
    assert answer.code == 2
    assert "Không đọc được tệp" in answer.err


@pytest.mark.slow
def test_a_folder_that_cannot_be_written_is_said_so(service, tmp_path):
    (tmp_path / "file").touch()
    answer = service("render", "-", "--out", str(tmp_path / "file" / "below"), stdin=order())
    assert (answer.code, answer.out) == (1, "")
    assert answer.err.count("\n") == 1
