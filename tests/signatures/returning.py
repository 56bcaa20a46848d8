"""What tests of returned files share: keys that are good at the moment of the test's office."""

from datetime import UTC

from signatures.readying import readied
from tests.signatures.conftest import HUNG, paper


def handed_out(name="numbered"):
    """A paper of our own templates with its number printed, ready to be signed."""
    made = readied(paper(name), signer=HUNG)
    assert made.why_not == ""
    return made.pdf


def trusting(pki, folder, now, *, lists=True):
    """A trust folder whose revocation lists are fresh at `now`; without them nothing is known
    of revocation, which makes a verdict “cần xem lại”."""
    pki.set_time(now.astimezone(UTC))
    return pki.trust_folder(folder, hosts=False, lists=lists)


def both(signing, pdf, now, **keys):
    """Signed by the person, then by the agency; `keys` name other ones for either."""
    signed = signing.person(pdf, keys.get("person", "hung"), at=now)
    return signing.seal(signed, keys.get("seal", "agency"), at=now)
