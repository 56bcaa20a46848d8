"""What the tests of signing in an office share: papers to sign, keys, and who signs them."""

from datetime import timedelta

import pytest

from service.actions import signing_order
from service.actions.held_keys import hold_key, sign_with_held_key
from service.actions.signing_desk import SigningDesk
from service.domain.signing import NumberOrder, SigningPolicy
from service.domain.workflow import State
from service.store import documents, signing
from signatures.fields import ready_for_corner_signature
from signatures.names import SignatureField
from signatures.passphrase import Passphrase
from signatures.readying import readied
from tests.builders import NOW, Made, MadePart, a_document, person_of, work
from tests.signatures.conftest import (  # noqa: F401 - fixtures
    HUNG,
    online_trust,
    paper,
    person_picture,
    pki,
    quiet_pyhanko,
    seal_picture,
)
from tests.signatures.conftest import signing as signing_desk  # noqa: F401 - a fixture
from tests.signatures.returning import trusting

LATER = NOW + timedelta(hours=1)
SIGNER = {"choice": "other", "lines": ["CHỦ TỊCH"], "name": HUNG}
SECRET, P12 = "mật khẩu giữ khóa", "mat-khau"


@pytest.fixture
def trust(pki, tmp_path):  # noqa: F811
    return trusting(pki, tmp_path / "trust", LATER)


@pytest.fixture
def desk(trust):
    return SigningDesk(trust, Passphrase("khóa của hệ thống này"))


@pytest.fixture
def press(office):
    """The office prints a decision: with its number, or with the blanks of the decree; and what
    `office.apart` names are annexes that are files of their own."""
    office.apart = ()

    def render(kind, agency, answers, mark, **_):
        if mark.number is None:
            return Made(b"PK blank", paper("blank"), "văn bản")
        pdf = readied(paper("numbered"), signer=HUNG).pdf
        return Made(b"PK word", pdf, "văn bản", parts=annexes(office.apart))

    office.render = render
    return office


def annexes(titles):
    """Annexes that are files of their own, no two alike, with the agency's field in the corner."""
    made = []
    for count, title in enumerate(titles, start=1):
        pdf = ready_for_corner_signature(paper(ANNEX_PAGES[count - 1]), SignatureField.ANNEX).pdf
        made.append(MadePart(f"Phụ lục {'I' * count}", b"PK %d" % count, pdf, title))
    return tuple(made)


ANNEX_PAGES = ("annexed", "blank")
ANNEXES = ("Danh sách thôn", "Danh sách hộ")


@pytest.fixture
def with_annexes(press):
    """A numbered paper of the order “số trước” with two annexes that are files of their own."""
    press.apart = ANNEXES
    document = a_document(press, State.NUMBERED, signatory=SIGNER)
    work(press, LATER)
    return document


@pytest.fixture
def sign_first(press, quantri):
    policy = SigningPolicy(NumberOrder.SIGN_FIRST, digital=True)
    signing_order.save_policy(press, policy, by=quantri, now=NOW)
    return press


@pytest.fixture
def approved(sign_first):
    """An approved paper of the order “ký trước” whose file is ready for the person."""
    document = a_document(sign_first, State.APPROVED, signatory=SIGNER)
    work(sign_first, LATER)
    return document


@pytest.fixture
def numbered(press):
    """A numbered paper of the order “số trước”."""
    document = a_document(press, State.NUMBERED, signatory=SIGNER)
    work(press, LATER)
    return document


@pytest.fixture
def keys(office, pki, desk, hung, lan):  # noqa: F811
    """Hùng's key and the agency's, kept by the service."""
    for name, agency, by in (("hung", False, hung), ("agency", True, lan)):
        secrets = (Passphrase(P12), Passphrase(SECRET))
        hold_key(office, pki.p12(name), *secrets, agency=agency, desk=desk, by=by, now=LATER)


def sign(office, document, desk, by, secret=SECRET, now=LATER, **rest):
    return sign_with_held_key(
        office, document.id, Passphrase(secret), desk=desk, by=by, now=now, **rest
    )


def stand_of(office, document):
    return signing.standing(office.db, documents.get_for_office(office.db, document.id))


def file_of(office, document, role):
    file = documents.current_file(office.db, document.id, role)
    return None if file is None else office.files.get(file.sha256)


def leader(office):
    return person_of(office.db, "hung")
