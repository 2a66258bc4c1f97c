"""The three shapes: what is asked, as a phone asks it (a registered document, by its digest) and by hand."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from random import Random
from typing import Any, Final
from uuid import UUID

import orjson

from backend.api.documents import RegisteredDocument
from backend.foundation.limits import REGISTERED_COST_MAX

LINES: Final = 5
LISTED: Final = 50
RECEIVED_DAYS: Final = 2

_LINE: Final = (
    "id position productId productName catalogueNumber specification unit piecesPerCase storageClass regime"
    " quantity unitPrice amountFen"
)
_ORDER: Final = f"""query Order($id: UUID!) {{
  order(id: $id) {{
    id version number state customerId customerName siteId receiver receiverPhone address wantedOn purchaseNumber
    buyer invoiceTitle note shelfLifeMonthsMin totalFen taxFen atListPrice releasedWhy stateReason orderedAt
    lines {{ {_LINE} }}
  }}
}}"""
_ORDERS: Final = f"""query Orders($search: String, $states: [String!], $customerId: UUID, $first: Int!) {{
  orders(first: $first, search: $search, states: $states, customerId: $customerId) {{
    items {{
      id number state customerId customerName purchaseNumber wantedOn totalFen lineCount stateReason orderedAt
      lines {{ {_LINE} }}
    }}
    pageInfo {{ hasNextPage }}
  }}
}}"""
_SUBMIT: Final = """mutation SubmitOrder($commandId: UUID!, $input: SubmitOrderInput!) {
  submitOrder(commandId: $commandId, input: $input) {
    __typename
    ... on OrderPlaced { orderId number state awaits }
    ... on QualificationMissing { missing { line regime paperType why endedOn } }
    ... on LotShort { product wanted onHand unit }
    ... on PriceChanged { lines { lineId shown now } }
    ... on Refusal { message }
  }
}"""
DOCUMENTS: Final = tuple(RegisteredDocument(text, REGISTERED_COST_MAX) for text in (_ORDER, _ORDERS, _SUBMIT))


@dataclass(frozen=True, slots=True)
class Known:
    """What there is to ask for: ids of orders, of products with their prices, of customers with their sites."""

    orders: tuple[UUID, ...]
    products: tuple[tuple[UUID, str], ...]
    customers: tuple[tuple[UUID, UUID], ...]


@dataclass(frozen=True, slots=True)
class Shape:
    """One thing to ask for. `share_min` is the issue's promise; `path` is where the baseline answers it.

    `variables` makes new ones for each request; both sides are sent the same kind, never the same ids twice.
    """

    name: str
    share_min: float
    document: RegisteredDocument
    path: str
    variables: Callable[[Known, Random], dict[str, Any]]

    def asked_of_us(self, variables: dict[str, Any]) -> bytes:
        return orjson.dumps({"documentId": f"sha256:{self.document.digest}", "variables": variables})

    def asked_by_hand(self, variables: dict[str, Any]) -> bytes:
        return orjson.dumps(variables)


def _one_order(known: Known, dice: Random) -> dict[str, Any]:
    return {"id": str(dice.choice(known.orders))}


def _a_list(_: Known, __: Random) -> dict[str, Any]:
    return {"search": None, "states": None, "customerId": None, "first": LISTED}


def _a_submission(known: Known, dice: Random) -> dict[str, Any]:
    """Of products that need no papers, at list price, under the limit: released by rule, as most orders are."""
    customer, site = dice.choice(known.customers)
    return {
        "commandId": str(_new_id(dice)),
        "input": {
            "orderId": str(_new_id(dice)),
            "content": {
                "customerId": str(customer),
                "siteId": str(site),
                "receiver": "周敏",
                "receiverPhone": "021-55550137",
                "invoiceTitle": "苏州河畔生物研究所",
                "pricesAsOf": datetime.now(UTC).isoformat(),
                "wantedOn": (datetime.now(UTC).date() + timedelta(days=RECEIVED_DAYS)).isoformat(),
                "purchaseNumber": f"PO-{dice.randrange(10**6):06}",
                "lines": [
                    {
                        "lineId": str(_new_id(dice)),
                        "productId": str(product),
                        "quantity": str(dice.randint(1, 4)),
                        "unitPrice": price,
                        "shownPrice": price,
                    }
                    for product, price in dice.sample(known.products, LINES)
                ],
            },
        },
    }


def _new_id(dice: Random) -> UUID:
    """A UUIDv7 of now, as a phone makes it."""
    milliseconds = int(datetime.now(UTC).timestamp() * 1000)
    return UUID(
        int=milliseconds << 80 | 7 << 76 | dice.getrandbits(12) << 64 | 2 << 62 | dice.getrandbits(62)
    )


SHAPES: Final = (
    Shape("order with customer and five lines", 0.25, DOCUMENTS[0], "/order", _one_order),
    Shape("list of 50 orders with customer and lines", 0.15, DOCUMENTS[1], "/orders", _a_list),
    Shape("create with five lines", 0.40, DOCUMENTS[2], "/submit", _a_submission),
)
