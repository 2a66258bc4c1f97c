"""Sets up storage locations."""

from dataclasses import dataclass
from uuid import UUID

from backend.catalog.products.rules import StorageClass
from backend.foundation.command import handles
from backend.foundation.perform import refuses
from backend.foundation.text import cleaned
from backend.foundation.work import Work
from backend.inventory.locations.rules import LocationKnown, location_code
from backend.inventory.locations.tables import Location
from backend.inventory.rights import LOCATIONS_MANAGE


@dataclass(frozen=True, slots=True, kw_only=True)
class AddLocation:
    """Sets up a storage location with its temperature zone."""

    location_id: UUID
    code: str
    zone: str
    storage_class: StorageClass


@dataclass(frozen=True, slots=True)
class LocationAdded:
    """The location is set up."""

    location_id: UUID
    code: str


refuses("uq_locations_code", LocationKnown)
refuses("pk_locations", LocationKnown)


@handles(AddLocation, name="inventory.addLocation", needs=LOCATIONS_MANAGE)
async def add_location(command: AddLocation, work: Work) -> LocationAdded:
    code, zone = location_code(command.code), cleaned(command.zone)
    kept = command.storage_class.value
    work.session.add(Location(id=command.location_id, code=code, zone=zone, storage_class=kept))
    work.changed("location", command.location_id, None, {"code": code, "zone": zone, "storageClass": kept})
    return LocationAdded(command.location_id, code)
