"""Cách ghi quyền hạn và ai được ký — the lines over the name, or why there can be none
(NĐ 30/2020, Điều 13; Phụ lục I, phần I, II.7).

`sign_as` writes the block for one paper and one day, or refuses with the article.
"""

import unicodedata
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date

from service.domain.agency import Signatory, SignatureBlock, SigningCapacity, Unit
from service.domain.authority import Authority, NotLawful, Rank, Regime
from service.domain.errors import Refused
from service.domain.titles import title_before


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
        "người được ủy quyền không được ủy quyền lại",
    ),
}

WITH_HEAD_POST = (
    SigningCapacity.FOR_HEAD,
    SigningCapacity.BY_ORDER,
    SigningCapacity.BY_DELEGATION,
)

FOR_THE_COLLECTIVE = frozenset({Rank.HEAD, Rank.ACTING_HEAD, Rank.DEPUTY, Rank.DEPUTY_IN_CHARGE})

UNOFFICIAL_POST_WORDS = ("thường trực", "phụ trách", "điều hành")


def sign_as(
    authority: Authority, *, on: date, kind: str = "", field: str = "", unit: Unit | None = None
) -> SignatureBlock:
    """The block for this signatory, paper and day; NotLawful with the article if impossible.

    `kind` is the code of the paper, `field` its lĩnh vực and `unit` the one that drafts it;
    what is not given is not checked.
    """
    _require_in_post(authority, on)
    require_lawful(authority)
    _require_scope(authority, kind, field, unit)
    if authority.signatory.capacity is SigningCapacity.BY_ORDER:
        _require_regulation_in_force(authority, on)
    if authority.signatory.capacity is SigningCapacity.BY_DELEGATION:
        _require_delegation_in_force(authority, on)
    return block_of(authority)


def require_lawful(authority: Authority) -> None:
    """Refuse what nobody could sign with on any day: wrong marks, posts, names or papers."""
    require_plain_name(authority.signatory.name, titles_allowed=authority.titles_allowed)
    _require_official_post(authority.signatory)
    _require_capacity(authority)
    _require_collective(authority)
    if authority.signatory.capacity is SigningCapacity.BY_ORDER:
        _require_regulation(authority)
    if authority.signatory.capacity is SigningCapacity.BY_DELEGATION:
        _require_delegation(authority)


def why_not(
    authority: Authority, *, on: date, kind: str = "", field: str = "", unit: Unit | None = None
) -> str:
    """The refusal as a sentence, or an empty string when the person may sign."""
    try:
        sign_as(authority, on=on, kind=kind, field=field, unit=unit)
    except Refused as refusal:
        return refusal.message
    return ""


def who_may_sign(
    authorities: Iterable[Authority],
    *,
    on: date,
    kind: str = "",
    field: str = "",
    unit: Unit | None = None,
) -> tuple[Authority, ...]:
    """Those of `authorities` that may sign this paper on this day, in the given order."""
    return tuple(
        authority
        for authority in authorities
        if not why_not(authority, on=on, kind=kind, field=field, unit=unit)
    )


def block_of(authority: Authority) -> SignatureBlock:
    """The lines as they are printed, whoever may write them."""
    signatory = printed_signatory(authority)
    return replace(signatory.block, name=" ".join(signatory.name.split()))


def printed_signatory(authority: Authority) -> Signatory:
    """The signatory with what its authority adds to the block: KT. of a unit's deputy under TL.,
    and the post in the agency over the name of a council's chair (II.7.c)."""
    council = authority.council
    return replace(
        authority.signatory,
        unit_head_post=authority.unit_head_post if authority.rank is Rank.UNIT_DEPUTY else "",
        remark=council.agency_post if council is not None and council.uses_agency_seal else "",
    )


def ground_of(authority: Authority) -> str:
    """On what the signature rests, for the history: the article and the paper behind it."""
    signatory = authority.signatory
    mark = f"{signatory.capacity} " if signatory.capacity else ""
    ground = f"{mark}{signatory.post}, {RULES[signatory.capacity].article} NĐ 30/2020"
    if signatory.capacity is SigningCapacity.BY_ORDER and authority.regulation:
        return f"{ground}; {authority.regulation.clause}, {authority.regulation.paper}"
    if signatory.capacity is SigningCapacity.BY_DELEGATION and authority.delegation:
        delegation = authority.delegation
        if delegation.since and delegation.until:
            span = f"từ {delegation.since:%d/%m/%Y} đến {delegation.until:%d/%m/%Y}"
            return f"{ground}; {delegation.paper}, {span}"
    return ground


def refused(sentence: str, article: str, part: str) -> NotLawful:
    """The refusal of `part` with its article."""
    return NotLawful(f"{sentence} (NĐ 30/2020, {article}).", part)


def _require_in_post(authority: Authority, on: date) -> None:
    signatory = authority.signatory
    who = f"{signatory.name} giữ chức vụ {signatory.post}"
    if not signatory.active:
        raise refused(
            f"{signatory.name} không còn là người ký; hãy chọn người đang giữ chức vụ",
            POSTS,
            "active",
        )
    if authority.since and on < authority.since:
        raise refused(
            f"{who} từ ngày {authority.since:%d/%m/%Y}; chưa ký được văn bản ngày {on:%d/%m/%Y}",
            POSTS,
            "since",
        )
    if authority.until and on > authority.until:
        raise refused(
            f"{who} đến hết ngày {authority.until:%d/%m/%Y}; không ký được văn bản ngày "
            f"{on:%d/%m/%Y}",
            POSTS,
            "until",
        )


def require_plain_name(name: str, *, titles_allowed: bool = False) -> None:
    """Refuse a missing name, and titles before it where the ministry does not allow them."""
    if not name.strip():
        raise refused("Chưa ghi họ và tên người ký", POSTS, "name")
    title = title_before(name)
    if title and not titles_allowed:
        raise refused(
            f"Trước họ tên người ký không ghi “{title}”: không ghi học hàm, học vị, danh hiệu "
            "danh dự, quân hàm hay lời xưng hô",
            POSTS,
            "name",
        )


def _require_official_post(signatory: Signatory) -> None:
    if not signatory.post.strip():
        raise refused("Chưa ghi chức vụ của người ký", POSTS, "post")
    post = unicodedata.normalize("NFC", signatory.post).casefold()
    for word in UNOFFICIAL_POST_WORDS:
        if word in post:
            raise refused(
                f"Không ghi “{signatory.post}”: chỉ ghi chức vụ lãnh đạo chính thức, không ghi "
                "chức vụ mà Nhà nước không quy định",
                POSTS,
                "post",
            )


def _require_capacity(authority: Authority) -> None:
    signatory = authority.signatory
    rule = RULES[signatory.capacity]
    # The post in a council is the council's own; its chair signs for the council.
    if authority.council is None and authority.rank not in rule.ranks:
        raise refused(rule.refusal, rule.article, "capacity")
    if signatory.capacity in WITH_HEAD_POST and not signatory.head_post.strip():
        raise refused(
            f"Sau “{signatory.capacity}” phải ghi chức vụ của người đứng đầu", MARKS, "head_post"
        )
    if authority.rank is Rank.UNIT_DEPUTY and not authority.unit_head_post.strip():
        raise refused(
            "Cấp phó của đơn vị ký thừa lệnh phải ghi “KT.” và chức vụ của người đứng đầu đơn vị",
            f"Điều 13, khoản 4; {MARKS}",
            "unit_head_post",
        )


def _require_collective(authority: Authority) -> None:
    signatory = authority.signatory
    body = signatory.body.strip()
    if signatory.capacity is SigningCapacity.ON_BEHALF and not body:
        raise refused(
            "Sau “TM.” phải ghi tên tập thể lãnh đạo hoặc tên cơ quan, tổ chức", MARKS, "body"
        )
    if authority.council is not None:
        return
    if authority.regime is Regime.CHIEF:
        if body:
            raise refused(
                "Cơ quan làm việc theo chế độ thủ trưởng thì không ghi “TM.”",
                "Điều 13, khoản 1",
                "body",
            )
        return
    if body and authority.rank not in FOR_THE_COLLECTIVE:
        raise refused(
            "Chỉ người đứng đầu và cấp phó của người đứng đầu được thay mặt tập thể; ký thừa "
            "lệnh, thừa ủy quyền không ghi “TM.”",
            "Điều 13, khoản 2",
            "body",
        )
    if not body and authority.rank in FOR_THE_COLLECTIVE:
        raise refused(
            "Cơ quan làm việc theo chế độ tập thể thì phải ghi “TM.” trước tên tập thể lãnh đạo",
            f"Điều 13, khoản 2; {MARKS}",
            "body",
        )


def _require_scope(authority: Authority, kind: str, field: str, unit: Unit | None) -> None:
    name = authority.signatory.name
    article = RULES[authority.signatory.capacity].article
    if kind and authority.kinds and kind not in authority.kinds:
        raise refused(f"{name} không được giao ký loại văn bản này", article, "kinds")
    if field and authority.fields and field not in authority.fields:
        raise refused(f"Lĩnh vực “{field}” không thuộc phạm vi {name} được giao", article, "fields")
    if unit is not None and authority.units and unit.id not in authority.units:
        raise refused(
            f"{name} không được giao ký văn bản do {unit.name} soạn thảo", article, "units"
        )


def _require_regulation(authority: Authority) -> None:
    article = RULES[SigningCapacity.BY_ORDER].article
    regulation = authority.regulation
    part = "clause" if regulation and regulation.paper.strip() else "regulation_id"
    if regulation is None or not regulation.paper.strip() or not regulation.clause.strip():
        raise refused(
            "Việc giao ký thừa lệnh phải được quy định cụ thể trong quy chế làm việc hoặc quy chế "
            "công tác văn thư; hãy ghi quy chế và điều khoản",
            article,
            part,
        )


def _require_regulation_in_force(authority: Authority, on: date) -> None:
    article = RULES[SigningCapacity.BY_ORDER].article
    regulation = authority.regulation
    if regulation is None:
        return
    if on < regulation.since:
        raise refused(
            f"{regulation.paper} có hiệu lực từ ngày {regulation.since:%d/%m/%Y}; ngày "
            f"{on:%d/%m/%Y} chưa được ký thừa lệnh",
            article,
            "regulation_id",
        )
    if regulation.until is not None and on > regulation.until:
        raise refused(
            f"{regulation.paper} hết hiệu lực sau ngày {regulation.until:%d/%m/%Y}; ngày "
            f"{on:%d/%m/%Y} không được ký thừa lệnh",
            article,
            "regulation_id",
        )


def _require_delegation(authority: Authority) -> None:
    article, part = RULES[SigningCapacity.BY_DELEGATION].article, "delegation_id"
    name = authority.signatory.name
    delegation = authority.delegation
    if delegation is None or not delegation.paper.strip():
        raise refused("Ký thừa ủy quyền phải có văn bản ủy quyền", article, part)
    if delegation.given_by not in (Rank.HEAD, Rank.ACTING_HEAD):
        raise refused(
            f"{delegation.paper} là ủy quyền lại: chỉ người đứng đầu được ủy quyền, người được "
            "ủy quyền không được ủy quyền lại",
            article,
            part,
        )
    if _same_name(delegation.delegate) != _same_name(name):
        raise refused(
            f"{delegation.paper} ủy quyền cho {delegation.delegate}, không phải {name}",
            article,
            part,
        )
    if delegation.since is None or delegation.until is None or not delegation.contents:
        raise refused(
            f"{delegation.paper} phải giới hạn thời gian và nội dung được ủy quyền", article, part
        )


def _require_delegation_in_force(authority: Authority, on: date) -> None:
    delegation = authority.delegation
    if delegation is None or delegation.since is None or delegation.until is None:
        return
    since, until = delegation.since, delegation.until
    if not since <= on <= until:
        raise refused(
            f"{delegation.paper} có hiệu lực từ {since:%d/%m/%Y} đến {until:%d/%m/%Y}; ngày "
            f"{on:%d/%m/%Y} không được ký thừa ủy quyền",
            RULES[SigningCapacity.BY_DELEGATION].article,
            "delegation_id",
        )


def _same_name(name: str) -> str:
    return " ".join(unicodedata.normalize("NFC", name).casefold().split())
