"""The commands on a real data folder, as a program or an operator would call them."""

import json
import re
import subprocess
import sys
from datetime import UTC, datetime
from pathlib import Path

import jsonschema
import pytest

from service.actions import drafting, issuing, reviewing
from service.actions.session import sign_in
from service.app import build_office
from service.cli.render import checked_answers
from service.cli.search import CLERK
from service.cli.world import seed_world
from service.domain.errors import NotAllowed
from service.domain.workflow import Role, State
from service.settings import load
from service.store import archive, documents
from tests.builders import NOW, PASSWORD, a_document, person_of
from tests.store.test_register_chain import by_hand

SECRET = "một mật khẩu mới"


def test_kinds_lists_every_kind(service):
    answer = service("kinds")
    assert answer.code == 0
    assert re.search(
        r"^official_letter +Công văn \(NĐ 30/2020, Phụ lục III, Mẫu 1.5\)$", answer.out, re.M
    )


def test_kinds_as_json_holds_a_schema_that_its_sample_passes(service):
    kinds = service("kinds", "--json").json
    assert {"official_letter", "decision", "certified_copy"} <= {kind["code"] for kind in kinds}
    for kind in kinds:
        jsonschema.Draft202012Validator.check_schema(kind["schema"])
        jsonschema.validate(kind["sample"], kind["schema"])
        with pytest.raises(jsonschema.ValidationError):
            jsonschema.validate({**kind["sample"], "no_such_field": 1}, kind["schema"])


def test_search_finds_without_accents_and_tells_the_matching_words(service, data, office):
    a_document(office, "archived", subject="Về việc cai nghiện ma túy")
    a_document(office, "archived", subject="Về việc khác")
    page = service("search", "cai nghien ma tuy", "--json").json
    assert (page["total"], page["more"], page["page"], page["pages"]) == (1, False, 1, 1)
    (hit,) = page["hits"]
    assert "".join(part["text"] for part in hit["subject_marks"]) == hit["subject"]
    assert "nghiện" in "".join(part["text"] for part in hit["subject_marks"] if part["match"])
    assert (hit["reference"], hit["issued_on"]) == ("01/QĐ-UBND", "2026-03-02")
    assert (hit["kind"], hit["state"], hit["unit"]) == ("decision", "archived", "VHXH")


def test_search_shows_a_line_a_paper_to_people(service, data, office):
    a_document(office, "archived", subject="Về việc cai nghiện ma túy")
    lines = service("search", "nghien").out.splitlines()
    assert lines == ["01/QĐ-UBND\t02/03/2026\tVề việc cai nghiện ma túy", "1 văn bản; trang 1/1."]


def test_search_shows_each_person_only_what_that_person_may_see(service, data, office):
    a_document(office, "archived", subject="Về việc cai nghiện ma túy")
    assert service("search", "nghien", "--json", "--as", "minh").json["total"] == 1
    assert service("search", "nghien", "--json", "--as", "tam").json["total"] == 0
    assert service("search", "nghien", "--json", "--as", "quantri").json["total"] == 0


def test_search_without_a_person_shows_no_draft(service, data, office):
    a_document(office, "draft", subject="Về việc cai nghiện ma túy")
    assert service("search", "nghien", "--json").json["total"] == 0
    assert CLERK.roles == frozenset({Role.CLERK})


def test_search_filters_narrow_the_answer(service, data, office):
    a_document(office, "archived", subject="Về việc cai nghiện ma túy")

    def count(*options: str) -> int:
        return service("search", "nghien", "--json", *options).json["total"]

    assert count("--year", "2026", "--kind", "decision", "--signatory", "quoc hung") == 1
    assert count("--year", "2025") == count("--kind", "official_letter") == 0
    assert count("--since", "02/03/2026", "--until", "2/3/2026") == 1
    assert count("--since", "03/03/2026") == 0


@pytest.mark.parametrize(
    ("options", "field"),
    [
        (("--as", "nobody"), "--as"),
        (("--since", "31/02/2026"), "--since"),
        (("--until", "soon"), "--until"),
        (("--signatory", "Nobody"), "--signatory"),
        (("--since", "02/01/2026", "--until", "01/01/2026"), "since"),
    ],
)
def test_search_refuses_what_it_cannot_take_naming_the_option(service, data, options, field):
    answer = service("search", "x", "--json", *options)
    assert answer.code == 2
    assert answer.err == ""
    assert set(answer.json["error"]["fields"]) == {field}
    assert answer.json["error"]["type"] == "Refused"
    plain = service("search", "x", *options)
    assert (plain.code, plain.out) == (2, "")
    assert answer.json["error"]["message"] in plain.err


def test_commands_say_when_there_is_no_data(service, monkeypatch, tmp_path):
    monkeypatch.setenv("SERVICE_DATA", str(tmp_path / "none"))
    for argv in (["search", "x"], ["verify-archive"], ["users", "list"], ["backup", "x.tar"]):
        answer = service(*argv)
        assert (answer.code, answer.out) == (1, "")
        assert "Chưa có dữ liệu" in answer.err
    assert not (tmp_path / "none").exists()


def test_commands_ask_for_migration_of_an_older_database(service, data, office):
    with office.db.write():
        office.db.execute("DELETE FROM _sqlite_migrations")
    answer = service("search", "x")
    assert answer.code == 1
    assert "service migrate" in answer.err


def test_migrate_names_its_steps_once(service, monkeypatch, tmp_path):
    monkeypatch.setenv("SERVICE_DATA", str(tmp_path / "new"))
    assert service("migrate").out.startswith("Đã thực hiện: m0001")
    assert service("migrate").out == "Cơ sở dữ liệu đã đúng phiên bản này.\n"


def test_users_are_listed_for_programs_and_people(service, data):
    rows = service("users", "list", "--json").json
    (lan,) = [row for row in rows if row["login"] == "lan"]
    assert (lan["name"], lan["unit"], lan["roles"]) == ("Nguyễn Thị Lan", "VP", ["clerk"])
    assert lan["active"] is True
    assert "lan\tNguyễn Thị Lan\tVP\tclerk" in service("users", "list").out


def test_a_person_is_added_with_a_password_from_standard_input(service, data, office):
    argv = ("add", "Hoa", "--name", "Lê Thị Hoa", "--unit", "KT", "--role", "drafter")
    answer = service("users", *argv, "--role", "clerk", stdin=f"{SECRET}\n")
    assert (answer.code, answer.err) == (0, "")
    hoa = person_of(office.db, "hoa")
    assert hoa.roles == {Role.DRAFTER, Role.CLERK}
    assert hoa.must_change_password
    assert sign_in(office, "hoa", SECRET, "127.0.0.1", now=NOW).id == hoa.id


@pytest.mark.parametrize(
    ("changes", "stdin", "field"),
    [
        ({"--unit": "XYZ"}, SECRET, "--unit"),
        ({"--role": "king"}, SECRET, "--role"),
        ({}, "short", "password"),
        ({}, "", "password"),
        ({"--by": "minh"}, SECRET, None),
        ({"--by": "nobody"}, SECRET, "--by"),
    ],
)
def test_a_person_that_cannot_be_added_is_refused(service, data, office, changes, stdin, field):
    options = {"--name": "Lê Thị Hoa", "--unit": "KT", "--role": "drafter", **changes}
    argv = [word for option in options.items() for word in option]
    answer = service("users", "add", "hoa", *argv, stdin=stdin)
    assert answer.code == (2 if field else 1)
    assert answer.err
    assert "hoa" not in [row["login"] for row in service("users", "list", "--json").json]


def test_a_password_is_reset_in_an_administrator_s_name(service, data, office):
    answer = service("users", "reset-password", "lan", stdin=f"{SECRET}\n")
    assert answer.code == 0
    assert person_of(office.db, "lan").must_change_password
    with pytest.raises(NotAllowed):
        sign_in(office, "lan", PASSWORD, "127.0.0.1", now=NOW)
    sign_in(office, "lan", SECRET, "127.0.0.1", now=NOW)
    rows = office.db.query("SELECT verb, person_id FROM event WHERE verb = 'reset_password'")
    assert [row["person_id"] for row in rows] == [person_of(office.db, "quantri").id]


def test_verify_archive_is_0_when_whole_and_1_when_not(service, data, office):
    document = a_document(office, "archived")
    whole = service("verify-archive", "--json")
    assert (whole.code, whole.json["damaged"]) == (0, [])
    assert whole.json["checked"] == len(archive.recorded(office.db))
    sha256 = next(iter(archive.recorded(office.db)))
    office.files.path(sha256).unlink()
    broken = service("verify-archive", "--json")
    assert broken.code == 1
    assert broken.json["damaged"][0]["sha256"] == sha256
    assert broken.json["damaged"][0]["documents"] == [document.id]
    assert f"LỖI {sha256}" in service("verify-archive").out


def test_verify_archive_names_the_register_line_that_a_hand_changed(service, data, office):
    a_document(office, "archived")
    by_hand(office, "UPDATE register_entry SET dated = '2026-03-01'")
    answer = service("verify-archive")
    assert answer.code == 1
    assert "LỖI SỔ: Sổ “Văn bản đi” năm 2026, số 01/QĐ-UBND: Dòng sổ đã bị sửa" in answer.out
    assert "vốn ghi: 2026-03-02" in answer.out


def test_backup_and_restore_by_command(service, data, office, monkeypatch, tmp_path):
    a_document(office, "archived", subject="Về việc cai nghiện ma túy")
    assert service("backup", str(tmp_path / "kept.tar")).code == 0
    again = service("backup", str(tmp_path / "kept.tar"))
    assert again.code == 2
    monkeypatch.setenv("SERVICE_DATA", str(tmp_path / "new"))
    restored = service("restore", str(tmp_path / "kept.tar"))
    assert (restored.code, "service migrate" in restored.out) == (0, True)
    assert service("search", "nghien", "--json").json["total"] == 1
    assert service("verify-archive").code == 0
    assert service("restore", str(tmp_path / "kept.tar")).code == 1


@pytest.mark.slow
def test_worker_once_makes_the_files_of_a_numbered_paper_and_archives_an_issued_one(
    service, monkeypatch, tmp_path
):
    monkeypatch.setenv("SERVICE_DATA", str(tmp_path))
    assert service("migrate").code == 0
    now = datetime.now(UTC)
    office = build_office(load({"SERVICE_DATA": str(tmp_path)}))
    try:
        seed_world(office, now=now)
        lan, minh, hung = (person_of(office.db, login) for login in ("lan", "minh", "hung"))
        kind = office.kinds["official_letter"]
        answers = checked_answers(kind, kind.sample, office.agency())
        id_ = drafting.create_draft(office, kind.code, answers, by=minh, now=now).id
        reviewing.submit(office, id_, by=minh, now=now, approver_id=hung.id)
        reviewing.approve(office, id_, by=hung, now=now)
        issuing.take_number(office, id_, by=lan, now=now)
        assert service("worker", "--once").out == "Đã làm 1 việc.\n"
        issuing.issue(office, id_, by=lan, now=now)
        # Archive it, read its tasks, and what it cites.
        assert service("worker", "--once").out == "Đã làm 3 việc.\n"
        assert documents.get(office.db, id_, lan).state is State.ARCHIVED
    finally:
        office.close()
    assert service("verify-archive").code == 0
    assert service("doctor").code == 0


@pytest.mark.parametrize("options", [[], ["--json"]])
def test_output_is_utf_8_in_any_locale(options):
    result = subprocess.run(
        [sys.executable, "-m", "service", "kinds", *options],
        cwd=Path(__file__).parents[2],
        env={"LC_ALL": "C", "PYTHONUTF8": "0", "PYTHONIOENCODING": "ascii"},
        capture_output=True,
        timeout=60,
        check=False,
    )
    assert result.returncode == 0, result.stderr
    assert "Công văn" in result.stdout.decode()
    assert not options or json.loads(result.stdout.decode())


def test_a_reader_that_stops_early_is_no_failure():
    result = subprocess.run(
        ["sh", "-c", f'"{sys.executable}" -m service kinds --json | head -c 10'],
        cwd=Path(__file__).parents[2],
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )
    assert result.stderr == ""
