"""`perform`: the one room that every write goes through, whichever door it came in by."""

import json
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, ClassVar, Final, get_type_hints
from uuid import UUID

import msgspec
from sqlalchemy import text
from sqlalchemy.exc import DBAPIError
from sqlalchemy.ext.asyncio import AsyncSession

from backend.foundation.actor import Actor
from backend.foundation.command import Handler, content_hash, handler_of, plain
from backend.foundation.events import Event, listeners_of
from backend.foundation.house import House
from backend.foundation.ids import derived_id
from backend.foundation.permission import SIGNED_IN, NotAllowed
from backend.foundation.recorder import Done
from backend.foundation.refusal import Refusal
from backend.foundation.tables import Base
from backend.foundation.work import Door, Work

ATTEMPTS_MAX: Final = 3
_RETRIED: Final = {"40001", "40P01"}  # serialization_failure, deadlock_detected
NOBODY_DOOR: Final = Door()

ConstraintSpeaks = Callable[[], Refusal]
_CONSTRAINTS: dict[str, ConstraintSpeaks] = {}


@dataclass
class KeyReused(Refusal):
    """The command id was used before, for another content or by another person."""

    zh: ClassVar[str] = "这个操作编号已被用过，内容或操作人不同。请重新填写后提交。"
    en: ClassVar[str] = (
        "This command id was used before for something else. Fill in the form again and submit."
    )


@dataclass
class Busy(Refusal):
    """Others were changing the same rows three times in a row; the same command may be sent again."""

    final: ClassVar[bool] = False
    zh: ClassVar[str] = "其他人正在处理同一条记录，请稍后再试，内容已保留。"
    en: ClassVar[str] = "Others are working on the same record. Try again shortly; nothing was lost."


@dataclass(frozen=True, slots=True)
class Performed:
    """What a door gets back: the handler's result, and whether it was an earlier performance's."""

    result: Any
    replayed: bool = False


def refuses(constraint: str, refusal: ConstraintSpeaks) -> None:
    """Says which refusal a violated constraint of that name means; any other violation is a bug."""
    _CONSTRAINTS[constraint] = refusal


async def perform(
    house: House, command: object, actor: Actor, command_id: UUID, door: Door = NOBODY_DOOR
) -> Performed:
    """Checks, acts, records and commits, all or nothing. Raises a `Refusal` for every expected "no".

    The order is fixed: unit of work · command id · right · signature · handler · outbox · audit entry · commit.
    A final refusal is kept under the command id, so that a repeat gives the same answer.
    """
    handler = handler_of(command)
    digest = content_hash(handler.name, command)
    for attempt in range(1, ATTEMPTS_MAX + 1):
        try:
            return await _attempt(house, handler, command, digest, actor, command_id, door)
        except Refusal as refusal:
            if refusal.final and not isinstance(refusal, KeyReused | _Repeated):
                await _keep_refusal(house, handler, digest, actor, command_id, refusal)
            raise refusal.stored if isinstance(refusal, _Repeated) else refusal from None
        except DBAPIError as failure:
            refusal_meant = _constraint_refusal(failure)
            if refusal_meant is not None:
                await _keep_refusal(house, handler, digest, actor, command_id, refusal_meant)
                raise refusal_meant from None
            if getattr(failure.orig, "sqlstate", None) not in _RETRIED:
                raise
            if attempt == ATTEMPTS_MAX:
                raise Busy from failure
    raise AssertionError("unreachable")


@dataclass
class _Repeated(Refusal):
    """Carries the stored refusal of an earlier performance out of the transaction."""

    stored: Refusal
    zh: ClassVar[str] = ""
    en: ClassVar[str] = ""


async def _attempt(
    house: House, handler: Handler, command: object, digest: str, actor: Actor, command_id: UUID, door: Door
) -> Performed:
    async with house.sessions() as session, session.begin():
        if not await _claim(session, handler, digest, actor, command_id):
            return await _repeat(session, handler, digest, actor, command_id)
        if handler.needs is not SIGNED_IN and not actor.may(handler.needs):
            raise NotAllowed(handler.needs.name)
        work = Work(
            session=session,
            actor=actor,
            command_id=command_id,
            ids=house.ids,
            now=house.clock.now(),
            zone=house.zone,
            public_url=house.public_url,
            door=door,
            simulated=house.simulated,
            _signatory=house.signatory,
            meaning=handler.signed,
        )
        if handler.signed is not None:
            work.signing = command.signing  # type: ignore[attr-defined]
            assert work.signing is not None  # noqa: S101 - a signed command's field, demanded by its type
            work.method = await house.signatory.consume(
                session, actor, handler.signed, work.signing, work.now
            )
        written_before = await _writes(session) if house.strict else {}
        result = await handler.run(command, work)
        await session.flush()
        if house.strict:
            await _every_change_is_reported(work, written_before)
        await _tell(session, work)
        await house.recorder.record(session, _done(handler, work))
        await session.execute(
            _STORE_OUTCOME, {"id": command_id, "outcome": json.dumps({"result": plain(result)})}
        )
    return Performed(result)


_CLAIM: Final = text(
    "insert into commands (id, user_id, name, content_hash) values (:id, :user_id, :name, :hash)"
    " on conflict (id) do nothing returning true"
)
_STORE_OUTCOME: Final = text("update commands set outcome = cast(:outcome as jsonb) where id = :id")
_STORED: Final = text("select user_id, content_hash, outcome from commands where id = :id")


async def _claim(
    session: AsyncSession, handler: Handler, digest: str, actor: Actor, command_id: UUID
) -> bool:
    """Inserts the command id; an unfinished twin is waited for, and its outcome is then there to repeat."""
    claimed = await session.scalar(
        _CLAIM, {"id": command_id, "user_id": actor.user_id, "name": handler.name, "hash": digest}
    )
    return claimed is True


async def _repeat(
    session: AsyncSession, handler: Handler, digest: str, actor: Actor, command_id: UUID
) -> Performed:
    user_id, stored_hash, outcome = (await session.execute(_STORED, {"id": command_id})).one()
    if user_id != actor.user_id or stored_hash != digest:
        raise KeyReused
    if outcome is None:
        raise KeyReused  # Its outcome is older than we keep outcomes; the hash alone proves only that it was done.
    if "refusal" in outcome:
        raise _Repeated(_refusal_from(outcome))
    return Performed(msgspec.convert(outcome["result"], handler.result, strict=False), replayed=True)


async def _keep_refusal(
    house: House, handler: Handler, digest: str, actor: Actor, command_id: UUID, refusal: Refusal
) -> None:
    outcome = {"refusal": type(refusal).__name__, "facts": plain(refusal.facts())}
    async with house.sessions() as session, session.begin():
        if await _claim(session, handler, digest, actor, command_id):
            await session.execute(_STORE_OUTCOME, {"id": command_id, "outcome": json.dumps(outcome)})


def _refusal_from(outcome: dict[str, Any]) -> Refusal:
    kinds = {kind.__name__: kind for kind in _all_refusals(Refusal)}
    kind = kinds.get(outcome["refusal"])
    if kind is None:
        return (
            KeyReused()
        )  # A refusal that this version no longer knows: the command was answered, that is certain.
    hints = get_type_hints(kind)
    facts = {
        name: msgspec.convert(value, hints[name], strict=False) if name in hints else value
        for name, value in outcome["facts"].items()
    }
    return kind(**facts)


def _all_refusals(kind: type[Refusal]) -> list[type[Refusal]]:
    return [kind, *(deeper for child in kind.__subclasses__() for deeper in _all_refusals(child))]


def _constraint_refusal(failure: DBAPIError) -> Refusal | None:
    name = getattr(getattr(failure.orig, "__cause__", None), "constraint_name", None)
    speaks = _CONSTRAINTS.get(name) if name else None
    return speaks() if speaks else None


_TELL: Final = text(
    "insert into outbox (id, event_id, event, listener, about, payload, command_id)"
    " values (:id, :event_id, :event, :listener, :about, cast(:payload as jsonb), :command_id)"
)
_NUDGE: Final = text("select pg_notify('lotline', :what)")


async def _tell(session: AsyncSession, work: Work) -> None:
    """One outbox row per event and listener, and one nudge per changed thing for those who watch live."""
    rows = [row for position, event in enumerate(work.events) for row in _rows(event, position, work)]
    if rows:
        await session.execute(_TELL, rows)
        await session.execute(_NUDGE, {"what": "outbox"})
    things = sorted({(change.kind, str(change.id)) for change in work.changes})
    for start in range(0, len(things), 100):  # A notification holds 8,000 bytes.
        await session.execute(_NUDGE, {"what": json.dumps(things[start : start + 100])})


def _rows(event: Event, position: int, work: Work) -> list[dict[str, Any]]:
    event_id = derived_id("event", work.command_id, position)
    payload = json.dumps(plain(event))
    return [
        {
            "id": derived_id("outbox", event_id, listener.name),
            "event_id": event_id,
            "event": event.name,
            "listener": listener.name,
            "about": event.about,
            "payload": payload,
            "command_id": work.command_id,
        }
        for listener in listeners_of(event)
    ]


def _done(handler: Handler, work: Work) -> Done:
    return Done(
        command_id=work.command_id,
        command=handler.name,
        actor=work.actor,
        changes=tuple(work.changes),
        reason=work.reason,
        request_id=work.door.request_id,
        device_id=work.door.device_id,
        signature_id=work.signature_id,
        made_at=work.door.made_at,
        occurred_at=work.occurred_at,
        simulated=work.simulated,
    )


_WRITES: Final = text("select relname, n_tup_ins + n_tup_upd + n_tup_del from pg_stat_xact_user_tables")


async def _writes(session: AsyncSession) -> dict[str, int]:
    """How many rows of each table this connection has written; an earlier transaction's may still be counted in."""
    return {name: count for name, count in await session.execute(_WRITES)}  # noqa: C416 - mypy knows no mapping in it.


async def _every_change_is_reported(work: Work, before: dict[str, int]) -> None:
    """Fails when a table was written whose kind no change names: PostgreSQL counts the writes, so nothing hides."""
    kinds = {table.name: table.info.get("kind") for table in Base.metadata.tables.values()}
    now = await _writes(work.session)
    touched = {kinds.get(name) for name, count in now.items() if count > before.get(name, 0)}
    unreported = touched - {"command", "proof", None} - {change.kind for change in work.changes}
    if unreported:
        raise AssertionError(f"changed without a report to the audit log: {sorted(map(str, unreported))}")
