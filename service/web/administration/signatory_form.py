"""Biểu mẫu người ký — the administrator's form of one signatory, and the authority it means."""

from datetime import date
from typing import Any

from wtforms import SelectMultipleField
from wtforms.fields.choices import SelectChoice
from wtforms.validators import ValidationError
from wtforms.widgets import CheckboxInput, ListWidget

from forms.base import VietnameseForm
from forms.fields import Check, Choice, Day, Line, Lines, at_most
from service.domain.agency import Signatory, SigningCapacity
from service.domain.authority import Authority, Council, Delegation, Rank, Regime, presumed
from service.domain.signing_papers import SigningPaper, SigningPaperType
from service.domain.signing_rules import WITH_HEAD_POST
from service.domain.vietnamese import short_date
from service.web.typed import filled

CAPACITIES = (
    (SigningCapacity.HEAD, "Người đứng đầu ký trực tiếp"),
    (SigningCapacity.ON_BEHALF, "TM. – thay mặt tập thể hoặc cơ quan"),
    (SigningCapacity.FOR_HEAD, "KT. – cấp phó ký thay người đứng đầu"),
    (SigningCapacity.BY_ORDER, "TL. – ký thừa lệnh"),
    (SigningCapacity.BY_DELEGATION, "TUQ. – ký thừa ủy quyền"),
    (SigningCapacity.ACTING, "Q. – quyền (giao quyền cấp trưởng)"),
)

RANKS = {
    Rank.HEAD: "Người đứng đầu cơ quan",
    Rank.ACTING_HEAD: "Được giao quyền cấp trưởng",
    Rank.DEPUTY: "Cấp phó của người đứng đầu",
    Rank.DEPUTY_IN_CHARGE: "Cấp phó được giao phụ trách hoặc điều hành",
    Rank.UNIT_HEAD: "Người đứng đầu đơn vị thuộc cơ quan",
    Rank.UNIT_DEPUTY: "Cấp phó của đơn vị thuộc cơ quan",
    Rank.SUBORDINATE_HEAD: "Người đứng đầu tổ chức trực thuộc",
    Rank.OTHER: "Khác",
}

REGIMES = {
    Regime.COLLECTIVE: "Thẩm quyền của tập thể (phải ghi TM.)",
    Regime.CHIEF: "Thẩm quyền riêng của người đứng đầu (không ghi TM.)",
}

COUNCILS = (
    ("", "Không"),
    ("own", "Có, không dùng con dấu của cơ quan"),
    ("agency-seal", "Có, được dùng con dấu của cơ quan"),
)


class Ticked(SelectMultipleField):
    """Ticked choices of a list."""

    widget = ListWidget(prefix_label=False)
    option_widget = CheckboxInput()

    def answer(self) -> list[str]:
        return list(self.data or ())


class SignatoryPageForm(VietnameseForm):
    name = Line(
        "Họ và tên",
        [filled("Hãy ghi họ và tên."), at_most(120)],
        description="Không ghi học hàm, học vị, quân hàm, danh hiệu.",
    )
    post = Line(
        "Chức vụ",
        [filled("Hãy ghi chức vụ của người ký."), at_most(120)],
        description="Ví dụ: Chủ tịch, Phó Chủ tịch, Chánh Văn phòng.",
    )
    capacity = Choice(
        "Quyền hạn ký", choices=[(capacity.value, name) for capacity, name in CAPACITIES]
    )
    rank = Choice(
        "Cấp của người ký",
        choices=[("", "Theo quyền hạn ký"), *((rank.value, name) for rank, name in RANKS.items())],
        description="Quyết định người ấy được ghi KT., Q., TL. hay TUQ. (Điều 13 NĐ 30/2020).",
    )
    head_post = Line(
        "Chức vụ người đứng đầu",
        [at_most(120)],
        description="Đứng sau KT., TL., TUQ. hoặc Q., ví dụ Chủ tịch.",
    )
    unit_head_post = Line(
        "Chức vụ người đứng đầu đơn vị",
        [at_most(120)],
        description="Chỉ khi cấp phó của đơn vị ký thừa lệnh: đứng sau “KT.” thứ hai.",
    )
    body = Line(
        "Thay mặt (TM.)",
        [at_most(120)],
        description="Tên tập thể hoặc cơ quan sau TM., ví dụ Ủy ban nhân dân. Có thể để trống.",
    )
    regime = Choice(
        "Ký văn bản thuộc",
        choices=[
            ("", "Theo ô “Thay mặt (TM.)”"),
            *((regime.value, name) for regime, name in REGIMES.items()),
        ],
    )
    since = Day(
        "Giữ chức vụ từ ngày",
        description="Để trống nếu không cần theo dõi ngày bắt đầu.",
        render_kw={"class": "short"},
    )
    until = Day(
        "Đến hết ngày",
        description="Ngày cuối được ký. Để trống: chưa có ngày thôi giữ chức vụ.",
        render_kw={"class": "short"},
    )
    kinds = Ticked("Loại văn bản được ký", description="Không chọn loại nào: được ký mọi loại.")
    units = Ticked(
        "Chỉ ký văn bản do các đơn vị này soạn",
        description="Không chọn đơn vị nào: ký văn bản của mọi đơn vị.",
    )
    fields = Lines(
        "Lĩnh vực được giao",
        description="Mỗi dòng một lĩnh vực. Người soạn được nhắc để tự đối chiếu với nội dung.",
        render_kw={"rows": 3},
    )
    regulation_id = Choice("Quy chế giao ký thừa lệnh (TL.)")
    clause = Line(
        "Điều, khoản của quy chế",
        [at_most(120)],
        description="Ví dụ: khoản 2 Điều 9.",
    )
    delegation_id = Choice("Văn bản ủy quyền (TUQ.)")
    council = Choice("Ký văn bản của hội đồng, ban, tổ tư vấn", choices=list(COUNCILS))
    agency_post = Line(
        "Chức vụ trong cơ quan",
        [at_most(120)],
        description="Ghi trên họ tên khi hội đồng được dùng con dấu của cơ quan.",
    )
    titles_allowed = Check(
        "Được ghi học hàm, học vị, quân hàm trước họ tên",
        description="Chỉ lực lượng vũ trang, giáo dục, y tế, khoa học khi bộ chủ quản cho phép.",
    )
    person_id = Choice(
        "Tài khoản duyệt",
        description="Văn bản chọn người ký này sẽ được trình vào tài khoản đó.",
    )
    active = Check("Đang dùng", default=True)

    def validate_head_post(self, field: Any) -> None:
        if SigningCapacity(self.capacity.answer()) in WITH_HEAD_POST and not field.answer():
            raise ValidationError("Hãy ghi chức vụ người đứng đầu, vì đứng sau KT., TL., TUQ.")

    def offer(
        self,
        leaders: list[tuple[str, str]],
        kinds: list[tuple[str, str]],
        units: list[tuple[str, str]],
        papers: tuple[SigningPaper, ...],
    ) -> None:
        """Fill the lists from the office."""
        self.person_id.offer([("", "Chưa gắn tài khoản"), *leaders])
        self.kinds.choices = [SelectChoice(*pair) for pair in kinds]
        self.units.choices = [SelectChoice(*pair) for pair in units]
        for field, type_ in (
            (self.regulation_id, SigningPaperType.REGULATION),
            (self.delegation_id, SigningPaperType.DELEGATION),
        ):
            known = [(str(one.id), listed(one)) for one in papers if one.type is type_]
            field.offer([("", "Không có"), *known])
        if self.capacity.data is None:
            self.capacity.data = SigningCapacity.HEAD.value

    def signatory(self, signatory_id: int) -> Signatory:
        person_id = self.person_id.answer()
        return Signatory(
            id=signatory_id,
            name=self.name.answer(),
            post=self.post.answer(),
            capacity=SigningCapacity(self.capacity.answer()),
            body=self.body.answer(),
            head_post=self.head_post.answer(),
            person_id=int(person_id) if person_id else None,
            active=self.active.answer(),
        )

    def authority(self, signatory_id: int, papers: tuple[SigningPaper, ...]) -> Authority:
        """What the form says, with what its blank choices presume."""
        guess = presumed(self.signatory(signatory_id))
        rank, regime, council = self.rank.answer(), self.regime.answer(), self.council.answer()
        regulation = chosen(papers, self.regulation_id.answer())
        return Authority(
            guess.signatory,
            Rank(rank) if rank else guess.rank,
            Regime(regime) if regime else guess.regime,
            kinds=frozenset(self.kinds.answer()),
            units=frozenset(int(unit) for unit in self.units.answer()),
            fields=frozenset(self.fields.answer()),
            since=day_in(self.since),
            until=day_in(self.until),
            delegation=delegation_in(papers, self.delegation_id.answer()),
            regulation=regulation.regulation(self.clause.answer()) if regulation else None,
            unit_head_post=self.unit_head_post.answer(),
            council=Council(council == "agency-seal", self.agency_post.answer())
            if council
            else None,
            titles_allowed=self.titles_allowed.answer(),
        )


def values_of(authority: Authority) -> dict[str, Any]:
    """What the form shows of an authority that is kept."""
    signatory, council = authority.signatory, authority.council
    guess = presumed(signatory)
    seal = "agency-seal" if council and council.uses_agency_seal else "own"
    return {
        "name": signatory.name,
        "post": signatory.post,
        "capacity": signatory.capacity.value,
        "rank": "" if authority.rank is guess.rank else authority.rank.value,
        "head_post": signatory.head_post,
        "unit_head_post": authority.unit_head_post,
        "body": signatory.body,
        "regime": "" if authority.regime is guess.regime else authority.regime.value,
        "since": short_date(authority.since) if authority.since else "",
        "until": short_date(authority.until) if authority.until else "",
        "kinds": sorted(authority.kinds),
        "units": [str(unit) for unit in sorted(authority.units)],
        "fields": sorted(authority.fields),
        "regulation_id": str(authority.regulation.paper_id) if authority.regulation else "",
        "clause": authority.regulation.clause if authority.regulation else "",
        "delegation_id": str(authority.delegation.paper_id) if authority.delegation else "",
        "council": seal if council else "",
        "agency_post": council.agency_post if council else "",
        "titles_allowed": authority.titles_allowed,
        "person_id": str(signatory.person_id or ""),
        "active": signatory.active,
    }


def listed(paper: SigningPaper) -> str:
    """A paper as the lists offer it: what it is, to whom, and how long it holds."""
    span = f"từ {short_date(paper.since)}"
    if paper.until:
        span = f"{span} đến {short_date(paper.until)}"
    to = f", cho {paper.delegate}" if paper.delegate else ""
    return f"{paper.cited}{to} ({span})"


def chosen(papers: tuple[SigningPaper, ...], answer: str) -> SigningPaper | None:
    return next((paper for paper in papers if str(paper.id) == answer), None)


def delegation_in(papers: tuple[SigningPaper, ...], answer: str) -> Delegation | None:
    paper = chosen(papers, answer)
    return paper.delegation if paper else None


def day_in(field: Day) -> date | None:
    """The typed day; None where it is blank or no day (the field says so)."""
    try:
        return date.fromisoformat(field.answer())
    except ValueError:
        return None
