from datetime import date

from forms.base import posted
from service.domain.numbering import IssueMark
from tests.kinds.conftest import HOA_BINH, KINDS, filled, paragraphs_of, sample_answers

KIND = KINDS["promulgating_decision"]
ISSUED = IssueMark(5, date(2026, 1, 8))


def parts(**changes):
    """The paragraphs before and after the start of the text that goes with the decision."""
    found = paragraphs_of(filled(KIND, {**sample_answers(KIND), **changes}, ISSUED))
    starts = [place for place, (style, _) in enumerate(found) if style == "QuocHieu"]
    return found[: starts[1]], found[starts[1] :]


def of_style(paragraphs, style):
    return [text.replace("\n", " ") for name, text in paragraphs if name == style]


def test_the_attached_text_has_the_head_without_number_date_and_signature():
    decision, attached = parts(annexes=[])
    assert len(of_style(decision, "SoKyHieu")) == 1
    assert of_style(decision, "HoTen") == ["Phạm Quốc Hùng"]
    assert of_style(attached, "TieuNgu") == ["Độc lập - Tự do - Hạnh phúc"]
    for style in ("SoKyHieu", "DiaDanh", "QuyenHan", "HoTen", "NoiNhan"):
        assert of_style(attached, style) == []
    assert of_style(attached, "TenLoai") == ["QUY CHẾ"]


def test_the_attached_text_says_with_which_decision_it_goes():
    _, attached = parts(annexes=[], on_paper=True)
    assert of_style(attached, "KemTheo") == [
        (
            "(Kèm theo Quyết định số 05/QĐ-UBND ngày 08 tháng 01 năm 2026 của Chủ tịch Ủy ban "
            "nhân dân xã Hòa Bình)"
        )
    ]
    _, attached = parts(annexes=[], on_paper=False)
    assert of_style(attached, "KemTheo")[0].startswith("(Kèm theo Quyết định số …/QĐ-UBND ngày …")


def test_chapters_have_titles_and_the_last_line_closes_the_text():
    _, attached = parts(annexes=[])
    assert of_style(attached, "Phan") == ["Chương I", "Chương II"]
    assert of_style(attached, "TieuDePhan") == ["Quy định chung", "Tiếp nhận và xử lý"]
    assert attached[-1][1].endswith("Quy chế này./.") or attached[-2][1].endswith("Quy chế này./.")


def test_two_attached_texts_and_an_annex_stand_one_after_another():
    text = sample_answers(KIND)["attached"][0]
    _, rest = parts(attached=[text, {**text, "type_name": "Nội quy"}])
    assert of_style(rest, "TenLoai") == ["QUY CHẾ", "NỘI QUY"]
    assert of_style(rest, "PhuLuc") == ["Phụ lục"]


def test_what_is_missing_is_said_and_what_is_unusual_advised():
    form = posted(KIND.form, {**KIND.sample, "attached": []}, HOA_BINH)
    assert not form.validate()
    assert "Chưa ghi văn bản được ban hành" in form.error_paths()["attached"]
    form = posted(KIND.form, {**KIND.sample, "articles": ["Giao Văn phòng."]}, HOA_BINH)
    assert "Điều 1 thường viết" in form.advice()["articles"]
    assert "articles" not in posted(KIND.form, KIND.sample, HOA_BINH).advice()


def test_the_usual_names_of_attached_texts_are_offered_and_others_may_be_typed():
    text = {**sample_answers(KIND)["attached"][0], "type_name": "Bảng giá"}
    form = posted(KIND.form, {**KIND.sample, "attached": [text]}, HOA_BINH)
    assert form.validate(), form.error_paths()
    field = form.attached.entries[0].form.type_name
    assert "Quy chế" in field.suggestions
    assert 'list="attached-0-type_name-suggestions"' in str(field())
    assert form.subject.suggestions == ()
    assert "list=" not in str(form.subject())


def test_a_resolution_needs_a_text_or_an_article():
    kind = KINDS["resolution"]
    form = posted(kind.form, {**kind.sample, "body": "", "articles": []}, HOA_BINH)
    assert not form.validate()
    assert form.error_paths() == {"articles": "Chưa ghi nội dung nghị quyết."}
    assert posted(kind.form, {**kind.sample, "articles": []}, HOA_BINH).validate()


def test_a_basis_that_no_longer_holds_is_advised_on_the_day_of_the_paper():
    kind = KINDS["decision"]

    def advice(month):
        return posted(kind.form, {**kind.sample, "month": month}, HOA_BINH).advice()

    assert advice("06/2026").get("legal_bases") is None
    said = advice("07/2026")["legal_bases"]
    assert said.startswith("Dòng 2: Luật Phòng, chống ma túy ngày 30/3/2021 không còn hiệu lực")
    assert "Dòng 3: Nghị định số 116/2021/NĐ-CP không còn hiệu lực sau 30/6/2026." in said
    assert "legal_bases" in advice(""), "without a month, the day of the catalogue counts"


def test_a_first_mention_in_the_text_is_advised_to_be_written_out():
    kind = KINDS["notice"]
    short = "Thực hiện Nghị định số 30/2020/NĐ-CP, các đơn vị rà soát (Phụ lục kèm theo)."
    form = posted(kind.form, {**kind.sample, "body": short}, HOA_BINH)
    assert form.advice()["body"] == (
        "Lần đầu viện dẫn ghi đủ: “Nghị định số 30/2020/NĐ-CP ngày 05 tháng 3 năm 2020 của Chính "
        "phủ về công tác văn thư” (Phụ lục I, II.6.b)."
    )
    named_before = {
        "legal_bases": ["Căn cứ Nghị định số 30/2020/NĐ-CP ngày 05 tháng 3 năm 2020 của Chính phủ"]
    }
    form = posted(kind.form, {**kind.sample, "body": short, **named_before}, HOA_BINH)
    assert "body" not in form.advice()


def test_the_bases_in_force_are_suggested_and_any_other_may_be_typed():
    form = posted(KINDS["decision"].form, {"month": "05/2026"}, HOA_BINH)
    assert (
        "Căn cứ Luật Phòng, chống ma túy ngày 30 tháng 3 năm 2021" in form.legal_bases.suggestions
    )
    assert not any("2025 của Quốc hội" in text for text in form.legal_bases.suggestions)
    row = form.legal_bases.entries[0]
    assert row.render_kw["list"] == f"{form.legal_bases.id}-suggestions"
    later = KINDS["decision"].form(agency=HOA_BINH)
    assert any("163/2026/NĐ-CP" in text for text in later.legal_bases.suggestions)
