"""One write of a phone, as it is sealed, sent and kept.

The canonical text that was signed is the truth; it is stored and verified as received and never written
again.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from offline.digest import JsonObject, NotCanonical, parse_canonical
from offline.limits import (
    ATTACHMENTS_MAX,
    CLOCK_OFFSET_MS_MAX,
    DEPENDS_ON_MAX,
    ENTITY_KIND_CHARACTERS_MAX,
    ENVELOPE_BYTES_MAX,
    INTEGER_MAX,
    NAME_CHARACTERS_MAX,
    PROTOCOL,
    VERSION_MAX,
)

FIELDS = (
    "protocol",
    "id",
    "device",
    "sequence",
    "name",
    "version",
    "input",
    "entity",
    "dependsOn",
    "baseVersion",
    "madeAt",
    "clockOffset",
    "attachments",
    "previousDigest",
)

_UUID = "[0-9a-f]{8}-[0-9a-f]{4}-[1-8][0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}"
_UUID7 = re.compile("[0-9a-f]{8}-[0-9a-f]{4}-7[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}")
_ANY_UUID = re.compile(_UUID)
_NAME = re.compile(r"[a-z][a-zA-Z0-9]*\.[a-z]+[A-Z][a-zA-Z0-9]*")
_ENTITY = re.compile(rf"[a-z][a-zA-Z]{{0,{ENTITY_KIND_CHARACTERS_MAX - 1}}}:{_UUID}")
_INSTANT = re.compile(r"(19[7-9][0-9]|2[0-9]{3})-[0-9]{2}-[0-9]{2}T[0-9]{2}:[0-9]{2}:[0-9]{2}\.[0-9]{3}Z")
_DIGEST = re.compile("[0-9a-f]{64}")


class EnvelopeRefused(Exception):
    """The base of every reason for which an envelope is not taken into custody."""


@dataclass
class EnvelopeNotCanonical(EnvelopeRefused):
    """The text is not the canonical JSON of an object, so another text would say the same."""


@dataclass
class EnvelopeTooLarge(EnvelopeRefused):
    """More than ENVELOPE_BYTES_MAX bytes of UTF-8."""

    bytes_max: int = ENVELOPE_BYTES_MAX


@dataclass
class UnknownProtocol(EnvelopeRefused):
    """Sealed by a newer app than this server, or by something else."""


@dataclass
class FieldRefused(EnvelopeRefused):
    """`field` is missing, unknown to the protocol, or not of its form or size."""

    field: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Attachment:
    id: str
    sha256: str  # 64 hexadecimal digits of the whole file.


@dataclass(frozen=True, slots=True, kw_only=True)
class Envelope:
    id: str  # UUIDv7, made once on the device: the idempotency key.
    device: str
    sequence: int  # From 1, without a gap, per device.
    name: str  # domain.verbNoun
    version: int  # Of the input's form.
    input: JsonObject
    entity: str  # kind:uuid. For the order of effects only: rights and effect follow from the input.
    depends_on: tuple[str, ...]
    base_version: int | None  # The version the person saw; None when the entity is new or it does not matter.
    made_at: datetime  # By the device's clock, UTC.
    clock_offset_ms: int | None  # Server minus device when last known.
    attachments: tuple[Attachment, ...]
    previous_digest: str | None  # None for the first of a chain only.


def is_uuid7(text: str) -> bool:
    """Lower-case text of an RFC 9562 UUID of version 7."""
    return _UUID7.fullmatch(text) is not None


def parse(text: str) -> Envelope:
    """The envelope that the text states. Raises EnvelopeRefused; does not look at the signature."""
    if len(text) > ENVELOPE_BYTES_MAX or len(text.encode(errors="surrogatepass")) > ENVELOPE_BYTES_MAX:
        raise EnvelopeTooLarge
    try:
        stated = parse_canonical(text)
    except NotCanonical:
        raise EnvelopeNotCanonical from None
    if not isinstance(stated, dict):
        raise EnvelopeNotCanonical
    if not _is_integer(stated.get("protocol"), PROTOCOL, PROTOCOL):
        raise UnknownProtocol
    _exactly(stated, FIELDS, "")
    return _read(stated)


def _read(stated: Mapping[str, Any]) -> Envelope:
    """Checks the fields in the order of FIELDS, so both tongues name the same one of several faults."""
    identity = _text(stated, "id", _UUID7)
    device = _text(stated, "device", _ANY_UUID)
    sequence = _integer(stated, "sequence", 1, INTEGER_MAX)
    name = _text(stated, "name", _NAME)
    _require(len(name) <= NAME_CHARACTERS_MAX, "name")
    version = _integer(stated, "version", 1, VERSION_MAX)
    command_input = stated["input"]
    _require(isinstance(command_input, dict), "input")
    entity = _text(stated, "entity", _ENTITY)
    depends_on = _depends_on(stated["dependsOn"], identity)
    base_version = None if stated["baseVersion"] is None else _integer(stated, "baseVersion", 0, INTEGER_MAX)
    made_at = _instant(stated)
    clock_offset_ms = (
        None
        if stated["clockOffset"] is None
        else _integer(stated, "clockOffset", -CLOCK_OFFSET_MS_MAX, CLOCK_OFFSET_MS_MAX)
    )
    attachments = _attachments(stated["attachments"])
    return Envelope(
        id=identity,
        device=device,
        sequence=sequence,
        name=name,
        version=version,
        input=command_input,
        entity=entity,
        depends_on=depends_on,
        base_version=base_version,
        made_at=made_at,
        clock_offset_ms=clock_offset_ms,
        attachments=attachments,
        previous_digest=_previous(stated, sequence),
    )


def _depends_on(stated: object, own: str) -> tuple[str, ...]:
    if not isinstance(stated, list) or len(stated) > DEPENDS_ON_MAX:
        raise FieldRefused("dependsOn")
    for one in stated:
        _require(isinstance(one, str) and is_uuid7(one) and one != own, "dependsOn")
    _require(len(set(stated)) == len(stated), "dependsOn")
    return tuple(stated)


def _instant(stated: Mapping[str, Any]) -> datetime:
    text = _text(stated, "madeAt", _INSTANT)
    try:
        return datetime.strptime(text, "%Y-%m-%dT%H:%M:%S.%fZ").replace(tzinfo=UTC)
    except ValueError:
        raise FieldRefused("madeAt") from None


def _attachments(stated: object) -> tuple[Attachment, ...]:
    if not isinstance(stated, list) or len(stated) > ATTACHMENTS_MAX:
        raise FieldRefused("attachments")
    attachments = tuple(_attachment(one) for one in stated)
    _require(len({one.id for one in attachments}) == len(attachments), "attachments")
    return attachments


def _attachment(stated: object) -> Attachment:
    if not isinstance(stated, dict):
        raise FieldRefused("attachments")
    _exactly(stated, ("id", "sha256"), "attachments")
    identity, sha256 = stated["id"], stated["sha256"]
    _require(isinstance(identity, str) and is_uuid7(identity), "attachments")
    _require(isinstance(sha256, str) and _DIGEST.fullmatch(sha256) is not None, "attachments")
    return Attachment(id=identity, sha256=sha256)


def _previous(stated: Mapping[str, Any], sequence: int) -> str | None:
    if stated["previousDigest"] is None:
        _require(sequence == 1, "previousDigest")
        return None
    _require(sequence > 1, "previousDigest")
    return _text(stated, "previousDigest", _DIGEST)


def _exactly(stated: Mapping[str, Any], fields: tuple[str, ...], within: str) -> None:
    for field in fields:
        _require(field in stated, within or field)
    # A key from outside is not repeated in a message; that there is one too many is enough.
    _require(len(stated) == len(fields), within or "unknown")


def _text(stated: Mapping[str, Any], field: str, form: re.Pattern[str]) -> str:
    value = stated[field]
    if not isinstance(value, str) or form.fullmatch(value) is None:
        raise FieldRefused(field)
    return value


def _integer(stated: Mapping[str, Any], field: str, least: int, most: int) -> int:
    value = stated[field]
    _require(_is_integer(value, least, most), field)
    return int(value)


def _is_integer(value: object, least: int, most: int) -> bool:
    return isinstance(value, int) and not isinstance(value, bool) and least <= value <= most


def _require(condition: bool, field: str) -> None:
    if not condition:
        raise FieldRefused(field)
