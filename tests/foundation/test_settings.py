from ipaddress import ip_network
from pathlib import Path

import pytest

from backend.foundation.settings import SettingNotUnderstood, Settings, read_settings

APP_URL = "postgresql://lotline_app:s3cret@db:5432/lotline"


@pytest.fixture(autouse=True)
def _nothing_set_by_the_machine(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.chdir(tmp_path)
    for name in Settings.model_fields:
        monkeypatch.delenv(f"LOTLINE_{name.upper()}", raising=False)


def test_without_any_setting_it_serves_this_machine_only_as_in_production():
    settings = read_settings()

    assert (settings.host, settings.port, settings.environment) == ("127.0.0.1", 8000, "production")
    assert settings.database_url is None
    assert settings.trusted_proxies == ()
    assert settings.time_zone.key == "Asia/Shanghai"


def test_a_variable_wins_over_the_file_which_wins_over_the_default(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
):
    (tmp_path / ".env").write_text("LOTLINE_PORT=9000\nLOTLINE_HOST=0.0.0.0\nOTHER=1\n", encoding="utf-8")
    monkeypatch.setenv("LOTLINE_PORT", "9001")

    settings = read_settings()

    assert (settings.port, settings.host, settings.log_format) == (9001, "0.0.0.0", "text")  # noqa: S104


def test_an_empty_variable_is_one_that_is_not_set(monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setenv("LOTLINE_DATABASE_URL", "")
    assert read_settings().database_url is None


def test_proxies_are_a_list_of_networks(monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setenv("LOTLINE_TRUSTED_PROXIES", "10.0.0.7, fd00::/8")
    assert read_settings().trusted_proxies == (ip_network("10.0.0.7/32"), ip_network("fd00::/8"))


def test_a_public_address_is_kept_without_its_last_slash(monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setenv("LOTLINE_PUBLIC_URL", "https://lotline.example.cn/")
    assert read_settings().public_url == "https://lotline.example.cn"


def test_secrets_are_in_no_printed_form(monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setenv("LOTLINE_DATABASE_URL", APP_URL)
    monkeypatch.setenv(
        "LOTLINE_DINGTALK_ROBOT_URL", "https://oapi.dingtalk.com/robot/send?access_token=s3cret"
    )
    monkeypatch.setenv("LOTLINE_DINGTALK_ROBOT_SECRET", "SECs3cret")
    monkeypatch.setenv(
        "LOTLINE_WECOM_ROBOT_URL", "https://qyapi.weixin.qq.com/cgi-bin/webhook/send?key=s3cret"
    )

    settings = read_settings()

    assert "s3cret" not in f"{settings!r} {settings} {settings.model_dump()} {settings.model_dump_json()}"
    assert settings.database_url is not None
    assert settings.database_url.get_secret_value() == APP_URL


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("ENVIRONMENT", "staging"),
        ("DATABASE_URL", "sqlite:///s3cret.db"),
        ("DATABASE_URL", "postgresql://db/lotline?password=s3cret"),
        ("DATABASE_URL", "postgresql://lotline_app:s3cret@db"),
        ("OWNER_DATABASE_URL", "postgresql://[s3cret"),
        ("PORT", "s3cret"),
        ("PORT", "65536"),
        ("HOST", "h" * 254),
        ("PUBLIC_URL", "lotline.example.cn"),
        ("PUBLIC_URL", "https://lotline.example.cn/app"),
        ("PUBLIC_URL", "https://user:s3cret@lotline.example.cn"),
        ("TRUSTED_PROXIES", "10.0.0.1/8"),
        ("TRUSTED_PROXIES", "s3cret"),
        ("TRUSTED_PROXIES", "0.0.0.0/0"),
        ("TRUSTED_PROXIES", ",".join(["10.0.0.1"] * 65)),
        ("DINGTALK_ROBOT_URL", "ftp://s3cret"),
        ("WECOM_ROBOT_URL", "s3cret"),
        ("TIME_ZONE", "Asia/Peking"),
        ("TIME_ZONE", "../s3cret"),
        ("LOG_FORMAT", "xml"),
    ],
)
def test_a_setting_that_makes_no_sense_is_named_but_not_repeated(
    name: str, value: str, monkeypatch: pytest.MonkeyPatch
):
    monkeypatch.setenv(f"LOTLINE_{name}", value)

    with pytest.raises(SettingNotUnderstood) as refused:
        read_settings()

    assert refused.value.name == f"LOTLINE_{name}"
    assert "s3cret" not in refused.value.say("zh") + refused.value.say("en")


@pytest.mark.parametrize(
    ("name", "value", "reason"),
    [
        ("TLS_KEY", "server.key", "tls_certificate and tls_key are given both or not at all"),
        ("DINGTALK_ROBOT_SECRET", "s3cret", "dingtalk_robot_secret is given without dingtalk_robot_url"),
    ],
)
def test_half_a_pair_is_refused(name: str, value: str, reason: str, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setenv(f"LOTLINE_{name}", value)

    with pytest.raises(SettingNotUnderstood) as refused:
        read_settings()

    assert refused.value.reason == reason


@pytest.mark.parametrize("content", [b"\xff\xfe", b"x" * 70_000])
def test_a_settings_file_that_is_no_text_or_too_long_is_refused(content: bytes, tmp_path: Path):
    (tmp_path / ".env").write_bytes(content)
    with pytest.raises(SettingNotUnderstood) as refused:
        read_settings()
    assert refused.value.name == ".env"


def test_hashes_that_cost_nothing_are_for_development_only(monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setenv("LOTLINE_ARGON2_PROFILE", "test")
    with pytest.raises(SettingNotUnderstood, match="for development only"):
        read_settings(None)
    monkeypatch.setenv("LOTLINE_ENVIRONMENT", "development")
    assert read_settings(None).argon2_profile == "test"
