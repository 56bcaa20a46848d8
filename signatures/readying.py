"""Chừa chỗ ký — give every numbered paper its empty fields, or say in a sentence why not.

Where the number is printed before anybody signs, the only fields are those of the person and of
the agency's seal; else number and date have theirs too (NĐ 30/2020, Điều 15). A paper without
them is as good on paper as one with them: wet ink needs no field, and so a missing place never
holds a paper back.
"""

from dataclasses import dataclass

from service.domain.errors import RenderingFault
from signatures.fields import ready_for_signing

SEAL_MM = 36.0
"""Diameter in mm of the round seal where the agency has not measured its own. It places and
sizes the seal's field only; no picture of a seal is drawn from it."""

PLACE_FAULTS = frozenset({"signature-place", "fields-twice", "untagged", "number-place"})
NO_NAME = (
    "Tệp không có ô ký số vì văn bản không ghi họ tên người ký; "
    "văn bản vẫn ký tay và đóng dấu được."
)
NO_PLACE = "Tệp không có ô ký số: {why} Văn bản vẫn ký tay và đóng dấu được."


@dataclass(frozen=True, slots=True)
class Readied:
    """The file to archive; `why_not` is empty, or the sentence why it carries no fields and is
    the very file that was given."""

    pdf: bytes
    why_not: str = ""


def readied(
    prepared: bytes,
    *,
    signer: str,
    seal_mm: float = SEAL_MM,
    number_after_signature: bool = False,
) -> Readied:
    """Add the fields of person and seal to a prepared PDF/A-2a + PDF/UA-1 file.

    `signer` is the printed name, `seal_mm` the diameter of the seal. With
    `number_after_signature` the blanks of number and date become fields too. Raises RenderingFault
    only for what is wrong with the file itself, never for a place that is missing.
    """
    if not signer.strip():
        return Readied(prepared, NO_NAME)
    try:
        ready = ready_for_signing(
            prepared,
            signer=signer,
            seal_mm=seal_mm,
            number_after_signature=number_after_signature,
        )
    except RenderingFault as fault:
        if fault.code not in PLACE_FAULTS:
            raise
        return Readied(prepared, NO_PLACE.format(why=fault.message))
    return Readied(ready.pdf)
