"""Personal data of a case: encrypted, masked, shown for a reason, deleted in time."""

import logging
import stat
from datetime import timedelta

import pytest

from service.actions import (
    provider_cases,
    provider_checks,
    provider_closing,
    provider_files,
    provider_privacy,
)
from service.domain.eligibility.bulk import BulkLine
from service.domain.eligibility.personal import PUBLIC_FIELDS
from service.domain.errors import ArchiveDamaged, NotAllowed, NotFound, Refused
from service.store import (
    backup,
    bulk_runs,
    events,
    provider_deletions,
    provider_parts,
    provider_register,
)
from service.store import provider_cases as stored
from service.store.db import open_database
from service.store.identity_vault import Vault
from tests.provider_builders import (
    C_DAY,
    ID_NO,
    PNG,
    answers,
    become,
    filed,
    filled,
    published,
    received,
)


@pytest.fixture(autouse=True)
def police(office):
    return become(office, "police")


def raw(office):
    """Everything on disk: the database with its journal, and the files."""
    office.db.connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    folder = office.settings.data
    names = [one for one in folder.rglob("*") if one.is_file() and one.name != "identity_key"]
    return b"".join(one.read_bytes() for one in names)


def test_no_identity_number_and_no_file_lies_in_clear_on_the_disk(office, minh):
    case = received(office, minh)
    provider_privacy.view_identity(office, case.id, reason="Đối chiếu", by=minh, now=C_DAY)
    written = raw(office)
    assert ID_NO.encode() not in written
    assert b"036180000001" not in written
    assert PNG not in written
    assert "CƠ SỞ HY VỌNG".encode() in written


def test_the_key_is_a_file_of_its_owner_alone(office, minh):
    filled(office, minh)
    path = office.settings.data / "identity_key"
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    assert len(path.read_text("ascii").strip()) == 64


def test_numbers_are_masked_wherever_a_case_is_read(office, minh):
    case = filed(office, minh)
    assert case.masked_id == "•••••••••345"
    assert provider_parts.staff(office.db, case.id)[0].masked_id == "•••••••••001"
    assert ID_NO not in repr(case)
    assert ID_NO not in repr(events.of_topic(office.db, case.topic))


def test_a_mask_that_comes_back_leaves_the_number_alone(office, minh):
    case = filled(office, minh)
    rows = [{"name": "Lê Thị Bình", "stages": ["a"], "id_no": "•••••••••001"}]
    provider_cases.save_application(
        office,
        case.id,
        answers(id_no=case.masked_id),
        staff=rows,
        version=case.version,
        by=minh,
        now=C_DAY,
    )
    assert stored.identity(office.db, office.vault, case.id) == ID_NO
    (person,) = provider_parts.staff(office.db, case.id)
    assert stored.identity(office.db, office.vault, case.id, person.id) == "036180000001"


def test_the_whole_number_is_shown_for_a_reason_that_is_kept(office, minh, tam, hung):
    case = filed(office, minh)
    with pytest.raises(Refused) as refusal:
        provider_privacy.view_identity(office, case.id, reason=" ", by=minh, now=C_DAY)
    assert "reason" in refusal.value.errors
    with pytest.raises(NotFound):
        provider_privacy.view_identity(office, case.id, reason="x", by=tam, now=C_DAY)
    with pytest.raises(NotAllowed):
        provider_privacy.view_identity(office, case.id, reason="x", by=hung, now=C_DAY)
    number = provider_privacy.view_identity(
        office, case.id, reason="Đối chiếu bản gốc", by=minh, now=C_DAY
    )
    assert number == ID_NO
    last = events.of_topic(office.db, case.topic)[-1]
    assert (last.verb, last.detail["reason"]) == ("case_view_identity", "Đối chiếu bản gốc")


def test_a_wrong_number_typed_is_kept_encrypted_and_named_at_its_field(office, minh):
    wrong = "0010990123456"
    case = filled(office, minh, id_no=wrong)
    with pytest.raises(Refused) as refusal:
        provider_cases.submit_application(office, case.id, by=minh, now=C_DAY)
    assert set(refusal.value.errors) == {"id_no"}
    assert wrong not in str(refusal.value.errors)
    assert wrong.encode() not in raw(office)


def test_another_key_opens_nothing_and_says_so(office, minh):
    case = filed(office, minh)
    other = Vault(office.settings.data / "another_key")
    with pytest.raises(ArchiveDamaged, match="identity_key"):
        stored.identity(office.db, other, case.id)


def test_what_was_locked_for_one_case_does_not_open_for_another(office):
    locked = office.vault.lock(b"x", "provider_case/1")
    assert office.vault.unlock(locked, "provider_case/1") == b"x"
    with pytest.raises(ArchiveDamaged):
        office.vault.unlock(locked, "provider_case/2")
    assert office.vault.lock(b"x", "provider_case/1") != locked


def test_a_damaged_key_file_is_said(office):
    path = office.settings.data / "identity_key"
    path.write_text("abc")
    with pytest.raises(ArchiveDamaged, match="identity_key"):
        office.vault.lock(b"x", "y")


def test_a_file_opens_for_who_may_see_the_case_and_the_look_is_noted(office, minh, tam):
    case = filed(office, minh)
    one = provider_parts.attachments(office.db, case.id)[0]
    attachment, data = provider_files.open_attachment(office, one.id, by=minh, now=C_DAY)
    assert data == PNG
    assert attachment.name == "premises-1.png"
    assert events.of_topic(office.db, case.topic)[-1].verb == "case_view_file"
    with pytest.raises(NotFound):
        provider_files.open_attachment(office, one.id, by=tam, now=C_DAY)


def test_a_file_the_law_does_not_ask_for_is_not_taken(office, minh):
    case = filled(office, minh)
    for item in ("criminal_record", "passport_scan", "anything"):
        with pytest.raises(Refused) as refusal:
            provider_files.attach(office, case.id, item, "a.png", PNG, by=minh, now=C_DAY)
        assert "item" in refusal.value.errors


def test_a_removed_file_is_destroyed_after_thirty_days(office, minh, lan):
    case = filled(office, minh)
    one = provider_parts.attachments(office.db, case.id)[0]
    provider_files.remove(office, case.id, one.id, by=minh, now=C_DAY)
    assert provider_privacy.delete_expired(office, by=lan, now=C_DAY + timedelta(days=29)) == ()
    (record,) = provider_privacy.delete_expired(office, by=lan, now=C_DAY + timedelta(days=31))
    assert (record.topic, record.rule) == (case.topic, "removed_attachment")
    row = office.db.one("SELECT key_cipher FROM provider_attachment WHERE id = :i", {"i": one.id})
    assert row["key_cipher"] is None


def test_an_old_draft_is_emptied_with_a_record_and_a_decided_case_stays(office, minh, lan):
    case = published(office, minh)
    draft = filled(office, minh, id_no="001099099999", enterprise_code="0700999999")
    later = C_DAY + timedelta(days=91)
    (record,) = provider_privacy.delete_expired(office, by=lan, now=later)
    assert record.topic == draft.topic
    assert provider_deletions.records(office.db) == (record,)
    emptied = stored.for_office(office.db, draft.id)
    assert (emptied.answers, emptied.masked_id, emptied.deleted_at) == ({}, "", later)
    assert provider_parts.staff(office.db, draft.id) == ()
    assert provider_parts.attachments(office.db, draft.id) == ()
    assert stored.for_office(office.db, case.id).masked_id
    assert provider_privacy.delete_expired(office, by=lan, now=later) == ()


@pytest.mark.parametrize("state", ["waiting", "failed"])
def test_a_run_of_many_papers_forgets_the_name_too(office, minh, lan, state):
    draft = filled(office, minh)
    line = BulkLine(1, "Lê Thị Bình", case_ids=(draft.id,), given={"name": "Lê Thị Bình"})
    with office.db.write():
        bulk_runs.add(
            office.db, "refusal", "Từ chối", {}, (line,), law_day=C_DAY.date(), by=minh, now=C_DAY
        )
        office.db.execute(
            "UPDATE bulk_row SET state = :state, message = 'Lê Thị Bình thiếu tệp'",
            {"state": state},
        )
    provider_privacy.delete_expired(office, by=lan, now=C_DAY + timedelta(days=91))
    (row,) = bulk_runs.rows(office.db, 1)
    assert row.case_ids == (draft.id,)
    assert "Bình" not in repr(row)


def test_a_case_taken_back_is_kept_for_a_year(office, minh, lan):
    case = received(office, minh)
    provider_closing.cancel(office, case.id, "Không làm nữa", by=minh, now=C_DAY)
    assert provider_privacy.delete_expired(office, by=lan, now=C_DAY + timedelta(days=300)) == ()
    assert provider_privacy.delete_expired(office, by=lan, now=C_DAY + timedelta(days=366))


def test_the_public_list_shows_nothing_else(office, minh):
    published(office, minh)
    (row,) = provider_register.public_list(office.db)
    assert tuple(row) == PUBLIC_FIELDS
    shown = repr(row)
    for hidden in (ID_NO, "12/03/1975", "Xóm Đình", "Nguyễn Văn An", "Lê Thị Bình"):
        assert hidden not in shown
    assert row["decision"] == "01/QĐ-CAT"


def test_nothing_personal_is_logged(office, minh, caplog):
    caplog.set_level(logging.DEBUG)
    published(office, minh)
    for hidden in (ID_NO, "Lê Thị Bình", "Nguyễn Văn An"):
        assert hidden not in caplog.text


def test_a_number_hidden_among_signs_is_still_the_number_of_the_case(office, minh):
    case = received(office, minh)
    hidden = f"Người đại diện: {ID_NO[:4]}/{ID_NO[4:7]}_{ID_NO[7:]}"
    checks = provider_checks.checks_for(office, case.id, text=hidden, by=minh, now=C_DAY)
    assert not checks[5].ok
    checks = provider_checks.checks_for(office, case.id, text="Điều 1", by=minh, now=C_DAY)
    assert checks[5].ok


def test_a_restored_backup_needs_the_key_that_is_kept_apart(office, minh, tmp_path):
    case = received(office, minh)
    target, folder = tmp_path / "sao-luu.tar", tmp_path / "moi"
    backup.backup(office.db, office.files, target, version="0.1.0", now=C_DAY)
    backup.restore(target, folder)
    assert not (folder / "identity_key").exists()
    db = open_database(folder / "office.db")
    try:
        with pytest.raises(ArchiveDamaged):
            stored.identity(db, Vault(folder / "identity_key"), case.id)
        key = (office.settings.data / "identity_key").read_bytes()
        (folder / "identity_key").write_bytes(key)
        assert stored.identity(db, Vault(folder / "identity_key"), case.id) == ID_NO
    finally:
        db.close()
