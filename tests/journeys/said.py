"""What pages ask and tell on the way of one order, in GraphQL."""

from typing import Any

from tests.factories.desk import Desk
from tests.factories.logistics import Goods
from tests.factories.masterdata import MadeCustomer
from tests.factories.phones import stamp
from tests.factories.shop import Shop

ORDER = """query ($id: UUID!) { order(id: $id) { number state totalFen releasedWhy
  steps { state userName occurredAt recordedAt } approvals { step why state } } }"""
OUTBOUND = """query ($id: UUID!) { outboundOfOrder(orderId: $id) {
  id state deliveryNoteNumber deliveryNoteId pickListId
  lines { id productName lotNumber locationCode toPick picked } picks { source quantity pickerName } } }"""
SIGNABLE = """query ($ids: [UUID!]!) { signable(kind: "outbound", ids: $ids) {
  meaning text document digest checkCode } }"""
DELIVERY = """query ($id: UUID!) { delivery(id: $id) { id orderNumber orderState deliveryNoteNumber deliveryNoteId
  outcome receiverName departedAt arrivedAt temperatureVerdict exception
  lines { lotNumber expiresOn sent received } boxes { departureCelsius arrivalCelsius loggerNumber verdict loggerPhotoId }
  signatures { signerName signerRole method strokes } qualityTasks { id kind state } } }"""

REGISTERS = """query ($filter: RegisterFilter!) {
  sales: saleRecords(filter: $filter) { items { orderNumber salesperson quantity amountFen } }
  checks: recheckRecords(filter: $filter) { items { picker rechecker method quantity } }
  handOvers: handOverRecords(filter: $filter) {
    items { handedOverBy driver plate sent received arrivalCelsius temperatureVerdict } } }"""


def an_order(shop: Shop, buyer: MadeCustomer, *lines: tuple[Goods, str]) -> dict[str, Any]:
    """The whole content, as the phone fills it in without network."""
    return {
        "orderId": str(shop.new_id()),
        "content": {
            "customerId": str(buyer.id),
            "siteId": str(buyer.site_id),
            "receiver": "王敏",
            "receiverPhone": "13800000001",
            "invoiceTitle": buyer.name,
            "purchaseNumber": "PO-2026-0815",
            "wantedOn": "2026-11-24",
            "pricesAsOf": stamp(shop.clock.now()),
            "lines": [
                {
                    "lineId": str(shop.new_id()),
                    "productId": str(goods.product.id),
                    "quantity": quantity,
                    "unitPrice": "100",
                    "shownPrice": "100",
                }
                for goods, quantity in lines
            ],
        },
    }


def hand_over_of(shop: Shop, outbound_id: str, driver: Desk, cold_lines: list[str]) -> dict[str, Any]:
    return {
        "deliveryId": str(shop.new_id()),
        "outboundId": outbound_id,
        "leg": "own_driver",
        "driverId": str(driver.actor.user_id),
        "pieces": 2,
        "boxes": [
            {
                "boxId": str(shop.new_id()),
                "means": "passive_box",
                "pickLineIds": cold_lines,
                "departureCelsius": "4.2",
                "loggerNumber": "T-0815",
                "plate": "沪A12345",
                "boxNumber": "BX-07",
            }
        ],
    }
