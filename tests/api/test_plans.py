"""Registered queries run by plans: the same bytes as graphql-core, and graphql-core's answer wherever a plan gives up.

`shop.ask`, through which most tests read, holds every plan to graphql-core as well.
"""

from pathlib import Path
from typing import Any

import orjson
from graphql import OperationType, get_operation_ast, parse

from backend.api.body import GraphQLRequest
from backend.api.documents import Documents, RegisteredDocument
from backend.api.http import GraphQLDoor
from backend.api.plans import Plan, Planner
from backend.api.schema import graphql_schema
from bench.api.shapes import DOCUMENTS
from tests.factories.orders import a_buyer, a_line, a_submitted_order, goods

PAGES = Path(__file__).parents[2] / "pwa" / "src"
ORDER, ORDERS = (document.text for document in DOCUMENTS[:2])


def plan_of(text: str) -> Plan | None:
    return Planner(graphql_schema()).plan(parse(text, no_location=True))


async def an_order(shop: Any) -> Any:
    buyer = await a_buyer(shop)
    return await a_submitted_order(
        shop, buyer, a_line(shop, await goods(shop)), a_line(shop, await goods(shop))
    )


async def planned(shop: Any, by: Any, text: str, **variables: Any) -> tuple[dict[str, Any], int]:
    """What the plan says, and with how many statements."""
    plan = plan_of(text)
    assert plan is not None
    async with shop.house.reading(by) as reading:
        return await plan.run(shop.context(reading, by), variables), reading.statements


async def through_the_door(shop: Any, by: Any, text: str, **variables: Any) -> tuple[Any, Any]:
    """The answer as the HTTP door executes it, and the context that it left."""
    schema, registered = graphql_schema(), RegisteredDocument(text)
    documents = Documents(schema._schema, [registered], planner=Planner(schema))
    door = GraphQLDoor(schema, documents, lambda _: None, "http://localhost")  # type: ignore[arg-type, return-value]
    asked = GraphQLRequest(None, registered.digest, None, variables)
    admitted = documents.admit(asked)
    assert admitted.plan is not None
    async with shop.house.reading(by) as reading:
        context = shop.context(reading, by)
        answer = await door._execute(admitted, asked, context)
        await context.aclose()
        return answer, context


def test_all_queries_of_the_pages_have_plans_but_those_with_directives():
    without = set()
    for file in PAGES.rglob("*.graphql"):
        text = file.read_text(encoding="utf-8")
        operation = get_operation_ast(parse(text))
        if (
            operation
            and operation.operation is OperationType.QUERY
            and plan_of(text) is None
            and "@" not in text
        ):
            without.add(file.name)
    assert without == set()


def test_mutations_subscriptions_and_directives_have_none():
    assert plan_of('subscription { changes(kinds: ["order"]) { id } }') is None
    assert plan_of(DOCUMENTS[2].text) is None
    assert plan_of("query Q($all: Boolean!) { me { name @include(if: $all) } }") is None
    assert plan_of("{ __schema { queryType { name } } }") is None


async def test_an_order_with_its_lines_takes_one_statement(shop):
    placed = await an_order(shop)
    by = shop.person("sales")

    said, statements = await planned(shop, by, ORDER, id=str(placed.order_id))

    by_core = await shop.ask(by, ORDER, id=str(placed.order_id))
    assert orjson.dumps(said) == orjson.dumps(by_core.data)
    assert said["order"]["number"] == placed.number
    assert [line["position"] for line in said["order"]["lines"]] == [1, 2]
    assert statements == 1


async def test_a_list_takes_two_statements_however_many_orders_it_holds(shop):
    for _ in range(3):
        await an_order(shop)

    said, statements = await planned(shop, shop.person("sales"), ORDERS, first=50)

    assert len(said["orders"]["items"]) >= 3
    assert statements == 2


async def test_what_is_asked_beside_the_parts_is_read_in_the_same_snapshot(shop):
    placed = await an_order(shop)
    by = shop.person("sales")
    text = "query ($id: UUID!) { order(id: $id) { number lines { unit } steps { state } remarks { items { text } } } }"

    said, statements = await planned(shop, by, text, id=str(placed.order_id))

    by_core = await shop.ask(by, text, id=str(placed.order_id))
    assert orjson.dumps(said) == orjson.dumps(by_core.data)
    assert [step["state"] for step in said["order"]["steps"]] == ["submitted", "approved"]
    assert statements == 2


async def test_a_customer_reads_heads_and_parts_under_row_level_security(shop):
    buyer = await a_buyer(shop)
    placed = await a_submitted_order(shop, buyer, a_line(shop, await goods(shop)))
    other = await an_order(shop)
    by = shop.person("customer", customer_id=buyer.id)
    await shop.hired()

    own, statements = await planned(shop, by, ORDER, id=str(placed.order_id))
    foreign, _ = await planned(shop, by, ORDER, id=str(other.order_id))

    assert [line["position"] for line in own["order"]["lines"]] == [1]
    assert foreign == {"order": None}
    assert statements == 1


async def test_fragments_aliases_and_type_names_come_as_from_graphql_core(shop):
    placed = await an_order(shop)
    text = """query ($id: UUID!) {
      again: order(id: $id) { ...Head lines { __typename quantity } lines { piece: unit } }
      order(id: $id) { __typename ... on Order { lines { position } } ...Head }
    }
    fragment Head on Order { key: id number ordered: orderedAt }"""

    said, statements = await planned(shop, shop.person("sales"), text, id=str(placed.order_id))

    by_core = await shop.ask(shop.person("sales"), text, id=str(placed.order_id))
    assert orjson.dumps(said) == orjson.dumps(by_core.data)
    assert list(said) == ["again", "order"]
    assert statements == 2


async def test_what_is_not_there_is_null_by_plan_too(shop):
    await shop.hired()
    said, _ = await planned(shop, shop.person("sales"), ORDER, id=str(shop.new_id()))

    assert said == {"order": None}


async def test_without_the_right_the_answer_is_graphql_cores_and_nothing_is_left_open(shop):
    picker = shop.person("picker")
    await shop.hired()

    answer, context = await through_the_door(shop, picker, ORDERS, first=5)

    assert answer.data is None
    assert [error.extensions["code"] for error in answer.errors] == ["NotAllowed"]
    assert answer.errors[0].path == ["orders"]
    assert context.reading._connection is None


async def test_a_page_size_beyond_all_bounds_is_refused_as_by_graphql_core(shop):
    sales = shop.person("sales")
    await shop.hired()

    answer, _ = await through_the_door(
        shop, sales, "query ($id: UUID!) { order(id: $id) { id } }", id="no id"
    )

    assert answer.data is None
    assert "$id" in answer.errors[0].message
