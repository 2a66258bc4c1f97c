import io

import pytest
import zxingcpp
from PIL import Image

from backend.foundation.qr_code import HALF_BLOCKS, qr_png, qr_terminal

URL = "https://192.168.31.7:8443/install"


def test_the_picture_reads_as_the_address():
    with Image.open(io.BytesIO(qr_png(URL))) as picture:
        (code,) = zxingcpp.read_barcodes(picture)
    assert code.text == URL


def test_what_the_terminal_shows_reads_as_the_address():
    modules = {character: pair for pair, character in HALF_BLOCKS.items()}
    rows: list[list[bool]] = []
    for line in qr_terminal(URL).split("\n"):
        pairs = [modules[character] for character in line.removeprefix("\x1b[97;40m").removesuffix("\x1b[0m")]
        rows += [[upper for upper, _ in pairs], [lower for _, lower in pairs]]
    picture = Image.frombytes(
        "L", (len(rows[0]), len(rows)), bytes(255 * light for row in rows for light in row)
    )

    (code,) = zxingcpp.read_barcodes(picture.resize((picture.width * 4, picture.height * 4)))

    assert code.text == URL


@pytest.mark.parametrize("url", ["", "https://" + "x" * 493])
def test_an_address_too_long_to_scan_is_not_drawn(url: str):
    with pytest.raises(ValueError, match="1 to 500 characters"):
        qr_png(url)
