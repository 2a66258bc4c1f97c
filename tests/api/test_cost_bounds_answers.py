"""The promise of the cost rule, tried on random documents: no answer holds more objects than were weighed."""

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from backend.api.documents import parsed
from backend.api.limits import measure
from backend.api.refusals import DoorRefusal
from tests.api.toy import SCHEMA, Toy

FRAGMENTS = ("small", "large")
leaves = st.sampled_from(["id", "name", "__typename", "a: id", "b: name"])


def order_selection(inner: st.SearchStrategy[str]) -> st.SearchStrategy[str]:
    return st.lists(
        st.one_of(
            leaves,
            st.sampled_from([f"...{name}" for name in FRAGMENTS]),
            st.builds("same{{{}}}".format, inner),
            st.builds("x: kids{{{}}}".format, inner),
            st.builds("kids{{id {}}}".format, inner),
            st.builds("...on Order{{{}}}".format, inner),
            st.builds(
                "lines(first:{}){{items{{id order{{{}}}}} pageInfo{{hasNextPage}}}}".format,
                st.integers(0, 9),
                inner,
            ),
        ),
        min_size=1,
        max_size=3,
    ).map(" ".join)


selections = st.recursive(leaves, order_selection, max_leaves=6)
roots = st.one_of(
    st.builds("order{{{}}}".format, selections),
    st.builds("orders(first:{}){{items{{{}}} more: items{{id}}}}".format, st.integers(0, 12), selections),
    st.builds("orders(first:$n){{...page}}".format, st.just("")),
)


@given(root=roots, small=leaves, large=selections, n=st.integers(0, 12))
@settings(max_examples=120, deadline=None, suppress_health_check=[HealthCheck.too_slow])
async def test_no_answer_holds_more_objects_than_its_cost(root, small, large, n):
    variables = "query($n:Int!)" if "$n" in root else ""
    large = large.replace("...large", "id").replace("...small", "name")
    written = {
        "page": f"fragment page on OrderPage{{items{{{large}}}}}",
        "small": f"fragment small on Order{{{small}}}",
        "large": f"fragment large on Order{{{large}}}",
    }
    used = [text for name, text in written.items() if f"...{name}" in root]
    document = " ".join([f"{variables}{{{root}}}", *used])
    try:
        measured = measure(SCHEMA._schema, parsed(document), {"n": n})
    except DoorRefusal:
        return  # Too deep, or too many fields of one name.

    response = await Toy().ask(document, {"n": n})

    if response.status_code == 200:
        assert objects_in(response.json()["data"]) <= measured.cost
        assert values_in(response.json()["data"]) <= measured.values
    else:
        assert "DOCUMENT_" in response.text


def objects_in(answer: object, root: bool = True) -> int:
    if isinstance(answer, dict):
        return (not root) + sum(objects_in(value, False) for value in answer.values())
    return sum(objects_in(item, False) for item in answer) if isinstance(answer, list) else 0


def values_in(answer: object) -> int:
    if isinstance(answer, dict):
        return sum(1 + values_in(value) for value in answer.values())
    return sum(values_in(item) for item in answer) if isinstance(answer, list) else 0
