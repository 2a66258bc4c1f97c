"""Sites: the places that a customer's goods go to, with the usual receiver (收货人)."""

from collections.abc import Sequence
from dataclasses import asdict, dataclass
from typing import Final
from uuid import UUID

from backend.customers.accounts.belongings import Belonging, change, put
from backend.customers.accounts.rules import SITES_MAX, SiteKnown
from backend.customers.accounts.tables import CustomerSite
from backend.customers.rights import CUSTOMERS_MANAGE
from backend.foundation.command import handles
from backend.foundation.limits import NUMBER_CHARACTERS_MAX
from backend.foundation.perform import refuses
from backend.foundation.text import cleaned
from backend.foundation.visibility import must_see
from backend.foundation.work import Work

SITES: Final = Belonging("site", CustomerSite, SITES_MAX)


@dataclass(frozen=True, slots=True, kw_only=True)
class NewSite:
    """A place goods go to, under an id that the client made."""

    site_id: UUID
    name: str
    address: str
    receiver: str
    phone: str


@dataclass(frozen=True, slots=True, kw_only=True)
class AddSite:
    """Adds a site to a customer."""

    customer_id: UUID
    site: NewSite


@dataclass(frozen=True, slots=True)
class SiteAdded:
    """The site is on file."""

    site_id: UUID


@dataclass(frozen=True, slots=True, kw_only=True)
class ChangeSite:
    """Changes a site, whole; one that is not in use any more is no longer offered. `baseVersion` is what was seen."""

    site: NewSite
    base_version: int | None = None
    in_use: bool = True


@dataclass(frozen=True, slots=True)
class SiteChanged:
    """The site is changed; `version` is what it is now."""

    site_id: UUID
    version: int


refuses("pk_customer_sites", SiteKnown)


@handles(AddSite, name="customers.addSite", needs=CUSTOMERS_MANAGE)
async def add_site(command: AddSite, work: Work) -> SiteAdded:
    await must_see(work, "customer", [command.customer_id])
    await put_sites(work, command.customer_id, [command.site])
    return SiteAdded(command.site.site_id)


async def put_sites(work: Work, customer_id: UUID, sites: Sequence[NewSite]) -> None:
    """Adds sites to a customer that the caller has made or seen. Raises TooManyOfCustomer."""
    await put(work, customer_id, SITES, [(site.site_id, _cleaned(site)) for site in sites])


@handles(ChangeSite, name="customers.changeSite", needs=CUSTOMERS_MANAGE)
async def change_site(command: ChangeSite, work: Work) -> SiteChanged:
    site = command.site
    version = await change(
        work,
        SITES,
        site.site_id,
        _cleaned(site),
        base_version=command.base_version,
        in_use=command.in_use,
    )
    return SiteChanged(site.site_id, version)


def _cleaned(site: NewSite) -> dict[str, str]:
    facts = {name: cleaned(value) for name, value in asdict(site).items() if name not in ("site_id", "phone")}
    return {**facts, "phone": cleaned(site.phone, characters_max=NUMBER_CHARACTERS_MAX)}
