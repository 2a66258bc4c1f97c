"""How long a session lasts, how one refresh token follows from another, and who is refused."""

import hmac
import secrets
from base64 import urlsafe_b64encode
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import Enum, auto
from hashlib import sha256
from ipaddress import IPv6Address, ip_address
from typing import ClassVar, Final

from backend.foundation.refusal import Refusal

ACCESS_LIFETIME: Final = timedelta(minutes=10)
SESSION_LIFETIME: Final = timedelta(hours=12)
DRIVER_SESSION_LIFETIME: Final = timedelta(days=30)
PROOF_LIFETIME: Final = timedelta(minutes=5)
GRACE: Final = timedelta(seconds=10)
ATTEMPTS_WINDOW: Final = timedelta(minutes=1)
TOKEN_BYTES: Final = 32
TOKEN_CHARACTERS_MAX: Final = 100
_IPV6_HOUSEHOLD_BITS: Final = 64


@dataclass
class SignInRefused(Refusal):
    """One sentence for an unknown login, a wrong secret, a disabled person and a used code: nobody learns which."""

    final: ClassVar[bool] = False
    zh: ClassVar[str] = "账号或密码不符，或账号已停用。请核对后重试，忘记密码请联系管理员获取一次性代码。"
    en: ClassVar[str] = (
        "Login and password do not match, or the account is closed. Check both; if you forgot, ask your "
        "administrator for a one-time code."
    )


@dataclass
class SecretWrong(Refusal):
    """A signed-in person typed a password or PIN that is not theirs."""

    final: ClassVar[bool] = False
    zh: ClassVar[str] = "密码或 PIN 不符，请重新输入。尚未设置 PIN 时，请使用密码。"
    en: ClassVar[str] = (
        "The password or PIN is not yours. Type it again; if you have no PIN yet, use the password."
    )


@dataclass
class SignInsTooMany(Refusal):
    seconds: int
    final: ClassVar[bool] = False
    zh: ClassVar[str] = "尝试次数过多，请在 {seconds} 秒后再试。"
    en: ClassVar[str] = "Too many attempts. Try again in {seconds} seconds."


@dataclass
class SessionEnded(Refusal):
    """No such token, the session is over, or its token came back a second time."""

    final: ClassVar[bool] = False
    zh: ClassVar[str] = "登录已结束，请重新登录。本机未上传的内容仍在。"
    en: ClassVar[str] = "You are signed out. Sign in again; what this phone has not sent yet is still here."


@dataclass
class NotSignedIn(Refusal):
    """No access token, or one that does not hold."""

    final: ClassVar[bool] = False
    zh: ClassVar[str] = "请先登录。"
    en: ClassVar[str] = "Sign in first."


@dataclass
class DeviceNotYours(Refusal):
    """The request names a device that is not the person's, or was revoked."""

    final: ClassVar[bool] = False
    zh: ClassVar[str] = "此设备未登记在你名下，或已被移除。请重新登记此设备。"
    en: ClassVar[str] = "This device is not enrolled as yours, or was removed. Enrol it again."


@dataclass
class MeaningUnknown(Refusal):
    meaning: str
    zh: ClassVar[str] = "没有“{meaning}”这种签字含义，请更新应用后再签。"
    en: ClassVar[str] = "There is no signature of the meaning “{meaning}”. Update the app, then sign."


class Use(Enum):
    """What a presented refresh token is good for."""

    ROTATE = auto()
    REPEAT = auto()
    END_SESSION = auto()


def session_lifetime(posts: Iterable[str]) -> timedelta:
    """30 days for who only drives, 12 hours for everybody else, also for a driver with a second post."""
    return DRIVER_SESSION_LIFETIME if set(posts) == {"driver"} else SESSION_LIFETIME


def use_of(*, used_at: datetime | None, used_by: bytes | None, device_mark: bytes, now: datetime) -> Use:
    """A fresh token is rotated. A used one is repeated for the same device within GRACE (its answer was lost);
    anybody else's, and any later, means that two hold it, and ends the session."""
    if used_at is None:
        return Use.ROTATE
    if used_by == device_mark and now - used_at <= GRACE:
        return Use.REPEAT
    return Use.END_SESSION


def new_refresh_token() -> str:
    """256 random bits."""
    return _spelled(secrets.token_bytes(TOKEN_BYTES))


def successor(token: str, salt: bytes) -> str:
    """The token that follows `token`: HMAC-SHA256 of the salt in its row, under the token itself.

    So a lost answer can be given again, although neither token is stored: the database alone has only hashes and
    salts, an old token alone has no salt, and no server key is needed that could leak.
    """
    return _spelled(hmac.digest(token.encode(), salt, "sha256"))


def token_hash(token: str) -> bytes:
    return sha256(token.encode(errors="replace")).digest()


def device_mark(user_agent: str, device_id: str) -> bytes:
    """What tells the phone that repeats its own request from another that holds the same cookie."""
    return sha256(f"{len(user_agent)}:{user_agent}{device_id}".encode(errors="replace")).digest()


def account_key(login: str) -> bytes:
    return sha256(login.strip().lower().encode(errors="replace")).digest()


def address_key(host: str) -> str:
    """The address as it is counted: an IPv6 household has a whole /64 to itself."""
    try:
        address = ip_address(host.partition("%")[0])
    except ValueError:
        return "unknown"
    if isinstance(address, IPv6Address):
        if address.ipv4_mapped is not None:
            return str(address.ipv4_mapped)
        household = int(address) >> _IPV6_HOUSEHOLD_BITS << _IPV6_HOUSEHOLD_BITS
        return f"{IPv6Address(household)}/{_IPV6_HOUSEHOLD_BITS}"
    return str(address)


def _spelled(token: bytes) -> str:
    return urlsafe_b64encode(token).decode().rstrip("=")
