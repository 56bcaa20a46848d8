"""Every paper of the procedure, printed: held against the decree, nothing is found."""

from datetime import timedelta

import pytest

from forms import load_kinds
from service.actions import drafting, provider_facts, provider_papers, provider_review
from service.app import Press
from service.conformity.checking import check
from service.domain.eligibility.paper_making import RECIPES
from service.domain.numbering import IssueMark
from service.rendering.pdf import open_converter
from service.store import documents
from service.store import provider_cases as stored
from tests.actions.test_provider_papers import draft, issued
from tests.provider_builders import C_DAY, appraised, become

pytestmark = pytest.mark.slow
LATER = C_DAY + timedelta(hours=1)
HELD = {
    "clock": "14:00",
    "end_clock": "15:00",
    "secretary": "Trần Văn Minh",
    "attendees": ["Ông Trần Văn Minh, chuyên viên", "Đại diện cơ sở"],
}


@pytest.fixture
def press(tmp_path):
    converter = open_converter(size=1, run_folder=tmp_path / "run")
    yield Press(load_kinds(), converter)
    converter.close()


@pytest.fixture
def papers(office, minh, lan, hung):
    """One draft of each purpose; the provider lives through them in their order."""
    office.kinds = load_kinds()
    become(office, "police")
    made = {}

    def make(purpose, **given):
        made[purpose] = draft(office, purpose, minh, **given)

    def held(purpose):
        paper = made[purpose]
        answers = {**paper.answers, **HELD}
        drafting.save_draft(office, paper.id, answers, paper.version, by=minh, now=LATER)
        made[purpose] = documents.get(office.db, paper.id, minh)

    def out(purpose, hours):
        issued(office, made[purpose], lan, hung, minh, LATER + timedelta(hours=hours))

    case = appraised(office, minh)
    for purpose in ("appraisal", "submission", "publication"):
        make(purpose, case_ids=[case.id])
    held("appraisal")
    out("publication", 1)
    provider = {"provider_ids": [stored.for_office(office.db, case.id).provider_id]}
    more = [
        appraised(office, minh, provider_name=f"CƠ SỞ {n}", id_no=f"00109901200{n}",
                  enterprise_code="") for n in range(5)
    ]  # fmt: skip
    made["list"] = draft(office, "publication", minh, case_ids=[one.id for one in more])
    row = provider_review.rows_of(office, more[0])[-1]
    provider_review.record_finding(
        office, more[0].id, row.condition.id, row.stage, verdict="unmet", evidence="Hồ sơ",
        note="Chưa có người đủ tiêu chuẩn", by=minh, now=LATER,
    )  # fmt: skip
    about = {"case_ids": [more[0].id]}
    make("refusal", **about)
    make("apology", **about, given={"again_on": "15/07/2026", "reason": "chờ xác minh"})
    make("supplement", **about, given={"items": "Bản sao văn bằng", "due_on": "20/07/2026"})
    make("violation", **provider, given={"acts": "Không niêm yết giá", "found_on": "06/07/2026"})
    held("violation")
    out("violation", 2)
    make("suspension", **provider, given={"ground": "conditions", "months": "3"})
    out("suspension", 3)
    make("remedy", **provider, given={"measures": "Đã niêm yết giá", "received_on": "06/07/2026"})
    make("resumption", **provider)
    make("withdrawal", **provider, given={"reasons": "Không khắc phục trong thời hạn"})
    make("communes", **provider, given={"commune": "xã Hòa Bình"})
    make("report", **provider, given={"period": "6 tháng đầu năm 2026", "addressees": "Bộ Công an"})
    letter = {
        "opening": "Thực hiện Kế hoạch của Công an tỉnh, Công an tỉnh yêu cầu:",
        "tasks": [{"unit": "Công an xã Hòa Bình", "work": "lập danh sách", "due": "15/07/2026"}],
    }
    for purpose in ("republication", "assignment"):
        facts = provider_facts.facts_of_cases(office, more[1:2], {}, by=minh, now=LATER)
        answers = RECIPES[purpose].make(facts).answers
        made[purpose] = drafting.create_draft(office, "decision", answers, by=minh, now=LATER)
    made["review_letter"] = provider_papers.draft_review_letter(office, letter, by=minh, now=LATER)
    return made


def test_nothing_is_found_in_any_paper_of_the_procedure(office, papers, press):
    wrong = []
    mark = IssueMark(number=5, issued_on=LATER.date())
    for purpose, document in papers.items():
        kind = press.kinds[document.kind]
        made = press.render(kind, office.agency(), document.answers, mark)
        for data in (made.docx, made.pdf):
            wrong += [(purpose, str(one)) for one in check(data).findings]
    assert wrong == []
    assert set(papers) == {*RECIPES, "list", "review_letter"}
