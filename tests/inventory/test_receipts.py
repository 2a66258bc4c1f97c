from tests.factories.inventory import a_lot, balances


async def test_accepted_goods_go_to_stock(shop):
    lot = await a_lot(shop, quantity=7)
    assert await balances(shop, lot.id) == {"stock": 7}
