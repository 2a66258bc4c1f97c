"""Codes that no engine reads any more, drawn as a lens out of focus shows them: every point becomes a disc."""

import random
import time

import pytest
import zxingcpp
from hypothesis import given, settings
from hypothesis import strategies as st
from PIL import Image, ImageChops

from scanners import draw, engines, image, sighted
from scanners.check_digits import mod_10
from scanners.out_of_focus import reading
from scanners.out_of_focus.trellis import likely, shade

FORMAT = zxingcpp.BarcodeFormat
FINE = 12
"""Samples in a module while the lens is worked out."""
SETS = ("AAAAAA", "AABABB", "AABBAB", "AABBBA", "ABAABB", "ABBAAB", "ABBBAA", "ABABAB", "ABABBA", "ABBABA")


def through_a_lens(
    format: zxingcpp.BarcodeFormat, printed: str, *, disc: float, module_pixels: float, grain: float = 2
) -> Image.Image:
    """Upright bars on a sheet in dim light; `disc` is the radius of a point's image in modules."""
    bars = Image.fromarray(zxingcpp.create_barcode(printed, format).to_image(scale=1, add_quiet_zones=True))
    quiet = [255] * 12
    modules = [*quiet, *bars.crop((0, 2, bars.width, 3)).convert("L").tobytes(), *quiet]
    levels = [level for level in modules for _ in range(FINE)]
    reach = round(disc * FINE)
    weights = [max(0.0, 1 - (at / (disc * FINE)) ** 2) ** 0.5 for at in range(-reach, reach + 1)]
    padded = [255] * reach + levels + [255] * reach
    seen = [
        sum(weight * level for weight, level in zip(weights, padded[at:], strict=False)) / sum(weights)
        for at in range(len(levels))
    ]
    row = Image.frombytes("L", (len(seen), 1), bytes(round(60 + 0.5 * level) for level in seen))
    width = round(len(modules) * module_pixels)
    block = row.resize((width, 90), Image.Resampling.BOX)
    sheet = Image.new("L", (width + 40, 170), 187)
    sheet.paste(block, (20, 40))
    # Not Pillow's noise: what it draws hangs on what was drawn before.
    dice = random.Random(f"{printed} {disc} {module_pixels}")
    noise = bytes(round(min(255, max(0, dice.gauss(128, grain)))) for _ in range(sheet.width * sheet.height))
    return ImageChops.add(sheet, Image.frombytes("L", sheet.size, noise), 1, -128)


def read(picture: Image.Image) -> list[str]:
    """Without haste: test machines are shared."""
    return reading.read(picture, cpu_seconds=30)


def seen_in(picture: Image.Image) -> list[tuple[str, str, bool]]:
    seen = image.decode(draw.png(picture))
    assert isinstance(seen, image.Seen)
    return [(code.text, code.engine, code.confirmed) for code in seen.codes]


def test_an_ean_whose_bars_run_into_each_other_is_read_and_left_to_be_compared():
    picture = through_a_lens(FORMAT.EAN13, "6901234567892", disc=2.2, module_pixels=1.6)

    assert [engines.READERS[engine](picture, "plain") for engine in ("zxing", "zbar")] == [[], []]
    assert seen_in(picture) == [("6901234567892", "model", False)]


@pytest.mark.parametrize("printed", ["9780345460950", "0036000291452"])
@pytest.mark.parametrize(("disc", "module_pixels"), [(2.0, 1.6), (2.2, 2.0)])
def test_any_ean_or_upc_is_read(printed, disc, module_pixels):
    picture = through_a_lens(FORMAT.EAN13, printed, disc=disc, module_pixels=module_pixels)

    assert read(picture) == [printed]


def test_it_is_read_upside_down_and_on_its_side():
    picture = through_a_lens(FORMAT.EAN13, "6901234567892", disc=2.2, module_pixels=1.6)

    assert read(picture.transpose(Image.Transpose.ROTATE_90)) == ["6901234567892"]
    assert read(picture.transpose(Image.Transpose.ROTATE_180)) == ["6901234567892"]


def test_it_is_read_tilted():
    picture = through_a_lens(FORMAT.EAN13, "6901234567892", disc=2, module_pixels=2)

    assert read(picture.rotate(5, Image.Resampling.BICUBIC, fillcolor=187)) == ["6901234567892"]


@pytest.mark.parametrize(
    ("format", "printed"),
    [
        (FORMAT.Code128, "LOT-1234567"),
        (FORMAT.Code39, "LOT-123"),
        (FORMAT.ITF, "09501101530003"),
        (FORMAT.Codabar, "A123456789B"),
        (FORMAT.DataBarOmni, "09501101530003"),
        (FORMAT.EAN8, "96385074"),
    ],
)
@pytest.mark.parametrize("disc", [1.0, 2.0])
def test_no_ean_is_made_of_other_bars(format, printed, disc):
    assert read(through_a_lens(format, printed, disc=disc, module_pixels=2)) == []


def test_bars_blurred_beyond_what_tells_codes_apart_are_not_guessed():
    for disc in (3.5,):
        assert read(through_a_lens(FORMAT.EAN13, "6901234567892", disc=disc, module_pixels=1.6)) == []


@pytest.mark.parametrize("size", [(1, 1), (1, 400), (400, 1), (7, 9), (640, 480)])
def test_pictures_of_any_size_without_bars_have_no_code(size):
    assert reading.read(Image.new("L", size, 128)) == []
    assert reading.read(Image.effect_noise(size, 60)) == []


def test_noise_of_a_thousand_pixels_is_given_up_soon():
    started = time.thread_time()

    assert reading.read(Image.effect_noise((1000, 1000), 90)) == []

    assert time.thread_time() - started < 4


def test_an_engine_that_says_the_same_confirms_it():
    by_model = engines.Code("6901234567892", "]E0", "EAN13", "model", "out of focus", confirmed=False)
    by_zbar = engines.Code("6901234567892", None, "EAN13", "zbar", "flattened", confirmed=False)

    assert sighted.agreed(by_model, {by_zbar.text: by_zbar}).confirmed is True
    assert sighted.agreed(by_model, {by_model.text: by_model}).confirmed is False


@given(st.integers(0, 10**12 - 1), st.sampled_from([0.5, 0.9, 1.2]))
@settings(max_examples=40, deadline=None)
def test_the_code_that_made_the_grey_levels_explains_them_best(number, blur):
    digits = f"{number:012d}"
    digits += mod_10(digits)
    sets = SETS[int(digits[0])]
    left = tuple(int(digit) + 10 * (one == "B") for digit, one in zip(digits[1:7], sets, strict=True))
    path = (*left, *map(int, digits[7:]))

    best, *others = likely(shade(path, blur), blur)

    assert best.digits == digits
    assert best.distance < 1e-3
    assert all(other.distance > best.distance for other in others)
