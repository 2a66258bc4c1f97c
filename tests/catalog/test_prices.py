from datetime import date
from decimal import Decimal

import pytest

from backend.catalog.products.prices import SetCustomerPrice
from backend.catalog.products.queries import OFFERED
from backend.catalog.products.rules import PriceNotPositive
from backend.foundation.actor import SYSTEM
from backend.foundation.period import PeriodInverted
from backend.foundation.permission import NotAllowed, NotFound
from tests.factories.masterdata import MadeProduct, a_customer, a_price, a_product

FOR = """query ($search: String, $customer: UUID!) { products(search: $search) { items {
  catalogueNumber listPrice priceFor(customerId: $customer) { unitPrice isList } } } }"""


async def prices(shop, customer, products, on):
    async with shop.house.pool.acquire() as connection:
        ids = [product.id for product in products]
        rows = await OFFERED.on(connection, SYSTEM, customer_id=customer.id, ids=ids, on=on)
    return {row.id: (row.unit_price, row.is_list) for row in rows}


async def shown(shop, by, customer, search):
    answer = await shop.ask(by, FOR, customer=str(customer.id), search=search)
    assert answer.errors is None
    return [item["priceFor"] for item in answer.data["products"]["items"]]


async def test_without_an_agreed_price_the_list_price_counts(shop):
    customer, product = await a_customer(shop), await a_product(shop, list_price="100")

    assert await prices(shop, customer, [product], date(2026, 11, 22)) == {product.id: (Decimal(100), True)}


async def test_an_agreed_price_counts_from_its_first_to_its_last_day_and_for_its_customer_only(shop):
    customer, other, product = await a_customer(shop), await a_customer(shop), await a_product(shop)
    await a_price(
        shop, customer.id, product.id, "80", valid_from=date(2026, 11, 1), valid_to=date(2026, 11, 30)
    )

    for day, expected in (
        (date(2026, 10, 31), (Decimal(100), True)),
        (date(2026, 11, 1), (Decimal(80), False)),
        (date(2026, 11, 30), (Decimal(80), False)),
        (date(2026, 12, 1), (Decimal(100), True)),
    ):
        assert await prices(shop, customer, [product], day) == {product.id: expected}
    assert await prices(shop, other, [product], date(2026, 11, 15)) == {product.id: (Decimal(100), True)}


async def test_of_two_agreed_prices_the_one_that_began_last_counts(shop):
    customer, product = await a_customer(shop), await a_product(shop)
    await a_price(shop, customer.id, product.id, "90", valid_from=date(2026, 1, 1))
    await a_price(shop, customer.id, product.id, "85", valid_from=date(2026, 6, 1))

    assert (await prices(shop, customer, [product], date(2026, 5, 31)))[product.id][0] == 90
    assert (await prices(shop, customer, [product], date(2026, 6, 1)))[product.id][0] == 85


async def test_a_price_that_begins_on_the_same_day_replaces_the_earlier_one(shop):
    customer, product = await a_customer(shop), await a_product(shop)
    first = await a_price(shop, customer.id, product.id, "90")
    second = shop.new_id()

    again = await shop.perform(
        SetCustomerPrice(
            price_id=second, customer_id=customer.id, product_id=product.id, unit_price=Decimal("88.5"),
            valid_from=date(2026, 1, 1),
        ),
        shop.person("salesManager"),
    )  # fmt: skip

    assert again.price_id == first
    assert (await prices(shop, customer, [product], date(2026, 6, 1)))[product.id] == (Decimal("88.5"), False)


async def test_unknown_products_have_no_price(shop):
    customer, unknown = await a_customer(shop), MadeProduct(shop.new_id(), "", "", "", "")

    assert await prices(shop, customer, [unknown], date(2026, 6, 1)) == {}


@pytest.mark.parametrize(
    ("given", "refusal"),
    [
        ({"unit_price": Decimal(0)}, PriceNotPositive),
        ({"valid_to": date(2025, 12, 31)}, PeriodInverted),
        ({"product_id": None}, NotFound),
        ({"customer_id": None}, NotFound),
    ],
)
async def test_a_price_that_cannot_be_agreed_is_refused(shop, given, refusal):
    customer, product = await a_customer(shop), await a_product(shop)
    facts = {
        "price_id": shop.new_id(), "customer_id": customer.id, "product_id": product.id,
        "unit_price": Decimal(80), "valid_from": date(2026, 1, 1),
        **{name: shop.new_id() if value is None else value for name, value in given.items()},
    }  # fmt: skip

    with pytest.raises(refusal):
        await shop.perform(SetCustomerPrice(**facts), shop.person("salesManager"))
    assert (await prices(shop, customer, [product], date(2026, 6, 1)))[product.id][1]


async def test_a_salesperson_reads_prices_of_their_own_customers_and_sets_none(shop):
    sales, stranger = shop.person("sales"), shop.person("sales", name="stranger")
    customer, product = await a_customer(shop, by=sales), await a_product(shop)
    await a_price(shop, customer.id, product.id, "80")

    assert await shown(shop, sales, customer, product.catalogue_number) == [
        {"unitPrice": "80", "isList": False}
    ]
    assert await shown(shop, stranger, customer, product.catalogue_number) == [None]
    assert await shown(shop, shop.person("picker"), customer, product.catalogue_number) == [None]
    with pytest.raises(NotAllowed):
        await shop.perform(
            SetCustomerPrice(
                price_id=shop.new_id(), customer_id=customer.id, product_id=product.id, unit_price=Decimal(1),
                valid_from=date(2026, 1, 1),
            ),
            sales,
        )  # fmt: skip


async def test_prices_of_a_whole_page_for_one_customer_take_three_statements(shop):
    sales = shop.person("sales")
    customer = await a_customer(shop, by=sales)
    for price in ("81", "82", "83"):
        product = await a_product(shop, name="批量报价产品")
        await a_price(shop, customer.id, product.id, price)

    async with shop.house.reading(sales) as reading:
        answer = await shop.execute(reading, sales, FOR, customer=str(customer.id), search="批量报价产品")

    found = [item["priceFor"]["unitPrice"] for item in answer.data["products"]["items"]]
    assert sorted(found) == ["81", "82", "83"]
    assert reading.statements == 3


async def test_the_database_shows_a_portal_person_their_own_prices_only(shop):
    own, other, product = await a_customer(shop), await a_customer(shop), await a_product(shop)
    mine = await a_price(shop, own.id, product.id, "80")
    await a_price(shop, other.id, product.id, "70")

    async with shop.house.reading(shop.person("customer", customer_id=own.id)) as reading:
        rows = await reading._fetch("select id from customer_prices", [], one_plan=False)

    assert [row["id"] for row in rows] == [mine]
