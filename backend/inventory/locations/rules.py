"""What a location must be, and which products may stand there."""

import re
from dataclasses import dataclass
from enum import StrEnum
from typing import ClassVar, Final

from backend.foundation.refusal import Refusal
from backend.foundation.temperature import StorageClass

_CODE: Final = re.compile("[0-9A-Z](?:[0-9A-Z-]{0,22}[0-9A-Z])?")
# A cool store (≤ 20 ℃) is kept above 10 ℃, so it suits ambient goods too; nothing else may change places.
_SUITS: Final = {StorageClass.AMBIENT: frozenset({StorageClass.AMBIENT, StorageClass.COOL})}


class LocationOrder(StrEnum):
    """By what a list of locations is sorted: the code on the label, or the zone and within it the code."""

    code = "code"
    zone = "zone"


@dataclass
class LocationKnown(Refusal):
    """A location of this code is there already."""

    zh: ClassVar[str] = "该货位编号已存在，请直接使用，或换一个编号。"
    en: ClassVar[str] = "A location of this code exists already. Use it, or choose another code."


@dataclass
class LocationCodeUnfit(Refusal):
    """The code could not stand on a location's label."""

    code: str
    zh: ClassVar[str] = "货位编号“{code}”不能印成标签：请用 1–24 位大写字母、数字和短横线，例如 A-01-03。"
    en: ClassVar[str] = (
        "“{code}” cannot be printed as a label: use 1–24 capitals, digits and hyphens, such as A-01-03."
    )


@dataclass
class WrongStorage(Refusal):
    """The location is too warm or too cold for the product."""

    product: str
    storage_text: str
    location: str
    zh: ClassVar[str] = "{product} 须按“{storage_text}”存放，货位 {location} 的温区不符。请换一个货位。"
    en: ClassVar[str] = (
        "{product} must be kept at “{storage_text}”; location {location} is another temperature zone."
        " Choose another location."
    )


def location_code(typed: str) -> str:
    """The code as its label will say it, in capitals. Raises LocationCodeUnfit."""
    code = typed.strip().upper()
    if len(typed) > 100 or _CODE.fullmatch(code) is None:
        raise LocationCodeUnfit(code=typed[:24])
    return code


def suits(product: StorageClass, location: StorageClass) -> bool:
    """Whether goods of that class may stand in a location of this one."""
    return location in _SUITS.get(product, {product})
