"""Fields to a label that can be scanned: GS1 DataMatrix, GS1-128, GS1 QR, plain QR for links and places.

As picture, PNG or SVG here; for thermal printers in `zpl`. Nothing is drawn that the strict reading would refuse.
"""

import io
from typing import Literal

import zxingcpp
from PIL import Image, ImageDraw, ImageFont

from scanners import gs1

Carrier = Literal["datamatrix", "gs1_128", "qr"]
_FORMATS = {
    "datamatrix": zxingcpp.BarcodeFormat.DataMatrix,
    "gs1_128": zxingcpp.BarcodeFormat.Code128,
    "qr": zxingcpp.BarcodeFormat.QRCode,
}
GS1_128_CHARACTERS_MAX = 48  # GS1 General Specifications 5.4.4.6
PLAIN_CHARACTERS_MAX = 1_000
MODULE_PIXELS_MAX = 20
_PRINT_POINTS = 4  # size of the printed text, in modules


def gs1_message(elements: gs1.Elements, carrier: Carrier, *, year: int) -> str | gs1.Fault:
    """What the code will hold, separators as 0x1D, without the leading FNC1; or why it must not be printed."""
    message = gs1.build(elements, year=year)
    if not isinstance(message, gs1.Fault) and carrier == "gs1_128" and len(message) > GS1_128_CHARACTERS_MAX:
        return gs1.Fault("too_long_for_carrier")
    return message


def gs1_label(
    elements: gs1.Elements, carrier: Carrier, *, year: int, module_pixels: int = 4
) -> Image.Image | gs1.Fault:
    """A code with its text in print under it, in grey with quiet zones; or why such a label must not exist.

    `elements` are identifiers and values, such as (("01", "06901234567892"), ("10", "AB12")).
    """
    code = _gs1_code(elements, carrier, year)
    if isinstance(code, gs1.Fault):
        return code
    lines = [f"({digits}) {value}" for digits, value in gs1.in_label_order(elements)]
    return _with_print(_picture(code, module_pixels), lines, module_pixels)


def gs1_png(
    elements: gs1.Elements, carrier: Carrier, *, year: int, module_pixels: int = 4
) -> bytes | gs1.Fault:
    """The code alone with its quiet zone, as PNG, for sheets that set the text themselves."""
    code = gs1_picture(elements, carrier, year=year, module_pixels=module_pixels)
    return code if isinstance(code, gs1.Fault) else png(code)


def gs1_picture(
    elements: gs1.Elements, carrier: Carrier, *, year: int, module_pixels: int
) -> Image.Image | gs1.Fault:
    """The code alone with its quiet zone, in grey."""
    code = _gs1_code(elements, carrier, year)
    return code if isinstance(code, gs1.Fault) else _picture(code, module_pixels)


def gs1_svg(elements: gs1.Elements, carrier: Carrier, *, year: int) -> str | gs1.Fault:
    """The code alone with its quiet zone, as SVG: one module is one unit."""
    code = _gs1_code(elements, carrier, year)
    return code if isinstance(code, gs1.Fault) else code.to_svg(scale=1)


def plain_qr(text: str, *, print_text: bool = True, module_pixels: int = 6) -> Image.Image | gs1.Fault:
    """A QR code of any text or address, for delivery notes and our own place labels."""
    code = _plain_code(text)
    if isinstance(code, gs1.Fault):
        return code
    return _with_print(_picture(code, module_pixels), [text] if print_text else [], module_pixels)


def plain_qr_svg(text: str) -> str | gs1.Fault:
    code = _plain_code(text)
    return code if isinstance(code, gs1.Fault) else code.to_svg(scale=1)


def _gs1_code(elements: gs1.Elements, carrier: Carrier, year: int) -> zxingcpp.Barcode | gs1.Fault:
    message = gs1_message(elements, carrier, year=year)
    if isinstance(message, gs1.Fault):
        return message
    # Square brackets, which no value can hold; round ones may be part of a lot.
    spelled = "".join(f"[{digits}]{value}" for digits, value in gs1.in_label_order(elements))
    return zxingcpp.create_barcode(spelled, _FORMATS[carrier], gs1=True)


def _plain_code(text: str) -> zxingcpp.Barcode | gs1.Fault:
    if not 0 < len(text) <= PLAIN_CHARACTERS_MAX:
        return gs1.Fault("too_long" if text else "empty")
    return zxingcpp.create_barcode(text, _FORMATS["qr"])


def png(picture: Image.Image) -> bytes:
    out = io.BytesIO()
    picture.save(out, "PNG")
    return out.getvalue()


def _picture(code: zxingcpp.Barcode, module_pixels: int) -> Image.Image:
    drawn = code.to_image(scale=max(1, min(module_pixels, MODULE_PIXELS_MAX)))
    return Image.fromarray(drawn)


def _with_print(code: Image.Image, lines: list[str], module_pixels: int) -> Image.Image:
    if not lines:
        return code
    size = max(10, _PRINT_POINTS * module_pixels)
    font = ImageFont.load_default(size)
    margin = 4 * module_pixels
    widest = max(round(font.getlength(line)) for line in lines)
    leading = round(size * 1.25)
    width = max(code.width, widest) + 2 * margin
    label = Image.new("L", (width, code.height + leading * len(lines) + 2 * margin), 255)
    label.paste(code, ((width - code.width) // 2, margin))
    pen = ImageDraw.Draw(label)
    for number, line in enumerate(lines):
        pen.text((margin, margin + code.height + number * leading), line, fill=0, font=font)
    return label
