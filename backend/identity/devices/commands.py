"""Enrols and revokes devices."""

from dataclasses import dataclass
from typing import Final
from uuid import UUID

from sqlalchemy import func, select

from backend.foundation.command import handles
from backend.foundation.limits import DEVICES_PER_PERSON_MAX
from backend.foundation.perform import refuses
from backend.foundation.permission import SIGNED_IN, NotFound
from backend.foundation.text import cleaned
from backend.foundation.work import Work
from backend.identity.devices.rules import DeviceKnown, TooManyDevices, usable_key
from backend.identity.devices.tables import Device
from backend.identity.rights import PEOPLE_MANAGE
from backend.identity.users.commands import user_for_update

DEVICE_NAME_CHARACTERS_MAX: Final = 100


@dataclass(frozen=True, slots=True, kw_only=True)
class EnrolDevice:
    """Makes this browser a device of the person who is signed in. `public_key`: P-256, base64url (spki or raw)."""

    device_id: UUID
    name: str
    public_key: str


@dataclass(frozen=True, slots=True, kw_only=True)
class RevokeDevice:
    """Takes a device's word away: one's own, or for the administrator anybody's."""

    device_id: UUID


@dataclass(frozen=True, slots=True)
class DeviceEnrolled:
    """The device may hand in what it signs."""

    device_id: UUID


@dataclass(frozen=True, slots=True)
class DeviceRevoked:
    """What the device signs from now on is kept as evidence, and has no effect."""

    device_id: UUID


refuses("pk_devices", DeviceKnown)


@handles(EnrolDevice, name="identity.enrolDevice", needs=SIGNED_IN)
async def enrol_device(command: EnrolDevice, work: Work) -> DeviceEnrolled:
    name = cleaned(command.name, characters_max=DEVICE_NAME_CHARACTERS_MAX)
    public_key = usable_key(command.public_key)
    user = await user_for_update(work.session, work.actor.user_id)  # Two enrolments at once take turns.
    enrolled = await work.session.scalar(
        select(func.count()).where(Device.user_id == user.id, Device.revoked_at.is_(None))
    )
    if (enrolled or 0) >= DEVICES_PER_PERSON_MAX:
        raise TooManyDevices(DEVICES_PER_PERSON_MAX)
    work.session.add(
        Device(id=command.device_id, user_id=user.id, name=name, public_key=public_key, created_at=work.now)
    )
    work.changed("device", command.device_id, None, {"user": str(user.id), "name": name})
    return DeviceEnrolled(command.device_id)


@handles(RevokeDevice, name="identity.revokeDevice", needs=SIGNED_IN)
async def revoke_device(command: RevokeDevice, work: Work) -> DeviceRevoked:
    device = await work.session.scalar(select(Device).where(Device.id == command.device_id).with_for_update())
    if device is None or not (device.user_id == work.actor.user_id or work.actor.may(PEOPLE_MANAGE)):
        raise NotFound("device")
    if device.revoked_at is None:
        device.revoked_at = work.now
    work.changed("device", device.id, {"revoked": False}, {"revoked": True})
    return DeviceRevoked(device.id)
