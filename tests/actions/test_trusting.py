"""The trust store of an office: what may be installed, what is withdrawn, who may be asked."""

from datetime import timedelta

import pytest
from asn1crypto import cms

from service.actions import trusting as verbs
from service.domain.errors import NotAllowed, Refused
from service.domain.trust import TrustKind
from service.store import events
from service.store import trust as store
from signatures.certificates import fingerprint
from signatures.report import Verdict
from signatures.sandbox import verify_bytes
from signatures.trust import load_trust
from tests.actions.signing_world import *  # noqa: F403 - fixtures
from tests.actions.signing_world import LATER
from tests.signatures.returning import both, handed_out


@pytest.fixture
def folder(tmp_path):
    return tmp_path / "kho"


@pytest.fixture
def install(office, folder, quantri, pki):
    pki.set_time(LATER)

    def run(*names, data=None, confirmed=None, now=LATER):
        certificates = [pki.cert(name) for name in names]
        data = data or bundle(certificates)
        chosen = {fingerprint(one) for one in certificates} if confirmed is None else confirmed
        return verbs.install(office, data, chosen, folder=folder, by=quantri, now=now)

    return run


def bundle(certificates):
    """The certificates as a P7B file."""
    content = cms.SignedData(
        {
            "version": "v1",
            "digest_algorithms": [],
            "encap_content_info": {"content_type": "data"},
            "certificates": [cms.CertificateChoices("certificate", one) for one in certificates],
            "signer_infos": [],
        }
    )
    return cms.ContentInfo({"content_type": "signed_data", "content": content}).dump()


def verdict(pdf, folder, now=LATER):
    return verify_bytes(pdf, trust_folder=folder, at=now)


def test_an_installed_authority_makes_signatures_good_until_it_is_withdrawn(
    office, install, folder, signing_desk, pki, quantri
):
    pdf = both(signing_desk, handed_out(), LATER)
    verbs.lay_out(office, folder)
    assert verdict(pdf, folder).verdict is Verdict.INVALID
    assert install("root", "middle") == 2
    for name in ("root", "middle"):
        verbs.load_revocations(office, pki.crl(name).dump(), folder=folder, by=quantri, now=LATER)
    assert verdict(pdf, folder).verdict is Verdict.VALID
    anchor = next(one for one in store.in_use(office.db) if one.kind is TrustKind.ANCHOR)
    verbs.withdraw_trust(
        office, anchor.id, "Tổ chức ngừng hoạt động", folder=folder, by=quantri, now=LATER
    )
    assert verdict(pdf, folder).verdict is Verdict.INVALID
    kept = store.history(office.db)[0]
    assert (kept.reason, kept.withdrawn_by) == ("Tổ chức ngừng hoạt động", quantri.name)
    told = [event.verb for event in events.of_topic(office.db, "trust")]
    assert told.count("install_trust") == 2 and told.count("withdraw_trust") == 1


def test_nothing_is_trusted_whose_fingerprint_nobody_confirmed(office, install, folder):
    with pytest.raises(Refused, match="so từng vân tay") as refusal:
        install("root", confirmed=set())
    assert "confirmed" in refusal.value.errors
    assert store.in_use(office.db) == ()


@pytest.mark.parametrize(
    ("name", "when", "sentence"),
    [
        ("hung", LATER, "không phải của tổ chức chứng thực"),
        ("root", LATER + timedelta(days=365 * 60), "đã hết hạn"),
        ("root", LATER - timedelta(days=365 * 60), "chưa có hiệu lực"),
    ],
)
def test_what_is_no_authority_now_is_not_installed(office, install, name, when, sentence):
    with pytest.raises(Refused, match=sentence):
        install(name, now=when)
    assert store.in_use(office.db) == ()


@pytest.mark.parametrize("data", [b"", b"khong phai chung thu", b"-----BEGIN CERTIFICATE-----\n"])
def test_what_is_no_certificate_is_refused_at_the_file(install, data):
    with pytest.raises(Refused, match="không phải chứng thư số") as refusal:
        install(data=data or b"\0", confirmed={"x"})
    assert "file" in refusal.value.errors


def test_installing_twice_is_one_certificate(office, install):
    assert install("root") == 1
    assert install("root") == 0
    assert len(store.in_use(office.db)) == 1


def test_a_list_of_an_unknown_authority_is_refused(office, install, folder, pki, quantri):
    install("root")
    with pytest.raises(Refused, match="không do tổ chức nào"):
        verbs.load_revocations(
            office, pki.crl("middle").dump(), folder=folder, by=quantri, now=LATER
        )


def test_a_newer_list_takes_the_place_of_the_older_and_not_the_other_way(
    office, install, folder, pki, quantri
):
    install("root", "middle")
    rest = {"folder": folder, "by": quantri, "now": LATER}
    old = pki.crl("middle").dump()
    verbs.load_revocations(office, old, **rest)
    pki.set_time(LATER + timedelta(days=200))
    newer = verbs.load_revocations(office, pki.crl("middle").dump(), **rest)
    lists = [one for one in store.in_use(office.db) if one.kind is TrustKind.LIST]
    assert [one.id for one in lists] == [newer.id]
    with pytest.raises(Refused, match="mới hơn"):
        verbs.load_revocations(office, old, **rest)


@pytest.mark.parametrize(
    "line", ["http://ocsp.ca.gov.vn", "ocsp.ca.gov.vn/x", "a b", "ocsp:99999", "ai@may", "*.vn"]
)
def test_a_host_is_a_name_and_nothing_more(office, folder, quantri, line):
    with pytest.raises(Refused, match="không phải tên máy chủ"):
        verbs.save_hosts(office, ["ok.vn", line], folder=folder, by=quantri, now=LATER)
    assert store.hosts(office.db) == ()


def test_the_folder_is_written_from_the_rows_and_leaves_an_operators_files_alone(
    office, install, folder, quantri
):
    install("root")
    verbs.save_hosts(office, [" OCSP.ca.gov.vn "], folder=folder, by=quantri, now=LATER)
    (folder / "hosts.txt").write_text("tay.vn\n")
    for path in folder.glob("installed-*"):
        path.unlink()
    (folder / f"installed-{'0' * 64}.cer").write_bytes(b"stray")
    verbs.lay_out(office, folder)
    found = load_trust(folder)
    assert len(found.anchors) == 1
    assert found.allowed.hosts == {"ocsp.ca.gov.vn", "tay.vn"}


def test_only_the_administrator_decides_whom_to_trust(office, folder, lan, hung):
    for by in (lan, hung):
        rest = {"folder": folder, "by": by, "now": LATER}
        for verb in (
            lambda: verbs.install(office, b"", set(), **rest),  # noqa: B023
            lambda: verbs.load_revocations(office, b"", **rest),  # noqa: B023
            lambda: verbs.withdraw_trust(office, 1, "x", **rest),  # noqa: B023
            lambda: verbs.save_hosts(office, [], **rest),  # noqa: B023
        ):
            with pytest.raises(NotAllowed):
                verb()
