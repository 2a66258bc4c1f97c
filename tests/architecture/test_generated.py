"""What is printed from the code and committed must be what the code prints now; `make generated` writes it anew."""

from pathlib import Path

from backend.api.schema import graphql_schema, printed
from backend.foundation.permission import all_rights

ROOT = Path(__file__).parents[2]


def test_schema_graphql_is_current():
    assert (ROOT / "schema.graphql").read_text(encoding="utf-8") == printed()


def test_every_root_field_states_a_right_that_exists():
    rights = {right.name for right in all_rights()}
    schema = graphql_schema()._schema

    unstated = [
        f"{root.name}.{name}"
        for root in (schema.query_type, schema.mutation_type, schema.subscription_type)
        if root is not None
        for name, field in root.fields.items()
        if field.extensions["strawberry-definition"].metadata.get("needs") not in rights
    ]

    assert unstated == []
