"""Who is behind an access token, looked at again at least once a second: what changes holds everywhere within that."""

import time
from collections import OrderedDict
from collections.abc import Callable
from dataclasses import replace
from uuid import UUID

from backend.foundation.actor import SYSTEM, Actor
from backend.foundation.house import House
from backend.foundation.limits import SESSION_SECONDS_UNSEEN_MAX, SESSIONS_CACHED_MAX
from backend.identity.sessions.queries import SIGNED_IN_BY_SESSION, SignedInRow
from backend.identity.sessions.rules import DeviceNotYours, NotSignedIn
from backend.identity.sessions.tokens import AccessClaims, AccessTokens


class CurrentActors:
    """Actors by session, each remembered for SESSION_SECONDS_UNSEEN_MAX. One per process."""

    def __init__(
        self, house: House, tokens: AccessTokens, timer: Callable[[], float] = time.monotonic
    ) -> None:
        self._house = house
        self._tokens = tokens
        self._timer = timer
        self._seen: OrderedDict[UUID, tuple[float, SignedInRow]] = OrderedDict()

    async def of(self, access_token: str, device_id: UUID | None = None) -> tuple[Actor, AccessClaims]:
        """The person who is signed in, on a device of theirs if one is named. Raises NotSignedIn, DeviceNotYours."""
        claims = self._tokens.read(access_token, self._house.clock.now())
        row = await self._row(claims.session_id)
        if row is None or row.id != claims.user_id or row.token_version != claims.token_version:
            raise NotSignedIn
        if device_id is not None and device_id not in row.devices:
            raise DeviceNotYours
        return replace(row.actor(claims.session_id), device_id=device_id), claims

    async def _row(self, session_id: UUID) -> SignedInRow | None:
        now = self._timer()
        seen = self._seen.get(session_id)
        if seen is not None and now - seen[0] < SESSION_SECONDS_UNSEEN_MAX:
            return seen[1]
        async with self._house.reading(SYSTEM) as reading:
            row = await reading.first(SIGNED_IN_BY_SESSION, session_id=session_id, at=self._house.clock.now())
        self._seen.pop(session_id, None)
        if row is not None:
            # As of the moment before it was asked: it is never believed for longer than stated.
            self._seen[session_id] = (now, row)
            if len(self._seen) > SESSIONS_CACHED_MAX:
                self._seen.popitem(last=False)
        return row
