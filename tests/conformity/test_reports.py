"""Reports: findings in reading order, stable JSON, a Vietnamese text, and the rule table."""

import json
from pathlib import Path

import pytest

from service.conformity import check, from_json, to_json, to_text
from service.conformity.command import run
from service.conformity.registry import GROUPS, all_rules, rule
from service.conformity.ruletable import rule_table
from tests.conformity import papers
from tests.conformity.word import Word, form, style_runs

DOCS = Path(__file__).resolve().parents[2] / "docs" / "conformity-rules.md"


@pytest.fixture
def faulty():
    word = Word(papers.decision())
    for text in ("Nơi nhận:", "Điều 3.", "Số: 12", "Căn cứ Luật"):
        style_runs(word.find(text), size=16)
    return word.bytes()


def test_findings_come_as_the_paper_reads():
    word = Word(papers.letter())
    for text in ("Kính gửi:", "Thực hiện Kế hoạch", "Nguyễn Văn Hùng", "Độc lập"):
        style_runs(word.find(text), size=16)
    # The rule on Kính gửi has a higher number than the one on the content under it.
    assert [item.rule for item in check(word.bytes()).findings] == [310, 1223, 901, 1111]


def test_a_finding_tells_rule_article_measure_law_place_and_cure(faulty):
    (finding,) = [item for item in check(faulty).findings if item.rule == 503]
    assert finding.article == "Phụ lục I, phần I, II.3.c"
    assert (finding.measured, finding.allowed) == ("cỡ 16", "13 pt")
    assert finding.places[0].text == "Số: 12/QĐ-UBND"
    assert finding.places[0].part == "số, ký hiệu"
    assert "13" in finding.mend


def test_the_same_fault_in_many_places_is_one_finding():
    word = Word(papers.decision())
    for paragraph in word.paragraphs():
        style_runs(paragraph, font="Arial")
    found = [item for item in check(word.bytes()).findings if item.rule == 201]
    assert len(found) == 1
    assert len(found[0].places) > 20


def test_json_holds_everything_and_comes_back_whole(faulty):
    report = check(faulty)
    assert from_json(json.loads(json.dumps(to_json(report)))) == report


def test_json_keys_are_stable(faulty):
    fields = to_json(check(faulty))
    assert sorted(fields) == sorted(
        ("schema", "decree", "source", "note", "rules", "errors", "advice", "parts", "findings")
    )
    assert sorted(fields["findings"][0]) == sorted(
        ("rule", "title", "article", "severity", "measured", "allowed", "mend", "places")
    )
    assert sorted(fields["findings"][0]["places"][0]) == sorted(
        ("paragraph", "story", "part", "text", "page")
    )
    assert fields["findings"][0]["severity"] in ("error", "advice")


def test_the_text_says_each_finding_in_vietnamese(faulty):
    text = to_text(check(faulty))
    assert "[lỗi] Cỡ chữ số, ký hiệu (quy tắc 503; Phụ lục I, phần I, II.3.c)" in text
    assert "Đo được: cỡ 16. Quy định: 13 pt." in text
    assert "Cách sửa: Đặt cỡ chữ 13" in text
    assert "Không có lỗi" in to_text(check(papers.decision()))


def test_there_are_at_least_sixty_rules_each_with_article_and_cure():
    rules = all_rules()
    assert len(rules) >= 60
    for item in rules:
        assert item.article.startswith("Phụ lục"), item.number
        assert item.title
        assert item.allowed
        assert item.mend.endswith((".", "…")), item.number
        assert item.number // 100 in GROUPS


def test_a_rule_number_is_used_once():
    with pytest.raises(ValueError, match="101"):
        rule(101, "x", article="x", allowed="x", mend="x")(lambda _: [])


def test_the_documented_rule_table_is_fresh():
    assert DOCS.read_text(encoding="utf-8") == rule_table()


def test_the_command_tells_by_its_exit_code(tmp_path):
    right, wrong, foreign = (tmp_path / name for name in ("a.docx", "b.docx", "c.docx"))
    right.write_bytes(papers.letter())
    wrong.write_bytes(form("1.9"))
    foreign.write_bytes(b"%PDF-1.7")
    assert run(right, as_json=False)[0] == 0
    code, text = run(wrong, as_json=True)
    assert (code, json.loads(text)["errors"]) == (1, 2)
    code, text = run(foreign, as_json=True)
    assert (code, "PDF" in json.loads(text)["error"]) == (2, True)
    assert run(tmp_path / "none.docx", as_json=False) == (
        2,
        f"Không có tệp “{tmp_path / 'none.docx'}”.\n",
    )
    assert run(tmp_path, as_json=False)[0] == 2
