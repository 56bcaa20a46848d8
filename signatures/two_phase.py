"""Ký hai bước — prepare, let somebody sign the attributes, finish; every way of signing that
happens inside the service goes through here (PAdES, EN 319 142-1; Thông tư 15/2025).

Nothing is half-signed: the file given in stays as it is, and a signature that does not verify
under the certificate is refused before it is put into the file.
"""

import asyncio
import base64
import hashlib
import json
from dataclasses import dataclass
from datetime import datetime
from io import BytesIO
from typing import Any

from asn1crypto import algos, cms, x509
from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec, padding, rsa
from cryptography.hazmat.primitives.serialization import load_der_public_key
from pyhanko.sign.fields import SigSeedSubFilter
from pyhanko.sign.signers import ExternalSigner
from pyhanko.sign.signers.pdf_byterange import PreparedByteRangeDigest
from pyhanko.sign.signers.pdf_signer import PdfSignatureMetadata, PdfSigner, PdfTBSDocument
from pyhanko.stamp import NoOpStampStyle
from pyhanko_certvalidator.registry import SimpleCertificateStore

from service.domain.errors import Refused
from service.domain.numbering import VIETNAM
from service.domain.signing import Level
from signatures.appearance import Line, draw_lines, draw_picture, rectangle
from signatures.blanks import Align
from signatures.certificates import require_usable
from signatures.names import SignatureField
from signatures.order import FIELD_STEPS, require_step
from signatures.specimens import Specimen
from signatures.timestamps import TimestampService
from signatures.writing import AppendingWriter, form_fields, require_prefix

DIGEST = "sha256"
SIGNATURE_BYTES = 4000
"""Room for the signature value and attributes beside the certificates."""
TIMESTAMP_BYTES = 8000
PSS = algos.SignedDigestAlgorithm(
    {
        "algorithm": "rsassa_pss",
        "parameters": {
            "hash_algorithm": {"algorithm": DIGEST},
            "mask_gen_algorithm": {"algorithm": "mgf1", "parameters": {"algorithm": DIGEST}},
            "salt_length": 32,
        },
    }
)
"""RSASSA-PSS with a salt as long as the digest: the one that tokens and services agree on."""

INFO_SIZE = 10.0
INFO_LEADING = 12.0


@dataclass(frozen=True, slots=True)
class SignRequest:
    """One signature to make. `at` is the signing time the file will claim (aware).

    `picture` is shown in the field; `text` instead of it where there is none, 10 pt.
    `holders` are the certificates (SHA-256) that may sign this field; empty: not recorded.
    """

    pdf: bytes
    field: SignatureField
    at: datetime
    name: str = ""
    level: Level = Level.B_B
    picture: Specimen | None = None
    text: tuple[str, ...] = ()
    holders: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class Identity:
    """The signer's certificate, the certificates above it, and whether RSA signs with PSS."""

    certificate: x509.Certificate
    chain: tuple[x509.Certificate, ...] = ()
    prefers_pss: bool = False


@dataclass(frozen=True, slots=True)
class Prepared:
    """A file with room for a signature, and what is to be signed.

    `attributes` is the DER whose signature is wanted. Everything but `pdf` fits in a row
    (`to_row`); the file itself belongs in the file store under `pdf_sha256`.
    """

    pdf: bytes
    original_sha256: str
    document_digest: bytes
    reserved: tuple[int, int]
    attributes: bytes
    identity: Identity
    level: Level
    at: datetime

    @property
    def pdf_sha256(self) -> str:
        return hashlib.sha256(self.pdf).hexdigest()

    def to_row(self) -> str:
        """JSON text for a row; `from_row` with the same file makes an equal value."""
        certificates = (self.identity.certificate, *self.identity.chain)
        return json.dumps(
            {
                "pdf_sha256": self.pdf_sha256,
                "original_sha256": self.original_sha256,
                "document_digest": self.document_digest.hex(),
                "reserved": list(self.reserved),
                "attributes": _base64(self.attributes),
                "certificates": [_base64(each.dump()) for each in certificates],
                "prefers_pss": self.identity.prefers_pss,
                "level": self.level.value,
                "at": self.at.isoformat(),
            },
            sort_keys=True,
        )

    @staticmethod
    def from_row(row: str, pdf: bytes) -> "Prepared":
        """Refused when `pdf` is not the file that was prepared."""
        state = json.loads(row)
        if hashlib.sha256(pdf).hexdigest() != state["pdf_sha256"]:
            raise Refused("Tệp chờ ký không còn đúng như lúc chuẩn bị; hãy bắt đầu ký lại.")
        first, *chain = (
            x509.Certificate.load(base64.b64decode(each)) for each in state["certificates"]
        )
        start, end = state["reserved"]
        return Prepared(
            pdf,
            state["original_sha256"],
            bytes.fromhex(state["document_digest"]),
            (start, end),
            base64.b64decode(state["attributes"]),
            Identity(first, tuple(chain), state["prefers_pss"]),
            Level(state["level"]),
            datetime.fromisoformat(state["at"]),
        )


def prepare(request: SignRequest, identity: Identity) -> Prepared:
    """Draw the appearance, reserve room and compute what is to be signed.

    WrongState when it is not this field's turn; Refused when the certificate may not sign.
    """
    require_step(request.pdf, FIELD_STEPS[request.field])
    require_usable(identity.certificate, at=request.at, holders=request.holders)
    return asyncio.run(_prepare(request, identity))


def finish(
    prepared: Prepared, signature: bytes, *, timestamps: TimestampService | None = None
) -> bytes:
    """The signed file; its beginning is the file that `prepare` was given.

    Refused when the signature is not one over the attributes by the certificate; Busy when
    the time-stamp service is silent. Levels above B-T are added by `archive.extend`.
    """
    _require_signature(prepared, signature)
    if prepared.level is not Level.B_B and timestamps is None:
        raise Refused(f"Mức {prepared.level} cần dịch vụ dấu thời gian; cơ quan chưa cấu hình.")
    return asyncio.run(_finish(prepared, signature, timestamps))


async def _prepare(request: SignRequest, identity: Identity) -> Prepared:
    writer = AppendingWriter(request.pdf)
    _draw(writer, request)
    signer = _signer(identity, SIGNATURE_BYTES // 8)
    metadata = PdfSignatureMetadata(
        field_name=request.field.value,
        md_algorithm=DIGEST,
        subfilter=SigSeedSubFilter.PADES,
        name=request.name or None,
    )
    session = PdfSigner(metadata, signer=signer, stamp_style=NoOpStampStyle()).init_signing_session(
        writer, existing_fields_only=True
    )
    session.system_time = request.at.astimezone(VIETNAM)
    # The room is counted in hexadecimal digits, two a byte.
    room = 2 * (SIGNATURE_BYTES + sum(len(each.dump()) for each in _certificates(identity)))
    if request.level is not Level.B_B:
        room += 2 * TIMESTAMP_BYTES
    document = session.prepare_tbs_document(validation_info=None, bytes_reserved=room)
    digest, output = document.digest_tbs_document()
    # PAdES keeps the signing time in /M; as a signed attribute it is not allowed.
    attributes = await signer.signed_attrs(digest.document_digest, DIGEST, use_pades=True)
    return Prepared(
        require_prefix(request.pdf, output.getvalue()),  # type: ignore[attr-defined]
        hashlib.sha256(request.pdf).hexdigest(),
        digest.document_digest,
        (digest.reserved_region_start, digest.reserved_region_end),
        attributes.dump(),
        identity,
        request.level,
        request.at,
    )


async def _finish(
    prepared: Prepared, signature: bytes, timestamps: TimestampService | None
) -> bytes:
    signer = _signer(prepared.identity, signature)
    stamped = prepared.level is not Level.B_B and timestamps is not None
    content = await signer.async_sign_prescribed_attributes(
        DIGEST,
        signed_attrs=cms.CMSAttributes.load(prepared.attributes),
        timestamper=timestamps.stamper() if stamped and timestamps else None,
    )
    output = BytesIO(prepared.pdf)
    digest = PreparedByteRangeDigest(prepared.document_digest, *prepared.reserved)
    await PdfTBSDocument.async_finish_signing(output, digest, content)
    return output.getvalue()


def _signer(identity: Identity, signature: bytes | int) -> ExternalSigner:
    registry = SimpleCertificateStore()  # type: ignore[no-untyped-call]
    registry.register_multiple(identity.chain)
    return ExternalSigner(
        signing_cert=identity.certificate,
        cert_registry=registry,
        signature_value=signature,
        signature_mechanism=PSS if identity.prefers_pss else None,
        # The anchor is the verifier's own business; a copy in the file proves nothing.
        embed_roots=False,
    )


def _certificates(identity: Identity) -> tuple[x509.Certificate, ...]:
    return (identity.certificate, *identity.chain)


def _draw(writer: AppendingWriter, request: SignRequest) -> None:
    widget: Any = form_fields(writer)[request.field.value]
    if request.picture is not None:
        draw_picture(writer, widget, request.picture)
    elif request.text:
        # The seal lies over the left third of the person's field: texts keep out of each other.
        align = Align.LEFT if request.field is SignatureField.SEAL else Align.RIGHT
        middle = request.field in (SignatureField.PERSON, SignatureField.SEAL)
        lines = _text_lines(widget.get_object(), request.text, align, middle=middle)
        draw_lines(writer, [(widget, lines)])


def _text_lines(
    widget: Any, texts: tuple[str, ...], align: Align, *, middle: bool = False
) -> list[Line]:
    """Upright, 10 pt, black: in the middle of the field's height, or from its top and to its
    right edge in the corner of an annex (Phụ lục I, II.8.b)."""
    box = rectangle(widget)
    height = INFO_LEADING * len(texts) if middle else box.height
    top = (box.height + height) / 2 - INFO_SIZE
    return [
        Line(
            text,
            box.width,
            box.height,
            INFO_SIZE,
            top - index * INFO_LEADING,
            align=align,
        )
        for index, text in enumerate(texts)
    ]


def _require_signature(prepared: Prepared, signature: bytes) -> None:
    """The signature over the attributes must verify under the certificate that was shown."""
    key = load_der_public_key(prepared.identity.certificate.public_key.dump())
    digest = hashes.SHA256()
    try:
        if isinstance(key, ec.EllipticCurvePublicKey):
            key.verify(signature, prepared.attributes, ec.ECDSA(digest))
        elif isinstance(key, rsa.RSAPublicKey):
            key.verify(signature, prepared.attributes, rsa_padding(prepared.identity), digest)
        else:
            raise Refused("Chứng thư dùng loại khóa mà hệ thống không ký được (chỉ RSA, ECDSA).")
    except (InvalidSignature, ValueError) as error:
        raise Refused(
            "Chữ ký nhận về không khớp với chứng thư và văn bản đã gửi ký; văn bản giữ nguyên như "
            "trước khi ký."
        ) from error


def rsa_padding(identity: Identity) -> padding.PSS | padding.PKCS1v15:
    """The padding that the CMS will name for this identity."""
    if not identity.prefers_pss:
        return padding.PKCS1v15()
    digest = hashes.SHA256()
    return padding.PSS(mgf=padding.MGF1(digest), salt_length=digest.digest_size)


def _base64(data: bytes) -> str:
    return base64.b64encode(data).decode("ascii")
