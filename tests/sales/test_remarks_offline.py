"""Remarks written without network: a salesperson's and a customer's phone, through the one door for phones."""

import hashlib

from backend.foundation.file_kinds import FileKind
from backend.identity.sessions.tokens import AccessTokens
from tests.factories.desk import a_desk
from tests.factories.files import a_photo
from tests.factories.logistics import a_way
from tests.factories.page import a_web
from tests.factories.phones import a_phone
from tests.sales.test_remarks import seen


async def test_a_remark_waits_for_its_photo_and_then_stands_once_however_often_it_is_sent(shop, tmp_path):
    way = await a_way(shop)
    web = a_web(shop, AccessTokens.kept_in(tmp_path))
    customer = shop.person("customer", name="who writes offline", customer_id=way.buyer.id)
    await shop.hired()
    desk = await a_desk(web, customer)
    phone = await a_phone(shop, customer)
    photo, photo_id = a_photo(), shop.new_id()
    remark_id = shop.new_id()
    sealed = phone.seal(
        "sales.addRemark",
        {
            "remarkId": str(remark_id),
            "orderId": str(way.order_id),
            "text": "外箱有水渍",
            "photoIds": [str(photo_id)],
            "shownToCustomer": False,
        },
        f"orderRemark:{remark_id}",
        attachments=[{"id": str(photo_id), "sha256": hashlib.sha256(photo).hexdigest()}],
    )

    (waiting,) = await desk.replay(sealed)
    before = await seen(shop, customer, way.order_id)
    assert await desk.upload(photo_id, photo, FileKind.jpeg.value) == 204
    (applied,) = await desk.replay(sealed)
    (again,) = await desk.replay(sealed)

    assert (waiting["outcome"]["kind"], before) == ("waiting", [])
    assert (applied["outcome"]["kind"], again["outcome"]["kind"]) == ("applied", "replayed")
    assert await seen(shop, customer, way.order_id) == ["外箱有水渍"]
    assert await seen(shop, shop.person("picker"), way.order_id) == ["外箱有水渍"]


async def test_a_foreign_order_is_refused_as_missing_at_replay_too(shop, tmp_path):
    way = await a_way(shop)
    web = a_web(shop, AccessTokens.kept_in(tmp_path))
    driver = shop.person("driver", name="of another road")
    await shop.hired()
    desk = await a_desk(web, driver)
    phone = await a_phone(shop, driver)
    remark_id = shop.new_id()

    (refused,) = await desk.replay(
        phone.seal(
            "sales.addRemark",
            {"remarkId": str(remark_id), "orderId": str(way.order_id), "text": "看不见的单"},
            f"orderRemark:{remark_id}",
        )
    )

    assert (refused["outcome"]["kind"], refused["outcome"]["refusal"]) == ("refused", "NotFound")
    assert await seen(shop, shop.person("sales"), way.order_id) == []
