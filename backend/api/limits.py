"""What a document would cost, before validation and before anything is executed.

Cost is the number of objects that the answer usually holds at most: a page counts its size, a list what it declares
(`at_most`), but no more than LIST_WEIGHED_MAX, or nobody could ask for 20 orders with their lines, of which each
may have 100. What an answer is really made of is counted while it is read (ROWS_PER_ANSWER_MAX).
Values are counted too, 20 for each object that is allowed, so that aliases do not multiply fields.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from graphql import DocumentNode, GraphQLSchema, OperationDefinitionNode, OperationType

from backend.api.refusals import DocumentTooDeep, DocumentTooExpensive, OneOperationOnly
from backend.api.weighing import Walk
from backend.foundation.limits import (
    DOCUMENT_DEPTH_MAX,
    PAGE_SIZE_MAX,
    ROOT_MUTATIONS_MAX,
    VALUES_PER_COST_MAX,
)


@dataclass(frozen=True, slots=True)
class Measure:
    """`page_variables` are the variables that set a page size; their values bound each request anew."""

    operation: OperationType
    cost: int
    values: int
    depth: int
    page_variables: frozenset[str]


def measure(
    schema: GraphQLSchema,
    document: DocumentNode,
    variables: Mapping[str, Any] | None = None,
    *,
    introspection: bool = False,
) -> Measure:
    """What the document costs at most; without `variables` a page size that is a variable is the largest.

    The document need not be valid: a field that the schema does not have weighs one object. Raises
    OneOperationOnly, DocumentTooDeep, FragmentsCircular, TooManyDirectives, PageTooLarge, IntrospectionOff,
    and DocumentTooExpensive for what makes validation itself expensive.
    """
    operations = [node for node in document.definitions if isinstance(node, OperationDefinitionNode)]
    if len(operations) != 1:
        raise OneOperationOnly()
    operation = operations[0]
    walk = Walk(schema, document, variables, introspection)
    walk.check_directives(operation)
    weight = walk.selection(operation.selection_set, schema.get_root_type(operation.operation))
    for fragment in walk.fragments:
        walk.fragment(fragment)
    if weight.depth > DOCUMENT_DEPTH_MAX:
        raise DocumentTooDeep(depth_max=DOCUMENT_DEPTH_MAX)
    if operation.operation is OperationType.MUTATION and walk.root_fields(operation) > ROOT_MUTATIONS_MAX:
        raise OneOperationOnly()
    # At the root there is no page around, so whatever claims to stand in one counts as the largest.
    return Measure(
        operation.operation,
        weight.objects + PAGE_SIZE_MAX * weight.page_objects,
        weight.values + PAGE_SIZE_MAX * weight.page_values,
        weight.depth,
        frozenset(walk.page_variables),
    )


def check_cost(measured: Measure, cost_max: int) -> None:
    """Raises DocumentTooExpensive when the answer could hold too many objects, or too many values in them."""
    if measured.cost > cost_max:
        raise DocumentTooExpensive(what="objects", cost=measured.cost, cost_max=cost_max)
    values_max = cost_max * VALUES_PER_COST_MAX
    if measured.values > values_max:
        raise DocumentTooExpensive(what="values", cost=measured.values, cost_max=values_max)
