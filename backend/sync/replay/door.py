"""The two ways in for envelopes: replay by who is signed in, and custody alone for a device that shows only its key."""

from collections.abc import Sequence
from uuid import UUID

from sqlalchemy import select

from backend.foundation.actor import Actor
from backend.foundation.house import House
from backend.identity.devices.tables import Device
from backend.identity.users.tables import User
from backend.sync.custody.turns import turn_of
from backend.sync.replay.applying import Applier, ShutOut
from backend.sync.replay.commanded import OfflineCommands
from backend.sync.replay.reporting import TellingStore
from backend.sync.replay.rules import TooMuchAtOnce
from offline.custody import BatchRefused, InCustody, NotTaken, check_batch
from offline.digest import text_digest
from offline.effect import take_effect
from offline.envelope import EnvelopeRefused, parse
from offline.outcome import Waiting, again
from offline.replay import Answer, replay, take_custody
from offline.signature import SignedEnvelope


async def replayed(
    house: House, actor: Actor, batch: Sequence[SignedEnvelope], commands: OfflineCommands
) -> list[Answer]:
    """One answer for each envelope, in the order sent. Raises TooMuchAtOnce.

    All are of one device, which must be the actor's own: another person on the same phone has another chain.
    """
    _check(batch)
    device = await _device_of(house, batch)
    if device is None or device.user_id != actor.user_id:
        problem = "UnknownDevice" if device is None else "ForeignDevice"
        return [_not_taken(one, problem) for one in batch]
    store = TellingStore(house)
    shut_out: ShutOut | None = None if device.revoked_at is None else "deviceRevoked"
    applier = Applier(house=house, commands=commands, store=store, now=actor, shut_out=shut_out)
    async with turn_of(house, device.id) as is_mine:
        if not is_mine:
            return await _kept_only(house, str(device.id), batch, store)
        return await replay(
            batch,
            device=str(device.id),
            store=store,
            apply=applier.apply,
            physical_facts=commands.physical_facts,
            received_at=house.clock.now(),
        )


async def handed_in(house: House, batch: Sequence[SignedEnvelope], commands: OfflineCommands) -> list[Answer]:
    """Receipts alone, for envelopes that show nothing but their device's signature. Raises TooMuchAtOnce.

    Nothing takes effect. Where the device is revoked or its owner has left, nothing ever will: what waits goes to
    quarantine, and the office hears of it.
    """
    _check(batch)
    device = await _device_of(house, batch)
    if device is None:
        return [_not_taken(one, "UnknownDevice") for one in batch]
    store = TellingStore(house)
    receipts = await take_custody(batch, device=str(device.id), store=store, received_at=house.clock.now())
    shut_out = await _shut_out(house, device)
    if shut_out is not None:
        applier = Applier(house=house, commands=commands, store=store, now=None, shut_out=shut_out)
        async with turn_of(house, device.id) as is_mine:
            if is_mine:
                await take_effect(
                    device=str(device.id),
                    store=store,
                    apply=applier.apply,
                    physical_facts=commands.physical_facts,
                )
    return [Answer(digest=digest, receipt=receipt, outcome=None) for digest, receipt in receipts]


async def _kept_only(
    house: House, device: str, batch: Sequence[SignedEnvelope], store: TellingStore
) -> list[Answer]:
    """Somebody else is giving effect to this device's work just now: what is known so far."""
    answers = []
    for digest, receipt in await take_custody(
        batch, device=device, store=store, received_at=house.clock.now()
    ):
        known = await store.outcome_of(digest) if isinstance(receipt, InCustody) else None
        waiting = Waiting() if isinstance(receipt, InCustody) else None
        answers.append(Answer(digest=digest, receipt=receipt, outcome=again(known) if known else waiting))
    return answers


def _check(batch: Sequence[SignedEnvelope]) -> None:
    try:
        check_batch(batch)
    except BatchRefused as refused:
        raise TooMuchAtOnce(refused.envelopes_max, refused.bytes_max) from None


async def _device_of(house: House, batch: Sequence[SignedEnvelope]) -> Device | None:
    """The device that the first readable envelope names; the others are held to it by custody."""
    for one in batch:
        try:
            named = UUID(parse(one.envelope).device)
        except EnvelopeRefused:
            continue
        async with house.sessions() as session:
            device: Device | None = await session.get(Device, named)
        return device
    return None


async def _shut_out(house: House, device: Device) -> ShutOut | None:
    if device.revoked_at is not None:
        return "deviceRevoked"
    async with house.sessions() as session:
        disabled_at = await session.scalar(select(User.disabled_at).where(User.id == device.user_id))
    return None if disabled_at is None else "userDisabled"


def _not_taken(one: SignedEnvelope, problem: str) -> Answer:
    """Its own fault before the device's: what cannot be read names no device."""
    try:
        parse(one.envelope)
    except EnvelopeRefused as refused:
        problem = type(refused).__name__
    return Answer(digest=text_digest(one.envelope), receipt=NotTaken(problem=problem), outcome=None)
