"""An address as a QR code: for a terminal to show and for a page to carry."""

import io

import zxingcpp
from PIL import Image

URL_CHARACTERS_MAX = 500
PNG_MODULE_PIXELS = 8

# Two modules above each other in one character; light ones are drawn, dark ones left out.
HALF_BLOCKS = {(True, True): "█", (True, False): "▀", (False, True): "▄", (False, False): " "}
WHITE_ON_BLACK, AS_BEFORE = "\x1b[97;40m", "\x1b[0m"


def qr_terminal(url: str) -> str:
    """Lines of half blocks for a terminal of dark or light ground, quiet zone included.

    Raises ValueError for an address of more than URL_CHARACTERS_MAX characters.
    """
    rows = _modules(url)
    if len(rows) % 2:
        rows.append([True] * len(rows[0]))
    pairs = zip(rows[::2], rows[1::2], strict=True)
    lines = ("".join(HALF_BLOCKS[module] for module in zip(*pair, strict=True)) for pair in pairs)
    return "\n".join(f"{WHITE_ON_BLACK}{line}{AS_BEFORE}" for line in lines)


def qr_png(url: str) -> bytes:
    """The same as a PNG file, PNG_MODULE_PIXELS pixels to a module."""
    rows = _modules(url)
    side = len(rows)
    picture = Image.frombytes("L", (side, side), bytes(255 * light for row in rows for light in row))
    file = io.BytesIO()
    picture.resize((side * PNG_MODULE_PIXELS,) * 2, Image.Resampling.NEAREST).save(file, "PNG")
    return file.getvalue()


def _modules(url: str) -> list[list[bool]]:
    """Square rows of modules, True where light, with the quiet zone of four (ISO/IEC 18004)."""
    if not 0 < len(url) <= URL_CHARACTERS_MAX:
        raise ValueError(f"an address of 1 to {URL_CHARACTERS_MAX} characters fits a QR code people can scan")
    drawn = zxingcpp.create_barcode(url, zxingcpp.BarcodeFormat.QRCode).to_image(scale=1)
    pixels = memoryview(drawn).tobytes()  # type: ignore[arg-type]  # Its stub forgets that it is a buffer.
    side = drawn.shape[1]
    return [[value > 127 for value in pixels[start : start + side]] for start in range(0, len(pixels), side)]
