"""Chín điều phải đúng trước khi ra quyết định — and what a refusal must say.

Each check answers with a sentence that says what to mend; none is skipped because another failed.
"""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from service.domain.agency import SigningCapacity
from service.domain.authority import Authority
from service.domain.eligibility.checklist import CheckRow, RoomState, scope_trouble
from service.domain.eligibility.law import ProviderRegime
from service.domain.eligibility.personal import without_identity_numbers
from service.domain.errors import Refused
from service.domain.legal_bases import named_in, trouble_with
from service.domain.legal_catalogue import CATALOGUE
from service.domain.signing_rules import why_not
from service.domain.vietnamese import clean_line, fold, short_date

VERDICTS: Mapping[str, str] = {"met": "Đạt", "unmet": "Không đạt", "pending": "Chờ xác minh"}


@dataclass(frozen=True, slots=True)
class HardCheck:
    """Điều kiện ra quyết định: `number` 1 to 9; `sentence` says what is right or to be mended."""

    number: int
    ok: bool
    sentence: str


@dataclass(frozen=True, slots=True)
class DecisionFacts:
    """Everything the nine checks look at.

    `case_regime` is the one the case began under, `regime` that of the day of decision.
    `verdicts` maps (condition, stage) to a verdict. `text` is the whole text of the decision,
    `authority_line` what stands over its signature. `authority` is what lets the signer sign;
    without it only the mark is judged. `number` is None before numbering; `number_taken` when
    another paper of the year has it.
    """

    decided_on: date
    regime: ProviderRegime
    case_regime: ProviderRegime
    transition_note: str
    path: str
    requested: tuple[str, ...]
    published: tuple[str, ...]
    modes: tuple[str, ...]
    rows: Sequence[CheckRow]
    verdicts: Mapping[tuple[str, str], str]
    carried: Collection[str]
    rooms: Sequence[RoomState]
    doctors_with_licence: int
    appraised_on: date | None
    valid_on: date | None
    due: date | None
    apology_on: date | None
    text: str
    authority_line: str
    birth_dates: tuple[str, ...] = ()
    homes: tuple[str, ...] = ()
    id_numbers: tuple[str, ...] = ()
    capacity: SigningCapacity = SigningCapacity.HEAD
    authority: Authority | None = None
    number: int | None = None
    number_taken: bool = False
    must_have_number: bool = False


def decision_checks(facts: DecisionFacts) -> tuple[HardCheck, ...]:
    """The nine checks, in order; the decision may be made when every one is ok."""
    makers = (_law, _verdicts, _scope, _appraisal, _deadline, _privacy, _stage_b_and_rooms)
    checks = [*(maker(facts) for maker in makers), _signer(facts), _number(facts)]
    return tuple(HardCheck(n, not sentence[0], sentence[1]) for n, sentence in enumerate(checks, 1))


_Answer = tuple[bool, str]  # is it wrong, and the sentence


def _law(facts: DecisionFacts) -> _Answer:
    day, regime = facts.decided_on, facts.regime
    if not regime.holds(day):
        return True, f"Ngày quyết định {short_date(day)} không thuộc thời kỳ của {regime.name}."
    if facts.case_regime.code != regime.code and not facts.transition_note:
        return True, (
            f"Hồ sơ bắt đầu theo {facts.case_regime.name}, quyết định ngày {short_date(day)} thuộc "
            f"{regime.name}; luật không nói rõ. Người có thẩm quyền phải ghi ý kiến chuyển tiếp."
        )
    for basis in named_in(facts.text, CATALOGUE):
        trouble = trouble_with(basis, day, day, CATALOGUE)
        if trouble and not basis.holds(day):
            return True, trouble
    if facts.text:
        line = fold(clean_line(facts.authority_line or facts.text))
        decided_by = regime.path(facts.path).decided_by
        words = [fold(word) for word in _authority_words(facts)]
        if not any(word in line for word in words):
            return True, (
                f"Thẩm quyền ký ngày {short_date(day)} là {decided_by} ({regime.name}); dòng thẩm "
                "quyền của quyết định ghi khác."
            )
    return False, f"Theo {regime.name}; thẩm quyền: {regime.path(facts.path).decided_by}."


def _authority_words(facts: DecisionFacts) -> tuple[str, ...]:
    if facts.path == "assignment" and "cấp tỉnh" in facts.regime.assigner:
        return ("chủ tịch ủy ban nhân dân tỉnh", "chủ tịch ủy ban nhân dân thành phố")
    return facts.regime.authority_words


def _verdicts(facts: DecisionFacts) -> _Answer:
    rows = [row for row in facts.rows if not row.stage or row.stage in facts.published]
    missing = [row for row in rows if row.key not in facts.verdicts]
    if missing:
        return True, f"Chưa kết luận {len(missing)} điều kiện: {_named(missing, facts)}."
    for verdict in ("unmet", "pending"):
        wrong = [row for row in rows if facts.verdicts[row.key] == verdict]
        if wrong:
            return True, f"{VERDICTS[verdict]}: {_named(wrong, facts)}."
    return False, f"Đủ kết luận cho {len(rows)} điều kiện."


def _named(rows: Sequence[CheckRow], facts: DecisionFacts) -> str:
    return "; ".join(
        f"{row.condition.id}{f' (giai đoạn {row.stage})' if row.stage else ''}" for row in rows
    )


def _scope(facts: DecisionFacts) -> _Answer:
    trouble = scope_trouble(
        facts.regime,
        published=facts.published,
        requested=facts.requested,
        carried=facts.carried,
    )
    if trouble:
        return True, trouble
    left = tuple(one for one in facts.requested if one not in facts.published)
    if left:
        names = facts.regime.stage_names(left)
        return (
            False,
            f"Công bố một phần; phải nêu lý do bằng văn bản cho giai đoạn còn lại: {names}.",
        )
    return False, "Phạm vi công bố nằm trong phạm vi đề nghị và đáp ứng được."


def _appraisal(facts: DecisionFacts) -> _Answer:
    if facts.appraised_on is None:
        return True, "Chưa có biên bản thẩm định."
    if facts.valid_on is None or facts.appraised_on < facts.valid_on:
        return True, "Biên bản thẩm định ghi ngày trước khi hồ sơ hợp lệ."
    if facts.appraised_on > facts.decided_on:
        return True, "Biên bản thẩm định ghi ngày sau ngày quyết định."
    return False, f"Biên bản thẩm định ngày {short_date(facts.appraised_on)}."


def _deadline(facts: DecisionFacts) -> _Answer:
    if facts.due is None:
        return True, "Chưa tính được hạn: hồ sơ đang chờ bổ sung hoặc chưa hợp lệ."
    if facts.decided_on > facts.due and facts.apology_on is None:
        return True, (
            f"Quá hạn {short_date(facts.due)}; phải gửi và ghi nhận Phiếu xin lỗi, hẹn lại ngày "
            "trả kết quả."
        )
    state = "trong hạn" if facts.decided_on <= facts.due else "quá hạn, đã xin lỗi"
    return False, f"Hạn {short_date(facts.due)}: {state}."


def _privacy(facts: DecisionFacts) -> _Answer:
    try:
        without_identity_numbers(
            facts.text,
            birth_dates=facts.birth_dates,
            addresses=facts.homes,
            numbers=facts.id_numbers,
        )
    except Refused as refusal:
        return True, refusal.message
    return False, "Nội dung không có số định danh, ngày sinh, địa chỉ nhà riêng."


def _stage_b_and_rooms(facts: DecisionFacts) -> _Answer:
    if "inpatient" in facts.modes and facts.path != "short":
        wrong = [room for room in facts.rooms if not room.met]
        if wrong or not facts.rooms:
            listed = "; ".join(f"{room.text} ({room.found})" for room in wrong)
            return True, f"Nội trú phải có số liệu phòng đạt: {listed or 'chưa có số liệu'}."
    if "b" in facts.published and facts.path != "short" and not facts.doctors_with_licence:
        return True, "Giai đoạn b phải có bác sĩ ghi số giấy phép hành nghề trong danh sách."
    return False, "Đủ số liệu phòng ở (nếu nội trú) và bác sĩ (nếu có giai đoạn b)."


def _signer(facts: DecisionFacts) -> _Answer:
    if facts.authority is not None:
        reason = why_not(facts.authority, on=facts.decided_on)
        if reason:
            return True, reason
    elif facts.capacity in (SigningCapacity.BY_ORDER, SigningCapacity.BY_DELEGATION):
        paper = "quy chế" if facts.capacity is SigningCapacity.BY_ORDER else "văn bản uỷ quyền"
        return True, f"Ký “{facts.capacity}” phải có {paper} còn hiệu lực; chưa ghi nhận."
    return False, "Người ký có thẩm quyền ngày ký."


def _number(facts: DecisionFacts) -> _Answer:
    if facts.number_taken:
        return True, "Số này đã cấp cho văn bản khác trong năm (NĐ 30/2020, Điều 15)."
    if facts.must_have_number and facts.number is None:
        return True, "Quyết định chưa được cấp số; văn thư cấp số trước (NĐ 30/2020, Điều 15)."
    return False, "Mỗi năm một dãy số, số không trùng."


def refusal_trouble(regime: ProviderRegime, reasons: Sequence[Mapping[str, Any]]) -> dict[str, str]:
    """Field → sentence for what a written refusal lacks: reasons, each with its article and
    finding, and in a regime that wants guidance how to mend it."""
    if not reasons:
        return {"reasons": "Văn bản từ chối phải nêu ít nhất một lý do."}
    asked = {
        "condition_id": "Chưa ghi điều kiện không đạt.",
        "legal_ref": "Chưa ghi căn cứ pháp lý.",
        "finding": "Chưa ghi kết quả xem xét.",
    }
    if regime.refusal_guidance:
        asked["how_to_fix"] = f"{regime.name} yêu cầu hướng dẫn hoàn thiện; chưa ghi."
    return {
        f"reasons-{number}-{name}": sentence
        for number, reason in enumerate(reasons)
        for name, sentence in asked.items()
        if not str(reason.get(name) or "").strip()
    }
