"""What the operator decides, read once by the composition root and handed on: nothing here reads the
environment at import time, and nothing prints a secret."""

from dataclasses import dataclass
from ipaddress import IPv4Network, IPv6Network, ip_network
from pathlib import Path
from typing import Annotated, ClassVar, Literal, Self
from urllib.parse import urlsplit
from zoneinfo import ZoneInfo

from pydantic import Field, SecretStr, ValidationError, field_validator, model_validator
from pydantic_settings import BaseSettings, NoDecode, SettingsConfigDict, SettingsError

from backend.foundation.refusal import Refusal

PREFIX = "LOTLINE_"
TRUSTED_PROXIES_MAX = 64
ENV_FILE_BYTES_MAX = 65_536


@dataclass
class SettingNotUnderstood(Refusal):
    """`reason` never repeats the value: it may be a secret."""

    name: str
    reason: str
    zh: ClassVar[str] = "设置 {name} 无法识别：{reason}。请按 README 的说明修改后重新启动。"
    en: ClassVar[str] = (
        "The setting {name} is not understood: {reason}. Correct it as the README says and start again."
    )


class Settings(BaseSettings):
    """Each field is read from `LOTLINE_` + its name in capitals; a real variable wins over the .env file."""

    model_config = SettingsConfigDict(
        env_prefix=PREFIX,
        env_file_encoding="utf-8",
        env_ignore_empty=True,  # docker-compose hands on an unset variable as an empty one.
        extra="ignore",
        frozen=True,
        hide_input_in_errors=True,
    )

    environment: Literal["development", "production"] = "production"
    database_url: SecretStr | None = None  # As lotline_app. Without it the embedded server is started.
    owner_database_url: SecretStr | None = None  # As lotline_owner, for migrate and restore only.
    data_dir: Path = Path(".lotline")

    host: str = Field(default="127.0.0.1", min_length=1, max_length=253)
    port: int = Field(default=8000, ge=0, le=65_535)
    public_url: str | None = None  # What links and passkeys are bound to, without a path.
    tls_certificate: Path | None = None
    tls_key: Path | None = None
    trusted_proxies: Annotated[tuple[IPv4Network | IPv6Network, ...], NoDecode] = ()

    dingtalk_robot_url: SecretStr | None = None  # Holds the access token.
    dingtalk_robot_secret: SecretStr | None = None
    wecom_robot_url: SecretStr | None = None  # Holds the key.

    demo_logins: Path | None = None  # Set by `lotline demo`: the file of logins that its ribbon offers.
    argon2_profile: Literal["production", "test"] = "production"  # What hashing a password costs.
    time_zone: ZoneInfo = ZoneInfo("Asia/Shanghai")
    log_format: Literal["text", "json"] = "text"

    @field_validator("database_url", "owner_database_url")
    @classmethod
    def _names_a_role_and_a_database(cls, url: SecretStr | None) -> SecretStr | None:
        if url is not None:
            parts = urlsplit(url.get_secret_value())
            if parts.scheme != "postgresql" or not parts.username or len(parts.path) < 2:
                raise ValueError("expected postgresql://role:password@host:port/database")
        return url

    @field_validator("dingtalk_robot_url", "wecom_robot_url")
    @classmethod
    def _is_a_web_address(cls, url: SecretStr | None) -> SecretStr | None:
        if url is not None:
            _origin(url.get_secret_value())
        return url

    @field_validator("public_url")
    @classmethod
    def _is_an_origin(cls, url: str | None) -> str | None:
        if url is None:
            return None
        if url.rstrip("/") != _origin(url):
            raise ValueError("expected scheme, host and port only, such as https://lotline.example.cn")
        return _origin(url)

    @field_validator("trusted_proxies", mode="before")
    @classmethod
    def _is_a_list_of_addresses(cls, given: object) -> object:
        if not isinstance(given, str):
            return given
        words = [word.strip() for word in given.split(",") if word.strip()]
        if len(words) > TRUSTED_PROXIES_MAX:
            raise ValueError(f"at most {TRUSTED_PROXIES_MAX} networks")
        try:
            networks = tuple(ip_network(word) for word in words)
        except ValueError:
            raise ValueError("expected addresses or networks, such as 10.0.0.7, fd00::/8") from None
        if any(network.prefixlen == 0 for network in networks):
            raise ValueError("a network of all addresses would let anybody forge theirs")
        return networks

    @field_validator("time_zone", mode="before")
    @classmethod
    def _is_a_known_zone(cls, given: object) -> object:
        if not isinstance(given, str):
            return given
        try:
            return ZoneInfo(given)
        except (KeyError, ValueError, OSError):
            raise ValueError("expected a name of the tz database, such as Asia/Shanghai") from None

    @model_validator(mode="after")
    def _belongs_together(self) -> Self:
        if (self.tls_certificate is None) != (self.tls_key is None):
            raise ValueError("tls_certificate and tls_key are given both or not at all")
        if self.argon2_profile == "test" and self.environment != "development":
            raise ValueError("argon2_profile test is for development only: its hashes cost nothing to try")
        if self.dingtalk_robot_secret is not None and self.dingtalk_robot_url is None:
            raise ValueError("dingtalk_robot_secret is given without dingtalk_robot_url")
        return self


def read_settings(env_file: Path | None = Path(".env")) -> Settings:
    """The settings of this process, from the environment and `env_file` if there is one.

    Raises SettingNotUnderstood for the first that makes no sense.
    """
    try:
        if env_file is not None and env_file.is_file() and env_file.stat().st_size > ENV_FILE_BYTES_MAX:
            raise SettingNotUnderstood(name=str(env_file), reason=f"> {ENV_FILE_BYTES_MAX} bytes")
        return Settings(_env_file=env_file)  # type: ignore[call-arg]  # Known to pydantic-settings only.
    except ValidationError as refused:
        first = refused.errors(include_url=False, include_input=False, include_context=False)[0]
        name = "".join(f"{PREFIX}{str(part).upper()}" for part in first["loc"][:1])
        reason = first["msg"].removeprefix("Value error, ")
        raise SettingNotUnderstood(name=name or f"{PREFIX}…", reason=reason) from None
    except (SettingsError, UnicodeDecodeError):
        raise SettingNotUnderstood(name=str(env_file), reason="not readable as UTF-8 text") from None


def _origin(url: str) -> str:
    """Scheme, host and port of a web address. Raises ValueError for anything else."""
    parts = urlsplit(url)
    if parts.scheme not in ("https", "http") or not parts.hostname or parts.username is not None:
        raise ValueError("expected a web address that begins with https:// or http://")
    return f"{parts.scheme}://{parts.netloc}"
