"""Person, then number and date, then seal; or number first and then person and seal."""

import pytest

from service.domain.errors import WrongState
from signatures.fields import ready_for_corner_signature, ready_for_signing
from signatures.names import SignatureField
from signatures.order import Step, next_step
from signatures.report import Verdict
from signatures.stored_key import StoredKeyWay
from signatures.two_phase import SignRequest
from signatures.verify import verify
from tests.signatures.conftest import AGENCY, HUNG, MOMENT, SEAL_MM, paper


def test_the_file_itself_says_what_it_waits_for(stages):
    assert [next_step(stages[name]) for name in ("issued", "signed", "numbered", "sealed")] == [
        Step.PERSON,
        Step.NUMBER,
        Step.SEAL,
        Step.DONE,
    ]


def test_every_step_only_appends(stages):
    assert stages["signed"].startswith(stages["issued"])
    assert stages["numbered"].startswith(stages["signed"])
    assert stages["sealed"].startswith(stages["numbered"])


def test_seal_before_the_person_is_refused(signing, stages):
    with pytest.raises(WrongState, match="Người có thẩm quyền chưa ký"):
        signing.seal(stages["issued"])


def test_seal_before_the_number_is_refused(signing, stages):
    with pytest.raises(WrongState, match="chưa có số"):
        signing.seal(stages["signed"])


def test_person_signs_only_once(signing, stages):
    with pytest.raises(WrongState):
        signing.person(stages["signed"])


def test_sealed_file_takes_nothing_more(signing, stages):
    with pytest.raises(WrongState, match="không nhận thêm gì"):
        signing.seal(stages["sealed"])


def test_number_first_needs_no_number_between_the_signatures(signing, trust):
    ready = ready_for_signing(
        paper("numbered"), signer=HUNG, seal_mm=SEAL_MM, number_after_signature=False
    )
    signed = signing.person(ready.pdf)
    assert next_step(signed) is Step.SEAL
    sealed = signing.seal(signed)
    assert verify(sealed, trust=trust, at=MOMENT, base=ready.pdf).verdict is Verdict.VALID


def test_annex_in_its_own_file_carries_only_text(signing, trust):
    ready = ready_for_corner_signature(paper("blank"), SignatureField.ANNEX)
    text = ("Số: 05/QĐ-UBND; 08/01/2026; 09:00:00 +07:00",)
    request = SignRequest(ready.pdf, SignatureField.ANNEX, MOMENT, AGENCY, text=text)
    signed = StoredKeyWay(signing.key("agency"), signing.desk).begin(request).pdf
    assert next_step(signed) is Step.DONE
    assert verify(signed, trust=trust, at=MOMENT, base=ready.pdf).verdict is Verdict.VALID
