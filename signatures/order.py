"""Trình tự ký — the person first, then number and date, then the agency
(NĐ 30/2020, Điều 14, Điều 15, khoản 3, Điều 32, khoản 2.d).

The file itself says how far it has come: which signature fields hold a signature and whether
the number's field is filled. A paper with its number printed has no such field.
"""

from enum import StrEnum
from io import BytesIO

from pyhanko.pdf_utils.reader import PdfFileReader

from service.domain.errors import WrongState
from signatures.blanks import BlankName
from signatures.names import SignatureField
from signatures.writing import form_fields


class Step(StrEnum):
    PERSON = "person"  # người có thẩm quyền ký
    NUMBER = "number"  # cấp số, ghi thời gian
    SEAL = "seal"  # ký số của cơ quan
    DONE = "done"


REFUSALS = {
    Step.PERSON: "Người có thẩm quyền chưa ký; văn thư chỉ cấp số, ký số của cơ quan sau đó",
    Step.NUMBER: "Văn bản đã có chữ ký nhưng chưa có số và thời gian; hãy cấp số trước",
    Step.SEAL: "Văn bản đang chờ chữ ký số của cơ quan",
    Step.DONE: "Cơ quan đã ký số; văn bản không nhận thêm gì nữa",
}

FIELD_STEPS = {
    SignatureField.PERSON: Step.PERSON,
    SignatureField.SEAL: Step.SEAL,
    SignatureField.ANNEX: Step.SEAL,
    SignatureField.COPY: Step.SEAL,
}

NUMBER_FIELDS = (BlankName.NUMBER.value, BlankName.REFERENCE.value)


def next_step(pdf: bytes) -> Step:
    """What the file waits for. Only for our own files: foreign ones go to the limited child."""
    fields = form_fields(PdfFileReader(BytesIO(pdf)))
    filled = {name for name, reference in fields.items() if reference.get_object().get("/V")}
    if SignatureField.PERSON in fields and SignatureField.PERSON not in filled:
        return Step.PERSON
    if any(name in fields and name not in filled for name in NUMBER_FIELDS):
        return Step.NUMBER
    agency = (SignatureField.SEAL, SignatureField.ANNEX, SignatureField.COPY)
    if any(name in fields and name not in filled for name in agency):
        return Step.SEAL
    return Step.DONE


def require_step(pdf: bytes, wanted: Step) -> None:
    """WrongState unless the file waits for exactly this."""
    waiting = next_step(pdf)
    if waiting is not wanted:
        raise WrongState(f"{REFUSALS[waiting]} (NĐ 30/2020, Điều 14, Điều 32).")
