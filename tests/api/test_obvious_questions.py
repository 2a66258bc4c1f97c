"""What a client asks first, a page of things with their lists, is answered; what an answer is made of is counted."""

from graphql import GraphQLObjectType, get_named_type, is_non_null_type, is_object_type, parse
from graphql.pyutils import Undefined
from starlette.requests import HTTPConnection

from backend.api.bounds import bound_of, is_page
from backend.api.context import Contexts
from backend.api.limits import check_cost, measure
from backend.api.schema import graphql_schema
from backend.foundation.limits import DOCUMENT_COST_MAX, ROWS_PER_ANSWER_MAX
from backend.identity.sessions.current import CurrentActors
from backend.identity.sessions.tokens import AccessTokens
from tests.factories.logistics import some_goods
from tests.factories.orders import a_buyer, a_line, a_submitted_order

SCHEMA = graphql_schema()._schema
ORDERS = "query ($c: UUID!) { orders(customerId: $c) { items { number lines { id quantity } } } }"


def obvious(name: str) -> str:
    """The page with every plain field of its things and every list in them, page sizes left to the schema."""
    assert SCHEMA.query_type is not None
    page = get_named_type(SCHEMA.query_type.fields[name].type)
    return f"{{ {name} {{ items {_whole(get_named_type(page.fields['items'].type), lists=True)} }} }}"


def _whole(kind: GraphQLObjectType, *, lists: bool) -> str:
    parts = []
    for name, field in kind.fields.items():
        inner = get_named_type(field.type)
        if any(
            is_non_null_type(given.type) and given.default_value is Undefined for given in field.args.values()
        ):
            continue
        if not is_object_type(inner):
            parts.append(name)
        elif lists and is_page(inner):
            parts.append(
                f"{name} {{ items {_whole(get_named_type(inner.fields['items'].type), lists=False)} }}"
            )
        elif lists and bound_of(SCHEMA, kind, name).is_list:
            parts.append(f"{name} {_whole(inner, lists=False)}")
    return f"{{ __typename {' '.join(parts)} }}"


def pages() -> list[str]:
    assert SCHEMA.query_type is not None
    return [
        name
        for name, field in SCHEMA.query_type.fields.items()
        if is_page(get_named_type(field.type))
        and not any(
            is_non_null_type(given.type) and given.default_value is Undefined for given in field.args.values()
        )
    ]


def test_every_page_can_be_asked_for_with_the_lists_of_its_things():
    costs = {}
    for name in pages():
        measured = measure(SCHEMA, parse(obvious(name)))
        check_cost(measured, DOCUMENT_COST_MAX)
        costs[name] = measured.cost

    assert {"orders", "customers", "deliveries", "outbounds", "receipts"} <= costs.keys()
    assert 500 < max(costs.values()) <= DOCUMENT_COST_MAX


async def test_orders_come_with_all_their_lines_though_each_is_weighed_as_twenty(shop):
    buyer = await a_buyer(shop)
    goods = [await some_goods(shop, quantity=5) for _ in range(25)]
    await a_submitted_order(shop, buyer, *(a_line(shop, each.product.id, "1") for each in goods))

    answer = await shop.ask(shop.person("sales"), ORDERS, c=str(buyer.id))

    assert answer.errors is None
    assert [len(order["lines"]) for order in answer.data["orders"]["items"]] == [25]


async def test_an_answer_made_of_more_rows_than_one_may_be_is_refused_by_name(shop):
    buyer = await a_buyer(shop)
    goods = [await some_goods(shop, quantity=5) for _ in range(4)]
    await a_submitted_order(shop, buyer, *(a_line(shop, each.product.id, "1") for each in goods))
    seller = shop.person("sales")

    async with shop.house.reading(seller, rows_max=4) as reading:
        answer = await shop.execute(reading, seller, ORDERS, c=str(buyer.id))
    async with shop.house.reading(seller, rows_max=5) as reading:
        enough = await shop.execute(reading, seller, ORDERS, c=str(buyer.id))

    (error,) = answer.errors
    assert error.extensions == {"rows_max": 4, "code": "AnswerTooLarge"}
    assert error.message == "查询结果超过 4 行，请减少每页条数，或分几次查询。"
    assert answer.data is None
    assert enough.errors is None


async def test_the_house_s_door_gives_every_operation_a_reading_that_is_bounded(shop, tmp_path):
    current = CurrentActors(shop.house, AccessTokens.kept_in(tmp_path))

    context = await Contexts(shop.house, current).of(HTTPConnection({"type": "http", "headers": []}))
    before = context.reading
    await context.start_over()

    assert (before.rows_max, context.reading.rows_max) == (ROWS_PER_ANSWER_MAX, ROWS_PER_ANSWER_MAX)
    assert context.reading is not before
