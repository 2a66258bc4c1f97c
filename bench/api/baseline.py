"""The fastest correct endpoints by hand: Starlette, asyncpg, prepared statements, one snapshot, no layers.

They check what ours check: the access token and its living session (looked at again once a second, as ours), the
right, and the same filter of rows. Texts are made where they are cheapest: ids and decimals by PostgreSQL, the rest
by orjson. What no request of the benchmark meets is answered 501, never wrongly: people of customers (row-level
security), searching, pages after the first, approvals, the sentences of refusals.
"""

import os
import time
from collections.abc import Awaitable, Callable
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any, Final
from uuid import UUID

import asyncpg
import orjson
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from backend.foundation.clock import SystemClock
from backend.identity.sessions.tokens import AccessTokens
from bench.api.baseline_submit import Refused, submit

CONNECTIONS: Final = 6
SEEN_SECONDS: Final = 1.0
LINES_MAX: Final = 100
PAGE_SIZE_MAX: Final = 100

_HELD: Final = "m.user_id = u.id and m.valid_from <= now() and (m.valid_to is null or m.valid_to > now())"
_WHO: Final = f"""
select u.id, u.name, u.kind,
    array(select distinct m.department_id from memberships m where {_HELD} and m.department_id is not null) as departments,
    array(select distinct m.post from memberships m where {_HELD} order by 1) as posts,
    array(select distinct r."right" from memberships m join post_rights r on r.post = m.post
        where {_HELD} and r.valid_from <= now() and (r.valid_to is null or r.valid_to > now())) as rights
from sessions s join users u on u.id = s.user_id
where s.id = $1 and s.ended_at is null and s.expires_at > now() and s.token_version = u.token_version
    and u.disabled_at is null and u.id = $2 and u.token_version = $3
"""  # noqa: S608 - constants of this file.
_VISIBLE: Final = """(o.salesperson_id = $2 or o.state <> 'draft' and (o.department_id = any($3) or $4))"""
_LINES: Final = """l.id::text, l.position, l.product_id::text, p.name, p.catalogue_number, p.specification, p.unit,
    p.pieces_per_case, p.storage_class, p.regime, trim_scale(l.quantity)::text, trim_scale(l.unit_price)::text,
    l.amount_fen"""
_ORDER: Final = f"""
select o.id::text, o.version, o.number, o.state, o.customer_id::text, c.name, o.site_id::text, o.receiver,
    o.receiver_phone, o.address, o.wanted_on, o.purchase_number, o.buyer, o.invoice_title, o.note,
    o.shelf_life_months_min, o.total_fen, o.tax_fen, o.at_list_price, o.released_why, o.state_reason, o.ordered_at,
    {_LINES}
from orders o join customers c on c.id = o.customer_id
    left join order_lines l on l.order_id = o.id left join products p on p.id = l.product_id
where o.id = $1 and {_VISIBLE}
order by l.position
"""  # noqa: S608 - constants of this file.
_ORDERS: Final = f"""
with page as materialized (
    select o.id, o.number, o.state, o.customer_id, c.name as customer, o.purchase_number, o.wanted_on, o.total_fen,
        o.state_reason, o.ordered_at
    from orders o join customers c on c.id = o.customer_id
    where {_VISIBLE}
    order by o.ordered_at desc, o.id desc limit $1)
select o.id::text, o.number, o.state, o.customer_id::text, o.customer, o.purchase_number, o.wanted_on, o.total_fen,
    o.state_reason, o.ordered_at,
    {_LINES}
from page o left join order_lines l on l.order_id = o.id left join products p on p.id = l.product_id
order by o.ordered_at desc, o.id desc, l.position
"""  # noqa: S608 - constants of this file.

Asker = Any
Answer = Callable[["asyncpg.Pool[Any]", Asker, Any], Awaitable[bytes]]


class Askers:
    """Who asks, by access token; each remembered for SEEN_SECONDS."""

    def __init__(self, tokens: AccessTokens, pool: "asyncpg.Pool[Any]") -> None:
        self._tokens, self._pool, self._clock = tokens, pool, SystemClock()
        self._seen: dict[str, tuple[float, Asker]] = {}

    async def of(self, request: Request) -> Asker:
        token = request.headers.get("authorization", "").removeprefix("Bearer ")
        now = time.monotonic()
        seen = self._seen.get(token)
        if seen is not None and now - seen[0] < SEEN_SECONDS:
            return seen[1]
        claims = self._tokens.read(token, self._clock.now())
        row = await self._pool.fetchrow(_WHO, claims.session_id, claims.user_id, claims.token_version)
        if row is None:
            raise Refused("401")
        if row["kind"] != "staff":
            raise Refused("501")
        self._seen = {token: (now, row)}
        return row


async def order(pool: "asyncpg.Pool[Any]", asker: Asker, asked: Any) -> bytes:
    if "sales.read" not in asker["rights"]:
        raise Refused("403")
    rows = await pool.fetch(_ORDER, UUID(asked["id"]), *_filter(asker))
    if not rows:
        return b'{"data":{"order":null}}'
    head = rows[0]
    found = {
        "id": head[0], "version": head[1], "number": head[2], "state": head[3], "customerId": head[4],
        "customerName": head[5], "siteId": head[6], "receiver": head[7], "receiverPhone": head[8], "address": head[9],
        "wantedOn": head[10], "purchaseNumber": head[11], "buyer": head[12], "invoiceTitle": head[13],
        "note": head[14], "shelfLifeMonthsMin": head[15], "totalFen": head[16], "taxFen": head[17],
        "atListPrice": head[18], "releasedWhy": head[19], "stateReason": head[20], "orderedAt": head[21],
        "lines": [_line(row, 22) for row in rows if row[22] is not None],
    }  # fmt: skip
    return orjson.dumps({"data": {"order": found}})


async def orders(pool: "asyncpg.Pool[Any]", asker: Asker, asked: Any) -> bytes:
    first = asked["first"]
    if "sales.read" not in asker["rights"]:
        raise Refused("403")
    if asked["search"] or asked["states"] or asked["customerId"] or not 1 <= first <= PAGE_SIZE_MAX:
        raise Refused("501")
    items: list[dict[str, Any]] = []
    last = None
    for row in await pool.fetch(_ORDERS, first + 1, *_filter(asker)):
        if row[0] != last:
            last = row[0]
            lines: list[dict[str, Any]] = []
            items.append(
                {
                    "id": last, "number": row[1], "state": row[2], "customerId": row[3], "customerName": row[4],
                    "purchaseNumber": row[5], "wantedOn": row[6], "totalFen": row[7], "lineCount": 0,
                    "stateReason": row[8], "orderedAt": row[9], "lines": lines,
                }
            )  # fmt: skip
        if row[10] is not None:
            lines.append(_line(row, 10))
    for item in items:
        item["lineCount"] = len(item["lines"])
    page = {"items": items[:first], "pageInfo": {"hasNextPage": len(items) > first}}
    return orjson.dumps({"data": {"orders": page}})


def _filter(asker: Asker) -> tuple[UUID, list[UUID], bool]:
    return asker["id"], asker["departments"], "sales.readAll" in asker["rights"]


def _line(row: asyncpg.Record, at: int) -> dict[str, Any]:
    (
        id, position, product, name, catalogue_number, specification, unit, pieces, storage, regime, quantity, price, fen
    ) = row[at:]  # fmt: skip
    return {
        "id": id, "position": position, "productId": product, "productName": name,
        "catalogueNumber": catalogue_number, "specification": specification, "unit": unit, "piecesPerCase": pieces,
        "storageClass": storage, "regime": regime, "quantity": quantity, "unitPrice": price, "amountFen": fen,
    }  # fmt: skip


def app() -> Starlette:
    """What uvicorn loads; the database and the folder of the token key come from the environment, as ours do."""
    askers: Askers
    pool: asyncpg.Pool[Any]

    @asynccontextmanager
    async def opened(_: Starlette) -> Any:
        nonlocal askers, pool
        pool = await asyncpg.create_pool(
            os.environ["LOTLINE_DATABASE_URL"], min_size=1, max_size=CONNECTIONS, reset=_nothing
        )
        askers = Askers(AccessTokens.kept_in(Path(os.environ["LOTLINE_DATA_DIR"])), pool)
        yield
        await pool.close()

    def route(path: str, answer: Answer) -> Route:
        async def endpoint(request: Request) -> Response:
            try:
                body = await answer(pool, await askers.of(request), orjson.loads(await request.body()))
            except Refused as refused:
                return Response(status_code=int(str(refused)))
            return Response(body, media_type="application/json")

        return Route(path, endpoint, methods=["POST"])

    async def ready(_: Request) -> Response:
        return Response()

    return Starlette(
        routes=[
            route("/order", order), route("/orders", orders), route("/submit", submit),
            Route("/health/ready", ready),
        ],
        lifespan=opened,
    )  # fmt: skip


async def _nothing(_: object) -> None:
    """Every transaction of ours ends itself; the round trip is saved, as in our own pool."""
