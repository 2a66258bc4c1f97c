"""Customers, products and papers for tests, made by the people who make them, through commands."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from itertools import count
from typing import Any
from uuid import UUID

from backend.catalog.products.commands import AddProduct
from backend.catalog.products.prices import SetCustomerPrice
from backend.catalog.products.rules import Pack, StorageClass
from backend.compliance.qualifications.commands import ReviewPaper, SubmitPaper
from backend.compliance.qualifications.rules import CustomerKind, PaperType, Regime
from backend.customers.accounts.commands import AddCustomer
from backend.customers.accounts.sites import NewSite
from backend.customers.credit.commands import SetCredit
from backend.foundation.actor import Actor
from backend.foundation.money import Fen
from scanners.check_digits import mod_10
from tests.factories.shop import Shop

_next = count(1)


@dataclass(frozen=True)
class MadeCustomer:
    id: UUID
    number: str
    name: str
    site_id: UUID


@dataclass(frozen=True)
class MadeProduct:
    id: UUID
    catalogue_number: str
    name: str
    gtin: str
    case_gtin: str


async def a_customer(
    shop: Shop,
    *,
    kind: CustomerKind = CustomerKind.biotech,
    name: str | None = None,
    by: Actor | None = None,
    credit_fen: int | None = None,
    terms_days: int = 30,
    **given: Any,
) -> MadeCustomer:
    """A customer of the salesperson (or `by`) with one site, and with credit when `credit_fen` is given."""
    customer_id, site_id, name = shop.new_id(), shop.new_id(), name or f"测试客户{next(_next):04}"
    site = NewSite(
        site_id=site_id,
        name="实验楼",
        address="上海市浦东新区蔡伦路 1 号",
        receiver="王敏",
        phone="13800000001",
    )
    command = AddCustomer(customer_id=customer_id, name=name, kind=kind, sites=(site,), **given)
    added = await shop.perform(command, by or shop.person("sales"))
    if credit_fen is not None:
        await shop.perform(
            SetCredit(customer_id=customer_id, limit_fen=Fen(credit_fen), terms_days=terms_days),
            shop.person("finance"),
        )
    return MadeCustomer(customer_id, added.number, name, site_id)


def a_gtin(indicator: int = 0) -> str:
    """A GTIN-14 that nobody else in this run has; `indicator` 0 is the piece, 1 to 8 a pack level."""
    body = f"{indicator}6901{next(_next):08}"
    return body + mod_10(body)


async def a_product(
    shop: Shop,
    *,
    regime: Regime = Regime.ruo,
    storage_class: StorageClass = StorageClass.refrigerated,
    list_price: str = "100",
    tax_rate: str = "0.13",
    pieces_per_case: int = 20,
    serialised: bool = False,
    name: str | None = None,
    catalogue_number: str | None = None,
    **given: Any,
) -> MadeProduct:
    """A product with a code for the piece and one for the case; registered where its regime asks for it."""
    number = next(_next)
    product_id, gtin, case_gtin = shop.new_id(), a_gtin(), a_gtin(1)
    name, catalogue_number = name or f"测试抗体{number:04}", catalogue_number or f"AB-{number:05}"
    registration = (
        None if regime in (Regime.ruo, Regime.hazchem, Regime.precursor) else f"国械注准2026{number:07}"
    )
    packs = (Pack(gtin=gtin, pieces=1), Pack(gtin=case_gtin, pieces=pieces_per_case))
    command = AddProduct(
        product_id=product_id,
        catalogue_number=catalogue_number,
        name=name,
        specification="100 μg",
        regime=regime,
        storage_class=storage_class,
        storage_text="2–8 ℃ 避光",
        maker="苏州方舟生物科技有限公司",
        list_price=Decimal(list_price),
        tax_rate=Decimal(tax_rate),
        pieces_per_case=pieces_per_case,
        serialised=serialised,
        **{"unit": "盒", "registration_number": registration, "packs": packs, **given},
    )
    await shop.perform(command, shop.person("purchaser"))
    return MadeProduct(product_id, catalogue_number, name, gtin, case_gtin)


async def a_price(
    shop: Shop,
    customer_id: UUID,
    product_id: UUID,
    unit_price: str,
    *,
    valid_from: date = date(2026, 1, 1),
    valid_to: date | None = None,
) -> UUID:
    """A price agreed with the customer; its id."""
    price_id = shop.new_id()
    command = SetCustomerPrice(
        price_id=price_id, customer_id=customer_id, product_id=product_id, unit_price=Decimal(unit_price),
        valid_from=valid_from, valid_to=valid_to,
    )  # fmt: skip
    await shop.perform(command, shop.person("salesManager"))
    return price_id


async def a_submitted_paper(
    shop: Shop,
    customer_id: UUID,
    type: PaperType,
    *,
    valid_from: date = date(2024, 1, 1),
    valid_to: date | None = date(2028, 12, 31),
    holder_kind: str = "customer",
    by: Actor | None = None,
    **given: Any,
) -> UUID:
    """A paper of the customer that awaits review; its id."""
    paper_id = shop.new_id()
    command = SubmitPaper(
        paper_id=paper_id, holder_kind=holder_kind, holder_id=customer_id, type=type,
        number=f"许可{next(_next):06}", valid_from=valid_from, valid_to=valid_to, **given,
    )  # fmt: skip
    await shop.perform(command, by or shop.person("sales"))
    return paper_id


async def an_accepted_paper(shop: Shop, customer_id: UUID, type: PaperType, **given: Any) -> UUID:
    """A paper of the customer that a quality officer has accepted; its id."""
    paper_id = await a_submitted_paper(shop, customer_id, type, **given)
    await shop.perform(ReviewPaper(paper_id=paper_id, accept=True), shop.person("qualityOfficer"))
    return paper_id
