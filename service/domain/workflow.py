"""Đời một văn bản — states of a paper, who moves it, and what the state line shows."""

from dataclasses import dataclass
from enum import StrEnum


class Role(StrEnum):
    DRAFTER = "drafter"  # chuyên viên
    SIGNATORY = "signatory"  # lãnh đạo
    CLERK = "clerk"  # văn thư
    ADMINISTRATOR = "administrator"  # quản trị


ROLE_NAMES = {
    Role.DRAFTER: "Chuyên viên",
    Role.SIGNATORY: "Lãnh đạo",
    Role.CLERK: "Văn thư",
    Role.ADMINISTRATOR: "Quản trị",
}


class State(StrEnum):
    DRAFT = "draft"
    SUBMITTED = "submitted"
    RETURNED = "returned"
    APPROVED = "approved"
    NUMBERED = "numbered"
    ISSUED = "issued"
    ARCHIVED = "archived"
    DISCARDED = "discarded"


STATE_NAMES = {
    State.DRAFT: "Nháp",
    State.SUBMITTED: "Đang trình",
    State.RETURNED: "Trả lại",
    State.APPROVED: "Đã duyệt",
    State.NUMBERED: "Đã cấp số",
    State.ISSUED: "Đã phát hành",
    State.ARCHIVED: "Đã lưu trữ",
    State.DISCARDED: "Đã bỏ",
}

STATE_LINE = (
    ("Nháp", (State.DRAFT, State.RETURNED)),
    ("Trình", (State.SUBMITTED,)),
    ("Đã duyệt", (State.APPROVED,)),
    ("Đã cấp số", (State.NUMBERED,)),
    ("Đã phát hành", (State.ISSUED, State.ARCHIVED)),
)
"""The one state line of the interface, in order, with the states each step stands for."""


@dataclass(frozen=True, slots=True)
class Transition:
    verb: str
    origins: tuple[State, ...]
    target: State
    role: Role | None  # None: the office itself, through its worker


TRANSITIONS = {
    transition.verb: transition
    for transition in (
        Transition("submit", (State.DRAFT, State.RETURNED), State.SUBMITTED, Role.DRAFTER),
        Transition("withdraw", (State.SUBMITTED,), State.DRAFT, Role.DRAFTER),
        Transition("return_", (State.SUBMITTED,), State.RETURNED, Role.SIGNATORY),
        Transition("approve", (State.SUBMITTED,), State.APPROVED, Role.SIGNATORY),
        Transition("take_number", (State.APPROVED,), State.NUMBERED, Role.CLERK),
        # The number stays in the register, struck out; the paper may also keep its approval.
        Transition("void_number", (State.NUMBERED,), State.RETURNED, Role.CLERK),
        Transition("issue", (State.NUMBERED,), State.ISSUED, Role.CLERK),
        Transition("archive", (State.ISSUED,), State.ARCHIVED, None),
        Transition("discard", (State.DRAFT, State.RETURNED), State.DISCARDED, Role.DRAFTER),
    )
}

EDITABLE = (State.DRAFT, State.RETURNED)
