"""The order that the ribbon shows as sales, warehouse, driver and customer: one in which each of them has a part."""

from backend.demo.people import PORTAL
from backend.demo.ready import ShownOrder
from backend.foundation.actor import SYSTEM
from backend.foundation.house import House
from backend.identity.passwords.queries import KNOWN
from backend.identity.posts.queries import actor_of
from backend.logistics.deliveries.queries import DELIVERIES

_LOOKED_THROUGH = 50


async def shown_order(house: House) -> ShownOrder | None:
    """The portal customer's order that is with our own driver now, else the latest that was; None without any."""
    async with house.reading(SYSTEM) as reading:
        person = await reading.first(KNOWN, login=next(iter(PORTAL.values())).login, user_id=None)
    customer = None if person is None else await actor_of(house, person.user_id)
    if customer is None:
        return None
    async with house.reading(customer) as reading:
        page = await DELIVERIES.page(
            reading, first=_LOOKED_THROUGH, after=None, outcomes=None, under_way=None, search=None
        )
    ours = [delivery for delivery in page.items if delivery.leg == "own_driver"]
    chosen = next((delivery for delivery in ours if delivery.outcome is None), ours[0] if ours else None)
    if chosen is None:
        return None
    return ShownOrder(
        id=chosen.order_id,
        number=chosen.order_number,
        outbound_id=chosen.outbound_id,
        delivery_id=chosen.id,
    )
