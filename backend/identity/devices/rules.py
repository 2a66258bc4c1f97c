"""What a device's key must be."""

import base64
import binascii
from dataclasses import dataclass
from typing import ClassVar, Final

from cryptography.exceptions import UnsupportedAlgorithm
from cryptography.hazmat.primitives.asymmetric.ec import SECP256R1, EllipticCurvePublicKey
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat

from backend.foundation.refusal import Refusal
from offline.signature import device_key

_POINT_BYTES: Final = 65
_KEY_CHARACTERS_MAX: Final = 200


@dataclass
class DeviceKeyNotUsable(Refusal):
    """Not a P-256 public key in base64url, as `spki` or as the 65 bytes of an uncompressed point."""

    zh: ClassVar[str] = "设备密钥无法识别，请更新应用后重新登记此设备。"
    en: ClassVar[str] = "The device's key is not usable. Update the app and enrol the device again."


@dataclass
class DeviceKnown(Refusal):
    zh: ClassVar[str] = "此设备编号已登记过，请更新应用后重新登记。"
    en: ClassVar[str] = "A device of this id is enrolled already. Update the app and enrol again."


@dataclass
class TooManyDevices(Refusal):
    devices_max: int
    zh: ClassVar[str] = "每人最多登记 {devices_max} 台设备，请先在“我的设备”中移除不用的设备。"
    en: ClassVar[str] = "Each person has at most {devices_max} devices. Remove one you no longer use first."


def usable_key(sent: str) -> bytes:
    """The key as SubjectPublicKeyInfo in DER, whichever of WebCrypto's two forms was sent.

    Raises DeviceKeyNotUsable; also for a point that is not on the curve.
    """
    try:
        if len(sent) > _KEY_CHARACTERS_MAX:
            raise DeviceKeyNotUsable
        data = base64.b64decode(
            sent.rstrip("=") + "=" * (-len(sent.rstrip("=")) % 4), altchars=b"-_", validate=True
        )
        if len(data) == _POINT_BYTES:
            key = EllipticCurvePublicKey.from_encoded_point(SECP256R1(), data)
        else:
            key = device_key(data)
    except (ValueError, binascii.Error, UnsupportedAlgorithm):
        raise DeviceKeyNotUsable from None
    return key.public_bytes(Encoding.DER, PublicFormat.SubjectPublicKeyInfo)
