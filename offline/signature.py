"""The device's signature over an envelope: ECDSA P-256 with SHA-256, as WebCrypto makes it.

It proves that what arrived was neither altered, nor reordered, nor thinned out (each envelope names the
digest of the one before). It does not prove that nothing was left out at the end, and it does not stop the
person who holds the device.
"""

import base64
import binascii
import json
from dataclasses import dataclass

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ec import ECDSA, SECP256R1, EllipticCurvePublicKey
from cryptography.hazmat.primitives.asymmetric.utils import encode_dss_signature
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.serialization import load_der_public_key

from offline.envelope import Envelope, EnvelopeRefused, parse

_SIGNATURE_BYTES = 64


@dataclass
class BadSignature(EnvelopeRefused):
    """The device's key did not sign this text."""


@dataclass(frozen=True, slots=True, kw_only=True)
class SignedEnvelope:
    """As received: nothing about it has been checked."""

    envelope: str
    device_signature: str


def device_key(spki: bytes) -> EllipticCurvePublicKey:
    """The public key that a device sent at enrolment (WebCrypto `spki`). Raises ValueError unless it is
    P-256.
    """
    key = load_der_public_key(spki)
    if not isinstance(key, EllipticCurvePublicKey) or not isinstance(key.curve, SECP256R1):
        raise ValueError("a device key is ECDSA P-256")
    return key


def verified(signed: SignedEnvelope, key: EllipticCurvePublicKey) -> Envelope:
    """The envelope, if its form is exact and `key` signed it. Raises EnvelopeRefused."""
    envelope = parse(signed.envelope)
    verify(signed, key)
    return envelope


def verify(signed: SignedEnvelope, key: EllipticCurvePublicKey) -> None:
    """Raises BadSignature unless `key` signed the text.

    The signature is base64url without padding of r ‖ s (IEEE P1363), which is what WebCrypto makes.
    """
    r_and_s = _signature_bytes(signed.device_signature)
    half = _SIGNATURE_BYTES // 2
    r, s = int.from_bytes(r_and_s[:half], "big"), int.from_bytes(r_and_s[half:], "big")
    try:
        key.verify(encode_dss_signature(r, s), signed.envelope.encode(), ECDSA(SHA256()))
    except (InvalidSignature, UnicodeEncodeError):
        raise BadSignature from None


def wire_bytes(signed: SignedEnvelope) -> int:
    """How much of REPLAY_BYTES_MAX it uses: the texts as JSON strings, quotes escaped, in UTF-8."""
    return sum(
        len(json.dumps(text, ensure_ascii=False).encode(errors="surrogatepass"))
        for text in (signed.envelope, signed.device_signature)
    )


def _signature_bytes(text: str) -> bytes:
    """Exactly one spelling per signature: re-encoding must give the same text."""
    try:
        decoded = base64.b64decode(text + "==", altchars=b"-_", validate=True)
    except (binascii.Error, ValueError):
        raise BadSignature from None
    if len(decoded) != _SIGNATURE_BYTES or base64.urlsafe_b64encode(decoded).rstrip(b"=").decode() != text:
        raise BadSignature
    return decoded
