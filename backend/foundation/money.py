"""Money is integer fen + currency; a unit price is a Decimal in yuan with six places, tax included.

How money looks on a page is not decided here.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum
from typing import ClassVar, Final, NewType

from backend.foundation.decimals import half_up, places, plain_decimal, scaled, shortest
from backend.foundation.limits import DECIMAL_PLACES_MAX, FEN_MAX, UNIT_PRICE_YUAN_MAX
from backend.foundation.quantity import Quantity
from backend.foundation.refusal import Refusal

Fen = NewType("Fen", int)
"""An amount in fen where a field is a plain number: GraphQL speaks it as `Fen`, for its own Int ends at 21 million yuan."""

FEN_PER_YUAN: Final = 100
_MILLIONTHS: Final = 10**DECIMAL_PLACES_MAX
_TAX_RATE_PLACES_MAX: Final = 4
_TAX_RATE_UNIT: Final = 10**_TAX_RATE_PLACES_MAX


class Currency(StrEnum):
    """ISO 4217. Renminbi only: a second currency needs a rule for adding two of them first."""

    CNY = "CNY"


@dataclass
class AmountTooLarge(Refusal):
    """Beyond 10^13 yuan: no invoice is that large, and sums must stay inside the database's bigint."""

    zh: ClassVar[str] = "金额超出系统上限，请核对单价和数量。"
    en: ClassVar[str] = "The amount is beyond the limit. Check the price and the quantity."


@dataclass
class UnitPriceRefused(Refusal):
    written: str
    zh: ClassVar[str] = "单价“{written}”不能使用：应为 0 或正数，最多六位小数。"
    en: ClassVar[str] = "“{written}” is not a unit price: 0 or more, at most six decimal places."


@dataclass
class TaxRateRefused(Refusal):
    written: str
    zh: ClassVar[str] = "税率“{written}”不能使用：应在 0 与 1 之间，最多四位小数，例如 0.13。"
    en: ClassVar[str] = (
        "“{written}” is not a tax rate: from 0 to 1, at most four decimal places, such as 0.13."
    )


@dataclass(frozen=True, slots=True, order=True)
class Money:
    fen: int
    currency: Currency = Currency.CNY

    def __post_init__(self) -> None:
        if isinstance(self.fen, bool) or not isinstance(self.fen, int):
            raise TypeError("money is counted in whole fen")
        if abs(self.fen) > FEN_MAX:
            raise AmountTooLarge()

    def __add__(self, other: "Money") -> "Money":
        return Money(self.fen + other.fen, self.currency)

    def __sub__(self, other: "Money") -> "Money":
        return Money(self.fen - other.fen, self.currency)

    def __neg__(self) -> "Money":
        return Money(-self.fen, self.currency)


@dataclass(frozen=True, slots=True, order=True)
class UnitPrice:
    """Yuan for one of the quantity's unit, tax included: NUMERIC(18,6), never negative."""

    yuan: Decimal
    currency: Currency = Currency.CNY

    def __post_init__(self) -> None:
        yuan = plain_decimal(self.yuan)
        if yuan is None or not 0 <= yuan <= UNIT_PRICE_YUAN_MAX or places(yuan) > DECIMAL_PLACES_MAX:
            raise UnitPriceRefused(written=str(self.yuan)[:40])
        object.__setattr__(self, "yuan", shortest(yuan))

    @classmethod
    def of(cls, written: str | int | Decimal, currency: Currency = Currency.CNY) -> "UnitPrice":
        """The price as it was typed or stored; raises UnitPriceRefused."""
        yuan = plain_decimal(written)
        if yuan is None:
            raise UnitPriceRefused(written=str(written)[:40])
        return cls(yuan, currency)


@dataclass(frozen=True, slots=True)
class TaxRate:
    """A share of the price without tax: 0.13 is thirteen percent."""

    share: Decimal

    def __post_init__(self) -> None:
        share = plain_decimal(self.share)
        if share is None or not 0 <= share <= 1 or places(share) > _TAX_RATE_PLACES_MAX:
            raise TaxRateRefused(written=str(self.share)[:40])
        object.__setattr__(self, "share", shortest(share))

    @classmethod
    def of(cls, written: str | int | Decimal) -> "TaxRate":
        """The rate as it was typed or stored; raises TaxRateRefused."""
        share = plain_decimal(written)
        if share is None:
            raise TaxRateRefused(written=str(written)[:40])
        return cls(share)


def line_amount(price: UnitPrice, quantity: Quantity) -> Money:
    """Price × quantity, tax included, rounded half up to the fen."""
    millionths = scaled(price.yuan, DECIMAL_PLACES_MAX) * scaled(quantity.value, DECIMAL_PLACES_MAX)
    return Money(half_up(millionths * FEN_PER_YUAN, _MILLIONTHS * _MILLIONTHS), price.currency)


def tax_within(line: Money, rate: TaxRate) -> Money:
    """The tax that `line` contains: line − line / (1 + rate), rounded half up to the fen."""
    share = scaled(rate.share, _TAX_RATE_PLACES_MAX)
    return Money(half_up(line.fen * share, _TAX_RATE_UNIT + share), line.currency)


def without_tax(line: Money, rate: TaxRate) -> Money:
    """What remains of `line` when its tax is taken out; both parts always add up to the line."""
    return line - tax_within(line, rate)


def total(amounts: Iterable[Money], currency: Currency = Currency.CNY) -> Money:
    """The sum; of no amounts it is nothing. Raises AmountTooLarge."""
    return Money(sum(amount.fen for amount in amounts), currency)
