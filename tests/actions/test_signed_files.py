"""The signed file of a paper: proved against the numbered one, kept with its verdict."""

import threading
from datetime import timedelta

import pytest

from service.actions import files, issuing
from service.actions.signing import SignedFileRefused, accept_signed
from service.domain.documents import FileRole
from service.domain.errors import NotAllowed, NotFound, Refused, WrongState
from service.domain.workflow import State
from service.store import archive, documents, events, signed_files
from signatures.report import Report, Verdict
from tests.builders import NOW, Made, a_document, work
from tests.signatures.conftest import (  # noqa: F401 - fixtures
    HUNG,
    online_trust,
    person_picture,
    pki,
    quiet_pyhanko,
    seal_picture,
    signing,
)
from tests.signatures.returning import both, handed_out, trusting
from tests.signatures.tampering import with_page_content

LATER = NOW + timedelta(hours=1)
SIGNER = {"choice": "other", "lines": ["CHỦ TỊCH"], "name": HUNG}


@pytest.fixture
def trust(pki, tmp_path):  # noqa: F811
    return trusting(pki, tmp_path / "trust", LATER)


@pytest.fixture
def blind_trust(pki, tmp_path):  # noqa: F811
    return trusting(pki, tmp_path / "blind", LATER, lists=False)


@pytest.fixture
def base(office):
    """The numbered file that the press of this office makes."""
    pdf = handed_out()
    office.render = lambda *_, **__: Made(b"PK word", pdf, "văn bản")
    return pdf


@pytest.fixture
def paper(office, base):
    document = a_document(office, State.NUMBERED, signatory=SIGNER)
    work(office, LATER)
    return document


@pytest.fixture
def signed(signing, base, trust):  # noqa: F811
    return both(signing, base, LATER)


def take(office, paper, data, trust, by, **rest):
    return accept_signed(office, paper.id, data, trust_folder=trust, by=by, now=LATER, **rest)


def verbs(office, paper):
    return [event.verb for event in events.of_document(office.db, paper.id)]


def nothing_kept(office, paper):
    found = signed_files.current(office.db, paper.id)
    return found is None and "accept_signed" not in verbs(office, paper)


def test_a_good_file_is_kept_with_its_verdict(office, paper, signed, trust, lan):
    taken = take(office, paper, signed, trust, lan)
    assert (taken.verdict, taken.reason, taken.checked_by) == ("valid", "", lan.name)
    assert taken.checked_at == LATER
    assert office.files.get(taken.file.sha256) == signed
    report = Report.from_dict(taken.report)
    assert report.verdict is Verdict.VALID
    assert report.sha256 == taken.file.sha256
    assert [one.certificate.name for one in report.signatures] == [
        HUNG,
        "Ủy ban nhân dân xã Hòa Bình",
    ]
    assert [one.claimed_time for one in report.signatures] == [LATER, LATER]


def test_one_event_tells_of_it(office, paper, signed, trust, lan):
    taken = take(office, paper, signed, trust, lan)
    event = events.last_of_document(office.db, paper.id)
    assert (event.verb, event.person_name) == ("accept_signed", lan.name)
    assert event.detail["sha256"] == taken.file.sha256
    assert event.detail["signers"][0] == HUNG
    assert verbs(office, paper).count("accept_signed") == 1


def test_the_numbered_bytes_never_change(office, paper, base, signed, trust, lan):
    take(office, paper, signed, trust, lan)
    numbered = documents.current_file(office.db, paper.id, FileRole.PDF)
    assert office.files.get(numbered.sha256) == base
    assert signed.startswith(base)


def test_the_archive_audit_knows_the_signed_file(office, paper, signed, trust, lan):
    taken = take(office, paper, signed, trust, lan)
    assert archive.verify(office.db, office.files).damaged == ()
    path = office.files.path(taken.file.sha256)
    path.chmod(0o644)
    path.write_bytes(b"%PDF altered")
    (damage,) = archive.verify(office.db, office.files).damaged
    assert (damage.sha256, damage.papers) == (taken.file.sha256, (paper.id,))


def test_readers_download_it_under_the_number(office, paper, signed, trust, lan, minh):
    take(office, paper, signed, trust, lan)
    file, data = files.download(office, paper.id, FileRole.SIGNED, by=minh, now=LATER)
    assert (file.name, data) == ("01-QĐ-UBND (đã ký).pdf", signed)


def test_the_same_file_twice_is_one_file(office, paper, signed, trust, lan):
    first = take(office, paper, signed, trust, lan)
    assert take(office, paper, signed, trust, lan) == first
    assert verbs(office, paper).count("accept_signed") == 1


def test_a_second_file_is_told_of_the_first(office, paper, base, signed, trust, lan, signing):  # noqa: F811
    take(office, paper, signed, trust, lan)
    other = both(signing, base, LATER)
    assert other != signed
    with pytest.raises(WrongState, match="Nguyễn Thị Lan nhận lúc 10:00 ngày 02/03/2026"):
        take(office, paper, other, trust, lan)


def test_two_clerks_at_once_keep_one_file(office, paper, base, signed, trust, lan, signing):  # noqa: F811
    other, told = both(signing, base, LATER), []
    gate = threading.Barrier(2)

    def clerk(data):
        gate.wait(10)
        try:
            told.append(take(office, paper, data, trust, lan).file.sha256)
        except WrongState as refusal:
            told.append(refusal.message)

    threads = [threading.Thread(target=clerk, args=(data,)) for data in (signed, other)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(60)
    kept = signed_files.current(office.db, paper.id)
    assert kept.file.sha256 in told
    assert sum("đã có tệp ký" in one for one in told) == 1
    assert verbs(office, paper).count("accept_signed") == 1


def test_issued_and_archived_papers_still_take_it(office, paper, signed, trust, lan):
    issuing.issue(office, paper.id, by=lan, now=LATER)
    work(office, LATER)
    assert documents.get(office.db, paper.id, lan).state is State.ARCHIVED
    assert take(office, paper, signed, trust, lan).verdict == "valid"


def test_archiving_proves_the_signed_bytes_too(office, paper, signed, trust, lan):
    taken = take(office, paper, signed, trust, lan)
    issuing.issue(office, paper.id, by=lan, now=LATER)
    office.files.path(taken.file.sha256).unlink()
    work(office, LATER)
    assert documents.get(office.db, paper.id, lan).state is State.ISSUED


def test_a_paper_is_issued_without_a_signed_file(office, paper, lan):
    assert issuing.issue(office, paper.id, by=lan, now=LATER).state is State.ISSUED


def test_a_struck_number_takes_its_signed_file_along(office, paper, signed, trust, lan):
    take(office, paper, signed, trust, lan)
    issuing.void_number(office, paper.id, "Sai ngày", by=lan, now=LATER, keep_approved=True)
    assert signed_files.current(office.db, paper.id) is None
    with pytest.raises(WrongState):
        take(office, paper, signed, trust, lan)


def test_doubt_needs_a_reason_which_is_kept(office, paper, base, blind_trust, lan, signing):  # noqa: F811
    doubtful = both(signing, base, LATER)
    with pytest.raises(SignedFileRefused) as refusal:
        take(office, paper, doubtful, blind_trust, lan, reason="  ")
    assert set(refusal.value.errors) == {"signed", "reason"}
    assert any("thu hồi" in sentence for sentence in refusal.value.reasons)
    assert nothing_kept(office, paper)
    taken = take(office, paper, doubtful, blind_trust, lan, reason="Đã gọi điện hỏi")
    assert (taken.verdict, taken.reason) == ("review", "Đã gọi điện hỏi")


@pytest.mark.parametrize(
    ("keys", "sentence"),
    [
        ({"person": "other"}, "người có thẩm quyền mang tên “Phạm Văn Bình”"),
        ({"seal": "hung"}, f"cơ quan, tổ chức mang tên “{HUNG}”"),
    ],
)
def test_another_name_needs_a_reason(office, paper, base, trust, lan, signing, keys, sentence):  # noqa: F811
    with pytest.raises(SignedFileRefused) as refusal:
        take(office, paper, both(signing, base, LATER, **keys), trust, lan)
    assert sentence in " ".join(refusal.value.reasons)
    assert "reason" in refusal.value.errors
    assert nothing_kept(office, paper)


BAD = {
    "unsigned": "không có chữ ký số nào",
    "without the seal": "Thiếu chữ ký số của cơ quan",
    "another paper": "không phải bản hệ thống đã giao",
    "text changed first": "Trang 1 bị thay đổi",
    "unknown authority": "không dẫn tới tổ chức chứng thực",
    "Word": "PDF",
    "cut short": "bị cắt cụt",
}


@pytest.mark.parametrize("what", BAD)
def test_a_bad_file_is_refused_with_its_reasons(office, paper, base, trust, lan, signing, what):  # noqa: F811
    made = {
        "unsigned": lambda: base,
        "without the seal": lambda: signing.person(base, at=LATER),
        "another paper": lambda: both(signing, handed_out("annexed"), LATER),
        "text changed first": lambda: both(signing, with_page_content(base), LATER),
        "unknown authority": lambda: both(signing, base, LATER, person="outsider"),
        "Word": lambda: b"PK\x03\x04 Word",
        "cut short": lambda: both(signing, base, LATER)[:-900],
    }
    with pytest.raises(Refused) as refusal:
        take(office, paper, made[what](), trust, lan, reason="vẫn nhận")
    assert BAD[what] in refusal.value.errors["signed"]
    assert "reason" not in refusal.value.errors, "no reason makes a bad file good"
    assert nothing_kept(office, paper)


def test_only_clerks_take_signed_files(office, paper, signed, trust, minh, hung, tam):
    for person in (minh, hung, tam):
        with pytest.raises(NotAllowed):
            take(office, paper, signed, trust, person)


def test_a_paper_without_a_number_takes_none(office, signed, trust, lan):
    for state in (State.SUBMITTED, State.APPROVED):
        with pytest.raises(WrongState, match="đang ở trạng thái"):
            take(office, a_document(office, state), signed, trust, lan)
    with pytest.raises(NotFound):
        take(office, a_document(office), signed, trust, lan)
