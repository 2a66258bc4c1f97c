"""The demo company: the same seed on the same day is the same world, and a half-made one is made anew."""

from datetime import date
from pathlib import Path
from typing import Any

import asyncpg
import pytest

from backend.demo.company import MARK, NotTheDemo, ensured_company
from backend.demo.world import Extent
from backend.foundation.database.embedded import EmbeddedServer
from backend.foundation.secret_files import kept_secret, replace_secret

TODAY = date(2026, 11, 22)
LITTLE = Extent(days=9, customers=6, products=14, lots=20, orders=16)
# What people see, and ids, which follow from the seed; left out are the times of recording and the random secrets.
STABLE = {
    "people": "select id, login, name, kind, customer_id, phone from users",
    "customers": "select id, number, name, kind, invoice_title, shelf_life_months_min from customers",
    "papers": "select holder_id, type, number, state, valid_from, valid_to, reviewed_at from papers",
    "products": "select id, catalogue_number, name, list_price, storage_class from products",
    "lots": "select id, product_id, lot_number, expires_on, made_on, state, state_at from lots",
    "stock": "select lot_id, account, location_id, quantity from balances",
    "orders": "select id, number, state, customer_id, total_fen, ordered_at, wanted_on, released_why from orders",
    "remarks": "select id, order_id, text, author_name, shown_to_customer, by_customer, written_at from order_remarks",
    "steps": "select order_id, state, user_name, reason, occurred_at from order_steps",
    "outbounds": "select id, order_id, state, picker_name, rechecker_name, delivery_note_number from outbounds",
    "deliveries": "select id, outcome, temperature_verdict, receiver_name, departed_at, completed_at from deliveries",
}


async def facts_of(url: str) -> dict[str, list[tuple[Any, ...]]]:
    connection = await asyncpg.connect(url, timeout=10)
    try:
        return {
            name: sorted((tuple(row.values()) for row in await connection.fetch(statement)), key=repr)
            for name, statement in STABLE.items()
        }
    finally:
        await connection.close()


async def test_the_same_seed_and_day_give_the_same_world_and_a_half_made_one_is_made_anew(
    server: EmbeddedServer,
):
    urls = await ensured_company(server.superuser_url, server.data, TODAY, LITTLE)
    first = await facts_of(urls.owner)
    replace_secret(server.passwords / MARK, b"making")  # As a start leaves it that was cut off.

    urls = await ensured_company(server.superuser_url, server.data, TODAY, LITTLE)

    second = await facts_of(urls.owner)
    assert {name: len(rows) for name, rows in second.items()} == {
        name: len(rows) for name, rows in first.items()
    }
    assert second == first
    assert kept_secret(server.passwords / MARK) == "made"
    states = {row[2] for row in first["orders"]}
    assert {(row[4], row[5]) for row in first["remarks"]} == {(False, False), (True, False), (True, True)}
    assert states >= {"draft", "submitted", "approved", "picking", "picked", "rechecked", "handed_over"}


async def test_a_company_that_stands_is_left_alone(server: EmbeddedServer):
    urls = await ensured_company(server.superuser_url, server.data, TODAY, LITTLE)
    before = await facts_of(urls.owner)

    await ensured_company(server.superuser_url, server.data, date(2026, 12, 24), LITTLE)

    assert await facts_of(urls.owner) == before


async def test_what_happened_is_simulated_and_marked_and_what_was_recorded_is_honest(server: EmbeddedServer):
    urls = await ensured_company(server.superuser_url, server.data, TODAY, LITTLE)
    connection = await asyncpg.connect(urls.owner, timeout=10)
    try:
        unmarked = await connection.fetchval("select count(*) from audit_entries where not simulated")
        late = await connection.fetchval(
            "select count(*) from audit_entries where occurred_at >= timestamptz '2026-11-22 00:00+08'"
        )
        same = await connection.fetchval(
            "select count(*) from audit_entries where abs(extract(epoch from recorded_at - now())) > 3600"
        )
    finally:
        await connection.close()

    assert (unmarked, late, same) == (0, 0, 0)


async def test_a_firm_that_was_set_up_is_never_turned_into_the_demo(server: EmbeddedServer):
    urls = await ensured_company(server.superuser_url, server.data, TODAY, LITTLE)
    before = await facts_of(urls.owner)
    unmarked(server)

    with pytest.raises(NotTheDemo):
        await ensured_company(server.superuser_url, server.data, TODAY, LITTLE)

    assert unmarked(server)
    assert await facts_of(urls.owner) == before


def unmarked(server: EmbeddedServer) -> bool:
    """Takes the mark away, if there is one; whether there was none."""
    mark: Path = server.passwords / MARK
    if not mark.exists():
        return True
    mark.unlink()
    return False
