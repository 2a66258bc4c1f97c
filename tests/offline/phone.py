"""A phone that seals envelopes, written for tests: the real one is TypeScript."""

import base64
from dataclasses import dataclass, field
from typing import Any

from cryptography.hazmat.primitives.asymmetric.ec import (
    ECDSA,
    SECP256R1,
    EllipticCurvePrivateKey,
    derive_private_key,
)
from cryptography.hazmat.primitives.asymmetric.utils import decode_dss_signature
from cryptography.hazmat.primitives.hashes import SHA256

from offline.digest import canonical, text_digest
from offline.signature import SignedEnvelope

MADE_AT = "2026-03-01T08:00:00.000Z"


def uuid7(label: str) -> str:
    """A UUIDv7 that says its label in hexadecimal, the same in both tongues."""
    return f"01900000-0000-7000-8000-{label.encode().hex().ljust(12, '0')}"


DEVICE = uuid7("phone")
OUR_KEY = derive_private_key(0x1CE, SECP256R1())
OTHER_KEY = derive_private_key(0xC01D, SECP256R1())


def base64url_decoded(text: str) -> bytes:
    return base64.urlsafe_b64decode(text + "=" * (-len(text) % 4))


def sign(text: str, key: EllipticCurvePrivateKey) -> str:
    r, s = decode_dss_signature(key.sign(text.encode(), ECDSA(SHA256())))
    return base64.urlsafe_b64encode(r.to_bytes(32, "big") + s.to_bytes(32, "big")).rstrip(b"=").decode()


def entity(text: str) -> str:
    """`order:o` with the label made an id."""
    kind, label = text.split(":")
    return f"{kind}:{uuid7(label)}"


def fields(label: str, sequence: int, previous_digest: str | None, **changed: Any) -> dict[str, Any]:
    """An envelope in its wire form; `changed` replaces whole fields."""
    return {
        "protocol": 1,
        "id": uuid7(label),
        "device": DEVICE,
        "sequence": sequence,
        "name": "sales.changeOrder",
        "version": 1,
        "input": {"label": label},
        "entity": entity("order:o"),
        "dependsOn": [],
        "baseVersion": None,
        "madeAt": MADE_AT,
        "clockOffset": 0,
        "attachments": [],
        "previousDigest": previous_digest,
        **changed,
    }


@dataclass
class Phone:
    """Seals one envelope after the other, each chained to the one before."""

    key: EllipticCurvePrivateKey = OUR_KEY
    sealed: list[SignedEnvelope] = field(default_factory=list)

    def seal(self, label: str, **changed: Any) -> SignedEnvelope:
        previous = text_digest(self.sealed[-1].envelope) if self.sealed else None
        text = canonical(fields(label, len(self.sealed) + 1, previous, **changed))
        signed = SignedEnvelope(envelope=text, device_signature=sign(text, self.key))
        self.sealed.append(signed)
        return signed
