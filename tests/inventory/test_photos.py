"""Photos to codes through both doors: by whom, within which limits, and what is refused."""

import asyncio
import io

import pytest
from PIL import Image

from backend.foundation.file_kinds import FileKind
from backend.foundation.limits import PHOTO_BYTES_MAX
from backend.foundation.refusal import Refusal
from backend.inventory.scans.photos import Decoders, DecodersBusy, NotAPhoto
from scanners import draw
from scanners.decoder_pool import DecoderPool
from tests.factories.files import a_door, an_upload

ELEMENTS = (("01", "06901234567892"), ("17", "270731"), ("10", "AB-12"), ("21", "S1"))
DECODE = """query ($id: UUID!) { decodePhoto(attachmentId: $id) {
  format symbologyIdentifier text confirmed outcome reason readings { kind gtin lot serial expiresOn } } }"""


def a_label() -> bytes:
    drawn = draw.gs1_label(ELEMENTS, "datamatrix", year=2026)
    assert isinstance(drawn, Image.Image)
    return draw.png(drawn)


def code(answer):
    return answer.json()["errors"][0]["extensions"]["code"]


async def test_a_posted_photo_is_answered_with_its_codes_and_their_meaning(shop):
    async with a_door(shop, shop.person("picker")) as door:
        answer = await door.post("/files/scan", content=a_label())

    assert answer.status_code == 200
    (seen,), (meant,) = answer.json()["codes"], answer.json()["labels"]
    assert seen == {
        "format": "DataMatrix",
        "symbologyIdentifier": "]d2",
        "text": "01069012345678921727073110AB-12\x1d21S1",
        "confirmed": True,
    }
    assert (meant["outcome"], meant["lot"], meant["expires_on"]) == ("label", "AB-12", "2027-07-31")


def test_the_sentence_names_every_format_that_is_read():
    assert "JPEG、PNG、WebP、HEIC、AVIF、BMP、GIF" in NotAPhoto().say("zh")
    assert "JPEG, PNG, WebP, HEIC, AVIF, BMP, GIF" in NotAPhoto().say("en")


@pytest.mark.parametrize(
    ("who", "photo", "status", "expected"),
    [
        (None, b"", 401, "UNAUTHENTICATED"),
        ("picker", b"<html>", 415, "NotAPhoto"),
        ("picker", bytes(PHOTO_BYTES_MAX + 1), 413, "BODY_TOO_LARGE"),
    ],
)
async def test_what_is_no_photo_of_an_employee_is_refused(shop, who, photo, status, expected):
    async with a_door(shop, shop.person(who) if who else None) as door:
        answer = await door.post("/files/scan", content=photo)

    assert (answer.status_code, code(answer)) == (status, expected)


async def test_a_bomb_is_refused_by_its_header(shop):
    out = io.BytesIO()
    Image.new("1", (20_000, 20_000)).save(out, "PNG")

    async with a_door(shop, shop.person("picker")) as door:
        answer = await door.post("/files/scan", content=out.getvalue())

    assert (answer.status_code, code(answer)) == (422, "PhotoTooManyPixels")


async def test_an_uploaded_photo_is_decoded_through_graphql_for_its_sender_only(shop):
    picker = shop.person("picker")
    id = await an_upload(shop, picker, a_label(), FileKind.png)

    own = await shop.ask(picker, DECODE, id=str(id))
    other = await shop.ask(shop.person("driver"), DECODE, id=str(id))

    assert own.errors is None
    (seen,) = own.data["decodePhoto"]
    assert (seen["symbologyIdentifier"], seen["outcome"], seen["reason"]) == ("]d2", "label", None)
    assert seen["readings"] == [
        {"kind": "gs1", "gtin": "06901234567892", "lot": "AB-12", "serial": "S1", "expiresOn": "2027-07-31"}
    ]
    assert other.errors[0].extensions["code"] == "NotFound"


async def test_more_photos_than_may_wait_are_asked_to_come_again():
    with DecoderPool(decoders=1) as pool:
        decoders = Decoders(pool)

        answers = await asyncio.gather(
            *(decoders.read(a_label(), year=2026) for _ in range(10)), return_exceptions=True
        )

    refused = [answer for answer in answers if isinstance(answer, Refusal)]
    assert len(refused) == 2
    assert all(isinstance(answer, DecodersBusy) and not answer.final for answer in refused)
