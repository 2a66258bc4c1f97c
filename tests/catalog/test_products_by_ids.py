from tests.factories.masterdata import a_customer, a_price, a_product

DOCUMENT = """query ($ids: [UUID!]!, $customer: UUID!) {
  productsByIds(ids: $ids) { name priceFor(customerId: $customer) { unitPrice isList } } }"""


async def test_products_come_in_the_order_asked_with_the_customers_prices(shop):
    customer, first, second = await a_customer(shop), await a_product(shop), await a_product(shop)
    await a_price(shop, customer.id, second.id, "88")
    ids = [str(second.id), str(first.id), str(second.id), str(shop.new_id())]

    answer = await shop.ask(shop.person("sales"), DOCUMENT, ids=ids, customer=str(customer.id))

    assert answer.errors is None
    assert [
        (product["name"], product["priceFor"]["unitPrice"], product["priceFor"]["isList"])
        for product in answer.data["productsByIds"]
    ] == [(second.name, "88", False), (first.name, "100", True)]
