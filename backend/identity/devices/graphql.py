"""Devices in GraphQL."""

from datetime import datetime
from uuid import UUID

import strawberry

from backend.foundation.graphql.context import Info
from backend.foundation.graphql.fields import query
from backend.foundation.graphql.speaking import mutation, mutations
from backend.foundation.limits import PAGE_SIZE_MAX
from backend.foundation.permission import SIGNED_IN
from backend.identity.devices import queries
from backend.identity.devices.commands import EnrolDevice, RevokeDevice
from backend.identity.devices.rules import DeviceKeyNotUsable, DeviceKnown, TooManyDevices
from backend.identity.rights import PEOPLE_MANAGE


@strawberry.type(name="Device", description="A browser with a key of its own.")
class DeviceType:
    id: UUID
    name: str
    last_seen_at: datetime | None
    revoked_at: datetime | None
    created_at: datetime


@strawberry.type
class DeviceQueries:
    @query(needs=SIGNED_IN, at_most=PAGE_SIZE_MAX)
    async def my_devices(self, info: Info) -> list[DeviceType]:
        """My own devices, the living ones first, the newest first."""
        actor = info.context.actor
        return await info.context.all(queries.DEVICES_OF, of=None if actor is None else actor.user_id)

    @query(needs=PEOPLE_MANAGE, at_most=PAGE_SIZE_MAX)
    async def devices(self, info: Info, user_id: UUID) -> list[DeviceType]:
        """Another person's devices."""
        return await info.context.all(queries.DEVICES_OF, of=user_id)


DeviceMutations = mutations(
    "DeviceMutations",
    mutation(EnrolDevice, refuses=(DeviceKeyNotUsable, DeviceKnown, TooManyDevices)),
    mutation(RevokeDevice),
)
