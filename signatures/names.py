"""Tên các ô ký — the signature fields of our files, by the name they have in the PDF."""

from enum import StrEnum


class SignatureField(StrEnum):
    """Names of the signature fields in the PDF."""

    PERSON = "ChuKyNguoiKy"
    SEAL = "DauCoQuan"
    ANNEX = "KySoPhuLuc"
    COPY = "KySoBanSao"


FIELD_LABELS = {
    SignatureField.PERSON: "Chữ ký số của người có thẩm quyền",
    SignatureField.SEAL: "Chữ ký số của cơ quan, tổ chức",
    SignatureField.ANNEX: "Chữ ký số của cơ quan, tổ chức trên văn bản kèm theo",
    SignatureField.COPY: "Chữ ký số của cơ quan, tổ chức trên bản sao",
}

LOCKING = frozenset({SignatureField.SEAL, SignatureField.ANNEX, SignatureField.COPY})
"""The agency signs last: its signature locks every field of the file."""
