"""Ký số, trình tự ký — in which order a paper gets its number and its signatures, and how far
it has come (NĐ 30/2020, Điều 14, Điều 15, Điều 32).

Signatures are facts of their own beside the paper's state: the state line says what the office
did with the paper, the signatures say what its file carries.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Any


class NumberOrder(StrEnum):
    """Trình tự cấp số. Kept with each paper when it is approved."""

    NUMBER_FIRST = "number_first"  # số trước: number, then person, then seal
    SIGN_FIRST = "sign_first"  # ký trước: person, then number and date, then seal (Điều 15)


ORDER_NAMES = {
    NumberOrder.NUMBER_FIRST: "Số trước: cấp số, rồi người có thẩm quyền ký, rồi cơ quan ký",
    NumberOrder.SIGN_FIRST: "Ký trước: người có thẩm quyền ký, rồi cấp số, rồi cơ quan ký",
}


class Level(StrEnum):
    """Mức chữ ký, EN 319 142-1."""

    B_B = "B-B"  # chữ ký
    B_T = "B-T"  # thêm dấu thời gian
    B_LT = "B-LT"  # thêm tài liệu để kiểm tra về sau
    B_LTA = "B-LTA"  # thêm dấu thời gian lưu trữ

    def reached(self, found: str) -> bool:
        """Whether a signature of the level `found` has at least this one."""
        levels = [one.value for one in Level]
        return found in levels and levels.index(found) >= levels.index(self.value)


LEVEL_NAMES = {
    Level.B_B: "B-B: chữ ký, không có dấu thời gian",
    Level.B_T: "B-T: thêm dấu thời gian, chứng minh đã ký khi nào",
    Level.B_LT: "B-LT: thêm chứng thư và tình trạng thu hồi, kiểm tra được khi không có mạng",
    Level.B_LTA: "B-LTA: thêm dấu thời gian lưu trữ, hệ thống tự gia hạn; cho hồ sơ giữ lâu dài",
}


class SigningStep(StrEnum):
    """What a paper's file waits for."""

    PREPARING = "preparing"  # đang tạo tệp chờ ký
    PERSON = "person"  # người có thẩm quyền ký
    NUMBER = "number"  # văn thư cấp số
    FILLING = "filling"  # đang ghi số, thời gian vào tệp
    SEAL = "seal"  # ký số của cơ quan, or ink seal and scan
    DONE = "done"


def annex_text(reference: str, moment: datetime) -> str:
    """What the agency's signature shows on a file of its own, `moment` in Vietnam's time
    (Phụ lục I, phần I, II.8.b): ``Số: 15/QĐ-UBND; 05/03/2026; 14:30:15+07:00``."""
    zone = f"{moment:%z}"
    return f"Số: {reference}; {moment:%d/%m/%Y}; {moment:%H:%M:%S}{zone[:3]}:{zone[3:]}"


SIGNED_BY_SOMEBODY = (SigningStep.PERSON, SigningStep.SEAL)


class SigningMethod(StrEnum):
    """Cách ký: how one signature came about."""

    STORED_KEY = "stored-key"
    TOKEN = "token"
    REMOTE = "remote"
    DESKTOP = "desktop"
    EXTERNAL = "external"
    WET_INK = "wet-ink"


METHOD_NAMES = {
    SigningMethod.STORED_KEY: "khóa do hệ thống giữ",
    SigningMethod.TOKEN: "thẻ hoặc HSM",
    SigningMethod.REMOTE: "ký từ xa",
    SigningMethod.DESKTOP: "phần mềm ký trên máy",
    SigningMethod.EXTERNAL: "phần mềm khác, tải tệp lên",
    SigningMethod.WET_INK: "ký tay trên bản giấy",
}


class RevisionCause(StrEnum):
    """Why a signed file has a later revision."""

    STRENGTHENED = "strengthened"  # thêm dấu thời gian, tài liệu kiểm tra
    RENEWED = "renewed"  # gia hạn dấu thời gian lưu trữ
    CORRECTED = "corrected"  # văn thư thay tệp nhận nhầm


REVISION_NAMES = {
    RevisionCause.STRENGTHENED: "Thêm dấu thời gian và tài liệu kiểm tra",
    RevisionCause.RENEWED: "Gia hạn dấu thời gian lưu trữ",
    RevisionCause.CORRECTED: "Thay tệp nhận nhầm",
}


@dataclass(frozen=True, slots=True)
class SignedRevision:
    """A signed file that a later one took the place of. `revision` and `part` name the earlier
    file among those of its role; `by` is empty where the service did it."""

    revision: int
    part: int
    sha256: str
    checked_by: str
    checked_at: datetime
    verdict: str
    cause: RevisionCause
    reason: str
    by: str
    at: datetime


INK = "ink"
"""The verdict of a signature in ink: there is no file to judge."""


@dataclass(frozen=True, slots=True)
class SigningPolicy:
    """The agency's choice: `digital` lists papers that wait for a digital signature; signed
    files are brought to `level` with the time-stamp service at `timestamp_url`."""

    order: NumberOrder = NumberOrder.NUMBER_FIRST
    digital: bool = False
    level: Level = Level.B_B
    timestamp_url: str = ""


@dataclass(frozen=True, slots=True)
class Signature:
    """One signature on a paper. `parent_sha256` is the file it was put on, `sha256` the file
    with it (for ink: the print sheet, at last the scan). `facts` are JSON: signer, serial,
    time; `verdict` is ``valid``, ``review`` (with a `reason`) or ``ink``."""

    id: int
    document_id: int
    step: SigningStep
    method: SigningMethod
    base_file_id: int
    parent_sha256: str
    sha256: str
    facts: Mapping[str, Any]
    verdict: str
    reason: str
    signed_by: int
    signed_by_name: str
    signed_at: datetime

    @property
    def in_ink(self) -> bool:
        return self.method is SigningMethod.WET_INK


@dataclass(frozen=True, slots=True)
class Standing:
    """How far a paper's signing has come. `current` is the SHA-256 of the file that the next
    signature goes on, `base_file_id` the file that was handed out; empty while there is none.
    `part` tells which annex that file is, where the paper itself is signed and an annex that is
    a file of its own is not; else 0."""

    order: NumberOrder
    step: SigningStep
    base_file_id: int = 0
    current: str = ""
    signatures: tuple[Signature, ...] = ()
    part: int = 0

    @property
    def in_ink(self) -> bool:
        return any(one.in_ink for one in self.signatures)

    def signature(self, step: SigningStep) -> Signature | None:
        return next((one for one in self.signatures if one.step is step), None)


class SessionState(StrEnum):
    """A signature under way elsewhere."""

    PREPARED = "prepared"  # kept here, not yet asked for
    WAITING = "waiting"  # asked for; a person must agree somewhere
    FINISHED = "finished"
    FAILED = "failed"
    EXPIRED = "expired"


OPEN_SESSIONS = (SessionState.PREPARED, SessionState.WAITING)


@dataclass(frozen=True, slots=True)
class SigningSession:
    """One signature under way elsewhere (remote service, desktop tool). `row` is the JSON of
    the signing engine, `pdf_sha256` the prepared file, `order` the service's own number."""

    id: int
    document_id: int
    step: SigningStep
    method: SigningMethod
    state: SessionState
    parent_sha256: str
    pdf_sha256: str
    row: str
    order: str
    message: str
    begun_by: int
    begun_by_name: str
    begun_at: datetime
    expires_at: datetime


@dataclass(frozen=True, slots=True)
class HeldKey:
    """A key that the service keeps for a person, or for the agency (`person_id` None).
    `data` is sealed twice: under its owner's passphrase and under the service's own key."""

    id: int
    person_id: int | None
    data: str
    facts: Mapping[str, Any]
    added_by_name: str
    added_at: datetime
