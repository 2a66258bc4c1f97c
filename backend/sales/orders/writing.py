"""Writes orders: a new one with its lines and first steps is one statement, for that is what sales does all day."""

from collections.abc import Sequence
from dataclasses import astuple, fields
from typing import Any, Final

from backend.foundation.work import Work
from backend.sales.orders.content import PricedLine
from backend.sales.orders.tables import Order

_HEADER: Final = tuple(
    name
    for name in Order.__table__.columns.keys()  # noqa: SIM118 - its items are columns, not names.
    if name not in ("version", "changed_in", "deleted_at", "recorded_at")
)
_LINE: Final = {
    "line_id": "uuid", "product_id": "uuid", "quantity": "numeric", "unit_price": "numeric", "tax_rate": "numeric",
    "amount_fen": "bigint", "tax_fen": "bigint",
}  # fmt: skip
_COLUMNS: Final = ", ".join(_LINE)


def _entering(first: int) -> str:
    """Lines and steps of the order $1, whose parameters begin at `first`: states, person's id and name, time, lines."""
    lines = ", ".join(f"${first + 4 + at}::{kind}[]" for at, kind in enumerate(_LINE.values()))
    return f"""
lines as (
    insert into order_lines (id, order_id, position, {_COLUMNS.removeprefix("line_id, ")})
    select line_id, $1::uuid, position, {_COLUMNS.removeprefix("line_id, ")}
    from unnest({lines}) with ordinality as line ({_COLUMNS}, position))
insert into order_steps (order_id, state, user_id, user_name, occurred_at)
select $1::uuid, state, ${first + 1}::uuid, ${first + 2}::text, ${first + 3}::timestamptz
from unnest(${first}::text[]) with ordinality as step (state, place) order by place
"""  # noqa: S608 - constants of this file.


_NEW: Final = f"""
with made as (
    insert into orders ({", ".join(_HEADER)})
    values ({", ".join(f"${at}" for at in range(1, len(_HEADER) + 1))})),
{_entering(len(_HEADER) + 1)}"""  # noqa: S608 - constants of this file.
_REPLACED: Final = f"with {_entering(2)}"
_LEFT_OUT: Final = "delete from order_lines where order_id = $1"


async def write_new(work: Work, order: Order, lines: Sequence[PricedLine], states: Sequence[str]) -> None:
    """Inserts an order that no session holds, its lines, and a step for each of the states it has come through."""
    header = [getattr(order, name) for name in _HEADER]
    await work.written(_NEW, *header, *_steps_and_lines(work, lines, states))


async def write_again(work: Work, order: Order, lines: Sequence[PricedLine], states: Sequence[str]) -> None:
    """Writes an order of the session; its lines are replaced whole."""
    work.session.add(order)
    await work.written(_LEFT_OUT, order.id)
    await work.written(_REPLACED, order.id, *_steps_and_lines(work, lines, states))


def _steps_and_lines(work: Work, lines: Sequence[PricedLine], states: Sequence[str]) -> list[Any]:
    columns = list(map(list, zip(*map(astuple, lines), strict=True))) or [[] for _ in fields(PricedLine)]
    return [list(states), work.actor.user_id, work.actor.name, work.occurred_at, *columns]
