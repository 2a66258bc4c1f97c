"""What a valid GS1 message says about a box: identifiers to the words of the trade."""

from scanners import dates, gtin
from scanners.answer import Label, Note
from scanners.gs1 import Reading
from scanners.raw import Raw

_DAYS = {"17": "expires_on", "15": "best_before_on", "11": "made_on"}


def of(reading: Reading, raw: Raw, *, year: int) -> Label:
    """The label for a checked reading. Of two expiry dates that differ the earlier counts, and that is noted."""
    values = dict(reading.elements)
    days = {
        name: dates.six_digits(values[digits], year) for digits, name in _DAYS.items() if digits in values
    }
    expires_on, made_on = days.get("expires_on"), days.get("made_on")
    expires_time = None
    notes = raw.notes + reading.notes
    if "7003" in values:
        day = dates.six_digits(values["7003"][:6], year)
        if expires_on not in (None, day):
            notes = (*notes, Note("expiry_dates_differ", "17+7003"))
        if expires_on is None or (day is not None and day <= expires_on):
            expires_on = day
            expires_time = f"{values['7003'][6:8]}:{values['7003'][8:]}"
    if "8008" in values:
        day = dates.six_digits(values["8008"][:6], year)
        if made_on not in (None, day):
            notes = (*notes, Note("production_dates_differ", "11+8008"))
        made_on = made_on or day
    if expires_on is not None and made_on is not None and made_on > expires_on:
        notes = (*notes, Note("made_after_expiry", "11+17"))
    if _is_turned_round(values.get("7007", ""), year):
        notes = (*notes, Note("dates_turned_round", "7007"))
    number = values.get("01") or values.get("03") or values.get("8006", "")[:14] or None
    if number is not None and gtin.is_restricted(number):
        notes = (*notes, Note("restricted_circulation", "gtin"))
    return Label(
        kind="gs1",
        text=raw.text,
        symbology=raw.symbology,
        gtin=number,
        lot=values.get("10"),
        serial=values.get("21"),
        expires_on=expires_on,
        expires_time=expires_time,
        best_before_on=days.get("best_before_on"),
        made_on=made_on,
        sscc=values.get("00"),
        count=int(values["30"]) if "30" in values else None,
        contained_gtin=values.get("02") or values.get("8026", "")[:14] or None,
        contained_count=int(values["37"]) if "37" in values else None,
        catalogue_number=values.get("240") or values.get("241"),
        elements=reading.elements,
        notes=notes,
    )


def _is_turned_round(harvest: str, year: int) -> bool:
    """Whether a harvest (AI 7007) ends before it begins."""
    if len(harvest) != 12:
        return False
    return (dates.six_digits(harvest[6:], year) or "") < (dates.six_digits(harvest[:6], year) or "")
