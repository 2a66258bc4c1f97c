"""The two engines that find codes in a picture, and how far each may be believed: on the phone it is the same rule.

zbar is optional (the system library libzbar0): without it fewer photos decode.
"""

from collections.abc import Callable
from dataclasses import dataclass
from functools import lru_cache
from importlib import import_module
from typing import Any

import zxingcpp
from PIL import Image

from scanners.check_digits import ends_in_mod_10
from scanners.code39 import hibc_of
from scanners.out_of_focus import reading

_F = zxingcpp.BarcodeFormat
_WANTED = zxingcpp.BarcodeFormats(
    [
        _F.DataMatrix,
        _F.QRCode,
        _F.Code128,
        _F.EANUPC,
        _F.DataBar,
        _F.ITF,
        _F.Code39,
        _F.Code93,
        _F.Codabar,
        _F.PDF417,
        _F.Aztec,
        _F.MaxiCode,
    ]
)
CODE_39_AS_PRINTED = "]A0"
_WEAK = frozenset("AEFI")
"""By the letter of their AIM identifier: Code 39, EAN and UPC, Codabar, Interleaved 2 of 5."""
_GTIN_14 = 14
_EXPANDED = frozenset({"DataBarExp", "DataBarExpStk"})
AS_IT_IS = frozenset({"coarse", "place", "plain"})
"""Stages that look at the photo's own pixels, not at repaired ones."""
# UPC-A and UPC-E are off: zbar then gives them, as zxing does, with the 13 digits of EAN-13, and the two agree.
_ZBAR_WANTED = {
    "EAN13": "EAN13",
    "EAN8": "EAN8",
    "CODE128": "Code128",
    "CODE39": "Code39",
    "QRCODE": "QRCode",
    "I25": "ITF",
    "CODABAR": "Codabar",
}
SECONDING_ONLY = frozenset({"ITF", "Codabar"})
"""zbar finds these inside other codes: it may second what zxing saw, and is not believed alone."""


@dataclass(frozen=True, slots=True)
class Code:
    """One code in a picture. `symbology` is the AIM identifier, None from zbar, which does not say.

    Both engines keep FNC1, so `label.read` may be told `separators_pass=True`.
    """

    text: str  # FNC1 as 0x1D
    symbology: str | None
    format: str
    engine: str  # "zxing", "zbar" or "model"
    stage: str
    confirmed: bool

    @property
    def may_be_a_part(self) -> bool:
        """Some bars of a tilted Interleaved 2 of 5 are a shorter one, and some of an EAN-13 a UPC-E."""
        if self.format == "ITF":
            return len(self.text) != _GTIN_14 or not ends_in_mod_10(self.text)
        return self.format == "UPCE"


def at_work() -> tuple[str, ...]:
    """The engines that work here, for the health page: zbar is missing where libzbar0 is."""
    return ("zxing", "zbar") if _zbar() is not None else ("zxing",)


def _zxing(picture: Image.Image, stage: str, binarizer: zxingcpp.Binarizer) -> list[Code]:
    # TextMode.Plain: the default, human-readable text has lost FNC1.
    found = zxingcpp.read_barcodes(
        picture, formats=_WANTED, text_mode=zxingcpp.TextMode.Plain, binarizer=binarizer
    )
    seen = (by_zxing(code.text, code.format.name, code.symbology_identifier, stage) for code in found)
    return [code for code in seen if code is not None]


def by_zxing(text: str, format: str, symbology: str, stage: str) -> Code | None:
    """What zxing found, as far as it is believed; None for what it only made up."""
    if not text or _invented(format, stage):
        return None
    hibc = hibc_of(text) if format == "Code39Ext" else None
    if hibc is not None:
        # With its check character right it still takes a second engine, as any Code 39.
        return Code(hibc, CODE_39_AS_PRINTED, "Code39", "zxing", stage, confirmed=False)
    # In the photo's own pixels zxing's 13 digits have not been wrong: it asks for two lines that say the same.
    confirmed = symbology[1:2] not in _WEAK or (format == "EAN13" and stage in AS_IT_IS)
    return Code(text, symbology or None, format, "zxing", stage, confirmed)


def _invented(format: str, stage: str) -> bool:
    """DataBar Expanded computes its own check digit, so what a sharpened blur yields always looks right."""
    return format in _EXPANDED and stage not in AS_IT_IS | {"twice"}


def _with_zbar(picture: Image.Image, stage: str) -> list[Code]:
    zbar = _zbar()
    if zbar is None:
        return []
    found = zbar.decode(picture, symbols=[zbar.ZBarSymbol[name] for name in _ZBAR_WANTED])
    seen = (by_zbar(code.type, code.data.decode("utf-8", "replace"), stage) for code in found)
    return [code for code in seen if code is not None]


def by_zbar(type: str, text: str, stage: str) -> Code | None:
    """What zbar found, by its own name of the symbology; None for what it was not asked for."""
    format = _ZBAR_WANTED.get(type)
    if format is None or not text:
        return None
    # zbar guesses the character set of a QR code, and sometimes wrongly.
    confirmed = format == "Code128" or (format == "QRCode" and text.isascii())
    return Code(text, None, format, "zbar", stage, confirmed)


def _out_of_focus(picture: Image.Image, stage: str) -> list[Code]:
    return [Code(digits, "]E0", "EAN13", "model", stage, confirmed=False) for digits in reading.read(picture)]


READERS: dict[str, Callable[[Image.Image, str], list[Code]]] = {
    "zxing": lambda picture, stage: _zxing(picture, stage, zxingcpp.Binarizer.LocalAverage),
    "zxing fixed": lambda picture, stage: _zxing(picture, stage, zxingcpp.Binarizer.FixedThreshold),
    "zbar": _with_zbar,
    "model": _out_of_focus,
}


@lru_cache(maxsize=1)
def _zbar() -> Any:
    """The untyped module pyzbar, or None: it looks for the system library when it is imported."""
    try:
        return import_module("pyzbar.pyzbar")
    except ImportError:
        return None
