"""What a submission left in the database, without the ids: both sides must leave the same."""

from typing import Any, Final
from uuid import UUID

import asyncpg

_WRITTEN: Final = """
select json_build_object(
    'order', (select json_agg(json_build_array(state, released_why, at_list_price, total_fen = (
        select sum(amount_fen) from order_lines where order_id = o.id), tax_fen = (
        select sum(tax_fen) from order_lines where order_id = o.id), department_id, note, wanted_on, receiver))
        from orders o where id = $1),
    'lines', (select json_agg(position order by position) from order_lines where order_id = $1),
    'steps', (select json_agg(json_build_array(state, user_name, reason) order by id) from order_steps where order_id = $1),
    'movements', (select json_agg(json_build_array(account, holder_kind, sign(quantity)) order by account, holder_kind)
        from movements where command_id = $2),
    'balances', (select json_agg(json_build_array(b.account, b.quantity = l.quantity) order by l.position)
        from balances b join order_lines l on l.id = b.holder_id where l.order_id = $1),
    'credit', (select json_agg(amount_fen = (select total_fen from orders where id = $1))
        from credit_entries where command_id = $2),
    'outbox', (select json_agg(json_build_array(event, listener, about = $1, payload ->> 'order_id' = $1::text) order by position)
        from outbox where command_id = $2),
    'audit', (select json_agg(json_build_array(command, user_name, posts, array_length(things, 1), (
            select json_agg(json_build_array(c ->> 'kind', c -> 'before' = 'null',
                (select array_agg(k order by k) from jsonb_object_keys(c -> 'after') k)) order by c ->> 'kind', c -> 'before' = 'null')
            from jsonb_array_elements(changes) c)))
        from audit_entries where command_id = $2),
    'command', (select json_agg(json_build_array(name, (select array_agg(k order by k) from jsonb_object_keys(outcome -> 'result') k)))
        from commands where id = $2))::text
"""


async def written(database_url: str, order_id: UUID, command_id: UUID) -> str:
    """The rows of one submission as text that can be compared."""
    connection: Any = await asyncpg.connect(database_url)
    try:
        found: str = await connection.fetchval(_WRITTEN, order_id, command_id)
        return found
    finally:
        await connection.close()
