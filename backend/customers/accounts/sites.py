"""Sites: the places that a customer's goods go to, with the usual receiver (收货人)."""

from collections.abc import Sequence
from dataclasses import asdict, dataclass
from uuid import UUID

from sqlalchemy import func, select

from backend.customers.accounts.rules import SITES_MAX, SiteKnown, TooManyOfCustomer
from backend.customers.accounts.tables import CustomerSite
from backend.customers.rights import CUSTOMERS_MANAGE
from backend.foundation.command import handles
from backend.foundation.limits import NUMBER_CHARACTERS_MAX
from backend.foundation.perform import refuses
from backend.foundation.permission import NotFound
from backend.foundation.revision import must_be_current, revise
from backend.foundation.text import cleaned
from backend.foundation.visibility import must_see
from backend.foundation.work import Work


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
    in_use = await work.session.scalar(
        select(func.count()).where(CustomerSite.customer_id == customer_id, CustomerSite.deleted_at.is_(None))
    )
    if (in_use or 0) + len(sites) > SITES_MAX:
        raise TooManyOfCustomer(SITES_MAX)
    for site in sites:
        facts = _cleaned(site)
        work.session.add(CustomerSite(id=site.site_id, customer_id=customer_id, **facts))
        work.changed("customer", customer_id, None, {"site": {"id": site.site_id, **facts}})


@handles(ChangeSite, name="customers.changeSite", needs=CUSTOMERS_MANAGE)
async def change_site(command: ChangeSite, work: Work) -> SiteChanged:
    site = await work.session.scalar(
        select(CustomerSite).where(CustomerSite.id == command.site.site_id).with_for_update()
    )
    if site is None:
        raise NotFound("site")
    await must_see(work, "customer", [site.customer_id])
    must_be_current(site, command.base_version)
    ended = None if command.in_use else site.deleted_at or work.now
    before, after = revise(site, {**_cleaned(command.site), "deleted_at": ended})
    if after:
        work.changed(
            "customer",
            site.customer_id,
            {"site": {"id": site.id, **before}},
            {"site": {"id": site.id, **after}},
        )
    await work.session.flush()
    await work.session.refresh(site, ["version"])
    return SiteChanged(site.id, site.version)


def _cleaned(site: NewSite) -> dict[str, str]:
    facts = {name: cleaned(value) for name, value in asdict(site).items() if name not in ("site_id", "phone")}
    return {**facts, "phone": cleaned(site.phone, characters_max=NUMBER_CHARACTERS_MAX)}
