"""Levels of signed files inside an office: stamps that come later, renewal, files replaced."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from service.actions import correcting_signed, signing_order, strengthening
from service.actions.nightly import NIGHTLY
from service.domain.documents import FileRole
from service.domain.errors import NotAllowed, Refused, WrongState
from service.domain.signing import Level, RevisionCause, SigningPolicy, SigningStep
from service.store import documents, events, jobs, signed_files
from service.store import signing as policies
from service.store.db import Database
from signatures import archive, sandbox
from signatures.report import Verdict
from tests.actions.signing_world import *  # noqa: F403 - fixtures
from tests.actions.signing_world import LATER, file_of, sign, stand_of
from tests.builders import work
from tests.signatures.returning import both
from tests.signatures.test_levels import silent_service  # noqa: F401 - a fixture

IN_2034 = datetime(2034, 12, 1, tzinfo=UTC)
IN_2040 = datetime(2040, 1, 1, tzinfo=UTC)


class Set:
    """What the operator of this office set."""

    secret_key = "khóa của hệ thống này"
    token_module = token_label = remote_signing_url = remote_signing_key = ""

    def __init__(self, trust_folder):
        self.trust_folder = trust_folder


@pytest.fixture
def level_of(press, trust, pki, desk, quantri, monkeypatch):
    """The office chooses a level and a service; gives the desk that signs accordingly."""
    monkeypatch.setattr(press, "settings", Set(trust), raising=False)
    (trust / "hosts.txt").write_text(f"{pki.host}\n")

    def choose(level, url=None):
        policy = SigningPolicy(level=level, timestamp_url=url or pki.tsa_url())
        signing_order.save_policy(press, policy, by=quantri, now=LATER)
        return replace(desk, level=level, timestamp_url=policy.timestamp_url)

    return choose


@pytest.fixture
def sign_whole(press, numbered, keys, hung, lan):
    def run(desk):
        sign(press, numbered, desk, hung)
        sign(press, numbered, desk, lan)
        return signed_files.current(press.db, numbered.id)

    return run


def now_taken(office, document):
    return signed_files.current(office.db, document.id)


def levels(taken):
    return {one["level"] for one in taken.report["signatures"]}


def checked(office, document, folder, at):
    """Judged without any network by what the file carries."""
    data = file_of(office, document, FileRole.SIGNED)
    return sandbox.verify_bytes(data, trust_folder=folder, at=at)


@pytest.fixture
def anchors(pki, tmp_path):
    """A verifier years later: the anchors alone, no lists, no hosts."""
    folder = pki.trust_folder(tmp_path / "sau-nay", hosts=False, lists=False)
    (folder / "trung-gian.cer").unlink()
    return folder


def test_a_time_stamp_is_put_in_while_signing_where_the_service_answers(
    press, numbered, level_of, sign_whole
):
    taken = sign_whole(level_of(Level.B_T))
    assert levels(taken) == {"B-T"}
    assert jobs.with_key(press.db, strengthening.STRENGTHEN, str(taken.file.id)) is None


@pytest.mark.parametrize("level", [Level.B_LT, Level.B_LTA])
def test_evidence_is_added_in_the_background_and_the_first_file_stays(
    press, numbered, level_of, sign_whole, level
):
    taken = sign_whole(level_of(level))
    first = press.files.get(taken.file.sha256)
    work(press, LATER)
    later = now_taken(press, numbered)
    assert later.file.id != taken.file.id
    assert levels(later) == {level.value}
    assert press.files.get(later.file.sha256).startswith(first)
    (before,) = signed_files.earlier(press.db, numbered.id)
    assert (before.sha256, before.cause) == (taken.file.sha256, RevisionCause.STRENGTHENED)
    assert stand_of(press, numbered).step is SigningStep.DONE


def test_annexes_are_brought_to_the_level_and_renewed_like_the_paper(
    press, with_annexes, level_of, keys, hung, lan, pki
):
    found = level_of(Level.B_LTA)
    sign(press, with_annexes, found, hung)
    sign(press, with_annexes, found, lan)
    first = [one.file for one in signed_files.of_annexes(press.db, with_annexes.id)]
    work(press, LATER)
    later = signed_files.of_annexes(press.db, with_annexes.id)
    assert [levels(one) for one in later] == [{"B-LTA"}] * 2
    assert [(one.file.part, one.file.revision) for one in later] == [(1, 2), (2, 2)]
    for before, after in zip(first, later, strict=True):
        data = press.files.get(after.file.sha256)
        assert data.startswith(press.files.get(before.sha256))
        (earlier,) = signed_files.earlier(press.db, with_annexes.id, annex=before.part)
        assert (earlier.sha256, earlier.cause) == (before.sha256, RevisionCause.STRENGTHENED)
    assert stand_of(press, with_annexes).step is SigningStep.DONE
    pki.set_time(IN_2034)
    level_of(Level.B_LTA, pki.tsa_url("tsalater"))
    strengthening.renew_at_night(press, None, IN_2034)
    work(press, IN_2034)
    renewed = signed_files.of_annexes(press.db, with_annexes.id)
    assert [one.file.revision for one in renewed] == [3, 3]


def test_a_silent_service_costs_the_stamp_not_the_signature(
    press,
    numbered,
    level_of,
    sign_whole,
    silent_service,  # noqa: F811
    pki,
    monkeypatch,
):
    monkeypatch.setattr("service.actions.signing_desk.WAITING_S", 0.2)
    monkeypatch.setattr("service.actions.strengthening.ANSWER_S", 0.2)
    taken = sign_whole(level_of(Level.B_T, silent_service))
    assert levels(taken) == {"B-B"}
    assert stand_of(press, numbered).step is SigningStep.DONE
    work(press, LATER)
    assert now_taken(press, numbered).file.id == taken.file.id, "it waits, nothing is lost"
    job = jobs.with_key(press.db, strengthening.STRENGTHEN, str(taken.file.id))
    assert job.state == "waiting" and "không trả lời" in job.message
    level_of(Level.B_T, pki.tsa_url())
    work(press, LATER + timedelta(minutes=10))
    later = now_taken(press, numbered)
    assert levels(later) == {"B-T"} and later.report["timestamps"]


def test_a_job_that_runs_twice_stamps_once(press, numbered, level_of, sign_whole):
    taken = sign_whole(level_of(Level.B_LTA))
    job = jobs.with_key(press.db, strengthening.STRENGTHEN, str(taken.file.id))
    strengthening.strengthen(press, job, LATER)
    once = now_taken(press, numbered).file.id
    strengthening.strengthen(press, job, LATER)
    assert now_taken(press, numbered).file.id == once


def test_a_service_that_was_taken_away_is_said_on_the_papers_page(
    press, numbered, level_of, sign_whole
):
    taken = sign_whole(level_of(Level.B_LTA))
    with press.db.write():
        policies.save_policy(press.db, SigningPolicy())
    work(press, LATER)
    job = jobs.with_key(press.db, strengthening.STRENGTHEN, str(taken.file.id))
    assert job.state == "failed" and "không còn dịch vụ dấu thời gian" in job.message


def test_archived_files_are_renewed_before_their_stamp_ends_and_stand_in_2040(
    press,
    numbered,
    level_of,
    sign_whole,
    anchors,
    pki,
):
    sign_whole(level_of(Level.B_LTA))
    work(press, LATER)
    archived = now_taken(press, numbered)
    strengthening.renew_at_night(press, None, LATER)
    work(press, LATER)
    assert now_taken(press, numbered).file.id == archived.file.id, "not years too soon"
    assert checked(press, numbered, anchors, IN_2040).verdict is not Verdict.VALID

    pki.set_time(IN_2034)
    level_of(Level.B_LTA, pki.tsa_url("tsalater"))
    for _ in range(2):  # a night that is asked for twice renews once
        strengthening.renew_at_night(press, None, IN_2034)
    work(press, IN_2034)
    renewed = now_taken(press, numbered)
    assert renewed.file.part == archived.file.part + 1
    old = press.files.get(archived.file.sha256)
    assert press.files.get(renewed.file.sha256).startswith(old)
    assert checked(press, numbered, anchors, IN_2040).verdict is Verdict.VALID
    assert strengthening.proof_ends(renewed.report) > IN_2040
    told = [one.verb for one in events.of_document(press.db, numbered.id)]
    assert told.count("renew_signed") == 1


def test_the_end_of_proof_is_what_the_file_itself_says(press, numbered, level_of, sign_whole):
    sign_whole(level_of(Level.B_LTA))
    work(press, LATER)
    data = file_of(press, numbered, FileRole.SIGNED)
    assert strengthening.proof_ends(now_taken(press, numbered).report) == archive.proof_ends(data)


def test_renewal_is_a_nightly_job():
    assert strengthening.RENEW_JOB in NIGHTLY


# A file that was taken by mistake


@pytest.fixture
def taken(press, numbered, level_of, sign_whole):
    return sign_whole(level_of(Level.B_B))


@pytest.fixture
def other(press, numbered, signing_desk):
    """The same paper, signed again elsewhere."""
    base = documents.current_file(press.db, numbered.id, FileRole.PDF)
    return both(signing_desk, press.files.get(base.sha256), LATER)


def correct(office, document, data, desk, by, why="Nhận nhầm bản ký thử"):
    return correcting_signed.correct_signed(
        office, document.id, data, why, desk=desk, by=by, now=LATER
    )


def test_a_clerk_replaces_a_signed_file_and_the_earlier_one_stays(
    press, numbered, taken, other, desk, lan
):
    kept = correct(press, numbered, other, desk, lan)
    assert press.files.get(kept.file.sha256) == other
    (before,) = signed_files.earlier(press.db, numbered.id)
    assert (before.sha256, before.reason, before.by) == (
        taken.file.sha256,
        "Nhận nhầm bản ký thử",
        lan.name,
    )
    assert press.files.get(before.sha256), "its bytes are still in the archive"
    told = [one for one in events.of_document(press.db, numbered.id)][-1]
    assert told.verb == "correct_signed" and told.detail["before"] == taken.file.sha256
    assert correct(press, numbered, other, desk, lan).file.id == kept.file.id, "harmless twice"


def test_replacing_needs_a_reason_and_a_good_file(press, numbered, taken, other, desk, lan):
    with pytest.raises(Refused) as refusal:
        correct(press, numbered, other, desk, lan, why=" ")
    assert "why" in refusal.value.errors
    with pytest.raises(Refused, match=r"không phải bản hệ thống đã giao|bị thay đổi|hỏng"):
        correct(press, numbered, other[:-400], desk, lan)
    assert now_taken(press, numbered).file.id == taken.file.id


def test_only_clerks_replace_and_only_what_was_taken(press, numbered, keys, other, desk, lan, hung):
    with pytest.raises(WrongState, match="chưa có tệp đã ký"):
        correct(press, numbered, other, desk, lan)
    with pytest.raises(NotAllowed):
        correct(press, numbered, other, desk, hung)


def test_revisions_are_append_only(press, numbered, taken, other, desk, lan):
    correct(press, numbered, other, desk, lan)
    db: Database = press.db
    for change in ("UPDATE signed_revision SET reason = 'x'", "DELETE FROM signed_revision"):
        with pytest.raises(Exception, match="append only"), db.write():
            db.execute(change)
    assert stand_of(press, numbered).step is SigningStep.DONE
