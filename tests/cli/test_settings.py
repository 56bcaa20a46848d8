"""Settings: read once, refused at once, every wrong one named."""

import os
import stat
from concurrent.futures import ThreadPoolExecutor

import pytest

from service.domain.errors import Refused
from service.settings import VARIABLES, Settings, SettingsRefused, _keep_secret_key, load


def refused(**environ: str) -> dict[str, str]:
    with pytest.raises(SettingsRefused) as caught:
        load(environ)
    return caught.value.errors


def test_an_empty_environment_gives_the_documented_defaults():
    settings = load({})
    assert (settings.host, settings.port, settings.threads) == ("127.0.0.1", 8000, 8)
    assert settings.data.is_absolute()
    assert settings.database == settings.data / "office.db"


def test_every_field_has_a_variable():
    fields = set(Settings.__dataclass_fields__)
    assert fields == {variable.field for variable in VARIABLES}


def test_every_wrong_value_is_named_in_one_message():
    errors = refused(
        SERVICE_PORT="eighty",
        SERVICE_THREADS="0",
        SERVICE_LOG="loud",
        SERVICE_CONVERT_TIMEOUT_S="nan",
        SERVICE_COOKIE_SECURE="yes",
        SERVICE_HOST="http://office",
    )
    assert set(errors) == {
        "SERVICE_PORT",
        "SERVICE_THREADS",
        "SERVICE_LOG",
        "SERVICE_CONVERT_TIMEOUT_S",
        "SERVICE_COOKIE_SECURE",
        "SERVICE_HOST",
    }
    assert (
        errors["SERVICE_PORT"] == "SERVICE_PORT phải là số nguyên từ 1 đến 65535; đang là “eighty”."
    )


def test_the_message_holds_every_sentence():
    with pytest.raises(SettingsRefused, match=r"SERVICE_PORT phải(.|\n)*SERVICE_SEED phải"):
        load({"SERVICE_PORT": "0", "SERVICE_SEED": "maybe"})


@pytest.mark.parametrize("port", ["0", "65536", "-1", "٣", "8e3", " 80"])
def test_a_port_that_is_none_is_refused(port):
    assert "SERVICE_PORT" in refused(SERVICE_PORT=port)


def test_a_misspelt_variable_is_refused_with_the_right_one():
    assert "SERVICE_THREADS" in refused(SERVICE_THREAD="4")["SERVICE_THREAD"]


def test_a_variable_nobody_knows_is_refused_with_all_that_exist():
    assert "SERVICE_DATA" in refused(SERVICE_XYZZY="4")["SERVICE_XYZZY"]


def test_other_programs_variables_are_none_of_ours():
    assert load({"HOME": "/tmp", "MY_SERVICE_X": "1"}).port == 8000


def test_the_process_managers_port_counts_when_ours_is_not_set():
    assert load({"PORT": "5100"}).port == 5100
    assert load({"PORT": "5100", "SERVICE_PORT": "9000"}).port == 9000


@pytest.mark.parametrize(
    ("host", "at_home"),
    [
        *((host, True) for host in ("127.0.0.1", "127.8.0.1", "localhost", "::1")),
        *((host, False) for host in ("0.0.0.0", "10.1.2.3", "van-thu.example", "::")),
    ],
)
def test_cookies_are_secure_and_no_test_world_is_made_where_others_reach_us(host, at_home):
    settings = load({"SERVICE_HOST": host})
    assert (settings.cookie_secure, settings.seed) == (not at_home, at_home)


def test_both_can_be_said_explicitly():
    settings = load({"SERVICE_COOKIE_SECURE": "1", "SERVICE_SEED": "0"})
    assert (settings.cookie_secure, settings.seed) == (True, False)


def test_a_data_folder_that_is_a_file_is_refused(tmp_path):
    file = tmp_path / "data"
    file.touch()
    assert "SERVICE_DATA" in refused(SERVICE_DATA=str(file))


def test_a_secret_key_is_made_once_and_for_its_owner_only(tmp_path):
    settings = load({"SERVICE_DATA": str(tmp_path / "new")})
    first = settings.secret_key
    assert len(first) == 64
    assert load({"SERVICE_DATA": str(tmp_path / "new")}).secret_key == first
    path = tmp_path / "new" / "secret_key"
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    assert [entry.name for entry in (tmp_path / "new").iterdir()] == ["secret_key"]


def test_processes_that_start_together_share_one_key(tmp_path):
    settings = load({"SERVICE_DATA": str(tmp_path)})
    with ThreadPoolExecutor(16) as pool:
        keys = set(pool.map(lambda _: settings.secret_key, range(64)))
    assert len(keys) == 1


def test_the_second_of_two_processes_keeps_the_key_of_the_first(tmp_path):
    path = tmp_path / "secret_key"
    path.write_text("the key of the first\n")
    _keep_secret_key(path)  # it had looked before the first one wrote
    assert path.read_text() == "the key of the first\n"
    assert [entry.name for entry in tmp_path.iterdir()] == ["secret_key"]


def test_a_given_key_is_used_and_nothing_is_written(tmp_path):
    environ = {"SERVICE_DATA": str(tmp_path / "new"), "SERVICE_SECRET_KEY": "k" * 20}
    assert load(environ).secret_key == "k" * 20
    assert not (tmp_path / "new").exists()


def test_a_key_may_come_from_a_file(tmp_path):
    (tmp_path / "key").write_text("from-a-file-of-its-own\n")
    settings = load({"SERVICE_SECRET_KEY_FILE": str(tmp_path / "key")})
    assert settings.secret_key == "from-a-file-of-its-own"


def test_a_key_is_never_repeated_on_a_screen(tmp_path):
    (tmp_path / "key").write_text("tooshort")
    sentences = refused(SERVICE_SECRET_KEY="hush-hush")
    assert "hush" not in "".join(sentences.values())
    assert "tooshort" not in "".join(
        refused(SERVICE_SECRET_KEY_FILE=str(tmp_path / "key")).values()
    )
    assert "k" * 20 not in repr(load({"SERVICE_SECRET_KEY": "k" * 20}))


def test_a_missing_key_file_and_two_keys_are_refused(tmp_path):
    missing = str(tmp_path / "none")
    assert "đọc được" in refused(SERVICE_SECRET_KEY_FILE=missing)["SERVICE_SECRET_KEY_FILE"]
    (tmp_path / "key").write_text("k" * 20)
    both = refused(SERVICE_SECRET_KEY="k" * 20, SERVICE_SECRET_KEY_FILE=str(tmp_path / "key"))
    assert "một trong hai" in both["SERVICE_SECRET_KEY_FILE"]


def test_a_data_folder_that_cannot_be_made_says_so(tmp_path):
    (tmp_path / "file").touch()
    settings = load({"SERVICE_DATA": str(tmp_path / "file" / "below")})
    with pytest.raises(Refused, match="khóa phiên"):
        _ = settings.secret_key


def test_the_real_environment_is_read_when_none_is_given(monkeypatch):
    for name in list(os.environ):
        if name.startswith("SERVICE_"):
            monkeypatch.delenv(name)
    monkeypatch.setenv("SERVICE_PORT", "4321")
    assert load().port == 4321
