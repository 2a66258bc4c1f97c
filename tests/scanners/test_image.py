import io

import pillow_heif
import pytest
import zxingcpp
from hypothesis import given, settings
from hypothesis import strategies as st
from PIL import Image, ImageFilter, ImageOps

from scanners import code39, draw, engines, image
from scanners.answer import Label
from scanners.label import read
from scanners.unpacking import PHOTO_FORMATS

pillow_heif.register_heif_opener()  # so that the tests can write HEIC

FORMAT = zxingcpp.BarcodeFormat
ELEMENTS = (("01", "06901234567892"), ("17", "270200"), ("10", "AB-12"), ("21", "S1"))


def label(carrier: draw.Carrier = "datamatrix", module_pixels: int = 4) -> Image.Image:
    drawn = draw.gs1_label(ELEMENTS, carrier, year=2026, module_pixels=module_pixels)
    assert isinstance(drawn, Image.Image)
    return drawn


def encoded(picture: Image.Image, format: str, **options: object) -> bytes:
    out = io.BytesIO()
    picture.save(out, format, **options)
    return out.getvalue()


def on_paper(format: zxingcpp.BarcodeFormat, printed: str) -> Image.Image:
    drawn = Image.fromarray(zxingcpp.create_barcode(printed, format).to_image(scale=4))
    paper = Image.new("L", (drawn.width + 80, drawn.height + 80), 255)
    paper.paste(drawn, (40, 40))
    return paper


def the_label(photo: bytes) -> Label:
    seen = image.decode(photo)
    assert isinstance(seen, image.Seen)
    [code] = seen.codes
    answer = read(code.text, code.symbology, year=2026)
    assert isinstance(answer, Label)
    return answer


@pytest.mark.parametrize(("carrier", "symbology"), [("datamatrix", "]d2"), ("gs1_128", "]C1"), ("qr", "]Q3")])
def test_a_drawn_label_is_seen_and_read(carrier, symbology):
    found = the_label(encoded(label(carrier), "PNG"))

    assert found.symbology == symbology
    assert found.elements == ELEMENTS
    assert (found.lot, found.serial, found.expires_on) == ("AB-12", "S1", "2027-02-28")


@given(
    lot=st.text("ABCDEFGHJKLMNPQRSTUVWXYZ()-/._abc0123456789", min_size=1, max_size=20),
    carrier=st.sampled_from(["datamatrix", "gs1_128", "qr"]),
)
@settings(max_examples=60, deadline=None)
def test_any_lot_survives_drawing_and_seeing(lot, carrier):
    drawn = draw.gs1_label((("01", "06901234567892"), ("10", lot)), carrier, year=2026)
    assert isinstance(drawn, Image.Image)

    seen = image.decode(draw.png(drawn))

    assert isinstance(seen, image.Seen)
    assert [code.text for code in seen.codes] == ["010690123456789210" + lot]


@pytest.mark.parametrize("format", list(PHOTO_FORMATS))
def test_every_format_of_a_phone_is_unpacked(format):
    assert the_label(encoded(label(), format)).lot == "AB-12"


@pytest.mark.parametrize("carrier", ["datamatrix", "gs1_128", "qr"])
@pytest.mark.parametrize(
    "spoiled",
    [
        pytest.param(
            lambda p: p.rotate(8, Image.Resampling.BILINEAR, True, fillcolor=255), id="rotated by 8°"
        ),
        pytest.param(lambda p: p.filter(ImageFilter.GaussianBlur(1.6)), id="blurred"),
        pytest.param(
            lambda p: p.resize((p.width // 2, p.height // 2), Image.Resampling.BILINEAR), id="half size"
        ),
        pytest.param(lambda p: p.point([level // 8 for level in range(256)]), id="dark"),
        pytest.param(lambda p: p.point([255 - level for level in range(256)]), id="inverted"),
        pytest.param(lambda p: p.transpose(Image.Transpose.ROTATE_90), id="on its side"),
    ],
)
def test_a_spoiled_picture_is_still_read(carrier, spoiled):
    assert the_label(encoded(spoiled(label(carrier)), "JPEG", quality=80)).elements == ELEMENTS


def test_the_orientation_that_the_camera_noted_is_followed():
    exif = Image.Exif()
    exif[0x0112] = 6
    turned = label("gs1_128").transpose(Image.Transpose.ROTATE_90)

    assert the_label(encoded(turned, "JPEG", exif=exif.tobytes())).lot == "AB-12"


def test_a_code_on_a_transparent_ground_is_read_as_on_paper():
    drawn = label()
    clear = Image.new("RGBA", drawn.size, (0, 0, 0, 0))
    clear.paste((0, 0, 0, 255), mask=drawn.point([255 - level for level in range(256)]))

    assert the_label(encoded(clear, "PNG")).lot == "AB-12"


@pytest.mark.parametrize(
    "recorded",
    [
        pytest.param(lambda p: encoded(p.convert("RGB").convert("CMYK"), "JPEG"), id="four inks"),
        pytest.param(lambda p: encoded(p.convert("P"), "PNG"), id="palette"),
        pytest.param(lambda p: encoded(p.convert("1"), "PNG"), id="black and white"),
        pytest.param(lambda p: encoded(in_16_bits(p), "PNG"), id="16 bits of grey"),
        pytest.param(
            lambda p: encoded(p, "GIF", save_all=True, append_images=[p.rotate(180)]), id="moving GIF"
        ),
        pytest.param(
            lambda p: encoded(p, "WEBP", save_all=True, append_images=[p.rotate(180)]), id="moving WebP"
        ),
    ],
)
def test_however_the_pixels_are_kept_the_first_picture_is_read(recorded):
    assert the_label(recorded(label())).elements == ELEMENTS


def in_16_bits(picture: Image.Image) -> Image.Image:
    """Dark and light as a dim microscope camera keeps them: nothing is black, nothing white."""
    return picture.convert("I").point(lambda level: level * 40 + 3_000).convert("I;16")


def test_letters_that_one_engine_gets_wrong_are_not_seen_twice():
    seen = image.decode(draw.png(on_paper(FORMAT.Code128, "d\xe9j\xe0 vu 1234")))

    assert isinstance(seen, image.Seen)
    assert [(code.text, code.confirmed) for code in seen.codes] == [("d\xe9j\xe0 vu 1234", True)]


@pytest.mark.parametrize("format", [FORMAT.EAN13, FORMAT.Code128, FORMAT.ITF, FORMAT.Code39])
def test_bars_cut_out_without_their_quiet_zone_are_read_on_a_dark_ground(format):
    paper = on_paper(format, "6901234567892"[: 12 if format is FORMAT.ITF else 13])
    left, top, right, bottom = ImageOps.invert(paper).getbbox() or (0, 0, 0, 0)
    close = paper.crop((left - 4, top, right + 4, bottom))

    seen = image.decode(draw.png(ImageOps.expand(close, 60, 0)))

    assert isinstance(seen, image.Seen)
    assert [code.format for code in seen.codes] == [format.name]


def test_small_bars_beside_large_ones_are_seen_too():
    large, small = on_paper(FORMAT.EAN13, "9784872348880"), on_paper(FORMAT.EAN13, "1920081045006")
    tiny = small.resize((small.width // 4, small.height // 4), Image.Resampling.BOX)
    cover = Image.new("L", (large.width, large.height + tiny.height), 255)
    cover.paste(large, (0, 0))
    cover.paste(tiny, (30, large.height))

    seen = image.decode(draw.png(cover))

    assert isinstance(seen, image.Seen)
    assert {code.text for code in seen.codes} == {"9784872348880", "1920081045006"}


def test_a_small_code_in_a_large_photo_is_found():
    photo = Image.new("L", (4032, 3024), 190)
    photo.paste(label(), (2500, 1800))

    assert the_label(encoded(photo, "JPEG", quality=85)).elements == ELEMENTS


def test_a_small_code_beside_large_bars_in_a_large_photo_is_found():
    bars, small = on_paper(FORMAT.EAN13, "6901234567892"), on_paper(FORMAT.DataMatrix, "AB-12")
    photo = Image.new("L", (3000, 4000), 235)
    photo.paste(bars.resize((2 * bars.width, 2 * bars.height), Image.Resampling.NEAREST), (600, 500))
    photo.paste(small, (2200, 3100))

    seen = image.decode(encoded(photo, "JPEG", quality=85))

    assert isinstance(seen, image.Seen)
    assert {code.format for code in seen.codes} == {"EAN13", "DataMatrix"}


def test_two_codes_in_one_picture_are_both_seen():
    first, second = label("datamatrix"), draw.plain_qr("LL:LOC:A-01-03:H")
    assert isinstance(second, Image.Image)
    sheet = Image.new("L", (first.width + second.width, max(first.height, second.height)), 255)
    sheet.paste(first, (0, 0))
    sheet.paste(second, (first.width, 0))

    seen = image.decode(draw.png(sheet))

    assert isinstance(seen, image.Seen)
    assert {code.symbology for code in seen.codes} == {"]d2", "]Q1"}


def test_an_empty_picture_has_no_codes():
    seen = image.decode(encoded(Image.new("L", (300, 200), 255), "PNG"))

    assert isinstance(seen, image.Seen)
    assert seen.codes == ()


@pytest.mark.parametrize(
    ("drawn_as", "printed", "seen_as", "symbology", "text"),
    [
        (FORMAT.EAN13, "6901234567892", "EAN13", "]E0", "6901234567892"),
        (FORMAT.EAN8, "96385074", "EAN8", "]E4", "96385074"),
        (FORMAT.UPCA, "036000291452", "EAN13", "]E0", "0036000291452"),
        (FORMAT.UPCE, "01234565", "UPCE", "]E0", "0012345000065"),
        (FORMAT.ITF, "09501101530003", "ITF", "]I1", "09501101530003"),
        (FORMAT.Code39, "LOT-123", "Code39", "]A0", "LOT-123"),
        (FORMAT.Code39Std, "+A123BJC5D6E71G", "Code39", "]A0", "+A123BJC5D6E71G"),
        (FORMAT.Code93, "LOT-123", "Code93", "]G0", "LOT-123"),
        (FORMAT.Codabar, "A12345B", "Codabar", "]F0", "A12345B"),
        (FORMAT.DataBarOmni, "09501101530003", "DataBarOmni", "]e0", "0109501101530003"),
        (FORMAT.Aztec, "LOT-123", "Aztec", "]z0", "LOT-123"),
        (FORMAT.PDF417, "LOT-123", "PDF417", "]L2", "LOT-123"),
        (FORMAT.MaxiCode, "LOT-123", "MaxiCode", "]U0", "LOT-123"),
    ],
)
def test_a_clean_code_of_every_symbology_is_seen_once_and_confirmed(
    drawn_as, printed, seen_as, symbology, text
):
    seen = image.decode(draw.png(on_paper(drawn_as, printed)))

    assert isinstance(seen, image.Seen)
    assert [(code.format, code.symbology, code.text, code.confirmed) for code in seen.codes] == [
        (seen_as, symbology, text, True)
    ]


@pytest.mark.parametrize("first", range(1, 128, 16))
def test_what_stands_in_the_bars_of_code_39_is_known_of_every_character(first):
    text = "a" + "".join(chr(code) for code in range(first, min(first + 16, 128)))

    found = zxingcpp.read_barcodes(on_paper(FORMAT.Code39Std, code39.printed(text)))

    assert [code.bytes.decode() for code in found] == [text]


def test_pairs_are_pairs_where_the_text_is_no_hibc():
    assert code39.hibc_of("a123BJC5D6E71G") == "+A123BJC5D6E71G"
    assert code39.hibc_of("a123BJC5D6E71H") is None
    assert code39.hibc_of("lot-7") is None


def test_a_short_number_of_interleaved_bars_is_never_confirmed_because_it_may_be_a_part():
    seen = image.decode(draw.png(on_paper(FORMAT.ITF, "2733496607")))

    assert isinstance(seen, image.Seen)
    assert [(code.text, code.confirmed) for code in seen.codes] == [("2733496607", False)]


@pytest.mark.parametrize(
    ("format", "text", "part"),
    [
        ("ITF", "95933263687177", False),
        ("ITF", "95933263687178", True),
        ("ITF", "3263687177", True),
        ("UPCE", "0012345000065", True),
        ("EAN13", "0012345000065", False),
        ("QRCode", "试剂试剂试剂试剂试剂试剂试剂", False),
    ],
)
def test_what_may_be_a_part_of_something_longer(format, text, part):
    assert engines.Code(text, None, format, "zxing", "plain", confirmed=False).may_be_a_part is part


def test_of_tilted_interleaved_bars_no_part_is_confirmed():
    whole = "95933263687177"
    for degrees in (8, 20, 33):
        tilted = on_paper(FORMAT.ITF, whole).rotate(degrees, Image.Resampling.BICUBIC, True, fillcolor=255)

        seen = image.decode(draw.png(tilted))

        assert isinstance(seen, image.Seen)
        assert [code.text for code in seen.codes] == [whole], degrees


@pytest.mark.parametrize(
    "photo",
    [
        b"",
        b"\xff\xd8\xff",
        b"<svg xmlns='http://www.w3.org/2000/svg'/>",
        b"<!doctype html><title>Sign in</title>",
        b"%!PS-Adobe-3.0 EPSF-3.0\n%%BoundingBox: 0 0 9 9\n",
        b"GIF89a" + bytes(40),
        b"\x89PNG\r\n\x1a\n" + bytes(64),
        b"BM" + bytes(60),
        bytes(range(256)) * 8,
    ],
)
def test_what_is_no_photo_is_refused(photo):
    assert image.decode(photo) == image.NotAPhoto()


@pytest.mark.parametrize("size", [(1, 1), (9, 9), (16, 2_000), (2_000, 1)])
def test_a_picture_of_a_few_pixels_holds_no_code(size):
    seen = image.decode(encoded(Image.new("RGB", size), "PNG"))

    assert isinstance(seen, image.Seen)
    assert seen.codes == ()


def test_a_photo_of_too_many_bytes_is_refused_unopened():
    assert image.decode(bytes(image.PHOTO_BYTES_MAX + 1)) == image.PhotoTooBig()


@pytest.mark.parametrize("size", [(9_000, 9_000), (8_001, 8_000), (20_000, 20_000)])
def test_a_small_file_that_unfolds_to_too_many_pixels_is_refused_by_its_header(size):
    bomb = encoded(Image.new("1", size), "PNG")
    assert len(bomb) < 200_000

    assert image.decode(bomb) == image.PhotoTooManyPixels()


@given(
    st.integers(0, 100),
    st.binary(min_size=1, max_size=8),
    st.sampled_from(["JPEG", "PNG", "WEBP", "HEIF", "AVIF", "BMP"]),
)
@settings(max_examples=60, deadline=None)
def test_a_damaged_file_is_answered_not_crashed_on(percent, damage, format):
    whole = encoded(label(module_pixels=2), format)
    at = len(whole) * percent // 100
    damaged = whole[:at] + damage + whole[at + len(damage) :]

    answer = image.decode(damaged, cpu_seconds=0.05)

    assert isinstance(answer, image.Seen | image.NotAPhoto | image.PhotoTooManyPixels)


def test_a_truncated_file_is_no_photo():
    for name in ("JPEG", "PNG", "WEBP", "HEIF", "AVIF"):
        whole = encoded(label(), name)
        assert image.decode(whole[: len(whole) // 2]) == image.NotAPhoto(), name


def test_labels_that_must_not_exist_are_not_drawn():
    for elements, reason in [
        ((("01", "06901234567893"),), "check"),
        ((("01", "06901234567892"), ("17", "270230")), "date"),
        ((("10", "AB"),), "missing_partner"),
    ]:
        fault = draw.gs1_label(elements, "datamatrix", year=2026)
        assert not isinstance(fault, Image.Image)
        assert fault.reason == reason
    too_long = draw.gs1_label(
        (("01", "06901234567892"), ("10", "A" * 20), ("21", "B" * 20)), "gs1_128", year=2026
    )
    assert not isinstance(too_long, Image.Image)
    assert too_long.reason == "too_long_for_carrier"


def test_codes_of_every_kind_on_one_sheet_are_all_seen_and_each_once():
    drawn = [label(carrier) for carrier in ("datamatrix", "gs1_128", "qr")]
    place = draw.plain_qr("LL:LOC:A-01-03:H")
    assert isinstance(place, Image.Image)
    parts = [*drawn, place]
    sheet = Image.new("L", (max(part.width for part in parts), sum(part.height for part in parts)), 255)
    for number, part in enumerate(parts):
        sheet.paste(part, (0, sum(above.height for above in parts[:number])))

    seen = image.decode(draw.png(sheet))

    assert isinstance(seen, image.Seen)
    assert sorted(code.symbology or "" for code in seen.codes) == ["]C1", "]Q1", "]Q3", "]d2"]
    assert all(code.confirmed for code in seen.codes)
