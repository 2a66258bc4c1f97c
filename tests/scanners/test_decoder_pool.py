import io
import subprocess
import sys
from pathlib import Path

from PIL import Image

from scanners import draw, image
from scanners.decoder_pool import DecoderPool, DecodingTookTooLong


def a_photo() -> bytes:
    drawn = draw.plain_qr("LL:LOC:A-01-03:H")
    assert isinstance(drawn, Image.Image)
    return draw.png(drawn)


def noise_that_keeps_every_stage_busy() -> bytes:
    out = io.BytesIO()
    Image.effect_noise((3000, 2000), 80).save(out, "JPEG", quality=60)
    return out.getvalue()


def test_a_decoder_that_is_too_slow_is_killed_and_the_next_photo_is_read():
    with DecoderPool(decoders=1) as pool:
        assert isinstance(pool.decode_with_deadline(a_photo()), image.Seen)

        late = pool.decode_with_deadline(noise_that_keeps_every_stage_busy(), seconds=0.1)

        assert late == DecodingTookTooLong(0.1)
        seen = pool.decode_with_deadline(a_photo())
        assert isinstance(seen, image.Seen)
        assert [code.text for code in seen.codes] == ["LL:LOC:A-01-03:H"]
        assert pool.decode_with_deadline(b"<svg/>") == image.NotAPhoto()
        assert pool.decode_with_deadline(bytes(image.PHOTO_BYTES_MAX + 1)) == image.PhotoTooBig()


def test_without_libzbar_photos_are_still_read_and_the_engines_say_so():
    root = Path(__file__).parents[2]
    program = (
        "import sys; sys.modules['pyzbar.pyzbar'] = None\n"
        "from scanners import draw, engines, image\n"
        "print(engines.at_work(), image.decode(draw.png(draw.plain_qr('LL:LOC:A-01-03:H'))).codes[0].text)"
    )

    said = subprocess.run(  # noqa: S603
        [sys.executable, "-c", program], cwd=root, capture_output=True, text=True, timeout=60, check=True
    )

    assert said.stdout.strip() == "('zxing',) LL:LOC:A-01-03:H"
