"""`perform`: the one room that every write goes through, whichever door it came in by."""

import json
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any, ClassVar, Final, get_type_hints
from uuid import UUID

import asyncpg
import msgspec
from sqlalchemy import text
from sqlalchemy.exc import DBAPIError
from sqlalchemy.ext.asyncio import AsyncSession

from backend.foundation.actor import Actor
from backend.foundation.command import Handler, content_hash, handler_of, plain
from backend.foundation.days import check_days
from backend.foundation.events import Event, listeners_of
from backend.foundation.house import House
from backend.foundation.ids import derived_id
from backend.foundation.permission import SIGNED_IN, NotAllowed
from backend.foundation.recorder import Done
from backend.foundation.refusal import Refusal
from backend.foundation.tables import Base
from backend.foundation.versions import demand_unchanged, version_of
from backend.foundation.work import Door, Work

ATTEMPTS_MAX: Final = 3
# serialization_failure, deadlock_detected, lock_not_available: others were first, and are done soon.
_RETRIED: Final = {"40001", "40P01", "55P03"}
_OUT_OF_RANGE: Final = "22003"
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


@dataclass
class FigureTooLarge(Refusal):
    """A sum that this would lead to is more than the books can hold: NUMERIC(18,6), or fen in 64 bits."""

    zh: ClassVar[str] = "数量或金额累计后超出系统上限，请核对后重新填写。"
    en: ClassVar[str] = "Quantities or amounts would add up to more than the books can hold. Check them."


@dataclass(frozen=True, slots=True)
class Performed:
    """What a door gets back: the handler's result, and whether it was an earlier performance's.

    `version` is the one that the command gave to the thing it was `based_on`.
    """

    result: Any
    replayed: bool = False
    version: int | None = None


def refuses(constraint: str, refusal: ConstraintSpeaks) -> None:
    """Says which refusal a violated constraint of that name means; any other violation is a bug."""
    _CONSTRAINTS[constraint] = refusal


async def perform(
    house: House,
    command: object,
    actor: Actor,
    command_id: UUID,
    door: Door = NOBODY_DOOR,
    *,
    handler: Handler | None = None,
) -> Performed:
    """Checks, acts, records and commits, all or nothing. Raises a `Refusal` for every expected "no".

    The order is fixed: unit of work · command id · right · signature · handler · outbox · audit entry · commit.
    A final refusal is kept under the command id, so that a repeat gives the same answer. `handler` is the
    command's own unless the caller has looked it up already.
    """
    handler = handler or handler_of(command)
    digest = content_hash(handler.name, command)
    for attempt in range(1, ATTEMPTS_MAX + 1):
        try:
            return await _attempt(house, handler, command, digest, actor, command_id, door)
        except Refusal as refusal:
            if refusal.final and not isinstance(refusal, KeyReused | _Repeated):
                await _keep_refusal(house, handler, digest, actor, command_id, refusal)
            raise refusal.stored if isinstance(refusal, _Repeated) else refusal from None
        except (DBAPIError, asyncpg.PostgresError) as failure:
            refusal_meant = _refusal_meant(failure)
            if refusal_meant is not None:
                await _keep_refusal(house, handler, digest, actor, command_id, refusal_meant)
                raise refusal_meant from None
            if getattr(_of_postgresql(failure), "sqlstate", None) not in _RETRIED:
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
        check_days(command)
        if door.based_on is not None:
            await demand_unchanged(session, door.based_on)
        work = Work(
            session=session,
            driver=await _driver(session),
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
        if session.new or session.dirty or session.deleted:
            await session.flush()
        if house.strict:
            await _every_change_is_reported(work, written_before)
        await house.recorder.record(work.driver, _done(handler, work))
        await _tell(work, msgspec.json.encode({"result": result}).decode())
        seen = door.based_on
        version = None if seen is None else await version_of(session, seen.kind, seen.id)
    return Performed(result, version=version)


async def _driver(session: AsyncSession) -> Any:
    """The asyncpg connection below the session; its transaction was begun with the command's claim."""
    pooled = await (await session.connection()).get_raw_connection()
    return pooled.driver_connection


_CLAIM: Final = (
    "insert into commands (id, user_id, name, content_hash) values ($1, $2, $3, $4)"
    " on conflict (id) do nothing returning true"
)
_STORE_OUTCOME: Final = text("update commands set outcome = cast(:outcome as jsonb) where id = :id")
_STORED: Final = text("select user_id, content_hash, outcome from commands where id = :id")


async def _claim(
    session: AsyncSession, handler: Handler, digest: str, actor: Actor, command_id: UUID
) -> bool:
    """Inserts the command id; an unfinished twin is waited for, and its outcome is then there to repeat."""
    connection = await session.connection()
    claimed = await connection.exec_driver_sql(_CLAIM, (command_id, actor.user_id, handler.name, digest))
    return claimed.scalar() is True


async def _repeat(
    session: AsyncSession, handler: Handler, digest: str, actor: Actor, command_id: UUID
) -> Performed:
    user_id, stored_hash, outcome = (await session.execute(_STORED, {"id": command_id})).one()
    if user_id != actor.user_id or stored_hash != digest:
        raise KeyReused
    if outcome is None:
        raise KeyReused  # Its outcome is older than we keep outcomes; the hash alone proves only that it was done.
    if "refusal" in outcome:
        # One that this version no longer knows: the command was answered, that is certain.
        raise _Repeated(refusal_from(outcome["refusal"], outcome["facts"]) or KeyReused())
    return Performed(msgspec.convert(outcome["result"], handler.result, strict=False), replayed=True)


async def _keep_refusal(
    house: House, handler: Handler, digest: str, actor: Actor, command_id: UUID, refusal: Refusal
) -> None:
    outcome = {"refusal": type(refusal).__name__, "facts": plain(refusal.facts())}
    async with house.sessions() as session, session.begin():
        if await _claim(session, handler, digest, actor, command_id):
            await session.execute(_STORE_OUTCOME, {"id": command_id, "outcome": json.dumps(outcome)})


def refusal_from(name: str, facts: dict[str, Any]) -> Refusal | None:
    """The refusal of that name with its stored facts; None when this version no longer knows it in that form."""
    kind = next((kind for kind in _all_refusals(Refusal) if kind.__name__ == name), None)
    if kind is None:
        return None
    hints = get_type_hints(kind)
    try:
        known = {
            fact: msgspec.convert(value, hints[fact], strict=False) if fact in hints else value
            for fact, value in facts.items()
        }
        return kind(**known)
    except (msgspec.ValidationError, TypeError):
        return None


def _all_refusals(kind: type[Refusal]) -> list[type[Refusal]]:
    return [kind, *(deeper for child in kind.__subclasses__() for deeper in _all_refusals(child))]


def _of_postgresql(failure: BaseException) -> BaseException | None:
    """PostgreSQL's own words, whether SQLAlchemy has wrapped them or not."""
    return failure.orig.__cause__ if isinstance(failure, DBAPIError) and failure.orig else failure


def _refusal_meant(failure: BaseException) -> Refusal | None:
    """What PostgreSQL's "no" means to people; None where it means a bug."""
    said = _of_postgresql(failure)
    if getattr(said, "sqlstate", None) == _OUT_OF_RANGE:
        return FigureTooLarge()
    name = getattr(said, "constraint_name", None)
    speaks = _CONSTRAINTS.get(name) if name else None
    return speaks() if speaks else None


_TELL: Final = """
with told as (
    insert into outbox (id, event_id, event, listener, about, payload, command_id)
    select row.id, row.event_id, row.event, row.listener, row.about, row.payload, $1
    from unnest($3::uuid[], $4::uuid[], $5::text[], $6::text[], $7::uuid[], $8::jsonb[])
        with ordinality as row (id, event_id, event, listener, about, payload, place)
    order by place),
stored as (update commands set outcome = $2 where id = $1)
select pg_notify('lotline', what) from unnest($9::text[]) as what
"""
NUDGE_BYTES_MAX: Final = 7_999
"""What a notification of PostgreSQL holds: less than 8,000 bytes."""


async def _tell(work: Work, outcome: str) -> None:
    """Keeps the outcome; one outbox row per event and listener, and one nudge per changed thing for who watches live."""
    rows = [row for position, event in enumerate(work.events) for row in _rows(event, position, work)]
    nudges = [
        *(["outbox"] if rows else []),
        *nudges_of({(change.kind, change.id) for change in work.changes}),
    ]
    columns = [list(column) for column in zip(*rows, strict=True)] or [[]] * 6
    await work.driver.fetch(_TELL, work.command_id, outcome, *columns, nudges)


def nudges_of(things: Iterable[tuple[str, UUID]]) -> list[str]:
    """The notifications that name these things: JSON lists of (kind, id), as few as hold them, in ASCII."""
    nudges, said, length = list[str](), list[str](), 0
    for thing in sorted(json.dumps((kind, str(id))) for kind, id in things):
        if said and length + len(thing) > NUDGE_BYTES_MAX - len("[]"):
            nudges.append(f"[{','.join(said)}]")
            said, length = [], 0
        said.append(thing)
        length += len(thing) + len(",")
    return [*nudges, f"[{','.join(said)}]"] if said else nudges


def _rows(event: Event, position: int, work: Work) -> list[tuple[UUID, UUID, str, str, UUID, str]]:
    """(id, event id, event, listener, about, payload) for each who listens."""
    listeners = listeners_of(event)
    if not listeners:
        return []
    event_id = derived_id("event", work.command_id, position)
    payload = msgspec.json.encode(event).decode()
    return [
        (derived_id("outbox", event_id, one.name), event_id, event.name, one.name, event.about, payload)
        for one in listeners
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
