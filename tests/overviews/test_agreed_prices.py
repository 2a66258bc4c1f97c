"""Agreed prices of a product, as far as the reader sees the customers; products by catalogue number."""

from tests.factories.masterdata import a_customer, a_price, a_product

AGREED = """query ($product: UUID!) { agreedPrices(productId: $product) {
  items { customerName catalogueNumber unitPrice validFrom validTo } } }"""
SORTED = """query ($search: String!) { products(search: $search, order: catalogue_number, first: 1) {
  items { catalogueNumber } pageInfo { endCursor hasNextPage } } }"""


async def test_a_reader_sees_the_prices_of_the_customers_they_see_and_a_picker_none(shop):
    sales = shop.person("sales")
    mine, other = (
        await a_customer(shop, by=sales),
        await a_customer(shop, by=shop.person("sales", name="other")),
    )
    product = await a_product(shop)
    await a_price(shop, mine.id, product.id, "80.50")
    await a_price(shop, other.id, product.id, "79")

    answer = await shop.ask(sales, AGREED, product=str(product.id))
    whole = await shop.ask(shop.person("director"), AGREED, product=str(product.id))
    picker = await shop.ask(shop.person("picker"), AGREED, product=str(product.id))

    assert answer.data["agreedPrices"]["items"] == [
        {"customerName": mine.name, "catalogueNumber": product.catalogue_number, "unitPrice": "80.5",
         "validFrom": "2026-01-01", "validTo": None}
    ]  # fmt: skip
    assert len(whole.data["agreedPrices"]["items"]) == 2
    assert picker.errors is not None


async def test_products_come_by_catalogue_number_when_asked(shop):
    for number, name in (("ORD-2", "甲排序产品"), ("ORD-1", "乙排序产品")):
        await a_product(shop, catalogue_number=number, name=name)

    answer = await shop.ask(shop.person("sales"), SORTED, search="排序产品")

    assert answer.data["products"]["items"] == [{"catalogueNumber": "ORD-1"}]
    assert answer.data["products"]["pageInfo"]["hasNextPage"] is True
