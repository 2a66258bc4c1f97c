"""Who sees which deliveries, and in how many statements."""

from sqlalchemy import Uuid, bindparam, select, text

from backend.api.schema import graphql_schema
from backend.foundation.graphql.context import Context
from backend.foundation.live import watched
from backend.foundation.reading import Query
from backend.foundation.visibility import Seen
from backend.foundation.work import Door
from backend.logistics.deliveries.tables import Delivery
from tests.factories.logistics import at_the_door, under_way
from tests.factories.orders import a_buyer

EVIDENCE = """query ($id: UUID!) { delivery(id: $id) {
  orderNumber deliveryNoteNumber deliveryNoteId recheckerName driverName outcome temperatureVerdict receiverName
  lines { productName lotNumber expiresOn sent received }
  boxes { loggerNumber departureCelsius arrivalCelsius verdict }
  signatures { signerName method strokes checkCode }
  qualityTasks { kind } } }"""
TRIPS = """{ trips { orderNumber address receiverPhone pieces lines { lotNumber storageText sent }
  boxes { boxNumber celsiusMin celsiusMax } } }"""
LIST = "{ deliveries(first: 100) { items { id orderNumber } } }"
LINK = """query ($token: String!) { deliveryLink(token: $token) { orderId orderNumber orderState deliveryId } }"""


async def token_of(shop, way):
    async with shop.house.sessions() as session:
        return await session.scalar(
            text("select public_token from outbounds where id = :id"), {"id": way.outbound_id}
        )


async def test_the_customer_opens_the_evidence_of_their_delivery_and_never_the_firm_s_own_tasks(shop):
    way, delivery_id = await under_way(shop)
    await shop.perform(at_the_door(shop, delivery_id), shop.person("driver"))
    customer = shop.person("customer", customer_id=way.buyer.id)

    answer = await shop.ask(customer, EVIDENCE, id=str(delivery_id))

    assert answer.errors is None
    seen = answer.data["delivery"]
    assert (seen["orderNumber"], seen["recheckerName"], seen["driverName"]) == (
        way.number,
        "rechecker",
        "driver",
    )
    assert (seen["outcome"], seen["temperatureVerdict"], seen["receiverName"]) == (
        "delivered",
        "no_data",
        "王敏",
    )
    assert seen["lines"] == [
        {
            "productName": way.goods[0].product.name, "lotNumber": way.goods[0].lot.lot_number,
            "expiresOn": "2028-06-30", "sent": "2", "received": "2",
        }
    ]  # fmt: skip
    assert [(box["loggerNumber"], box["arrivalCelsius"], box["verdict"]) for box in seen["boxes"]] == [
        ("T-0815", None, "no_data")
    ]
    ((name, method),) = [(each["signerName"], each["method"]) for each in seen["signatures"]]
    assert (name, method) == ("王敏", "drawn")
    assert seen["qualityTasks"] is None


async def test_a_foreign_customer_another_driver_and_another_seller_find_nothing(shop):
    way, delivery_id = await under_way(shop)
    foreign = shop.person("customer", customer_id=(await a_buyer(shop)).id)

    for stranger in (foreign, shop.person("driver", name="别的司机"), shop.person("sales", name="别的销售")):
        assert (await shop.ask(stranger, EVIDENCE, id=str(delivery_id))).data["delivery"] is None
        listed = await shop.ask(stranger, LIST)
        assert [item["id"] for item in listed.data["deliveries"]["items"]] == []
        link = await shop.ask(stranger, LINK, token=await token_of(shop, way))
        assert link.data["deliveryLink"] is None


async def test_row_level_security_alone_hides_a_foreign_customer_s_rows(shop):
    way, delivery_id = await under_way(shop)
    await shop.perform(at_the_door(shop, delivery_id), shop.person("driver"))
    foreign, own = (await a_buyer(shop)).id, way.buyer.id

    async def counted(customer, table, column, id):
        connection = await shop.house.pool.acquire()
        try:
            async with connection.transaction(readonly=True):
                await connection.execute("set local role lotline_portal")
                await connection.execute(f"set local lotline.customer = '{customer}'")
                return await connection.fetchval(f"select count(*) from {table} where {column} = $1", id)
        finally:
            await shop.house.pool.release(connection)

    for table, column, id in (
        ("deliveries", "id", delivery_id),
        ("delivery_lines", "delivery_id", delivery_id),
        ("delivery_boxes", "delivery_id", delivery_id),
        ("outbounds", "id", way.outbound_id),
        ("signatures", "object_id", delivery_id),
    ):
        assert (await counted(own, table, column, id), await counted(foreign, table, column, id)) == (1, 0)


async def test_whatever_a_query_forgets_to_ask_a_customer_reads_under_row_level_security(shop):
    way, delivery_id = await under_way(shop)
    foreign = shop.person("customer", customer_id=(await a_buyer(shop)).id)
    own = shop.person("customer", customer_id=way.buyer.id)
    thoughtless = Query(Seen, select(Delivery.id).where(Delivery.id == bindparam("id", type_=Uuid())))

    assert await shop.look(thoughtless, own, id=delivery_id) == [Seen(delivery_id)]
    assert await shop.look(thoughtless, foreign, id=delivery_id) == []


async def test_the_link_behind_the_qr_leads_its_customer_and_the_firm_to_the_delivery(shop):
    way, delivery_id = await under_way(shop)
    token = await token_of(shop, way)

    for reader in (
        shop.person("customer", customer_id=way.buyer.id),
        shop.person("keeper"),
        shop.person("driver"),
    ):
        answer = await shop.ask(reader, LINK, token=token)
        assert answer.data["deliveryLink"] == {
            "orderId": str(way.order_id), "orderNumber": way.number, "orderState": "handed_over",
            "deliveryId": str(delivery_id),
        }  # fmt: skip
    assert (await shop.ask(None, LINK, token=token)).errors[0].extensions == {"code": "UNAUTHENTICATED"}
    assert (await shop.ask(shop.person("keeper"), LINK, token="x" * 500)).data["deliveryLink"] is None


async def test_a_driver_s_trips_are_their_own_open_ones_and_what_was_done_today(shop):
    way, delivery_id = await under_way(shop)
    driver, other = shop.person("driver"), shop.person("driver", name="别的司机")
    now = shop.clock.now()

    open_ones = (await shop.ask(driver, TRIPS)).data["trips"]
    stop = next(trip for trip in open_ones if trip["orderNumber"] == way.number)
    await shop.perform(at_the_door(shop, delivery_id), driver)
    done_today = [trip["orderNumber"] for trip in (await shop.ask(driver, TRIPS)).data["trips"]]
    shop.clock.set(now.replace(day=23))
    try:
        tomorrow = [trip["orderNumber"] for trip in (await shop.ask(driver, TRIPS)).data["trips"]]
    finally:
        shop.clock.set(now)

    assert stop["receiverPhone"] == "13800000001"
    assert [line["storageText"] for line in stop["lines"]] == ["2–8 ℃ 避光"]
    assert stop["boxes"] == [{"boxNumber": "BX-07", "celsiusMin": "2", "celsiusMax": "8"}]
    assert way.number in done_today
    assert way.number not in tomorrow
    assert (await shop.ask(other, TRIPS)).data["trips"] == []


async def test_a_list_of_deliveries_with_all_their_evidence_is_five_statements(shop):
    for _ in range(2):
        _, delivery_id = await under_way(shop)
        await shop.perform(at_the_door(shop, delivery_id), shop.person("driver"))
    document = """{ deliveries(first: 20) { items { orderNumber lines { lotNumber } boxes { verdict }
      signatures { signerName } qualityTasks { kind } } } }"""
    officer = shop.person("qualityOfficer")
    await shop.hired()

    async with shop.house.reading(officer) as reading:
        context = Context(shop.house, officer, reading, Door(), "zh")
        answer = await graphql_schema().execute(document, context_value=context)

    assert answer.errors is None
    assert answer.data is not None
    assert len(answer.data["deliveries"]["items"]) >= 2
    assert reading.statements == 5


async def test_quality_finds_its_open_tasks_and_nobody_else_does(shop):
    _, delivery_id = await under_way(shop)
    await shop.perform(at_the_door(shop, delivery_id), shop.person("driver"))
    document = (
        '{ qualityTasks(first: 100, state: "open") { items { id kind aboutKind aboutId facts state } } }'
    )

    found = (await shop.ask(shop.person("qualityHead"), document)).data["qualityTasks"]["items"]

    (task,) = [task for task in found if task["aboutId"] == str(delivery_id)]
    assert (task["kind"], task["aboutKind"], task["facts"]["celsius_max"]) == (
        "temperature_no_data",
        "delivery",
        "8",
    )
    for stranger in (shop.person("driver"), shop.person("picker")):
        refused = await shop.ask(stranger, document)
        assert refused.errors[0].extensions["code"] == "NotAllowed"


async def test_who_watches_is_nudged_about_what_they_may_see_and_nothing_else(shop):
    way, delivery_id = await under_way(shop)
    foreign = shop.person("customer", customer_id=(await a_buyer(shop)).id)
    own = shop.person("customer", customer_id=way.buyer.id)

    async def seen(kind, by, id):
        how = watched(kind)
        assert how is not None
        return [row.id for row in await shop.look(how.query, by, ids=[id])]

    assert await seen("delivery", own, delivery_id) == [delivery_id]
    assert await seen("delivery", foreign, delivery_id) == []
    assert await seen("outbound", shop.person("picker"), way.outbound_id) == [way.outbound_id]
    assert await seen("outbound", own, way.outbound_id) == []
