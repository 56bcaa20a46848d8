"""Signing and verifying: fields, number, levels, the four checks in-process and in the child.

Time stamps, OCSP and CRL come from loopback; real services add their own waiting. Figures of
signing are with the key open: opening one costs a tenth of a second on purpose (scrypt).
"""

import logging
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from bench.rows import Row, timed_row
from service.domain.signing import Level
from signatures.fields import ready_for_signing
from signatures.filling import fill_number
from signatures.names import SignatureField
from signatures.passphrase import Passphrase
from signatures.sandbox import verify_file
from signatures.specimens import SpecimenKind, check_specimen
from signatures.stored_key import OpenKey, StoredKeyWay, seal_key, unlock
from signatures.timestamps import TimestampService
from signatures.trust import load_trust
from signatures.two_phase import Identity, SignRequest
from signatures.verify import verify
from signatures.ways import Desk
from tests.signatures.conftest import HUNG, ISSUED_ON, SEAL_MM, drawn, handwriting, paper, stamp
from tests.signatures.pki import MOMENT, Pki

PASSPHRASE = Passphrase("mat khau giu khoa")


def run() -> list[Row]:
    logging.disable(logging.CRITICAL)
    try:
        with _infrastructure() as (pki, folder):
            return _Bench(pki, folder).rows()
    finally:
        logging.disable(logging.NOTSET)


@contextmanager
def _infrastructure() -> Iterator[tuple[Pki, Path]]:
    with tempfile.TemporaryDirectory() as folder:
        (Path(folder) / "pki").mkdir()
        pki = Pki(Path(folder) / "pki")
        try:
            yield pki, Path(folder)
        finally:
            pki.close()


class _Bench:
    def __init__(self, pki: Pki, folder: Path) -> None:
        self.pki = pki
        self.folder = folder
        self.trust_folder = pki.trust_folder(folder / "trust")
        self.trust = load_trust(self.trust_folder)
        self.desk = Desk(TimestampService(pki.tsa_url()), self.trust)
        self.person = check_specimen(drawn(handwriting()), SpecimenKind.PERSON)
        seal = drawn(stamp(), size=(900, 900))
        self.seal = check_specimen(seal, SpecimenKind.SEAL, seal_mm=SEAL_MM)
        self.keys = {
            SignatureField.PERSON: self._key("hung"),
            SignatureField.SEAL: self._key("agency"),
        }

    def rows(self) -> list[Row]:
        issued = self._fields().pdf
        signed = self._sign(issued, SignatureField.PERSON)
        numbered = self._number(signed)
        sealed = self._sign(numbered, SignatureField.SEAL)
        archived = self._sign(
            self._number(self._sign(issued, SignatureField.PERSON, Level.B_LTA)),
            SignatureField.SEAL,
            Level.B_LTA,
        )
        path = self.folder / "sealed.pdf"
        path.write_bytes(sealed)
        key = seal_key(self.pki.p12("hung"), Passphrase("mat-khau"), PASSPHRASE, now=MOMENT)
        return [
            timed_row("fields for signing", self._fields, runs=30, target=20),
            timed_row("open a stored key", lambda: unlock(key, PASSPHRASE), runs=5),
            *(
                timed_row(
                    f"sign, person, {level}",
                    lambda level=level: self._sign(issued, SignatureField.PERSON, level),
                    runs=10,
                    target=150 if level is Level.B_B else None,
                )
                for level in Level
            ),
            timed_row("number and date", lambda: self._number(signed), runs=10),
            timed_row(
                "seal, B-B", lambda: self._sign(numbered, SignatureField.SEAL), runs=10, target=150
            ),
            timed_row(
                "verify two signatures",
                lambda: verify(sealed, trust=self.trust, at=MOMENT, base=issued),
                runs=10,
                target=100,
            ),
            timed_row(
                "verify two signatures, B-LTA",
                lambda: verify(archived, trust=self.trust, at=MOMENT, base=issued),
                runs=10,
            ),
            timed_row(
                "verify two signatures, limited child",
                lambda: verify_file(path, trust_folder=self.trust_folder, at=MOMENT, base=issued),
                runs=7,
                target=800,
            ),
        ]

    def _key(self, name: str) -> OpenKey:
        chain = tuple(each for each in self.pki.chain(name) if each.self_signed == "no")
        return OpenKey(self.pki.key(name), Identity(self.pki.cert(name), chain))

    def _fields(self):
        return ready_for_signing(
            paper("blank"),
            signer=HUNG,
            seal_mm=SEAL_MM,
            number_after_signature=True,
            picture_ratio=self.person.ratio,
        )

    def _sign(self, pdf: bytes, field: SignatureField, level: Level = Level.B_B) -> bytes:
        picture = self.person if field is SignatureField.PERSON else self.seal
        request = SignRequest(pdf, field, MOMENT, HUNG, level, picture)
        return StoredKeyWay(self.keys[field], self.desk).begin(request).pdf

    def _number(self, pdf: bytes) -> bytes:
        return fill_number(pdf, number=5, notation="QĐ-UBND", issued_on=ISSUED_ON)
