from backend.api.bounds import unbounded_lists
from backend.api.schema import graphql_schema


def test_every_list_of_the_house_says_how_long_it_may_be():
    assert unbounded_lists(graphql_schema()._schema) == []
