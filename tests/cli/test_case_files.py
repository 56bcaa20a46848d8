"""`service export-case` and `import-case` carry a case file from one office to another."""

import zipfile

from tests.actions.test_case_export import make_case
from tests.builders import clone_world


def test_a_file_goes_out_and_into_another_office(
    office, data, service, tmp_path, world, monkeypatch
):
    make_case(office)
    target = tmp_path / "ho-so.zip"
    answer = service("export-case", "2026", "01.VHXH", "--out", str(target))
    assert answer.code == 0, answer.err
    assert "Đã xuất hồ sơ 01.VHXH (2026), 2 văn bản" in answer.out
    assert zipfile.is_zipfile(target)
    again = service("export-case", "2026", "01.VHXH", "--out", str(target))
    assert (again.code, "Đã có tệp" in again.err) == (2, True)
    clone_world(world, tmp_path / "other").close()
    monkeypatch.setenv("SERVICE_DATA", str(tmp_path / "other"))
    assert service("import-case", str(target), "--json").json == {
        "case": 1,
        "papers": 2,
        "new": True,
    }
    assert "không có gì mới" in service("import-case", str(target)).out


def test_what_is_not_there_ends_in_a_sentence(data, service, tmp_path):
    answer = service("export-case", "2026", "99.VP", "--out", str(tmp_path))
    assert (answer.code, "không có hồ sơ 99.VP" in answer.err) == (2, True)
    answer = service("import-case", str(tmp_path / "missing.zip"))
    assert (answer.code, "Không đọc được" in answer.err) == (2, True)
    broken = tmp_path / "broken.zip"
    broken.write_bytes(b"PK nothing")
    answer = service("import-case", str(broken))
    assert (answer.code, "không phải gói ZIP" in answer.err) == (2, True)
