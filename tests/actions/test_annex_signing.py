"""Văn bản kèm theo là tệp riêng, signed by the agency in every way, and taken back from a tool."""

import shutil
import subprocess
import threading
from datetime import timedelta

import pypdfium2
import pytest

from service.actions import case_papers, dispatching, files, issuing
from service.actions.annex_signing import accept_annex
from service.actions.correcting_signed import correct_signed
from service.actions.desktop_signing import begin_tool, fetch_for_tool, take_from_tool
from service.actions.remote_signing import begin_remote
from service.actions.signing_desk import SigningDesk
from service.actions.signing_files import Handed, accept_files
from service.actions.signing_order import hand_out, missing_annexes
from service.actions.token_signing import sign_with_token
from service.actions.wet_ink import confirm_scan
from service.domain.documents import FileRole
from service.domain.errors import NotAllowed, NotFound, Refused, WrongState
from service.domain.signing import SessionState, SigningMethod, SigningStep
from service.domain.workflow import State
from service.store import archive, documents, events, signed_files, signing, signing_sessions
from service.store.annex_files import annex_files
from signatures.fields import ready_for_corner_signature
from signatures.names import SignatureField
from signatures.passphrase import Passphrase
from signatures.report import Report
from signatures.stored_key import StoredKeyWay
from signatures.token import TokenProcess
from signatures.two_phase import SignRequest
from tests.actions.signing_world import *  # noqa: F403 - fixtures
from tests.actions.signing_world import ANNEXES, LATER, SIGNER, file_of, sign, stand_of
from tests.actions.test_signing_ways import (  # noqa: F401 - fixtures
    bridge,
    facts,
    phone,
)
from tests.builders import a_document, work
from tests.signatures.conftest import AGENCY, paper
from tests.signatures.returning import both
from tests.signatures.tampering import flipped, with_page_content
from tests.signatures.test_token import (  # noqa: F401 - fixtures
    PIN,
    agency_token,
    blank_token,
    softhsm,
)

BOTH_NAMES = ["01-QĐ-UBND - Phụ lục I (đã ký).pdf", "01-QĐ-UBND - Phụ lục II (đã ký).pdf"]


def made(office, document, part):
    found = annex_files(office.db, document.id, FileRole.ANNEX_PDF)
    return office.files.get(next(one.sha256 for one in found if one.part == part))


def signed_names(office, document):
    return [one.file.name for one in signed_files.of_annexes(office.db, document.id)]


@pytest.fixture
def tool(signing_desk):
    """Signs an annex as a tool of the office's own would."""

    def run(pdf, name="agency", at=LATER):
        request = SignRequest(pdf, SignatureField.ANNEX, at, AGENCY, text=("Số: 01/QĐ-UBND",))
        return StoredKeyWay(signing_desk.key(name), signing_desk.desk).begin(request).pdf

    return run


@pytest.fixture
def sealed(press, with_annexes, signing_desk, trust, lan):
    """The paper itself is signed by both; its annexes are not."""
    pdf = both(signing_desk, file_of(press, with_annexes, FileRole.PDF), LATER)
    hand_in(press, with_annexes, trust, lan, ("ký.pdf", pdf))
    return with_annexes


def hand_in(office, document, trust, by, *handed, **rest):
    given = [Handed(*one) for one in handed]
    return accept_files(office, document.id, given, trust_folder=trust, by=by, now=LATER, **rest)


def take(office, document, part, data, trust, by, **rest):
    return accept_annex(
        office, document.id, part, data, trust_folder=trust, by=by, now=LATER, **rest
    )


# How far a paper has come


def test_a_sealed_paper_waits_for_its_annexes_and_says_which(press, sealed, lan):
    stand = stand_of(press, sealed)
    assert (stand.step, stand.part) == (SigningStep.SEAL, 1)
    assert "Phụ lục I; Phụ lục II" in missing_annexes(press, sealed)
    with pytest.raises(WrongState, match="còn thiếu chữ ký số của cơ quan trên Phụ lục I; Phụ lục"):
        issuing.issue(press, sealed.id, by=lan, now=LATER)


def test_the_last_annex_makes_the_paper_whole(press, sealed, tool, trust, lan):
    take(press, sealed, 2, tool(made(press, sealed, 2)), trust, lan)
    assert stand_of(press, sealed).part == 1
    assert "trên Phụ lục I." in missing_annexes(press, sealed)
    take(press, sealed, 1, tool(made(press, sealed, 1)), trust, lan)
    assert stand_of(press, sealed).step is SigningStep.DONE
    assert missing_annexes(press, sealed) == ""
    issuing.issue(press, sealed.id, by=lan, now=LATER)
    work(press, LATER)
    assert documents.get_for_office(press.db, sealed.id).state is State.ARCHIVED


def test_a_paper_signed_in_ink_has_its_annexes_on_the_scan(press, with_annexes, lan):
    scan = file_of(press, with_annexes, FileRole.PDF)
    confirm_scan(press, with_annexes.id, scan, facts(), by=lan, now=LATER)
    assert stand_of(press, with_annexes).step is SigningStep.DONE
    with pytest.raises(NotAllowed, match="ký tay"):
        take(press, with_annexes, 1, b"%PDF", None, lan)


def test_annexes_of_a_number_struck_out_are_signed_anew(press, sealed, tool, trust, lan):
    take(press, sealed, 1, tool(made(press, sealed, 1)), trust, lan)
    issuing.void_number(press, sealed.id, "Sai ngày", by=lan, now=LATER, keep_approved=True)
    assert signed_files.of_annexes(press.db, sealed.id) == ()
    issuing.take_number(press, sealed.id, by=lan, now=LATER)
    work(press, LATER)
    assert stand_of(press, sealed).step is SigningStep.PERSON
    assert len(annex_files(press.db, sealed.id)) == 4


# What is kept of it


def test_a_signed_annex_is_kept_with_verdict_signature_and_event(
    press, sealed, tool, trust, lan, minh
):
    data = tool(made(press, sealed, 1))
    kept = take(press, sealed, 1, data, trust, lan)
    assert (kept.verdict, kept.file.role, kept.file.part) == ("valid", FileRole.ANNEX_SIGNED, 1)
    (facts_of,) = Report.from_dict(kept.report).signatures
    assert (facts_of.certificate.name, facts_of.field) == (AGENCY, "KySoPhuLuc")
    row = signing.of_document(press.db, sealed.id)[-1]
    made_of = annex_files(press.db, sealed.id, FileRole.ANNEX_PDF)[0]
    assert (row.base_file_id, row.parent_sha256) == (made_of.id, made_of.sha256)
    assert (row.sha256, row.step) == (kept.file.sha256, SigningStep.SEAL)
    event = events.last_of_document(press.db, sealed.id)
    assert (event.verb, event.detail["annex"]) == ("sign_annex", "Phụ lục I")
    assert event.detail["sha256"] == kept.file.sha256
    file, got = files.download(
        press, sealed.id, FileRole.ANNEX_SIGNED, by=minh, now=LATER, revision=1, part=1
    )
    assert (file.name, got) == (BOTH_NAMES[0], data)
    assert archive.verify(press.db, press.files).whole


def test_the_archive_audit_and_the_archiving_know_a_signed_annex(
    press, with_annexes, keys, desk, hung, lan
):
    sign(press, with_annexes, desk, hung)
    sign(press, with_annexes, desk, lan)
    kept = signed_files.of_annexes(press.db, with_annexes.id)[1]
    path = press.files.path(kept.file.sha256)
    path.chmod(0o644)
    path.write_bytes(b"%PDF altered")
    (damage,) = archive.verify(press.db, press.files).damaged
    assert damage.papers == (with_annexes.id,)
    issuing.issue(press, with_annexes.id, by=lan, now=LATER)
    work(press, LATER)
    assert documents.get_for_office(press.db, with_annexes.id).state is State.ISSUED


def test_a_case_file_reads_the_signed_annex_in_place_of_the_printed_one(
    press, with_annexes, keys, desk, hung, lan
):
    sign(press, with_annexes, desk, hung)
    sign(press, with_annexes, desk, lan)
    issuing.issue(press, with_annexes.id, by=lan, now=LATER)
    filed = case_papers.read(press, f"document/{with_annexes.id}", lan)
    found = signed_files.in_force(press.db, with_annexes.id)
    assert filed.reading == tuple(one.file.sha256 for one in found)
    roles = [one.role for one in filed.files]
    assert roles.count("annex_signed") == roles.count("annex_pdf") == 2


def test_the_same_file_twice_is_one_and_another_is_told_of_the_first(
    press, sealed, tool, trust, lan
):
    base = made(press, sealed, 1)
    first = take(press, sealed, 1, tool(base), trust, lan)
    again = press.files.get(first.file.sha256)
    assert take(press, sealed, 1, again, trust, lan) == first
    other = tool(base, at=LATER + timedelta(seconds=1))
    with pytest.raises(WrongState, match="Phụ lục I đã có tệp ký, Nguyễn Thị Lan nhận lúc 10:00"):
        take(press, sealed, 1, other, trust, lan)


def test_two_clerks_at_once_keep_one_file(press, sealed, tool, trust, lan):
    base, told = made(press, sealed, 1), []
    gate = threading.Barrier(2)

    def clerk(data):
        gate.wait(10)
        try:
            take(press, sealed, 1, data, trust, lan)
            told.append("kept")
        except WrongState as refusal:
            told.append(refusal.message)

    every = [tool(base, at=LATER + timedelta(seconds=count)) for count in range(2)]
    threads = [threading.Thread(target=clerk, args=(one,)) for one in every]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(60)
    assert told.count("kept") == 1 and len(told) == 2
    assert len(signed_files.of_annexes(press.db, sealed.id)) == 1


# What is refused


@pytest.mark.parametrize(
    ("spoilt", "sentence"),
    [
        (lambda tool, base, other: base, "không có chữ ký số nào"),
        (lambda tool, base, other: tool(other), "không phải bản hệ thống đã giao"),
        (lambda tool, base, other: tool(with_page_content(base)), "bị thay đổi ngoài"),
        (lambda tool, base, other: with_page_content(tool(base)), "bị thay đổi ngoài"),
        (lambda tool, base, other: flipped(tool(base), len(base) // 2), ""),
        (lambda tool, base, other: tool(base, "other"), "mang tên"),
        (lambda tool, base, other: b"not a PDF", "PDF"),
    ],
    ids=["unsigned", "other annex", "changed first", "changed after", "a bit", "person", "no PDF"],
)
def test_what_is_not_our_annex_with_our_signature_is_refused(
    press, sealed, tool, trust, lan, spoilt, sentence
):
    data = spoilt(tool, made(press, sealed, 1), made(press, sealed, 2))
    with pytest.raises(Refused) as refusal:
        take(press, sealed, 1, data, trust, lan)
    assert "signed" in refusal.value.errors
    assert sentence in refusal.value.errors["signed"]
    assert signed_files.of_annexes(press.db, sealed.id) == ()


def test_the_annex_of_another_number_is_refused(press, sealed, tool, trust, lan):
    other = ready_for_corner_signature(paper("numbered"), SignatureField.ANNEX).pdf
    with pytest.raises(Refused):
        take(press, sealed, 1, tool(other), trust, lan)


def test_an_annex_is_not_signed_before_the_person_has_signed(press, with_annexes, tool, trust, lan):
    with pytest.raises(WrongState, match="chưa ký văn bản này"):
        take(press, with_annexes, 1, tool(made(press, with_annexes, 1)), trust, lan)


def test_only_clerks_and_only_annexes_that_are_there(press, sealed, tool, trust, lan, minh):
    data = tool(made(press, sealed, 1))
    with pytest.raises(NotAllowed):
        take(press, sealed, 1, data, trust, minh)
    with pytest.raises(NotFound):
        take(press, sealed, 3, data, trust, lan)


# The ways


def test_a_kept_key_signs_the_paper_and_every_annex_at_once(
    press, with_annexes, keys, desk, hung, lan
):
    sign(press, with_annexes, desk, hung)
    assert signed_names(press, with_annexes) == []
    sign(press, with_annexes, desk, lan)
    assert stand_of(press, with_annexes).step is SigningStep.DONE
    assert signed_names(press, with_annexes) == BOTH_NAMES
    ways = {one.method for one in signing.of_document(press.db, with_annexes.id)}
    assert ways == {SigningMethod.STORED_KEY}


def test_in_the_order_of_the_decree_too(sign_first, keys, desk, hung, lan):
    sign_first.apart = ANNEXES
    document = a_document(sign_first, State.APPROVED, signatory=SIGNER)
    work(sign_first, LATER)
    sign(sign_first, document, desk, hung)
    issuing.take_number(sign_first, document.id, by=lan, now=LATER)
    work(sign_first, LATER)
    sign(sign_first, document, desk, lan)
    assert signed_names(sign_first, document) == BOTH_NAMES
    assert stand_of(sign_first, document).step is SigningStep.DONE


def test_the_corner_shows_number_day_and_hour_and_pdfsig_agrees(
    press, with_annexes, keys, desk, hung, lan, tmp_path
):
    sign(press, with_annexes, desk, hung)
    sign(press, with_annexes, desk, lan)
    for part, kept in enumerate(signed_files.of_annexes(press.db, with_annexes.id), start=1):
        data = press.files.get(kept.file.sha256)
        assert data.startswith(made(press, with_annexes, part))
        assert "Số: 01/QĐ-UBND; 02/03/2026; 10:00:00+07:00" in corner_of(data)
        assert "Signature is Valid" in poppler(data, tmp_path)


def corner_of(pdf):
    document = pypdfium2.PdfDocument(pdf)
    document.init_forms()
    page = document[0]
    page.flatten()
    width, height = page.get_size()
    text = document[0].get_textpage().get_text_bounded(width / 2, height - 60, width, height)
    document.close()
    return " ".join(text.split())


def poppler(pdf, tmp_path):
    if not shutil.which("pdfsig"):
        pytest.fail("these tests need Poppler: apt-get install poppler-utils")
    path = tmp_path / "annex.pdf"
    path.write_bytes(pdf)
    return subprocess.run(
        ["pdfsig", "-nocert", str(path)], capture_output=True, text=True, timeout=30, check=True
    ).stdout


@pytest.fixture
def agency_desk(desk, agency_token):  # noqa: F811
    with TokenProcess(agency_token) as process:
        yield SigningDesk(desk.trust_folder, desk.secret, token=process)


def test_a_token_signs_paper_and_annexes_with_one_pin(
    press, with_annexes, agency_desk, keys, desk, hung, lan, monkeypatch
):
    opened, original = [], TokenProcess.open
    monkeypatch.setattr(
        TokenProcess, "open", lambda self, pin: (opened.append(1), original(self, pin))
    )
    sign(press, with_annexes, desk, hung)
    pin = Passphrase(PIN)
    sign_with_token(press, with_annexes.id, pin, desk=agency_desk, by=lan, now=LATER)
    assert opened == [1]
    assert signed_names(press, with_annexes) == BOTH_NAMES
    assert stand_of(press, with_annexes).step is SigningStep.DONE
    sealed = [one for one in signing.of_document(press.db, with_annexes.id) if one.step == "seal"]
    assert [one.method for one in sealed] == [SigningMethod.TOKEN] * 3


def test_the_phone_is_asked_once_for_each_file(
    press,
    sealed,
    phone,  # noqa: F811
    bridge,  # noqa: F811
    signing_desk,
    lan,
):
    bridge.keys["vp"] = signing_desk.key("agency")
    begin_remote(press, sealed.id, "vp", desk=phone, by=lan, now=LATER)
    bridge.state = "signed"
    work(press, LATER + timedelta(seconds=10))
    work(press, LATER + timedelta(seconds=20))
    assert [one["shown"].partition(":")[0] for one in bridge.orders.values()] == [
        "01/QĐ-UBND – Phụ lục I",
        "01/QĐ-UBND – Phụ lục II",
    ]
    assert signed_names(press, sealed) == BOTH_NAMES
    assert stand_of(press, sealed).step is SigningStep.DONE


def test_a_desktop_tool_signs_one_annex_after_the_other(press, sealed, tool, desk, lan):
    for count, name in enumerate(("Phụ lục I", "Phụ lục II"), start=1):
        errand = begin_tool(press, sealed.id, by=lan, now=LATER)
        told, data = fetch_for_tool(press, errand.download, now=LATER)
        assert (told, data) == (f"01-QĐ-UBND - {name}.pdf", made(press, sealed, count))
        done = take_from_tool(press, errand.upload, tool(data), desk=desk, now=LATER)
        assert done.state is SessionState.FINISHED
    assert stand_of(press, sealed).step is SigningStep.DONE
    assert signing_sessions.open_one(press.db, sealed.id, SigningStep.SEAL) is None


# Several files at once


def everything(office, document, signing_desk, tool):
    pdf = both(signing_desk, file_of(office, document, FileRole.PDF), LATER)
    return [
        ("b.pdf", tool(made(office, document, 2))),
        ("a.pdf", tool(made(office, document, 1))),
        ("c.pdf", pdf),
    ]


def test_all_files_of_a_paper_are_taken_in_one_step_whatever_their_names(
    press, with_annexes, signing_desk, tool, trust, lan
):
    handed = everything(press, with_annexes, signing_desk, tool)
    taken = hand_in(press, with_annexes, trust, lan, *handed)
    assert taken == ("văn bản", "Phụ lục I", "Phụ lục II")
    assert stand_of(press, with_annexes).step is SigningStep.DONE


def test_good_files_stay_and_each_bad_one_is_told_by_its_name(
    press, with_annexes, signing_desk, tool, trust, lan
):
    second, first, pdf = everything(press, with_annexes, signing_desk, tool)
    spoilt = ("01-QĐ-UBND - Phụ lục II.signed.pdf", made(press, with_annexes, 2))
    with pytest.raises(Refused) as refusal:
        hand_in(press, with_annexes, trust, lan, first, spoilt, pdf)
    told = refusal.value.errors["signed"]
    assert told.startswith("Đã nhận văn bản, Phụ lục I.")
    assert f"“{spoilt[0]}”: " in told and "không có chữ ký số nào" in told
    assert signed_names(press, with_annexes) == BOTH_NAMES[:1]
    assert hand_in(press, with_annexes, trust, lan, second) == ("Phụ lục II",)


def test_a_file_written_anew_by_a_tool_is_known_by_its_name(press, sealed, trust, lan):
    name = "01-QĐ-UBND - Phu luc II (chờ ký).signed.pdf"
    with pytest.raises(Refused):
        hand_in(press, sealed, trust, lan, (name, b"%PDF-1.7 written anew"))
    assert signed_files.of_annexes(press.db, sealed.id) == ()


def test_a_stranger_and_a_file_handed_in_twice_are_refused(press, sealed, tool, trust, lan):
    first = tool(made(press, sealed, 1))
    with pytest.raises(Refused, match="Chưa rõ “ảnh” là tệp nào"):
        hand_in(press, sealed, trust, lan, ("a.pdf", first), ("ảnh", b"%PDF"))
    with pytest.raises(Refused, match="cùng là tệp Phụ lục I"):
        hand_in(press, sealed, trust, lan, ("a.pdf", first), ("b.pdf", first))
    assert signed_names(press, sealed) == []


def test_each_annex_is_handed_out_by_its_place(press, with_annexes, lan):
    name, data = hand_out(press, with_annexes.id, by=lan, now=LATER, part=2)
    assert name == "01-QĐ-UBND - Phụ lục II (chờ ký).pdf"
    assert data == made(press, with_annexes, 2)
    with pytest.raises(WrongState, match="không còn chờ ký"):
        hand_out(press, with_annexes.id, by=lan, now=LATER, part=3)


# A wrong file is replaced


def test_a_wrong_signed_annex_is_replaced_with_a_reason(press, sealed, tool, desk, trust, lan):
    base = made(press, sealed, 1)
    wrong = take(press, sealed, 1, tool(base), trust, lan)
    right = tool(base, at=LATER + timedelta(seconds=5))

    def correct(why, data=right):
        return correct_signed(press, sealed.id, data, why, desk=desk, by=lan, now=LATER, annex=1)

    with pytest.raises(Refused, match="vì sao thay"):
        correct("")
    with pytest.raises(Refused):
        correct("Nhầm tệp", tool(made(press, sealed, 2)))
    kept = correct("Ký nhầm khóa cũ")
    assert (kept.file.revision, kept.file.part, kept.file.name) == (2, 1, BOTH_NAMES[0])
    assert [one.file.id for one in signed_files.of_annexes(press.db, sealed.id)] == [kept.file.id]
    (before,) = signed_files.earlier(press.db, sealed.id, annex=1)
    assert (before.sha256, before.reason) == (wrong.file.sha256, "Ký nhầm khóa cũ")
    assert signed_files.earlier(press.db, sealed.id) == ()
    assert events.last_of_document(press.db, sealed.id).detail["annex"] == "Phụ lục I"


# Who may, and when no longer


def test_a_recalled_paper_gets_no_signed_annex(press, sealed, tool, trust, lan):
    with press.db.write():
        press.db.insert("annexes_left_unsigned", {"document_id": sealed.id})
    recall(press, sealed, lan)
    with pytest.raises(WrongState, match="đã thu hồi"):
        take(press, sealed, 1, tool(made(press, sealed, 1)), trust, lan)
    assert signed_files.of_annexes(press.db, sealed.id) == ()


def test_a_paper_recalled_while_it_was_being_signed_takes_no_signature(
    press, with_annexes, signing_desk, trust, lan, hung
):
    pdf = both(signing_desk, file_of(press, with_annexes, FileRole.PDF), LATER)
    alone = signing_desk.person(file_of(press, with_annexes, FileRole.PDF), "hung", at=LATER)
    recall(press, with_annexes, lan)
    for by, data in ((lan, pdf), (lan, alone), (hung, alone)):
        with pytest.raises(WrongState, match="đã thu hồi"):
            hand_in(press, with_annexes, trust, by, ("ký.pdf", data))
    assert signing.of_document(press.db, with_annexes.id) == ()


def recall(office, document, by):
    issuing.issue(office, document.id, by=by, now=LATER)
    work(office, LATER)
    dispatching.recall(office, document.id, "Sai thẩm quyền", "Chủ tịch", by=by, now=LATER)


def test_a_leader_hands_in_the_paper_alone_and_is_told_before_anything_is_taken(
    press, with_annexes, signing_desk, tool, trust, hung
):
    _, annex, _ = everything(press, with_annexes, signing_desk, tool)
    alone = signing_desk.person(file_of(press, with_annexes, FileRole.PDF), "hung", at=LATER)
    with pytest.raises(Refused, match="văn thư nộp") as refusal:
        hand_in(press, with_annexes, trust, hung, ("ký.pdf", alone), annex)
    assert set(refusal.value.errors) == {"signed"}
    assert stand_of(press, with_annexes).step is SigningStep.PERSON
    assert hand_in(press, with_annexes, trust, hung, ("ký.pdf", alone)) == ("văn bản",)
