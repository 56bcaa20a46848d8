"""Thẩm quyền ký và cách ghi — who may sign, and the lines over the name (NĐ 30/2020, Điều 13;
Phụ lục I, phần I, II.7).

An `Authority` says what lets one signatory sign; `sign_as` writes the block for one paper and
one day, or refuses with the article. Nothing here knows where authorities are kept.
"""

import unicodedata
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from service.domain.agency import Signatory, SignatureBlock, SigningCapacity
from service.domain.errors import Refused
from service.domain.titles import title_before


class Rank(StrEnum):
    """Chức vụ lãnh đạo chính thức, seen from the head of the agency."""

    HEAD = "head"  # người đứng đầu
    ACTING_HEAD = "acting-head"  # được giao quyền cấp trưởng
    DEPUTY = "deputy"  # cấp phó của người đứng đầu
    DEPUTY_IN_CHARGE = "deputy-in-charge"  # cấp phó được giao phụ trách, điều hành
    UNIT_HEAD = "unit-head"  # người đứng đầu đơn vị thuộc cơ quan
    UNIT_DEPUTY = "unit-deputy"  # cấp phó của người đứng đầu đơn vị
    SUBORDINATE_HEAD = "subordinate-head"  # đứng đầu cơ quan, tổ chức thuộc cơ cấu
    OTHER = "other"


class Regime(StrEnum):
    """Chế độ làm việc under which the paper is issued (Điều 13, khoản 1 và 2)."""

    CHIEF = "chief"  # chế độ thủ trưởng
    COLLECTIVE = "collective"  # chế độ tập thể


@dataclass(frozen=True, slots=True)
class Delegation:
    """Văn bản uỷ quyền for TUQ.: in writing, limited in time and content (Điều 13, khoản 3).

    `paper` is how one cites it (``Văn bản số 12/UQ-UBND``). `given_by` is the rank of the
    person who delegated: anyone but the head would be passing on what was given to them.
    """

    paper: str
    delegate: str
    given_by: Rank
    since: date | None
    until: date | None
    contents: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Regulation:
    """Quy chế làm việc hoặc quy chế công tác văn thư that lays down TL. (Điều 13, khoản 4)."""

    paper: str
    clause: str
    since: date


@dataclass(frozen=True, slots=True)
class Council:
    """Tổ chức tư vấn (hội đồng, ban, tổ) whose paper this is (Phụ lục I, II.7.c).

    With the agency's seal the signer's post in the agency (`agency_post`) stands above the
    name; without it only the post in the council is written.
    """

    uses_agency_seal: bool
    agency_post: str = ""


@dataclass(frozen=True, slots=True)
class Authority:
    """Thẩm quyền ký of one signatory.

    `kinds` (codes of papers) and `fields` (lĩnh vực) limit what may be signed; empty means
    everything. `since` and `until` are the first and the last day in the post. `unit_head_post`
    is the post after KT. where the deputy of a unit signs under TL. `titles_allowed` is for
    armed forces and education, health or science units whose ministry lets them (II.7.c).
    """

    signatory: Signatory
    rank: Rank
    regime: Regime = Regime.CHIEF
    kinds: frozenset[str] = frozenset()
    fields: frozenset[str] = frozenset()
    since: date | None = None
    until: date | None = None
    delegation: Delegation | None = None
    regulation: Regulation | None = None
    unit_head_post: str = ""
    council: Council | None = None
    titles_allowed: bool = False


@dataclass(frozen=True, slots=True)
class CapacityRule:
    """Which ranks may write a mark, and what to say to the others."""

    ranks: frozenset[Rank]
    article: str
    refusal: str


MARKS = "Phụ lục I, phần I, II.7.b"
POSTS = "Phụ lục I, phần I, II.7.c"

RULES: Mapping[SigningCapacity, CapacityRule] = {
    SigningCapacity.HEAD: CapacityRule(
        frozenset({Rank.HEAD}),
        "Điều 13, khoản 1",
        "Chỉ người đứng đầu ký với chức vụ của mình; cấp phó, kể cả người được giao phụ trách, "
        "ghi “KT.”, người được giao quyền cấp trưởng ghi “Q.”",
    ),
    SigningCapacity.ON_BEHALF: CapacityRule(
        frozenset({Rank.HEAD}),
        "Điều 13, khoản 2",
        "Chỉ người đứng đầu ký “TM.” với chức vụ của mình; cấp phó ghi thêm “KT.”, "
        "người được giao quyền cấp trưởng ghi thêm “Q.”",
    ),
    SigningCapacity.ACTING: CapacityRule(
        frozenset({Rank.ACTING_HEAD}),
        MARKS,
        "“Q.” chỉ dành cho người được giao quyền cấp trưởng; cấp phó được giao phụ trách "
        "hoặc điều hành ghi “KT.”",
    ),
    SigningCapacity.FOR_HEAD: CapacityRule(
        frozenset({Rank.DEPUTY, Rank.DEPUTY_IN_CHARGE}),
        "Điều 13, khoản 1",
        "“KT.” chỉ dành cho cấp phó của người đứng đầu",
    ),
    SigningCapacity.BY_ORDER: CapacityRule(
        frozenset({Rank.UNIT_HEAD, Rank.UNIT_DEPUTY}),
        "Điều 13, khoản 4",
        "“TL.” chỉ giao cho người đứng đầu đơn vị thuộc cơ quan (và cấp phó ký thay người ấy)",
    ),
    SigningCapacity.BY_DELEGATION: CapacityRule(
        frozenset({Rank.SUBORDINATE_HEAD, Rank.UNIT_HEAD}),
        "Điều 13, khoản 3",
        "“TUQ.” chỉ giao cho người đứng đầu cơ quan, tổ chức, đơn vị thuộc cơ cấu tổ chức; "
        "người được uỷ quyền không được uỷ quyền lại",
    ),
}

WITH_HEAD_POST = (
    SigningCapacity.FOR_HEAD,
    SigningCapacity.BY_ORDER,
    SigningCapacity.BY_DELEGATION,
)

FOR_THE_COLLECTIVE = frozenset({Rank.HEAD, Rank.ACTING_HEAD, Rank.DEPUTY, Rank.DEPUTY_IN_CHARGE})

UNOFFICIAL_POST_WORDS = ("thường trực", "phụ trách", "điều hành")


def sign_as(authority: Authority, *, on: date, kind: str = "", field: str = "") -> SignatureBlock:
    """The block for this signatory, paper and day; Refused with the article if impossible.

    `kind` is the code of the paper and `field` its lĩnh vực; an empty one is not checked.
    """
    _require_in_post(authority, on)
    _require_plain_name(authority)
    _require_official_post(authority.signatory)
    _require_capacity(authority)
    _require_collective(authority)
    _require_scope(authority, kind, field)
    if authority.signatory.capacity is SigningCapacity.BY_ORDER:
        _require_regulation(authority, on)
    if authority.signatory.capacity is SigningCapacity.BY_DELEGATION:
        _require_delegation(authority, on)
    return _block(authority)


def why_not(authority: Authority, *, on: date, kind: str = "", field: str = "") -> str:
    """The refusal as a sentence, or an empty string when the person may sign."""
    try:
        sign_as(authority, on=on, kind=kind, field=field)
    except Refused as refusal:
        return refusal.message
    return ""


def who_may_sign(
    authorities: Iterable[Authority], *, on: date, kind: str = "", field: str = ""
) -> tuple[Authority, ...]:
    """Those of `authorities` that may sign this paper on this day, in the given order."""
    return tuple(
        authority
        for authority in authorities
        if not why_not(authority, on=on, kind=kind, field=field)
    )


def _refused(sentence: str, article: str) -> Refused:
    return Refused(f"{sentence} (NĐ 30/2020, {article}).", "signatory")


def _require_in_post(authority: Authority, on: date) -> None:
    signatory = authority.signatory
    who = f"{signatory.name} giữ chức vụ {signatory.post}"
    if not signatory.active:
        raise _refused(
            f"{signatory.name} không còn là người ký; hãy chọn người đang giữ chức vụ", POSTS
        )
    if authority.since and on < authority.since:
        raise _refused(
            f"{who} từ ngày {authority.since:%d/%m/%Y}; chưa ký được văn bản ngày {on:%d/%m/%Y}",
            POSTS,
        )
    if authority.until and on > authority.until:
        raise _refused(
            f"{who} đến hết ngày {authority.until:%d/%m/%Y}; không ký được văn bản ngày "
            f"{on:%d/%m/%Y}",
            POSTS,
        )


def _require_plain_name(authority: Authority) -> None:
    name = authority.signatory.name
    if not name.strip():
        raise _refused("Chưa ghi họ và tên người ký", POSTS)
    title = title_before(name)
    if title and not authority.titles_allowed:
        raise _refused(
            f"Trước họ tên người ký không ghi “{title}”: không ghi học hàm, học vị, danh hiệu "
            "danh dự, quân hàm hay lời xưng hô",
            POSTS,
        )


def _require_official_post(signatory: Signatory) -> None:
    if not signatory.post.strip():
        raise _refused("Chưa ghi chức vụ của người ký", POSTS)
    post = unicodedata.normalize("NFC", signatory.post).casefold()
    for word in UNOFFICIAL_POST_WORDS:
        if word in post:
            raise _refused(
                f"Không ghi “{signatory.post}”: chỉ ghi chức vụ lãnh đạo chính thức, không ghi "
                "chức vụ mà Nhà nước không quy định",
                POSTS,
            )


def _require_capacity(authority: Authority) -> None:
    signatory = authority.signatory
    rule = RULES[signatory.capacity]
    # The post in a council is the council's own; its chair signs for the council.
    if authority.council is None and authority.rank not in rule.ranks:
        raise _refused(rule.refusal, rule.article)
    if signatory.capacity in WITH_HEAD_POST and not signatory.head_post.strip():
        raise _refused(f"Sau “{signatory.capacity}” phải ghi chức vụ của người đứng đầu", MARKS)
    if authority.rank is Rank.UNIT_DEPUTY and not authority.unit_head_post.strip():
        raise _refused(
            "Cấp phó của đơn vị ký thừa lệnh phải ghi “KT.” và chức vụ của người đứng đầu đơn vị",
            f"Điều 13, khoản 4; {MARKS}",
        )


def _require_collective(authority: Authority) -> None:
    signatory = authority.signatory
    body = signatory.body.strip()
    if signatory.capacity is SigningCapacity.ON_BEHALF and not body:
        raise _refused("Sau “TM.” phải ghi tên tập thể lãnh đạo hoặc tên cơ quan, tổ chức", MARKS)
    if authority.council is not None:
        return
    if authority.regime is Regime.CHIEF:
        if body:
            raise _refused(
                "Cơ quan làm việc theo chế độ thủ trưởng thì không ghi “TM.”", "Điều 13, khoản 1"
            )
        return
    if body and authority.rank not in FOR_THE_COLLECTIVE:
        raise _refused(
            "Chỉ người đứng đầu và cấp phó của người đứng đầu được thay mặt tập thể; ký thừa "
            "lệnh, thừa uỷ quyền không ghi “TM.”",
            "Điều 13, khoản 2",
        )
    if not body and authority.rank in FOR_THE_COLLECTIVE:
        raise _refused(
            "Cơ quan làm việc theo chế độ tập thể thì phải ghi “TM.” trước tên tập thể lãnh đạo",
            f"Điều 13, khoản 2; {MARKS}",
        )


def _require_scope(authority: Authority, kind: str, field: str) -> None:
    name = authority.signatory.name
    article = RULES[authority.signatory.capacity].article
    if kind and authority.kinds and kind not in authority.kinds:
        raise _refused(f"{name} không được giao ký loại văn bản này", article)
    if field and authority.fields and field not in authority.fields:
        raise _refused(f"Lĩnh vực “{field}” không thuộc phạm vi {name} được giao", article)


def _require_regulation(authority: Authority, on: date) -> None:
    article = RULES[SigningCapacity.BY_ORDER].article
    regulation = authority.regulation
    if regulation is None or not regulation.paper.strip() or not regulation.clause.strip():
        raise _refused(
            "Việc giao ký thừa lệnh phải được quy định cụ thể trong quy chế làm việc hoặc quy chế "
            "công tác văn thư; hãy ghi quy chế và điều khoản",
            article,
        )
    if on < regulation.since:
        raise _refused(
            f"{regulation.paper} có hiệu lực từ ngày {regulation.since:%d/%m/%Y}; ngày "
            f"{on:%d/%m/%Y} chưa được ký thừa lệnh",
            article,
        )


def _require_delegation(authority: Authority, on: date) -> None:
    article = RULES[SigningCapacity.BY_DELEGATION].article
    name = authority.signatory.name
    delegation = authority.delegation
    if delegation is None or not delegation.paper.strip():
        raise _refused("Ký thừa uỷ quyền phải có văn bản uỷ quyền", article)
    if delegation.given_by not in (Rank.HEAD, Rank.ACTING_HEAD):
        raise _refused(
            f"{delegation.paper} là uỷ quyền lại: chỉ người đứng đầu được uỷ quyền, người được "
            "uỷ quyền không được uỷ quyền lại",
            article,
        )
    if _same_name(delegation.delegate) != _same_name(name):
        raise _refused(
            f"{delegation.paper} uỷ quyền cho {delegation.delegate}, không phải {name}", article
        )
    since, until = delegation.since, delegation.until
    if since is None or until is None or not delegation.contents:
        raise _refused(
            f"{delegation.paper} phải giới hạn thời gian và nội dung được uỷ quyền", article
        )
    if not since <= on <= until:
        raise _refused(
            f"{delegation.paper} có hiệu lực từ {since:%d/%m/%Y} đến {until:%d/%m/%Y}; ngày "
            f"{on:%d/%m/%Y} không được ký thừa uỷ quyền",
            article,
        )


def _same_name(name: str) -> str:
    return " ".join(unicodedata.normalize("NFC", name).casefold().split())


def _block(authority: Authority) -> SignatureBlock:
    signatory = authority.signatory
    lines = list(signatory.block.authority)
    if authority.rank is Rank.UNIT_DEPUTY:
        # The unit's deputy signs for the unit's head, who signs by order (Điều 13, khoản 4).
        deputy = f"{SigningCapacity.FOR_HEAD} {authority.unit_head_post.strip()}".upper()
        lines.insert(len(lines) - 1, deputy)
    remark = ""
    if authority.council is not None and authority.council.uses_agency_seal:
        remark = authority.council.agency_post
    return SignatureBlock(tuple(lines), " ".join(signatory.name.split()), remark)
