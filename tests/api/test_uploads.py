import asyncio
import hashlib

import pytest
from sqlalchemy import text

from backend.foundation.file_kinds import FileKind
from backend.identity.sessions.tokens import AccessTokens
from tests.factories.files import a_door, a_pdf, a_photo, a_sheet, an_upload, part_headers
from tests.factories.page import a_web
from tests.factories.people import a_person, with_password

JPEG, PNG, PDF = FileKind.jpeg.value, FileKind.png.value, FileKind.pdf.value


async def kept(shop, id):
    async with shop.house.sessions() as session:
        row = await session.execute(
            text("select received, complete_at is not null as complete from attachments where id = :id"),
            {"id": id},
        )
        return row.one_or_none()


def code(answer):
    assert answer.status_code >= 400
    return answer.json()["errors"][0]["extensions"]["code"]


async def test_a_file_comes_in_parts_and_goes_out_whole(shop):
    driver, id, photo = shop.person("driver"), shop.new_id(), a_photo(side=400)
    cut = len(photo) // 2

    async with a_door(shop, driver) as door:
        assert (await door.head(f"/attachments/{id}")).status_code == 404
        first = await door.patch(f"/attachments/{id}", content=photo[:cut], headers=part_headers(photo, JPEG))
        asked = await door.head(f"/attachments/{id}")
        unready = await door.get(f"/attachments/{id}")
        last = await door.patch(
            f"/attachments/{id}", content=photo[cut:], headers=part_headers(photo, JPEG, cut)
        )
        got = await door.get(f"/attachments/{id}")

    assert (first.status_code, first.headers["upload-offset"]) == (204, str(cut))
    assert (asked.headers["upload-offset"], asked.headers["upload-length"]) == (str(cut), str(len(photo)))
    assert unready.status_code == 404
    assert (last.status_code, last.headers["upload-offset"]) == (204, str(len(photo)))
    assert (got.status_code, got.content, got.headers["content-type"]) == (200, photo, JPEG)


async def test_after_a_lost_answer_the_server_says_where_to_go_on(shop):
    driver, id, photo = shop.person("driver"), shop.new_id(), a_photo(side=400)
    async with a_door(shop, driver) as door:
        await door.patch(f"/attachments/{id}", content=photo[:1000], headers=part_headers(photo, JPEG))

        repeated = await door.patch(
            f"/attachments/{id}", content=photo[:1000], headers=part_headers(photo, JPEG)
        )
        skipped = await door.patch(
            f"/attachments/{id}", content=photo[5000:], headers=part_headers(photo, JPEG, 5000)
        )

    for answer in (repeated, skipped):
        assert (answer.status_code, answer.headers["upload-offset"]) == (409, "1000")
        assert code(answer) == "UploadOffsetWrong"
    assert (await kept(shop, id)).received == 1000


async def test_two_tabs_that_send_the_same_part_at_once_keep_it_once(shop):
    driver, id, photo = shop.person("driver"), shop.new_id(), a_photo(side=200)

    async with a_door(shop, driver) as door:
        answers = await asyncio.gather(
            *(
                door.patch(f"/attachments/{id}", content=photo, headers=part_headers(photo, JPEG))
                for _ in range(4)
            )
        )
        got = await door.get(f"/attachments/{id}")

    assert sorted(answer.status_code for answer in answers) == [204, 409, 409, 409]
    assert got.content == photo


async def test_bytes_that_are_not_the_announced_ones_are_thrown_away(shop):
    driver, id, photo = shop.person("driver"), shop.new_id(), a_photo()
    wrong = part_headers(photo, JPEG) | {"upload-sha256": hashlib.sha256(b"other").hexdigest()}

    async with a_door(shop, driver) as door:
        refused = await door.patch(f"/attachments/{id}", content=photo, headers=wrong)
        again = await door.patch(f"/attachments/{id}", content=photo, headers=part_headers(photo, JPEG))

    assert (refused.status_code, code(refused)) == (422, "DigestDiffers")
    assert again.status_code == 204


@pytest.mark.parametrize(
    ("content", "mime"),
    [
        (b'<svg xmlns="http://www.w3.org/2000/svg" onload="alert(1)"/>' + b" " * 40, JPEG),
        (b'<svg xmlns="http://www.w3.org/2000/svg"/>' + b" " * 40, "image/svg+xml"),
        (b"<!DOCTYPE html><script>alert(1)</script>", PNG),
        (b"<html>", "text/html"),
        (a_pdf(), JPEG),
        (b"\xff\xd8", JPEG),
        (b"\x00" * 100, PDF),
        (b"PK\x03\x04" + b"\x00" * 60, "application/zip"),
        (b"GIF89a" + b"\x00" * 60, "image/gif"),
        (b"RIFF\x40\x00\x00\x00WEBPVP8 " + b"\x00" * 60, "image/webp"),
        (a_photo(), "image/jpeg; charset=utf-8"),
        (a_photo(), ""),
    ],
)
async def test_what_is_not_of_a_kind_that_is_taken_is_refused_and_not_kept(shop, content, mime):
    id = shop.new_id()
    async with a_door(shop, shop.person("driver")) as door:
        answer = await door.patch(f"/attachments/{id}", content=content, headers=part_headers(content, mime))

    assert (answer.status_code, code(answer)) == (415, "FileKindRefused")
    assert "JPEG、PNG、HEIC、PDF、xlsx" in answer.json()["errors"][0]["message"]
    assert await kept(shop, id) is None


@pytest.mark.parametrize(
    ("changed", "status"),
    [
        ({"upload-length": str(10 * 1024 * 1024 + 1)}, 413),
        ({"upload-length": "0"}, 413),
        ({"upload-length": "10"}, 413),
        ({"upload-length": "-1"}, 400),
        ({"upload-length": "１００"}, 400),
        ({"upload-length": "1" * 400}, 400),
        ({"upload-offset": "1e3"}, 400),
        ({"upload-offset": ""}, 400),
        ({"upload-sha256": "00"}, 400),
        ({"upload-sha256": "Z" * 64}, 400),
    ],
)
async def test_headers_that_make_no_sense_are_refused_and_nothing_is_kept(shop, changed, status):
    id, photo = shop.new_id(), a_photo()
    said = part_headers(photo, JPEG) | changed
    headers = [(name.encode(), value.encode()) for name, value in said.items()]
    async with a_door(shop, shop.person("driver")) as door:
        answer = await door.patch(f"/attachments/{id}", content=photo, headers=headers)

    assert answer.status_code == status
    assert await kept(shop, id) is None


async def test_a_part_beyond_its_limit_is_refused_and_nothing_is_kept(shop):
    id, content = shop.new_id(), a_photo() + b"\x00" * (1024 * 1024)
    async with a_door(shop, shop.person("driver")) as door:
        answer = await door.patch(f"/attachments/{id}", content=content, headers=part_headers(content, JPEG))

    assert answer.status_code == 413
    assert await kept(shop, id) is None


async def test_an_id_stands_for_one_file_and_one_person(shop):
    driver, photo, other = shop.person("driver"), a_photo(side=90), a_photo(side=91)
    id = shop.new_id()
    async with a_door(shop, driver) as door:
        await door.patch(f"/attachments/{id}", content=photo[:500], headers=part_headers(photo, JPEG))
        another_file = await door.patch(
            f"/attachments/{id}", content=other[500:], headers=part_headers(other, JPEG, 500)
        )
    async with a_door(shop, shop.person("picker")) as door:
        another_person = await door.patch(
            f"/attachments/{id}", content=photo[500:], headers=part_headers(photo, JPEG, 500)
        )
        looked = await door.head(f"/attachments/{id}")

    assert (another_file.status_code, code(another_file)) == (409, "AnnouncedOtherwise")
    assert (another_person.status_code, looked.status_code) == (404, 404)
    assert (await kept(shop, id)).received == 500


async def test_a_file_is_its_senders_until_a_record_shows_it(shop):
    id = await an_upload(shop, shop.person("driver"), a_photo(), FileKind.jpeg)

    for person in (shop.person("picker"), shop.person("qualityHead"), shop.person("administrator")):
        async with a_door(shop, person) as door:
            answer = await door.get(f"/attachments/{id}")
        assert (answer.status_code, code(answer)) == (404, "NotFound")


@pytest.mark.parametrize(
    ("content", "kind", "how"),
    [
        (a_photo(), FileKind.jpeg, "inline"),
        (a_photo(FileKind.png), FileKind.png, "inline"),
        (a_pdf() + b"<script>alert(1)</script>", FileKind.pdf, "attachment"),
        (a_sheet([["x"]]), FileKind.xlsx, "attachment"),
    ],
)
async def test_what_goes_out_runs_nowhere(shop, content, kind, how):
    driver = shop.person("driver")
    id = await an_upload(shop, driver, content, kind)

    async with a_door(shop, driver) as door:
        answer = await door.get(f"/attachments/{id}")
        again = await door.get(f"/attachments/{id}", headers={"if-none-match": answer.headers["etag"]})

    assert answer.content == content
    assert answer.headers["content-type"] == kind.value
    assert answer.headers["content-disposition"] == f'{how}; filename="{id}.{kind.name}"'
    assert answer.headers["x-content-type-options"] == "nosniff"
    assert answer.headers["content-security-policy"] == "default-src 'none'; sandbox"
    assert answer.headers["cache-control"] == "private, no-cache"
    assert (again.status_code, again.content) == (304, b"")


async def test_nobody_sends_or_reads_without_signing_in(shop):
    id, photo = shop.new_id(), a_photo()
    async with a_door(shop, None) as door:
        answers = [
            await door.head(f"/attachments/{id}"),
            await door.get(f"/attachments/{id}"),
            await door.patch(f"/attachments/{id}", content=photo, headers=part_headers(photo, JPEG)),
        ]

    assert [answer.status_code for answer in answers] == [401, 401, 401]
    assert await kept(shop, id) is None


@pytest.mark.parametrize("path", ["1", "../../etc/passwd", "%00", "00000000-0000-0000-0000-00000000000g"])
async def test_an_address_that_is_no_id_is_not_found(shop, path):
    async with a_door(shop, shop.person("driver")) as door:
        assert (await door.get(f"/attachments/{path}")).status_code == 404


async def test_one_person_cannot_begin_uploads_without_end(shop):
    driver, photo = shop.person("driver", name="endless"), a_photo()
    async with a_door(shop, driver) as door:
        begun = [
            await door.patch(
                f"/attachments/{shop.new_id()}", content=photo[:100], headers=part_headers(photo, JPEG)
            )
            for _ in range(101)
        ]

    assert {answer.status_code for answer in begun[:100]} == {204}
    assert (begun[100].status_code, code(begun[100])) == (429, "TooManyUploads")


async def test_the_house_itself_takes_files_from_who_signed_in_and_from_nobody_else(shop, tmp_path):
    web = a_web(shop, AccessTokens.kept_in(tmp_path))
    person, id, photo = await with_password(shop, await a_person(shop, "driver")), shop.new_id(), a_photo()
    page = web.page()
    await page.sign_in(person)
    signed_in = {"authorization": f"Bearer {page.token}"}

    unsigned = await page.client.patch(f"/attachments/{id}", content=photo, headers=part_headers(photo, JPEG))
    forged = await page.client.get(f"/attachments/{id}", headers={"authorization": "Bearer x.y.z"})
    sent = await page.client.patch(
        f"/attachments/{id}", content=photo, headers=part_headers(photo, JPEG) | signed_in
    )
    got = await page.client.get(f"/attachments/{id}", headers=signed_in)
    template = await page.client.get("/imports/customers/template.xlsx")

    assert (unsigned.status_code, forged.status_code) == (401, 401)
    assert (sent.status_code, got.status_code, got.content) == (204, 200, photo)
    assert template.status_code == 200
