"""Orders brought as far as the re-check through the real door, so that a journey may begin at the loading dock."""

from dataclasses import dataclass
from typing import Any
from uuid import uuid4

import asyncpg

from tests.browser.conftest import Demo

BUYER = """query ($id: UUID!) { customer(id: $id) { id name sites { id receiver phone } } }"""
GOODS = """{ products(first: 50, regime: ruo, storageClass: refrigerated) { items {
  id name listPrice packs { gtin pieces } } } }"""
STOCK = "query ($ids: [UUID!]!) { stock(productIds: $ids) { productId available } }"
OUTBOUND = """query ($id: UUID!) { outboundOfOrder(orderId: $id) { id deliveryNoteId
  lines { id productId productName lotId lotNumber expiresOn toPick } } }"""
SIGNABLE = """query ($ids: [UUID!]!) { signable(kind: "outbound", ids: $ids) { meaning digest } }"""
WAITING = "{ approvalsForMe(first: 100) { items { id order { id } } } }"
PIECES_IN_STOCK_MIN = 40
FEN_PER_ORDER_MAX = 100_000


@dataclass(frozen=True, kw_only=True)
class Checked:
    """An outbound that may leave the house; `lines` as the picker saw them, one lot each."""

    order_id: str
    number: str
    outbound_id: str
    lines: list[dict[str, Any]]


@dataclass(frozen=True, kw_only=True)
class Buyer:
    """The customer whose person signs in, and where they take goods."""

    id: str
    name: str
    site: dict[str, str]


def the_buyer(demo: Demo) -> Buyer:
    person = demo.ask("customer", "{ me { person { customerId } } }")["me"]["person"]
    customer = demo.ask("sales", BUYER, id=person["customerId"])["customer"]
    return Buyer(id=customer["id"], name=customer["name"], site=customer["sites"][0])


def cold_goods(demo: Demo, kinds: int) -> list[dict[str, Any]]:
    """Research goods for the refrigerator: enough of each in stock, and none so dear that a manager is asked."""
    products = demo.ask("sales", GOODS)["products"]["items"]
    stock = demo.ask("sales", STOCK, ids=[product["id"] for product in products])["stock"]
    available = {each["productId"]: float(each["available"]) for each in stock}
    cheap = [
        product
        for product in sorted(products, key=lambda product: float(product["listPrice"]))
        if available.get(product["id"], 0) >= PIECES_IN_STOCK_MIN
        and float(product["listPrice"]) * 100 <= FEN_PER_ORDER_MAX
    ]
    assert len(cheap) >= kinds
    return cheap[:kinds]


def checked_orders(
    demo: Demo, buyer: Buyer, goods: list[dict[str, Any]], *quantities: tuple[int, ...], pin: str
) -> list[Checked]:
    """An order of this buyer for each tuple of quantities, picked by scan and signed for in one re-check."""
    placed = [_placed(demo, buyer, list(zip(goods, wanted, strict=False))) for wanted in quantities]
    picked = [_picked(demo, order, {product["id"]: product for product in goods}) for order in placed]
    outbound_ids = sorted(outbound.outbound_id for outbound in picked)
    seen = demo.ask("recheck", SIGNABLE, ids=outbound_ids)["signable"]
    secret = {"pin": pin, "meaning": seen["meaning"], "digest": seen["digest"]}
    proof = demo.post("recheck", "/auth/reauthenticate", secret)["proof"]
    signing = {"proof": proof, "digest": seen["digest"]}
    demo.do("recheck", "recheck", "RecheckOutboundsInput", {"outboundIds": outbound_ids, "signing": signing})
    return picked


def _placed(demo: Demo, buyer: Buyer, wanted: list[tuple[dict[str, Any], int]]) -> dict[str, str]:
    content = {
        "customerId": buyer.id,
        "siteId": buyer.site["id"],
        "receiver": buyer.site["receiver"],
        "receiverPhone": buyer.site["phone"],
        "invoiceTitle": buyer.name,
        "pricesAsOf": demo.now(),
        "lines": [
            {
                "lineId": str(uuid4()),
                "productId": product["id"],
                "quantity": str(quantity),
                "unitPrice": product["listPrice"],
                "shownPrice": product["listPrice"],
            }
            for product, quantity in wanted
        ],
    }
    told = {"orderId": str(uuid4()), "content": content}
    placed: dict[str, str] = demo.do(
        "sales", "submitOrder", "SubmitOrderInput", told, "... on OrderPlaced { orderId number state }"
    )
    if placed["state"] == "submitted":  # This customer has prices of its own: the manager looks at others.
        waiting = demo.ask("manager", WAITING)["approvalsForMe"]["items"]
        (approval,) = [each["id"] for each in waiting if each["order"]["id"] == placed["orderId"]]
        demo.do("manager", "decideApproval", "DecideApprovalInput", {"approvalId": approval, "approve": True})
    return placed


def _picked(demo: Demo, order: dict[str, str], products: dict[str, dict[str, Any]]) -> Checked:
    outbound = demo.until(
        "warehouse", OUTBOUND, lambda found: found["outboundOfOrder"] is not None, id=order["orderId"]
    )["outboundOfOrder"]
    own = {"outboundId": outbound["id"]}
    demo.do("warehouse", "takePick", "TakePickInput", own)
    for line in outbound["lines"]:
        told = {
            "pickId": str(uuid4()),
            "pickLineId": line["id"],
            "quantity": line["toPick"],
            "scan": {"rawText": _code(products[line["productId"]], line), "source": "camera", "symbology": "]d2"},
        }  # fmt: skip
        demo.do("warehouse", "confirmPick", "ConfirmPickInput", told)
    demo.do("warehouse", "finishPick", "FinishPickInput", own)
    return Checked(
        order_id=order["orderId"],
        number=order["number"],
        outbound_id=outbound["id"],
        lines=outbound["lines"],
    )


def _code(product: dict[str, Any], line: dict[str, Any]) -> str:
    """The element string on the box, as a scanner sends it."""
    gtin = next(pack["gtin"] for pack in product["packs"] if float(pack["pieces"]) == 1)
    expiry = line["expiresOn"].replace("-", "")[2:]
    return f"01{gtin}17{expiry}10{line['lotNumber']}"


def handed_over(demo: Demo, checked: Checked, celsius: str = "4.6") -> str:
    """Everything in one cold box to the driver; the delivery's id."""
    _note_drawn(demo, checked)
    driver = demo.ask("driver", "{ me { person { id } } }")["me"]["person"]
    told = {
        "deliveryId": str(uuid4()),
        "outboundId": checked.outbound_id,
        "leg": "own_driver",
        "driverId": driver["id"],
        "pieces": 1,
        "boxes": [
            {
                "boxId": str(uuid4()),
                "means": "passive_box",
                "pickLineIds": [line["id"] for line in checked.lines],
                "departureCelsius": celsius,
                "loggerNumber": "T-0815",
                "plate": "沪A12345",
                "boxNumber": "BX-0417",
            }
        ],
    }
    delivery_id: str = demo.do(
        "keeper", "handOver", "HandOverInput", told, "... on HandedOver { deliveryId }"
    )["deliveryId"]
    return delivery_id


async def note_token(demo: Demo, checked: Checked) -> str:
    """What stands in the QR of this outbound's delivery note, once that is drawn."""
    _note_drawn(demo, checked)
    connection = await asyncpg.connect(demo.database)
    try:
        token: str = await connection.fetchval(
            "select public_token from outbounds where id = $1::uuid", checked.outbound_id
        )
    finally:
        await connection.close()
    return token


def _note_drawn(demo: Demo, checked: Checked) -> None:
    demo.until(
        "keeper",
        OUTBOUND,
        lambda found: found["outboundOfOrder"]["deliveryNoteId"] is not None,
        id=checked.order_id,
    )
