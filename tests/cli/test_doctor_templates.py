"""`service doctor` on the office's own templates: an upgrade may have made one stale."""

from datetime import UTC, datetime

import pytest

from service.store import documents, word_templates
from tests.builders import NOW, person_of
from tests.templates import changed, own, usable

pytestmark = pytest.mark.slow


@pytest.fixture
def line(service, data):
    def line():
        findings = service("doctor", "--json").json
        return next(one for one in findings if one["name"] == "Mẫu Word")

    return line


@pytest.fixture
def use(office):
    def use(template, reason=""):
        sha256, by = office.files.put(template), person_of(office.db, "quantri")
        with office.db.write():
            documents.note_file(office.db, sha256, len(template), "application/zip", NOW)
            put = word_templates.put(
                office.db, "official_letter", sha256, "mau-cu.docx", by=by, now=NOW
            )
            word_templates.choose(
                office.db, "official_letter", put, datetime.now(UTC).date(), reason=reason,
                by=by, now=NOW,
            )  # fmt: skip

    return use


def test_without_own_templates_there_is_nothing_to_say(line):
    assert line() == {"name": "Mẫu Word", "ok": True, "message": "dùng mẫu sẵn có."}


def test_a_template_that_fits_today_is_well(line, use):
    use(usable())
    assert line()["ok"]
    assert line()["message"].startswith("1 mẫu riêng")


def test_a_field_that_is_gone_is_told_with_the_template_and_what_to_do(line, use):
    use(changed(own(), ("{{ signer_name }}", "{{ signer }}")))
    found = line()
    assert not found["ok"]
    assert "“mau-cu.docx” (công văn)" in found["message"]
    assert "signer" in found["message"]
    assert "dùng lại mẫu sẵn có" in found["message"]


def test_a_field_that_is_new_and_not_printed_is_told_unless_that_was_confirmed(line, use):
    unprinted = changed(own(), ("{{ signer_remark }}", ""))
    use(unprinted)
    assert not line()["ok"]
    use(unprinted, reason="Cơ quan không dùng")
    assert line()["ok"]
