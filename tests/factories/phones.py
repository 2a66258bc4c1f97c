"""Phones for tests: a key of their own, enrolled by their owner, sealing envelopes as the real one does."""

import base64
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import Any
from uuid import UUID

from cryptography.hazmat.primitives.asymmetric.ec import (
    SECP256R1,
    EllipticCurvePrivateKey,
    generate_private_key,
)
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat

from backend.foundation.actor import Actor
from backend.identity.devices.commands import EnrolDevice
from offline.digest import canonical, text_digest
from offline.signature import SignedEnvelope
from tests.factories.shop import Shop
from tests.offline.phone import sign


def stamp(moment: datetime) -> str:
    return moment.strftime("%Y-%m-%dT%H:%M:%S.") + f"{moment.microsecond // 1000:03}Z"


@dataclass
class Phone:
    """One person's phone: what it sealed stays sealed, in one chain."""

    shop: Shop
    owner: Actor
    device_id: UUID
    key: EllipticCurvePrivateKey
    sealed: list[SignedEnvelope] = field(default_factory=list)

    def seal(self, name: str, said: dict[str, Any], entity: str, **changed: Any) -> SignedEnvelope:
        """Seals and keeps one envelope; `changed` replaces fields of the wire form."""
        fields = {
            "protocol": 1,
            "id": str(self.shop.new_id()),
            "device": str(self.device_id),
            "sequence": len(self.sealed) + 1,
            "name": name,
            "version": 1,
            "input": said,
            "entity": entity,
            "dependsOn": [],
            "baseVersion": None,
            "madeAt": stamp(self.shop.clock.now()),
            "clockOffset": 0,
            "attachments": [],
            "previousDigest": text_digest(self.sealed[-1].envelope) if self.sealed else None,
            **changed,
        }
        text = canonical(fields)
        self.sealed.append(SignedEnvelope(envelope=text, device_signature=sign(text, self.key)))
        return self.sealed[-1]

    def as_left_behind(self) -> "Phone":
        """A copy of the phone with its key, as a restored backup of it would be."""
        return replace(self, sealed=list(self.sealed))


def id_of(signed: SignedEnvelope) -> str:
    return signed.envelope.split('"id":"', 1)[1][:36]


async def a_phone(shop: Shop, owner: Actor) -> Phone:
    """A phone that its owner has enrolled."""
    key = generate_private_key(SECP256R1())
    spki = key.public_key().public_bytes(Encoding.DER, PublicFormat.SubjectPublicKeyInfo)
    device_id = shop.new_id()
    public_key = base64.urlsafe_b64encode(spki).rstrip(b"=").decode()
    await shop.perform(EnrolDevice(device_id=device_id, name="测试手机", public_key=public_key), owner)
    return Phone(shop, owner, device_id, key)
