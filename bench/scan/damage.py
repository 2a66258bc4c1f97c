"""What happens to a label on its way: each function takes a clean picture (grey, quiet zones) and gives the photo."""

import io
import random
from collections.abc import Callable

from PIL import Image, ImageChops, ImageDraw, ImageEnhance, ImageFilter

Damage = Callable[[Image.Image, random.Random], Image.Image]


def _noise(picture: Image.Image, sigma: float) -> Image.Image:
    grain = Image.effect_noise(picture.size, sigma)
    return ImageChops.add(picture, grain, 1, -128)


def _jpeg(picture: Image.Image, quality: int) -> Image.Image:
    out = io.BytesIO()
    picture.save(out, "JPEG", quality=quality)
    return Image.open(io.BytesIO(out.getvalue())).convert("L")


def _perspective(picture: Image.Image, dice: random.Random) -> Image.Image:
    width, height = picture.size
    lean = dice.uniform(0.08, 0.16)
    corners = (-lean * width, 0, 0, height, width, height, (1 + lean) * width, 0)
    return picture.transform(
        picture.size, Image.Transform.QUAD, corners, Image.Resampling.BICUBIC, fillcolor=255
    )


def _tube(picture: Image.Image, dice: random.Random) -> Image.Image:
    """Around a small tube: columns are pressed together towards the sides."""
    width, height = picture.size
    strips, middle = [], width / 2
    bend = dice.uniform(0.35, 0.6)
    steps = 48
    for step in range(steps):
        left, right = round(width * step / steps), round(width * (step + 1) / steps)
        sources = [
            middle + (at - middle) * (1 - bend + bend * abs(at - middle) / middle) / 1 for at in (left, right)
        ]
        box = (left, 0, right, height)
        strips.append((box, (sources[0], 0, sources[0], height, sources[1], height, sources[1], 0)))
    return picture.transform(
        picture.size, Image.Transform.MESH, strips, Image.Resampling.BICUBIC, fillcolor=255
    )


def _glare(picture: Image.Image, dice: random.Random) -> Image.Image:
    """Foil: a bright band across, soft at its edges."""
    light = Image.new("L", picture.size, 0)
    x, wide = dice.uniform(0.1, 0.9) * picture.width, picture.width * 0.10
    ImageDraw.Draw(light).polygon(
        [(x, 0), (x + wide, 0), (x + wide / 2, picture.height), (x - wide / 2, picture.height)], fill=170
    )
    return ImageChops.add(picture, light.filter(ImageFilter.GaussianBlur(wide / 3)))


def _spots(picture: Image.Image, dice: random.Random, count: int, size: float, level: int) -> Image.Image:
    veil = Image.new("L", picture.size, 0)
    pen = ImageDraw.Draw(veil)
    for _ in range(count):
        x, y = dice.uniform(0, picture.width), dice.uniform(0, picture.height)
        reach = dice.uniform(0.4, 1) * size
        pen.ellipse((x - reach, y - reach, x + reach, y + reach), fill=level)
    return Image.composite(
        Image.new("L", picture.size, 225), picture, veil.filter(ImageFilter.GaussianBlur(size / 3))
    )


DAMAGES: dict[str, Damage] = {
    "clean": lambda picture, dice: picture,
    "turned 8": lambda picture, dice: picture.rotate(8, Image.Resampling.BICUBIC, True, fillcolor=255),
    "turned 33": lambda picture, dice: picture.rotate(33, Image.Resampling.BICUBIC, True, fillcolor=255),
    "blur": lambda picture, dice: picture.filter(ImageFilter.GaussianBlur(dice.uniform(1.5, 3))),
    "noise": lambda picture, dice: _noise(picture, dice.uniform(40, 80)),
    "low light": lambda picture, dice: _noise(ImageEnhance.Brightness(picture).enhance(0.12), 8),
    "perspective": _perspective,
    "jpeg 40, half": lambda picture, dice: _jpeg(picture.reduce(2), 40),
    "half size": lambda picture, dice: picture.reduce(2),
    "curved tube": _tube,
    "foil glare": _glare,
    "frost": lambda picture, dice: _noise(
        ImageEnhance.Contrast(_spots(picture, dice, 60, 9, 150)).enhance(0.35), 15
    ),
    "condensation": lambda picture, dice: _spots(
        picture.filter(ImageFilter.GaussianBlur(1)), dice, 40, 6, 200
    ),
}
