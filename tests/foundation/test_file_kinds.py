import io
import random

import pytest
from PIL import Image

from backend.foundation.file_kinds import Damaged, FileKind, sniffed, without_metadata
from tests.factories.files import a_pdf, a_photo, a_sheet


def pixels(content):
    with Image.open(io.BytesIO(content)) as picture:
        return picture.size, picture.convert("RGB").tobytes()


def exif(content):
    with Image.open(io.BytesIO(content)) as picture:
        return dict(picture.getexif())


@pytest.mark.parametrize(
    ("content", "kind"),
    [
        (a_photo(FileKind.jpeg), FileKind.jpeg),
        (a_photo(FileKind.png), FileKind.png),
        (a_pdf(), FileKind.pdf),
        (a_sheet([["x"]]), FileKind.xlsx),
        (b"\x00\x00\x00\x18ftypheic\x00\x00\x00\x00mif1heic", FileKind.heic),
        (b"\x00\x00\x00\x18ftypavif\x00\x00\x00\x00mif1avif", None),
        (b'<svg xmlns="http://www.w3.org/2000/svg"><script/></svg>', None),
        (b"<!DOCTYPE html><script>alert(1)</script>", None),
        (b"\xef\xbb\xbf%PDF-1.7", None),
        (b"GIF89a\x01\x00\x01\x00", None),
        (b"MZ\x90\x00", None),
        (b"\xff\xd8", None),
        (b"", None),
    ],
)
def test_a_file_is_what_its_first_bytes_show(content, kind):
    assert sniffed(content[:32]) is kind


@pytest.mark.parametrize("kind", [FileKind.jpeg, FileKind.png])
def test_a_picture_loses_place_maker_and_comment_and_keeps_every_pixel(kind):
    photo = a_photo(kind, place=True)
    assert b"SecretPhone" in photo

    plain = without_metadata(photo, kind)

    assert b"Secret" not in plain
    assert exif(plain) == {}
    assert pixels(plain) == pixels(photo)


@pytest.mark.parametrize("turned", range(2, 9))
def test_a_turned_photo_stays_turned(turned):
    plain = without_metadata(a_photo(place=True, turned=turned), FileKind.jpeg)

    assert exif(plain) == {0x0112: turned}
    assert b"Secret" not in plain


def test_a_progressive_jpeg_with_restarts_keeps_its_pixels():
    stream = io.BytesIO()
    Image.effect_noise((200, 120), 60).convert("RGB").save(
        stream, "JPEG", progressive=True, restart_marker_blocks=3, quality=90
    )

    assert pixels(without_metadata(stream.getvalue(), FileKind.jpeg)) == pixels(stream.getvalue())


@pytest.mark.parametrize("kind", [FileKind.jpeg, FileKind.png])
def test_what_hangs_behind_the_end_of_a_picture_is_cut_off(kind):
    photo = a_photo(kind)

    plain = without_metadata(photo + b"<script>alert(1)</script>PK\x03\x04", kind)

    assert b"script" not in plain
    assert pixels(plain) == pixels(photo)


def test_what_has_no_metadata_stays_as_it_is():
    photo = a_photo(FileKind.png)

    assert without_metadata(photo, FileKind.png) == photo
    assert without_metadata(a_pdf(), FileKind.pdf) == a_pdf()


@pytest.mark.parametrize("kind", [FileKind.jpeg, FileKind.png])
def test_a_picture_that_breaks_off_is_damaged_wherever_it_breaks(kind):
    photo = a_photo(kind, place=True)

    for end in range(3, len(photo) - 1, 7):
        with pytest.raises(Damaged):
            without_metadata(photo[:end], kind)


# A PNG has a checksum in every part; a JPEG keeps what is wrong inside its pixels.
@pytest.mark.parametrize(
    ("kind", "expected"), [(FileKind.jpeg, {"kept", "damaged"}), (FileKind.png, {"damaged"})]
)
def test_whatever_the_damage_the_answer_is_damaged_or_a_picture(kind, expected):
    photo, dice = a_photo(kind, place=True, turned=6), random.Random(1)
    outcomes = set()
    for _ in range(2_000):
        hurt = bytearray(photo)
        for _ in range(dice.randint(1, 8)):
            hurt[dice.randrange(len(hurt))] ^= dice.randrange(1, 256)
        try:
            without_metadata(bytes(hurt), kind)
            outcomes.add("kept")
        except Damaged:
            outcomes.add("damaged")
    assert outcomes == expected
