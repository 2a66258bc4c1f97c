"""What an order says, as a phone sends it: the header and the lines."""

from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from uuid import UUID

from backend.customers.accounts.rules import checked_shelf_life
from backend.foundation.limits import REMARK_CHARACTERS_MAX
from backend.foundation.money import TaxRate, UnitPrice, line_amount, tax_within
from backend.foundation.quantity import Quantity
from backend.foundation.text import cleaned, cleaned_or_none
from backend.sales.orders.rules import LINES_MAX, NothingOrdered, OrderIdTaken


@dataclass(frozen=True, slots=True, kw_only=True)
class OrderLineContent:
    """One product: pieces of the smallest sales pack, the price asked, and the price the phone showed."""

    line_id: UUID
    product_id: UUID
    quantity: Decimal
    unit_price: Decimal
    shown_price: Decimal


@dataclass(frozen=True, slots=True, kw_only=True)
class OrderContent:
    """The whole of an order; `prices_as_of` is when the phone last had prices from the server."""

    customer_id: UUID
    site_id: UUID
    receiver: str
    receiver_phone: str
    invoice_title: str
    prices_as_of: datetime
    lines: tuple[OrderLineContent, ...]
    wanted_on: date | None = None
    purchase_number: str | None = None
    buyer: str | None = None
    note: str | None = None
    shelf_life_months_min: int | None = None
    repeats_id: UUID | None = None

    def header(self) -> dict[str, object]:
        """The order's own columns, cleaned. Raises ShelfLifeRefused and the refusals of hostile text."""
        return {
            "customer_id": self.customer_id,
            "site_id": self.site_id,
            "receiver": cleaned(self.receiver),
            "receiver_phone": cleaned(self.receiver_phone),
            "invoice_title": cleaned(self.invoice_title),
            "wanted_on": self.wanted_on,
            "purchase_number": cleaned_or_none(self.purchase_number),
            "buyer": cleaned_or_none(self.buyer),
            "note": cleaned_or_none(self.note, characters_max=REMARK_CHARACTERS_MAX, lines=True),
            "shelf_life_months_min": checked_shelf_life(self.shelf_life_months_min),
            "repeats_id": self.repeats_id,
        }

    def checked(self) -> None:
        """Raises NothingOrdered, OrderIdTaken, or the quantities' and prices' own refusals."""
        if not 1 <= len(self.lines) <= LINES_MAX:
            raise NothingOrdered
        if len({line.line_id for line in self.lines}) < len(self.lines):
            raise OrderIdTaken
        for line in self.lines:
            if not Quantity.of(line.quantity, "件"):
                raise NothingOrdered
            UnitPrice.of(line.unit_price)
            UnitPrice.of(line.shown_price)


@dataclass(frozen=True, slots=True, kw_only=True)
class PricedLine:
    """A line as it is kept: amounts in fen, the tax within them."""

    line_id: UUID
    product_id: UUID
    quantity: Decimal
    unit_price: Decimal
    tax_rate: Decimal
    amount_fen: int
    tax_fen: int


def priced(line: OrderLineContent, tax_rate: Decimal) -> PricedLine:
    """The line with its amount, tax included, and the tax within it."""
    amount = line_amount(UnitPrice.of(line.unit_price), Quantity.of(line.quantity, "件"))
    return PricedLine(
        line_id=line.line_id,
        product_id=line.product_id,
        quantity=line.quantity,
        unit_price=line.unit_price,
        tax_rate=tax_rate,
        amount_fen=amount.fen,
        tax_fen=tax_within(amount, TaxRate.of(tax_rate)).fen,
    )
