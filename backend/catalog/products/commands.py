"""Puts products on file and changes them, with the codes of their packs."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any
from uuid import UUID

from sqlalchemy import select

from backend.catalog.products.rules import (
    GtinTaken,
    NoSuchProduct,
    Pack,
    ProductKnown,
    StorageClass,
    checked_packs,
    checked_pieces,
    checked_price,
    checked_registration,
    checked_tax_rate,
)
from backend.catalog.products.tables import Product, ProductPack
from backend.catalog.rights import PRODUCTS_MANAGE
from backend.compliance.qualifications.rules import Regime
from backend.foundation.command import handles
from backend.foundation.limits import NUMBER_CHARACTERS_MAX, UNIT_CHARACTERS_MAX
from backend.foundation.perform import refuses
from backend.foundation.period import DatePeriod
from backend.foundation.permission import NotFound
from backend.foundation.revision import must_be_current, revise
from backend.foundation.text import cleaned, cleaned_or_none, search_key, sort_key
from backend.foundation.work import Work


@dataclass(frozen=True, slots=True, kw_only=True)
class AddProduct:
    """Puts a product on file, in its smallest sales pack, under an id that the client made.

    `storageText` is the label's exact wording; `listPrice` is yuan per piece, tax included; `taxRate` is a fraction
    such as 0.13; `packs` are the codes on its boxes. Goods under drug and device regimes need a registration number,
    good from a day to a day (both included). `registrationHolder` is who it was given to (上市许可持有人, 注册人, 备案人),
    `maker` who makes it; `dosageForm` is a drug's 剂型, `model` a device's 型号.
    """

    product_id: UUID
    catalogue_number: str
    name: str
    specification: str
    regime: Regime
    storage_class: StorageClass
    storage_text: str
    maker: str
    unit: str
    list_price: Decimal
    tax_rate: Decimal
    pieces_per_case: int = 1
    registration_number: str | None = None
    registration_holder: str | None = None
    registered_from: date | None = None
    registered_to: date | None = None
    dosage_form: str | None = None
    model: str | None = None
    maker_licence: str | None = None
    serialised: bool = False
    packs: tuple[Pack, ...] = ()


@dataclass(frozen=True, slots=True)
class ProductAdded:
    """The product is on file."""

    product_id: UUID


@dataclass(frozen=True, slots=True, kw_only=True)
class ChangeProduct:
    """Changes a product, whole, its packs included: what is left out becomes empty. `baseVersion` is what was seen."""

    product_id: UUID
    catalogue_number: str
    name: str
    specification: str
    regime: Regime
    storage_class: StorageClass
    storage_text: str
    maker: str
    unit: str
    list_price: Decimal
    tax_rate: Decimal
    pieces_per_case: int = 1
    registration_number: str | None = None
    registration_holder: str | None = None
    registered_from: date | None = None
    registered_to: date | None = None
    dosage_form: str | None = None
    model: str | None = None
    maker_licence: str | None = None
    serialised: bool = False
    packs: tuple[Pack, ...] = ()
    base_version: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class SetListPrice:
    """Gives a product, known by its catalogue number, another list price: yuan per piece, tax included.

    `taxRate` stays as it is where it is left out. The same price again changes nothing.
    """

    catalogue_number: str
    list_price: Decimal
    tax_rate: Decimal | None = None


@dataclass(frozen=True, slots=True)
class ProductChanged:
    """The product is changed; `version` is what it is now."""

    product_id: UUID
    version: int


refuses("pk_products", ProductKnown)
refuses("uq_products_catalogue_number", ProductKnown)


@handles(AddProduct, name="catalog.addProduct", needs=PRODUCTS_MANAGE)
async def add_product(command: AddProduct, work: Work) -> ProductAdded:
    facts, packs = _cleaned(command), checked_packs(command.packs)
    work.session.add(Product(id=command.product_id, **facts, **_found_by(facts, packs)))
    await work.session.flush()
    await _put_packs(work, command.product_id, packs)
    work.changed("product", command.product_id, None, {**facts, "packs": packs})
    return ProductAdded(command.product_id)


@handles(ChangeProduct, name="catalog.changeProduct", needs=PRODUCTS_MANAGE)
async def change_product(command: ChangeProduct, work: Work) -> ProductChanged:
    facts, packs = _cleaned(command), checked_packs(command.packs)
    product = await work.session.get(Product, command.product_id, with_for_update=True)
    if product is None or product.deleted_at is not None:
        raise NotFound("product")
    must_be_current(product, command.base_version)
    before, after = revise(product, facts)
    revise(product, _found_by(facts, packs))
    packs_before = await _put_packs(work, product.id, packs)
    if packs_before != packs:
        before["packs"], after["packs"] = packs_before, packs
    if after:
        work.changed("product", product.id, before, after)
    await work.session.flush()
    await work.session.refresh(product, ["version"])
    return ProductChanged(product.id, product.version)


@handles(SetListPrice, name="catalog.setListPrice", needs=PRODUCTS_MANAGE)
async def set_list_price(command: SetListPrice, work: Work) -> ProductChanged:
    terms = {"list_price": checked_price(command.list_price)}
    if command.tax_rate is not None:
        terms["tax_rate"] = checked_tax_rate(command.tax_rate)
    number = cleaned(command.catalogue_number, characters_max=NUMBER_CHARACTERS_MAX)
    product = await work.session.scalar(
        select(Product)
        .where(Product.catalogue_number == number, Product.deleted_at.is_(None))
        .with_for_update()
    )
    if product is None:
        raise NoSuchProduct(number)
    before, after = revise(product, terms)
    if after:
        work.changed("product", product.id, before, after)
    await work.session.flush()
    await work.session.refresh(product, ["version"])
    return ProductChanged(product.id, product.version)


async def _put_packs(work: Work, product_id: UUID, wanted: dict[str, int]) -> dict[str, int]:
    """Makes the product's codes exactly these; returns what they were. Raises GtinTaken for another product's.

    A code that goes out of use stays as a deleted row, so that phones learn of it; it may be given anew.
    """
    rows = await work.session.scalars(
        select(ProductPack)
        .where((ProductPack.product_id == product_id) | ProductPack.gtin.in_(sorted(wanted)))
        .order_by(ProductPack.gtin)
        .with_for_update()
    )
    known = {row.gtin: row for row in rows}
    before: dict[str, int] = {}
    for gtin, row in known.items():
        in_use = row.deleted_at is None
        if row.product_id == product_id and in_use:
            before[gtin] = row.pieces
        if gtin not in wanted:
            row.deleted_at = row.deleted_at or work.now
        elif row.product_id != product_id and in_use:
            raise GtinTaken(gtin)
        else:
            row.product_id, row.pieces, row.deleted_at = product_id, wanted[gtin], None
    for gtin in sorted(wanted.keys() - known.keys()):
        work.session.add(ProductPack(gtin=gtin, product_id=product_id, pieces=wanted[gtin]))
    return before


def _cleaned(command: AddProduct | ChangeProduct) -> dict[str, Any]:
    number = cleaned_or_none(command.registration_number, characters_max=2 * NUMBER_CHARACTERS_MAX)
    registered = DatePeriod(command.registered_from, command.registered_to)
    return {
        "catalogue_number": cleaned(command.catalogue_number, characters_max=NUMBER_CHARACTERS_MAX),
        "name": cleaned(command.name),
        "specification": cleaned(command.specification),
        "regime": command.regime.value,
        "storage_class": command.storage_class.value,
        "storage_text": cleaned(command.storage_text),
        "registration_number": checked_registration(command.regime, number),
        "registration_holder": cleaned_or_none(command.registration_holder),
        "registered_from": registered.first,
        "registered_to": registered.last,
        "dosage_form": cleaned_or_none(command.dosage_form),
        "model": cleaned_or_none(command.model),
        "maker": cleaned(command.maker),
        "maker_licence": cleaned_or_none(command.maker_licence),
        "unit": cleaned(command.unit, characters_max=UNIT_CHARACTERS_MAX),
        "pieces_per_case": checked_pieces(command.pieces_per_case),
        "serialised": command.serialised,
        "list_price": checked_price(command.list_price),
        "tax_rate": checked_tax_rate(command.tax_rate),
    }


def _found_by(facts: dict[str, Any], packs: dict[str, int]) -> dict[str, str]:
    """What it is searched and sorted by: name, catalogue number, registration number, the codes on its boxes."""
    codes = (facts["catalogue_number"], facts["registration_number"], *sorted(packs))
    return {
        "search_key": search_key(facts["name"], *codes),
        "sort_key": sort_key(facts["name"]),
    }
