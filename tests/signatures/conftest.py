"""What the tests of signing share: a small public-key infrastructure, papers made by our own
templates, pictures of a signature and a seal, and a desk that signs them in order."""

import logging
import math
from dataclasses import dataclass, replace
from datetime import date
from io import BytesIO
from pathlib import Path

import pytest
from PIL import Image, ImageDraw

from service.domain.signing import Level
from signatures.fields import ready_for_signing
from signatures.filling import fill_number
from signatures.names import SignatureField
from signatures.specimens import SpecimenKind, check_specimen
from signatures.stored_key import OpenKey, StoredKeyWay
from signatures.timestamps import TimestampService
from signatures.trust import load_trust
from signatures.two_phase import Identity, SignRequest
from signatures.ways import Desk
from tests.signatures.pki import MOMENT, Pki

DATA = Path(__file__).with_name("data")
HUNG = "Trần Quốc Hùng"
AGENCY = "Ủy ban nhân dân xã Hòa Bình"
SEAL_MM = 36.0
ISSUED_ON = date(2026, 1, 8)


@pytest.fixture(autouse=True)
def quiet_pyhanko():
    """pyHanko logs a traceback for every file it rejects; here rejecting is the point."""
    before = logging.root.manager.disable
    logging.disable(logging.CRITICAL)
    yield
    logging.disable(before)


@pytest.fixture(scope="session")
def pki(tmp_path_factory):
    services = Pki(tmp_path_factory.mktemp("pki"))
    yield services
    services.close()


@pytest.fixture(autouse=True)
def services_at_the_moment(request):
    """Every test finds the services at the same moment, with an empty log."""
    if "pki" in request.fixturenames:
        services = request.getfixturevalue("pki")
        services.set_time(MOMENT)
        services.requests.clear()


@pytest.fixture(scope="session")
def trust_folder(pki, tmp_path_factory):
    """Anchor, intermediate and revocation lists: enough to judge without any network."""
    return pki.trust_folder(tmp_path_factory.mktemp("trust"), hosts=False)


@pytest.fixture(scope="session")
def trust(trust_folder):
    return load_trust(trust_folder)


@pytest.fixture(scope="session")
def online_trust(pki, tmp_path_factory):
    """Anchor and intermediate, no lists, but the hosts of OCSP and CRL may be asked."""
    return load_trust(pki.trust_folder(tmp_path_factory.mktemp("online"), lists=False))


def drawn(draw_ink, size=(900, 500), background=(0, 0, 0, 0)):
    picture = Image.new("RGBA", size, background)
    draw_ink(ImageDraw.Draw(picture))
    return png(picture)


def png(picture, kind="PNG"):
    output = BytesIO()
    picture.save(output, kind)
    return output.getvalue()


def handwriting(colour=(0, 32, 160, 255)):
    def ink(draw):
        points = [
            (60 + step * 7.6, 250 + 150 * math.sin(step / 4) * (1 - step / 120))
            for step in range(100)
        ]
        draw.line(points, fill=colour, width=14)

    return ink


def stamp(colour=(220, 0, 0, 230)):
    def ink(draw):
        draw.ellipse((50, 50, 850, 850), outline=colour, width=24)
        draw.ellipse((150, 150, 750, 750), outline=colour, width=8)
        draw.ellipse((380, 380, 520, 520), fill=colour)

    return ink


@pytest.fixture(scope="session")
def person_picture():
    return check_specimen(drawn(handwriting()), SpecimenKind.PERSON)


@pytest.fixture(scope="session")
def seal_picture():
    return check_specimen(drawn(stamp(), size=(900, 900)), SpecimenKind.SEAL, seal_mm=SEAL_MM)


def paper(name):
    return (DATA / f"{name}.pdf").read_bytes()


@pytest.fixture(scope="session")
def ready(person_picture):
    """A decision whose number comes after the signature."""
    return ready_for_signing(
        paper("blank"),
        signer=HUNG,
        seal_mm=SEAL_MM,
        number_after_signature=True,
        picture_ratio=person_picture.ratio,
    )


@dataclass
class Signing:
    """Signs as the person, numbers, seals; each step can be done otherwise."""

    pki: Pki
    person_picture: object
    seal_picture: object
    desk: Desk

    def key(self, name, prefers_pss=False):
        chain = tuple(each for each in self.pki.chain(name) if each.self_signed == "no")
        return OpenKey(self.pki.key(name), Identity(self.pki.cert(name), chain, prefers_pss))

    def with_desk(self, **changes):
        return replace(self, desk=replace(self.desk, **changes))

    def person(self, pdf, name="hung", level=Level.B_B, picture=True, at=MOMENT, **rest):
        shown = self.person_picture if picture else None
        request = SignRequest(pdf, SignatureField.PERSON, at, HUNG, level, shown, **rest)
        return StoredKeyWay(self.key(name), self.desk).begin(request).pdf

    def number(self, pdf, number=5, notation="QĐ-UBND", issued_on=ISSUED_ON):
        return fill_number(pdf, number=number, notation=notation, issued_on=issued_on)

    def seal(self, pdf, name="agency", level=Level.B_B, picture=True, at=MOMENT):
        shown = self.seal_picture if picture else None
        request = SignRequest(pdf, SignatureField.SEAL, at, AGENCY, level, shown)
        return StoredKeyWay(self.key(name), self.desk).begin(request).pdf

    def all(self, pdf, level=Level.B_B):
        return self.seal(self.number(self.person(pdf, level=level)), level=level)


@pytest.fixture(scope="session")
def signing(pki, person_picture, seal_picture, online_trust):
    desk = Desk(TimestampService(pki.tsa_url(), timeout_s=5, pause_s=0), online_trust)
    return Signing(pki, person_picture, seal_picture, desk)


@pytest.fixture(scope="session")
def stages(ready, signing):
    """The same paper at every stage: issued, signed by the person, numbered, sealed."""
    signed = signing.person(ready.pdf)
    numbered = signing.number(signed)
    return {
        "issued": ready.pdf,
        "signed": signed,
        "numbered": numbered,
        "sealed": signing.seal(numbered),
    }
