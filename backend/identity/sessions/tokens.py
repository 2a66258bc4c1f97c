"""Access tokens: JWT of RFC 9068 in their strictest form, signed with Ed25519 and by nothing else."""

from collections import OrderedDict
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from hashlib import sha256
from pathlib import Path
from typing import Any, Final
from uuid import UUID

import jwt
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from cryptography.hazmat.primitives.serialization import (
    Encoding,
    NoEncryption,
    PrivateFormat,
    PublicFormat,
    load_pem_private_key,
)

from backend.foundation.limits import SESSIONS_CACHED_MAX
from backend.foundation.secret_files import kept_secret
from backend.identity.sessions.rules import ACCESS_LIFETIME, NotSignedIn

KEY_FILE: Final = "access-token.pem"
ISSUER: Final = "lotline"
AUDIENCE: Final = "lotline-api"
TYPE: Final = "at+jwt"
ALGORITHM: Final = "EdDSA"
LEEWAY: Final = timedelta(seconds=5)
_TOKEN_CHARACTERS_MAX: Final = 2_048
_CLAIMS: Final = frozenset({"iss", "aud", "sub", "sid", "ver", "iat", "exp"})
_HEADER: Final = frozenset({"typ", "alg", "kid"})


@dataclass(frozen=True, slots=True)
class AccessClaims:
    """What a token says. It is a claim about a session; the session's row decides."""

    user_id: UUID
    session_id: UUID
    token_version: int
    expires_at: datetime


class AccessTokens:
    """Makes and reads access tokens with one key."""

    def __init__(self, key: Ed25519PrivateKey) -> None:
        self._key = key
        self._public = key.public_key()
        self._kid = sha256(self._public.public_bytes(Encoding.Raw, PublicFormat.Raw)).hexdigest()[:16]
        self._checked: OrderedDict[bytes, tuple[AccessClaims, datetime]] = OrderedDict()

    @classmethod
    def kept_in(cls, data_dir: Path) -> "AccessTokens":
        """With the key of this installation: made once, mode 0600. All web servers of one installation share it."""
        key = load_pem_private_key(kept_secret(data_dir / KEY_FILE, _new_key).encode(), password=None)
        if not isinstance(key, Ed25519PrivateKey):
            raise TypeError(f"{KEY_FILE} holds no Ed25519 key")
        return cls(key)

    def issue(self, *, user_id: UUID, session_id: UUID, token_version: int, now: datetime) -> str:
        claims = {
            "iss": ISSUER,
            "aud": AUDIENCE,
            "sub": str(user_id),
            "sid": str(session_id),
            "ver": token_version,
            "iat": int(now.timestamp()),
            "exp": int((now + ACCESS_LIFETIME).timestamp()),
        }
        return jwt.encode(claims, self._key, ALGORITHM, headers={"typ": TYPE, "kid": self._kid})

    def read(self, token: str, now: datetime) -> AccessClaims:
        """The token's claims. Raises NotSignedIn for whatever is not exactly a token of ours, alive at `now`.

        PyJWT checks the signature and the form; times are compared with the house's clock, and what PyJWT lets
        pass is refused here: an audience list, other header members, a token of another kind.
        """
        if len(token) > _TOKEN_CHARACTERS_MAX or not token.isascii():
            raise NotSignedIn
        # A signature once found good stays good: only the times are looked at again. No token is kept, but its digest.
        mark = sha256(token.encode()).digest()
        known = self._checked.get(mark)
        if known is None:
            known = self._checked[mark] = self._checked_claims(token)
            if len(self._checked) > SESSIONS_CACHED_MAX:
                self._checked.popitem(last=False)
        claims, issued_at = known
        if issued_at > now + LEEWAY or claims.expires_at <= now - LEEWAY:
            raise NotSignedIn
        return claims

    def _checked_claims(self, token: str) -> tuple[AccessClaims, datetime]:
        """The claims, and when they were issued, of what is a token of ours. Raises NotSignedIn."""
        try:
            header = jwt.get_unverified_header(token)
            if header.keys() != _HEADER or header["typ"] != TYPE or header["kid"] != self._kid:
                raise NotSignedIn
            claims = jwt.decode(
                token,
                self._public,
                algorithms=[ALGORITHM],
                audience=AUDIENCE,
                issuer=ISSUER,
                options={
                    "require": sorted(_CLAIMS),
                    "strict_aud": True,
                    "verify_exp": False,
                    "verify_iat": False,
                },
            )
            return _claims(claims)
        except (jwt.InvalidTokenError, ValueError, TypeError, AttributeError, OverflowError, RecursionError):
            raise NotSignedIn from None


def _claims(claims: dict[str, Any]) -> tuple[AccessClaims, datetime]:
    issued, expires, version = claims["iat"], claims["exp"], claims["ver"]
    if claims.keys() != _CLAIMS or any(type(number) is not int for number in (issued, expires, version)):
        raise NotSignedIn
    issued_at, expires_at = datetime.fromtimestamp(issued, UTC), datetime.fromtimestamp(expires, UTC)
    if expires_at - issued_at > ACCESS_LIFETIME:
        raise NotSignedIn
    return AccessClaims(UUID(claims["sub"]), UUID(claims["sid"]), version, expires_at), issued_at


def _new_key() -> str:
    key = Ed25519PrivateKey.generate()
    return key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption()).decode()
