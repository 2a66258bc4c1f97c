"""Locations through GraphQL: zone by zone, found, set up by those who may."""

import itertools

from tests.factories.shop import Shop

LOCATIONS = """query ($search: String, $kept: StorageClass, $order: LocationOrder!, $first: Int!, $after: String) {
  locations(search: $search, storageClass: $kept, order: $order, first: $first, after: $after) {
    items { code zone storageClass } pageInfo { hasNextPage endCursor } } }"""
ADD = """mutation ($commandId: UUID!, $input: AddLocationInput!) { addLocation(commandId: $commandId, input: $input) {
  __typename ... on LocationAdded { code } ... on LocationCodeUnfit { code } ... on Refusal { message } } }"""
_stems = itertools.count(1)


async def add(shop: Shop, code: str, zone: str, kept: str, by: str = "keeper"):
    given = {"locationId": str(shop.new_id()), "code": code, "zone": zone, "storageClass": kept}
    answer = await shop.ask(shop.person(by), ADD, commandId=str(shop.new_id()), input=given)
    assert answer.errors is None, answer.errors
    return answer.data["addLocation"]


async def listed(shop: Shop, by: str = "picker", **variables):
    asked = {"order": "zone", "first": 100, **variables}
    answer = await shop.ask(shop.person(by), LOCATIONS, **asked)
    assert answer.errors is None, answer.errors
    return answer.data["locations"]


async def codes(shop: Shop, **variables) -> list[str]:
    return [one["code"] for one in (await listed(shop, **variables))["items"]]


async def three_places(shop: Shop) -> str:
    """Two places of a cold room and one of a cool store, and the stem that is theirs alone."""
    stem = f"Q{next(_stems)}"
    for code, zone, kept in (
        ("02", "冷库", "refrigerated"), ("01", "冷库", "refrigerated"), ("00", "阴凉库", "cool"),
    ):  # fmt: skip
        added = await add(shop, f"{stem}-{code}", f"{zone} {stem}", kept)
        assert added["__typename"] == "LocationAdded"
    return stem


async def test_locations_are_listed_zone_by_zone_or_by_code(shop: Shop):
    stem = await three_places(shop)

    assert await codes(shop, search=f"{stem}-") == [f"{stem}-01", f"{stem}-02", f"{stem}-00"]
    assert await codes(shop, search=f"{stem}-", order="code") == [f"{stem}-00", f"{stem}-01", f"{stem}-02"]
    assert await codes(shop, search=f"冷库 {stem.lower()}") == [f"{stem}-01", f"{stem}-02"]
    assert await codes(shop, search=f"{stem}-", kept="cool") == [f"{stem}-00"]


async def test_pages_by_zone_follow_one_another_without_a_gap(shop: Shop):
    stem = await three_places(shop)

    first = await listed(shop, search=f"{stem}-", first=2)
    rest = await listed(shop, search=f"{stem}-", first=2, after=first["pageInfo"]["endCursor"])

    assert [one["code"] for one in first["items"]] == [f"{stem}-01", f"{stem}-02"]
    assert [one["code"] for one in rest["items"]] == [f"{stem}-00"]
    assert (first["pageInfo"]["hasNextPage"], rest["pageInfo"]["hasNextPage"]) == (True, False)


async def test_a_location_is_set_up_under_the_code_that_its_label_says(shop: Shop):
    added = await add(shop, " b-07 ", " 常温库 ", "ambient")

    assert added == {"__typename": "LocationAdded", "code": "B-07"}
    assert (await listed(shop, search="b-07"))["items"] == [
        {"code": "B-07", "zone": "常温库", "storageClass": "ambient"}
    ]


async def test_a_code_is_one_location_and_one_that_no_label_can_say_is_none(shop: Shop):
    stem = await three_places(shop)

    again = await add(shop, f"{stem}-01", "另一个库区", "frozen")
    unfit = await add(shop, "货位 1", f"冷库 {stem}", "refrigerated")

    assert again["__typename"] == "LocationKnown"
    assert unfit == {
        "__typename": "LocationCodeUnfit",
        "code": "货位 1",
        "message": "货位编号“货位 1”不能印成标签：请用 1–24 位大写字母、数字和短横线，例如 A-01-03。",
    }
    assert (await listed(shop, search=f"{stem}-01"))["items"] == [
        {"code": f"{stem}-01", "zone": f"冷库 {stem}", "storageClass": "refrigerated"}
    ]
    assert await codes(shop, search="另一个库区") == []
    assert await codes(shop, search=f"冷库 {stem}") == [f"{stem}-01", f"{stem}-02"]


async def test_who_picks_sees_locations_and_sets_none_up(shop: Shop):
    refused = await add(shop, "P-01", "拣货员的库区", "ambient", by="picker")

    assert refused["__typename"] == "NotAllowed"
    assert await codes(shop, search="拣货员的库区") == []
