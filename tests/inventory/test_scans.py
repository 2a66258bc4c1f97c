"""Scans are kept as they were read; the server parses them itself."""

from datetime import date

import pytest
from sqlalchemy import text

from backend.inventory.scans.rules import ScanInput, ScanSourceUnknown, ScanUnfit, TypedWithoutReason
from scanners.check_digits import mod_10
from scanners.house_label import lot_text
from tests.factories.inventory import a_lot
from tests.factories.masterdata import a_product
from tests.inventory.steps import KeepScan

NOWHERE = "0690112388888" + mod_10("0690112388888")
"""A GTIN that no product carries."""


async def kept(shop, raw_text: str, source: str = "camera", **given):
    return await shop.perform(
        KeepScan(scan=ScanInput(raw_text=raw_text, source=source, **given)), shop.person("picker")
    )


async def stored(shop, scan_id) -> tuple[object, ...]:
    async with shop.house.sessions() as session:
        row = await session.execute(
            text(
                "select raw_text, source, gtin, lot_number, expires_on, serial, user_id from scans where id = :id"
            ),
            {"id": scan_id},
        )
        return tuple(row.one())


async def test_a_case_label_names_the_product_the_pieces_in_it_the_lot_and_the_expiry(shop):
    product = await a_product(shop, pieces_per_case=20)
    raw = f"\x1d01{product.case_gtin}17271130" + "10A240601\x1d21S-0001"

    facts = await kept(shop, raw, symbology="]d2")

    assert facts.outcome == "label"
    assert (facts.product_id, facts.pieces) == (product.id, 20)
    assert (facts.lot_number, facts.expires_on, facts.serial) == ("A240601", date(2027, 11, 30), "S-0001")
    assert await stored(shop, facts.scan_id) == (
        raw, "camera", product.case_gtin, "A240601", date(2027, 11, 30), "S-0001",
        shop.person("picker").user_id,
    )  # fmt: skip


async def test_a_catalogue_number_on_the_label_names_the_product_where_no_gtin_does(shop):
    product = await a_product(shop)

    facts = await kept(shop, f"(01){NOWHERE}(240){product.catalogue_number}(10)L1")

    assert (facts.product_id, facts.pieces, facts.lot_number) == (product.id, 1, "L1")


async def test_a_label_of_our_own_names_its_lot_with_the_expiry_on_our_books(shop):
    lot = await a_lot(shop)

    facts = await kept(shop, lot_text(lot.id))

    assert (facts.outcome, facts.kind, facts.product_id, facts.pieces) == ("label", "lot", lot.product_id, 1)
    assert (facts.lot_number, facts.expires_on) == (lot.lot_number, lot.expires_on)


async def test_a_label_of_our_own_whose_lot_is_not_on_file_names_nothing(shop):
    facts = await kept(shop, lot_text(shop.new_id()))

    assert (facts.outcome, facts.product_id, facts.lot_number) == ("label", None, None)


async def test_a_code_of_nothing_on_file_is_kept_and_names_no_product(shop):
    facts = await kept(shop, f"(01){NOWHERE}(10)L1")

    assert (facts.outcome, facts.product_id, facts.pieces) == ("label", None, None)


async def test_an_unreadable_code_is_kept_and_says_why(shop):
    facts = await kept(shop, "hello world")

    assert (facts.outcome, facts.why, facts.gtin) == ("unreadable", "not_recognised", None)
    assert (await stored(shop, facts.scan_id))[0] == "hello world"


async def test_a_code_with_two_meanings_names_none_until_a_person_chooses(shop):
    raw = f"01{NOWHERE}10A24060117271130"

    facts = await kept(shop, raw, source="wedge")
    assert (facts.outcome, facts.lot_number, facts.product_id) == ("ambiguous", None, None)
    assert len(facts.readings) >= 1

    chosen = await kept(shop, raw, source="wedge", choice=0)
    assert (chosen.outcome, chosen.lot_number) == ("label", facts.readings[0][1])
    beyond = await kept(shop, raw, source="wedge", choice=99)
    assert beyond.outcome == "ambiguous"


@pytest.mark.parametrize(
    ("scan", "refusal"),
    [
        (ScanInput(raw_text="", source="camera"), ScanUnfit),
        (ScanInput(raw_text="0" * 4097, source="camera"), ScanUnfit),
        (ScanInput(raw_text="010", source="camera", symbology="]d2]d2"), ScanUnfit),
        (ScanInput(raw_text="010", source="telepathy"), ScanSourceUnknown),
        (ScanInput(raw_text="010", source="typed"), TypedWithoutReason),
        (ScanInput(raw_text="010", source="typed", reason="  "), TypedWithoutReason),
    ],
)
async def test_a_scan_that_cannot_be_is_refused_in_words(shop, scan, refusal):
    with pytest.raises(refusal):
        await shop.perform(KeepScan(scan=scan), shop.person("picker"))


async def test_a_typed_code_is_kept_with_its_reason(shop):
    facts = await kept(shop, NOWHERE, source="typed", reason="标签破损")

    assert (await stored(shop, facts.scan_id))[1] == "typed"
