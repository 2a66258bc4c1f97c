"""Labels of our own: what is printed is scanned as what it is about, and only whoever handles the goods prints."""

import base64
from datetime import date
from typing import Any
from uuid import UUID
from xml.etree import ElementTree

import pytest
from sqlalchemy import text

from backend.engines.print_templates.label_sheets import LabelForm, PrintedLabel, label_svg, labels_html
from backend.identity.sessions.tokens import AccessTokens
from backend.inventory.labels.rules import (
    LabelCountUnfit,
    LabelMustNotBePrinted,
    count_of,
    lot_label,
    order_labels,
    place_label,
)
from scanners import image
from scanners.answer import Label
from scanners.house_label import place_text
from scanners.label import read
from tests.factories.inventory import a_location
from tests.factories.logistics import some_goods
from tests.factories.page import a_web
from tests.factories.people import a_person, with_password


def scanned(printed: PrintedLabel) -> Label:
    seen = image.decode(printed.code_png)
    assert isinstance(seen, image.Seen)
    [code] = seen.codes
    answer = read(code.text, code.symbology, year=2026, separators_pass=True)
    assert isinstance(answer, Label)
    return answer


XHTML = "{http://www.w3.org/1999/xhtml}"
LOT_ID = UUID("019366a7-3c40-7e21-9f00-5a1b2c3d4e5f")


def a_label(gtin: str | None, lot_number: str, printed: str | None = None) -> PrintedLabel:
    return lot_label(
        LOT_ID,
        "抗体",
        "50 µL",
        gtin,
        lot_number,
        date(2027, 2, 28),
        year=2026,
        catalogue_number="AB-0106",
        printed=printed,
    )


def test_a_lot_of_a_product_without_a_gtin_gets_a_code_of_our_own_that_names_the_lot():
    printed = a_label(None, "A1")

    label = scanned(printed)

    assert (label.kind, label.lot_id, label.gtin) == ("lot", str(LOT_ID), None)
    assert printed.lines == ("50 µL", "批号 A1", "有效期至 2027-02-28", "AB-0106")


def test_a_lot_label_is_scanned_as_the_makers_own_code_would_be():
    printed = a_label("06901234567892", "AB(1)/2")

    label = scanned(printed)

    assert label.symbology == "]d2"
    assert (label.gtin, label.lot, label.expires_on) == ("06901234567892", "AB(1)/2", "2027-02-28")
    assert "批号 AB(1)/2" in printed.lines


@pytest.mark.parametrize(
    ("printed", "lines"),
    [
        (None, ("有效期至 2027-02-28",)),
        ("有效期至 2027-02-28", ("有效期至 2027-02-28",)),
        ("失效期 2027-03", ("失效期 2027-03", "可用至 2027-02-28")),
    ],
)
def test_a_lot_label_says_the_expiry_as_the_maker_printed_it(printed, lines):
    label = a_label("06901234567892", "A1", printed)

    assert label.lines == ("50 µL", "批号 A1", *lines, "06901234567892")
    assert scanned(label).expires_on == "2027-02-28"


@pytest.mark.parametrize("kind", ["location", "box", "tote"])
def test_a_place_label_is_scanned_as_that_place(kind):
    label = scanned(place_label(kind, "A-01-03"))

    assert (label.kind, label.place) == (kind, "A-01-03")


def test_each_box_of_an_order_has_a_label_of_its_own():
    labels = order_labels("SO-2026-000123", 5)

    assert [label.lines for label in labels] == [(f"{number}/5 件",) for number in range(1, 6)]
    assert scanned(labels[2]).place == "SO-2026-000123-3"
    with pytest.raises(LabelMustNotBePrinted):
        order_labels("<b>", 1)


def test_what_no_code_can_say_is_not_printed():
    with pytest.raises(LabelMustNotBePrinted) as wrong:
        a_label("06901234567893", "A")
    assert (wrong.value.reason, wrong.value.field) == ("check", "01")
    for code in ("a b", "", "A" * 25, "<b>"):
        with pytest.raises(LabelMustNotBePrinted):
            place_label("box", code)


def test_between_one_and_five_hundred_labels_are_printed_at_once():
    assert [count_of(count) for count in (1, 500)] == [1, 500]
    assert count_of(5, things=100) == 5
    with pytest.raises(LabelCountUnfit):
        count_of(6, things=100)
    for count in (0, -1, 501):
        with pytest.raises(LabelCountUnfit):
            count_of(count)


@pytest.mark.parametrize(("form", "pages"), [(LabelForm.a4, 3), (LabelForm.roll, 91)])
def test_a_sheet_holds_every_label_once_and_no_markup_of_others(form, pages):
    label = PrintedLabel(code_png=b"png", heading="<b>A & B", lines=("x<y",))

    html = labels_html([label] * 91, form)

    assert html.count('class="label"') == 91
    assert html.count("<table>") == pages
    assert html.count("&lt;b&gt;A &amp; B") == 91
    assert "<b>" not in html and "x<y" not in html


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


async def noted(shop: Any) -> list[tuple[str, dict[str, Any]]]:
    """Who printed what, as the audit log has it."""
    async with shop.house.sessions() as session:
        found = await session.execute(
            text(
                "select user_name, changes->0->'after' from audit_entries"
                " where command = 'inventory.printLabels' order by recorded_at"
            )
        )
        return [tuple(row) for row in found]


async def test_a_receiver_prints_labels_of_a_lot_a_location_and_a_box(shop, web):
    goods, location = await some_goods(shop), await a_location(shop)
    page = await signed_in(shop, web, "receiver")

    for about in (f"lot={goods.lot.id}", f"location={location}", "box=B-7"):
        for form in ("a4", "roll"):
            answer = await fetched(page, f"/labels.pdf?{about}&count=3&form={form}")
            assert answer.status_code == 200, answer.text
            assert answer.headers["content-type"] == "application/pdf"
            assert answer.headers["cache-control"] == "no-store"
            assert answer.content.startswith(b"%PDF-")


def test_the_labels_of_an_arrival_stand_one_lot_after_the_other():
    lots = [PrintedLabel(code_png=b"png", heading=name, lines=()) for name in ("甲", "乙")]

    html = labels_html([lot for lot in lots for _ in range(2)], LabelForm.roll)

    assert [html.index(f"<h1>{name}</h1>") for name in ("甲", "乙")] == sorted(
        html.index(f"<h1>{name}</h1>") for name in ("甲", "乙")
    )
    assert (html.count("<h1>甲</h1>"), html.count("<h1>乙</h1>"), html.count("<table>")) == (2, 2, 4)


async def test_the_labels_of_several_lots_come_on_one_sheet_or_not_at_all(shop, web):
    first, second = await some_goods(shop), await some_goods(shop)
    page = await signed_in(shop, web, "receiver")
    both = f"lot={first.lot.id}&lot={second.lot.id}"

    answer = await fetched(page, f"/labels.pdf?{both}&count=2")
    unknown = await fetched(page, f"/labels.pdf?{both}&lot=00000000-0000-7000-8000-000000000000")
    too_many = await fetched(page, f"/labels.pdf?{both}&count=251")
    too_many_lots = await fetched(page, "/labels.pdf?" + "&".join([f"lot={first.lot.id}"] * 101))

    assert (answer.status_code, answer.content[:5]) == (200, b"%PDF-")
    assert [each.status_code for each in (unknown, too_many, too_many_lots)] == [404, 400, 400]


async def test_who_printed_which_labels_and_how_many_is_in_the_audit_log(shop, web):
    goods, location = await some_goods(shop), await a_location(shop)
    keeper = await with_password(shop, await a_person(shop, "keeper"))
    page = web.page()
    await page.sign_in(keeper)
    before = len(await noted(shop))

    for asked in (
        f"lot={goods.lot.id}&count=3",
        f"location={location}&form=roll",
        "box=B-7&count=2",
        "order=SO-2026-000123&count=5",
    ):
        assert (await fetched(page, f"/labels.pdf?{asked}")).status_code == 200

    assert (await noted(shop))[before:] == [
        (keeper.name, {"kind": kind, "names": [name], "labels": labels, "form": form})
        for kind, name, labels, form in (
            ("lot", str(goods.lot.id), 3, "a4"),
            ("location", str(location), 1, "roll"),
            ("box", "B-7", 2, "a4"),
            ("order", "SO-2026-000123", 5, "a4"),
        )
    ]


async def test_what_is_looked_at_or_refused_is_not_in_the_audit_log(shop, web):
    page = await signed_in(shop, web, "keeper")
    before = await noted(shop)

    answers = [
        await fetched(page, path)
        for path in ("/labels.svg?box=B-7", "/labels.pdf?box=<b>", "/labels.pdf?box=B-7&count=501")
    ]

    assert [answer.status_code for answer in answers] == [200, 400, 400]
    assert await noted(shop) == before


async def test_the_first_label_is_looked_at_with_the_code_that_is_printed(shop, web):
    page = await signed_in(shop, web, "keeper")

    answer = await fetched(page, "/labels.svg?order=SO-2026-000123&count=5")

    assert answer.headers["content-type"] == "image/svg+xml"
    assert answer.headers["cache-control"] == "no-store"
    drawn = ElementTree.fromstring(answer.content)  # noqa: S314 - our own answer
    [picture] = drawn.iter(f"{XHTML}img")
    seen = image.decode(base64.b64decode(picture.attrib["src"].removeprefix("data:image/png;base64,")))
    assert isinstance(seen, image.Seen)
    assert [code.text for code in seen.codes] == [place_text("box", "SO-2026-000123-1")]
    assert [part.text for tag in ("h1", "p") for part in drawn.iter(f"{XHTML}{tag}")] == [
        "SO-2026-000123-1",
        "1/5 件",
    ]


def test_a_label_to_look_at_holds_no_markup_of_others_and_is_four_times_as_large():
    label = PrintedLabel(code_png=b"png", heading="<b>A & B", lines=("x<y", "z"))

    drawn = ElementTree.fromstring(label_svg(label))  # noqa: S314 - our own answer

    assert [part.text for part in drawn.iter(f"{XHTML}h1")] == ["<b>A & B"]
    assert ["".join(part.itertext()) for part in drawn.iter(f"{XHTML}p")] == ["x<yz"]
    assert (drawn.attrib["width"], drawn.attrib["height"]) == ("160mm", "120mm")
    assert ".label { position: relative; width: 160mm; height: 120mm;" in "".join(drawn.itertext())


async def test_who_does_not_handle_goods_prints_none(shop, web):
    salesperson = await signed_in(shop, web, "sales")

    before = await noted(shop)

    answers = [
        await fetched(page, path)
        for path in ("/labels.pdf?box=B-7", "/labels.svg?box=B-7")
        for page in (web.page(), salesperson)
    ]

    assert [answer.status_code for answer in answers] == [401, 403, 401, 403]
    assert all(not answer.content.startswith((b"%PDF-", b"<svg")) for answer in answers)
    assert await noted(shop) == before


@pytest.mark.parametrize(
    ("asked", "status", "code"),
    [
        ("", 400, "LABEL_ASKED_WRONGLY"),
        ("box=A&tote=B", 400, "LABEL_ASKED_WRONGLY"),
        ("box=A&box=B", 400, "LABEL_ASKED_WRONGLY"),
        ("box=A&printer=9", 400, "LABEL_ASKED_WRONGLY"),
        ("lot=12", 400, "LABEL_ASKED_WRONGLY"),
        ("box=A&count=²", 400, "LABEL_ASKED_WRONGLY"),
        ("box=A&count=99999", 400, "LABEL_ASKED_WRONGLY"),
        ("box=A&form=a3", 400, "LABEL_ASKED_WRONGLY"),
        ("box=A&count=501", 400, "LabelCountUnfit"),
        ("box=%00", 400, "LabelMustNotBePrinted"),
        ("lot=00000000-0000-7000-8000-000000000000", 404, "NotFound"),
        ("location=00000000-0000-7000-8000-000000000000", 404, "NotFound"),
    ],
)
async def test_what_cannot_be_printed_is_refused_with_its_reason(shop, web, asked, status, code):
    page = await signed_in(shop, web, "keeper")

    answer = await fetched(page, f"/labels.pdf?{asked}")

    assert answer.status_code == status
    assert answer.json()["errors"][0]["extensions"]["code"] == code
