"""Registers as files at the web door: bearer only, bounded, noted, and never a 500 for what a stranger asks."""

import pytest
from sqlalchemy import text

from backend.identity.sessions.tokens import AccessTokens
from tests.factories.logistics import a_way, hand_over, picked, rechecked, some_goods
from tests.factories.page import a_web
from tests.factories.people import a_person, with_password


@pytest.fixture(scope="session")
def tokens(tmp_path_factory: pytest.TempPathFactory) -> AccessTokens:
    return AccessTokens.kept_in(tmp_path_factory.mktemp("keys"))


@pytest.fixture
def web(shop, tokens):
    return a_web(shop, tokens)


async def signed_in(shop, web, *posts):
    page = web.page()
    await page.sign_in(await with_password(shop, await a_person(shop, *posts)))
    return page


async def fetched(page, path):
    bearer = {"authorization": f"Bearer {page.token}"} if page.token else {}
    return await page.client.get(path, headers=bearer)


async def disclosed(shop):
    async with shop.house.sessions() as session:
        return await session.scalar(
            text("select count(*) from audit_entries where command = 'overviews.discloseRegister'")
        )


async def sent_out(shop, lot_number):
    way = await a_way(shop, await some_goods(shop, lot_number=lot_number))
    await picked(shop, way)
    await rechecked(shop, way)
    await hand_over(shop, way)
    return way


async def test_a_reader_takes_the_csv_with_them_and_it_is_noted_once(shop, web):
    way = await sent_out(shop, "FILE-CSV")
    page = await signed_in(shop, web, "qualityOfficer")
    before = await disclosed(shop)

    answer = await fetched(page, "/registers/sales.csv?lot=FILE-CSV&from=2026-11-01&to=2026-11-30")

    assert answer.status_code == 200
    assert answer.headers["content-type"] == "text/csv; charset=utf-8"
    assert answer.headers["content-disposition"] == (
        'attachment; filename="lotline-sales-2026-11-01-2026-11-30.csv"'
    )
    assert answer.headers["cache-control"] == "no-store"
    assert answer.content.startswith(b"\xef\xbb\xbf")
    assert answer.text.count(way.number) == 1
    assert await disclosed(shop) == before + 1


async def test_the_pdf_of_a_hand_over_register_is_a_pdf(shop, web):
    await sent_out(shop, "FILE-PDF")
    page = await signed_in(shop, web, "director")

    answer = await fetched(page, "/registers/handovers.pdf?lot=FILE-PDF")

    assert answer.status_code == 200
    assert answer.headers["content-type"] == "application/pdf"
    assert answer.content.startswith(b"%PDF-")
    assert len(answer.content) > 5_000


async def test_nobody_and_those_without_the_right_get_nothing_and_leave_no_entry(shop, web):
    driver = await signed_in(shop, web, "driver")
    before = await disclosed(shop)

    answers = [await fetched(page, "/registers/sales.csv") for page in (web.page(), driver)]

    assert [answer.status_code for answer in answers] == [401, 403]
    assert [answer.json()["errors"][0]["extensions"]["code"] for answer in answers] == [
        "UNAUTHENTICATED",
        "NotAllowed",
    ]
    assert await disclosed(shop) == before


@pytest.mark.parametrize(
    ("path", "status", "code"),
    [
        ("/registers/purchases.csv", 404, "REGISTER_UNKNOWN"),
        ("/registers/sales.xlsx", 404, "REGISTER_UNKNOWN"),
        ("/registers/sales.csv?from=2026-02-30", 400, "REGISTER_FILTER_WRONG"),
        ("/registers/sales.csv?customer=7", 400, "REGISTER_FILTER_WRONG"),
        ("/registers/sales.csv?lot=a&lot=b", 400, "REGISTER_FILTER_WRONG"),
        ("/registers/sales.csv?everything=1", 400, "REGISTER_FILTER_WRONG"),
        ("/registers/sales.csv?from=2026-11-22&to=2026-11-21", 400, "PeriodInverted"),
        ("/registers/sales.csv?lot=%00", 400, "TextNotPrintable"),
        ("/registers/sales.csv?lot=" + "x" * 41, 400, "TextTooLong"),
    ],
)
async def test_what_makes_no_sense_is_refused_in_words_and_not_noted(shop, web, path, status, code):
    page = await signed_in(shop, web, "administrator")
    before = await disclosed(shop)

    answer = await fetched(page, path)

    assert answer.status_code == status
    assert answer.json()["errors"][0]["extensions"]["code"] == code
    assert answer.json()["errors"][0]["message"]
    assert await disclosed(shop) == before
