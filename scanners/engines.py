"""The two engines that find codes in a picture, and how far each may be believed.

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
_EXPANDED = (_F.DataBarExp, _F.DataBarExpStk)
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
    engine: str  # "zxing" or "zbar"
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
    return [_seen(code, stage) for code in found if code.text and not _invented(code, stage)]


def _seen(code: zxingcpp.Barcode, stage: str) -> Code:
    hibc = hibc_of(code.text) if code.format == _F.Code39Ext else None
    if hibc is not None:
        # With its check character right it still takes a second engine, as any Code 39.
        return Code(hibc, CODE_39_AS_PRINTED, "Code39", "zxing", stage, confirmed=False)
    return Code(
        text=code.text,
        symbology=code.symbology_identifier or None,
        format=code.format.name,
        engine="zxing",
        stage=stage,
        confirmed=_stands_alone(code, stage),
    )


def _stands_alone(code: zxingcpp.Barcode, stage: str) -> bool:
    """In the photo's own pixels zxing's 13 digits have not been wrong: it asks for two lines that say the same."""
    weak = code.symbology_identifier[1:2] in _WEAK
    return not weak or (code.format == _F.EAN13 and stage in AS_IT_IS)


def _invented(code: zxingcpp.Barcode, stage: str) -> bool:
    """DataBar Expanded computes its own check digit, so what a sharpened blur yields always looks right."""
    return code.format in _EXPANDED and stage not in AS_IT_IS | {"twice"}


def _with_zbar(picture: Image.Image, stage: str) -> list[Code]:
    zbar = _zbar()
    if zbar is None:
        return []
    codes = []
    for found in zbar.decode(picture, symbols=[zbar.ZBarSymbol[name] for name in _ZBAR_WANTED]):
        text = found.data.decode("utf-8", "replace")
        name = _ZBAR_WANTED.get(found.type, found.type)
        # zbar guesses the character set of a QR code, and sometimes wrongly.
        confirmed = name == "Code128" or (name == "QRCode" and text.isascii())
        if text:
            codes.append(Code(text, None, name, "zbar", stage, confirmed))
    return codes


READERS: dict[str, Callable[[Image.Image, str], list[Code]]] = {
    "zxing": lambda picture, stage: _zxing(picture, stage, zxingcpp.Binarizer.LocalAverage),
    "zxing fixed": lambda picture, stage: _zxing(picture, stage, zxingcpp.Binarizer.FixedThreshold),
    "zbar": _with_zbar,
}


@lru_cache(maxsize=1)
def _zbar() -> Any:
    """The untyped module pyzbar, or None: it looks for the system library when it is imported."""
    try:
        return import_module("pyzbar.pyzbar")
    except ImportError:
        return None
