"""The warehouse and the catalogue: locations of all storage classes, suppliers, products with the codes on their boxes."""

from dataclasses import dataclass
from decimal import Decimal
from itertools import count
from typing import Final
from uuid import UUID

from backend.catalog.products.commands import AddProduct
from backend.catalog.products.rules import Pack, StorageClass
from backend.catalog.suppliers.commands import AddSupplier
from backend.compliance.qualifications.rules import Regime
from backend.demo.firm import Firm
from backend.demo.goods import MAKERS, SUPPLIERS, DemoProduct, products
from backend.inventory.locations.commands import AddLocation
from scanners.check_digits import mod_10

PURCHASER, KEEPER = "heqiang", "fengtao"
LOCATIONS: Final = (
    *(("常温库", "ambient", f"A-{row:02}-{bay:02}") for row in (1, 2) for bay in range(1, 5)),
    *(("阴凉库", "cool", f"B-01-{bay:02}") for bay in range(1, 5)),
    *(("冷藏库 1", "refrigerated", f"C-{row:02}-{bay:02}") for row in (1, 2, 3) for bay in range(1, 7)),
    *(("冷冻库", "frozen", f"D-{row:02}-{bay:02}") for row in (1, 2) for bay in range(1, 6)),
    *(("深低温冰箱", "deep_frozen", f"E-01-{bay:02}") for bay in range(1, 5)),
)
GTIN_PREFIX: Final = "6970999"
"""The codes are invented like everything else; the check digits are right."""


@dataclass(frozen=True, slots=True)
class Stocked:
    """A product on file, with what the rest of the world needs of it."""

    id: UUID
    facts: DemoProduct
    supplier_id: UUID
    gtin: str
    case_gtin: str

    @property
    def price(self) -> Decimal:
        return self.facts.price


@dataclass(frozen=True, slots=True)
class Shelves:
    """Where goods stand, who brings them, and what is sold."""

    locations: dict[str, list[UUID]]
    stocked: list[Stocked]


async def fill_shelves(firm: Firm, products_max: int | None) -> Shelves:
    """Locations by their keeper, suppliers and products by the purchaser; of every family as many as fit."""
    locations: dict[str, list[UUID]] = {}
    for zone, storage_class, code in LOCATIONS:
        location_id = firm.new_id()
        await firm.do(
            AddLocation(
                location_id=location_id, code=code, zone=zone, storage_class=StorageClass(storage_class)
            ),
            KEEPER,
        )
        locations.setdefault(storage_class, []).append(location_id)
    suppliers = []
    for number, name, address in SUPPLIERS:
        suppliers.append(firm.new_id())
        await firm.do(
            AddSupplier(supplier_id=suppliers[-1], number=number, name=name, address=address), PURCHASER
        )
    numbers = count(1)
    return Shelves(
        locations,
        [
            await _put_on_file(firm, product, suppliers, next(numbers))
            for product in _chosen(products(firm.dice), products_max)
        ],
    )


def _chosen(catalogue: list[DemoProduct], at_most: int | None) -> list[DemoProduct]:
    """All, or evenly spread over the families."""
    if at_most is None or at_most >= len(catalogue):
        return catalogue
    return [catalogue[index * len(catalogue) // at_most] for index in range(at_most)]


async def _put_on_file(firm: Firm, product: DemoProduct, suppliers: list[UUID], number: int) -> Stocked:
    body = f"{GTIN_PREFIX}{number:05}"
    gtin, case_body = body + mod_10(body), "1" + body
    case_gtin = case_body + mod_10(case_body)
    stocked = Stocked(firm.new_id(), product, _supplier_of(product, suppliers), "0" + gtin, case_gtin)
    await firm.do(
        AddProduct(
            product_id=stocked.id,
            catalogue_number=product.catalogue_number,
            name=product.name,
            specification=product.specification,
            regime=Regime(product.regime),
            storage_class=StorageClass(product.storage_class),
            storage_text=product.storage_text,
            maker=product.maker,
            unit=product.unit,
            list_price=product.price,
            tax_rate=product.tax_rate,
            pieces_per_case=product.pieces_per_case,
            registration_number=product.registration_number,
            registration_holder=product.registration_holder,
            dosage_form=product.dosage_form,
            model=product.model,
            maker_licence=product.maker_licence,
            packs=(
                Pack(gtin=gtin, pieces=1),
                Pack(gtin=case_gtin, pieces=product.pieces_per_case),
            ),
        ),
        PURCHASER,
    )
    return stocked


def _supplier_of(product: DemoProduct, suppliers: list[UUID]) -> UUID:
    """Chemicals come from the chemical works, all else from its maker's own supplier."""
    if product.storage_class == "cool":
        return suppliers[-1]
    return suppliers[MAKERS.index(product.maker)]
