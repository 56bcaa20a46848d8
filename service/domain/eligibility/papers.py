"""Văn bản của thủ tục: what each paper about a case or a provider says before anyone types.

Pure: facts in, answers of an existing kind of paper out. A paper made here is an ordinary draft:
it is read, mended, approved, numbered and signed like any other.
"""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from service.domain.agency import Agency
from service.domain.eligibility.cases import CaseFinding, ProviderDecision
from service.domain.eligibility.checklist import CheckRow, EquipmentState, StageStaffing
from service.domain.eligibility.law import ProviderRegime
from service.domain.legal_bases import Citing, LegalBasis, cite
from service.domain.legal_catalogue import CATALOGUE
from service.domain.vietnamese import date_in_words

SERVICE = "cung cấp dịch vụ cai nghiện ma túy tự nguyện tại gia đình, cộng đồng"
KIND_WORDS: Mapping[str, str] = {
    "organisation": "tổ chức",
    "individual": "cá nhân",
    "public_unit": "đơn vị",
}
MOST_LISTED = 500
"""Providers in the annex of one decision."""


@dataclass(frozen=True, slots=True)
class PaperSubject:
    """Cơ sở, cá nhân của văn bản: what may be said of it; no identity number, no home.

    `scope` and `modes` are those the paper is about, `left` the stages asked for and not given.
    `appraisal` and `submission` name the papers it rests on, as running text. `rows` are the
    conditions with the verdict that holds; the rest is empty where nothing is known.
    """

    name: str
    kind: str
    service_address: str = ""
    phone: str = ""
    email: str = ""
    representative: str = ""
    representative_title: str = ""
    scope: tuple[str, ...] = ()
    modes: tuple[str, ...] = ()
    left: tuple[str, ...] = ()
    price: str = ""
    commune: str = ""
    state: str = ""
    receipt_no: str = ""
    valid_on: date | None = None
    appraised_on: date | None = None
    appraisal: str = ""
    submission: str = ""
    former: ProviderDecision | None = None
    again_reason: str = ""
    rows: Sequence[tuple[CheckRow, CaseFinding | None]] = ()
    staffing: Sequence[StageStaffing] = ()
    equipment: Sequence[EquipmentState] = ()
    dossier: Sequence[str] = ()

    @property
    def word(self) -> str:
        return KIND_WORDS.get(self.kind, "cơ sở")


@dataclass(frozen=True, slots=True)
class PaperFacts:
    """Everything one paper is made from; `given` are the answers to its own few questions.

    `unit` is the drafting unit's symbol, `signatory` the answer of that field, `path` the way the
    case goes. `subjects` has one entry, or those of a list.
    """

    regime: ProviderRegime
    agency: Agency
    day: date
    unit: str
    path: str
    subjects: tuple[PaperSubject, ...]
    given: Mapping[str, Any] = field(default_factory=dict)
    signatory: Mapping[str, Any] = field(default_factory=dict)

    @property
    def one(self) -> PaperSubject:
        return self.subjects[0]

    @property
    def listed(self) -> bool:
        return len(self.subjects) > 1

    def text(self, name: str) -> str:
        return str(self.given.get(name) or "").strip()

    def lines(self, name: str) -> list[str]:
        """Each given line without its bullet or its closing mark."""
        given = self.given.get(name) or ()
        lines = given.split("\n") if isinstance(given, str) else given
        bare = (str(line).strip().lstrip("-+ ").rstrip(" .;") for line in lines)
        return [line for line in bare if line]


@dataclass(frozen=True, slots=True)
class PaperDraft:
    """Bản thảo: the code of its kind of paper and the answers it starts with."""

    kind: str
    answers: dict[str, Any]


@dataclass(frozen=True, slots=True)
class Deciders:
    """Ai thi hành, gửi ai: by the words of the authority. What was not read in a form is the
    usual practice, and every line stays open to the drafter. `duties`: a published provider's
    duties are an article of their own (the police's form, Mẫu 12, has none)."""

    words: str
    executors: tuple[str, ...]
    recipients: tuple[str, ...]
    duties: bool = False


DECIDERS = (
    Deciders(
        "Giám đốc Công an",
        ("Trưởng phòng Tham mưu",),
        ("Ủy ban nhân dân, Công an các xã, phường, đặc khu", "Trang thông tin điện tử Công an"),
    ),
    Deciders(
        "Ủy ban nhân dân cấp tỉnh",
        ("Chánh Văn phòng Ủy ban nhân dân tỉnh",),
        ("Ủy ban nhân dân, Công an các xã, phường, đặc khu", "Cổng thông tin điện tử tỉnh"),
    ),
    Deciders(
        "Chủ tịch Ủy ban nhân dân",
        (
            "Chánh Văn phòng Hội đồng nhân dân và Ủy ban nhân dân",
            "Chủ tịch Ủy ban nhân dân các xã, thị trấn",
        ),
        ("Ủy ban nhân dân các xã, thị trấn", "Trang thông tin điện tử huyện"),
        duties=True,
    ),
)


def deciders(authority: str) -> Deciders:
    """The first row whose words the authority holds."""
    return next((row for row in DECIDERS if row.words in authority), DECIDERS[-1])


def authority_line(facts: PaperFacts, decided_by: str) -> str:
    """``GIÁM ĐỐC CÔNG AN TỈNH …``: the post that the law names, of this very agency."""
    return f"{post_of(decided_by)} {facts.agency.full_name}".upper()


def post_of(decided_by: str) -> str:
    """``Giám đốc`` of “Giám đốc Công an cấp tỉnh”: the post without whose it is."""
    return re.split(r" (?:Công an|Ủy ban)", decided_by, maxsplit=1)[0]


_LEVEL = re.compile(r"\b(Công an|Ủy ban nhân dân) cấp (?:tỉnh|huyện)")
_PLACE = re.compile(r"(?:tỉnh|thành phố|huyện|quận|thị xã) \S.*$")


def own_words(facts: PaperFacts, text: str) -> str:
    """``Giám đốc Công an cấp tỉnh`` of the law as ``Giám đốc Công an tỉnh Hòa An``: the law speaks
    of levels, a paper of its own place. Without a place in the agency's name, as the law says."""
    place = _PLACE.search(facts.agency.full_name)
    return _LEVEL.sub(rf"\1 {place.group()}", text) if place else text


def legal_grounds(facts: PaperFacts) -> list[str]:
    """Căn cứ of the regime that hold on the day, as the catalogue or the regime's style cites."""
    known = {basis.code: basis for basis in CATALOGUE}
    held = (known[code] for code in facts.regime.bases if code in known)
    return [_ground(facts.regime, basis) for basis in held if basis.holds(facts.day)]


def _ground(regime: ProviderRegime, basis: LegalBasis) -> str:
    """The official forms of one period name the law by its year: the regime's own words win."""
    own = str(regime.citation.get("law") or "")
    if own.startswith(f"{basis.type_name} {basis.title} "):
        return f"Căn cứ {own}"
    return cite(basis, Citing.BASIS)


def common(facts: PaperFacts, subject: str, recipients: Sequence[str]) -> dict[str, Any]:
    """The answers that every paper has."""
    return {
        "subject": subject,
        "unit": facts.unit,
        "month": f"{facts.day:%m/%Y}",
        "recipients": [*recipients, f"Lưu: VT, {facts.unit}" if facts.unit else "Lưu: VT"],
        "signatory": dict(facts.signatory),
        "punctuate": True,
    }


def stage_list(facts: PaperFacts, codes: Sequence[str]) -> str:
    return facts.regime.stage_names(tuple(codes)) or "chưa xác định"


def mode_list(facts: PaperFacts, codes: Sequence[str]) -> str:
    names = [name for code, name in facts.regime.modes.items() if code in codes]
    return ", ".join(names).capitalize() or "chưa xác định"


def named(facts: PaperFacts) -> str:
    """``CƠ SỞ HY VỌNG``, or ``các tổ chức, cá nhân trong danh sách``."""
    return "các tổ chức, cá nhân trong danh sách" if facts.listed else facts.one.name


def about(subject: PaperSubject) -> str:
    """``tổ chức CƠ SỞ HY VỌNG (địa chỉ: …)``."""
    where = f" (địa chỉ cung cấp dịch vụ: {subject.service_address})"
    return f"{subject.word} {subject.name}{where if subject.service_address else ''}"


def details_of(facts: PaperFacts, subject: PaperSubject) -> list[str]:
    """The five items of the official decision form (Mẫu 12; Mẫu 14 before 01/07/2026)."""
    contact = [f"Tên {subject.word}: {subject.name.upper()}"]
    if subject.phone:
        contact.append(f"điện thoại: {subject.phone}")
    if subject.email:
        contact.append(f"thư điện tử: {subject.email}")
    lines = [f"1. {'; '.join(contact)}."]
    if subject.representative and subject.kind != "individual":
        post = subject.representative_title
        lines.append(
            f"Người đại diện theo pháp luật: {subject.representative}"
            f"{f'; chức vụ: {post}' if post else ''}."
        )
    return [
        *lines,
        f"2. Phạm vi dịch vụ: {stage_list(facts, subject.scope)}.",
        f"3. Loại hình: {mode_list(facts, subject.modes)}.",
        f"4. Địa chỉ cung cấp dịch vụ: {subject.service_address}.",
        f"5. Giá dịch vụ (dự kiến): {subject.price or 'theo niêm yết của cơ sở'}.",
    ]


LIST_HEADS = (
    "STT",
    "Tên tổ chức, cá nhân",
    "Người đại diện, chức danh",
    "Địa chỉ cung cấp dịch vụ",
    "Điện thoại, thư điện tử",
    "Phạm vi dịch vụ",
    "Loại hình",
    "Giá (dự kiến)",
    "Ghi chú",
)


def table(heads: Sequence[str], rows: Sequence[Sequence[str]]) -> str:
    """Lines with tabs: a table of the paper's text."""
    return "\n".join("\t".join(map(_cell, row)) for row in (heads, *rows))


def _cell(text: str) -> str:
    return " ".join(str(text).split()).replace("|", "/") or "-"


def provider_rows(facts: PaperFacts, *, notes: bool = True) -> list[list[str]]:
    rows = []
    for place, one in enumerate(facts.subjects, start=1):
        who = ", ".join(filter(None, [one.representative, one.representative_title]))
        row = [
            str(place),
            one.name,
            who,
            one.service_address,
            ", ".join(filter(None, [one.phone, one.email])),
            stage_list(facts, one.scope),
            mode_list(facts, one.modes),
            one.price,
            one.state if notes else "",
        ]
        rows.append(row)
    return rows


def list_annex(facts: PaperFacts, title: str) -> dict[str, Any]:
    """Phụ lục: the list of providers, across the page."""
    return {"title": title, "body": table(LIST_HEADS, provider_rows(facts)), "landscape": True}


def former_text(subject: PaperSubject) -> str:
    """``Quyết định số 05/QĐ-CAT ngày 06 tháng 7 năm 2026``, or nothing."""
    former = subject.former
    if former is None:
        return ""
    number = f" số {former.reference}" if former.reference else ""
    return f"Quyết định{number} {date_in_words(former.decided_on)}"
