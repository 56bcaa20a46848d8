"""Mẫu chữ ký, mẫu dấu — the kept picture of a person's signature or of the agency's seal
(NĐ 30/2020, Phụ lục I, phần I, II.7.d, II.8.a)."""

from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True, slots=True)
class KeptSpecimen:
    """One picture in the archive. `person_id` is whose signature it is, None for the seal.

    `width` and `height` are pixels after cropping to the ink; `seal_mm` is the real diameter of
    the seal. At most one of each owner is in use: the one without `withdrawn_at`.
    """

    id: int
    person_id: int | None
    sha256: str
    width: int
    height: int
    seal_mm: float | None
    added_at: datetime
    added_by: str
    withdrawn_at: datetime | None = None
    withdrawn_by: str = ""
    reason: str = ""

    @property
    def in_use(self) -> bool:
        return self.withdrawn_at is None
