"""The JSON for other programs, the hand-over from the child, and the command's lines."""

import json
from datetime import date
from pathlib import Path

import pytest
from jsonschema import validate

from service.domain.citations import Form, Reference
from service.reading.codec import Unreadable, dump, load
from service.reading.command import DONE, NOTHING_READ, REFUSED, run
from service.reading.reader import read
from service.reading.wire import to_json
from tests.reading import pdfs
from tests.reading.papers import build_docx
from tests.reading.seeds import BINH_LUC, BINH_THUAN
from tests.reading.variants import PAPERS

DOCS = Path(__file__).parents[2] / "docs" / "reading.md"
EXAMPLES = {
    "drawn": pdfs.letter(),
    "scan": pdfs.scan(),
    "issued": build_docx(BINH_THUAN),
    "draft": build_docx(BINH_LUC),
    "plan": build_docx(PAPERS["plan"]),
    "minutes": build_docx(PAPERS["minutes"]),
}


@pytest.mark.parametrize("name", EXAMPLES)
def test_a_reading_survives_the_hand_over(name):
    reading = read(EXAMPLES[name])
    assert load(json.loads(json.dumps(dump(reading)))) == reading


@pytest.mark.parametrize(
    "spoil",
    [
        lambda data: data | {"state": "fine"},
        lambda data: data | {"warnings": "none"},
        lambda data: data | {"total_pages": "1"},
        lambda data: data | {"total_pages": True},
        lambda data: data | {"unknown": 1},
        lambda data: data | {"fields": data["fields"] | {"number": {"text": "99"}}},
        lambda data: data | {"sheets": [{"number": 1}]},
        lambda data: [data],
        lambda data: None,
    ],
)
def test_a_child_that_tells_nonsense_is_not_believed(spoil):
    with pytest.raises(Unreadable):
        load(spoil(dump(read(EXAMPLES["drawn"]))))


def documented():
    """The JSON schema printed in docs/reading.md."""
    text = DOCS.read_text("utf-8")
    return json.loads(text.partition("```json\n")[2].partition("\n```")[0])


@pytest.mark.parametrize("name", EXAMPLES)
def test_the_json_is_as_documented(name):
    data = json.loads(json.dumps(to_json(read(EXAMPLES[name]))))
    validate(data, documented())
    assert data["version"] == 1


def test_the_documented_schema_refuses_another_shape():
    schema = documented()
    data = to_json(read(EXAMPLES["drawn"]))
    for key in schema["required"]:
        with pytest.raises(Exception, match="required"):
            validate({name: value for name, value in data.items() if name != key}, schema)


def test_a_pdf_value_has_page_points_and_shares():
    spot = to_json(read(EXAMPLES["drawn"]))["fields"]["number"]["where"][0]
    assert spot["page"] == 1
    left, top, right, bottom = spot["box"]
    assert 0 < left < right < 1
    assert 0 < top < bottom < 1
    assert spot["box_pt"][0] == pytest.approx(left * 595.28, abs=0.1)


def test_a_word_value_has_its_paragraph():
    spot = to_json(read(EXAMPLES["issued"]))["fields"]["number"]["where"][0]
    assert spot == {"page": None, "paragraph": spot["paragraph"], "box_pt": None, "box": None}
    assert spot["paragraph"] > 0


def test_a_blank_day_is_a_month():
    fields = to_json(read(EXAMPLES["draft"]))["fields"]
    assert fields["issued"]["value"] == "2024-12"
    assert (fields["number"], fields["reference"]) == (None, None)
    assert to_json(read(EXAMPLES["issued"]))["fields"]["reference"] == "99/UBND-KGVXNV"


def test_the_reference_of_a_party_paper_is_written_their_way():
    reading = read(build_docx(PAPERS["party letter"]))
    assert reading.reference == Reference("25", "CV/ĐU", None, Form.PARTY)
    assert str(reading.reference) == "25-CV/ĐU"


def written(tmp_path, data, name="paper.pdf"):
    path = tmp_path / name
    path.write_bytes(data)
    return path


def test_the_command_prints_lines_for_people(tmp_path):
    code, text = run(written(tmp_path, EXAMPLES["draft"], "a.docx"), False)
    assert code == DONE
    assert "Ngày ban hành: …/12/2024 (90 %)" in text
    assert "Thời hạn: 15/12/2024 (Hoàn thành trước ngày 15/12/2024) — Công an huyện" in text
    assert "Lưu ý: Số văn bản còn để trống" in text


def test_the_command_prints_json(tmp_path):
    code, text = run(written(tmp_path, EXAMPLES["drawn"]), True)
    assert (code, json.loads(text)["fields"]["number"]["value"]) == (DONE, "41")


def test_the_command_tells_a_scan_by_its_exit_code(tmp_path):
    path = written(tmp_path, EXAMPLES["scan"])
    code, text = run(path, False)
    assert (code, text.startswith("Tệp này là bản quét")) == (NOTHING_READ, True)
    code, text = run(path, True)
    assert (code, json.loads(text)["state"]) == (NOTHING_READ, "no_text")


def test_the_command_refuses_with_a_sentence(tmp_path):
    assert run(tmp_path / "missing.pdf", False)[0] == REFUSED
    assert run(tmp_path, False) == (
        REFUSED,
        f"“{tmp_path}” là thư mục. Hãy chỉ ra một tệp PDF hoặc Word.",
    )
    code, text = run(written(tmp_path, pdfs.encrypted(pdfs.letter())), True)
    assert (code, "mật khẩu" in json.loads(text)["error"]) == (REFUSED, True)


def test_the_command_points_out_a_date_in_the_future(tmp_path):
    path = written(tmp_path, EXAMPLES["drawn"])
    assert "ở sau hôm nay" in run(path, False, today=date(2024, 1, 1))[1]
    assert "ở sau hôm nay" not in run(path, False)[1]
