"""How much each part of a document adds to its answer, found in one walk; a fragment is weighed once.

The walk takes as long as the document is, not as long as its answer would be: fragments that unfold to 8^6 fields
are weighed in a millisecond. Cycles, depth, directives and doubled fields are found on the way.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any, Final

from graphql import (
    DocumentNode,
    FieldNode,
    FragmentDefinitionNode,
    FragmentSpreadNode,
    GraphQLNamedType,
    GraphQLSchema,
    InlineFragmentNode,
    IntValueNode,
    NullValueNode,
    OperationDefinitionNode,
    SelectionNode,
    SelectionSetNode,
    VariableNode,
    get_named_type,
    is_composite_type,
    is_interface_type,
    is_object_type,
)

from backend.api.bounds import Bound, bound_of, check_page_sizes, field_of
from backend.api.refusals import (
    DocumentTooDeep,
    DocumentTooExpensive,
    FragmentsCircular,
    IntrospectionOff,
    PageTooLarge,
    TooManyDirectives,
)
from backend.foundation.limits import (
    DIRECTIVES_PER_NODE_MAX,
    DOCUMENT_COMPARISONS_MAX,
    DOCUMENT_NESTING_MAX,
    LIST_WEIGHED_MAX,
    PAGE_SIZE_DEFAULT,
    PAGE_SIZE_MAX,
    ROOT_MUTATIONS_MAX,
)

_COMPARISONS_TOLD_MAX: Final = 10**9


@dataclass(frozen=True, slots=True)
class Weight:
    """What a selection adds to the answer, apart from what stands inside the page around it.

    `objects` and `values` once; `page_objects` and `page_values` for each item of the enclosing page, whose
    size a fragment does not know. `depth` in fields, `nodes` in the document. `keys` are the names under which
    the fields stand in the answer, each with the sum of the nodes below them and the sum of their squares.
    """

    objects: int = 0
    values: int = 0
    page_objects: int = 0
    page_values: int = 0
    depth: int = 0
    nodes: int = 0
    keys: Mapping[str, tuple[int, int]] = field(default_factory=dict)


@dataclass
class Walk:
    """One document against one schema; `variables` None means that a page size in one is the largest."""

    schema: GraphQLSchema
    document: DocumentNode
    variables: Mapping[str, Any] | None
    introspection: bool
    page_variables: set[str] = field(default_factory=set)
    fragments: dict[str, FragmentDefinitionNode] = field(init=False)
    _weighed: dict[str, Weight] = field(default_factory=dict)
    _open: set[str] = field(default_factory=set)
    _nesting: int = 0
    _comparisons: int = 0

    def __post_init__(self) -> None:
        self.fragments = {
            node.name.value: node
            for node in self.document.definitions
            if isinstance(node, FragmentDefinitionNode)
        }

    def selection(self, selections: SelectionSetNode | None, parent: GraphQLNamedType | None) -> Weight:
        """The weight of all that is selected from one object of type `parent` (None where it is unknown)."""
        self._nesting += 1
        if self._nesting > DOCUMENT_NESTING_MAX:
            raise DocumentTooDeep(depth_max=DOCUMENT_NESTING_MAX)
        weights = [self._weight(node, parent) for node in (selections.selections if selections else ())]
        self._nesting -= 1
        weight = _sum(weights)
        self._count_comparisons(weight)
        return weight

    def fragment(self, name: str) -> Weight:
        """The weight of a fragment, found once; one that is not there is left to validation."""
        if name in self._open:
            raise FragmentsCircular(fragment=name[:100])
        if name not in self._weighed:
            node = self.fragments.get(name)
            if node is None:
                return Weight()
            self._open.add(name)
            self.check_directives(node)
            parent = self.schema.get_type(node.type_condition.name.value)
            self._weighed[name] = self.selection(node.selection_set, parent)
            self._open.discard(name)
        return self._weighed[name]

    def root_fields(self, node: OperationDefinitionNode | InlineFragmentNode | FragmentDefinitionNode) -> int:
        """How many fields stand at the root, those in fragments too. Cycles have been refused before."""
        count = 0
        for child in node.selection_set.selections:
            if isinstance(child, FieldNode):
                count += 1
            elif isinstance(child, InlineFragmentNode):
                count += self.root_fields(child)
            elif isinstance(child, FragmentSpreadNode) and child.name.value in self.fragments:
                count += self.root_fields(self.fragments[child.name.value])
            if count > ROOT_MUTATIONS_MAX:
                break
        return count

    def check_directives(
        self, node: SelectionNode | OperationDefinitionNode | FragmentDefinitionNode
    ) -> None:
        """Raises TooManyDirectives: each costs validation and execution, and two are all that exist."""
        if len(node.directives or ()) > DIRECTIVES_PER_NODE_MAX:
            raise TooManyDirectives(directives_max=DIRECTIVES_PER_NODE_MAX)

    def _weight(self, node: SelectionNode, parent: GraphQLNamedType | None) -> Weight:
        self.check_directives(node)
        if isinstance(node, FieldNode):
            return self._field(node, parent)
        if isinstance(node, InlineFragmentNode):
            condition = node.type_condition
            inside = self.schema.get_type(condition.name.value) if condition else parent
            return self.selection(node.selection_set, inside)
        if isinstance(node, FragmentSpreadNode):
            return self.fragment(node.name.value)
        raise TypeError(f"GraphQL knows no such selection: {type(node).__name__}")

    def _field(self, node: FieldNode, parent: GraphQLNamedType | None) -> Weight:
        name = node.name.value
        if name in ("__schema", "__type"):
            if not self.introspection:
                raise IntrospectionOff()
            return Weight(objects=1, depth=1, nodes=1)
        known = (
            parent if parent is not None and (is_object_type(parent) or is_interface_type(parent)) else None
        )
        definition = field_of(known, name) if known is not None else None
        returned = get_named_type(definition.type) if definition is not None else None
        inside = self.selection(node.selection_set, returned)
        bound = bound_of(self.schema, known, name) if known is not None else Bound()
        objects = 1 if node.selection_set or (returned is not None and is_composite_type(returned)) else 0
        depth, nodes = inside.depth + 1, inside.nodes + 1
        keys = {(node.alias or node.name).value: (nodes, nodes * nodes)}
        if bound.of_page:
            return Weight(0, 1, objects + inside.objects, (1 - objects) + inside.values, depth, nodes, keys)
        if bound.pages:
            size = self._page_size(node, bound)
            return Weight(
                objects + inside.objects + size * inside.page_objects,
                1 + inside.values + size * inside.page_values,
                depth=depth,
                nodes=nodes,
                keys=keys,
            )
        size = self._page_size(node, bound) if bound.is_list else 1
        return Weight(
            size * (objects + inside.objects + PAGE_SIZE_MAX * inside.page_objects),
            1 + size * ((1 - objects) + inside.values + PAGE_SIZE_MAX * inside.page_values),
            depth=depth,
            nodes=nodes,
            keys=keys,
        )

    def _page_size(self, node: FieldNode, bound: Bound) -> int:
        if not bound.first:
            return PAGE_SIZE_MAX if bound.at_most is None else min(bound.at_most, LIST_WEIGHED_MAX)
        argument = next((given for given in node.arguments or () if given.name.value == "first"), None)
        if argument is None:
            return bound.default if bound.default is not None else PAGE_SIZE_DEFAULT
        if isinstance(argument.value, VariableNode):
            return self._variable_size(argument.value.name.value)
        if isinstance(argument.value, NullValueNode):
            return PAGE_SIZE_MAX
        # What is neither a number nor a variable will not pass validation.
        size = int(argument.value.value[:10]) if isinstance(argument.value, IntValueNode) else PAGE_SIZE_MAX
        if not 0 <= size <= PAGE_SIZE_MAX:
            raise PageTooLarge(asked=size, page_size_max=PAGE_SIZE_MAX)
        return size

    def _variable_size(self, name: str) -> int:
        self.page_variables.add(name)
        if self.variables is None:
            return PAGE_SIZE_MAX
        check_page_sizes([name], self.variables)
        asked = self.variables.get(name)
        return asked if isinstance(asked, int) else PAGE_SIZE_MAX

    def _count_comparisons(self, weight: Weight) -> None:
        """Validation compares every two fields that share a name, with all below them: that grows as a square."""
        self._comparisons += sum((size * size - squares) // 2 for size, squares in weight.keys.values())
        if self._comparisons > DOCUMENT_COMPARISONS_MAX:
            raise DocumentTooExpensive(
                what="comparisons",
                cost=min(self._comparisons, _COMPARISONS_TOLD_MAX),
                cost_max=DOCUMENT_COMPARISONS_MAX,
            )


def _sum(weights: Iterable[Weight]) -> Weight:
    objects = values = page_objects = page_values = depth = nodes = 0
    keys: dict[str, tuple[int, int]] = {}
    for weight in weights:
        objects += weight.objects
        values += weight.values
        page_objects += weight.page_objects
        page_values += weight.page_values
        nodes += weight.nodes
        depth = max(depth, weight.depth)
        for key, (size, squares) in weight.keys.items():
            known = keys.get(key)
            keys[key] = (known[0] + size, known[1] + squares) if known else (size, squares)
    return Weight(objects, values, page_objects, page_values, depth, nodes, keys)
