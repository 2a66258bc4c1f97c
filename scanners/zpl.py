"""Labels in ZPL II for thermal printers: the printer draws the code from its data, FNC1 as the printer spells it.

Only a GS1 QR code is drawn by us: ^BQ has an FNC1 in the newest firmware alone, and elsewhere prints a code that looks
right and says nothing of GS1.

Source: Zebra, ZPL II Programming Guide: ^BX (Data Matrix, quality 200, escape character), ^BC (Code 128, ">8" is
FNC1), ^BQ (QR), ^GF (graphic field). Neither "^" nor "~", with which commands begin, can stand in a GS1 value, so no lot can give orders.
"""

import re

from PIL import Image

from scanners import gs1
from scanners.draw import PLAIN_CHARACTERS_MAX, Carrier, gs1_message, gs1_picture
from scanners.raw import SEPARATOR

ESCAPE = "$"
"""In Data Matrix data: no GS1 value can hold it, so it never has to be escaped itself."""

_MARGIN_DOTS, _LINE_DOTS, _BAR_DOTS = 16, 24, 96
_CODE_MODULES = 32
MODULE_DOTS_MAX = 20
_PAIRS = re.compile("(?:[0-9]{2}){2,}")
_PLAIN = re.compile(r"[ !-\]_`a-}]+")


def gs1_zpl(elements: gs1.Elements, carrier: Carrier, *, year: int, module_dots: int = 4) -> str | gs1.Fault:
    """One label, its code and the text in print under it; or why such a label must not exist."""
    message = gs1_message(elements, carrier, year=year)
    if isinstance(message, gs1.Fault):
        return message
    module = max(1, min(module_dots, MODULE_DOTS_MAX))
    lines = [f"({digits}) {value}" for digits, value in gs1.in_label_order(elements)]
    match carrier:
        case "datamatrix":
            return _label(
                f"^BXN,{module},200,,,,{ESCAPE}",
                f"{ESCAPE}1" + message.replace(SEPARATOR, f"{ESCAPE}1"),
                lines,
            )
        case "gs1_128":
            return _label(f"^BY{module}^BCN,{_BAR_DOTS},N,N,N,N", _code_128(message), lines)
        case "qr":
            code = gs1_picture(elements, carrier, year=year, module_pixels=module)
            if isinstance(code, gs1.Fault):
                return code
            return _printed(_graphic(code), code.height, lines)


def qr_zpl(text: str, *, module_dots: int = 5) -> str | gs1.Fault:
    """A plain QR code with its text, for place labels and links."""
    if not 0 < len(text) <= PLAIN_CHARACTERS_MAX:
        return gs1.Fault("too_long" if text else "empty")
    if _PLAIN.fullmatch(text) is None:
        return gs1.Fault("characters")
    return _label(f"^BQN,2,{max(1, min(module_dots, 10))}", f"QA,{text}", [text])


def _label(command: str, data: str, lines: list[str]) -> str:
    code_dots = _BAR_DOTS if "^BC" in command else _CODE_MODULES * 4
    return _printed(f"{command}^FD{data}^FS", code_dots, lines)


def _printed(code: str, code_dots: int, lines: list[str]) -> str:
    printed = "".join(
        f"^FO{_MARGIN_DOTS},{_MARGIN_DOTS + code_dots + 8 + number * _LINE_DOTS}^A0N,20,20^FD{line}^FS"
        for number, line in enumerate(lines)
    )
    return f"^XA^CI28^FO{_MARGIN_DOTS},{_MARGIN_DOTS}{code}{printed}^XZ"


def _graphic(picture: Image.Image) -> str:
    """Eight dots to a byte from the left, 1 is black; rows are filled with white to whole bytes."""
    row_bytes = -(-picture.width // 8)
    dots = picture.point(lambda shade: 0 if shade else 255).convert("1").tobytes()
    return f"^GFA,{len(dots)},{len(dots)},{row_bytes},{dots.hex().upper()}^FS"


def _code_128(message: str) -> str:
    """The data with its changes of code set: two digits in one sign (set C) wherever at least four stand together."""
    parts: list[str] = []
    code_set = ""
    at = 0
    for pairs in _PAIRS.finditer(message):
        code_set = _written(parts, message[at : pairs.start()], "B", code_set)
        code_set = _written(parts, pairs[0], "C", code_set)
        at = pairs.end()
    _written(parts, message[at:], "B", code_set)
    return "".join(parts)


def _written(parts: list[str], text: str, wanted: str, code_set: str) -> str:
    """Appends `text` in the code set; FNC1 stands at the very beginning. Returns the set in force."""
    if not text:
        return code_set
    if not code_set:
        parts.append({"B": ">:", "C": ">;"}[wanted] + ">8")
    elif code_set != wanted:
        parts.append({"B": ">6", "C": ">5"}[wanted])
    parts.append(text.replace(">", ">0").replace(SEPARATOR, ">8"))
    return wanted
