"""Fields to a label that can be scanned: GS1 DataMatrix, GS1-128, GS1 QR, plain QR for links and places."""

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


def gs1_label(
    elements: gs1.Elements, carrier: Carrier, *, year: int, module_pixels: int = 4
) -> Image.Image | gs1.Fault:
    """A code with its text in print under it, in grey with quiet zones; or why such a label must not exist.

    `elements` are identifiers and values, such as (("01", "06901234567892"), ("10", "AB12")).
    """
    message = gs1.build(elements, year=year)
    if isinstance(message, gs1.Fault):
        return message
    ordered = gs1.in_label_order(elements)
    if carrier == "gs1_128" and len(message) > GS1_128_CHARACTERS_MAX:
        return gs1.Fault("too_long_for_carrier")
    # Square brackets, which no value can hold; round ones may be part of a lot.
    spelled = "".join(f"[{digits}]{value}" for digits, value in ordered)
    code = zxingcpp.create_barcode(spelled, _FORMATS[carrier], gs1=True)
    return _with_print(
        _picture(code, module_pixels), [f"({digits}) {value}" for digits, value in ordered], module_pixels
    )


def plain_qr(text: str, *, print_text: bool = True, module_pixels: int = 6) -> Image.Image | gs1.Fault:
    """A QR code of any text or address, for delivery notes and our own place labels."""
    if not 0 < len(text) <= PLAIN_CHARACTERS_MAX:
        return gs1.Fault("too_long" if text else "empty")
    code = zxingcpp.create_barcode(text, _FORMATS["qr"])
    return _with_print(_picture(code, module_pixels), [text] if print_text else [], module_pixels)


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
