"""Điều đối chiếu thấy — one thing in the register that cannot have come from this service."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class RegisterFinding:
    """Which register, year and number; `sentence` says what is wrong with it."""

    register: str
    year: int
    number: int | None
    document_id: int | None
    sentence: str
