"""Đời một hồ sơ, một cơ sở — states, who moves them, and the paper each step needs.

A case goes from draft to a decision; a provider lives on after it: published, suspended,
republished, withdrawn (the last only where the regime knows withdrawal).
"""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

from service.domain.workflow import Role


class CaseState(StrEnum):
    DRAFT = "draft"
    FILED = "filed"
    AWAITING = "awaiting"
    VALID = "valid"
    APPRAISING = "appraising"
    PUBLISHED = "published"
    ASSIGNED = "assigned"
    REFUSED = "refused"
    DECLINED = "declined"
    CANCELLED = "cancelled"


CASE_STATE_NAMES: Mapping[CaseState, str] = {
    CaseState.DRAFT: "Đang khai",
    CaseState.FILED: "Đã nộp",
    CaseState.AWAITING: "Chờ bổ sung",
    CaseState.VALID: "Hợp lệ",
    CaseState.APPRAISING: "Đang thẩm định",
    CaseState.PUBLISHED: "Đã công bố",
    CaseState.ASSIGNED: "Đã giao nhiệm vụ",
    CaseState.REFUSED: "Từ chối công bố",
    CaseState.DECLINED: "Từ chối tiếp nhận",
    CaseState.CANCELLED: "Đã rút hồ sơ",
}


class ProviderState(StrEnum):
    PUBLISHED = "published"
    SUSPENDED = "suspended"
    REPUBLISHING = "republishing"
    WITHDRAWN = "withdrawn"
    ASSIGNED = "assigned"


PROVIDER_STATE_NAMES: Mapping[ProviderState, str] = {
    ProviderState.PUBLISHED: "Đang được công bố",
    ProviderState.SUSPENDED: "Đang bị đình chỉ",
    ProviderState.REPUBLISHING: "Chờ công bố lại",
    ProviderState.WITHDRAWN: "Đã thu hồi công bố",
    ProviderState.ASSIGNED: "Đang được giao nhiệm vụ",
}

OPEN_STATES = (CaseState.FILED, CaseState.AWAITING, CaseState.VALID, CaseState.APPRAISING)
"""A case that waits for somebody: the same applicant may not file a second one."""

PAPER_PURPOSES: Mapping[str, str] = {
    "receipt": "Giấy tiếp nhận hồ sơ và hẹn trả kết quả",
    "supplement": "Thông báo bổ sung hồ sơ",
    "decline": "Phiếu từ chối tiếp nhận hồ sơ",
    "apology": "Phiếu xin lỗi và hẹn lại ngày trả kết quả",
    "appraisal": "Biên bản thẩm định",
    "submission": "Tờ trình",
    "publication": "Quyết định công bố",
    "republication": "Quyết định công bố lại",
    "refusal": "Văn bản từ chối công bố",
    "violation": "Biên bản vi phạm",
    "suspension": "Quyết định đình chỉ",
    "remedy": "Báo cáo khắc phục",
    "resumption": "Thông báo tiếp tục cung cấp dịch vụ",
    "withdrawal": "Quyết định thu hồi công bố",
    "communes": "Thông báo danh sách tới xã",
    "assignment": "Quyết định giao nhiệm vụ",
    "report": "Báo cáo danh sách",
    "review_letter": "Công văn rà soát",
}


@dataclass(frozen=True, slots=True)
class CaseMove:
    """One step of a case. `paper` is the purpose of the paper it makes or needs; `needs_paper`
    when the step is refused without it. No roles: the applicant himself by his link."""

    verb: str
    origins: tuple[CaseState, ...]
    target: CaseState
    roles: tuple[Role, ...]
    paper: str = ""
    needs_paper: bool = False
    by_applicant: bool = False


@dataclass(frozen=True, slots=True)
class ProviderMove:
    """One step of a provider; `only_with_withdrawal` where the regime must know withdrawal."""

    verb: str
    origins: tuple[ProviderState, ...]
    target: ProviderState
    roles: tuple[Role, ...]
    paper: str = ""
    needs_paper: bool = False
    only_with_withdrawal: bool = False


COUNTER = (Role.CLERK, Role.DRAFTER)
OFFICER = (Role.DRAFTER,)
DECIDING = (Role.SIGNATORY, Role.CLERK, Role.DRAFTER)
"""Who may note a decision that was signed and numbered: its signing was the leader's act."""

_C = CaseState
_P = ProviderState
_RUNNING = (_C.VALID, _C.APPRAISING)

CASE_MOVES: Mapping[str, CaseMove] = {
    move.verb: move
    for move in (
        CaseMove("submit", (_C.DRAFT,), _C.FILED, COUNTER, by_applicant=True),
        CaseMove("receive", (_C.FILED,), _C.VALID, COUNTER, "receipt"),
        CaseMove("decline", (_C.FILED,), _C.DECLINED, COUNTER, "decline"),
        CaseMove("request_supplement", (_C.FILED, *_RUNNING), _C.AWAITING, COUNTER, "supplement"),
        # Back to where it was: FILED while never valid, else the running clock goes on.
        CaseMove("receive_supplement", (_C.AWAITING,), _C.FILED, COUNTER),
        CaseMove("begin_appraisal", (_C.VALID,), _C.APPRAISING, OFFICER),
        CaseMove("propose", (_C.APPRAISING,), _C.APPRAISING, OFFICER, "submission"),
        CaseMove("publish", (_C.APPRAISING,), _C.PUBLISHED, DECIDING, "publication", True),
        CaseMove("assign", (_C.APPRAISING,), _C.ASSIGNED, DECIDING, "assignment", True),
        CaseMove("refuse", (_C.APPRAISING,), _C.REFUSED, DECIDING, "refusal", True),
        CaseMove(
            "cancel",
            (_C.DRAFT, _C.FILED, _C.AWAITING, *_RUNNING),
            _C.CANCELLED,
            COUNTER,
            by_applicant=True,
        ),
    )
}

PROVIDER_MOVES: Mapping[str, ProviderMove] = {
    move.verb: move
    for move in (
        ProviderMove(
            "suspend", (_P.PUBLISHED, _P.ASSIGNED), _P.SUSPENDED, DECIDING, "suspension", True
        ),
        ProviderMove(
            "resume",
            (_P.SUSPENDED,),
            _P.PUBLISHED,
            DECIDING,
            "resumption",
            only_with_withdrawal=True,
        ),
        ProviderMove("apply_again", (_P.PUBLISHED, _P.SUSPENDED), _P.REPUBLISHING, COUNTER),
        ProviderMove(
            "publish_again", (_P.REPUBLISHING,), _P.PUBLISHED, DECIDING, "republication", True
        ),
        ProviderMove("refuse_again", (_P.REPUBLISHING,), _P.PUBLISHED, DECIDING, "refusal", True),
        ProviderMove(
            "withdraw",
            (_P.SUSPENDED,),
            _P.WITHDRAWN,
            DECIDING,
            "withdrawal",
            True,
            only_with_withdrawal=True,
        ),
    )
}
