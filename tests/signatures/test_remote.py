"""Two-phase signing with a remote service: prepare, wait, finish."""

from dataclasses import replace

import pytest

from service.domain.errors import Refused, WrongState
from service.domain.signing import Level
from signatures.names import SignatureField
from signatures.remote import RemoteWay
from signatures.report import Verdict
from signatures.two_phase import SignRequest
from signatures.verify import verify
from signatures.ways import Waiting, require_unmoved
from tests.signatures.conftest import HUNG, MOMENT


class PhoneService:
    """A remote service as they are: it takes an order, the person agrees on a phone later."""

    def __init__(self, key):
        self._key = key
        self.orders = []

    def identity(self):
        return self._key.identity

    def order(self, order):
        self.orders.append(order)
        return f"yeu-cau-{len(self.orders)}"

    def agreed(self, number=0):
        return self._key.sign(self.orders[number].attributes)


def request_for(ready, level=Level.B_B, picture=None):
    return SignRequest(ready.pdf, SignatureField.PERSON, MOMENT, HUNG, level, picture)


@pytest.mark.parametrize("prefers_pss", [False, True])
def test_signature_that_comes_later_is_put_into_the_prepared_file(
    ready, signing, trust, person_picture, prefers_pss
):
    service = PhoneService(signing.key("hung", prefers_pss))
    way = RemoteWay(service, signing.desk)
    waiting = way.begin(request_for(ready, picture=person_picture))
    assert isinstance(waiting, Waiting)
    signed = way.finish(waiting, service.agreed())
    assert signed.pdf.startswith(ready.pdf)
    report = verify(signed.pdf, trust=trust, at=MOMENT, base=ready.pdf)
    assert report.verdict is Verdict.VALID


def test_what_waits_is_a_row_and_a_file_and_survives_a_restart(ready, signing, trust):
    service = PhoneService(signing.key("hung"))
    before = RemoteWay(service, signing.desk).begin(request_for(ready, Level.B_T))
    row, pdf = str(before.row), bytes(before.pdf)
    after = RemoteWay(service, signing.desk)
    again = Waiting("remote", SignatureField.PERSON, pdf, row, before.started_from)
    signed = after.finish(again, service.agreed())
    report = verify(signed.pdf, trust=trust, at=MOMENT, base=ready.pdf)
    assert report.verdict is Verdict.VALID
    assert report.signatures[0].level == "B-T"


def test_signature_over_something_else_is_refused(ready, signing):
    service = PhoneService(signing.key("hung"))
    way = RemoteWay(service, signing.desk)
    waiting = way.begin(request_for(ready))
    with pytest.raises(Refused, match="không khớp"):
        way.finish(waiting, signing.key("hung").sign(b"khac"))


def test_signature_by_another_key_is_refused(ready, signing):
    service = PhoneService(signing.key("hung"))
    way = RemoteWay(service, signing.desk)
    waiting = way.begin(request_for(ready))
    with pytest.raises(Refused, match="không khớp"):
        way.finish(waiting, signing.key("agency").sign(service.orders[0].attributes))


def test_another_file_than_was_prepared_is_refused(ready, signing):
    service = PhoneService(signing.key("hung"))
    way = RemoteWay(service, signing.desk)
    waiting = way.begin(request_for(ready))
    changed = replace(waiting, pdf=waiting.pdf + b" ")
    with pytest.raises(Refused, match="không còn đúng như lúc chuẩn bị"):
        way.finish(changed, service.agreed())


def test_elliptic_keys_sign_too(ready, signing, trust):
    service = PhoneService(signing.key("other"))
    way = RemoteWay(service, signing.desk)
    waiting = way.begin(request_for(ready))
    signed = way.finish(waiting, service.agreed())
    report = verify(signed.pdf, trust=trust, at=MOMENT, base=ready.pdf)
    assert report.verdict is Verdict.VALID
    assert report.signatures[0].certificate.key == "EC 256"


def test_slower_of_two_who_sign_at_once_is_told(ready, signing):
    way = RemoteWay(PhoneService(signing.key("hung")), signing.desk)
    waiting = way.begin(request_for(ready))
    require_unmoved(waiting, ready.pdf)
    with pytest.raises(WrongState, match="đã có người khác ký"):
        require_unmoved(waiting, signing.person(ready.pdf))
