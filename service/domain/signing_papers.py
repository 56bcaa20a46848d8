"""Văn bản giao quyền ký — the paper that lets somebody sign by order or by delegation
(NĐ 30/2020, Điều 13, khoản 3 và 4)."""

from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum

from service.domain.authority import Delegation, Rank, Regulation
from service.domain.errors import Refused


class SigningPaperType(StrEnum):
    """What the paper is: a regulation lays down TL., a delegation gives TUQ."""

    REGULATION = "regulation"
    DELEGATION = "delegation"


@dataclass(frozen=True, slots=True)
class SigningPaper:
    """One such paper. `title` is what it is (``Quy chế làm việc``), `number` its số, ký hiệu.

    `until` is the last day, None for a regulation that holds on. A delegation says who gave it
    (a signatory, and that one's rank on its day), to whom, and for what (`contents`).
    """

    id: int
    type: SigningPaperType
    title: str
    number: str
    dated: date
    since: date
    until: date | None = None
    giver_id: int | None = None
    giver_name: str = ""
    given_by: Rank | None = None
    delegate: str = ""
    contents: tuple[str, ...] = ()

    @property
    def cited(self) -> str:
        """``Giấy ủy quyền số 12/UQ-UBND ngày 01/01/2026``."""
        return f"{self.title} số {self.number} ngày {self.dated:%d/%m/%Y}"

    @property
    def delegation(self) -> Delegation | None:
        """What TUQ. is checked against; None for a regulation."""
        if self.type is not SigningPaperType.DELEGATION:
            return None
        given_by = self.given_by or Rank.OTHER
        return Delegation(
            self.cited, self.delegate, given_by, self.since, self.until, self.contents, self.id
        )

    def regulation(self, clause: str) -> Regulation | None:
        """What TL. is checked against: one clause of a regulation; None for a delegation."""
        if self.type is not SigningPaperType.REGULATION:
            return None
        return Regulation(self.cited, clause, self.since, self.until, self.id)


@dataclass(frozen=True, slots=True)
class SigningPaperVersion:
    """One saving of such a paper."""

    paper: SigningPaper
    at: datetime
    recorded_by: str


def require_lawful(paper: SigningPaper) -> None:
    """Refuse, at the field, a paper that could let nobody sign."""
    for field, value, sentence in (
        ("title", paper.title, "Hãy ghi tên văn bản, ví dụ Quy chế làm việc hoặc Giấy ủy quyền."),
        ("number", paper.number, "Hãy ghi số, ký hiệu của văn bản."),
    ):
        if not value.strip():
            raise Refused(sentence, field=field)
    if paper.until is not None and paper.until < paper.since:
        raise Refused("Ngày hết hiệu lực không được trước ngày có hiệu lực.", field="until")
    if paper.since < paper.dated:
        raise Refused("Văn bản không có hiệu lực trước ngày ban hành.", field="since")
    if paper.type is SigningPaperType.DELEGATION:
        _require_limited(paper)


def _require_limited(paper: SigningPaper) -> None:
    article = "Điều 13, khoản 3"
    if paper.given_by is None:
        raise Refused("Hãy chọn người ủy quyền.", field="giver_id")
    if paper.given_by not in (Rank.HEAD, Rank.ACTING_HEAD):
        raise _refused(
            f"{paper.giver_name} không phải người đứng đầu nên không ủy quyền được; người được ủy "
            "quyền không được ủy quyền lại",
            article,
            "giver_id",
        )
    if not paper.delegate.strip():
        raise _refused("Hãy ghi họ và tên người được ủy quyền", article, "delegate")
    if paper.until is None:
        raise _refused(
            "Ủy quyền phải giới hạn thời gian; hãy ghi ngày hết hiệu lực", article, "until"
        )
    if not paper.contents:
        raise _refused("Ủy quyền phải giới hạn nội dung; hãy ghi việc được ký", article, "contents")


def _refused(sentence: str, article: str, field: str) -> Refused:
    return Refused(f"{sentence} (NĐ 30/2020, {article}).", field=field)
