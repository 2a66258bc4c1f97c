"""The customers on file: accounts by their salespeople, credit by finance, agreed prices by the manager, one login each
for two of them."""

from dataclasses import dataclass, field
from datetime import timedelta
from decimal import ROUND_HALF_UP, Decimal
from typing import Final
from uuid import UUID

from backend.catalog.products.prices import SetCustomerPrice
from backend.compliance.qualifications.rules import CustomerKind
from backend.customers.accounts.commands import AddCustomer
from backend.customers.accounts.contacts import NewContact
from backend.customers.accounts.sites import NewSite
from backend.customers.credit.commands import SetCredit
from backend.demo.customers import DemoCustomer, customers, person_name
from backend.demo.firm import Firm, hire
from backend.demo.people import PORTAL, Person
from backend.demo.shelves import Shelves, Stocked
from backend.foundation.money import Fen

EAST, SOUTH, MANAGER, FINANCE, ADMINISTRATOR = "lina", "zhaolei", "chenjing", "sunli", "admin"
SOUTHERN: Final = frozenset({"武汉", "广州", "深圳", "成都"})
AGREED_PRICES: Final = 4
PRICE_PLACES: Final = Decimal("0.01")


@dataclass(slots=True)
class Account:
    """A customer on file, with what its orders will need."""

    id: UUID
    facts: DemoCustomer
    seller: str
    sites: list[NewSite]
    basket: list[Stocked] = field(default_factory=list)
    """What this customer buys, its favourites first."""
    agreed: dict[UUID, Decimal] = field(default_factory=dict)
    """Agreed unit prices by product."""

    def price(self, stocked: Stocked) -> Decimal:
        return self.agreed.get(stocked.id, stocked.price)


async def open_accounts(firm: Firm, shelves: Shelves, customers_max: int | None) -> list[Account]:
    """Every customer with its sites, contacts, credit and agreed prices; the portal's people last."""
    accounts = [
        await _open(firm, shelves, facts, index)
        for index, facts in enumerate(customers(firm.dice)[:customers_max])
    ]
    for index, person in PORTAL.items():
        await hire(firm, _named(person, accounts[index]), firm.people[ADMINISTRATOR], accounts[index].id)
    return accounts


def _named(person: Person, account: Account) -> Person:
    """The customer's buyer, under their own name."""
    return Person(
        person.login, account.facts.buyer, person.posts, person.department, person.phone, person.role
    )


async def _open(firm: Firm, shelves: Shelves, facts: DemoCustomer, index: int) -> Account:
    seller = SOUTH if facts.city in SOUTHERN else EAST
    account = Account(firm.new_id(), facts, seller, _sites(firm, facts, index))
    await firm.do(
        AddCustomer(
            customer_id=account.id,
            name=facts.name,
            kind=CustomerKind(facts.kind),
            tax_number=f"9131{firm.dice.randrange(10**13, 10**14)}" if index % 3 else None,
            shelf_life_months_min=facts.shelf_life_months_min,
            sites=tuple(account.sites),
            contacts=tuple(_contacts(firm, facts)),
        ),
        seller,
    )
    await firm.do(
        SetCredit(
            customer_id=account.id,
            limit_fen=Fen(max(facts.credit_yuan, PORTAL_CREDIT_YUAN if index in PORTAL else 0) * 100),
            terms_days=firm.dice.choice((30, 30, 60, 90)),
        ),
        FINANCE,
    )
    account.basket = _basket(firm, shelves, facts)
    for stocked in account.basket[:AGREED_PRICES] if index % 2 == 0 else ():
        discount = Decimal(firm.dice.choice((85, 88, 90, 92, 95))) / 100
        account.agreed[stocked.id] = (stocked.price * discount).quantize(PRICE_PLACES, ROUND_HALF_UP)
        await firm.do(
            SetCustomerPrice(
                price_id=firm.new_id(),
                customer_id=account.id,
                product_id=stocked.id,
                unit_price=account.agreed[stocked.id],
                valid_from=firm.clock.today(firm.diary.zone) - timedelta(days=1),
            ),
            MANAGER,
        )
    return account


def _sites(firm: Firm, facts: DemoCustomer, index: int) -> list[NewSite]:
    first = NewSite(
        site_id=firm.new_id(),
        name=facts.site,
        address=facts.address,
        receiver=facts.receiver,
        phone=facts.phone,
    )
    if index % 4:
        return [first]
    second = NewSite(
        site_id=firm.new_id(),
        name="二期 冷库",
        address=facts.address.replace(facts.site, "二期 2 号楼 1 层"),
        receiver=person_name(firm.dice),
        phone=facts.phone,
    )
    return [first, second]


def _contacts(firm: Firm, facts: DemoCustomer) -> list[NewContact]:
    today = firm.clock.today(firm.diary.zone)
    return [
        NewContact(
            contact_id=firm.new_id(),
            name=facts.buyer,
            phone=facts.phone,
            role="采购",
            authority_until=today + timedelta(days=firm.dice.randint(60, 400)),
        ),
        NewContact(contact_id=firm.new_id(), name=facts.receiver, phone=facts.phone, role="收货"),
    ]


_WANTS: Final[dict[str, tuple[str, ...]]] = {
    "university": ("ruo", "ruo", "ruo", "hazchem", "precursor"),
    "institute": ("ruo", "ruo", "ruo", "hazchem", "drug"),
    "biotech": ("ruo", "ruo", "ruo", "drug", "device_1"),
    "hospital": ("device_2", "device_3", "device_1", "device_2", "drug", "ruo"),
    "distributor": ("device_2", "device_1", "device_3", "ruo", "ruo", "drug"),
}
BASKET: Final = 14
PORTAL_CREDIT_YUAN: Final = 800_000
"""Enough for three months, so that what the portal's customers order today is not held up."""


def _basket(firm: Firm, shelves: Shelves, facts: DemoCustomer) -> list[Stocked]:
    by_regime: dict[str, list[Stocked]] = {}
    for stocked in shelves.stocked:
        by_regime.setdefault(stocked.facts.regime, []).append(stocked)
    chosen: dict[UUID, Stocked] = {}
    for _ in range(4 * BASKET):
        regime = firm.dice.choice(_WANTS[facts.kind])
        if regime in by_regime and len(chosen) < BASKET:
            stocked = firm.dice.choice(by_regime[regime])
            chosen[stocked.id] = stocked
    return list(chosen.values())
