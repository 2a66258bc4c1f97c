"""Labels as they stick on boxes: drawn, looked at and read, so that a scan is what a camera would have sent."""

from typing import Any

from PIL import Image

from scanners import draw, image
from tests.factories.logistics import Goods


def scan_of(goods: Goods, *, carrier: draw.Carrier = "datamatrix", lot: str | None = None) -> dict[str, Any]:
    """What the phone sends after its camera saw this product's box."""
    elements = (
        ("01", goods.product.gtin),
        ("17", goods.lot.expires_on.strftime("%y%m%d")),
        ("10", lot or goods.lot.lot_number),
    )
    label = draw.gs1_label(elements, carrier, year=2026)
    assert isinstance(label, Image.Image)
    seen = image.decode(draw.png(label))
    assert isinstance(seen, image.Seen)
    (code,) = seen.codes
    return {"rawText": code.text, "symbology": code.symbology, "source": "camera"}
