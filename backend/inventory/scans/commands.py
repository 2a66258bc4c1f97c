"""Keeps scans, inside the unit of work of whoever scanned: a pick, a re-check, a receipt."""

from uuid import UUID

from backend.foundation.files import photo_may_be_named
from backend.foundation.text import reason_of
from backend.foundation.work import Work
from backend.inventory.scans import queries
from backend.inventory.scans.rules import Known, ScanFacts, ScanInput, checked, chosen, facts
from backend.inventory.scans.tables import Scan
from scanners import label
from scanners.answer import Label


async def keep_scan(work: Work, scan: ScanInput) -> ScanFacts:
    """Keeps what was read as it was read, and says what the server itself reads in it.

    A code that is unreadable or ambiguous is kept too, and its facts say so: the caller refuses it in its own words.
    A photo that somebody else sent is not named. Raises ScanUnfit, ScanSourceUnknown, TypedWithoutReason.
    """
    reason = reason_of(scan.reason)
    checked(scan, reason)
    answer = chosen(label.read(scan.raw_text, scan.symbology, year=work.today.year), scan.choice)
    known: dict[str, Known] = {}
    named: dict[str, Known] = {}
    if isinstance(answer, Label) and answer.gtin:
        known = await queries.by_gtin(work.session, answer.gtin)
    if isinstance(answer, Label) and answer.catalogue_number and not known:
        named = await queries.by_catalogue_number(work.session, answer.catalogue_number)
    own = None
    if isinstance(answer, Label) and answer.lot_id:
        own = await queries.own_lot(work.session, UUID(answer.lot_id))
    photo_id = scan.photo_id
    if photo_id is not None and not await photo_may_be_named(work, photo_id):
        photo_id = None
    said = facts(work.ids.new(), scan, answer, known, named, own)
    work.session.add(
        Scan(
            id=said.scan_id,
            raw_text=scan.raw_text,
            symbology=scan.symbology,
            source=scan.source,
            reason=reason,
            photo_id=photo_id,
            gtin=said.gtin,
            lot_number=said.lot_number,
            expires_on=said.expires_on,
            serial=said.serial,
            sscc=said.sscc,
            user_id=work.actor.user_id,
            device_id=work.door.device_id or work.actor.device_id,
            scanned_at=work.occurred_at,
        )
    )
    await work.session.flush()  # A pick names it by key.
    work.changed(
        "scan", said.scan_id, None, {"source": scan.source, "outcome": said.outcome, "reason": reason}
    )
    return said
