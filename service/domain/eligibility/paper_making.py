"""Văn bản nào làm ra sao — purpose → how its draft is made, about whom, and what is asked first."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from service.domain.eligibility import papers_decisions as decisions
from service.domain.eligibility import papers_letters as letters
from service.domain.eligibility import papers_records as records
from service.domain.eligibility.papers import PaperDraft, PaperFacts


@dataclass(frozen=True, slots=True)
class PaperRecipe:
    """Cách soạn một văn bản: `about` is ``case`` or ``provider``; `many` when one paper may list
    several; `asks` are the codes of QUESTIONS; `public` papers may hold no identity number.
    A case must have asked for one of `requests` and go one of the `paths`; empty: any.

    In a run, a `checked` one is first held against what would stop its number; a `proposing` one
    says what its drafter proposes for each case; a `reasoned` one keeps the reasons of a no."""

    make: Callable[[PaperFacts], PaperDraft]
    about: str
    asks: tuple[str, ...] = ()
    many: bool = False
    public: bool = True
    requests: tuple[str, ...] = ()
    paths: tuple[str, ...] = ()
    checked: bool = False
    proposing: bool = False
    reasoned: bool = False

    def fits(self, request: str, path: str) -> bool:
        asked, way = self.requests, self.paths
        return (not asked or request in asked) and (not way or path in way)


QUESTIONS: Mapping[str, str] = {
    "scope": "Giai đoạn công bố",
    "price": "Giá dịch vụ (dự kiến)",
    "items": "Nội dung cần bổ sung (mỗi dòng một nội dung)",
    "due_on": "Bổ sung trước ngày",
    "again_on": "Hẹn lại ngày trả kết quả",
    "reason": "Lý do",
    "acts": "Hành vi vi phạm (mỗi dòng một hành vi)",
    "found_on": "Ngày phát hiện",
    "statement": "Ý kiến của người đại diện cơ sở",
    "ground": "Căn cứ đình chỉ",
    "months": "Số tháng đình chỉ",
    "starts_on": "Đình chỉ từ ngày (để trống: ngày quyết định)",
    "measures": "Biện pháp khắc phục (mỗi dòng một biện pháp)",
    "received_on": "Ngày nhận báo cáo khắc phục",
    "reasons": "Lý do thu hồi (mỗi dòng một lý do)",
    "commune": "Xã, phường, đặc khu",
    "period": "Kỳ báo cáo (ví dụ “quý III năm 2026”)",
    "proposals": "Khó khăn, kiến nghị",
    "addressees": "Kính gửi (mỗi dòng một nơi)",
}

RECIPES: Mapping[str, PaperRecipe] = {
    "supplement": PaperRecipe(letters.supplement, "case", ("items", "due_on")),
    "apology": PaperRecipe(letters.apology, "case", ("again_on", "reason")),
    "appraisal": PaperRecipe(records.appraisal, "case", public=False),
    "submission": PaperRecipe(records.submission, "case", ("scope",), many=True, proposing=True),
    "publication": PaperRecipe(
        decisions.publication,
        "case",
        ("scope", "price"),
        many=True,
        requests=("first",),
        paths=("ordinary", "short"),
        checked=True,
    ),
    "republication": PaperRecipe(
        decisions.republication,
        "case",
        ("scope", "price"),
        requests=("again",),
        paths=("ordinary", "short"),
        checked=True,
    ),
    "assignment": PaperRecipe(
        decisions.assignment, "case", ("scope", "price"), paths=("assignment",), checked=True
    ),
    "refusal": PaperRecipe(letters.refusal, "case", reasoned=True),
    "violation": PaperRecipe(
        records.violation, "provider", ("acts", "found_on", "statement"), public=False
    ),
    "suspension": PaperRecipe(decisions.suspension, "provider", ("ground", "months", "starts_on")),
    "remedy": PaperRecipe(records.remedy, "provider", ("measures", "received_on")),
    "resumption": PaperRecipe(letters.resumption, "provider"),
    "withdrawal": PaperRecipe(decisions.withdrawal, "provider", ("reasons",)),
    "communes": PaperRecipe(letters.communes, "provider", ("commune",), many=True),
    "report": PaperRecipe(
        records.report, "provider", ("period", "proposals", "addressees"), many=True
    ),
}
