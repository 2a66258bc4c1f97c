"""Which groups notices are posted to; the composition root hands it over with the house."""

from dataclasses import dataclass

from pydantic import SecretStr


@dataclass(frozen=True, slots=True, kw_only=True)
class Robots:
    """The group robots that notices are posted to, and the address that their links begin with."""

    public_url: str
    dingtalk_url: SecretStr | None = None
    dingtalk_secret: SecretStr | None = None
    wecom_url: SecretStr | None = None
